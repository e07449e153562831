"""The height of every block on the finished page, and the document put in the order that fills pages best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reportgen.document import Block, Box, BulletList, Document, Figure, Heading, Note, OrderedList, PageBreak, Paragraph, Table
from reportgen.renderers.markup import sections
from reportgen.theme import POINTS_PER_MM, Theme
from reportgen.tree import inlines_of, text_of, walk, walk_inlines
from reportgen.typeset.floats import Piece, arrange, gaps

PT = 0.75
"""CSS pixels to points."""
LEAST_GAP = 0.16
"""A chapter whose pages are all fuller than this keeps the order its author gave it."""
NOTE_LINE = 1.5


def rearranged(document: Document, rendered: Any, root: Any, theme: Theme) -> Document:
    """Return the document with tables and figures where they leave least paper empty; the document itself when nothing moves.

    rendered  the WeasyPrint document of this very document; root the element tree it was laid out from
    """
    height = (theme.page.height_mm - theme.page.top_mm - theme.page.bottom_mm) * POINTS_PER_MM
    moved: list[Block] = []
    chapters = [section for section in root.iter("section") if section.get("class") == "chapter"]
    sizes = _sizes(rendered, frozenset(each for section in chapters for each in section))
    for (head, opening, body), section in zip(sections(document.blocks), chapters, strict=True):
        elements = [each for each in section if isinstance(each.tag, str)]
        first = [_piece(head, sizes.get(elements.pop(0)), theme)] if head else []
        moved += (*([head] if head else []), *opening)
        measured = [(node, _piece(node, sizes.get(element), theme)) for node, element in zip(body, elements, strict=True)]
        for run in _runs(measured):
            moved += _best([node for node, _ in run], [piece for _, piece in run], first, height)
            first = []
    return document if tuple(moved) == document.blocks else replace(document, blocks=tuple(moved))


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


