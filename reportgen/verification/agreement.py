"""A report against itself: what one region's value is, it is in every table and chart; ranks are an order, numbers go on without gaps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.document import Change, ChartSpec, Column, Document, Figure, Heading, Quantity, Table
from reportgen.edition import round_half_up
from reportgen.errors import Problem
from reportgen.numbering import heading_number
from reportgen.tree import all_inlines, text_of, walk

CHECK = "look at the data and at the formula that gives it"
CELL = re.compile(r"[^()]+\[[^\]()]+\]\.\w+|rank\([^\[\]]+\)\[[^\]()]+\]")
"""The source of a value that is one cell of a data table, or its rank; a formula over many cells may be asked more than one thing."""
MOVED = re.compile(r"(?P<path>[^()\[\]]+)\[(?P<key>[^\]()]+)\]\.\w+")
PLAIN_NUMBER = re.compile(r"[−-]?[0-9]+(?:\.[0-9]+)?")
"""A number as a table prints it, without grouping."""


def agreement(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield where the values of a report contradict each other, in one edition or between editions."""
    values: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for tag, document in documents.items():
        for inline in all_inlines(document):
            if isinstance(inline, Quantity) and CELL.fullmatch(inline.source) and inline.unit != "name":
                values[inline.source, inline.unit].setdefault(inline.value, tag)
        for block in walk(document.blocks):
            if isinstance(block, Table):
                yield from _table(block, tag)
        yield from _charts(document, tag)
    for (source, _), found in values.items():
        if len(found) > 1:
            said = ", ".join(f"{value} ({tag})" for value, tag in found.items())
            yield Problem(source, f"one source has several values: {said}", CHECK, code="RG820")


def numbering(document: Document, scheme: str, tag: str) -> Iterator[Problem]:
    """Yield headings, tables and figures whose number is not the one after that of the last of their kind."""
    counters = [0, 0, 0, 0]
    seen: Counter[type] = Counter()
    for block in walk(document.blocks):
        if isinstance(block, Heading) and block.numbered:
            counters[block.level - 1] += 1
            counters[block.level :] = [0] * (4 - block.level)
            wanted = heading_number(scheme, tuple(counters[: block.level]))
        elif isinstance(block, Table | Figure):
            seen[type(block)] += 1
            wanted = str(seen[type(block)])
        else:
            continue
        if block.number != wanted:
            yield Problem(f"{tag}: {block.label}", f"has the number {block.number}, and {wanted} is next", "number the document again", code="RG834")


def _table(table: Table, tag: str) -> Iterator[Problem]:
    for index, column in enumerate(table.columns):
        cells = [row.cells[index] for row in table.rows]
        where = f"{tag}: {table.label}: {text_of(column.head)}"
        if column.kind == "rank":
            yield from _ranks([text_of(cell) for cell in cells], where)
        if column.kind == "change":
            yield from _changes([each for cell in cells for each in cell if isinstance(each, Change)], where)
        if column.kind == "number":
            for number, cell in enumerate(cells, 1):
                yield from _rounded(column, [each for each in cell if isinstance(each, Quantity)], f"{where}: {number}")


def _ranks(texts: list[str], where: str) -> Iterator[Problem]:
    """Yield a problem when the ranks of a whole table are not 1, 2, 3 … with equal ones sharing the better or the worse place, or all in a row."""
    ranks = sorted(int(text) for text in texts if text.isdecimal())
    if not ranks or len(ranks) != len(texts) or ranks[0] != 1 or ranks[-1] > len(ranks):
        return
    counts = Counter(ranks)
    shared = [rank for rank in sorted(counts) for _ in range(counts[rank])]
    places = [1 + sum(counts[other] for other in counts if other < rank) for rank in shared]
    steps = [1 + sum(other < rank for other in counts) for rank in shared]
    last = [sum(counts[other] for other in counts if other <= rank) for rank in shared]
    if ranks not in (places, steps, last):
        yield Problem(where, f"these ranks are no order: {', '.join(map(str, ranks))}", CHECK, code="RG821")


def _changes(changes: list[Change], where: str) -> Iterator[Problem]:
    """Yield changes whose arrow says another number of places than they have."""
    for change in changes:
        digits = re.findall("[0-9]+", change.text)
        if change.places is not None and digits and int(digits[0]) != abs(change.places):
            yield Problem(where, f"{change.text} stands for {change.places} places", CHECK, code="RG822")


def _rounded(column: Column, values: list[Quantity], where: str) -> Iterator[Problem]:
    """Yield values that are printed otherwise than rounded to the digits of their column."""
    for each in values:
        if column.decimals is None or not PLAIN_NUMBER.fullmatch(each.text) or not PLAIN_NUMBER.fullmatch(each.value):
            continue
        exact = round_half_up(Decimal(each.value.replace("−", "-")), column.decimals)
        if Decimal(each.text.replace("−", "-")) != exact:
            yield Problem(where, f"{each.text} is printed for {each.value}", CHECK, code="RG823")


# ---------------------------------------------------------------- charts beside tables


def _charts(document: Document, tag: str) -> Iterator[Problem]:
    """Yield values of charts that tables of the same report print otherwise, and shares of one whole that are more than it."""
    tables = [block for block in walk(document.blocks) if isinstance(block, Table)]
    cells = dict(_cells(tables))
    changes = [(each, MOVED.fullmatch(each.source)) for each in all_inlines(document) if isinstance(each, Change)]
    moves = {(found["path"], found["key"]): each.places for each, found in changes if found}
    for figure in (block for block in walk(document.blocks) if isinstance(block, Figure)):
        chart, where = figure.chart, f"{tag}: {figure.label}"
        named = [source.partition(":") for source in chart.source.split(", ")]
        if chart.kind == "slope" and len(chart.series) == 2:
            yield from _slopes(chart, named[0][0], moves, where)
        elif len(named) == len(chart.series):
            for (path, _, field), series in zip(named, chart.series, strict=True):
                for key, value in zip(chart.keys, series.values, strict=True):
                    printed = cells.get((path, key, field))
                    if printed is not None and value is not None and not _is_same(printed, Decimal(str(value))):
                        yield Problem(f"{where}: {key}", f"the chart shows {value}, and a table {printed:f}", CHECK, code="RG831")
        if chart.kind == "shares" and chart.unit == "%":
            yield from _whole(chart, where)


def _cells(tables: list[Table]) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    """Yield the exact values of tables by file, key of the row and name of the column."""
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                for each in cell:
                    if isinstance(each, Quantity) and (found := MOVED.fullmatch(each.source)) and PLAIN_NUMBER.fullmatch(each.value):
                        yield (found["path"], row.key, column.key), Decimal(each.value.replace("−", "-"))


def _is_same(one: Decimal, other: Decimal) -> bool:
    """Return whether two numbers have the same digits: a chart may count in another unit, 亿元 for 元."""
    return one == other or (one.is_signed() == other.is_signed() and one.normalize().as_tuple().digits == other.normalize().as_tuple().digits)


def _slopes(chart: ChartSpec, path: str, moves: Mapping[tuple[str, str], int | None], where: str) -> Iterator[Problem]:
    """Yield ranks of two periods that are farther apart than the table says the name has moved."""
    for key, before, now in zip(chart.keys, chart.series[0].values, chart.series[1].values, strict=True):
        places = moves.get((path, key))
        if places is not None and before is not None and now is not None and before - now != places:
            yield Problem(f"{where}: {key}", f"the chart shows {before:g} and {now:g}, and a table a change of {places}", CHECK, code="RG832")


def _whole(chart: ChartSpec, where: str) -> Iterator[Problem]:
    """Yield shares of one whole that are more than 100 % together, beyond their rounding."""
    shares = [sum(Decimal(str(value)) for value in values if value is not None) for values in zip(*(one.values for one in chart.series), strict=True)]
    together = [sum(shares)] if len(chart.series) == 1 else shares
    for each in together:
        if each > 100 + Decimal(len(chart.keys) * len(chart.series)).scaleb(-chart.decimals) / 2:
            yield Problem(where, f"these shares are {each} % together", CHECK, code="RG833")
