"""How much of what is planted `reportgen verify` finds: errors put into the finished files of the examples, one at a time.

``python -m benchmarks.verify [EXAMPLE…]`` builds examples (by default the small ones, and one edition of sichuan-2023), verifies the files as
they are, plants errors of every kind in HTML, Word and PDF, and prints how many are found; those that are not are named. ``--count N`` plants N
of each kind in each file; ``--built`` takes what stands in the ``out`` folders.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reportgen.corridor import build, check
from reportgen.renderers.pdf import page_numbers
from reportgen.verification import print_of
from tests.verification.finished import Finished
from tests.verification.planted import planted

ROOT = Path(__file__).resolve().parents[1]
SMALL = ("press-summary-2024", "shanghai-2025", "beijing-2025")
LARGE = {"sichuan-2023": ("zh-Hans",), "industry-2026": ("en",)}
"""Of large reports one edition, with a third of the errors: each file takes a second to read."""


def editions(name: str, *, is_built: bool) -> Iterator[tuple[str, Finished]]:
    """Yield the editions of an example with their finished files."""
    folder, tags = ROOT / "examples" / name, LARGE.get(name, ())
    if not is_built:
        build(folder, editions=tags)
    checked = check(folder, editions=tags)
    spec = checked.project.spec
    for tag, document in checked.documents.items():
        files = {medium: (folder / "out" / f"{spec.name}.{tag}.{medium}").read_bytes() for medium in ("html", "pdf", "docx")}
        yield tag, Finished(print_of(spec, tag, document), files, page_numbers(files["pdf"]))  # type: ignore[arg-type]


def main() -> int:
    """Print what was found, and return whether it is less than 99 of 100, or an unchanged file has findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", nargs="*", default=[*SMALL, "sichuan-2023"])
    parser.add_argument("--count", type=int, default=3)
    parser.add_argument("--built", action="store_true")
    asked = parser.parse_args()
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    false, missed = 0, []
    for name in asked.examples:
        for tag, sample in editions(name, is_built=asked.built):
            false += sum(len(sample.compared(medium).problems) for medium in ("html", "pdf", "docx"))
            start, here = time.perf_counter(), 0
            for what, is_found in planted(sample, max(asked.count // 3, 1) if name in LARGE else asked.count):
                kind = what.partition(":")[0]
                total[kind] += 1
                found[kind] += is_found
                here += 1
                if not is_found:
                    missed.append(f"{name} {tag} {what}")
            print(f"{name} {tag}: {here} errors planted, {time.perf_counter() - start:.0f} s", flush=True)
    for line in missed:
        print(f"not found: {line}")
    kinds = ", ".join(f"{kind} {found[kind]} of {total[kind]}" for kind in sorted(total))
    print(f"{found.total()} of {total.total()} planted errors found ({kinds}); {false} findings in the unchanged files")
    return int(false > 0 or found.total() < 0.99 * total.total())


if __name__ == "__main__":
    sys.exit(main())
