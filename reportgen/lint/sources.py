"""PATH → the files to read, each with the function that finds its passages."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.descriptor import Table, read_descriptor
from reportgen.errors import Problem, ProjectError, nearest
from reportgen.inputs import data_place
from reportgen.lint.cells import csv_page, yaml_page
from reportgen.lint.markup import narrative_page
from reportgen.lint.passages import Page, language_of
from reportgen.lint.rules import rules
from reportgen.project import LintPart, LoadedProject, load_project
from reportgen.reading import read_file

PROJECT = "report.yaml"
NARRATIVE, TABLE, SETTINGS = (".md", ".txt"), (".csv",), (".yaml", ".yml")
_LANGUAGE = re.compile(r"(?:zh|en)(?:-[A-Za-z-]+)?")
_REGION_NAMES = re.compile(r"(?:full)?name_.*")
_FACT_NAMES = re.compile(r"attribution(?:_.*)?")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    path      as messages name it: relative to what was asked for.
    mark      the byte-order mark the file begins with, b"" for none.
    group     language of a narrative, whose headings are compared; "" for other files.
    may_mend  whether a repair may write the file: not shared data outside the project, nor what is not UTF-8.
    """

    path: str
    file: Path
    text: str
    page_of: Callable[[str], Page]
    mark: bytes = b""
    group: str = ""
    may_mend: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """The files of a path and the rules that hold for them."""

    sources: tuple[Source, ...]
    rules: tuple[str, ...]


def find_sources(path: Path, only: Collection[str] = ()) -> Asked:
    """Return the files of a project folder, a folder of narratives or a single file, and the rules to hold them to.

    only  rules asked for by name; all that the project does not switch off when empty.
    Raises ProjectError for a path that holds nothing to read, and for a rule that is not there.
    """
    if unknown := [name for name in only if name not in rules()]:
        raise ProjectError([_unknown("command line", name) for name in unknown])
    project = _project_of(path)
    settings = _settings(project)
    if path.name == PROJECT or (path / PROJECT).is_file():
        assert project is not None
        found = tuple(_of_project(project, settings.keep))
    else:
        found = tuple(_of_path(path, settings.keep))
    if not found:
        hint = "name a project, a folder of narratives, or a .md, .txt, .csv or .yaml file"
        raise ProjectError(Problem(path.name or path.as_posix(), "holds nothing to read", hint, code="RG140"))
    return Asked(found, tuple(name for name in rules() if (name in only if only else name not in settings.off)))


def _unknown(where: str, name: str) -> Problem:
    return Problem(where, f"there is no rule {name!r}", nearest(name, rules()), code="RG141")


def _project_of(path: Path) -> LoadedProject | None:
    """Return the project a path is, or lies in."""
    here = path.absolute()
    folder = next((folder for folder in (here, *here.parents) if (folder / PROJECT).is_file()), None)
    return load_project(folder) if folder else None


def _settings(project: LoadedProject | None) -> LintPart:
    if project is None:
        return LintPart.model_validate({})
    settings = project.spec.lint
    if unknown := [_unknown(project.where("lint", "off", index), name) for index, name in enumerate(settings.off) if name not in rules()]:
        raise ProjectError(unknown)
    return settings


def _of_path(path: Path, keep: Collection[str]) -> Iterator[Source]:
    if path.is_dir():
        for file in sorted((*path.glob("*.md"), *path.glob("*/*.md"))):
            yield _narrative(file, file.relative_to(path).as_posix(), keep)
    elif path.suffix in NARRATIVE:
        yield _narrative(path, path.name, keep)
    elif path.suffix in TABLE:
        text, mark = _read(path, path.name)
        yield Source(path.name, path, text, partial(csv_page, keep=keep), mark)
    elif path.suffix in SETTINGS:
        yield _yaml(path, path.name, keep)
    elif not path.exists():
        raise ProjectError(Problem(path.as_posix(), "does not exist", "name a file or a folder that is there", code="RG140"))


def _of_project(project: LoadedProject, keep: Collection[str]) -> Iterator[Source]:
    yield _yaml(project.folder / project.source.name, project.source.name, keep)
    narrative = project.folder / project.spec.narrative
    for file in sorted(narrative.glob("*/*.md")):
        yield _narrative(file, file.relative_to(project.folder).as_posix(), keep)
    yield from _tables(project, keep)


def _narrative(file: Path, path: str, keep: Collection[str]) -> Source:
    text, mark = _read(file, path)
    folder = file.absolute().parent.name
    lang = folder if _LANGUAGE.fullmatch(folder) else language_of(text)
    return Source(path, file, text, partial(narrative_page, lang=lang, keep=keep, is_wrapped=file.suffix == ".md"), mark, lang)


def _yaml(file: Path, path: str, keep: Collection[str]) -> Source:
    text, mark = _read(file, path)
    return Source(path, file, text, partial(yaml_page, name=path, keep=keep), mark)


def _tables(project: LoadedProject, keep: Collection[str]) -> Iterator[Source]:
    """Yield the CSV files whose words the report may print."""
    data, root = data_place(project)
    spec = project.spec
    used = {part.resource for part in spec.tables.values()} | {spec.regions, *([spec.facts.resource] if spec.facts else [])}
    is_package = data.endswith(".json")
    tables = read_descriptor(read_file(data, root))[0].tables if is_package else (Table(Path(data).stem, Path(data).name),)
    for table in tables:
        file = (root / data).parent / table.path
        if file.suffix != ".csv" or (is_package and "tables" in spec.model_fields_set and table.name not in used) or not file.is_file():
            continue
        keys = {*table.key, *(column for foreign in table.foreign_keys for column in foreign.columns)} if is_package else None
        printed = _REGION_NAMES if table.name == spec.regions else _FACT_NAMES if spec.facts and table.name == spec.facts.resource else None
        path = Path(os.path.relpath(file, project.folder)).as_posix()
        encoding = (table.encoding or "utf-8").lower()
        text, mark = _read(file, path, encoding)
        may_mend = root == project.folder and encoding in ("utf-8", "utf-8-sig")
        yield Source(path, file, text, partial(csv_page, keep=keep, delimiter=table.delimiter, keys=keys, printed=printed), mark, may_mend=may_mend)


def _read(file: Path, path: str, encoding: str = "utf-8") -> tuple[str, bytes]:
    """Return the text of a file, its line endings as they are, and the byte-order mark before it."""
    data = read_file(file.name, file.parent).data
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return data[len(mark) :].decode(encoding), mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ProjectError(Problem(f"{path}:{line}", "is not UTF-8", "save the file as UTF-8", code="RG105")) from None
