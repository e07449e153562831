"""Widths of marks, digits and letters in Chinese: rules U9, U16, N1 and N9."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reportgen.lint.passages import EDGE, MARKS, OPAQUE, VALUE, Hit, Passage, is_han, is_mark, is_word

WIDE = {",": "，", ".": "。", ";": "；", ":": "：", "!": "！", "?": "？"}
_NARROW = re.compile(r"(?<![.,;:!?])[.,;:!?](?![.,;:!?])")
_BRACKETS = re.compile(r"[()（）]")
_WIDE_WORD = re.compile("[０-９Ａ-Ｚａ-ｚ％＋－]+(?:[．，][０-９]+)*％?")
_TWICE = re.compile("(?<![，。；：、])([，。；：、])([，。；：、])(?![，。；：、])")
_HAN_YEAR = re.compile("(?<![一二三四五六七八九十零〇○])(?:[一二三四五六七八九零〇○OＯo0０Ο]{4})(?=年)")
_ZERO = re.compile("[零○OＯo0０Ο]")


def half_width_marks(passage: Passage) -> Iterator[Hit]:
    """Yield half-width marks beside Chinese."""
    text = passage.text
    for found in _NARROW.finditer(text):
        at, mark = found.start(), found[0]
        left, right = passage.before(at, " "), passage.after(at + 1, " ")
        is_after_note = left == "]" and (is_han(inner := passage.before(text.rfind("]", 0, at))) or is_mark(inner))
        if is_after_note or _is_chinese_stop(mark, left, right, at):
            stop = at + 1
            while stop < len(text) and text[stop] == " " and right not in ("", EDGE, "\n"):
                stop += 1
            # The mark may belong to a Latin phrase, the point or the comma to a number.
            is_safe = not (mark in "!?" and is_word(left)) and not (mark == "." and right.isdigit()) and not (left == VALUE and _is_number(right))
            yield Hit(at, stop, "a half-width mark beside Chinese", WIDE[mark], is_safe=is_safe)
    yield from _half_width_brackets(passage)


def _is_chinese_stop(mark: str, left: str, right: str, at: int) -> bool:
    """Whether a half-width mark ends or divides Chinese, and is no part of a number, a time or a Latin phrase."""
    if OPAQUE in (left, right) or not at:
        return False
    is_last = right in ("", EDGE, "\n")
    if mark == ".":  # "5.其中" may be the number of a list, "Co.成都" an abbreviation
        is_end = is_han(left) or left in "”’）》%‰" or (left == VALUE and (is_last or is_han(right) or is_mark(right)))
        return is_end and not (is_word(right) and not right.isdigit())
    if left in ("%", "‰", "℃", VALUE) and (is_last or is_mark(right)):
        return True
    if left == VALUE and mark in ",;" and _is_number(right):
        return True
    return is_han(left) or (is_mark(left) and left not in "，。；：、！？…—～·") or (is_han(right) and (is_word(left) or left in ("%", VALUE, ")")))


def _is_number(char: str) -> bool:
    return char == VALUE or char.isdigit()


def _half_width_brackets(passage: Passage) -> Iterator[Hit]:
    opened: list[int] = []
    for found in _BRACKETS.finditer(passage.text):
        at = found.start()
        if found[0] in "(（":
            opened.append(at)
        elif opened:
            start = opened.pop()
            pair = passage.text[start], passage.text[at]
            if pair != ("（", "）") and ("（" in pair or "）" in pair or _is_chinese_bracket(passage, start, at)):
                what = "half-width brackets in Chinese"
                if passage.text[start] == "(":
                    yield _bracket(passage, start, "（", what)
                if passage.text[at] == ")":
                    yield _bracket(passage, at, "）", what)


def _is_chinese_bracket(passage: Passage, start: int, end: int) -> bool:
    inside = passage.text[start + 1 : end]
    left, right = passage.before(start, " "), passage.after(end + 1, " ")
    if any(map(is_han, inside)):
        return True
    is_call = len(inside) <= 1 and is_word(passage.before(start))
    return not is_call and (is_han(left) or is_mark(left) or left == VALUE or (left != OPAQUE and is_han(right)))


def _bracket(passage: Passage, at: int, reading: str, what: str) -> Hit:
    """Return the hit for a bracket and the blank outside it."""
    start, end = at, at + 1
    if reading == "（" and passage.text[start - 1 : start] == " " and start > 1:
        start -= 1
    elif reading == "）" and passage.text[end : end + 1] == " " and passage.after(end, " ") not in ("", EDGE, "\n"):
        end += 1
    return Hit(start, end, what, reading)


def full_width_words(passage: Passage) -> Iterator[Hit]:
    """Yield full-width digits and letters."""
    for found in _WIDE_WORD.finditer(passage.text):
        words = found[0]
        if words.strip("＋－％") or (passage.before(found.start()).isdigit() and "％" in words):
            yield Hit(found.start(), found.end(), "full-width digits or letters", unicodedata.normalize("NFKC", words).replace("-", "−"))


def doubled_marks(passage: Passage) -> Iterator[Hit]:
    """Yield two stops side by side."""
    for found in _TWICE.finditer(passage.text):
        is_same = found[1] == found[2]
        yield Hit(found.start(), found.end(), "two marks side by side", found[1] if is_same else None, "" if is_same else "delete one of the two")


def zeros_in_years(passage: Passage) -> Iterator[Hit]:
    """Yield years in Chinese numerals whose zero is not 〇."""
    for found in _HAN_YEAR.finditer(passage.text):
        if _ZERO.search(found[0]) and sum(char in "一二三四五六七八九" for char in found[0]) >= 2:
            yield Hit(found.start(), found.end(), "a year in Chinese numerals without 〇", _ZERO.sub("〇", found[0]))


assert set(WIDE.values()) <= set(MARKS)
