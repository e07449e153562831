"""Charts on the page: inline SVG on the screen, a named SVG in the PDF."""

from __future__ import annotations

import re

from markupsafe import Markup

from reportgen.charts import ChartImage
from reportgen.renderers.phrases import Sheet
from reportgen.theme import POINTS_PER_MM

ORIGIN = "https://project.invalid/"
"""Where the PDF's own files seem to be; served from memory, nothing is ever fetched."""

_ROOT = re.compile(r"<svg\b[^>]*>")
_LEAKING = re.compile(r"<style\b.*?</style>|<metadata\b.*?</metadata>|<!--.*?-->", re.DOTALL)
_STYLE = re.compile(r' style="((?:[^"&:;]+:[^"&:;]*;?)+)"')
_STACK = re.compile(r"""font-family(?:="[^"]*"|:[^;"]*)""")
_SIZE = re.compile(r' (?:width|height)="[^"]*"')


def picture(image: ChartImage, label: str, alt: str, sheet: Sheet) -> Markup:
    """Return a chart as markup, as wide as it was drawn, with its description for those who do not see it."""
    if sheet.is_print:
        return Markup('<img src="{}{}.svg" alt="{}" style="width:{:.2f}mm;height:{:.2f}mm">').format(ORIGIN, label, alt, image.width_mm, image.height_mm)
    return Markup('<div class="card">{}</div>').format(inline_svg(image, label, alt))


def inline_svg(image: ChartImage, label: str, alt: str) -> Markup:
    """Return an SVG to stand inside HTML: ids made unique by the label, no prologue, no style sheet that would leak out."""
    root = _ROOT.search(image.svg)
    if root is None or "viewBox" not in root.group():
        raise ValueError(f"the chart {label!r} is not an SVG with a viewBox")
    body = _LEAKING.sub("", image.svg[root.end() :])
    body = re.sub(r' id="', f' id="{label}-', body)
    body = re.sub(r'(href="#|url\(#)', rf"\1{label}-", body)
    named = Markup(' role="img" aria-label="{}" style="width:{:.1f}pt">').format(alt, image.width_mm * POINTS_PER_MM)
    return Markup(_SIZE.sub("", root.group())[:-1]) + named + Markup(body)


def printable_svg(image: ChartImage) -> bytes:
    """Return the SVG for WeasyPrint: the same picture, declarations as attributes, font stacks without white space.

    WeasyPrint parses each ``style`` as CSS, a tenth of a second for twenty charts, and cuts a font stack at commas but leaves
    the space after them in the next name.
    """
    plain = _STYLE.sub(lambda match: _as_attributes(match.group(1)), image.svg)
    return _STACK.sub(lambda match: re.sub(r"\s*,\s*", ",", match.group()), plain).encode()


def _as_attributes(style: str) -> str:
    pairs = (declaration.partition(":") for declaration in style.split(";") if ":" in declaration)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)
