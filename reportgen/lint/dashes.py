"""Dashes, ellipses and middle dots: rule U12."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lint.passages import EDGE, HAN, OPAQUE, VALUE, Hit, Passage, is_han, is_mark, is_word

_DASHES = re.compile(" ?(?<![-—―─–])(?:[—―─–-]{2,}|[―─–])(?![-—―─–]) ?")
_SINGLE = re.compile("(?<![—-])—(?![—-])")
_DOTS = re.compile(r"\.{3,}|。{3,}|(?<!…)…(?!…)|⋯+|…{3,}")
_LEADER = re.compile(r"[\s.…]+[0-9]+\s*$")
_MIDDLE = re.compile(f"(?<=[{HAN}A-Za-z])[•・‧∙●˙](?=[{HAN}A-Za-z])")
_CLAUSE = re.compile(rf"[{HAN}{VALUE}A-Za-z0-9]*")
LONG_AFTER, LONG_BOTH = 5, 16
"""Characters after a single dash in a heading, and on both sides of it elsewhere, from which it is no connector of two names."""


def dashes(passage: Passage) -> Iterator[Hit]:
    """Yield dashes of any other form than ——."""
    for found in _DASHES.finditer(passage.text):
        words = found[0].strip()
        if words == "——":
            continue
        left, right = passage.before(found.start(), " "), passage.after(found.end(), " ")
        if not (_is_chinese(left) or _is_chinese(right)) or OPAQUE in (left, right):
            continue
        if words == "--" and found[0][-1] == "-" and "a" <= right <= "z":
            continue  # an option of a command
        if words == "–" and not (is_han(left) and is_han(right)):
            continue  # a range of numbers
        yield Hit(found.start(), found.end(), "a dash that is not ——", "——", is_safe=words != "–")
    yield from _single_dashes(passage)


def _is_chinese(char: str) -> bool:
    return is_han(char) or (is_mark(char) and char not in "—～·") or char == VALUE


def _single_dashes(passage: Passage) -> Iterator[Hit]:
    for found in _SINGLE.finditer(passage.text):
        left, right = passage.before(found.start()), passage.after(found.end())
        before = _CLAUSE.match(passage.text[max(0, found.start() - LONG_BOTH) : found.start()][::-1])
        after = _CLAUSE.match(passage.text, found.end())
        lengths = len(before[0]) if before else 0, len(after[0]) if after else 0
        is_beside_mark = any(is_mark(char) and char not in "—～·（）《》" for char in (left, right))
        is_long = is_han(left) and is_han(right) and (sum(lengths) >= LONG_BOTH or (passage.kind == "heading" and lengths[1] >= LONG_AFTER))
        if is_beside_mark or is_long or (left == "" and is_han(right)):
            yield Hit(found.start(), found.end(), "a single — as a dash", "——", is_safe=False)


def ellipses(passage: Passage) -> Iterator[Hit]:
    """Yield ellipses of any other form than ……."""
    for found in _DOTS.finditer(passage.text):
        left, right = passage.before(found.start(), " "), passage.after(found.end(), " ")
        is_leader = found[0][0] in ".…" and _LEADER.match(passage.text, found.end())
        if is_leader or found[0] == "……" or OPAQUE in (left, right):
            continue
        if found[0] == "…" and not (_is_chinese(left) or _is_chinese(right)):
            continue
        if found[0][0] == "." and (left in ("", EDGE) or (is_word(left) and not left.isdigit())) and not _is_chinese(right):
            continue
        yield Hit(found.start(), found.end(), "an ellipsis that is not ……", "……")


def middle_dots(passage: Passage) -> Iterator[Hit]:
    """Yield middle dots of any other form than ·."""
    for found in _MIDDLE.finditer(passage.text):
        yield Hit(found.start(), found.end(), "a middle dot that is not ·", "·")
