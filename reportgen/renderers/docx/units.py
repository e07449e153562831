"""Word's units of length, and how wide a text will be.

dxa    twentieths of a point: everything in WordprocessingML except
half   half points: type sizes
eighth eighths of a point: rules
EMU    1/36,000 mm: pictures
"""

from __future__ import annotations

from unicodedata import east_asian_width

from reportgen.theme import POINTS_PER_MM

_NARROW = {" ": 0.25, "\u00a0": 0.25, ".": 0.27, ",": 0.27, ":": 0.28, "%": 0.86, "−": 0.57, "-": 0.33, "\u2002": 0.5, "\u2003": 1.0}


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
    """Return points in halves, as type sizes are given."""
    return round(points * 2)


def eighth(points: float) -> int:
    """Return points in eighths, as rules are given."""
    return round(points * 8)


def emu(millimetres: float) -> int:
    """Return millimetres in English metric units."""
    return round(millimetres * 36000)


def ems(text: str) -> float:
    """Return about how wide the longest line of a text is, in ems: Han 1, digits and Latin about a half.

    >>> ems("四川"), ems("91.10")
    (2.0, 2.47)
    """
    return max((round(sum(map(_em, line)), 2) for line in text.split("\n")), default=0.0)


def _em(character: str) -> float:
    if character in _NARROW:
        return _NARROW[character]
    if east_asian_width(character) in "WFA" and not character.isdigit():
        return 1.0
    return 0.66 if character.isupper() else 0.55 if not character.islower() else 0.5
