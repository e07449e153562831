"""What is wrong with a project file is said once, at its place, with a remedy; and nothing is written."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.errors import ProjectError
from reportgen.project import Project, load_project, schema
from tests.projects import REPORT, contents, project, run

Break = Callable[[Path], object]


def written(old: str, new: str) -> Break:
    """Return a change to report.yaml."""

    def change(folder: Path) -> None:
        text = (folder / "report.yaml").read_text("utf-8")
        assert old in text
        (folder / "report.yaml").write_text(text.replace(old, new), "utf-8", errors="surrogatepass")

    return change


def bilingual_without_english(folder: Path) -> None:
    written("[zh-Hans]", "[zh-Hans+en]")(folder)
    written("  en:", "  xx:")(folder)


def data(path: str, make: Break = lambda folder: None) -> Break:
    """Return a change of the data's path, and of what is there."""

    def change(folder: Path) -> None:
        written("data: cities.csv", f"data: {path}")(folder)
        make(folder)

    return change


def raw(content: bytes) -> Break:
    return lambda folder: (folder / "report.yaml").write_bytes(content)


CASES: dict[str, tuple[Break, int, str, str]] = {
    "E01 a key is given twice": (written("date:", "name: again\ndate:"), 2, "report.yaml:2:1", "is given twice"),
    "E02 a misspelt setting": (written("editions:", "edition:"), 2, "report.yaml:4:1", "did you mean 'editions'?"),
    "E02 a misspelt setting of a part": (written("{title: 城市}", "{title: 城市, subtitel: x}"), 2, "report.yaml:7:24", "did you mean 'subtitle'?"),
    "E02 a misspelt setting of a table": (written("key: code", "kee: code"), 2, "report.yaml:10:44", "did you mean 'key'?"),
    "E04 a code that begins with a zero": (written("meta:", "highlight: 010\nmeta:"), 2, "report.yaml:6:12", 'put a code in quotes: "010"'),
    "E04 a number where text is meant": (written("title: 城市", "title: 2023"), 2, "report.yaml:7:13", "put it in quotes"),
    "E05 an impossible date": (written("2024-05-01", "2024-02-30"), 2, "report.yaml:2:1", "date is '2024-02-30', which is not a date"),
    "E06 aliases that expand": (written("name: small", "x: &a [1]\ny: [*a, *a]\nname: small"), 2, "report.yaml:1:4", "write the value out"),
    "E08 a tag": (written("name: small", "name: !!python/object/new:os.system [x]"), 2, "report.yaml:1:7", "is not used in this file"),
    "E09 a tab": (written("  zh-Hans:", "\tzh-Hans:"), 2, "report.yaml:7:1", "is not YAML"),
    "E10 a colon without quotes": (written("{title: 城市}", "\n    title: 城市: 报告"), 2, "report.yaml:8:14", "quotes"),
    "E11 a GBK file": (raw(REPORT.encode("gbk")), 2, "report.yaml:7", "save the file as UTF-8"),
    "E12 data above the project": (data("../cities.csv"), 2, "report.yaml:5:1", "is outside the project"),
    "E12 a narrative above the project": (written("meta:", "narrative: ../narrative\nmeta:"), 2, "report.yaml:6:1", "is outside the project"),
    "E13 an absolute path": (data("/etc/passwd"), 2, "report.yaml:5:1", "is not a path inside the project"),
    "E13 an absolute narrative": (written("meta:", "narrative: /etc\nmeta:"), 2, "report.yaml:6:1", "is outside the project"),
    "E14 a link out of the project": (data("link.csv", lambda f: (f / "link.csv").symlink_to("/etc/hostname")), 2, "report.yaml:5:1", "leaves the project"),
    "E15 a folder": (data("narrative"), 2, "report.yaml:5:1", "is not a regular file"),
    "E16 a named pipe": (data("pipe.csv", lambda f: os.mkfifo(f / "pipe.csv")), 2, "report.yaml:5:1", "is not a regular file"),
    "E17 a URL": (data("https://example.org/a.csv"), 2, "report.yaml:5:1", "is not a path inside the project"),
    "E18 a file: URL": (data("file:/etc/passwd"), 2, "report.yaml:5:1", "is a URL"),
    "E18 a file:// URL": (data("file:///etc/passwd"), 2, "report.yaml:5:1", "is not a path inside the project"),
    "E19 a missing file with a near name": (data("citys.csv"), 2, "report.yaml:5:1", "did you mean 'cities.csv'?"),
    "E20 another case": (data("Cities.csv"), 2, "report.yaml:5:1", "did you mean 'cities.csv'?"),
    "E21 ten thousand brackets": (written("name: small", "x: " + "[" * 10_000), 2, "report.yaml:1:43", "check the brackets"),
    "E22 an empty file": (raw(b""), 2, "report.yaml", "holds no settings"),
    "E22 a list": (raw(b"- a\n- b\n"), 2, "report.yaml", "holds no settings"),
    "E23 a control character by escape": (written("title: 城市", r'title: "\x07"'), 2, "report.yaml:7:13", "U+0007"),
    "E23 a private-use character": (written("城市", "城\ue000市"), 2, "report.yaml:7:21", "U+E000"),
    "E24 a lone surrogate by escape": (written("title: 城市", r'title: "\ud800"'), 2, "report.yaml:7:13", "U+D800"),
    "E25 an endless device": (data("zero.csv", lambda f: (f / "zero.csv").symlink_to("/dev/zero")), 2, "report.yaml:5:1", "leaves the project"),
    "E26 compressed data": (data("c.csv.gz", lambda f: (f / "c.csv.gz").write_bytes(gzip.compress(b"a\n1\n"))), 3, "c.csv.gz", ".csv or .xlsx"),
    "E27 a column that is not there": (written("value: score", "value: scor"), 3, "report.yaml:10:30", "did you mean 'score'?"),
    "E28 a name that leaves the folder": (written("name: small", "name: ../small"), 2, "report.yaml:1:1", "is not a file name"),
    "an unknown edition": (written("[zh-Hans]", "[zh-Hant-MO]"), 2, "report.yaml:4:12", "did you mean 'zh-Hant-TW'?"),
    "an edition whose other language has no title": (bilingual_without_english, 2, "report.yaml:6:1", "meta has no part for the edition 'en'"),
    "an edition without a title": (written("  zh-Hans:", "  xx:"), 2, "report.yaml:6:1", "meta has no part for the edition 'zh-Hans'"),
    "an edition twice": (written("[zh-Hans]", "[zh-Hans, zh-Hans]"), 2, "report.yaml:4:1", "names one thing twice"),
    "an unknown form of charts": (written("[json]", "[json]\nword: {charts: nativ}"), 2, "report.yaml:4:8", "choose 'native' or 'picture'"),
    "an unknown format": (written("[json]", "[jsn]"), 2, "report.yaml:3:11", "choose 'html', 'pdf', 'docx' or 'json'"),
    "an unknown theme": (written("meta:", "theme: reprot\nmeta:"), 2, "report.yaml:6:1", "did you mean 'report'?"),
    "an unknown report type": (written("meta:", "type: anual-index\nmeta:"), 2, "report.yaml:6:1", "did you mean 'annual-index'?"),
    "a report type that leaves the templates": (written("meta:", "type: ../fonts\nmeta:"), 2, "report.yaml:6:1", "there is no report type"),
    "a colour in words": (written("meta:", "theme: {accent: red}\nmeta:"), 2, "report.yaml:6:9", "is not a colour"),
    "a list where settings are meant": (written("{title: 城市}", "[城市]"), 2, "report.yaml:7:3", "is not a group of settings"),
    "a title that is missing": (written("{title: 城市}", "{author: x}"), 2, "report.yaml:7:3", "the setting meta.zh-Hans.title is missing"),
    "a date that is missing": (written("date: 2024-05-01\n", ""), 2, "report.yaml", "the setting date is missing"),
    "no editions": (written("[zh-Hans]", "[]"), 2, "report.yaml:4:1", "is an empty list"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_project_is_one_located_message_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    change, code, where, said = CASES[name]
    folder = project(tmp_path / "report")
    assert run("build", folder).exit_code == 0
    before = contents(folder / "out")
    change(folder)
    result = run("build", folder)
    assert result.exit_code == code, result.output
    assert result.stderr.startswith(f"{where}: error[RG"), result.stderr
    assert said in result.stderr
    assert result.stderr.count(": error[") == 1, result.stderr
    assert result.stderr.endswith("1 error; nothing was written\n")
    assert str(tmp_path) not in result.output
    assert contents(folder / "out") == before
    assert not (folder / "out" / ".staging").exists()


def test_a_project_that_never_built_leaves_no_output_folder(tmp_path: Path) -> None:
    folder = project(tmp_path)
    written("date:", "dat:")(folder)
    assert run("build", folder).exit_code == 2
    assert not (folder / "out").exists()


def test_all_problems_of_the_file_are_said_at_once(tmp_path: Path) -> None:
    folder = project(tmp_path)
    for change in (written("2024-05-01", "soon"), written("[json]", "[jsn]"), written("key: code", "kee: code")):
        change(folder)
    assert run("build", folder).stderr.count(": error[") == 3


def test_no_stays_no(tmp_path: Path) -> None:
    folder = project(tmp_path)
    written("title: 城市", "title: NO")(folder)
    assert load_project(folder).spec.meta["zh-Hans"].title == "NO"


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "report.yaml").write_bytes(b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode())
    assert load_project(folder).spec.name == "small"


def test_a_project_is_named_by_its_folder_or_its_file(tmp_path: Path) -> None:
    folder = project(tmp_path)
    assert load_project(folder).spec == load_project(folder / "report.yaml").spec


def test_a_missing_project_names_the_nearest_one(tmp_path: Path) -> None:
    project(tmp_path / "sichuan-2023")
    result = run("build", tmp_path / "sichuan-2032")
    assert result.exit_code == 2
    assert "did you mean 'sichuan-2023'?" in result.stderr


def test_the_schema_describes_every_setting() -> None:
    described = schema()
    assert set(described["properties"]) == set(Project.model_fields)
    assert set(described["required"]) == {"name", "date", "data", "meta"}


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ("theme:\n  primary: #1F3B63\n", "theme.primary is empty"),
        ("groups:\n  east: {where: {side: left}, name: {zh-Hans: 东部}}\n", "there are groups but no regions"),
    ],
)
def test_what_yaml_turns_into_nothing_is_said(tmp_path: Path, lines: str, where: str) -> None:
    with pytest.raises(ProjectError, match=where):
        load_project(project(tmp_path, REPORT + lines))


def test_an_unknown_unit_is_located_with_the_nearest_one(tmp_path: Path) -> None:
    report = REPORT.replace("key: code}", "key: code, units: {score: percnt}}")
    with pytest.raises(ProjectError, match=r"report.yaml:\d+:\d+: .*no unit 'percnt'\n.*'percent'"):
        load_project(project(tmp_path, report))
