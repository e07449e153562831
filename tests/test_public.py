"""What `import reportgen` gives: few names, each documented, usable from a notebook."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import reportgen
from tests.projects import project


@pytest.mark.parametrize("name", reportgen.__all__)
def test_every_public_name_resolves_and_is_documented(name: str) -> None:
    value = getattr(reportgen, name)
    assert len(inspect.getdoc(value) or "") > 10
    assert inspect.getdoc(value) != inspect.getdoc(object)


def test_public_names_are_sorted_and_found_by_completion() -> None:
    assert list(reportgen.__all__) == sorted(reportgen.__all__)
    assert set(reportgen.__all__) <= set(dir(reportgen))


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        _ = reportgen.bild


def test_a_build_returns_what_it_left_behind(tmp_path: Path) -> None:
    folder = project(tmp_path)
    built = reportgen.build(folder)
    assert isinstance(built, reportgen.Built)
    assert (built.folder, built.files, built.is_fresh) == (folder / "out", ("small.zh-Hans.json",), True)
    assert not reportgen.build(folder).is_fresh
    document = reportgen.from_json((built.folder / built.files[0]).read_bytes())
    assert isinstance(document, reportgen.Document)
    assert document == reportgen.check(folder).documents["zh-Hans"]


def test_a_build_takes_a_path_as_text_too(tmp_path: Path) -> None:
    assert reportgen.build(str(project(tmp_path)), out=str(tmp_path / "proof")).folder == tmp_path / "proof"
    assert reportgen.check(str(tmp_path)).documents.keys() == {"zh-Hans"}


def test_what_is_wrong_is_an_error_with_problems(tmp_path: Path) -> None:
    with pytest.raises(reportgen.ReportError) as caught:
        reportgen.build(tmp_path)
    assert [type(problem) for problem in caught.value.problems] == [reportgen.Problem]


def test_progress_is_told_in_steps(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    reportgen.build(project(tmp_path), progress=lambda what, done, total: steps.append((what, done, total)))
    assert steps
    assert all(0 <= done <= total for _, done, total in steps)


def test_importing_the_package_loads_none_of_its_modules() -> None:
    code = "import sys, reportgen; print([name for name in sys.modules if name.startswith('reportgen.')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(reportgen.__file__).parents[1]).stdout == "[]\n"


def test_the_module_says_how_data_flow() -> None:
    for name in ("project", "package", "compute", "narrative", "press", "output"):
        assert importlib.util.find_spec(f"reportgen.{name}")
        assert name in (reportgen.__doc__ or "")
