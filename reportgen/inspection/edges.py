"""The right edge of the running text: which lines should be full, and where they end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reportgen.inspection.flow import Flow, is_han
from reportgen.inspection.measure import Measure, at, middle, share
from reportgen.inspection.pages import Line
from reportgen.typeset.text import CLOSING

EDGE = (0.1, 0.3, 2.0)
"""How far, in points, the median, 95 % and the worst of the full lines may miss the right edge."""
ENOUGH = 20
"""Lines from which on 95 % of them leave one out; of fewer the median and the worst are judged."""
WINDOW = 0.5
"""The right edge of a column is where most of its lines end, to within so many points."""
TRIMMED = CLOSING
"""Marks whose right half is blank and may stand outside the edge; ！ and ？ stand in the middle of their square."""


def right_edges(flow: Flow) -> Measure:
    """G3: lines that go on end at the right edge of their column, or half a blank mark outside it; in points."""
    errors: list[tuple[float, Line]] = []
    for lines in _columns(flow).values():
        edge = column_edge(lines)
        errors += [(min(abs(end - edge) for end in ends(line)), line) for line in lines]
    sizes = [error for error, _ in errors]
    if not sizes:
        return Measure("G3", "right edges of full lines", (), _edges_limit(), 0)
    found = {line: at(line, what=f"ends {error:.2f} pt from the right edge") for error, line in errors if error > EDGE[2]}
    values = (middle(sizes), share(sizes, 0.95), max(sizes))
    if values[0] > EDGE[0] or (values[1] > EDGE[1] and len(sizes) >= ENOUGH):  # no single line is to blame: show the worst
        worst = sorted(errors, key=lambda pair: -pair[0])[:5]
        found |= {line: at(line, what=f"ends {error:.2f} pt from the right edge") for error, line in worst}
    named = zip(("median", "95 %", "most"), (round(value, 2) for value in values), strict=True)
    return Measure("G3", "right edges of full lines", tuple(named), _edges_limit(), len(sizes), tuple(found.values()), "pt")


def _edges_limit() -> str:
    return " / ".join(map(str, EDGE)) + " pt"


def line_end_marks(flow: Flow) -> Measure:
    """U4: a full-width mark at the end of a full line stands with its blank half outside (GB/T 15834 5.1.10)."""
    counted, found = 0, []
    for lines in _columns(flow).values() if not flow.is_traditional else ():
        edge = column_edge(lines)
        for line in lines:
            if line.text[-1] in TRIMMED:
                counted += 1
                if abs(line.right - edge) < abs(line.right - line.glyphs[-1].size / 2 - edge):
                    found.append(at(line, what=f"{line.text[-1]} at the line end takes its full width"))
    return Measure("U4", "marks at line ends", (("full width", len(found)),), "0", counted, tuple(found))


def ends(line: Line) -> tuple[float, ...]:
    """Return where a line may be said to end, in points: a mark with a blank half ends before it or after it."""
    last = line.glyphs[-1]
    return (last.right, last.right - last.size / 2) if last.char in TRIMMED else (last.right,)


def column_edge(lines: Sequence[Line]) -> float:
    """Return the right edge of a column: where most of its full lines end, the outermost of equals, in points."""
    found = sorted(end for line in lines for end in ends(line))
    best, count, start = found[-1], 0, 0
    for stop, value in enumerate(found):
        while value - found[start] > WINDOW:
            start += 1
        if stop - start + 1 >= count:
            count = stop - start + 1
            best = middle(found[start : stop + 1])
    return best


def _columns(flow: Flow) -> dict[float, list[Line]]:
    """Return the Chinese lines that should be full, by where the lines of their paragraphs start."""
    columns: dict[float, list[Line]] = defaultdict(list)
    for paragraph in flow.body:
        for line, after in paragraph.turns:
            if is_han(line) and flow.is_full(paragraph, line, after):
                columns[round(paragraph.left)].append(line)
    return columns


