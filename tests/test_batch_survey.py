"""check and verify look at all reports of a batch."""

from __future__ import annotations

from pathlib import Path

from reportgen.batch import batch
from tests import batches
from tests.batches import BATCH, TEXT
from tests.projects import run


def test_check_looks_at_every_report_and_says_a_problem_of_many_once(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path)
    assert "3 editions checked" in run("check", folder).output
    batches.batch(tmp_path, text=TEXT + "\n{% if item.key != '010' %}{{ cities['999'].score }}{% endif %}\n")
    done = run("check", folder)
    assert done.exit_code == 4
    assert done.output.count("the table cities has no row '999' (in 2 reports: mian-yang, yibin)") == 1
    assert run("check", folder, "--item", "chengdu").exit_code == 0
    alone = run("check", folder, "--item", "yibin")
    assert (alone.exit_code, "(in " in alone.output) == (4, False)


def test_verify_reads_the_files_of_every_report(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path, BATCH.replace("[json]", "[html]"))
    batch(folder, executor=batches.inline)
    assert "12 of 12 numbers matched; 0 differences" in run("verify", folder).output
    page = folder / "out" / "yibin" / "yibin.zh-Hans.html"
    page.write_text(page.read_text("utf-8").replace("65.00", "66.00"), "utf-8")
    done = run("verify", folder)
    assert (done.exit_code, "yibin.zh-Hans.html: 3 of 4 numbers matched" in done.output) == (6, True)
    assert run("verify", folder, "--item", "chengdu").exit_code == 0
