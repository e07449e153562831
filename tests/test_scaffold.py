"""Starting a report: every type gives a project that builds, under its own name and in the editions asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor import check
from reportgen.errors import OutputError, ProjectError
from reportgen.scaffold import scaffolds, start
from tests.projects import run


@pytest.mark.parametrize("report_type", scaffolds())
def test_a_new_report_of_every_type_builds_in_an_empty_folder(report_type: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "first", "--type", report_type).exit_code == 0
    result = run("build", "first", "-f", "html")
    assert result.exit_code == 0, result.output
    assert "first/out/first.zh-Hans.html" in result.stdout


@pytest.mark.parametrize("report_type", scaffolds())
@pytest.mark.parametrize("tag", ["en", "zh-Hant-TW", "zh-Hans+en"])
def test_a_new_report_of_every_type_builds_in_every_edition_alone(report_type: str, tag: str, tmp_path: Path) -> None:
    start(tmp_path / "new", report_type, [tag])
    word = ("-f", "docx") if (report_type, tag) == ("press-summary", "zh-Hans+en") else ()  # its title stands above the text, in both languages
    result = run("build", tmp_path / "new", "-f", "html", *word, "--strict")
    assert result.exit_code == 0, result.output


def test_only_the_narratives_of_the_editions_asked_for_are_there(tmp_path: Path) -> None:
    start(tmp_path / "tw", "blank", ["zh-Hans", "zh-Hant-TW"])
    assert [path.name for path in (tmp_path / "tw" / "narrative").iterdir()] == ["zh-Hans"]
    assert set(check(tmp_path / "tw").documents) == {"zh-Hans", "zh-Hant-TW"}
    start(tmp_path / "both", "blank", ["zh-Hans+en"])
    assert set(check(tmp_path / "both").documents) == {"zh-Hans+en"}


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "old" / "report.yaml"
    kept.parent.mkdir()
    kept.write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="is there already"):
        start(kept.parent, "blank")
    assert kept.read_text("utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old"]


def test_an_empty_folder_may_become_the_report(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert "report.yaml" in start(tmp_path / "new", "blank")


def test_unknown_types_and_editions_are_named_together_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        start(tmp_path / "new", "blnk", ["zh-Hant-T"])
    assert [problem.hint for problem in caught.value.problems] == ["did you mean 'blank'?", "did you mean 'zh-Hant-TW'?"]
    assert list(tmp_path.iterdir()) == []


def test_a_name_is_asked_for_and_the_types_can_be_listed() -> None:
    assert run("new").exit_code == 2
    assert run("new", "--list").stdout.split() == list(scaffolds())
