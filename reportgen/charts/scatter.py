"""Scatter: `series[0]` across, `series[1]` up; names beside the dots where they fit.

Options: ``x_label``, ``y_label`` (default: names of the series); ``x_reference``, ``y_reference``: "mean", "median" or a
number, drawn as a line with its words; ``x_reference_of``, ``y_reference_of``: "mean" or "median" for a number that is one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import TYPE_CHECKING

from reportgen.charts import canvas, room
from reportgen.charts.scales import nice_ticks, tick_decimals
from reportgen.charts.words import known, number_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LEFT_MM, _TOP_MM, _FOOT_MM = 12.0, 9.0, 10.6
_ASIDE_MM = 16.0
"""Words of a horizontal reference line stand beside the plot, in lines no wider than this."""
_HEIGHT_MM, _TALL_MM, _MANY = 100.0, 110.0, 24
"""More than so many dots need the taller sheet for their names."""
_DOT_MM = 1.1
_CLEAR_MM = 0.45
"""Names keep so far from reference lines and from dots that are not theirs."""
_CROWD_MM = 3.0
"""Nearer dots make a place worse."""
_BESIDE = 12
"""So many places stand beside the dot; those after them need a leader."""


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return both values of the highlighted ones, of the extremes of both axes, and the reference lines."""
    there = both_known(spec)
    extremes = [pick(there, key=lambda i: value_of(spec, n, i)) for n in (0, 1) for pick in (max, min)] if there else []
    shown = there if len(there) <= 6 else [i for i in there if spec.keys[i] in spec.highlight or i in extremes]
    parts = [
        edition.say(
            "chart.quadrant", name=spec.categories[i], x_name=spec.series[0].name, x=number_words(spec, edition, value_of(spec, 0, i)),
            y_name=spec.series[1].name, y=number_words(spec, edition, value_of(spec, 1, i)),
        )
        for i in shown
    ]  # fmt: skip
    parts += [words for n in (0, 1) if (words := reference_line(spec, edition, n, name=spec.series[n].name)[1])]
    missing = [spec.categories[i] for i in range(len(spec.categories)) if i not in there]
    if missing:
        parts.append(edition.say("chart.missing", names=edition.names(missing)))
    return edition.word("chart.join").join(parts)


def both_known(spec: ChartSpec) -> list[int]:
    """Return the places of those with a value on both axes."""
    return [i for i in range(len(spec.categories)) if known(spec.series[0].values[i]) and known(spec.series[1].values[i])]


def value_of(spec: ChartSpec, n: int, i: int) -> float:
    """Return a value that is known: of the i-th, across (n = 0) or up (1)."""
    value = spec.series[n].values[i]
    return 0.0 if value is None else value


def reference_line(spec: ChartSpec, edition: Edition, n: int, *, name: str) -> tuple[float, str]:
    """Return where a reference line stands and its words; no words means no line.

    name  of what the axis measures; "" where the axis title says it, then a mean says only that it is one.
    """
    given = spec.option(("x_reference", "y_reference")[n])
    values = [value_of(spec, n, i) for i in both_known(spec)]
    if not given or not values:
        return 0.0, ""
    kind = spec.option(("x_reference_of", "y_reference_of")[n], given)
    at = {"mean": mean, "median": median}[given](values) if given in ("mean", "median") else float(given)
    shown = number_words(spec, edition, at)
    if kind not in ("mean", "median"):
        return at, edition.say("chart.item", name=name or spec.series[n].name, value=shown)
    if name:
        return at, edition.say(f"chart.{kind}_of", name=name, value=shown)
    return at, edition.say("chart.item", name=edition.say(f"chart.{kind}_of", name="", value="").strip(" ,"), value=shown)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the dots, the lines and as many names as fit, the highlighted and the outermost first."""
    there = both_known(spec)
    paper = canvas.sheet(edition, theme, _HEIGHT_MM if len(there) <= _MANY else _TALL_MM)
    ticks = [nice_ticks(min(v), max(v), 7) for v in ([value_of(spec, n, i) for i in there] or [0.0] for n in (0, 1))]
    right = _right(paper, spec)
    spans = ((_LEFT_MM, right - 1.0), (paper.height - _FOOT_MM, _TOP_MM))

    def place(n: int, value: float) -> float:
        first, last = spans[n]
        return first + (value - ticks[n][0]) / (ticks[n][-1] - ticks[n][0]) * (last - first)

    _axes(paper, spec, right, ticks, [[place(n, tick) for tick in ticks[n]] for n in (0, 1)])
    references = [reference_line(spec, edition, n, name="") for n in (0, 1)]
    at = [place(n, references[n][0]) for n in (0, 1)]
    points = {i: (place(0, value_of(spec, 0, i)), place(1, value_of(spec, 1, i))) for i in there}
    taken = _reference_lines(paper, spec, at, right)
    rules = [((at[0], 0.0), (at[0], paper.height))] if references[0][1] else []
    rules += [((0.0, at[1]), (paper.width, at[1]))] if references[1][1] else []
    for i, (x, y) in points.items():
        own = spec.keys[i] in spec.highlight
        canvas.dot(paper, x, y, _DOT_MM * (1.35 if own else 1), theme.colours.accent if own else theme.colours.primary,
                   layer=5 if own else 4, name=f"dot:{spec.keys[i]}")  # fmt: skip
    _names(paper, spec, points, taken, rules)
    return paper.figure


def _right(paper: canvas.Sheet, spec: ChartSpec) -> float:
    """Return the right edge of the plot: words of a horizontal reference line stand beyond it."""
    lines = canvas.wrap(paper, reference_line(spec, paper.edition, 1, name="")[1], _ASIDE_MM)
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
) -> list[room.Box]:
    """Draw the reference lines and return the boxes of their words, which names must not meet."""
    colours, taken, bottom = paper.theme.colours, [], paper.height - _FOOT_MM
    for n, words in enumerate(reference_line(spec, paper.edition, n, name="")[1] for n in (0, 1)):
        if not words:
            continue
        wide = canvas.width(paper, words)
        if n == 0:
            canvas.line(paper, [(at[0], _TOP_MM - 2.0), (at[0], bottom)], colours.muted, weight=0.7, dashed=True, name="reference")
            x = min(max(at[0] - wide / 2, _LEFT_MM), paper.width - wide)
            canvas.write(paper, x, _TOP_MM - 4.2, words, colour=colours.muted)
            taken.append((x, _TOP_MM - 6.0, x + wide, _TOP_MM - 2.4))
        else:
            canvas.line(paper, [(_LEFT_MM, at[1]), (right, at[1])], colours.muted, weight=0.7, dashed=True, name="reference")
            lines = canvas.wrap(paper, words, _ASIDE_MM)
            canvas.write(paper, right + 1.4, at[1], lines, colour=colours.muted)
            half = canvas.lines_height(lines, paper.size) / 2
            taken.append((right + 1.0, at[1] - half, paper.width, at[1] + half))
    return taken


def naming_order(spec: ChartSpec, points: Mapping[int, canvas.Point]) -> list[int]:
    """Return who chooses a place for its name first: the highlighted ones, then the extremes of both axes, then the outermost."""
    if not points:
        return []
    middle = (mean(x for x, _ in points.values()), mean(y for _, y in points.values()))
    extremes = {pick(points, key=lambda i: points[i][n]) for n in (0, 1) for pick in (max, min)}
    return sorted(points, key=lambda i: (spec.keys[i] not in spec.highlight, i not in extremes, -math.dist(points[i], middle), i))


def _names(paper: canvas.Sheet, spec: ChartSpec, points: dict[int, canvas.Point], taken: list[room.Box], rules: Sequence[room.Segment]) -> None:
    """Write as many names as stand clear of dots, reference lines, leaders and each other; the rest of the dots stay unnamed."""
    if not points:
        return
    field = (_LEFT_MM, _TOP_MM - 1, paper.width, paper.height - _FOOT_MM - 0.3)
    high = canvas.em(paper.size) * 1.05
    choices = {}
    for i in points:
        own = spec.keys[i] in spec.highlight
        size = (canvas.width(paper, spec.categories[i], weight="bold" if own else "normal"), high)
        choices[i] = name_choices(i, points, size, _DOT_MM * (1.35 if own else 1), (field, taken, rules))
    colours = paper.theme.colours
    for i, spot in room.settle(choices, naming_order(spec, points)).items():
        own, box = spec.keys[i] in spec.highlight, spot.box
        canvas.box(paper, box[0], box[1], box[2] - box[0], high, colours.paper, layer=1.5, name="back")
        canvas.write(paper, box[0], box[1] + high / 2, spec.categories[i], weight="bold" if own else "normal",
                     colour=colours.accent if own else colours.ink)  # fmt: skip
        if spot.leader:
            canvas.line(paper, spot.leader, colours.muted, weight=0.4, layer=2, name="leader")


def name_choices(
    i: int, points: Mapping[int, canvas.Point], size: tuple[float, float], radius: float,
    around: tuple[room.Box, Sequence[room.Box], Sequence[room.Segment]],
) -> list[room.Spot]:  # fmt: skip
    """Return the clean places for the name of the i-th dot, best first: beside it, then further off with a leader.

    size    width and height of the name in millimetres; radius that of its dot
    around  the field, boxes and lines that the name must keep clear of
    """
    (field, taken, rules), (wide, high), point = around, size, points[i]
    reach = wide + 12.0
    others = [other for j, other in points.items() if j != i and abs(other[0] - point[0]) < reach and abs(other[1] - point[1]) < reach]
    spots = []
    for n, box in enumerate((*room.around(point, wide, high, radius + 0.6), *room.further(point, wide, high, radius))):
        joined = room.leader(point, box, radius) if n >= _BESIDE else None
        if not room.within(box, field) or not room.clear(box, taken, rules, _CLEAR_MM):
            continue
        # Another dot may come no nearer than this; the name of a dot is closer to it than to any other.
        nearest = _DOT_MM + (1.2 if joined else max(_CLEAR_MM, room.gap(box, point) - radius + 0.1))
        if room.is_nearer(box, others, nearest):
            continue
        if joined and (any(room.crosses(joined, rule) for rule in rules) or any(room.off(other, joined) < _DOT_MM + 0.8 for other in others)):
            continue
        crowd = sum(max(0.0, _CROWD_MM - room.gap(box, other)) for other in others if room.within((*other, *other), room.grown(box, _CROWD_MM)))
        spots.append(room.Spot(box, joined, crowd + (8.0 + 0.2 * n if joined else 0.25 * n)))
    return sorted(spots, key=lambda spot: spot.cost)
