"""One row of a ranked table, as a narrative sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from reportgen import measures
from reportgen.measures import Best
from reportgen.standing import ranked
from reportgen.values import Absent, Label, Move, Value, whole

if TYPE_CHECKING:
    from reportgen.ranking import Ranking

Cell = Value | Move | Label | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a ranked table."""

    table: Ranking
    key: str

    NAMES: ClassVar[frozenset[str]] = frozenset({
        "name", "full_name", "rank", "previous_rank", "change", "rank_in", "rank_by", "next_above", "next_below", "around",
        "is_tied", "is_new", "key", "has",
    })

    def __getitem__(self, name: str) -> Cell:
        cell = self.table.cell(name, self.key)
        if cell is None:
            region = self.table.regions[self.key].name
            raise Absent(name, f"{self.table.name} has no {name} for {region}", "nothing was measured there; ask for it only where it is")
        return cell

    def __iter__(self) -> Iterator[Cell]:
        raise TypeError("a row cannot be looped over")

    def has(self, name: str) -> bool:
        """Tell whether a field was measured here; raises Absent for a field the table does not have."""
        return self.table.cell(name, self.key) is not None

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
    def is_new(self) -> bool:
        """Tell whether it was not ranked in the period before."""
        return self.key in self.table.moves and self.table.moves[self.key].state == "new"

    @property
    def is_tied(self) -> bool:
        """Tell whether another row has the same rank; a row without a rank ties with none."""
        return self.key in self.table.ranks and sum(rank == self.table.ranks.get(self.key) for rank in self.table.ranks.values()) > 1

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
        """Return the rank by another field of the table; raises Absent where that was not measured."""
        self[name]
        ranks = self.table.once(f"ranks {name} {best}", lambda: ranked(self.table.numeric(name), best, self.table.ties))
        return Value(Decimal(ranks[self.key]), "rank", 0, 0, f"rank({self.table.part}.{name})[{self.key}]")

    @property
    def next_above(self) -> Entry:
        """Return the row before this one, better placed or tied; raises Absent for the first."""
        return self._neighbour(-1)

    @property
    def next_below(self) -> Entry:
        """Return the row after this one, worse placed or tied; raises Absent for the last that is ranked."""
        return self._neighbour(1)

    def around(self, n: Value | int) -> list[Entry]:
        """Return this row among the `n` before and after it; near an end the other side gives more; raises Absent without a rank."""
        if self.key not in self._order:
            raise Absent("around", f"{self.table.regions[self.key].name} has no rank", "ask for it only where it is")
        return [Entry(self.table, key) for key in measures.around(self._order, self.key, whole(n))]

    @property
    def _order(self) -> list[str]:
        return [key for key in self.table.keys if key in self.table.ranks or not self.table.value]

    def _neighbour(self, step: int) -> Entry:
        index = self._order.index(self.key) + step if self.key in self._order else -1
        if not 0 <= index < len(self._order):
            side = "above" if step < 0 else "below"
            raise Absent(f"next_{side}", f"{self.table.regions[self.key].name} has no neighbour {side}", "test its rank first")
        return Entry(self.table, self._order[index])
