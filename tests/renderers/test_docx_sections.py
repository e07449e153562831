"""Sections of the Word file: pages turned sideways, right-hand beginnings, lists of tables and figures, and what each theme has around the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from reportgen.document import Block, Column, Columns, Heading, Paragraph, Row, Table, Text
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers.docx import bookmark_names, render
from reportgen.renderers.docx.sections import measure, turned_measure
from reportgen.renderers.docx.stretches import stretches
from reportgen.theme import GONGWEN, Theme
from reportgen.wordcheck import check
from tests.renderers.docx_reading import TAGS, bookmarked, find, style_of, unpack, val, words_in
from tests.renderers.docx_sample import press, sample
from tests.wordcheck.schemas import breaches_of_schema

PLAIN = Theme()
LISTED = replace(PLAIN, front=replace(PLAIN.front, lists=("tables", "figures")))
RECTO = replace(PLAIN, page=replace(PLAIN.page, chapters="recto"))
WORDS = Paragraph((Text("文字"),))


def table(label: str, count: int) -> Table:
    columns = tuple(Column(f"c{n}", (Text("指数"),), "number", 2) for n in range(count))
    rows = (Row(((Text("91.10"),),) * count),) * 3
    return Table(label, (Text("各地指数"),), columns, rows, source=(Text("样本"),))


WIDE = table("tbl-wide", 14)


def parts_of(theme: Theme, *blocks: Block, tag: str = "zh-Hans") -> dict[str, bytes]:
    document = sample(tag)
    if blocks:
        document = number(replace(document, blocks=blocks), load_edition(tag))
    return unpack(render(document, replace(press(tag), theme=theme)))


def sections_of(parts: dict[str, bytes]) -> list[etree._Element]:
    return find(etree.fromstring(parts["word/document.xml"]), "//w:sectPr")


def heads(parts: dict[str, bytes], section: etree._Element, kind: str, side: str = "default") -> str:
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    (name,) = find(section, f"w:{kind}Reference[@w:type='{side}']/@r:id")
    (target,) = relations.xpath(f"*[@Id='{name}']/@Target")
    return words_in(etree.fromstring(parts[f"word/{target}"]))


def test_a_wide_table_stands_on_pages_turned_sideways_and_the_numbering_goes_on() -> None:
    parts = parts_of(PLAIN, Heading(1, (Text("章"),)), WORDS, WIDE, WORDS)
    *_, before, turned, after = sections_of(parts)
    sizes = [tuple(int(val(find(each, "w:pgSz")[0], side)) for side in ("w", "h")) for each in (before, turned, after)]
    assert sizes[0] == sizes[2] == sizes[1][::-1]
    assert [find(each, "w:pgSz/@w:orient") for each in (before, turned, after)] == [[], ["landscape"], []]
    assert [val(find(each, "w:type")[0]) for each in (before, turned, after)] == ["nextPage", "nextPage", "nextPage"]
    assert [find(each, "w:pgNumType/@w:start") for each in (before, turned, after)] == [["1"], [], []]
    assert heads(parts, turned, "header") == heads(parts, before, "header") != ""
    assert heads(parts, turned, "footer") == "1"


def test_caption_table_and_notes_share_the_turned_page_and_the_table_fills_its_measure() -> None:
    body = etree.fromstring(parts_of(PLAIN, Heading(1, (Text("章"),)), WORDS, WIDE, WORDS)["word/document.xml"])[0]
    ends = [index for index, node in enumerate(body) if find(node, ".//w:sectPr") or node.tag.endswith("}sectPr")]
    turned = list(body)[ends[-3] + 1 : ends[-2] + 1]
    assert [style_of(node) if node.tag.endswith("}p") else "table" for node in turned] == ["Caption", "table", "SourceNote"]
    width = int(val(find(turned[1], "w:tblPr/w:tblW")[0], "w"))
    assert measure(PLAIN) < width <= turned_measure(PLAIN)


def test_neighbouring_wide_tables_share_a_section_and_others_stay_upright() -> None:
    found = [
        (each.is_turned, len(each.blocks), each.begins)
        for each in stretches([WORDS, table("a", 5), WIDE, table("b", 14), WORDS, Columns((WORDS,), 3), WORDS], load_edition("zh-Hans"), PLAIN)
    ]
    upright = [(False, 1, "nextPage"), (False, 1, "continuous"), (False, 1, "continuous")]
    assert found == [(False, 2, "nextPage"), (True, 2, "nextPage"), *upright]


def test_chapters_begin_on_right_hand_pages_under_heads_of_their_own() -> None:
    parts = parts_of(RECTO, Heading(1, (Text("总论"),)), WORDS, Heading(1, (Text("分论"),)), WORDS)
    first, second = sections_of(parts)[-2:]
    assert [val(find(each, "w:type")[0]) for each in (first, second)] == ["oddPage", "oddPage"]
    assert [heads(parts, each, "header") for each in (first, second)] == ["总论", "分论"]
    title = " ".join(sample("zh-Hans").meta.title.split())
    assert [heads(parts, each, "header", "even") for each in (first, second)] == [title, title]
    settings = etree.fromstring(parts["word/settings.xml"])
    assert find(settings, "w:evenAndOddHeaders")
    assert find(settings, "w:mirrorMargins")
    assert not find(etree.fromstring(parts_of(PLAIN)["word/settings.xml"]), "w:evenAndOddHeaders")


@pytest.mark.parametrize("tag", TAGS)
def test_lists_of_tables_and_figures_are_filled_and_lead_to_whole_captions(tag: str) -> None:
    document = etree.fromstring(parts_of(LISTED, tag=tag)["word/document.xml"])
    edition = load_edition(tag)
    lines = [node for node in find(document, "//w:p") if style_of(node) == "TableOfFigures"]
    captions = [words_in(node) for node in find(document, "//w:p") if style_of(node) == "Caption"]
    assert len(lines) == len(captions) > 1
    for line in lines:
        (name,) = find(line, "w:hyperlink/@w:anchor")
        said = "".join(find(line, ".//w:r[not(w:rPr/w:webHidden)]/w:t/text()"))
        assert said == bookmarked(document, name)
        assert said in captions
    for kind in ("table", "figure"):
        assert len([code for code in find(document, "//w:instrText") if code.text == f' TOC \\h \\z \\c "{edition.word(f"caption.{kind}")}" ']) == 1
    assert not [node for node in find(etree.fromstring(parts_of(PLAIN, tag=tag)["word/document.xml"]), "//w:p") if style_of(node) == "TableOfFigures"]


@pytest.mark.parametrize("theme", [LISTED, RECTO, GONGWEN], ids=["lists", "recto", "gongwen"])
def test_every_theme_keeps_to_the_schemas_and_to_our_rules(theme: Theme) -> None:
    document = number(replace(sample("zh-Hans"), blocks=(*sample("zh-Hans").blocks, WIDE)), load_edition("zh-Hans"))
    data = render(document, replace(press("zh-Hans"), theme=theme, pages=dict.fromkeys(bookmark_names(document), "7")))
    assert check(data, "report.docx") == []
    assert breaches_of_schema(unpack(data)) == []
