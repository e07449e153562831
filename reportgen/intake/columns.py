"""What each column of a laid-out sheet is: the names, a rank, a change, growth, figures of a period; by its head and by its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportgen.gazetteer import places
from reportgen.intake.layout import Laid, figure, moved, suffix
from reportgen.intake.periods import find_period, is_period
from reportgen.intake.words import is_gap, plain, role_of, says, unit_of, words

_UNIT = re.compile(r"[（(\[【]([^（()）\]】]+)[）)\]】]|[/,，、]\s*(%|％)$")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    head     as it stands, its lines joined; base the same without period and unit
    period   of its figures, "" when the head names none
    unit     as Chinese tables write it, "" for none
    role     names, code, rank, previous_rank, change, growth, previous, period, indicator, figure, serial, or text
    cells    texts as they stand; of gaps ""
    """

    head: str
    base: str
    period: str
    unit: str
    role: str
    cells: tuple[str, ...]

    @property
    def known(self) -> int:
        """Return how many different cells are divisions of China."""
        return sum(1 for cell in {*self.cells} if cell and places(cell))

    @property
    def variety(self) -> int:
        """Return how many different filled cells it has."""
        return len({cell for cell in self.cells if cell})


def columns_of(laid: Laid) -> tuple[Column, ...]:
    """Return the columns of a sheet with the roles that can be told from each alone."""
    found = []
    for index, lines in enumerate(laid.heads):
        cells = tuple("" if is_gap(row.cells[index]) else row.cells[index] for row in laid.rows)
        found.append(_column(" ".join(lines) or str(index + 1), cells, laid.unit))
    return tuple(found)


def _column(head: str, cells: tuple[str, ...], sheet_unit: str) -> Column:
    period, rest = find_period(head)
    units = [unit_of(one or other) for one, other in _UNIT.findall(rest)]
    base = re.sub(r"^[:：\s]+|[:：\s]+$", "", _UNIT.sub("", rest)).strip()
    role = _role(head, base, cells)
    said = [unit for unit in units if not says(unit, words()["rows"]["note"]) and not is_period(unit)]
    behind = {suffix(cell) for cell in cells if cell}
    unit = said[0] if said else behind.pop() if len(behind) == 1 else "%" if "%" in behind else ""
    if not unit and role in ("figure", "previous"):
        unit = unit_of(sheet_unit) if sheet_unit else ""
    return Column(head, base, period, unit if role in ("figure", "previous", "growth") else "", role, cells)


def _role(head: str, base: str, cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    numbers = [cell for cell in filled if figure(cell) is not None]
    if filled and all(is_period(cell) for cell in filled) and role_of(head) == "period":
        return "period"
    if 2 * len(numbers) <= len(filled):
        if filled and all(moved(cell) is not None for cell in filled):
            return "change"
        return "indicator" if role_of(base) == "indicator" else "text"
    role = role_of(base)
    whole = all(re.fullmatch(r"[0-9０-９]+", cell) for cell in numbers)
    if role == "code" or (whole and not role and 2 * sum(1 for cell in numbers if places(cell) and len(cell) > 2) > len(numbers)):
        return "code"
    if role == "change" and all(moved(cell) is not None for cell in filled):
        return "change"
    if role in ("rank", "previous_rank", "serial") and whole:
        return role
    if role == "growth" or (role == "change" and any("%" in plain(cell) for cell in filled)):
        return "growth"
    return "previous" if role == "previous" else "figure"


def naming(columns: Sequence[Column]) -> list[int]:
    """Return the columns that may name the rows, best first: regions known to the gazetteer, heads that say so, most different cells."""

    def worth(index: int) -> tuple[bool, bool, int]:
        column = columns[index]
        says_so = any(says(column.head, noun["words"]) for noun in words()["nouns"])
        return 2 * column.known > column.variety, says_so, column.variety

    candidates = [index for index, column in enumerate(columns) if column.role == "text" and column.variety > 1]
    candidates = candidates or [index for index, column in enumerate(columns) if column.role == "code"]
    return sorted(candidates, key=lambda index: (*(-int(part) for part in worth(index)), index))


def earlier_ranks(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns with ranks of an earlier period marked as such: 2022年排名 beside 2023年排名."""
    latest = max((column.period for column in columns if column.role == "rank"), default="")
    return tuple(
        replace(column, role="previous_rank") if column.role == "rank" and column.period and column.period < latest else column for column in columns
    )
