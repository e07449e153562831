"""Values: exact arithmetic, comparison, and what they print."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document import Change, Quantity
from reportgen.edition import load_edition
from reportgen.values import Absent, Label, Move, Printed, Value, difference, mean, median, node, ratio, rest_of, share, size, whole
from tests.factory import value

EXACT = st.decimals(min_value=Decimal("-99999"), max_value=Decimal(99999), places=3)
ZH, EN = load_edition("zh-Hans"), load_edition("en")


@given(EXACT, EXACT)
def test_a_difference_is_exact_and_its_other_way_round_has_the_other_sign(a: Decimal, b: Decimal) -> None:
    first, second = Value(a), Value(b)
    assert difference(first, second).number == a - b == -difference(second, first).number


def test_the_difference_of_two_percentages_is_in_percentage_points() -> None:
    assert difference(value("26.7", "percent"), value("26.2", "percent")).unit == "points"


def test_a_difference_across_scales_is_in_the_scale_of_the_first() -> None:
    found = difference(value("1.98", "yuan", None, 12), value("9800", "yuan", None, 8))
    assert (found.number, found.power, found.exact) == (Decimal("1.00"), 12, Decimal(10) ** 12)


def test_values_of_different_units_have_no_difference() -> None:
    with pytest.raises(Absent, match="yuan and person"):
        difference(value("1", "yuan"), value("1", "person"))


def test_a_share_and_a_ratio_keep_where_they_come_from() -> None:
    part, all_of_it = value("12.3", source="a"), value("31.8", source="b")
    assert (node(share(part, all_of_it), ZH).text, share(part, all_of_it).source) == ("38.7%", "a / b")  # type: ignore[union-attr]
    assert node(ratio(all_of_it, part), ZH).text == "2.59"  # type: ignore[union-attr]


def test_the_rest_of_a_percentage_makes_it_a_hundred() -> None:
    assert rest_of(value("48.8", "percent", None)).number == Decimal("51.2")
    with pytest.raises(Absent, match="percentage"):
        rest_of(value("48.8", "person"))


def test_halves_are_rounded_away_from_zero_and_nothing_is_minus_zero() -> None:
    assert [node(value(text), ZH).text for text in ("2.675", "-2.675", "-0.001")] == ["2.68", "−2.68", "0.00"]  # type: ignore[union-attr]


def test_mean_and_median_are_exact_and_as_wide_as_the_widest_value() -> None:
    values = [value("0.1", decimals=None), value("0.25", decimals=None), value("0.3", decimals=None)]
    assert mean(values[::2], "m").number == Decimal("0.2")
    assert median(values, "m").number == median([*values, values[1]], "m").number == Decimal("0.25")
    assert mean(values, "m").decimals == 2


def test_values_compare_by_what_they_are_worth() -> None:
    assert value("1", "yuan", None, 4) == 10_000 > value("9999", "yuan") > Decimal(1)
    assert hash(value("1.50")) == hash(value("1.5"))
    assert not value("0")


def test_a_value_is_never_compared_with_words_in_silence() -> None:
    with pytest.raises(Absent, match="the word '8'"):
        _ = value("8") == "8"
    with pytest.raises(TypeError):
        _ = value("8") < "9"  # type: ignore[operator]


def test_a_name_equals_its_words_and_not_its_key() -> None:
    name = Label("四川", "510000", "t.csv")
    assert name == "四川" != "510000"
    assert name == Label("四川", "510000", "elsewhere.csv")
    assert name != Label("四川", "510100")
    assert {name: 1}["四川"] == 1


def test_each_type_prints_as_its_node() -> None:
    assert node(value("25.62", "percent", source="s"), EN) == Quantity("25.62%", "25.62", "percent", "s")
    assert node(Move("up", 5, "s"), ZH) == Change("↑5", "up", 5, "上升5位", "s")
    assert node(Move("new", None, "s"), EN) == Change("new", "new", None, "new entry", "s")
    assert node(Label("四川", "510000", "s"), ZH) == Quantity("四川", "510000", "name", "s")
    assert node(Printed(Quantity("第八", "8", "rank", "")), ZH).text == "第八"  # type: ignore[union-attr]


def test_a_size_has_no_sign() -> None:
    assert size(value("-3.20")).number == Decimal("3.20")


@pytest.mark.parametrize("bad", [0, -1, True, "3", 1.5, Value(Decimal("2.5"))])
def test_a_number_of_rows_is_whole_and_from_one_on(bad: object) -> None:
    with pytest.raises(Absent, match="not a number of rows"):
        whole(bad)  # type: ignore[arg-type]
