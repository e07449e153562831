"""Tasks of which each may fail in any way and costs nothing but itself: helpers with limits, replaced when they are lost.

`workers` shares the parts of one report, which fail together; here the tasks are whole reports.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import queue
import resource
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.errors import Problem, ReportError
from reportgen.workers import Failure, Helper, Task

_LONGER = 30
"""Seconds after the limit at which a helper ends itself, because nobody has: its parent was killed."""
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use: seconds, and megabytes of memory its process may ask for; 0 for as much as there is."""

    seconds: float = 0
    megabytes: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task, known by its place among the tasks.

    value        what it returned; None when there are `problems`, which say why
    resident_mb  memory of its helper afterwards, 0 where the system does not tell
    """

    index: int
    value: Any
    problems: tuple[Problem, ...] = ()
    resident_mb: float = 0


def outcomes(tasks: Sequence[Task], count: int, limits: Limits, modules: Sequence[str] = ()) -> Generator[Outcome, None, None]:
    """Yield what becomes of each task as it is known, done by `count` helpers; when the iterator is closed, no helper is left.

    modules  what a helper imports before its first task
    """
    crew = _Crew(tasks, limits, tuple(modules))
    threads = [threading.Thread(target=crew.work, daemon=True) for _ in range(min(count, len(tasks)))]
    try:
        for thread in threads:
            thread.start()
        for _ in tasks:
            yield crew.done.get()
    finally:
        crew.stop()
        for thread in threads:
            if thread.ident:
                thread.join()


class Seat:
    """The place of one helper: it is started when it is needed, and again after it was lost."""

    def __init__(self, limits: Limits, modules: tuple[str, ...]) -> None:
        self._limits, self._modules = limits, modules
        self._helper: Helper | None = None
        self._is_late = self._is_over = False

    def outcome(self, index: int, task: Task) -> Outcome:
        """Return what becomes of a task; whatever it does to the helper, this returns."""
        try:
            helper = self._ready()
            answer = self._answer(helper, task)
            resident = _resident(helper.process.pid)
        except Exception as error:  # the helper is gone, or has sent what cannot be read
            why = self._lost(task, error)
            return Outcome(index, None, (why,))
        if not isinstance(answer, Failure):
            return Outcome(index, answer, (), resident)
        if isinstance(answer.error, MemoryError):
            self.close()  # what a library does that has found no memory is not to be relied on
        return Outcome(index, None, _problems(task, answer.error, self._limits), resident)

    def close(self) -> None:
        """End the helper, and what it has started."""
        helper, self._helper = self._helper, None
        if helper:
            _kill(helper)
            with contextlib.suppress(OSError):
                helper.process.communicate()

    def end(self) -> None:
        """Close the seat for good, while another thread may be waiting for its helper or starting one."""
        self._is_over = True
        self.close()

    def _ready(self) -> Helper:
        if self._helper is None or self._helper.process.poll() is not None:
            self.close()
            self._helper = helper = Helper.started(self._modules, stderr=subprocess.DEVNULL)
            if self._is_over:
                _kill(helper)
            helper.send(_limited, (self._limits,))
            helper.answer()
            return helper
        return self._helper

    def _answer(self, helper: Helper, task: Task) -> Any:
        self._is_late = False

        def late() -> None:
            self._is_late = True
            _kill(helper)

        timer = threading.Timer(self._limits.seconds, late) if self._limits.seconds else None
        if timer:
            timer.daemon = True
            timer.start()
        try:
            helper.send(_watched, (task.call, task.arguments, self._limits.seconds))
            return helper.answer()
        finally:
            if timer:
                timer.cancel()

    def _lost(self, task: Task, error: Exception) -> Problem:
        helper = self._helper
        if helper is None:
            return Problem(task.name, f"no process could be started: {error}", "close other programs, or use fewer --jobs", code="RG513")
        if self._is_late:
            hint = "look for a loop that does not end, or raise --time-limit"
            self.close()
            return Problem(task.name, f"was not done after {self._limits.seconds:g} seconds", hint, code="RG511")
        _kill(helper)
        what = f"the process that made it was ended by {helper.end()}"
        self.close()
        return Problem(task.name, what, "build it alone to see why; if it happens to others too, memory may be short", code="RG513")


class _Crew:
    def __init__(self, tasks: Sequence[Task], limits: Limits, modules: tuple[str, ...]) -> None:
        self.done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._tasks, self._limits, self._modules = tasks, limits, modules
        self._waiting = deque(range(len(tasks)))
        self._seats: list[Seat] = []
        self._is_stopped = False

    def work(self) -> None:
        seat = Seat(self._limits, self._modules)
        self._seats.append(seat)
        with contextlib.suppress(IndexError):
            while not self._is_stopped:
                index = self._waiting.popleft()
                self.done.put(seat.outcome(index, self._tasks[index]))
        seat.close()

    def stop(self) -> None:
        self._is_stopped = True
        self._waiting.clear()
        for seat in self._seats:
            seat.end()


def _problems(task: Task, error: Exception, limits: Limits) -> tuple[Problem, ...]:
    if isinstance(error, ReportError):
        return error.problems
    if isinstance(error, MemoryError):
        what = f"needs more than {limits.megabytes} MB of memory" if limits.megabytes else "needs more memory than there is"
        return (Problem(task.name, what, "look for a very long table or text, or raise --memory-limit", code="RG512"),)
    what = f"a bug in reportgen: {type(error).__name__}: {error}"
    return (Problem(task.name, what, "run again with `reportgen --debug …` and report what it prints", code="RG900"),)


def _kill(helper: Helper) -> None:
    with contextlib.suppress(OSError):
        os.killpg(helper.process.pid, signal.SIGKILL)  # it leads a group of its own, with the programs it has started


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * resource.getpagesize() / _MB
    except (OSError, ValueError, IndexError):
        return 0


# ---------------------------------------------------------------- inside a helper


def _limited(limits: Limits) -> None:
    if limits.megabytes and sys.platform == "linux":  # what a process asks for, not what files it has mapped; others do not hold to it
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        asked = limits.megabytes * _MB
        resource.setrlimit(resource.RLIMIT_DATA, (asked if hard == resource.RLIM_INFINITY else min(asked, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _watched(call: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
    if seconds:
        faulthandler.dump_traceback_later(seconds + _LONGER, exit=True)
    try:
        return call(*arguments)
    finally:
        faulthandler.cancel_dump_traceback_later()


