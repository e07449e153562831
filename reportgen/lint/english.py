"""English narratives: rules E3, E5, E7, E13, E15 and E16."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lint.passages import BRANCH, OPAQUE, VALUE, Hit, Passage, is_han, is_mark, is_word

_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_RANGE = re.compile(rf"(?<![\w.,/\-–—])(?P<low>{_NUMBER})(?P<unit>%?)(?P<sign>-|--| - | – | ?～ ?| ?~ ?)(?P<high>{_NUMBER})(?![\w/\-–—]|[.,][0-9])", re.ASCII)
_LONG = re.compile(r"(?<![\w.,+/\-–])[0-9]{5,}(?=(?:\.[0-9]+)? [a-z])", re.ASCII)
_PERCENT = re.compile(r"(?<=[0-9]) +%")
_POINTS = re.compile(r"\b(?:percent|per cent|%) points?\b")
_MINUS = re.compile(r"(?:(?<=[ (])|^)-(?=[0-9])")
_CURRENCY = re.compile(r"\b(?:RMB|CNY) ?(?=[0-9\ue000])|[¥￥] ?(?=[0-9\ue000])|(?<=[0-9\ue000]) (?:RMB|CNY|renminbi)\b")
_TIBET = re.compile(r"(?<![-–])\bTibet\b(?!(?:an|[-–]| Plateau))")
_WIDE = {"，": ",", "。": ".", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")", "、": ",", "％": "%", "～": "–"}
_MARK = re.compile("[，。；：！？（）、％]")
_BLANKS = re.compile(r"(?<=[^ \t\n|]) {2,}(?=[^ \t\n|])")
_DASH = re.compile(r" ?(?<!-)--(?!-) ?|(?<=[a-z\ue000]) - (?=[a-z\ue000])|(?<=[a-z])——(?=[a-z])")
_STRAIGHT = re.compile("[\"']")
_NAMED_PLATEAU = "Qinghai"


def numbers(passage: Passage) -> Iterator[Hit]:
    """Yield ranges with a hyphen, minus signs that are hyphens, long numbers without commas, percent signs that stand off."""
    for found in _RANGE.finditer(passage.text):
        if len(found["low"]) > 1 and found["low"][0] == "0" and found["low"][1] != ".":
            continue  # a telephone number
        years = [len(found[name]) == 4 and found[name][:2] in ("19", "20") for name in ("low", "high")]
        is_month = years[0] and not years[1] and len(found["high"]) == 2
        is_score = len(found["low"]) == len(found["high"]) == 1 and passage.after(found.end()) in ("", ")")
        if not is_month and not is_score:
            yield Hit(found.start(), found.end(), "a range without an en dash", f"{found['low']}{found['unit']}–{found['high']}")
    for found in _MINUS.finditer(passage.text):
        yield Hit(found.start(), found.end(), "a hyphen as a minus sign", "−")
    for found in _LONG.finditer(passage.text):
        yield Hit(found.start(), found.end(), "a long number without commas", f"{int(found[0]):,}", is_safe=False)
    for found in _PERCENT.finditer(passage.text):
        yield Hit(found.start(), found.end(), "a blank before a sign that closes up", "%")
    for found in _POINTS.finditer(passage.text):
        yield Hit(found.start(), found.end(), "percent points", "percentage points" if found[0].endswith("s") else "percentage point", is_safe=False)


def currencies(passage: Passage) -> Iterator[Hit]:
    """Yield amounts in RMB, CNY or ¥."""
    for found in _CURRENCY.finditer(passage.text):
        yield Hit(found.start(), found.end(), "another name of the currency than yuan", None, "write the number, then yuan")


def tibet(passage: Passage) -> Iterator[Hit]:
    """Yield Tibet as the name of the region."""
    for found in _TIBET.finditer(passage.text):
        yield Hit(found.start(), found.end(), "Tibet as the name of the region", "Xizang", is_safe=False)


def chinese_marks(passage: Passage) -> Iterator[Hit]:
    """Yield full-width marks, which do not belong into English."""
    text = passage.text
    for found in _MARK.finditer(text):
        left, right = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if any(is_han(char) or (is_mark(char) and char not in "“”‘’—") for char in (left, right)) or (found[0] == "（" and left == "]"):
            continue  # Chinese quoted in English
        plain = _WIDE[found[0]]
        before = " " if plain == "(" and (is_word(left) or left == VALUE) else ""
        behind = " " if plain in ",.;:!?)" and (is_word(right) or right == VALUE) else ""
        yield Hit(found.start(), found.end(), "a full-width mark in English", before + plain + behind)


def straight_marks(passage: Passage) -> Iterator[Hit]:
    """Yield straight quotation marks and apostrophes."""
    text = passage.text
    for found in _STRAIGHT.finditer(text):
        left, right = passage.before(found.start()), passage.after(found.end())
        if OPAQUE in (left, right):
            continue
        is_opening = left in ("", " ", "\n", "(", "—", "–", "[") and right not in ("", " ", "\n")
        if found[0] == '"' and BRANCH in (text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]):
            yield Hit(found.start(), found.end(), "a straight quotation mark", None, "write “ or ”")
        elif found[0] == '"':
            yield Hit(found.start(), found.end(), "a straight quotation mark", "“" if is_opening else "”")
        elif left.isdigit() and not right.isalpha():
            continue  # feet, minutes
        else:
            is_elided = right.isdigit() or not is_opening
            yield Hit(found.start(), found.end(), "a straight quotation mark", "’" if is_elided else "‘")


def double_blanks(passage: Passage) -> Iterator[Hit]:
    """Yield blanks in a row."""
    for found in _BLANKS.finditer(passage.text):
        yield Hit(found.start(), found.end(), "two blanks", " ")


def dashes(passage: Passage) -> Iterator[Hit]:
    """Yield hyphens that stand for a dash."""
    for found in _DASH.finditer(passage.text):
        left, right = passage.before(found.start()), passage.after(found.end())
        if OPAQUE not in (left, right) and not (left.isdigit() and right.isdigit()):
            yield Hit(found.start(), found.end(), "a hyphen as a dash", "—", is_safe="--" in found[0] and bool(left) and bool(right))
