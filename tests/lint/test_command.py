"""``reportgen lint``: what is read, what is printed, what is written."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from reportgen.errors import OutputError, ProjectError
from reportgen.lint import lint, mend
from reportgen.lint.sources import find_sources
from reportgen.output import replace_file
from reportgen.project import report_types
from reportgen.resources import data_path
from tests.projects import REPORT, ROOT, project, run

WRONG = "# 概况。\n\n规模扩大,增速放缓,见表4。\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = project(tmp_path / "small", english=True)
    (folder / "narrative" / "zh-Hans" / "10-one.md").write_text(WRONG, "utf-8")
    return folder


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


# ---------------------------------------------------------------- the reports of this repository


def test_the_example_is_clean() -> None:
    linted = lint(ROOT / "examples" / "sichuan-2023")
    assert linted.findings == ()
    assert linted.files > 20


@pytest.mark.parametrize("name", [name for name in report_types() if (data_path("templates") / name / "scaffold").is_dir()])
def test_what_a_new_report_begins_with_is_clean(name: str) -> None:
    assert lint(data_path("templates") / name / "scaffold").findings == ()


@pytest.mark.parametrize("path", sorted(data_path("templates").glob("*/macros/*.j2")), ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_the_macros_of_the_report_types_are_clean(path: Path, tmp_path: Path) -> None:
    (tmp_path / path.stem).mkdir()
    assert lint(write(tmp_path / path.stem / "macros.md", path.read_text("utf-8"))).findings == ()


# ---------------------------------------------------------------- what is printed


def test_findings_are_listed_with_place_rule_and_the_right_reading(small: Path) -> None:
    result = run("lint", small)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "narrative/zh-Hans/10-one.md:1:5: H4: a full stop at the end of a heading: …概况。…",
        "  write: …概况…",
        "narrative/zh-Hans/10-one.md:3:5: U9: a half-width mark beside Chinese: …规模扩大,增速放缓,见表4…",
        "  write: …规模扩大，增速放缓,见表4…",
        "narrative/zh-Hans/10-one.md:3:10: U9: a half-width mark beside Chinese: …模扩大,增速放缓,见表4。…",
        "  write: …模扩大,增速放缓，见表4。…",
        "narrative/zh-Hans/10-one.md:3:12: T2: a table named by its number: …大,增速放缓,见表4。…",
        '  hint: write {{ ref("tbl-…") }}',
        "4 findings (U9 2, H4 1, T2 1); --fix mends 3",
    ]


def test_findings_are_told_in_chinese(small: Path) -> None:
    result = run("--lang", "zh", "lint", small, "--rule", "U9")
    assert result.stdout.splitlines()[0] == "narrative/zh-Hans/10-one.md:3:5：U9：中文用了半角标点：…规模扩大,增速放缓,见表4…"
    assert result.stdout.splitlines()[-1] == "共2处（U9 2），其中2处可用--fix修正"


def test_strict_fails_while_something_is_found(small: Path) -> None:
    assert run("lint", small, "--strict").exit_code == 4
    assert run("lint", small, "--strict", "--fix").exit_code == 4
    assert run("lint", small, "--strict", "--rule", "U9").exit_code == 0


def test_json_gives_one_object_a_finding(small: Path) -> None:
    lines = [json.loads(line) for line in run("lint", small, "--json", "--rule", "U9").stdout.splitlines()]
    assert [(line["line"], line["column"], line["reading"]) for line in lines] == [(3, 5, "，"), (3, 10, "，")]
    assert all(line["fixable"] and line["severity"] == "must" for line in lines)


def test_of_one_file_twenty_findings_are_listed_unless_asked_for_more(small: Path) -> None:
    write(small / "narrative" / "zh-Hans" / "10-one.md", "规模,扩大。" * 30)
    assert "narrative/zh-Hans/10-one.md: and 10 more; --verbose shows all" in run("lint", small).stdout
    assert run("lint", small, "-v").stdout.count("U9: ") == 30


def test_nothing_found_is_said(small: Path) -> None:
    write(small / "narrative" / "zh-Hans" / "10-one.md", "规模扩大。\n")
    assert run("lint", small).stdout == "nothing found in 4 files\n"
    assert run("lint", small, "-q").output == ""


# ---------------------------------------------------------------- what is written


def test_fix_mends_what_is_sure_and_says_how_often(small: Path) -> None:
    page = small / "narrative" / "zh-Hans" / "10-one.md"
    result = run("lint", small, "--fix")
    assert page.read_text("utf-8") == "# 概况\n\n规模扩大，增速放缓，见表4。\n"
    assert result.stderr == "narrative/zh-Hans/10-one.md: 3 repairs (U9 2, H4 1)\n"
    assert result.stdout.endswith("1 finding (T2 1); --fix mends 0\n")


def test_diff_shows_the_repairs_and_writes_nothing(small: Path) -> None:
    page = small / "narrative" / "zh-Hans" / "10-one.md"
    result = run("lint", small, "--diff")
    assert page.read_text("utf-8") == WRONG
    assert "-规模扩大,增速放缓,见表4。\n+规模扩大，增速放缓，见表4。\n" in result.stdout


def test_a_file_in_which_nothing_is_mended_is_not_written(small: Path) -> None:
    page = small / "narrative" / "en" / "10-one.md"
    page.chmod(0o444)
    before = page.stat().st_mtime_ns, page.stat().st_ino
    run("lint", small, "--fix")
    assert (page.stat().st_mtime_ns, page.stat().st_ino) == before


def test_byte_order_mark_line_endings_and_permissions_stay(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_bytes(b"\xef\xbb\xbf" + "规模,扩大。\r\n\r\n增速".encode())
    page.chmod(0o640)
    mend(page, write=True)
    assert page.read_bytes() == b"\xef\xbb\xbf" + "规模，扩大。\r\n\r\n增速".encode()
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_cannot_be_replaced_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = write(tmp_path / "a.md", "规模,扩大。")

    def full(source: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        mend(page, write=True)
    assert page.read_text("utf-8") == "规模,扩大。"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_a_link_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "b.md").symlink_to(write(tmp_path / "a.md", "甲"))
    with pytest.raises(OutputError, match="is a symbolic link"):
        replace_file(tmp_path / "b.md", b"")


def test_shared_data_outside_the_project_are_reported_and_never_written(tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    folder = project(tmp_path / "small", REPORT.replace("data: cities.csv", "data: ../datasets/cities.csv"))
    shared = write(tmp_path / "datasets" / "cities.csv", "code,name,score\n010,成 都,98.50\n020,绵阳(市),71.20\n")
    assert [(each.path, each.is_safe) for each in lint(folder, ("U7", "U9")).findings] == [("../datasets/cities.csv", False)] * 3
    before = shared.read_bytes()
    mend(folder, write=True)
    assert shared.read_bytes() == before


# ---------------------------------------------------------------- what is read


def test_a_rule_can_be_switched_off_and_words_be_kept_in_report_yaml(small: Path) -> None:
    write(small / "report.yaml", (small / "report.yaml").read_text("utf-8") + "lint: {off: [T2, H4], keep: ['扩大,增速']}\n")
    assert [(each.rule, each.column) for each in lint(small).findings] == [("U9", 10)]
    assert [(each.rule, each.column) for each in lint(small / "narrative" / "zh-Hans" / "10-one.md").findings] == [("U9", 10)]
    assert [each.rule for each in lint(small, ("H4",)).findings] == ["H4"], "a rule asked for by name"


def test_an_unknown_rule_is_named_with_the_nearest(small: Path) -> None:
    result = run("lint", small, "--rule", "U99")
    assert result.exit_code == 2
    assert "command line: error[RG141]: there is no rule 'U99'\n  hint: did you mean 'U9'?" in result.stderr
    write(small / "report.yaml", (small / "report.yaml").read_text("utf-8") + "lint: {off: [U77]}\n")
    with pytest.raises(ProjectError, match=r"report\.yaml:\d+:14: error\[RG141\]: there is no rule 'U77'"):
        lint(small)


def test_folders_and_single_files_are_read(small: Path, tmp_path: Path) -> None:
    narratives = [source.path for source in find_sources(small / "narrative").sources]
    assert narratives == ["en/10-one.md", "zh-Hans/10-one.md"]
    assert [source.path for source in find_sources(small / "cities.csv").sources] == ["cities.csv"]
    whole = [source.path for source in find_sources(small / "report.yaml").sources]
    assert whole == ["report.yaml", "narrative/en/10-one.md", "narrative/zh-Hans/10-one.md", "cities.csv"]
    assert lint(write(tmp_path / "draft.txt", "　　甲\n　　乙,丙\n"), ("G1", "G7", "U9")).findings[0].rule == "G1"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"", "holds nothing to read"),
        ("none.md", None, "does not exist"),
        ("a.md", b"\xb9\xe6\xc4\xa3", "is not UTF-8"),
        (".", None, "holds nothing to read"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str, data: bytes | None, message: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result = run("lint", tmp_path / name)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_data_in_another_encoding_are_reported_and_never_written(tmp_path: Path) -> None:
    folder = project(tmp_path / "small", REPORT.replace("cities.csv", "datapackage.json"))
    (folder / "datapackage.json").write_text(json.dumps({"resources": [{"name": "cities", "path": "cities.csv", "encoding": "gb18030"}]}), "utf-8")
    (folder / "cities.csv").write_bytes("code,name,score\n010,成都(市),98.50\n".encode("gb18030"))
    found = [(each.rule, each.is_safe) for each in lint(folder).findings]
    assert found == [("U9", False)] * 2
