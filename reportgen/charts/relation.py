"""Relation: nodes and the words between them.  Nodes are the categories, lines the spec's links.

Option ``centres``: keys of the centre nodes joined by "|".  They stand in the middle row; the others stand in a row above,
moved to the right, and a row below, moved to the left, so that four of them around two centres form a parallelogram.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.errors import Problem, RenderError, nearest
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEIGHT_MM = 98.0
_HALF_HIGH_MM = 6.6
_SHIFT_MM = 13.0


@dataclass(frozen=True, slots=True)
class _Node:
    """A node: its middle, half its width and half its height in millimetres, and its words in lines."""

    x: float
    y: float
    half_wide: float
    half_high: float
    lines: tuple[str, ...]
    is_centre: bool


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
    """Draw the nodes and the arrows between their edges."""
    paper = canvas.sheet(edition, theme, _HEIGHT_MM)
    nodes = _nodes(paper, spec)
    both = {frozenset((first, second)) for first, second, _ in spec.links if any(
        (second, first) == (a, b) for a, b, _ in spec.links)}  # fmt: skip
    taken: list[tuple[float, float, float, float]] = []
    for first, second, words in spec.links:
        aside = 2.6 if frozenset((first, second)) in both else 0.0
        _link(paper, nodes[first], nodes[second], words, aside, taken)
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


def _link(
    paper: canvas.Sheet, a: _Node, b: _Node, words: str, aside: float, taken: list[tuple[float, float, float, float]]
) -> None:
    length = math.hypot(b.x - a.x, b.y - a.y) or 1.0
    along = ((b.x - a.x) / length, (b.y - a.y) / length)
    off = (-along[1] * aside, along[0] * aside)
    start = _edge(a, along, off, 0.8)
    end = _edge(b, (-along[0], -along[1]), off, 0.8)
    colours = paper.theme.colours
    tail = (end[0] - along[0] * 2.2, end[1] - along[1] * 2.2)
    canvas.line(paper, [start, tail], colours.muted, weight=1.0, layer=2, name="link")
    wing = (-along[1] * 1.1, along[0] * 1.1)
    head = [end, (end[0] - along[0] * 3 + wing[0], end[1] - along[1] * 3 + wing[1]), (end[0] - along[0] * 3 - wing[0], end[1] - along[1] * 3 - wing[1])]
    canvas.shape(paper, head, fill=colours.muted, layer=2)
    if words:
        _link_words(paper, words, start, end, off, taken)


def _link_words(
    paper: canvas.Sheet, words: str, start: canvas.Point, end: canvas.Point, off: canvas.Point,
    taken: list[tuple[float, float, float, float]],
) -> None:  # fmt: skip
    """Write the words on their line, on paper, at the first place along it that is free."""
    level = abs(end[1] - start[1]) < 4
    room = abs(end[0] - start[0]) - 5 if level else 27.0
    lines = canvas.wrap(paper, words, max(min(room, 34.0), 12.0))
    half = max(canvas.width(paper, line) for line in lines) / 2 + 0.8
    high = canvas.lines_height(lines, paper.size) / 2 + 0.3
    lift = math.copysign(high + 1.0, off[1]) if level and off[1] else -(high + 1.0) if level else 0.0
    best: tuple[float, float, float, float] | None = None
    for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
        x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share + lift
        spot = (x - half, y - high, x + half, y + high)
        best = best or spot
        if not any(spot[0] < o[2] and o[0] < spot[2] and spot[1] < o[3] and o[1] < spot[3] for o in taken):
            best = spot
            break
    assert best is not None
    taken.append(best)
    canvas.box(paper, best[0], best[1], half * 2, high * 2, paper.theme.colours.paper, layer=3, name="back")
    canvas.write(paper, best[0] + half, best[1] + high, lines, align="center", layer=6)
