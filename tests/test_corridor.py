"""The corridor as a whole: what it reads, when it stops, and that it depends on its arguments only."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import corridor, inputs
from reportgen.corridor import build, check
from reportgen.errors import DataError, NarrativeError, OutputError, RenderError
from reportgen.inputs import data_place
from reportgen.project import load_project
from tests.projects import REPORT, outputs, project


def test_an_input_that_changes_while_it_is_read_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path)
    build(folder)
    before = outputs(folder / "out")
    compose = corridor._compose

    def meddle(*arguments: object) -> object:
        checked = compose(*arguments)  # type: ignore[arg-type]
        (folder / "cities.csv").write_text("code,name,score\n1,甲,1.00\n", "utf-8")
        return checked

    monkeypatch.setattr(corridor, "_compose", meddle)
    with pytest.raises(OutputError) as caught:
        build(folder, force=True)
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [("cities.csv", "RG602")]
    assert outputs(folder / "out") == before


def test_a_narrative_that_changes_while_it_is_read_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path)
    page = folder / "narrative" / "zh-Hans" / "10-one.md"
    read = inputs.read_data

    def meddle(*arguments: object) -> object:
        page.write_text(page.read_text("utf-8") + "\n又一段。\n", "utf-8")
        return read(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inputs, "read_data", meddle)
    with pytest.raises(OutputError, match="changed while the build read it"):
        build(folder)


def test_the_environment_is_an_argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")
    assert build(folder).is_fresh
    assert not build(folder, environment={}).is_fresh
    assert build(folder, environment={"SOURCE_DATE_EPOCH": "0"}).is_fresh


def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT.replace("[json]", "[html, docx, json]"))
    sets = []
    for workers in (1, 3):
        for entry in (folder / ".reportgen-cache").glob("*"):
            entry.unlink()
        build(folder, workers=workers, force=True)
        sets.append(outputs(folder / "out"))
    assert sets[0] == sets[1]
    assert len(sets[0]) == 5  # with the ledger and the workbook; the PDF that gives Word its page numbers was not asked for


def test_another_weasyprint_stops_the_build_unless_it_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path, REPORT.replace("[json]", "[pdf]"))
    monkeypatch.setattr("reportgen.typeset.lines.version", lambda name: "71.0")
    with pytest.raises(RenderError, match="--any-weasyprint"):
        build(folder, workers=1)
    assert not (folder / "out").exists()
    built = build(folder, workers=1, any_weasyprint=True)
    assert built.files == ("small.zh-Hans.data.xlsx", "small.zh-Hans.pdf")
    assert [(problem.where, problem.level, problem.code) for problem in built.warnings] == [("weasyprint", "warning", "RG420")]
    assert build(folder, formats=["json"], workers=1).is_fresh, "formats without pages do not ask"


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    folder = project(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert check(folder).documents.keys() == {"zh-Hans"}
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_errors_of_the_data_come_before_those_of_the_text(tmp_path: Path) -> None:
    folder = project(tmp_path, cities="code,name,score\n1,甲,x\n2,乙,y\n3,丙,1.0\n")
    (folder / "narrative" / "zh-Hans" / "10-one.md").write_text("{{ nothing }}", "utf-8")
    with pytest.raises((DataError, NarrativeError)) as caught:
        check(folder)
    assert caught.value.problems


def test_data_stand_in_the_project_or_in_the_datasets_of_a_folder_above(tmp_path: Path) -> None:
    folder = project(tmp_path / "a" / "b")
    loaded = load_project(folder)
    assert data_place(loaded) == ("cities.csv", folder.resolve())
    spec = loaded.spec.model_copy(update={"data": "../../datasets/x/datapackage.json"})
    assert data_place(loaded.model_copy(update={"spec": spec})) == ("datasets/x/datapackage.json", tmp_path.resolve())


def test_a_file_of_an_earlier_build_with_other_data_is_named(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT.replace("[json]", "[html, json]"))
    build(folder, workers=1)
    cities = folder / "cities.csv"
    cities.write_text(cities.read_text("utf-8").replace("98.50", "97.50"), "utf-8")
    built = build(folder, formats=["json"], workers=1)
    assert [(problem.where, problem.level) for problem in built.warnings] == [("small.zh-Hans.data.xlsx", "warning"), ("small.zh-Hans.html", "warning")]
    assert build(folder, workers=1).warnings == ()


def test_warnings_are_said_again_while_nothing_changes(tmp_path: Path) -> None:
    folder = project(tmp_path)
    page = next((folder / "narrative" / "zh-Hans").glob("*.md"))
    page.write_text(page.read_text("utf-8") + "\n另有8项。\n", "utf-8")
    first = build(folder, workers=1)
    again = build(folder, workers=1)
    assert not again.is_fresh
    assert again.warnings == first.warnings != ()


def test_a_narrative_that_says_nothing_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = project(tmp_path)
    for page in (folder / "narrative" / "zh-Hans").glob("*.md"):
        page.write_text("{#- nothing yet -#}\n", "utf-8")
    with pytest.raises(NarrativeError, match=r"narrative/zh-Hans: .*says nothing"):
        build(folder, workers=1)


def test_a_highlight_that_is_no_row_is_refused_with_the_nearest_one(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT + "highlight: '011'\n")
    with pytest.raises(DataError, match=r"report.yaml:\d+:1: .*no table has a row '011'\n.*'0[12]0'"):
        build(folder, workers=1)
