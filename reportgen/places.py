"""Where words of a composed narrative stand in its source: the offset and the line a person can open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

BEFORE, AFTER = 8, 4
"""Characters shown beside a number that is typed by hand."""
REACH = 400
"""Characters before a number in which the beginning of a template expression is looked for."""
MAX_TRIED = 100
"""Places looked at for one number: a narrative full of one digit must not take the square of its length."""


def place_of(path: str, source: str, at: int) -> str:
    """Return ``path:line:column`` of an offset in a source text, or the path alone for a negative one."""
    if at < 0:
        return path
    return f"{path}:{source.count(chr(10), 0, at) + 1}:{at - source.rfind(chr(10), 0, at)}"


def whole_words(source: str, words: str, before: str, after: str) -> Iterator[tuple[int, int]]:
    """Yield how well each place of a number or of braces fits the texts beside it, and its offset; prose fits better than code.

    >>> list(whole_words("2023年，20个", "20", "，", "个"))
    [(7, 6)]
    """
    same = "{}" if words[0] in "{}" else "0-9０-９"
    for found in islice(re.finditer(rf"(?<![{same}]){re.escape(words)}(?![{same}])", source), MAX_TRIED):
        left, right = source[max(0, found.start() - BEFORE - 1) : found.start()], source[found.end() : found.end() + AFTER + 1]
        fit = _shared(reversed(left), reversed(before)) + _shared(right, after)
        # A text that is shorter than it could be ends where a value, a mark or the line begins.
        fit += len(before) < BEFORE and left.endswith(before) and not left.removesuffix(before)[-1:].isalnum()
        fit += len(after) < AFTER and right.startswith(after) and not right.removeprefix(after)[:1].isalnum()
        if fit or not before + after:
            ahead = source[max(0, found.start() - REACH) : found.start()]
            is_code = any(ahead.rfind(opened) > ahead.rfind(closed) for opened, closed in (("{{", "}}"), ("{%", "%}")))
            yield 2 * fit + (not is_code), found.start()


def _shared(first: Iterable[str], second: Iterable[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


def locate(path: str, source: str, near: str) -> str:
    """Return ``path:line:column`` of a piece of a source text, or the path alone when it is not there."""
    return place_of(path, source, source.find(near) if near else -1)


def unclosed(source: str, head: str, marks: str) -> int:
    r"""Return where the directive with this first line stands that nothing closes before the next one or the end, or -1.

    >>> unclosed("::: box\n:::\n::: box\n", "::: box", ":::")
    12
    """
    heads = [found.start() for found in re.finditer(re.escape(head), source)]
    for at in heads:
        following = re.search(r"\n {0,3}(:{3,})[ \t]*(.*)", source[at:])
        if following is None or (following[2] and len(following[1]) >= len(marks)):
            return at
    return heads[-1] if heads else -1
