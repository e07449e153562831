"""The names a data package gives: its ranked tables, their columns, the regions and groups of regions.

Nothing here is written for one package: regions are what the keys of tables refer to, indicators are titles of columns and of tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from reportgen.package import Dataset, Resource, Value
from reportgen.proofread.vocabulary import Vocabulary, normal

Measure = Literal["value", "growth", "change"]


@dataclass(frozen=True)
class Column:
    """A column of figures; `cells` by the code of the region, gaps left out."""

    name: str
    title: Mapping[str, str]
    measure: Measure
    cells: Mapping[str, Decimal]
    unit: str = ""
    is_main: bool = False

    @cached_property
    def floats(self) -> Mapping[str, float]:
        """Return the figures as floats: for quick sums whose results are compared as printed."""
        return {code: float(cell) for code, cell in self.cells.items()}


@dataclass(frozen=True)
class Board:
    """One table of regions.

    family  the indicator of the main column, the same for all tables of it
    scope   which regions are ranked: a key of [scopes] in the vocabulary, "" when the title does not say
    """

    name: str
    path: str
    number: str
    title: Mapping[str, str]
    family: str
    scope: str
    codes: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def main(self) -> Column:
        """Return the column the table is ranked by."""
        return next(column for column in self.columns if column.is_main)

    def measuring(self, measure: Measure) -> Column | None:
        """Return the first column of growth or change; None when there is none."""
        return next((column for column in self.columns if column.measure == measure), None)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A list of names in ranked order, such as five brands."""

    path: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All names of one package.

    regions   name as written → code
    labels    code → name by language
    groups    name of a group → codes of its members
    families, columns   name → key of an indicator, of a column
    """

    boards: tuple[Board, ...]
    lists: tuple[Ranked, ...]
    regions: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, frozenset[str]]
    families: Mapping[str, str]
    columns: Mapping[str, str]
    vocabulary: Vocabulary = field(repr=False)

    def name(self, code: str, lang: str) -> str:
        """Return the name of a region in a language."""
        return self.labels.get(code, {}).get(lang) or code


def lexicon(dataset: Dataset, vocabulary: Vocabulary) -> Lexicon:
    """Return the names of a package and the words of the vocabulary that go with them."""
    home = _home(dataset)
    catalogue = _catalogue(dataset)
    boards = tuple(sorted(_boards(dataset, home, catalogue, vocabulary), key=lambda board: (len(board.number), board.number, board.name)))
    labels = _labels(dataset, home, boards)
    return Lexicon(
        boards=boards,
        lists=tuple(ranked for resource in dataset.resources.values() for ranked in _lists(resource)),
        regions=_spellings(labels, home),
        labels=labels,
        groups=_groups(home, vocabulary),
        families=_families(boards, catalogue, vocabulary),
        columns=dict(_column_names(boards)),
        vocabulary=vocabulary,
    )


def _home(dataset: Dataset) -> Resource | None:
    """Return the table of regions: the one that most keys of others refer to."""
    foreign = [(resource, key) for resource in dataset.resources.values() for key in resource.foreign_keys]
    targets = [key.table for resource, key in foreign if key.columns == resource.key and key.table in dataset.resources]
    ranked = sorted(set(targets), key=lambda name: (-targets.count(name), name))
    return dataset.resources[ranked[0]] if ranked else None


def _catalogue(dataset: Dataset) -> list[tuple[str, str, str]]:
    """Return id, Chinese and English name of the indicators whose own tables there may be."""
    for resource in dataset.resources.values():
        names = {each.name for each in resource.fields}
        if {"indicator_id", "name_zh", "name_en"} <= names:
            records = [record for record in resource.records() if record.get("kind", "composite") == "composite"]
            return [(str(each["indicator_id"]), str(each["name_zh"] or ""), str(each["name_en"] or "")) for each in records]
    return []


def _boards(dataset: Dataset, home: Resource | None, catalogue: Iterable[tuple[str, str, str]], vocabulary: Vocabulary) -> Iterator[Board]:
    for resource in dataset.resources.values():
        if resource is home or len(resource.key) != 1 or not resource.rows or "derivedFrom" in resource.extra:
            continue  # what was worked out from another table is of another period: a sentence that names none means the printed one
        key = resource.field(resource.key[0])
        if key.type != "string" or (home is not None and not any(each.columns == resource.key and each.table == home.name for each in resource.foreign_keys)):
            continue
        columns = tuple(_columns(resource, vocabulary))
        if not any(column.is_main for column in columns):
            continue
        title = _titles(resource)
        yield Board(
            name=resource.name,
            path=resource.path,
            number=str(resource.extra.get("tableNumber", "")),
            title=title,
            family=_family(title, columns, catalogue),
            scope=vocabulary.scope(" ".join(title.values())),
            codes=tuple(str(code) for code in resource.column(resource.key[0])),
            columns=columns,
        )


def _titles(each: object) -> dict[str, str]:
    title, titles = str(getattr(each, "title", "")), getattr(each, "titles", {})
    return {lang: normal(str(titles.get(lang) or title)) for lang in ("zh", "en")}


def _columns(resource: Resource, vocabulary: Vocabulary) -> Iterator[Column]:
    codes = [str(code) for code in resource.column(resource.key[0])]
    ranked = {str(check["value"]) for check in resource.extra.get("checks", ()) if check.get("check") == "ranks_agree"}
    found = False
    for each in resource.fields:
        titles = _titles(each)
        words = f"{each.name} {titles['zh']} {titles['en']}"
        if each.type not in ("number", "integer") or vocabulary.is_rank_title(words):
            continue
        measure: Measure = "change" if vocabulary.is_change_title(words) else "growth" if vocabulary.is_growth_title(words) else "value"
        is_main = measure == "value" and (each.name in ranked if ranked else not found)
        found = found or is_main
        cells = {code: Decimal(cell) for code, cell in zip(codes, resource.column(each.name), strict=True) if isinstance(cell, (int, Decimal))}
        yield Column(each.name, titles, measure, cells, str(getattr(each, "unit", "") or ""), is_main)


def _family(title: Mapping[str, str], columns: Iterable[Column], catalogue: Iterable[tuple[str, str, str]]) -> str:
    for key, zh, en in catalogue:
        if (zh and normal(zh) in title["zh"]) or (en and normal(en).lower() in title["en"].lower()):
            return key
    return next(column.title["en"] for column in columns if column.is_main)


def _labels(dataset: Dataset, home: Resource | None, boards: Iterable[Board]) -> dict[str, dict[str, str]]:
    """Return the names of regions by code; without a table of regions a row is named by its words."""
    if home is not None:
        records = home.records()
        return {str(r[home.key[0]]): {lang: normal(str(r.get(f"name_{lang}") or "")) for lang in ("zh", "en")} for r in records}
    found: dict[str, dict[str, str]] = {}
    for board in boards:
        resource = dataset.resource(board.name)
        named = [each.name for each in resource.fields if each.type == "string"]
        for record in resource.records():
            words = [normal(str(record[name])) for name in named if record[name]]
            wide = [word for word in words if re.search("[\u4e00-\u9fff]", word)]
            other = [word for word in words if word not in wide and re.search("[A-Za-z]", word)]
            code = str(record[resource.key[0]])
            found[code] = {"zh": (wide or other or [code])[-1], "en": (other or wide or [code])[-1]}
    return found


def _spellings(labels: Mapping[str, Mapping[str, str]], home: Resource | None) -> dict[str, str]:
    found = {name: code for code, names in labels.items() for name in names.values() if name}
    if home is not None:
        columns = [each.name for each in home.fields if re.match(r"(full|alt_)?name", each.name)]
        for record in home.records():
            for column in columns:
                for name in str(record[column] or "").split(";"):
                    if name.strip():
                        found.setdefault(normal(name.strip()), str(record[home.key[0]]))
    return found


def _groups(home: Resource | None, vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """Return the groups that columns of the table of regions name, and those the vocabulary puts together from them."""
    found: dict[str, set[str]] = {}
    columns = [each.name for each in home.fields if re.search("region|group|area|type", each.name) and each.type == "string"] if home else []
    for record in home.records() if home else ():
        for column in columns:
            name: Value = record[column]
            if isinstance(name, str) and name and column != (home.key[0] if home else ""):
                found.setdefault(name, set()).add(str(record[home.key[0]] if home else ""))
    for name, parts in vocabulary.unions.items():
        if all(part in found for part in parts):
            found[name] = set().union(*(found[part] for part in parts))
    return {name: frozenset(codes) for name, codes in found.items()}


def _families(boards: Iterable[Board], catalogue: Iterable[tuple[str, str, str]], vocabulary: Vocabulary) -> dict[str, str]:
    found: dict[str, str] = {}
    boards = tuple(boards)
    known = {board.family for board in boards}
    for board in boards:
        names = [board.main.title["zh"], board.main.title["en"], *(normal(name) for key, *both in catalogue if key == board.family for name in both)]
        for name in filter(None, names):
            found.setdefault(name, board.family)
        han = [name for name in names if re.search("[\u4e00-\u9fff]", name)]
        ending = _beginning([name[::-1] for name in han])[::-1]
        if len(set(han)) > 1 and len(ending) >= 4:
            found.setdefault(ending, board.family)
        for name in names:
            if quoted := re.search(r'"([^"]+)"', name):
                found.setdefault(quoted[0], board.family)
                found.setdefault(name.replace('"', ""), board.family)
    if boards:
        found |= {name: boards[0].family for name in vocabulary.overall}
    return {name: key for name, key in found.items() if key in known}


def _column_names(boards: Iterable[Board]) -> Iterator[tuple[str, str]]:
    """Yield names of the other columns of figures; what all of a table begin or end with may be left out."""
    for board in boards:
        others = [column for column in board.columns if column.measure == "value" and not column.is_main]
        for lang in ("zh", "en"):
            titles = [column.title[lang] for column in others]
            before, after = (_beginning(titles), _beginning([title[::-1] for title in titles])[::-1]) if len(titles) > 1 else ("", "")
            for column, title in zip(others, titles, strict=True):
                short = title.removesuffix(after)
                for name in (title, short, title.removeprefix(before), short.removeprefix(before)):
                    for spelling in {name, name.replace("-", " ")}:
                        if len(spelling.strip()) > 1:
                            yield spelling.strip(), column.name


def _beginning(names: list[str]) -> str:
    """Return the characters all names begin with."""
    first = min(names, default="")
    return next((first[:size] for size in range(len(first), 0, -1) if all(name.startswith(first[:size]) for name in names)), "")


def _lists(resource: Resource) -> Iterator[Ranked]:
    names = {each.name: each for each in resource.fields}
    if "rank" not in names or any(each.type == "number" for each in resource.fields) or resource.key != ("rank",):
        return
    order = sorted(resource.records(), key=lambda record: int(str(record["rank"])))
    for each in resource.fields:
        if each.type == "string" and "code" not in each.name:
            title = f"{_titles(resource)['zh']} {_titles(each)['zh']}"
            yield Ranked(resource.path, title, tuple(normal(str(record[each.name])) for record in order if record[each.name]))
