"""The command line: exit codes, messages on standard error, help; a traceback never reaches a user."""

from __future__ import annotations

import importlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from reportgen.cli import cli
from reportgen.output import STAGING
from tests.projects import REPORT, ROOT, outputs, project, run, start, whole


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return project(tmp_path / "small", english=True)


def add(folder: Path, text: str) -> None:
    page = folder / "narrative" / "zh-Hans" / "10-one.md"
    page.write_text(page.read_text("utf-8") + text, "utf-8")


def test_a_build_says_what_it_wrote(small: Path) -> None:
    result = run("build", small, "-e", "zh-Hans")
    assert result.exit_code == 0
    assert result.stdout == f"built 1 file in {small}/out\n  {small}/out/small.zh-Hans.json\n"
    assert run("build", small, "-e", "zh-Hans").stdout.startswith("nothing has changed; 1 file in")


def test_paths_are_printed_as_they_were_given(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.parent)
    assert "  small/out/small.zh-Hans.json\n" in run("build", "small").stdout
    assert "  proof/small.zh-Hans.json\n" in run("build", "small/report.yaml", "--out", "proof").stdout


def test_quiet_prints_errors_only(small: Path) -> None:
    assert run("build", small, "-q").output == ""
    add(small, "{{ citis }}\n")
    result = run("build", small, "--quiet")
    assert result.stdout == ""
    assert "there is nothing named 'citis'" in result.stderr
    assert result.stderr.endswith("1 error; nothing was written\n")


def test_verbose_prints_every_step(small: Path) -> None:
    assert "text zh-Hans" in run("build", small, "--verbose").stderr


@pytest.mark.parametrize(
    ("option", "value", "near"), [("-e", "zh-Hant", "zh-Hans"), ("-f", "htm", "html"), ("--edition", "eng", "en"), ("--format", "word", "docx")]
)
def test_an_unknown_edition_or_format_names_what_there_is(small: Path, option: str, value: str, near: str) -> None:
    result = run("build", small, option, value)
    assert result.exit_code == 2
    assert result.stderr.startswith("command line: error[RG130]")
    assert repr(value) in result.stderr
    assert near in result.stderr


@pytest.mark.parametrize("words", [["bild"], ["build"], ["build", ".", "--form", "x"], ["build", ".", "-j", "0"], ["--lang", "fr", "schema"], ["--nonsense"]])
def test_a_wrong_command_line_exits_with_2_and_says_how_it_is_used(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: reportgen" in result.stderr
    assert "-h' for help" in result.stderr


def test_a_near_command_is_suggested() -> None:
    assert "Did you mean 'build'?" in run("bild").stderr


def test_exit_codes_say_which_stage_failed(small: Path) -> None:
    data, page = small / "cities.csv", small / "narrative" / "zh-Hans" / "10-one.md"
    good = data.read_text("utf-8")
    data.write_text(good.replace("98.50", "98,5"), "utf-8")
    assert run("build", small).exit_code == 3
    data.write_text(good, "utf-8")
    text = page.read_text("utf-8")
    page.write_text(text.replace("tbl-all", "tbl-al", 1), "utf-8")
    assert run("build", small).exit_code == 4
    page.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("reportgen.typeset.lines.version", lambda name: "71.0")
        assert run("build", small, "-f", "pdf").exit_code == 5
    (small / "out").write_bytes(b"")
    assert run("build", small).exit_code == 7


def test_all_problems_of_all_editions_come_at_once(small: Path) -> None:
    add(small, "{{ citis }}\n")
    page = small / "narrative" / "en" / "10-one.md"
    page.write_text(page.read_text("utf-8") + "{{ cities.leader.nam }}\n", "utf-8")
    result = run("build", small)
    assert result.stderr.count(": error[") == 2
    assert "2 errors; nothing was written" in result.stderr


def test_strict_turns_warnings_into_errors_and_writes_nothing(small: Path) -> None:
    add(small, "\n共有7个城市。\n")
    assert run("check", small).exit_code == 0
    result = run("build", small, "--strict")
    assert result.exit_code == 4
    assert "warning[RG" in result.stderr
    assert not (small / "out").exists()
    assert run("check", small, "--strict").exit_code == 4
    assert run("build", small).exit_code == 0


def test_check_prints_one_json_object_per_finding(small: Path) -> None:
    add(small, "\n共有7个城市。\n")
    result = run("check", small, "--json")
    (found,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert set(found) == {"where", "what", "hint", "level", "code"}
    assert found["level"] == "warning"
    assert found["where"].startswith("narrative/zh-Hans/10-one.md:")
    add(small, "{{ citis }}\n")
    result = run("check", small, "--json")
    assert result.exit_code == 4
    assert [json.loads(line)["level"] for line in result.stdout.splitlines()] == ["error"]
    assert not (small / "out").exists()


def test_the_schema_is_json() -> None:
    assert json.loads(run("schema").stdout)["title"] == "report.yaml"


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"reportgen \d+\.\d+\.\d+\S*\n", run("--version").stdout)


@pytest.mark.parametrize("name", [None, *cli.commands])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_help_page_has_an_example(name: str | None, flag: str) -> None:
    result = run(*filter(None, [name, flag]))
    assert result.exit_code == 0
    assert re.search(rf"Examples?:\n +reportgen {name or 'build'}", result.stdout)


@pytest.mark.parametrize("name", [None, *cli.commands])
def test_every_help_page_is_chinese_on_request(name: str | None) -> None:
    result = run("--lang", "zh", *filter(None, [name, "-h"]))
    told = re.compile(r"[\u4e00-\u9fff]|^ +reportgen ")
    english = {line for line in result.stdout.splitlines() if re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", line) and not told.search(line)}
    assert "用法：" in result.stdout
    assert english == set()


def test_the_locale_chooses_the_language_and_lang_wins(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "已生成" in CliRunner().invoke(cli, ["build", str(small)]).stdout
    assert "nothing has changed" in CliRunner().invoke(cli, ["build", str(small), "--lang", "en"]).stdout
    assert "nothing has changed" in CliRunner().invoke(cli, ["--lang=en", "build", str(small)]).stdout
    assert "错误" in CliRunner().invoke(cli, ["build", "nowhere"]).stderr


def test_help_in_chinese_leaves_the_commands_english_for_the_next_reader() -> None:
    run("--lang", "zh", "build", "-h")
    assert run("build", "-h").stdout.startswith("Usage: reportgen build")


def test_a_bug_is_a_message_and_exit_code_70(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(importlib.import_module("reportgen.corridor"), "print_editions", broken)
    result = run("build", small)
    assert result.exit_code == 70
    assert result.stderr.startswith("reportgen: error[RG900]: a bug in reportgen: KeyError: 'x'")
    assert "Traceback" not in result.output
    assert isinstance(run("--debug", "build", small).exception, KeyError)


def test_what_a_terminal_cannot_show_is_escaped(small: Path) -> None:
    add(small, "{{ cities['\x1b[2J成都'] }}\n")
    with_control = run("build", small)
    assert with_control.exit_code == 4
    assert "\x1b" not in with_control.output


def test_a_terminal_without_chinese_gets_escapes_and_no_traceback(small: Path) -> None:
    add(small, "{{ cities['省'] }}\n")
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for lang in ("zh", "en"):
        process = start(["--lang", lang, "build", small], env=environment)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 4
        assert "\\u7701" in err
        assert "Traceback" not in out + err


def test_an_epoch_that_is_no_number_names_the_variable(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")
    result = run("build", small)
    assert result.exit_code == 2
    assert result.stderr.startswith("SOURCE_DATE_EPOCH: error[RG110]")


def test_a_linked_output_is_refused_and_its_target_untouched(small: Path, tmp_path: Path) -> None:
    (small / "out").mkdir()
    (tmp_path / "victim").write_bytes(b"mine")
    (small / "out" / "small.en.json").symlink_to(tmp_path / "victim")
    result = run("build", small)
    assert result.exit_code == 7
    assert result.stderr.startswith("small.en.json: error[RG601]: the output is a symbolic link")
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_an_out_that_is_a_file_is_refused(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    result = run("build", small, "--out", tmp_path / "file")
    assert result.exit_code == 7
    assert "choose another folder with --out" in result.stderr


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="only root can become somebody else")
def test_an_out_that_may_not_be_written_is_refused_to_an_ordinary_user(tmp_path: Path) -> None:
    code = """
import os, sys, pathlib
from reportgen.output import check_writable
os.setgid(65534); os.setuid(65534)
check_writable(pathlib.Path(sys.argv[1]), ["a"])
"""
    done = subprocess.run([sys.executable, "-c", code, "/usr/out"], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert "the output folder cannot be written" in done.stderr


# ---------------------------------------------------------------- stopped in the middle


def test_a_signal_ends_a_build_with_one_line_and_leaves_the_outputs_whole(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT.replace("[json]", "[html, json]"))
    assert run("build", folder).exit_code == 0
    before = outputs(folder / "out")
    codes = set()
    for attempt, number in enumerate([signal.SIGINT, signal.SIGTERM] * 5):
        process = start(["build", folder, "--force", "--verbose"])
        assert process.stderr is not None
        assert process.stderr.readline() == "[0/2] data\n"
        time.sleep(0.03 * attempt)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        codes.add(process.returncode)
        assert process.returncode in (0, 128 + number, -number), err  # -number: after the work, while Python shuts down
        if process.returncode > 0:
            assert err.splitlines()[-1] == "stopped; nothing is half-written"
            assert "Traceback" not in err
        assert outputs(folder / "out") == before
        assert whole(folder / "out")
        assert not (folder / "out" / STAGING).exists()
    assert codes & {130, 143}


def test_a_killed_build_leaves_each_output_old_or_new(tmp_path: Path) -> None:
    folder = project(tmp_path)
    versions = []
    for title in ("第一版", "第二版"):
        (folder / "report.yaml").write_text(REPORT.replace("城市", title), "utf-8")
        assert run("build", folder, "--force").exit_code == 0
        versions.append(outputs(folder / "out"))
    started = time.monotonic()
    start(["build", folder, "--force"]).communicate(timeout=60)
    takes = time.monotonic() - started
    for attempt in range(20):
        (folder / "report.yaml").write_text(REPORT.replace("城市", ("第一版", "第二版")[attempt % 2]), "utf-8")
        process = start(["build", folder, "--force"])
        time.sleep(takes * (0.5 + 0.03 * attempt))
        process.kill()
        process.communicate(timeout=60)
        for name, data in outputs(folder / "out").items():
            assert data in (versions[0][name], versions[1][name]), name
    assert run("build", folder).exit_code == 0
    assert outputs(folder / "out") == versions[1]
    assert whole(folder / "out")
    assert not (folder / "out" / STAGING).exists()


def test_two_builds_at_once_leave_one_whole_set(tmp_path: Path) -> None:
    """Two projects write the same names into one folder."""
    one, two = project(tmp_path / "one", english=True), project(tmp_path / "two", english=True, cities="code,name,score\n1,甲,3.00\n2,乙,2.00\n")
    sets = []
    for folder in (one, two):
        run("build", folder, "--out", tmp_path / "alone")
        sets.append(outputs(tmp_path / "alone"))
    for _ in range(4):
        processes = [start(["build", folder, "--force", "--out", tmp_path / "both"]) for folder in (one, two)]
        assert [process.wait(60) for process in processes] == [0, 0]
        for process in processes:
            process.communicate()
        assert outputs(tmp_path / "both") in sets
        assert whole(tmp_path / "both")


def test_the_help_page_loads_nothing_heavy() -> None:
    code = "import sys\nfrom reportgen.cli import cli\ntry: cli(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert not {"pandas", "numpy", "matplotlib", "weasyprint", "jinja2", "pydantic", "ruamel.yaml", "babel", "docx"} & set(done.stderr.split())


def test_every_option_has_a_help_text() -> None:
    for command in (cli, *cli.commands.values()):
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{command.name} {parameter.name}"
