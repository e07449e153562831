"""Slope: a line for each name from its rank before to its rank now, rank 1 on top."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts.scales import spread
from reportgen.charts.slope import Move, coloured, look_of, moves_of, rule_words
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
)
from reportgen.renderers.docx.charts.series import categories, number, numbers, series
from reportgen.renderers.docx.charts.workbook import Cell, Grid
from reportgen.renderers.docx.xml import Element, element

HEAD_MM, FOOT_MM = 6.4, 0.6
WEIGHTS, DOTS = (0.8, 1.3, 2.4), (4, 4, 5)
"""Weight of a line and diameter of its dots in points: one of the many, one that moved far, the highlighted one."""
NAMES = 0.3
"""Names take no more than this share of the width on either side."""


def plot(sheet: Sheet) -> Plot:
    """Return the lines; a name that is new or dropped out has one end only."""
    spec, edition = sheet.spec, sheet.edition
    moves = [move for move in moves_of(spec) if move.before or move.after]
    heads: list[Cell] = ["", spec.option("left") or spec.series[0].name, spec.option("right") or spec.series[1].name]
    rows = [tuple(heads), *((move.name, *(number(rank or None, 0, "0") for rank in (move.before, move.after))) for move in moves)]
    grid = Grid(tuple(rows))
    ranks = [rank for move in moves for rank in (move.before, move.after) if rank] or [1]
    best, worst = min(ranks), max(ranks)
    names = min(max((sheet.wide(f"88 {move.name}") for move in moves), default=0.0) + 3.0, sheet.width * NAMES)
    box = (names, HEAD_MM, sheet.width - names - sheet.wide(" ↑88"), sheet.height - FOOT_MM)
    shifts = [_shifts(sheet, [getattr(move, side) for move in moves], (best, worst), box) for side in ("before", "after")]
    movers = coloured(moves, int(spec.option("movers", "3")))
    made = [_line(sheet, grid, n, move, movers, [shift.get(n, 0.0) for shift in shifts]) for n, move in enumerate(moves)]
    group = element("c:lineChart", None, val("grouping", "standard"), val("varyColors", 0), *made, val("marker", 1), *ids(ACROSS, UP))
    words = rule_words(spec, edition)
    title = (words, max((box[0] + box[2] - sheet.wide(words)) / 2, 0.0), 0.4)
    muted = Look(sheet.theme.colours.muted)
    periods = Axis(ACROSS, UP, "t", is_category=True, code="General", look=muted, title=title)
    places = Axis(UP, ACROSS, "l", low=best - 0.5, high=worst + 0.5, is_reversed=True, between=False)
    return Plot(plot_area(sheet, field(sheet, *box), [group], [axis(sheet, periods), axis(sheet, places)]), grid)


def _shifts(sheet: Sheet, ranks: Sequence[int], ends: tuple[int, int], box: tuple[float, float, float, float]) -> dict[int, float]:
    """Return how far down each label stands from its dot, in millimetres: those that share a rank make room for each other."""
    best, worst = ends
    pitch = (box[3] - box[1]) / (worst - best + 1)
    have = [n for n, rank in enumerate(ranks) if rank]
    at = [box[1] + (ranks[n] - best + 0.5) * pitch for n in have]
    height = min(sheet.line_mm, (box[3] - box[1]) / max(len(have), 1))
    settled = spread(at, [height] * len(have), box[1], box[3])
    return {n: round(found - wanted, 2) for n, wanted, found in zip(have, at, settled, strict=True)}


def _line(sheet: Sheet, grid: Grid, n: int, move: Move, movers: dict[str, str], shifts: Sequence[float]) -> Element:
    tone, strength = look_of(move, sheet.spec, sheet.theme, movers)
    look = Look(tone if strength else "", is_bold=strength == 2)
    name, change = cell_field(sheet, "SERIESNAME", 1, move.name, look), sheet.edition.change_text(move.state, move.places)
    labels = []
    if move.before:
        runs = [name, run(sheet, " ", look), cell_field(sheet, "VALUE", 2, str(move.before), look)]
        labels.append(own_label(sheet, 0, runs, "l", look, move=(0.0, shifts[0]), fields="values"))
    if move.after:
        again = cell_field(sheet, "SERIESNAME", 3, move.name, look)
        runs = [cell_field(sheet, "VALUE", 4, str(move.after), look), run(sheet, " ", look), again, run(sheet, f" {change}", look)]
        labels.append(own_label(sheet, 1, runs, "r", look, move=(0.0, shifts[1]), fields="values"))
    return series(
        n,
        grid.column(0, n + 1, n + 1),
        line_shape(stroke(tone, WEIGHTS[strength])),
        marker(tone, DOTS[strength]),
        no_labels(*labels),
        categories(grid.row(0, 1, 2)),
        numbers("val", grid.row(n + 1, 1, 2)),
        val("smooth", 0),
    )
