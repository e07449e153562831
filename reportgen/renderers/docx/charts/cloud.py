"""Dots on two scales, with labels that repeat cells beside the values: what scatter and rows of dots are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.renderers.docx.charts.axes import ACROSS, UP, ids
from reportgen.renderers.docx.charts.parts import (
    Look,
    Sheet,
    cell_field,
    line_shape,
    marker,
    no_labels,
    own_label,
    silent,
    stroke,
    val,
)
from reportgen.renderers.docx.charts.places import Place
from reportgen.renderers.docx.charts.series import numbers, series
from reportgen.renderers.docx.charts.workbook import Cells
from reportgen.renderers.docx.xml import Element, element

DOT_POINTS, OWN_POINTS = 6, 8
"""Diameter of a dot, and of a highlighted one among many."""


def dots(place: int, name: Cells | None, cells: tuple[Cells, Cells], mark: Element, labels: Element, *points: Element, words: Element | None = None) -> Element:
    """Return a series of dots.

    cells   where the values across and up stand
    points  those that look different
    words   the extension that names the cells labels repeat
    """
    look = line_shape(stroke(None))
    return series(place, name, look, mark, *points, labels, numbers("xVal", cells[0]), numbers("yVal", cells[1]), val("smooth", 0), words)


def straight(place: int, name: Cells | None, cells: tuple[Cells, Cells], line: Element, *labels: Element) -> Element:
    """Return a line through points, without marks."""
    points = numbers("xVal", cells[0]), numbers("yVal", cells[1])
    return series(place, name, line_shape(line), marker(None), no_labels(*labels), *points, val("smooth", 0))


def dot_point(index: int, mark: Element) -> Element:
    """Return a dot that looks different from its series."""
    return element("c:dPt", None, val("idx", index), mark, val("bubble3D", 0), line_shape(stroke(None)))


def cell_labels(sheet: Sheet, words: Sequence[str], shown: Mapping[int, Place], looks: Mapping[int, Look], usual: Look) -> Element:
    """Return the labels of a series, each repeating its cell on its side; points that are not `shown` have none."""

    def label(i: int) -> Element:
        if i not in shown:
            return silent(i)
        look = looks.get(i, usual)
        return own_label(sheet, i, [cell_field(sheet, "CELLRANGE", i + 1, words[i], look)], shown[i].side, look, move=shown[i].move, fields="cells")

    return no_labels(*map(label, range(len(words))), has_leaders=any(any(place.move) for place in shown.values()))




def cloud(*made: Element) -> Element:
    """Return the group of such series."""
    return element("c:scatterChart", None, val("scatterStyle", "lineMarker"), val("varyColors", 0), *made, *ids(ACROSS, UP))
