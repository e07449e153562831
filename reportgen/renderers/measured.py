"""The height of every block on the finished page, and the document put in the order that fills pages best."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from reportgen.document import Block, Box, BulletList, Document, Figure, Heading, Note, OrderedList, PageBreak, Paragraph, Parallel, Table
from reportgen.renderers import Press
from reportgen.renderers.layout import laid_out
from reportgen.renderers.markup import sections
from reportgen.renderers.page import title_place
from reportgen.theme import POINTS_PER_MM, Theme
from reportgen.tree import inlines_of, text_of, walk, walk_inlines
from reportgen.typeset.columns import is_wide
from reportgen.typeset.floats import Piece, arrange, filled, gaps

PT = 0.75
"""CSS pixels to points."""
LEAST_GAP = 0.16
"""A chapter whose pages are all fuller than this keeps the order its author gave it."""
NOTE_LINE = 1.5


@dataclass(frozen=True, slots=True)
class Measured:
    """The pieces of each chapter of a document, its head with the abstract first, and how far down its first page they begin, in points."""

    start: float
    chapters: tuple[tuple[Piece, ...], ...]


Run = Callable[[Callable[[Document, Press], Measured], list[tuple[Document, Press]]], list[Measured]]
"""How measurements are made: one after the other, or on several cores."""


def one_by_one(call: Callable[[Document, Press], Measured], arguments: list[tuple[Document, Press]]) -> list[Measured]:
    """Make the measurements in this process."""
    return [call(*each) for each in arguments]


def arranged(document: Document, press: Press, run: Run = one_by_one) -> Document:
    """Return the document with tables and figures where they leave least paper empty; the document itself when nothing moves.

    Each chapter is laid out once to be measured; one without tables and figures is not.  Chapters that run on are laid out together.
    """
    chapters: list[tuple[Block, ...]] = [(*([head] if head else []), *opening, *body) for head, opening, body in sections(document.blocks)]
    wanted = [index for index, chapter in enumerate(chapters) if any(isinstance(node, Table | Figure) for node in chapter)]
    if not wanted:
        return document
    if press.theme.page.chapters == "run-on":
        (whole,) = run(measure, [(replace(document, meta=replace(document.meta, cover=None)), press)])
        moved = _one_after_the_other(chapters, whole, press.theme.length_pt)
    else:
        moved = _each_by_itself(document, chapters, wanted, press, run)
    return document if tuple(moved) == document.blocks else replace(document, blocks=tuple(moved))


def _each_by_itself(document: Document, chapters: list[tuple[Block, ...]], wanted: list[int], press: Press, run: Run) -> list[Block]:
    """Return the blocks of chapters that start pages; those `wanted` are measured."""
    jobs = [(Document(replace(document.meta, cover=None, contents_depth=0, credits=()), chapters[index]), press) for index in wanted]
    # The longest chapter first, so that no core waits for it at the end.
    order = sorted(range(len(jobs)), key=lambda job: -len(jobs[job][0].blocks))
    found = dict(zip((wanted[job] for job in order), run(measure, [jobs[job] for job in order]), strict=True))
    is_below_title = title_place(document, press.theme) == "text"
    moved: list[Block] = []
    for index, chapter in enumerate(chapters):
        if index in found:
            start = found[index].start if is_below_title and index == 0 else 0.0
            moved += _chapter(chapter, found[index].chapters[0], press.theme.length_pt, start)[0]
        else:
            moved += chapter
    return moved


def _one_after_the_other(chapters: list[tuple[Block, ...]], whole: Measured, height: float) -> list[Block]:
    """Return the blocks of chapters each of which begins where the one before ended."""
    moved: list[Block] = []
    used = whole.start
    for chapter, pieces in zip(chapters, whole.chapters, strict=True):
        blocks, used = _chapter(chapter, pieces, height, used)
        moved += blocks
    return moved


def measure(document: Document, press: Press) -> Measured:
    """Return the measured pieces of a document: of each chapter its head with the abstract, then every block."""
    with laid_out(document, press) as (rendered, root):
        found = [section for section in root.iter("section") if section.get("class") == "chapter"]
        elements = [[each for each in section if isinstance(each.tag, str)] for section in found]
        sizes = _sizes(rendered, frozenset(element for section in elements for element in section))
    first = next((sizes[element] for section in elements for element in section if element in sizes), None)
    chapters = []
    for (head, _, body), section in zip(sections(document.blocks), elements, strict=True):
        nodes = [*([head] if head else []), *body]
        chapters.append(tuple(_piece(node, sizes.get(element), press) for node, element in zip(nodes, section, strict=True)))
    return Measured(first.top * PT if first else 0.0, tuple(chapters))


def _chapter(chapter: tuple[Block, ...], pieces: tuple[Piece, ...], height: float, used: float = 0.0) -> tuple[list[Block], float]:
    """Return the blocks of a chapter in their best order, and how much of its last page they take."""
    ((head, opening, body),) = sections(chapter)
    first = list(pieces[:1]) if head else []
    moved: list[Block] = [*([head] if head else []), *opening]
    for run in _runs(list(zip(body, pieces[len(first) :], strict=True))):
        nodes, whole = [node for node, _ in run], [*first, *(piece for _, piece in run)]
        order = _best(whole, height, used)
        moved += [nodes[index - len(first)] for index in order if index >= len(first)]
        used = 0.0 if isinstance(nodes[-1], PageBreak) else filled([whole[index] for index in order], height, used)
        first = []
    return moved, used


def _best(whole: list[Piece], height: float, used: float) -> tuple[int, ...]:
    """Return the best order of the pieces of a run."""
    if max(gaps(whole, height, used), default=0.0) < LEAST_GAP:
        return tuple(range(len(whole)))
    return arrange(whole, height, used)


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


@dataclass(frozen=True, slots=True)
class _Size:
    """An element as laid out, in pixels: its height summed over its pages, the margins, and where its first page has it."""

    height: float
    above: float
    below: float
    top: float


def _sizes(rendered: Any, wanted: frozenset[Any]) -> dict[Any, _Size]:
    """Return the sizes of the wanted elements."""
    sizes: dict[Any, _Size] = {}

    def visit(box: Any, head: float) -> None:
        for child in getattr(box, "children", ()):
            if child.element in wanted:  # its lines and inner boxes share the element, so they are not visited
                before = sizes.get(child.element) or _Size(0.0, child.margin_top, 0.0, child.position_y - head)
                sizes[child.element] = replace(before, height=before.height + child.border_height(), below=child.margin_bottom)
            else:
                visit(child, head)

    for page in rendered.pages:
        visit(page._page_box, page._page_box.content_box_y())
    return sizes


def _piece(node: Block, size: _Size | None, press: Press) -> Piece:
    theme, line = press.theme, press.theme.line_pt
    height, above, below = (size.height * PT, size.above * PT, size.below * PT) if size else (0.0, 0.0, 0.0)
    if isinstance(node, Paragraph) and node.role in ("body", "plain"):
        height = (height + 1) // line * line  # a paragraph cut by a page counts the empty rest of its last line there, too
    height += _notes(node, theme)
    match node:
        case Heading(level=1):
            return Piece("opening", height, above, below)
        case Heading(level=level):
            return Piece("heading", height, above, below, level)
        case Paragraph(role="claim") | Parallel((Paragraph(role="claim"), *_)):
            return Piece("heading", height, above, below)
        case Parallel():
            # Two languages side by side may be cut by a page, but where is only known when they are laid out.
            return Piece("text", height, above, below, line=line if theme.bilingual == "stacked" else 0)
        case Figure():
            return Piece("float", height, above, below)
        case Table() if is_wide(node, press.edition, theme):
            return Piece("sheet", ceil(height / theme.measure_pt) * theme.length_pt)
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


