"""The profile of GB/T 9704, measured on finished pages."""

from __future__ import annotations

import warnings
from functools import cache
from itertools import pairwise

import pytest

from reportgen.document import Block, Box, Figure, Heading, OrderedList, Paragraph, Text
from tests.renderers.finished_pages import MM, Line, Page, pages, printed
from tests.renderers.page_sample import chapter, ranking

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf

TOP, BOTTOM = 37, 34
LINE = 28.95


def heading(level: int, words: str) -> Heading:
    return Heading(level, (Text(words),))


def prose(length: int) -> Paragraph:
    """Return a paragraph of so many Han without a mark, so that its lines can be counted by hand."""
    return Paragraph((Text(("直播电商以实时画面代替图文货架" * length)[:length]),))


def official(*blocks: Block, **meta: object) -> tuple[Page, ...]:
    return pages(printed(*blocks, theme={"name": "gongwen"}, **meta))


@cache
def plain() -> tuple[Page, ...]:
    """Return a document of text with headings of all levels, four pages long."""
    levels = [heading(1, "总体情况"), heading(2, "主要做法"), heading(3, "工作部署"), heading(4, "责任分工"), prose(200)]
    return official(*levels * 8)


def lines(page: Page) -> list[Line]:
    return page.body(TOP, BOTTOM)


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    page = official(prose(28 * 50 - 2))[1]
    assert len(lines(page)) == 22
    assert {len(line.text) for line in lines(page)} == {28}
    assert lines(page)[0].right - lines(page)[0].left == pytest.approx(28 * 15.75, abs=0.5)


def test_headings_keep_the_lines_of_the_page() -> None:
    for page in plain()[1:-1]:
        steps = [after.baseline - before.baseline for before, after in pairwise(lines(page))]
        assert all(step == pytest.approx(LINE, abs=0.2) for step in steps)
        assert lines(page)[0].baseline == pytest.approx(lines(plain()[1])[0].baseline, abs=0.2)


def test_the_margins_change_sides_with_the_binding_edge() -> None:
    odd, even = plain()[2], plain()[1]
    assert min(line.left for line in lines(odd)) == pytest.approx(28 * MM, abs=MM)
    assert min(line.left for line in lines(even)) == pytest.approx(26.4 * MM, abs=MM)


def test_headings_begin_where_paragraphs_begin_in_three_faces_of_one_size() -> None:
    found = {words: next(line for line in lines(plain()[0]) if words in line.text) for words in ("总体情况", "主要做法", "工作部署", "责任分工")}
    first = next(line for line in lines(plain()[0]) if line.text.startswith("直播"))
    assert all(line.left == pytest.approx(first.left, abs=0.5) for line in found.values())
    assert {line.size for line in found.values()} == {first.size}
    faces = [line.font for line in found.values()]
    assert ["Sans" in face for face in faces] == [True, False, False, False]
    assert ["Bold" in face for face in faces] == [True, True, False, False]
    assert [line.text[:2] for line in found.values()] == ["一、", "（一", "1.", "（1"]


def test_page_numbers_stand_outside_one_character_in_and_seven_millimetres_below() -> None:
    for n, page in enumerate(plain(), 1):
        (number,) = [line for line in page.lines if line.baseline > page.height - BOTTOM * MM]
        assert number.text == f"—{n}—"
        dash = number.baseline - 0.38 * number.size  # the stroke stands in the middle of its em
        assert dash == pytest.approx((37 + 225 + 7) * MM, abs=MM)
        if n % 2:
            assert number.right == pytest.approx(page.width - 26.4 * MM - 14, abs=1)
        else:
            assert number.left == pytest.approx(26.4 * MM + 14, abs=1)


def test_the_document_opens_with_its_title_the_bureau_and_the_date() -> None:
    first = [line.text for line in lines(plain()[0])]
    assert first[0] == "中国直播电商行业发展趋势报告"
    assert "四川大学商学院" in first
    assert "（2023年12月1日）" in first
    assert first.index("（2023年12月1日）") < first.index("一、总体情况")
    title = lines(plain()[0])[0]
    assert title.left - 28 * MM == pytest.approx(28 * MM + 441 - title.right, abs=1)


def test_a_chapter_begins_where_the_one_before_ended() -> None:
    assert sum("一、总体情况" in page.text for page in official(heading(1, "总体情况"), prose(100), heading(1, "下一步打算"), prose(100))) == 1
    assert "二、下一步打算" in official(heading(1, "总体情况"), prose(100), heading(1, "下一步打算"), prose(100))[0].text


def test_nothing_on_a_page_is_coloured() -> None:
    found = {colour for page in official(*chapter("zh-Hans", 1)) for line in page.lines for colour in line.colours if "No." not in line.text}
    assert all(colour >> 16 == colour >> 8 & 255 == colour & 255 for colour in found)


def test_31_rows_with_caption_and_notes_stand_on_one_page() -> None:
    found = [page for page in official(heading(1, "总体情况"), prose(300), ranking("zh-Hans", "tbl-1")) if "98.36" in page.text]
    (page,) = found
    assert all(words in page.text for words in ("表1", "青海", "67.99", "数据来源"))


def test_a_paragraph_fills_the_page_before_a_list_that_does_not_fit() -> None:
    listing = OrderedList(tuple((prose(70),) for _ in range(4)))
    for above in range(11, 15):
        first = official(heading(1, "总体情况"), prose(28 * above - 2), prose(80), listing, institutions=(), subtitle="", edition="")[0]
        assert lines(first)[-1].baseline > (37 + 225) * MM - 3 * LINE


def test_a_box_that_goes_over_pages_is_closed_on_both() -> None:
    box = Box((Text("小贴士"),), (prose(600),))
    with pymupdf.open(stream=printed(heading(1, "总体情况"), prose(100), box, theme={"name": "gongwen"})) as opened:
        frames = [{tuple(item["rect"]) for item in page.get_drawings() if item["rect"].width > 430} for page in opened]
    framed = [rect for rects in frames for rect in rects]
    assert len(framed) == 2
    assert all(top >= TOP * MM and bottom <= (37 + 225) * MM + 1 for _, top, _, bottom in framed)


def test_a_cover_is_white_when_it_is_asked_for() -> None:
    found = pages(printed(prose(60), theme={"name": "gongwen", "cover": True}))
    assert found[0].lines[0].text == "中国直播电商行业发展趋势报告"
    assert {colour for line in found[0].lines for colour in line.colours} == {0}
    assert not [line for line in found[0].lines if "—" in line.text and line.baseline > found[0].height - BOTTOM * MM]
    assert found[2].text.startswith("直播")  # the text begins on a right-hand page


def test_a_figure_has_its_caption_below_on_the_same_page() -> None:
    figure = next(block for block in chapter("zh-Hans", 1) if isinstance(block, Figure))
    (page,) = [page for page in official(heading(1, "总体情况"), prose(400), figure) if "图1" in page.text]
    assert "No.9" in page.text
    label = next(line for line in page.lines if "图1" in line.text)
    assert all(line.baseline < label.baseline for line in page.lines if "No." in line.text)
