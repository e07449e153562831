"""One strict grammar for every number that is read: a cell means one number, or it is refused with a reason.

Python's ``float`` accepts underscores, Arabic-Indic digits, ``inf`` and exponents, and pandas turns what it does not know
into a gap.  A published figure must not depend on such luck, so this module is the only reader of numbers.
"""

from __future__ import annotations

import re
from decimal import Decimal

MINUS = "\N{MINUS SIGN}"
"""The typographic minus, read as a sign like the hyphen-minus."""

_MAX_DIGITS = 28  # the precision of the default decimal context: more digits would be lost in the first sum
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?", re.ASCII)
_SPACES = " \t\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"


def parse_number(text: str, *, percent: bool = False) -> Decimal:
    """Return the number `text` states, with exactly the decimals it prints.

    text     ASCII or full-width digits (not mixed), ``+``, ``-`` or U+2212 in front, commas in threes only, one point.
    percent  whether a trailing ``%`` is allowed; the value stays in percent, so ``5.2%`` is 5.2.

    >>> parse_number("33.50")
    Decimal('33.50')
    >>> parse_number("−1,234.5"), parse_number("３３．５％", percent=True)
    (Decimal('-1234.5'), Decimal('33.5'))

    Raises:
        ValueError: with a short reason a reader understands, such as ``'12,34.5' does not group its digits in threes``.
    """
    bare = text.strip(_SPACES)
    plain = bare.translate(_FULL_WIDTH).replace(MINUS, "-")
    if re.search(r"[0-9]", bare, re.ASCII) and re.search(r"[０-９]", bare):
        raise ValueError(f"{shown(text)} mixes full-width and ASCII digits")
    if plain.endswith("%"):
        if not percent:
            raise ValueError(f"{shown(text)} is a percentage in a column that is not in percent")
        plain = plain[:-1].rstrip(_SPACES)
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{shown(text)} {_reason(plain)}")
    digits = plain.replace(",", "")
    if len(digits.lstrip("+-").replace(".", "").lstrip("0")) > _MAX_DIGITS:
        raise ValueError(f"{shown(text)} has more than {_MAX_DIGITS} digits; a code should be declared as a string")
    return Decimal(digits)


def is_number(text: str) -> bool:
    """Tell whether `parse_number` can read the text, other than in percent.

    >>> is_number("1,234.5"), is_number("三千六"), is_number("25%")
    (True, False, False)
    """
    try:
        parse_number(text)
    except ValueError:
        return False
    return True


def parse_integer(text: str) -> int:
    """Return the whole number `text` states.

    >>> parse_integer("1,234")
    1234

    Raises:
        ValueError: when it is not a number, or not a whole one.
    """
    value = parse_number(text)
    if "." in text or "．" in text:
        raise ValueError(f"{shown(text)} is not a whole number")
    return int(value)


def shown(text: str, limit: int = 60) -> str:
    r"""Return `text` quoted for a message: invisible and control characters escaped, cut at `limit` characters.

    >>> print(shown("1\x1b[2J"))
    '1\x1b[2J'
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "'" + "".join(c if c.isprintable() else repr(c)[1:-1] for c in cut) + "'"


def _reason(plain: str) -> str:
    """Return why `plain` is refused, most telling reason first."""
    if not plain:
        return "is empty"
    if plain.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
        return "is not a number"
    if "%" in plain:
        return "has a percent sign in the middle"
    if "_" in plain:
        return "has an underscore"
    if plain.startswith("'"):
        return "starts with a spreadsheet apostrophe"
    if plain.startswith(("(", "（")):
        return "is in brackets; write a minus sign for a negative number"
    if any(c.isdigit() and c not in "0123456789" for c in plain):
        return "uses digits other than 0-9"
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", plain):
        return "is in exponent notation; write the number out, or declare the column as a string"
    if plain.count(".") > 1 and re.search("[0-9]", plain):
        return "has more than one decimal point"
    if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]{3})*,[0-9]+", plain) or re.fullmatch(r"[+-]?[0-9,]+(\.[0-9]+)?", plain):
        return "does not group its digits in threes"
    return "is not a number"
