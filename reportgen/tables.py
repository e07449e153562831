"""Results → table nodes: columns, heads, decimals, emphasis, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reportgen.document import Change, Column, ColumnKind, Inlines, Quantity, Row, RowEmphasis, Table, Text
from reportgen.edition import Edition
from reportgen.entry import Cell
from reportgen.ranking import Ranking
from reportgen.tree import text_of
from reportgen.values import Absent, Label, Move, Value, node

Words = Annotated[str, Field(max_length=4000)]


class TableDirective(BaseModel):
    """The keys of ``::: table``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: str = Field("", description="The table of the report.")
    lines: tuple[tuple[Words, ...], ...] = Field((), description="In place of `of`: rows written here, a cell for each column; \"\" is a gap.")
    highlight: Words = Field("", description="The name of the report's own row among `lines`.")
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


def lines_node(directive: TableDirective, label: str, edition: Edition, words: dict[str, Inlines]) -> Table:
    """Return the table of a directive whose rows are written in the narrative.

    words  inlines already parsed: those of `table_node`, "cell.<row>.<column>", and "highlight".  An empty cell is a gap.
    What a column holds decides its kind: values alone make a column of numbers, ranks one of ranks, anything beside them one of text.
    Raises Absent for a line with more or fewer cells than there are columns, and for a highlighted name that no line has.
    """
    grid = [[words.get(f"cell.{i}.{j}") or (EMPTY,) for j in range(len(line))] for i, line in enumerate(directive.lines)]
    for line in grid:
        if len(line) != len(directive.columns):
            what = f"a line has {len(line)} cells, and there are {len(directive.columns)} columns"
            raise Absent(text_of(line[0]), what, "write a cell for each column; an empty one is \"\"")
    columns = []
    for index, name in enumerate(directive.columns):
        kind, decimals = _kind_of([line[index] for line in grid], first=index == 0)
        unit = _shared_unit([line[index] for line in grid]) if kind == "number" else ""
        head = words.get(f"head.{name}") or (Text(edition.word(f"column.{name}") if f"column.{name}" in edition.terms else name),)
        columns.append(Column(name, head, kind, decimals, "" if unit.strip() in text_of(head) else unit.strip()))
        for line in grid if unit else ():
            line[index] = tuple(replace(cell, text=cell.text.removesuffix(unit)) if isinstance(cell, Quantity) else cell for cell in line[index])
    own = text_of(words.get("highlight", ()))
    named = next((index for index, column in enumerate(columns) if column.kind == "name"), 0)
    rows = tuple(Row(tuple(line), _key(line[named]), "own" if own and own == text_of(line[named]) else "none") for line in grid)
    if own and all(row.emphasis == "none" for row in rows):
        raise Absent(own, f"no line is named {own!r}", "write the name as the line has it")
    notes = _notes(words)
    return Table(label, words["caption"], tuple(columns), rows, (*notes, *_gaps(words["caption"], rows, notes, edition)), words.get("source", ()))


def _key(name: Inlines) -> str:
    """Return the key of the region a line is named after, "" when its name is no region's."""
    return name[0].value if isinstance(name[0], Quantity) and name[0].unit == "name" else ""


def _kind_of(cells: list[Inlines], *, first: bool) -> tuple[ColumnKind, int | None]:
    """Return the kind of a column of lines, and its decimals when it is one of numbers."""
    filled = [cell for cell in cells if cell != (EMPTY,)]
    single = [cell[0] for cell in filled if len(cell) == 1]
    if filled and len(single) == len(filled):
        if all(isinstance(cell, Change) for cell in single):
            return "change", None
        values = [cell for cell in single if isinstance(cell, Quantity)]
        if len(values) == len(single) and all(cell.unit == "name" for cell in values):
            return "name", None
        if len(values) == len(single) and all(cell.unit == "rank" and cell.text.isdecimal() for cell in values):
            return "rank", None
        if len(values) == len(single) and all(_NUMBER.match(cell.text) for cell in values):
            return "number", max(len(cell.text.rpartition(".")[2].rstrip("%")) if "." in cell.text else 0 for cell in values)
    return "name" if first else "text", None


def _shared_unit(cells: list[Inlines]) -> str:
    """Return what follows the number in every filled cell, "" when they differ."""
    found = {_NUMBER.sub("", text_of(cell), count=1) for cell in cells if cell != (EMPTY,)}
    return found.pop() if len(found) == 1 else ""


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
    notes = _notes(words)
    return Table(label, words["caption"], columns, rows, (*notes, *_legend(words["caption"], columns, rows, notes, edition)), words.get("source", ()))


def _notes(words: dict[str, Inlines]) -> tuple[Inlines, ...]:
    return tuple(words[key] for key in sorted((k for k in words if k.startswith("note.")), key=lambda k: int(k[5:])))


def _unit(cells: list[Cell], edition: Edition) -> str:
    """Return what follows the number in every cell of a column, "%" or "亿元": the head says it once; "" when cells differ."""
    found = {_NUMBER.sub("", text_of((node(cell, edition),)), count=1) for cell in cells if isinstance(cell, Value)}
    return found.pop() if len(found) == 1 else ""


def _legend(caption: Inlines, columns: tuple[Column, ...], rows: tuple[Row, ...], notes: tuple[Inlines, ...], edition: Edition) -> Iterator[Inlines]:
    """Yield the notes that missing regions, gaps and shared ranks need and their author has not written."""
    said = "".join(map(text_of, (caption, *notes)))
    if {row.key for row in rows} == _surveyed(edition) and not any(word in said for word in edition.terms["table.coverage_words"]):
        yield (Text(edition.word("table.coverage")),)
    yield from _gaps(caption, rows, notes, edition)
    ranks = [row.cells[index] for row in rows for index, column in enumerate(columns) if column.kind == "rank" and row.cells[index] != (EMPTY,)]
    printed = [text_of(rank) for rank in ranks]
    if len(set(printed)) < len(printed) and edition.word("change.tied") not in said:
        yield (Text(edition.word("table.tied")),)


def _gaps(caption: Inlines, rows: tuple[Row, ...], notes: tuple[Inlines, ...], edition: Edition) -> Iterator[Inlines]:
    """Yield the note on gaps, where there are some and their author has not explained them."""
    if any(cell == (EMPTY,) for row in rows for cell in row.cells) and not any(EMPTY.text in text_of(words) for words in (caption, *notes)):
        yield (Text(edition.word("table.gap")),)


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


