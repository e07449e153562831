"""The row that one report of a batch is about, as a narrative sees it: ``item``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from reportgen.edition import Edition
from reportgen.errors import nearest
from reportgen.project import BatchRow
from reportgen.values import Absent, Label, Region, Value, decimals_of

Part = Value | Label | bool

REGION = "region"
"""Column that says which region a row is about, where its key does not."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the table a batch runs over, in the words of one edition.

    key        names the row
    spellings  what a table may call the same region, the first the likeliest
    cells      column → cell, None where it is empty; a column of the edition's language is there under its short name, too
    """

    key: str
    name: Label
    full_name: Label
    spellings: tuple[str, ...]
    cells: Mapping[str, Part | None]
    path: str

    NAMES: ClassVar[frozenset[str]] = frozenset({"key", "name", "full_name", "has"})

    def has(self, column: str) -> bool:
        """Tell whether the cell of a column is filled; raises Absent for a column that is not there."""
        return self._cell(column) is not None

    def __getitem__(self, column: str) -> Part:
        cell = self._cell(column)
        if cell is None:
            raise Absent(column, f"the item {self.key} has no {column}", f"fill the cell in {self.path}, or test it: {{% if item.has(…) %}}")
        return cell

    def _cell(self, column: str) -> Part | None:
        if column not in self.cells:
            raise Absent(column, f"the item has no column {column!r}", nearest(column, {*self.cells, *self.NAMES}))
        return self.cells[column]

    def spelling_in(self, spellings: Mapping[str, str]) -> str:
        """Return how a table spells the region of the item; the likeliest spelling when it has none."""
        return next((spelling for spelling in self.spellings if spelling in spellings), self.spellings[0])


def item_of(row: BatchRow, edition: Edition, regions: Mapping[str, Region]) -> Item:
    """Return a row in the words of an edition: by its own columns name and fullname, else by the region it is about."""
    cells = {column: _part(row, column, edition) for column in row.cells}
    suffix = f"_{edition.data}"
    cells = {column.removesuffix(suffix): cell for column, cell in cells.items() if column.endswith(suffix)} | cells
    about = str(row.cells.get(REGION) or row.key)
    region = regions.get(about)

    def label(cell: Part | None, other: str) -> Label:
        return Label(cell.text if isinstance(cell, Label) else other, about, f"{row.path}[{row.key}]")

    name = label(cells.get("name"), region.name if region else row.key)
    full = label(cells.get("fullname"), region.full_name if region else name.text)
    return Item(row.key, name, full, tuple(dict.fromkeys((about, row.key, name.text, full.text))), cells, row.path)


def _part(row: BatchRow, column: str, edition: Edition) -> Part | None:
    cell = row.cells[column]
    source = f"{row.path}[{row.key}].{column}"
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int | Decimal):
        return Value(Decimal(cell), "percent" if row.units.get(column) == "%" else "score", decimals_of(Decimal(cell)), 0, source)
    text = str(cell).replace("'", edition.word("apostrophe"))
    return Label(text, text, source)
