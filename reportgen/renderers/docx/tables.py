"""Tables: caption above, three rules, the head on every page, notes and source below."""

from __future__ import annotations

from dataclasses import replace

from reportgen.document import Column, Inlines, Row, Table
from reportgen.renderers.docx.inlines import PLAIN, Face, caption, notes_and_source, runs, words
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.styles import shade
from reportgen.renderers.docx.widths import column_widths, number_indent
from reportgen.renderers.docx.xml import Element, element, paragraph, qname, value
from reportgen.theme import mixed
from reportgen.tree import text_of
from reportgen.typeset.columns import column_heads, unit_of

TOGETHER = 3
"""Rows of a longer table that stay with its head, and with its notes."""
OWN_TINT = 0.1
"""Share of the accent colour in the background of the report's own row."""


def table(node: Table, manuscript: Manuscript, measure: int) -> list[Element]:
    """Return the caption, the table and what stands below it; no wider than `measure` dxa."""
    press = manuscript.press
    points = press.theme.sizes.table
    widths = column_widths(node, press.edition, measure, points)
    indents = [
        number_indent(node, index, width, points) if column.kind == "number" else 0
        for index, (column, width) in enumerate(zip(node.columns, widths, strict=True))
    ]
    below = notes_and_source(node, manuscript, (measure - sum(widths)) // 2)
    made = element("w:tbl", None, _properties(node, manuscript, sum(widths)), _grid(widths), _head(node.columns, widths, manuscript))
    last = len(node.rows) - 1
    for index, row in enumerate(node.rows):
        at_edge = index < TOGETHER or index > last - TOGETHER
        keep = (len(node.rows) <= manuscript.press.theme.rules.whole_to_rows or at_edge) and (index < last or bool(below))
        made.append(_row(row, node.columns, widths, indents, manuscript, keep_next=keep))
    head = paragraph("Caption", caption("table", node, manuscript), element("w:keepNext"))
    return [head, made, *(below or [paragraph("Spacer")])]


def cell(width: int, content: list[Element], *properties: Element) -> Element:
    """Return a cell; Word wants its last child to be a paragraph."""
    if not content or content[-1].tag != qname("w:p"):
        content = [*content, paragraph("Spacer")]
    return element("w:tc", None, element("w:tcPr", None, element("w:tcW", {"w:w": width, "w:type": "dxa"}), *properties), *content)


def grid_look(style: str, width: int, *, is_headed: bool, is_banded: bool) -> list[Element]:
    """Return the properties every table of ours has: its style, a fixed width, and which parts of the style apply."""
    flags = {"firstRow": is_headed, "lastRow": False, "firstColumn": False, "lastColumn": False, "noHBand": not is_banded, "noVBand": True}
    bits = 0x0020 * is_headed + 0x0200 * (not is_banded) + 0x0400
    return [
        value("w:tblStyle", style),
        element("w:tblW", {"w:w": width, "w:type": "dxa"}),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblLook", {"w:val": f"{bits:04X}"} | {f"w:{name}": int(flag) for name, flag in flags.items()}),
    ]


def _properties(node: Table, manuscript: Manuscript, width: int) -> Element:
    edition, theme = manuscript.press.edition, manuscript.press.theme
    title = " ".join(text_of(node.caption).split())
    heads = edition.word("list.comma").join(column_heads(node, edition))
    return element(
        "w:tblPr",
        None,
        *grid_look("Three-LineTable", width, is_headed=True, is_banded=len(node.rows) > theme.rules.band_above_rows),
        value("w:jc", "center"),
        value("w:tblCaption", title),
        value("w:tblDescription", f"{title}{edition.word('label.colon')}{heads}"),
    )


def _grid(widths: list[int]) -> Element:
    return element("w:tblGrid", None, *(element("w:gridCol", {"w:w": width}) for width in widths))


def _head(columns: tuple[Column, ...], widths: list[int], manuscript: Manuscript) -> Element:
    row = element("w:tr", None, element("w:trPr", None, element("w:cantSplit"), element("w:tblHeader")))
    for column, width in zip(columns, widths, strict=True):
        unit = unit_of(column, manuscript.press.edition)
        content = [*runs(column.head, manuscript), *([words(unit, manuscript)] if unit else [])]
        row.append(cell(width, [paragraph("TableHead" if column.kind in ("name", "text") else "TableHeadCentre", content)]))
    return row


def _row(row: Row, columns: tuple[Column, ...], widths: list[int], indents: list[int], manuscript: Manuscript, *, keep_next: bool) -> Element:
    colours = manuscript.press.theme.colours
    made = element("w:tr", None, element("w:trPr", None, element("w:cantSplit")))
    face = _face(row)
    for column, content, width, indent in zip(columns, row.cells, widths, indents, strict=True):
        properties = [value("w:vAlign", "center")]
        if row.emphasis == "own":
            properties.append(shade(mixed(colours.paper, colours.accent, OWN_TINT)))
        made.append(cell(width, [_cell_text(column, content, indent, face, manuscript, keep_next=keep_next)], *properties))
    return made


def _face(row: Row) -> Face:
    if row.emphasis == "own":
        return replace(PLAIN, style="OwnRow", is_bold=True)
    return replace(PLAIN, is_bold=row.emphasis == "top")


def _cell_text(column: Column, content: Inlines, indent: int, face: Face, manuscript: Manuscript, *, keep_next: bool) -> Element:
    style = "TableNumber" if column.kind == "number" else "TableCentre" if column.kind in ("rank", "change") else "TableText"
    return paragraph(
        style,
        runs(content, manuscript, face),
        element("w:keepNext") if keep_next else None,
        element("w:ind", {"w:right": indent}) if indent else None,
    )
