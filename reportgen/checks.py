"""Check a dataset: each check yields one `Problem` per finding, with its line; none raises, so all are seen at once.

Two kinds.  The schema checks (required, unique, keys, constraints) follow the Table Schema.  The statistical checks (ranks,
previous ranks, growth) are declared on a table in ``datapackage.json``::

    "checks": [{"check": "ranks_agree", "rank": "rank", "value": "index"},
               {"check": "previous_ranks", "rank": "rank", "change": "rank_change"}]

`validate` runs both.  It reads what is in memory; `validate_with_frictionless` asks the reference implementation, for tests.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from reportgen.descriptor import Field
from reportgen.errors import DataError, Problem, nearest
from reportgen.numbers import shown
from reportgen.package import Dataset, Resource, Value
from reportgen.regions import names_of

Best = Literal["highest", "lowest"]

TOTALS = ("合计", "总计", "共计", "小计", "总和", "全国合计", "total", "totals", "sum", "grand total")


def validate(dataset: Dataset) -> Iterator[Problem]:
    """Yield every problem of the dataset, table by table: those of reading, the schema, and the declared checks."""
    yield from dataset.problems
    for resource in dataset.resources.values():
        yield from constraints(resource)
        yield from primary_key(resource)
        yield from foreign_keys(dataset, resource)
        yield from totals(resource)
        yield from odd_percentages(resource)
        yield from declared(dataset, resource)


def constraints(resource: Resource) -> Iterator[Problem]:
    """Yield a problem per cell that breaks a constraint of its field (required, unique, minimum, pattern …)."""
    for field in resource.fields:
        if field.constraints.get("required"):
            yield from required(resource, field.name)
        if field.constraints.get("unique"):
            yield from unique(resource, [field.name])
        if set(field.constraints) - {"required", "unique"}:
            yield from _cells(resource, field)


def required(resource: Resource, column: str) -> Iterator[Problem]:
    """Yield a problem per gap in `column`."""
    for row, cell in zip(resource.rows, resource.column(column), strict=True):
        if cell is None:
            yield Problem(resource.where(row.line, column), "is empty but required", "fill the cell", code="RG260")


def unique(resource: Resource, columns: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem per row that repeats the values of `columns` in an earlier row; gaps repeat nothing."""
    seen: dict[tuple[Value, ...], int] = {}
    cells = zip(*(resource.column(name) for name in columns), strict=True)
    for row, values in zip(resource.rows, cells, strict=True):
        if None in values:
            continue
        if values in seen:
            what = f"repeats {_say(values)} of line {seen[values]}"
            yield Problem(resource.where(row.line, "+".join(columns)), what, "delete or mend one of them", code="RG261")
        else:
            seen[values] = row.line


def primary_key(resource: Resource) -> Iterator[Problem]:
    """Yield a problem per row whose primary key has a gap or occurred before."""
    if not resource.key:
        return
    is_unique = len(resource.key) == 1 and resource.field(resource.key[0]).constraints.get("unique")
    is_required = len(resource.key) == 1 and resource.field(resource.key[0]).constraints.get("required")
    for name in () if is_required else resource.key:
        yield from required(resource, name)
    if not is_unique:
        yield from unique(resource, resource.key)


def foreign_keys(dataset: Dataset, resource: Resource) -> Iterator[Problem]:
    """Yield a problem per row that points to a row which is not there."""
    for foreign in resource.foreign_keys:
        target = dataset.resources.get(foreign.table or resource.name)
        if target is None:
            continue  # its own reading failed, and that is reported
        known = set(zip(*(target.column(name) for name in foreign.to), strict=True))
        names = names_of(target)
        cells = zip(*(resource.column(name) for name in foreign.columns), strict=True)
        for row, values in zip(resource.rows, cells, strict=True):
            if values not in known and None not in values:
                where = resource.where(row.line, "+".join(foreign.columns))
                hint = (names.hint(str(values[0])) if names else "") or nearest(_say(values), (_say(k) for k in known))
                yield Problem(where, f"{_say(values)} is not in {target.name}.{'+'.join(foreign.to)}", hint, code="RG262")


def _cells(resource: Resource, field: Field) -> Iterator[Problem]:
    pattern = re.compile(field.constraints["pattern"]) if "pattern" in field.constraints else None
    for row, cell in zip(resource.rows, resource.column(field.name), strict=True):
        if cell is None:
            continue
        for what, hint in _breaches(cell, field.constraints, pattern):
            yield Problem(resource.where(row.line, field.name), f"{_say((cell,))} {what}", hint, code="RG263")


def _breaches(cell: Any, rules: Mapping[str, Any], pattern: re.Pattern[str] | None) -> Iterator[tuple[str, str]]:
    low, high = rules.get("minimum"), rules.get("maximum")
    if low is not None and _comparable(cell, low) < low:
        yield f"is below the minimum {low}", ""
    if high is not None and _comparable(cell, high) > high:
        yield f"is above the maximum {high}", ""
    if pattern is not None and not pattern.fullmatch(str(cell)):
        yield f"does not match {pattern.pattern}", ""
    if "enum" in rules and cell not in rules["enum"] and str(cell) not in rules["enum"]:
        yield "is not one of the allowed values", nearest(str(cell), map(str, rules["enum"]))
    if len(str(cell)) < rules.get("minLength", 0):
        yield f"is shorter than {rules['minLength']} characters", ""
    if len(str(cell)) > rules.get("maxLength", len(str(cell))):
        yield f"is longer than {rules['maxLength']} characters", ""


def _comparable(cell: Any, bound: Any) -> Any:
    return str(cell) if isinstance(bound, str) else cell


def totals(resource: Resource) -> Iterator[Problem]:
    """Warn of a row that looks like a total among the rows: it would be ranked and summed with them."""
    texts = [field.name for field in resource.fields if field.type == "string"]
    if not any(field.is_numeric for field in resource.fields):
        return
    for name in texts:
        for row, cell in zip(resource.rows, resource.column(name), strict=True):
            if isinstance(cell, str) and cell.strip().lower() in TOTALS:
                where, hint = resource.where(row.line, name), "delete the row; reportgen computes totals"
                yield Problem(where, f"{shown(cell)} looks like a total among the rows", hint, "warning", "RG264")


def odd_percentages(resource: Resource) -> Iterator[Problem]:
    """Yield a cell of a percent column that looks like a fraction: below 1 among larger ones, with two decimals more.

    0.052 among 5.2, 6.1 and 4.8 is 100 times too small; 0.5 among them is a small percentage and passes.
    """
    for field in resource.fields:
        if not field.is_percent:
            continue
        cells = [(row.line, c) for row, c in zip(resource.rows, resource.column(field.name), strict=True) if c is not None]
        figures = [cell for _, cell in cells if isinstance(cell, Decimal) and cell]
        if len(figures) < 3 or abs(statistics.median(figures)) < 1:
            continue
        usual = Counter(_decimals(cell) for cell in figures).most_common(1)[0][0]
        for line, cell in cells:
            if isinstance(cell, Decimal) and 0 < abs(cell) < 1 and _decimals(cell) >= usual + 2:
                hint = f"write {(cell * 100).normalize():f}"
                yield Problem(resource.where(line, field.name), f"{cell} among percentages is a fraction", hint, code="RG265")


def _decimals(cell: Decimal) -> int:
    exponent = cell.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def ranks_agree(resource: Resource, rank: str, value: str, *, best: Best = "highest") -> Iterator[Problem]:
    """Yield each row whose printed rank is better than that of a row with a better value.

    Equal values may share a rank or stand next to each other in any order, as sources do both.
    """
    rows = [(r, v, row.line) for row, r, v in _pairs(resource, rank, value)]
    ordered = sorted(rows, key=lambda item: item[0])
    sign = 1 if best == "highest" else -1
    for (r1, v1, line1), (r2, v2, line2) in pairwise(ordered):
        if sign * v2 > sign * v1 or (r1 == r2 and v1 != v2):
            what = f"rank {r2} with {v2} does not follow rank {r1} with {v1} (line {line1})"
            yield Problem(resource.where(line2, rank), what, f"{best} {value} is best", code="RG270")


def ranks_permutation(resource: Resource, rank: str, *, value: str | None = None) -> Iterator[Problem]:
    """Yield each rank that is missing, repeated or out of 1..n.

    value  column whose equal values explain a shared rank (1, 1, 3); without it every rank must occur once.
    """
    ranks = [cell for cell in resource.column(rank) if isinstance(cell, int)]
    lines = {cell: row.line for row, cell in zip(resource.rows, resource.column(rank), strict=True) if isinstance(cell, int)}
    tied: dict[int, set[Value]] = {}
    if value is not None:
        for _, r, v in _pairs(resource, rank, value):
            tied.setdefault(int(r), set()).add(v)
    expected = 1
    for r, times in sorted(Counter(ranks).items()):
        if r != expected:
            what = f"rank {r} where {expected} is due"
            yield Problem(resource.where(lines[r], rank), what, f"ranks must run from 1 to {len(ranks)}", code="RG271")
        if times > 1 and len(tied.get(r, {1, 2})) > 1:
            yield Problem(resource.where(lines[r], rank), f"rank {r} occurs {times} times", "only equal values tie", code="RG271")
        expected = r + times


def previous_ranks(resource: Resource, rank: str, change: str) -> Iterator[Problem]:
    """Yield each previous rank (rank + change, up is positive) that is missing, repeated or out of 1..n."""
    seen: dict[int, int] = {}
    pairs = list(_pairs(resource, rank, change))
    for row, r, c in pairs:
        before = int(r + c)
        where = resource.where(row.line, change)
        if not 1 <= before <= len(pairs):
            yield Problem(where, f"rank {r} after {c:+} means {before} of {len(pairs)}", "up is positive", code="RG272")
        elif before in seen:
            what = f"rank {r} after {c:+} means {before} before, and so does line {seen[before]}"
            yield Problem(where, what, "one of the two changes is wrong", code="RG272")
        seen.setdefault(before, row.line)


def _exact(cell: Value) -> Decimal | None:
    """Return a number as a Decimal, whole numbers too; None for anything else."""
    return Decimal(cell) if isinstance(cell, Decimal | int) and not isinstance(cell, bool) else None


def growth_agrees(
    current: Resource, previous: Resource, level: str, growth: str, *, tolerance: Decimal = Decimal("0.005")
) -> Iterator[Problem]:
    """Yield each row whose printed growth (in %) is not that of its two printed levels, rounding of all three allowed.

    tolerance  half a unit of the last printed decimal of the levels.
    """
    before = {key: cell for key, cell in zip(_keys(previous), previous.column(level), strict=True)}
    columns = zip(current.rows, _keys(current), current.column(level), current.column(growth), strict=True)
    for row, key, *cells in columns:
        now, printed, old = map(_exact, (*cells, before.get(key)))
        if now is None or old is None or printed is None or old <= tolerance:
            continue
        half = Decimal(5).scaleb(-_decimals(printed) - 1)
        low = ((now - tolerance) / (old + tolerance) - 1) * 100 - half
        high = ((now + tolerance) / (old - tolerance) - 1) * 100 + half
        if not low <= printed <= high:
            found = (now / old - 1) * 100
            what = f"growth {printed} % is printed, but {old} → {now} is {found:.{_decimals(printed)}f} %"
            yield Problem(current.where(row.line, growth), what, "check the three figures", code="RG273")


def weighted_sum(resource: Resource, value: str, weights: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield each row whose `value` is not the weighted sum of the columns in `weights`, rounded to its own decimals."""
    names = list(weights)
    factors = [Decimal(str(weights[name])) for name in names]
    columns = zip(resource.rows, resource.column(value), *(resource.column(name) for name in names), strict=True)
    for row, *cells in columns:
        printed, *parts = map(_exact, cells)
        if printed is not None and None not in parts:
            found = sum((f * part for f, part in zip(factors, parts, strict=True) if part is not None), Decimal(0))
            if abs(found - printed) > Decimal(5).scaleb(-_decimals(printed) - 1):
                what = f"{printed} is printed, but the weighted sum is {found.normalize():f}"
                yield Problem(resource.where(row.line, value), what, "check the figures or the weights", code="RG274")


def parts(
    resource: Resource, total: str | int | float, *, columns: Sequence[str] = (), column: str = "", rows: Sequence[str] = ()
) -> Iterator[Problem]:
    """Yield each whole that is not the sum of its parts, rounding of all of them allowed.

    columns  in each row these add up to `total`, a column or a number
    column   this column adds up over `rows`, named by their key, or over all, to the row `total`, or to a number

    A whole with a gap among its parts is left alone.
    """
    fixed = None if isinstance(total, str) else Decimal(str(total))
    if columns:
        cells = zip(*(resource.column(name) for name in columns), strict=True)
        whole = resource.column(str(total)) if fixed is None else [fixed] * len(resource.rows)
        for row, each, all_ in zip(resource.rows, cells, whole, strict=True):
            yield from _adds_up([_exact(cell) for cell in each], _exact(all_), resource.where(row.line, str(total) if fixed is None else columns[0]))
        return
    place = [field.name for field in resource.fields].index(column)
    chosen = [resource.row(key) for key in rows] or list(resource.rows)
    line = chosen[0] if fixed is not None else resource.row(str(total))
    whole_ = fixed if fixed is not None else _exact(line.values[place])
    yield from _adds_up([_exact(row.values[place]) for row in chosen], whole_, resource.where(line.line, column))


def _adds_up(found: Sequence[Decimal | None], whole: Decimal | None, where: str) -> Iterator[Problem]:
    known = [part for part in found if part is not None]
    if whole is None or len(known) < len(found):
        return
    together = sum(known, Decimal(0))
    if abs(together - whole) > sum((Decimal(5).scaleb(-_decimals(part) - 1) for part in (*known, whole)), Decimal(0)):
        yield Problem(where, f"the whole is {whole}, but its parts are {together} together", "check the figures", code="RG830")


def declared(dataset: Dataset, resource: Resource) -> Iterator[Problem]:
    """Yield the findings of the checks a table declares under ``checks``; a check that cannot run is itself a problem."""
    raw = resource.extra.get("checks", [])
    for i, item in enumerate(raw if isinstance(raw, list) else [raw]):
        where = f"{dataset.path}:resources.{resource.name}.checks[{i}]"
        name = str(item.get("check")) if isinstance(item, dict) else ""
        if name not in CHECKS:
            yield Problem(where, f"there is no check {name!r}", nearest(name, CHECKS), code="RG238")
            continue
        arguments = {key: value for key, value in item.items() if key != "check"}
        try:
            yield from CHECKS[name](dataset, resource, arguments)
        except DataError as error:  # a column or table name in the declaration is wrong
            yield from (Problem(where, p.what, p.hint, code="RG238") for p in error.problems)
        except (TypeError, ArithmeticError, KeyError, IndexError, ValueError):
            yield Problem(where, f"check {name!r} does not take these arguments", "see the reference", code="RG238")


CHECKS: Mapping[str, Callable[[Dataset, Resource, Mapping[str, Any]], Iterator[Problem]]] = {
    "ranks_agree": lambda _, resource, given: ranks_agree(resource, **given),
    "ranks_permutation": lambda _, resource, given: ranks_permutation(resource, **given),
    "previous_ranks": lambda _, resource, given: previous_ranks(resource, **given),
    "weighted_sum": lambda _, resource, given: weighted_sum(resource, **given),
    "parts": lambda _, resource, given: parts(resource, **given),
    "growth_agrees": lambda dataset, resource, given: growth_agrees(
        resource, dataset.resource(given["previous"]), given["level"], given["growth"]
    ),
}
"""The checks a table may declare, by name."""


def validate_with_frictionless(path: Path) -> Iterator[Problem]:
    """Yield what the frictionless library finds in the package at `path`; nothing means it is valid.

    Some fifteen times slower than `load` and `validate` together: for tests and releases, not for builds.
    """
    import frictionless

    report = frictionless.Package(str(path)).validate()
    for error in report.errors:
        yield Problem(path.name, error.message, code="RG239")
    for task in report.tasks:
        for error in task.errors:
            found = error.to_descriptor()
            place = [task.place or task.name, str(found.get("rowNumber", "")), str(found.get("fieldName", ""))]
            yield Problem(":".join(part for part in place if part), error.message, code="RG239")


def _pairs(resource: Resource, first: str, second: str) -> Iterator[tuple[Any, Any, Any]]:
    """Yield (row, first, second) of the rows where both are numbers; a gap has no rank and breaks none."""
    for row, a, b in zip(resource.rows, resource.column(first), resource.column(second), strict=True):
        if isinstance(a, (int, Decimal)) and isinstance(b, (int, Decimal)):
            yield row, a, b


def _keys(resource: Resource) -> list[tuple[Value, ...]]:
    return list(zip(*(resource.column(name) for name in resource.key), strict=True))


def _say(values: Sequence[Value]) -> str:
    return ", ".join(shown(str(value)) for value in values)
