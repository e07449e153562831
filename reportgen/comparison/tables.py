"""Tables against tables: what moved, what entered, what left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.comparison.model import Board, Column, Shift, State, TableChange


def compare_tables(old: Sequence[Board], new: Sequence[Board]) -> tuple[tuple[TableChange, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what became of the tables both sides have, and the titles of those that only the old and only the new side has.

    Tables are the same by name; where each side has just one, the two are compared whatever they are called.
    """
    if len(old) == len(new) == 1:
        return (_compared(old[0], new[0]),), (), ()
    before, after = {board.name: board for board in old}, {board.name: board for board in new}
    both = tuple(_compared(before[name], board) for name, board in after.items() if name in before)
    gone = tuple(board.title for name, board in before.items() if name not in after)
    return both, gone, tuple(board.title for name, board in after.items() if name not in before)


def _compared(old: Board, new: Board) -> TableChange:
    columns = list(new.columns) + [name for name in old.columns if name not in new.columns]
    shifts = [shift for name in columns for shift in _column(name, old, new)]
    shifts.sort(key=_weight)
    return TableChange(new.name, new.title, tuple(shifts), len(old.names), len(new.names))


def _column(name: str, old: Board, new: Board) -> Iterator[Shift]:
    """Yield the shifts of one column; rows that are equal on both sides are none."""
    is_main = name in (new.main, old.main)
    if is_main and name != new.main and new.main:
        return  # the main columns of both sides are one indicator, told by the new side's name
    before = old.columns.get(name) or (old.columns.get(old.main) if is_main else None)
    after = new.columns.get(name)
    if not is_main and (before is None or after is None):
        return  # an indicator that only one side measures has not moved
    told = after or before or Column(name, name)
    same_figures = before is not None and (before.name == told.name)
    for key in dict.fromkeys((*new.names, *old.names)):
        first = before.cells.get(key) if before and same_figures else None
        second = after.cells.get(key) if after else None
        ranks = (before.ranks.get(key) if before else None, after.ranks.get(key) if after else None)
        state = _state(key, old, new, ranks)
        if state == "same" and (first == second or None in (first, second)):
            continue
        name_of = new.names.get(key) or old.names[key]
        yield Shift(key, name_of, told.name, told.title, told.unit, told.decimals, is_main, first, second, *ranks, state)


def _state(key: str, old: Board, new: Board, ranks: tuple[int | None, int | None]) -> State:
    if key not in old.names:
        return "entered"
    if key not in new.names:
        return "left"
    first, second = ranks
    if first is None or second is None or first == second:
        return "same"
    return "up" if second < first else "down"


def _weight(shift: Shift) -> tuple[bool, bool, int, Decimal, int]:
    """Return what shifts are sorted by: the main column, who came and went, the places moved, the change of the value, the rank."""
    stays = shift.state not in ("entered", "left")
    return not shift.is_main, stays, -abs(shift.places), -abs(shift.percent or Decimal(0)), shift.new_rank or shift.old_rank or 0
