"""Figures: a chart of Word itself, or the drawn one as vector with a bitmap to fall back on; caption, notes and source below."""

from __future__ import annotations

from reportgen.charts import ChartImage
from reportgen.document import Figure
from reportgen.edition import Edition
from reportgen.errors import Problem, RenderError
from reportgen.renderers import NATIVE_CHARTS
from reportgen.renderers.docx.charts import native_chart
from reportgen.renderers.docx.inlines import caption, notes_and_source
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.styles import spacing
from reportgen.renderers.docx.units import emu
from reportgen.renderers.docx.xml import NAMESPACES, Element, element, paragraph
from reportgen.theme import POINTS_PER_MM
from reportgen.tree import text_of

SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
XLINK = "http://www.w3.org/1999/xlink"
CAPTION_ROOM_MM = 30
"""Left free below the tallest picture, so that caption and source stand on its page."""


def figure(node: Figure, manuscript: Manuscript, measure: int) -> list[Element]:
    """Return the chart, its caption, its notes and its source; the chart is no wider than `measure` dxa.

    Raises RenderError when the press has no picture for the figure.
    """
    image = manuscript.press.charts.get(node.label)
    if image is None:
        raise RenderError(Problem("docx", f"there is no picture for the figure {node.label!r}", "draw its chart first", code="RG491"))
    page, space = manuscript.press.theme.page, manuscript.press.theme.space
    room = measure / 20 / POINTS_PER_MM, page.height_mm - page.top_mm - page.bottom_mm - CAPTION_ROOM_MM
    if manuscript.press.native_charts and node.chart.kind in NATIVE_CHARTS:
        drawn = native(node, image, manuscript, *room)
    else:
        drawn = picture(image, node.alt, text_of(node.caption), manuscript, *room)
    below = notes_and_source(node, manuscript)
    keep = (element("w:keepNext"), spacing(space[0], 0)) if below else (spacing(space[0], space[2]),)
    return [paragraph("Figure", [drawn]), paragraph("Caption", caption("figure", node, manuscript), *keep), *below]


def native(node: Figure, image: ChartImage, manuscript: Manuscript, width_mm: float, height_mm: float) -> Element:
    """Return a run with a chart of Word itself, as large as the picture of the other formats, so that pages agree."""
    press, (wide, high) = manuscript.press, _fitted(image, width_mm, height_mm)
    relation = manuscript.chart(native_chart(node.chart, press.edition, press.theme, wide, high))
    graphic = element("a:graphicData", {"uri": NAMESPACES["c"]}, element("c:chart", {"r:id": relation}))
    return _inline("Chart", graphic, element("wp:cNvGraphicFramePr"), manuscript.next_id("drawing"), (wide, high), node.alt, text_of(node.caption))


def picture(image: ChartImage, alt: str, title: str, manuscript: Manuscript, width_mm: float, height_mm: float) -> Element:
    """Return a run with a picture at its own size, or smaller where it would not fit into width and height."""
    size, identifier = _fitted(image, width_mm, height_mm), manuscript.next_id("drawing")
    graphic = element("a:graphicData", {"uri": NAMESPACES["pic"]}, _pic(image, identifier, _extent(size), manuscript))
    locks = element("wp:cNvGraphicFramePr", None, element("a:graphicFrameLocks", {"noChangeAspect": 1}))
    return _inline("Picture", graphic, locks, identifier, size, alt, title)


def _fitted(image: ChartImage, width_mm: float, height_mm: float) -> tuple[float, float]:
    scale = min(1.0, width_mm / image.width_mm, height_mm / image.height_mm)
    return image.width_mm * scale, image.height_mm * scale


def _extent(size: tuple[float, float]) -> dict[str, int]:
    return {"cx": emu(size[0]), "cy": emu(size[1])}


def _inline(kind: str, graphic: Element, locks: Element, identifier: int, size: tuple[float, float], alt: str, title: str) -> Element:
    inline = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", _extent(size)),
        element("wp:effectExtent", {"l": 0, "t": 0, "r": 0, "b": 0}),
        element("wp:docPr", {"id": identifier, "name": f"{kind} {identifier}", "descr": alt, "title": title}),
        locks,
        element("a:graphic", None, graphic),
    )
    return element("w:r", None, element("w:drawing", None, inline))


def office_svg(svg: str, edition: Edition) -> str:
    r"""Return a chart as the reader's office program can draw it: the fonts it has, links as SVG 1.1 writes them.

    >>> from reportgen.edition import load_edition
    >>> office_svg("<svg xmlns='x' font-family=\"'Reportgen Sans SC'\"><use href=\"#m\"/></svg>", load_edition("zh-Hans"))
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink" xmlns=\'x\' font-family="\'黑体\'"><use xlink:href="#m"/></svg>'
    """
    for role, families in (("sans", edition.sans), ("serif", edition.serif)):
        for family in families:
            # The last family of an edition is the one with Han characters.
            words = f"fonts.word_{role}" if family == families[-1] else f"fonts.word_latin_{role}"
            svg = svg.replace(family, edition.word(words))
    if " href=" in svg and "xmlns:xlink" not in svg:
        svg = svg.replace("<svg ", f'<svg xmlns:xlink="{XLINK}" ', 1).replace(" href=", " xlink:href=")
    return svg


def _pic(image: ChartImage, identifier: int, extent: dict[str, int], manuscript: Manuscript) -> Element:
    vector = element(
        "a:ext",
        {"uri": SVG_EXTENSION},
        element("asvg:svgBlip", {"r:embed": manuscript.picture(office_svg(image.svg, manuscript.press.edition).encode("utf-8"), "svg")}),
    )
    bitmap = element("a:blip", {"r:embed": manuscript.picture(image.png, "png")}, element("a:extLst", None, vector))
    frame = element("a:xfrm", None, element("a:off", {"x": 0, "y": 0}), element("a:ext", extent))
    return element(
        "pic:pic",
        None,
        element("pic:nvPicPr", None, element("pic:cNvPr", {"id": identifier, "name": f"Picture {identifier}"}), element("pic:cNvPicPr")),
        element("pic:blipFill", None, bitmap, element("a:stretch", None, element("a:fillRect"))),
        element("pic:spPr", None, frame, element("a:prstGeom", {"prst": "rect"}, element("a:avLst"))),
    )
