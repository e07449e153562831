"""Justification by the order of Chinese typesetting: where a line may be stretched, and which place gives how much.

Source: W3C clreq, "procedures for inter-character space expansion": first the spaces of Western words, then the gaps between Han
and Latin, then all Han evenly; nothing inside numbers and Latin words, nor beside dashes, ellipses and connectors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportgen.typeset.text import AUTOSPACE, HAN, INVISIBLE, WIDE, meets

SPACES = " \u00a0"
RIGID = "—…⸺⋯～–·/"
"""Beside these no space may be added."""
CALLS = "\u2460-\u2473\u3251-\u325f\u32b1-\u32bf"
"""Circled numbers: a footnote's call stays at its word."""
WORD_SPACE = 0.24
"""What a word space may grow by, in em: with the quarter em of the faces it is half an em at most."""
GAP_LEAST, GAP_MOST = 0.2, 0.33
"""The gap between Han and Latin on a finished line, in em; with the side bearings of the letters it is seen as up to 0.35."""
HAN_MOST = 0.25
"""What is added between two Han, in em, before word spaces grow beyond their half em as well."""

_PAIR = re.compile(f"([^{INVISIBLE}])[{INVISIBLE}]*(?=([^{INVISIBLE}]))")
_HAN = re.compile(f"[{HAN}]")
_CALL = re.compile(f"[{CALLS}]")


@dataclass(frozen=True, slots=True)
class Shares:
    """What each place of a line is given, in em; negative where the line is too full."""

    space: float = 0.0
    gap: float = 0.0
    han: float = 0.0


@dataclass(frozen=True, slots=True)
class Places:
    """Where a text may be stretched: indexes of the characters after which space may be added, by the order in which they give."""

    spaces: tuple[int, ...] = ()
    gaps: tuple[int, ...] = ()
    hans: tuple[int, ...] = ()

    def widths(self, shares: Shares, em: float) -> dict[int, float]:
        """Return what each place is given, in the unit of `em`."""
        given = (self.spaces, shares.space), (self.gaps, shares.gap), (self.hans, shares.han)
        return {index: share * em for indexes, share in given for index in indexes}


def places(text: str, following: str = "") -> Places:
    """Return the places of a text on a line.

    following   the first character of what comes next on the line, "" at its end

    >>> places("增长33%。"), places("增长", following="。"), places("GB 内")
    (Places(spaces=(), gaps=(1,), hans=(0, 4)), Places(spaces=(), gaps=(), hans=(0, 1)), Places(spaces=(), gaps=(2,), hans=()))
    """
    found: dict[str, list[int]] = {"space": [], "gap": [], "han": []}
    before = ""
    for match in _PAIR.finditer(text + following[:1]):
        first, second = match.groups()
        if kind := _kind(before, first, second):
            found[kind].append(match.start())
        before = first
    return Places(tuple(found["space"]), tuple(found["gap"]), tuple(found["han"]))


def word_spaces(text: str, following: str = "") -> Places:
    """Return the places of a text on a line that is not Chinese: its spaces only.

    >>> word_spaces("the 阿里 group")
    Places(spaces=(3, 6), gaps=(), hans=())
    """
    return Places(spaces=tuple(index for index, char in enumerate(text) if char in SPACES and (following or index < len(text) - 1)))


def shares(lack: float, spaces: int, gaps: int, hans: int) -> Shares:
    """Return what the places of a line get of what it lacks, all in em; nothing where there is no place.

    spaces, gaps, hans   how many places of each kind the line has

    >>> shares(0.5, spaces=1, gaps=2, hans=4)
    Shares(space=0.24, gap=0.08, han=0.025)
    >>> shares(0.1, spaces=1, gaps=2, hans=4)
    Shares(space=0.1, gap=0.0, han=0.0)
    """
    if lack < 0 or not spaces + gaps + hans:
        return _taken(lack, spaces, gaps, hans)
    space = _each(lack, spaces, WORD_SPACE)
    gap = _each(lack - space * spaces, gaps, GAP_MOST - AUTOSPACE)
    rest = lack - space * spaces - gap * gaps
    han = _each(rest, hans, HAN_MOST)
    # A line of few Han: what is left beyond the bounds of all three is shared by those that may still grow.
    more = max(rest - han * hans, 0.0) / (spaces + hans or gaps)
    is_beyond = (spaces > 0, not spaces + hans, hans > 0)
    return Shares(*(round(share + more * may, 9) for share, may in zip((space, gap, han), is_beyond, strict=True)))


def _taken(lack: float, spaces: int, gaps: int, hans: int) -> Shares:
    """Return what the places lose: gaps first, as far as they may, then Han, then spaces; gaps alone lose all."""
    gap = -_each(-lack, gaps, AUTOSPACE - GAP_LEAST if spaces + hans else -lack)
    rest = round(lack - gap * gaps, 9)
    if hans:
        return Shares(gap=gap, han=rest / hans)
    return Shares(gap=gap, space=rest / spaces if spaces else 0.0)


def _each(lack: float, count: int, most: float) -> float:
    return min(lack / count, most) if count else 0.0


@lru_cache(maxsize=8192)
def _kind(before: str, first: str, second: str) -> str:
    """Return what kind of place lies between two characters, "" for none."""
    if first in SPACES:
        return "gap" if _HAN.match(before) or _HAN.match(second) else "space"
    if second in SPACES or first in RIGID or second in RIGID or _CALL.match(second):
        return ""
    if meets(first, second):
        return "gap"
    return "han" if WIDE.match(first) or WIDE.match(second) else ""
