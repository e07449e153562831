"""Sections: page size, margins, page numbers, and what stands above and below the text."""

from __future__ import annotations

from typing import Literal

from reportgen.renderers.docx.fields import field
from reportgen.renderers.docx.inlines import words
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.units import dxa, dxa_mm
from reportgen.renderers.docx.xml import Element, element, insert, paragraph, qname, run, value
from reportgen.theme import Theme

Matter = Literal["cover", "front", "body"]
_NUMERALS: dict[Matter, str] = {"cover": "decimal", "front": "lowerRoman", "body": "decimal"}
_FIRST: dict[Matter, str] = {"cover": "", "front": "i", "body": "1"}
COVER_MARGIN_MM = 18
COLUMN_GAP_CHARS = 2


def measure(theme: Theme) -> int:
    """Return the width of the text in dxa."""
    return dxa(theme.measure_pt)


def side_margins(theme: Theme) -> tuple[int, int]:
    """Return the left and right margin in dxa; with the measure they make up the page exactly."""
    rest = dxa_mm(theme.page.width_mm) - measure(theme)
    return rest // 2, rest - rest // 2


def section(manuscript: Manuscript, matter: Matter, *, restarts: bool = True, columns: int = 1) -> Element:
    """Return the properties of a section; one that does not restart goes on with the page and the number before it."""
    theme = manuscript.press.theme
    header, footer = furniture(manuscript, matter) if restarts else ("", "")
    numbers = {"w:fmt": _NUMERALS[matter]} | ({"w:start": 1} if restarts and matter != "cover" else {})
    left, right = side_margins(theme)
    top, bottom = (COVER_MARGIN_MM, COVER_MARGIN_MM) if matter == "cover" else (theme.page.top_mm, theme.page.bottom_mm)
    margins = {
        "w:top": dxa_mm(top),
        "w:right": right,
        "w:bottom": dxa_mm(bottom),
        "w:left": left,
        "w:header": dxa_mm(theme.page.top_mm / 2),
        "w:footer": dxa_mm(theme.page.bottom_mm / 2),
        "w:gutter": 0,
    }
    gap = dxa(theme.sizes.body * COLUMN_GAP_CHARS)
    return element(
        "w:sectPr",
        None,
        element("w:headerReference", {"w:type": "default", "r:id": header}) if header else None,
        element("w:footerReference", {"w:type": "default", "r:id": footer}) if footer else None,
        value("w:type", "nextPage" if restarts else "continuous"),
        element("w:pgSz", {"w:w": dxa_mm(theme.page.width_mm), "w:h": dxa_mm(theme.page.height_mm)}),
        element("w:pgMar", margins),
        element("w:pgNumType", numbers),
        element("w:cols", {"w:num": columns, "w:space": gap} if columns > 1 else {"w:space": gap}),
        # No grid type: with one, programs disagree on what one and a half lines are.
        element("w:docGrid", {"w:linePitch": 312}),
    )


def furniture(manuscript: Manuscript, matter: Matter) -> tuple[str, str]:
    """Return the relations of a new header and footer: the report's title, and the page number; on a cover both are empty."""
    if matter == "cover":
        return manuscript.furniture("header", paragraph("Normal")), manuscript.furniture("footer", paragraph("Normal"))
    title = words(" ".join(manuscript.meta.title.split()), manuscript)
    number = field("PAGE", [run(_FIRST[matter])])
    return manuscript.furniture("header", paragraph("Header", [title])), manuscript.furniture("footer", paragraph("Footer", number))


def end_section(body: list[Element], properties: Element) -> None:
    """End a section after what is in `body`: in its last paragraph, or in a line of its own after a table."""
    # A paragraph without words keeps tables apart: it stays, because the line that ends a section may have no height.
    if not body or body[-1].tag != qname("w:p") or body[-1].find(f".//{qname('w:r')}") is None or body[-1].find(f".//{qname('w:sectPr')}") is not None:
        body.append(paragraph("Spacer"))
    properties_of = body[-1].find(qname("w:pPr"))
    insert(properties_of, properties)
