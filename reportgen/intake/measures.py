"""The columns of data.csv: plain numbers under a name, a head in both languages, and what their ranks come to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.edition import load_edition
from reportgen.errors import DataError, Problem
from reportgen.facts import known_unit
from reportgen.intake.columns import Column
from reportgen.intake.layout import figure
from reportgen.intake.shape import Remark, Shaped, numbers
from reportgen.intake.words import is_chinese, measure_of, plain, says, words

ROLES = ("value", "previous", "growth", "rank_change")
"""Keys of the columns that are more than another figure."""
BARS = 15
"""Bars of a chart of the first ones only, in a table of more than 20 rows: what fits below a paragraph."""
MOVERS = 3
SCORE = "得分"


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of data.csv: its name there, its head in both languages, its unit, its cells, and whether a head was made up."""

    id: str
    zh: str
    en: str
    unit: str
    cells: tuple[str, ...]
    untold: tuple[str, ...] = ()


def measures_of(table: Shaped) -> dict[str, Measure]:
    """Return the columns of data.csv by what they are: value, previous, growth, change, and others by their names."""
    found: dict[str, Measure] = {}
    problems: list[Problem] = []
    taken: set[str] = set()

    def add(role: str, column: Column | None, name: str = "") -> None:
        if column is not None:
            cells, wrong = numbers(column, table.laid.prefix, table.lines)
            problems.extend(wrong)
            measure = _measure(column, name or role, tuple(cells), taken)
            taken.add(measure.id)
            found[role if role in ROLES else f"figure {measure.id}"] = measure

    add("value", table.value, _name(table.value, taken))
    add("previous", table.previous, "previous")
    add("growth", table.growth, "growth")
    add("rank_change", None if table.previous else table.change, "rank_change")
    for column in table.figures:
        add("other", column, _name(column, taken))
    if problems:
        raise DataError(problems)
    if table.previous_rank and not table.previous and not table.change:
        found["rank_change"] = _from_ranks(table, found["value"])
    return found


def _name(column: Column, taken: set[str]) -> str:
    """Return a name a narrative can use: that of the measure, else the Latin words of the head, else value."""
    measure = measure_of(column.base)
    latin = re.sub(r"[^a-z0-9]+", "_", plain(column.base)).strip("_") if not is_chinese(column.base) else ""
    base = (measure.id if measure else "") or (latin if re.match("[a-z]", latin) else "") or "value"
    return next(name for name in (base, *(f"{base}_{n}" for n in range(2, 1000))) if name not in taken and name not in ("rank", "region", "name", "change"))


def _measure(column: Column, name: str, cells: tuple[str, ...], taken: set[str]) -> Measure:
    """Return a column with a head in either language; where words.toml has none for it, that of [fallback]."""
    fallback: dict[str, str] = words()["fallback"]
    own = column.base or (SCORE if column.unit == "分" else fallback["zh"])  # a head that is a period names no measure
    known = measure_of(own)
    zh = own if is_chinese(own) else known.zh if known else fallback["zh"]
    en = known.en if is_chinese(own) and known else fallback["en"] if is_chinese(own) else own
    if term := {"growth": "column.growth", "rank_change": "column.change"}.get(name):
        zh, en = load_edition("zh-Hans").word(term), load_edition("en").word(term)
    untold = () if known or term or name == "previous" or not column.base else ("en",) if is_chinese(own) else ("zh",)
    unit = column.unit if column.unit == "%" or known_unit(column.unit) else ""
    return Measure(name, zh, en, "%" if column.role == "growth" else unit, _rounded(cells), untold)


def _rounded(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return figures with one number of decimals: the most that one has, but two where a spreadsheet stored more than four."""
    places = max((len(cell.partition(".")[2]) for cell in cells if cell), default=0)
    decimals = Decimal(1).scaleb(-(2 if places > 4 else places))
    return tuple(f"{Decimal(cell).quantize(decimals):f}" if cell else "" for cell in cells)


def _order(cells: Sequence[str], best: str) -> dict[int, int]:
    """Return the rank of every measured row: equals share the better one."""
    figures = {row: Decimal(cell) for row, cell in enumerate(cells) if cell}
    sign = 1 if best == "highest" else -1
    return {row: 1 + sum(sign * other > sign * figure for other in figures.values()) for row, figure in figures.items()}


def _from_ranks(table: Shaped, value: Measure) -> Measure:
    """Return the changes in rank that printed earlier ranks mean: up is positive."""
    assert table.previous_rank is not None
    before, problems = numbers(table.previous_rank, table.laid.prefix, table.lines)
    if problems:
        raise DataError(problems)
    now = _order(value.cells, best_of(table))
    cells = tuple(str(int(Decimal(old)) - now[row]) if old and row in now else "" for row, old in enumerate(before))
    return Measure("rank_change", "位次变化", "Change in rank", "", cells)


def best_of(table: Shaped) -> str:
    """Return which end of the values ranks first: the lowest for what is better the less there is of it."""
    if table.rank is not None:
        printed = {row: int(Decimal(number)) for row, cell in enumerate(table.rank.cells) if cell and (number := figure(cell))}
        figures = [figure(cell) or "" for cell in table.value.cells]
        for best in ("highest", "lowest"):
            ranks = _order(figures, best)
            if printed and all(ranks.get(row) == rank for row, rank in printed.items()):
                return best
    return "lowest" if says(table.value.head, words()["lowest"]["words"]) else "highest"


def ranks_agree(table: Shaped, measures: Mapping[str, Measure]) -> list[Remark]:
    """Return whether the printed ranks are those of the values, row by row where they are not."""
    if table.rank is None:
        return []
    now = _order(measures["value"].cells, best_of(table))
    printed, _ = numbers(table.rank, table.laid.prefix, table.lines)
    apart = [(row, int(Decimal(rank))) for row, rank in enumerate(printed) if rank and now.get(row) != int(Decimal(rank))]
    if not apart:
        return [("ranks_agree", {"head": table.rank.head})]
    row, rank = apart[0]
    return [("ranks_differ", {"head": table.rank.head, "count": len(apart), "name": table.names.cells[row], "printed": rank, "found": now.get(row, "—")})]


def places_moved(measures: Mapping[str, Measure], best: str) -> list[int]:
    """Return the places every row gained, as far as it was ranked in both periods."""
    if "rank_change" in measures:
        return [int(cell) for cell in measures["rank_change"].cells if cell]
    if "previous" not in measures:
        return []
    before, now = (_order(measures[role].cells, best) for role in ("previous", "value"))
    return [before[row] - rank for row, rank in now.items() if row in before]


def first_bars(value: Measure) -> int:
    """Return how many of a long table's rows stand in the chart of the first ones, none cut off from its equal; 0 for all."""
    figures = sorted((Decimal(cell) for cell in value.cells if cell), reverse=True)
    if len(figures) <= BARS + 5:
        return 0
    return next((n for n in range(BARS, BARS - 5, -1) if figures[n] != figures[n - 1] and figures[-n] != figures[-n - 1]), 0)


def uncut(places_moved: Sequence[int]) -> int:
    """Return how many of those that moved furthest can be named, at most `MOVERS`, without leaving out one that moved as far; 0 for none."""
    moved = sorted((places for places in places_moved if places > 0), reverse=True)
    return next((n for n in range(min(MOVERS, len(moved)), 0, -1) if len(moved) == n or moved[n] != moved[n - 1]), 0)
