"""Breaking a title into lines by sense: never inside a word, and the lines of like length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from reportgen.typeset.text import CLOSING, OPENING, WIDE

ODD_BREAK = 0.35
"""Cost of a break beside an unknown character, in squared shares of a line: known words are preferred, balance decides."""


def width(text: str) -> float:
    """Return the width of a text in em, counting Latin letters and digits as half.

    >>> width("指数2023")
    4.0
    """
    return sum(1.0 if WIDE.match(char) else 0.5 for char in text)


def title_lines(title: str, measure: float, words: Sequence[str]) -> tuple[str, ...]:
    """Return a title as lines of at most `measure` em, broken between words; line feeds in it are kept.

    words   what must not be broken, beside Latin words; a title in a language with spaces needs none

    >>> title_lines("中国直播电商行业发展趋势报告", 12, ["中国", "直播", "电商", "行业", "发展", "趋势", "报告"])
    ('中国直播电商行业', '发展趋势报告')
    """
    if "\n" in title:
        return tuple(line for part in title.split("\n") for line in title_lines(part, measure, words))
    pieces = _pieces(title, words)
    for count in range(1, min(len(pieces), 5) + 1):
        fitting = []
        for cuts in combinations(range(1, len(pieces)), count - 1):
            edges = (0, *cuts, len(pieces))
            lines = tuple("".join(pieces[a:b]).strip() for a, b in pairwise(edges))
            if all(line and width(line) <= measure for line in lines):
                fitting.append((_cost(lines, measure, pieces, cuts, words), lines))
        if fitting:
            return min(fitting)[1]
    return (title,)


def _cost(lines: tuple[str, ...], measure: float, pieces: list[str], cuts: tuple[int, ...], words: Sequence[str]) -> float:
    longest = max(map(width, lines))
    raggedness = sum(((longest - width(line)) / measure) ** 2 for line in lines)
    # A first line longer than the rest reads better than the other way round.
    rising = sum(0.02 for a, b in pairwise(lines) if width(b) > width(a))
    odd = sum(ODD_BREAK for cut in cuts for piece in pieces[cut - 1 : cut + 1] if len(piece) == 1 and piece not in words)
    return raggedness + rising + odd


def _pieces(title: str, words: Sequence[str]) -> list[str]:
    """Return the title cut where it may break: known words, Latin words with the space after them, and single characters."""
    known = sorted(words, key=len, reverse=True)
    pieces: list[str] = []
    at = 0
    while at < len(title):
        word = next((each for each in known if each and title.startswith(each, at)), title[at])
        latin = bool(pieces) and not WIDE.match(pieces[-1][-1]) and not WIDE.match(word[0])
        glued = bool(pieces) and (pieces[-1][-1] in OPENING or word[0] in CLOSING or (latin and not pieces[-1].endswith(" ")))
        if glued:
            pieces[-1] += word
        else:
            pieces.append(word)
        at += len(word)
    return pieces
