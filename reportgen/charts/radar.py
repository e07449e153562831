"""Radar: one to three series over three to eight axes; the centre need not be zero, and the chart says where it is.

Options: ``low`` and ``high`` set the scale; without them it is round numbers around the values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.charts.scales import nice_ticks, tick_decimals
from reportgen.charts.words import known, measured, number_words, option_number, per_category_words, unit_words
from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition
from reportgen.errors import Problem, RenderError
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_RADIUS_MM = 33.0
_EDGE_MM = 12.5
_KEY_MM = 50.0


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return the values of all series on each axis, and the scale."""
    ticks = ring_ticks(spec)
    note = edition.say("chart.not_zero_radar", low=_tick_words(spec, edition, ticks[0]), high=_tick_words(spec, edition, ticks[-1]))
    return edition.word("chart.join").join((per_category_words(spec, edition), note))


def ring_ticks(spec: ChartSpec) -> tuple[float, ...]:
    """Return the values of the rings, the centre first."""
    low, high = option_number(spec, "low"), option_number(spec, "high")
    values = [value for one in spec.series for value in measured(one.values)] or [0.0]
    if low is not None and high is not None:
        return tuple(low + (high - low) * n / 4 for n in range(5))
    ticks = nice_ticks(min(values), max(values), 6)
    # The worst value is not drawn on the centre: a point there would look like nothing at all.
    step = ticks[1] - ticks[0]
    return ticks if min(values) - ticks[0] >= step / 2 or ticks[0] <= 0 <= min(values) else (ticks[0] - step, *ticks)


def _tick_words(spec: ChartSpec, edition: Edition, tick: float) -> str:
    return number_words(spec, edition, tick, decimals=tick_decimals((tick,)))


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw rings, axes with their names outside, one polygon per series, and the values beside it."""
    n = len(spec.categories)
    if not 3 <= n <= 8 or not 1 <= len(spec.series) <= 3:
        what = f"a radar has 3 to 8 axes and 1 to 3 series, not {n} and {len(spec.series)}"
        raise RenderError(Problem("chart", what, "use dots or a heat table", code="RG433"))
    ticks = ring_ticks(spec)
    paper = canvas.sheet(edition, theme, 2 * (_RADIUS_MM + _EDGE_MM))
    centre = ((paper.width - _KEY_MM) / 2, paper.height / 2)
    angles = [2 * math.pi * i / n - math.pi / 2 for i in range(n)]

    def at(angle: float, value: float) -> canvas.Point:
        r = _RADIUS_MM * (value - ticks[0]) / (ticks[-1] - ticks[0])
        return centre[0] + r * math.cos(angle), centre[1] + r * math.sin(angle)

    colours = theme.colours
    for tick in ticks[1:]:
        ring = [at(angle, tick) for angle in angles]
        canvas.line(paper, [*ring, ring[0]], colours.rule, weight=0.7 if tick == ticks[-1] else 0.4)
    for angle, name in zip(angles, spec.categories, strict=True):
        canvas.line(paper, [centre, at(angle, ticks[-1])], colours.rule, weight=0.4)
        _axis_name(paper, name, number_words(spec, edition, spec.series[0].values[angles.index(angle)]), angle, centre)
    for i, one in enumerate(spec.series):
        corners = [(at(a, v), spec.keys[j]) for j, (a, v) in enumerate(zip(angles, one.values, strict=True)) if v is not None and known(v)]
        _polygon(paper, one, [corner for corner, _ in corners], colour_of(theme, i), first=i == 0)
    _ring_numbers(paper, spec, ticks, centre)
    _key(paper, spec, ticks)
    return paper.figure


def colour_of(theme: Theme, i: int) -> str:
    """Return the colour of the i-th series."""
    return (theme.colours.accent, theme.colours.muted, theme.colours.primary)[i]


def _axis_name(paper: canvas.Sheet, name: str, value: str, angle: float, centre: canvas.Point) -> None:
    """Write the name of an axis outside it, and below the name the value of the first series in its colour."""
    across, down = math.cos(angle), math.sin(angle)
    x, y = centre[0] + (_RADIUS_MM + 2.4) * across, centre[1] + (_RADIUS_MM + 2.4) * down
    align: canvas.Align = "center" if abs(across) < 0.25 else "left" if across > 0 else "right"
    room = {"center": 50.0, "left": paper.width - _KEY_MM - x, "right": x}[align]
    lines = canvas.wrap(paper, name, max(room, 12.0))
    middle = y + down * canvas.lines_height((*lines, value), paper.size) / 2
    canvas.write(paper, x, middle, (*lines, ""), align=align)
    canvas.write(paper, x, middle, (*("" for _ in lines), value), align=align, colour=colour_of(paper.theme, 0), weight="bold")


def _polygon(paper: canvas.Sheet, one: Series, corners: list[canvas.Point], colour: str, *, first: bool) -> None:
    if len(corners) > 2:
        canvas.shape(paper, corners, fill=colour if first else None, alpha=0.10, edge=colour, weight=1.8 if first else 1.1,
                     layer=4 if first else 3, name=f"radar:{one.name}")  # fmt: skip
    for x, y in corners:
        canvas.dot(paper, x, y, 0.95 if first else 0.75, colour, layer=5 if first else 4)


def _ring_numbers(paper: canvas.Sheet, spec: ChartSpec, ticks: Sequence[float], centre: canvas.Point) -> None:
    """Write the value of the centre on it, and that of the outer ring in the middle of the side farthest from all polygons."""
    n = len(spec.categories)

    def air(i: int) -> float:
        ends = [one.values[j % n] for one in spec.series for j in (i, i + 1)]
        return ticks[-1] - max(measured(ends), default=ticks[0])

    side = max(range(n), key=lambda i: (round(air(i), 9), -i))
    angle, middle = 2 * math.pi * (side + 0.5) / n - math.pi / 2, _RADIUS_MM * math.cos(math.pi / n)
    outer = (centre[0] + middle * math.cos(angle), centre[1] + middle * math.sin(angle))
    for tick, (x, y) in ((ticks[0], centre), (ticks[-1], outer)):
        words, high = _tick_words(spec, paper.edition, tick), canvas.em(paper.size) * 1.1
        wide = canvas.width(paper, words) + 1.0
        canvas.box(paper, x - wide / 2, y - high / 2, wide, high, paper.theme.colours.paper, layer=2.4, name="back")
        canvas.write(paper, x, y, words, align="center", colour=paper.theme.colours.muted, layer=6)


def _key(paper: canvas.Sheet, spec: ChartSpec, ticks: tuple[float, ...]) -> None:
    """Name each series in its colour on the right, and the values of centre and outer ring."""
    left, colours = paper.width - _KEY_MM + 4.0, paper.theme.colours
    note = paper.edition.say("chart.not_zero_radar", low=_tick_words(spec, paper.edition, ticks[0]), high=_tick_words(spec, paper.edition, ticks[-1]))
    unit = unit_words(spec, paper.edition)
    y = paper.height / 2 - 2.8 * (len(spec.series) + 1)
    for i, one in enumerate(spec.series):
        tone = colour_of(paper.theme, i)
        canvas.line(paper, [(left, y), (left + 6.0, y)], tone, weight=1.8 if i == 0 else 1.1)
        canvas.dot(paper, left + 3.0, y, 0.9, tone)
        lines = canvas.wrap(paper, one.name, _KEY_MM - 12.0, weight="bold")
        canvas.write(paper, left + 7.6, y + (len(lines) - 1) * 1.8, lines, colour=tone, weight="bold")
        y += 5.6 + (len(lines) - 1) * 3.6
    for words in (note, unit):
        lines = canvas.wrap(paper, words, _KEY_MM - 4.0)
        canvas.write(paper, left, y + 1.0 + (len(lines) - 1) * 1.8, lines, colour=colours.muted)
        y += 1.6 + len(lines) * 3.8
