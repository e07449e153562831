"""Sentences against sentences: what means something else, what is out of date, and what only has other figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.comparison.alignment import aligned, words
from reportgen.comparison.model import Finding, Narrative, Piece, Shift, TableChange
from reportgen.comparison.narratives import compare_narratives
from reportgen.comparison.sides import open_side
from reportgen.comparison.tables import compare_tables
from reportgen.document import Block, Box, BulletList, Change, CrossRef, Document, Heading, Inline, Meta, Note, Paragraph, Quantity, Text
from reportgen.edition import load_edition
from tests.projects import ROOT

TITLE = Heading(1, (Text("概况"),), "sec-a", number="一、")


def document(*content: Inline | str, tag: str = "zh-Hans", extra: tuple[Block, ...] = ()) -> Document:
    return Document(Meta("标题", tag), (TITLE, Paragraph(tuple(Text(each) if isinstance(each, str) else each for each in content)), *extra))


def compared(old: Document, new: Document, *tables: TableChange) -> Narrative:
    return compare_narratives(old, new, old.meta.language, tables)


def only(narrative: Narrative) -> Finding:
    (finding,) = narrative.findings
    return finding


def up(places: int) -> Change:
    return Change(f"↑{places}", "up", places, f"上升{places}位", "t.csv[51].change")


def rank(text: str, value: str) -> Quantity:
    return Quantity(text, value, "rank", "rank(t.csv.index)[51]")


def score(text: str) -> Quantity:
    return Quantity(text, text, "score", "t.csv[51].index")


DOWN = Change("↓2", "down", -2, "下降2位", "t.csv[51].change")
SICHUAN = Shift("51", "四川", "index", "指数", "score", 2, True, Decimal("72.52"), Decimal("91.10"), 7, 8, "down")
TABLE = TableChange("t", "各省指数", (SICHUAN,), 31, 31)


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        (("四川", up(5), "。"), ("四川", DOWN, "。"), "meaning", ("turn", "上升5位", "下降2位")),
        (("四川", up(5), "。"), ("四川", up(3), "。"), "numbers", None),
        (("列", rank("第七", "7"), "位。"), ("列", rank("第八", "8"), "位。"), "meaning", ("rank", "第七", "第八")),
        (("得", score("72.52"), "分。"), ("得", score("91.10"), "分。"), "numbers", None),
        (("变动", score("-1.50"), "分。"), ("变动", score("1.50"), "分。"), "meaning", ("sign", "-1.50", "1.50")),
        (("得分高于全国均值。",), ("得分不高于全国均值。",), "meaning", ("opposite", "高于", "不高于")),
        (("四川列全国第一。",), ("四川列全国第二。",), "meaning", ("ordinal", "第一", "第二")),
        (("各地都在发展直播电商。",), ("各地都在大力发展直播电商。",), "words", None),
        (("共有31个地区参评。",), ("共有30个地区参评。",), "numbers", None),
    ],
)
def test_a_sentence_that_differs_is_told_by_what_differs(
    old: tuple[Inline | str, ...], new: tuple[Inline | str, ...], kind: str, reason: tuple[str, str, str] | None
) -> None:
    found = only(compared(document(*old), document(*new)))
    assert found.kind == kind
    assert [(each.kind, each.old, each.new) for each in found.reasons] == ([reason] if reason else [])
    assert found.place == "一、 概况"


def test_english_turns_round_by_whole_words() -> None:
    found = only(compared(document("Sichuan is above the mean.", tag="en"), document("Sichuan is below the mean.", tag="en")))
    assert [(each.kind, each.old, each.new) for each in found.reasons] == [("opposite", "above", "below")]
    assert only(compared(document("An update of supply.", tag="en"), document("A downturn of supply.", tag="en"))).kind == "words"


@pytest.mark.parametrize("text", ["四川得72.52分。", "四川列第七位。"])
def test_a_typed_figure_that_only_the_old_data_have_is_out_of_date(text: str) -> None:
    found = only(compared(document(text), document(text), TABLE))
    assert found.kind == "stale"
    assert found.reasons[0].old in text
    assert (found.reasons[0].kind, found.reasons[0].new, found.reasons[0].about) == ("typed", "91.10" if "分" in text else "第八", "四川 指数")


@pytest.mark.parametrize("content", [("四川得", score("72.52"), "分。"), ("河南得72.52分。",), ("四川得91.10分。",), ("四川列第八位。",)])
def test_computed_figures_other_regions_and_figures_that_still_hold_are_not_out_of_date(content: tuple[Inline | str, ...]) -> None:
    assert compared(document(*content), document(*content), TABLE).findings == ()


def test_a_figure_the_region_still_has_in_another_table_is_not_out_of_date() -> None:
    other = Shift("51", "四川", "goods", "“货”指标", "score", 2, True, Decimal("80.00"), Decimal("72.52"), 9, 7, "up")
    narrative = compared(document("四川得72.52分，列第七位。"), document("四川得72.52分，列第七位。"), TABLE, TableChange("g", "货", (other,), 31, 31))
    assert narrative.findings == ()


def test_sentences_of_lists_boxes_and_notes_are_compared_and_references_say_nothing() -> None:
    def extra(word: str) -> tuple[Block, ...]:
        item = BulletList(((Paragraph((Text(f"列表{word}。"), CrossRef("tbl-a", "表1" if word == "旧" else "表2"))),),))
        return item, Box((Text("提示"),), (Paragraph((Text("见"), CrossRef("tbl-a", "表1" if word == "旧" else "表2"), Text("。"))),)), Paragraph(
            (Text("正文"), Note((Text(f"脚注的内容{word}。"),)), Text("。"))
        )

    narrative = compared(document("一。", extra=extra("旧")), document("一。", extra=extra("新")))
    assert [(each.kind, "".join(piece.text for piece in each.new or ())) for each in narrative.findings] == [("words", "列表新。"), ("words", "脚注的内容新。")]


def test_what_was_added_and_removed_stands_where_it_is_read() -> None:
    old, new = document("四川产茶。各地平稳。"), document("各地平稳。广东首次居首，浙江随后。")
    assert [each.kind for each in compared(old, new).findings] == ["removed", "added"]


TEXTS = st.text("四川高低于 ab1.2", max_size=12)


@given(TEXTS, TEXTS)
def test_the_words_of_two_texts_give_back_both(old: str, new: str) -> None:
    parts = words((Piece(old),), (Piece(new),))
    assert "".join(text for kept, text in parts if kept != "new") == old
    assert "".join(text for kept, text in parts if kept != "gone") == new


@given(st.lists(TEXTS, max_size=5), st.lists(TEXTS, max_size=5))
def test_an_alignment_has_every_element_once_in_order(old: list[str], new: list[str]) -> None:
    pairs = list(aligned(old, new, str))
    assert [first for first, _ in pairs if first is not None] == old
    assert [second for _, second in pairs if second is not None] == new


@pytest.mark.parametrize(("tag", "score_said", "rank_said"), [("zh-Hans", "{}得{}分。", "{}列{}位。"), ("en", "{} scores {}.", "{} ranks {}.")])
def test_of_two_real_years_every_typed_figure_that_moved_is_out_of_date_and_none_that_holds(tag: str, score_said: str, rank_said: str) -> None:
    boards = [each for each in open_side(ROOT / "datasets" / "live-commerce-2023").boards[tag[:2]] if each.name.startswith("t01_provinces_overall")]
    (table,), *_ = compare_tables([boards[1]], [boards[0]])
    edition = load_edition(tag)
    shifts = [each for each in table.shifts if each.is_main]
    moved = [each for each in shifts if each.places]
    for side in ("old", "new"):
        said = [score_said.format(each.name, getattr(each, side)) for each in shifts]
        said += [rank_said.format(each.name, edition.ordinal(getattr(each, f"{side}_rank"))) for each in moved]
        same = document(" ".join(said), tag=tag)
        found = compared(same, same, table).of("stale")
        assert (len(shifts), len(moved)) == (31, 27)
        assert len(found) == (len(said) if side == "old" else 0)
