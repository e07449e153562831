"""Read a ``datapackage.json`` (Frictionless Data Package, Table Schema) into frozen descriptions of tables and fields.

Only what reportgen keeps its word on is accepted: a property it does not know is carried along, a field type or constraint it
cannot check is a problem, never a promise that is silently broken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeGuard, get_args

from reportgen.errors import DataError, Problem, nearest
from reportgen.numbers import parse_integer, parse_number, shown
from reportgen.reading import File, RawRow, decode

FieldType = Literal["string", "integer", "number", "boolean", "year", "date"]

CONSTRAINTS = ("required", "unique", "minimum", "maximum", "minLength", "maxLength", "pattern", "enum")
_DEFAULT_TRUE = ("true", "True", "TRUE", "1")
_DEFAULT_FALSE = ("false", "False", "FALSE", "0")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: name, type, titles by language, unit as printed (``%``, ``亿元``), constraints by their schema name."""

    name: str
    type: FieldType = "string"
    title: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    true_values: tuple[str, ...] = _DEFAULT_TRUE
    false_values: tuple[str, ...] = _DEFAULT_FALSE
    bare: bool = True

    @property
    def is_percent(self) -> bool:
        """Whether a cell may carry a percent sign: its unit is ``%``, or the schema says ``bareNumber: false``."""
        return self.unit == "%" or not self.bare

    @property
    def is_numeric(self) -> bool:
        """Whether its cells can be ranked and summed."""
        return self.type in {"integer", "number"}


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns whose values must occur in the columns `to` of table `table`; ``""`` is the table itself."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One resource as described, before its file is read; without `fields` the types are inferred."""

    name: str
    path: str
    title: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    description: str = ""
    encoding: str | None = None
    delimiter: str = ","
    quote: str = '"'
    sheet: str | None = None
    fields: tuple[Field, ...] = ()
    missing: tuple[str, ...] = ("",)
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """The whole descriptor."""

    title: str
    titles: Mapping[str, str]
    tables: tuple[Table, ...]
    extra: Mapping[str, Any]


_TABLE_KEYS = {"name", "path", "title", "titles", "description", "encoding", "dialect", "schema"}


def read_descriptor(file: File) -> tuple[Package, list[Problem]]:
    """Return the package `file` describes, and everything in it that reportgen cannot honour.

    Raises:
        DataError: it is not a JSON object with a list of resources.
    """
    content = _json(file)
    where = file.path
    raw = content.get("resources")
    if not isinstance(raw, list) or not raw:
        raise DataError(Problem(where, "describes no resources", 'list the tables under "resources"', code="RG230"))
    tables: list[Table] = []
    problems: list[Problem] = []
    for i, item in enumerate(raw):
        place = f"{where}:resources[{i}]"
        if not isinstance(item, dict) or not _is_text(item.get("name")) or not _is_text(item.get("path")):
            hint = "inline data, several paths and URLs are not read"
            problems.append(Problem(place, "needs a name and one path", hint, code="RG231"))
        elif item["name"] in {table.name for table in tables}:
            problems.append(Problem(place, f"a second resource is named {item['name']!r}", "rename one", code="RG231"))
        else:
            table, found = _table(item, f"{where}:resources.{item['name']}")
            tables.append(table)
            problems.extend(found)
    problems.extend(_references(tables, where))
    title = content.get("title")
    extra = {name: value for name, value in content.items() if name not in {"title", "titles", "resources"}}
    package = Package(title if _is_text(title) else file.path, _texts(content.get("titles")), tuple(tables), extra)
    return package, problems


def _json(file: File) -> dict[str, Any]:
    text, problems = decode(file, None)
    if problems:
        raise DataError(problems)

    def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise DataError(Problem(file.path, f"an object has {shown(repeated[0])} twice", "delete one", code="RG230"))
        return dict(pairs)

    try:
        content = json.loads(text, object_pairs_hook=no_repeats, parse_constant=lambda name: _no_constant(file, name))
    except json.JSONDecodeError as error:
        where = f"{file.path}:{error.lineno}:{error.colno}"
        raise DataError(Problem(where, f"is not JSON: {error.msg}", "", code="RG230")) from None
    except (RecursionError, ValueError):
        raise DataError(Problem(file.path, "is nested too deeply or has a number too long", "", code="RG230")) from None
    if not isinstance(content, dict):
        raise DataError(Problem(file.path, "is not a JSON object", "", code="RG230"))
    return content


def _no_constant(file: File, name: str) -> None:
    raise DataError(Problem(file.path, f"{name} is not JSON", "", code="RG230"))


def _table(item: Mapping[str, Any], where: str) -> tuple[Table, list[Problem]]:
    problems: list[Problem] = []
    dialect, schema = _object(item.get("dialect")), _object(item.get("schema"))
    fields: list[Field] = []
    raw_fields = schema.get("fields", [])
    for i, raw in enumerate(raw_fields if isinstance(raw_fields, list) else []):
        if not isinstance(raw, dict) or not _is_text(raw.get("name")) or raw["name"] in {f.name for f in fields}:
            problems.append(Problem(f"{where}.schema.fields[{i}]", "needs a name of its own", "", code="RG232"))
            continue
        one, found = _field(raw, f"{where}.schema.fields.{raw['name']}")
        fields.append(one)
        problems.extend(found)
    key = _names(schema.get("primaryKey", []))
    known = [f.name for f in fields]
    problems.extend(
        Problem(f"{where}.schema.primaryKey", f"there is no field {name!r}", nearest(name, known), code="RG233")
        for name in key if name not in known
    )  # fmt: skip
    quote, delimiter = dialect.get("quoteChar", '"'), dialect.get("delimiter", ",")
    for name, mark in (("quoteChar", quote), ("delimiter", delimiter)):
        if not isinstance(mark, str) or len(mark) != 1:
            problems.append(Problem(f"{where}.dialect.{name}", "must be one character", "", code="RG234"))
            quote, delimiter = '"', ","
    table = Table(
        name=item["name"], path=item["path"], title=str(item.get("title") or ""), titles=_texts(item.get("titles")),
        description=str(item.get("description") or ""), encoding=_text_or_none(item.get("encoding")),
        delimiter=delimiter, quote=quote, sheet=_text_or_none(dialect.get("sheet")), fields=tuple(fields),
        missing=_names(schema.get("missingValues", [""])), key=tuple(name for name in key if name in known),
        foreign_keys=tuple(_foreign_keys(schema.get("foreignKeys", []))),
        extra={name: value for name, value in item.items() if name not in _TABLE_KEYS},
    )  # fmt: skip
    return table, problems


def _field(raw: Mapping[str, Any], where: str) -> tuple[Field, list[Problem]]:
    problems: list[Problem] = []
    kind = raw.get("type", "string")
    if kind not in get_args(FieldType):
        hint = nearest(str(kind), get_args(FieldType))
        problems.append(Problem(where, f"type {shown(str(kind))} is not supported", hint, code="RG235"))
        kind = "string"
    declared = _object(raw.get("constraints"))
    one = Field(
        name=raw["name"], type=kind, title=str(raw.get("title") or raw["name"]), titles=_texts(raw.get("titles")),
        description=str(raw.get("description") or ""), unit=str(raw.get("unit") or ""),
        true_values=_names(raw.get("trueValues", _DEFAULT_TRUE)), false_values=_names(raw.get("falseValues", _DEFAULT_FALSE)),
        bare=raw.get("bareNumber", True) is not False,
    )  # fmt: skip
    constraints = dict(declared)
    for name, value in declared.items():
        what = _wrong_constraint(one, name, value)
        if what:
            hint = nearest(name, CONSTRAINTS) if name not in CONSTRAINTS else ""
            problems.append(Problem(f"{where}.constraints.{name}", what, hint, code="RG236"))
            del constraints[name]
        elif name in {"minimum", "maximum"} and one.is_numeric:
            constraints[name] = parse_number(str(value))
        elif name == "enum" and one.is_numeric:
            constraints[name] = tuple(parse_number(str(item)) for item in value)
    return replace(one, constraints=constraints), problems


def _wrong_constraint(one: Field, name: str, value: Any) -> str:
    """Return why a constraint cannot be kept, or ''."""
    if name not in CONSTRAINTS:
        return "is not a constraint reportgen checks"
    if name in {"required", "unique"}:
        return "" if isinstance(value, bool) else "must be true or false"
    if name in {"minLength", "maxLength"}:
        return "" if isinstance(value, int) and value >= 0 else "must be a whole number"
    if name == "pattern":
        return _wrong_pattern(value)
    if name == "enum" and (not isinstance(value, list) or not value):
        return "must be a list"
    if one.is_numeric:
        for item in value if name == "enum" else [value]:
            try:
                parse_number(str(item))
            except ValueError as error:
                return str(error)
    return ""


def _wrong_pattern(pattern: Any) -> str:
    """Return why a regular expression is refused: malformed, or of the kind that takes exponential time on long cells."""
    try:
        re.compile(pattern)
    except (re.error, TypeError, RecursionError, OverflowError) as error:
        return f"is not a regular expression ({error})"
    repeats = r"(?<!\\)(?:[*+]|\{[0-9]*,\})"
    if re.search(rf"\((?:[^()\\]|\\.)*{repeats}(?:[^()\\]|\\.)*\)(?:[*+]|\{{[0-9]*,\}})", pattern):
        return "repeats a group that itself repeats, which can take for ever; rewrite it, such as \\d{1,3}(,\\d{3})*"
    return ""


def _references(tables: Sequence[Table], where: str) -> Iterator[Problem]:
    """Yield each foreign key that names a table or column which is not there."""
    fields = {table.name: [f.name for f in table.fields] for table in tables}
    for table in tables:
        place = f"{where}:resources.{table.name}.schema.foreignKeys"
        for foreign in table.foreign_keys:
            target = foreign.table or table.name
            if target not in fields:
                yield Problem(place, f"there is no resource {target!r}", nearest(target, fields), code="RG237")
                continue
            for owner, names in ((table.name, foreign.columns), (target, foreign.to)):
                for name in names:
                    if name not in fields[owner]:
                        hint = nearest(name, fields[owner])
                        yield Problem(place, f"resource {owner!r} has no field {name!r}", hint, code="RG237")


def _foreign_keys(raw: Any) -> Iterator[ForeignKey]:
    for item in raw if isinstance(raw, list) else []:
        reference = item.get("reference") if isinstance(item, dict) else None
        if isinstance(reference, dict):
            table = reference.get("resource", "")
            yield ForeignKey(_names(item.get("fields", [])), str(table), _names(reference.get("fields", [])))


def infer_fields(names: Sequence[str], rows: Sequence[RawRow]) -> tuple[Field, ...]:
    """Return fields for a table nobody described.

    A column is a number when most of its different filled cells are, so that an odd cell among them is an error and does not turn the
    figures into text; a string when not, or when digits start with 0 or are longer than 15 (codes).
    """
    fields: list[Field] = []
    for i, name in enumerate(names):
        cells = {row.cells[i] for row in rows if row.cells[i].strip()}
        numbers = [text for text in cells if _reads_as_number(text)]
        is_code = any(re.fullmatch(r"0[0-9]+|[0-9]{16,}", text) for text in cells)
        if is_code or len(numbers) * 2 <= len(cells):
            fields.append(Field(name, title=name))
            continue
        percent = any(text.rstrip().endswith(("%", "％")) for text in numbers)
        whole = all(_is_whole(text) for text in numbers)
        fields.append(Field(name, "integer" if whole else "number", title=name, unit="%" if percent else ""))
    return tuple(fields)


def _reads_as_number(text: str) -> bool:
    try:
        parse_number(text, percent=True)
    except ValueError:
        return False
    return True


def _is_whole(text: str) -> bool:
    try:
        parse_integer(text)
    except ValueError:
        return False
    return True


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value)


def _text_or_none(value: Any) -> str | None:
    return value if _is_text(value) else None


def _texts(value: Any) -> dict[str, str]:
    return {str(k): v for k, v in value.items() if isinstance(v, str)} if isinstance(value, dict) else {}


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()
