"""The forms of a language: numbers, scales, lists, periods, dates; and that terms files are complete."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.edition import editions, load_edition, round_half_up
from reportgen.errors import ProjectError
from reportgen.resources import data_path

ZH, EN = load_edition("zh-Hans"), load_edition("en")

AMOUNTS = [
    ("34879", 8, "yuan", "34879亿元", "3,487.9 billion yuan"),
    ("39038.1", 8, "yuan", "39038.1亿元", "3,903.81 billion yuan"),
    ("1194", 4, "person", "1194万人", "11.94 million people"),
    ("1.98", 12, "yuan", "1.98万亿元", "1.98 trillion yuan"),
    ("7.16", 12, "yuan", "7.16万亿元", "7.16 trillion yuan"),
    ("1.50", 12, "yuan", "1.50万亿元", "1.50 trillion yuan"),
    ("5.26", 8, "person", "5.26亿人", "526 million people"),
    ("0.05", 8, "yuan", "0.05亿元", "5 million yuan"),
    ("0.5", 4, "person", "0.5万人", "5,000 people"),
    ("1000", 4, "session", "1000万场", "10 million sessions"),
    ("-2.5", 8, "yuan", "−2.5亿元", "−250 million yuan"),
    ("0", 8, "yuan", "0亿元", "0 million yuan"),
    ("0.5", 0, "points", "0.5个百分点", "0.5 percentage points"),
    ("25.62", 0, "percent", "25.62%", "25.62%"),
]


@pytest.mark.parametrize(("number", "power", "unit", "zh", "en"), AMOUNTS)
def test_amounts_are_shifted_exactly_between_the_scales_of_two_languages(number: str, power: int, unit: str, zh: str, en: str) -> None:
    assert (ZH.amount(Decimal(number), power, unit), EN.amount(Decimal(number), power, unit)) == (zh, en)


@given(st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99999), places=2), st.sampled_from([4, 8, 12]))
def test_an_english_amount_is_worth_what_the_chinese_one_is(number: Decimal, power: int) -> None:
    scales = {"trillion": 12, "billion": 9, "million": 6}
    shown, *words = EN.amount(number, power, "yuan").split(" ")
    assert Decimal(shown.replace(",", "")).scaleb(scales.get(words[0], 0)) == number.scaleb(power)


def test_numbers_are_grouped_in_english_only() -> None:
    assert [EN.number(Decimal(text)) for text in ("999", "1000", "1234567.5", "-1234")] == ["999", "1,000", "1,234,567.5", "−1,234"]
    assert ZH.number(Decimal("1234567.5")) == "1234567.5"


@pytest.mark.parametrize(
    ("text", "decimals", "rounded"), [("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("-0.004", 2, "0.00"), ("9.995", 2, "10.00"), ("2.5", 0, "3")]
)
def test_halves_are_rounded_away_from_zero(text: str, decimals: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(text), decimals)) == rounded


def test_ordinals_and_cardinals() -> None:
    assert [ZH.ordinal(n) for n in (1, 8, 26)] == ["第一", "第八", "第二十六"]
    assert [EN.ordinal(n) for n in (1, 10, 11, 12, 13, 21, 22, 23, 31, 111)] == [
        "first",
        "tenth",
        "11th",
        "12th",
        "13th",
        "21st",
        "22nd",
        "23rd",
        "31st",
        "111th",
    ]
    assert [EN.cardinal(n) for n in (0, 1, 10, 11)] == ["0", "one", "ten", "11"]


def test_lists_of_any_length() -> None:
    assert [ZH.names(["甲", "乙", "丙"][:n]) for n in range(4)] == ["", "甲", "甲和乙", "甲、乙和丙"]
    assert [EN.names(["A", "B", "C"][:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_changes_in_rank_are_marks_and_words() -> None:
    states = [("up", 5), ("up", 1), ("down", -2), ("same", 0), ("new", None), ("dropped", None)]
    assert [EN.change_words(*state) for state in states] == ["up five places", "up one place", "down two places", "unchanged", "new entry", "dropped out"]
    assert [ZH.change_words(*state) for state in states] == ["上升5位", "上升1位", "下降2位", "位次不变", "新进", "退出"]
    assert [ZH.change_text(*state) for state in states] == ["↑5", "↑1", "↓2", "→", "新进", "退出"]


PERIODS = [
    ("2023", "2023年", "2023"),
    ("2023-06", "2023年6月", "June 2023"),
    ("2023-10-01", "2023年10月1日", "1 October 2023"),
    ("2023-H1", "2023年上半年", "the first half of 2023"),
    ("2023-H2", "2023年下半年", "the second half of 2023"),
    ("2023-Q3", "2023年第三季度", "the third quarter of 2023"),
    ("2023-Q1/2023-Q3", "2023年前三季度", "the first three quarters of 2023"),
    ("2023-01/2023-10", "2023年1—10月", "January–October 2023"),
    ("2020/2023", "2020—2023年", "2020–2023"),
]


@pytest.mark.parametrize(("text", "zh", "en"), PERIODS)
def test_periods_are_in_words(text: str, zh: str, en: str) -> None:
    assert (ZH.period(text), EN.period(text)) == (zh, en)


NO_PERIODS = ["", "23", "2023-13", "2023-00", "2023-6", "2023-02-30", "2023-H3", "2023-Q0", "2023-Q5", "2023-W3", "x/y"]
NO_PERIODS += ["2023-Q2/2023-Q3", "2023/2020", "2023-10/2023-01", "２０２３"]


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ZH.period(text)


def test_a_cover_date_has_the_round_zero_in_chinese() -> None:
    assert (ZH.cover_date("2023-12-01"), ZH.cover_date("2020-10-01"), EN.cover_date("2023-12-01")) == ("二〇二三年十二月", "二〇二〇年十月", "December 2023")


def test_an_unknown_edition_names_the_nearest() -> None:
    with pytest.raises(ProjectError) as caught:
        load_edition("zh-Hant-x")
    assert "zh-Hant-TW" in caught.value.problems[0].hint
    assert set(editions()) >= {"en", "zh-Hans"}


def test_a_terms_file_with_a_missing_or_an_unknown_key_does_not_load(tmp_path: Path) -> None:
    for tag in ("zh-Hans", "en"):
        shutil.copy(data_path("templates") / "_terms" / f"{tag}.toml", tmp_path)
    broken = (tmp_path / "en.toml").read_text("utf-8").replace("contents = ", "contnets = ", 1)
    (tmp_path / "en.toml").write_text(broken, "utf-8")
    with pytest.raises(ProjectError) as caught:
        load_edition("en", tmp_path)
    assert [problem.what for problem in caught.value.problems] == ["the term label.contents is missing", "unknown term label.contnets"]


@pytest.mark.parametrize("tag", editions())
def test_every_edition_is_complete(tag: str) -> None:
    edition = load_edition(tag)
    assert edition.tag == tag
    assert len(edition.terms["period.month_names"]) == 12
    assert edition.serif
    assert edition.sans
