"""The gazetteer: complete, unique by code, and generous about how a name is written."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from reportgen.gazetteer import agreed, alike, divisions, places

ROOT = Path(__file__).parent.parent


def test_it_has_all_provinces_and_prefectures_each_below_its_province() -> None:
    assert Counter(each.level for each in divisions().values()) == {"province": 34, "prefecture": 333}
    assert all(f"{code[:2]}0000" in divisions() for code in divisions())
    assert all(all(each.names) for each in divisions().values())


def test_every_name_means_its_division_and_full_chinese_names_no_other() -> None:
    for code, each in divisions().items():
        assert all(code in places(name) for name in (*each.names, each.code, each.code.removesuffix("00").removesuffix("00"))), code
        assert places(each.fullname_zh) == (code,)


def test_every_region_of_the_data_set_is_known_by_each_of_its_names() -> None:
    with (ROOT / "datasets" / "live-commerce-2023" / "regions.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for name in (row["name_zh"], row["fullname_zh"], row["name_en"], row["fullname_en"], *filter(None, row["alt_name_en"].split("; "))):
                assert row["code"] in places(name), name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("四川省", "510000"), (" 四川 ", "510000"), ("SICHUAN PROVINCE", "510000"), ("510000000000", "510000"), ("5101", "510100"),
        ("內蒙古自治區", "150000"), ("廣東", "440000"), ("阿坝", "513200"), ("Garze", "513300"), ("Xian", "610100"), ("Xi’an City", "610100"),
        ("江苏省苏州市", "320500"), ("Suzhou, Anhui", "341300"), ("川", "510000"), ("Tibet", "540000"), ("Hong Kong SAR", "810000"), ("海南", "460000"),
    ],
)  # fmt: skip
def test_a_name_is_known_however_it_is_written(text: str, code: str) -> None:
    assert places(text) == (code,)


@pytest.mark.parametrize("text", ["", "全国", "成都市武侯区", "519900", "5", "the west", "合计", "510", "５１０"])
def test_what_is_no_division_is_none(text: str) -> None:
    assert places(text) == ()


def test_namesakes_stay_two_unless_the_other_names_of_the_column_are_of_one_level() -> None:
    assert places("Fuzhou") == ("350100", "361000")
    assert agreed([places("吉林"), places("四川"), places("湖北")])[0] == ("220000",)
    assert agreed([places("吉林"), places("长春"), places("通化")])[0] == ("220200",)
    assert agreed([places("吉林"), places("四川"), places("长春")])[0] == ("220000", "220200")


def test_a_slip_of_one_character_finds_the_name_that_begins_alike() -> None:
    names = [each.name_zh for each in divisions().values() if each.level == "province"]
    assert (alike("四州", names), alike("黑龙工", names), alike("浦东新区", names)) == ("四川", "黑龙江", "")
