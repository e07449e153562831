"""Numbers in Han characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.numerals import DIGITS, han, han_digits

KNOWN = {
    0: "零", 7: "七", 10: "十", 11: "十一", 20: "二十", 26: "二十六", 100: "一百", 101: "一百零一", 110: "一百一十", 111: "一百一十一", 1001: "一千零一",
    1010: "一千零一十", 10000: "一万", 10010: "一万零一十", 100000: "十万", 101000: "十万一千", 10_0000_0001: "十亿零一", 1_0001_0000: "一亿零一万",
}  # fmt: skip


@pytest.mark.parametrize(("n", "text"), KNOWN.items())
def test_numbers_are_written_as_they_are_read(n: int, text: str) -> None:
    assert han(n) == text


def _read(text: str) -> int:
    total = section = digit = 0
    for char in text.replace("零", ""):
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in "十百千":
            section += (digit or 1) * 10 ** ("十百千".index(char) + 1)
            digit = 0
        else:
            total += (section + digit) * {"万": 10**4, "亿": 10**8}[char]
            section = digit = 0
    return total + section + digit


@given(st.integers(0, 10**12 - 1))
def test_what_is_written_can_be_read_again(n: int) -> None:
    assert _read(han(n)) == n
    assert "零零" not in han(n)


@pytest.mark.parametrize("n", [-1, 10**12])
def test_numbers_out_of_range_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        han(n)


def test_years_use_the_round_zero() -> None:
    assert han_digits("2023") == "二〇二三"
