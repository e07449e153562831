"""One page of HTML for the whole report: cover, credits, contents and chapters put into the template."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reportgen.charts import describe
from reportgen.document import Block, Document, Figure, Heading, Inlines, Meta, Span, Table
from reportgen.edition import Edition, load_edition
from reportgen.numbering import contents, heading_gap
from reportgen.renderers import Press
from reportgen.renderers.markup import blocks, sections
from reportgen.renderers.phrases import Medium, Sheet, inlines, note_mark, spoken, words
from reportgen.renderers.pictures import picture
from reportgen.resources import data_path
from reportgen.theme import Theme
from reportgen.tree import one_line, text_of, walk
from reportgen.typeset.titles import title_lines

TITLE_EM = 12.0
"""Longest line of the cover's title, in characters of its size."""

_LAST = re.compile(r"(?:[0-9A-Za-z.,%’–-]+|\S{1,2})$")


def page(document: Document, press: Press, medium: Medium, *, styles: Sequence[str], script: str = "", policy: str = "") -> str:
    """Return the report as one HTML page.

    styles   style sheets, complete; script and policy belong to the screen only
    """
    sheet = Sheet(press, medium)
    edition = press.edition
    chapters = [_chapter(sheet, *parts) for parts in sections(document.blocks)]
    marks = edition.word("page.note_marks")
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            lang=edition.html_lang,
            setting=edition.word("page.setting"),
            medium=medium,
            meta=document.meta,
            title=document.meta.title,
            second_lang=load_edition(edition.second).html_lang if edition.second else "",
            title_lines=title_lines(document.meta.title, _title_em(press.theme), edition.terms["page.title_words"]),
            date=edition.period(document.meta.date) if document.meta.date else "",
            theme=press.theme,
            stamp=press.stamp.iso,
            word=edition.word,
            siblings=[(label, quote(file)) for label, file in press.siblings],
            place=title_place(document, press.theme),
            ground=_ground(document.meta, press.theme),
            cover=_cover(document.meta, sheet),
            entries=list(_entries(document, sheet)),
            lists=[found for lists in press.theme.front.lists if (found := _list(lists, document, sheet))["entries"]],
            sections=chapters,
            notes=[{"mark": note_mark(n, marks), "body": body} for n, body in enumerate(sheet.notes, 1)] if medium == "screen" else [],
            styles=[Markup(style) for style in styles],
            script=Markup(script),
            script_words=json.dumps(_script_words(edition), ensure_ascii=False),
            policy=policy,
        )
    )


def _script_words(edition: Edition) -> Mapping[str, str]:
    """Return the words that the script of a page says."""
    names = {"sort": "sort", "download": "download", "sources": "sources", "hint": "sources_hint", "cell": "source_cell"}
    return {name: edition.word(f"page.{key}") for name, key in names.items()} | {"source": edition.word("label.source")}


def title_place(document: Document, theme: Theme) -> Literal["cover", "front", "text"]:
    """Return where the title stands: on a cover, else above what comes first, the front matter or the text."""
    if theme.front.cover:
        return "cover"
    return "front" if document.meta.credits or any(contents(document)) else "text"


@cache
def environment() -> Environment:
    """Return the templates of pages; what stands in them is escaped."""
    return Environment(
        loader=FileSystemLoader(data_path("templates") / "_page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _chapter(sheet: Sheet, head: Heading | None, opening: tuple[Block, ...], body: tuple[Block, ...]) -> Mapping[str, object]:
    first = blocks((head, *opening), sheet) if head else Markup("")
    return {"label": head.label if head else "", "opening": first, "body": blocks(body, sheet)}


def _entries(document: Document, sheet: Sheet) -> Iterator[Mapping[str, object]]:
    gaps = {block.label: heading_gap(block, sheet.press.scheme) for block in walk(document.blocks) if isinstance(block, Heading)}
    for entry in contents(document):
        yield {
            "level": entry.level,
            "label": entry.label,
            "number": entry.number,
            "gap": gaps[entry.label],
            "title": _line(entry.title, entry.label, sheet),
            "deck": inlines(one_line(entry.deck), sheet),
        }


def _list(lists: Literal["tables", "figures"], document: Document, sheet: Sheet) -> Mapping[str, object]:
    """Return the list of tables or of figures: its title and its lines."""
    edition, kind = sheet.press.edition, "table" if lists == "tables" else "figure"
    term = edition.word(f"caption.{kind}") + edition.word("caption.number_gap")
    wanted = (block for block in walk(document.blocks) if isinstance(block, Table if kind == "table" else Figure))
    entries = [{"label": block.label, "number": f"{term}{block.number}", "title": _line(one_line(block.caption), block.label, sheet)} for block in wanted]
    return {"title": edition.word(f"label.{lists}"), "entries": entries, "gap": edition.word("caption.gap")}


def _line(content: Inlines, label: str, sheet: Sheet) -> Markup:
    """Return the words of a line of the contents; in print its last word holds the leader, which so never begins a line."""
    if content and isinstance(last := content[-1], Span):
        inner = sheet.in_language(last.language)
        return inlines(content[:-1], sheet) + spoken(_line(last.content, label, inner), inner)
    text = text_of(content)
    found = _LAST.search(text)
    if not sheet.is_print or found is None:
        return words(text, sheet)
    return words(text[: found.start()], sheet) + Markup('<span class="last" data-page="#{}">{}</span>').format(label, words(found.group(), sheet))


def _title_em(theme: Theme) -> float:
    """Return the longest line of the title in characters of its size: on a cover, or above the text with room at both ends."""
    return TITLE_EM if theme.front.ground == "field" and theme.front.cover else theme.measure_pt / theme.sizes.cover_title - 2


def _ground(meta: Meta, theme: Theme) -> str:
    if theme.front.ground != "field":
        return theme.front.ground
    return meta.cover.option("ground", "light") if meta.cover else "light"


def _cover(meta: Meta, sheet: Sheet) -> Markup:
    image = sheet.press.charts.get("cover") if sheet.press.theme.front.ground == "field" else None
    if image is None:
        return Markup("")
    alt = describe(meta.cover, sheet.press.edition) if meta.cover else meta.title
    return picture(image, "cover", alt, sheet)
