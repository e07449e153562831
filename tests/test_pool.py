"""Whatever a task does, it costs its own outcome and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from reportgen.pool import Limits, Outcome, outcomes
from reportgen.workers import Helper, Task
from tests.tasks import crash, die, divide, double, fill, hang_without_parent, refuse, sleep, who


def done(*tasks: Task, count: int = 1, limits: Limits | None = None) -> list[Outcome]:
    return sorted(outcomes(tasks, count, limits or Limits(60, 2000)), key=lambda outcome: outcome.index)


def said(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(problem.where, problem.what, problem.code) for problem in outcome.problems]


def test_tasks_share_the_helpers_and_none_is_lost() -> None:
    found = done(*[Task(str(n), double, (n,)) for n in range(7)], *[Task("who", who, ())] * 6, count=2)
    assert [outcome.value for outcome in found[:7]] == [0, 2, 4, 6, 8, 10, 12]
    assert len({outcome.value for outcome in found[7:]}) == 2
    assert all(outcome.resident_mb > 1 for outcome in found) or sys.platform != "linux"


def test_a_task_that_fails_in_any_way_costs_none_of_those_after_it() -> None:
    bad = (Task("fig-1", refuse, ("fig-1",)), Task("a", divide, (1,)), Task("b", die, (signal.SIGKILL,)), Task("c", crash, ()), Task("d", os._exit, (3,)))
    found = done(*(each for task in bad for each in (task, Task("good", double, (2,)))))
    assert [said(outcome) for outcome in found[::2]] == [
        [("fig-1", "is wrong", "RG400")],
        [("a", "a bug in reportgen: ZeroDivisionError: division by zero", "RG900")],
        [("b", "the process that made it was ended by SIGKILL", "RG513")],
        [("c", "the process that made it was ended by SIGSEGV", "RG513")],
        [("d", "the process that made it was ended by exit code 3", "RG513")],
    ]
    assert [outcome.value for outcome in found[1::2]] == [4] * 5


def test_a_task_without_end_is_ended_with_what_it_started() -> None:
    bad, after = done(Task("bad", os.system, ("sleep 616161",)), Task("2", double, (2,)), limits=Limits(seconds=3))
    assert said(bad) == [("bad", "was not done after 3 seconds", "RG511")]
    assert after.value == 4
    assert "sleep 616161" not in subprocess.run(["ps", "-A", "-o", "args"], capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its memory")
def test_a_task_that_asks_for_too_much_memory_costs_its_helper() -> None:
    first, bad, after = done(Task("who", who, ()), Task("bad", fill, (400,)), Task("who", who, ()), limits=Limits(60, 300))
    assert said(bad) == [("bad", "needs more than 300 MB of memory", "RG512")]
    assert first.value != after.value


def test_no_helper_is_left_when_nobody_asks_for_more() -> None:
    found = outcomes([Task("who", who, ()), Task("nap", sleep, (600,))], 2, Limits())
    helper = next(found).value
    found.close()
    with pytest.raises(ProcessLookupError):
        os.kill(helper, 0)


def test_a_helper_whose_parent_was_killed_ends_itself() -> None:
    helper = Helper.started((), stderr=subprocess.DEVNULL)
    helper.send(hang_without_parent, ())
    assert helper.process.wait() == 1
    helper.process.communicate()
