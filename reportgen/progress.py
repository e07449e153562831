"""Progress for people, plain lines for pipes, nothing when --quiet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Report = Callable[[str, int, int], None]


@contextmanager
def progress(options: Mapping[str, Any]) -> Iterator[Report]:
    """Hand out a function that shows what is being done, and how many of how many steps are done.

    A bar on a terminal; one line a step elsewhere, and only with --verbose, so that logs stay short.
    """
    if options["quiet"] or (not sys.stderr.isatty() and not options["verbose"]):
        yield lambda what, done, total: None
    elif not sys.stderr.isatty():
        yield lambda what, done, total: print(f"[{done}/{total}] {what}", file=sys.stderr, flush=True)
    else:
        yield from _bar()


def _bar() -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<16}"), BarColumn(30), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)
