"""Figures that a sentence derives without saying every part of it, and claims that are about something else than the data."""

from __future__ import annotations

import pytest

from benchmarks.proofread import changes, dataset
from reportgen.package import Dataset
from reportgen.proofread import Proof, Verdict, proofread_pieces
from reportgen.proofread.model import Grid, Passage
from reportgen.proofread.opening import pieces
from reportgen.reading import File

PROVINCES = "全国省、直辖市和自治区直播电商发展指数"
CITIES = "Development index of the 15 sub-provincial cities"
TRUE = [
    (PROVINCES, "前十位平均93.84分，其余各地平均81.94分，两者相差11.90分。"),
    (PROVINCES, "西部内部的跨度为23.11分。"),
    (PROVINCES, "前十位的平均增幅为25.05%，其余各地为37.35%。"),
    (PROVINCES, "在中西部，四川列第一位，前三位为四川（91.10）、河南（91.09）和湖北（90.57），首位比次位多0.01分。"),
    (PROVINCES, "第七位至第十一位依次为福建、四川、河南、河北和湖北，首尾相差0.65分。"),
    (PROVINCES, "按区域看，均值东部为92.51，中部为88.63，西部为78.79，东北为85.60。"),
    ("四川的“人”“货”“场”", "四川“人”“货”“场”的位次依次为第十二、第七和第七，与各自均值之差为4.41、5.48和7.53分。"),
    ("四川的“人”“货”“场”", "四川的三项位次依次为第十二、第七和第七。"),
    (CITIES, "Chengdu, Wuhan and Xi’an follow; the step from third to fourth place is 3.47 points."),
    (CITIES, "Hangzhou leads with 94.97, Changchun is last with 81.48, a range of 13.49 points."),
    (CITIES, "Wuhan is 1.62 points from Chengdu; the mean is 86.68 and the median 85.74."),
]
"""Headings and sentences that are true of the data."""


@pytest.fixture(scope="module")
def data() -> Dataset:
    return dataset()


def proof(data: Dataset, heading: str, *texts: str) -> Proof:
    return proofread_pieces([Passage("1", heading, "heading", 1), *(Passage(f"{number}", text) for number, text in enumerate(texts, 2))], data)


@pytest.mark.parametrize(("heading", "text"), TRUE)
def test_a_true_derivation_is_told_true_and_an_error_in_it_is_found(data: Dataset, heading: str, text: str) -> None:
    assert proof(data, heading, text).counts["false"] == 0
    errors = [text[:start] + other + text[end:] for start, end, other in changes(text)]
    found = [bool(proof(data, heading, wrong).counts["false"]) for wrong in errors]
    assert len(found) >= 1
    assert sum(found) >= 0.75 * len(found), [error for error, is_found in zip(errors, found, strict=True) if not is_found]


def test_a_derivation_names_what_gives_the_figure(data: Dataset) -> None:
    found = proof(data, PROVINCES, "西部内部的跨度为23.11分。").findings
    assert [(each.kind, each.data) for each in found] == [("derived", "rank 1 (西部) - rank 12 (西部) (t01_provinces_overall.csv, index)")]


def test_what_a_paragraph_is_about_holds_for_its_later_sentences(data: Dataset) -> None:
    said = "浙江以99.05分居“人”指标首位。四川与其相差{}分。"
    assert proof(data, "全国“人”指标", said.format("9.07")).counts["false"] == 0
    assert proof(data, "全国“人”指标", said.format("9.70")).counts["false"] == 1


@pytest.mark.parametrize("text", ["按推算的分值，上海由92.28分升至96.08分。", "By derived scores, Shanghai went from 92.28 to 96.08."])
def test_a_figure_of_an_earlier_period_is_never_false(data: Dataset, text: str) -> None:
    assert proof(data, f"{PROVINCES} development index", text).counts["false"] == 0


@pytest.mark.parametrize(
    "text",
    [
        "北京居民人均可支配收入为7.8万元，同比增长6.2%。",
        "上海达人直播带动商家收入同比增长49%，交易额超百万的商户数量增长233%。",
        "上海连续三年稳居城市首位。",
        "平均通关时间缩短60%，平均合规成本降低28%。",
        "Another source puts Shanghai first in 2024.",
        "Sales of appliances rose by 68%, and the average order by 29%.",
    ],
)
def test_what_is_said_of_something_else_is_never_false(data: Dataset, text: str) -> None:
    assert proof(data, "", text).counts["false"] == 0


def test_a_table_of_some_regions_may_rank_them_among_themselves(data: Dataset) -> None:
    head = ("排名", "直辖市", "发展指数", "位次变化")
    rows = (("1", "上海", "96.08", "→"), ("2", "北京", "94.69", "→"), ("3", "天津", "88.47", "↑1"), ("4", "重庆", "84.07", "↓1"))
    assert proofread_pieces([Grid("9", (head, *rows), "表1 四个直辖市的直播电商发展指数")], data).counts["false"] == 0
    wrong = (("1", "上海", "96.08", "→"), ("3", "北京", "94.69", "→"), *rows[2:])
    found = proofread_pieces([Grid("9", (head, *wrong), "表1 四个直辖市的直播电商发展指数")], data)
    assert {each.kind for each in found.of(Verdict.FALSE)} == {"table", "permutation"}
    assert proof(data, "", "2023年上海的直播电商发展指数在四个直辖市中列第一位。").of(Verdict.TRUE)


def test_the_mark_of_a_note_does_not_run_into_a_number_and_a_quotation_begins_its_sentence(data: Dataset) -> None:
    page = '<html><body><p>四川得分为91.10<sup><a href="#n">1</a></sup>。“人”指标得分为89.98。</p></body></html>'
    (passage,) = pieces(File("a.html", page.encode(), ""))
    assert isinstance(passage, Passage)
    assert passage.text == "四川得分为91.10。“人”指标得分为89.98。"
    said = [each.sentence for each in proof(data, "四川", passage.text).findings]
    assert said[-1] == "“人”指标得分为89.98。"
