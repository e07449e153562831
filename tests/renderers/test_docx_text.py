"""The Word file as text: headings and their numbers, lists, type, contents, sections, cover."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from reportgen.document import Credit, Heading
from reportgen.edition import load_edition
from reportgen.numbering import SCHEMES, contents
from reportgen.renderers.docx import render
from reportgen.renderers.docx.xml import AMBIGUOUS, qname
from reportgen.theme import THEMES
from reportgen.tree import text_of, walk
from tests.renderers.docx_reading import TAGS, find, part, style_named, styled, unpack, val, words_in
from tests.renderers.docx_sample import WORDS, press, sample


@pytest.mark.parametrize("tag", TAGS)
def test_headings_are_built_in_styles_with_numbers_and_outline_levels(tag: str) -> None:
    for level in range(4):
        style = style_named(tag, f"heading {level + 1}")
        assert val(find(style, "w:pPr/w:outlineLvl")[0]) == str(level)
        assert val(find(style, "w:pPr/w:numPr/w:numId")[0]) == "1"
    tied = [val(node) for node in find(part(tag, "numbering"), "w:abstractNum[1]/w:lvl/w:pStyle")]
    assert tied == ["Heading1", "Heading2", "Heading3", "Heading4"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_levels_say_what_the_scheme_says(scheme: str) -> None:
    numbering = etree.fromstring(unpack(render(sample("zh-Hans"), press("zh-Hans", scheme=scheme)))["word/numbering.xml"])
    levels = find(numbering, "w:abstractNum[1]/w:lvl")
    for level, node in zip(SCHEMES[scheme], levels, strict=False):
        assert val(find(node, "w:lvlText")[0]) == level.pattern + level.gap
        assert val(find(node, "w:numFmt")[0]) == {"han": "chineseCountingThousand", "arabic": "decimal"}[level.numerals]


def test_dotted_numbers_under_a_chapter_in_han_are_all_arabic() -> None:
    numbering = etree.fromstring(unpack(render(sample("zh-Hans"), press("zh-Hans", scheme="chapter")))["word/numbering.xml"])
    assert [bool(find(node, "w:isLgl")) for node in find(numbering, "w:abstractNum[1]/w:lvl")][:4] == [False, True, True, False]


@pytest.mark.parametrize("tag", TAGS)
def test_no_heading_has_its_number_typed(tag: str) -> None:
    titles = [words_in(node) for level in range(1, 5) for node in styled(tag, f"Heading{level}")]
    assert sorted(titles) == sorted(text_of(block.content) for block in walk(sample(tag).blocks) if isinstance(block, Heading))


def test_an_unnumbered_heading_keeps_its_style_without_a_number() -> None:
    (foreword, *numbered) = styled("zh-Hans", "Heading1")
    identifier = val(find(foreword, "w:pPr/w:numPr/w:numId")[0])
    (abstract,) = find(part("zh-Hans", "numbering"), f"//w:num[@w:numId='{identifier}']/w:abstractNumId")
    levels = find(part("zh-Hans", "numbering"), f"//w:abstractNum[@w:abstractNumId='{val(abstract)}']/w:lvl")
    assert {(val(find(level, "w:numFmt")[0]), val(find(level, "w:lvlText")[0])) for level in levels} == {("none", "")}
    assert not any(find(heading, "w:pPr/w:numPr") for heading in numbered)


def test_every_ordered_list_starts_anew() -> None:
    numbers = [val(find(node, "w:pPr/w:numPr/w:numId")[0]) for node in styled("zh-Hans", "ListNumber")]
    assert numbers == ["4", "4", "5"]
    starts = [val(node) for node in find(part("zh-Hans", "numbering"), "//w:startOverride")]
    assert starts == ["1", "3"]


@pytest.mark.parametrize(("tag", "pattern"), [("zh-Hans", "（%1）"), ("en", "(%1)")])
def test_ordered_lists_are_counted_as_the_edition_does(tag: str, pattern: str) -> None:
    assert val(find(part(tag, "numbering"), "w:abstractNum[3]/w:lvl[1]/w:lvlText")[0]) == pattern


def test_a_list_in_a_list_is_one_level_deeper() -> None:
    assert [val(find(node, "w:pPr/w:numPr/w:ilvl")[0]) for node in styled("zh-Hans", "ListBullet")] == ["0", "1", "0", "0"]


def test_chinese_body_text_is_indented_by_two_characters_and_normal_is_not() -> None:
    indent = find(style_named("zh-Hans", "Body Text"), "w:pPr/w:ind")[0]
    points = THEMES["report"].sizes.body
    assert (val(indent, "firstLineChars"), val(indent, "firstLine")) == ("200", str(round(points * 2 * 20)))
    assert not find(style_named("zh-Hans", "Normal"), "w:pPr/w:ind")


def test_english_paragraphs_are_parted_by_space_and_not_indented() -> None:
    style = style_named("en", "Body Text")
    assert not find(style, "w:pPr/w:ind")
    assert int(val(find(style, "w:pPr/w:spacing")[0], "after")) > 0


@pytest.mark.parametrize("tag", TAGS)
def test_fonts_are_named_for_every_script_and_never_taken_from_the_theme(tag: str) -> None:
    fonts = find(part(tag, "styles"), "//w:rFonts")
    assert len(fonts) > 10
    for node in fonts:
        assert {etree.QName(name).localname for name in node.attrib} == {"ascii", "hAnsi", "eastAsia", "cs"}


@pytest.mark.parametrize("tag", TAGS)
def test_lines_follow_no_grid(tag: str) -> None:
    assert not find(part(tag, "document"), "//w:docGrid/@w:type")


@pytest.mark.parametrize("tag", TAGS)
def test_ambiguous_marks_go_with_the_east_asian_font_only_in_chinese(tag: str) -> None:
    runs = [run for run in find(part(tag, "document"), "//w:r") if AMBIGUOUS.search(words_in(run))]
    assert len(runs) > 5
    assert {bool(find(run, "w:rPr/w:rFonts[@w:hint='eastAsia']")) for run in runs} == {tag == "zh-Hans"}


@pytest.mark.parametrize("tag", TAGS)
def test_a_change_in_rank_has_a_word_or_arrow_beside_its_colour(tag: str) -> None:
    for style, mark in (("RankUp", "↑"), ("RankDown", "↓"), ("RankSame", "→")):
        texts = [words_in(run) for run in find(part(tag, "document"), f"//w:r[w:rPr/w:rStyle/@w:val='{style}']")]
        assert texts
        assert all(text.startswith(mark) for text in texts)
    colours = THEMES["report"].colours
    assert val(find(style_named(tag, "Rank Up"), "w:rPr/w:color")[0]) == colours.up.removeprefix("#")


@pytest.mark.parametrize("tag", TAGS)
def test_the_contents_have_one_line_for_each_heading(tag: str) -> None:
    document = sample(tag)
    lines = [words_in(node) for level in (1, 2) for node in styled(tag, f"TOC{level}")]
    assert len(lines) == len(list(contents(document))) == 5
    for entry in contents(document):
        assert any(line.startswith(entry.number) and text_of(entry.title) in line and line.endswith("–") for line in lines)
    prefix = {"zh-Hans": "——", "en": ""}[tag]
    assert [words_in(node) for node in styled(tag, "TOCAbstract")] == [prefix + WORDS[tag]["deck"]] * 2


def test_the_contents_print_the_pages_that_are_known() -> None:
    body = etree.fromstring(unpack(render(sample("zh-Hans"), press("zh-Hans", pages={"sec-method": "27"})))["word/document.xml"])
    ends = [words_in(node)[-2:] for node in find(body, "//w:p[w:pPr/w:pStyle/@w:val='TOC1']")]
    assert ends == ["言–", "析–", "27"]


@pytest.mark.parametrize("tag", TAGS)
def test_the_cover_is_not_numbered_the_front_is_roman_and_the_text_starts_at_one(tag: str) -> None:
    restarting = [node for node in find(part(tag, "document"), "//w:sectPr") if val(find(node, "w:type")[0]) == "nextPage"]
    numbers = [find(node, "w:pgNumType")[0] for node in restarting]
    assert [val(node, "fmt") for node in numbers] == ["decimal", "lowerRoman", "decimal"]
    assert [node.get(qname("w:start")) for node in numbers] == [None, "1", "1"]
    assert all(find(node, "w:headerReference") and find(node, "w:footerReference") for node in restarting)
    assert words_in(part(tag, "footer1")) == ""
    assert (words_in(part(tag, "footer2")), words_in(part(tag, "footer3"))) == ("i", "1")
    assert words_in(part(tag, "header2")) == WORDS[tag]["title"]


def test_columns_are_a_section_of_their_own_and_the_text_goes_on() -> None:
    sections = find(part("zh-Hans", "document"), "//w:sectPr")
    assert [val(find(node, "w:cols")[0], "num") for node in sections] == ["None", "None", "None", "3", "None"]
    assert [val(find(node, "w:type")[0]) for node in sections][-2:] == ["continuous", "continuous"]


def test_the_page_is_a4_with_a_measure_of_whole_characters() -> None:
    for node in find(part("zh-Hans", "document"), "//w:sectPr"):
        size, margins = find(node, "w:pgSz")[0], find(node, "w:pgMar")[0]
        assert (val(size, "w"), val(size, "h")) == ("11906", "16838")
        assert 11906 - int(val(margins, "left")) - int(val(margins, "right")) == 42 * 210


def test_a_page_break_goes_to_what_follows_it() -> None:
    broken = [words_in(node) for node in find(part("zh-Hans", "document"), "//w:body/w:p[w:pPr/w:pageBreakBefore]")]
    assert broken == [WORDS["zh-Hans"]["claim"]]


@pytest.mark.parametrize("tag", TAGS)
def test_every_chapter_starts_on_a_new_page(tag: str) -> None:
    assert find(style_named(tag, "heading 1"), "w:pPr/w:pageBreakBefore")


@pytest.mark.parametrize("tag", TAGS)
def test_the_file_opens_in_the_present_mode_and_asks_nothing(tag: str) -> None:
    settings = part(tag, "settings")
    assert find(settings, "//w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]
    assert not find(settings, "//w:updateFields")
    assert val(find(part(tag, "styles"), "//w:docDefaults//w:lang")[0], "eastAsia") == "zh-CN"


@pytest.mark.parametrize("tag", TAGS)
def test_cover_and_credits_say_who_made_it(tag: str) -> None:
    words = WORDS[tag]
    assert "".join(map(words_in, styled(tag, "Title"))) == words["title"]
    assert [words_in(node) for node in styled(tag, "CoverEdition")] == ["2023"]
    assert [words_in(node) for node in styled(tag, "CoverText")][:2] == [words["who"], words["author"]]
    assert [words_in(node) for node in styled(tag, "Credits")][1] == words["role"] + words["who"]


def test_the_name_of_the_report_stands_once_among_the_credits() -> None:
    document = sample("zh-Hans")
    named = replace(document, meta=replace(document.meta, credits=(Credit("报告名称", ("某报告",)), *document.meta.credits)))
    body = etree.fromstring(unpack(render(named, press("zh-Hans")))["word/document.xml"])
    lines = [words_in(node) for node in find(body, "//w:p[w:pPr/w:pStyle/@w:val='Credits']")]
    assert [line for line in lines if line.startswith("报告名称")] == ["报告名称某报告"]


def test_the_picture_on_the_cover_gives_way_to_many_institutions() -> None:
    document = sample("zh-Hans")

    def heights(count: int) -> list[int]:
        crowded = replace(document, meta=replace(document.meta, institutions=tuple(f"某大学第{n}学院" for n in range(count))))
        body = etree.fromstring(unpack(render(crowded, press("zh-Hans")))["word/document.xml"])
        return [int(node.get("cy")) for node in find(body, "(//w:tbl)[1]//wp:extent")]

    assert heights(2) == [pytest.approx(70 * 36000, rel=1e-3)]
    assert 25 * 36000 <= heights(14)[0] < 70 * 36000
    assert heights(24) == []


def test_institutions_in_a_second_language_are_set_smaller_so_that_the_picture_stays() -> None:
    document = sample("zh-Hans")
    named = "某大学管理科学与工程学院第", "School of Management Science and Engineering of University "
    chinese, english = (tuple(f"{name}{n}" for n in range(6)) for name in named)
    second = replace(sample("en").meta, institutions=english)
    paired = replace(document, meta=replace(document.meta, institutions=chinese, second=second))
    bilingual = press("zh-Hans", edition=load_edition("zh-Hans+en"))
    (cover,) = find(etree.fromstring(unpack(render(paired, bilingual))["word/document.xml"]), "(//w:tbl)[1]")
    assert find(cover, ".//wp:extent")
    sizes = {words_in(each)[:3]: find(each, ".//w:sz/@w:val") for each in find(cover, ".//w:p[w:pPr/w:pStyle/@w:val='CoverText']")}
    assert (sizes["某大学"], sizes["Sch"]) == ([], ["19"])


def test_a_title_too_wide_for_the_cover_is_set_smaller_before_it_is_broken() -> None:
    document = sample("zh-Hans")
    titled = replace(document, meta=replace(document.meta, title="中国直播电商行业发展趋势报告"))
    body = etree.fromstring(unpack(render(titled, press("zh-Hans")))["word/document.xml"])
    (title,) = find(body, "//w:p[w:pPr/w:pStyle/@w:val='Title']")
    assert not find(title, ".//w:br")
    assert float(val(find(title, ".//w:sz")[0])) / 2 < THEMES["report"].sizes.cover_title
