"""How much room the columns of a table need, the same for every format: Word and PDF turn the same tables sideways."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from unicodedata import east_asian_width

from reportgen.document import Column, Table
from reportgen.edition import Edition
from reportgen.theme import Theme
from reportgen.tree import text_of

CELL_PT = 5.4
"""White space at the left and at the right of a cell in points, as in Word's own tables."""
SHORTEST = {"text": 8.0, "name": 12.0}
"""In ems by kind of column: where room is short, texts and long names are broken over lines no shorter than this."""
WIDEST_TEXT = 26.0
"""In ems: a longer text wraps also where there is room."""
BOLD = 1.08
"""Heads are bold or set in the heavier face."""

_NARROW = {" ": 0.25, "\u00a0": 0.25, ".": 0.27, ",": 0.27, ":": 0.28, "%": 0.86, "−": 0.57, "-": 0.33, "\u2002": 0.5, "\u2003": 1.0}


def is_wide(table: Table, edition: Edition, theme: Theme) -> bool:
    """Return whether a table must stand on pages turned sideways: upright, words, numbers or names would be broken.

    >>> from reportgen.document import Row, Text
    >>> from reportgen.edition import load_edition
    >>> cell = (Text("91.10"),)
    >>> def numbers(count): return Table("t", (), (Column("a", (Text("指数"),), "number"),) * count, (Row((cell,) * count),))
    >>> [is_wide(numbers(count), load_edition("zh-Hans"), Theme()) for count in (6, 13)]
    [False, True]
    """
    return sum(least_widths(table, edition, theme.sizes.table)) > theme.measure_pt


def least_widths(table: Table, edition: Edition, points: float) -> list[float]:
    """Return the width in points below which each column would break words, numbers or names; long texts, names and heads wrap.

    points  type size of the table
    """
    return [_least(table, index, head) * points + 2 * CELL_PT for index, head in enumerate(column_heads(table, edition))]


def squeezed(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Return widths that fit the room, every column as near to its least width as the others; in proportion where even that is too much.

    >>> squeezed([30, 60], [20, 20], 60)
    [24.0, 36.0]
    """
    if sum(least) >= room or sum(wanted) == sum(least):
        return [width * room / sum(least) for width in least]
    part = (room - sum(least)) / (sum(wanted) - sum(least))
    return [low + (high - low) * part for low, high in zip(least, wanted, strict=True)]


def column_heads(table: Table, edition: Edition) -> list[str]:
    """Return the printed heads, each with its unit: "指数（分）"."""
    return [text_of(column.head) + unit_of(column, edition) for column in table.columns]


def unit_of(column: Column, edition: Edition) -> str:
    """Return the unit of a column as its head prints it, or nothing."""
    return f"{edition.word('label.open')}{column.unit}{edition.word('label.close')}" if column.unit else ""


def widest(table: Table, index: int) -> float:
    """Return the width of the widest cell of a column in ems, its head left aside."""
    return max((ems(text_of(row.cells[index])) for row in table.rows), default=0.0)


def ems(text: str) -> float:
    """Return about how wide the longest line of a text is, in ems: Han 1, digits and Latin about a half.

    >>> ems("四川"), ems("91.10")
    (2.0, 2.47)
    """
    return max((round(sum(map(_em, line)), 2) for line in text.split("\n")), default=0.0)


def _least(table: Table, index: int, head: str) -> float:
    longest = max(map(ems, head.split()), default=0.0)
    head_ems = min(ems(head), max(ems(head) / 3, longest if " " in head else 3.0))
    cells = widest(table, index)
    return max(head_ems * BOLD, min(cells, SHORTEST.get(table.columns[index].kind, cells)), 2.0) + 0.2


@cache
def _em(character: str) -> float:
    if character in _NARROW:
        return _NARROW[character]
    if east_asian_width(character) in "WFA" and not character.isdigit():
        return 1.0
    return 0.66 if character.isupper() else 0.55 if not character.islower() else 0.5
