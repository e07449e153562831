"""What every chart of Word is made of: letters, lines, fills, places, labels, and the space around it all.

Lengths are millimetres from the top left of the chart, as in the drawn picture; the file wants shares of width and height.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.renderers.docx.charts.workbook import Cells, Grid
from reportgen.renderers.docx.styles import rgb
from reportgen.renderers.docx.xml import Element, element, root
from reportgen.theme import POINTS_PER_MM, Theme
from reportgen.typeset.columns import ems

EMU_PER_POINT = 12700
FIELDS_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
NAMES_EXTENSION = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
Side = Literal["l", "r", "t", "b", "ctr", "inEnd", "outEnd"]
Fields = Literal["", "values", "cells"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The area of one chart: what it shows, in which words and look, and its size in millimetres."""

    spec: ChartSpec
    edition: Edition
    theme: Theme
    width: float
    height: float

    @property
    def size(self) -> float:
        """Return the type size in points."""
        return self.theme.sizes.chart

    def wide(self, words: str) -> float:
        """Return about how wide words are in millimetres."""
        return ems(words) * self.size / POINTS_PER_MM

    @property
    def line_mm(self) -> float:
        """Return the height of a line of words."""
        return self.size * 1.22 / POINTS_PER_MM


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart without its surroundings: the plot area, the legend, and the cells it is drawn from."""

    area: Element
    grid: Grid
    legend: Element | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How words look; no colour means ink."""

    colour: str = ""
    is_bold: bool = False


INK = Look()


# ---------------------------------------------------------------- small elements


def val(name: str, value: object) -> Element:
    """Return ``<c:name val="…"/>``."""
    return element(f"c:{name}", {"val": value})


def fill(colour: str | None) -> Element:
    """Return a plain fill, or none."""
    return element("a:solidFill", None, element("a:srgbClr", {"val": rgb(colour)})) if colour else element("a:noFill")


def stroke(colour: str | None, points: float = 0.5, *, dashed: bool = False) -> Element:
    """Return a line of a weight in points, or none."""
    if colour is None:
        return element("a:ln", None, fill(None))
    dash = element("a:prstDash", {"val": "dash"}) if dashed else None
    return element("a:ln", {"w": round(points * EMU_PER_POINT), "cap": "flat"}, fill(colour), dash, element("a:round"))


def shape(ground: str | None = None, line: Element | None = None) -> Element:
    """Return the look of an area."""
    return element("c:spPr", None, fill(ground), line if line is not None else stroke(None))


def line_shape(line: Element) -> Element:
    """Return the look of a thing that is a line only."""
    return element("c:spPr", None, line)


def marker(colour: str | None, points: float = 6, *, hollow: str = "") -> Element:
    """Return a dot of a diameter in points with a thin edge, `hollow` on the ground of that colour; or no dot."""
    if colour is None:
        return element("c:marker", None, val("symbol", "none"))
    look = element("c:spPr", None, fill(hollow or colour), stroke(colour, 1.25 if hollow else 0.25))
    return element("c:marker", None, val("symbol", "circle"), val("size", round(points)), look)


# ---------------------------------------------------------------- words


def letters(sheet: Sheet, name: str, look: Look = INK) -> Element:
    """Return the letters of a run or paragraph (``a:rPr``, ``a:defRPr``, ``a:endParaRPr``): size, colour and both fonts, in the language of the edition."""
    edition, colour = sheet.edition, look.colour or sheet.theme.colours.ink
    faces = edition.word("fonts.word_latin_sans"), edition.word("fonts.word_sans")
    return _letters(name, "" if name == "a:defRPr" else edition.word("docx.lang"), faces, sheet.size, colour, look.is_bold)


@lru_cache(maxsize=256)
def _letters(name: str, language: str, faces: tuple[str, str], size: float, colour: str, is_bold: bool) -> Element:
    """Return the letters; a chart has hundreds that look the same."""
    attributes: dict[str, object] = {"lang": language} if language else {}
    latin, east = (element(f"a:{kind}", {"typeface": face}) for kind, face in zip(("latin", "ea"), faces, strict=True))
    return element(name, attributes | {"sz": round(size * 100), "b": int(is_bold)}, fill(colour), latin, east)


def words_look(sheet: Sheet, look: Look = INK, *, level: bool = False) -> Element:
    """Return how words look: those of labels stay on one line, those of an axis (`level`) may be broken but not turned."""
    body = element("a:bodyPr", {"rot": 0, "vert": "horz"} if level else {"wrap": "none"})
    end = element("a:endParaRPr", {"lang": sheet.edition.word("docx.lang")})
    text = element("a:p", None, element("a:pPr", None, letters(sheet, "a:defRPr", look)), end)
    return element("c:txPr", None, body, element("a:lstStyle"), text)


def run(sheet: Sheet, words: str, look: Look) -> Element:
    """Return a run of words in a label or title."""
    return element("a:r", None, letters(sheet, "a:rPr", look), element("a:t", text=words))


def cell_field(sheet: Sheet, kind: str, number: int, words: str, look: Look) -> Element:
    """Return a field that repeats a cell: the name of the series, its value, or the cell the label belongs to.

    kind    SERIESNAME, VALUE, CELLRANGE; number makes the id of the field, which need not be unique between charts
    words   what programs show that do not know such fields
    """
    identifier = f"{{00000000-0000-4000-8000-{number:012X}}}"
    return element("a:fld", {"id": identifier, "type": kind}, letters(sheet, "a:rPr", look), element("a:pPr"), element("a:t", text=words))


def rich(sheet: Sheet, runs: Iterable[Element], look: Look) -> Element:
    """Return words of our own in a label or title; LibreOffice reads their look from the paragraph, Word from the runs."""
    body = element("a:bodyPr", {"rot": 0, "vert": "horz", "wrap": "none"})
    text = element("a:p", None, element("a:pPr", None, letters(sheet, "a:defRPr", look)), *runs)
    return element("c:tx", None, element("c:rich", None, body, element("a:lstStyle"), text))


def title(sheet: Sheet, words: str, x: float, y: float) -> Element | None:
    """Return the title of an axis with its left top corner at a place; None without words."""
    if not words:
        return None
    look = Look(sheet.theme.colours.muted)
    place = element("c:layout", None, element("c:manualLayout", None, val("xMode", "edge"), val("yMode", "edge"), *_shares(sheet, x, y)))
    return element("c:title", None, rich(sheet, [run(sheet, words, look)], look), place, val("overlay", 0))


# ---------------------------------------------------------------- labels


SHOWN = {"value": "showVal", "x": "showCatName", "series": "showSerName"}


def shows(*what: str) -> list[Element]:
    """Return the switches that say what a label shows: "value", "x", "series", or nothing."""
    names = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
    wanted = {SHOWN[each] for each in what}
    return [val(name, int(name in wanted)) for name in names]


def value_labels(sheet: Sheet, code: str, side: Side | None, *own: Element, look: Look = INK, ground: str | None = None) -> Element:
    """Return the labels of a series: every value, on one side of its mark, but for those that have their `own`."""
    place = val("dLblPos", side) if side else None
    return element("c:dLbls", None, *own, number_format(code), _ground(ground), words_look(sheet, look), place, *shows("value"))


def no_labels(*own: Element, has_leaders: bool = False) -> Element:
    """Return the labels of a series in which only some points have one; leaders join those that were moved away."""
    mark = _extension("c15:showLeaderLines", {"val": 1}) if has_leaders else None
    return element("c:dLbls", None, *own, *shows(), mark)


def value_label(
    sheet: Sheet, index: int, code: str, side: Side | None, look: Look, *, move: tuple[float, float] = (0, 0), ground: str | None = None
) -> Element:
    """Return the label of one point with its value; `move` shifts it right and down from its place, in millimetres."""
    words, place = (number_format(code), _ground(ground), words_look(sheet, look)), val("dLblPos", side) if side else None
    return element("c:dLbl", None, val("idx", index), moved(sheet, move), *words, place, *shows("value"))


def own_label(
    sheet: Sheet, index: int, runs: Sequence[Element], side: Side, look: Look, *, move: tuple[float, float] = (0, 0), fields: Fields = ""
) -> Element:
    """Return the label of one point with words of its own.

    fields  "" when the runs are words only, "cells" when one of them repeats a cell beside the values, else "values"
    """
    table = {"": None, "values": _extension("c15:dlblFieldTable"), "cells": _extension("c15:showDataLabelsRange", {"val": 1})}[fields]
    shown = shows() if fields == "cells" else shows("value")
    return element("c:dLbl", None, val("idx", index), moved(sheet, move), rich(sheet, runs, look), val("dLblPos", side), *shown, table)


def _ground(colour: str | None) -> Element | None:
    return shape(colour) if colour else None


def silent(index: int) -> Element:
    """Return that a point has no label."""
    return element("c:dLbl", None, val("idx", index), val("delete", 1))


def _extension(name: str, attributes: Mapping[str, object] | None = None) -> Element:
    """Return one switch that Office 2013 added; its own validator wants them one by one."""
    return element("c:extLst", None, element("c:ext", {"uri": FIELDS_EXTENSION}, element(name, attributes)))


def label_cells(cells: Cells, words: Sequence[str]) -> Element:
    """Return the extension of a series that names the cells its labels repeat; `words` are their texts as printed."""
    points = (_point("c15", n, text) for n, text in enumerate(words))
    cache = element("c15:dlblRangeCache", None, val("ptCount", len(words)), *points)
    listed = element("c15:datalabelsRange", None, element("c15:f", text=cells.formula), cache)
    return element("c:extLst", None, element("c:ext", {"uri": NAMES_EXTENSION}, listed))


def number_format(code: str) -> Element:
    """Return the format of numbers, independent of the cells."""
    return element("c:numFmt", {"formatCode": code, "sourceLinked": 0})


def moved(sheet: Sheet, move: tuple[float, float]) -> Element | None:
    """Return a place so many millimetres right of and below the usual one; None for the usual one."""
    return element("c:layout", None, element("c:manualLayout", None, *_shares(sheet, *move))) if any(move) else None


def _point(prefix: str, index: int, text: str) -> Element:
    return element("c:pt", {"idx": index}, element("c:v", text=text))


# ---------------------------------------------------------------- places


def _shares(sheet: Sheet, x: float, y: float) -> list[Element]:
    return [val("x", round(x / sheet.width, 5)), val("y", round(y / sheet.height, 5))]


def field(sheet: Sheet, left: float, top: float, right: float, bottom: float) -> Element:
    """Return the layout that puts the field between the axes exactly there."""
    size = (val("w", round((right - left) / sheet.width, 5)), val("h", round((bottom - top) / sheet.height, 5)))
    modes = (val("layoutTarget", "inner"), val("xMode", "edge"), val("yMode", "edge"))
    return element("c:layout", None, element("c:manualLayout", None, *modes, *_shares(sheet, left, top), *size))


def legend(sheet: Sheet, side: str, box: tuple[float, float, float, float], hidden: Iterable[int] = ()) -> Element:
    """Return a legend in a box (left, top, width, height) without the series that are `hidden` from it."""
    left, top, wide, high = box
    size = (val("w", round(wide / sheet.width, 5)), val("h", round(high / sheet.height, 5)))
    modes = (val("xMode", "edge"), val("yMode", "edge"))
    layout = element("c:layout", None, element("c:manualLayout", None, *modes, *_shares(sheet, left, top), *size))
    entries = (element("c:legendEntry", None, val("idx", n), val("delete", 1)) for n in hidden)
    return element("c:legend", None, val("legendPos", side), *entries, layout, val("overlay", 0), words_look(sheet))


# ---------------------------------------------------------------- the space


def chart_space(sheet: Sheet, plot: Plot) -> Element:
    """Return the chart as a part of the file; its workbook is the relation rId1 of the part."""
    colours = sheet.theme.colours
    chart = element("c:chart", None, val("autoTitleDeleted", 1), plot.area, plot.legend, val("plotVisOnly", 1), val("dispBlanksAs", "gap"))
    return root(
        "c:chartSpace",
        val("date1904", 0),
        val("lang", sheet.edition.word("docx.lang")),
        val("roundedCorners", 0),
        chart,
        shape(colours.paper),
        words_look(sheet),
        element("c:externalData", {"r:id": "rId1"}, val("autoUpdate", 0)),
        prefixes=("c", "a", "r", "c15"),
    )


def plot_area(sheet: Sheet, layout: Element, groups: Sequence[Element], axes: Sequence[Element]) -> Element:
    """Return the groups of series and their axes on the field."""
    return element("c:plotArea", None, layout, *groups, *axes, shape())
