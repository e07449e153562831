"""Rules of Chinese lines as pure functions on text: what may break, what gets a gap, what may stretch.

Sources: W3C clreq (line start and end, mixed text), GB/T 15834 (punctuation); measured on WeasyPrint 70 and Pango 1.50.
"""

from __future__ import annotations

import re

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
OPENING = "（《〈「『【〔［｛“‘"
CLOSING = "）》〉」』】〕］｝”’，、。；："
PAUSING = "！？"
WIDE = re.compile(f"[{HAN}{OPENING}{CLOSING}{PAUSING}]")
LATIN = r"0-9A-Za-z%‰°$€£\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
UNSTRETCHED = "—…⸺⋯～–·/\u2060"
"""Beside these no space may be added: dashes, ellipses and connectors hold together."""

ZWSP = "\u200b"
JOINER = "\u2060"
AUTOSPACE = 0.25
"""Gap between Han and Latin letters or digits, in em."""
SQUEEZE = -0.5
"""What two adjacent full-width marks lose together, in em, where the font does not do it by itself (`chws`)."""

_LATIN = re.compile(f"[{LATIN}]")
_HAN_THEN_LATIN = re.compile(f"[{HAN}](?={ZWSP}?[{LATIN}])|[{LATIN}](?={ZWSP}?[{HAN}])")
_TWO_MARKS = re.compile(f"[{CLOSING}](?={ZWSP}?[{CLOSING}{OPENING}])|[{OPENING}](?={ZWSP}?[{OPENING}])")
_BEFORE_QUOTE = re.compile(r"(?<=[^\s（《〈「『【〔“‘\u200b\u2060])(?=[“‘])")
_AFTER_QUOTE = re.compile(r"(?<=[”’])(?=[^\s，。、；：？！）》〉」』】〕”’…—～·%\u200b\u2060])")
_BEFORE_CONNECTOR = re.compile(r"(?<=[^\s\u2060])(?=～|·|——)|(?<=[^\s\u2060—])(?=—(?!—))")
_AFTER_HYPHEN = re.compile(r"(\b[A-Za-z]-)(?=[a-z])")
_AT_DASH = re.compile(r"(?<=\d)([—–])(?=\d)")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\u200b?’\u200b?(?=[A-Za-z])")


def prepare(text: str) -> str:
    """Return text with the invisible marks that make Pango break Chinese lines where Chinese does.

    A line may break before an opening and after a closing curly quote (Pango allows neither), and none may start with ～, · or a dash.

    >>> prepare("称“好”者，占63%～68%").replace("\u200b", "|").replace("\u2060", "+")
    '称|“好”|者，占63%+～68%'
    """
    return _BEFORE_CONNECTOR.sub(JOINER, ZWSP.join(breakable(text)))


def unbroken(text: str) -> str:
    """Return Latin text whose lines do not break after the hyphen of "e-commerce" nor at the dash of "2022–2023".

    >>> unbroken("e-commerce in 2022–2023, sub-provincial").replace("\u2060", "+")
    'e-+commerce in 2022+–+2023, sub-provincial'
    """
    return _AT_DASH.sub(rf"{JOINER}\1{JOINER}", _AFTER_HYPHEN.sub(rf"\1{JOINER}", text))


def breakable(text: str) -> list[str]:
    """Return text cut where a line may break beside curly quotes, which neither Pango nor a browser allows by itself.

    >>> breakable("称“好”者")
    ['称', '“好”', '者']
    """
    text = _AFTER_QUOTE.sub(ZWSP, _BEFORE_QUOTE.sub(ZWSP, text))
    return _APOSTROPHE.sub("’", text).split(ZWSP)


def keep_end(text: str) -> str:
    """Return text whose last two Han characters stay with the mark after them, so that no last line holds a single one.

    >>> keep_end("稳步增长。").replace("\u2060", "+")
    '稳步增+长+。'
    """
    found = re.search(f"([{HAN}])([{HAN}])([{CLOSING}{PAUSING}]?)$", text)
    if found is None:
        return text
    return text[: found.start()] + JOINER.join(part for part in found.groups() if part)


def is_latin(char: str) -> bool:
    """Return whether a character is of those that stand a quarter em from Han."""
    return bool(_LATIN.match(char))


def meets(before: str, after: str) -> bool:
    """Return whether Han meets Latin between two texts, so that a gap belongs there.

    >>> meets("表 1", "所示"), meets("如", "所示"), meets("", "所示")
    (True, False, False)
    """
    return bool(_HAN_THEN_LATIN.match(before[-1:] + after[:1]))


def gaps(text: str, squeeze: float = SQUEEZE) -> dict[int, float]:
    """Return the space after each character that the text itself asks for, in em by index.

    squeeze   em taken from two adjacent marks; 0 where the font has `chws`

    >>> gaps("第3名（“快”）")
    {0: 0.25, 1: 0.25, 3: -0.5, 6: -0.5}
    """
    found = {match.start(): AUTOSPACE for match in _HAN_THEN_LATIN.finditer(text)}
    if squeeze:
        found |= {match.start(): squeeze for match in _TWO_MARKS.finditer(text)}
    return dict(sorted(found.items()))


def stretchable(text: str, following: str = "") -> list[int]:
    """Return the indexes of characters after which a justified line may add space.

    following   the first character of what comes next on the line, "" at its end

    >>> stretchable("增长33%。"), stretchable("增长", following="。")
    ([0, 1, 4], [0, 1])
    """
    found = []
    for index, char in enumerate(text):
        if char == ZWSP:
            continue
        after = text[index + 1 :].lstrip(ZWSP)[:1] if text[index + 1 : index + 2] == ZWSP else text[index + 1 : index + 2]
        after = after or following
        if char in " \u00a0" or (
            after and after not in " \u00a0" and char not in UNSTRETCHED and after not in UNSTRETCHED and (WIDE.match(char) or WIDE.match(after))
        ):
            found.append(index)
    return found
