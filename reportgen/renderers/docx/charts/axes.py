"""Axes of a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportgen.renderers.docx.charts.parts import INK, Look, Sheet, line_shape, number_format, stroke, title, val, words_look
from reportgen.renderers.docx.xml import Element, element

ACROSS, UP, AGAIN_ACROSS, AGAIN_UP = 1, 2, 3, 4
"""Ids of the axes of a chart: the first pair, and the second where there is one."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    identifier, crossing   its id and that of the axis it crosses
    side        where it stands: "l", "r", "t", "b"
    is_category names along it, else a scale
    low, high   ends of the scale; None leaves the end to the program, which follows edited values
    step        between two numbers of the scale
    code        format of the numbers, "" for an axis without numbers or names
    title       its words, and where their left top corner stands
    rule        colour of its lines across the field, "" for none
    line        colour of the axis itself, "" for none
    crosses     where on the other axis it stands: "autoZero", "min", "max", or a value
    is_reversed from top to bottom, so that the first stands on top
    labels      where its numbers or names stand; of names every so many-th
    """

    identifier: int
    crossing: int
    side: str
    is_category: bool = False
    low: float | None = None
    high: float | None = None
    step: float | None = None
    code: str = ""
    title: tuple[str, float, float] = ("", 0, 0)
    rule: str = ""
    line: str = ""
    line_points: float = 0.6
    is_dashed: bool = False
    crosses: str | float = "autoZero"
    is_reversed: bool = False
    labels: Literal["nextTo", "low", "high"] = "nextTo"
    look: Look = INK
    every: int = 1
    between: bool = True


def axis(sheet: Sheet, given: Axis) -> Element:
    """Return an axis; one that shows neither numbers nor a line still holds its scale and its title."""
    bounds = [val(name, f"{bound:g}") for name, bound in (("max", given.high), ("min", given.low)) if bound is not None]
    scaling = element("c:scaling", None, val("orientation", "maxMin" if given.is_reversed else "minMax"), *bounds)
    grid = element("c:majorGridlines", None, line_shape(stroke(given.rule, 0.4))) if given.rule else None
    line = stroke(given.line, given.line_points, dashed=given.is_dashed) if given.line else stroke(None)
    common = (
        val("axId", given.identifier),
        scaling,
        val("delete", 0),
        val("axPos", given.side),
        grid,
        title(sheet, *given.title),
        number_format(given.code or "General"),
        val("majorTickMark", "none"),
        val("minorTickMark", "none"),
        val("tickLblPos", given.labels if given.code else "none"),
        line_shape(line),
        words_look(sheet, given.look, level=True),
        val("crossAx", given.crossing),
        val("crosses", given.crosses) if isinstance(given.crosses, str) else val("crossesAt", f"{given.crosses:g}"),
    )
    if given.is_category:
        names = (val("auto", 0), val("lblAlgn", "ctr"), val("lblOffset", 100), val("tickLblSkip", given.every), val("noMultiLvlLbl", 1))
        return element("c:catAx", None, *common, *names)
    step = val("majorUnit", f"{given.step:g}") if given.step else None
    return element("c:valAx", None, *common, val("crossBetween", "between" if given.between else "midCat"), step)


def ids(*identifiers: int) -> Sequence[Element]:
    """Return the axes a group of series stands on."""
    return [val("axId", each) for each in identifiers]
