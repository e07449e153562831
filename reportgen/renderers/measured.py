"""The height of every block on the finished page, and the document put in the order that fills pages best."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from reportgen.document import Block, Box, BulletList, Document, Figure, Heading, Note, OrderedList, PageBreak, Paragraph, Table
from reportgen.renderers import Press
from reportgen.renderers.layout import laid_out
from reportgen.renderers.markup import sections
from reportgen.theme import POINTS_PER_MM, Theme
from reportgen.tree import inlines_of, text_of, walk, walk_inlines
from reportgen.typeset.floats import Piece, arrange, gaps

PT = 0.75
"""CSS pixels to points."""
LEAST_GAP = 0.16
"""A chapter whose pages are all fuller than this keeps the order its author gave it."""
NOTE_LINE = 1.5


Run = Callable[[Callable[[Document, Press], tuple[Piece, ...]], list[tuple[Document, Press]]], list[tuple[Piece, ...]]]
"""How measurements are made: one after the other, or on several cores."""


def one_by_one(call: Callable[[Document, Press], tuple[Piece, ...]], arguments: list[tuple[Document, Press]]) -> list[tuple[Piece, ...]]:
    """Make the measurements in this process."""
    return [call(*each) for each in arguments]


def arranged(document: Document, press: Press, run: Run = one_by_one) -> Document:
    """Return the document with tables and figures where they leave least paper empty; the document itself when nothing moves.

    Each chapter is laid out once to be measured; one without tables and figures is not.
    """
    theme = press.theme
    height = (theme.page.height_mm - theme.page.top_mm - theme.page.bottom_mm) * POINTS_PER_MM
    chapters: list[tuple[Block, ...]] = [(*([head] if head else []), *opening, *body) for head, opening, body in sections(document.blocks)]
    wanted = [index for index, chapter in enumerate(chapters) if any(isinstance(node, Table | Figure) for node in chapter)]
    jobs = [(Document(replace(document.meta, cover=None, contents_depth=0, credits=()), chapters[index]), press) for index in wanted]
    # The longest chapter first, so that no core waits for it at the end.
    order = sorted(range(len(jobs)), key=lambda job: -len(jobs[job][0].blocks))
    found = dict(zip((wanted[job] for job in order), run(measure, [jobs[job] for job in order]), strict=True))
    moved = [node for index, chapter in enumerate(chapters) for node in (_chapter(chapter, found[index], height) if index in found else chapter)]
    return document if tuple(moved) == document.blocks else replace(document, blocks=tuple(moved))


def measure(chapter: Document, press: Press) -> tuple[Piece, ...]:
    """Return the measured pieces of a document that is one chapter: its head with the abstract, then every block."""
    ((head, _, body),) = sections(chapter.blocks)
    with laid_out(chapter, press) as (rendered, root):
        (section,) = (section for section in root.iter("section") if section.get("class") == "chapter")
        elements = [each for each in section if isinstance(each.tag, str)]
        sizes = _sizes(rendered, frozenset(elements))
    nodes = [*([head] if head else []), *body]
    return tuple(_piece(node, sizes.get(element), press.theme) for node, element in zip(nodes, elements, strict=True))


def _chapter(chapter: tuple[Block, ...], pieces: tuple[Piece, ...], height: float) -> list[Block]:
    """Return the blocks of a chapter in their best order."""
    ((head, opening, body),) = sections(chapter)
    first = list(pieces[:1]) if head else []
    moved: list[Block] = [*([head] if head else []), *opening]
    for run in _runs(list(zip(body, pieces[len(first) :], strict=True))):
        moved += _best([node for node, _ in run], [piece for _, piece in run], first, height)
        first = []
    return moved


def _best(nodes: list[Block], pieces: list[Piece], first: list[Piece], height: float) -> list[Block]:
    """Return the nodes of a run in their best order; `first` is the chapter's head before them, if they are the first run."""
    whole = [*first, *pieces]
    if max(gaps(whole, height), default=0.0) < LEAST_GAP:
        return nodes
    order = [index - len(first) for index in arrange(whole, height) if index >= len(first)]
    return [nodes[index] for index in order]


def _runs(measured: list[tuple[Block, Piece]]) -> Iterator[list[tuple[Block, Piece]]]:
    """Yield what stands between forced page breaks; a break ends its run."""
    run: list[tuple[Block, Piece]] = []
    for pair in measured:
        run.append(pair)
        if isinstance(pair[0], PageBreak):
            yield run
            run = []
    if run:
        yield run


def _sizes(rendered: Any, wanted: frozenset[Any]) -> dict[Any, tuple[float, float, float]]:
    """Return height, margin above and margin below of the wanted elements in pixels, summed over the pages each stands on."""
    sizes: dict[Any, tuple[float, float, float]] = {}

    def visit(box: Any) -> None:
        for child in getattr(box, "children", ()):
            if child.element in wanted:  # its lines and inner boxes share the element, so they are not visited
                height, above, _ = sizes.get(child.element, (0.0, child.margin_top, 0.0))
                sizes[child.element] = (height + child.border_height(), above, child.margin_bottom)
            else:
                visit(child)

    for page in rendered.pages:
        visit(page._page_box)
    return sizes


def _piece(node: Block, size: tuple[float, float, float] | None, theme: Theme) -> Piece:
    height, above, below = (value * PT for value in size or (0.0, 0.0, 0.0))
    line = theme.sizes.body * theme.page.line_height
    if isinstance(node, Paragraph) and node.role in ("body", "plain"):
        height = (height + 1) // line * line  # a paragraph cut by a page counts the empty rest of its last line there, too
    height += _notes(node, theme)
    match node:
        case Heading(level=1):
            return Piece("opening", height, above, below)
        case Heading(level=level):
            return Piece("heading", height, above, below, level)
        case Paragraph(role="claim"):
            return Piece("heading", height, above, below)
        case Figure():
            return Piece("float", height, above, below)
        case Table():
            page = theme.page.height_mm * POINTS_PER_MM
            return Piece("float", height, above, below) if height < 0.8 * page else Piece("text", height, above, below, line=line)
        case Paragraph() | BulletList() | OrderedList() | Box():
            return Piece("text", height, above, below, line=line)
        case _:
            return Piece("text", height, above, below)


def _notes(node: Block, theme: Theme) -> float:
    """Return about how high the footnotes of a block stand at the foot of its page."""
    notes = (inline for block in walk((node,)) for content in inlines_of(block) for inline in walk_inlines(content) if isinstance(inline, Note))
    lines = 0
    for note in notes:
        width = sum(1.0 if ord(char) > 0x2E80 else 0.5 for char in text_of(note.content)) * theme.sizes.note
        lines += 1 + int(width // theme.measure_pt)
    return lines * theme.sizes.note * NOTE_LINE + (theme.space[1] + theme.space[2] if lines else 0.0)


