"""Strips: where one region stands among all, a strip for each measure; every region is a dot, the median a stroke across.

The first series is the region, the others are those it is seen among.  Its value and its rank on each strip stand at the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from reportgen.charts import canvas, rows
from reportgen.charts.lettering import Weight
from reportgen.charts.words import gap_words, known, measured, number_words, pair_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEAD_MM = 6.4
_GAP_MM = 3.0
_EDGE_MM = 1.5
"""Right of the ranks: programs that draw the letters a little wider do not cut them."""


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return value, rank and median of the region on each strip."""
    own = spec.series[0]
    parts = []
    for i, name in enumerate(spec.categories):
        value, among = own.values[i], _strip(spec, i)
        if value is None or not known(value):
            continue
        rank = place(value, among)
        said = edition.say("chart.place", item=pair_words(spec, edition, own.name, value), rank=rank, ordinal=edition.ordinal(rank))
        parts.append(edition.say("chart.series", name=name, words=edition.word("list.comma").join((said, _median_words(spec, edition, median(among))))))
    return edition.word("chart.join").join((*parts, *gap_words(spec, edition, own)))


def _median_words(spec: ChartSpec, edition: Edition, value: float | None = None) -> str:
    return edition.say("chart.median_of", name="", value="" if value is None else number_words(spec, edition, value)).strip(" ,")


def place(value: float, among: Sequence[float]) -> int:
    """Return the rank of a value, 1 = highest; equals share the better one.

    >>> place(8.0, (9.0, 8.0, 8.0, 7.0))
    2
    """
    return 1 + sum(other > value for other in among)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the strips on one value axis, which may start above zero and then says so."""
    probe = canvas.sheet(edition, theme, 10)
    own = spec.series[0]
    heads = (edition.word("chart.value"), edition.word("column.rank"))
    printed = [number_words(spec, edition, value) for value in measured(own.values)]
    wide = [max(canvas.width(probe, words, weight="bold") for words in column) for column in ((heads[0], *printed), (heads[1], "00"))]
    sheet = rows.rows_sheet(spec, edition, theme, head=_HEAD_MM, foot=rows.AXIS_MM, pad=0)
    paper, ends = sheet.paper, (sheet.left + 2.0, sheet.paper.width - sum(wide) - 3 * _GAP_MM - _EDGE_MM)
    span = sheet.ticks[-1] - sheet.ticks[0]
    sheet = replace(sheet, x=lambda value: ends[0] + (value - sheet.ticks[0]) / span * (ends[1] - ends[0]))
    columns = (paper.width - _EDGE_MM - wide[1] - _GAP_MM, paper.width - _EDGE_MM)
    for i, y in enumerate(sheet.middles):
        _dots(sheet, spec, i, y)
        _own(sheet, spec, i, y, columns)
    for words, at in zip(heads, columns, strict=True):
        canvas.write(paper, at, _HEAD_MM / 2 - 0.4, words, align="right", colour=theme.colours.muted)
    _key(sheet, spec)
    rows.value_axis(spec, sheet, paper.height - rows.AXIS_MM)
    return paper.figure


def _strip(spec: ChartSpec, i: int) -> list[float]:
    """Return the measured values of all regions on a strip."""
    return measured([one.values[i] for one in spec.series])


def _dots(sheet: rows.Rows, spec: ChartSpec, i: int, y: float) -> None:
    paper, colours = sheet.paper, sheet.paper.theme.colours
    for one in spec.series[1:]:
        value = one.values[i]
        if value is not None and known(value):
            canvas.dot(paper, sheet.x(value), y, 0.85, colours.quiet, name=f"other:{spec.keys[i]}")
    if among := _strip(spec, i):
        at = sheet.x(median(among))
        canvas.line(paper, [(at, y - 1.7), (at, y + 1.7)], colours.ink, weight=1.1, layer=5, name=f"median:{spec.keys[i]}")


def _own(sheet: rows.Rows, spec: ChartSpec, i: int, y: float, columns: tuple[float, float]) -> None:
    paper, value = sheet.paper, spec.series[0].values[i]
    if value is None or not known(value):
        canvas.write(paper, columns[1], y, paper.edition.word("label.no_data"), align="right", colour=paper.theme.colours.muted)
        return
    accent = paper.theme.colours.accent
    canvas.dot(paper, sheet.x(value), y, 1.35, accent, layer=6, name=f"own:{spec.keys[i]}")
    for words, at in zip((number_words(spec, paper.edition, value), str(place(value, _strip(spec, i)))), columns, strict=True):
        canvas.write(paper, at, y, words, align="right", colour=accent, weight="bold")


def _key(sheet: rows.Rows, spec: ChartSpec) -> None:
    """Say above the strips what a dot in the accent colour, a stroke and a quiet dot are."""
    paper, edition, colours = sheet.paper, sheet.paper.edition, sheet.paper.theme.colours
    x, y = sheet.left + 2.0, _HEAD_MM / 2 - 0.4
    others = edition.count("chart.others", len(spec.series) - 1)
    for n, words in enumerate((spec.series[0].name, _median_words(spec, edition), *((others,) if len(spec.series) > 1 else ()))):
        if n == 1:
            canvas.line(paper, [(x + 1.0, y - 1.5), (x + 1.0, y + 1.5)], colours.ink, weight=1.1)
        else:
            canvas.dot(paper, x + 1.0, y, 0.85 if n else 1.35, colours.quiet if n else colours.accent)
        ink = colours.ink if n else colours.accent
        weight: Weight = "normal" if n else "bold"
        canvas.write(paper, x + 3.2, y, words, colour=ink, weight=weight)
        x += canvas.width(paper, words, weight=weight) + 8.0
