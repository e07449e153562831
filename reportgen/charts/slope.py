"""Slope: the rank before on the left, the rank now on the right, one curve per category.

``series[0]`` is the previous rank (None: new), ``series[1]`` the rank (None: dropped out).  Options: ``left`` and ``right``
name the periods.  Coloured are all categories that moved at least so many places, up or down; the chart says how many.  The
threshold is the one by which about twice ``movers`` (3) are coloured.  The highlighted category is drawn in `primary`, not in
`accent`: red already says "up" here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import canvas, lettering
from reportgen.charts.scales import spread
from reportgen.charts.words import gap_words, known
from reportgen.document import ChangeState, ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEAD_MM = 6.4
_DOT_MM = 0.75


@dataclass(frozen=True, slots=True)
class Move:
    """One category: its ranks, 0 for none, and the change in places."""

    key: str
    name: str
    before: int
    after: int

    @property
    def places(self) -> int:
        """Return the places gained; 0 for one that is new or dropped out."""
        return self.before - self.after if self.before and self.after else 0

    @property
    def state(self) -> ChangeState:
        """Return the direction."""
        if not self.before or not self.after:
            return "new" if self.after else "dropped"
        return "up" if self.places > 0 else "down" if self.places < 0 else "same"


def moves_of(spec: ChartSpec) -> list[Move]:
    """Return every category with its ranks."""
    def rank(value: float | None) -> int:
        return int(value) if value is not None and known(value) else 0

    pairs = zip(spec.keys, spec.categories, spec.series[0].values, spec.series[1].values, strict=True)
    return [Move(key, name, rank(before), rank(after)) for key, name, before, after in pairs]


def _threshold(moves: list[Move], each: int) -> int:
    """Return from how many places on, up or down, a move is coloured: the count nearest to twice `each`, the smaller of two; 0 for none."""
    sizes = sorted((abs(move.places) for move in moves if move.places), reverse=True)
    if not sizes or each < 1:
        return 0
    return min(dict.fromkeys(sizes), key=lambda size: (abs(sum(other >= size for other in sizes) - 2 * each), -size))


def coloured(moves: list[Move], each: int) -> dict[str, str]:
    """Return the state of those that moved far by key: one threshold for both directions, so no grey curve outdoes a coloured one."""
    least = _threshold(moves, each)
    return {move.key: move.state for move in moves if least and abs(move.places) >= least}


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return the highlighted categories and the biggest climbers and fallers, each from rank to rank."""
    moves = moves_of(spec)
    told = set(coloured(moves, int(spec.option("movers", "3")))) | set(spec.highlight)
    shown = [m for m in moves if m.before or m.after]
    shown = shown if len(shown) <= 8 else [m for m in shown if m.key in told]
    shown.sort(key=lambda move: (move.key not in spec.highlight, -move.places))
    gone = [m.name for m in moves if not m.before and not m.after]
    words = [_move_words(move, edition) for move in shown]
    return edition.word("chart.join").join(words + (gap_words(spec, edition, spec.series[1]) if gone else []))


def _move_words(move: Move, edition: Edition) -> str:
    key = {"new": "chart.newcomer", "dropped": "chart.leaver"}.get(move.state, "chart.from_to")
    return edition.say(
        key, name=move.name, before=move.before, after=move.after, change=edition.change_words(move.state, move.places),
        before_ordinal=edition.ordinal(move.before), after_ordinal=edition.ordinal(move.after),
    )  # fmt: skip


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the two columns and the curves between them; both columns have one scale, so a climber's curve climbs."""
    moves = [move for move in moves_of(spec) if move.before or move.after]
    probe = canvas.sheet(edition, theme, 10)
    widest = min(max((canvas.width(probe, m.name, weight="bold") for m in moves), default=0), probe.width * 0.3) + 0.1
    most = max((len(canvas.wrap(probe, m.name, widest, weight="bold")) for m in moves), default=1)
    used = [rank for move in moves for rank in (move.before, move.after) if rank] or [1]
    rows = min(max(used) - min(used) + 1, max(2 * len(moves), len(moves) + 4))
    rows = max(rows, sum(1 for m in moves if m.before), sum(1 for m in moves if m.after))
    pitch = canvas.row_height(rows, _HEAD_MM + 0.6) + (most - 1) * canvas.em(theme.sizes.chart) * 1.22
    paper = canvas.sheet(edition, theme, _HEAD_MM + 0.6 + pitch * rows)
    per_rank = (rows - 1) * pitch / max(max(used) - min(used), 1)
    heights = [_heights([getattr(m, side) for m in moves], min(used), per_rank, pitch, rows) for side in ("before", "after")]
    rank_mm, mark_mm = canvas.width(paper, "88", weight="bold") + 2.2, 8.5
    columns = (widest + rank_mm + 1.0, paper.width - widest - rank_mm - 1.0 - mark_mm)
    shown = coloured(moves, int(spec.option("movers", "3")))
    canvas.write(paper, columns[0], _HEAD_MM / 2 - 0.5, spec.option("left"), align="right", colour=theme.colours.muted)
    canvas.write(paper, columns[1], _HEAD_MM / 2 - 0.5, spec.option("right"), colour=theme.colours.muted)
    _rule(paper, spec, columns)
    for i, move in enumerate(moves):
        colour, strength = look_of(move, spec, theme, shown)
        ends = (heights[0].get(i), heights[1].get(i))
        _curve(paper, columns, ends, colour, strength, move.key)
        _labels(paper, move, columns, ends, (widest, rank_mm), colour, strength)
    return paper.figure


def rule_words(spec: ChartSpec, edition: Edition) -> str:
    """Return the words that say which curves are coloured; none when only the highlighted one is."""
    moves, each = moves_of(spec), int(spec.option("movers", "3"))
    if not set(coloured(moves, each)) - set(spec.highlight):
        return ""
    return edition.say("chart.movers", places=edition.count("count.place", _threshold(moves, each)))


def _rule(paper: canvas.Sheet, spec: ChartSpec, columns: tuple[float, float]) -> None:
    """Say above the curves which of them are coloured, when there is room between the names of the columns."""
    words = rule_words(spec, paper.edition)
    room = columns[1] - columns[0] - canvas.width(paper, spec.option("right"))
    if words and canvas.width(paper, words) + 6.0 <= room:
        canvas.write(paper, (columns[0] + columns[1]) / 2, _HEAD_MM / 2 - 0.5, words, align="center", colour=paper.theme.colours.muted)


def _heights(ranks: list[int], best: int, per_rank: float, pitch: float, rows: int) -> dict[int, float]:
    """Return the height of each category with a rank; those that share one make room for each other."""
    have = [i for i, rank in enumerate(ranks) if rank]
    wanted = [_HEAD_MM + pitch / 2 + (ranks[i] - best) * per_rank for i in have]
    return dict(zip(have, spread(wanted, [pitch] * len(have), _HEAD_MM, _HEAD_MM + rows * pitch), strict=True))


def look_of(move: Move, spec: ChartSpec, theme: Theme, movers: dict[str, str]) -> tuple[str, int]:
    """Return the colour of a curve and its strength: 2 highlighted, 1 moved far, 0 one of the many."""
    colours = theme.colours
    if move.key in spec.highlight:
        return colours.primary, 2
    state = movers.get(move.key)
    return (colours.up if state == "up" else colours.down, 1) if state else (colours.quiet, 0)


def _curve(
    paper: canvas.Sheet, columns: tuple[float, float], ends: tuple[float | None, float | None], colour: str, strength: int, key: str
) -> None:
    for x, y in zip(columns, ends, strict=True):
        if y is not None:
            canvas.dot(paper, x + (1.6 if x == columns[0] else -1.6), y, _DOT_MM + 0.25 * (strength == 2), colour, layer=4 + strength)
    if ends[0] is None or ends[1] is None:
        return
    a, b = columns[0] + 1.6, columns[1] - 1.6
    third = (b - a) * 0.4
    points = [(a, ends[0]), (a + third, ends[0]), (b - third, ends[1]), (b, ends[1])]
    canvas.shape(paper, points, edge=colour, weight=(0.8, 1.3, 2.4)[strength], curve=True, layer=1 + strength, name=f"slope:{key}")


def _labels(
    paper: canvas.Sheet, move: Move, columns: tuple[float, float], ends: tuple[float | None, float | None],
    room: tuple[float, float], colour: str, strength: int,
) -> None:  # fmt: skip
    colours = paper.theme.colours
    ink = colour if strength else colours.ink
    weight: lettering.Weight = "bold" if strength == 2 else "normal"
    widest, rank_mm = room
    name = canvas.wrap(paper, move.name, widest, weight="bold")
    quiet = ink if strength else colours.muted
    left, right = columns
    if ends[0] is not None:
        canvas.write(paper, left, ends[0], str(move.before), align="right", colour=quiet, weight=weight)
        canvas.write(paper, left - rank_mm, ends[0], name, align="right", colour=ink, weight=weight)
    if ends[1] is not None:
        canvas.write(paper, right + rank_mm - 2.2, ends[1], str(move.after), align="right", colour=quiet, weight=weight)
        canvas.write(paper, right + rank_mm, ends[1], name, colour=ink, weight=weight)
        mark = paper.edition.change_text(move.state, move.places)
        canvas.write(paper, paper.width, ends[1], mark, align="right", colour=quiet, weight=weight)
