"""An unchanged report is not built again; whatever changed, it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import manifest
from reportgen.manifest import NAME, digest_engine
from reportgen.stamp import content_digest
from tests.projects import ROOT, contents, project, run, start


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = project(tmp_path / "small", english=True)
    assert run("build", folder).exit_code == 0
    return folder


def is_built_again(folder: Path, *options: str) -> bool:
    result = run("build", folder, *options)
    assert result.exit_code == 0, result.output
    return result.stdout.startswith("built")


def record(folder: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((folder / "out" / NAME).read_bytes())
    return found


def test_an_unchanged_report_is_not_built_again_and_its_files_stay(built: Path) -> None:
    times = {path.name: path.stat().st_mtime_ns for path in (built / "out").iterdir()}
    assert not is_built_again(built)
    assert {path.name: path.stat().st_mtime_ns for path in (built / "out").iterdir()} == times
    assert is_built_again(built, "--force")


def test_a_changed_cell_is_noticed_though_size_and_time_stay(built: Path) -> None:
    data = built / "cities.csv"
    before = data.stat()
    data.write_text(data.read_text("utf-8").replace("98.50", "98.70"), "utf-8")
    os.utime(data, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert data.stat().st_size == before.st_size
    assert is_built_again(built)
    assert b"98.70" in (built / "out" / "small.en.json").read_bytes()


def test_the_time_of_a_file_says_nothing(built: Path) -> None:
    os.utime(built / "cities.csv", (0, 0))
    os.utime(built / "report.yaml", (2e9, 2e9))
    assert not is_built_again(built)


def test_an_edited_an_added_and_a_removed_narrative_are_noticed(built: Path) -> None:
    page = built / "narrative" / "en" / "10-one.md"
    page.write_text(page.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert is_built_again(built)
    (page.parent / "20-two.md").write_text("# Two\n", "utf-8")
    (built / "narrative" / "zh-Hans" / "20-two.md").write_text("# 二\n", "utf-8")
    assert is_built_again(built)
    (page.parent / "20-two.md").unlink()
    (built / "narrative" / "zh-Hans" / "20-two.md").unlink()
    assert is_built_again(built)
    assert not is_built_again(built)


def test_a_changed_project_file_is_noticed(built: Path) -> None:
    (built / "report.yaml").write_text((built / "report.yaml").read_text("utf-8") + "# a comment\n", "utf-8")
    assert is_built_again(built)


def test_another_request_is_another_build(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_built_again(built, "-e", "en")
    assert is_built_again(built, "-e", "en", "--strict")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert is_built_again(built, "-e", "en", "--strict")


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes() + b" "), lambda path: path.write_bytes(b"")])
def test_a_changed_output_is_built_again(built: Path, damage: object) -> None:
    before = contents(built / "out")
    damage(built / "out" / "small.en.json")  # type: ignore[operator]
    assert is_built_again(built)
    assert contents(built / "out") == before


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"inputs": 1}', '{"inputs": {}, "outputs": {}}', "\ufffd"])
def test_a_damaged_record_is_built_again(built: Path, text: str) -> None:
    before = contents(built / "out")
    (built / "out" / NAME).write_text(text, "utf-8")
    assert is_built_again(built)
    assert contents(built / "out") == before


def test_another_engine_is_another_build(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "engine_digest", lambda: "another")
    assert is_built_again(built)


def test_the_engine_is_its_code_templates_fonts_and_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [tmp_path / name for name in ("code", "templates", "fonts")]
    files = [folders[0] / "a.py", folders[1] / "_page" / "print.css", folders[2] / "fonts.toml", folders[2] / "coverage.json"]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"one")
    seen = [digest_engine(*folders)]
    for file in files:
        file.write_bytes(b"two")
        seen.append(digest_engine(*folders))
    files[0].rename(folders[0] / "b.py")
    seen.append(digest_engine(*folders))
    monkeypatch.setattr(manifest, "library_versions", lambda: {"pango": "2"})
    seen.append(digest_engine(*folders))
    assert len(set(seen)) == len(seen)


def test_the_record_names_libraries_inputs_and_outputs_and_no_place_of_the_machine(built: Path) -> None:
    found = record(built)
    assert {"python", "pango", "harfbuzz", "weasyprint", "matplotlib"} <= found["libraries"].keys()
    assert sorted(found["inputs"]) == ["cities.csv", "narrative/en/10-one.md", "narrative/zh-Hans/10-one.md", "report.yaml"]
    assert sorted(found["outputs"]) == ["small.en.json", "small.zh-Hans.json"]
    assert str(built.parent) not in (built / "out" / NAME).read_text("utf-8")


def test_data_in_the_workspace_are_recorded_relative_to_the_project(tmp_path: Path) -> None:
    folder = project(tmp_path / "reports" / "one")
    (tmp_path / "datasets").mkdir()
    (folder / "cities.csv").rename(tmp_path / "datasets" / "cities.csv")
    (folder / "report.yaml").write_text((folder / "report.yaml").read_text("utf-8").replace("data: cities.csv", "data: ../../datasets/cities.csv"), "utf-8")
    assert is_built_again(folder)
    assert "../../datasets/cities.csv" in record(folder)["inputs"]
    (tmp_path / "datasets" / "cities.csv").write_text("code,name,score\n1,甲,1.00\n", "utf-8")
    assert is_built_again(folder)


def test_finding_nothing_changed_loads_nothing_heavy(built: Path) -> None:
    start(["build", built, "--force"]).communicate(timeout=60)
    code = "import sys, reportgen, pathlib; assert not reportgen.build(pathlib.Path(sys.argv[1])).is_fresh; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, built], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    heavy = {"pandas", "numpy", "matplotlib", "weasyprint", "jinja2", "docx", "lxml", "babel", "PIL", "uharfbuzz", "pikepdf", "frictionless"}
    assert not heavy & set(done.stdout.split())


def test_the_record_of_a_word_file_names_what_it_holds_beside_its_bytes(tmp_path: Path) -> None:
    folder = project(tmp_path / "small")
    assert run("build", folder, "-f", "docx").exit_code == 0
    data = (folder / "out" / "small.zh-Hans.docx").read_bytes()
    assert record(folder)["contents"]["small.zh-Hans.docx"] == content_digest(data)
