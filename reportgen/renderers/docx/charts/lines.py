"""Lines: series over periods, forecasts dashed with hollow marks, values where they have room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from reportgen.charts.lines import breaks, colour_of, telling, value_ticks
from reportgen.charts.room import Box, Point
from reportgen.charts.rows import axis_title
from reportgen.charts.scales import tick_decimals
from reportgen.charts.words import decimals_at, known, point_words
from reportgen.renderers.docx.charts.axes import ACROSS, UP, Axis, axis, ids
from reportgen.renderers.docx.charts.parts import (
    Look,
    Plot,
    Sheet,
    cell_field,
    field,
    line_shape,
    marker,
    no_labels,
    own_label,
    plot_area,
    run,
    stroke,
    val,
    value_label,
)
from reportgen.renderers.docx.charts.places import Place, beside_lines
from reportgen.renderers.docx.charts.series import categories, number, numbers, series, value_code
from reportgen.renderers.docx.charts.workbook import Cell, Grid
from reportgen.renderers.docx.xml import Element, element

TOP_MM, FOOT_MM = 11.0, 6.4
LINE_POINTS, DOT_POINTS = 1.6, 5.4
WHOLE_TO = 12
"""Lines of more periods print only their first, last, highest and lowest values, and stand on an axis with numbers."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a line that is drawn as one: its series, the periods it covers, and whether they are forecasts.

    joint   the last measured period before a forecast, from which its dashes start; None when they start nowhere
    """

    series: int
    periods: tuple[int, ...]
    is_forecast: bool = False
    joint: int | None = None


def plot(sheet: Sheet) -> Plot:
    """Return the lines over their periods.

    A line is cut where periods are measured otherwise and where forecasts begin, a series for each part: no program then joins
    what must not be joined.
    """
    spec = sheet.spec
    is_bare = len(spec.series) == 1 and len(spec.categories) <= WHOLE_TO
    ticks = value_ticks(spec)
    code = value_code(spec, sheet.edition, tick_decimals(ticks))
    left = 1.0 if is_bare else max(sheet.wide(f"{tick:g}") for tick in ticks) + 5.0
    beyond = max(map(sheet.wide, (f"{one.name} {point_words(spec, sheet.edition, -1, one.values[-1])}" for one in spec.series))) + 3.0
    right = sheet.width - (beyond if len(spec.series) > 1 else 1.0)
    box = (left, TOP_MM, right, sheet.height - FOOT_MM)
    parts = [part for n in range(len(spec.series)) for part in _parts(sheet, n)]
    grid = Grid.of_columns(["", *_periods(sheet)], *(_column(sheet, part) for part in parts))
    placed = _sides(sheet, box, (ticks[0], ticks[-1]))
    made = [_line(sheet, grid, place, part, placed) for place, part in enumerate(parts)]
    group = element("c:lineChart", None, val("grouping", "standard"), val("varyColors", 0), *made, val("marker", 1), *ids(ACROSS, UP))
    return Plot(plot_area(sheet, field(sheet, *box), [group], _axes(sheet, ticks, "" if is_bare else code, (right - left) / len(spec.categories))), grid)


def _axes(sheet: Sheet, ticks: Sequence[float], code: str, step_mm: float) -> list[Element]:
    """Return the axes; the words of the upright one hang on the other, whose title no program breaks after a few characters."""
    colours, spec = sheet.theme.colours, sheet.spec
    title = axis_title(spec, sheet.edition, ticks, note="chart.not_zero_vertical")
    every = max(1, ceil((max(map(sheet.wide, spec.categories)) + 1.0) / step_mm))
    muted = Look(colours.muted)
    names = Axis(ACROSS, UP, "b", is_category=True, code="General", line=colours.rule, labels="low", look=muted, every=every, title=(title, 0.0, 0.4))
    values = Axis(UP, ACROSS, "l", low=ticks[0], look=muted, rule=colours.rule if code else "", code=code)
    return [axis(sheet, names), axis(sheet, values)]


def _periods(sheet: Sheet) -> list[str]:
    """Return the periods; those that are forecasts say so."""
    return [_marked(sheet, name, sheet.edition.word("chart.forecast") if i >= _start(sheet) else "") for i, name in enumerate(sheet.spec.categories)]


def _marked(sheet: Sheet, words: str, mark: str) -> str:
    return words + sheet.edition.word("label.open") + mark + sheet.edition.word("label.close") if mark else words


def _start(sheet: Sheet) -> int:
    """Return the place of the first period that is a forecast, or the number of periods."""
    spec = sheet.spec
    forecast = spec.option("forecast")
    return spec.keys.index(forecast) if forecast in spec.keys else len(spec.keys)


def _parts(sheet: Sheet, n: int) -> Iterator[_Part]:
    """Yield the parts of a line, those that hold a value; the first one is there in any case."""
    spec, start, apart = sheet.spec, _start(sheet), breaks(sheet.spec)
    cuts = sorted({0, start, len(spec.keys), *(cut for i in apart for cut in (i, i + 1))})
    for place, (first, end) in enumerate(pairwise(cuts)):
        there = tuple(i for i in range(first, end) if known(spec.series[n].values[i]))
        is_joined = first == start > 0 and not {start, start - 1} & apart and known(spec.series[n].values[start - 1])
        if there or place == 0:
            yield _Part(n, tuple(range(first, end)), first >= start, start - 1 if is_joined else None)


def _column(sheet: Sheet, part: _Part) -> list[Cell]:
    """Return the cells of a part: its name, and its values in the rows of its periods."""
    spec, edition = sheet.spec, sheet.edition
    one, name = spec.series[part.series], spec.series[part.series].name or edition.word("chart.value")
    if part.is_forecast:
        name = _marked(sheet, name, edition.word("chart.forecast"))
    elif part.periods and part.periods[0]:
        name = _marked(sheet, name, spec.categories[part.periods[0]])

    def cell(i: int) -> Cell:
        digits = decimals_at(spec, i)
        return number(one.values[i], digits, value_code(spec, edition, digits)) if i in part.periods or i == part.joint else None

    return [name, *(cell(i) for i in range(len(spec.keys)))]


def _sides(sheet: Sheet, box: Box, ends: tuple[float, float]) -> dict[tuple[int, int], Place]:
    """Return the side of each value that has room, by series and period; the last of several series stands with its name."""
    spec = sheet.spec
    left, top, right, bottom = box
    count, many = len(spec.categories), len(spec.series) > 1
    step = (right - left) / count
    points: dict[int, Point] = {
        n * count + i: (left + (i + 0.5) * step, bottom - (value - ends[0]) / (ends[1] - ends[0]) * (bottom - top))
        for n, one in enumerate(spec.series) for i, value in enumerate(one.values) if value is not None and known(value)
    }  # fmt: skip
    lines = [(points[a], points[b]) for a, b in pairwise(sorted(points)) if b == a + 1 and b % count and not {a % count, b % count} & breaks(spec)]
    last = {max((place for place in points if place // count == n), default=-1) for n in range(len(spec.series))}
    told = [p for p in points if count <= WHOLE_TO or p % count in telling(spec.series[p // count])]
    words = {p: point_words(spec, sheet.edition, p % count, spec.series[p // count].values[p % count]) for p in told if not many or p not in last}
    found = beside_lines(sheet, points, words, lines, (0.0, 4.6, sheet.width, bottom))
    if not many and count <= WHOLE_TO:  # every value of a single line is printed: there is no axis to read the others from
        found = dict.fromkeys(words, Place("t")) | found
    return {divmod(place, count): side for place, side in found.items()}


def _line(sheet: Sheet, grid: Grid, place: int, part: _Part, placed: Mapping[tuple[int, int], Place]) -> Element:
    """Return one part of a line as the series at that place, drawn from the column after that of the periods."""
    spec, colours, last = sheet.spec, sheet.theme.colours, len(sheet.spec.categories)
    n, tone = part.series, colour_of(sheet.spec, sheet.theme, part.series)
    labels = [_label(sheet, n, i, placed[n, i]) for i in part.periods if (n, i) in placed]
    there = [i for i, value in enumerate(spec.series[n].values) if known(value)]
    if len(spec.series) > 1 and there and there[-1] in part.periods:
        labels.append(_end(sheet, n, there[-1]))
    return series(
        place,
        grid.column(place + 1, 0, 0),
        line_shape(stroke(tone, LINE_POINTS, dashed=part.is_forecast)),
        marker(tone, DOT_POINTS, hollow=colours.paper if part.is_forecast else ""),
        *(_point(sheet, part, i) for i in range(last)),
        no_labels(*labels),
        categories(grid.column(0, 1, last)),
        numbers("val", grid.column(place + 1, 1, last)),
        val("smooth", 0),
    )


def _point(sheet: Sheet, part: _Part, i: int) -> Element | None:
    """Return what is different at a point: no mark where dashes start, the accent for a highlighted one."""
    tone, own = colour_of(sheet.spec, sheet.theme, part.series), colour_of(sheet.spec, sheet.theme, part.series, i)
    if i != part.joint and (own == tone or i not in part.periods):
        return None
    mark = marker(None) if i == part.joint else marker(own, DOT_POINTS, hollow=sheet.theme.colours.paper if part.is_forecast else "")
    line = line_shape(stroke(tone, LINE_POINTS, dashed=part.is_forecast))
    return element("c:dPt", None, val("idx", i), mark, val("bubble3D", 0), line)


def _label(sheet: Sheet, n: int, i: int, place: Place) -> Element:
    spec = sheet.spec
    look = Look(colour_of(spec, sheet.theme, n, i), is_bold=True)
    if own := spec.option(f"label:{spec.keys[i]}"):
        return own_label(sheet, i, [run(sheet, own, look)], place.side, look)
    return value_label(sheet, i, value_code(spec, sheet.edition, decimals_at(spec, i)), place.side, look)


def _end(sheet: Sheet, n: int, i: int) -> Element:
    """Return the name of a series at the end of its line, with its last value."""
    spec, one = sheet.spec, sheet.spec.series[n]
    look = Look(colour_of(spec, sheet.theme, n), is_bold=True)
    value = point_words(spec, sheet.edition, i, one.values[i])
    runs = [cell_field(sheet, "SERIESNAME", 1, one.name, look), run(sheet, " ", look), cell_field(sheet, "VALUE", 2, value, look)]
    return own_label(sheet, i, runs, "r", look, fields="values")
