"""report.yaml: what a report is made of.  Read with positions, checked as a whole, frozen."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from reportgen.edition import Edition
from reportgen.errors import Problem, ProjectError, nearest
from reportgen.misfits import expected, shown
from reportgen.reading import read_file
from reportgen.resources import data_path
from reportgen.yamlfile import MAX_BYTES, YamlFile, read_yaml

Format = Literal["html", "pdf", "docx", "json"]
Scheme = Literal["chinese", "part", "chapter", "decimal"]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
Placeholder = Annotated[str, Field(pattern=r"^[^\W\d]\w*$", max_length=60)]
Cell = str | bool | int | Decimal
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CreditLine(_Part):
    """A role and the institutions that filled it."""

    role: str = Field(description="What they did, in the words of the edition.")
    names: tuple[str, ...] = Field(description="Institutions, in the order they are printed.")


class MetaPart(_Part):
    """What one edition prints on its cover and credits page."""

    title: str = Field(description="Title of the report in this edition.")
    subtitle: str = Field("", description="Line under the title.")
    edition: str = Field("", description="Year or issue, large on the cover; in quotes.")
    institutions: tuple[str, ...] = Field((), description="Institutions on the cover.")
    credits: tuple[CreditLine, ...] = Field((), description="Who did what, on the credits page.")
    author: str = Field("", description="Author in the properties of the files.")
    description: str = Field("", description="One sentence on the report, in the properties of the files.")
    keywords: tuple[str, ...] = Field((), description="Keywords in the properties of the files.")
    contents_depth: int = Field(2, ge=0, le=3, description="Heading levels listed in the contents; 0 for no contents.")


class ThemePart(_Part):
    """A theme by name, with a bureau's own colours and choices."""

    name: str = Field("report", description="The theme: report; brief, with a band of colour; profile, a brief of two dense pages; gongwen, after GB/T 9704.")
    primary: Colour | None = Field(None, description="Colour of headings, rules and charts.")
    accent: Colour | None = Field(None, description="Colour of what is highlighted.")
    up: Colour | None = Field(None, description="Colour of a climb; red by default, as on Chinese markets.")
    down: Colour | None = Field(None, description="Colour of a fall; green by default.")
    cover: bool | None = Field(None, description="Whether there is a cover; without one the title stands above the contents or the text.")
    recto: bool = Field(False, description="For printing on both sides: chapters start on right-hand pages, running heads differ left and right.")
    run_on: bool = Field(False, description="Chapters begin where the one before ended, for a report of a few pages; not with `recto`.")
    lists: tuple[Literal["tables", "figures"], ...] = Field((), description="Lists of tables and of figures after the contents.")
    bilingual: Literal["stacked", "facing"] = Field("stacked", description="An edition in two languages: one below the other, or side by side.")


class WordPart(_Part):
    """What only the Word file is asked."""

    charts: Literal["native", "picture"] = Field("native", description="native: charts that Word draws and edits, for kinds it can; picture: drawn ones.")
    pages: Literal["auto", "off"] = Field(
        "off", description="Page numbers of the contents. off: from the PDF's layout, the same on every machine; auto: from LibreOffice where it is there."
    )
    tags: bool = Field(True, description="Every value of the data carries an invisible tag with its source, so that an edited file can be checked.")
    template: str | dict[str, str] = Field("", description="The institute's own .docx, for all editions or by edition; see docs/word-template.md.")
    styles: dict[str, str] = Field(default_factory=dict, description="Role → style of the template, where the name of the style does not tell.")
    heading_numbering: Literal["auto", "template", "own"] = Field(
        "auto", description="Numbers of headings in a template: the template's, reportgen's own, or the template's where it has some."
    )
    placeholders: dict[Placeholder, str | dict[str, str]] = Field(
        default_factory=dict, description="Words for names in double braces in the template, for all editions or by edition."
    )
    front: tuple[Literal["cover", "credits", "contents"], ...] | None = Field(
        None, description="What stands before the text: all of it, but in a template with a place for the report the contents only."
    )

    def template_of(self, tag: str) -> str:
        """Return the path of the template of an edition, "" for none."""
        return self.template if isinstance(self.template, str) else self.template.get(tag, "")

    def placeholders_of(self, tag: str) -> dict[str, str]:
        """Return the words for placeholders in an edition."""
        return {name: words if isinstance(words, str) else words.get(tag, "") for name, words in self.placeholders.items()}


class GroupPart(_Part):
    """A group of regions: the rows of the regions table where every named column has that value."""

    where: dict[str, str | bool | int] = Field(description="Column of the regions table → the value its members have.")
    name: dict[str, str] = Field(description="The group's name in each edition.")


class TablePart(_Part):
    """One table of the report: a resource of the data package, ranked by one of its fields."""

    resource: str = Field(description="Table of the data: its name in datapackage.json, or the name of the file without its ending.")
    value: str = Field("", description="Field the table is ranked by; the first number field when left out.")
    fields: dict[Name, str] = Field(default_factory=dict, description="Name in the narrative → column of the data.")
    units: dict[str, str] = Field(default_factory=dict, description="Unit of a field: score, percent, points, yuan, person, …")
    key: str = Field("", description="Column that identifies a row; the primary key when left out.")
    best: Literal["highest", "lowest"] = Field("highest", description="Which end of the values ranks first.")
    ties: Literal["min", "max", "dense", "first"] = Field("min", description="Ranks of equals: min 1, 2, 2, 4; max 1, 3, 3, 4; dense 1, 2, 2, 3; first 1 to 4.")
    highlight: str = Field("", description="Key of the report's own row in this table.")
    previous: str = Field("", description="Field of this table, or another resource, with last period's values: gives change and growth.")


class FactsPart(_Part):
    """Single facts by a readable name."""

    resource: str = Field(description="Table of the facts; it has a primary key and a column `value`.")
    names: dict[Name, str] = Field(description="Name in the narrative → primary key of the fact.")
    flagged: Literal["note", "omit"] = Field("note", description="Facts the data flag: note, with the reason; omit, the narrative cannot use them.")


class TraditionalPart(_Part):
    """How the Traditional editions are made from zh-Hans."""

    keep: tuple[str, ...] = Field((), description="Words that stay as they are written: people, companies, quoted titles.")
    taiwan_words: bool = Field(False, description="Also say things as Taiwan says them (軟體, 網路); titles and terms of policy change as well.")


class BatchPart(_Part):
    """One report for each row of a table."""

    over: str = Field(description="The table: a resource of the data, or a CSV or Excel file beside report.yaml.")
    key: str = Field("", description="Column that names a row; the primary key, or the first column, when left out.")
    name: str = Field("", description="Folder and file name of a report, as in '{{ item.name_en }}'; the key when left out.")
    where: dict[str, Cell | tuple[Cell, ...]] = Field(default_factory=dict, description="Column → the value, or values, of the rows to take.")
    group: str = Field("", description="Column that the index page groups the reports by.")
    title: dict[str, str] = Field(default_factory=dict, description="Title of the index page in each edition.")


class LintPart(_Part):
    """What `reportgen lint` leaves alone in this project."""

    off: tuple[str, ...] = Field((), description="Rules of docs/lint.md that do not hold here.")
    keep: tuple[str, ...] = Field((), description="Words that stand as they are, such as a title printed by others.")


class Project(_Part):
    """A report project; every path is relative to the folder of report.yaml and stays inside `root`."""

    name: Slug = Field(description="Name of the output files.")
    type: str = Field("blank", description="Report type: a folder of templates/ with macros.")
    date: datetime.date = Field(description="Date of issue: the only date a build knows.")
    theme: ThemePart = Field(default_factory=lambda: ThemePart.model_validate({}), description="A theme, or its name alone.")
    word: WordPart = Field(default_factory=lambda: WordPart.model_validate({}), description="Settings of the Word file.")
    formats: tuple[Format, ...] = Field(("html", "pdf", "docx"), description="Files to write for each edition.")
    editions: tuple[str, ...] = Field(("zh-Hans",), min_length=1, description="Languages of the report; the first is the original.")
    data: str = Field(description="datapackage.json, a CSV file or an Excel workbook.")
    narrative: str = Field("narrative", description="Folder with one folder of Markdown files for each edition.")
    meta: dict[str, MetaPart] = Field(description="Title and credits of each edition.")
    numbering: dict[str, Scheme] = Field(default_factory=dict, description="Heading numbers of an edition.")
    highlight: str = Field("", description="Key of the region the report is about.")
    regions: str = Field("", description="Resource with code, name_zh, name_en … of the regions.")
    groups: dict[str, GroupPart] = Field(default_factory=dict, description="Groups of regions by name; needs `regions`.")
    tables: dict[Name, TablePart] = Field(default_factory=dict, description="Every resource is a table of its own name when left out.")
    facts: FactsPart | None = Field(None, description="Single figures the narrative may use by name.")
    weights: dict[Name, dict[Name, Decimal]] = Field(default_factory=dict, description="Weights of a composite field over other fields of the same table.")
    traditional: TraditionalPart = Field(default_factory=lambda: TraditionalPart.model_validate({}), description="How Traditional editions are made.")
    cover: dict[str, Any] | None = Field(None, description="Chart on the cover; the keys of a figure.")
    workbook: bool = Field(True, description="Whether a build writes the figures of all tables and charts as an Excel workbook, one for each edition.")
    batch: BatchPart | None = Field(None, description="Makes the project one report for each row of a table; see docs/batch.md.")
    lint: LintPart = Field(default_factory=lambda: LintPart.model_validate({}), description="Exceptions from the rules of `reportgen lint`.")

    @model_validator(mode="before")
    @classmethod
    def _theme_by_name(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("theme"), str):
            return {**data, "theme": {"name": data["theme"]}}
        return data

    def scheme(self, edition: Edition) -> str:
        """Return the numbering scheme of an edition: its own, else that of the edition it is made from, else that of its language."""
        return self.numbering.get(edition.tag) or self.numbering.get(edition.base) or edition.word("numbering")


@dataclass(frozen=True, slots=True, eq=False)
class BatchRow:
    """The row that one report of a batch is about.

    key    names it in its table; `slug` is the name of its folder and files
    path   the table as sources name it: "regions.csv"; `where` the row's place, "regions.csv:7"
    cells  column → cell, typed; None where it is empty; `units` those of its columns that have one
    """

    key: str
    slug: str
    path: str
    where: str
    cells: Mapping[str, Any]
    units: Mapping[str, str]


class LoadedProject(BaseModel):
    """A project and where it came from: the folder, and the file with its positions; `row` is set in one report of a batch."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    folder: Path
    spec: Project
    source: YamlFile
    text: str
    row: BatchRow | None = None

    def where(self, *path: str | int) -> str:
        """Return ``report.yaml:line:column`` of a path of keys."""
        return self.source.where(path)


def load_project(path: Path) -> LoadedProject:
    """Return the project in a folder (or named by its report.yaml).

    Raises ProjectError with every problem of the file, each with line and column.
    """
    file = path if path.suffix in (".yaml", ".yml") else path / "report.yaml"
    text = _read_text(file, path)
    if bad := [_character(text, index, file.name) for index, char in enumerate(text) if _is_bad(char)][:5]:
        raise ProjectError(bad)
    source = read_yaml(text, file.name)
    if not isinstance(source.data, dict):
        raise ProjectError(Problem(file.name, "holds no settings", "start with name:, date:, data: and meta:", code="RG104"))
    if bad := list(_bad_scalars(source.data, (), source)):
        raise ProjectError(bad)
    try:
        spec = Project.model_validate(source.data)
    except ValidationError as error:
        raise ProjectError(dict.fromkeys(explain(error, source))) from None
    folder = file.parent.resolve()
    if problems := list(_cross_checks(spec, source, folder)):
        raise ProjectError(problems)
    return LoadedProject(folder=folder, spec=spec, source=source, text=text)


def _read_text(file: Path, asked: Path) -> str:
    if not file.exists():
        near = sorted(each.parent.name for each in asked.parent.glob("*/report.yaml")) if asked.parent.is_dir() else []
        hint = nearest(asked.name, near) if near else "name a folder with a report.yaml in it"
        raise ProjectError(Problem(asked.name or asked.as_posix(), "there is no report.yaml here", hint, code="RG100"))
    if file.is_file() and file.stat().st_size > MAX_BYTES:
        raise ProjectError(Problem(file.name, f"is larger than {MAX_BYTES:,} bytes", "keep data in CSV files", code="RG101"))
    data = read_file(file.name, file.parent).data
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ProjectError(Problem(f"{file.name}:{line}", "is not UTF-8", "save the file as UTF-8", code="RG105")) from None


def _is_bad(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Co") and char not in "\n\r\t"


def _what_is_bad(char: str) -> str:
    return f"holds the control or private-use character U+{ord(char):04X}"


def _character(text: str, index: int, name: str) -> Problem:
    line, column = text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
    return Problem(f"{name}:{line}:{column}", _what_is_bad(text[index]), "delete it", code="RG106")


def _bad_scalars(node: Any, path: tuple[str | int, ...], source: YamlFile) -> Iterable[Problem]:
    r"""Yield what an escape like ``"\x07"`` has smuggled in."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _bad_scalars(key, (*path, key), source)
            yield from _bad_scalars(value, (*path, key), source)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _bad_scalars(value, (*path, index), source)
    elif isinstance(node, str) and (bad := next(filter(_is_bad, node), "")):
        yield Problem(source.where(path), _what_is_bad(bad), "delete it", code="RG106")


def explain(error: ValidationError, source: YamlFile) -> Iterable[Problem]:
    """Yield what pydantic found, each at its place in report.yaml."""
    for each in error.errors(include_url=False):
        path = tuple(step for step in each["loc"] if step != "[key]")
        while path and path not in source.places and each["type"] != "missing":
            path = path[:-1]  # pydantic adds steps of its own, such as the branch of a union
        name = ".".join(map(str, path)) or "the file"
        if each["type"] == "extra_forbidden":
            yield Problem(source.where(path), f"there is no setting {name}", nearest(str(path[-1]), _known_keys(path[:-1])), code="RG107")
        elif each["type"] == "missing":
            yield Problem(source.where(path[:-1]), f"the setting {name} is missing", "add it; `reportgen schema` lists all settings", code="RG108")
        else:
            what, hint = expected(each["type"], each.get("ctx", {}))
            yield Problem(source.where(path), f"{name} is {shown(each['input'])}, which {what}", hint, code="RG109")


_KEYED_PARTS: Mapping[str, type[BaseModel]] = {"meta": MetaPart, "groups": GroupPart, "tables": TablePart}
_SINGLE_PARTS: Mapping[str, type[BaseModel]] = {
    "theme": ThemePart, "word": WordPart, "facts": FactsPart, "traditional": TraditionalPart, "batch": BatchPart, "lint": LintPart,
}  # fmt: skip


def _known_keys(path: tuple[str | int, ...]) -> Iterable[str]:
    if not path:
        return Project.model_fields
    first = str(path[0])
    if len(path) == 2 and first in _KEYED_PARTS:
        return _KEYED_PARTS[first].model_fields
    if len(path) == 1 and first in _SINGLE_PARTS:
        return _SINGLE_PARTS[first].model_fields
    return CreditLine.model_fields


def _small_slips(spec: Project, source: YamlFile) -> Iterable[Problem]:
    """Yield what YAML or a slip of the pen turned into nothing: colours taken for comments, groups of no regions, unknown units."""
    from reportgen.edition import REFERENCE_TAG, load_edition

    asked = source.data.get("theme")
    for role in ("primary", "accent", "up", "down"):
        if isinstance(asked, dict) and role in asked and asked[role] is None:
            where = source.where(("theme", role))
            yield Problem(where, f"theme.{role} is empty", 'put the colour in quotes, "#1F3B63": # starts a comment', code="RG128")
    if spec.groups and not spec.regions:
        yield Problem(source.where(("groups",)), "there are groups but no regions", "name the table of the regions: regions: …", code="RG128")
    units = [key.removeprefix("unit.") for key in load_edition(REFERENCE_TAG).terms if key.startswith("unit.")]
    for name, table in spec.tables.items():
        for field, unit in table.units.items():
            if unit not in units:
                yield Problem(source.where(("tables", name, "units", field)), f"there is no unit {unit!r}", nearest(unit, units), code="RG128")


def _cross_checks(spec: Project, source: YamlFile, folder: Path) -> Iterable[Problem]:
    from reportgen.edition import editions, sources
    from reportgen.theme import THEMES

    known = editions()
    for index, tag in enumerate(spec.editions):
        if tag not in known:
            yield Problem(source.where(("editions", index)), f"there is no edition {tag!r}", nearest(tag, known), code="RG120")
    for tag in sources(tag for tag in spec.editions if tag in known):
        if tag not in spec.meta:
            yield Problem(source.where(("meta",)), f"meta has no part for the edition {tag!r}", "give it a title there", code="RG122")
        for name, group in spec.groups.items():
            if tag not in group.name:
                where = source.where(("groups", name, "name"))
                yield Problem(where, f"the group {name} has no name for the edition {tag!r}", "add one", code="RG123")
    for key, names in (("editions", spec.editions), ("formats", spec.formats)):
        if len(set(names)) < len(names):
            yield Problem(source.where((key,)), f"{key} names one thing twice", "delete one of the two", code="RG127")
    if spec.theme.name not in THEMES:
        yield Problem(source.where(("theme",)), f"there is no theme {spec.theme.name!r}", nearest(spec.theme.name, THEMES), code="RG124")
    yield from _small_slips(spec, source)
    if spec.type not in (types := report_types()):
        yield Problem(source.where(("type",)), f"there is no report type {spec.type!r}", nearest(spec.type, types), code="RG126")
    narrative = Path(spec.narrative)
    if narrative.is_absolute() or ".." in narrative.parts or not (folder / narrative).resolve().is_relative_to(folder):
        where = source.where(("narrative",))
        yield Problem(where, f"{spec.narrative!r} is outside the project", "name a folder inside the project", code="RG131")


def report_types() -> tuple[str, ...]:
    """Return the names of all report types, sorted; "blank" has no macros of its own."""
    folders = data_path("templates").iterdir()
    return tuple(sorted({"blank", *(path.name for path in folders if path.is_dir() and path.name[0] not in "_.")}))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of report.yaml, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Project.model_json_schema(), "title": "report.yaml"}
