"""Helper processes that draw and lay out beside the process that asked, and the list of tasks they share.

A helper is a fresh interpreter that is sent one task after another through a pipe.  It is not forked, because a forked copy of a
process with threads can stop for ever on a lock nobody holds; and it is not multiprocessing's spawn, because that runs the
caller's script again, which a script without a main guard does not survive.  What a task returns does not depend on who did it.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from types import TracebackType
from typing import Any, BinaryIO

from reportgen.errors import Problem, RenderError, ReportError

MOST = 4
"""Processes by default, this one among them; a helper takes 0.3 GB, and a report has few long tasks."""

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reportgen.workers import serve; serve()"


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work.

    name  what it makes, for messages: "small.en.pdf"
    call  a function of a module, because the helper has to import it; arguments and result can be pickled
    """

    name: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...]

    def run(self) -> Any:
        """Return what the call returns."""
        return self.call(*self.arguments)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a task raised."""

    error: Exception


@dataclass(slots=True)
class Helper:
    """A process that does one task after another; `owed` are answers to what was sent without waiting."""

    process: subprocess.Popen[bytes]
    owed: int = 0

    @classmethod
    def started(cls, modules: Iterable[str], **streams: Any) -> Helper:
        """Return a new helper that is importing modules; raises OSError when there can be no more processes."""
        command = [sys.executable, "-P", "-c", _START, json.dumps(sys.path)]
        # A group of its own: Ctrl-C reaches this process only, which then ends the helpers.
        helper = cls(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0, **streams))
        helper.send(_import_all, (tuple(modules),))
        return helper

    def send(self, call: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        """Send a call whose answer is read later."""
        assert self.process.stdin is not None
        _write(self.process.stdin, (call, arguments))
        self.owed += 1

    def answer(self) -> Any:
        """Return the answer to the last call that was sent, a `Failure` for one that failed; raises OSError or EOFError when the helper is gone."""
        assert self.process.stdout is not None
        answer: Any = None
        while self.owed:
            answer = _read(self.process.stdout)
            self.owed -= 1
        return answer

    def end(self) -> str:
        """Return what ended a helper that is gone: "SIGSEGV", "exit code 1"."""
        code = self.process.wait()
        try:
            return signal.Signals(-code).name if code < 0 else f"exit code {code}"
        except ValueError:
            return f"signal {-code}"

    def ask(self, task: Task) -> Any:
        """Return the result of a task, or the failure; a helper that is gone is a RenderError with the name of the task."""
        try:
            self.send(task.call, task.arguments)
            return self.answer()
        except Exception:
            # No answer, or one that cannot be read: whatever it is, the helper has nothing more to say, and waiting for its end must end.
            self.process.kill()
            self.owed = 0
            hint = "build again with --jobs 1; if it happens again, memory may be short"
            return Failure(RenderError(Problem(task.name, f"the process that made it was ended by {self.end()}", hint, code="RG470")))


@dataclass(slots=True)
class Workers:
    """This process and its helpers, as a context: at its end no helper is left.

    count  processes in all; with 1, everything happens in this one
    """

    count: int = 1
    _helpers: list[Helper] = field(default_factory=list)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for helper in self._helpers:
            helper.process.kill()
        for helper in self._helpers:
            with contextlib.suppress(OSError):
                helper.process.communicate()
        self._helpers.clear()

    def warm(self, modules: Iterable[str]) -> None:
        """Start the helpers and let them import modules while this process does something else."""
        while sys.executable and len(self._helpers) < self.count - 1:
            try:
                self._helpers.append(Helper.started(modules))
            except OSError:  # no more processes: this one can do it all
                return

    def run(self, tasks: Sequence[Task]) -> list[Any]:
        """Return the results in the order of the tasks, of which the longest come first.

        Every task is tried, so that all problems are seen at once.  Raises the errors of all tasks as one when each is a
        ReportError, else the first error.
        """
        results: list[Any] = [None] * len(tasks)
        waiting = deque(range(len(tasks)))
        threads = []
        for helper in [helper for helper in self._helpers if helper.process.poll() is None][: len(tasks)]:
            first = waiting.popleft()
            threads.append(threading.Thread(target=_serve_from, args=(helper, first, waiting, tasks, results), daemon=True))
            threads[-1].start()
        while waiting:
            # The helpers take long tasks from the front: the layout engine is imported there already.
            with contextlib.suppress(IndexError):
                index = waiting.pop()
                results[index] = _try(tasks[index])
        for thread in threads:
            thread.join()
        _raise_all(result.error for result in results if isinstance(result, Failure))
        return results


def usable_cores(most: int = MOST) -> int:
    """Return how many processes are worth having: one for each core this process may use, `most` at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, most)


def _serve_from(helper: Helper, index: int, waiting: deque[int], tasks: Sequence[Task], results: list[Any]) -> None:
    while True:
        results[index] = helper.ask(tasks[index])
        if helper.process.poll() is not None:
            return  # it is gone; the others do the rest
        try:
            index = waiting.popleft()
        except IndexError:
            return


def _try(task: Task) -> Any:
    try:
        return task.run()
    except Exception as error:
        return Failure(error)


def _raise_all(errors: Iterable[Exception]) -> None:
    found = list(errors)
    if not found:
        return
    reports = [error for error in found if isinstance(error, ReportError)]
    if len(reports) < len(found):
        raise next(error for error in found if not isinstance(error, ReportError))
    raise type(reports[0])(dict.fromkeys(problem for error in reports for problem in error.problems))


# ---------------------------------------------------------------- inside a helper


def serve() -> None:
    """Do one task after another until the pipe is closed; what a library prints goes to standard error."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    while True:
        try:
            call, arguments = _read(tasks)
        except EOFError:
            return
        try:
            answer = call(*arguments)
        except Exception as error:
            error.add_note(f"in a helper process:\n{traceback.format_exc()}")
            answer = Failure(error)
        _write(answers, answer)


def _import_all(modules: tuple[str, ...]) -> None:
    for name in modules:
        with contextlib.suppress(ImportError, OSError):  # the task that needs it says so in its own words
            import_module(name)


def _write(pipe: BinaryIO | Any, value: Any) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(8, "big") + data)
    pipe.flush()


def _read(pipe: BinaryIO | Any) -> Any:
    head = pipe.read(8)
    data = pipe.read(int.from_bytes(head, "big")) if len(head) == 8 else b""
    if not data or len(data) < int.from_bytes(head, "big"):
        raise EOFError
    return pickle.loads(data)
