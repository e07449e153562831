"""The numbering part: headings from the scheme of the document, bullets, and ordered lists that start anew."""

from __future__ import annotations

import re

from reportgen.edition import Edition
from reportgen.numbering import SCHEMES, Level
from reportgen.renderers.docx.units import dxa
from reportgen.renderers.docx.xml import Element, element, root, value
from reportgen.typeset.columns import ems

HEADINGS, BULLETS, UNNUMBERED, FIRST_LIST = 1, 2, 3, 4
"""numId of the headings, of all bullet lists, of headings without a number, and of the first ordered list."""
DEPTHS = 9
_ORDERED, _NONE = 2, 3
_FORMATS = {"han": "chineseCountingThousand", "arabic": "decimal"}


def numbering(edition: Edition, scheme: str, points: float) -> Element:
    """Return the root of the numbering part; `points` is the body size that list indents are counted in."""
    headings = [_heading_level(index, SCHEMES[scheme]) for index in range(DEPTHS)]
    bullets = [_list_level(depth, "bullet", "•", bullet_indent(points), edition) for depth in range(DEPTHS)]
    pattern = edition.word("docx.list_number")
    ordered = [_list_level(depth, "decimal", pattern.replace("%1", f"%{depth + 1}"), number_indent(edition, points), edition) for depth in range(DEPTHS)]
    return root(
        "w:numbering",
        _abstract(0, headings),
        _abstract(1, bullets),
        _abstract(_ORDERED, ordered),
        # The number 0 would say the same, but some programs look for its definition.
        _abstract(_NONE, [_level(depth, "none", "nothing", "", _flat()) for depth in range(DEPTHS)]),
        _number(HEADINGS, 0),
        _number(BULLETS, 1),
        _number(UNNUMBERED, _NONE),
    )


def ordered_list(identifier: int, depth: int, start: int) -> Element:
    """Return the ``w:num`` of one ordered list that starts at `start` on its depth."""
    override = element("w:lvlOverride", {"w:ilvl": depth}, value("w:startOverride", start))
    return _number(identifier, _ORDERED, override)


def bullet_indent(points: float) -> int:
    """Return the hanging indent of bullets in dxa."""
    return dxa(points * 1.6)


def number_indent(edition: Edition, points: float) -> int:
    """Return the hanging indent of ordered lists in dxa: room for two digits."""
    return dxa(points * (ems(edition.word("docx.list_number").replace("%1", "10")) + 0.25))


def _abstract(identifier: int, levels: list[Element]) -> Element:
    return element(
        "w:abstractNum",
        {"w:abstractNumId": identifier},
        value("w:nsid", f"5A10{identifier:04X}"),
        value("w:multiLevelType", "multilevel"),
        value("w:tmpl", f"5A1A{identifier:04X}"),
        *levels,
    )


def _number(identifier: int, abstract: int, *overrides: Element) -> Element:
    return element("w:num", {"w:numId": identifier}, value("w:abstractNumId", abstract), *overrides)


def _level(index: int, kind: str, suffix: str, text: str, *rest: Element | None) -> Element:
    attributes = value("w:start", 1), value("w:numFmt", kind), value("w:suff", suffix), value("w:lvlText", text), value("w:lvlJc", "left")
    return element("w:lvl", {"w:ilvl": index}, *attributes, *rest)


def _flat() -> Element:
    return element("w:pPr", None, element("w:ind", {"w:left": 0, "w:firstLine": 0}))


def _heading_level(index: int, levels: tuple[Level, ...]) -> Element:
    if index >= len(levels):
        kind, text, style, arabic = "decimal", f"%{index + 1}.", None, None
    else:
        level = levels[index]
        named = {int(digit) - 1 for digit in re.findall("%([1-9])", level.pattern)}
        kind, text = _FORMATS[level.numerals], level.pattern + level.gap
        style = value("w:pStyle", f"Heading{index + 1}")
        # 1.2 under 第一章: every part of a dotted number is arabic.
        mixed = level.numerals == "arabic" and any(levels[other].numerals == "han" for other in named)
        arabic = element("w:isLgl") if mixed else None
    return _level(index, kind, "nothing", text, style, arabic, _flat())


def _list_level(depth: int, kind: str, text: str, hanging: int, edition: Edition) -> Element:
    latin = edition.word("fonts.word_latin_serif")
    if kind == "bullet":
        fonts = element("w:rFonts", {"w:ascii": latin, "w:hAnsi": latin, "w:cs": latin, "w:hint": "default"})
    else:
        fonts = element("w:rFonts", {"w:hint": "eastAsia" if edition.terms["docx.hint"] else "default"})
    left = hanging * (depth + 1)
    tab = element("w:tabs", None, element("w:tab", {"w:val": "num", "w:pos": left}))
    properties = element("w:pPr", None, tab, element("w:ind", {"w:left": left, "w:hanging": hanging}))
    return _level(depth, kind, "tab", text, properties, element("w:rPr", None, fonts))
