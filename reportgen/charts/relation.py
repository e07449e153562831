"""Relation: nodes and the words between them.  Nodes are the categories, lines the spec's links.

Option ``centres``: keys of the centre nodes joined by "|".  They stand in the middle row; the others stand in a row above,
moved to the right, and a row below, moved to the left, so that four of them around two centres form a parallelogram.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import canvas, room
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.errors import Problem, RenderError, nearest
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEIGHT_MM = 98.0
_HALF_HIGH_MM = 6.6
_SHIFT_MM = 13.0
_AIR_MM = 1.6
"""Words keep so far from links that are not theirs, where they can."""
_SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.36, 0.64, 0.32, 0.68, 0.28, 0.72, 0.24, 0.76)
_CROSSED = (0.3, 0.27, 0.33, 0.24, 0.36, 0.7, 0.67, 0.73, 0.64, 0.76, 0.4, 0.6)
"""Where words stand along their link: in its middle, or when others cross it nearer to where it starts."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A node: its middle, half its width and half its height in millimetres, and its words in lines."""

    x: float
    y: float
    half_wide: float
    half_high: float
    lines: tuple[str, ...]
    is_centre: bool


@dataclass(frozen=True, slots=True)
class _Arrow:
    """A link: where it starts and ends, its words, and whether another one leads back beside it."""

    start: canvas.Point
    end: canvas.Point
    words: str
    is_paired: bool

    @property
    def is_level(self) -> bool:
        return abs(self.end[1] - self.start[1]) < 4


def _centres(spec: ChartSpec) -> tuple[str, ...]:
    given = tuple(key for key in spec.option("centres").split("|") if key)
    for key in (*given, *(end for first, second, _ in spec.links for end in (first, second))):
        if key not in spec.keys:
            raise RenderError(Problem("chart", f"there is no node {key!r}", nearest(key, spec.keys), code="RG434"))
    return given


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return the centres and every link with its words."""
    names = dict(zip(spec.keys, spec.categories, strict=True))
    centres = _centres(spec)
    parts = [edition.say("chart.centres", names=edition.names([names[key] for key in centres]))] if centres else []
    for first, second, words in spec.links:
        key = "chart.link" if words else "chart.link_bare"
        parts.append(edition.say(key, first=names[first], second=names[second], words=words))
    return edition.word("chart.join").join(parts) or edition.names(spec.categories)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the nodes, the arrows between their edges, and the words of each link on it, away from all other links."""
    paper = canvas.sheet(edition, theme, _HEIGHT_MM)
    nodes = _nodes(paper, spec)
    pairs = [(first, second) for first, second, _ in spec.links]
    arrows = [_Arrow(*_ends(nodes[a], nodes[b], 2.6 if (b, a) in pairs else 0.0), words, (b, a) in pairs) for a, b, words in spec.links]
    for arrow in arrows:
        _draw_arrow(paper, arrow)
    boxes = [(node.x - node.half_wide, node.y - node.half_high, node.x + node.half_wide, node.y + node.half_high) for node in nodes.values()]
    for n, box in _placed(paper, arrows, boxes).items():
        canvas.box(paper, box[0], box[1], box[2] - box[0], box[3] - box[1], theme.colours.paper, layer=3, name="back")
        canvas.write(paper, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, _lines(paper, arrows[n]), align="center", layer=6)
    for key, node in nodes.items():
        _draw_node(paper, node, key)
    return paper.figure


def _nodes(paper: canvas.Sheet, spec: ChartSpec) -> dict[str, _Node]:
    centres = _centres(spec)
    names = dict(zip(spec.keys, spec.categories, strict=True))
    others = [key for key in spec.keys if key not in centres]
    if not centres:
        return _ring(paper, others, names)
    upper, lower = others[: (len(others) + 1) // 2], others[(len(others) + 1) // 2 :]
    found: dict[str, _Node] = {}
    rows = ((upper, 9.0, _SHIFT_MM), (list(centres), paper.height / 2, 0.0), (lower, paper.height - 9.0, -_SHIFT_MM))
    for keys, y, shift in rows:
        most = len(keys)
        span = paper.width - 2 * (_SHIFT_MM if keys is not rows[1][0] else 0.0)
        for n, key in enumerate(keys):
            x = paper.width / 2 + shift + (n - (most - 1) / 2) * span / max(most, 2) * 1.16
            found[key] = _node(paper, names[key], x, y, span / max(most, 2) * 0.62, is_centre=key in centres)
    return found


def _ring(paper: canvas.Sheet, keys: Sequence[str], names: dict[str, str]) -> dict[str, _Node]:
    found = {}
    for n, key in enumerate(keys):
        angle = 2 * math.pi * n / max(len(keys), 1) - math.pi / 2
        x = paper.width / 2 + (paper.width / 2 - 24) * math.cos(angle)
        found[key] = _node(paper, names[key], x, paper.height / 2 + (paper.height / 2 - 9) * math.sin(angle), 40, is_centre=False)
    return found


def _node(paper: canvas.Sheet, name: str, x: float, y: float, most: float, *, is_centre: bool) -> _Node:
    size = paper.size + (2 if is_centre else 1)
    lines = canvas.wrap(paper, name, min(most, 40.0) - 6, size, "bold")
    wide = max(canvas.width(paper, line, size, "bold") for line in lines) + (12 if is_centre else 9)
    half_high = max(_HALF_HIGH_MM if is_centre else 5.2, canvas.lines_height(lines, size) / 2 + 2.2)
    half = max(wide / 2, 17 if is_centre else 13)
    return _Node(min(max(x, half + 0.5), paper.width - half - 0.5), y, half, half_high, lines, is_centre)


def _draw_node(paper: canvas.Sheet, node: _Node, key: str) -> None:
    colours = paper.theme.colours
    ground = colours.primary if node.is_centre else colours.tint
    canvas.box(paper, node.x - node.half_wide, node.y - node.half_high, 2 * node.half_wide, 2 * node.half_high, ground,
               edge=colours.primary, weight=1.0, round_mm=2.4, layer=4, name=f"node:{key}")  # fmt: skip
    canvas.write(paper, node.x, node.y, node.lines, align="center", weight="bold", layer=6,
                 size=paper.size + (2 if node.is_centre else 1), colour=colours.paper if node.is_centre else colours.primary)  # fmt: skip


def _edge(node: _Node, towards: canvas.Point, aside: canvas.Point, gap: float) -> canvas.Point:
    """Return where a line from the node's middle, moved aside, leaves its box, a gap further out."""
    x, y = node.x + aside[0], node.y + aside[1]
    across, down = towards
    steps = [(node.half_wide - math.copysign(aside[0], across * aside[0])) / abs(across)] if abs(across) > 1e-9 else []
    steps += [(node.half_high - math.copysign(aside[1], down * aside[1])) / abs(down)] if abs(down) > 1e-9 else []
    step = min(steps) + gap
    return x + across * step, y + down * step


def _ends(a: _Node, b: _Node, aside: float) -> tuple[canvas.Point, canvas.Point]:
    """Return where the arrow from one node to another starts and ends, moved aside when another one leads back."""
    length = math.hypot(b.x - a.x, b.y - a.y) or 1.0
    along = ((b.x - a.x) / length, (b.y - a.y) / length)
    off = (-along[1] * aside, along[0] * aside)
    return _edge(a, along, off, 0.8), _edge(b, (-along[0], -along[1]), off, 0.8)


def _draw_arrow(paper: canvas.Sheet, arrow: _Arrow) -> None:
    start, end, colour = arrow.start, arrow.end, paper.theme.colours.muted
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    canvas.line(paper, [start, (end[0] - along[0] * 2.2, end[1] - along[1] * 2.2)], colour, weight=1.0, layer=2, name="link")
    wing, foot = (-along[1] * 1.1, along[0] * 1.1), (end[0] - along[0] * 3, end[1] - along[1] * 3)
    head = [end, (foot[0] + wing[0], foot[1] + wing[1]), (foot[0] - wing[0], foot[1] - wing[1])]
    canvas.shape(paper, head, fill=colour, layer=2)


def _lines(paper: canvas.Sheet, arrow: _Arrow) -> tuple[str, ...]:
    room_mm = abs(arrow.end[0] - arrow.start[0]) - 5 if arrow.is_level else 27.0
    return canvas.wrap(paper, arrow.words, max(min(room_mm, 34.0), 12.0))


def _placed(paper: canvas.Sheet, arrows: Sequence[_Arrow], nodes: Sequence[room.Box]) -> dict[int, room.Box]:
    """Return a box for the words of each link; those with the fewest clear places choose first."""
    choices = {n: _spots(paper, arrows, n, nodes) for n, arrow in enumerate(arrows) if arrow.words}
    order = sorted(choices, key=lambda n: (len(choices[n]), n))
    found = {n: spot.box for n, spot in room.settle(choices, order).items()}
    for n in order:
        if n not in found:  # words are never left out: they take the place where they cover least
            found[n] = max(_along(paper, arrows[n]), key=lambda box: min((_distance(box, other) for other in found.values()), default=0.0))
    return found


def _spots(paper: canvas.Sheet, arrows: Sequence[_Arrow], n: int, nodes: Sequence[room.Box]) -> list[room.Spot]:
    """Return the places on the n-th link where its words meet no node and no other link; those with most air first."""
    others = [(arrow.start, arrow.end) for m, arrow in enumerate(arrows) if m != n]
    is_crossed = any(room.crosses((arrows[n].start, arrows[n].end), other) for other in others)
    boxes = [box for box in _along(paper, arrows[n], _CROSSED if is_crossed else _SHARES) if room.within(box, (0.0, 0.0, paper.width, paper.height))]
    airy = [box for box in boxes if room.clear(box, nodes, others, _AIR_MM)]
    tight = [box for box in boxes if box not in airy and room.clear(box, nodes, others, 0.3)]
    return [room.Spot(box) for box in (*airy, *tight)]


def _along(paper: canvas.Sheet, arrow: _Arrow, shares: Sequence[float] = _SHARES) -> list[room.Box]:
    """Return the boxes for words at these shares of a link's length: on it, but beside a level one and beside two that lead back and forth."""
    lines = _lines(paper, arrow)
    half = max(canvas.width(paper, line) for line in lines) / 2 + 0.8
    high = canvas.lines_height(lines, paper.size) / 2 + 0.3
    (x, y), (x_end, y_end) = arrow.start, arrow.end
    aside, lift = 0.0, 0.0
    if arrow.is_level:
        lift = math.copysign(high + 1.0, x_end - x) if arrow.is_paired else -(high + 1.0)
    elif arrow.is_paired:  # with one that leads back, each has its words on its own side
        aside = math.copysign(half + 0.4, y - y_end)
    middles = [(x + (x_end - x) * share + aside, y + (y_end - y) * share + lift) for share in shares]
    return [(across - half, down - high, across + half, down + high) for across, down in middles]


def _distance(a: room.Box, b: room.Box) -> float:
    return math.hypot((a[0] + a[2] - b[0] - b[2]) / 2, (a[1] + a[3] - b[1] - b[3]) / 2)
