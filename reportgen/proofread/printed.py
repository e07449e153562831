"""A value as people print it, held against its exact value: digits, Han numerals, English words, scales, directions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from reportgen.numerals import from_han
from reportgen.proofread.lexicon import Lexicon
from reportgen.proofread.marking import mentions
from reportgen.proofread.vocabulary import Vocabulary, normal

_SCALES = {"万亿": 12, "亿": 8, "万": 4, "千": 3, "百": 2, "trillion": 12, "billion": 9, "million": 6, "thousand": 3}
_DIGITS = r"(?P<digits>[+\-\u2212]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[+\-\u2212]?[0-9]+(?:\.[0-9]+)?)"
_SCALE = rf"\s*(?P<scale>{'|'.join(_SCALES)})?"
_NUMBER = re.compile(rf"{_DIGITS}(?:st|nd|rd|th)?{_SCALE}|(?P<han>[〇零一二三四五六七八九十百两]+)\s*(?P<power>万亿|亿|万)?", re.IGNORECASE)
_OVER = re.compile(r"[逾超]|突破|多$|余|以上|\bover\b|\bmore than\b|\babove\b", re.IGNORECASE)
_UP, _DOWN, _STILL = "↑▲", "↓▼", "→"
MOVES = ("change", "place")


def numbers_in(text: str, words: Vocabulary) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield every number of a text, and what one in its last printed place is worth.

    >>> from reportgen.proofread.vocabulary import vocabulary
    >>> [tuple(map(str, each)) for text in ("7.16万亿元", "第八", "24th", "one place") for each in numbers_in(text, vocabulary())]
    [('7.16E+12', '1E+10'), ('8', '1'), ('24', '1'), ('1', '1')]
    """
    plain = normal(text)
    for found in _NUMBER.finditer(plain):
        power = _SCALES.get((found["scale"] or found["power"] or "").lower(), 0)
        if found["han"]:
            yield Decimal(from_han(found["han"])).scaleb(power), Decimal(1).scaleb(power)
        else:
            number = Decimal(found["digits"].replace(",", "").replace("\u2212", "-"))
            yield number.scaleb(power), Decimal(1).scaleb(int(number.as_tuple().exponent) + power)
    for word in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)?", plain):
        if word.lower() in words.words:
            yield Decimal(words.words[word.lower()]), Decimal(1)


def agrees(text: str, exact: str, unit: str, lexicon: Lexicon) -> bool | None:
    """Return whether words print a value, rounded as they are; None when they print none, or nobody can tell.

    Names agree when they are the same regions in the same order; a date or a period when it has the same numbers.
    """
    if unit in ("name", "period"):
        return _same_names(text, exact, lexicon)
    if not re.fullmatch(r"[+-]?[0-9.]+", exact):
        return None
    value = Decimal(exact)
    found = list(numbers_in(text, lexicon.vocabulary))
    if unit == "rank" and not found:
        found = [(Decimal(each.low), Decimal(1)) for each in mentions(normal(text), lexicon) if each.kind == "rank" and each.low > 0]
    if unit in MOVES:
        return _same_move(text, value, [number for number, _ in found], lexicon.vocabulary)
    if len(found) != 1:
        return None
    number, place = found[0]
    if _OVER.search(normal(text)):
        return True if value.quantize(place, ROUND_DOWN) == number else None
    is_same = any(abs(number) == abs(value.quantize(place, way)) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN))
    return is_same and (number >= 0 or value < 0)


def _same_move(text: str, places: Decimal, found: list[Decimal], words: Vocabulary) -> bool | None:
    plain = normal(text)
    if not found:
        is_still = _STILL in plain or words.says("same", plain)
        return places == 0 if is_still else None
    sign = -1 if any(mark in plain for mark in _DOWN) or words.says("down", plain) else 1
    return None if len(found) > 1 else abs(found[0]) * (-1 if found[0] < 0 else sign) == places or (found[0] == abs(places) and not _says_way(plain, words))


def _says_way(plain: str, words: Vocabulary) -> bool:
    return any(mark in plain for mark in _UP + _DOWN + "+-\u2212") or words.says("up", plain) or words.says("down", plain)


def _same_names(text: str, exact: str, lexicon: Lexicon) -> bool | None:
    codes = [each.partition("=")[0] for each in exact.split("|")]
    if all(code in lexicon.labels for code in codes):
        named = [code for each in mentions(normal(text), lexicon) if each.kind == "region" for code in each.codes]
        figures = [value for each in exact.split("|") if (value := each.partition("=")[2])]
        stated = [number for number, _ in numbers_in(text, lexicon.vocabulary)] if figures else []
        return None if not named else named == codes and (not figures or stated == list(map(Decimal, figures)))
    if digits := re.findall("[0-9]+", exact):
        found = re.findall("[0-9]+", normal(text))
        return None if not found else True if sorted(map(int, found)) == sorted(map(int, digits)) else None
    return None
