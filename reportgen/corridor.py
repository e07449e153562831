"""The corridor: load → validate → compose → number → draw → render → write.

`check` walks it as far as the numbered documents; `build` walks it to the end; `verify` reads what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from reportgen import cache
from reportgen.document import Document
from reportgen.edition import Edition, load_edition, sources
from reportgen.errors import NarrativeError, OutputError, Problem, ProjectError, RenderError, ReportError, nearest, stop_on
from reportgen.inputs import Ready, data_place, read_ready
from reportgen.manifest import NAME, Manifest, digest_contents, digest_files, digest_outputs, engine_digest, kept_warnings, left_over, place, unchanged
from reportgen.output import check_writable, locked, write_all
from reportgen.press import book_names, file_names, layout_program, print_editions, warm_modules
from reportgen.project import Format, LoadedProject, Project, load_project
from reportgen.renderers.office import version
from reportgen.stamp import Stamp
from reportgen.typeset import other_version
from reportgen.wordtemplates import load_templates, template_paths
from reportgen.workers import Workers, usable_cores

if TYPE_CHECKING:
    from reportgen.parity import Written
    from reportgen.renderers import WordTemplate
    from reportgen.verification import Verified

Progress = Callable[[str, int, int], None]
"""Called with what is being done, and how many of how many steps are done."""


def silent(what: str, done: int, total: int) -> None:
    """Show no progress."""


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
    """A project that composes.

    documents  numbered, by edition
    inputs     every file that was read
    tables     data files with the sha256 of the bytes the figures come from
    templates  the Word file that an edition is written into, by edition
    """

    project: LoadedProject
    documents: Mapping[str, Document]
    inputs: tuple[Path, ...]
    tables: tuple[tuple[Path, str], ...]
    warnings: tuple[Problem, ...]
    templates: Mapping[str, WordTemplate]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a build.

    editions, formats  empty for all that report.yaml names
    strict, force      warnings stop the build, and so does a finished file that `verify` finds fault with; build although nothing changed
    any_weasyprint     another WeasyPrint than the one Chinese lines are set for is a warning, and they are left ragged
    environment        where SOURCE_DATE_EPOCH is looked up; empty by default, so that a call depends on its arguments only
    """

    editions: Sequence[str] = ()
    formats: Sequence[str] = ()
    strict: bool = False
    force: bool = False
    any_weasyprint: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


def check(path: Path | str, *, editions: Sequence[str] = (), item: str = "", progress: Progress = silent) -> Checked:
    """Return the documents of a project without rendering them; raises ReportError with everything that is wrong.

    item  key or file name of one report of a batch
    """
    return check_one(*one_of(load_project(Path(path)), item), editions, progress)


def check_one(project: LoadedProject, ready: Ready | None, editions: Sequence[str] = (), progress: Progress = silent) -> Checked:
    """Return what `check` does, of a project whose data may have been read already."""
    return _compose(choose(project, editions, ()), progress, ready)


def build(
    path: Path | str,
    *,
    editions: Sequence[str] = (),
    formats: Sequence[str] = (),
    out: Path | str | None = None,
    item: str = "",
    strict: bool = False,
    force: bool = False,
    any_weasyprint: bool = False,
    environment: Mapping[str, str] | None = None,
    workers: int | None = None,
    progress: Progress = silent,
) -> Built:
    """Build a project and return what was written; nothing is written unless everything is whole.

    out      folder of the outputs, ``out`` beside report.yaml by default
    item     key or file name of one report of a batch, which has a folder of its own in `out`
    workers  processes that draw and lay out, by default as many as the machine lends; the outputs are the same
    The other arguments are those of `Order`.

    Raises ReportError; its class says which stage failed and which exit code that is.
    """
    project, ready = one_of(load_project(Path(path)), item)
    order = Order(editions, formats, strict=strict, force=force, any_weasyprint=any_weasyprint, environment=environment or {})
    return build_one(project, folder_of(project, out), order, workers, progress, ready)


def folder_of(project: LoadedProject, out: Path | str | None) -> Path:
    """Return the folder of a report's outputs; a report of a batch has its own."""
    folder = Path(out) if out else project.folder / "out"
    return folder / project.row.slug if project.row else folder


def one_of(project: LoadedProject, item: str) -> tuple[LoadedProject, Ready | None]:
    """Return the project of one report: of a batch that of the item, with the data that were read to find it.

    Raises ProjectError for an item the project does not have, and when a batch is asked for no item.
    """
    if project.spec.batch is None:
        if item:
            hint = "give report.yaml a part batch, or leave --item out"
            raise ProjectError(Problem("command line", f"the project is one report and has no item {item!r}", hint, code="RG500"))
        return project, None
    from reportgen.batching import find_row, project_of, rows_of

    ready = read_ready(project)
    return project_of(project, find_row(project, rows_of(project, ready.data), item), ready.data), ready


@dataclass(frozen=True, slots=True)
class Plan:
    """One report as it is asked for, before anything is composed.

    whole    with all formats and editions of report.yaml
    request  what the manifest says was asked for; `listing` the files that will certainly be read
    """

    whole: LoadedProject
    project: LoadedProject
    order: Order
    stamp: Stamp
    request: Mapping[str, object]
    listing: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A report as bytes: the files of its folder, the manifest among them, and what the manifest was made from."""

    files: Mapping[str, bytes]
    inputs: Mapping[str, str]
    warnings: tuple[Problem, ...]


def plan_of(whole: LoadedProject, order: Order) -> Plan:
    """Return the plan of one report; raises ProjectError for editions and formats it does not have."""
    project = choose(whole, order.editions, order.formats)
    stamp = Stamp.from_environment(order.environment, project.spec.date.isoformat())
    return Plan(whole, project, order, stamp, _request(project, stamp, strict=order.strict), tuple(_listing(project)))


def build_one(
    whole: LoadedProject, folder: Path, order: Order, workers: int | None = None, progress: Progress = silent, ready: Ready | None = None
) -> Built:
    """Build one report into a folder, as `build` does; `ready` is what has been read for it already."""
    plan = plan_of(whole, order)
    if not order.force and (old := unchanged(folder, whole.folder, plan.request, plan.listing)) is not None:
        return Built(folder, tuple(sorted(old.keys() - {LEDGER})), kept_warnings(folder), is_fresh=False)
    spec = plan.project.spec
    check_writable(folder, (*file_names(spec), *book_names(spec), LEDGER, NAME))
    made = make(plan, workers, progress, ready)
    old_files = left_over(folder, made.inputs, sorted({*file_names(whole.spec), *book_names(whole.spec)} - made.files.keys()))
    with locked(folder):
        write_all(folder, made.files, last=NAME)
    return Built(folder, tuple(sorted(made.files.keys() - {LEDGER, NAME})), (*made.warnings, *old_files))


def make(plan: Plan, workers: int | None = None, progress: Progress = silent, ready: Ready | None = None) -> Made:
    """Return a report as bytes; raises ReportError with everything that is wrong at the stage that fails."""
    project, order = plan.project, plan.order
    other = stop_on(other_version(is_allowed=order.any_weasyprint), RenderError) if {"pdf", "docx"} & {*project.spec.formats} else ()
    before = digest_files(plan.listing, project.folder)
    with Workers(_worthwhile(plan.listing) if workers is None else workers) as crew:
        crew.warm(warm_modules(project.spec.formats))
        checked = _compose(project, progress, ready)
        if order.strict and (found := (*checked.warnings, *other)):
            raise NarrativeError(found)
        inputs = _unmoved(checked, before)
        store = None if project.row else project.folder / cache.NAME
        printed = print_editions(project.spec, checked.documents, plan.stamp, progress, crew, store, not other, checked.templates)
    files = {**printed.files, **_read_again(project.spec, checked, printed.files, strict=order.strict)}
    warnings = (*other, *checked.warnings, *printed.warnings)
    manifest = Manifest(plan.request, inputs, engine_digest(), digest_outputs(files), printed.notes, warnings, digest_contents(files))
    return Made({**files, NAME: manifest.to_json()}, inputs, warnings)


def _read_again(spec: Project, checked: Checked, files: Mapping[str, bytes], *, strict: bool) -> dict[str, bytes]:
    """Return the ledger and the workbooks of what is printed for people.

    With `strict` raises VerificationError when a file says anything else than the report.
    """
    if not {"html", "pdf", "docx"} & {*spec.formats}:
        return {}
    from reportgen.databook import databook
    from reportgen.verification import VerificationError
    from reportgen.verification import verify as run
    from reportgen.verification.ledger import ledger

    if strict:
        stop_on(run(spec, checked.documents, files, checked.templates).problems, VerificationError)
    documents = checked.documents
    books = {name: databook(documents[tag], load_edition(tag)) for tag, name in zip(spec.editions, book_names(spec), strict=False)}
    return {LEDGER: ledger(spec, documents), **books}


def _request(project: LoadedProject, stamp: Stamp, *, strict: bool) -> dict[str, object]:
    """Return what was asked for, the row of a batch, and the LibreOffice that is to lay out pages: with another one page numbers may differ."""
    spec = project.spec
    asked: dict[str, object] = {"editions": spec.editions, "formats": spec.formats, "stamp": stamp.iso, "strict": strict}
    if project.row:
        asked["item"] = {"key": project.row.key, "of": project.row.path, "cells": {name: str(cell) for name, cell in project.row.cells.items()}}
    return asked | ({"office": version(program)} if (program := layout_program(spec)) else {})


def verify(
    path: Path | str, *, editions: Sequence[str] = (), formats: Sequence[str] = (), out: Path | str | None = None, item: str = ""
) -> Verified:
    """Return how the finished files of a project agree with its documents, composed anew, and these with each other; arguments as for `build`."""
    return verify_one(*one_of(load_project(Path(path)), item), editions, formats, out)


def verify_one(
    project: LoadedProject, ready: Ready | None, editions: Sequence[str] = (), formats: Sequence[str] = (), out: Path | str | None = None
) -> Verified:
    """Return what `verify` does, of a project whose data may have been read already."""
    from reportgen.verification import verify as run

    project = choose(project, editions, formats)
    folder = folder_of(project, out)
    checked = _compose(project, silent, ready)
    outputs = {name: (folder / name).read_bytes() for name in file_names(project.spec) if (folder / name).is_file()}
    verified = run(project.spec, checked.documents, outputs, checked.templates)
    return replace(verified, report=(*verified.report, *(each for each in checked.warnings if each.code in PARITY)))


PARITY = ("RG370", "RG371")
"""Codes of what `parity.compare` finds: editions of unequal shape or with unequal values."""
LEDGER = "ledger.json"
"""The record of every printed number, beside the outputs it speaks of."""
SMALL = 20_000
"""Bytes of narrative and data that are printed before a helper process would have its libraries."""


def _worthwhile(listing: Sequence[Path]) -> int:
    return usable_cores() if sum(path.stat().st_size for path in listing if path.is_file()) > SMALL else 1


def _unmoved(checked: Checked, before: Mapping[str, str]) -> dict[str, str]:
    """Return the digests of the inputs; raises OutputError when one of them changed between its reading and now."""
    folder = checked.project.folder
    inputs = digest_files(checked.inputs, folder)
    read = {**before} | {place(path, folder): digest for path, digest in checked.tables}
    if moved := sorted(name for name, digest in read.items() if inputs.get(name) != digest):
        hint = "build again when nobody writes the file"
        raise OutputError(Problem(name, "changed while the build read it", hint, code="RG602") for name in moved)
    return inputs


def choose(project: LoadedProject, editions: Sequence[str], formats: Sequence[str]) -> LoadedProject:
    """Return the project with these editions and formats only; raises ProjectError for one it does not have."""
    problems = []
    for kind, asked, known in (("edition", editions, project.spec.editions), ("format", formats, get_args(Format))):
        unknown = [name for name in asked if name not in known]
        problems += [Problem("command line", f"the {kind} {name!r} is not in this project", nearest(name, known), code="RG130") for name in unknown]
    if problems:
        raise ProjectError(problems)
    update = {key: tuple(dict.fromkeys(value)) for key, value in (("editions", editions), ("formats", formats)) if value}
    return project.model_copy(update={"spec": project.spec.model_copy(update=update)})


def _compose(project: LoadedProject, progress: Progress, ready: Ready | None = None) -> Checked:
    from reportgen.audit.sources import find
    from reportgen.compose import compose
    from reportgen.parity import compare

    spec = project.spec
    tags = sources(spec.editions)
    steps = len(tags) + 1
    progress("data", 0, steps)
    templates, noted = load_templates(project)
    ready = ready or read_ready(project)
    warnings = [*noted, *ready.warnings]
    written: dict[str, Written] = {}
    errors: list[ReportError] = []
    for index, tag in enumerate(tags):
        progress(f"text {tag}", index + 1, steps)
        try:
            written[tag], found = compose(project, ready.data, load_edition(tag))
            warnings += (*found, *(each.problem for path, text in written[tag].sources.items() for each in find(path, text, tag)))
        except ReportError as error:
            errors.append(error)
    if errors:
        raise type(errors[0])(dict.fromkeys(problem for error in errors for problem in error.problems))
    first, *others = written.values()
    warnings += _compared(spec, [problem for other in others for problem in compare(first, other)])
    numbered = {tag: each.document for tag, each in written.items()}
    documents = {tag: _adapted(project.spec, numbered, load_edition(tag)) for tag in spec.editions}
    progress("text", steps, steps)
    tables = tuple(sorted({(ready.root / resource.path.partition("[")[0], resource.sha256) for resource in ready.data.resources.values()}))
    inputs = {*_listing(project), *(file for file, _ in tables)}
    return Checked(project, documents, tuple(sorted(inputs)), tables, tuple(dict.fromkeys(warnings)), templates)


def _compared(spec: Project, found: list[Problem]) -> list[Problem]:
    """Return the differences between editions; raises NarrativeError for those that an edition in two languages cannot be made with."""
    apart = [replace(problem, level="error") for problem in found if problem.code == "RG370"]
    if apart and any(load_edition(tag).second for tag in spec.editions):
        raise NarrativeError(apart)
    return found


def _adapted(spec: Project, numbered: Mapping[str, Document], edition: Edition) -> Document:
    from reportgen.adapt import adapt

    second = spec.scheme(load_edition(edition.second)) if edition.second else ""
    return adapt(numbered, edition, scheme=second, keep=spec.traditional.keep, taiwan_words=spec.traditional.taiwan_words)


def _narrative(project: LoadedProject) -> Iterator[Path]:
    for tag in sources(project.spec.editions):
        yield from sorted((project.folder / project.spec.narrative / tag).glob("*.md"))


def _listing(project: LoadedProject) -> Iterator[Path]:
    """Yield the files that the project itself names; data tables are known only when the data package has been read."""
    data, root = data_place(project)
    yield project.folder / project.source.name
    yield from template_paths(project)
    yield root / data
    yield from _narrative(project)
