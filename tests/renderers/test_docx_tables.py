"""Tables and figures of the Word file, the builder, and how long it takes."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from reportgen.document import Column, ColumnKind, Document, Heading, Row, Table, Text
from reportgen.edition import load_edition
from reportgen.errors import RenderError
from reportgen.renderers.docx import render
from reportgen.renderers.docx.widths import MARGIN, column_widths
from reportgen.renderers.docx.xml import element, qname
from reportgen.theme import THEMES
from reportgen.typeset.columns import ems
from tests.renderers.docx_reading import TAGS, body_of, find, members, part, style_named, style_of, styled, unpack, val, words_in
from tests.renderers.docx_sample import WORDS, image, press, ranking, sample


def tables(tag: str) -> list[etree._Element]:
    return find(part(tag, "document"), "//w:tbl[w:tblPr/w:tblStyle/@w:val='Three-LineTable']")


@pytest.mark.parametrize("tag", TAGS)
def test_tables_have_three_rules_from_their_style_and_none_of_their_own(tag: str) -> None:
    style = style_named(tag, "Three-Line Table")
    borders = {etree.QName(node).localname: val(node, "sz") for node in find(style, "w:tblPr/w:tblBorders/*")}
    assert borders == {"top": "12", "bottom": "12"}
    assert [val(node, "sz") for node in find(style, "w:tblStylePr[@w:type='firstRow']/w:tcPr/w:tcBorders/*")] == ["6"]
    assert not any(find(table, ".//w:tcBorders | .//w:tblBorders") for table in tables(tag))


@pytest.mark.parametrize("tag", TAGS)
def test_the_head_repeats_and_rows_stay_whole(tag: str) -> None:
    for table in tables(tag):
        rows = find(table, "w:tr")
        assert [bool(find(row, "w:trPr/w:tblHeader")) for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(find(row, "w:trPr/w:cantSplit") for row in rows)


@pytest.mark.parametrize("tag", TAGS)
def test_grid_cells_and_table_agree_on_their_widths(tag: str) -> None:
    room = round(THEMES["report"].measure_pt * 20)
    for table in tables(tag):
        grid = [val(node, "w") for node in find(table, "w:tblGrid/w:gridCol")]
        assert all([val(node, "w") for node in find(row, "w:tc/w:tcPr/w:tcW")] == grid for row in find(table, "w:tr"))
        assert sum(map(int, grid)) == int(val(find(table, "w:tblPr/w:tblW")[0], "w")) <= room
        assert val(find(table, "w:tblPr/w:tblLayout")[0], "type") == "fixed"


@pytest.mark.parametrize("tag", TAGS)
def test_every_cell_ends_in_a_paragraph(tag: str) -> None:
    assert all(cell[-1].tag == qname("w:p") for cell in find(part(tag, "document"), "//w:tc"))


@pytest.mark.parametrize(("rows", "is_banded"), [(12, False), (13, True)])
def test_only_long_tables_are_banded(rows: int, is_banded: bool) -> None:
    body = body_of((ranking("tbl-all", WORDS["zh-Hans"], rows),))
    look = find(body, "//w:tbl[w:tblPr/w:tblStyle/@w:val='Three-LineTable']/w:tblPr/w:tblLook")[0]
    assert (val(look, "noHBand") == "0") is is_banded


def test_numbers_stand_right_with_one_indent_a_column() -> None:
    columns = [find(row, "w:tc[3]/w:p") + find(row, "w:tc[4]/w:p") for row in find(tables("zh-Hans")[0], "w:tr")[1:]]
    for column in zip(*columns, strict=True):
        assert {style_of(node) for node in column} == {"TableNumber"}
        (indent,) = {val(find(node, "w:pPr/w:ind")[0], "right") for node in column}
        assert int(indent) > 0


def test_the_own_row_is_tinted_and_the_top_rows_are_bold() -> None:
    rows = find(tables("zh-Hans")[0], "w:tr")[1:]
    assert [index for index, row in enumerate(rows) if find(row, ".//w:shd")] == [7]
    assert [index for index, row in enumerate(rows) if all(find(run, "w:rPr/w:b") for run in find(row, ".//w:r"))] == [0, 1, 2, 7]


@pytest.mark.parametrize("tag", TAGS)
def test_a_table_has_its_caption_above_and_words_for_those_who_hear_it(tag: str) -> None:
    for table in tables(tag):
        caption = table.getprevious()
        assert style_of(caption) == "Caption"
        assert find(caption, "w:pPr/w:keepNext")
        assert val(find(table, "w:tblPr/w:tblCaption")[0])
        assert val(find(table, "w:tblPr/w:tblDescription")[0])


def test_notes_and_then_the_source_stand_under_the_table() -> None:
    following = [node for node in tables("zh-Hans")[0].itersiblings() if node.tag == qname("w:p")][:2]
    assert [words_in(node) for node in following] == ["注：增速按可比口径计算。", "数据来源：直播电商研究中心"]


@pytest.mark.parametrize("tag", TAGS)
def test_a_figure_keeps_with_the_caption_below_it(tag: str) -> None:
    (figure,) = styled(tag, "Figure")
    assert find(style_named(tag, "Figure"), "w:pPr/w:keepNext")
    assert style_of(figure.getnext()) == "Caption"
    assert words_in(figure.getnext()).endswith(WORDS[tag]["figure"])


def test_a_figure_is_a_vector_with_a_bitmap_to_fall_back_on() -> None:
    relations = {node.get("Id"): node.get("Target") for node in etree.fromstring(members("zh-Hans")["word/_rels/document.xml.rels"])}
    for blip in find(part("zh-Hans", "document"), "//a:blip"):
        assert relations[blip.get(qname("r:embed"))].endswith(".png")
        assert relations[find(blip, ".//asvg:svgBlip/@r:embed")[0]].endswith(".svg")


def test_a_picture_wider_than_the_page_is_set_down_to_it() -> None:
    charts = {"fig-top": image(311.2, 120)}
    body = etree.fromstring(unpack(render(sample("zh-Hans"), press("zh-Hans", charts=charts)))["word/document.xml"])
    extent = find(body, "//wp:extent")[0]
    assert int(extent.get("cx", 0)) == pytest.approx(THEMES["report"].measure_mm * 36000, rel=1e-3)
    assert int(extent.get("cx", 0)) / int(extent.get("cy", 1)) == pytest.approx(311.2 / 120, rel=1e-3)


@pytest.mark.parametrize("tag", TAGS)
def test_captions_are_counted_from_one(tag: str) -> None:
    captions = styled(tag, "Caption")
    edition = load_edition(tag)
    for kind, count in (("table", 2), ("figure", 1)):
        term = edition.word(f"caption.{kind}")
        numbered = [words_in(node) for node in captions if find(node, f".//w:instrText[.=' SEQ {term} \\* ARABIC ']")]
        assert [re.split("[\u3000\u2002]", text)[0] for text in numbered] == [f"{term}\u00a0{n}" for n in range(1, count + 1)]


def test_a_figure_without_a_picture_is_an_error_with_its_label() -> None:
    with pytest.raises(RenderError, match="fig-top"):
        render(sample("zh-Hans"), press("zh-Hans", charts={}))


def test_a_document_that_was_not_numbered_is_an_error() -> None:
    with pytest.raises(RenderError, match="number the document first"):
        render(Document(sample("en").meta, (Heading(1, (Text("A"),)),)), press("en"))


def test_children_are_put_in_the_order_of_the_schema() -> None:
    made = element("w:pPr", None, element("w:jc"), element("w:keepNext"), element("w:pStyle"), element("w:spacing"))
    assert [etree.QName(node.tag).localname for node in made] == ["pStyle", "keepNext", "spacing", "jc"]


def test_a_child_that_has_no_place_is_refused() -> None:
    with pytest.raises(KeyError):
        element("w:pPr", None, element("w:jc"), element("w:tblW"))


def test_a_wide_table_takes_the_measure_and_breaks_no_name_and_no_number() -> None:
    heads = ("Rank", "Province, municipality or autonomous region", "“People” index", "Streamer activity", "Sales power", "Influence")
    kinds: tuple[ColumnKind, ...] = ("rank", "name", "number", "number", "number", "number")
    columns = tuple(Column(head, (Text(head),), kind) for head, kind in zip(heads, kinds, strict=True))
    cells = ("12", "Inner Mongolia", "99.05", "98.41", "99.16", "99.25")
    table = Table("tbl-w", (Text("Wide"),), columns, (Row(tuple((Text(cell),) for cell in cells)),))
    widths = column_widths(table, load_edition("en"), 8820, 9.5)
    assert sum(widths) == 8820
    room = [(width - 2 * MARGIN) / 190 for width in widths]
    words = [max(ems(word) for word in (*head.split(), cell)) for head, cell in zip(heads, cells, strict=True)]
    assert all(wide >= word for wide, word in zip(room, words, strict=True))


def test_a_table_of_few_columns_stays_narrower_than_the_measure() -> None:
    columns = (Column("a", (Text("排名"),), "rank"), Column("b", (Text("指数"),), "number", 2))
    table = Table("tbl-n", (Text("表"),), columns, (Row(((Text("1"),), (Text("91.10"),))),))
    assert sum(column_widths(table, load_edition("zh-Hans"), 8820, 9.5)) < 8820 / 2
