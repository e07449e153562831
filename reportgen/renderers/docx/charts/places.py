"""Where labels stand: clear of everything else, and said as Word says it, a side of the mark and how far from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.charts import room
from reportgen.renderers.docx.charts.parts import Sheet, Side

SIDES: tuple[Side, ...] = ("r", "l", "t", "b")
"""In the order in which `room.around` gives the places beside, above and below a mark."""
AIR_MM = 0.4
REACH_MM = 1.7
"""From the middle of a mark to the nearest edge of its label."""


@dataclass(frozen=True, slots=True)
class Place:
    """A side of a mark, and how far right of and below its usual place there the label stands, in millimetres."""

    side: Side
    move: tuple[float, float] = (0.0, 0.0)


def label_size(sheet: Sheet, words: str) -> tuple[float, float]:
    """Return width and height of a label in millimetres."""
    return sheet.wide(words) + 0.6, sheet.line_mm * 0.86


def place_of(box: room.Box, point: room.Point) -> Place:
    """Return the side that is nearest to the box of a label, and the way from there.

    >>> place_of((1.7, -1.0, 5.7, 1.0), (0.0, 0.0))
    Place(side='r', move=(0.0, 0.0))
    >>> place_of((2.7, 0.0, 6.7, 2.0), (0.0, 0.0))
    Place(side='r', move=(1.0, 1.0))
    """
    usual = room.around(point, box[2] - box[0], box[3] - box[1], REACH_MM)
    moves = [(round(box[0] - there[0], 2), round(box[1] - there[1], 2)) for there in usual[: len(SIDES)]]
    n = min(range(len(SIDES)), key=lambda k: (abs(moves[k][0]) + abs(moves[k][1]), k))
    return Place(SIDES[n], moves[n])


def beside_lines(
    sheet: Sheet, points: Mapping[int, room.Point], words: Mapping[int, str], lines: Sequence[room.Segment], field: room.Box
) -> dict[int, Place]:
    """Return the place of each value of a line chart that has a clear one: above, below or beside its point.

    points  in millimetres; `words` are the labels of some of them; lines join them
    """
    choices: dict[int, list[room.Spot]] = {}
    for i in words:
        boxes = dict(zip(SIDES, room.around(points[i], *label_size(sheet, words[i]), REACH_MM), strict=False))
        others = [point for j, point in points.items() if j != i]
        choices[i] = [
            room.Spot(box) for box in (boxes["t"], boxes["b"], boxes["l"], boxes["r"])
            if room.within(box, field) and room.clear(box, (), lines, AIR_MM) and not room.is_nearer(box, others, REACH_MM - AIR_MM)
        ]  # fmt: skip
    return {i: place_of(spot.box, points[i]) for i, spot in room.settle(choices, sorted(words)).items()}
