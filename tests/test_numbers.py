from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.numbers import parse_integer, parse_number, shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("33.50", "33.50"), ("0", "0"), ("-1", "-1"), ("+1", "1"), ("−1.5", "-1.5"), ("1,234", "1234"),
        ("12,345,678.90", "12345678.90"), ("１２３", "123"), ("１，２３４．５", "1234.5"), (" 7 ", "7"),
        ("\u00a07\u3000", "7"), ("007", "7"),
    ],
)  # fmt: skip
def test_a_printed_number_keeps_its_value_and_its_decimals(text: str, value: str) -> None:
    assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"), ("   ", "is empty"), ("12,34.5", "threes"), ("1,2345", "threes"), (",123", "threes"),
        ("1.234,5", "threes"), ("1 234", "not a number"), ("nan", "not a number"), ("inf", "not a number"),
        ("-Infinity", "not a number"), ("1e999", "exponent"), ("1E5", "exponent"), ("1_000", "underscore"),
        ("١٢٣", "digits other than 0-9"), ("1２", "mixes"), ("1.2.3", "more than one decimal point"), ("5.2%", "percent"),
        ("(5.2)", "brackets"), ("'12", "apostrophe"), ("12亿元", "not a number"), ("1O", "not a number"), ("—", "not a number"),
        ("..", "not a number"), ("true", "not a number"), ("2023-01-02", "not a number"), ("5.", "not a number"),
        (".5", "not a number"), ("--5", "not a number"), ("9" * 29, "code"), ("½", "not a number"), ("²", "digits other"),
        ("1\n2", "not a number"), ("5\n", "not a number"),
    ],
)  # fmt: skip
def test_what_is_not_one_plain_number_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_number(text)


def test_a_percent_sign_is_read_only_where_the_column_is_in_percent() -> None:
    assert parse_number("33.55%", percent=True) == parse_number("３３．５５％", percent=True) == Decimal("33.55")
    with pytest.raises(ValueError, match="percent sign in the middle"):
        parse_number("5%2", percent=True)
    with pytest.raises(ValueError, match="not in percent"):
        parse_number("33.55%")


def test_an_integer_has_no_decimal_point() -> None:
    assert parse_integer("-12") == -12
    with pytest.raises(ValueError, match="whole"):
        parse_integer("12.0")


def test_a_message_shows_control_characters_escaped_and_cuts_long_text() -> None:
    assert shown("\x1b[31m\u202e") == r"'\x1b[31m\u202e'"
    assert len(shown("x" * 100)) == 62


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_every_way_of_writing_a_number_reads_the_same(value: Decimal) -> None:
    plain, grouped = f"{value:f}", f"{value:,f}"
    full = grouped.translate(str.maketrans("0123456789.,-", "０１２３４５６７８９．，－"))
    assert parse_number(plain) == parse_number(grouped) == parse_number(full) == parse_number(plain.replace("-", "−")) == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_value_error_and_never_something_else(text: str) -> None:
    try:
        value = parse_number(text, percent=True)
    except ValueError as refused:
        reason = str(refused)
    else:
        reason = str(value)
        assert value.is_finite()
    assert reason.isprintable()
