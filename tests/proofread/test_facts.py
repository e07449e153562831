"""Single figures of the data: what a sentence says of a named thing, period and unit is true, false or disputed, and anything else is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.proofread import dataset
from reportgen.package import Dataset, load
from reportgen.proofread import Finding, Verdict, proofread_pieces
from reportgen.proofread.model import Passage

HEAD = "key,subject_zh,subject_en,indicator_zh,indicator_en,period,value,unit_zh,compare_value,compare_unit_zh,from_value,from_unit_zh,flag,reason_zh"
ROWS = (
    "a,直播电商,live commerce,市场规模,market size,2023,4.9,万亿元,35.2,%,,,,",
    "b,直播电商,live commerce,市场规模,market size,2024,5.8,万亿元,,,,,disputed,另一来源为6.2万亿元",
    "c,直播电商,live commerce,市场规模,market size,2024,6.2,万亿元,,,,,disputed,另一来源为5.8万亿元",
    "d,网络购物,online shopping,用户规模,users,2023-06,8.84,亿人,,,,,,",
    "e,某品牌,,销售额占比,,2024,15,%,,,1,%,,",
)
FIELDS = "".join(f', {{"name": "{name}", "type": "{"number" if "value" in name else "string"}"}}' for name in HEAD.split(",")[1:])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("facts")
    (folder / "facts.csv").write_text("\n".join((HEAD, *ROWS)) + "\n", "utf-8")
    (folder / "datapackage.json").write_text(
        f'{{"name": "facts", "resources": [{{"name": "facts", "path": "facts.csv", "schema": {{"primaryKey": "key", "fields": '
        f'[{{"name": "key", "type": "string"}}{FIELDS}]}}}}]}}', "utf-8")  # fmt: skip
    return load("datapackage.json", folder)


def told(data: Dataset, text: str) -> list[tuple[str, str]]:
    found = proofread_pieces([Passage("1", text)], data).findings
    return [(each.claim.partition(":")[0], each.verdict.value) for each in found if each.kind == "fact"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年直播电商市场规模为4.9万亿元，同比增长35.2%。", [("4.9万亿元", "true"), ("35.2%", "true")]),
        ("2023年直播电商市场规模达49000亿元。", [("49000亿元", "true")]),
        ("2023年直播电商的市场规模为4.8万亿元。", [("4.8万亿元", "false")]),
        ("2023年直播電商的市場規模為4.8萬億元。", [("4.8萬億元", "false")]),
        ("2024年直播电商市场规模约为5.8万亿元。", [("5.8万亿元", "not checkable")]),
        ("截至2023年6月，网络购物用户规模为8.48亿人。", [("8.48亿人", "false")]),
        ("某品牌2024年销售额占比由1%升至15%。", [("1%", "true"), ("15%", "true")]),
        ("In 2023 the live commerce market size was 4.9 trillion yuan.", [("4.9 trillion yuan", "true")]),
        ("In 2023 the live commerce market size was 4.7 trillion yuan.", [("4.7 trillion yuan", "false")]),
    ],
)
def test_a_figure_is_held_against_the_fact_its_sentence_names(small: Dataset, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(small, text) == [(each.replace("萬億", "万亿"), verdict) for each, verdict in expected]


@pytest.mark.parametrize(
    "text",
    [
        "2022年直播电商市场规模为3.5万亿元。",
        "2023年跨境直播电商出口的市场规模为2846亿元。",
        "2023年上半年，直播电商市场规模为2.2万亿元。",
        "2023年直播电商带动的物流业市场规模为0.3万亿元。",
        "截至2024年6月，网络购物用户规模为9.05亿人。",
        "直播电商市场规模持续扩大，相关企业投入3亿元。",
    ],
)
def test_another_period_thing_or_part_of_it_is_never_false(small: Dataset, text: str) -> None:
    assert [each for each in told(small, text) if each[1] == "false"] == []


def test_a_disputed_fact_is_told_with_both_values(small: Dataset) -> None:
    (found,) = (each for each in proofread_pieces([Passage("1", "2024年直播电商市场规模约为5.8万亿元。")], small).findings if each.kind == "fact")
    assert found.data.startswith("disputed: 5.8万亿元 (facts.csv:3:value); 6.2万亿元 (facts.csv:4:value), 另一来源")


def test_traditional_chinese_is_understood_and_corrected_in_its_own_characters() -> None:
    found = proofread_pieces([Passage("1", "四川的直播電商發展指數列全國第七位。")], dataset())
    wrong: list[Finding] = list(found.of(Verdict.FALSE))
    assert [each.better for each in wrong] == ["四川的直播電商發展指數列全國第八位。"]


def test_the_facts_of_one_report_find_nothing_false_in_another(tmp_path: Path) -> None:
    text = "2024年全国网上零售额155225亿元，增长7.2%；其中实物商品130816亿元，增长6.5%。截至2024年12月，网络直播用户达8.33亿人，占网民的75.2%。"
    assert proofread_pieces([Passage("1", text)], dataset()).counts["false"] == 0
