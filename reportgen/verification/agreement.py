"""The tables of a report against each other and in themselves: what one region's value is, it is wherever it is printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.document import Change, Column, Document, Quantity, Table
from reportgen.edition import round_half_up
from reportgen.errors import Problem
from reportgen.tree import all_inlines, text_of, walk

CHECK = "look at the data and at the formula that gives it"
CELL = re.compile(r"[^()]+\[[^\]()]+\]\.\w+")
"""The source of a value that is one cell of a data table; a formula over many cells may be asked more than one thing."""
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
    for (source, _), found in values.items():
        if len(found) > 1:
            said = ", ".join(f"{value} ({tag})" for value, tag in found.items())
            yield Problem(source, f"one source has several values: {said}", CHECK, code="RG820")


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
    """Yield a problem when the ranks of a whole table are not 1, 2, 3 … with equal ones sharing the better place, or all in a row."""
    ranks = sorted(int(text) for text in texts if text.isdecimal())
    if not ranks or len(ranks) != len(texts) or ranks[0] != 1 or ranks[-1] > len(ranks):
        return
    counts = Counter(ranks)
    shared = [rank for rank in sorted(counts) for _ in range(counts[rank])]
    places = [1 + sum(counts[other] for other in counts if other < rank) for rank in shared]
    steps = [1 + sum(other < rank for other in counts) for rank in shared]
    if ranks not in (places, steps):
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
