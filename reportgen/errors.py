"""Problems as values, and the few errors that stop a build.

A :class:`Problem` says where, what and what to do.  A :class:`ReportError` carries all problems of one stage and knows the
exit code of the command line; nothing else crosses a stage boundary as an exception.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar, Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding: a place a person can open, what is wrong there, and the remedy.

    where   ``path``, ``path:line``, ``path:line:column`` or ``path:line:field``, relative to the project.
    code    stable identifier; RG1xx project, RG2xx data, RG3xx narrative, RG4xx rendering, RG6xx output, RG7xx inspection.

    >>> print(Problem("data.csv:7:index", "'12,34.5' is not a number", "group digits in threes", code="RG214"))
    data.csv:7:index: error[RG214]: '12,34.5' is not a number
      hint: group digits in threes
    """

    where: str
    what: str
    hint: str = ""
    level: Level = "error"
    code: str = "RG900"

    def __str__(self) -> str:
        text = f"{self.where}: {self.level}[{self.code}]: {self.what}"
        return f"{text}\n  hint: {self.hint}" if self.hint else text


class ReportError(Exception):
    """A stage that cannot go on; `problems` are all of its findings, never empty."""

    exit_code: ClassVar[int] = 70

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ReportError], tuple[tuple[Problem, ...]]]:
        """Come out of a worker process with the problems it went in with."""
        return type(self), (self.problems,)


class Stopped(BaseException):
    """SIGINT or SIGTERM: not an error, so nothing that handles errors may swallow it; `number` is the signal's."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


class ProjectError(ReportError):
    """The command line, report.yaml, a path or the environment is wrong."""

    exit_code = 2


class DataError(ReportError):
    """The data are wrong, or a table or column that was asked for is not there."""

    exit_code = 3


class NarrativeError(ReportError):
    """A template, a name in it, or a reference is wrong."""

    exit_code = 4


class RenderError(ReportError):
    """Layout, a font, an image or a chart failed."""

    exit_code = 5


class OutputError(ReportError):
    """The outputs could not be written; what was there before is untouched."""

    exit_code = 7


def nearest(name: str, known: Iterable[str], *, say: str = "did you mean {!r}?") -> str:
    """Return a hint with the nearest known name, or the known names when none is near.

    >>> nearest("sichaun", ["sichuan", "chongqing"])
    "did you mean 'sichuan'?"
    >>> nearest("x", ["rank", "index"])
    'known: index, rank'
    """
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return say.format(close[0])
    shown = ", ".join(names[:12])
    return f"known: {shown}{', …' if len(names) > 12 else ''}" if names else "nothing is defined here"


def stop_on(problems: Iterable[Problem], error: type[ReportError]) -> tuple[Problem, ...]:
    """Raise `error` with all problems when one of them is an error; return the warnings otherwise."""
    found = tuple(problems)
    if any(problem.level == "error" for problem in found):
        raise error(found)
    return found
