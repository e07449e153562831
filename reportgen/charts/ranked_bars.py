"""Ranked bars: one horizontal bar per category from zero, best on top, each with its value at its end.

Options: ``reference`` (a value) and ``reference_label`` draw a dashed line with its words; ``ranks`` is "no", or the ranks
to print ("1|2|3|8") when not all categories are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.charts.words import known, measured, number_words, option_number, ranking_words, ranks, unit_words, value_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_GAP_MM = 1.6
_HEAD_MM = 5.6
_VALUE_MM = 0.9
"""Between the end of a bar and its value."""
_CLEAR_MM = 1.3
"""A reference line keeps so far from a value, or stops for it."""


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return the ranking in words, with the reference value when there is one."""
    words = ranking_words(spec, edition, spec.series[0])
    reference = option_number(spec, "reference")
    if reference is None:
        return words
    named = reference_words(spec, edition, reference)
    return edition.word("chart.join").join((words, edition.say("chart.reference", words=named)))


def reference_words(spec: ChartSpec, edition: Edition, reference: float) -> str:
    """Return the words of the reference line: "均值 85.78"."""
    name = spec.option("reference_label")
    value = number_words(spec, edition, reference)
    return edition.say("chart.item", name=name, value=value) if name else value


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the bars; their lengths are proportional to the values."""
    reference = option_number(spec, "reference")
    head = _HEAD_MM if reference is not None or unit_words(spec, edition) else 0.6
    pitch = canvas.row_height(len(spec.categories), head)
    probe = canvas.sheet(edition, theme, 10)
    names_mm, names = name_column(probe, spec.categories, spec.option("name_share"))
    line_mm = canvas.em(theme.sizes.chart) * 1.22
    heights = [pitch + (len(lines) - 1) * line_mm for lines in names]
    paper = canvas.sheet(edition, theme, head + sum(heights))
    rank_mm = 0.0 if spec.option("ranks") == "no" else canvas.width(paper, str(max(len(names), 10))) + _GAP_MM
    left = rank_mm + names_mm + 2 * _GAP_MM
    zero, scale = _scale(paper, spec, left, reference)
    at = None if reference is None else zero + reference * scale
    stops = _rows(paper, spec, names, heights, head, (rank_mm, zero, scale), at)
    if reference is not None and at is not None:
        _reference(paper, at, head, reference_words(spec, edition, reference), stops)
    canvas.write(paper, 0, head / 2 - 0.6, unit_words(spec, edition), colour=theme.colours.muted)
    canvas.line(paper, [(zero, head), (zero, paper.height)], theme.colours.muted, weight=0.6, layer=3, name="zero")
    return paper.figure


def name_column(
    paper: canvas.Sheet, names: Sequence[str], share: str = ""
) -> tuple[float, list[tuple[str, ...]]]:
    """Return the width of a column of names in millimetres and each name in lines; at most 40 % of the sheet."""
    most = paper.width * float(share or 0.4)
    lines = [canvas.wrap(paper, name, most, weight="bold") for name in names]
    return max(canvas.width(paper, line, weight="bold") for part in lines for line in part), lines


def _scale(paper: canvas.Sheet, spec: ChartSpec, left: float, reference: float | None) -> tuple[float, float]:
    """Return where zero stands and how many millimetres one unit is; labels keep their room on both sides."""
    values = measured(spec.series[0].values) + ([reference] if reference is not None else [])
    high, low = max([*values, 0.0]), min([*values, 0.0])
    room = max((canvas.width(paper, number_words(spec, paper.edition, v), weight="bold") for v in values), default=0) + _GAP_MM + _VALUE_MM
    wide = paper.width - left - (room if high > 0 else 0) - (room if low < 0 else 0)
    scale = wide / ((high - low) or 1.0)
    return left + (room if low < 0 else 0) - low * scale, scale


def _rows(
    paper: canvas.Sheet,
    spec: ChartSpec,
    names: Sequence[Sequence[str]],
    heights: Sequence[float],
    top: float,
    places: tuple[float, float, float],
    reference: float | None,
) -> list[tuple[float, float]]:
    """Draw the rows and return from where to where, downwards, the reference line must stop for a value."""
    rank_mm, zero, scale = places
    stops: list[tuple[float, float]] = []
    colours, bar_mm = paper.theme.colours, min(canvas.ROW_MM, min(heights)) * 0.64
    printed = ranks(spec)
    for i, value in enumerate(spec.series[0].values):
        middle = top + heights[i] / 2
        top += heights[i]
        own = spec.keys[i] in spec.highlight
        ink = colours.accent if own else colours.ink
        if rank_mm:
            place = "" if printed[i] is None else str(printed[i])
            canvas.write(paper, rank_mm - _GAP_MM, middle, place, align="right", colour=ink if own else colours.muted,
                         weight="bold" if own else "normal")  # fmt: skip
        canvas.write(paper, rank_mm + _GAP_MM / 2 if rank_mm else 0, middle, names[i], colour=ink,
                     weight="bold" if own else "normal")  # fmt: skip
        if value is None or not known(value):
            canvas.write(paper, zero + _GAP_MM, middle, paper.edition.word("label.no_data"), colour=colours.muted)
            continue
        length = value * scale
        canvas.box(paper, min(zero, zero + length), middle - bar_mm / 2, abs(length), bar_mm,
                   colours.accent if own else colours.quiet, name=f"bar:{spec.keys[i]}")  # fmt: skip
        if _value(paper, zero + length, middle, value_words(spec, paper.edition, i), reference, left=value < 0, own=own):
            stops.append((top - heights[i], top))
    return stops


def _value(paper: canvas.Sheet, x: float, y: float, words: str, reference: float | None, *, left: bool, own: bool) -> bool:
    """Write a value at the end of its bar, and return whether a reference line would run through it or graze it.

    Where the line runs just inside the end of the bar the value moves on, so that the line is seen.
    """
    colours, side = paper.theme.colours, -1 if left else 1
    wide = canvas.width(paper, words, weight="bold" if own else "normal")
    x += side * _VALUE_MM
    if reference is not None and 0 <= (x - reference) * side < _CLEAR_MM:
        x = reference + side * _CLEAR_MM
    canvas.write(paper, x, y, words, align="right" if left else "left", colour=colours.accent if own else colours.ink,
                 weight="bold" if own else "normal")  # fmt: skip
    return reference is not None and 0 < (reference - x) * side + _CLEAR_MM - 1e-6 < wide + 2 * _CLEAR_MM


def _reference(paper: canvas.Sheet, x: float, head: float, words: str, stops: Sequence[tuple[float, float]]) -> None:
    """Draw the line from its words to the foot, but for the stretches that belong to values."""
    colours = paper.theme.colours
    half = canvas.width(paper, words) / 2
    at = min(max(x, half), paper.width - half)
    canvas.write(paper, at, head / 2 - 0.6, words, align="center", colour=colours.ink)
    start = head - 1.3
    for top, bottom in (*stops, (paper.height, paper.height)):
        if top - start > 0.5:
            canvas.line(paper, [(x, start), (x, top)], colours.ink, weight=0.8, dashed=True, layer=3.5, name="reference")
        start = bottom
