"""The verbs of a narrative, in both editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.document import CrossRef, Quantity, Text
from reportgen.edition import load_edition
from reportgen.verbs import filters, functions
from tests.factory import only, printed, problems, ranking, results

SPOKEN = [
    ("provinces['四川'].index", "91.10", "91.10"),
    ("provinces['四川'].rank", "3", "3"),
    ("provinces['四川'].rank | ordinal", "第三", "third"),
    ("provinces['广东'].change", "↑1", "↑1"),
    ("provinces['浙江'].change", "↓1", "↓1"),
    ("provinces['四川'].change", "→", "→"),
    ("provinces['西藏'].change", "新进", "new"),
    ("provinces['广东'].change | places", "上升1位", "up one place"),
    ("provinces['浙江'].change | places", "下降1位", "down one place"),
    ("provinces['四川'].change | places", "位次不变", "unchanged"),
    ("provinces['西藏'].change | places", "新进", "new entry"),
    ("provinces['浙江'].change | steps", "1位", "one place"),
    ("provinces.top(1) | names", "广东", "Guangdong"),
    ("provinces.top(2) | names", "广东和浙江", "Guangdong and Zhejiang"),
    ("provinces.top(3) | names", "广东、浙江和四川", "Guangdong, Zhejiang and Sichuan"),
    ("provinces.top(2) | names_with('index')", "广东（98.36）和浙江（97.00）", "Guangdong (98.36) and Zhejiang (97.00)"),
    ("provinces.top(2) | names_with('change')", "广东（↑1）和浙江（↓1）", "Guangdong (↑1) and Zhejiang (↓1)"),
    ("provinces.rising | count", "1", "1"),
    ("provinces | count | words", "4", "four"),
    ("12 | words", "12", "12"),
    ("provinces.top(2) | mean('index')", "97.68", "97.68"),
    ("provinces.mean('index') | decimals(1)", "86.6", "86.6"),
    ("difference(provinces.last.index, provinces.leader.index)", "−38.34", "−38.34"),
    ("difference(provinces.last.index, provinces.leader.index) | size", "38.34", "38.34"),
    ("ratio(provinces.leader.index, provinces.last.index)", "1.64", "1.64"),
    ("share(provinces.last.index, provinces.leader.index)", "61.0%", "61.0%"),
    ("rest_of(facts.share.value)", "51.2%", "51.2%"),
    ("facts.users.value", "5.26亿人", "526 million people"),
    ("facts.users.compare", "1194万人", "11.94 million people"),
    ("provinces['四川'].full_name", "四川省", "Sichuan Province"),
    ("provinces.group('west').group_name", "西部", "the west"),
    ("group_name('west')", "西部", "the west"),
    ("region('Xizang')", "西藏", "Xizang"),
    ("fixed('5G')", "5G", "5G"),
    ("period('2023-Q1/2023-Q3')", "2023年前三季度", "the first three quarters of 2023"),
    ("provinces.count | words | capital", "4", "Four"),
    ("provinces.rows | length", "4", "4"),
    ("(provinces.rows | first).name", "广东", "Guangdong"),
    ("(provinces.rows | reverse | list)[0].name", "西藏", "Xizang"),
]


@pytest.mark.parametrize(("expression", "zh", "en"), SPOKEN)
def test_each_verb_speaks_both_languages(expression: str, zh: str, en: str) -> None:
    assert (printed(expression), printed(expression, tag="en", table=ranking(tag="en"))) == (zh, en)


def test_every_verb_is_tried_above_and_documented() -> None:
    edition = load_edition("en")
    manual = (Path(__file__).parents[1] / "docs" / "reference.md").read_text("utf-8")
    tried = " ".join(expression for expression, _, _ in SPOKEN) + " ref("
    for name in (*filters(edition), *functions(edition, results())):
        assert name in tried, name
        assert name in manual, name


def test_what_is_printed_keeps_value_unit_and_source() -> None:
    assert only("provinces['四川'].rank | ordinal") == Quantity("第三", "3", "rank", "rank(t.csv.index)[510000]")
    assert only("facts.users.value") == Quantity("5.26亿人", "526000000", "person", "f.csv[F1].value")
    assert only("provinces.top(2) | names") == Quantity("广东和浙江", "440000|330000", "name", "t.csv")
    assert only("provinces.top(1) | names_with('index')") == Quantity("广东（98.36）", "440000=98.36", "name", "t.csv.index")
    assert only("provinces['浙江'].change | places") == Quantity("下降1位", "-1", "place", "t.csv[330000].change")
    assert only("period('2023-06')") == Quantity("2023年6月", "2023-06", "period", "2023-06")
    assert only("provinces.rising | count") == Quantity("1", "1", "count", "count(t.csv)")
    assert only("fixed('5G')") == Text("5G")
    assert only("ref('tbl-a')") == CrossRef("tbl-a")


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("provinces.falling | list | first | names", "no list of rows"),
        ("[] | names", "there is no row to name"),
        ("provinces['西藏'].change | steps", "not ranked before"),
        ("provinces.leader.index | ordinal", "not a whole number"),
        ("0 | ordinal", "not a whole number from 1"),
        ("provinces.leader.index | decimals(99)", "not a number of digits"),
        ("provinces.leader | size", "a row is not a value"),
        ("provinces.leader.index | places", "for a change in rank"),
        ("difference(provinces.leader, provinces.last)", "a row is not a value"),
        ("difference(3, 2)", "3 is not a value"),
        ("period('2023-13')", "not a period"),
        ("period('2023-Q3/2023-Q4')", "not a period"),
        ("period('last year')", "not a period"),
        ("period(2023)", "2023 is not a word"),
        ("fixed(5)", "5 is not a word"),
        ("provinces.rows | mean('brand')", "no field 'brand'"),
        ("provinces.top(0)", "not a number of rows"),
        ("'x' | count", "count is for rows"),
    ],
)
def test_a_verb_says_what_it_cannot_do(expression: str, what: str) -> None:
    (found,) = problems("{{ " + expression + " }}")
    assert what in found.what
    assert found.where.startswith("narrative/zh-Hans/a.md:1:")
