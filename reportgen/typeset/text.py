"""Rules of Chinese lines as pure functions on text: what may break, what holds together, what gets a gap.

Sources: W3C clreq (line start and end, mixed text), GB/T 15834 (punctuation); measured on WeasyPrint 70 and Pango 1.50.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OPENING = "（《〈「『【〔［｛“‘"
BRACKETS = "）》〉」』】〕］｝”’"
STOPS = "，、。；："
CLOSING = BRACKETS + STOPS
PAUSING = "！？"
WIDE = re.compile(f"[{HAN}{OPENING}{CLOSING}{PAUSING}]")
LATIN = r"0-9A-Za-z%‰°$€£\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"

ZWSP = "\u200b"
JOINER = "\u2060"
INVISIBLE = ZWSP + JOINER
GAP = JOINER + ZWSP
"""Stands where two elements meet for the gap between Han and Latin, or for what two marks lose; a line may break there."""
TIGHT_GAP = JOINER + JOINER
"""The same where no line may break."""
AUTOSPACE = 0.25
"""Gap between Han and Latin letters or digits, in em."""
SQUEEZE = -0.5
"""What two adjacent full-width marks lose together, in em, where the font does not do it by itself (`chws`)."""

_META = f"[{ZWSP}{JOINER}]"
_HAN = re.compile(f"[{HAN}]")
_HAN_OR_LATIN = re.compile(f"[{HAN}{LATIN}]")
_LATIN = re.compile(f"[{LATIN}]")
_HAN_THEN_LATIN = re.compile(f"[{HAN}](?={_META}?[{LATIN}])|[{LATIN}](?={_META}?[{HAN}])")
_GAP = re.compile(f"[^{INVISIBLE}](?={JOINER}{_META})|^(?={JOINER}{_META})")
_BESIDE_QUOTE = re.compile(
    r"(?<=[^\s（《〈「『【〔“‘\u200b\u2060])(?=[“‘])"
    r"|(?<=[”’])(?=[^\s，。、；：？！）》〉」』】〕”’…—～·%\u200b\u2060])(?!(?<=[A-Za-z]’)[A-Za-z])"
)
_ONE_LETTER = r"(?<=(?<![A-Za-z0-9])[A-Za-z]-)(?=[a-z])"
_TOGETHER = re.compile(
    r"(?<=[^\s\u2060])(?=～|·|——)|(?<=[^\s\u2060—])(?=—(?!—))"  # connectors start no line
    r"|(?<=\d)(?=[万亿])|(?<=\d万)(?=亿)"  # a number and its power of ten
    rf"|{_ONE_LETTER}"
)
_LATIN_TOGETHER = re.compile(rf"{_ONE_LETTER}|(?<=\d)(?=[—–]\d)|(?<=\d[—–])(?=\d)")


@lru_cache(maxsize=64)
def is_chinese(lang: str | None) -> bool:
    """Return whether an element in a language (BCP 47) is set by Chinese rules.

    >>> is_chinese("zh-TW"), is_chinese("en"), is_chinese(None)
    (True, False, False)
    """
    return (lang or "").lower().partition("-")[0] == "zh"


@lru_cache(maxsize=64)
def half_marks(lang: str | None) -> str:
    """Return the marks whose right half is blank in the faces of a language, so that they may lose it.

    In Taiwan and Hong Kong commas and stops stand in the middle of their em; only brackets have a blank half there.

    >>> "。" in half_marks("zh-CN"), "。" in half_marks("zh-TW"), "」" in half_marks("zh-Hant")
    (True, False, True)
    """
    parts = (lang or "").lower().split("-")
    is_traditional = "hant" in parts or ("hans" not in parts and not {"tw", "hk", "mo"}.isdisjoint(parts))
    return BRACKETS if is_traditional else CLOSING


def with_marks(text: str, marks: Mapping[int, str]) -> str:
    """Return text with marks put before the characters of their indexes.

    >>> with_marks("好人", {1: "|"})
    '好|人'
    """
    edges = sorted({0, *marks, len(text)})
    return "".join(marks.get(start, "") + text[start:end] for start, end in pairwise([*edges, len(text)]))


def marks(text: str) -> dict[int, str]:
    """Return the invisible marks that make Pango break lines where Chinese does, by the index of the character after each.

    A line may break before an opening and after a closing curly quote (Pango allows neither); none starts with ～, · or a dash,
    and none parts a number from 万 and 亿.

    >>> with_marks("称“好”者，占63%～68%，5.26亿元", marks("称“好”者，占63%～68%，5.26亿元")).replace(ZWSP, "|").replace(JOINER, "+")
    '称|“好”|者，占63%+～68%，5.26+亿元'
    """
    return {at: ZWSP for at in _quote_breaks(text)} | {match.start(): JOINER for match in _TOGETHER.finditer(text)}


def latin_marks(text: str) -> dict[int, str]:
    """Return the joiners of a text in a Latin script: no line breaks after the hyphen of "e-commerce" nor at the dash of "2022–2023".

    >>> with_marks("e-commerce in 2022–2023", latin_marks("e-commerce in 2022–2023")).replace(JOINER, "+")
    'e-+commerce in 2022+–+2023'
    """
    return {match.start(): JOINER for match in _LATIN_TOGETHER.finditer(text)}


def end_marks(text: str) -> dict[int, str]:
    r"""Return the joiners that keep the last two characters of a paragraph on one line; the marks after them follow by themselves.

    A Latin word or a number counts by its letters; one of two or more may stand alone.

    >>> end_marks("稳步增长。"), end_marks("增长5.2%。")
    ({3: '\u2060'}, {})
    """
    seen = [match.start() for match in _HAN_OR_LATIN.finditer(text)][-2:]
    if len(seen) < 2:
        return {}
    inner = range(seen[0] + 1, len(text))
    return {at: JOINER for at in inner if text[at] not in CLOSING + PAUSING and not (_is_word(text[at - 1]) and _is_word(text[at]))}


def breakable(text: str) -> list[str]:
    """Return text cut where a line may break beside curly quotes, which neither Pango nor a browser allows by itself.

    >>> breakable("称“好”者")
    ['称', '“好”', '者']
    """
    return [text[start:end] for start, end in pairwise([0, *_quote_breaks(text), len(text)])]


def is_latin(char: str) -> bool:
    """Return whether a character is of those that stand a quarter em from Han."""
    return bool(_LATIN.match(char))


def has_han(text: str) -> bool:
    """Return whether there is a Han character in a text."""
    return bool(_HAN.search(text))


def meets(before: str, after: str) -> bool:
    """Return whether Han meets Latin between two texts, so that a gap belongs there.

    >>> meets("表 1", "所示"), meets("如", "所示"), meets("", "所示")
    (True, False, False)
    """
    return bool(_HAN_THEN_LATIN.match(before[-1:] + after[:1]))


def squeezes(before: str, after: str, half: str = CLOSING) -> bool:
    """Return whether two texts meet in two marks that lose half an em together.

    >>> squeezes("增长。", "“货”"), squeezes("增长", "“货”")
    (True, False)
    """
    return bool(_two_marks(half).match(before[-1:] + after[:1]))


def end_gap(before: str) -> float:
    """Return what `GAP` stands for after a text, in em: no font squeezes the marks of two elements by itself.

    >>> end_gap("增长"), end_gap("增长。"), end_gap("")
    (0.25, -0.5, 0.25)
    """
    return SQUEEZE if before.endswith(tuple(CLOSING + OPENING)) else AUTOSPACE


def gaps(text: str, squeeze: float = SQUEEZE, half: str = CLOSING) -> dict[int, float]:
    """Return the space after each character that the text itself asks for, in em by index.

    squeeze   em taken from two adjacent marks; 0 where the font has `chws`
    half      the marks whose right half is blank

    >>> gaps("第3名（“快”）")
    {0: 0.25, 1: 0.25, 3: -0.5, 6: -0.5}
    """
    if text.isascii():  # most cells of a table
        return {}
    found = {match.start(): AUTOSPACE for match in _HAN_THEN_LATIN.finditer(text)}
    found |= {match.start(): end_gap(match.group()) for match in _GAP.finditer(text)}
    if squeeze:
        found |= {match.start(): squeeze for match in _two_marks(half).finditer(text)}
    return dict(sorted(found.items()))


def _quote_breaks(text: str) -> list[int]:
    return [match.start() for match in _BESIDE_QUOTE.finditer(text)]


def _is_word(char: str) -> bool:
    """Return whether a character is one of those inside which Pango breaks nothing: Latin letters, digits, and points between them."""
    return is_latin(char) or char in ".,"


@lru_cache(maxsize=4)
def _two_marks(half: str) -> re.Pattern[str]:
    return re.compile(f"[{half}](?={_META}?[{half}{OPENING}])|[{OPENING}](?={_META}?[{OPENING}])")
