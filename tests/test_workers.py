"""What a task returns does not depend on who does it; a helper that dies is an error with a name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from reportgen import workers
from reportgen.errors import Problem, RenderError
from reportgen.workers import Task, Workers, usable_cores
from tests.projects import ROOT


def square(n: int) -> int:
    return n * n


def who() -> int:
    time.sleep(0.2)  # long enough for the helper to take one
    return os.getpid()


def refuse(where: str) -> None:
    raise RenderError(Problem(where, "is wrong"))


def divide() -> float:
    return 1 / 0


def die(number: int, parent: int) -> None:
    if os.getpid() != parent:
        os.kill(os.getpid(), number)


class Unreadable(Exception):
    """An error that is sent and cannot be read: its arguments are not those it was made of."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def fail_unreadably(parent: int) -> None:
    if os.getpid() != parent:
        raise Unreadable("a", "b")


def talk() -> str:
    print("a library that prints")
    return "done"


@pytest.fixture(scope="module")
def crew() -> object:
    with Workers(2) as made:
        made.warm(("json",))
        yield made


@pytest.mark.parametrize("count", [1, 2])
def test_results_come_in_the_order_of_the_tasks(count: int) -> None:
    with Workers(count) as made:
        made.warm(())
        assert made.run([Task(str(n), square, (n,)) for n in range(20)]) == [n * n for n in range(20)]
        assert made.run([]) == []


def test_the_work_is_shared(crew: Workers) -> None:
    assert len(set(crew.run([Task("who", who, ())] * 4))) == 2


def test_problems_of_all_tasks_come_as_one_error(crew: Workers) -> None:
    with pytest.raises(RenderError) as caught:
        crew.run([Task(str(n), refuse, (f"fig-{n % 3}",)) for n in range(6)])
    assert sorted(problem.where for problem in caught.value.problems) == ["fig-0", "fig-1", "fig-2"]


def test_a_bug_in_a_helper_comes_back_with_its_traceback(crew: Workers) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        crew.run([Task("a", divide, ())])
    assert "in a helper process" in caught.value.__notes__[0]


def test_what_a_library_prints_does_not_disturb_the_answers(crew: Workers) -> None:
    assert crew.run([Task("talk", talk, ())] * 3) == ["done"] * 3


def test_a_helper_that_dies_is_an_error_with_the_name_of_its_task() -> None:
    with Workers(2) as made:
        made.warm(())
        with pytest.raises(RenderError) as caught:
            made.run([Task("small.en.pdf", die, (signal.SIGSEGV, os.getpid()))])
        (problem,) = caught.value.problems
        assert problem.where == "small.en.pdf"
        assert problem.what == "the process that made it was ended by SIGSEGV"
        assert made.run([Task("again", square, (3,))] * 3) == [9, 9, 9]


def test_an_answer_that_cannot_be_read_is_an_error_with_the_name_of_its_task_and_no_helper_is_waited_for() -> None:
    with Workers(2) as made:
        made.warm(())
        with pytest.raises(RenderError) as caught:
            made.run([Task("small.en.pdf", fail_unreadably, (os.getpid(),))])
        assert [problem.where for problem in caught.value.problems] == ["small.en.pdf"]
        assert made._helpers[0].process.poll() is not None


def test_no_helper_outlives_the_work() -> None:
    with Workers(3) as made:
        made.warm(("json",))
        pids = [helper.process.pid for helper in made._helpers]
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_without_processes_to_spare_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*arguments: object, **options: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(workers.subprocess, "Popen", none_left)
    with Workers(4) as made:
        made.warm(())
        assert made.run([Task("who", os.getpid, ())]) == [os.getpid()]


def test_a_script_without_a_main_guard_can_use_helpers() -> None:
    code = "from reportgen.workers import *\nimport os\nwith Workers(2) as w:\n w.warm(())\n print(len(w.run([Task('a', os.getpid, ())] * 8)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.stdout == "8\n"
    assert done.stderr == ""


def test_a_machine_lends_four_cores_at_most() -> None:
    assert 1 <= usable_cores() <= 4
