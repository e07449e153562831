"""What dot charts share: a column of names, a value axis that may start anywhere, and series named above their marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen.charts import canvas
from reportgen.charts.ranked_bars import name_column
from reportgen.charts.scales import nice_ticks, spread, tick_decimals
from reportgen.charts.words import measured, number_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

HEAD_MM = 9.0
AXIS_MM = 9.4


@dataclass(frozen=True, slots=True)
class Rows:
    """A sheet with rows: `middles` in millimetres, `x` maps a value to millimetres, `ticks` enclose all values."""

    paper: canvas.Sheet
    middles: tuple[float, ...]
    x: Callable[[float], float]
    ticks: tuple[float, ...]
    left: float


def rows_sheet(spec: ChartSpec, edition: Edition, theme: Theme, *, head: float, foot: float, pad: float) -> Rows:
    """Return a sheet with the names written, a hairline under each row, the highlighted ones tinted.

    pad  millimetres kept free of marks on both sides, for value labels.
    """
    probe = canvas.sheet(edition, theme, 10)
    wide, names = name_column(probe, spec.categories)
    pitch = canvas.row_height(len(names), head + foot)
    heights = [pitch + (len(lines) - 1) * canvas.em(theme.sizes.chart) * 1.22 for lines in names]
    paper = canvas.sheet(edition, theme, head + sum(heights) + foot)
    middles, top, colours = [], head, theme.colours
    for i, lines in enumerate(names):
        own = spec.keys[i] in spec.highlight
        if own:
            canvas.box(paper, 0, top, paper.width, heights[i], colours.tint, layer=0.5, name=f"own:{spec.keys[i]}")
        middles.append(top + heights[i] / 2)
        canvas.write(paper, 0.6, middles[-1], lines, colour=colours.accent if own else colours.ink, weight="bold" if own else "normal")
        top += heights[i]
        canvas.line(paper, [(0, top), (paper.width, top)], colours.rule, weight=0.3)
    ticks = value_ticks(spec)
    left = wide + 4.0
    first, last = left + pad, paper.width - pad - 1.0

    def x(value: float) -> float:
        return first + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (last - first)

    return Rows(paper, tuple(middles), x, ticks, left)


def value_ticks(spec: ChartSpec) -> tuple[float, ...]:
    """Return round axis steps around all values of all series."""
    values = [value for one in spec.series for value in measured(one.values)] or [0.0]
    return nice_ticks(min(values), max(values))


def value_axis(spec: ChartSpec, rows: Rows, top: float) -> None:
    """Draw ticks, their numbers and the axis title, which says when the axis does not start at zero."""
    paper, colours = rows.paper, rows.paper.theme.colours
    digits = tick_decimals(rows.ticks)
    for tick in rows.ticks:
        canvas.line(paper, [(rows.x(tick), top), (rows.x(tick), top + 1.0)], colours.muted, weight=0.5)
        canvas.write(paper, rows.x(tick), top + 2.9, number_words(spec, paper.edition, tick, decimals=digits),
                     align="center", colour=colours.muted)  # fmt: skip
    canvas.write(paper, paper.width, top + 7.2, axis_title(spec, paper.edition, rows.ticks), align="right", colour=colours.muted)


def axis_title(spec: ChartSpec, edition: Edition, ticks: Sequence[float], *, note: str = "chart.not_zero") -> str:
    """Return the words of a value axis: what it measures, its unit, and that it does not start at zero when so."""
    name = spec.option("axis") or (spec.series[0].name if len(spec.series) == 1 else edition.word("chart.value"))
    if spec.unit.strip():
        name = edition.say("chart.axis_unit", name=name, unit=spec.unit.strip())
    starts_elsewhere = ticks[0] > 0 or ticks[-1] < 0
    return edition.say("chart.axis", name=name, note=edition.word(note)) if starts_elsewhere else name


def series_heads(rows: Rows, names: Sequence[str], at: Sequence[float], colours: Sequence[str], y: float, marks_y: float) -> None:
    """Write the name of each series above its first mark, moved aside where two would meet, with a leader to the mark."""
    paper = rows.paper
    sizes = [canvas.width(paper, name, weight="bold") + 2.4 for name in names]
    centres = spread(at, sizes, rows.left - 2, paper.width)
    for name, x, centre, colour in zip(names, at, centres, colours, strict=True):
        canvas.write(paper, centre, y, name, align="center", colour=colour, weight="bold")
        canvas.line(paper, [(centre, y + 2.0), (x, marks_y)], colour, weight=0.5, layer=3)
