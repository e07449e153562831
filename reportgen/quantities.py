"""Quantities in a text that somebody typed: digits, and numbers in words such as 第八, 三成, 翻一番, eighth or a third.

What is a quantity and what a name (第十四个五年规划, 二手, 5G, Double Eleven) is told by the regular expressions of templates/_audit, one file
a language.  Every list there was measured over the example reports.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from reportgen.numerals import from_han
from reportgen.resources import data_path

KINDS = ("part", "rank", "top", "times", "about", "count")
"""Kinds of numbers in words, in the order they are looked for; "number" is one in digits."""
_HIDDEN = "\x00"

NAME_WITH_DIGITS = re.compile(
    r"\{[^{}]*\}"  # braces, which have a warning of their own
    r"|《[^》]*》"  # titles
    r"|(?<![A-Za-z])(?:GB|ISO|IEC)(?:/[TZ])?\s*[0-9]+(?:\.[0-9]+)?(?:[—–-][0-9]{4})?"  # standards
    r"|[A-Za-z]+\.?[0-9]+[A-Za-z]*|[0-9]+(?!(?:st|nd|rd|th)\b)[A-Za-z]+(?![0-9%])"  # B2C, 5G, 4K, PART.1
    r"|[双“](?:618|11|12)(?![0-9.%])|(?<![0-9.])618(?=”|大促|购物节| (?:shopping|festival|sales))"  # days of shopping
    r"|(?<![0-9.,])(?:19|20)[0-9]{2}(?:[—–](?:19|20)[0-9]{2})?年?"  # years
    r"(?:(?:1[0-2]|[1-9])(?:[—–](?:1[0-2]|[1-9]))?月(?:[1-3]?[0-9]日)?)?(?![0-9%‰]|[.,][0-9])"  # dates
)
DIGITS = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*(?:(?:st|nd|rd|th)\b)?")

CARDINALS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_PARTS = "thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
_ALL = "[〇零一二三四五六七八九十百千两]+"
_FILL = {
    "zh": {"n": "(?!一(?![十百千]))" + _ALL, "all": _ALL, "big": "[十百千万亿]+"},
    "en": {
        "n": rf"\b(?:(?:{'|'.join(TENS[2:])})(?:-(?:{'|'.join(CARDINALS[:9])}))?|{'|'.join(CARDINALS[1:])}|hundred|thousand|million|billion)\b",
        "o": rf"\b(?:{'|'.join(ORDINALS[1:])}|[0-9]+(?:st|nd|rd|th))\b",
        "d": rf"(?:{_PARTS})\b",
    },
}


_HINTS = {
    "zh": re.compile("[〇零二三四五六七八九十百千万亿两几半倍番]|第一|一成"),
    "en": re.compile(rf"[0-9]|\b(?:{'|'.join((*CARDINALS[1:], *TENS[2:], *ORDINALS))}|half|halv|quarter|doubl|tripl|trebl|quadrupl|twice|thrice|"
                     "dozen|tens|hundred|thousand|million|billion|trillion)", re.IGNORECASE),
}  # fmt: skip
"""What a text without a number in words does not hold."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A quantity at text[start:end]; `number` is the whole number it says, None where it is none or is not known."""

    start: int
    end: int
    kind: str
    number: int | None = None


def typed(text: str, language: str) -> tuple[Typed, ...]:
    """Return the quantities of a text in order; `language` is "zh" or "en".

    >>> [(each.kind, each.number) for each in typed("四川列第八，增长25.6%，近三成", "zh")]
    [('rank', 8), ('number', None), ('part', None)]
    >>> [each.kind for each in typed("第十四个五年规划期间，二手商品走进一线城市", "zh")]
    []
    """
    found = list(_digits(text))
    if not _HINTS[language].search(text) or not any(pattern.search(text) for kind in KINDS for pattern in _patterns(language, kind)):
        return tuple(found)  # most passages: the long list of names need not be looked through
    bare = _hide(_names(language), text)
    for kind in KINDS:
        for pattern in _patterns(language, kind):
            for match in pattern.finditer(bare):
                start, end = match.span("q" if "q" in pattern.groupindex else 0)
                if start < end and not any(each.start < end and start < each.end for each in found):
                    found.append(Typed(start, end, kind, _number(match)))
    return tuple(sorted(found, key=lambda each: each.start))


def _digits(text: str) -> Iterator[Typed]:
    bare = NAME_WITH_DIGITS.sub(lambda name: "".join(c if "０" <= c <= "９" else _HIDDEN for c in name[0]), text)
    for match in DIGITS.finditer(bare):
        whole = re.match(r"[0-9]+", match[0])
        is_whole = whole is not None and whole[0] == re.sub(r"(?:st|nd|rd|th)$", "", match[0])
        yield Typed(*match.span(), "rank" if match[0][-1].isalpha() else "number", int(whole[0]) if whole and is_whole else None)


def _hide(names: re.Pattern[str], text: str) -> str:
    return names.sub(lambda name: _HIDDEN * len(name[0]), text)


def _number(match: re.Match[str]) -> int | None:
    said = {name: words.lower() for name, words in match.groupdict().items() if words and name in ("n", "o")}
    if "n" in said and not said["n"].isascii():
        try:
            return from_han(said["n"])
        except ValueError:
            return None
    word = said.get("n") or said.get("o") or ""
    if digits := re.match(r"[0-9]+", word):
        return int(digits[0])
    ten, _, one = word.partition("-")
    if ten in TENS and ten:
        return 10 * TENS.index(ten) + (CARDINALS.index(one) + 1 if one else 0)
    return next((words.index(word) + 1 for words in (CARDINALS, ORDINALS) if word in words), None)


@cache
def _lexicon(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((data_path("templates") / "_audit" / f"{language}.toml").read_text("utf-8"))
    return found


def _filled(pattern: str, language: str) -> str:
    for name, words in _FILL[language].items():
        pattern = pattern.replace(f"{{{name}}}", f"(?:{words})")
    return pattern


@cache
def _names(language: str) -> re.Pattern[str]:
    return re.compile("|".join(_filled(each, language) for each in _lexicon(language)["names"]), re.IGNORECASE)


@cache
def _patterns(language: str, kind: str) -> tuple[re.Pattern[str], ...]:
    edge = r"\b(?:{})\b" if language == "en" and kind in ("part", "times", "about", "count") else "{}"
    return tuple(re.compile(edge.replace("{}", _filled(each, language)), re.IGNORECASE) for each in _lexicon(language)[kind])
