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
    assert [val(find(each, "w:type")[0]) for each in (first, second)] == ["nextPage", "oddPage"]
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


def official(*blocks: Block) -> dict[str, bytes]:
    return parts_of(GONGWEN, *blocks)


def style_in(parts: dict[str, bytes], name: str) -> etree._Element:
    (found,) = find(etree.fromstring(parts["word/styles.xml"]), f"//w:style[w:name/@w:val='{name}']")
    return found


def test_official_text_has_lines_of_28_95_points_and_room_for_28_characters_of_15_75() -> None:
    parts = official()
    defaults = find(etree.fromstring(parts["word/styles.xml"]), "//w:docDefaults//w:rPr")[0]
    assert [int(val(find(defaults, f"w:{name}")[0])) for name in ("sz", "spacing")] == [32, -5]
    line = find(style_in(parts, "Body Text"), "w:pPr/w:spacing")[0]
    assert (val(line, "line"), val(line, "lineRule"), val(line, "before"), val(line, "after")) == ("579", "exact", "0", "0")
    page, size = find(sections_of(parts)[-1], "w:pgMar")[0], find(sections_of(parts)[-1], "w:pgSz")[0]
    sides = {side: int(val(page, side)) for side in ("top", "bottom", "left", "right")}
    assert {side: round(value / 1440 * 25.4) for side, value in sides.items()} == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    wide, high = int(val(size, "w")) - sides["left"] - sides["right"], int(val(size, "h")) - sides["top"] - sides["bottom"]
    assert (wide // (16 * 20 - 5), high // 579) == (28, 22)


def test_official_faces_are_named_by_role_and_nothing_has_a_colour() -> None:
    parts = official()
    faces = [find(style_in(parts, f"heading {level}"), "w:rPr/w:rFonts/@w:eastAsia")[0] for level in (1, 2, 3, 4)]
    assert faces == ["黑体", "楷体", "仿宋", "仿宋"]
    assert find(etree.fromstring(parts["word/styles.xml"]), "//w:docDefaults//w:rFonts/@w:eastAsia") == ["仿宋"]
    assert {"仿宋", "楷体", "黑体"} <= set(find(etree.fromstring(parts["word/fontTable.xml"]), "//w:font/@w:name"))
    colours = find(etree.fromstring(parts["word/styles.xml"]), "//w:color/@w:val | //w:shd/@w:fill")
    assert set(colours) <= {"000000", "FFFFFF", "808080"}


def test_official_pages_have_dashes_outside_and_no_words_above() -> None:
    parts = official()
    body = sections_of(parts)[-1] if find(sections_of(parts)[-1], "w:footerReference") else sections_of(parts)[1]
    assert [heads(parts, body, "footer", side) for side in ("default", "even")] == ["— 1 —", "— 1 —"]
    assert [heads(parts, body, "header", side) for side in ("default", "even")] == ["", ""]
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    sides = {}
    for side in ("default", "even"):
        (name,) = find(body, f"w:footerReference[@w:type='{side}']/@r:id")
        (target,) = relations.xpath(f"*[@Id='{name}']/@Target")
        sides[side] = val(find(etree.fromstring(parts[f"word/{target}"]), "//w:jc")[0])
    assert sides == {"default": "right", "even": "left"}


def test_without_a_cover_the_title_stands_above_the_contents_or_the_text() -> None:
    document = etree.fromstring(official()["word/document.xml"])
    styles = [style_of(node) for node in find(document, "/w:document/w:body/w:p")]
    assert styles[0] == "Title"
    assert "w:tbl" not in [node.tag for node in find(document, "/w:document/w:body/*")[:3]]
    alone = render(replace(sample("zh-Hans"), meta=replace(sample("zh-Hans").meta, credits=(), contents_depth=0)), replace(press("zh-Hans"), theme=GONGWEN))
    sections = sections_of(unpack(alone))
    assert find(sections[0], "w:pgNumType/@w:fmt") == ["decimal"]


def test_official_chapters_run_on_and_headings_are_indented() -> None:
    parts = official()
    assert not find(style_in(parts, "heading 1"), "w:pPr/w:pageBreakBefore")
    assert find(style_in(parts, "heading 1"), "w:pPr/w:ind/@w:firstLineChars") == ["200"]
    assert find(style_in(parts_of(PLAIN), "heading 1"), "w:pPr/w:pageBreakBefore")


@pytest.mark.parametrize("theme", [PLAIN, GONGWEN], ids=["report", "gongwen"])
def test_every_style_around_the_text_says_its_own_size_face_and_colour(theme: Theme) -> None:
    parts = parts_of(theme)
    for name in ("Title", "Subtitle", "header"):
        for part in ("w:rFonts", "w:color", "w:sz"):
            assert find(style_in(parts, name), f"w:rPr/{part}"), (name, part)
    assert find(style_in(parts, "footer"), "w:rPr/w:sz")
    assert find(style_in(parts, "Title"), "w:rPr/w:color/@w:val") == ["FFFFFF" if theme is PLAIN else "000000"]


@pytest.mark.parametrize(("tag", "charset", "faces"), [("zh-Hans", "86", ["SimSun", "SimHei"]), ("zh-Hant-TW", "88", ["PMingLiU", "Microsoft JhengHei"])])
def test_fonts_have_the_character_set_of_the_edition_and_the_names_of_other_systems(tag: str, charset: str, faces: list[str]) -> None:
    document = replace(sample("zh-Hans"), meta=replace(sample("zh-Hans").meta, language=tag))
    parts = unpack(render(document, replace(press("zh-Hans"), edition=load_edition(tag))))
    fonts = find(etree.fromstring(parts["word/fontTable.xml"]), "//w:font[w:altName]")
    assert [find(each, "w:altName/@w:val")[0] for each in fonts] == faces
    assert {find(each, "w:charset/@w:val")[0] for each in fonts} == {charset}
    defaults = find(etree.fromstring(parts["word/styles.xml"]), "//w:docDefaults//w:lang/@w:eastAsia")
    assert defaults == [load_edition(tag).word("docx.east_asian")]
