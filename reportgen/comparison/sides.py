"""The two sides of a comparison, opened: a project, a data package, or what a build has left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.comparison.boards import of_dataset, of_document, of_ledger, of_rankings
from reportgen.comparison.model import Board, SideKind
from reportgen.document import Document
from reportgen.edition import load_edition, sources
from reportgen.errors import DataError, Problem, ProjectError
from reportgen.project import Project
from reportgen.reading import read_file
from reportgen.renderers.json import from_json

LEDGER = "ledger.json"
NO_SIDE = "name a project, a datapackage.json, a .csv or .xlsx file, or the folder of a finished report"


@dataclass(frozen=True, slots=True)
class Side:
    """One side.

    boards     its tables by edition; of data by language, "zh" and "en"
    documents  its text by edition; empty where there is none
    spec       of a project: its theme and numbering
    """

    kind: SideKind
    name: str
    boards: Mapping[str, tuple[Board, ...]]
    documents: Mapping[str, Document] = field(default_factory=dict)
    spec: Project | None = None


def open_side(path: Path, item: str = "") -> Side:
    """Return what stands at a path; raises ProjectError when it is nothing that can be compared, and what reading it raises.

    item  of a batch, the report with this key or file name
    """
    if (path / "report.yaml").is_file() or path.name == "report.yaml":
        return _project(path, item)
    if path.is_dir() and (path / "datapackage.json").is_file():
        return _data(path / "datapackage.json")
    if path.is_dir():
        return _report(path, sorted(path.glob("*.json")))
    if path.suffix.lower() in (".csv", ".xlsx"):
        return _data(path)
    if path.suffix.lower() == ".json" and path.is_file():
        return _data(path) if "resources" in _object(path) else _report(path, [path])
    raise ProjectError(Problem(path.name or str(path), "is nothing that can be compared", NO_SIDE, code="RG531"))


def _project(path: Path, item: str) -> Side:
    from reportgen.compute import compute
    from reportgen.corridor import check
    from reportgen.inputs import read_data

    checked = check(path, item=item)
    spec = checked.project.spec
    dataset = read_data(checked.project)
    declared = {name: part.fields for name, part in spec.tables.items()}
    tags = tuple(sources(spec.editions))
    boards = {tag: of_rankings(compute(checked.project, dataset, load_edition(tag), lambda problem: None).tables, declared) for tag in tags}
    return Side("project", spec.name, boards, checked.documents, spec)


def _data(path: Path) -> Side:
    from reportgen.package import load

    dataset = load(path.name, path.parent)
    boards = {lang: of_dataset(dataset, lang) for lang in ("zh", "en")}
    if not boards["en"]:
        hint = "give every row a name of its own, and a column of figures; in a data package, declare primaryKey"
        raise DataError(Problem(path.name, "has no table whose rows can be told apart and compared", hint, code="RG537"))
    return Side("data", dataset.title or path.name, boards)


def _report(path: Path, files: Iterable[Path]) -> Side:
    """Return a finished report: its editions in JSON, which know the text; else its ledger, which knows the figures."""
    read = {file: _object(file) for file in files}
    trees = [file for file, content in read.items() if content.get("node") == "Document"]
    try:
        documents = {each.meta.language: each for each in (from_json(file.read_text("utf-8")) for file in trees)}
        if documents:
            return Side("report", next(iter(documents.values())).meta.title, {tag: of_document(each) for tag, each in documents.items()}, documents)
        ledger = next((content for file, content in read.items() if file.name == LEDGER), None)
        if ledger is not None:
            folder = path.resolve() if path.is_dir() else path.resolve().parent
            return Side("report", folder.name, {tag: of_ledger(found) for tag, found in ledger.items()})
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        what = f"is not what a build of reportgen writes: {error}"
        raise ProjectError(Problem(path.name, what, "build the report again", code="RG532")) from None
    raise ProjectError(Problem(path.name or str(path), "is nothing that can be compared", NO_SIDE, code="RG531"))


def _object(path: Path) -> dict[str, Any]:
    """Return the object a JSON file holds; an empty one for any other file."""
    try:
        content = json.loads(read_file(path.name, path.parent).data)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
