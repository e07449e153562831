"""What charts print: what their kinds draw of the ChartSpec, and what the files hold, as the same lines of words and numbers.

A picture shows its texts in the order in which they are drawn.  A chart of Word shows what it keeps of its cells and the words of its
labels; behind it stand formulas, formats, steps of the scale and the workbook that "Edit data" opens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.charts import words_drawn
from reportgen.document import ChartSpec, Document, Figure
from reportgen.edition import Edition
from reportgen.renderers import NATIVE_CHARTS
from reportgen.theme import Theme
from reportgen.tree import walk
from reportgen.wordcheck.model import Package, find, local
from reportgen.wordcheck.workbook import Workbook, open_workbook

EMU_PER_MM = 36000
SHOWN = {"v", "t"}
"""Elements of a chart of Word that hold words and values."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as its kind draws it: its texts, and its size in millimetres."""

    spec: ChartSpec
    words: tuple[str, ...]
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class WordChart:
    """A chart of Word: what it shows, and what stands behind that."""

    shown: tuple[str, ...]
    behind: tuple[str, ...]


def drawn(document: Document, edition: Edition, theme: Theme) -> dict[str, Drawn]:
    """Return the charts of a document by the label of their figure, drawn anew from its values."""
    figures = (block for block in walk(document.blocks) if isinstance(block, Figure))
    return {each.label: Drawn(each.chart, *words_drawn(each.chart, edition, theme)) for each in figures}


def is_native(spec: ChartSpec) -> bool:
    """Return whether Word draws a chart of this kind itself."""
    return spec.kind in NATIVE_CHARTS


def native(chart: Drawn, edition: Edition, theme: Theme, extent: tuple[int, int]) -> WordChart:
    """Return a chart as Word must hold it; which values have a label depends on its room, whose `extent` is given in EMU."""
    from lxml import etree

    from reportgen.renderers.docx.charts import native_chart

    is_whole = extent == tuple(round(side * EMU_PER_MM) for side in chart.size)
    wide, high = chart.size if is_whole or not all(extent) else (side / EMU_PER_MM for side in extent)
    made = native_chart(chart.spec, edition, theme, wide, high)
    return _word_chart(etree.fromstring(made.space), open_workbook(made.workbook))


def svg_words(root: Any) -> tuple[str, ...]:
    """Return the texts of a picture, in the order in which they are drawn."""
    return tuple("".join(each.itertext()) for each in root.iter() if isinstance(each.tag, str) and local(each) == "text")


def chart_in(package: Package, drawing: Any) -> tuple[str, ...] | WordChart:
    """Return what the chart of a drawing shows; of pictures, what their SVG shows."""
    for named in find(drawing, ".//c:chart/@r:id"):
        part = next((each.target for each in package.reached("chart") if each.id == named), "")
        books = [package.parts.get(each.target, b"") for each in package.reached("package", part)]
        if part in package.stories:
            return _word_chart(package.stories[part].root, open_workbook(books[0]) if books else None)
    embedded = {each.id: each.target for each in package.reached("image")}
    for named in drawing.iter("{*}svgBlip"):
        target = embedded.get(next((value for name, value in named.items() if name.endswith("}embed")), ""), "")
        return svg_words(_svg(package, target))
    return ()


def _svg(package: Package, part: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(package.parts[part], parser)


def _word_chart(root: Any, book: Workbook | None) -> WordChart:
    nodes = [each for each in root.iter() if isinstance(each.tag, str)]
    shown = tuple(each.text or "" for each in nodes if local(each) in SHOWN)
    return WordChart(shown, (*_settings(nodes), *_cells(book)))


def _settings(nodes: list[Any]) -> Iterator[str]:
    """Yield formulas, formats of numbers, steps of scales, and the points that have no label."""
    for each in nodes:
        match local(each):
            case "f" | "formatCode":
                yield each.text or ""
            case "numFmt":
                yield str(each.get("formatCode", ""))
            case "majorUnit" | "orientation":
                yield f"{local(each)} {each.get('val', '')}"
            case _:
                pass


def _cells(book: Workbook | None) -> Iterator[str]:
    sheets: Mapping[str, Mapping[tuple[int, int], str]] = book.sheets if book else {}
    for name, cells in sheets.items():
        yield from (f"{name} {column}, {row}: {text}" for (column, row), text in sorted(cells.items()))
