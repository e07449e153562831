"""Lines: series over periods, each named at its end; the axis says so when it does not start at zero.

Option ``forecast``: the key of the period from which on values are forecasts, drawn dashed with hollow marks.
Option ``breaks``: keys ("a|b") of periods that are measured otherwise; no line leads to them or away from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.charts import canvas, rows
from reportgen.charts.scales import nice_ticks, spread, tick_decimals
from reportgen.charts.words import decimals_at, known, measured, number_words, spoken_value
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TOP_MM, _FOOT_MM = 9.0, 6.4
_ZERO_BELOW = 0.5
"""A line chart starts at zero when its smallest value is less than this share of the largest."""


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return each series from its first to its last value, the values between when they are few, and the forecast."""
    parts = []
    for one in spec.series:
        there = [i for i, value in enumerate(one.values) if known(value)]
        shown = there if len(there) <= 6 else [there[0], there[-1]]
        values = [spoken_value(spec, edition, one.values[i], decimals=decimals_at(spec, i)) for i in shown]
        words = [edition.say("chart.point", period=spec.categories[i], value=value) for i, value in zip(shown, values, strict=True)]
        if len(there) > 6:
            words.insert(1, edition.word("chart.more"))
        if words:
            parts.append(edition.say("chart.series", name=one.name, words=edition.word("list.comma").join(words)))
    if (forecast := spec.option("forecast")) in spec.keys:
        parts.append(edition.say("chart.forecast_from", period=spec.categories[spec.keys.index(forecast)]))
    return edition.word("chart.join").join(parts)


def _ticks(spec: ChartSpec) -> tuple[float, ...]:
    values = [value for one in spec.series for value in measured(one.values)] or [0.0]
    low, high = min(values), max(values)
    if 0 <= low < _ZERO_BELOW * high:
        low = 0.0
    return nice_ticks(low, high, 7)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the lines on horizontal rules, periods below, names at the ends."""
    paper, ticks = canvas.sheet(edition, theme, canvas.PLOT_MM), _ticks(spec)
    digits = tick_decimals(ticks)
    labels = [number_words(spec, edition, tick, decimals=digits) for tick in ticks]
    left = max(canvas.width(paper, words) for words in labels) + 2.0
    ends = _end_words(paper, spec)
    right = paper.width - max((canvas.width(paper, line, weight="bold") for lines in ends for line in lines), default=0) - 3.4
    bottom = paper.height - _FOOT_MM

    def y(value: float) -> float:
        return bottom - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (bottom - _TOP_MM)

    step = (right - left - 6.0) / max(len(spec.categories) - 1, 1)
    xs = [left + 3.0 + step * i for i in range(len(spec.categories))]
    for tick, words in zip(ticks, labels, strict=True):
        canvas.line(paper, [(left, y(tick)), (right, y(tick))], theme.colours.rule, weight=0.3 if tick != ticks[0] else 0.8)
        canvas.write(paper, left - 1.6, y(tick), words, align="right", colour=theme.colours.muted)
    _periods(paper, spec, xs, step, bottom)
    canvas.write(paper, 0, 2.2, rows.axis_title(spec, edition, ticks, note="chart.not_zero_vertical"), colour=theme.colours.muted)
    if not spec.series:
        return paper.figure
    start = spec.keys.index(spec.option("forecast")) if spec.option("forecast") in spec.keys else len(spec.keys)
    if start < len(spec.keys):
        _forecast(paper, xs, start, bottom)
    for n, one in enumerate(spec.series):
        points = [(xs[i], y(v)) if v is not None and known(v) else None for i, v in enumerate(one.values)]
        _line(paper, points, start, _tone(spec, theme, n), n, _breaks(spec))
    last = [max((i for i, v in enumerate(one.values) if known(v)), default=0) for one in spec.series]
    _ends(paper, spec, ends, [(xs[i], y(one.values[i] or 0.0)) for i, one in zip(last, spec.series, strict=True)], right)
    return paper.figure


def _tone(spec: ChartSpec, theme: Theme, n: int) -> str:
    colours = theme.colours
    return colours.primary if len(spec.series) == 1 else colours.categorical[n % len(colours.categorical)]


def _end_words(paper: canvas.Sheet, spec: ChartSpec) -> list[tuple[str, ...]]:
    """Return name and last value of each series, as lines that stand at the end of its line."""
    found = []
    for one in spec.series:
        last = max((i for i, value in enumerate(one.values) if known(value)), default=None)
        at, digits = (None, None) if last is None else (one.values[last], decimals_at(spec, last))
        value = number_words(spec, paper.edition, at, decimals=digits)
        found.append((*canvas.wrap(paper, one.name, 34.0, weight="bold"), value) if one.name else (value,))
    return found


def _periods(paper: canvas.Sheet, spec: ChartSpec, xs: Sequence[float], step: float, bottom: float) -> None:
    widest = max((canvas.width(paper, words) for words in spec.categories), default=0) + 2.0
    every = max(1, -(-int(widest * 100) // max(int(step * 100), 1))) if len(xs) > 1 else 1
    for i, x in enumerate(xs):
        canvas.line(paper, [(x, bottom), (x, bottom + 0.9)], paper.theme.colours.muted, weight=0.5)
        if (len(xs) - 1 - i) % every == 0:  # counted from the last: the newest period is always named
            canvas.write(paper, x, bottom + 3.4, spec.categories[i], align="center", colour=paper.theme.colours.muted)


def _forecast(paper: canvas.Sheet, xs: Sequence[float], start: int, bottom: float) -> None:
    edge = (xs[start - 1] + xs[start]) / 2 if start else xs[0] - 2.0
    canvas.box(paper, edge, _TOP_MM - 4.0, xs[-1] + 2.4 - edge, bottom - _TOP_MM + 4.0, paper.theme.colours.tint, layer=0.5, name="forecast")
    canvas.write(paper, edge + 1.2, _TOP_MM - 1.8, paper.edition.word("chart.forecast"), colour=paper.theme.colours.muted)


def _breaks(spec: ChartSpec) -> frozenset[int]:
    return frozenset(spec.keys.index(key) for key in spec.option("breaks").split("|") if key in spec.keys)


def _line(paper: canvas.Sheet, points: Sequence[canvas.Point | None], start: int, colour: str, n: int, breaks: frozenset[int]) -> None:
    """Draw the runs between gaps and breaks; the stretch that leads to a forecast is dashed."""
    for i, (a, b) in enumerate(pairwise(points)):
        if a and b and not {i, i + 1} & breaks:
            canvas.line(paper, [a, b], colour, weight=1.6, dashed=i + 1 >= start, layer=3, name=f"line:{n}")
    for i, point in enumerate(points):
        if point:
            canvas.dot(paper, *point, 0.95, colour, hollow=i >= start, name=f"mark:{n}:{i}")


def _ends(
    paper: canvas.Sheet, spec: ChartSpec, words: Sequence[tuple[str, ...]], at: Sequence[canvas.Point], right: float
) -> None:
    """Write the words of each series at the end of its line; a thin leader joins those that had to move or ended early."""
    sizes = [canvas.lines_height(lines, paper.size) + 1.0 for lines in words]
    for n, (lines, y) in enumerate(zip(words, spread([y for _, y in at], sizes, 0, paper.height), strict=True)):
        tone = _tone(spec, paper.theme, n)
        canvas.write(paper, right + 3.0, y, lines, colour=tone, weight="bold")
        if abs(y - at[n][1]) > 1.0 or right - at[n][0] > 6.0:
            canvas.line(paper, [(at[n][0] + 1.4, at[n][1]), (right + 2.4, y)], tone, weight=0.5, layer=2)
