"""Charts Word itself draws and edits: one file per form, each ``plot(sheet) -> Plot`` from the same ChartSpec as the picture.

The numbers stand in a workbook inside the file; the chart keeps a copy of them, so that it shows before anything is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.renderers import NATIVE_CHARTS
from reportgen.renderers.docx.charts.parts import Plot, Sheet, chart_space
from reportgen.renderers.docx.charts.workbook import workbook
from reportgen.renderers.docx.xml import serialise
from reportgen.theme import Theme


@dataclass(frozen=True, slots=True)
class NativeChart:
    """The two parts of a chart: its drawing and its workbook."""

    space: bytes
    workbook: bytes


def native_chart(spec: ChartSpec, edition: Edition, theme: Theme, width_mm: float, height_mm: float) -> NativeChart:
    """Return a chart of that size; the kind is one of `NATIVE_CHARTS`.  Equal arguments give equal bytes."""
    sheet = Sheet(spec, edition, theme, width_mm, height_mm)
    plot: Plot = import_module(f"{__name__}.{NATIVE_CHARTS[spec.kind]}").plot(sheet)
    return NativeChart(serialise(chart_space(sheet, plot)), workbook(plot.grid, edition.word("fonts.word_serif")))
