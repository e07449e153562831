"""Dots: several series over categories on one value axis (Cleveland); the axis may start above zero, and then says so.

Options: ``axis`` names the axis; ``reference`` and ``reference_label`` draw a dashed line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts import canvas, rows
from reportgen.charts.ranked_bars import reference_words
from reportgen.charts.words import (
    known,
    measured,
    option_number,
    per_category_words,
    ranking_words,
    value_words,
)
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return a ranking for one series, else the values of the first and the highlighted categories."""
    if len(spec.series) == 1:
        return ranking_words(spec, edition, spec.series[0])
    return per_category_words(spec, edition)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw one row per category with one dot per series."""
    many, reference = len(spec.series) > 1, option_number(spec, "reference")
    head = rows.HEAD_MM if many or reference is not None else 0.6
    room = 4.6 if many else 12.0
    sheet = rows.rows_sheet(spec, edition, theme, head=head, foot=rows.AXIS_MM, pad=room)
    paper, colours = sheet.paper, theme.colours
    for i, middle in enumerate(sheet.middles):
        _row(sheet, spec, i, middle)
    if many:
        _heads(sheet, spec, head)
    if reference is not None and sheet.ticks[0] <= reference <= sheet.ticks[-1]:
        x = sheet.x(reference)
        canvas.line(
            paper, [(x, head - 1), (x, paper.height - rows.AXIS_MM)], colours.ink, weight=0.8, dashed=True, layer=2
        )
        if not many:
            canvas.write(paper, min(max(x, 20), paper.width - 20), head / 2, reference_words(spec, edition, reference), align="center")
    rows.value_axis(spec, sheet, paper.height - rows.AXIS_MM)
    return paper.figure


def colour_of(spec: ChartSpec, theme: Theme, n: int, key: str) -> str:
    """Return the colour of the dot of the n-th series in a row."""
    colours = theme.colours
    if len(spec.series) > 1:  # the accent belongs to the highlighted name, so no series has it then
        tones = [tone for tone in colours.categorical if tone != colours.accent or not spec.highlight]
        return tones[n % len(tones)]
    return colours.accent if key in spec.highlight else colours.primary


def _row(sheet: rows.Rows, spec: ChartSpec, i: int, middle: float) -> None:
    paper, key = sheet.paper, spec.keys[i]
    values = measured([one.values[i] for one in spec.series])
    if not values:
        canvas.write(paper, sheet.left, middle, paper.edition.word("label.no_data"), colour=paper.theme.colours.muted)
        return
    if len(values) > 1:
        canvas.line(
            paper,
            [(sheet.x(min(values)), middle), (sheet.x(max(values)), middle)],
            paper.theme.colours.quiet,
            weight=1.2,
            layer=2,
        )
    for n, one in enumerate(spec.series):
        value = one.values[i]
        if value is not None and known(value):
            canvas.dot(paper, sheet.x(value), middle, 1.15, colour_of(spec, paper.theme, n, key), name=f"dot:{n}:{key}")
            if len(spec.series) == 1:
                own = key in spec.highlight
                canvas.write(paper, sheet.x(value) + 2.0, middle, value_words(spec, paper.edition, i),
                             colour=colour_of(spec, paper.theme, n, key) if own else None, weight="bold" if own else "normal")  # fmt: skip


def _heads(sheet: rows.Rows, spec: ChartSpec, head: float) -> None:
    """Name the series above the first row in which all of them were measured."""
    whole = [i for i in range(len(spec.categories)) if all(known(one.values[i]) for one in spec.series)]
    if whole and whole[0] == 0:
        at = [sheet.x(measured([one.values[0]])[0]) for one in spec.series]
        marks_y = sheet.middles[0] - 1.2
    else:
        step = (sheet.paper.width - sheet.left) / (len(spec.series) + 1)
        at, marks_y = [sheet.left + step * (n + 1) for n in range(len(spec.series))], head - 5.0
    tones = [colour_of(spec, sheet.paper.theme, n, "") for n in range(len(spec.series))]
    rows.series_heads(sheet, [one.name for one in spec.series], at, tones, 2.6, marks_y)
