"""Load a data package, a CSV file or an Excel sheet into a frozen `Dataset` of typed rows.

The flow: bytes (`reading`) → rows of text with line numbers → cells typed by the Table Schema → `Resource` → `Dataset`.
Cells are exact: a number is the `Decimal` that was printed, so ``33.50`` keeps its two decimals and equal figures are equal.
pandas is imported only when somebody asks for a Series or a DataFrame.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from reportgen.descriptor import Field, ForeignKey, Table, infer_fields, read_descriptor
from reportgen.errors import DataError, Problem, ProjectError, nearest
from reportgen.numbers import parse_integer, parse_number, shown
from reportgen.reading import File, RawRow, bad_characters, decode, only_the_table, read_file, walk_csv
from reportgen.regions import by_foreign_keys

if TYPE_CHECKING:
    import pandas as pd

Value = Decimal | int | str | bool | date | None
"""One typed cell; None is a gap: the cell holds a declared missing mark."""


@dataclass(frozen=True, slots=True)
class Row:
    """The typed cells of one row, in the order of the fields, and the line of the file it starts on."""

    line: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Resource:
    """One table: its description and its rows, in the order of the file.

    path   place prefix for messages: relative path, with ``[sheet]`` for a workbook.
    key    names of the primary key fields; empty when none is declared.
    extra  what else the descriptor says about the table (period, tableNumber, checks, sources …).
    """

    name: str
    path: str
    title: str
    titles: Mapping[str, str]
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    rows: tuple[Row, ...]
    sha256: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def _position(self) -> Mapping[str, int]:
        return {f.name: i for i, f in enumerate(self.fields)}

    @cached_property
    def _by_key(self) -> Mapping[tuple[Value, ...], Row]:
        places = [self._position[name] for name in self.key]
        return {tuple(row.values[i] for i in places): row for row in self.rows}

    def position(self, column: str) -> int:
        """Return the place of `column` among the fields; an unknown name is a DataError with the nearest right one."""
        if column not in self._position:
            hint = nearest(column, self._position)
            raise DataError(Problem(f"{self.path}:1", f"table {self.name!r} has no column {column!r}", hint, code="RG251"))
        return self._position[column]

    def field(self, column: str) -> Field:
        """Return the description of `column`."""
        return self.fields[self.position(column)]

    def column(self, column: str) -> tuple[Value, ...]:
        """Return the cells of `column`, one per row, in the order of the file."""
        i = self.position(column)
        return tuple(row.values[i] for row in self.rows)

    def row(self, *key: Value) -> Row:
        """Return the row with this primary key; an unknown key is a DataError."""
        if not self.key:
            raise DataError(Problem(self.path, f"table {self.name!r} has no primary key", "declare primaryKey", code="RG252"))
        if key not in self._by_key:
            wanted = ", ".join(map(str, key))
            hint = nearest(wanted, (", ".join(map(str, known)) for known in self._by_key))
            raise DataError(Problem(self.path, f"table {self.name!r} has no row {wanted!r}", hint, code="RG253"))
        return self._by_key[key]

    def value(self, column: str, *key: Value) -> Value:
        """Return the cell of `column` in the row with this primary key."""
        return self.row(*key).values[self.position(column)]

    def where(self, line: int, column: str = "") -> str:
        """Return the place of a cell or row as messages and quantities give it: ``path:line:column``."""
        return f"{self.path}:{line}:{column}" if column else f"{self.path}:{line}"

    def records(self) -> tuple[dict[str, Value], ...]:
        """Return one new dict per row, column name → cell."""
        names = [f.name for f in self.fields]
        return tuple(dict(zip(names, row.values, strict=True)) for row in self.rows)

    def series(self, column: str, *, exact: bool = True) -> pd.Series[Any]:
        """Return `column` as a Series indexed by the primary key (by line number when there is none).

        exact  True: the cells as they are (Decimal stays Decimal), gaps NaN.  False: float64, for charts.
        """
        import pandas as pd

        cells = [float("nan") if cell is None else cell for cell in self.column(column)]
        if exact:
            return pd.Series(cells, index=self._index(), name=column, dtype=object)
        return pd.Series([float(cell) for cell in cells], index=self._index(), name=column, dtype=float)  # type: ignore[arg-type]

    def frame(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the table (or `columns` of it) as a DataFrame of exact cells, indexed like `series`; gaps are NaN."""
        import pandas as pd

        names = list(columns) if columns is not None else [f.name for f in self.fields]
        return pd.DataFrame({name: self.series(name) for name in names}, index=self._index())

    def _index(self) -> pd.Index[Any]:
        import pandas as pd

        if not self.key:
            return pd.Index([row.line for row in self.rows], name="line")
        columns = [self.column(name) for name in self.key]
        if len(columns) == 1:
            return pd.Index(list(columns[0]), name=self.key[0], dtype=object)
        return pd.MultiIndex.from_arrays([list(cells) for cells in columns], names=list(self.key))


@dataclass(frozen=True)
class Dataset:
    """All tables of one package, what was wrong while reading them, and a digest of every byte that was read.

    resources  plain dict behind a read-only type, because a mapping proxy cannot be sent to a worker process.
    digest     sha256 over the descriptor and the data files; changes when, and only when, one of them does.
    problems   errors (only from `read`; `load` raises them) and warnings.
    """

    path: str
    title: str
    titles: Mapping[str, str]
    resources: Mapping[str, Resource]
    digest: str
    problems: tuple[Problem, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def resource(self, name: str) -> Resource:
        """Return the table `name`; an unknown name is a DataError with the nearest right one."""
        if name not in self.resources:
            hint = nearest(name, self.resources)
            raise DataError(Problem(self.path, f"there is no table {name!r}", hint, code="RG250"))
        return self.resources[name]


def load(path: str, root: Path, *, sheet: str | None = None) -> Dataset:
    """Return the data at `path`: a ``datapackage.json``, a ``.csv`` or an ``.xlsx``, relative to `root` and inside it.

    Raises:
        ProjectError: `path` itself cannot be opened.
        DataError: with every problem of every table at once.
    """
    dataset = read(path, root, sheet=sheet)
    if any(problem.level == "error" for problem in dataset.problems):
        raise DataError(dataset.problems)
    return dataset


def read(path: str, root: Path, *, sheet: str | None = None) -> Dataset:
    """Return what could be read at `path`, with all problems in `Dataset.problems`; a cell that was refused is a gap.

    For checking a package; a build uses `load`, which lets no error through.
    """
    file = read_file(path, root)
    suffix = PurePosixPath(file.path).suffix.lower()
    if suffix in {".csv", ".xlsx"}:
        table = Table(name=PurePosixPath(file.path).stem, path=file.path, sheet=sheet)
        resource, problems = _resource(table, file)
        return Dataset(file.path, resource.title, {}, {resource.name: resource}, _digest([file]), tuple(sorted(problems)))
    if suffix != ".json":
        hint = "use a datapackage.json, .csv or .xlsx file"
        raise DataError(Problem(file.path, f"{suffix or 'no suffix'} is not a format reportgen reads", hint, code="RG200"))
    return _package(file, root)


def _package(file: File, root: Path) -> Dataset:
    package, found = read_descriptor(file)
    problems = list(found)
    resources: dict[str, Resource] = {}
    files = [file]
    folder = PurePosixPath(file.path).parent
    for table in package.tables:
        try:
            data = read_file((folder / table.path).as_posix(), root)
            resource, found = _resource(replace(table, path=data.path), data)
        except (ProjectError, DataError) as error:
            problems.extend(error.problems)
            continue
        files.append(data)
        problems.extend(found)
        resources[table.name] = resource
    resources, found = by_foreign_keys(resources)
    problems.extend(found)
    return Dataset(
        file.path, package.title, package.titles, resources, _digest(files), tuple(sorted(problems)), package.extra
    )


def _digest(files: Iterable[File]) -> str:
    lines = sorted(f"{file.sha256}  {file.path}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _resource(table: Table, file: File) -> tuple[Resource, list[Problem]]:
    prefix, rows, problems = _raw_rows(table, file)
    rows, around = only_the_table(rows, prefix)
    problems += around
    if not rows:
        what = "is empty" if not file.data.strip() else "has no rows that could be read"
        problems = problems or [Problem(prefix, what, "the first row names the columns", code="RG207")]
        return _finished(table, prefix, file, table.fields, ()), problems
    order, shape = _header(table, rows, prefix)
    if any(problem.code == "RG225" for problem in around):  # the rest would only say again that the first line names no columns
        return _finished(table, prefix, file, table.fields, ()), problems
    problems += shape
    if any(problem.level == "error" for problem in shape):
        return _finished(table, prefix, file, table.fields, ()), problems
    body, lengths = _equal_rows(rows, prefix)
    problems += lengths
    fields = table.fields or infer_fields(rows[0].cells, body)
    typed = [_column(f, [row.cells[order[f.name]] for row in body], [row.line for row in body], table, prefix) for f in fields]
    problems += [problem for _, found in typed for problem in found]
    cells = zip(*(values for values, _ in typed), strict=True)
    return _finished(table, prefix, file, fields, tuple(Row(r.line, v) for r, v in zip(body, cells, strict=True))), problems


def _finished(table: Table, prefix: str, file: File, fields: tuple[Field, ...], rows: tuple[Row, ...]) -> Resource:
    return Resource(
        name=table.name, path=prefix, title=table.title or table.name, titles=table.titles, description=table.description,
        fields=fields, key=table.key, foreign_keys=table.foreign_keys, rows=rows, sha256=file.sha256, extra=table.extra,
    )  # fmt: skip


def _raw_rows(table: Table, file: File) -> tuple[str, list[RawRow], list[Problem]]:
    if file.path.lower().endswith(".xlsx"):
        from reportgen.workbook import read_sheet

        return read_sheet(file, table.sheet)
    if not file.path.lower().endswith(".csv"):
        hint = "use a .csv or .xlsx file, not compressed"
        return file.path, [], [Problem(file.path, "is not a format reportgen reads", hint, code="RG200")]
    text, problems = decode(file, table.encoding)
    if problems:
        return file.path, [], problems
    rows, problems = walk_csv(text, file.path, delimiter=table.delimiter, quote=table.quote)
    return file.path, rows, problems


def _header(table: Table, rows: Sequence[RawRow], prefix: str) -> tuple[dict[str, int], list[Problem]]:
    """Return the place of each column in the file, by name: the file may order its columns as it likes."""
    names = rows[0].cells
    where = f"{prefix}:{rows[0].line}"
    problems = []
    for i, name in enumerate(names):
        if not name.strip():
            problems.append(Problem(f"{where}:{i + 1}", f"column {i + 1} has no name", "name it or delete it", code="RG209"))
        elif name != name.strip() or bad_characters(name):
            hint = f"write {shown(''.join(c for c in name.strip() if c.isprintable()))}"
            problems.append(Problem(f"{where}:{i + 1}", f"column name {shown(name)} has invisible characters", hint, code="RG209"))
        elif name in names[:i]:
            problems.append(Problem(f"{where}:{name}", f"two columns are named {name!r}", "rename one", code="RG209"))
    wrong = next((mark for mark in ";，；\t|" if len(names) == 1 and mark != table.delimiter and mark in names[0]), None)
    if wrong:
        hint = f"separate fields with commas, or declare \"delimiter\": {wrong!r} in the dialect"
        return {}, [Problem(where, f"fields are separated by {wrong!r}, not {table.delimiter!r}", hint, code="RG208")]
    for f in table.fields:
        if f.name not in names:
            problems.append(Problem(where, f"column {f.name!r} is missing", nearest(f.name, filter(str.strip, names)), code="RG210"))
    declared = [f.name for f in table.fields]
    for name in names:
        if declared and name.strip() == name != "" and name not in declared:
            problems.append(Problem(f"{where}:{name}", f"column {shown(name)} is not declared", nearest(name, declared), code="RG210"))
    if len(rows) == 1:
        problems.append(Problem(where, "has a header and no rows", "", code="RG207"))
    return {name: i for i, name in enumerate(names)}, problems


def _equal_rows(rows: Sequence[RawRow], prefix: str) -> tuple[list[RawRow], list[Problem]]:
    """Return the rows that are as long as the header, and a problem for each that is not."""
    width = len(rows[0].cells)
    good = [row for row in rows[1:] if len(row.cells) == width and any(row.cells)]
    bad = [row for row in rows[1:] if len(row.cells) != width or not any(row.cells)]
    lengths = {len(row.cells) for row in bad}
    if bad and not good and len(lengths) == 1 and len(bad) > 1:
        what = f"the header names {width} columns, but every row has {lengths.pop()} cells"
        return [], [Problem(f"{prefix}:{rows[0].line}", what, "name every column, in order", code="RG211")]
    hint = "a cell with a comma in it needs quotation marks around it"
    problems = [
        Problem(f"{prefix}:{row.line}", "row is blank", "delete the line", code="RG211")
        if not any(row.cells)
        else Problem(f"{prefix}:{row.line}", f"has {len(row.cells)} cells, the header {width}", hint, code="RG211")
        for row in bad
    ]
    return good, problems


def _column(
    f: Field, texts: Sequence[str], lines: Sequence[int], table: Table, prefix: str
) -> tuple[list[Value], list[Problem]]:
    values: list[Value] = []
    problems: list[Problem] = []
    known: dict[str, Value] = {}  # figures repeat: parse each text once and share the value
    for text, line in zip(texts, lines, strict=True):
        if text in known:
            values.append(known[text])
            continue
        where = f"{prefix}:{line}:{f.name}"
        value: Value = None
        found = bad_characters(text)
        if found:
            what, is_error = found
            level = "error" if is_error else "warning"
            problems.append(Problem(where, what, "retype the cell", level, "RG213"))  # type: ignore[arg-type]
        if not (found and found[1]):
            try:
                value = None if text in table.missing else _typed(f, text)
                if isinstance(value, str) and value != value.strip():
                    problems.append(Problem(where, f"{shown(text)} has blanks around it", f"write {shown(text.strip())}", "warning", "RG294"))
                if not found:
                    known[text] = value
            except ValueError as error:
                hint = _cell_hint(f, text)
                problems.append(Problem(where, str(error), hint, code="RG214"))
        values.append(value)
    return values, problems


def _typed(f: Field, text: str) -> Value:
    match f.type:
        case "string":
            return text
        case "number":
            return parse_number(text, percent=f.is_percent)
        case "integer":
            return parse_integer(text)
        case "year":
            if not (len(text) == 4 and text.isascii() and text.isdecimal()):
                raise ValueError(f"{shown(text)} is not a year (four digits)")
            return int(text)
        case "boolean":
            if text in f.true_values or text in f.false_values:
                return text in f.true_values
            raise ValueError(f"{shown(text)} is neither {' or '.join(f.true_values)} nor {' or '.join(f.false_values)}")
        case "date":
            try:
                return date.fromisoformat(text if len(text) == 10 else "")
            except ValueError:
                raise ValueError(f"{shown(text)} is not a date (YYYY-MM-DD)") from None


def _cell_hint(f: Field, text: str) -> str:
    if f.type in {"number", "integer"} and text.strip() in {"", "-", "—", "——", "–", "..", "…", "NA", "N/A", "n.a.", "无", "暂无"}:
        return f"if it marks a gap, add it to missingValues ({shown(text)}) in datapackage.json"
    if f.type == "number" and "%" in text:
        return 'declare "unit": "%" for the column, or write the number without the sign'
    if f.type in {"number", "integer"}:
        return "write a plain number such as 1,234.5, or declare the column as a string"
    return ""
