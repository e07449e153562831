"""How fast a batch is, and what its helpers hold, beside a loop of pandoc, Typst and matplotlib over the same content: `make bench`.

    python benchmarks/batch.py examples/region-briefs --rows 67

One report after another, cold, in HTML, PDF and Word and all editions of report.yaml: by one helper, by two, and by the loop, which is one
process and starts from our finished trees (`peer.py`), so it need not read data, compute, or compose.  The memory is what a helper holds
after it has made its 10th report, its 50th and its last.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import resource
import shutil
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peer

from reportgen.batch import LIMITS, batch
from reportgen.batch.briefs import Choice
from reportgen.batching import rows_of
from reportgen.corridor import Order
from reportgen.inputs import read_ready
from reportgen.pool import Outcome, outcomes
from reportgen.press import warm_modules
from reportgen.project import load_project
from reportgen.workers import Task

HERE = Path(__file__).resolve().parent
FORMATS = ("html", "pdf", "docx")
LOOKED_AT = (10, 50)
"""Reports after which the memory of a helper is looked at, beside the last."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Wall-clock seconds for all reports, seconds of all processors, and megabytes of one helper after each report it made."""

    seconds: float
    processor: float
    held: tuple[float, ...] = ()


def processor() -> float:
    """Return the processor seconds of this process and of those it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def ours(project: Path, items: tuple[str, ...], out: Path, jobs: int, formats: Sequence[str] = FORMATS) -> Pace:
    """Return the pace of a cold batch."""
    shutil.rmtree(out, ignore_errors=True)
    held: list[float] = []

    def watched(tasks: Sequence[Task]) -> Generator[Outcome, None, None]:
        for outcome in outcomes(tasks, jobs, LIMITS, warm_modules(formats)):
            held.append(outcome.resident_mb)
            yield outcome

    began, spent = time.perf_counter(), processor()
    made = batch(project, out=out, choice=Choice(items=items), order=Order(formats=formats), executor=watched)
    seconds = time.perf_counter() - began
    if made.count("done") != len(items):
        raise SystemExit(f"{made.count('failed')} of {len(items)} reports failed")
    return Pace(seconds, processor() - spent, tuple(held) if jobs == 1 else ())


def theirs(trees: Sequence[Path], out: Path) -> Pace:
    """Return the pace of the loop over finished trees."""
    shutil.rmtree(out, ignore_errors=True)
    began, spent = time.perf_counter(), processor()
    for tree in trees:
        with contextlib.redirect_stdout(io.StringIO()):
            peer.main(tree, out / tree.stem)
    return Pace(time.perf_counter() - began, processor() - spent)


def show(count: int, one: Pace, two: Pace, loop: Pace) -> str:
    """Return the table that is printed."""
    memory = {f"after {n}": one.held[n - 1] for n in LOOKED_AT if n < len(one.held)} | {f"after {len(one.held)}, the last": one.held[-1]}
    return "\n".join([
        f"{count} reports, cold            reports a minute   seconds a report   processor seconds",
        *(f"  {name:26} {60 * count / pace.seconds:16.1f} {pace.seconds / count:18.2f} {pace.processor / count:19.2f}" for name, pace in
          (("reportgen, one helper", one), ("reportgen, two helpers", two), ("pandoc, Typst, matplotlib", loop))),
        f"  two helpers to one         {one.seconds / two.seconds:16.2f}",
        f"  one helper to the loop     {one.seconds / loop.seconds:16.2f} times its time",
        f"  two helpers to the loop    {two.seconds / loop.seconds:16.2f} times its time",
        f"  processor, to the loop     {one.processor / loop.processor:16.2f} times its time",
        "  memory of one helper, MB   " + ", ".join(f"{name}: {held:.0f}" for name, held in memory.items()),
    ])  # fmt: skip


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("--rows", type=int, default=67)
    arguments = parser.parse_args()
    loaded = load_project(arguments.project)
    items = tuple(row.slug for row in rows_of(loaded, read_ready(loaded).data))[: arguments.rows]
    out = HERE / "out" / "batch"
    ours(arguments.project, items, out / "trees", 2, ("json",))
    trees = sorted((out / "trees").glob("*/*.json"))
    trees = [tree for tree in trees if tree.name not in ("ledger.json", "build-manifest.json")]
    paces = []
    for name, jobs in (("one helper", 1), ("two helpers", 2)):
        paces.append(ours(arguments.project, items, out / "ours", jobs))
        print(f"  {name}: {paces[-1].seconds:.1f} s", file=sys.stderr, flush=True)
    loop = theirs(trees, out / "peer")
    found: dict[str, Any] = {"reports": len(items), "held": paces[0].held, "seconds": {}, "processor": {}}
    for name, pace in zip(("one", "two", "loop"), (*paces, loop), strict=True):
        found["seconds"][name], found["processor"][name] = pace.seconds, pace.processor
    (out / "result.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(show(len(items), paces[0], paces[1], loop))


if __name__ == "__main__":
    main()
