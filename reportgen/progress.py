"""Progress for people, plain lines for pipes, nothing when --quiet."""

from __future__ import annotations

import sys
import time
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


Count = Callable[[int, int, int], None]
SECONDS_BETWEEN = 30


@contextmanager
def counting(options: Mapping[str, Any], tell: Callable[..., None]) -> Iterator[Count]:
    """Hand out a function that shows how many of many things are done and failed, how many a minute, and the time that is left.

    A bar on a terminal; elsewhere a line now and then, which `tell` prints: it is given done, failed, total, rate and left.
    """
    if options["quiet"]:
        yield lambda done, failed, total: None
    elif sys.stderr.isatty():
        yield from _counting_bar()
    else:
        yield _lines(tell)


def _lines(tell: Callable[..., None]) -> Count:
    began = last = time.monotonic()

    def count(done: int, failed: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done and done < total and now - last >= SECONDS_BETWEEN:
            last = now
            rate = done / (now - began)
            left = round((total - done) / rate)
            tell(done=done, failed=failed, total=total, rate=round(60 * rate), left=f"{left // 60}:{left % 60:02}")

    return count


def _counting_bar() -> Iterator[Count]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(30), MofNCompleteColumn(), TextColumn("✗ {task.fields[failed]}"), TextColumn("{task.fields[rate]}/min"), TimeRemainingColumn())
    began = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, failed=0, rate="–")

        def count(done: int, failed: int, total: int) -> None:
            rate = f"{60 * done / max(time.monotonic() - began, 0.001):.0f}" if done else "–"
            bar.update(task, completed=done, total=total, failed=failed, rate=rate)

        yield count
