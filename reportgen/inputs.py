"""What the reports of a project are made from: its data, found, read, and checked once."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.errors import DataError, Problem, ProjectError, stop_on
from reportgen.package import Dataset, read
from reportgen.project import LoadedProject


@dataclass(frozen=True, slots=True)
class Ready:
    """What all reports of a project are made from: its data, read and checked once; `root` is the folder their paths start from."""

    data: Dataset
    root: Path
    warnings: tuple[Problem, ...]


def read_ready(project: LoadedProject) -> Ready:
    """Return the data of a project, read and checked; raises ReportError with everything that is wrong with them."""
    from reportgen.checks import validate
    from reportgen.facts import check_facts

    dataset = read_data(project)
    warnings = [*stop_on(validate(dataset), DataError)]
    facts = project.spec.facts
    if facts and facts.resource in dataset.resources:
        warnings += stop_on(check_facts(dataset.resources[facts.resource]), DataError)
    return Ready(dataset, data_place(project)[1], tuple(warnings))


def read_data(project: LoadedProject) -> Dataset:
    """Return the data of a project; raises DataError with every cell that is wrong, ProjectError for a path that is."""
    data, root = data_place(project)
    try:
        dataset = read(data, root)
    except ProjectError as error:  # the path is wrong: say where it is written
        found = (replace(problem, where=project.where("data")) if problem.where == data else problem for problem in error.problems)
        raise ProjectError(found) from None
    if project.spec.regions not in dataset.resources:
        return dataset
    from reportgen.compute import naming_columns
    from reportgen.regions import by_project

    return by_project(dataset, project.spec.regions, naming_columns(project.spec, dataset))


def data_place(project: LoadedProject) -> tuple[str, Path]:
    """Return the data's path and the folder it must stay inside: the project, or the ``datasets`` of the workspace above it.

    Raises ProjectError for an absolute path, a URL, and a path that leaves both.
    """
    text = project.spec.data
    folder = project.folder
    if "://" in text or Path(text).is_absolute():
        raise ProjectError(Problem(project.where("data"), f"{text!r} is not a path inside the project", "put the file into the project folder", code="RG131"))
    target = Path(os.path.normpath(folder / text))
    for root in (folder, *folder.parents):
        if target.is_relative_to(folder) and root == folder:
            return target.relative_to(folder).as_posix(), folder
        if root != folder and target.is_relative_to(root / "datasets"):
            return target.relative_to(root).as_posix(), root
    hint = "data stand in the project folder, or in a datasets folder beside one of the folders above it"
    raise ProjectError(Problem(project.where("data"), f"{text!r} is outside the project", hint, code="RG131"))
