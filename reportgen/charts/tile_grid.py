"""Tile grid: one square per region where the region roughly lies; no outline, no border, no coordinates.

Option ``grid``: "china" (34 tiles) or "sichuan" (21).  ``bounds`` ("70|80|90") sets the classes, at most five; ``note`` "no"
leaves out the line that says what tiles are not.  Positions: typography.md section 10, where the kept borders are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.charts.scales import class_bounds, class_of, tick_decimals
from reportgen.charts.words import known, measured, number_words, ranking_words, ranks, unit_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.errors import Problem, RenderError, nearest
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Grid = Mapping[str, tuple[int, int]]

_CHINA: Grid = {
    "230000": (5, 0), "220000": (5, 1), "150000": (3, 2), "110000": (4, 2), "210000": (5, 2), "650000": (0, 3),
    "620000": (1, 3), "640000": (2, 3), "140000": (3, 3), "130000": (4, 3), "120000": (5, 3), "540000": (0, 4),
    "630000": (1, 4), "610000": (2, 4), "410000": (3, 4), "370000": (4, 4), "510000": (1, 5), "500000": (2, 5),
    "420000": (3, 5), "340000": (4, 5), "320000": (5, 5), "310000": (6, 5), "530000": (1, 6), "520000": (2, 6),
    "430000": (3, 6), "360000": (4, 6), "330000": (5, 6), "450000": (2, 7), "440000": (3, 7), "350000": (4, 7),
    "710000": (5, 7), "460000": (2, 8), "820000": (3, 8), "810000": (4, 8),
}  # fmt: skip
_SICHUAN: Grid = {
    "513200": (1, 0), "510700": (2, 0), "510800": (3, 0), "511900": (4, 0), "513300": (0, 1), "510100": (1, 1),
    "510600": (2, 1), "511300": (3, 1), "511700": (4, 1), "511800": (0, 2), "511400": (1, 2), "512000": (2, 2),
    "510900": (3, 2), "511600": (4, 2), "513400": (0, 3), "511100": (1, 3), "510300": (2, 3), "511000": (3, 3),
    "510400": (0, 4), "511500": (2, 4), "510500": (3, 4),
}  # fmt: skip
GRIDS: Mapping[str, Grid] = {"china": _CHINA, "sichuan": _SICHUAN}
"""Column and row of each region from the top left, by division code (GB/T 2260)."""

_GAP_MM = 1.1
_TILE_MM = 14.4
_INSET_MM = 1.3
_NOTE_MM = 5.6
_SMALLEST_PT = 7.9
"""Smallest type a publisher accepts (P6), where a name would not fit in chart type."""


def _grid(spec: ChartSpec) -> Grid:
    name = spec.option("grid", "china")
    if name not in GRIDS:
        raise RenderError(Problem("chart", f"there is no tile grid {name!r}", nearest(name, GRIDS), code="RG431"))
    strange = [key for key in spec.keys if key not in GRIDS[name]]
    if strange:
        what = f"the tile grid {name!r} has no tile for {', '.join(strange)}"
        raise RenderError(Problem("chart", what, "keys are division codes, such as 510000", code="RG432"))
    return GRIDS[name]


def _bounds(spec: ChartSpec) -> tuple[float, ...]:
    if given := spec.option("bounds"):
        return tuple(sorted(float(bound) for bound in given.split("|")))[:4]
    return class_bounds(measured(spec.series[0].values))


def class_words(spec: ChartSpec, edition: Edition, bounds: tuple[float, ...]) -> list[str]:
    """Return the words of each class from low to high; a bound belongs to the class above it."""
    if not bounds:
        return []
    digits = tick_decimals(bounds)
    words = [number_words(spec, edition, bound, decimals=digits) for bound in bounds]
    middle = [edition.say("chart.class_range", low=a, high=b) for a, b in pairwise(words)]
    return [edition.say("chart.class_low", high=words[0]), *middle, edition.say("chart.class_top", low=words[-1])]


def _missing(spec: ChartSpec) -> list[str]:
    values = dict(zip(spec.keys, spec.series[0].values, strict=True))
    return [code for code in _grid(spec) if not known(values.get(code))]


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return the ranking in words, the classes, and which regions have no data."""
    only = _known_only(spec)
    parts = [ranking_words(only, edition, only.series[0])]
    words = class_words(spec, edition, _bounds(spec))
    if words:
        parts.append(edition.say("chart.classes", n=len(words), words=edition.word("list.comma").join(words)))
    names = dict(zip(spec.keys, spec.categories, strict=True))
    gone = [names.get(code) or edition.word(f"chart.cell.{code}") for code in _missing(spec)]
    if gone:
        parts.append(edition.say("chart.missing", names=edition.names(gone)))
    return edition.word("chart.join").join(parts)


def _known_only(spec: ChartSpec) -> ChartSpec:
    keep = [i for i, value in enumerate(spec.series[0].values) if known(value)]
    series = replace(spec.series[0], values=tuple(spec.series[0].values[i] for i in keep))
    names, keys = tuple(spec.categories[i] for i in keep), tuple(spec.keys[i] for i in keep)
    return replace(spec, categories=names, keys=keys, series=(series,))


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw every tile of the grid, those without data hatched, and the classes where the grid leaves room."""
    grid, bounds = _grid(spec), _bounds(spec)
    columns, rows = max(c for c, _ in grid.values()) + 1, max(r for _, r in grid.values()) + 1
    beside = spec.option("grid", "china") != "china"
    foot = 0 if spec.option("note") == "no" else _NOTE_MM
    paper = canvas.sheet(edition, theme, rows * (_TILE_MM + _GAP_MM) - _GAP_MM + foot + 1.2)
    field = paper.width - (40.0 if beside else 1.2)
    wide = (field + _GAP_MM) / columns - _GAP_MM
    values, places = dict(zip(spec.keys, spec.series[0].values, strict=True)), dict(zip(spec.keys, ranks(spec), strict=True))
    names = dict(zip(spec.keys, spec.categories, strict=True))
    for code, (column, row) in grid.items():
        x, y = 0.6 + column * (wide + _GAP_MM), 0.6 + row * (_TILE_MM + _GAP_MM)
        name = _short(paper, names.get(code, ""), edition.word(f"chart.cell.{code}"), wide - 2 * _INSET_MM)
        _tile(paper, spec, code, name, (x, y, wide), values.get(code), places.get(code), bounds)
    _legend(paper, spec, bounds, (field + 5.0, 0.6) if beside else (0.6, 0.6), wide)
    if foot:
        note = canvas.wrap(paper, edition.word("chart.tile_note"), paper.width, _SMALLEST_PT)
        canvas.write(paper, 0, paper.height - 2.2, note, size=_SMALLEST_PT, colour=theme.colours.muted)
    return paper.figure


def _short(paper: canvas.Sheet, name: str, short: str, most: float) -> tuple[str, ...]:
    """Return the name of a tile in at most two lines: as the report prints it when it fits, else the short one."""
    for candidate in (name, short):
        lines = canvas.wrap(paper, candidate, most, _SMALLEST_PT, "bold") if candidate else ()
        words = candidate.split()
        whole = all(canvas.width(paper, word, _SMALLEST_PT, "bold") <= most for word in words)
        if lines and whole and len(lines) <= min(2, len(words)):
            return lines
    return canvas.wrap(paper, short, most, _SMALLEST_PT, "bold")[:2]


def _tile(
    paper: canvas.Sheet, spec: ChartSpec, code: str, name: tuple[str, ...], at: tuple[float, float, float],
    value: float | None, rank: int | None, bounds: tuple[float, ...],
) -> None:  # fmt: skip
    colours, (x, y, wide) = paper.theme.colours, at
    own = code in spec.highlight
    if known(value) and value is not None:
        ground = _shades(paper.theme, len(bounds) + 1)[class_of(value, bounds)]
        canvas.box(paper, x, y, wide, _TILE_MM, ground, name=f"tile:{code}")
    else:
        ground = colours.paper
        canvas.box(paper, x, y, wide, _TILE_MM, None, hatch=True, name=f"tile:{code}")
    if own:
        canvas.box(paper, x, y, wide, _TILE_MM, None, edge=colours.accent, weight=2.2, layer=3, name=f"own:{code}")
    _tile_words(paper, spec, name, at, value, rank, canvas.on(paper.theme, ground))


def _tile_words(
    paper: canvas.Sheet, spec: ChartSpec, name: tuple[str, ...], at: tuple[float, float, float],
    value: float | None, rank: int | None, ink: str,
) -> None:  # fmt: skip
    x, y, wide = at
    fits = all(canvas.width(paper, line, weight="bold") <= wide - 2 * _INSET_MM for line in name)
    size = paper.size if fits and len(name) == 1 else _SMALLEST_PT
    middle = y + (4.4 if len(name) == 1 else 4.7)
    if not known(value):
        words = canvas.wrap(paper, paper.edition.word("label.no_data"), wide - 2 * _INSET_MM, _SMALLEST_PT)
        muted = paper.theme.colours.muted
        for words_at, line, weight in ((middle, name, "bold"), (y + _TILE_MM - 3.6, words, "normal")):
            high = canvas.lines_height(line, size)
            across = max(canvas.width(paper, one, size, "bold") for one in line)
            canvas.box(paper, x + 0.8, words_at - high / 2, across + 1.0, high, paper.theme.colours.paper, layer=3)
            canvas.write(paper, x + _INSET_MM, words_at, line, size=size if weight == "bold" else _SMALLEST_PT,
                         weight=weight, colour=muted)  # type: ignore[arg-type]  # fmt: skip
        return
    canvas.write(paper, x + _INSET_MM, middle, name, size=size, weight="bold", colour=ink)
    canvas.write(paper, x + _INSET_MM, y + _TILE_MM - 3.4, number_words(spec, paper.edition, value), colour=ink)
    if rank is not None and spec.option("ranks") != "no":
        canvas.write(paper, x + wide - _INSET_MM, y + _TILE_MM - 3.4, str(rank), align="right", colour=ink, size=_SMALLEST_PT)


def _shades(theme: Theme, n: int) -> tuple[str, ...]:
    """Return n steps of the sequential colours, as far apart as there are."""
    steps = theme.colours.sequential
    if n == 1:
        return (steps[1],)
    return tuple(steps[round(i * (len(steps) - 1) / (n - 1))] for i in range(n))


def _legend(paper: canvas.Sheet, spec: ChartSpec, bounds: tuple[float, ...], at: tuple[float, float], wide: float) -> None:
    """Draw what the tiles show, the classes from high to low."""
    colours, (x, y), edition = paper.theme.colours, at, paper.edition
    head = spec.series[0].name or edition.word("chart.value")
    unit = unit_words(spec, edition)
    canvas.write(paper, x, y + 1.8, head + (f"{edition.word('label.open')}{spec.unit.strip()}{edition.word('label.close')}" if unit else ""),
                 weight="bold")  # fmt: skip
    words = class_words(spec, edition, bounds) or [number_words(spec, edition, v) for v in measured(spec.series[0].values)[:1]]
    shades = _shades(paper.theme, len(bounds) + 1)
    entries = [(shade, label, False) for shade, label in zip(reversed(shades), reversed(words), strict=False)]
    if _missing(spec):
        entries.append((colours.paper, edition.word("label.no_data"), True))
    for n, (shade, label, hatch) in enumerate(entries):
        middle = y + 7.0 + n * 5.0
        canvas.box(paper, x, middle - 1.7, 6.4, 3.4, shade, hatch=hatch)
        canvas.write(paper, x + 8.0, middle, label)
    if spec.option("ranks") != "no":
        middle = y + 7.0 + len(entries) * 5.0 + 0.4
        canvas.write(paper, x, middle, edition.word("chart.corner"), size=_SMALLEST_PT, colour=colours.muted)
