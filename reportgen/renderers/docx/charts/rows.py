"""Rows of dots: several values a row on one scale, joined by a line; dumbbells print both values of a row.

Word knows no such chart.  This is a scatter in which the rows are numbered from below: the names are the labels of dots without
a mark on the left edge, and each row has a series of its own that joins its dots, so that it follows edited values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.dots import colour_of
from reportgen.charts.dumbbell import foot_words, tones_of
from reportgen.charts.ranked_bars import reference_words
from reportgen.charts.rows import axis_title, value_ticks
from reportgen.charts.scales import tick_decimals
from reportgen.charts.words import known, measured, number_words, option_number, value_words
from reportgen.renderers.docx.charts.axes import ACROSS, UP, Axis, axis
from reportgen.renderers.docx.charts.cloud import DOT_POINTS, cell_labels, cloud, dot_point, dots, straight
from reportgen.renderers.docx.charts.parts import INK, Look, Plot, Sheet, Side, field, label_cells, legend, marker, no_labels, own_label, plot_area, run, stroke
from reportgen.renderers.docx.charts.places import Place
from reportgen.renderers.docx.charts.series import number, numbers_of, value_code, without_value
from reportgen.renderers.docx.charts.workbook import Cell, Grid, Number
from reportgen.renderers.docx.xml import Element
from reportgen.theme import mixed

HEAD_MM, AXIS_MM, FOOT_MM = 9.0, 9.4, 5.6
"""Above the rows, below them where the scale has numbers, and where it has none."""
NAMES = 0.4
"""Names take no more than this share of the width."""
PALE = 0.4
"""Share of the colour in the ground of a ring."""
OWN_POINTS = 7
"""Diameter of a highlighted dot in rows."""
ROW = "0.0"
"""Format of the heights of rows: the middle of the lowest is 0.5."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """The scale across: its ends, and its round numbers."""

    low: float
    high: float
    ticks: Sequence[float]


def plot(sheet: Sheet) -> Plot:
    """Return the rows, the first on top."""
    spec, edition = sheet.spec, sheet.edition
    count, many = len(spec.categories), len(spec.series)
    is_dumbbell = spec.kind == "dumbbell"
    reference = option_number(spec, "reference") if not is_dumbbell else None
    names = _names(sheet)
    left = min(max(map(sheet.wide, names)) + 3.0, sheet.width * NAMES)
    right = sheet.width - (12.0 if many == 1 else 3.0)
    scale = _scale(sheet, right - left)
    heights = [Number(Decimal(count - i) - Decimal("0.5"), ROW) for i in range(count)]
    edge = number(scale.low, max(spec.decimals, 1), value_code(spec, edition))
    columns: list[Sequence[Cell]] = [["", *names]]
    columns += [[one.name or edition.word("chart.value"), *numbers_of(spec, edition, one.values)] for one in spec.series]
    columns += [["y", *heights] for _ in spec.series]
    columns.append(["x", *(edge for _ in names)])
    if reference is not None:
        columns += [[reference_words(spec, edition, reference), *[number(reference, spec.decimals, value_code(spec, edition))] * 2]]
        columns += [["y", Number(Decimal(0), ROW), Number(Decimal(count), ROW)]]
    grid = Grid.of_columns(*columns)
    # The longest series comes first: LibreOffice leaves out those that would lengthen its own table.  Lines come before dots.
    made = [_name_series(sheet, grid, names)]
    made += [_joined(sheet, grid, i, 1 + i) for i in range(count)] if many > 1 else []
    hidden = range(len(made))
    made += [_dots(sheet, grid, n, len(hidden) + n) for n in range(many)]
    if reference is not None:
        made.append(_reference(sheet, grid, len(made), reference))
    head = HEAD_MM if many > 1 or reference is not None else 0.6
    foot = FOOT_MM if is_dumbbell else AXIS_MM
    wide = sum(sheet.wide(one.name) + 12.0 for one in spec.series)
    key = legend(sheet, "t", (max(sheet.width - wide - 2.0, 0.0), 1.0, min(wide, sheet.width), sheet.line_mm * 1.6), hidden) if many > 1 else None
    area = plot_area(sheet, field(sheet, left, head, right, sheet.height - foot), [cloud(*made)], _axes(sheet, scale, count))
    return Plot(area, grid, key)


def _names(sheet: Sheet) -> list[str]:
    """Return the names of the rows; those without a value that should be there say so."""
    spec, edition = sheet.spec, sheet.edition
    wanted = 2 if spec.kind == "dumbbell" else 1
    whole = [sum(known(one.values[i]) for one in spec.series) >= min(wanted, len(spec.series)) for i in range(len(spec.categories))]
    return [name if is_whole else without_value(name, edition) for name, is_whole in zip(spec.categories, whole, strict=True)]


def _scale(sheet: Sheet, wide: float) -> _Scale:
    """Return the scale; where values are printed beside their dots its ends leave room for them."""
    spec = sheet.spec
    ticks = value_ticks(spec)
    values = [value for one in spec.series for value in measured(one.values)]
    if spec.kind != "dumbbell" or not values:
        return _Scale(ticks[0], ticks[-1], ticks)
    room = max(sheet.wide(number_words(spec, sheet.edition, value)) for value in values) + 5.0
    unit = ((max(values) - min(values)) or 1.0) / (wide - 2 * room)
    digits = max(spec.decimals, 1)
    return _Scale(round(min(values) - room * unit, digits), round(max(values) + room * unit, digits), ticks)


def _dots(sheet: Sheet, grid: Grid, n: int, place: int) -> Element:
    """Return the dots of a series, each with its value where rows print values."""
    spec, theme, last = sheet.spec, sheet.theme, len(sheet.spec.categories)
    many, is_dumbbell = len(spec.series), spec.kind == "dumbbell"
    tone = tones_of(theme, own=False)[n] if is_dumbbell else colour_of(spec, theme, n, "")
    is_first = is_dumbbell and n == 0
    own = [i for i, key in enumerate(spec.keys) if key in spec.highlight and (is_dumbbell or many == 1)]
    values = grid.column(n + 1, 1, last)
    cells = values, grid.column(n + 1 + many, 1, last)
    points = [dot_point(i, _mark(sheet, theme.colours.accent, OWN_POINTS, is_first=is_first)) for i in own]
    if not is_dumbbell and many > 1:
        return dots(place, grid.column(n + 1, 0, 0), cells, _mark(sheet, tone, DOT_POINTS), no_labels(), *points)
    words = [value_words(spec, sheet.edition, i, n) for i in range(last)]
    places = {i: Place(_side(sheet, n, i)) for i, value in enumerate(spec.series[n].values) if known(value)}
    looks = dict.fromkeys(own, Look(theme.colours.accent, is_bold=True))
    labels = cell_labels(sheet, words, places, looks, Look(tone) if is_dumbbell else INK)
    return dots(place, grid.column(n + 1, 0, 0), cells, _mark(sheet, tone, DOT_POINTS, is_first=is_first), labels, *points, words=label_cells(values, words))


def _mark(sheet: Sheet, tone: str, points: float, *, is_first: bool = False) -> Element:
    """Return a dot; the first of a dumbbell is a ring with a pale ground, because LibreOffice draws the ground alone."""
    return marker(tone, points, hollow=mixed(sheet.theme.colours.paper, tone, PALE) if is_first else "")


def _side(sheet: Sheet, n: int, i: int) -> Side:
    """Return the side of a value: away from the other end of its dumbbell; of two equal ones the first is on the left."""
    one = sheet.spec.series[n].values[i]
    other = sheet.spec.series[1 - n].values[i] if len(sheet.spec.series) > 1 else None
    if one is None or other is None or not known(other):
        return "r"
    return "l" if one < other or (one == other and n == 0) else "r"


def _name_series(sheet: Sheet, grid: Grid, names: Sequence[str]) -> Element:
    """Return the unseen dots on the left edge whose labels are the names."""
    spec, many, last = sheet.spec, len(sheet.spec.series), len(sheet.spec.categories)
    cells = grid.column(1 + 2 * many, 1, last), grid.column(1 + many, 1, last)
    own = {i: Look(sheet.theme.colours.accent, is_bold=True) for i, key in enumerate(spec.keys) if key in spec.highlight}
    labels = cell_labels(sheet, names, dict.fromkeys(range(last), Place("l")), own, INK)
    return dots(0, None, cells, marker(None), labels, words=label_cells(grid.column(0, 1, last), names))


def _joined(sheet: Sheet, grid: Grid, i: int, place: int) -> Element:
    """Return the line through the dots of a row, named as the row."""
    spec, colours, many = sheet.spec, sheet.theme.colours, len(sheet.spec.series)
    is_own = spec.kind == "dumbbell" and spec.keys[i] in spec.highlight
    line = stroke(colours.accent if is_own else colours.quiet, 1.8 if spec.kind == "dumbbell" else 1.2)
    return straight(place, grid.column(0, i + 1, i + 1), (grid.row(i + 1, 1, many), grid.row(i + 1, 1 + many, 2 * many)), line)


def _reference(sheet: Sheet, grid: Grid, place: int, reference: float) -> Element:
    column, look = 2 + 2 * len(sheet.spec.series), INK
    label = own_label(sheet, 1, [run(sheet, reference_words(sheet.spec, sheet.edition, reference), look)], "t", look)
    cells = grid.column(column, 1, 2), grid.column(column + 1, 1, 2)
    return straight(place, grid.column(column, 0, 0), cells, stroke(sheet.theme.colours.ink, 0.8, dashed=True), label)


def _axes(sheet: Sheet, scale: _Scale, count: int) -> list[Element]:
    """Return the scale, and that of the rows, whose rules stand between them."""
    spec, colours = sheet.spec, sheet.theme.colours
    muted = Look(colours.muted)
    is_dumbbell = spec.kind == "dumbbell"
    words = foot_words(spec, sheet.edition, scale.ticks) if is_dumbbell else axis_title(spec, sheet.edition, scale.ticks)
    title = (words, max(sheet.width - sheet.wide(words) - 2.0, 0.0), sheet.height - sheet.line_mm - 0.8)
    code = "" if is_dumbbell else value_code(spec, sheet.edition, tick_decimals(scale.ticks))
    step = None if is_dumbbell else scale.ticks[1] - scale.ticks[0]
    return [
        axis(sheet, Axis(ACROSS, UP, "b", low=scale.low, high=scale.high, step=step, code=code, title=title, crosses="min", look=muted)),
        axis(sheet, Axis(UP, ACROSS, "l", low=0, high=count, step=1, rule=colours.rule, crosses="min")),
    ]
