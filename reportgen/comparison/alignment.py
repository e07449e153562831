"""Two sequences side by side: what is in both, in the same order, equal or nearly so; and the words in which two texts differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, TypeVar, get_args

from reportgen.comparison.model import Piece
from reportgen.document import CrossRef

T = TypeVar("T")
Kept = Literal["same", "gone", "new"]
KEPT: tuple[Kept, ...] = get_args(Kept)

NEAR = 0.5
"""Share of their neighbouring characters that two texts must have in common to be versions of one."""
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[A-Za-zÀ-ɏ]+(?:[’'-][A-Za-zÀ-ɏ]+)*|\s+|.", re.DOTALL)
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def mask(pieces: Sequence[Piece]) -> str:
    """Return a text in which every value is only its kind, and every typed number only a number: what stays when the data change."""
    return "".join(_DIGITS.sub("0", piece.text) if piece.node is None else f"\x01{_kind(piece)}\x02" for piece in pieces)


def _kind(piece: Piece) -> str:
    return "reference" if isinstance(piece.node, CrossRef) else getattr(piece.node, "unit", "change")


def aligned(old: Sequence[T], new: Sequence[T], key: Callable[[T], str]) -> Iterator[tuple[T | None, T | None]]:
    """Yield the pairs of two sequences in reading order; None stands beside what only one of them has.

    Equal keys are pairs; between them, in order, those that are most alike, if they are alike at all.
    """
    before, after = [key(each) for each in old], [key(each) for each in new]
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
            continue
        yield from ((old[i + a] if a is not None else None, new[k + b] if b is not None else None) for a, b in _likeliest(before[i:j], after[k:m]))


def _likeliest(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Return the pairing in order that has most in common."""
    first, second = [_neighbours(text) for text in old], [_neighbours(text) for text in new]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_alike(a, b) for b in second] for a in first]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0)
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and alike[i][j] and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs


def _neighbours(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(f"^{text}$"))


def _alike(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share of neighbouring characters two texts have in common, 0 when they are too far apart."""
    share = 2 * len(first & second) / (len(first) + len(second))
    return share if share >= NEAR else 0.0


def tokens(pieces: Sequence[Piece]) -> list[str]:
    """Return the words of a text: Han characters one by one, numbers, Latin words and values whole.

    >>> tokens((Piece("四川得91.10分, top-ten "), Piece("↑5")))
    ['四', '川', '得', '91.10', '分', ',', ' ', 'top-ten', ' ', '↑', '5']
    """
    return [word for piece in pieces for word in ([piece.text] if piece.node is not None else _TOKEN.findall(piece.text))]


def words(old: Sequence[Piece], new: Sequence[Piece]) -> list[tuple[Kept, str]]:
    """Return two texts as one: what stays, what is gone and what is new, in reading order; gone before new.

    >>> words((Piece("四川列第七位"),), (Piece("四川列第八位"),))
    [('same', '四川列第'), ('gone', '七'), ('new', '八'), ('same', '位')]
    """
    before, after = tokens(old), tokens(new)
    made: list[tuple[str, str, str]] = []  # what stays, or what is gone and what is new in its place
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(("".join(before[i:j]), "", ""))
        else:
            made.append(("", "".join(before[i:j]), "".join(after[k:m])))
    return [(kept, text) for part in _joined(made) for kept, text in zip(KEPT, part, strict=True) if text]


def _joined(parts: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the parts without single characters that stay between two replacements: they stay by chance, and read as nothing."""
    made: list[tuple[str, str, str]] = []
    for place, (same, gone, new) in enumerate(parts):
        if len(same) == 1 and 0 < place < len(parts) - 1 and all(each for at in (place - 1, place + 1) for each in parts[at][1:]):
            gone = new = same
            same = ""
        if made and not same and not made[-1][0]:
            _, earlier_gone, earlier_new = made.pop()
            gone, new = earlier_gone + gone, earlier_new + new
        made.append((same, gone, new))
    return made
