"""Ranges and minus signs in Chinese: rules N4 and N5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportgen.lint.passages import HAN, VALUE, Hit, Passage, is_han, is_mark, is_word
from reportgen.lint.words import word_list

_NUMBER = r"[0-9]{1,2}:[0-9]{2}|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_UNIT = "万亿|万元|亿元|[万亿元%‰℃年月日号时点岁人倍]|季度"
_RANGE = re.compile(
    rf"(?<![\w.,:/\-–—~～+])(?P<low>{_NUMBER})(?P<unit>{_UNIT})?(?P<sign> ?(?:--|[-–—~〜∼～－]) ?)(?P<high>{_NUMBER})"
    rf"(?![\-–—~～/.:]?\w)(?P<rest>[%‰℃]|[{HAN}]{{1,3}})?",
    re.ASCII,
)
_JOINED = re.compile(rf"(?<=[{HAN}]) ?[-~〜] ?(?=[{HAN}])(?:[{HAN}A-Za-z0-9]{{1,12}} ?[-~〜] ?(?=[{HAN}]))*")
_VALUES = re.compile(rf"(?<=[{VALUE}%])[-~–](?=[{VALUE}])")
_MINUS = re.compile(r"(?<![-0-9A-Za-z%‰℃\ue000-\ue005])-(?=[0-9]+(?P<percent>(?:\.[0-9]+)?[%‰℃])?)")
_TIMES = ("年", "月", "日", "号", "季度", "时", "点")
QUANTITY, TIME = "～", "—"


def ranges(passage: Passage) -> Iterator[Hit]:
    """Yield ranges of numbers written with another sign than ～ (quantities) or — (times), or without their unit."""
    for found in _RANGE.finditer(passage.text):
        low, unit, sign, high, rest = (found[name] or "" for name in ("low", "unit", "sign", "high", "rest"))
        if passage.before(found.start()) in word_list("before_code") and not rest.startswith(_TIMES) and sign.strip() == "-":
            continue  # 图1-2
        if len(low) > 1 and low[0] == "0" and low[1] != "." and ":" not in low:
            continue  # a telephone number
        if len(low) == 4 and len(high) == 2 and high[0] in "01" and not rest:
            continue  # 2023-06
        end = found.end() - (len(rest) if is_han(rest[:1]) else 0)
        is_negative = passage.before(found.start()) == "−"  # −5%-8%: the second may be negative too
        for hit in _range(found.start(), end, (low, unit, sign.strip(), high, rest)):
            yield replace(hit, is_safe=hit.is_safe and not is_negative)


def _range(start: int, end: int, parts: tuple[str, str, str, str, str]) -> Iterator[Hit]:
    low, unit, sign, high, rest = parts
    percent = rest if rest in ("%", "‰", "℃") else ""
    if _is_time(low, unit, high, rest):
        if sign != TIME:
            yield Hit(start, end, "a range of times without —", f"{low}{unit}{TIME}{high}")
    elif not rest and not unit:
        if sign not in (QUANTITY, TIME):
            yield Hit(start, end, "a range without ～ or —", f"{low}{QUANTITY}{high}", is_safe=False)
    elif percent in ("%", "‰") and not unit:
        yield Hit(start, end, "a range whose unit stands once", f"{low}{percent}{QUANTITY}{high}{percent}")
    elif rest.startswith(("万", "亿")) and not unit:
        scale = "万亿" if rest.startswith("万亿") else rest[0]
        yield Hit(start, end, "a range whose unit stands once", f"{low}{scale}{QUANTITY}{high}", is_safe=False)
    elif sign != QUANTITY:
        yield Hit(start, end, "a range of quantities without ～", f"{low}{unit}{QUANTITY}{high}{percent}")


def _is_time(low: str, unit: str, high: str, rest: str) -> bool:
    """Whether the ends of a range are years, months, days or hours."""
    if ":" in low or unit in _TIMES:
        return True
    are_years = all(len(number) == 4 and number[:2] in ("19", "20") for number in (low, high))
    if are_years and (not rest or rest[0] == "年" or not rest.startswith(("万", "亿", "元", "%"))):
        return True
    return rest.startswith(("月", "日", "号", "季度")) and not rest.startswith("月龄")


def joined_places(passage: Passage) -> Iterator[Hit]:
    """Yield hyphens between Chinese words, a chain of them as one, and between computed values."""
    for found in _JOINED.finditer(passage.text):
        if re.fullmatch(" [-~〜] ", found[0]):
            yield Hit(found.start(), found.end(), "a dash that is not ——", "——", is_safe=False)
        else:
            yield Hit(found.start(), found.end(), "a hyphen between Chinese words", re.sub(" ?[-~〜] ?", TIME, found[0]), is_safe=False)
    for found in _VALUES.finditer(passage.text):
        yield Hit(found.start(), found.end(), "a hyphen between two values", None, "write ～ between quantities, — between times")


def minus_signs(passage: Passage) -> Iterator[Hit]:
    """Yield hyphens that are minus signs."""
    for found in _MINUS.finditer(passage.text):
        left = passage.before(found.start())
        if left in ("", " ", "~", "～", "(") or (is_mark(left) and left not in "—…·”’》）") or left in word_list("before_minus") or found["percent"]:
            yield Hit(found.start(), found.end(), "a hyphen as a minus sign", "−")


assert not any(map(is_word, (QUANTITY, TIME)))
