"""Claims in sentences: what is understood, what is false, and how it should read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.proofread import dataset, generated, labelled, measured
from reportgen.package import Dataset, load
from reportgen.proofread import Finding, Proof, Verdict, proofread, proofread_pieces
from reportgen.proofread.model import Grid, Passage
from reportgen.reading import read_file
from tests.test_house import ROOT

SEED = ROOT.parent / "shared" / "seeds" / "003_4b78d2f4b9b26d20.txt"


@pytest.fixture(scope="module")
def data() -> Dataset:
    return dataset()


def proof(data: Dataset, text: str, heading: str = "") -> Proof:
    return proofread_pieces([*([Passage("1", heading, "heading", 1)] if heading else []), Passage("2", text)], data)


def false(data: Dataset, text: str, heading: str = "") -> list[Finding]:
    return list(proof(data, text, heading).of(Verdict.FALSE))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_generated_sentences_are_judged_right(data: Dataset, lang: str) -> None:
    sentences = [each for each in generated(data) if each.lang == lang]
    score = measured(sentences, data)
    assert score.sentences >= 200
    assert score.recall >= 0.95, score.misjudged
    assert score.precision >= 0.98, score.misjudged


def test_sentences_labelled_by_hand_are_judged_right(data: Dataset) -> None:
    score = measured(labelled(), data)
    assert score.recall >= 0.95, score.misjudged
    assert score.precision >= 0.98, score.misjudged


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("四川的直播电商发展指数排名全国第七。", "四川的直播电商发展指数排名全国第八。"),
        ("四川的直播电商发展指数列全国第7位。", "四川的直播电商发展指数列全国第8位。"),
        ("四川的发展指数得分为91.01。", "四川的发展指数得分为91.10。"),
        ("直播电商发展指数排名全国前三的是广东、上海和浙江。", "直播电商发展指数排名全国前三的是广东、浙江和上海。"),
        ("安徽的直播电商发展指数位次上升5位。", "安徽的直播电商发展指数位次上升7位。"),
        ("Sichuan ranks seventh nationally on the development index.", "Sichuan ranks eighth nationally on the development index."),
        ("Jilin ranks 21st nationally on the development index.", "Jilin ranks 20th nationally on the development index."),
        ("Anhui climbed five places on the development index.", "Anhui climbed seven places on the development index."),
    ],
)
def test_a_false_sentence_is_written_as_it_should_read(data: Dataset, text: str, better: str) -> None:
    assert [finding.better for finding in false(data, text)] == [better]


def test_the_heading_above_says_which_table_is_meant(data: Dataset) -> None:
    text = "成都列第四位。"
    assert not false(data, text, "全国15个副省级城市直播电商“人”指标")
    assert false(data, text, "全国15个副省级城市直播电商“货”指标")


def test_a_caption_may_have_been_moved_from_under_its_heading(data: Dataset) -> None:
    heading = Passage("1", "全国15个副省级城市直播电商“货”指标", "heading", 1)
    found = proofread_pieces([heading, Passage("2", "图3 成都列第四位", "caption")], data)
    assert found.counts["false"] == 0


def test_a_group_before_the_rank_counts_in_the_group_only(data: Dataset) -> None:
    assert not false(data, "在中西部，四川的直播电商发展指数列第一位，全国列第八位。")
    (finding,) = false(data, "四川的直播电商发展指数列中部第一。")
    assert finding.data.startswith("rank of 四川")


def test_what_is_expected_or_denied_is_not_checked(data: Dataset) -> None:
    assert proof(data, "预计四川的直播电商发展指数明年列全国第五位。").counts["not checkable"] == 1
    assert not false(data, "四川的直播电商发展指数并未列全国第五位。")


def test_what_no_table_holds_is_not_supported(data: Dataset) -> None:
    found = proof(data, "成都“货”指标的位次上升2位。")
    assert found.counts["not supported"] + found.counts["not checkable"] == 1
    assert not false(data, "成都“货”指标的位次上升2位。")


def test_sentences_are_counted_and_those_left_are_named(data: Dataset) -> None:
    found = proof(data, "四川的直播电商发展指数列全国第八位。四川与前列的差距为3.5分，直播电商发展指数值得关注。今天是12月1日。")
    assert (found.with_figures, found.about_data, found.understood) == (3, 2, 1)
    assert found.left == (("text:2", "四川与前列的差距为3.5分，直播电商发展指数值得关注。"),)


def test_a_list_of_brands_is_held_against_the_ranked_list(data: Dataset) -> None:
    assert not false(data, "竹叶青、三匠、碧潭飘雪、环太和赋雅轩是川茶优势品牌的前五名。")
    (finding,) = false(data, "竹叶青、碧潭飘雪、三匠、环太和赋雅轩是川茶优势品牌的前五名。")
    assert finding.better.startswith("竹叶青、三匠、碧潭飘雪")


# ---------------------------------------------------------------- tables

HEAD = ("排名", "副省级城市", "直播发展指数", "位次变化")


def city_rows(data: Dataset) -> list[tuple[str, ...]]:
    records = data.resource("t02_subprovincial_overall").records()
    return [(str(each["rank"]), str(each["region_zh"]), str(each["index"]), _arrow(int(str(each["rank_change"])))) for each in records]


def _arrow(places: int) -> str:
    return "→" if places == 0 else f"↑{places}" if places > 0 else f"↓{-places}"


def table(data: Dataset, rows: list[tuple[str, ...]]) -> Proof:
    return proofread_pieces([Grid("9", (HEAD, *rows), "表2 全国15个副省级城市直播电商发展指数")], data)


def test_a_table_that_is_right_is_true_row_by_row(data: Dataset) -> None:
    found = table(data, city_rows(data))
    assert found.counts == {"true": 16, "false": 0, "not supported": 0, "not checkable": 0}


def test_a_wrong_figure_a_wrong_change_and_a_lost_row_are_found(data: Dataset) -> None:
    rows = city_rows(data)
    rows[3] = (*rows[3][:2], "89.25", rows[3][3])
    assert [(each.where, each.better) for each in table(data, rows).of(Verdict.FALSE)] == [("text:9, row 5", "成都: 89.52")]
    turned = city_rows(data)
    turned[4] = (*turned[4][:3], "↓9")
    assert {each.kind for each in table(data, turned).of(Verdict.FALSE)} == {"table", "permutation"}
    (lost,) = table(data, city_rows(data)[:-1]).of(Verdict.FALSE)
    assert lost.data.startswith("missing: 长春")


# ---------------------------------------------------------------- other data, and the seed


def test_data_without_a_table_of_regions_are_understood_too(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("name,sales\nAland,120\nBeland,80\nCeland,50\n", "utf-8")
    (tmp_path / "datapackage.json").write_text(
        '{"name": "sales", "resources": [{"name": "sales", "path": "sales.csv", "title": "Sales", "schema": {"primaryKey": "name", "fields": '
        '[{"name": "name", "type": "string"}, {"name": "sales", "type": "number", "title": "Turnover"}]}}]}', "utf-8")  # fmt: skip
    small = load("datapackage.json", tmp_path)
    assert not false(small, "Aland ranks first by turnover. Aland and Beland together have a turnover of 200. Aland has a turnover of 120.")
    assert len(false(small, "Beland ranks first by turnover. Beland has a turnover of 88.")) == 2


def test_the_false_statement_of_the_seed_is_found_and_nothing_else(data: Dataset) -> None:
    if not SEED.exists():
        pytest.skip("the seed is not beside this checkout")
    found = proofread(read_file(SEED.name, SEED.parent), data)
    (wrong,) = found.of(Verdict.FALSE)
    assert (wrong.kind, wrong.data) == ("pace", "四川: 25.62, rank 26 of 31, mean 33.38 (t01_provinces_overall.csv, yoy_pct)")
    assert found.counts["true"] > 340
    # What is left are single figures of the country beside one that the facts confirm; every sentence on the tables is understood.
    assert found.understood >= 0.8 * found.about_data
    assert [sentence for _, sentence in found.left if re.search(r"指数|排名|位次|第[一二三四五六七八九十]+[位，。]", sentence)] == []
