"""A whole report in a few lines: what the tests of the outer shell build, break and build again."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from reportgen.cli import cli

ROOT = Path(__file__).resolve().parents[1]

REPORT = """\
name: small
date: 2024-05-01
formats: [json]
editions: [zh-Hans]
data: cities.csv
meta:
  zh-Hans: {title: 城市}
  en: {title: Cities}
tables:
  cities: {resource: cities, value: score, key: code}
"""
CITIES = "code,name,score\n010,成都,98.50\n020,绵阳,71.20\n030,宜宾,65.00\n"
CHINESE = """\
# 概况 {#sec-one}

{{ cities.leader.name }}的得分为{{ cities.leader.score }}分，见{{ ref("tbl-all") }}和{{ ref("fig-all") }}。

::: table tbl-all
of: cities
columns: [rank, name, score]
caption: 得分
:::

::: figure fig-all
chart: ranked-bars
of: cities
series: [score]
caption: 得分
:::
"""
ENGLISH = CHINESE.replace("概况", "Overview").replace("caption: 得分", "caption: Scores").replace(
    '{{ cities.leader.name }}的得分为{{ cities.leader.score }}分，见{{ ref("tbl-all") }}和{{ ref("fig-all") }}。',
    'The score of {{ cities.leader.name }} is {{ cities.leader.score }}: see {{ ref("tbl-all") }} and {{ ref("fig-all") }}.',
)


def project(folder: Path, report: str = REPORT, *, cities: str = CITIES, english: bool = False) -> Path:
    """Write a report that builds, and return its folder; the files are then the test's to break."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.yaml").write_text(report.replace("editions: [zh-Hans]", "editions: [zh-Hans, en]") if english else report, "utf-8")
    (folder / "cities.csv").write_text(cities, "utf-8")
    for tag, text in (("zh-Hans", CHINESE), ("en", ENGLISH)):
        (folder / "narrative" / tag).mkdir(parents=True, exist_ok=True)
        (folder / "narrative" / tag / "10-one.md").write_text(text, "utf-8")
    return folder


def run(*arguments: object) -> Result:
    """Run the command line in this process; messages are English."""
    return CliRunner().invoke(cli, ["--lang", "en", *map(str, arguments)])


def start(arguments: Sequence[object], *, python: Sequence[str] = (), env: Mapping[str, str] | None = None, cwd: Path | None = None) -> subprocess.Popen[str]:
    """Start the command line in a process of its own."""
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from reportgen.__main__ import main; main()"
    command = [sys.executable, *python, "-c", code, str(ROOT), *map(str, arguments)]
    return subprocess.Popen(
        command, env=dict(os.environ if env is None else env), cwd=cwd, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in a folder, by name; the lock is not an output."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file() and path.name != ".lock"}


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every output by name, without the manifest."""
    return {name: data for name, data in contents(folder).items() if name != "build-manifest.json"}


def whole(folder: Path) -> bool:
    """Return whether the manifest of a folder speaks of just the outputs that are there."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in outputs(folder).items()}
    return bool(json.loads((folder / "build-manifest.json").read_bytes())["outputs"] == digests)
