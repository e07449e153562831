"""The corridor: load → validate → compose → number → draw → render → write.

`check` walks it as far as the numbered documents; `build` walks it to the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.document import Document
from reportgen.edition import load_edition
from reportgen.errors import DataError, NarrativeError, Problem, ProjectError, ReportError, nearest, stop_on
from reportgen.manifest import NAME, Manifest, digest_files, engine_digest, sha256, unchanged
from reportgen.output import locked, write_all
from reportgen.project import LoadedProject, load_project
from reportgen.stamp import Stamp

Progress = Callable[[str, int, int], None]
"""Called with what is being done, and how many of how many steps are done."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left behind.

    files       the outputs, in order of name
    warnings    what does not stop a build
    is_fresh    False when nothing had changed and the old outputs stayed
    """

    folder: Path
    files: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()
    is_fresh: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """A project that composes: its numbered documents by edition, and the warnings."""

    project: LoadedProject
    documents: Mapping[str, Document]
    inputs: tuple[Path, ...]
    warnings: tuple[Problem, ...]


def check(path: Path, *, editions: Sequence[str] = (), progress: Progress = lambda what, done, total: None) -> Checked:
    """Return the documents of a project without rendering them; raises ReportError with everything that is wrong."""
    project = _choose(load_project(path), editions, ())
    return _compose(project, progress)


def build(
    path: Path,
    *,
    editions: Sequence[str] = (),
    formats: Sequence[str] = (),
    out: Path | None = None,
    strict: bool = False,
    force: bool = False,
    environment: Mapping[str, str] | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Built:
    """Build a project and return what was written; nothing is written unless everything is whole.

    editions, formats  empty for all that report.yaml names
    out                folder of the outputs, ``out`` beside report.yaml by default
    strict             warnings stop the build
    force              build although nothing changed
    environment        where SOURCE_DATE_EPOCH is looked up; empty by default, so that a call depends on its arguments only

    Raises ReportError; its class says which stage failed and which exit code that is.
    """
    project = _choose(load_project(path), editions, formats)
    stamp = Stamp.from_environment(environment or {}, project.spec.date.isoformat())
    folder = out or project.folder / "out"
    request = {"editions": project.spec.editions, "formats": project.spec.formats, "stamp": stamp.iso, "strict": strict}
    with locked(folder):
        if not force and (old := unchanged(folder, project.folder, request, _listing(project))) is not None:
            return Built(folder, tuple(sorted(old)), is_fresh=False)
        checked = _compose(project, progress)
        if strict and checked.warnings:
            raise NarrativeError(checked.warnings)
        inputs = digest_files(checked.inputs, project.folder)
        files, notes = _render(checked, stamp, progress)
        manifest = Manifest(request, inputs, engine_digest(), {name: sha256(data) for name, data in files.items()}, notes)
        write_all(folder, {**files, NAME: manifest.to_json()}, last=NAME)
    return Built(folder, tuple(sorted(files)), checked.warnings)


def _choose(project: LoadedProject, editions: Sequence[str], formats: Sequence[str]) -> LoadedProject:
    problems = []
    for asked, known in ((editions, project.spec.editions), (formats, ("html", "pdf", "docx", "json"))):
        problems += [Problem("command line", f"{name!r} is not in this project", nearest(name, known), code="RG130") for name in asked if name not in known]
    if problems:
        raise ProjectError(problems)
    update = {key: tuple(value) for key, value in (("editions", editions), ("formats", formats)) if value}
    return project.model_copy(update={"spec": project.spec.model_copy(update=update)})


def _compose(project: LoadedProject, progress: Progress) -> Checked:
    from reportgen.checks import validate
    from reportgen.compose import compose
    from reportgen.package import read
    from reportgen.parity import compare

    spec = project.spec
    steps = len(spec.editions) + 1
    progress("data", 0, steps)
    data, root = data_place(project)
    dataset = read(data, root)
    warnings = list(stop_on(validate(dataset), DataError))
    documents: dict[str, Document] = {}
    errors: list[ReportError] = []
    for index, tag in enumerate(spec.editions):
        progress(f"text {tag}", index + 1, steps)
        try:
            documents[tag], found = compose(project, dataset, load_edition(tag))
            warnings += found
        except ReportError as error:
            errors.append(error)
    if errors:
        raise type(errors[0])(dict.fromkeys(problem for error in errors for problem in error.problems))
    first, *others = documents.values()
    for other in others:
        warnings += compare(first, other)
    progress("text", steps, steps)
    files = [root / resource.path.partition("[")[0] for resource in dataset.resources.values()]
    inputs = {project.folder / project.source.name, root / data, *_narrative(project), *(file for file in files if file.is_file())}
    return Checked(project, documents, tuple(sorted(inputs)), tuple(dict.fromkeys(warnings)))


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


def _narrative(project: LoadedProject) -> Iterator[Path]:
    for tag in project.spec.editions:
        yield from sorted((project.folder / project.spec.narrative / tag).glob("*.md"))


def _listing(project: LoadedProject) -> Iterator[Path]:
    yield project.folder / project.source.name
    yield from _narrative(project)


def _render(checked: Checked, stamp: Stamp, progress: Progress) -> tuple[dict[str, bytes], dict[str, str]]:
    from reportgen.press import print_editions

    return print_editions(checked.project.spec, checked.documents, stamp, progress)


