"""A batch on a Dask cluster and at URLs: the same bytes as on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.batch import batch, cluster
from reportgen.batch.briefs import Choice, Source
from reportgen.batch.cluster import address_of, outcomes_on
from reportgen.batch.remote import Remote
from reportgen.errors import ProjectError
from reportgen.pool import Limits
from reportgen.workers import Task
from tests import batches
from tests.batches import BATCH, TEXT
from tests.projects import ROOT, contents, run
from tests.tasks import crash_there, who_there

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler and two workers, each a process that knows this checkout and nothing of the tests' files."""
    pytest.importorskip("distributed")
    folder = tmp_path_factory.mktemp("cluster")
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    quiet = {"cwd": folder, "env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", "at.json"]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", "at.json", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    processes = [subprocess.Popen(command, **quiet) for command in (start, work, work)]  # type: ignore[call-overload]
    try:
        yield _address(folder / "at.json", processes[0])
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _address(file: Path, process: subprocess.Popen[bytes]) -> str:
    while True:
        assert process.poll() is None, "the scheduler has ended"
        try:
            return str(json.loads(file.read_text("utf-8"))["address"]).replace("tcp://", "dask://")
        except (OSError, ValueError):
            time.sleep(0.05)


def everything(out: Path) -> dict[str, dict[str, bytes]]:
    return {path.name: contents(path) for path in (out, *sorted(out.iterdir())) if path.is_dir()}


def test_a_cluster_writes_the_same_bytes_and_one_bad_report_costs_one(scheduler: str, tmp_path: Path) -> None:
    text = TEXT + "\n{% if item.key == '030' %}{{ cities['999'].score }}{% endif %}\n"
    here, there = (batches.batch(tmp_path / name, BATCH.replace("[json]", "[html, json]"), text=text) for name in ("here", "there"))
    batch(here, executor=batches.inline)
    done = run("batch", there, "--executor", scheduler, "--quiet")
    assert done.exit_code == 8, done.output
    assert everything(here / "out") == everything(there / "out")


def test_a_report_that_takes_its_process_down_costs_no_worker(scheduler: str, tmp_path: Path) -> None:
    sent = cluster.Bundle({"report.yaml": b""}, "report.yaml", cluster.engine_digest(), "one")
    source = Source("report.yaml", "")
    tasks = [Task("a", crash_there, (source,)), *[Task("who", who_there, (source,))] * 4]
    found = sorted(outcomes_on(address_of(scheduler), sent, tasks, Limits(60), ()), key=lambda outcome: outcome.index)
    assert [problem.code for outcome in found for problem in outcome.problems] == ["RG513"]
    assert len({outcome.value for outcome in found[1:]}) == 2
    stale = cluster.Bundle({}, "report.yaml", "another", "two")
    assert [outcome.problems[0].code for outcome in outcomes_on(address_of(scheduler), stale, tasks[1:2], Limits(60), ())] == ["RG519"]


def test_project_and_outputs_may_be_at_urls(tmp_path: Path) -> None:
    folder = batches.batch(tmp_path / "reports" / "one", BATCH.replace("data: cities.csv", "data: ../../datasets/x/cities.csv"))
    (tmp_path / "datasets" / "x").mkdir(parents=True)
    (folder / "cities.csv").rename(tmp_path / "datasets" / "x" / "cities.csv")
    batch(folder, executor=batches.inline)
    memory = fsspec.filesystem("memory")
    memory.put(f"{tmp_path}/", "/shared", recursive=True)
    memory.rm("/shared/reports/one/out", recursive=True)
    found = batch("memory://shared/reports/one", out="memory://results", executor=batches.inline)
    assert [report.state for report in found.reports] == ["done"] * 3
    assert {name.removeprefix("/results/"): memory.cat_file(name) for name in memory.find("/results")} == {
        path.relative_to(folder / "out").as_posix(): path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file() and path.name != ".lock"
    }
    assert [report.is_fresh for report in batch("memory://shared/reports/one", out="memory://results", executor=batches.inline).reports] == [False] * 3
    memory.rm("/results/yibin/yibin.zh-Hans.json")
    again = batch(folder, out="memory://results", executor=batches.inline)
    assert [report.is_fresh for report in again.reports] == [False, False, True]
    place = Remote("memory://results")
    place.remove("yibin", ["yibin.zh-Hans.json", "build-manifest.json"])
    assert place.folders() == ["chengdu", "mian-yang"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"executor": "spark://host:1"}, "there is no executor 'spark://host:1'"),
        ({"executor": "dask://127.0.0.1:1"}, "the scheduler at tcp://127.0.0.1:1 does not answer"),
        ({"path": "memory://nowhere", "out": "memory://results"}, "there is no report.yaml to read"),
        ({"path": "memory://nowhere"}, "a project at a URL has no folder for its outputs"),
        ({"out": "nothing://here"}, "this place cannot be opened"),
    ],
)
def test_what_cannot_be_reached_is_told(tmp_path: Path, asked: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.batch.cluster.SECONDS", 1)
    folder = batches.batch(tmp_path)
    with pytest.raises(ProjectError, match=expected):
        batch(asked.pop("path", folder), choice=Choice(items=("yibin",)), **asked)  # type: ignore[arg-type]
