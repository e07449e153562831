"""One report of a batch, made in a helper: what all of them share is read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from reportgen.batching import project_of, rows_of
from reportgen.corridor import Made, Order, make, plan_of
from reportgen.errors import OutputError, Problem
from reportgen.inputs import Ready, read_ready
from reportgen.project import BatchPart, BatchRow, LoadedProject, load_project


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line says of a batch, over what report.yaml says; "" and nothing leave it as it is.

    where  conditions on the rows to build now: column → values
    items  keys or file names of the rows to build now
    """

    over: str = ""
    key: str = ""
    name: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A project as a helper opens it: the path of its report.yaml, and its part `batch` as JSON."""

    path: str
    part: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A project with its data read and its rows found, by file name."""

    project: LoadedProject
    ready: Ready
    rows: Mapping[str, BatchRow]


def brief(source: Source, slug: str, order: Order) -> Made:
    """Return one report; raises ReportError with everything that is wrong with it."""
    opened = _opened(source)
    if slug not in opened.rows:
        raise OutputError(Problem(slug, "its row is gone since the batch began", "start the batch again", code="RG514"))
    project = project_of(opened.project, opened.rows[slug], opened.ready.data)
    return make(plan_of(project, order), 1, ready=opened.ready)


@lru_cache(maxsize=1)
def _opened(source: Source) -> Opened:
    project = with_part(load_project(Path(source.path)), BatchPart.model_validate_json(source.part))
    ready = read_ready(project)
    return Opened(project, ready, {row.slug: row for row in rows_of(project, ready.data)})


def with_part(project: LoadedProject, part: BatchPart | None) -> LoadedProject:
    """Return the project with this part `batch`."""
    return project.model_copy(update={"spec": project.spec.model_copy(update={"batch": part})})
