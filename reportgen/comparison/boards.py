"""Boards from each kind of side: the tables of a data package, the ranked tables of a project, the tables of a finished report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeGuard

from reportgen.comparison.model import Board, Column
from reportgen.document import Document, Inlines, Quantity, Row, Table
from reportgen.package import Dataset, Resource
from reportgen.ranking import Ranking
from reportgen.standing import ranked
from reportgen.tree import text_of, walk, walk_inlines
from reportgen.values import decimals_of

CELL = re.compile(r"\[([^\[\]]+)\](?:\.(\w+))?$")
"""End of the source of a cell: the key of its row and its column; of a rank, the key alone."""
ROW = re.compile(r"(?P<table>.+), row [0-9]+, column [0-9]+ #1")
"""Id of the first number of a cell in a ledger."""


# ---------------------------------------------------------------- data packages


def of_dataset(dataset: Dataset, lang: str) -> tuple[Board, ...]:
    """Return the tables of a package that have one key a row and figures, with titles in a language ("zh", "en")."""
    return tuple(board for resource in dataset.resources.values() if (board := _of_resource(resource, dataset, lang)))


def _of_resource(resource: Resource, dataset: Dataset, lang: str) -> Board | None:
    key = resource.key[0] if len(resource.key) == 1 else "" if resource.key else _natural_key(resource)
    checks = [check for check in resource.extra.get("checks", ()) if isinstance(check, dict)]
    rank = next((str(check["rank"]) for check in checks if "rank" in check), "") or ("" if checks else _printed_rank(resource))
    derived = {str(check[name]) for check in checks for name in ("rank", "change") if name in check} | {rank}
    figures = [field for field in resource.fields if field.type in ("number", "integer") and field.name != key and field.name not in derived]
    if not key or not (figures or rank) or not resource.rows:
        return None
    keys = [str(cell) for cell in resource.column(key)]
    measured = next((field.name for field in figures if field.type == "number"), rank or figures[0].name)  # whole numbers may be codes
    main = next((str(check["value"]) for check in checks if check.get("check") == "ranks_agree"), measured)
    columns = {}
    for field in figures:
        cells = {name: Decimal(cell) for name, cell in zip(keys, resource.column(field.name), strict=True) if _is_number(cell)}
        unit = "percent" if field.unit == "%" else ""
        decimals = max(map(decimals_of, cells.values()), default=0)
        columns[field.name] = Column(field.name, field.titles.get(lang) or field.title or field.name, unit, decimals, cells, ranked(cells, "highest", "min"))
    if rank:
        printed = {name: int(cell) for name, cell in zip(keys, resource.column(rank), strict=True) if _is_number(cell)}
        found = columns.get(main) or Column(main, resource.field(rank).titles.get(lang) or rank)
        columns[main] = Column(found.name, found.title, found.unit, found.decimals, found.cells, printed)
    names = dict(zip(keys, _names(resource, key, dataset, lang), strict=True))
    return Board(resource.name, resource.titles.get(lang) or resource.title, names, columns, main)


def _printed_rank(resource: Resource) -> str:
    """Return the first column that counts the rows from 1 on, for a table that declares no checks; "" for none."""
    count = len(resource.rows)
    for field in resource.fields:
        cells = [cell for cell in resource.column(field.name) if _is_number(cell)]
        if field.type == "integer" and count > 1 and sorted(map(int, cells)) == list(range(1, count + 1)):
            return field.name
    return ""


def _is_number(cell: object) -> TypeGuard[int | Decimal]:
    return isinstance(cell, int | Decimal) and not isinstance(cell, bool)


def _natural_key(resource: Resource) -> str:
    """Return the first column of words in which every row has its own, for a table that declares no key; "" for none."""
    for field in resource.fields:
        cells = resource.column(field.name)
        if field.type == "string" and None not in cells and len(set(cells)) == len(cells):
            return field.name
    return ""


def _names(resource: Resource, key: str, dataset: Dataset, lang: str) -> list[str]:
    """Return the name of each row: that of the region its key refers to, else its own words in the language, else its key."""
    keys = [str(cell) for cell in resource.column(key)]
    home = next((dataset.resources.get(foreign.table) for foreign in resource.foreign_keys if foreign.columns == (key,)), None)
    if home is not None and len(home.key) == 1 and (named := next((f.name for f in home.fields if f.name in (f"name_{lang}", "name")), "")):
        known = {str(row[home.key[0]]): row[named] for row in home.records()}
        return [str(known.get(each) or each) for each in keys]
    words = [field.name for field in resource.fields if field.type == "string" and field.name != key]
    chosen = next((name for name in words if name.endswith(f"_{lang}") or name == "name"), words[0] if words else key)
    return [str(cell or each) for cell, each in zip(resource.column(chosen), keys, strict=True)]


# ---------------------------------------------------------------- projects


def of_rankings(tables: Mapping[str, Ranking], declared: Mapping[str, Iterable[str]]) -> tuple[Board, ...]:
    """Return the ranked tables of a project, called as its narrative calls them, with the fields it declares for them; all for none."""
    return tuple(_of_ranking(name, table, tuple(declared.get(name, ())) or tuple(table.cells)) for name, table in tables.items() if table.value)


def _of_ranking(name: str, table: Ranking, fields: Iterable[str]) -> Board:
    columns = {}
    for field in dict.fromkeys((table.value, *fields)):
        numbers = table.numbers(field) if field == table.value or field not in ("rank", "change") else {}
        if numbers:
            cells = {key: value.exact for key, value in numbers.items()}
            ranks = dict(table.ranks) if field == table.value else ranked(cells, table.best, table.ties)
            first = next(iter(numbers.values()))
            columns[field] = Column(field, table.heads.get(field, field), first.unit, first.decimals or 0, cells, ranks)
    names = {key: table.regions[key].name for key in table.keys}
    return Board(name, table.title, names, columns, table.value)


# ---------------------------------------------------------------- finished reports


def of_document(document: Document) -> tuple[Board, ...]:
    """Return the tables of a finished edition whose rows are of known regions."""
    return tuple(board for block in walk(document.blocks) if isinstance(block, Table) and (board := _of_table(block)))


def _of_table(table: Table) -> Board | None:
    rows = [row for row in table.rows if row.key]
    figures = [(place, column) for place, column in enumerate(table.columns) if column.kind == "number"]
    rank = next((place for place, column in enumerate(table.columns) if column.kind == "rank"), None)
    if not rows or not figures or len({row.key for row in rows}) < len(rows):
        return None
    printed = {row.key: int(value) for row in rows if rank is not None and (value := _exact(row, rank)) is not None}
    columns = {}
    for place, column in figures:
        cells = {row.key: value for row in rows if (value := _exact(row, place)) is not None}
        ranks = printed if place == figures[0][0] and printed else ranked(cells, "highest", "min")
        columns[column.key] = Column(column.key, text_of(column.head), _unit(rows, place), column.decimals or 0, cells, ranks)
    name = next((place for place, column in enumerate(table.columns) if column.kind == "name"), 0)
    names = {row.key: text_of(row.cells[name]) for row in rows}
    return Board(table.label, text_of(table.caption), names, columns, figures[0][1].key)


def _quantities(content: Inlines) -> Iterator[Quantity]:
    return (inline for inline in walk_inlines(content) if isinstance(inline, Quantity))


def _exact(row: Row, place: int) -> Decimal | None:
    for quantity in _quantities(row.cells[place]):
        try:
            return Decimal(quantity.value)
        except InvalidOperation:
            continue
    return None


def _unit(rows: Iterable[Row], place: int) -> str:
    return next((quantity.unit for row in rows for quantity in _quantities(row.cells[place])), "")


def of_ledger(entries: Iterable[Mapping[str, object]]) -> tuple[Board, ...]:
    """Return the tables of one edition as far as its ledger tells them: by label, without captions; `entries` as in ledger.json."""
    found: dict[str, dict[str, dict[str, Decimal]]] = {}
    names: dict[str, dict[str, str]] = {}
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for entry in entries:
        place, source = ROW.fullmatch(str(entry["id"])), CELL.search(str(entry["source"]))
        if not place or not source:
            continue
        table, key, unit = place["table"], source[1], str(entry["unit"])
        names.setdefault(table, {}).setdefault(key, key)
        if unit == "name":
            names[table][key] = str(entry["text"])
            continue
        column = "rank" if unit == "rank" else source[2] or ""
        if column and unit != "change":
            found.setdefault(table, {}).setdefault(column, {})[key] = Decimal(str(entry["value"]))
            seen[table, column] = unit, int(str(entry["decimals"] or 0))
    return tuple(_of_entries(table, names[table], columns, seen) for table, columns in found.items() if columns.keys() - {"rank"})


def _of_entries(table: str, names: Mapping[str, str], columns: Mapping[str, Mapping[str, Decimal]], seen: Mapping[tuple[str, str], tuple[str, int]]) -> Board:
    figures = [name for name in columns if name != "rank"]
    printed = {key: int(value) for key, value in columns.get("rank", {}).items()}
    made = {
        name: Column(name, name, *seen[table, name], columns[name], printed if printed and name == figures[0] else ranked(columns[name], "highest", "min"))
        for name in figures
    }
    return Board(table, table, names, made, figures[0])
