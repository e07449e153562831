"""The sheet every chart is drawn on: millimetres from the top left, as large as it stands on the page.

No axes object is used: a chart places its marks and words in millimetres itself, so 8.5 pt here are 8.5 pt in print, and
nothing depends on the style files of the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, Literal

from reportgen.charts import lettering
from reportgen.charts.lettering import Weight
from reportgen.charts.words import clean
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import POINTS_PER_MM, Theme, contrast

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

MM_PER_INCH = 25.4
ROW_MM = 5.2
"""Height of one row of a chart with rows."""
PLOT_MM = 85.0
"""Height of a chart that has no rows."""
PAGE_ROWS = 31
"""So many rows, with all that stands above and below them, take no more than PAGE_ROWS * ROW_MM."""
CAP = 0.365
"""From the baseline to the middle of Han characters and digits, in em."""

Align = Literal["left", "center", "right"]
Point = tuple[float, float]
Draw = Callable[[ChartSpec, Edition, Theme], "Figure"]

_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "reportgen",
    "text.parse_math": False,
    "text.usetex": False,
    "text.hinting": "none",
    "hatch.linewidth": 0.5,
    "savefig.dpi": "figure",
}


@cache
def _defaults() -> dict[str, Any]:
    import matplotlib

    keep_out = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "savefig.directory", "webagg.port"}
    defaults: Mapping[Any, Any] = matplotlib.rcParamsDefault
    base: dict[str, Any] = {k: v for k, v in defaults.items() if k not in keep_out and not k.startswith("webagg")}
    return {**base, **_STYLE}


@contextmanager
def style() -> Iterator[None]:
    """Draw with matplotlib's own defaults and ours, whatever matplotlibrc the machine has; restored afterwards."""
    import matplotlib

    current: dict[Any, Any] = matplotlib.rcParams
    before = dict.copy(current)
    dict.update(current, _defaults())  # validated values: setting them one by one would validate each again
    try:
        yield
    finally:
        dict.update(current, before)


def styled(draw: Draw) -> Draw:
    """Wrap the `draw` of a kind so that it runs in `style`."""

    @wraps(draw)
    def inside(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
        with style():
            return draw(spec, edition, theme)

    return inside


@dataclass(frozen=True, slots=True)
class Sheet:
    """An empty figure of `width` × `height` millimetres; `mm` maps millimetres from the top left onto it."""

    figure: Figure
    edition: Edition
    theme: Theme
    width: float
    height: float
    mm: Transform

    @property
    def size(self) -> float:
        """Return the type size of charts in points."""
        return self.theme.sizes.chart


def sheet(edition: Edition, theme: Theme, height_mm: float, *, clear: bool = False) -> Sheet:
    """Return an empty sheet as wide as the measure; `clear` leaves the ground transparent."""
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

    width = theme.measure_mm
    figure = Figure(figsize=(width / MM_PER_INCH, height_mm / MM_PER_INCH), dpi=72, facecolor=theme.colours.paper)
    if clear:
        figure.patch.set_visible(False)
    to_inches = Affine2D().scale(1 / MM_PER_INCH, -1 / MM_PER_INCH).translate(0, height_mm / MM_PER_INCH)
    return Sheet(figure, edition, theme, width, height_mm, to_inches + figure.dpi_scale_trans)


def row_height(rows: int, around_mm: float) -> float:
    """Return the height of a row: 5.2 mm, or less so that a full page of rows keeps room for what stands around them.

    >>> row_height(8, 6.0), row_height(31, 6.2)
    (5.2, 5.0)
    """
    if rows * ROW_MM + around_mm <= PAGE_ROWS * ROW_MM:
        return ROW_MM
    room = max(PAGE_ROWS * ROW_MM, min(rows * ROW_MM, 205.0))
    return max(round((room - around_mm) / rows, 6), 3.7)


# ---------------------------------------------------------------- words


def em(size: float) -> float:
    """Return a type size in millimetres."""
    return size / POINTS_PER_MM


def width(paper: Sheet, words: str, size: float | None = None, weight: Weight = "normal") -> float:
    """Return the width of words in millimetres."""
    return lettering.width_mm(clean(words), paper.edition.sans, size or paper.size, weight)


def wrap(paper: Sheet, words: str, most: float, size: float | None = None, weight: Weight = "normal") -> tuple[str, ...]:
    """Return words in lines no wider than `most` millimetres."""
    return lettering.wrap(clean(words), most, paper.edition.sans, size or paper.size, weight)


def write(
    paper: Sheet,
    x: float,
    y: float,
    words: str | Sequence[str],
    *,
    align: Align = "left",
    colour: str | None = None,
    size: float | None = None,
    weight: Weight = "normal",
    layer: float = 5,
    turn: float = 0,
) -> None:
    """Write one line, or several, centred on `y`; `align` says which edge of the words stands on `x`."""
    size = size or paper.size
    lines = (words,) if isinstance(words, str) else tuple(words)
    pitch = em(size) * 1.22
    top = y - pitch * (len(lines) - 1) / 2
    for n, line in enumerate(lines):
        if line:
            paper.figure.text(
                x, top + n * pitch + (0 if turn else em(size) * CAP), clean(line),
                transform=paper.mm, ha=align, va="center" if turn else "baseline", color=colour or paper.theme.colours.ink,
                fontproperties=lettering.properties(paper.edition.sans, size, weight), zorder=layer,
                rotation=turn, rotation_mode="anchor",
            )  # fmt: skip


def lines_height(lines: Sequence[str], size: float) -> float:
    """Return the height of lines of type in millimetres."""
    return len(lines) * em(size) * 1.22


def on(theme: Theme, ground: str) -> str:
    """Return ink or paper, whichever stands out more on a ground."""
    colours = theme.colours
    return max((colours.ink, colours.paper), key=lambda colour: contrast(colour, ground))


# ---------------------------------------------------------------- marks


def box(
    paper: Sheet, x: float, y: float, wide: float, high: float, colour: str | None, *,
    edge: str | None = None, weight: float = 0.8, hatch: bool = False, layer: float = 2, name: str = "", round_mm: float = 0,
) -> None:  # fmt: skip
    """Draw a rectangle with its top left corner at x, y; `hatch` marks a thing without data; `name` finds it in tests."""
    from matplotlib.patches import FancyBboxPatch, Rectangle

    colours = paper.theme.colours
    look: dict[str, Any] = {
        "facecolor": colour or "none", "edgecolor": edge or "none", "linewidth": weight if edge else 0,
        "zorder": layer, "transform": paper.mm, "gid": name or None,
    }  # fmt: skip
    if hatch:
        look |= {"facecolor": colours.paper, "hatch": "////", "hatchcolor": colours.nodata, "edgecolor": edge or colours.nodata}
        look["linewidth"] = weight if edge else 0.5
    if round_mm:
        style_words = f"round,pad=0,rounding_size={round_mm}"
        paper.figure.add_artist(FancyBboxPatch((x, y), wide, high, boxstyle=style_words, **look))
    else:
        paper.figure.add_artist(Rectangle((x, y), wide, high, **look))


def dot(
    paper: Sheet, x: float, y: float, radius: float, colour: str, *, hollow: bool = False, layer: float = 4, name: str = ""
) -> None:
    """Draw a disc of `radius` millimetres with a thin edge of paper, or a ring."""
    from matplotlib.patches import Circle

    ground = paper.theme.colours.paper
    disc = Circle((x, y), radius, facecolor=ground if hollow else colour, edgecolor=colour if hollow else ground)
    disc.set(linewidth=1.2 if hollow else 0.6, zorder=layer, transform=paper.mm, gid=name or None)
    paper.figure.add_artist(disc)


def line(
    paper: Sheet, points: Sequence[Point], colour: str, *,
    weight: float = 0.6, dashed: bool = False, layer: float = 1, name: str = "",
) -> None:  # fmt: skip
    """Draw a line through points; `weight` in points."""
    from matplotlib.lines import Line2D

    drawn = Line2D([x for x, _ in points], [y for _, y in points], color=colour, linewidth=weight)
    drawn.set(transform=paper.mm, zorder=layer, gid=name or None, solid_capstyle="butt", solid_joinstyle="round")
    if dashed:
        drawn.set_linestyle((0, (4 / max(weight, 1), 2.5 / max(weight, 1))))
    paper.figure.add_artist(drawn)


def shape(
    paper: Sheet, points: Sequence[Point], *, fill: str | None = None, edge: str | None = None, weight: float = 1.0,
    alpha: float = 1.0, curve: bool = False, layer: float = 2, name: str = "",
) -> None:  # fmt: skip
    """Draw a closed polygon, or with `curve` an open cubic curve of four points."""
    from matplotlib.colors import to_rgba
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    codes = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4] if curve else None
    path = Path(list(points), codes) if curve else Path([*points, points[0]], closed=True)
    patch = PathPatch(path, facecolor=to_rgba(fill, alpha) if fill else "none", edgecolor=edge or "none")
    patch.set(linewidth=weight if edge else 0, zorder=layer, transform=paper.mm, gid=name or None, capstyle="butt")
    patch.set_joinstyle("round")
    paper.figure.add_artist(patch)
