"""Ranked tables: a resource of the data, ranked, compared with the period before, and seen through one edition's names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from reportgen import measures
from reportgen.document import ChangeState
from reportgen.entry import Cell, Entry
from reportgen.errors import Problem, nearest
from reportgen.items import Item
from reportgen.measures import Best, Ties
from reportgen.standing import moves_within, ranked
from reportgen.values import Absent, Label, Move, Region, Value, difference, mean, median, whole

if TYPE_CHECKING:
    import pandas as pd

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
    left      names of the entities that were ranked in the period before and are not any more
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
    left: tuple[Label, ...] = ()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    group_names: Mapping[str, str] = field(default_factory=dict)
    group_id: str = ""
    group_name: str = ""
    highlight: str = ""
    best: Best = "highest"
    ties: Ties = "min"
    warn: Callable[[Problem], None] = field(default=lambda problem: None, repr=False)

    NAMES: ClassVar[frozenset[str]] = frozenset({
        "title", "period", "count", "leader", "last", "top", "bottom", "climbers", "fallers", "rising", "falling", "unchanged", "new",
        "dropped", "highest", "lowest", "above", "below", "mean", "median", "spread", "group", "group_name", "between", "rows",
        "has_changes",
    })

    def __getitem__(self, spelling: str) -> Entry:
        return Entry(self, self.key_of(spelling))

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.keys)

    def __contains__(self, thing: object) -> bool:
        """Tell whether there is a row of that spelling, name, row of another table, or item of a batch."""
        match thing:
            case Label(text, key):
                return key in self.keys or text in self.spellings
            case Entry(_, key):
                return key in self.keys
            case Item():
                return any(spelling in self.spellings for spelling in thing.spellings)
        return thing in self.spellings

    def key_of(self, spelling: str) -> str:
        """Return the key of a region given by code, short or full name in any language; raises Absent with the nearest name."""
        if spelling in self.spellings:
            return self.spellings[spelling]
        raise Absent(spelling, f"the table {self.name} has no row {spelling!r}", nearest(spelling, self.spellings))

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Return every spelling of a row, its key among them, with that key."""
        return {spelling: key for key in self.keys for spelling in (key, self.regions[key].name, self.regions[key].full_name, *self.regions[key].aliases)}

    @cached_property
    def _memo(self) -> dict[str, Any]:
        return {}  # what was computed once: a narrative asks for the same group, order or column dozens of times

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what `make` gives, computed when the name is first asked for."""
        if name not in self._memo:
            self._memo[name] = make()
        return self._memo[name]

    def cell(self, name: str, key: str) -> Cell:
        """Return a cell by field and key; raises Absent for a field the table does not have.

        "rank" is computed; a plain list, which is ranked by nothing, shows the rank printed in its data.
        """
        if name == "rank" and self.value:
            return Value(Decimal(self.ranks[key]), "rank", 0, 0, f"rank({self.part}.{self.value})[{key}]") if key in self.ranks else None
        if name == "change" and self.moves:
            return self.moves.get(key)
        if name in ("region", "name"):
            return Label(self.regions[key].name, key, f"{self.path}[{key}]")
        if name not in self.cells:
            known = [*self.cells, "rank", "region", *(["change"] if self.moves else [])]
            hint = "give the table a value to rank by in report.yaml" if name == "rank" else nearest(name, known)
            raise Absent(name, f"the table {self.name} has no field {name!r}", hint)
        cell = self.cells[name].get(key)
        return replace(cell, unit="rank") if name == "rank" and isinstance(cell, Value) else cell

    def numbers(self, name: str) -> dict[str, Value]:
        """Return the measured numbers of a field by key, in order of rank."""
        cells = self.once(f"numbers {name}", lambda: {key: self.cell(name, key) for key in self.keys})
        return {key: cell for key, cell in cells.items() if isinstance(cell, Value)}

    def series(self, name: str) -> pd.Series[Any]:
        """Return the measured numbers of a field as a Series of Decimal by key, for `measures`."""
        import pandas as pd

        numbers = self.numbers(name)
        series: pd.Series[Any] = self.once(f"series {name}", lambda: pd.Series({k: v.number for k, v in numbers.items()}, dtype=object))
        return series

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
        """Return the first row; a tie for the first place is reported."""
        return self.top(1)[0]

    @property
    def last(self) -> Entry:
        """Return the last row that is ranked, for a gap is no last place; a tie for it is reported."""
        return self.bottom(1)[0]

    @property
    def has_changes(self) -> bool:
        """Tell whether changes in rank are known."""
        return bool(self.moves)

    def top(self, n: Value | int) -> list[Entry]:
        """Return the first `n` rows; a tie at the border is reported."""
        if not self.value:
            return self._entries(self.keys[: whole(n)])
        return self._select(f"top({whole(n)})", lambda: measures.top(self.series(self.value), whole(n), best=self.best))

    def bottom(self, n: Value | int) -> list[Entry]:
        """Return the last `n` rows, last first; a tie at the border is reported."""
        if not self.value:
            return self._entries(self.keys[: -whole(n) - 1 : -1])
        return self._select(f"bottom({whole(n)})", lambda: measures.bottom(self.series(self.value), whole(n), best=self.best))

    def highest(self, name: str, n: Value | int = 1) -> list[Entry]:
        """Return the `n` rows with the highest value of a field, highest first."""
        return self._select(f"highest({name!r}, {whole(n)})", lambda: measures.top(self.numeric(name), whole(n)))

    def lowest(self, name: str, n: Value | int = 1) -> list[Entry]:
        """Return the `n` rows with the lowest value of a field, lowest first."""
        return self._select(f"lowest({name!r}, {whole(n)})", lambda: measures.bottom(self.numeric(name), whole(n)))

    def climbers(self, n: Value | int) -> list[Entry]:
        """Return the `n` rows that gained most places; among equal gains the better placed first."""
        return self._select(f"climbers({whole(n)})", lambda: measures.climbers(self._places(), whole(n), ranks=self._rank_series()))

    def fallers(self, n: Value | int) -> list[Entry]:
        """Return the `n` rows that lost most places."""
        return self._select(f"fallers({whole(n)})", lambda: measures.fallers(self._places(), whole(n), ranks=self._rank_series()))

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

    @property
    def new(self) -> list[Entry]:
        """Return the rows that were not ranked in the period before."""
        return self._moved("new")

    @property
    def dropped(self) -> list[Label]:
        """Return the names of those that were ranked in the period before and are not any more."""
        return list(self.left)

    def above(self, name: str, bound: Value | float) -> list[Entry]:
        """Return the rows whose value of a field is at least `bound`."""
        return self._entries([key for key, value in self.numbers(name).items() if value >= bound])

    def below(self, name: str, bound: Value | float) -> list[Entry]:
        """Return the rows whose value of a field is less than `bound`."""
        return self._entries([key for key, value in self.numbers(name).items() if value < bound])

    def between(self, first: Value | int, last: Value | int) -> list[Entry]:
        """Return the rows with ranks from `first` to `last`."""
        return self._entries([key for key in self.keys if whole(first) <= self.ranks.get(key, 0) <= whole(last)])

    def mean(self, name: str) -> Value:
        """Return the mean of the measured values of a field."""
        return mean(self._measured(name), f"mean({self.part}.{name})")

    def median(self, name: str) -> Value:
        """Return the median of the measured values of a field."""
        return median(self._measured(name), f"median({self.part}.{name})")

    def spread(self, name: str) -> Value:
        """Return the largest less the smallest value of a field."""
        values = sorted(self._measured(name))
        return replace(difference(values[-1], values[0]), source=f"spread({self.part}.{name})")

    def group(self, name: str) -> Ranking:
        """Return the rows of a group as a table of their own: ranked, and their ranks compared, among themselves."""
        part: Ranking = self.once(f"group {name}", lambda: self._grouped(name))
        return part

    def _grouped(self, name: str) -> Ranking:
        keys = tuple(key for key in self.keys if key in self._members(name))
        if not keys:
            raise Absent(name, f"no row of the table {self.name} is in the group {name!r}", nearest(name, self.groups))
        part = replace(self, keys=keys, ranks={}, moves={}, left=(), name=f"{self.name}.{name}")
        part = replace(part, group_id=name, group_name=self.group_names.get(name, name))
        if not self.value:
            return part
        ranks = ranked(part.series(self.value), self.best, self.ties)
        moves = moves_within(ranks, self.ranks, self.moves, self.ties, f"change({part.part}.{self.value})") if self.moves else {}
        return replace(part, ranks=ranks, moves=moves)

    # ------------------------------------------------------------ helpers

    @property
    def part(self) -> str:
        """Return the path of the data, with the group in brackets: what sources name."""
        return f"{self.path}({self.group_id})" if self.group_id else self.path  # the same in every edition

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

    def numeric(self, name: str) -> pd.Series[Any]:
        """Return `series`; raises Absent for a field without a number."""
        self._measured(name)
        return self.series(name)

    def _select(self, what: str, choose: Callable[[], measures.Selection]) -> list[Entry]:
        selection: measures.Selection = self.once(what, choose)
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
        places = {key: self.moves[key].places for key in self.keys if key in self.moves}
        return pd.Series({key: n for key, n in places.items() if n is not None}, dtype=object)

    def _rank_series(self) -> pd.Series[Any]:
        import pandas as pd

        return pd.Series(dict(self.ranks), dtype=object)
