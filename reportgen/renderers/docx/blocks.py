"""Blocks as paragraphs and tables: one closed ``match``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

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
    ParagraphRole,
    Parallel,
    Table,
)
from reportgen.renderers.docx.fields import bookmark
from reportgen.renderers.docx.figures import figure
from reportgen.renderers.docx.inlines import COPIED, runs, words
from reportgen.renderers.docx.keyfigures import key_figures
from reportgen.renderers.docx.lists import BULLETS, DEPTHS, UNNUMBERED, bullet_indent, number_indent
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.sections import end_section, measure, section, turned_measure
from reportgen.renderers.docx.stretches import stretches
from reportgen.renderers.docx.styles import Look, justify, shade
from reportgen.renderers.docx.tables import cell, grid_look, table
from reportgen.renderers.docx.xml import Element, element, insert, paragraph, properties_of, qname, value
from reportgen.renderers.office import TEXT

BOX_MARGIN = 220
"""Room between the edge of a box and its words in dxa."""
COLUMN_ROOM = 210
"""By how much a column is narrower than its share of the measure, in dxa."""
_ROLES: dict[ParagraphRole, str] = {"body": "BodyText", "claim": "Claim", "deck": "Deck", "lead": "Lead", "plain": "PlainTextBody"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks stand: the room they have, and what they stand in.

    width   of the text in dxa
    depth   lists around the block
    is_second   in the second language of a bilingual document
    is_ragged   set flush left, because lines are too short to be justified
    """

    width: int
    depth: int = 0
    is_box: bool = False
    is_second: bool = False
    is_ragged: bool = False


def blocks(nodes: Iterable[Block], manuscript: Manuscript, frame: Frame) -> list[Element]:
    """Return blocks one after the other; a page break goes to what follows it."""
    made: list[Element] = []
    breaks = False
    for node in nodes:
        if isinstance(node, PageBreak):
            breaks = True
            continue
        here = block(node, manuscript, frame)
        if breaks and here:
            made.extend(_on_new_page(here))
            breaks = False
        else:
            made.extend(here)
    return made


def text(nodes: Iterable[Block], manuscript: Manuscript, opening: Iterable[Element] = ()) -> list[Element]:
    """Return the text of a document with the section it ends in; columns and turned pages are sections of their own.

    opening   what stands above the text on its first page, which has no running head then
    """
    theme = manuscript.press.theme
    made = list(opening)
    is_opened = bool(made)
    waiting: Element | None = None
    for stretch in stretches(nodes, manuscript.press.edition, theme):
        width = turned_measure(theme) if stretch.is_turned else measure(theme)
        frame = Frame(width if stretch.columns == 1 else width // stretch.columns - COLUMN_ROOM, is_ragged=stretch.columns > 1)
        written = blocks(stretch.blocks, manuscript, frame)
        if not written:
            continue
        if waiting is None and is_opened and (stretch.columns > 1 or stretch.is_turned):
            waiting = section(manuscript, "body", is_opened=True)
        if waiting is not None:
            end_section(made, waiting)
        made.extend(written)
        is_first, begins = waiting is None, stretch.begins
        waiting = section(
            manuscript,
            "body",
            restarts=is_first,
            begins=begins,
            columns=stretch.columns,
            is_turned=stretch.is_turned,
            is_opened=is_first and is_opened,
            chapter=stretch.chapter,
        )
    _mark_beginning(made, manuscript)
    return [*made, section(manuscript, "body", is_opened=is_opened) if waiting is None else waiting]


def _mark_beginning(made: list[Element], manuscript: Manuscript) -> None:
    """Put a bookmark at the first words of the text, from which its pages are counted."""
    first = next((node for each in made for node in each.iter(qname("w:p"))), None)
    if first is not None:
        for end in reversed(bookmark(TEXT, (), manuscript)):
            first.insert(1, end)


def block(node: Block, manuscript: Manuscript, frame: Frame) -> list[Element]:
    """Return one block as paragraphs and tables."""
    match node:
        case Heading():
            return [_heading(node, manuscript)]
        case Paragraph():
            return [_paragraph(node, manuscript, frame)]
        case BulletList(items):
            return _list(items, BULLETS, manuscript, frame)
        case OrderedList(items, start):
            return _list(items, manuscript.ordered_list(min(frame.depth, DEPTHS - 1), start), manuscript, frame)
        case Table():
            return table(node, manuscript, frame.width)
        case Figure():
            return figure(node, manuscript, frame.width)
        case KeyFigures():
            return key_figures(node, manuscript, frame.width)
        case Box():
            return _box(node, manuscript, frame)
        case Parallel():
            return _parallel(node, manuscript, frame)
        case Columns():
            # Sections cannot stand in a box or a list: there the blocks follow each other.
            return blocks(node.blocks, manuscript, frame)
        case PageBreak():
            return []
        case _:
            assert_never(node)


def _heading(node: Heading, manuscript: Manuscript) -> Element:
    content = bookmark(manuscript.bookmarks[node.label], runs(node.content, manuscript, COPIED), manuscript)
    level = min(node.level, 4)
    if node.numbered:
        return paragraph(f"Heading{level}", content)
    unnumbered = element("w:numPr", None, value("w:ilvl", level - 1), value("w:numId", UNNUMBERED))
    # LibreOffice takes the indent of the list, which is none, unless the paragraph says its own.
    return paragraph(f"Heading{level}", content, unnumbered, Look(manuscript.press.edition, manuscript.press.theme).inset(level))


def _paragraph(node: Paragraph, manuscript: Manuscript, frame: Frame) -> Element:
    style = "SecondText" if frame.is_second else "BoxText" if frame.is_box and node.role == "body" else _ROLES[node.role]
    content = runs(node.content, manuscript)
    if node.role == "deck" and not frame.is_second and (prefix := manuscript.press.edition.word("page.deck_prefix")):
        content = [words(prefix, manuscript), *content]
    return paragraph(style, content, _ragged(frame))


def _parallel(node: Parallel, manuscript: Manuscript, frame: Frame) -> list[Element]:
    """Return both languages, one below the other, or side by side in a table without rules."""
    inner = manuscript.in_language(node.language)
    if manuscript.press.theme.bilingual == "stacked":
        return [*blocks(node.first, manuscript, frame), *blocks(node.second, inner, replace(frame, is_second=True))]
    left = round(frame.width * manuscript.press.theme.facing_share)
    widths = (left, frame.width - left)
    rooms = [replace(frame, width=width - BOX_MARGIN, is_ragged=True) for width in widths]
    cells = (blocks(node.first, manuscript, rooms[0]), blocks(node.second, inner, replace(rooms[1], is_second=True)))
    properties = element("w:tblPr", None, *grid_look("TableNormal", frame.width, is_headed=False, is_banded=False))
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": width}) for width in widths))
    row = element("w:tr", None, *(cell(width, made) for width, made in zip(widths, cells, strict=True)))
    return [element("w:tbl", None, properties, grid, row), paragraph("Spacer")]


def _ragged(frame: Frame) -> Element | None:
    return justify("left") if frame.is_ragged else None


def _list(items: tuple[tuple[Block, ...], ...], number: int, manuscript: Manuscript, frame: Frame) -> list[Element]:
    depth = min(frame.depth, DEPTHS - 1)
    points = manuscript.press.theme.sizes.body
    hanging = bullet_indent(points) if number == BULLETS else number_indent(manuscript.press.edition, points)
    inner = replace(frame, depth=depth + 1, width=frame.width - hanging)
    style = "ListBullet" if number == BULLETS else "ListNumber"
    made: list[Element] = []
    for item in items:
        marker = element("w:numPr", None, value("w:ilvl", depth), value("w:numId", number))
        first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (Paragraph(()), item)
        made.append(paragraph(style, runs(first.content, manuscript), marker, _ragged(frame)))
        for node in rest:
            if isinstance(node, Paragraph):
                indent = element("w:ind", {"w:left": hanging * (depth + 1)})
                made.append(paragraph("ListContinue", runs(node.content, manuscript), indent, _ragged(frame)))
            else:
                made.extend(block(node, manuscript, inner))
    return made


def _box(node: Box, manuscript: Manuscript, frame: Frame) -> list[Element]:
    """Return the box as a table of one column: its first words in a row that stays whole, so that no title ends a page, the rest below."""
    content = [paragraph("BoxTitle", runs(node.title, manuscript))] if node.title else []
    begins = len(content) + 1
    content += blocks(node.blocks, manuscript, replace(frame, width=frame.width - 2 * BOX_MARGIN, is_box=True))
    parts = [part for part in (content[:begins], content[begins:]) if part]
    sides = (element(f"w:{side}", {"w:w": BOX_MARGIN, "w:type": "dxa"}) for side in ("left", "right"))
    look = grid_look("Box", frame.width, is_headed=False, is_banded=False)
    properties = element("w:tblPr", None, *look, element("w:tblCellMar", None, *sides))
    grid = element("w:tblGrid", None, element("w:gridCol", {"w:w": frame.width}))
    rows = (_box_row(part, frame.width, manuscript, is_first=part is parts[0], is_last=part is parts[-1]) for part in parts)
    return [paragraph("Spacer"), element("w:tbl", None, properties, grid, *rows), paragraph("Spacer")]


def _box_row(content: list[Element], width: int, manuscript: Manuscript, *, is_first: bool, is_last: bool) -> Element:
    room = {"top": BOX_MARGIN // 4 * is_first, "bottom": BOX_MARGIN // 2 * is_last}
    margins = element("w:tcMar", None, *(element(f"w:{side}", {"w:w": height, "w:type": "dxa"}) for side, height in room.items()))
    whole = element("w:trPr", None, element("w:cantSplit")) if is_first else None
    # LibreOffice does not take the background of a cell from the table style.
    return element("w:tr", None, whole, cell(width, content, shade(manuscript.press.theme.colours.tint), margins))


def _on_new_page(made: list[Element]) -> list[Element]:
    """Return elements that start on a new page."""
    if made[0].tag != qname("w:p"):
        return [paragraph("Spacer", (), element("w:pageBreakBefore")), *made]
    insert(properties_of(made[0]), element("w:pageBreakBefore"))
    return made
