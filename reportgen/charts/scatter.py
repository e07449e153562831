"""Scatter: `series[0]` across, `series[1]` up; names beside the dots where they fit.

Options: ``x_label``, ``y_label`` (default: names of the series); ``x_reference``, ``y_reference``: "mean", "median" or a
number, drawn as a line with its words; ``y_unit`` "%" for the numbers of the vertical axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median
from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.charts.scales import nice_ticks, tick_decimals
from reportgen.charts.words import known, number_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Box = tuple[float, float, float, float]
_LEFT_MM, _TOP_MM, _FOOT_MM = 12.0, 9.0, 10.6
_ASIDE_MM = 22.0
"""Words of a horizontal reference line stand beside the plot, in lines no wider than this."""
_HEIGHT_MM = 100.0
_DOT_MM = 1.1


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return both values of the highlighted ones, of the extremes of both axes, and the reference lines."""
    there = _there(spec)
    extremes = [pick(there, key=lambda i: _value(spec, n, i)) for n in (0, 1) for pick in (max, min)] if there else []
    shown = there if len(there) <= 6 else [i for i in there if spec.keys[i] in spec.highlight or i in extremes]
    parts = [
        edition.say(
            "chart.quadrant", name=spec.categories[i], x_name=spec.series[0].name, x=number_words(spec, edition, _value(spec, 0, i)),
            y_name=spec.series[1].name, y=number_words(spec, edition, _value(spec, 1, i)),
        )
        for i in shown
    ]  # fmt: skip
    parts += [words for n in (0, 1) if (words := _reference(spec, edition, n)[1])]
    missing = [spec.categories[i] for i in range(len(spec.categories)) if i not in there]
    if missing:
        parts.append(edition.say("chart.missing", names=edition.names(missing)))
    return edition.word("chart.join").join(parts)


def _there(spec: ChartSpec) -> list[int]:
    return [i for i in range(len(spec.categories)) if known(spec.series[0].values[i]) and known(spec.series[1].values[i])]


def _value(spec: ChartSpec, n: int, i: int) -> float:
    value = spec.series[n].values[i]
    return 0.0 if value is None else value


def _reference(spec: ChartSpec, edition: Edition, n: int) -> tuple[float, str]:
    """Return where a reference line stands and its words; no words means no line."""
    given, name = spec.option(("x_reference", "y_reference")[n]), spec.series[n].name
    values = [_value(spec, n, i) for i in _there(spec)]
    if not given or not values:
        return 0.0, ""
    if given in ("mean", "median"):
        at = mean(values) if given == "mean" else median(values)
        return at, edition.say(f"chart.{given}_of", name=name, value=number_words(spec, edition, at))
    return float(given), edition.say("chart.item", name=name, value=number_words(spec, edition, float(given)))


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the dots, the lines and as many names as fit, the highlighted and the outermost first."""
    paper = canvas.sheet(edition, theme, _HEIGHT_MM)
    there = _there(spec)
    ticks = [nice_ticks(min(v), max(v), 7) for v in ([_value(spec, n, i) for i in there] or [0.0] for n in (0, 1))]
    right = _right(paper, spec)
    spans = ((_LEFT_MM, right - 1.0), (paper.height - _FOOT_MM, _TOP_MM))

    def place(n: int, value: float) -> float:
        first, last = spans[n]
        return first + (value - ticks[n][0]) / (ticks[n][-1] - ticks[n][0]) * (last - first)

    _axes(paper, spec, right, ticks, [[place(n, tick) for tick in ticks[n]] for n in (0, 1)])
    at = [place(n, _reference(spec, edition, n)[0]) for n in (0, 1)]
    points = {i: (place(0, _value(spec, 0, i)), place(1, _value(spec, 1, i))) for i in there}
    taken = _reference_lines(paper, spec, at, right)
    rules = [(at[0] - 0.3, 0.0, at[0] + 0.3, paper.height)] if _reference(spec, edition, 0)[1] else []
    rules += [(0.0, at[1] - 0.3, paper.width, at[1] + 0.3)] if _reference(spec, edition, 1)[1] else []
    for i, (x, y) in points.items():
        own = spec.keys[i] in spec.highlight
        canvas.dot(paper, x, y, _DOT_MM * (1.35 if own else 1), theme.colours.accent if own else theme.colours.primary,
                   layer=5 if own else 4, name=f"dot:{spec.keys[i]}")  # fmt: skip
    _names(paper, spec, points, taken, rules, right)
    return paper.figure


def _right(paper: canvas.Sheet, spec: ChartSpec) -> float:
    """Return the right edge of the plot: words of a horizontal reference line stand beyond it."""
    lines = canvas.wrap(paper, _reference(spec, paper.edition, 1)[1], _ASIDE_MM)
    aside = max((canvas.width(paper, line) for line in lines), default=0.0)
    return paper.width - (aside + 2.0 if aside else 3.0)


def _axes(
    paper: canvas.Sheet, spec: ChartSpec, right: float, ticks: Sequence[Sequence[float]], at: Sequence[Sequence[float]]
) -> None:
    colours, bottom = paper.theme.colours, paper.height - _FOOT_MM
    for tick, y in zip(ticks[1], at[1], strict=True):
        canvas.line(paper, [(_LEFT_MM, y), (right, y)], colours.rule, weight=0.3)
        words = number_words(spec, paper.edition, tick, decimals=tick_decimals(ticks[1]))
        canvas.write(paper, _LEFT_MM - 1.6, y, words, align="right", colour=colours.muted)
    canvas.line(paper, [(_LEFT_MM, bottom), (right, bottom)], colours.muted, weight=0.6)
    for tick, x in zip(ticks[0], at[0], strict=True):
        canvas.line(paper, [(x, bottom), (x, bottom + 1)], colours.muted, weight=0.5)
        words = number_words(spec, paper.edition, tick, decimals=tick_decimals(ticks[0]))
        canvas.write(paper, x, bottom + 3.2, words, align="center", colour=colours.muted)
    canvas.write(paper, right, paper.height - 2.2, spec.option("x_label", spec.series[0].name), align="right", colour=colours.muted)
    canvas.write(paper, 0, 1.8, spec.option("y_label", spec.series[1].name), colour=colours.muted)


def _reference_lines(
    paper: canvas.Sheet, spec: ChartSpec, at: Sequence[float], right: float
) -> list[Box]:
    """Draw the reference lines and return the boxes of their words, which names must not meet."""
    colours, taken, bottom = paper.theme.colours, [], paper.height - _FOOT_MM
    for n, words in enumerate(_reference(spec, paper.edition, n)[1] for n in (0, 1)):
        if not words:
            continue
        wide = canvas.width(paper, words)
        if n == 0:
            canvas.line(paper, [(at[0], _TOP_MM - 2.0), (at[0], bottom)], colours.muted, weight=0.7, dashed=True)
            x = min(max(at[0] - wide / 2, _LEFT_MM), paper.width - wide)
            canvas.write(paper, x, _TOP_MM - 4.2, words, colour=colours.muted)
            taken.append((x, _TOP_MM - 6.0, x + wide, _TOP_MM - 2.4))
        else:
            canvas.line(paper, [(_LEFT_MM, at[1]), (right, at[1])], colours.muted, weight=0.7, dashed=True)
            canvas.write(paper, right + 1.4, at[1], canvas.wrap(paper, words, _ASIDE_MM), colour=colours.muted)
    return taken


def _names(
    paper: canvas.Sheet, spec: ChartSpec, points: dict[int, canvas.Point], taken: list[Box], rules: Sequence[Box], right: float
) -> None:
    """Write each name at the first free place around its dot, off the reference lines (`rules`) if it can.

    When there is none a leader joins a place further off; when there is none either, the dot stays unnamed.
    """
    if not points:
        return
    middle = (mean(x for x, _ in points.values()), mean(y for _, y in points.values()))

    def urgency(i: int) -> tuple[bool, float, int]:
        x, y = points[i]
        return spec.keys[i] not in spec.highlight, -((x - middle[0]) ** 2 + (y - middle[1]) ** 2), i

    high = canvas.em(paper.size) * 1.05
    dots = [(x - _DOT_MM, y - _DOT_MM, x + _DOT_MM, y + _DOT_MM) for x, y in points.values()]
    wide_dots = [(a - 1.0, b - 1.0, c + 1.0, d + 1.0) for a, b, c, d in dots]
    field = (_LEFT_MM, _TOP_MM - 1, right + 0.5, paper.height - _FOOT_MM - 0.3)
    for i in sorted(points, key=urgency):
        own = spec.keys[i] in spec.highlight
        colour, weight = (paper.theme.colours.accent, "bold") if own else (paper.theme.colours.ink, "normal")
        wide = canvas.width(paper, spec.categories[i], weight="bold" if own else "normal")
        near, far = _around(points[i], wide, high), _away(points[i], wide, high)
        for obstacles, places in (((*taken, *dots, *rules), near), ((*taken, *dots), near), ((*taken, *wide_dots), far)):
            spots = [(x, y - high / 2, x + wide, y + high / 2) for x, y in places]
            free = [spot for spot in spots if _within(spot, field) and not any(_meet(spot, other) for other in obstacles)]
            if free:
                break
        else:
            continue
        spot = free[0]
        taken.append(spot)
        canvas.write(paper, spot[0], spot[1] + high / 2, spec.categories[i], weight="bold" if weight == "bold" else "normal", colour=colour)
        if places is far:
            end = (min(max(points[i][0], spot[0]), spot[2]), spot[3] if spot[3] < points[i][1] else spot[1])
            canvas.line(paper, [points[i], end], paper.theme.colours.muted, weight=0.4, layer=2)


def _around(point: canvas.Point, wide: float, high: float) -> list[canvas.Point]:
    """Return left edges and middles of eight places for a name, best first."""
    x, y = point
    gap = _DOT_MM + 0.6
    left, right, centre = x - gap - wide, x + gap, x - wide / 2
    up, down = y - gap - high / 2 + 0.3, y + gap + high / 2 - 0.3
    return [(right, y), (left, y), (centre, up), (centre, down), (right - 0.5, up), (right - 0.5, down), (left + 0.5, up), (left + 0.5, down)]


def _away(point: canvas.Point, wide: float, high: float) -> list[canvas.Point]:
    """Return places further off, for a name that needs a leader."""
    x, y = point
    return [
        (x - wide / 2 + across * (wide / 2 + 3.0), y + down * (high + far))
        for far in (2.6, 6.0)
        for down in (-1, 1)
        for across in (0, 1, -1)
    ]


def _within(a: Box, b: Box) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
