"""A brief in Word: its title on a band of colour at the very top, the text on the same page, chapters on bars; and boxes that may be cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from reportgen.document import Block, Box, Columns, KeyFigure, KeyFigures, Paragraph, Text
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers.docx import bookmark_names, render
from reportgen.renderers.docx.styles import rgb
from reportgen.renderers.docx.units import dxa_mm
from reportgen.theme import BRIEF, PROFILE, Theme
from reportgen.wordcheck import check
from tests.renderers.docx_reading import TAGS, body_of, find, part, style_named, style_of, unpack, val, words_in
from tests.renderers.docx_sample import WORDS, press, quantity, sample
from tests.renderers.institute import template
from tests.wordcheck.schemas import breaches_of_schema

COLOUR = rgb(BRIEF.colours.primary)
WORD = Paragraph((Text("文字"),))


def brief(tag: str, *blocks: Block, theme: Theme = BRIEF) -> dict[str, bytes]:
    document = sample(tag)
    if blocks:
        document = number(replace(document, blocks=blocks), load_edition(tag))
    return unpack(render(document, replace(press(tag), theme=theme)))


def named(parts: dict[str, bytes], name: str) -> etree._Element:
    return find(etree.fromstring(parts["word/styles.xml"]), f"//w:style[w:name/@w:val='{name}']")[0]


def band_of(parts: dict[str, bytes]) -> etree._Element:
    strip, band = etree.fromstring(parts["word/document.xml"])[0][:2]
    # LibreOffice puts a white line of its own before a table that begins a file with footnotes.
    assert (val(find(strip, "w:pPr/w:shd")[0], "fill"), val(find(strip, "w:pPr/w:spacing")[0], "lineRule")) == (COLOUR, "exact")
    assert band.tag.endswith("}tbl")
    return band


@pytest.mark.parametrize("tag", TAGS)
def test_the_title_stands_on_a_band_from_edge_to_edge(tag: str) -> None:
    parts = brief(tag)
    band = band_of(parts)
    assert [style_of(each) for each in find(band, ".//w:p")] == ["Title", "Subtitle", "CoverText", "CoverText", "CoverText"]
    assert WORDS[tag]["title"].replace(" ", "") in words_in(band).replace(" ", "")
    (cell,) = find(band, ".//w:tcPr")
    assert (val(find(cell, "w:tcW")[0], "w"), val(find(cell, "w:shd")[0], "fill")) == (str(dxa_mm(BRIEF.page.width_mm)), COLOUR)
    assert val(find(named(parts, "Title"), "w:rPr/w:color")[0]) == rgb(BRIEF.colours.paper)


def test_on_dense_pages_chapters_begin_over_a_rule() -> None:
    bar, plain = (named(brief("zh-Hans", theme=theme), "heading 1") for theme in (BRIEF, PROFILE))
    assert (len(find(bar, "w:pPr/w:shd")), len(find(plain, "w:pPr/w:shd"))) == (1, 0)
    assert [each.tag.partition("}")[2] for each in find(plain, "w:pPr/w:pBdr/*")] == ["bottom"]
    assert val(find(plain, "w:rPr/w:color")[0]) == rgb(PROFILE.colours.primary)


def test_the_header_of_the_first_page_carries_the_band_on_to_the_edge_of_the_paper() -> None:
    parts = brief("zh-Hans")
    section = find(etree.fromstring(parts["word/document.xml"]), "//w:sectPr")[0]
    assert find(section, "w:titlePg")
    assert val(find(section, "w:pgMar")[0], "header") == "0"
    (relation,) = find(section, "w:headerReference[@w:type='first']/@r:id")
    (target,) = etree.fromstring(parts["word/_rels/document.xml.rels"]).xpath(f"*[@Id='{relation}']/@Target")
    (ground,) = find(etree.fromstring(parts[f"word/{target}"]), "//w:p")
    assert val(find(ground, "w:pPr/w:shd")[0], "fill") == COLOUR
    high, margin = int(val(find(ground, "w:pPr/w:spacing")[0], "line")), int(val(find(section, "w:pgMar")[0], "top"))
    assert margin <= high <= margin + 20
    # The running heads of the other pages stand where they would stand below a header of its own height.
    (relation,) = find(section, "w:headerReference[@w:type='default']/@r:id")
    (target,) = etree.fromstring(parts["word/_rels/document.xml.rels"]).xpath(f"*[@Id='{relation}']/@Target")
    assert int(val(find(etree.fromstring(parts[f"word/{target}"]), "//w:pPr/w:spacing")[0], "before")) == pytest.approx(margin / 2, abs=1)


def test_credits_and_text_begin_on_the_page_of_the_band() -> None:
    document = etree.fromstring(brief("zh-Hans", WORD)["word/document.xml"])
    assert len(find(document, "//w:sectPr")) == 1
    assert not find(document, "//w:pageBreakBefore | //w:br[@w:type='page']")
    styles = [style_of(each) for each in find(document, "/w:document/w:body/w:p")]
    assert styles == ["Normal", "Spacer", "Credits", "Credits", "Spacer", "BodyText"]


def test_a_text_that_begins_with_columns_leaves_the_band_as_wide_as_the_page() -> None:
    document = etree.fromstring(brief("zh-Hans", Columns((WORD, WORD), 2), WORD)["word/document.xml"])
    sections = find(document, "//w:sectPr")
    assert [find(each, "w:cols/@w:num") for each in sections] == [[], ["2"], []]
    assert [bool(find(each, "w:titlePg")) for each in sections] == [True] + [False] * (len(sections) - 1)
    assert [val(find(each, "w:pgNumType")[0], "start") for each in sections] == ["1"] + ["None"] * (len(sections) - 1)


def test_chapters_begin_on_bars_of_colour_and_the_lead_is_strong_beside_a_line() -> None:
    parts = brief("zh-Hans")
    heading, lead = named(parts, "heading 1"), named(parts, "Lead")
    assert (val(find(heading, "w:pPr/w:shd")[0], "fill"), val(find(heading, "w:rPr/w:color")[0])) == (COLOUR, rgb(BRIEF.colours.paper))
    # The ground ends where the text ends: indents and the room at the borders cancel out.
    beside = int(val(find(heading, "w:pPr/w:pBdr/w:left")[0], "space"))
    assert val(find(heading, "w:pPr/w:ind")[0], "left") == val(find(heading, "w:pPr/w:ind")[0], "right") == str(beside * 20)
    assert find(heading, "w:pPr/w:numPr")
    assert (val(find(lead, "w:pPr/w:pBdr/w:left")[0], "color"), bool(find(lead, "w:rPr/w:b"))) == (rgb(BRIEF.colours.accent), True)
    assert not find(style_named("zh-Hans", "heading 1"), "w:pPr/w:shd")


def test_in_a_template_nothing_of_ours_is_white_and_there_is_no_band() -> None:
    parts = unpack(render(sample("zh-Hans"), replace(press("zh-Hans"), theme=BRIEF, word_template=template())))
    assert not find(etree.fromstring(parts["word/styles.xml"]), f"//w:color[@w:val='{rgb(BRIEF.colours.paper)}']")
    assert not find(etree.fromstring(parts["word/document.xml"]), f"//w:shd[@w:fill='{COLOUR}']")


@pytest.mark.parametrize("tag", TAGS)
def test_a_brief_is_clean(tag: str) -> None:
    document = sample(tag)
    data = render(document, replace(press(tag), theme=BRIEF, pages=dict.fromkeys(bookmark_names(document), "1")))
    assert [str(each) for each in check(data, "brief.docx")] == []
    assert breaches_of_schema(unpack(data)) == []


def test_the_first_words_of_a_box_stay_together_and_the_rest_may_go_to_the_next_page() -> None:
    box = find(body_of((Box((Text("提示"),), (WORD, WORD, WORD)),)), "//w:tbl")[-1]
    first, rest = find(box, "w:tr")
    assert [len(find(row, ".//w:p")) for row in (first, rest)] == [2, 2]
    assert [bool(find(row, "w:trPr/w:cantSplit")) for row in (first, rest)] == [True, False]
    # LibreOffice keeps a table whole, and with what follows, when its first paragraph is kept with the next.
    assert not find(style_named("zh-Hans", "Box Title"), "w:pPr/w:keepNext")
    assert len(find(find(body_of((Box((), (WORD,)),)), "//w:tbl")[-1], "w:tr")) == 1


def test_notes_of_a_figure_stand_in_the_middle_and_those_of_a_table_at_its_left() -> None:
    notes = {"figure": [], "table": []}
    for each in find(part("zh-Hans", "document"), "//w:p"):
        if style_of(each) == "SourceNote":
            above = next(node for node in each.itersiblings(preceding=True) if node.tag.endswith("}tbl") or find(node, ".//w:drawing"))
            notes["table" if above.tag.endswith("}tbl") else "figure"].append(find(each, "w:pPr/w:jc/@w:val"))
    assert notes["figure"]
    assert all(each == ["center"] for each in notes["figure"])
    assert notes["table"]
    assert all(each == [] for each in notes["table"])


def test_a_unit_that_goes_to_a_second_line_takes_no_more_room_than_its_size() -> None:
    assert not find(style_named("en", "Key Figure"), "w:pPr/w:spacing/@w:line")
    figures = tuple(KeyFigure((quantity("5.8 trillion yuan"),), (Text("market"),)) for _ in range(4))
    strip = find(body_of((KeyFigures(figures),), "en"), "//w:tbl")[-1]
    assert find(strip, "w:tblPr/w:tblBorders/w:insideV")
