"""Sections: page size, margins, page numbers, and what stands above and below the text."""

from __future__ import annotations

from math import floor
from typing import Literal

from reportgen.document import Heading
from reportgen.renderers.docx.fields import field
from reportgen.renderers.docx.inlines import words
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.styles import TIGHT, justify, shade, spacing
from reportgen.renderers.docx.units import dxa, dxa_mm
from reportgen.renderers.docx.xml import Element, element, insert, paragraph, properties_of, qname, run, value
from reportgen.theme import POINTS_PER_MM, Theme
from reportgen.tree import text_of

Matter = Literal["cover", "front", "body"]
Begins = Literal["continuous", "nextPage", "oddPage"]
_NUMERALS: dict[Matter, str] = {"cover": "decimal", "front": "lowerRoman", "body": "decimal"}
_FIRST: dict[Matter, str] = {"cover": "", "front": "i", "body": "1"}
COVER_MARGIN_MM = 18
COLUMN_GAP_CHARS = 2
DASHES_MM = 7
"""From the text to the dashes of — 1 —, by GB/T 9704."""


def measure(theme: Theme) -> int:
    """Return the width of the text in dxa."""
    return dxa(theme.measure_pt)


def side_margins(theme: Theme) -> tuple[int, int]:
    """Return the left and right margin in dxa, on pages with two sides the inner and the outer one."""
    rest = dxa_mm(theme.page.width_mm) - measure(theme)
    if theme.page.binding_mm is None:
        return rest // 2, rest - rest // 2
    # Whole millimetres leave the last character of a line the fraction of a point that programs round by.
    return dxa_mm(theme.page.binding_mm), dxa_mm(floor(theme.outer_mm))


def turned_measure(theme: Theme) -> int:
    """Return the width of the text on a page turned sideways in dxa."""
    return dxa_mm(theme.page.height_mm) - dxa_mm(theme.page.top_mm) - dxa_mm(theme.page.bottom_mm)


def section(
    manuscript: Manuscript,
    matter: Matter,
    *,
    restarts: bool = True,
    begins: Begins = "nextPage",
    columns: int = 1,
    is_turned: bool = False,
    is_opened: bool = False,
    chapter: Heading | None = None,
) -> Element:
    """Return the properties of a section.

    restarts    its pages are counted from 1
    begins      where it begins; one that begins on the page before it has the header and footer of that page
    is_turned   its pages are turned sideways, margins and all
    is_opened   its first page has the title of the report instead of a running head
    chapter     whose title stands above right-hand pages where the theme has it there
    """
    theme = manuscript.press.theme
    heads = [] if begins == "continuous" else furniture(manuscript, matter, chapter)
    heads += _opening_furniture(manuscript) if is_opened else []
    numbers = {"w:fmt": _NUMERALS[matter]} | ({"w:start": 1} if restarts and matter != "cover" else {})
    paper: dict[str, object] = {"w:w": dxa_mm(theme.page.width_mm), "w:h": dxa_mm(theme.page.height_mm)}
    if is_turned:
        paper = {"w:w": paper["w:h"], "w:h": paper["w:w"], "w:orient": "landscape"}
    gap = dxa(theme.sizes.body * COLUMN_GAP_CHARS)
    return element(
        "w:sectPr",
        None,
        *heads,
        value("w:type", begins),
        element("w:pgSz", paper),
        element("w:pgMar", _margins(theme, matter, is_turned=is_turned)),
        element("w:pgNumType", numbers),
        element("w:cols", {"w:num": columns, "w:space": gap} if columns > 1 else {"w:space": gap}),
        element("w:titlePg") if is_opened else None,
        # No grid type: with one, programs disagree on what one and a half lines are.
        element("w:docGrid", {"w:linePitch": 312}),
    )


def _margins(theme: Theme, matter: Matter, *, is_turned: bool) -> dict[str, int]:
    inner, outer = side_margins(theme)
    top, bottom = (COVER_MARGIN_MM, COVER_MARGIN_MM) if matter == "cover" else (theme.page.top_mm, theme.page.bottom_mm)
    sides = {"w:top": dxa_mm(top), "w:right": outer, "w:bottom": dxa_mm(bottom), "w:left": inner}
    if is_turned:
        sides = {"w:top": inner, "w:right": sides["w:bottom"], "w:bottom": outer, "w:left": sides["w:top"]}
    foot = dxa_mm(theme.page.bottom_mm - DASHES_MM) - dxa(theme.sizes.page_number * TIGHT / 2)
    footer = foot if theme.page.numbers == "outside" else dxa_mm(theme.page.bottom_mm / 2)
    # With a band at the head of the first page headers begin at the edge of the paper; the words of the others stand lower by themselves.
    header = 0 if theme.front.ground == "band" else sides["w:top"] // 2
    return {**sides, "w:header": header, "w:footer": min(footer, sides["w:bottom"] - dxa(theme.sizes.page_number * TIGHT)), "w:gutter": 0}


def furniture(manuscript: Manuscript, matter: Matter, chapter: Heading | None) -> list[Element]:
    """Return the references to the headers and footers of a section; on a cover they are empty."""
    theme = manuscript.press.theme
    sides = ("default", "even") if theme.is_two_sided else ("default",)
    heads = [_reference("header", side, _head(side, matter, chapter, manuscript), manuscript) for side in sides]
    return [*heads, *(_reference("footer", side, _foot(side, matter, theme), manuscript) for side in sides)]


def _opening_furniture(manuscript: Manuscript) -> list[Element]:
    """Return the header of a first page, in the colour of the band that begins below it, and its footer, which is that of all pages."""
    theme = manuscript.press.theme
    # The half point lets no white line show between it and the band below.
    ground = strip(theme, theme.page.top_mm * POINTS_PER_MM + 0.5)
    foot = _foot("default", "body", theme)
    return [_reference("header", "first", ground, manuscript), _reference("footer", "first", foot, manuscript)]


def strip(theme: Theme, points: float) -> Element:
    """Return a strip of the primary colour from edge to edge of the paper, so high."""
    left, right = side_margins(theme)
    return paragraph("Normal", (), spacing(0, 0, points), element("w:ind", {"w:left": -left, "w:right": -right}), shade(theme.colours.primary))


def _reference(kind: Literal["header", "footer"], side: str, content: Element, manuscript: Manuscript) -> Element:
    return element(f"w:{kind}Reference", {"w:type": side, "r:id": manuscript.furniture(kind, side, content)})


def _head(side: str, matter: Matter, chapter: Heading | None, manuscript: Manuscript) -> Element:
    """Return the title of the report; on right-hand pages the chapter where chapters begin on them, so that each has a section."""
    theme = manuscript.press.theme
    if matter == "cover" or not theme.page.heads:
        return paragraph("Normal")
    if side == "default" and chapter is not None and theme.page.chapters == "recto":
        title = words(" ".join(text_of(chapter.content).split()), manuscript)
        return paragraph("Header", field("STYLEREF 1", [title]), justify("right"))
    lowered = spacing(theme.page.top_mm / 2 * POINTS_PER_MM) if theme.front.ground == "band" else None
    return paragraph("Header", [words(" ".join(manuscript.meta.title.split()), manuscript)], lowered)


def _foot(side: str, matter: Matter, theme: Theme) -> Element:
    if matter == "cover":
        return paragraph("Normal")
    number = field("PAGE", [run(_FIRST[matter])])
    if theme.page.numbers == "centred":
        return paragraph("Footer", number)
    return paragraph("Footer", [run("— "), *number, run(" —")], justify("right" if side == "default" else "left"))


def end_section(body: list[Element], properties: Element) -> None:
    """End a section after what is in `body`: in its last paragraph, or in a line of its own after a table."""
    # A paragraph without words keeps tables apart: it stays, because the line that ends a section may have no height.
    last = body[-1] if body else None
    if last is None or last.tag != qname("w:p") or not _has(last, "w:r") or _has(last, "w:sectPr"):
        body.append(paragraph("Spacer"))
    insert(properties_of(body[-1]), properties)


def _has(node: Element, name: str) -> bool:
    return any(True for _ in node.iter(qname(name)))
