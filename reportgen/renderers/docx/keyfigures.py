"""A strip of key figures: one row of cells between rules, digits large, unit and meaning small."""

from __future__ import annotations

from reportgen.document import Inline, KeyFigure, KeyFigures, Quantity
from reportgen.renderers.docx.inlines import PLAIN, Face, notes_and_source, runs, words
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.styles import rule
from reportgen.renderers.docx.tables import cell, grid_look
from reportgen.renderers.docx.xml import Element, element, paragraph, value
from reportgen.tree import digits_apart

DIGITS = Face(style="KeyDigits")


def key_figures(node: KeyFigures, manuscript: Manuscript, width: int) -> list[Element]:
    """Return the strip as a table as wide as the text, and its notes and source below."""
    room = width // len(node.figures)
    colours, rules = manuscript.press.theme.colours, manuscript.press.theme.rules
    below = notes_and_source(node, manuscript)
    lines = rule("top", rules.outer, colours.primary), rule("bottom", rules.hair, colours.rule), rule("insideV", rules.hair, colours.rule)
    borders = element("w:tblBorders", None, *lines)
    properties = element("w:tblPr", None, *grid_look("TableNormal", room * len(node.figures), is_headed=False, is_banded=False), borders)
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": room}) for _ in node.figures))
    row = element("w:tr", None, element("w:trPr", None, element("w:cantSplit")), *(_figure(each, room, manuscript, bool(below)) for each in node.figures))
    return [paragraph("Spacer"), element("w:tbl", None, properties, grid, row), *(below or [paragraph("Spacer")])]


def _figure(node: KeyFigure, room: int, manuscript: Manuscript, has_notes: bool) -> Element:
    digits = [made for inline in node.value for made in _large(inline, manuscript)]
    keep = element("w:keepNext") if has_notes else None
    return cell(room, [paragraph("KeyFigure", digits), paragraph("KeyFigureMeaning", runs(node.meaning, manuscript), keep)], value("w:vAlign", "top"))


def _large(inline: Inline, manuscript: Manuscript) -> list[Element]:
    """Return the digits of a quantity large and the rest as it is, all in one control with the source."""
    if not isinstance(inline, Quantity):
        return runs((inline,), manuscript)
    parts = zip(digits_apart(inline.text), (PLAIN, DIGITS, PLAIN), strict=True)
    made = [words(text, manuscript, face) for text, face in parts if text]
    return manuscript.tagged(made, inline.value, inline.unit, inline.source) if made else []
