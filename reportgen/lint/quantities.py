"""Numbers in Chinese: rules N3 (long numbers), N6 (percent and percentage points) and N8 (万 and 亿 without a unit)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lint.passages import HAN, VALUE, Hit, Passage
from reportgen.lint.words import any_of

_LONG = re.compile(rf"(?<![\w.,+\-/])([0-9]{{5,}}|[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,}})(?:\.[0-9]+)?(?=[余多]?{any_of('measures')})", re.ASCII)
_BARE = re.compile(rf"(?<=[0-9{VALUE}])(?:万亿|[万亿])(?=[，。；：！？）”]|$)")
_ABOUT = "了?[约近超]?"
_LEVEL = re.compile(rf"{any_of('shares')}[{HAN}]{{0,4}}?{any_of('changes')}{_ABOUT}(?P<number>[0-9.]+%)(?!至|到)")
_POINTS = re.compile(rf"{any_of('amounts')}(?:同比|环比)?{any_of('changes')}{_ABOUT}(?P<number>[0-9.]+个百分点)")


def long_numbers(passage: Passage) -> Iterator[Hit]:
    """Yield counts and amounts of five digits and more that are not written in 万 or 亿."""
    for found in _LONG.finditer(passage.text):
        digits = found[1].replace(",", "")
        if len(digits) >= 5:
            yield Hit(found.start(), found.end(), "a long number", None, f"write it with 万 or 亿: {_in_myriads(found[0].replace(',', ''))}")


def _in_myriads(number: str) -> str:
    """Return a number in 万 or 亿, none of its digits lost.

    >>> _in_myriads("34500"), _in_myriads("120000000"), _in_myriads("12345.6")
    ('3.45万', '1.2亿', '1.23456万')
    """
    whole, _, decimals = number.partition(".")
    places, unit = (8, "亿") if len(whole) > 8 else (4, "万")
    return f"{whole[:-places]}.{whole[-places:]}{decimals}".rstrip("0").rstrip(".") + unit


def bare_myriads(passage: Passage) -> Iterator[Hit]:
    """Yield 万 and 亿 that no unit follows."""
    for found in _BARE.finditer(passage.text):
        yield Hit(found.start(), found.end(), f"{found[0]} without a unit behind it", None, f"write {found[0]}元, {found[0]}人, {found[0]}件 …")


def percentage_points(passage: Passage) -> Iterator[Hit]:
    """Yield changes of a share in percent, and changes of an amount in percentage points."""
    for found in _LEVEL.finditer(passage.text):
        hint = f"write {found['number'][:-1]}个百分点 when it is the difference of two percentages"
        yield Hit(*found.span("number"), "a change of a share in percent", None, hint)
    for found in _POINTS.finditer(passage.text):
        hint = f"write {found['number'].removesuffix('个百分点')}% when it is growth"
        yield Hit(*found.span("number"), "a change of an amount in percentage points", None, hint)
