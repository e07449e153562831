"""Numbers, running heads, contents and chapter openings, read from finished pages."""

from __future__ import annotations

import re
from functools import cache

import pytest

from reportgen.document import Block, BulletList, Columns, Credit, Heading, Note, PageBreak, Paragraph, Text
from reportgen.numbering import SCHEMES
from reportgen.renderers import pdf
from tests.renderers.finished_pages import MM, Page, pages, printed
from tests.renderers.page_sample import figure, ranking

TOP, BOTTOM = 28, 25
SHORT = Paragraph((Text("全省网络零售额继续增长，直播电商的带动作用较为明显。"),))
FIRST = {"chinese": ("一、", "（一）", "1."), "part": ("PART.1", "1.1", "1.1.1"), "chapter": ("第一章", "1.1", "1.1.1"), "decimal": ("1", "1.1", "1.1.1")}


def chapters(count: int = 3) -> list[Block]:
    """Return chapters of two pages, each with an abstract and headings of three levels."""
    found: list[Block] = []
    for n in range(1, count + 1):
        found += [
            Heading(1, (Text(f"第{n}个主题"),), f"sec-{n}"),
            Paragraph((Text(f"这是第{n}个主题的摘要"),), "deck"),
            SHORT,
            Heading(2, (Text(f"主题{n}之分论"),), f"sec-{n}-a"),
            SHORT,
            PageBreak(),
            Heading(3, (Text(f"主题{n}之细目"),), f"sec-{n}-b"),
            SHORT,
        ]
    return found


@cache
def two_sided() -> tuple[Page, ...]:
    return pages(printed(*chapters(), SHORT, PageBreak(), SHORT, theme={"recto": True, "cover": True}, contents_depth=2))


@cache
def listed() -> tuple[Page, ...]:
    blocks = (Heading(1, (Text("主题"),), "sec-a"), ranking("zh-Hans", "tbl-1"), figure("zh-Hans", "fig-1"), ranking("zh-Hans", "tbl-2"))
    return pages(printed(*blocks, theme={"lists": ["tables", "figures"]}, contents_depth=1))


def head(page: Page) -> str:
    return "".join(line.text for line in page.lines if line.baseline < TOP * MM)


def foot(page: Page) -> str:
    return "".join(line.text for line in page.lines if line.baseline > page.height - BOTTOM * MM)


def body(page: Page) -> str:
    return "".join(line.text for line in page.body(TOP, BOTTOM))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_contents_have_every_number_and_abstract_and_the_page_where_the_heading_stands(scheme: str) -> None:
    data = printed(*chapters(), scheme=scheme, contents_depth=3)
    found = pages(data)
    (contents,) = [page for page in found if "目录" in page.text]
    listing = re.sub(r"\.{4,}", "…", contents.text)
    stands = pdf.page_numbers(data)
    for n in (1, 2, 3):
        for label, words in ((f"sec-{n}", f"第{n}个主题"), (f"sec-{n}-a", f"主题{n}之分论"), (f"sec-{n}-b", f"主题{n}之细目")):
            page = next(page for page in found if page is not contents and f"{words}" in body(page) and "摘要" not in words and page.label == stands[label])
            assert foot(page) == stands[label]
            assert f"{words}…{stands[label]}" in listing
        assert f"——这是第{n}个主题的摘要" in listing
    for number, words in zip(FIRST[scheme], ("第1个主题", "主题1之分论", "主题1之细目"), strict=True):
        assert f"{number}{words}" in listing
        assert any(f"{number}{words}" in body(page) for page in found if page is not contents)


def test_cover_and_credits_have_no_number_the_contents_count_in_roman_and_the_text_from_one() -> None:
    credits = (Credit("撰稿单位", ("四川大学商学院",)),)
    found = pages(printed(*chapters(1), theme={"cover": True}, contents_depth=1, credits=credits))
    assert [page.label for page in found] == ["", "", "i", "1", "2"]
    assert [foot(page) for page in found[1:]] == ["", "i", "1", "2"]


def test_the_title_stands_with_the_credits_where_there_is_no_cover() -> None:
    credits = (Credit("撰稿单位", ("四川大学商学院",)),)
    for theme in ({}, {"name": "gongwen"}):
        found = pages(printed(*chapters(1), theme=theme, contents_depth=1, credits=credits))
        assert "发展趋势报告" in found[0].text
        assert "撰稿单位" in found[0].text
        assert (found[0].label, found[1].label) == ("", "i")
        assert "目录" in found[1].text


def test_chapters_start_on_right_hand_pages() -> None:
    for n in (1, 2, 3):
        (index,) = [i for i, page in enumerate(two_sided()) if f"——这是第{n}个主题的摘要" in body(page) and "目录" not in body(page)]
        assert index % 2 == 0, "the first page of a file is a right-hand one"


def test_a_blank_page_says_nothing_and_is_counted() -> None:
    blank = [i for i, page in enumerate(two_sided()) if not page.lines]
    assert blank
    labels = [page.label for page in two_sided()]
    first = labels.index("1")
    assert labels[first:] == [str(n) for n in range(1, len(labels) - first + 1)]
    assert all(foot(page) == page.label for page in two_sided()[first:] if page.lines)


def test_the_title_stands_above_left_pages_and_the_chapter_above_right_ones() -> None:
    title = "中国直播电商行业发展趋势报告"
    left = [head(page) for page in two_sided()[5:] if page.lines and int(page.label) % 2 == 0]
    right = [head(page) for page in two_sided()[5:] if page.lines and int(page.label) % 2]
    assert set(left) == {title}
    assert right[0] == ""  # where a chapter opens its own heading says it
    assert right[-1] == "三、第3个主题"


def test_printed_on_one_side_every_page_has_both() -> None:
    found = pages(printed(*chapters(2)))
    assert head(found[1]) == "中国直播电商行业发展趋势报告一、第1个主题"
    assert head(found[3]) == "中国直播电商行业发展趋势报告二、第2个主题"


def test_tables_and_figures_are_listed_with_their_pages() -> None:
    (front,) = [page for page in listed() if "目录" in page.text]
    text = re.sub(r"\.{4,}", "…", front.text)
    assert text.index("表目录") < text.index("图目录")
    for words in ("表1", "表2", "图1"):
        place = next(page for page in listed() if words in body(page) and page is not front)
        assert re.search(rf"{words}[^…]+…{place.label}(?!\d)", text), (words, place.label, text)


def test_without_a_cover_the_title_stands_above_the_text() -> None:
    first, *_ = pages(printed(*chapters(1)))
    assert body(first).startswith("中国直播电商行业发展趋势报告（2023）")
    assert "一、第1个主题" in body(first)
    assert foot(first) == "1"


def test_without_a_cover_the_title_stands_above_the_contents() -> None:
    first, *_ = pages(printed(*chapters(1), contents_depth=2))
    assert body(first).index("发展趋势报告") < body(first).index("目录")
    assert foot(first) == "i"


def test_notes_are_circled_to_fifty_and_go_on_in_digits() -> None:
    noted = [Paragraph((Text("数据来自公开资料"), Note((Text(f"见第{n}号公报。"),)), Text("。"))) for n in range(1, 54)]
    text = "".join(page.text for page in pages(printed(Heading(1, (Text("来源"),), "sec-a"), *noted)))
    for n, mark in ((1, "①"), (20, "⑳"), (21, "㉑"), (35, "㉟"), (36, "㊱"), (50, "㊿"), (51, "51"), (53, "53")):
        assert f"数据来自公开资料{mark}" in text
        assert f"{mark}见第{n}号公报。" in text


def test_a_note_stands_on_the_page_of_its_mark() -> None:
    noted = [Paragraph((Text(f"第{n}条资料"), Note((Text(f"见第{n}号公报。"),)), Text("。"))) for n in range(1, 60)]
    for page in pages(printed(Heading(1, (Text("来源"),), "sec-a"), *noted)):
        called = set(re.findall(r"第(\d+)条资料", page.text))
        assert called == set(re.findall(r"见第(\d+)号公报", page.text))


def test_no_item_of_a_list_in_columns_is_cut_by_a_page() -> None:
    names = [f"四川省第{n}家直播电商产业发展与农村电子商务服务有限责任公司（成都高新区）" for n in range(1, 81)]
    listing = Columns((BulletList(tuple((Paragraph((Text(name),)),) for name in names)),), 2)
    found = pages(printed(Heading(1, (Text("名单"),), "sec-a"), *[SHORT] * 20, listing))
    assert len(found) > 2
    for n in range(1, 81):
        (page,) = [page for page in found if re.search(rf"第{n}家", page.text)]
        lines = sorted((line for line in page.body(TOP, BOTTOM)), key=lambda line: line.baseline)
        first = next(line for line in lines if f"第{n}家" in line.text)
        rest = [line for line in lines if line.baseline > first.baseline and abs(line.left - first.left) < 20]
        assert "高新区" in first.text + rest[0].text


def test_no_line_of_the_contents_is_a_leader_alone() -> None:
    titles = [Heading(1, (Text("直播电商发展指数区域格局" * 3 + "与" * n),), f"sec-{n}") for n in range(1, 13)]
    data = printed(*[block for head in titles for block in (head, SHORT)], contents_depth=1, theme={"cover": True})
    front = next(page for page in pages(data) if "目录" in page.text)
    rows: dict[int, str] = {}
    for line in front.lines:
        rows[round(line.baseline)] = rows.get(round(line.baseline), "") + line.text
    leaders = [row for row in rows.values() if "...." in row]
    assert len(leaders) >= 10  # the longest lines that fit leave no room for four dots
    assert all(re.search(r"[\u4e00-\u9fff]", row) for row in leaders)
