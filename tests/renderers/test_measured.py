from __future__ import annotations

from dataclasses import replace

from reportgen.document import Block, Document, Figure, Heading, Paragraph, Table, Text
from reportgen.renderers.measured import arranged, measure
from tests.renderers.page_sample import document, press, ranking

LINE = Paragraph((Text("直播电商以实时画面代替图文货架，把讲解、答疑和下单放在同一界面完成，是电子商务中变化较快的一种业态。" * 3),))


def chapter(*blocks: Block) -> Document:
    return Document(replace(document("zh-Hans", 1).meta, cover=None), (Heading(1, (Text("甲"),), "sec-a", number="一、"), *blocks))


def test_the_height_of_a_paragraph_is_a_whole_number_of_lines() -> None:
    report = chapter(LINE)
    (pieces,) = measure(report, press("zh-Hans", report)).chapters
    assert [piece.kind for piece in pieces] == ["opening", "text"]
    assert pieces[1].height % pieces[1].line == 0
    assert pieces[1].height == 4 * pieces[1].line


def test_a_table_that_would_leave_half_a_page_empty_changes_place_with_the_text_after_it() -> None:
    table = ranking("zh-Hans", "tbl-1", 1)
    report = chapter(*[LINE] * 5, table, *[LINE] * 8)
    moved = arranged(report, press("zh-Hans", report))
    assert moved.blocks.index(table) > report.blocks.index(table)
    assert sorted(map(repr, moved.blocks)) == sorted(map(repr, report.blocks))


def test_a_document_whose_pages_are_full_is_returned_as_it_is() -> None:
    report = chapter(LINE, LINE)
    assert arranged(report, press("zh-Hans", report)) is report


def test_tables_and_figures_stay_in_their_chapter() -> None:
    first = chapter(*[LINE] * 5, ranking("zh-Hans", "tbl-1", 1)).blocks
    second = (Heading(1, (Text("乙"),), "sec-b", number="二、"), *[LINE] * 8)
    report = Document(chapter().meta, (*first, *second))
    moved = arranged(report, press("zh-Hans", report))
    head = next(i for i, node in enumerate(moved.blocks) if isinstance(node, Heading) and node.label == "sec-b")
    assert all(not isinstance(node, Table | Figure) for node in moved.blocks[head:])
