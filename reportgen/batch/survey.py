"""What is asked of one report, asked of all reports of a batch: whether they can be composed, whether their files agree with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from reportgen.batch.record import Report, together
from reportgen.batching import project_of, rows_of
from reportgen.corridor import check_one, one_of, verify_one
from reportgen.errors import Problem, ReportError
from reportgen.inputs import Ready, read_ready
from reportgen.project import BatchRow, LoadedProject, load_project
from reportgen.verification import Verified

Opened = tuple[LoadedProject, Ready | None]


def check(path: Path, *, editions: Sequence[str] = (), item: str = "") -> tuple[int, tuple[Problem, ...]]:
    """Return how many documents a project has, in all editions, and its warnings; of a batch those of all its reports.

    item  key or file name of the one report of a batch to look at
    Raises ReportError with everything that is wrong, each problem once, with the reports that have it.
    """
    count = 0
    warnings: dict[str, tuple[Problem, ...]] = {}
    errors: dict[str, ReportError] = {}
    for name, opened in _projects(path, item):
        try:
            checked = check_one(*opened(), editions)
            count += len(checked.documents)
            warnings[name] = checked.warnings
        except ReportError as error:
            errors[name] = error
    if errors:
        first = next(iter(errors.values()))
        raise first if len(errors) == 1 and not warnings else type(first)(_told({name: error.problems for name, error in errors.items()}))
    return count, _told(warnings)


def verify(path: Path, *, editions: Sequence[str] = (), formats: Sequence[str] = (), out: Path | str | None = None, item: str = "") -> Verified:
    """Return how the finished files of a project agree with it; of a batch, those of all its reports."""
    found = {name: verify_one(*opened(), editions, formats, out) for name, opened in _projects(path, item)}
    files = tuple(file for each in found.values() for file in each.files)
    return Verified(files, _told({name: each.report for name, each in found.items()}), tuple(one for each in found.values() for one in each.prints))


def _projects(path: Path, item: str) -> Iterator[tuple[str, Callable[[], Opened]]]:
    """Yield each report by name, and what opens its project, which may raise ReportError."""
    whole = load_project(path)
    if whole.spec.batch is None or item:
        yield whole.spec.name, partial(one_of, whole, item)
        return
    ready = read_ready(whole)
    for row in rows_of(whole, ready.data):
        yield row.slug, partial(_opened, whole, row, ready)


def _opened(whole: LoadedProject, row: BatchRow, ready: Ready) -> Opened:
    return project_of(whole, row, ready.data), ready


def _told(problems: dict[str, tuple[Problem, ...]]) -> tuple[Problem, ...]:
    if len(problems) == 1:
        return next(iter(problems.values()))
    return together([Report(name, name, "done", found) for name, found in problems.items()])
