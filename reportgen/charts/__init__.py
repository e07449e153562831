"""Charts: one file per kind, each `describe(spec, edition) -> str` and `draw(spec, edition, theme) -> Figure`.

A chart is a function from values to a matplotlib figure: it reads no file, saves nothing and sets no global style.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem, nearest

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
