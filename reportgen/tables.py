"""Results → table nodes: columns, heads, decimals, emphasis, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reportgen.document import Column, ColumnKind, Inlines, Quantity, Row, RowEmphasis, Table, Text
from reportgen.edition import Edition
from reportgen.ranking import Cell, Ranking
from reportgen.tree import text_of
from reportgen.values import Label, Move, Value, node

Words = Annotated[str, Field(max_length=4000)]


class TableDirective(BaseModel):
    """The keys of ``::: table``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: str = Field(description="The table of the report.")
    caption: Words = Field(description="What it shows; no number, no full stop.")
    columns: tuple[str, ...] = Field(("rank", "region"), min_length=1, description="rank, region, change and fields of the table, in their order.")
    heads: dict[str, str] = Field(default_factory=dict, description="Other column heads than the data's: {field: words}.")
    rows: int = Field(0, ge=0, description="Keep the first rows; 0 keeps all.")
    group: str = Field("", description="Only the regions of this group, ranked among themselves.")
    emphasis: Literal["top", "own", "both", "none"] = Field("both", description="Bold rows: the first three, the report's own region, both or none.")
    note: str | tuple[str, ...] = Field((), description="A note below, or a list of them.")
    source: str = Field("", description="Who the figures are from.")


TOP_ROWS = 3
"""Rows set in bold at the head of a ranking."""

EMPTY = Text("—")

SURVEYED_APART = ("710000", "810000", "820000")
"""Taiwan, Hong Kong and Macao have statistics of their own; a table of the other 31 regions says that they are not in it."""

_NUMBER = re.compile(r"[^\d]?[\d.,]*\d")


def table_node(directive: TableDirective, label: str, ranking: Ranking, edition: Edition, words: dict[str, Inlines]) -> Table:
    """Return the table of a directive.

    words  inlines already parsed: "caption", "source", "note.0" …, "head.<column>".
    Raises Absent for a column the table does not have.
    """
    part = ranking.group(directive.group) if directive.group else ranking
    keys = part.keys[: directive.rows] if directive.rows else part.keys
    units = [_unit([part.cell(name, key) for key in keys], edition) for name in directive.columns]
    columns = tuple(_column(name, part, edition, words, unit) for name, unit in zip(directive.columns, units, strict=True))
    rows = tuple(
        Row(
            tuple(_cell(part.cell(column.key, key), column, edition, unit) for column, unit in zip(columns, units, strict=True)),
            key,
            _emphasis(part, key, directive),
        )
        for key in keys
    )
    notes = tuple(words[key] for key in sorted((k for k in words if k.startswith("note.")), key=lambda k: int(k[5:])))
    return Table(label, words["caption"], columns, rows, (*notes, *_legend(words["caption"], columns, rows, notes, edition)), words.get("source", ()))


def _unit(cells: list[Cell], edition: Edition) -> str:
    """Return what follows the number in every cell of a column, "%" or "亿元": the head says it once; "" when cells differ."""
    found = {_NUMBER.sub("", text_of((node(cell, edition),)), count=1) for cell in cells if isinstance(cell, Value)}
    return found.pop() if len(found) == 1 else ""


def _legend(caption: Inlines, columns: tuple[Column, ...], rows: tuple[Row, ...], notes: tuple[Inlines, ...], edition: Edition) -> Iterator[Inlines]:
    """Yield the notes that missing regions, gaps and shared ranks need and their author has not written."""
    said = "".join(map(text_of, (caption, *notes)))
    if {row.key for row in rows} == _surveyed(edition) and not any(word in said for word in edition.terms["table.coverage_words"]):
        yield (Text(edition.word("table.coverage")),)
    if any(cell == (EMPTY,) for row in rows for cell in row.cells) and EMPTY.text not in said:
        yield (Text(edition.word("table.gap")),)
    ranks = [row.cells[index] for row in rows for index, column in enumerate(columns) if column.kind == "rank" and row.cells[index] != (EMPTY,)]
    printed = [text_of(rank) for rank in ranks]
    if len(set(printed)) < len(printed) and edition.word("change.tied") not in said:
        yield (Text(edition.word("table.tied")),)


def _surveyed(edition: Edition) -> set[str]:
    """Return the codes of the 31 regions that mainland statistics cover: all of the first level but three."""
    codes = (key.removeprefix("chart.cell.") for key in edition.terms if key.startswith("chart.cell."))
    return {code for code in codes if code.endswith("0000") and code not in SURVEYED_APART}


def _column(name: str, ranking: Ranking, edition: Edition, words: dict[str, Inlines], unit: str) -> Column:
    cells = [ranking.cell(name, key) for key in ranking.keys]
    measured = [cell for cell in cells if isinstance(cell, Value)]
    kind: ColumnKind = "text"
    decimals: int | None = None
    if name == "rank":
        kind = "rank"
    elif any(isinstance(cell, Move) for cell in cells):
        kind = "change"
    elif measured:
        kind, decimals = "number", max(value.decimals or 0 for value in measured)
    elif name in ("region", "name"):
        kind = "name"
    head = words.get(f"head.{name}") or (Text(_head(name, ranking, edition)),)
    return Column(name, head, kind, decimals, "" if unit.strip() in text_of(head) else unit.strip())


def _head(name: str, ranking: Ranking, edition: Edition) -> str:
    term = f"column.{name}"
    return edition.word(term) if term in edition.terms else ranking.heads.get(name, name)


def _cell(cell: Cell, column: Column, edition: Edition, unit: str) -> Inlines:
    match cell:
        case None:
            return (EMPTY,)
        case Value() if column.kind == "rank":
            return (Quantity(str(int(cell.number)), str(int(cell.number)), "rank", cell.source),)
        case Value() if unit:
            printed = node(cell, edition)
            return (replace(printed, text=printed.text.removesuffix(unit)),) if isinstance(printed, Quantity) else (printed,)
        case Value() | Move() | Label():
            return (node(cell, edition),)


def _emphasis(ranking: Ranking, key: str, directive: TableDirective) -> RowEmphasis:
    if key == ranking.highlight and directive.emphasis in ("own", "both"):
        return "own"
    if ranking.value and ranking.ranks.get(key, TOP_ROWS + 1) <= TOP_ROWS and len(ranking.keys) > 2 * TOP_ROWS and directive.emphasis in ("top", "both"):
        return "top"
    return "none"


