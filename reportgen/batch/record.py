"""What became of each report of a batch, and the file that says so: batch.json, the same bytes for the same inputs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Literal

from reportgen.errors import Problem
from reportgen.manifest import PROBLEM, sha256

NAME = "batch.json"
State = Literal["done", "failed", "stale", "waiting"]
NAMED = 3
"""Reports that are named where many have one problem."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a batch.

    state     done: its outputs are what its inputs make; failed: `problems` say where and why; stale: not asked for now, and made from other
              inputs than there are; waiting: the batch was stopped before it came to it
    problems  errors of a failed one, warnings of one that is done
    outputs   file name → sha256; `inputs` the digest of all it was made from
    is_fresh  made by this run; batch.json does not tell
    """

    key: str
    slug: str
    state: State
    problems: tuple[Problem, ...] = ()
    outputs: Mapping[str, str] | None = None
    inputs: str = ""
    is_fresh: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the report as batch.json tells it."""
        problems = [{name: getattr(problem, name) for name in PROBLEM} for problem in self.problems]
        return {"key": self.key, "name": self.slug, "state": self.state, "problems": problems, "outputs": dict(self.outputs or {}), "inputs": self.inputs}


def report_of(record: Mapping[str, Any], slug: str, state: State = "done", *, is_fresh: bool = False) -> Report:
    """Return the report that a manifest speaks of."""
    said = json.dumps([record["request"], record["inputs"], record["engine"]], sort_keys=True, ensure_ascii=False)
    warnings = tuple(Problem(**each) for each in record["warnings"])
    return Report(record["request"]["item"]["key"], slug, state, warnings, record["outputs"], sha256(said.encode()), is_fresh)


def to_json(request: Mapping[str, object], reports: Iterable[Report]) -> bytes:
    """Return batch.json: what was asked for, and every report in the order of the table."""
    told = {"reportgen": version("reportgen"), **request, "reports": [report.to_json() for report in reports]}
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def together(reports: Sequence[Report]) -> tuple[Problem, ...]:
    """Return the problems of all reports, each once, with the reports that have it.

    >>> bad = Problem("a.md:3:1", "is wrong")
    >>> [problem.what for problem in together([Report("1", "a", "failed", (bad,)), Report("2", "b", "failed", (bad,))])]
    ['is wrong (in 2 reports: a, b)']
    """
    found: dict[Problem, list[str]] = {}
    for report in reports:
        for problem in report.problems:
            found.setdefault(problem, []).append(report.slug)
    return tuple(_told(problem, slugs) for problem, slugs in found.items())


def _told(problem: Problem, slugs: list[str]) -> Problem:
    if slugs == [problem.where]:
        return problem
    named = ", ".join(slugs[:NAMED]) + (", …" if len(slugs) > NAMED else "")
    what = f"{problem.what} (in the report {named})" if len(slugs) == 1 else f"{problem.what} (in {len(slugs)} reports: {named})"
    return replace(problem, what=what)
