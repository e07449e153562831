"""Ranked bars: one bar a row from zero, best on top, each with its value at its end."""

from __future__ import annotations

from reportgen.charts.ranked_bars import reference_words
from reportgen.charts.words import decimals_at, known, measured, number_words, option_number, ranks, unit_words
from reportgen.renderers.docx.charts.axes import ACROSS, AGAIN_ACROSS, AGAIN_UP, UP, Axis, axis, ids
from reportgen.renderers.docx.charts.parts import INK, Look, Plot, Sheet, field, plot_area, shape, val, value_label, value_labels
from reportgen.renderers.docx.charts.series import categories, number, numbers, numbers_of, series, value_code, without_value
from reportgen.renderers.docx.charts.workbook import Cell, Grid
from reportgen.renderers.docx.xml import Element, element

HEAD_MM = 6.0
"""Above the bars, where there are words of a unit or of a reference line."""
NAMES = 0.4
"""Names take no more than this share of the width; longer ones are broken."""
VALUE_MM = 3.0
"""Around a value at the end of its bar."""
BAR = 0.64
"""Of the height of a row, as in the picture."""


def plot(sheet: Sheet) -> Plot:
    """Return the bars; a reference value is a dashed line, which is the axis of an unseen second series."""
    spec, edition = sheet.spec, sheet.edition
    names, code = row_names(sheet), value_code(spec, edition)
    reference = option_number(spec, "reference")
    mark = number(reference, spec.decimals, code)
    columns: list[list[Cell]] = [["", *names], [spec.series[0].name or edition.word("chart.value"), *numbers_of(spec, edition, spec.series[0].values)]]
    if reference is not None:
        columns.append([reference_words(spec, edition, reference), *(mark for _ in names)])
    grid = Grid.of_columns(*columns)
    head = HEAD_MM if mark or unit_words(spec, edition) else 0.6
    left, right = min(max(map(sheet.wide, names)) + 5.0, sheet.width * NAMES), sheet.width - 1.0
    low, high = _ends(sheet, reference, right - left)
    groups = [_group([_bars(sheet, grid, code, sheet.theme.colours.paper if mark else None)], UP, ACROSS)]
    axes = _axes(sheet, low, high, is_open=mark is None)
    if reference is not None:
        groups.append(_group([_unseen(grid)], AGAIN_UP, AGAIN_ACROSS))
        axes += _reference(sheet, reference, (low, high), (left, right))
    return Plot(plot_area(sheet, field(sheet, left, head, right, sheet.height - 0.4), groups, axes), grid)


def row_names(sheet: Sheet) -> list[str]:
    """Return the names along the rows: the rank before each, and behind it that it has no value, where it has none."""
    spec, edition = sheet.spec, sheet.edition
    places = ranks(spec) if spec.option("ranks") != "no" else (None,) * len(spec.categories)
    return [
        (f"{place} " if place else "") + (name if known(value) else without_value(name, edition))
        for name, place, value in zip(spec.categories, places, spec.series[0].values, strict=True)
    ]


def _ends(sheet: Sheet, reference: float | None, wide: float) -> tuple[float, float]:
    """Return the ends of a scale over a field so many millimetres wide, on which values have their room beyond the longest bars."""
    spec = sheet.spec
    values = [*measured(spec.series[0].values), *([reference] if reference is not None else []), 0.0]
    low, high = min(values), max(values)
    room = max(sheet.wide(number_words(spec, sheet.edition, value)) for value in values) + VALUE_MM
    unit = ((high - low) or 1.0) / (wide - room * ((high > 0) + (low < 0)))
    return low - room * unit * (low < 0), high + room * unit * (high > 0) + (high == low)


def _bars(sheet: Sheet, grid: Grid, code: str, ground: str | None) -> Element:
    spec, colours, last = sheet.spec, sheet.theme.colours, len(sheet.spec.categories)
    own = [i for i, key in enumerate(spec.keys) if key in spec.highlight]
    look = Look(colours.accent, is_bold=True)
    points = [element("c:dPt", None, val("idx", i), val("invertIfNegative", 0), val("bubble3D", 0), shape(colours.accent)) for i in own]
    looks = {i: look if i in own else INK for i in range(last) if i in own or decimals_at(spec, i) != spec.decimals}
    told = (value_label(sheet, i, value_code(spec, sheet.edition, decimals_at(spec, i)), "outEnd", each, ground=ground) for i, each in looks.items())
    labels = value_labels(sheet, code, "outEnd", *told, ground=ground)
    cells = categories(grid.column(0, 1, last)), numbers("val", grid.column(1, 1, last))
    return series(0, grid.column(1, 0, 0), shape(colours.quiet), val("invertIfNegative", 0), *points, labels, *cells)


def _group(bars: list[Element], up: int, across: int) -> Element:
    gap = val("gapWidth", round((1 / BAR - 1) * 100))
    return element("c:barChart", None, val("barDir", "bar"), val("grouping", "clustered"), val("varyColors", 0), *bars, gap, *ids(up, across))


def _axes(sheet: Sheet, low: float, high: float, *, is_open: bool) -> list[Element]:
    """Return the axis of the names, and that of the values, which has no numbers: every bar has its own.

    is_open  its far end follows edited values; with a reference line both scales must stay one
    """
    unit = unit_words(sheet.spec, sheet.edition)
    names = Axis(UP, ACROSS, "l", is_category=True, is_reversed=True, code="General", line=sheet.theme.colours.muted, labels="low")
    bounds = (0.0 if low == 0 else None, None) if is_open else (low, high)
    return [axis(sheet, names), axis(sheet, Axis(ACROSS, UP, "t", low=bounds[0], high=bounds[1], title=(unit, 0.0, 0.8)))]


def _unseen(grid: Grid) -> Element:
    """Return the series whose axis is the reference line: the reference value in every row, without colour."""
    last = len(grid.rows) - 1
    cells = categories(grid.column(0, 1, last)), numbers("val", grid.column(2, 1, last))
    return series(1, grid.column(2, 0, 0), shape(), val("invertIfNegative", 0), *cells)


def _reference(sheet: Sheet, reference: float, ends: tuple[float, float], edges: tuple[float, float]) -> list[Element]:
    """Return the axes of the unseen series: the one of the rows stands at the reference value, with its words above it."""
    (low, high), (left, right), ink = ends, edges, sheet.theme.colours.ink
    words = reference_words(sheet.spec, sheet.edition, reference)
    half = sheet.wide(words) / 2
    at = left + (reference - low) / (high - low) * (right - left)
    title = (words, min(max(at - half, 0.0), sheet.width - 2 * half - 1.0), 0.8)
    line = Axis(AGAIN_UP, AGAIN_ACROSS, "l", is_category=True, is_reversed=True, crosses=reference, line=ink, line_points=0.8, is_dashed=True)
    return [axis(sheet, line), axis(sheet, Axis(AGAIN_ACROSS, AGAIN_UP, "b", low=low, high=high, crosses="max", title=title))]
