"""Shares: bars of 100 %, a series for each part, every part with its value; a value that does not fit stands below its part."""

from __future__ import annotations

from itertools import accumulate

from reportgen.charts.canvas import on
from reportgen.charts.scales import spread
from reportgen.charts.shares import Bar, bars_of, share_decimals, share_words
from reportgen.renderers.docx.charts.axes import ACROSS, UP, Axis, axis, ids
from reportgen.renderers.docx.charts.parts import Look, Plot, Sheet, field, legend, no_labels, plot_area, shape, stroke, val, value_label
from reportgen.renderers.docx.charts.series import categories, format_code, number, numbers, series, without_value
from reportgen.renderers.docx.charts.workbook import Grid
from reportgen.renderers.docx.xml import Element, element

HEAD_MM, BAR_MM = 8.0, 10.0
NAMES = 0.25
"""Names of bars take no more than this share of the width."""
WHOLE = 100.0
WIDEST_GAP = 500
"""Per cent of the height of a bar: more is not allowed between two of them."""


def plot(sheet: Sheet) -> Plot:
    """Return the bars, the first on top; what is missing to 100 % stays open."""
    spec, edition = sheet.spec, sheet.edition
    bars = bars_of(spec, sheet.theme)
    is_named = len(bars) > 1
    names = [_bar_name(sheet, bar) if is_named else bar.name or edition.word("chart.value") for bar in bars]
    code, digits = format_code(edition, share_decimals(spec), "%"), share_decimals(spec)
    parts = [part if is_named or share is not None else without_value(part, edition) for part, share, _ in bars[0].parts]
    columns = [[part, *(number(bar.parts[n][1], digits, code) for bar in bars)] for n, part in enumerate(parts)]
    grid = Grid.of_columns(["", *names], *columns)
    left = min(max(map(sheet.wide, names)) + 5.0, sheet.width * NAMES) if is_named else 0.4
    box = (left, HEAD_MM, sheet.width - 0.4, sheet.height - 0.4)
    pitch = (box[3] - box[1]) / len(bars)
    moves = [_moves(sheet, bar, box[2] - box[0], pitch) for bar in bars]
    made = [_part(sheet, grid, n, bars, [move.get(n, (0.0, 0.0)) for move in moves]) for n in range(len(parts))]
    # Bars are as high as in the picture, or fill their row where rows are lower.
    gap = min(round((pitch / min(BAR_MM, pitch) - 1) * 100), WIDEST_GAP)
    group = element(
        "c:barChart", None, val("barDir", "bar"), val("grouping", "stacked"), val("varyColors", 0), *made, val("gapWidth", gap), val("overlap", 100),
        *ids(UP, ACROSS),
    )  # fmt: skip
    total = max(WHOLE, *(sum(round(share or 0.0, digits) for _, share, _ in bar.parts) for bar in bars))
    rows = Axis(UP, ACROSS, "l", is_category=True, is_reversed=True, code="General" if is_named else "")
    area = plot_area(sheet, field(sheet, *box), [group], [axis(sheet, rows), axis(sheet, Axis(ACROSS, UP, "t", low=0.0, high=total))])
    wide = min(sum(sheet.wide(part) + 12.0 for part in parts), sheet.width - left)
    return Plot(area, grid, legend(sheet, "t", (left, 0.6, wide, sheet.line_mm * 1.6)))


def _bar_name(sheet: Sheet, bar: Bar) -> str:
    """Return the name of a bar, which says which of its parts have no value."""
    gone = [part for part, share, _ in bar.parts if share is None]
    words = sheet.edition.say("chart.missing", names=sheet.edition.names(gone)) if gone else ""
    return bar.name + (sheet.edition.word("label.open") + words + sheet.edition.word("label.close") if words else "")


def _moves(sheet: Sheet, bar: Bar, wide: float, pitch: float) -> dict[int, tuple[float, float]]:
    """Return how far values that do not fit inside their part are moved, in millimetres: below the bar, and apart from each other."""
    shares = [share or 0.0 for _, share, _ in bar.parts]
    ends = [end / WHOLE * wide for end in accumulate(shares)]
    words = [share_words(sheet.spec, sheet.edition, share) for share in shares]
    outside = [n for n, share in enumerate(shares) if share and share / WHOLE * wide < sheet.wide(words[n]) + 1.6]
    middles = [ends[n] - shares[n] / WHOLE * wide / 2 for n in outside]
    at = spread(middles, [sheet.wide(words[n]) + 2.0 for n in outside], 0.0, wide)
    down = (min(BAR_MM, pitch) + sheet.line_mm) / 2
    return {n: (round(there - middle, 2), round(down, 2)) for n, middle, there in zip(outside, middles, at, strict=True)}


def _part(sheet: Sheet, grid: Grid, n: int, bars: list[Bar], moves: list[tuple[float, float]]) -> Element:
    code = format_code(sheet.edition, share_decimals(sheet.spec), "%")
    tone, last = bars[0].parts[n][2], len(bars)
    labels = []
    for row, bar in enumerate(bars):
        if bar.parts[n][1]:
            ink = sheet.theme.colours.ink if any(moves[row]) else on(sheet.theme, tone)
            labels.append(value_label(sheet, row, code, "ctr", Look(ink), move=moves[row]))
    look = shape(tone, stroke(sheet.theme.colours.paper, 0.6))
    cells = categories(grid.column(0, 1, last)), numbers("val", grid.column(n + 1, 1, last))
    return series(n, grid.column(n + 1, 0, 0), look, val("invertIfNegative", 0), no_labels(*labels), *cells)
