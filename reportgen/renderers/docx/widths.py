"""How wide the columns of a table are, from what stands in them."""

from __future__ import annotations

from itertools import pairwise

from reportgen.document import Column, Table
from reportgen.edition import Edition
from reportgen.renderers.docx.units import dxa, ems
from reportgen.tree import text_of

MARGIN = 108
"""Left and right margin of a cell in dxa, as in Word's own tables."""
WIDEST_HEAD, WIDEST_TEXT = 9.0, 26.0
"""In ems: a longer head is broken over two lines, a longer text wraps."""
SHORTEST_TEXT = 8.0
"""In ems: where room is short, a column of texts gives way down to this."""
BOLD = 1.08
"""Heads are bold or set in the heavier face."""
FULL = 0.5
"""A table that needs more than this share of the measure takes all of it."""
NARROW = 1.3
"""A smaller one gets this much more than it needs."""


def column_heads(table: Table, edition: Edition) -> list[str]:
    """Return the printed heads, each with its unit: "指数（分）"."""
    return [text_of(column.head) + unit_of(column, edition) for column in table.columns]


def unit_of(column: Column, edition: Edition) -> str:
    """Return the unit of a column as its head prints it, or nothing."""
    return f"{edition.word('label.open')}{column.unit}{edition.word('label.close')}" if column.unit else ""


def column_widths(table: Table, edition: Edition, measure: int, points: float) -> list[int]:
    """Return the widths of the columns in dxa; their sum is at most the measure.

    points  type size of the table
    """
    heads = column_heads(table, edition)
    needs = [_need(table, index, head) for index, head in enumerate(heads)]
    wanted = [dxa(need * points) + 2 * MARGIN for need in needs]
    total = sum(wanted)
    if total > measure:
        least = [min(dxa(_least(table, index, head) * points) + 2 * MARGIN, wanted[index]) for index, head in enumerate(heads)]
        return _squeeze(wanted, least, measure)
    target = measure if total > FULL * measure else min(measure, max(round(total * NARROW), round(measure * 0.4)))
    return _share(wanted, target)


def number_indent(table: Table, index: int, width: int, points: float) -> int:
    """Return the right indent in dxa that puts right-aligned numbers in the middle of their column.

    All numbers of a column have one number of decimals, so their points stand below each other.
    """
    texts = [text_of(row.cells[index]) for row in table.rows]
    widest = max((ems(text) for text in texts if any(map(str.isdecimal, text))), default=0.0)
    return max(0, (width - 2 * MARGIN - dxa(widest * points)) // 2)


def _need(table: Table, index: int, head: str) -> float:
    """Return the width in ems at which a column is easy to read."""
    head_ems = ems(head)
    if head_ems > WIDEST_HEAD:
        head_ems = max(WIDEST_HEAD, head_ems / 2 + 1)
    return max(head_ems * BOLD, min(_widest(table, index), WIDEST_TEXT), 2.0) + 0.4


def _least(table: Table, index: int, head: str) -> float:
    """Return the width in ems below which a column would break words, numbers or names; long texts wrap."""
    longest = max(map(ems, head.split()), default=0.0)
    head_ems = min(ems(head), max(ems(head) / 3, longest if " " in head else 3.0))
    cells = min(_widest(table, index), SHORTEST_TEXT) if table.columns[index].kind == "text" else _widest(table, index)
    return max(head_ems * BOLD, cells, 2.0) + 0.2


def _widest(table: Table, index: int) -> float:
    return max((ems(text_of(row.cells[index])) for row in table.rows), default=0.0)


def _share(wanted: list[int], target: int) -> list[int]:
    """Return widths in proportion to what is wanted, in whole dxa, summing to the target."""
    total = sum(wanted)
    edges = [round(target * sum(wanted[:count]) / total) for count in range(len(wanted) + 1)]
    return [right - left for left, right in pairwise(edges)]


def _squeeze(wanted: list[int], least: list[int], measure: int) -> list[int]:
    """Return widths that fit the measure, every column as near to its least width as the others."""
    if sum(least) >= measure:
        return _share(least, measure)
    part = (measure - sum(least)) / (sum(wanted) - sum(least))
    return _share([round(low + (high - low) * part) for low, high in zip(least, wanted, strict=True)], measure)
