"""The doctor: tells what is missing on machines that are not ours."""

from __future__ import annotations

import builtins
import ctypes
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportgen import doctor
from reportgen.doctor import NAMES, Finding, current_platform, diagnose, missing_libraries, report, system_install_command

ROOT = Path(__file__).resolve().parents[1]


def find(name: str, **arguments: Any) -> Finding:
    return next(finding for finding in diagnose(**arguments) if finding.name == name)


def without_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, *arguments: object, **options: object) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", refuse)


def without_module(monkeypatch: pytest.MonkeyPatch, absent: str, error: Exception) -> None:
    real = builtins.__import__

    def refuse(name: str, *arguments: Any, **options: Any) -> Any:
        if name == absent:
            raise error
        return real(name, *arguments, **options)

    monkeypatch.delitem(sys.modules, absent, raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)


def test_the_environment_of_the_tests_is_ready(tmp_path: Path) -> None:
    assert [finding for finding in diagnose(tmp_path, {}) if finding.state == "missing"] == []


def test_missing_pango_is_named_with_the_command_that_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without_libraries(monkeypatch)
    pango = find("Pango")
    assert pango.state == "missing"
    assert "cannot be loaded" in pango.what
    assert pango.remedy["debian"] == "sudo apt-get install libpangoft2-1.0-0 libharfbuzz-subset0"
    assert missing_libraries() == tuple(doctor.SHARED_LIBRARIES)


def test_weasyprint_that_cannot_load_pango_is_a_finding_not_a_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    without_module(monkeypatch, "weasyprint", OSError("cannot load library 'libpango-1.0-0'\nsecond line"))
    finding = find("PDF layout")
    assert finding.state == "missing"
    assert finding.what == "WeasyPrint cannot start without Pango: cannot load library 'libpango-1.0-0'"
    assert finding.remedy["macos"] == "brew install pango"
    assert capsys.readouterr() == ("", "")


def test_weasyprint_that_is_not_installed_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    without_module(monkeypatch, "weasyprint", ModuleNotFoundError("No module named 'weasyprint'"))
    assert "pip install weasyprint==" in find("PDF layout").remedy["debian"]


def test_a_library_that_is_too_old_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "2.9.10" if name == "pandas" else "70.0")
    assert (find("pandas").state, find("pandas").what) == ("missing", "2.9.10 is installed, >= 3.0 is needed")
    assert find("weasyprint").state == "ok"


def test_another_version_of_a_pinned_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "70.1")
    assert find("weasyprint").what == "70.1 is installed, == 70.0 is needed"


def test_the_requirements_are_those_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert list(doctor.REQUIREMENTS) == project["dependencies"]
    assert list(doctor.CLUSTER) == project["optional-dependencies"]["cluster"]


def test_a_damaged_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "fonts.toml").write_text('[[face]]\nfamily = "A"\nweight = 400\nfile = "a.otf"\nsha256 = "00"\n', encoding="utf-8")
    (tmp_path / "a.otf").write_bytes(b"not the font")
    monkeypatch.setattr("reportgen.fonts.data_path", lambda name: tmp_path)
    assert find("fonts").what == "not the files that were bundled: a.otf"


def test_missing_fonts_are_a_finding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("reportgen.fonts.data_path", lambda name: tmp_path / "none")
    assert find("fonts").state == "missing"


@pytest.mark.parametrize(("value", "state"), [("1700000000", "ok"), ("yesterday", "missing"), ("", "missing")])
def test_the_source_date_must_be_seconds(value: str, state: str) -> None:
    assert find("SOURCE_DATE_EPOCH", environment={"SOURCE_DATE_EPOCH": value}).state == state


def test_an_output_folder_that_is_not_there_yet_is_judged_by_the_folder_it_will_be_made_in(tmp_path: Path) -> None:
    assert find("output folder", folder=tmp_path / "a" / "b").what == f"{tmp_path} can be written"


def test_an_output_folder_that_cannot_be_written_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(**options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    finding = find("output folder", folder=tmp_path)
    assert (finding.state, finding.what) == ("missing", f"{tmp_path} cannot be written: Permission denied")


def test_programs_that_are_only_useful_do_not_stop_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert find("LibreOffice").state == find("Poppler").state == "optional"
    assert find("Poppler").remedy["macos"] == "brew install poppler"


@pytest.mark.parametrize(
    ("system", "os_release", "platform"),
    [
        ("Linux", "ID=debian\n", "debian"),
        ("Linux", 'ID=ubuntu\nID_LIKE=debian\nNAME="Ubuntu"\n', "debian"),
        ("Linux", "NAME=Fedora Linux\nID=fedora\n", "fedora"),
        ("Linux", 'ID="almalinux"\nID_LIKE="rhel centos fedora"\n', "fedora"),
        ("Linux", "", "debian"),
        ("Darwin", "", "macos"),
        ("Windows", "", "windows"),
    ],
)
def test_the_platform_decides_which_command_is_shown(system: str, os_release: str, platform: doctor.Platform) -> None:
    assert current_platform(system, os_release) == platform


@pytest.mark.parametrize("platform", NAMES)
def test_every_remedy_covers_every_platform(platform: doctor.Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    without_libraries(monkeypatch)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    findings = diagnose(environment={"SOURCE_DATE_EPOCH": "x"})
    assert all(finding.remedy.get(platform) for finding in findings if finding.state != "ok")
    assert system_install_command(platform) in report(findings, platform=platform)


def test_the_report_counts_what_is_missing_and_is_json_on_demand() -> None:
    findings = [Finding("a", "ok", "1"), Finding("bb", "missing", "gone", {"debian": "get bb"}), Finding("c", "missing", "gone")]
    assert report(findings, platform="debian").splitlines() == [
        "ok       a   1",
        "MISSING  bb  gone",
        "         get bb",
        "MISSING  c   gone",
        "",
        "not ready: 2 things are missing",
    ]
    assert json.loads(report(findings, as_json=True))[1] == {"name": "bb", "state": "missing", "what": "gone", "remedy": {"debian": "get bb"}}


def test_the_setup_script_can_ask_before_anything_is_installed() -> None:
    command = [sys.executable, "-S", "-m", "reportgen.doctor"]  # -S: no site-packages
    answer = subprocess.run([*command, "--packages", "debian"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["libpangoft2-1.0-0", "libharfbuzz-subset0"]
    assert subprocess.run([*command, "--libraries"], cwd=ROOT, check=False).returncode == 0
    every_flag = set(re.findall(r"doctor (--[a-z-]+)", (ROOT / ".ci" / "setup").read_text("utf-8")))
    assert every_flag == {"--libraries", "--packages", "--help-install"}
