"""A batch: one project, a report for each row of a table, each made alone, so that what is wrong with one costs one.

The rows and their names are found here; helpers make the reports (`pool`, or a cluster); this process writes what they return, one folder
a report, so that a batch that was stopped goes on where it was: a folder whose manifest says that nothing has changed is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.batch import record
from reportgen.batch.briefs import Choice, Source, brief, with_part
from reportgen.batch.cluster import address_of, bundle, outcomes_on
from reportgen.batch.index import pages
from reportgen.batch.place import Folder, Place, left_behind, record_in
from reportgen.batch.record import Report, report_of
from reportgen.batch.remote import Remote, fetched, is_url
from reportgen.batching import find_row, fits, project_of, rows_of
from reportgen.corridor import Order, choose, plan_of
from reportgen.errors import OutputError, Problem, ProjectError, ReportError, nearest
from reportgen.inputs import Ready, read_ready
from reportgen.manifest import NAME, engine_digest, unchanged_in
from reportgen.pool import Limits, Outcome, outcomes
from reportgen.press import warm_modules
from reportgen.project import BatchPart, BatchRow, LoadedProject, load_project
from reportgen.stamp import EPOCH
from reportgen.workers import Task, usable_cores

LIMITS = Limits(seconds=300, megabytes=2000)
MOST = 16
"""Helpers by default, where there are cores for them; each takes some 0.4 GB."""
KEPT_EVERY = 20
"""Reports after which batch.json is written anew while the batch runs."""

Count = Callable[[int, int, int], None]
"""Called with how many reports are made, how many of them failed, and how many there are to make."""
Executor = Callable[[Sequence[Task]], Generator[Outcome, None, None]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch left behind.

    reports   those asked for, and others whose outputs are there, in the order of the table
    warnings  what is not about one report: outputs of rows that are gone
    """

    place: Place
    reports: tuple[Report, ...]
    warnings: tuple[Problem, ...] = ()

    def count(self, state: record.State) -> int:
        """Return how many reports are in a state."""
        return sum(report.state == state for report in self.reports)


def batch(
    path: Path | str,
    *,
    out: Path | str | None = None,
    choice: Choice = Choice(),  # noqa: B008
    order: Order = Order(),  # noqa: B008
    limits: Limits = LIMITS,
    jobs: int | None = None,
    executor: Executor | str | None = None,
    prune: bool = False,
    progress: Count = lambda done, failed, total: None,
) -> Batch:
    """Make the reports of a batch that are not there or have changed, and return what became of each.

    path, out  the project, and the folder of the outputs, ``out`` beside report.yaml by default; both may be URLs that fsspec knows
    choice     which table, and which of its rows, when not what report.yaml says
    limits     what one report may use; jobs are helpers at a time, by default one for each core
    executor   who makes the reports: helpers of this machine by default, or the workers of a Dask cluster, as in "dask://HOST:PORT"
    prune      delete the outputs of rows that are gone

    Raises ReportError for what is wrong with all of them: report.yaml, the data, the table, the place of the outputs.
    """
    order = replace(order, environment={name: order.environment[name] for name in (EPOCH,) if name in order.environment})
    address = address_of(executor) if isinstance(executor, str) else ""
    if is_url(path) and out is None:
        raise ProjectError(Problem("command line", "a project at a URL has no folder for its outputs", "say --out FOLDER or URL", code="RG515"))
    with fetched(str(path)) if is_url(path) else nullcontext(Path(path)) as here:
        run = _prepared(here, choice, order)
        modules = warm_modules(run.chosen.spec.formats)

        def helpers(tasks: Sequence[Task]) -> Generator[Outcome, None, None]:
            return outcomes(tasks, jobs or usable_cores(MOST), limits, modules)

        def cluster(tasks: Sequence[Task]) -> Generator[Outcome, None, None]:
            return outcomes_on(address, bundle(run.project, run.ready, plan_of(run.chosen, order).listing), tasks, limits, modules)

        who = cluster if address else executor if callable(executor) else helpers
        place = Remote(str(out)) if is_url(out) else Folder(Path(out) if out else run.project.folder / "out")
        with place.held():
            return _made(run, place, who, prune=prune, progress=progress)


@dataclass(frozen=True, slots=True)
class _Run:
    """A batch that is about to be made: its rows, and those of them that are asked for; `chosen` has the editions and formats asked for."""

    project: LoadedProject
    chosen: LoadedProject
    ready: Ready
    rows: tuple[BatchRow, ...]
    wanted: frozenset[str]
    order: Order
    source: Source


def _prepared(path: Path | str, choice: Choice, order: Order) -> _Run:
    loaded = load_project(Path(path))
    part = _part(loaded, choice)
    project = with_part(loaded, part)
    chosen = choose(project, order.editions, order.formats)
    ready = read_ready(project)
    rows = rows_of(project, ready.data)
    for column in choice.where:
        if column not in rows[0].cells:
            hint = nearest(column, rows[0].cells)
            raise ProjectError(Problem("command line", f"the table {part.over} has no column {column!r}", hint, code="RG501"))
    asked = {find_row(project, rows, item).slug for item in choice.items}
    wanted = frozenset(row.slug for row in rows if fits(row.cells, choice.where) and (row.slug in asked or not choice.items))
    if not wanted:
        raise ProjectError(Problem("command line", f"no row of {part.over} is asked for", "check the conditions", code="RG502"))
    return _Run(project, chosen, ready, rows, wanted, order, Source(str(project.folder / project.source.name), part.model_dump_json()))


def _part(project: LoadedProject, choice: Choice) -> BatchPart:
    said = {name: value for name in ("over", "key", "name") if (value := getattr(choice, name))}
    if project.spec.batch is None and not choice.over:
        hint = "give report.yaml a part batch, or say --over TABLE"
        raise ProjectError(Problem(project.source.name, "the project is one report, and nothing says what to repeat it over", hint, code="RG500"))
    before = project.spec.batch.model_dump() if project.spec.batch else {}
    if choice.over and choice.over != before.get("over"):
        before = {}  # what names the rows of one table says nothing of another's
    return BatchPart.model_validate(before | said)


def _made(run: _Run, place: Place, executor: Executor, *, prune: bool, progress: Count) -> Batch:
    reports = {row.slug: report for row in run.rows if (report := _before(run, place, row))}
    tasks = [Task(slug, brief, (run.source, slug, run.order)) for slug, report in reports.items() if report.state == "waiting"]
    _keep(run, place, reports)
    made = failed = 0
    progress(made, failed, len(tasks))
    with closing(executor(tasks)) as found:
        for outcome in found:
            slug = tasks[outcome.index].name
            reports[slug] = _written(place, reports[slug], outcome)
            made, failed = made + 1, failed + (reports[slug].state == "failed")
            progress(made, failed, len(tasks))
            if made % KEPT_EVERY == 0:
                _keep(run, place, reports)
    warnings = tuple(_tidied(place, {row.slug for row in run.rows}, prune=prune))
    listed = {row: reports[row.slug] for row in run.rows if row.slug in reports}
    for name, page in pages(run.chosen, run.ready.data, listed).items():
        place.write_file(name, page)
    _keep(run, place, reports)
    return Batch(place, tuple(reports.values()), warnings)


def _before(run: _Run, place: Place, row: BatchRow) -> Report | None:
    """Return the report of a row as it stands before the batch; None for one that is neither asked for nor there."""
    waiting = Report(row.key, row.slug, "waiting")
    is_wanted = row.slug in run.wanted
    try:
        plan = plan_of(project_of(run.project, row, run.ready.data), run.order)
    except ReportError as error:
        return replace(waiting, state="failed", problems=error.problems) if is_wanted else None
    old = record_in(place, row.slug)
    if old is None or (is_wanted and run.order.force):
        return waiting if is_wanted else None
    if unchanged_in(lambda name: place.read(f"{row.slug}/{name}"), run.project.folder, plan.request, plan.listing) is None:
        return waiting if is_wanted else report_of(old, row.slug, "stale")
    return report_of(old, row.slug)


def _written(place: Place, report: Report, outcome: Outcome) -> Report:
    """Return what became of a report, whose files are written when there are any."""
    if outcome.problems:
        return replace(report, state="failed", problems=outcome.problems)
    try:
        place.write(report.slug, outcome.value.files, NAME)
    except OutputError as error:
        return replace(report, state="failed", problems=error.problems)
    return report_of(json.loads(outcome.value.files[NAME]), report.slug, is_fresh=True)


def _keep(run: _Run, place: Place, reports: Mapping[str, Report]) -> None:
    spec = run.chosen.spec
    request = {"engine": engine_digest(), "over": run.rows[0].path, "editions": spec.editions, "formats": spec.formats}
    place.write_file(record.NAME, record.to_json(request, reports.values()))


def _tidied(place: Place, known: set[str], *, prune: bool) -> Iterator[Problem]:
    for folder, names in left_behind(place, known):
        if prune:
            place.remove(folder, names)
        else:
            yield Problem(folder, "is a report whose row is not in the table any more", "delete it, or run with --prune", "warning", "RG510")
