"""Radar: one to three series over three to eight axes; centre and outer ring say their values."""

from __future__ import annotations

from math import cos, pi, sin

from reportgen.charts.radar import colour_of, ring_ticks
from reportgen.charts.scales import tick_decimals
from reportgen.charts.words import known
from reportgen.renderers.docx.charts.axes import ACROSS, UP, Axis, axis, ids
from reportgen.renderers.docx.charts.parts import Look, Plot, Sheet, field, legend, line_shape, marker, no_labels, plot_area, stroke, val, value_label
from reportgen.renderers.docx.charts.series import CLOSED_UP, categories, format_code, numbers, numbers_of, series, value_code, without_value
from reportgen.renderers.docx.charts.workbook import Grid
from reportgen.renderers.docx.xml import Element, element

KEY_MM, EDGE_MM = 50.0, 12.0
"""Room of the key on the right, and of the names around the rings."""
AWAY_MM = 1.2
"""So much farther from its corner than usual stands a value."""


def plot(sheet: Sheet) -> Plot:
    """Return the rings with one polygon a series; the values of the first stand at its corners."""
    spec, edition, colours = sheet.spec, sheet.edition, sheet.theme.colours
    columns = [[one.name or edition.word("chart.value"), *numbers_of(spec, edition, one.values)] for one in spec.series]
    names = [name if known(value) else without_value(name, edition) for name, value in zip(spec.categories, spec.series[0].values, strict=True)]
    grid = Grid.of_columns(["", *names], *columns)
    ticks = ring_ticks(spec)
    unit = spec.unit.strip()
    # Closed-up or not, a radar has no place for an axis title: the rings carry the unit.
    code = format_code(edition, tick_decimals((ticks[0], ticks[-1])), unit if unit in CLOSED_UP or not unit else f" {unit}")
    shown = ";".join(f"[={tick:g}]{code.partition(';')[0]}" for tick in (ticks[0], ticks[-1])) + ';""'
    group = element("c:radarChart", None, val("radarStyle", "marker"), val("varyColors", 0), *(_polygon(sheet, grid, n) for n in range(len(columns))))
    group.extend(ids(ACROSS, UP))
    around = Axis(ACROSS, UP, "b", is_category=True, code="General", rule=colours.rule)
    rings = Axis(
        UP, ACROSS, "l", low=ticks[0], high=ticks[-1], step=ticks[1] - ticks[0], code=shown, rule=colours.rule, line=colours.rule, look=Look(colours.muted)
    )
    size = sheet.height - 2 * EDGE_MM
    middle = (sheet.width - KEY_MM) / 2
    place = field(sheet, middle - size / 2, EDGE_MM, middle + size / 2, sheet.height - EDGE_MM)
    high, wide = len(columns) * sheet.line_mm * 1.7, min(max(sheet.wide(one.name) for one in spec.series) + 14.0, KEY_MM - 4.0)
    key = legend(sheet, "r", (sheet.width - KEY_MM + 4.0, (sheet.height - high) / 2, wide, high))
    return Plot(plot_area(sheet, place, [group], [axis(sheet, around), axis(sheet, rings)]), grid, key)


def _polygon(sheet: Sheet, grid: Grid, n: int) -> Element:
    last, tone = len(sheet.spec.categories), colour_of(sheet.theme, n)
    return series(
        n,
        grid.column(n + 1, 0, 0),
        line_shape(stroke(tone, 1.8 if n == 0 else 1.1)),
        marker(tone, 5 if n == 0 else 4),
        no_labels(*(_label(sheet, i, Look(tone, is_bold=True)) for i, value in enumerate(sheet.spec.series[n].values) if n == 0 and known(value))),
        categories(grid.column(0, 1, last)),
        numbers("val", grid.column(n + 1, 1, last)),
    )


def _label(sheet: Sheet, i: int, look: Look) -> Element:
    """Return the value of a corner, moved outwards from it; a radar knows no sides."""
    angle = 2 * pi * i / len(sheet.spec.categories)
    move = AWAY_MM * 1.5 * sin(angle), -AWAY_MM * cos(angle)
    return value_label(sheet, i, value_code(sheet.spec, sheet.edition), None, look, move=move, ground=sheet.theme.colours.paper)
