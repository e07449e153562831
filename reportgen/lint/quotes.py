"""Quotation marks and titles: rules U10 and U11."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lint.passages import BRANCH, Hit, Passage, is_han, is_word

_ENUMERATED = re.compile("(?<=[》”」])、(?=[《“「])")
_PAIRED = re.compile("[“”‘’《》〈〉「」『』【】]")
_CLOSES = {"”": "“", "’": "‘", "》": "《", "〉": "〈", "」": "「", "』": "『", "】": "【"}
_INNER = {"“": "‘", "《": "〈"}
_KIN = {"“": 0, "‘": 0, "《": 1, "〈": 1}
_MARKS = {"zh-Hant": ("「", "」", "『", "』")}


def straight_quotes(passage: Passage) -> Iterator[Hit]:
    """Yield straight quotation marks, in pairs where they are one."""
    opening, closing, *single = _MARKS.get(passage.lang[:7], ("“", "”", "‘", "’"))
    what = "straight quotation marks"
    for at, reading in _readings(passage.text, opening, closing):
        yield Hit(at, at + 1, what, reading, "" if reading else "one is missing: write “ and ”")
    inner = [found.start() for found in re.finditer("(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])", passage.text)]
    pairs = zip(inner[::2], inner[1::2], strict=False) if len(inner) % 2 == 0 else ()
    for first, last in pairs:
        if any(map(is_han, passage.text[first:last])):
            yield Hit(first, first + 1, what, single[0])
            yield Hit(last, last + 1, what, single[1])


def _readings(text: str, opening: str, closing: str) -> Iterator[tuple[int, str | None]]:
    """Yield each straight mark with what it should be, None for all when they and the curly ones do not take turns."""
    is_open, takes_turns, readings = False, True, []
    for found in re.finditer(f'["{opening}{closing}]', text):
        if found[0] == '"':
            readings.append((found.start(), closing if is_open else opening))
        takes_turns &= found[0] != (opening if is_open else closing)
        is_open = not is_open
    is_sure = takes_turns and not is_open
    yield from ((at, reading if is_sure else None) for at, reading in readings)


def unpaired_marks(passage: Passage) -> Iterator[Hit]:
    """Yield quotation marks and title marks without a partner; where all have one, those inside a pair of their own kind."""
    if BRANCH in passage.text:
        return  # the branches of a template may hold a mark each
    marks = [(found[0], found.start()) for found in _PAIRED.finditer(passage.text) if not _is_apostrophe(passage, found.start())]
    pairs = _pairs(marks)
    if pairs is not None:
        yield from _nested(passage, pairs)
        return
    opened: dict[str, int] = {}
    for char, at in marks:
        opening = _CLOSES.get(char, char)
        if char in _CLOSES and opening not in opened:
            yield Hit(at, at + 1, f"{char} closes nothing", None, f"write {opening} before it, or delete it")
        elif char in _CLOSES:
            del opened[opening]
        else:
            if char in opened:
                yield _unclosed(char, opened[char])
            opened[char] = at
    yield from (_unclosed(char, at) for char, at in opened.items())


def _is_apostrophe(passage: Passage, at: int) -> bool:
    return passage.text[at] == "’" and is_word(passage.text[at - 1 : at]) and "‘" not in passage.text[:at]


def _pairs(marks: list[tuple[str, int]]) -> list[tuple[int, int, str]] | None:
    """Return where each pair opens and closes, and the mark it stands in; None when the marks do not pair."""
    stack: list[tuple[str, int]] = []
    pairs = []
    for char, at in marks:
        if char not in _CLOSES:
            stack.append((char, at))
        elif stack and stack[-1][0] == _CLOSES[char]:
            _, start = stack.pop()
            around = [mark for mark, _ in stack if mark in _INNER or mark in _INNER.values()]
            pairs.append((start, at, next((mark for mark in reversed(around) if _KIN[mark] == _KIN.get(_CLOSES[char])), "")))
        else:
            return None
    return None if stack else pairs


def _nested(passage: Passage, pairs: list[tuple[int, int, str]]) -> Iterator[Hit]:
    for start, end, around in pairs:
        char = passage.text[start]
        if char == around and char in _INNER:
            inner = _INNER[char]
            yield Hit(start, start + 1, f"{char} stands inside {char}", inner)
            yield Hit(end, end + 1, f"{char} stands inside {char}", _partner(inner))


def _unclosed(char: str, at: int) -> Hit:
    return Hit(at, at + 1, f"{char} is not closed", None, f"write {_partner(char)} behind it, or delete it")


def _partner(opening: str) -> str:
    return next(close for close, opened in _CLOSES.items() if opened == opening)


def enumerated_titles(passage: Passage) -> Iterator[Hit]:
    """Yield 、 between titles or quotations that stand side by side."""
    for found in _ENUMERATED.finditer(passage.text):
        yield Hit(found.start(), found.end(), "、 between titles or quotations", "")
