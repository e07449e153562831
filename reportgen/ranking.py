"""Ranked tables: a resource of the data, ranked, compared with the period before, and seen through one edition's names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from reportgen import measures
from reportgen.document import ChangeState
from reportgen.errors import DataError, NarrativeError, Problem, nearest
from reportgen.measures import Best, Ties
from reportgen.values import Label, Move, Value, difference, mean, median

if TYPE_CHECKING:
    import pandas as pd

Cell = Value | Move | Label | None


class Absent(NarrativeError):
    """A name in a narrative that the data do not have; `token` is what was written."""

    def __init__(self, token: str, what: str, hint: str) -> None:
        self.token, self.what, self.hint = token, what, hint
        super().__init__(Problem("narrative", what, hint, code="RG310"))


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its names in one edition, and every spelling it is recognised by."""

    key: str
    name: str
    full_name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """A table of the report, best first.

    name      as the narrative calls it; `path` the file the cells come from
    keys      entities in the order of rank (ties in the order of the file)
    regions   names of the entities
    cells     field → key → cell; None where nothing was measured
    value     field the table is ranked by, "" for a plain list
    ranks     key → rank, 1 = best; only measured entities have one
    moves     key → change in rank; empty when the period before is unknown
    heads     field → title of its column in the edition's words
    groups    group id → keys in it; group_names in the words of the edition
    warn      receives problems that do not stop a build (a tie cut by ``top``)
    """

    name: str
    path: str
    title: str
    period: str
    keys: tuple[str, ...]
    regions: Mapping[str, Region]
    cells: Mapping[str, Mapping[str, Cell]]
    value: str
    ranks: Mapping[str, int]
    moves: Mapping[str, Move]
    heads: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    group_names: Mapping[str, str] = field(default_factory=dict)
    group_name: str = ""
    highlight: str = ""
    best: Best = "highest"
    ties: Ties = "min"
    warn: Callable[[Problem], None] = field(default=lambda problem: None, repr=False)

    NAMES: ClassVar[frozenset[str]] = frozenset(
        "title period count leader last top bottom climbers fallers rising falling unchanged highest lowest above below mean median"
        " spread group group_name between rows has_changes".split()
    )

    def __getitem__(self, spelling: str) -> Entry:
        return Entry(self, self.key_of(spelling))

    def key_of(self, spelling: str) -> str:
        """Return the key of a region given by code, short or full name in any language; raises Absent with the nearest name."""
        if spelling in self._spellings:
            return self._spellings[spelling]
        raise Absent(spelling, f"the table {self.name} has no row {spelling!r}", nearest(spelling, self._spellings))

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        return {spelling: key for key in self.keys for spelling in (key, self.regions[key].name, self.regions[key].full_name, *self.regions[key].aliases)}

    def cell(self, name: str, key: str) -> Cell:
        """Return a cell by field and key; raises Absent for a field the table does not have."""
        if name == "rank":
            return Value(Decimal(self.ranks[key]), "rank", 0, 0, f"rank({self.path}.{self.value})[{key}]") if key in self.ranks else None
        if name == "change" and self.moves:
            return self.moves.get(key)
        if name in ("region", "name"):
            return Label(self.regions[key].name, key, f"{self.path}[{key}]")
        if name not in self.cells:
            known = [*self.cells, "rank", "region", *(["change"] if self.moves else [])]
            raise Absent(name, f"the table {self.name} has no field {name!r}", nearest(name, known))
        return self.cells[name].get(key)

    def numbers(self, name: str) -> dict[str, Value]:
        """Return the measured numbers of a field by key, in order of rank."""
        found = {key: self.cell(name, key) for key in self.keys}
        return {key: cell for key, cell in found.items() if isinstance(cell, Value)}

    def series(self, name: str) -> pd.Series[Any]:
        """Return the measured numbers of a field as a Series of Decimal by key, for `measures`."""
        import pandas as pd

        return pd.Series({key: value.number for key, value in self.numbers(name).items()}, dtype=object)

    # ------------------------------------------------------------ what a narrative may ask

    @property
    def count(self) -> Value:
        """Return the number of rows."""
        return Value(Decimal(len(self.keys)), "count", 0, 0, f"count({self.path})")

    @property
    def rows(self) -> list[Entry]:
        """Return all rows, best first."""
        return self._entries(self.keys)

    @property
    def leader(self) -> Entry:
        """Return the first row."""
        return Entry(self, self.keys[0])

    @property
    def last(self) -> Entry:
        """Return the last row."""
        return Entry(self, self.keys[-1])

    @property
    def has_changes(self) -> bool:
        """Tell whether changes in rank are known."""
        return bool(self.moves)

    def top(self, n: int) -> list[Entry]:
        """Return the first `n` rows; a tie at the border is reported."""
        return self._select(measures.top(self.series(self.value), n, best=self.best), f"top({n})")

    def bottom(self, n: int) -> list[Entry]:
        """Return the last `n` rows, last first; a tie at the border is reported."""
        return self._select(measures.bottom(self.series(self.value), n, best=self.best), f"bottom({n})")

    def highest(self, name: str, n: int = 1) -> list[Entry]:
        """Return the `n` rows with the highest value of a field, highest first."""
        return self._select(measures.top(self.series(name), n), f"highest({name!r}, {n})")

    def lowest(self, name: str, n: int = 1) -> list[Entry]:
        """Return the `n` rows with the lowest value of a field, lowest first."""
        return self._select(measures.bottom(self.series(name), n), f"lowest({name!r}, {n})")

    def climbers(self, n: int) -> list[Entry]:
        """Return the `n` rows that gained most places; among equal gains the better placed first."""
        return self._select(measures.climbers(self._places(), n, ranks=self._rank_series()), f"climbers({n})")

    def fallers(self, n: int) -> list[Entry]:
        """Return the `n` rows that lost most places."""
        return self._select(measures.fallers(self._places(), n, ranks=self._rank_series()), f"fallers({n})")

    @property
    def rising(self) -> list[Entry]:
        """Return the rows whose rank rose."""
        return self._moved("up")

    @property
    def falling(self) -> list[Entry]:
        """Return the rows whose rank fell."""
        return self._moved("down")

    @property
    def unchanged(self) -> list[Entry]:
        """Return the rows whose rank stayed."""
        return self._moved("same")

    def above(self, name: str, bound: Value | float) -> list[Entry]:
        """Return the rows whose value of a field is at least `bound`."""
        return self._entries([key for key, value in self.numbers(name).items() if value >= bound])

    def below(self, name: str, bound: Value | float) -> list[Entry]:
        """Return the rows whose value of a field is less than `bound`."""
        return self._entries([key for key, value in self.numbers(name).items() if value < bound])

    def between(self, first: int, last: int) -> list[Entry]:
        """Return the rows with ranks from `first` to `last`."""
        return self._entries([key for key in self.keys if first <= self.ranks.get(key, 0) <= last])

    def mean(self, name: str) -> Value:
        """Return the mean of the measured values of a field."""
        return mean(self._measured(name), f"mean({self._part}.{name})")

    def median(self, name: str) -> Value:
        """Return the median of the measured values of a field."""
        return median(self._measured(name), f"median({self._part}.{name})")

    def spread(self, name: str) -> Value:
        """Return the largest less the smallest value of a field."""
        values = sorted(self._measured(name))
        return replace(difference(values[-1], values[0]), source=f"spread({self._part}.{name})")

    def group(self, name: str) -> Ranking:
        """Return the rows of a group as a table of their own, ranked among themselves."""
        keys = tuple(key for key in self.keys if key in self._members(name))
        if not keys:
            raise Absent(name, f"no row of the table {self.name} is in the group {name!r}", nearest(name, self.groups))
        series = self.series(self.value)
        ranks = measures.rank(series[[key for key in series.index if key in keys]], best=self.best, ties=self.ties)
        whole = {key: int(place) for key, place in ranks.items()}
        return replace(self, keys=keys, ranks=whole, moves={}, group_name=self.group_names.get(name, name), name=f"{self.name}.{name}")

    # ------------------------------------------------------------ helpers

    @property
    def _part(self) -> str:
        return f"{self.path}({self.group_name})" if self.group_name else self.path

    def _members(self, name: str) -> frozenset[str]:
        if name not in self.groups:
            raise Absent(name, f"there is no group {name!r}", nearest(name, self.groups))
        return self.groups[name]

    def _measured(self, name: str) -> list[Value]:
        values = list(self.numbers(name).values())
        if not values:
            raise Absent(name, f"the field {name!r} of the table {self.name} has no number", "choose a field with numbers")
        return values

    def _entries(self, keys: Sequence[str]) -> list[Entry]:
        return [Entry(self, key) for key in keys]

    def _select(self, selection: measures.Selection, what: str) -> list[Entry]:
        if selection.cuts_a_tie:
            names = ", ".join(self.regions[str(key)].name for key in selection.left)
            self.warn(Problem(self.path, f"{self.name}.{what} cuts a tie: {names} has the same value", "take more rows", "warning", "RG311"))
        return self._entries([str(key) for key in selection.chosen])

    def _moved(self, state: ChangeState) -> list[Entry]:
        return self._entries([key for key in self.keys if key in self.moves and self.moves[key].state == state])

    def _places(self) -> pd.Series[Any]:
        import pandas as pd

        if not self.moves:
            raise Absent("change", f"the table {self.name} knows no changes in rank", "declare a field change, or the previous period's table")
        return pd.Series({key: self.moves[key].places for key in self.keys if key in self.moves and self.moves[key].places is not None}, dtype=object)

    def _rank_series(self) -> pd.Series[Any]:
        import pandas as pd

        return pd.Series(dict(self.ranks), dtype=object)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a ranked table."""

    table: Ranking
    key: str

    NAMES: ClassVar[frozenset[str]] = frozenset("name full_name rank previous_rank change rank_in rank_by next_above next_below is_tied key".split())

    def __getitem__(self, name: str) -> Cell:
        cell = self.table.cell(name, self.key)
        if cell is None:
            region = self.table.regions[self.key].name
            raise Absent(name, f"{self.table.name} has no {name} for {region}", "nothing was measured there; ask for it only where it is")
        return cell

    def __iter__(self) -> Iterator[Cell]:
        raise TypeError("a row cannot be looped over")

    @property
    def name(self) -> Label:
        """Return the short name."""
        return Label(self.table.regions[self.key].name, self.key, f"{self.table.path}[{self.key}]")

    @property
    def full_name(self) -> Label:
        """Return the full name."""
        return Label(self.table.regions[self.key].full_name, self.key, f"{self.table.path}[{self.key}]")

    @property
    def rank(self) -> Cell:
        """Return the rank."""
        return self["rank"]

    @property
    def change(self) -> Cell:
        """Return the change in rank."""
        return self["change"]

    @property
    def is_tied(self) -> bool:
        """Tell whether another row has the same rank."""
        return sum(rank == self.table.ranks.get(self.key) for rank in self.table.ranks.values()) > 1

    @property
    def previous_rank(self) -> Value:
        """Return the rank of the period before; raises Absent when there was none."""
        move, rank = self["change"], self["rank"]
        if not isinstance(move, Move) or move.places is None or not isinstance(rank, Value):
            raise Absent("previous_rank", f"{self.table.regions[self.key].name} was not ranked before", "ask for it only where it is")
        return Value(rank.number + move.places, "rank", 0, 0, f"{rank.source} + {move.source}")

    def rank_in(self, group: str) -> Value:
        """Return the rank within a group."""
        part = self.table.group(group)
        if self.key not in part.ranks:
            raise Absent(group, f"{self.table.regions[self.key].name} is not in the group {group!r}", "choose a group it belongs to")
        return Value(Decimal(part.ranks[self.key]), "rank", 0, 0, f"rank({self.table.path}({group}).{self.table.value})[{self.key}]")

    def rank_by(self, name: str, best: Best = "highest") -> Value:
        """Return the rank by another field of the table."""
        ranks = measures.rank(self.table.series(name), best=best, ties=self.table.ties)
        return Value(Decimal(int(ranks[self.key])), "rank", 0, 0, f"rank({self.table.path}.{name})[{self.key}]")

    @property
    def next_above(self) -> Entry:
        """Return the row placed directly better; raises Absent for the first."""
        return self._neighbour(-1)

    @property
    def next_below(self) -> Entry:
        """Return the row placed directly worse; raises Absent for the last."""
        return self._neighbour(1)

    def _neighbour(self, step: int) -> Entry:
        index = self.table.keys.index(self.key) + step
        if not 0 <= index < len(self.table.keys):
            raise Absent("next_above" if step < 0 else "next_below", f"{self.table.regions[self.key].name} has no neighbour there", "test its rank first")
        return Entry(self.table, self.table.keys[index])


def moves_between(current: Mapping[str, int], previous: Mapping[str, int], source: str) -> dict[str, Move]:
    """Return the change in rank of every entity of two rankings, new and dropped ones included."""
    import pandas as pd

    table = measures.rank_change(pd.Series(current, dtype=float), pd.Series(previous, dtype=float))
    moves = {}
    for key, state, places in zip(table.index, table["state"], table["places"], strict=True):
        moves[str(key)] = Move(str(state), None if pd.isna(places) else int(places), f"{source}[{key}]")  # type: ignore[arg-type]
    return moves


def missing_resource(name: str, known: Sequence[str], where: str) -> DataError:
    """Return the error for a table of the data that is not there."""
    return DataError(Problem(where, f"the data have no table {name!r}", nearest(name, known), code="RG250"))
