from __future__ import annotations

import pickle

import pytest

from reportgen import errors
from reportgen.errors import DataError, Problem, ProjectError, ReportError, nearest, stop_on


def test_every_stage_has_an_exit_code_of_its_own() -> None:
    kinds = ReportError.__subclasses__()
    codes = {kind.exit_code for kind in kinds if kind.__module__ == errors.__name__}
    assert codes == {2, 3, 4, 5, 7}


def test_an_error_comes_out_of_another_process_with_its_problems() -> None:
    error = DataError([Problem("a.csv:1", "is wrong"), Problem("b.csv:2", "too")])
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is DataError
    assert again.problems == error.problems


def test_problems_sort_by_place() -> None:
    assert sorted([Problem("b:1", "x"), Problem("a:2", "x")])[0].where == "a:2"


def test_a_hint_names_the_nearest_or_what_there_is() -> None:
    assert nearest("editon", ["edition", "format"]) == "did you mean 'edition'?"
    assert nearest("q", []) == "nothing is defined here"
    assert nearest("q", [f"name{n:02}" for n in range(20)]).endswith("name11, …")


def test_warnings_do_not_stop_and_errors_come_with_them() -> None:
    warning = Problem("a", "odd", level="warning")
    assert stop_on([warning], ProjectError) == (warning,)
    with pytest.raises(ProjectError) as caught:
        stop_on([warning, Problem("b", "wrong")], ProjectError)
    assert len(caught.value.problems) == 2
