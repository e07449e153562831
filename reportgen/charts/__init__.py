"""Charts: one file per kind, each `describe(spec, edition) -> str` and `draw(spec, edition, theme) -> Figure`.

A chart is a function from values to a matplotlib figure: it reads no file, saves nothing and sets no global style.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
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


def render(spec: ChartSpec, edition: Edition, theme: Theme) -> ChartImage:
    """Return a chart drawn for the page: the same bytes for the same spec, edition and theme on any machine.

    The SVG may stand in one page with others: its ids begin with a digest of the spec.  Raises RenderError for a character
    that no bundled font can draw.
    """
    from reportgen.charts import canvas, picture

    _check_characters(spec, edition)
    figure = chart_kind(spec.kind).draw(spec, edition, theme)
    digest = hashlib.sha256(f"{spec!r}{edition.tag}".encode()).hexdigest()[:8]
    with canvas.style():
        svg = picture.svg(figure, f"c{digest}")
        png = picture.png(figure)
    wide, high = (float(inches) * canvas.MM_PER_INCH for inches in figure.get_size_inches())
    return ChartImage(svg, png, round(wide, 2), round(high, 2))


def _check_characters(spec: ChartSpec, edition: Edition) -> None:
    from reportgen import fonts
    from reportgen.charts.words import clean

    said = (*spec.categories, spec.unit, *(one.name for one in spec.series), *(words for *_, words in spec.links))
    gone = fonts.missing(clean("".join((*said, *(value for _, value in spec.options)))), edition.sans)
    if gone:
        what = f"no font of the charts has {', '.join(f'{character} (U+{ord(character):04X})' for character in gone)}"
        raise RenderError(Problem(spec.source or spec.kind, what, "use another character", code="RG435"))


POOL_FROM = 60
"""A process pool pays from so many charts: each worker first spends seconds on matplotlib and fonts, a chart takes 0.1 s."""


def render_all(
    specs: Mapping[str, ChartSpec], edition: Edition, theme: Theme, workers: int = 1
) -> dict[str, ChartImage]:
    """Return the charts by label, in the order given; the same bytes whatever the number of workers."""
    if workers > 1 and len(specs) >= POOL_FROM:
        try:
            return _render_in_pool(specs, edition, theme, workers)
        except BrokenProcessPool:  # a script without a __main__ guard cannot spawn; the charts still get drawn
            pass
    return {label: render(spec, edition, theme) for label, spec in specs.items()}


def _render_in_pool(
    specs: Mapping[str, ChartSpec], edition: Edition, theme: Theme, workers: int
) -> dict[str, ChartImage]:
    # Spawned, not forked: a forked copy of a process with threads can stop for ever on a lock nobody holds.
    context = multiprocessing.get_context("spawn")
    n = len(specs)
    with ProcessPoolExecutor(min(workers, n), mp_context=context) as pool:
        images = pool.map(render, specs.values(), [edition] * n, [theme] * n, chunksize=max(1, n // (workers * 3)))
        return dict(zip(specs, images, strict=True))
