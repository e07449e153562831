"""`reportgen verify`: a small report built, verified, changed and verified again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.projects import REPORT, project, run


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small report in two editions and two formats, built."""
    folder = project(tmp_path_factory.mktemp("verified"), REPORT.replace("[json]", "[html, docx]"), english=True)
    assert run("build", folder).exit_code == 0
    return folder


def test_what_was_built_agrees_and_the_summary_says_how_many_numbers(built: Path) -> None:
    result = run("verify", built)
    assert result.exit_code == 0, result.output
    matched, of, printed = result.output.splitlines()[-1].split()[:3]
    assert (of, matched) == ("of", printed)
    assert int(printed) > 40
    assert "small.en.docx: " in result.output


def test_json_and_page_name_the_place_of_a_changed_number(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for file in (built / "out").iterdir():
        (out / file.name).write_bytes(file.read_bytes().replace(b">71.20<", b">72.10<") if file.name == "small.en.html" else file.read_bytes())
    page = tmp_path / "found.html"
    result = run("verify", built, "-o", out, "--json", "--html", page)
    found = json.loads(result.output)
    (changed,) = [each for each in found["files"] if each["problems"]]
    assert result.exit_code == 6
    assert (changed["file"], changed["matched"]) == ("small.en.html", changed["printed"] - 2), "in the table and in the chart"
    assert changed["problems"][0]["where"] == "small.en.html:tbl-all, row 2"
    told = page.read_text("utf-8")
    assert "small.en.html:tbl-all, row 2" in told
    assert "Content-Security-Policy" in told
    assert "<td>cities.csv[020].score</td>" in told, "every number of the data with its source"


def test_editions_that_print_unequal_values_are_a_warning_of_the_report(tmp_path: Path) -> None:
    folder = project(tmp_path / "unequal", REPORT.replace("[json]", "[html]"), english=True)
    text = folder / "narrative" / "en" / "10-one.md"
    text.write_text(text.read_text("utf-8").replace(" is {{ cities.leader.score }}:", " is highest:"), "utf-8")
    assert run("build", folder).exit_code == 0
    result = run("verify", folder, "--json")
    assert [(each["code"], each["level"]) for each in json.loads(result.output)["report"]] == [("RG371", "warning")]
    assert result.exit_code == 0


def test_one_edition_in_one_format_may_be_verified_alone(built: Path) -> None:
    result = run("verify", built, "-e", "en", "-f", "html")
    assert result.exit_code == 0
    assert "docx" not in result.output


def test_a_report_that_was_not_built_is_told_to_build_first(tmp_path: Path) -> None:
    result = run("verify", project(tmp_path / "new", REPORT.replace("[json]", "[html]")))
    assert result.exit_code == 6
    assert "this file is not there" in result.output
    assert "build the report first" in result.output
