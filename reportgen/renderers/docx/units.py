"""Word's units of length.

dxa    twentieths of a point: everything in WordprocessingML except
half   half points: type sizes
eighth eighths of a point: rules
EMU    1/36,000 mm: pictures
"""

from __future__ import annotations

from math import ceil

from reportgen.theme import POINTS_PER_MM


def dxa(points: float) -> int:
    """Return points in twentieths.

    >>> dxa(10.5)
    210
    """
    return round(points * 20)


def dxa_mm(millimetres: float) -> int:
    """Return millimetres in twentieths of a point.

    >>> dxa_mm(210), dxa_mm(297)
    (11906, 16838)
    """
    return round(millimetres * POINTS_PER_MM * 20)


def half(points: float) -> int:
    """Return points in halves, as type sizes are given, the next above where the size lies between two.

    >>> half(10.5), half(15.75)
    (21, 32)
    """
    return ceil(points * 2)


def eighth(points: float) -> int:
    """Return points in eighths, as rules are given."""
    return round(points * 8)


def emu(millimetres: float) -> int:
    """Return millimetres in English metric units."""
    return round(millimetres * 36000)
