"""Scatter: a dot for each name, one scale across and one up; names on the sides where they are clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.charts.room import Box, Point, Segment, settle
from reportgen.charts.scales import nice_ticks, tick_decimals
from reportgen.charts.scatter import both_known, name_choices, naming_order, reference_line, value_of
from reportgen.renderers.docx.charts.axes import ACROSS, UP, Axis, axis
from reportgen.renderers.docx.charts.cloud import DOT_POINTS, OWN_POINTS, cell_labels, cloud, dot_point, dots, straight
from reportgen.renderers.docx.charts.parts import Look, Plot, Sheet, field, label_cells, marker, own_label, plot_area, run, stroke
from reportgen.renderers.docx.charts.places import REACH_MM, Place, label_size, place_of
from reportgen.renderers.docx.charts.series import number, numbers_of, value_code
from reportgen.renderers.docx.charts.workbook import Cell, Grid
from reportgen.renderers.docx.xml import Element

LEFT_MM, TOP_MM, FOOT_MM = 12.0, 9.0, 10.6
NAMES, ACROSS_COLUMN, UP_COLUMN, FIRST_LINE = 0, 1, 2, 3
"""Columns of the sheet; a reference line has two from FIRST_LINE on."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the scales stand: the field, and the round numbers across and up."""

    box: Box
    ticks: tuple[Sequence[float], Sequence[float]]

    def at(self, x: float, y: float) -> Point:
        """Return the place of two values in millimetres."""
        left, top, right, bottom = self.box
        across, up = self.ticks
        return (
            left + (x - across[0]) / (across[-1] - across[0]) * (right - left),
            bottom - (y - up[0]) / (up[-1] - up[0]) * (bottom - top),
        )


def plot(sheet: Sheet) -> Plot:
    """Return the dots with their names, and the reference lines as series of two points."""
    spec, edition = sheet.spec, sheet.edition
    references = [reference_line(spec, edition, n, name="") for n in (0, 1)]
    there = both_known(spec)
    values = [[value_of(spec, n, i) for i in there] or [0.0] for n in (0, 1)]
    across, up = (nice_ticks(min(each), max(each), 7) for each in values)
    aside = sheet.wide(references[1][1]) + 3.0 if references[1][1] else 3.0
    # An upright axis has no more than a fifth of the width for its title in LibreOffice, which then breaks it.
    top = TOP_MM + sheet.line_mm * (sheet.wide(_titles(sheet)[1]) > sheet.width / 5)
    frame = _Frame((LEFT_MM, top, sheet.width - aside, sheet.height - FOOT_MM), (across, up))
    heads = [one.name or edition.word("chart.value") for one in spec.series[:2]]
    columns: list[Sequence[Cell]] = [["", *spec.categories]]
    columns += [[head, *numbers_of(spec, edition, one.values)] for head, one in zip(heads, spec.series, strict=False)]
    lines = [n for n in (0, 1) if references[n][1]]
    for n in lines:
        columns += _line_columns(sheet, frame, n, *references[n])
    grid = Grid.of_columns(*columns)
    made = [_dots(sheet, grid, frame, lines, references)]
    made += [_line(sheet, grid, place, n, references[n][1]) for place, n in enumerate(lines)]
    return Plot(plot_area(sheet, field(sheet, *frame.box), [cloud(*made)], _axes(sheet, frame)), grid)


def _line_columns(sheet: Sheet, frame: _Frame, n: int, at: float, words: str) -> list[Sequence[Cell]]:
    """Return the two columns of a reference line: the value twice, and the ends of the other scale."""
    spec, edition, other = sheet.spec, sheet.edition, frame.ticks[1 - n]
    digits = tick_decimals(other)
    value = number(at, spec.decimals, value_code(spec, edition))
    ends = [number(end, digits, value_code(spec, edition, digits)) for end in (other[0], other[-1])]
    return [[words, value, value], [spec.series[1 - n].name or edition.word("chart.value"), *ends]]


def _dots(sheet: Sheet, grid: Grid, frame: _Frame, lines: Sequence[int], references: Sequence[tuple[float, str]]) -> Element:
    spec, colours, last = sheet.spec, sheet.theme.colours, len(sheet.spec.categories)
    points = {i: frame.at(value_of(spec, 0, i), value_of(spec, 1, i)) for i in both_known(spec)}
    own = [i for i, key in enumerate(spec.keys) if key in spec.highlight]
    accent = Look(colours.accent, is_bold=True)
    return dots(
        0,
        grid.column(UP_COLUMN, 0, 0),
        (grid.column(ACROSS_COLUMN, 1, last), grid.column(UP_COLUMN, 1, last)),
        marker(colours.primary, DOT_POINTS),
        cell_labels(sheet, spec.categories, _places(sheet, points, frame, lines, references), dict.fromkeys(own, accent), Look()),
        *(dot_point(i, marker(colours.accent, OWN_POINTS)) for i in own),
        words=label_cells(grid.column(NAMES, 1, last), spec.categories),
    )


def _places(
    sheet: Sheet, points: Mapping[int, Point], frame: _Frame, lines: Sequence[int], references: Sequence[tuple[float, str]]
) -> dict[int, Place]:
    """Return the places of the names as the picture finds them; a highlighted one has a name in any case."""
    spec = sheet.spec
    rules, taken = _obstacles(sheet, frame, lines, references)
    around = (LEFT_MM, frame.box[1] - 1.0, sheet.width, frame.box[3] - 0.3), taken, rules
    choices = {i: name_choices(i, points, label_size(sheet, spec.categories[i]), REACH_MM - 0.6, around) for i in points}
    found = {i: place_of(spot.box, points[i]) for i, spot in settle(choices, naming_order(spec, points)).items()}
    return {i: Place("l") for i in points if spec.keys[i] in spec.highlight} | found


def _obstacles(sheet: Sheet, frame: _Frame, lines: Sequence[int], references: Sequence[tuple[float, str]]) -> tuple[list[Segment], list[Box]]:
    """Return the reference lines and the boxes of their words."""
    (left, top, right, bottom), half = frame.box, sheet.line_mm / 2
    rules: list[Segment] = []
    taken: list[Box] = []
    for n in lines:
        at, words = references[n]
        x, y = frame.at(at, at)
        wide = sheet.wide(words)
        rules.append(((x, top), (x, bottom)) if n == 0 else ((left, y), (right, y)))
        taken.append((x - wide / 2, top - 2 * half - 1.0, x + wide / 2, top) if n == 0 else (right, y - half, sheet.width, y + half))
    return rules, taken


def _line(sheet: Sheet, grid: Grid, place: int, n: int, words: str) -> Element:
    """Return a reference line with its words at its upper or right end."""
    colours, column = sheet.theme.colours, FIRST_LINE + 2 * place
    value, other = grid.column(column, 1, 2), grid.column(column + 1, 1, 2)
    look = Look(colours.muted)
    label = own_label(sheet, 1, [run(sheet, words, look)], "t" if n == 0 else "r", look)
    cells = (value, other) if n == 0 else (other, value)
    return straight(1 + place, grid.column(column, 0, 0), cells, stroke(colours.muted, 0.7, dashed=True), label)


def _titles(sheet: Sheet) -> list[str]:
    return [sheet.spec.option(name, one.name) for name, one in zip(("x_label", "y_label"), sheet.spec.series, strict=False)]


def _axes(sheet: Sheet, frame: _Frame) -> list[Element]:
    spec, colours, (across, up) = sheet.spec, sheet.theme.colours, frame.ticks
    muted = Look(colours.muted)
    codes = [value_code(spec, sheet.edition, tick_decimals(ticks)) for ticks in (across, up)]
    words = _titles(sheet)
    place = max(frame.box[2] - sheet.wide(words[0]) - 1.0, 0.0)
    titles = (words[0], place, sheet.height - sheet.line_mm - 1.4), (words[1], 0.0, 0.4)
    steps = [ticks[1] - ticks[0] for ticks in (across, up)]
    x = Axis(ACROSS, UP, "b", low=across[0], high=across[-1], step=steps[0], code=codes[0], title=titles[0], line=colours.muted, crosses="min", look=muted)
    y = Axis(UP, ACROSS, "l", low=up[0], high=up[-1], step=steps[1], code=codes[1], title=titles[1], rule=colours.rule, crosses="min", look=muted)
    return [axis(sheet, x), axis(sheet, y)]
