"""Tables over pages and on pages turned sideways, read from finished pages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from reportgen.document import Block, Column, ColumnKind, Heading, PageBreak, Paragraph, Row, Table, Text
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers.measured import arranged
from reportgen.theme import Theme
from reportgen.typeset.columns import is_wide
from tests.renderers.finished_pages import MM, Page, pages, printed, rules
from tests.renderers.page_sample import document, press, ranking

HEAD = Heading(1, (Text("表格"),), "sec-a")
LONG_NAME = "四川省农村电子商务与直播产业协同创新发展促进会（成都高新技术产业开发区分会）办公室"


def prose(length: int) -> Paragraph:
    return Paragraph((Text(("直播电商以实时画面代替图文货架" * length)[:length]),))


def made(label: str, rows: list[list[str]], kinds: list[ColumnKind], caption: str = "企业名单") -> Table:
    """Return a table of these cells with a note and a source."""
    columns = tuple(Column(f"c{n}", (Text(f"栏{n}"),), kind) for n, kind in enumerate(kinds, 1))
    cells = tuple(Row(tuple((Text(cell),) for cell in row)) for row in rows)
    return Table(label, (Text(caption),), columns, cells, ((Text("本表不含港澳台。"),),), (Text("四川省商务厅。"),))


def listing(label: str, rows: int, words: str = "企业") -> Table:
    return made(label, [[str(n), f"{words}第{n}号"] for n in range(1, rows + 1)], ["rank", "name"], f"{words}名单")


def scores(label: str, rows: int, columns: int = 13) -> Table:
    numbers: list[ColumnKind] = ["number"] * (columns - 2)
    return made(label, [[str(n), "内蒙古", *([f"{99 - n % 60}.25"] * (columns - 2))] for n in range(1, rows + 1)], ["rank", "name", *numbers], "分项指数")


@cache
def hundred() -> tuple[Page, ...]:
    return pages(printed(HEAD, prose(200), listing("tbl-1", 100), prose(100)))


@cache
def turned() -> tuple[Page, ...]:
    return pages(printed(HEAD, prose(100), scores("tbl-1", 31), prose(100)))


def continued(page: Page) -> list[str]:
    return [line.text for line in page.lines if line.text.startswith("续表")]


def test_a_hundred_rows_repeat_their_head_and_say_which_table_goes_on() -> None:
    parts = [page for page in hundred() if "栏1栏2" in page.text]
    assert len(parts) >= 3
    assert [continued(page) for page in parts] == [[], *([["续表1"]] * (len(parts) - 1))]
    for page in parts[1:]:
        above = next(line for line in page.lines if line.text == "续表1")
        head = next(line for line in page.lines if line.text == "栏1")
        assert 0 < head.baseline - above.baseline < 40
        assert all(line.baseline >= head.baseline - 0.5 for line in page.body(28, 25))


def test_every_part_of_a_table_has_three_rules() -> None:
    data = printed(HEAD, prose(200), listing("tbl-1", 100), prose(100), theme={"cover": True})
    parts = [found for found, page in zip(rules(data), pages(data), strict=True) if "栏1栏2" in page.text]
    assert len(parts) >= 3
    opening, *others = parts
    assert len(opening) == 4, "the rule under the chapter's head, and three"
    assert [len(part) for part in others] == [3] * len(others)


def test_no_row_is_lost_or_cut_over_pages() -> None:
    text = "".join(page.text for page in hundred())
    assert all(text.count(f"企业第{n}号") == 1 for n in range(1, 101))


def test_notes_stand_once_below_the_last_part() -> None:
    last = [page for page in hundred() if "栏1" in page.text][-1]
    assert [page for page in hundred() if "本表不含港澳台" in page.text] == [last]
    assert last.text.index("企业第100号") < last.text.index("本表不含港澳台") < last.text.index("数据来源")


def test_a_shorter_table_that_does_not_fit_one_page_says_so_too() -> None:
    words = [[f"甲{n}公司", "直播电商以实时画面代替图文货架" * 14] for n in range(1, 20)]
    parts = [page for page in pages(printed(HEAD, made("tbl-1", words, ["name", "text"]), prose(50))) if "栏1" in page.text]
    assert len(parts) >= 2
    assert [continued(page) for page in parts] == [[], *([["续表1"]] * (len(parts) - 1))]


def test_two_long_tables_on_a_page_are_told_apart() -> None:
    found = pages(printed(HEAD, listing("tbl-1", 70), listing("tbl-2", 70, "机构"), prose(50)))
    both = next(page for page in found if "企业第70号" in page.text and "机构第1号" in page.text)
    assert continued(both) == ["续表1"]
    after = found[found.index(both) + 1]
    assert continued(after) == ["续表2"]
    assert continued(found[-1]) in ([], ["续表2"])


@pytest.mark.parametrize("lines", range(24, 34))
def test_a_caption_is_never_left_behind(lines: int) -> None:
    found = pages(printed(HEAD, prose(42 * lines), listing("tbl-1", 40), prose(50), theme={"cover": True}))
    (captioned,) = [page for page in found if "表1企业名单" in page.text]
    assert "企业第1号" in captioned.text


@pytest.mark.parametrize("rows", range(37, 44))
def test_notes_never_stand_alone_on_a_page(rows: int) -> None:
    found = pages(printed(HEAD, listing("tbl-1", rows), PageBreak(), prose(50), theme={"cover": True}))
    (noted,) = [page for page in found if "本表不含港澳台" in page.text]
    assert f"企业第{rows}号" in noted.text


@pytest.mark.parametrize("lines", [29, 30, 31, 32])
def test_no_row_stands_alone_on_a_page(lines: int) -> None:
    found = pages(printed(HEAD, prose(42 * lines - 20), listing("tbl-1", 40), prose(50), theme={"cover": True}))
    parts = [page.text.count("企业第") for page in found if "企业第" in page.text]
    assert sum(parts) == 40
    assert min(parts) >= 2


def test_twenty_rows_stand_on_one_page_turned_sideways() -> None:
    for theme in ("report", "gongwen"):
        found = pages(printed(HEAD, prose(100), scores("tbl-1", 20), prose(100), theme={"name": theme}))
        assert sum(page.is_landscape for page in found) == 1


def test_a_table_too_wide_for_the_page_is_turned_with_its_caption_and_notes() -> None:
    sideways = [page for page in turned() if page.is_landscape]
    assert len(sideways) == 2
    first, second = sideways
    assert (round(first.width / MM), round(first.height / MM)) == (297, 210)
    assert "表1分项指数" in first.text
    assert continued(second) == ["续表1"]
    assert "本表不含港澳台" in second.text
    assert all("直播电商以实时" not in page.text for page in sideways)


def test_text_goes_on_upright_and_the_numbers_go_on() -> None:
    assert [page.is_landscape for page in turned()][-1] is False
    assert [page.label for page in turned()] == [str(n) for n in range(1, len(turned()) + 1)]
    for page in turned():
        assert any(line.text == page.label and line.baseline > page.height - 27 * MM for line in page.lines)


def test_a_page_turned_sideways_has_the_running_head() -> None:
    first = next(page for page in turned() if page.is_landscape)
    assert [line.text for line in first.lines if line.baseline < 27 * MM] == ["中国直播电商行业发展趋势报告", "一、表格"]


def test_the_words_and_numbers_of_a_turned_table_are_whole() -> None:
    first = next(page for page in turned() if page.is_landscape)
    rows = [line for line in first.lines if line.text.endswith(".25")]
    assert rows
    assert sum(line.text == "内蒙古" for line in first.lines) == len({line.baseline for line in rows})


def test_text_fills_the_page_before_a_turned_table() -> None:
    blocks: tuple[Block, ...] = (HEAD, prose(300), scores("tbl-1", 20), *[prose(300)] * 6)
    report = document("zh-Hans", 1)
    given = press("zh-Hans", report)
    small = number(replace(report, blocks=blocks), given.edition)
    moved = arranged(small, given)
    place = next(i for i, block in enumerate(moved.blocks) if isinstance(block, Table))
    assert place > 2
    assert place < len(moved.blocks) - 1


def test_small_and_odd_tables_stand_on_one_page() -> None:
    kinds: dict[str, Table] = {
        "one row": made("tbl-1", [["四川", "91.10"]], ["name", "number"]),
        "one column": made("tbl-2", [["四川"], ["重庆"]], ["name"]),
        "a long name": made("tbl-3", [["1", LONG_NAME, "91.10"], ["2", "甲", "—"]], ["rank", "name", "number"]),
        "sentences": made("tbl-4", [["甲公司", "实时画面代替图文货架" * 9]], ["name", "text"]),
    }
    assert not any(is_wide(table, load_edition("zh-Hans"), Theme()) for table in kinds.values())
    found = pages(printed(HEAD, *kinds.values()))
    assert not any(page.is_landscape for page in found)
    text = "".join(page.text for page in found)
    assert LONG_NAME[:20] in text
    assert text.count("本表不含港澳台") == 4
    assert not any(continued(page) for page in found)


def test_every_kind_of_column_is_aligned_as_its_kind_asks() -> None:
    kinds: list[ColumnKind] = ["name", "number", "rank", "change", "text"]
    assert set(kinds) == set(get_args(ColumnKind))
    rows = [["四川", "9.10", "8", "↑1", "稳"], ["内蒙古", "19.10", "18", "→", "稳中有升"]]
    (page,) = pages(printed(HEAD, made("tbl-1", rows, kinds), theme={"cover": True}))[1:]

    def edges(*words: str) -> list[tuple[float, float]]:
        return [next((line.left, line.right) for line in page.lines if line.text == each) for each in words]

    for words in (("四川", "内蒙古"), ("稳", "稳中有升")):
        (first, _), (second, _) = edges(*words)
        assert first == pytest.approx(second, abs=0.2)
    (_, first), (_, second) = edges("9.10", "19.10")
    assert first == pytest.approx(second, abs=0.2)
    for words in (("8", "18"), ("↑1", "→")):
        (left, right), (other_left, other_right) = edges(*words)
        assert (left + right) / 2 == pytest.approx((other_left + other_right) / 2, abs=0.6)


def test_an_english_table_that_goes_on_says_so_in_english() -> None:
    found = pages(printed(Heading(1, (Text("A"),), "sec-a"), ranking("en", "tbl-1", 3), tag="en"))
    parts = [page for page in found if "ChangeinRank" in page.text or "Changeinrank" in page.text]
    assert ["Table1(continued)" in page.text for page in parts] == [False, *([True] * (len(parts) - 1))]
    assert len(parts) >= 2
