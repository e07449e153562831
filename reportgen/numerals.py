"""Numbers in Han characters."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
"""Series for lists that are lettered rather than counted."""
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_UNITS = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿")


def han(n: int) -> str:
    """Return a whole number 0..999,999,999,999 in Han numerals as it is read.

    >>> [han(n) for n in (0, 8, 10, 15, 20, 31, 105, 110, 1005, 20000)]
    ['零', '八', '十', '十五', '二十', '三十一', '一百零五', '一百一十', '一千零五', '二万']
    """
    if not 0 <= n < 10**12:
        raise ValueError(f"{n} is outside 0..999,999,999,999")
    if n == 0:
        return "零"
    groups = []
    while n:
        n, group = divmod(n, 10000)
        groups.append(group)
    text = ""
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if not group:
            continue
        gap = "零" if text and group < 1000 else ""
        text += gap + _below_myriad(group) + _MYRIADS[power]
    return text.removeprefix("一") if text.startswith("一十") else text


def _below_myriad(n: int) -> str:
    text, zero = "", False
    for power in range(3, -1, -1):
        digit = n // 10**power % 10
        if digit:
            text += ("零" if zero and text else "") + DIGITS[digit] + _UNITS[power]
            zero = False
        else:
            zero = True
    return text


def han_digits(digits: str) -> str:
    """Return digits one by one in Han, as years are written on a cover, with 〇 for zero.

    >>> han_digits("2023")
    '二〇二三'
    """
    return "".join(DIGITS[int(digit)] for digit in digits)


def han_formal(n: int) -> str:
    """Return a whole number in the numerals of contracts and cheques.

    >>> han_formal(3), han_formal(21)
    ('叁', '贰拾壹')
    """
    return han(n).translate(_FORMAL)


def from_han(text: str) -> int:
    """Return the whole number that Han numerals say, read as a number or digit by digit.

    >>> [from_han(text) for text in ("八", "十五", "二十", "一百零五", "两万", "二〇二三", "廿")]
    [8, 15, 20, 105, 20000, 2023, 20]

    Raises:
        ValueError: when it is no number.
    """
    plain = text.replace("零", "〇").replace("两", "二").replace("廿", "二十").replace("卅", "三十")
    if not plain or not set(plain) <= {*DIGITS, *_UNITS[1:], *_MYRIADS[1:]}:
        raise ValueError(f"{text!r} is no number in Han numerals")
    if set(plain) <= {*DIGITS}:
        return int("".join(str(DIGITS.index(char)) for char in plain))
    total = section = digit = 0
    for char in plain:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in _UNITS:
            section += (digit or 1) * 10 ** _UNITS.index(char)
            digit = 0
        else:
            total += (section + digit) * 10000 ** _MYRIADS.index(char)
            section = digit = 0
    return total + section + digit
