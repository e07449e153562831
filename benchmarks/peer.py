"""The peer: the same text, tables and charts through pandoc and Typst, as a careful person would script it.

    python benchmarks/peer.py document.json OUT

The input is reportgen's own finished tree, so the peer need not read or check data, compute, compose or number: its time is drawing
every chart with matplotlib (SVG for HTML and PDF, PNG for Word) and three runs of pandoc, one of Typst.  Prints its parts as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.document import (
    Block,
    Box,
    BulletList,
    Change,
    ChartSpec,
    Columns,
    CrossRef,
    Document,
    Emph,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Quantity,
    Strong,
    Table,
    Text,
)
from reportgen.renderers.json import from_json
from reportgen.tree import walk

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONTS = Path(__file__).resolve().parents[1] / "fonts"
FAMILY = "Reportgen Serif SC"
SPECIAL = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#|~^$@"})


# ---------------------------------------------------------------- the tree as pandoc's Markdown


def markdown(document: Document) -> str:
    """Return the document as pandoc Markdown with pipe tables; charts are `<label>.svg`."""
    meta = document.meta
    head = {"title": meta.title, "subtitle": meta.subtitle, "date": meta.date_text, "author": list(meta.institutions), "lang": meta.language}
    return f"---\n{json.dumps(head, ensure_ascii=False)}\n---\n\n{blocks(document.blocks)}"


def blocks(content: Iterable[Block]) -> str:
    """Return blocks with a blank line between them."""
    return "\n\n".join(map(block, content)) + "\n"


def block(node: Block) -> str:
    """Return one block."""
    match node:
        case Heading(level=level, content=content, label=label, number=number):
            return f"{'#' * level} {number} {inlines(content)}" + (f" {{#{label}}}" if label else "")
        case Paragraph(content=content):
            return inlines(content)
        case BulletList(items=items):
            return "\n\n".join(item("- ", each) for each in items)
        case OrderedList(items=items, start=start):
            return "\n\n".join(item(f"{number}. ", each) for number, each in enumerate(items, start))
        case Table():
            return table(node)
        case Figure():
            return f"![{inlines(node.caption)}]({node.label}.svg){{#{node.label} width=100%}}\n\n{below(node)}"
        case KeyFigures(figures=figures):
            return "\n".join(f"- **{inlines(figure.value)}** {inlines(figure.meaning)}" for figure in figures) + f"\n\n{below(node)}"
        case Box(title=title, blocks=inner):
            return f"::: box\n**{inlines(title)}**\n\n{blocks(inner)}\n:::"
        case Columns(blocks=inner):
            return blocks(inner)
        case PageBreak():
            return ""
    raise TypeError(f"no Markdown for {type(node).__name__}")


def item(mark: str, content: tuple[Block, ...]) -> str:
    """Return a list item, its lines set in."""
    return mark + blocks(content).strip().replace("\n", "\n" + " " * len(mark))


def table(node: Table) -> str:
    """Return a pipe table in a division that carries the label."""
    rows = [[inlines(column.head) + (f" ({column.unit})" if column.unit else "") for column in node.columns]]
    rows += [[inlines(cell) for cell in row.cells] for row in node.rows]
    rule = "|" + "|".join(":---" if column.kind == "text" else "---:" for column in node.columns) + "|"
    lines = ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join([f"::: {{#{node.label}}}", lines[0], rule, *lines[1:], "", f": {inlines(node.caption)}", ":::", "", below(node)])


def below(node: Table | Figure | KeyFigures) -> str:
    """Return the notes and the source of a table or figure."""
    return "\n\n".join(filter(None, [*map(inlines, node.notes), inlines(node.source)]))


def inlines(content: Inlines) -> str:
    """Return inlines set directly one after the other."""
    return "".join(map(inline, content))


def inline(node: Inline) -> str:
    """Return one inline."""
    match node:
        case Text(text=text) | Quantity(text=text) | Change(text=text):
            return text.translate(SPECIAL)
        case Emph(content=content):
            return f"*{inlines(content)}*"
        case Strong(content=content):
            return f"**{inlines(content)}**"
        case Link(href=href, content=content):
            return f"[{inlines(content)}](<{href}>)"
        case Note(content=content):
            return f"^[{inlines(content)}]"
        case LineBreak():
            return "\\\n"
        case CrossRef(label=label, text=text):
            return f"[{text.translate(SPECIAL)}](#{label})"
    raise TypeError(f"no Markdown for {type(node).__name__}")


# ---------------------------------------------------------------- charts, the plain way


def draw(document: Document, out: Path) -> None:
    """Write every chart as SVG and PNG."""
    import matplotlib as mpl
    from matplotlib import font_manager, pyplot

    mpl.use("agg")
    for path in FONTS.glob("ReportgenSansSC-*.otf"):
        font_manager.fontManager.addfont(path)
    mpl.rcParams["font.family"] = "Reportgen Sans SC"
    for figure in (node for node in walk(document.blocks) if isinstance(node, Figure)):
        polar = {"projection": "polar"} if figure.chart.kind == "radar" else {}
        canvas, axes = pyplot.subplots(figsize=(6.3, max(3.0, 0.22 * len(figure.chart.categories))), layout="constrained", subplot_kw=polar)
        chart(axes, figure.chart)
        canvas.savefig(out / f"{figure.label}.svg")
        canvas.savefig(out / f"{figure.label}.png", dpi=200)
        pyplot.close(canvas)


def chart(axes: Axes, spec: ChartSpec) -> None:
    """Draw one chart with one call of matplotlib, and the names of what it shows."""
    values = [[float("nan") if value is None else value for value in series.values] for series in spec.series]
    places = range(len(spec.categories))
    match spec.kind:
        case "scatter":
            axes.scatter(values[0], values[1])
            for x, y, name in zip(values[0], values[1], spec.categories, strict=True):
                axes.annotate(name, (x, y), fontsize=7)
        case "lines" | "radar" | "slope":
            for series, row in zip(spec.series, values, strict=True):
                axes.plot(places, row, marker="o", label=series.name)
            axes.set_xticks(places, spec.categories, rotation=90)
        case "shares":
            axes.pie(values[0], labels=spec.categories)
        case "heat-table":
            axes.imshow(list(zip(*values, strict=True)), aspect="auto")
            axes.set_yticks(places, spec.categories)
            axes.set_xticks(range(len(values)), [series.name for series in spec.series])
        case "relation":
            angles = dict(zip(spec.keys, places, strict=True))
            for key, name in zip(spec.keys, spec.categories, strict=True):
                axes.text(angles[key] % 3, angles[key] // 3, name)
            for start, end, _ in spec.links:
                axes.annotate("", (angles[end] % 3, angles[end] // 3), (angles[start] % 3, angles[start] // 3), arrowprops={"arrowstyle": "->"})
            axes.set(xlim=(-1, 3), ylim=(-1, 3))
        case _:
            height = 0.8 / max(len(values), 1)
            for index, (series, row) in enumerate(zip(spec.series, values, strict=True)):
                axes.barh([place + index * height for place in places], row, height=height, label=series.name)
            axes.set_yticks(places, spec.categories)


# ---------------------------------------------------------------- pandoc and Typst


def main(source: Path, out: Path) -> None:
    """Build HTML, DOCX and PDF in `out` and print how long each part took, in seconds."""
    parts: dict[str, float] = {}
    began = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal began
        now = time.perf_counter()
        parts[name], began = now - began, now

    document = from_json(source.read_text("utf-8"))
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.md").write_text(markdown(document), encoding="utf-8")
    lap("markdown")
    draw(document, out)
    lap("charts")
    import pypandoc
    import typst

    pandoc = [pypandoc.get_pandoc_path(), "--from=markdown-smart", "--standalone", "--toc", "--fail-if-warnings"]
    subprocess.run([*pandoc, "report.md", "--embed-resources", "-o", "report.html"], cwd=out, check=True)
    lap("html")
    word = (out / "report.md").read_text("utf-8").replace(".svg)", ".png)")
    subprocess.run([*pandoc, "-o", "report.docx"], cwd=out, check=True, input=word, text=True)
    lap("docx")
    subprocess.run([*pandoc, "report.md", "-V", f"mainfont={FAMILY}", "-o", "report.typ"], cwd=out, check=True)
    typst.compile(out / "report.typ", output=out / "report.pdf", font_paths=[FONTS], ignore_system_fonts=True)
    lap("pdf")
    print(json.dumps(parts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
