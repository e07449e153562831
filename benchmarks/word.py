"""How long the Word renderer takes by itself, beside pandoc for the same tables and charts.

    python benchmarks/word.py document.json OUT

The input is reportgen's own finished tree: of it 15 charts that Word draws itself, and 15 tables of 31 rows; then one table of 5,000 and
one of 10,000 rows.  Ours is timed in one process after a first rendering, pandoc as the program it is, with the charts as pictures drawn
beforehand.  Prints the seconds of the processor as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from peer import markdown

from reportgen.charts import ChartImage, render_png
from reportgen.document import Block, Column, Document, Figure, Quantity, Row, Table, Text
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers import NATIVE_CHARTS, Press
from reportgen.renderers.docx import render
from reportgen.stamp import Stamp
from reportgen.theme import THEMES
from reportgen.tree import walk

COUNT, ROWS = 15, 31
LONG = 10_000
RUNS = 5
PICTURE = ChartImage("", b"", 155.6, 100.0)
"""Native charts take no more than the size from the picture."""


def ranking(label: str, rows: int) -> Table:
    """Return a table of five columns."""
    heads = (("rank", "排名"), ("name", "地区"), ("number", "指数"), ("number", "增速"), ("text", "区域"))
    columns = tuple(Column(f"c{n}", (Text(head),), kind, 2 if kind == "number" else None) for n, (kind, head) in enumerate(heads))  # type: ignore[arg-type]

    def row(n: int) -> Row:
        index, growth = (Quantity(value, value, "score", "t.csv") for value in (f"{98.36 - n % 97 * 0.31:.2f}", f"{33.5 - n % 53 * 0.42:.2f}"))
        return Row(((Text(str(n + 1)),), (Text(f"第{n + 1}区"),), (index,), (growth,), (Text("东部"),)), str(n))

    return Table(label, (Text("排名"),), columns, tuple(map(row, range(rows))))


def report(tree: Document, blocks: tuple[Block, ...]) -> Document:
    """Return a report of these blocks with the properties of another."""
    return number(Document(replace(tree.meta, cover=None), blocks), load_edition(tree.meta.language))


def press(document: Document) -> Press:
    """Return a press with a picture for every figure."""
    figures = (block for block in walk(document.blocks) if isinstance(block, Figure))
    return Press(load_edition(document.meta.language), THEMES["report"], Stamp.from_date("2023-12-01"), "", {figure.label: PICTURE for figure in figures})


def best(call: Callable[[], object], runs: int) -> float:
    """Return the least processor time of some calls and their programs in seconds: a busy machine changes it least."""

    def spent() -> float:
        return sum(usage.ru_utime + usage.ru_stime for usage in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))

    times = []
    for _ in range(runs):
        began = spent()
        call()
        times.append(spent() - began)
    return min(times)


def pandoc(document: Document, out: Path) -> float:
    """Return the seconds pandoc takes for the Word file; charts are PNG files by then."""
    import pypandoc

    edition = load_edition(document.meta.language)
    for figure in (block for block in walk(document.blocks) if isinstance(block, Figure)):
        (out / f"{figure.label}.png").write_bytes(render_png(figure.chart, edition, THEMES["report"]))
    words = markdown(document).replace(".svg)", ".png)")
    command = [pypandoc.get_pandoc_path(), "--from=markdown-smart", "--standalone", "--toc", "-o", "report.docx"]
    return best(lambda: subprocess.run(command, cwd=out, check=True, input=words, text=True), RUNS)


def measure(tree: Document, out: Path) -> dict[str, float]:
    """Return the seconds of each part."""
    native = [block for block in walk(tree.blocks) if isinstance(block, Figure) and block.chart.kind in NATIVE_CHARTS]
    figures = [replace(figure, label=f"fig-{n}") for n, figure in enumerate(islice(cycle(native), COUNT))]
    document = report(tree, (*(ranking(f"tbl-{n}", ROWS) for n in range(COUNT)), *figures))
    render(document, press(document))  # imports, fonts and caches
    found = {"charts": best(lambda: render(document, press(document)), RUNS), "charts, pandoc": pandoc(document, out)}
    for name, rows in (("half", LONG // 2), ("long", LONG)):
        table = report(tree, (ranking("tbl-0", rows),))
        found[name] = best(lambda table=table: render(table, press(table)), 1)  # type: ignore[misc]
        found[f"{name}, pandoc"] = pandoc(table, out)
    return found


if __name__ == "__main__":
    from reportgen.renderers.json import from_json

    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(measure(from_json(Path(sys.argv[1]).read_text("utf-8")), folder)))
