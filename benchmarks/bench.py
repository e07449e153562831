"""How long a build takes, beside the same content through pandoc, Typst and matplotlib: `make bench`.

    python benchmarks/bench.py examples/sichuan-2023 --runs 5

Both sides run in turn (A B A B …) as new processes, so that a busy machine is busy for both.  Ours reads and checks the data, computes,
composes, numbers, draws, sets Chinese lines and writes HTML, PDF and DOCX; the peer starts from our finished tree (`peer.py`).
Prints medians with the least and the most, and writes every single time to benchmarks/out/result.json.  Below the times stand the pages:
the measures of `reportgen inspect` for our PDF and for the one Typst set of the same text, justified as pandoc's template asks.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import setting

from reportgen.document import Figure, Table
from reportgen.inspection import inspect
from reportgen.inspection.report import columns, values_of
from reportgen.renderers.json import from_json
from reportgen.tree import text_of, walk

HERE = Path(__file__).resolve().parent
OURS = [sys.executable, "-m", "reportgen"]
FORMATS = ("html", "pdf", "docx")


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall-clock seconds, seconds of all processors, peak memory in MB of its largest process, standard output."""

    seconds: float
    processor: float
    peak_mb: float
    printed: str = ""


def run(command: Sequence[str | Path], log: Path) -> Run:
    """Run a command that must succeed, and return what it took."""
    with log.open("w+", encoding="utf-8") as output:
        began = time.perf_counter()
        process = subprocess.Popen(list(map(str, command)), stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {process.returncode}\n{printed}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3), printed)


def build(project: Path, edition: str, out: Path, formats: Sequence[str] = FORMATS) -> list[str | Path]:
    """Return the command of a build."""
    return [*OURS, "build", project, "--edition", edition, *(word for name in formats for word in ("--format", name)), "--out", out, "--quiet"]


def measure(project: Path, edition: str, runs: int, out: Path) -> dict[str, list[Run]]:
    """Return the runs of both sides and of the small commands, after one unmeasured round that warms the disk.

    Cold is a new process without outputs and without the chart cache of the project.
    """
    ours, peer, log = out / "ours", out / "peer", out / "log.txt"
    tree = out / "tree"
    run(build(project, edition, tree, ("json",)), log)
    (document,) = tree.glob(f"*.{edition}.json")
    found: dict[str, list[Run]] = {"cold": [], "peer": [], "edited": [], "unchanged": [], "help": []}
    for number in range(runs + 1):
        for folder in (ours, peer, project / ".reportgen-cache"):
            shutil.rmtree(folder, ignore_errors=True)
        round_ = {
            "cold": run(build(project, edition, ours), log),
            "peer": run([sys.executable, HERE / "peer.py", document, peer], log),
            "edited": run([*build(project, edition, ours), "--force"], log),
            "unchanged": run(build(project, edition, ours), log),
            "help": run([*OURS, "--help"], log),
        }
        if number:
            for name, each in round_.items():
                found[name].append(each)
            print(f"  run {number} of {runs}: reportgen {round_['cold'].seconds:.2f} s, peer {round_['peer'].seconds:.2f} s", file=sys.stderr, flush=True)
    return found


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return median, least and most.

    >>> spread([3.0, 1.0, 2.0])
    '2.00  (1.00–3.00)'
    """
    return f"{statistics.median(values):.{digits}f}  ({min(values):.{digits}f}–{max(values):.{digits}f})"


def describe(tree: Path, out: Path) -> list[str]:
    """Return lines on what was built: how much of it, and how large the files are."""
    document = from_json(tree.read_text("utf-8"))
    nodes = list(walk(document.blocks))
    tables, figures = (sum(isinstance(node, kind) for node in nodes) for kind in (Table, Figure))
    characters = sum(len(text_of(getattr(node, "content", ()))) for node in nodes)
    sizes = ["size of files, kB          reportgen      peer"]
    for name in FORMATS:
        (ours,) = (out / "ours").glob(f"*.{name}")
        sizes.append(f"  {name:24} {ours.stat().st_size / 1e3:9.0f} {(out / 'peer' / f'report.{name}').stat().st_size / 1e3:9.0f}")
    return [f"content: {characters} characters in paragraphs and headings, {tables} tables, {figures} charts", "", *sizes]


def show(found: dict[str, list[Run]], project: Path, edition: str, out: Path) -> str:
    """Return the table that is printed."""
    pandoc = subprocess.run([_pandoc(), "--version"], capture_output=True, text=True, check=True).stdout.split("\n", 1)[0]
    ratios = [ours.seconds / peer.seconds for ours, peer in zip(found["cold"], found["peer"], strict=True)]
    parts = [json.loads(each.printed.strip().rpartition("\n")[2]) for each in found["peer"]]
    (tree,) = (out / "tree").glob(f"*.{edition}.json")
    lines = [
        f"{project.name}, {edition}: {', '.join(FORMATS)}; {len(ratios)} runs of each in turn, seconds: median (least–most)",
        f"Python {platform.python_version()}, {os.cpu_count()} processors, {pandoc}, Typst {version('typst')}, WeasyPrint {version('weasyprint')}",
        *describe(tree, out),
        "",
        f"reportgen, cold            {spread([each.seconds for each in found['cold']])}",
        f"pandoc, Typst, matplotlib  {spread([each.seconds for each in found['peer']])}",
        f"ratio                      {spread(ratios)}",
        *(f"  peer: {name:18}   {spread([each[name] for each in parts])}" for name in parts[0]),
        f"reportgen, prose edited    {spread([each.seconds for each in found['edited']])}   charts come from the cache",
        f"reportgen, unchanged       {spread([each.seconds for each in found['unchanged']])}",
        f"reportgen --help           {spread([each.seconds for each in found['help']])}",
        f"processor time             {spread([each.processor for each in found['cold']])} against {spread([each.processor for each in found['peer']])}",
        f"peak memory, MB            {spread([each.peak_mb for each in found['cold']], 0)} against {spread([each.peak_mb for each in found['peer']], 0)}",
        "",
        "Word alone, seconds of the processor      reportgen    pandoc",
        *word(tree, out),
        "",
        "pages, measured (* misses the limit)",
        *pages(next((out / "ours").glob("*.pdf")), out / "peer" / "report.pdf"),
    ]
    return "\n".join(lines)


PAGES = ("G3", "U1", "U2", "U3", "U4", "U5", "U7", "N7", "G1", "G5", "G6", "P5", "P4", "T5", "T8", "NOTE1", "A4", "A6")
"""Rules whose measures are set beside Typst's; the others ask for what only one of the two files was made to have."""


def pages(ours: Path, peer: Path) -> list[str]:
    """Return the measures of two PDFs side by side, line after line; a star where a limit is missed."""
    rows = [("rule", "measure", "limit", "reportgen", "Typst")]
    for mine, theirs in zip(*(inspect(path.read_bytes(), path.name, rules=PAGES).measures for path in (ours, peer)), strict=True):
        values = (f"{values_of(measure)}{' *' if measure.findings else ''}" for measure in (mine, theirs))
        rows.append((mine.rule, mine.name, mine.limit, *values))
    return columns(rows)


WORD = {"charts": "15 tables of 31 rows, 15 charts", "half": "a table of 5,000 rows", "long": "a table of 10,000 rows"}


def word(tree: Path, out: Path) -> list[str]:
    """Return lines on the Word renderer beside pandoc: see `word.py`."""
    measured = json.loads(run([sys.executable, HERE / "word.py", tree, out / "word"], out / "log.txt").printed.strip().rpartition("\n")[2])
    (out / "word.json").write_text(json.dumps(measured, indent=1), encoding="utf-8")
    return [f"  {words:38} {measured[name]:9.2f} {measured[f'{name}, pandoc']:9.2f}" for name, words in WORD.items()]


def _pandoc() -> str:
    import pypandoc

    path: str = pypandoc.get_pandoc_path()
    return path


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("--edition", default="zh-Hans")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    out = HERE / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    found = measure(arguments.project, arguments.edition, arguments.runs, out)
    (out / "result.json").write_text(json.dumps({name: [asdict(each) for each in runs] for name, runs in found.items()}, indent=1), encoding="utf-8")
    print(show(found, arguments.project, arguments.edition, out))
    print(setting.show(setting.layout_times(arguments.project, arguments.edition, arguments.runs)))


if __name__ == "__main__":
    main()
