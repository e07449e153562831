"""The keys of a table of regions, found again wherever another table writes a region by one of its other names.

A table may say 四川省, Sichuan or 51 where the table of regions says 510000: the reading replaces the cell by the key, so that every later stage
sees one region.  What could be two regions, and a region that stands in a table twice under two names, is a problem; what is none stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.errors import Problem
from reportgen.gazetteer import agreed, alike, divisions, fold, places
from reportgen.numbers import shown
from reportgen.traditional import simplified

if TYPE_CHECKING:
    from reportgen.package import Dataset, Resource, Value

_NAMES = re.compile(r"(?:full|alt_)?name(?:_|$)")


@dataclass(frozen=True)
class Names:
    """What the rows of a table of regions are called.

    keys      the key as a text → the key
    spellings a name, folded → the keys it may mean, as the table itself names its rows
    codes     GB/T 2260 code → key, for the rows that are a division of the gazetteer
    called    key as a text → the names of the row, as the table writes them
    """

    keys: Mapping[str, Value]
    spellings: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    called: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> tuple[str, ...]:
        """Return the keys a cell may mean, as texts: its own first, then names of the table, then those of the gazetteer."""
        if text in self.keys:
            return (text,)
        for spelling in (fold(text), fold(simplified(text))):
            if spelling in self.spellings:
                return self.spellings[spelling]
        return tuple(self.codes[code] for code in places(text) if code in self.codes)

    def hint(self, text: str) -> str:
        """Return the name most like a text that is none, as a hint; "" when none is like it."""
        near = alike(text, (name for names in self.called.values() for name in names))
        return f"did you mean {near!r}?" if near else ""


def names_of(resource: Resource) -> Names | None:
    """Return the names of a table of regions, None when it is none: it has names by column, and most of its rows are in the gazetteer."""
    columns = [f.name for f in resource.fields if _NAMES.match(f.name)]
    if len(resource.key) > 1 or not columns or not resource.rows:
        return None
    key = (resource.key or (resource.fields[0].name,))[0]
    keys = {str(cell): cell for cell in resource.column(key) if cell is not None}
    spellings: dict[str, tuple[str, ...]] = {}
    codes: dict[str, str] = {}
    called: dict[str, tuple[str, ...]] = {}
    for record in resource.records():
        own = str(record[key])
        called[own] = tuple(name.strip() for column in columns if record[column] for name in str(record[column]).split(";")) or (own,)
        for spelling in dict.fromkeys(map(fold, called[own])):
            spellings[spelling] = (*spellings.get(spelling, ()), own)
        for code in _division(own, called[own]):
            codes.setdefault(code, own)
    return Names(keys, spellings, codes, called)


def _division(key: str, called: Sequence[str]) -> tuple[str, ...]:
    """Return the code of the division a row is: the one all of its names agree on; none when they do not."""
    if key in divisions():
        return (key,)
    meant = [set(found) for name in (key, *called) if (found := places(name))]
    common = set.intersection(*meant) if meant else set()
    return tuple(common) if len(common) == 1 else ()


def by_foreign_keys(resources: Mapping[str, Resource]) -> tuple[dict[str, Resource], list[Problem]]:
    """Return the tables with the keys of regions in every column that refers to a table of regions, and what is wrong there.

    A name that is no region is left to the check of foreign keys.
    """
    homes = {name: names for name, each in resources.items() if (names := names_of(each)) and 2 * len(names.codes) >= len(names.keys)}
    found, problems = dict(resources), []
    for name, resource in resources.items():
        for foreign in resource.foreign_keys:
            home = homes.get(foreign.table or name)
            if home and len(foreign.columns) == 1 and foreign.to == resources[foreign.table or name].key:
                found[name], wrong = _rewritten(found[name], foreign.columns[0], home)
                problems += wrong
    return found, problems


def by_project(dataset: Dataset, home: str, columns: Mapping[str, str]) -> Dataset:
    """Return the data with the keys of regions in tables that do not declare what they refer to.

    home     the project's table of regions
    columns  table → the column that names its rows; one in which less than half of the cells are regions is about something else

    A cell that is no region among others that are is a warning (RG282).
    """
    names = names_of(dataset.resource(home))
    if names is None:
        return dataset
    found, problems = dict(dataset.resources), list(dataset.problems)
    for name, column in columns.items():
        resource = found[name]
        cells = [str(cell) for cell in resource.column(column) if cell is not None]
        unknown = {cell for cell in cells if not names.find(cell)}
        if name == home or any(foreign.columns == (column,) for foreign in resource.foreign_keys) or 2 * len(unknown) > len(cells):
            continue
        for row, cell in zip(resource.rows, resource.column(column), strict=True):
            if str(cell) in unknown:
                what = f"{shown(str(cell))} is not in the table {home}, as the rows around it are"
                problems.append(Problem(resource.where(row.line, column), what, names.hint(str(cell)), "warning", "RG282"))
        found[name], wrong = _rewritten(resource, column, names)
        problems += wrong
    return replace(dataset, resources=found, problems=tuple(sorted(problems)))


def _rewritten(resource: Resource, column: str, names: Names) -> tuple[Resource, list[Problem]]:
    """Return the table with keys in a column, and a problem for each cell that may be two regions or names one again."""
    place = resource.position(column)
    texts = ["" if row.values[place] is None else str(row.values[place]) for row in resource.rows]
    meant = _readings(texts, names)
    rows, problems, seen = [], [], dict[str, tuple[str, int]]()
    for row, text in zip(resource.rows, texts, strict=True):
        keys, where = meant[text], resource.where(row.line, column)
        if len(keys) > 1:
            hint = f"write {' or '.join(shown(key) for key in keys)}"
            what = f"{shown(text)} may be {' or '.join(f'{names.called[key][0]} ({key})' for key in keys)}"
            problems.append(Problem(where, what, hint, code="RG280"))
        elif keys:
            other, line = seen.setdefault(keys[0], (text, row.line))
            if resource.key == (column,) and other != text:
                what = f"{shown(text)} is the region that line {line} calls {shown(other)}"
                problems.append(Problem(where, what, "each region has one row; delete one, or correct its name", code="RG281"))
                continue
            row = replace(row, values=(*row.values[:place], names.keys[keys[0]], *row.values[place + 1 :]))
        rows.append(row)
    return replace(resource, rows=tuple(rows)), problems


def _readings(texts: Sequence[str], names: Names) -> dict[str, tuple[str, ...]]:
    """Return the keys each text may mean; of two divisions the one of the level of all the others."""
    meant = {text: names.find(text) for text in dict.fromkeys(texts)}
    code_of = {key: code for code, key in names.codes.items()}
    known = {text: keys for text, keys in meant.items() if keys and all(key in code_of for key in keys)}
    narrowed = agreed([tuple(code_of[key] for key in keys) for keys in known.values()])
    return meant | {text: tuple(names.codes[code] for code in codes) for text, codes in zip(known, narrowed, strict=True)}
