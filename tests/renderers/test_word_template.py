"""A report in an institute's own Word template: what is the template's stays, what is ours finds its place."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from lxml import etree

from reportgen.document import Document, Paragraph, Quantity
from reportgen.edition import load_edition
from reportgen.errors import NarrativeError
from reportgen.numbering import number
from reportgen.renderers.docx import bookmark_names, names_in, render
from reportgen.renderers.docx.tags import read_tagged
from reportgen.renderers.docx.template import Study, study
from reportgen.renderers.docx.template.labels import printed
from reportgen.renderers.docx.template.places import pour
from reportgen.renderers.docx.xml import qname
from reportgen.theme import THEMES
from reportgen.wordcheck import UnsafeDocument, check
from tests.renderers import institute
from tests.renderers.docx_reading import ROOT, find, style_of, unpack, val, words_in
from tests.renderers.docx_sample import WORDS, press, sample
from tests.renderers.institute import BACK, BREAK, COVER, MEASURE, PAGE, SECTION, WHOLE, Parts, para, run, slot, template
from tests.wordcheck.schemas import breaches_of_schema

TAG = "zh-Hans"
NAMES = (*("title", "subtitle", "edition", "date", "institutions", "author"), "doc_no")
PAGE_PARAGRAPH = f"<w:p><w:pPr>{SECTION}</w:pPr></w:p>"


@cache
def _made(inner: str, spoils: tuple[Callable[[Parts], object], ...], choices: tuple[tuple[str, Any], ...], front: Any) -> Parts:
    return unpack(render(sample(TAG), press(TAG, word_template=template(inner, *spoils, **dict(choices)), word_front=front)))


def made(inner: str = WHOLE, *spoils: Callable[[Parts], object], front: Any = None, **choices: Any) -> Parts:
    """Return the parts of the sample in the template."""
    return _made(inner, spoils, tuple(choices.items()), front)


def tree(parts: Parts, name: str = "document") -> etree._Element:
    return etree.fromstring(parts[f"word/{name}.xml"])


def studied(inner: str = WHOLE, *spoils: Callable[[Parts], object], **choices: Any) -> Study:
    return study(template(inner, *spoils, **choices), load_edition(TAG), THEMES["report"], NAMES)


def told(inner: str = WHOLE, *spoils: Callable[[Parts], object], **choices: Any) -> list[str]:
    """Return the errors in a template as a person reads them."""
    return [f"{problem.where}: {problem.code}: {problem.what}" for problem in studied(inner, *spoils, **choices).problems if problem.level == "error"]


def roles_of(found: Study) -> dict[str, tuple[str, str]]:
    return {match.role.name: (match.id, match.how) for match in found.matches}


def swap(part: str, *pairs: tuple[str, str]) -> Callable[[Parts], object]:
    def spoil(parts: Parts) -> None:
        for old, new in pairs:
            assert old.encode() in parts[part], old
            parts[part] = parts[part].replace(old.encode(), new.encode())

    return spoil


def canonical(node: etree._Element) -> bytes:
    return etree.tostring(etree.fromstring(etree.tostring(node, with_tail=False)), method="c14n2")


def texts(parts: Parts) -> list[str]:
    """Return the words of every paragraph of the document."""
    return [words_in(node) for node in find(tree(parts), "//w:p")]


def sections(parts: Parts) -> list[etree._Element]:
    return find(tree(parts), "//w:sectPr")


# ---------------------------------------------------------------- what is the template's


def test_parts_without_placeholders_stay_byte_for_byte() -> None:
    before, after = institute.parts(), made()
    touched = {f"word/{name}.xml" for name in ("document", "styles", "numbering", "footnotes", "header1")}
    touched |= {"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "docProps/core.xml"}
    assert {name for name in before if after.get(name) != before[name]} == touched


def test_a_letterhead_changes_in_its_placeholder_only_and_the_first_run_gives_the_look() -> None:
    expected = institute.parts()["word/header1.xml"].decode().replace("{{ doc", institute.PLACEHOLDERS["doc_no"]).replace("_no }}", "")
    assert canonical(tree(made(), "header1")) == canonical(etree.fromstring(expected.encode()))


@pytest.mark.parametrize(("part", "path"), [("styles", "w:style"), ("styles", "w:docDefaults"), ("numbering", "*"), ("footnotes", "*")])
def test_styles_lists_and_notes_of_the_template_stay_and_come_first(part: str, path: str) -> None:
    before, after = (find(tree(parts, part), path) for parts in (institute.parts(), made()))
    if part == "numbering":
        after = [node for node in after if re.search("5A100001|2B3C4D5E", etree.tostring(node).decode()) or val(node, "numId") in {"1", "3"}]
    assert [canonical(node) for node in after[: len(before)]] == [canonical(node) for node in before]


def test_cover_and_back_page_stay_but_for_placeholders_and_the_break_that_became_a_section() -> None:
    expected = COVER + BACK
    institutions, number = "某省商务厅、直播电商研究中心", institute.PLACEHOLDERS["doc_no"]
    for name, words in (("{{subtitle}}", WORDS[TAG]["subtitle"]), ("{{ institutions }}", institutions), ("｛｛ doc_no ｝｝", number)):
        assert name in expected
        expected = expected.replace(name, words)
    expected = expected.replace(run("{{") + run("date") + run("}}"), run("二〇二三年十二月") + run("") + run(""))
    expected = expected.replace("{{ ti", WORDS[TAG]["title"]).replace("tle }}", "")
    own = find(etree.fromstring(institute.document(expected)), "w:body/*")
    body = find(tree(made()), "w:body/*")
    count = len(find(etree.fromstring(institute.document(COVER)), "w:body/*"))
    shown = [*body[:count], *body[len(body) - 1 - (len(own) - count) : -1]]
    for node in find(shown[count - 1], "w:pPr/w:sectPr"):
        node.getparent().getparent().remove(node.getparent())  # the section ends in the last paragraph before the report
    assert [canonical(node).replace(b"\n", b"") for node in shown] == [canonical(node) for node in own]


def test_an_old_copy_of_the_styles_that_lacks_ours_is_left_out() -> None:
    def copied(parts: Parts) -> None:
        parts["word/stylesWithEffects.xml"] = parts["word/styles.xml"]
        line = '<Relationship Id="rId50" Type="http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects" Target="stylesWithEffects.xml"/>'
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(b"</Rel", f"{line}</Rel".encode())

    parts = made(WHOLE, copied)
    assert "word/stylesWithEffects.xml" not in parts
    assert b"stylesWithEffects" not in parts["word/_rels/document.xml.rels"]


def test_the_file_says_what_the_report_is() -> None:
    core = etree.fromstring(made()["docProps/core.xml"])
    fields = {etree.QName(node).localname: node.text for node in core}
    assert (fields["title"], fields["subject"]) == (WORDS[TAG]["title"], WORDS[TAG]["subtitle"])
    custom = etree.fromstring(made()["docProps/custom.xml"])
    assert [(node.get("name"), node[0].text) for node in custom] == [("doc_no", "某商研〔2023〕12号")]


# ---------------------------------------------------------------- the finished file


VARIANTS: dict[str, str] = {
    "cover, slot, back": WHOLE,
    "slot alone": slot() + SECTION,
    "slot that ends its section": f"{COVER}{PAGE_PARAGRAPH}<w:p><w:pPr>{SECTION}</w:pPr>{run('{{ body }}')}</w:p>{BACK}{SECTION}",
    "slot in a section of its own": f"{COVER}{PAGE_PARAGRAPH}{slot()}{PAGE_PARAGRAPH}{BACK}{SECTION}",
    "content control": f'{COVER}<w:sdt><w:sdtPr><w:tag w:val="rg:body"/></w:sdtPr><w:sdtContent>{para("a", run("正文"))}</w:sdtContent></w:sdt>{BACK}{SECTION}',
    "no slot": COVER + BACK + SECTION,
}  # fmt: skip


@pytest.mark.parametrize("inner", VARIANTS.values(), ids=VARIANTS)
def test_the_result_obeys_the_schema_and_every_rule_for_word_files(inner: str) -> None:
    parts = made(inner)
    assert breaches_of_schema(parts) == []
    before = {str(breach.problem("a")) for breach in check(template(inner).data, "a")}
    found = check(institute.canonical_zip(parts), "a")
    # Pages are known when the whole report has been laid out.
    assert [str(breach.problem("a")) for breach in found if breach.rule.id != "W32" and str(breach.problem("a")) not in before] == []


def test_another_process_with_another_hash_seed_gives_equal_bytes() -> None:
    program = (
        "import hashlib; from tests.renderers.docx_sample import press, sample; from tests.renderers.institute import template;"
        "from reportgen.renderers.docx import render;"
        "print(hashlib.sha256(render(sample('zh-Hans'), press('zh-Hans', word_template=template()))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "America/New_York", "PYTHONPATH": str(ROOT), "PYTHONOPTIMIZE": "1"}
    other = subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    assert hashlib.sha256(render(sample(TAG), press(TAG, word_template=template()))).hexdigest() == other


# ---------------------------------------------------------------- the place of the report


def test_the_report_stands_between_cover_and_back_page_and_the_slot_is_gone() -> None:
    found = texts(made())
    order = [next(place for place, text in enumerate(found) if start in text) for start in ("编制：", "目录", "第一方阵", "地址：")]
    assert order == sorted(order)
    assert not any("{{" in text or "｛" in text for text in found)


def test_a_page_break_beside_the_slot_becomes_the_break_of_a_section() -> None:
    assert find(tree(made()), "//w:br[@w:type='page']") == []
    kept = made(COVER + BREAK + para("a", run("声明")) + slot() + SECTION)
    assert len(find(tree(kept), "//w:br[@w:type='page']")) == 1


def test_empty_lines_around_the_slot_do_not_make_empty_pages() -> None:
    parts = made("<w:p/>" + slot() + "<w:p/><w:p/>" + SECTION)
    assert len(sections(parts)) == len(sections(made(slot() + SECTION)))
    assert find(tree(parts), "w:body/*")[-1].tag == qname("w:sectPr")


def test_a_slot_with_braces_of_a_chinese_keyboard_counts() -> None:
    assert studied(slot("｛｛ body ｝｝") + SECTION).has_slot


def test_a_bookmark_around_the_slot_keeps_both_ends() -> None:
    start, end = '<w:bookmarkStart w:id="8" w:name="报告"/>', '<w:bookmarkEnd w:id="8"/>'
    parts = made(f"{COVER}<w:p>{start}{run('{{ body }}')}</w:p><w:p>{run('封底')}{end}</w:p>{SECTION}")
    assert [breach.rule.id for breach in check(institute.canonical_zip(parts), "a", only=("W16",))] == []
    assert len(find(tree(parts), "//w:bookmarkStart[@w:name='报告']")) == 1


def test_samples_are_shown_in_the_template_only() -> None:
    shown = f'<w:sdt><w:sdtPr><w:tag w:val="rg:samples"/></w:sdtPr><w:sdtContent>{para("1", run("样例标题"))}</w:sdtContent></w:sdt>'
    assert "样例标题" not in texts(made(slot() + shown + SECTION))


def test_the_place_where_the_text_of_an_earlier_report_began_is_forgotten() -> None:
    left = '<w:p><w:bookmarkStart w:id="9" w:name="_Text"/><w:bookmarkEnd w:id="9"/>' + run("声明") + "</w:p>"
    (mark,) = find(tree(made(left + slot() + SECTION)), "//w:bookmarkStart[@w:name='_Text']")
    assert "声明" not in words_in(mark.getparent())


def test_without_a_slot_the_contents_make_room_and_what_only_they_used_is_gone() -> None:
    parts = made(VARIANTS["no slot"])
    assert not any("地址" in text or "编制" in text for text in texts(parts))
    assert [words_in(node) for node in find(tree(parts, "footnotes"), "w:footnote")][2:] == ["\u2002指数以全国平均为基准。说明".replace("\u2002", " ")]
    assert find(tree(parts, "comments"), "w:comment") == []
    assert "word/header1.xml" in parts
    assert style_of(find(tree(parts), "//w:p")[0]) == "CoverEdition"


def test_a_theme_without_a_cover_brings_none_into_a_template_without_a_slot() -> None:
    theme = replace(THEMES["report"], front=replace(THEMES["report"].front, cover=False))
    parts = unpack(render(sample(TAG), press(TAG, word_template=template(VARIANTS["no slot"]), theme=theme)))
    assert style_of(find(tree(parts), "//w:p")[0]) == "a6"
    (first, *_) = sections(parts)
    assert len(find(first, "w:headerReference")) == 2


# ---------------------------------------------------------------- sections


def test_all_pages_have_the_size_and_margins_of_the_template() -> None:
    expected = [canonical(node) for node in find(etree.fromstring(institute.document(f"<w:sectPr>{PAGE}</w:sectPr>")), "//w:sectPr/*")]
    for section in sections(made()):
        assert [canonical(node) for node in find(section, "w:pgSz | w:pgMar")] == expected


def test_the_first_section_of_the_report_takes_the_headers_and_the_others_go_on_with_them() -> None:
    def named(section: etree._Element) -> list[str]:
        return [val(node, "type") + etree.QName(node).localname[:1] for node in find(section, "w:headerReference | w:footerReference")]

    named_in = [named(section) for section in sections(made())]
    assert named_in[0] == named_in[1] == ["defaulth", "firsth", "defaultf"]
    assert all(each == [] for each in named_in[2:-1])


def test_the_header_of_the_first_page_stays_with_the_cover() -> None:
    assert [len(find(section, "w:titlePg")) for section in sections(made())] == [1, *[0] * (len(sections(made())) - 1)]
    alone = [len(find(section, "w:titlePg")) for section in sections(made(slot() + SECTION))]
    assert alone == [1, *[0] * (len(alone) - 1)]


def test_the_back_page_counts_on_and_begins_on_a_page_of_its_own() -> None:
    section = SECTION.replace("<w:titlePg/>", '<w:pgNumType w:start="1"/><w:titlePg/>')
    last = sections(made(COVER + BREAK + slot() + BREAK + BACK + section))[-1]
    assert [etree.QName(node).localname for node in find(last, "w:type[@w:val='nextPage'] | w:pgNumType[@w:start] | w:titlePg")] == ["type"]


def test_our_headers_serve_a_template_that_has_none() -> None:
    parts = made(slot() + f"<w:sectPr>{PAGE}</w:sectPr>")
    used = {str(name) for section in sections(parts) for name in find(section, "w:headerReference/@r:id")}
    targets = {node.get("Id"): node.get("Target") for node in etree.fromstring(parts["word/_rels/document.xml.rels"])}
    assert any(words_in(tree(parts, targets[name].removesuffix(".xml"))) == WORDS[TAG]["title"] for name in used)


def test_a_wide_page_is_the_template_s_turned_on_its_side() -> None:
    root = etree.fromstring(institute.document(slot() + SECTION))
    wide = etree.fromstring(
        f'<w:body xmlns:w="{institute.NAMESPACES["w"]}"><w:p><w:pPr><w:sectPr><w:pgSz w:w="1" w:h="2" w:orient="landscape"/></w:sectPr></w:pPr></w:p>'
        '<w:sectPr><w:pgSz w:w="2" w:h="1"/></w:sectPr></w:body>'
    )
    pour(root, list(wide), has_cover=False, spacer="a")
    size, margins = find(root, "//w:pgSz")[0], find(root, "//w:pgMar")[0]
    assert (val(size, "w"), val(size, "h"), val(size, "orient")) == ("16838", "11906", "landscape")
    # What is above the upright page is to the left of the turned one.
    assert [val(margins, side) for side in ("left", "top", "right", "bottom")] == ["2098", "1588", "1985", "1474"]


def test_tables_and_pictures_fill_the_measure_of_the_template() -> None:
    widths = [int(val(node, "w")) for node in find(tree(made()), "//w:tblW")]
    assert max(widths) == MEASURE
    wide = int(max(find(tree(made()), "//wp:inline/wp:extent/@cx"), key=int))
    assert wide / 635 <= MEASURE


# ---------------------------------------------------------------- styles


def test_styles_are_found_by_name_whatever_their_ids_are() -> None:
    found = roles_of(studied())
    assert {role: found[role] for role in ("heading-1", "heading-3", "caption", "toc-1", "header", "footnote-text")} == {
        "heading-1": ("1", "name"), "heading-3": ("3", "name"), "caption": ("a7", "name"), "toc-1": ("TOC1", "name"), "header": ("a3", "name"),
        "footnote-text": ("a8", "name"),
    }  # fmt: skip
    document = tree(made())
    assert [words_in(node) for node in find(document, "//w:p[w:pPr/w:pStyle/@w:val='1']")] == ["前言", "总指数分析", "研究方法"]


def test_names_that_chinese_programs_give_are_known() -> None:
    renamed = (("heading 1", "标题 1"), ("heading 2", "标题2"), ("caption", "题注"), ("toc 1", "目录 1"), ("footnote text", "脚注文本"), ("footer", "页脚"))
    spoil = swap("word/styles.xml", *((f'<w:name w:val="{old}"/>', f'<w:name w:val="{new}"/>') for old, new in renamed))
    found = roles_of(studied(WHOLE, spoil))
    assert {role: found[role] for role in ("heading-1", "heading-2", "caption", "toc-1", "footnote-text", "footer")} == {
        "heading-1": ("1", "alias"), "heading-2": ("2", "alias"), "caption": ("a7", "alias"), "toc-1": ("TOC1", "alias"), "footnote-text": ("a8", "alias"),
        "footer": ("a5", "alias"),
    }  # fmt: skip


def test_body_text_is_the_normal_of_a_template_that_indents_it() -> None:
    assert roles_of(studied())["body-text"] == ("a", "default")
    flat = swap("word/styles.xml", ('<w:ind w:firstLineChars="200" w:firstLine="480"/>', ""))
    assert roles_of(studied(WHOLE, flat))["body-text"] == ("BodyText", "added")


def test_the_project_has_the_last_word_on_styles() -> None:
    assert roles_of(studied(styles={"Source Note": "封底文字"}))["source-note"] == ("ac", "setting")


def test_a_wrong_choice_of_style_is_told_with_the_nearest_name() -> None:
    problems = studied(styles={"body-txt": "Normal", "caption": "封底文本", "hyperlink": "caption"}).problems
    found = {(problem.code, problem.what, problem.hint) for problem in problems if problem.level == "error"}
    assert ("RG451", "there is no role 'body-txt'", "did you mean 'body-text'?") in found
    assert ("RG452", "the template has no paragraph style '封底文本'", "did you mean '封底文字'?") in found
    assert ("RG452", "the template has no character style 'caption'") in {each[:2] for each in found}


def test_missing_styles_are_ours_under_free_ids_and_lead_to_the_styles_of_the_template() -> None:
    styles = {val(node, "styleId"): node for node in find(tree(made(), "styles"), "w:style")}
    assert words_in(styles["TableText"]) == ""
    assert val(find(styles["TableText"], "w:name")[0]) == "乙方表格"
    assert val(find(styles["TableText1"], "w:name")[0]) == "Table Text"
    assert {val(node) for node in find(styles["TableText1"], "w:basedOn")} == {"a"}
    assert {val(node) for node in find(styles["TableHead"], "w:basedOn")} == {"TableText1"}
    assert {val(node) for node in find(styles["Heading4"], "w:next")} == {"a"}
    assert find(tree(made(), "styles"), "w:style[@w:default][not(@w:styleId='a' or @w:styleId='a0' or @w:styleId='a1' or @w:styleId='a2')]") == []


def test_a_warning_names_the_roles_that_are_ours() -> None:
    (problem,) = studied().problems
    assert (problem.level, problem.code, problem.where) == ("warning", "RG456", "模板.docx")
    assert "table-text" in problem.what
    assert "heading-1" not in problem.what


def test_the_indents_and_distances_of_normal_do_not_reach_our_styles() -> None:
    (style,) = find(tree(made(), "styles"), "w:style[w:name/@w:val='Table Text']")
    indent, spacing = find(style, "w:pPr/w:ind")[0], find(style, "w:pPr/w:spacing")[0]
    assert (val(indent, "firstLineChars"), val(indent, "firstLine"), val(spacing, "beforeLines")) == ("0", "0", "0")
    (cover,) = find(tree(made(), "styles"), "w:style[w:name/@w:val='Cover Picture']")
    assert (val(find(cover, "w:pPr/w:spacing")[0], "line"), val(find(cover, "w:pPr/w:spacing")[0], "lineRule")) == ("240", "auto")


def test_type_that_is_added_goes_with_the_size_of_the_text() -> None:
    (style,) = find(tree(made(), "styles"), "w:style[w:name/@w:val='Lead']")
    assert val(find(style, "w:rPr/w:sz")[0]) == "26"  # a point above 12


# ---------------------------------------------------------------- numbers of headings


def contents(parts: Parts) -> list[str]:
    document = tree(parts)
    return [words_in(node).removesuffix("–") for node in find(document, "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'TOC') and .//w:instrText]")]


def test_the_contents_have_the_numbers_the_template_will_print() -> None:
    assert contents(made()) == ["前言", "第一章 总指数分析", "1.1 全国排名", "第二章 研究方法", "2.1 全国排名"]


def test_lines_of_the_contents_lead_to_their_pages_at_the_edge_of_the_text() -> None:
    tabs = find(tree(made()), "//w:p[w:pPr/w:pStyle/@w:val='TOC1']/w:pPr/w:tabs/w:tab")
    assert {(val(tab), val(tab, "leader"), val(tab, "pos")) for tab in tabs} == {("right", "dot", str(MEASURE))}


def test_headings_take_our_numbers_where_the_project_or_the_template_wants_it() -> None:
    numbers = ['<w:numPr><w:numId w:val="3"/></w:numPr>', *(f'<w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="3"/></w:numPr>' for n in (1, 2))]
    bare = swap("word/styles.xml", *((number, "") for number in numbers))
    for parts in (made(WHOLE, numbering="own"), made(WHOLE, bare)):
        assert contents(parts)[1:3] == ["一、总指数分析", "（一）全国排名"]
        style = find(tree(parts, "styles"), "w:style[@w:styleId='1']")[0]
        number = val(find(style, "w:pPr/w:numPr/w:numId")[0])
        abstract = val(find(tree(parts, "numbering"), f"w:num[@w:numId='{number}']/w:abstractNumId")[0])
        levels = find(tree(parts, "numbering"), f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl")
        assert [val(find(level, "w:pStyle")[0]) for level in levels[:4]] == ["1", "2", "3", "Heading4"]
        assert breaches_of_schema(parts) == []
    assert contents(made(WHOLE, bare, numbering="template"))[1:3] == ["总指数分析", "全国排名"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimalZero", "07"), ("upperRoman", "VII"), ("upperLetter", "G"), ("chineseCounting", "七"), ("ideographTraditional", "庚"),
        ("chineseLegalSimplified", "柒"), ("decimalFullWidth", "７"), ("ideographDigital", "七"), ("ideographZodiac", "午"), ("somethingNew", "7"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_the_forms_of_word(form: str, shown: str) -> None:
    assert printed(7, form) == shown
    assert printed(28, "lowerLetter") == "bb"


# ---------------------------------------------------------------- ids and notes


def test_ids_and_names_of_the_template_are_not_taken_again() -> None:
    document = tree(made())
    for path in ("//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//wp:docPr/@id", "//w:sdtPr/w:id/@w:val"):
        found = find(document, path)
        assert len(found) == len(set(found)), path
    # The cover has a bookmark _Toc000000007: ours go on from there, and whoever asks for their pages knows.
    names = names_in(sample(TAG), press(TAG, word_template=template()))
    assert names == bookmark_names(sample(TAG), 7)
    assert set(names.values()) < set(find(document, "//w:bookmarkStart[@w:id > 4]/@w:name"))
    targets = {*find(document, "//w:hyperlink/@w:anchor"), *(code.split()[1] for code in find(document, "//w:instrText/text()") if "REF" in code)}
    assert targets <= set(find(document, "//w:bookmarkStart/@w:name"))


def test_our_notes_follow_those_of_the_template_and_keep_their_links() -> None:
    notes = find(tree(made(), "footnotes"), "w:footnote")
    assert [val(note, "id") for note in notes] == ["-1", "0", "1", "2"]
    assert [val(node, "id") for node in find(tree(made()), "//w:footnoteReference")] == ["1", "2"]
    assert style_of(find(notes[-1], "w:p")[0]) == "a8"
    relations = {node.get("Id"): node.get("Target") for node in etree.fromstring(made()["word/_rels/footnotes.xml.rels"])}
    assert [relations[name] for name in find(notes[-1], ".//w:hyperlink/@r:id")] == ["https://example.org/n"]


def test_a_template_without_notes_and_lists_gets_them() -> None:
    def bare(parts: Parts) -> None:
        for name in ("footnotes", "numbering", "comments"):
            del parts[f"word/{name}.xml"]
            for holder in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
                parts[holder] = re.sub(rb"<[^<]*/?" + name.encode() + rb"\.xml[^>]*>", b"", parts[holder])
        parts["word/settings.xml"] = re.sub(rb"<w:footnotePr>.*</w:footnotePr>", b"", parts["word/settings.xml"])
        parts["word/styles.xml"] = re.sub(rb"<w:numPr>.*?</w:numPr>", b"", parts["word/styles.xml"])

    parts = made(slot() + SECTION, bare)
    assert breaches_of_schema(parts) == []
    assert [str(each.problem("a")) for each in check(institute.canonical_zip(parts), "a") if each.rule.id != "W32"] == []
    assert [val(node, "id") for node in find(tree(parts, "footnotes"), "w:footnote")] == ["-1", "0", "1"]


def test_values_can_be_traced_in_a_template_that_knows_nothing_of_tags_or_has_stores_of_its_own() -> None:
    def store(parts: Parts) -> None:
        parts["customXml/item1.xml"] = b"<a/>"
        line = f'<Relationship Id="rId77" Type="{institute.OFFICE}/customXml" Target="../customXml/item1.xml"/></Relationships>'
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(b"</Relationships>", line.encode())

    long = number(Document(sample(TAG).meta, (Paragraph((Quantity("1", "1", "count", "t.csv " * 30),)),)), load_edition(TAG))
    expected = list(read_tagged(render(long, press(TAG))))
    assert [each.source for each in expected] == ["t.csv " * 30]
    assert list(read_tagged(render(long, press(TAG, word_template=template())))) == expected
    both = render(long, press(TAG, word_template=template(WHOLE, store)))
    assert list(read_tagged(both)) == expected
    assert unpack(both)["customXml/item1.xml"] == b"<a/>"


def test_later_versions_of_the_format_are_named_once_whatever_the_template_calls_them() -> None:
    newer = 'xmlns:w15="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    spoil = swap("word/document.xml", ("<w:document ", f'<w:document {newer} mc:Ignorable="w15" '))
    root = tree(made(WHOLE, spoil))
    spoken = {root.nsmap[prefix] for prefix in str(root.get(qname("mc:Ignorable"))).split()}
    assert spoken == {"http://schemas.microsoft.com/office/word/2010/wordml", "http://schemas.microsoft.com/office/word/2012/wordml"}


# ---------------------------------------------------------------- what is wrong in a template


def test_an_unknown_name_is_told_with_its_place_and_the_nearest_one() -> None:
    problems = studied(para("a", run("{{ tit"), run("el }}")) + WHOLE).problems
    (problem,) = [problem for problem in problems if problem.code == "RG454"]
    assert problem.where == "模板.docx:word/document.xml: paragraph 1 (“{{ titel }}”)"
    assert (problem.what, problem.hint) == ("nothing is known by the name 'titel'", "did you mean 'title'? Names of your own go into word.placeholders")


def test_a_name_in_a_header_is_looked_up_as_well() -> None:
    assert told(placeholders={}) == []  # `studied` says which names are known
    unknown = swap("word/header1.xml", ("_no }}", "_nr }}"))
    assert told(WHOLE, unknown)[0].startswith("模板.docx:word/header1.xml: paragraph 1")


@pytest.mark.parametrize(
    ("inner", "what"),
    [
        (para("a", run("见{{ body }}")) + SECTION, "RG453: says where the report goes, but not in a paragraph of its own"),
        (slot() + slot() + SECTION, "RG453: says a second time where the report goes"),
        (
            f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid><w:tr><w:tc>{slot()}</w:tc></w:tr></w:tbl><w:p/>{SECTION}',
            "RG453: says where the report goes, but pages cannot begin and end there",
        ),
        (para("a", run("{{ 1 + 1 }}")) + slot() + SECTION, "RG455: has braces, but no placeholder in them"),
        (para("a", run("{% if x %}")) + slot() + SECTION, "RG455: has braces, but no placeholder in them"),
        (slot(), "RG457: does not say how large its pages are"),
        (slot() + SECTION.replace('w:right="1474"', 'w:right="7600"'), "RG457: leaves 48 mm for the text; tables and pictures need 50 mm"),
    ],
    ids=["in a sentence", "twice", "in a table", "a sum", "logic", "no page", "narrow"],
)  # fmt: skip
def test_what_no_report_can_be_put_into_is_refused(inner: str, what: str) -> None:
    (problem,) = told(inner)
    assert problem.endswith(what)
    with pytest.raises(NarrativeError):
        render(sample(TAG), press(TAG, word_template=template(inner)))


def test_contents_of_the_template_itself_are_a_warning() -> None:
    begin, between, end = (institute.mark(kind) for kind in ("begin", "separate", "end"))
    field = f'<w:p>{begin}<w:r><w:instrText> TOC \\o "1-2" </w:instrText></w:r>{between}{run("目录")}{end}</w:p>'
    codes = [problem.code for problem in studied(field + WHOLE).problems]
    assert codes == ["RG458", "RG456"]


def test_a_file_in_the_strict_form_is_refused_in_words() -> None:
    strict = swap("word/document.xml", (institute.NAMESPACES["w"], "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert any("is in the strict form of Open XML" in text for text in told(WHOLE, strict))


def hostile_macro(parts: Parts) -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(f"{institute.WORD}.document.main+xml".encode(), kind.encode())


def hostile_template(parts: Parts) -> None:
    kind = f"{institute.OFFICE}/attachedTemplate"
    line = f'<Relationship Id="rId1" Type="{kind}" Target="https://example.org/a.dotm" TargetMode="External"/>'
    parts["word/_rels/settings.xml.rels"] = f'{institute.HEAD}<Relationships xmlns="{institute.PACKAGE}/relationships">{line}</Relationships>'.encode()


def hostile_bomb(parts: Parts) -> None:
    parts["word/media/image2.png"] = b"\0" * (33 * 2**20)


def hostile_entity(parts: Parts) -> None:
    parts["word/header1.xml"] = parts["word/header1.xml"].replace(b"<w:hdr", b'<!DOCTYPE w:hdr [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:hdr', 1)


@pytest.mark.parametrize(
    ("spoil", "code", "what"),
    [
        (hostile_macro, "S09", "is made for macros"),
        (hostile_template, "S07", "leads out of the file to 'https://example.org/a.dotm' (attachedTemplate)"),
        (hostile_bomb, "S01", "is 33 MB when unpacked; at most 32 MB are read"),
        (hostile_entity, "S05", "has a document type declaration"),
    ],
)
def test_a_hostile_template_is_refused_with_a_message(spoil: Callable[[Parts], object], code: str, what: str) -> None:
    with pytest.raises(UnsafeDocument) as refused:
        studied(WHOLE, spoil)
    assert (code, what) in {(problem.code, problem.what) for problem in refused.value.problems}
    assert all(problem.where.startswith("模板.docx:") and problem.hint for problem in refused.value.problems)


def field_of(code: str, *results: str) -> str:
    inner = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{institute.mark("separate")}'
    return f"{institute.mark('begin')}{inner}{''.join(map(run, results))}{institute.mark('end')}"


def test_fields_that_show_properties_say_what_the_report_says() -> None:
    simple = '<w:fldSimple w:instr=" DOCPROPERTY  &quot;doc_no&quot;  \\* MERGEFORMAT "><w:r><w:t>旧号</w:t></w:r></w:fldSimple>'
    nested = field_of("QUOTE", "〔", "〕") + field_of("PAGE", "7")
    standard = field_of("TITLE  \\* MERGEFORMAT", "旧", "题名"), field_of("DOCPROPERTY Author", "旧人")
    head = para("a6", *standard, simple, nested, field_of("DOCPROPERTY Unknown", "无"))
    parts = made(head + slot() + SECTION)
    words = [words_in(each) for each in find(etree.fromstring(parts["word/document.xml"]), "/w:document/w:body/w:p")]
    assert words[0] == f"{WORDS[TAG]['title']}{WORDS[TAG]['author']}{institute.PLACEHOLDERS['doc_no']}〔〕7无"


def test_a_file_has_a_theme_and_a_list_of_fonts_whether_its_template_had_them_or_not() -> None:
    assert not {"word/theme/theme1.xml", "word/fontTable.xml"} & set(institute.parts())
    parts = made()
    kinds = [str(each).rpartition("/")[2] for each in etree.fromstring(parts["word/_rels/document.xml.rels"]).xpath("*/@Type")]
    assert (kinds.count("theme"), kinds.count("fontTable")) == (1, 1)
    file = institute.canonical_zip(parts | {"word/document.xml": institute.document(slot() + SECTION)})
    again = unpack(render(sample(TAG), press(TAG, word_template=replace(template(), data=file))))
    assert again["word/theme/theme1.xml"] == parts["word/theme/theme1.xml"]
    kinds = [str(each).rpartition("/")[2] for each in etree.fromstring(again["word/_rels/document.xml.rels"]).xpath("*/@Type")]
    assert (kinds.count("theme"), kinds.count("fontTable")) == (1, 1)
