"""The document tree as HTML: one closed ``match`` over the blocks, the same for the screen and for the PDF."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from markupsafe import Markup

from reportgen.document import (
    Block,
    Box,
    BulletList,
    Columns,
    Figure,
    Heading,
    KeyFigures,
    OrderedList,
    PageBreak,
    Paragraph,
    Parallel,
    Table,
)
from reportgen.errors import Problem, RenderError
from reportgen.numbering import heading_gap
from reportgen.renderers.phrases import Sheet, inlines, joined, large
from reportgen.renderers.pictures import picture
from reportgen.renderers.tabulate import below, caption, table
from reportgen.tree import deck_of, text_of

NO_MARK = Markup("")


def blocks(nodes: Iterable[Block], sheet: Sheet) -> Markup:
    """Return blocks as markup, one after the other."""
    return Markup("\n").join(block(each, sheet) for each in nodes)


def block(node: Block, sheet: Sheet) -> Markup:
    """Return one block as markup."""
    match node:
        case Heading():
            return heading(node, sheet)
        case Paragraph():
            return _paragraph(node, sheet)
        case BulletList(items):
            marked = joined(Markup("<li>{}</li>").format(_item(item, Markup(""), sheet)) for item in items)
            return Markup("<ul>{}</ul>").format(marked)
        case OrderedList():
            return _ordered(node, sheet)
        case Table():
            return table(node, sheet)
        case Figure():
            return _figure(node, sheet)
        case KeyFigures():
            return _key_figures(node, sheet)
        case Box():
            return _box(node, sheet)
        case Columns():
            return _columns(node, sheet)
        case Parallel():
            return _parallel(node, sheet)
        case PageBreak():
            return Markup('<div class="page-break"></div>')
        case _:
            assert_never(node)


def heading(node: Heading, sheet: Sheet) -> Markup:
    """Return a heading; chapters are h2, because the report's title is the h1."""
    number = Markup("")
    if node.number:
        gap = heading_gap(node, sheet.press.scheme)
        number = Markup('<span class="number">{}</span>{}').format(node.number, gap)
    # A heading in two languages has two lines; bookmarks take both, running heads the first.
    titles = text_of(node.content).split("\n")
    data = Markup(' data-title="{}" data-head="{}"').format(" ".join((node.number + titles[0], *titles[1:])), titles[0]) if len(titles) > 1 else Markup("")
    return Markup('<h{0} id="{1}"{2}>{3}{4}</h{0}>').format(node.level + 1, node.label, data, number, inlines(node.content, sheet))


def _paragraph(node: Paragraph, sheet: Sheet, mark: Markup = NO_MARK) -> Markup:
    body = inlines(node.content, sheet)
    if node.role == "deck":
        body = Markup("{}{}").format(sheet.press.edition.word("page.deck_prefix"), body)
    kind = "plain" if mark and node.role == "body" else node.role
    return Markup('<p class="{}">{}{}</p>').format(kind, mark, body)


def _ordered(node: OrderedList, sheet: Sheet) -> Markup:
    items = []
    for n, item in enumerate(node.items, start=node.start):
        mark = Markup('<span class="mark">{}</span>').format(sheet.press.edition.say("page.list_mark", n=n))
        items.append(Markup("<li>{}</li>").format(_item(item, mark, sheet)))
    return Markup("<ol>{}</ol>").format(joined(items))


def _item(item: tuple[Block, ...], mark: Markup, sheet: Sheet) -> Markup:
    first, *rest = item or (Paragraph(()),)
    if not isinstance(first, Paragraph):
        return mark + blocks(item, sheet)
    if first.role == "body":
        first = replace(first, role="plain")
    return _paragraph(first, sheet, mark) + blocks(rest, sheet)


def _key_figures(node: KeyFigures, sheet: Sheet) -> Markup:
    figures = joined(
        Markup('<li><p class="figure">{}</p><p class="meaning">{}</p></li>').format(large(each.value, sheet), inlines(each.meaning, sheet))
        for each in node.figures
    )
    return Markup('<div class="key-figures"><ul>{}</ul>{}</div>').format(figures, below(node, sheet))


def _box(node: Box, sheet: Sheet) -> Markup:
    title = Markup('<p class="box-title">{}</p>').format(inlines(node.title, sheet)) if node.title else Markup("")
    return Markup('<aside class="box {}">{}{}</aside>').format(node.kind, title, blocks(node.blocks, sheet))


def _columns(node: Columns, sheet: Sheet) -> Markup:
    count = min(max(node.count, 1), 4)
    if not sheet.is_print or len(node.blocks) != 1 or not isinstance(items := node.blocks[0], BulletList):
        return Markup('<div class="columns columns-{}">{}</div>').format(count, blocks(node.blocks, sheet))
    # WeasyPrint tries many heights to balance columns (a third of a second each); a list is cut into equal parts here.
    deep = -(-len(items.items) // count)
    parts = [BulletList(items.items[start : start + deep]) for start in range(0, len(items.items), deep)]
    return Markup('<div class="parts parts-{}">{}</div>').format(count, joined(Markup("<div>{}</div>").format(block(part, sheet)) for part in parts))


def _parallel(node: Parallel, sheet: Sheet) -> Markup:
    inner = sheet.in_language(node.language)
    first = blocks(node.first, sheet)  # before the second: footnotes are numbered in the order in which they are read
    second = Markup('<div class="second {}" lang="{}">{}</div>').format(inner.setting, inner.lang, blocks(node.second, inner))
    return Markup('<div class="parallel {}"><div class="first">{}</div>{}</div>').format(sheet.press.theme.bilingual, first, second)


def _figure(node: Figure, sheet: Sheet) -> Markup:
    image = sheet.press.charts.get(node.label)
    if image is None:
        raise RenderError(Problem(node.label, "this figure has no chart", "draw its ChartSpec before rendering", code="RG410"))
    return Markup('<figure class="chart" id="{}">{}<figcaption>{}</figcaption>{}</figure>').format(
        node.label, picture(image, node.label, node.alt, sheet), caption("figure", node, sheet), below(node, sheet)
    )


def sections(nodes: tuple[Block, ...]) -> Iterator[tuple[Heading | None, tuple[Block, ...], tuple[Block, ...]]]:
    """Yield the chapters: heading, what belongs to its opening (the abstract), and the rest.

    Blocks before the first chapter come first, without a heading.
    """
    starts = [i for i, node in enumerate(nodes) if isinstance(node, Heading) and node.level == 1]
    edges = [*starts, len(nodes)]
    if edges[0] > 0:
        yield None, (), nodes[: edges[0]]
    for start, end in itertools.pairwise(edges):
        head = nodes[start]
        assert isinstance(head, Heading)
        body = nodes[start + 1 : end]
        split = 1 if body and deck_of(body[0]) else 0
        yield head, body[:split], body[split:]
