"""``reportgen audit``: what it lists, what --fix writes and leaves, and that check and a strict build agree with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.audit.proposals import Proposal
from reportgen.audit.sources import Finding
from tests.projects import CITIES, ROOT, contents, project, run

REPORT = """\
name: small
date: 2024-05-01
formats: [json]
editions: [zh-Hans]
data: cities.csv
regions: cities
meta:
  zh-Hans: {title: 城市}
tables:
  cities: {resource: cities, value: score, key: code, units: {score: score}}
"""
TYPED = """\
# 概况 {#sec-one}

{{ cities.title }}：成都得98.50分，绵阳列第二位，近三成。

{#- 一行注释 -#}
"""


def typed(folder: Path, text: str = TYPED, newline: str = "\n") -> Path:
    """Write a report in which two numbers that the data know, and one they do not, are typed."""
    project(folder, REPORT, cities=CITIES)
    (folder / "narrative" / "zh-Hans" / "10-one.md").write_text(text, "utf-8", newline=newline)
    return folder


def narrative(folder: Path) -> str:
    return (folder / "narrative" / "zh-Hans" / "10-one.md").read_bytes().decode()


def test_each_number_is_listed_with_its_place_its_sentence_and_what_would_print_it(tmp_path: Path) -> None:
    result = run("audit", typed(tmp_path))
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith("narrative/zh-Hans/10-one.md:3:23: 98.50  ")
    assert lines[1].strip() == 'write {{ cities["成都"].score }}  (cities.csv[010].score)'
    assert '{{ cities["绵阳"].rank | ordinal }}' in result.output
    assert lines[-1] == "3 numbers typed by hand in 1 narratives, 2 of them known to the data; declared: 0"


def test_fix_writes_what_is_sure_and_changes_nothing_that_is_printed(tmp_path: Path) -> None:
    folder = typed(tmp_path)
    assert run("build", folder).exit_code == 0
    before = contents(folder / "out")["small.zh-Hans.json"]
    shown = run("audit", folder, "--diff").output
    assert narrative(folder) == TYPED
    assert '+{{ cities.title }}：成都得{{ cities["成都"].score }}' in shown
    assert run("audit", folder, "--fix").exit_code == 0
    assert narrative(folder) == TYPED.replace("98.50分", '{{ cities["成都"].score }}分').replace("第二位", '{{ cities["绵阳"].rank | ordinal }}位')
    assert run("build", folder).exit_code == 0
    after = contents(folder / "out")["small.zh-Hans.json"]
    assert _words(json.loads(before)) == _words(json.loads(after))
    assert before != after, "the numbers know where they come from now"


def _words(node: object) -> str:
    """Return everything a document says, whatever it is made of."""
    if isinstance(node, dict):
        return _words(node["text"]) if "text" in node else "".join(_words(value) for key, value in node.items() if key != "node")
    return "".join(map(_words, node)) if isinstance(node, list) else str(node)


def test_the_line_ends_of_a_file_stay_as_they_are(tmp_path: Path) -> None:
    folder = typed(tmp_path, newline="\r\n")
    run("audit", folder, "--fix")
    assert "98.50" not in narrative(folder)
    assert narrative(folder).count("\r\n") == narrative(folder).count("\n") == TYPED.count("\n")


def test_an_expression_that_would_change_what_is_printed_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def other(found: object, finding: Finding) -> Proposal:
        name = "宜宾" if finding.words == "98.50" else "绵阳"
        return Proposal(f'{{{{ cities["{name}"].rank | ordinal }}}}', finding.words, 0, "", finding.start, finding.end)

    monkeypatch.setattr("reportgen.audit.run.sure", other)
    folder = typed(tmp_path)
    run("audit", folder, "--fix")
    assert "98.50" in narrative(folder), "a rank does not print it"
    assert '{{ cities["绵阳"].rank | ordinal }}位' in narrative(folder), "what is right beside it is written"


def test_strict_fails_until_every_number_is_computed_or_declared_and_check_and_build_agree(tmp_path: Path) -> None:
    folder = typed(tmp_path)
    for command in ("audit", "check", "build"):
        assert run(command, folder, "--strict").exit_code == 4
    run("audit", folder, "--fix")
    text = narrative(folder).replace("三成", '{{ fixed("三成", reason="约数") }}')
    (folder / "narrative" / "zh-Hans" / "10-one.md").write_text(text, "utf-8")
    for command in ("audit", "check", "build"):
        assert run(command, folder, "--strict").exit_code == 0
    assert "三成 is declared: 约数" in run("audit", folder, "--verbose").output


def test_check_lists_the_same_places(tmp_path: Path) -> None:
    folder = typed(tmp_path)
    checked = [json.loads(line)["where"] for line in run("check", folder, "--json").output.splitlines()]
    audited = [json.loads(line) for line in run("audit", folder, "--json").output.splitlines()]
    assert checked == [f"{each['file']}:{each['line']}:{each['column']}" for each in audited]
    assert [each["words"] for each in audited] == ["98.50", "第二", "三成"]
    assert audited[0]["proposals"][0] == {
        "expression": '{{ cities["成都"].score }}', "prints": "98.50", "same": True, "source": "cities.csv[010].score", "sure": True,
    }  # fmt: skip


def test_a_batch_is_audited_once_for_all_its_reports() -> None:
    result = run("audit", ROOT / "examples" / "region-briefs", "--strict")
    assert result.exit_code == 0
    assert "0 numbers typed by hand in 2 narratives" in result.output
