"""Sheets → one table of the latest period: long tables turned, sheets of two years put side by side, and what is ranked chosen.

What cannot be told is asked; with nobody to ask the first choice stands and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from reportgen.errors import DataError, Problem, ProjectError, nearest
from reportgen.gazetteer import places
from reportgen.intake import periods
from reportgen.intake.columns import Column, columns_of, earlier_ranks, naming
from reportgen.intake.layout import Laid, figure, moved
from reportgen.intake.words import plain, says, unit_of, words
from reportgen.numbers import shown

Ask = Callable[[str, Sequence[str]], int]
"""Given the key of a question and the choices, best first, returns the place of the one that is taken."""
Remark = tuple[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader chose beforehand; "" for nothing: a sheet, the heads of the column that names the rows and of the one to rank by."""

    sheet: str = ""
    key: str = ""
    value: str = ""


@dataclass(frozen=True)
class Shaped:
    """One table: names and columns of equal length, each with a role.

    laid     the sheet it is from; lines where each row starts
    names    head and cells of the column that names the rows; others are the columns with another spelling of the same names
    value, previous, growth, change, previous_rank, rank  columns, None where there is none
    figures  the other columns of figures of the latest period
    period, before  of `value` and of what it is compared with, "" when unknown
    """

    laid: Laid
    lines: tuple[int, ...]
    names: Column
    value: Column
    period: str
    before: str = ""
    previous: Column | None = None
    growth: Column | None = None
    change: Column | None = None
    previous_rank: Column | None = None
    rank: Column | None = None
    figures: tuple[Column, ...] = ()
    other_names: tuple[Column, ...] = ()
    left: tuple[Column, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())


def shape(sheets: Sequence[Laid], choices: Choices, ask: Ask) -> Shaped:
    """Return the table that is ranked.

    Raises:
        ProjectError: a sheet or column that was asked for is not there.
        DataError: nothing names the rows, or there is nothing to rank by.
    """
    laid = _choose_sheet(sheets, choices, ask)
    columns = earlier_ranks(columns_of(laid))
    key = _choose(laid, columns, naming(columns), choices.key, "ask_key", ask, surely=1)
    if key is None:
        hint = "a column with the names of the regions is needed, or name it with --key"
        raise DataError(Problem(laid.prefix, "no column names the rows", hint, code="RG287"))
    lines = tuple(row.line for row in laid.rows)
    names = columns[key]
    rest = [column for index, column in enumerate(columns) if index != key]
    if names.variety < sum(1 for cell in names.cells if cell):
        names, rest, lines = _turned(laid, names, rest, lines)
    period = _period(laid, rest)
    beside = _year_before(sheets, laid) if period else None
    table = _ranked(laid, names, rest, period, choices.value, ask)
    if beside and not table.previous:
        table = _with_previous(table, *beside)
    return replace(table, lines=lines)


def _choose_sheet(sheets: Sequence[Laid], choices: Choices, ask: Ask) -> Laid:
    if choices.sheet:
        for laid in sheets:
            if laid.name == choices.sheet:
                return laid
        hint = nearest(choices.sheet, [laid.name for laid in sheets])
        raise ProjectError(Problem("command line", f"no sheet {shown(choices.sheet)} with a table is in the file", hint, code="RG142"))
    latest = max(sheets, key=lambda laid: periods.find_period(laid.name)[0])
    if periods.find_period(latest.name)[0] and all(_alike(latest, laid) for laid in sheets if periods.find_period(laid.name)[0]):
        return latest
    order = sorted(sheets, key=lambda laid: -len(laid.rows) * len(laid.heads))
    return order[ask("ask_sheet", [laid.name for laid in order])] if len(order) > 1 else order[0]


def _alike(first: Laid, second: Laid) -> bool:
    """Tell whether two sheets have the same heads, periods aside."""
    return [periods.find_period(" ".join(head))[1] for head in first.heads] == [periods.find_period(" ".join(head))[1] for head in second.heads]


def _choose(laid: Laid, columns: Sequence[Column], candidates: list[int], asked: str, question: str, ask: Ask, *, surely: int) -> int | None:
    """Return the column asked for, else the best candidate; the reader is asked when more than `surely` are as good."""
    heads = [column.head for column in columns]
    if asked:
        for index, head in enumerate(heads):
            if plain(asked) in (plain(head), plain(columns[index].base)):
                return index
        raise ProjectError(Problem("command line", f"{laid.prefix} has no column {shown(asked)}", nearest(asked, heads), code="RG143"))
    if len(candidates) > surely:
        return candidates[ask(question, [heads[index] for index in candidates])]
    return candidates[0] if candidates else None


def _turned(laid: Laid, names: Column, rest: list[Column], lines: tuple[int, ...]) -> tuple[Column, list[Column], tuple[int, ...]]:
    """Return a long table with one row a name: a column for each indicator and period."""
    when = next((column for column in rest if column.role == "period"), None)
    what = next((column for column in rest if column.role == "indicator"), None)
    figures = [column for column in rest if column.role in ("figure", "growth", "rank", "previous")]
    if (when is None and what is None) or not figures:
        return names, rest, lines  # the repeated name is reported later, with its line
    order = list(dict.fromkeys(cell for cell in names.cells if cell))
    cells: dict[tuple[str, str, str], dict[str, str]] = {}
    for row, name in enumerate(names.cells):
        period = periods.find_period(when.cells[row])[0] if when else ""
        for column in figures:
            indicator = what.cells[row] if what else column.head
            place = cells.setdefault((indicator, period, column.head), {})
            if name in place and column.cells[row]:
                problem = f"{shown(name)} has a second figure for the same indicator and period"
                raise DataError(Problem(f"{laid.prefix}:{lines[row]}", problem, "delete one of the two", code="RG288"))
            place[name] = column.cells[row]
    unit_column = next((column for column in rest if column.role == "text" and says(column.head, words()["rows"]["unit"])), None)
    turned = []
    for (indicator, period, head), found in cells.items():
        source = next(column for column in figures if column.head == head)
        spread = columns_of(replace(laid, heads=((indicator,),), rows=tuple(replace(laid.rows[0], cells=(found.get(name, ""),)) for name in order)))[0]
        unit = spread.unit or source.unit
        if unit_column and what:
            unit = unit_of(next((unit_column.cells[row] for row in range(len(names.cells)) if what.cells[row] == indicator), "")) or unit
        unit = unit if spread.role in ("figure", "growth") else ""
        turned.append(replace(spread, head=f"{indicator} {period}".strip(), period=period or spread.period, unit=unit))
    first = {name: lines[row] for row, name in reversed(list(enumerate(names.cells)))}
    return replace(names, cells=tuple(order)), turned, tuple(first[name] for name in order)


def _period(laid: Laid, columns: Sequence[Column]) -> str:
    """Return the latest period of the figures: of a head, else of the sheet's name, the title, or a column with one period."""
    heads = [column.period for column in columns if column.role in ("figure", "rank") and column.period]
    single = [periods.find_period(column.cells[0])[0] for column in columns if column.role == "period" and column.variety == 1 and column.cells[0]]
    told = [period for text in (laid.name, *laid.titles, laid.prefix.partition("[")[0]) if (period := periods.find_period(text)[0])]
    return max(heads) if heads else next(iter([*single, *told]), "")


def _ranked(laid: Laid, names: Column, rest: Sequence[Column], period: str, asked: str, ask: Ask) -> Shaped:
    figures = [column for column in rest if column.role == "figure"]
    current = [column for column in figures if column.period in ("", period)] or figures
    main = [column for column in current if says(column.base, words()["main"]["words"])]
    order = sorted(main, key=_weight) or current
    pool = [*order, *(column for column in [*current, *figures] if column not in order)]
    surely = 1 if len(main) != 1 else len(pool)
    chosen = _choose(laid, pool, list(range(len(order if main else current))), asked, "ask_value", ask, surely=surely)
    if chosen is None:
        raise DataError(Problem(laid.prefix, "no column of figures can be ranked", "a column of figures is needed below its head", code="RG287"))
    value = pool[chosen]
    period = value.period or period
    before, previous = _before(value, figures, rest, period)
    taken = [value, previous]
    growth = _beside(value, [column for column in rest if column.role == "growth"])
    change, previous_rank, rank = (next((column for column in rest if column.role == role), None) for role in ("change", "previous_rank", "rank"))
    others = tuple(column for column in current if column not in taken and column.period in ("", value.period, period))
    spelled = tuple(column for column in rest if column.role == "text" and _same_regions(names, column))
    used = [*taken, growth, change, previous_rank, rank, *others, *spelled]
    left = tuple(column for column in rest if column not in used)
    return Shaped(laid, (), names, value, period, before, previous, growth, change, previous_rank, rank, others, spelled, left)


def _weight(column: Column) -> int:
    """Return how early the words of [main] in a head come: 总指数 before 指数 before 得分."""
    return next(place for place, word in enumerate(words()["main"]["words"]) if says(column.base, [word]))


def _before(value: Column, figures: Sequence[Column], rest: Sequence[Column], period: str) -> tuple[str, Column | None]:
    same = {column.period: column for column in figures if column.period and column.period != period and plain(column.base) == plain(value.base)}
    if before := periods.before(period, {*same}) if period else "":
        return before, same[before]
    said = [column for column in rest if column.role == "previous"]
    return "", _beside(value, said)


def _beside(value: Column, candidates: Sequence[Column]) -> Column | None:
    """Return the one among columns of growth or of last year that belongs to the value: it names it, or names nothing else."""
    base = plain(value.base)
    naming_it = [column for column in candidates if base and base in plain(column.base)]
    silent = [column for column in candidates if len(candidates) == 1 or not re.sub(r"[^\w]", "", _without_role(column))]
    return next(iter([*naming_it, *silent]), None)


def _without_role(column: Column) -> str:
    text = plain(column.base)
    for known in words()["roles"].values():
        for word in sorted(known, key=len, reverse=True):
            text = text.replace(plain(word), "")
    return text


def _same_regions(names: Column, column: Column) -> bool:
    pairs = [(set(places(first)), set(places(second))) for first, second in zip(names.cells, column.cells, strict=True) if first and second]
    return bool(pairs) and 2 * sum(1 for first, second in pairs if first & second) > len(pairs)


def _year_before(sheets: Sequence[Laid], laid: Laid) -> tuple[str, Laid] | None:
    """Return the period and sheet to compare with, where sheets of the same heads are named by their periods."""
    own = periods.find_period(laid.name)[0]
    same = {period: other for other in sheets if other is not laid and (period := periods.find_period(other.name)[0]) and _alike(laid, other)}
    before = periods.before(own, {*same}) if own else ""
    return (before, same[before]) if before else None


def _with_previous(table: Shaped, before: str, other: Laid) -> Shaped:
    """Return the table with the values of another sheet beside its own, by name; what is only there is left out and told."""
    columns = columns_of(other)
    key = next(column for column in columns if plain(column.base) == plain(table.names.base))
    value = next((column for column in columns if plain(column.base) == plain(table.value.base)), None)
    if value is None:
        return table
    then = {plain(name): cell for name, cell in zip(key.cells, value.cells, strict=True)}
    cells = tuple(then.get(plain(name), "") for name in table.names.cells)
    gone = [name for name in key.cells if name and plain(name) not in {*map(plain, table.names.cells)}]
    remarks: list[Remark] = [("left_gone", {"names": ", ".join(gone), "period": before})] if gone else []
    previous = replace(value, period=before, cells=cells)
    return replace(table, before=before, previous=previous, remarks=(*table.remarks, *remarks))


def numbers(column: Column, prefix: str, lines: Sequence[int]) -> tuple[list[str], list[Problem]]:
    """Return the plain numbers of a column, "" for gaps, and a problem for each cell that is none."""
    read = moved if column.role == "change" else figure
    found, problems = [], []
    for cell, line in zip(column.cells, lines, strict=True):
        number = read(cell) if cell else ""
        if number is None:
            hint = "write a number, or leave the cell empty where there is none"
            problems.append(Problem(f"{prefix}:{line}:{column.head}", f"{shown(cell)} is not a number", hint, code="RG289"))
        found.append(number or "")
    return found, problems
