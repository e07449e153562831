"""Charts: one file per kind, each `describe(spec, edition) -> str` and `draw(spec, edition, theme) -> Figure`.

A chart is a function from values to a matplotlib figure: it reads no file, saves nothing and sets no global style.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem, RenderError, nearest
from reportgen.theme import Theme

CHARTS: dict[str, str] = {
    "ranked-bars": "ranked_bars",
    "slope": "slope",
    "tile-grid": "tile_grid",
    "dots": "dots",
    "radar": "radar",
    "strips": "strips",
    "scatter": "scatter",
    "dumbbell": "dumbbell",
    "heat-table": "heat_table",
    "lines": "lines",
    "shares": "shares",
    "relation": "relation",
    "cover": "cover",
}
"""Kind → module of this package; imported when first used, because matplotlib is heavy."""


@dataclass(frozen=True, slots=True)
class ChartImage:
    """One drawn chart: `svg` with text as text, the same as `png`, and its size on the page in millimetres."""

    svg: str
    png: bytes
    width_mm: float
    height_mm: float


def chart_kind(kind: str) -> ModuleType:
    """Return the module that draws a kind; raises NarrativeError naming the nearest kind there is."""
    if kind not in CHARTS:
        raise NarrativeError(Problem("chart", f"there is no chart kind {kind!r}", nearest(kind, CHARTS), code="RG330"))
    return import_module(f"reportgen.charts.{CHARTS[kind]}")


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return the alt text of a chart: what it shows, in the edition's words, with the values that matter."""
    text: str = chart_kind(spec.kind).describe(spec, edition)
    return text


def render(spec: ChartSpec, edition: Edition, theme: Theme, *, is_complete: bool = True) -> ChartImage:
    """Return a chart drawn for the page: the same bytes for the same spec, edition and theme on any machine.

    is_complete  False leaves the PNG empty: it takes twice as long as the SVG, and only Word wants it

    The SVG may stand in one page with others: its ids begin with a digest of the spec.  Raises RenderError for a character
    that no bundled font can draw.
    """
    from reportgen.charts import canvas, picture

    _check_characters(spec, edition)
    figure = chart_kind(spec.kind).draw(spec, edition, theme)
    digest = hashlib.sha256(f"{spec!r}{edition.tag}".encode()).hexdigest()[:8]
    with canvas.style():
        svg = picture.svg(figure, f"c{digest}")
        png = picture.png(figure) if is_complete else b""
    wide, high = (float(inches) * canvas.MM_PER_INCH for inches in figure.get_size_inches())
    return ChartImage(svg, png, round(wide, 2), round(high, 2))


def words_drawn(spec: ChartSpec, edition: Edition, theme: Theme) -> tuple[tuple[str, ...], tuple[float, float]]:
    """Return the words and numbers that a drawn chart shows, in the order in which they are drawn, and its width and height in millimetres."""
    from reportgen.charts import canvas

    figure = chart_kind(spec.kind).draw(spec, edition, theme)
    texts = sorted(figure.texts, key=lambda text: text.get_zorder())
    wide, high = (round(float(inches) * canvas.MM_PER_INCH, 2) for inches in figure.get_size_inches())
    return tuple(text.get_text() for text in texts), (wide, high)


def render_png(spec: ChartSpec, edition: Edition, theme: Theme) -> bytes:
    """Return the PNG of a chart, as in the image that `render` returns."""
    from reportgen.charts import canvas, picture

    figure = chart_kind(spec.kind).draw(spec, edition, theme)
    with canvas.style():
        return picture.png(figure)


def _check_characters(spec: ChartSpec, edition: Edition) -> None:
    from reportgen import fonts
    from reportgen.charts.words import clean

    said = (*spec.categories, spec.unit, *(one.name for one in spec.series), *(words for *_, words in spec.links))
    gone = fonts.missing(clean("".join((*said, *(value for _, value in spec.options)))), edition.sans)
    if gone:
        what = f"no font of the charts has {', '.join(f'{character} (U+{ord(character):04X})' for character in gone)}"
        raise RenderError(Problem(spec.source or spec.kind, what, "use another character", code="RG435"))
