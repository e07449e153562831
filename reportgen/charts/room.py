"""Room for words: boxes, lines and dots that words must keep clear of, and labels that settle between them.

Everything is in millimetres from the top left.  Nothing here draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Segment = tuple[Point, Point]

BETWEEN_MM = (0.9, 0.35)
"""Labels keep so far from each other, across and down."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where a label may stand: its box, the leader that joins it to its mark (None beside it), and how little it is liked."""

    box: Box
    leader: Segment | None = None
    cost: float = 0.0


def grown(box: Box, across: float, down: float | None = None) -> Box:
    """Return a box with a margin on all sides.

    >>> grown((1.0, 1.0, 2.0, 2.0), 1.0, 0.5)
    (0.0, 0.5, 3.0, 2.5)
    """
    high = across if down is None else down
    return box[0] - across, box[1] - high, box[2] + across, box[3] + high


def meet(a: Box, b: Box) -> bool:
    """Return whether two boxes have an area in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def within(a: Box, b: Box) -> bool:
    """Return whether the first box lies inside the second."""
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def gap(box: Box, point: Point) -> float:
    """Return how far a point is from a box, 0 inside it.

    >>> gap((0.0, 0.0, 2.0, 2.0), (5.0, 6.0))
    5.0
    """
    return math.hypot(max(box[0] - point[0], 0.0, point[0] - box[2]), max(box[1] - point[1], 0.0, point[1] - box[3]))


def is_nearer(box: Box, points: Iterable[Point], distance: float) -> bool:
    """Return whether one of the points is nearer to a box than a distance.

    >>> is_nearer((0.0, 0.0, 2.0, 2.0), [(5.0, 6.0), (9.0, 9.0)], 5.1), is_nearer((0.0, 0.0, 2.0, 2.0), [(5.0, 6.0)], 5.0)
    (True, False)
    """
    left, top, right, bottom = grown(box, distance)  # most points are far away: they need no root
    return any(left < point[0] < right and top < point[1] < bottom and gap(box, point) < distance for point in points)


def cuts(segment: Segment, box: Box) -> bool:
    """Return whether a line passes through a box (Liang and Barsky 1984); touching its edge is passing.

    >>> cuts(((0.0, 0.0), (4.0, 4.0)), (1.0, 1.0, 2.0, 2.0)), cuts(((0.0, 3.0), (1.0, 4.0)), (1.0, 1.0, 2.0, 2.0))
    (True, False)
    """
    (x, y), (x_end, y_end) = segment
    enter, leave = 0.0, 1.0
    for step, room in ((x - x_end, x - box[0]), (x_end - x, box[2] - x), (y - y_end, y - box[1]), (y_end - y, box[3] - y)):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    return enter <= leave


def off(point: Point, segment: Segment) -> float:
    """Return how far a point is from a line between two points.

    >>> off((1.0, 2.0), ((0.0, 0.0), (4.0, 0.0)))
    2.0
    """
    (x, y), (x_end, y_end) = segment
    across, down = x_end - x, y_end - y
    squared = across * across + down * down
    share = 0.0 if not squared else min(max(((point[0] - x) * across + (point[1] - y) * down) / squared, 0.0), 1.0)
    return math.hypot(point[0] - x - share * across, point[1] - y - share * down)


def crosses(a: Segment, b: Segment) -> bool:
    """Return whether two lines cross inside both of them."""

    def side(segment: Segment, point: Point) -> float:
        (x, y), (x_end, y_end) = segment
        return (x_end - x) * (point[1] - y) - (y_end - y) * (point[0] - x)

    return side(a, b[0]) * side(a, b[1]) < 0 and side(b, a[0]) * side(b, a[1]) < 0


def clear(box: Box, boxes: Iterable[Box], lines: Iterable[Segment], margin: float) -> bool:
    """Return whether a box with a margin meets none of the boxes and no line passes through it."""
    wide = grown(box, margin)
    return not any(meet(wide, other) for other in boxes) and not any(cuts(line, wide) for line in lines)


def clash(a: Spot, b: Spot) -> bool:
    """Return whether two labels cannot both stand: words too close to words, or a leader across words or another leader."""
    if meet(grown(a.box, *BETWEEN_MM), b.box):
        return True
    for one, other in ((a, b), (b, a)):
        if one.leader and cuts(one.leader, grown(other.box, 0.5)):
            return True
    return bool(a.leader and b.leader and crosses(a.leader, b.leader))


def settle(choices: Mapping[int, Sequence[Spot]], order: Sequence[int]) -> dict[int, Spot]:
    """Return a spot for each label that has one clear of all others; a label without one is left out.

    Labels take their first free choice in `order`.  Then each that found none may have the place of one other label, when that
    one has another free choice.  No chance is involved.
    """
    placed: dict[int, Spot] = {}
    for i in order:
        spot = _first_free(choices[i], placed.values())
        if spot:
            placed[i] = spot
    for i in order:
        if i not in placed:
            placed = _made_room(choices, placed, i)
    return placed


def _first_free(spots: Sequence[Spot], others: Iterable[Spot]) -> Spot | None:
    there = tuple(others)
    return next((spot for spot in spots if not any(clash(spot, other) for other in there)), None)


def _made_room(choices: Mapping[int, Sequence[Spot]], placed: dict[int, Spot], i: int) -> dict[int, Spot]:
    for spot in choices[i]:
        in_the_way = [j for j, other in placed.items() if clash(spot, other)]
        if len(in_the_way) == 1:
            rest = {j: other for j, other in placed.items() if j not in in_the_way} | {i: spot}
            moved = _first_free(choices[in_the_way[0]], rest.values())
            if moved:
                return rest | {in_the_way[0]: moved}
    return placed


def around(point: Point, wide: float, high: float, reach: float) -> tuple[Box, ...]:
    """Return twelve boxes of that size around a mark, best first; `reach` is the distance from its middle to the nearest edge."""
    x, y = point
    left, right, centre = x - reach - wide, x + reach, x - wide / 2
    up, down, slant = y - reach - high / 2 + 0.3, y + reach + high / 2 - 0.3, reach * 0.55
    places = (
        (right, y), (left, y), (centre, up), (centre, down), (x + slant, up), (x + slant, down), (x - slant - wide, up), (x - slant - wide, down),
        (right, y - high * 0.35), (right, y + high * 0.35), (left, y - high * 0.35), (left, y + high * 0.35),
    )  # fmt: skip
    return tuple((a, b - high / 2, a + wide, b + high / 2) for a, b in places)


def further(point: Point, wide: float, high: float, reach: float) -> tuple[Box, ...]:
    """Return boxes of that size further off, near ones first, for labels that need a leader."""
    x, y = point
    boxes = []
    for far in (2.0, 3.2, 4.6, 6.2):
        for degrees in (-90, 90, -50, -130, 50, 130, -70, -110, 70, 110, -20, -160, 20, 160):
            across, down = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            middle_x = x + across * (reach + far) + (math.copysign(wide / 2, across) if abs(across) > 0.1 else 0.0)
            middle_y = y + down * (reach + far) + (math.copysign(high / 2, down) if abs(down) > 0.5 else 0.0)
            boxes.append((middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2))
    return tuple(boxes)


def leader(point: Point, box: Box, radius: float) -> Segment:
    """Return the line from the edge of a mark to the nearest point of a label's box."""
    end = (min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3]))
    length = math.hypot(end[0] - point[0], end[1] - point[1]) or 1.0
    start = (point[0] + (end[0] - point[0]) / length * radius, point[1] + (end[1] - point[1]) / length * radius)
    return start, end
