"""Lines: series over periods with a value at each point; several series are named at their ends.

Where all values find room they stand for the axis; a chart that does not start at zero says so.

Option ``forecast``: the key of the period from which on values are forecasts, drawn dashed with hollow marks.
Option ``breaks``: keys ("a|b") of periods that are measured otherwise; no line leads to them or away from them.
Option ``label:<key>``: the words of that point, in place of its value ("35% or more").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.charts import canvas, room, rows
from reportgen.charts.scales import nice_ticks, spread, tick_decimals
from reportgen.charts.words import known, measured, number_words, point_words
from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TOP_MM, _FOOT_MM = 11.0, 6.4
_HEAD_MM = 4.6
"""The ground of a forecast begins here, with its word above the highest line."""
_FORECAST_MM = 3.6
_ZERO_BELOW = 0.5
"""A line chart starts at zero when its smallest value is less than this share of the largest."""
_DOT_MM = 0.95
_ALL_UP_TO = 12
"""Lines of more periods print only their first, last, highest and lowest values."""
_CLEAR_MM = 0.4
"""Values keep so far from lines and dots."""


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things stand: the field, x of each period, y of each tick, points of each series (None: a gap)."""

    left: float
    right: float
    bottom: float
    xs: tuple[float, ...]
    ticks: tuple[float, ...]
    points: tuple[tuple[canvas.Point | None, ...], ...]
    runs: tuple[tuple[room.Segment, ...], ...]
    start: int
    """The first period that is a forecast, or the number of periods."""


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return each series from its first to its last value, the values between when they are few, and the forecast."""
    parts = []
    for one in spec.series:
        there = [i for i, value in enumerate(one.values) if known(value)]
        shown = there if len(there) <= 6 else [there[0], there[-1]]
        values = [point_words(spec, edition, i, one.values[i], spoken=True) for i in shown]
        words = [edition.say("chart.point", period=spec.categories[i], value=value) for i, value in zip(shown, values, strict=True)]
        if len(there) > 6:
            words.insert(1, edition.word("chart.more"))
        if words:
            parts.append(edition.say("chart.series", name=one.name, words=edition.word("list.comma").join(words)))
    if (forecast := spec.option("forecast")) in spec.keys:
        parts.append(edition.say("chart.forecast_from", period=spec.categories[spec.keys.index(forecast)]))
    return edition.word("chart.join").join(parts)


def value_ticks(spec: ChartSpec) -> tuple[float, ...]:
    """Return the numbers of the value axis: from zero, where the smallest value is small beside the largest."""
    values = [value for one in spec.series for value in measured(one.values)] or [0.0]
    low, high = min(values), max(values)
    if 0 <= low < _ZERO_BELOW * high:
        low = 0.0
    ticks = nice_ticks(low, high, 7)
    step = ticks[1] - ticks[0]
    # The lowest value does not lie on the foot of the chart: it would look like nothing, and its number would have no room.
    return ticks if low - ticks[0] >= step / 3 or ticks[0] <= 0 <= low else (ticks[0] - step, *ticks)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the lines with a value at each point, periods below, names of several series at the ends.

    When every point has its value the chart needs no axis; otherwise those that stand clear are printed, on an axis.
    """
    paper, ticks = canvas.sheet(edition, theme, canvas.PLOT_MM), value_ticks(spec)
    plot = _plot(paper, spec, ticks, 0.0)
    spots, wanted = _settled(paper, spec, plot)
    if len(spots) < wanted or not wanted:
        digits = tick_decimals(ticks)
        labels = [number_words(spec, edition, tick, decimals=digits) for tick in ticks]
        plot = _plot(paper, spec, ticks, max(canvas.width(paper, words) for words in labels) + 2.0)
        spots, _ = _settled(paper, spec, plot)
        for y, words in zip(plot.ticks, labels, strict=True):
            canvas.line(paper, [(plot.left, y), (plot.right, y)], theme.colours.rule, weight=0.3, name="rule")
            canvas.write(paper, plot.left - 1.6, y, words, align="right", colour=theme.colours.muted)
    canvas.line(paper, [(plot.left, plot.bottom), (plot.right, plot.bottom)], theme.colours.rule, weight=0.8, name="rule")
    _periods(paper, spec, plot)
    canvas.write(paper, 0, 2.2, rows.axis_title(spec, edition, ticks, note="chart.not_zero_vertical"), colour=theme.colours.muted)
    if plot.start < len(spec.keys):
        _forecast(paper, plot)
    for n in range(len(spec.series)):
        _line(paper, spec, plot, n)
    _values(paper, spec, plot, spots)
    if len(spec.series) > 1:
        _ends(paper, spec, plot)
    return paper.figure


def _plot(paper: canvas.Sheet, spec: ChartSpec, ticks: Sequence[float], left: float) -> _Plot:
    ends = _end_words(paper, spec)
    beyond = max((canvas.width(paper, line, weight="bold") for lines in ends for line in lines), default=0) + 3.4
    right, bottom = paper.width - (beyond if len(spec.series) > 1 else 1.0), paper.height - _FOOT_MM

    # A forecast as high as the highest tick needs room for its value below the word of the ground.
    top = _TOP_MM + (_FORECAST_MM if spec.option("forecast") in spec.keys else 0.0)

    def y(value: float) -> float:
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - top)

    first, last = left + _half_word(paper, spec, 0), right - (3.0 if len(spec.series) > 1 else _half_word(paper, spec, -1))
    first = first if len(spec.categories) > 1 else (first + last) / 2
    step = (last - first) / max(len(spec.categories) - 1, 1)
    xs = tuple(first + step * i for i in range(len(spec.categories)))
    points = tuple(tuple((xs[i], y(v)) if v is not None and known(v) else None for i, v in enumerate(one.values)) for one in spec.series)
    apart = breaks(spec)
    runs = tuple(
        tuple((a, b) for i, (a, b) in enumerate(pairwise(line)) if a and b and not {i, i + 1} & apart) for line in points
    )
    start = spec.keys.index(spec.option("forecast")) if spec.option("forecast") in spec.keys else len(spec.keys)
    return _Plot(left, right, bottom, xs, tuple(y(tick) for tick in ticks), points, runs, start)


def _half_word(paper: canvas.Sheet, spec: ChartSpec, end: int) -> float:
    """Return half the room that period and value of the first or last point take, at most 14 mm."""
    i = end % max(len(spec.keys), 1)
    words = [*spec.categories[i : i + 1], *(point_words(spec, paper.edition, i, one.values[i]) for one in spec.series if one.values)]
    return min(max((canvas.width(paper, each, weight="bold") for each in words), default=0.0) / 2 + 0.6, 14.0)


def _settled(paper: canvas.Sheet, spec: ChartSpec, plot: _Plot) -> tuple[dict[int, room.Spot], int]:
    """Return a clear place for each value that has one, by series * periods + period, and how many there are to place."""
    high, many = canvas.em(paper.size) * 1.05, len(spec.series) > 1
    field = (plot.left, _HEAD_MM + (4.4 if plot.start < len(spec.keys) else 0.0), plot.right, plot.bottom - 0.3)
    runs = [run for line in plot.runs for run in line]
    dots = [point for line in plot.points for point in line if point]
    choices: dict[int, list[room.Spot]] = {}
    for n, line in enumerate(plot.points):
        last = max((i for i, point in enumerate(line) if point), default=-1)
        for i, point in enumerate(line):
            if point is None or (many and i == last):  # the last value of one of several series stands with its name
                continue
            wide = canvas.width(paper, point_words(spec, paper.edition, i, spec.series[n].values[i]), weight="bold")
            boxes = room.around(point, wide, high, _DOT_MM + 0.7)
            liked = [boxes[k] for k in (2, 6, 4, 3, 7, 5, 0, 1)]  # above, below, beside
            choices[n * len(line) + i] = [
                room.Spot(box) for box in liked
                if room.within(box, field) and room.clear(box, (), runs, _CLEAR_MM)
                and not any(room.gap(box, dot) < _DOT_MM + _CLEAR_MM for dot in dots if dot != point)
            ]  # fmt: skip
    periods = len(plot.xs)
    order = sorted(choices, key=lambda place: (place % periods not in (0, periods - 1), place))
    if periods > _ALL_UP_TO:
        order = [place for place in order if place % periods in telling(spec.series[place // periods])]
    return room.settle({place: choices[place] for place in order}, order), len(choices)


def telling(one: Series) -> frozenset[int]:
    """Return the first, last, highest and lowest value of a series, which a long one prints."""
    there = [i for i, value in enumerate(one.values) if known(value)]

    def size(i: int) -> float:
        return one.values[i] or 0.0

    return frozenset((there[0], there[-1], max(there, key=size), min(there, key=size)) if there else ())


def _values(paper: canvas.Sheet, spec: ChartSpec, plot: _Plot, spots: dict[int, room.Spot]) -> None:
    """Write the values in the colour of their line, on the ground of the plot so that no rule runs through them."""
    colours = paper.theme.colours
    for place, spot in sorted(spots.items()):
        n, i = divmod(place, len(plot.xs))
        left, top, right, bottom = spot.box
        ground = colours.tint if i >= plot.start else colours.paper
        canvas.box(paper, left, top, right - left, bottom - top, ground, layer=2, name="back")
        words = point_words(spec, paper.edition, i, spec.series[n].values[i])
        canvas.write(paper, (left + right) / 2, (top + bottom) / 2, words, align="center", colour=colour_of(spec, paper.theme, n, i),
                     weight="bold")  # fmt: skip


def colour_of(spec: ChartSpec, theme: Theme, n: int, i: int | None = None) -> str:
    """Return the colour of a series; of its i-th point, the accent when that one is highlighted."""
    colours = theme.colours
    if i is not None and spec.keys[i] in spec.highlight:
        return colours.accent
    return colours.primary if len(spec.series) == 1 else colours.categorical[n % len(colours.categorical)]


def _end_words(paper: canvas.Sheet, spec: ChartSpec) -> list[tuple[str, ...]]:
    """Return name and last value of each series, as lines that stand at the end of its line."""
    found = []
    for one in spec.series:
        last = max((i for i, value in enumerate(one.values) if known(value)), default=0)
        value = point_words(spec, paper.edition, last, one.values[last]) if one.values else ""
        found.append((*canvas.wrap(paper, one.name, 34.0, weight="bold"), value) if one.name else (value,))
    return found


def _periods(paper: canvas.Sheet, spec: ChartSpec, plot: _Plot) -> None:
    xs, bottom = plot.xs, plot.bottom
    step = xs[1] - xs[0] if len(xs) > 1 else 0.0
    widest = max((canvas.width(paper, words) for words in spec.categories), default=0) + 2.0
    every = max(1, -(-int(widest * 100) // max(int(step * 100), 1))) if len(xs) > 1 else 1
    for i, x in enumerate(xs):
        canvas.line(paper, [(x, bottom), (x, bottom + 0.9)], paper.theme.colours.muted, weight=0.5)
        if (len(xs) - 1 - i) % every == 0:  # counted from the last: the newest period is always named
            canvas.write(paper, x, bottom + 3.4, spec.categories[i], align="center", colour=paper.theme.colours.muted)


def _forecast(paper: canvas.Sheet, plot: _Plot) -> None:
    xs, start = plot.xs, plot.start
    edge = (xs[start - 1] + xs[start]) / 2 if start else plot.left
    canvas.box(paper, edge, _HEAD_MM, plot.right - edge, plot.bottom - _HEAD_MM, paper.theme.colours.tint, layer=0.5, name="forecast")
    canvas.write(paper, edge + 1.2, _HEAD_MM + 2.2, paper.edition.word("chart.forecast"), colour=paper.theme.colours.muted)


def breaks(spec: ChartSpec) -> frozenset[int]:
    """Return the periods that are measured otherwise, which no line joins to the others."""
    return frozenset(spec.keys.index(key) for key in spec.option("breaks").split("|") if key in spec.keys)


def _line(paper: canvas.Sheet, spec: ChartSpec, plot: _Plot, n: int) -> None:
    """Draw the runs between gaps and breaks; the stretch that leads to a forecast is dashed."""
    for a, b in plot.runs[n]:
        dashed = plot.start < len(plot.xs) and b[0] >= plot.xs[plot.start]
        canvas.line(paper, [a, b], colour_of(spec, paper.theme, n), weight=1.6, dashed=dashed, layer=3, name=f"line:{n}")
    for i, point in enumerate(plot.points[n]):
        if point:
            canvas.dot(paper, *point, _DOT_MM, colour_of(spec, paper.theme, n, i), hollow=i >= plot.start, name=f"mark:{n}:{i}")


def _ends(paper: canvas.Sheet, spec: ChartSpec, plot: _Plot) -> None:
    """Write the words of each series at the end of its line; a thin leader joins those that had to move or ended early."""
    words, right = _end_words(paper, spec), plot.right
    at = [next((point for point in reversed(line) if point), (plot.xs[0], plot.bottom)) for line in plot.points]
    sizes = [canvas.lines_height(lines, paper.size) + 1.0 for lines in words]
    for n, (lines, y) in enumerate(zip(words, spread([y for _, y in at], sizes, 0, paper.height), strict=True)):
        tone = colour_of(spec, paper.theme, n)
        canvas.write(paper, right + 3.0, y, lines, colour=tone, weight="bold")
        if abs(y - at[n][1]) > 1.0 or right - at[n][0] > 6.0:
            canvas.line(paper, [(at[n][0] + 1.4, at[n][1]), (right + 2.4, y)], tone, weight=0.5, layer=2, name="leader")
