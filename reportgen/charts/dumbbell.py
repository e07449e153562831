"""Dumbbell: from `series[0]` to `series[1]` in each category, both values printed; the axis needs no numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.charts import canvas, rows
from reportgen.charts.words import known, measured, number_words, per_category_words, unit_words, value_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return both values of the first and the highlighted categories."""
    return per_category_words(spec, edition)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw one row per category: a hollow dot for the first series, a full one for the second."""
    probe = canvas.sheet(edition, theme, 10)
    values = [value for one in spec.series[:2] for value in measured(one.values)]
    room = max((canvas.width(probe, number_words(spec, edition, v), weight="bold") for v in values), default=0) + 3.0
    foot = 5.6
    sheet = rows.rows_sheet(spec, edition, theme, head=rows.HEAD_MM, foot=foot, pad=room)
    for i, middle in enumerate(sheet.middles):
        _row(sheet, spec, i, middle)
    _heads(sheet, spec)
    paper = sheet.paper
    canvas.write(paper, paper.width, paper.height - 2.4, foot_words(spec, edition, sheet.ticks), align="right", colour=theme.colours.muted)
    return paper.figure


def foot_words(spec: ChartSpec, edition: Edition, ticks: Sequence[float]) -> str:
    """Return what stands below the rows: the unit alone where it says all, else the words of an axis."""
    unit = unit_words(spec, edition)
    return rows.axis_title(spec, edition, ticks) if not unit or ticks[0] > 0 else unit


def tones_of(theme: Theme, *, own: bool) -> tuple[str, str]:
    """Return the colours of both ends of a row; `own` is a highlighted one."""
    colours = theme.colours
    return (colours.accent, colours.accent) if own else (colours.muted, colours.primary)


def _row(sheet: rows.Rows, spec: ChartSpec, i: int, middle: float) -> None:
    paper, key = sheet.paper, spec.keys[i]
    own = key in spec.highlight
    tones = tones_of(paper.theme, own=own)
    ends = [(n, one.values[i]) for n, one in enumerate(spec.series[:2])]
    there = [(n, value) for n, value in ends if value is not None and known(value)]
    if len(there) == 2:
        points = [(sheet.x(value), middle) for _, value in there]
        canvas.line(paper, points, tones[0] if own else paper.theme.colours.quiet, weight=1.8, layer=2, name=f"bar:{key}")
    low = min((value for _, value in there), default=0.0)
    for n, value in there:
        canvas.dot(paper, sheet.x(value), middle, 1.15, tones[n], hollow=n == 0, name=f"dot:{n}:{key}")
        left = value == low and (len(there) == 1 or there[0][1] != there[1][1] or n == 0)
        canvas.write(paper, sheet.x(value) + (-2.0 if left else 2.0), middle, value_words(spec, paper.edition, i, n),
                     align="right" if left else "left", colour=tones[n], weight="bold" if own else "normal")  # fmt: skip
    if len(there) < 2:
        gone = paper.edition.word("label.no_data")
        at = sheet.left if not there else sheet.x(there[0][1]) + 2.4
        canvas.write(paper, at, middle, gone, colour=paper.theme.colours.muted)


def _heads(sheet: rows.Rows, spec: ChartSpec) -> None:
    whole = [i for i in range(len(spec.categories)) if all(known(one.values[i]) for one in spec.series[:2])]
    names = [one.name for one in spec.series[:2]]
    tones = tones_of(sheet.paper.theme, own=bool(spec.keys) and spec.keys[0] in spec.highlight)
    if whole and whole[0] == 0:
        at, marks_y = [sheet.x(measured([one.values[0]])[0]) for one in spec.series[:2]], sheet.middles[0] - 1.3
    else:
        at, marks_y = [sheet.left + 20.0, sheet.left + 60.0], 4.6
    rows.series_heads(sheet, names, at, tones, 2.6, marks_y)
