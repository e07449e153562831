"""Which characters of a source each face keeps.

A Traditional face stands before the Simplified face of its design in the list of an edition.  One collection draws all regions
from one set of glyphs, so that equal names are equal shapes: what a Traditional face lacks looks the same in the Simplified one
(docs/notes/004-traditional-faces.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

HANGUL_AND_VERTICAL = (
    (0x1100, 0x11FF), (0x302E, 0x302F), (0x3130, 0x318F), (0x3200, 0x321E), (0x3260, 0x327F), (0xA960, 0xA97F),
    (0xAC00, 0xD7FF), (0xE000, 0xF8FF), (0xFE00, 0xFE4F), (0xFFA0, 0xFFDC), (0xE0000, 0xE01FF),
)  # fmt: skip
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
KANA = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0x32D0, 0x3357), (0xFF66, 0xFF9F), (0x1B000, 0x1B16F))
LATIN = (
    (0x20, 0x24F), (0x250, 0x36F), (0x370, 0x3FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F),
    (0x20A0, 0x20CF), (0x2100, 0x218F), (0x2190, 0x2199), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2605, 0x2606),
    (0x2713, 0x2717),
)  # fmt: skip

Glyphs = Mapping[int, str]
"""Code point → glyph name."""


def within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Return whether the code point lies in one of the closed ranges.

    >>> within(0x56DB, HAN), within(0x3042, HAN)
    (True, False)
    """
    return any(first <= code <= last for first, last in ranges)


def is_everyday(code: int) -> bool:
    """Return whether the character is one of the 5,401 in frequent use, level 1 of Big5.

    >>> [is_everyday(ord(character)) for character in "說麤说"]
    [True, False, False]
    """
    try:
        return b"\xa4\x40" <= chr(code).encode("big5") <= b"\xc6\x7e"
    except UnicodeEncodeError:
        return False


def latin(best: Glyphs) -> frozenset[int]:
    """Return what a face for English needs."""
    return frozenset(code for code in best if within(code, LATIN))


def simplified(best: Glyphs) -> frozenset[int]:
    """Return everything that horizontal Chinese may need, rare characters too."""
    return frozenset(code for code in best if not within(code, HANGUL_AND_VERTICAL))


def traditional(best: Glyphs, mainland: Glyphs) -> frozenset[int]:
    """Return symbols, everyday Han, and all Han that the region writes otherwise than the mainland.

    Marks, digits and spaces stand in every face, since pairs are spaced inside one font only, and everyday Han, so that a text is
    not patched together from two fonts.
    """

    def is_wanted(code: int) -> bool:
        return best[code] != mainland.get(code) or (is_everyday(code) if within(code, HAN) else not within(code, KANA))

    return frozenset(code for code in simplified(best) if is_wanted(code))
