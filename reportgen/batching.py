"""One project, many reports: the rows of a batch, and the project that one row makes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from reportgen.compute import regions_of
from reportgen.edition import load_edition, sources
from reportgen.errors import DataError, Problem, ProjectError, nearest
from reportgen.items import Item, item_of
from reportgen.package import Dataset, Resource, load
from reportgen.project import BatchPart, BatchRow, LoadedProject, Project, explain
from reportgen.values import Absent, Label, Value

FILE = (".csv", ".xlsx")
"""What `over` ends with when it is a file and no resource."""
PLACEHOLDER = re.compile(r"\{\{\s*item\.(\w+)\s*\}\}")
OPENED = re.compile(r"\{\{\s*item\b")


def rows_of(project: LoadedProject, dataset: Dataset) -> tuple[BatchRow, ...]:
    """Return the rows a batch makes reports of, in the order of the table.

    Raises DataError for a table, column or key that is not there, a key or name that two rows share, and a batch of no rows.
    """
    part = project.spec.batch
    assert part is not None
    resource = _table(project, part, dataset)
    names = [field.name for field in resource.fields]
    for setting, columns in (("where", list(part.where)), ("key", [part.key]), ("group", [part.group]), ("name", PLACEHOLDER.findall(part.name))):
        for column in filter(None, columns):
            if column not in names and not (setting == "group" and any(name.startswith(f"{column}_") for name in names)):
                where = project.where("batch", setting)
                raise DataError(Problem(where, f"the table {part.over} has no column {column!r}", nearest(column, names), code="RG501"))
    key = part.key or (resource.key or (names[0],))[0]
    units = {field.name: field.unit for field in resource.fields if field.unit}
    yes_or_no = {name for name in names if {*resource.column(name)} <= {"true", "false", None}}  # a CSV file alone declares no types
    found = []
    for row in resource.rows:
        cells = {name: cell == "true" if name in yes_or_no and cell is not None else cell for name, cell in zip(names, row.values, strict=True)}
        if fits(cells, part.where):
            name = "" if cells[key] is None else str(cells[key])
            found.append(BatchRow(name, _slug(part.name or name, cells), resource.path, resource.where(row.line), cells, units))
    if not found:
        raise DataError(Problem(project.where("batch", "where"), f"no row of {part.over} is asked for", "check the conditions", code="RG502"))
    if problems := list(_doubles(found)):
        raise DataError(problems)
    return tuple(found)


def _table(project: LoadedProject, part: BatchPart, dataset: Dataset) -> Resource:
    if PurePosixPath(part.over).suffix.lower() not in FILE:
        if part.over not in dataset.resources:
            hint = nearest(part.over, dataset.resources)
            raise DataError(Problem(project.where("batch", "over"), f"there is no table {part.over!r}", hint, code="RG250"))
        return dataset.resources[part.over]
    return next(iter(load(part.over, project.folder).resources.values()))


def fits(cells: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    """Tell whether a row fulfils all conditions: column → a value or a tuple of values, of which one must be there.

    >>> fits({"level": "province", "is_new": False, "rank": 8}, {"level": ("city", "province"), "is_new": "false", "rank": "8.0"})
    True
    """
    return all(any(_is(cells[column], each) for each in (wanted if isinstance(wanted, tuple) else (wanted,))) for column, wanted in where.items())


def _is(cell: Any, wanted: Any) -> bool:
    if isinstance(cell, bool):
        return str(cell).lower() == str(wanted).lower()
    if isinstance(cell, int | Decimal):
        try:
            return cell == Decimal(str(wanted))
        except ArithmeticError:
            return False
    return ("" if cell is None else str(cell)) == str(wanted)


def _doubles(rows: Sequence[BatchRow]) -> Iterator[Problem]:
    """Yield each row without a key or a name for its files, and each that shares one with a row before it."""
    keys: dict[str, BatchRow] = {}
    slugs: dict[str, BatchRow] = {}
    for row in rows:
        if not row.key:
            yield Problem(row.where, "is empty but names the row", "fill the cell", code="RG503")
        elif not row.slug:
            yield Problem(row.where, f"the row {row.key} gives no file name", "let batch.name use a column in Latin letters or digits", code="RG503")
        elif (first := keys.setdefault(row.key, row)) is not row:
            yield Problem(row.where, f"repeats the key {row.key!r} of {first.where}", "every report needs a key of its own", code="RG503")
        elif (first := slugs.setdefault(row.slug, row)) is not row:
            yield Problem(row.where, f"its files would be named {row.slug}, like those of {first.where}", "add a column to batch.name", code="RG503")


def _slug(pattern: str, cells: Mapping[str, Any]) -> str:
    return slug_of(PLACEHOLDER.sub(lambda found: "" if cells[found[1]] is None else str(cells[found[1]]), pattern))


def slug_of(text: str) -> str:
    """Return a text as the name of a file: small Latin letters, digits and hyphens; "" when nothing is left of it.

    >>> slug_of("Inner Mongolia"), slug_of("Garzê"), slug_of("Xi'an"), slug_of("成都")
    ('inner-mongolia', 'garze', 'xian', '')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’ʼ]", "", plain)).strip("-")[:80]


def find_row(project: LoadedProject, rows: Sequence[BatchRow], asked: str) -> BatchRow:
    """Return the row with that key or file name; raises ProjectError with the nearest one there is, or when none was asked for."""
    if not asked:
        hint = f"build all with `reportgen batch`, or one with --item, as in --item {rows[0].slug}"
        raise ProjectError(Problem(project.where("batch"), f"the project is a batch of {len(rows)} reports", hint, code="RG500"))
    for row in rows:
        if asked in (row.key, row.slug):
            return row
    hint = nearest(asked, {name for row in rows for name in (row.key, row.slug)})
    raise ProjectError(Problem("command line", f"the batch has no item {asked!r}", hint, code="RG500"))


# ---------------------------------------------------------------- the project of one row


def project_of(project: LoadedProject, row: BatchRow, dataset: Dataset) -> LoadedProject:
    """Return the project of one report of a batch: named after its row, its texts filled in.

    Raises ProjectError for a text that asks for a column that is not there or is empty, at its place in report.yaml.
    """
    spec = project.spec
    tags = dict.fromkeys((*sources(spec.editions), *spec.editions))
    items = {tag: item_of(row, edition, regions_of(project, dataset, edition)) for tag, edition in ((tag, load_edition(tag)) for tag in tags)}
    problems: list[Problem] = []

    def filled(value: Any, path: tuple[str | int, ...], tag: str) -> Any:
        if isinstance(value, dict):
            return {key: filled(inner, (*path, key), key if key in items else tag) for key, inner in value.items()}
        if isinstance(value, list):
            return [filled(inner, (*path, index), tag) for index, inner in enumerate(value)]
        if not isinstance(value, str) or not OPENED.search(value):
            return value
        try:
            return PLACEHOLDER.sub(lambda found: _said(items[tag], found[1]), value)
        except Absent as error:
            problems.append(Problem(project.where(*path), error.what, error.hint, code="RG505"))
            return value

    data = {key: filled(value, (key,), spec.editions[0]) for key, value in project.source.data.items() if key != "batch"}
    if problems:
        raise ProjectError(problems)
    try:
        one = Project.model_validate({**data, "name": row.slug})
    except ValidationError as error:
        raise ProjectError(dict.fromkeys(explain(error, project.source))) from None
    return project.model_copy(update={"spec": one.model_copy(update={"editions": spec.editions, "formats": spec.formats}), "row": row})


def _said(item: Item, column: str) -> str:
    part = item.key if column == "key" else getattr(item, column) if column in ("name", "full_name") else item[column]
    match part:
        case Label(text):
            return text
        case Value(number):
            return f"{number:f}"
        case str():
            return part
    raise Absent(column, f"the column {column} is a yes or no, and no text", "use a column with text or numbers")
