"""Captions, tables that go on, decimal points: planted defects are found."""

from functools import cache

import pytest

from reportgen.document import Heading, PageBreak, Paragraph, Text
from reportgen.inspection import read
from reportgen.inspection.tables import captions
from tests.inspection.printed import HAN, measured, paragraphs, printed, said
from tests.renderers.page_sample import ranking
from tests.renderers.test_pdf import data, render

PICTURE = "<div style='height: 60pt; margin: 8pt 0; background: #ccc'></div>"


def table(*cells: str, caption: str = "表 1　得分", repeat: int = 1, align: str = "right") -> str:
    rows = "".join(f"<tr><td>{name}</td><td style='text-align: {align}'>{cell}</td></tr>" for cell in cells * repeat for name in ("成都",))
    return f"<p class='caption'>{caption}</p><table><thead><tr><th>城市</th><th>得分</th></tr></thead>{rows}</table>"


def caption(text: str) -> str:
    return f"<p class='caption'>{text}</p>"


@cache
def long_table() -> bytes:
    """Return a table of ours that goes on over three pages."""
    return render(Heading(1, (Text("表"),), "sec-a"), ranking("zh-Hans", "tbl-1", 3), PageBreak(), Paragraph((Text("后。"),)))


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_captions_and_decimal_points_of_ours_keep_the_rules(tag: str) -> None:
    found = [(each.kind, each.number) for each in captions(read(data(tag)))]
    assert sorted(found) == [("figure", "1"), ("figure", "2"), ("table", "1"), ("table", "2"), ("table", "3"), ("table", "4")]
    assert said(data(tag), "T1") == said(data(tag), "F1") == said(data(tag), "T8") == []
    assert measured(data(tag), "T8").counted == 4


def test_a_reference_at_the_start_of_a_line_is_no_caption() -> None:
    assert list(captions(read(printed(f"<p style='text-indent: 0'>表 1 列出各市得分，{HAN}</p>")))) == []


def test_a_number_that_is_left_out_is_found() -> None:
    body = f"{paragraphs(HAN)}{table('1.25', '2.50')}{table('1.25', '2.50', caption='表 3　得分')}"
    assert said(printed(body), "T1") == ["number 3 where 2 is next"]


def test_a_caption_left_behind_at_the_foot_of_a_page_is_found() -> None:
    body = f"{paragraphs(HAN)}{caption('表 1　得分')}<div style='break-before: page'>{table('1.25', caption='　')}</div>"
    assert said(printed(body), "T1") == ["the table does not begin on the page of its caption"]


def test_a_caption_without_its_picture_is_found_and_one_below_it_is_not() -> None:
    assert said(printed(f"{paragraphs(HAN)}{PICTURE}{caption('图 1　得分')}"), "F1") == []
    assert said(printed(f"{paragraphs(HAN)}{caption('图 1　得分')}{PICTURE}"), "F1") == ["no picture stands above the caption"]


def test_captions_in_two_languages_stand_for_one_table_and_one_picture() -> None:
    rest = table("1.25", "2.50", caption="Table 1　Scores")
    assert said(printed(f"{paragraphs(HAN)}{caption('表 1　得分')}{rest}"), "T1") == []
    left = f"{paragraphs(HAN)}{caption('表 1　得分')}{caption('Table 1　Scores')}<div style='break-before: page'>{table('1.25', caption='　')}</div>"
    assert said(printed(left), "T1") == ["the table does not begin on the page of its caption"] * 2
    assert said(printed(f"{paragraphs(HAN)}{PICTURE}{caption('图 1　得分')}{caption('Figure 1　Scores')}"), "F1") == []


def test_a_long_table_of_ours_says_that_it_goes_on_above_its_head() -> None:
    measure = measured(long_table(), "T5")
    assert measure.counted >= 2
    assert measure.findings == ()


def test_a_table_that_goes_on_without_a_word_is_found_on_every_page() -> None:
    body = f"{paragraphs(HAN)}{table('1.25', '2.50', repeat=30)}"
    found = measured(printed(body), "T5").findings
    assert {finding.what for finding in found} == {"a table goes on without saying so"}
    assert [finding.page for finding in found] == [2, 3, 4][: len(found)]
    assert found


def test_a_head_that_is_not_repeated_and_a_table_that_never_began_are_found() -> None:
    def going_on(words: str) -> str:
        rest = f"{caption(words)}<table><tr><td>杭州</td><td>1.50</td></tr></table>"
        return f"{paragraphs(HAN)}{table('1.25', '2.50')}<div style='break-before: page'>{rest}</div>"

    assert said(printed(going_on("续表 1")), "T5") == ["the head of the table is not repeated"]
    assert said(printed(going_on("续表 7")), "T5") == ["no table of this number has begun"]
    assert said(printed(going_on("Table 7 (continued)")), "T5") == ["no table of this number has begun"]


def test_decimal_points_that_do_not_stand_in_one_line_are_found() -> None:
    assert said(printed(table("11.25", "2.50", "3.75")), "T8") == []
    (what,) = said(printed(table("11.25", "2.50", "3.755")), "T8")
    assert what.startswith("decimal points differ by 5.")
    assert "11.25" in what
