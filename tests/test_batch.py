"""Many reports from one project: what is wrong with one costs one, and a batch that was stopped goes on where it was."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from reportgen import batch as engine
from reportgen.batch import Batch, batch
from reportgen.batch.briefs import Choice
from reportgen.batch.record import together
from reportgen.corridor import Order
from reportgen.errors import DataError, ProjectError
from reportgen.pool import Limits
from tests import batches
from tests.batches import BATCH, ITEMS, TEXT
from tests.projects import REPORT, contents, project, run, start
from tests.tasks import poisoned_brief

SLUGS = ("chengdu", "mian-yang", "yibin")


def made(folder: Path, *, jobs: int = 0, **asked: object) -> Batch:
    return batch(folder, jobs=jobs or None, executor=None if jobs else batches.inline, **asked)  # type: ignore[arg-type]


def states(found: Batch) -> dict[str, str]:
    return {report.slug: f"{report.state}{', fresh' if report.is_fresh else ''}" for report in found.reports}


def everything(out: Path) -> dict[str, dict[str, bytes]]:
    return {path.name: contents(path) for path in (out, *sorted(out.iterdir())) if path.is_dir()}


def told(folder: Path) -> dict[str, object]:
    return {report["name"]: report for report in json.loads((folder / "out" / "batch.json").read_bytes())["reports"]}


def test_every_row_becomes_the_folder_that_a_build_of_it_would_be(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path)
    assert states(made(folder, jobs=2)) == dict.fromkeys(SLUGS, "done, fresh")
    assert run("build", folder, "--item", "yibin", "--out", tmp_path / "alone").exit_code == 0
    assert contents(folder / "out" / "yibin") == contents(tmp_path / "alone" / "yibin")


def test_what_has_not_changed_is_left_alone_and_what_has_is_made(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path)
    made(folder)
    before = everything(folder / "out")
    assert states(made(folder)) == dict.fromkeys(SLUGS, "done")
    assert everything(folder / "out") == before
    (folder / "out" / "chengdu" / "chengdu.zh-Hans.json").write_text("{}", "utf-8")
    batches.batch(tmp_path, items=ITEMS.replace("南", "东南"))
    assert states(made(folder)) == {"chengdu": "done, fresh", "mian-yang": "done", "yibin": "done, fresh"}
    assert states(made(folder, order=Order(force=True))) == dict.fromkeys(SLUGS, "done, fresh")


def test_batch_json_tells_the_same_whoever_made_the_reports_and_when(tmp_path: Path) -> None:
    first, second = (batches.batch(tmp_path / name) for name in ("first", "second"))
    made(first)
    made(second, choice=Choice(items=("yibin",)))
    made(second, jobs=1)
    assert everything(first / "out") == everything(second / "out")
    assert told(first)["chengdu"]["state"] == "done"  # type: ignore[index]


def test_a_batch_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    items = ITEMS + "".join(f"0{n},市{n},City {n},city-{n},西,west,1,true,\n" for n in range(40, 46))
    report, text = BATCH.replace('"{{ item.key }}"', '"010"'), "# 概况\n\n{{ item.name }}\n"
    folder = batches.batch(tmp_path / "killed", report, items=items, text=text)
    process = start(["batch", folder, "--jobs", "1", "--quiet"])
    while not (folder / "out" / "mian-yang" / "build-manifest.json").exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.communicate()
    found = states(made(folder))
    assert found["chengdu"] == found["mian-yang"] == "done"
    assert list(found.values()).count("done, fresh") >= 1
    whole = batches.batch(tmp_path / "whole", report, items=items, text=text)
    made(whole)
    assert everything(folder / "out") == everything(whole / "out")


def test_a_row_that_the_narrative_cannot_be_written_for_costs_one_report(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path, text=TEXT + "\n{% if item.key == '020' %}{{ cities['999'].score }}{% endif %}\n")
    done = run("batch", folder, "--jobs", "1", "--where", "weight=1.50,2,3")
    assert done.exit_code == 8
    assert "narrative/zh-Hans/10-one.md:5:" in done.output
    assert "the table cities has no row '999' (in the report mian-yang)" in done.output
    assert f"2 reports in {folder.as_posix()}/out: made now 2, unchanged 0; failed: 1" in done.output
    assert told(folder)["mian-yang"]["problems"][0]["where"].startswith("narrative/zh-Hans/10-one.md:5:")  # type: ignore[index]
    assert not (folder / "out" / "mian-yang").exists()


def test_what_is_wrong_with_many_reports_is_said_once(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path, text=TEXT + "\n{{ citys }}\n")
    (problem,) = together(made(folder).reports)
    assert problem.what == "there is nothing named 'citys' (in 3 reports: chengdu, mian-yang, yibin)"


def test_a_text_of_report_yaml_that_one_row_cannot_fill_costs_one_report(tmp_path: Path) -> None:
    found = made(batches.batch(tmp_path, BATCH.replace('"{{ item.name }}简报"', '"{{ item.note }}"')))
    assert states(found) == {"chengdu": "failed", "mian-yang": "done, fresh", "yibin": "failed"}


def test_whatever_becomes_of_a_helper_costs_one_report_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "brief", poisoned_brief)
    names = ("hang", "a", "crash", "b", "fill", "c", "bug", "d")
    items = "key,name,pinyin,side\n" + "".join(f"{n:03},{name},{name},x\n" for n, name in enumerate(names))
    report = BATCH.replace('"{{ item.key }}"', '"010"')
    folder = batches.batch(tmp_path, report, items=items, text="# 概况\n\n{{ item.name }}\n")
    found = made(folder, jobs=2, limits=Limits(8, 1500))
    assert {report.slug: report.problems[0].code for report in found.reports if report.state == "failed"} == {
        "hang": "RG511", "crash": "RG513", "fill": "RG512", "bug": "RG900",
    }  # fmt: skip
    assert [report.slug for report in found.reports if report.state == "done"] == ["a", "b", "c", "d"]
    assert {name: report["state"] for name, report in told(folder).items()} == {report.slug: report.state for report in found.reports}  # type: ignore[index]


def test_conditions_and_items_choose_what_is_made_now_and_the_others_stay(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path)
    assert states(made(folder, choice=Choice(where={"is_capital": ("false",)}))) == {"mian-yang": "done, fresh", "yibin": "done, fresh"}
    assert states(made(folder, choice=Choice(items=("010",)))) == {"chengdu": "done, fresh", "mian-yang": "done", "yibin": "done"}
    batches.batch(tmp_path, text=TEXT + "\n又一段。\n")
    assert states(made(folder, choice=Choice(items=("yibin",)))) == {"chengdu": "stale", "mian-yang": "stale", "yibin": "done, fresh"}


def test_outputs_of_rows_that_are_gone_are_told_and_deleted_only_when_asked(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path)
    made(folder)
    own = folder / "out" / "pictures"
    own.mkdir()
    (own / "build-manifest.json").write_text("{}", "utf-8")
    batches.batch(tmp_path, items="".join(line for line in ITEMS.splitlines(keepends=True) if "yibin" not in line))
    found = made(folder)
    assert [(problem.where, problem.code, problem.level) for problem in found.warnings] == [("yibin", "RG510", "warning")]
    assert (folder / "out" / "yibin").is_dir()
    assert made(folder, prune=True).warnings == ()
    assert sorted(path.name for path in (folder / "out").iterdir() if path.is_dir()) == ["chengdu", "mian-yang", "pictures"]


def test_any_report_can_be_repeated_over_a_table_of_its_data(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT)
    made(folder, choice=Choice("cities", "code", where={"name": ("成都", "宜宾")}))
    assert sorted(told(folder)) == ["010", "030"]
    refused = run("batch", folder)
    assert (refused.exit_code, "nothing says what to repeat it over" in refused.output) == (2, True)


@pytest.mark.parametrize(
    ("asked", "error", "expected"),
    [
        ({"order": Order(editions=("fr",))}, ProjectError, "the edition 'fr' is not in this project"),
        ({"choice": Choice(where={"sid": ("x",)})}, ProjectError, "the table items.csv has no column 'sid'"),
        ({"choice": Choice(where={"side_zh": ("x",)})}, ProjectError, "no row of items.csv is asked for"),
        ({"choice": Choice(items=("chengd",))}, ProjectError, "the batch has no item 'chengd'"),
        ({"choice": Choice(over="city")}, DataError, "there is no table 'city'"),
    ],
)
def test_what_is_wrong_with_all_reports_stops_the_batch(tmp_path: Path, asked: dict[str, object], error: type[Exception], expected: str) -> None:
    folder = batches.batch(tmp_path)
    with pytest.raises(error, match=expected):
        made(folder, **asked)
    assert not (folder / "out").exists()


def test_a_condition_that_is_none_is_refused(tmp_path: Path) -> None:
    done = run("batch", batches.batch(tmp_path), "--where", "side")
    assert (done.exit_code, "write COLUMN=VALUE" in done.output) == (2, True)
