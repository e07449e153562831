"""Heat table: categories × series with every value printed, shaded within its column or over all columns.

Option ``shade``: "column" (default; each column in five equal steps of rank) or "level" (one set of classes for all).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.charts.ranked_bars import name_column
from reportgen.charts.scales import class_bounds, class_of
from reportgen.charts.words import known, measured, number_words, per_category_words, unit_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FOOT_MM = 6.6
_GAP_MM = 0.5


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return all values of the first and the highlighted categories."""
    return per_category_words(spec, edition, most=4)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the cells; the height of a row is 5.2 mm or what a page leaves."""
    probe = canvas.sheet(edition, theme, 10)
    wide, names = name_column(probe, spec.categories, "0.34")
    left = wide + 3.0
    cell = (probe.width - left) / max(len(spec.series), 1)
    heads = [canvas.wrap(probe, one.name, cell - 2, weight="bold") for one in spec.series]
    head = canvas.lines_height(max(heads, key=len, default=("",)), theme.sizes.chart) + 1.6
    pitch = canvas.row_height(len(names), head + _FOOT_MM)
    heights = [pitch + (len(lines) - 1) * canvas.em(theme.sizes.chart) * 1.22 for lines in names]
    paper = canvas.sheet(edition, theme, head + sum(heights) + _FOOT_MM)
    for n, lines in enumerate(heads):
        canvas.write(paper, left + (n + 0.5) * cell, head / 2 - 0.2, lines, align="center", weight="bold")
    shades = [_shading(spec, n) for n in range(len(spec.series))]
    top = head
    for i, high in enumerate(heights):
        own = spec.keys[i] in spec.highlight
        ink, weight = (theme.colours.accent, "bold") if own else (theme.colours.ink, "normal")
        canvas.write(paper, 0.6, top + high / 2, names[i], colour=ink, weight="bold" if own else "normal")
        for n, one in enumerate(spec.series):
            _cell(paper, spec, one.values[i], (left + n * cell, top, cell, high), shades[n][i], weight == "bold", f"{n}:{spec.keys[i]}")
        if own:
            canvas.box(paper, left - 0.3, top - 0.1, paper.width - left - 0.1, high + 0.2, None, edge=theme.colours.accent,
                       weight=1.4, layer=6, name=f"own:{spec.keys[i]}")  # fmt: skip
        top += high
    _legend(paper, spec)
    return paper.figure


def _shading(spec: ChartSpec, n: int) -> list[int | None]:
    """Return the step 0..4 of each value of a column; equal values have equal steps, a gap none."""
    values = spec.series[n].values
    if spec.option("shade", "column") == "level":
        bounds = class_bounds([value for one in spec.series for value in measured(one.values)])
        steps = max(len(bounds), 1)
        return [None if v is None or not known(v) else round(class_of(v, bounds) * 4 / steps) for v in values]
    order = sorted(measured(values))
    if not order or order[0] == order[-1]:
        return [None if not known(v) else 1 for v in values]
    return [None if v is None or not known(v) else min(4, order.index(v) * 5 // len(order)) for v in values]


def _cell(
    paper: canvas.Sheet, spec: ChartSpec, value: float | None, at: tuple[float, float, float, float],
    step: int | None, own: bool, name: str,
) -> None:  # fmt: skip
    x, y, wide, high = at
    colours = paper.theme.colours
    ground = colours.paper if step is None else colours.sequential[step]
    canvas.box(paper, x, y + _GAP_MM / 2, wide - _GAP_MM, high - _GAP_MM, ground, hatch=step is None, name=f"cell:{name}")
    words = number_words(spec, paper.edition, value)
    if step is None:
        half = canvas.width(paper, words) / 2 + 0.8
        canvas.box(paper, x + wide / 2 - half, y + _GAP_MM, half * 2, high - 2 * _GAP_MM, colours.paper, layer=3)
    canvas.write(paper, x + (wide - _GAP_MM) / 2, y + high / 2, words, align="center", weight="bold" if own else "normal",
                 colour=colours.muted if step is None else canvas.on(paper.theme, ground))  # fmt: skip


def _legend(paper: canvas.Sheet, spec: ChartSpec) -> None:
    colours, edition, y = paper.theme.colours, paper.edition, paper.height - 2.6
    if spec.option("shade", "column") == "level":
        bounds = class_bounds([value for one in spec.series for value in measured(one.values)])
        entries = _level_words(spec, edition, bounds)
    else:
        entries = [("", n) for n in range(5)]
    x = paper.width
    for words, step in reversed(entries):
        if words:
            canvas.write(paper, x, y, words, align="right", colour=colours.muted)
            x -= canvas.width(paper, words) + 1.0
        canvas.box(paper, x - 5.6, y - 1.5, 5.4, 3.0, colours.sequential[step])
        x -= 5.6 + (2.6 if words else 0.2)
    if spec.option("shade", "column") != "level":
        canvas.write(paper, x - 1.0, y, edition.word("chart.by_column"), align="right", colour=colours.muted)
    canvas.write(paper, 0, y, unit_words(spec, edition), colour=colours.muted)


def _level_words(spec: ChartSpec, edition: Edition, bounds: Sequence[float]) -> list[tuple[str, int]]:
    from reportgen.charts.tile_grid import class_words

    words = class_words(spec, edition, tuple(bounds))
    return [(text, round(n * 4 / max(len(bounds), 1))) for n, text in enumerate(words)]
