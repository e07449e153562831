"""How wide the columns of a table are, from what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reportgen.document import Table
from reportgen.edition import Edition
from reportgen.renderers.docx.units import dxa
from reportgen.tree import text_of
from reportgen.typeset.columns import BOLD, CELL_PT, WIDEST_TEXT, column_heads, ems, least_widths, squeezed, widest

MARGIN = dxa(CELL_PT)
"""Left and right margin of a cell in dxa."""
WIDEST_HEAD = 9.0
"""In ems: a longer head is broken over two lines."""
FULL = 0.5
"""A table that needs more than this share of the measure takes all of it."""
NARROW = 1.3
"""A smaller one gets this much more than it needs."""


def column_widths(table: Table, edition: Edition, measure: int, points: float) -> list[int]:
    """Return the widths of the columns in dxa; their sum is at most the measure.

    points  type size of the table
    """
    heads = column_heads(table, edition)
    needs = [_need(table, index, head) for index, head in enumerate(heads)]
    wanted = [dxa(need * points) + 2 * MARGIN for need in needs]
    total = sum(wanted)
    if total > measure:
        least = [min(dxa(width), most) for width, most in zip(least_widths(table, edition, points), wanted, strict=True)]
        return _share(squeezed(wanted, least, measure), measure)
    target = measure if total > FULL * measure else min(measure, max(round(total * NARROW), round(measure * 0.4)))
    return _share(wanted, target)


def number_indent(table: Table, index: int, width: int, points: float) -> int:
    """Return the right indent in dxa that puts right-aligned numbers in the middle of their column.

    All numbers of a column have one number of decimals, so their points stand below each other.
    """
    texts = [text_of(row.cells[index]) for row in table.rows]
    digits = max((ems(text) for text in texts if any(map(str.isdecimal, text))), default=0.0)
    return max(0, (width - 2 * MARGIN - dxa(digits * points)) // 2)


def _need(table: Table, index: int, head: str) -> float:
    """Return the width in ems at which a column is easy to read."""
    head_ems = ems(head)
    if head_ems > WIDEST_HEAD:
        head_ems = max(WIDEST_HEAD, head_ems / 2 + 1)
    return max(head_ems * BOLD, min(widest(table, index), WIDEST_TEXT), 2.0) + 0.4


def _share(wanted: Sequence[float], target: int) -> list[int]:
    """Return widths in proportion to what is wanted, in whole dxa, summing to the target."""
    total = sum(wanted)
    edges = [round(target * sum(wanted[:count]) / total) for count in range(len(wanted) + 1)]
    return [right - left for left, right in pairwise(edges)]
