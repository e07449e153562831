"""Fonts, properties and tags: planted defects are found."""

import re
import warnings
from functools import cache
from typing import Any

import pytest

from reportgen.inspection import BY_FILE, RULES
from tests.inspection.printed import HAN, PROSE, changed, measured, paragraphs, printed, said, well_set
from tests.renderers.test_pdf import data

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pikepdf

DOT = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E"


@cache
def tagged() -> bytes:
    links = f"<p><img src=\"{DOT}\" alt='点'><a href='https://example.org/'>甲</a><a href='#z'>乙</a></p><p id='z'>丙</p>"
    body = f"<h1>一、概况</h1>{paragraphs(PROSE)}<h2>（一）现状</h2>{links}"
    return printed(f"{body}<table><tr><th scope='col'>城市</th></tr><tr><td>成都</td></tr></table>", tagged=True)


def dictionaries(opened: Any) -> list[Any]:
    return [each for each in opened.objects if isinstance(each, pikepdf.Dictionary)]


def without(kind: str, key: str) -> Any:
    """Return a change that takes a key away from every dictionary of a kind (/S or /Subtype)."""

    def change(opened: Any) -> None:
        for each in dictionaries(opened):
            if kind in (str(each.get("/S", "")), str(each.get("/Subtype", ""))) and key in each:
                del each[key]

    return change


@pytest.mark.parametrize("rule", ["A1", "A3", "A4", "A5", "A6", "A8", "A9", "UA1", "A3A", "P13", "P14"])
@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_files_of_ours_keep_the_rules(tag: str, rule: str) -> None:
    measure = measured(data(tag), rule)
    assert measure.findings == ()
    assert measure.counted > 0


@pytest.mark.parametrize("rule", ["A1", "A3", "A4", "A5", "A9"])
def test_a_well_tagged_file_keeps_the_rules(rule: str) -> None:
    assert measured(tagged(), rule).verdict == "kept"


def test_small_type_is_found_but_not_a_raised_mark() -> None:
    small = f"{paragraphs(HAN)}<p style='font-size: 7pt'>{HAN[:8]}</p>"
    assert said(printed(small), "P6") == ["7 pt"]
    raised = f"<p>{HAN}<sup style='font-size: 6pt; vertical-align: 3pt; line-height: 0'>1</sup></p>"
    assert said(printed(raised), "P6") == []
    assert said(printed(f"<div style='font-size: 8.5pt'>{paragraphs(HAN, HAN)}</div>"), "P6") == ["the running text has 8.5 pt"]


def test_a_glyph_that_is_missing_is_found() -> None:
    def spoil(opened: Any) -> None:
        stream = opened.pages[0].Contents
        opened.pages[0].Contents = opened.make_stream(stream.read_bytes().replace(b"[<", b"[<00000000", 1))

    assert said(changed(well_set(), spoil), "P13") == ["2 characters without a glyph"]


def test_a_font_that_is_not_embedded_and_one_that_is_japanese_are_found() -> None:
    def unembed(opened: Any) -> None:
        for each in dictionaries(opened):
            if "/FontFile3" in each:
                del each["/FontFile3"]

    def rename(opened: Any) -> None:
        for each in dictionaries(opened):
            if "/BaseFont" in each:
                each.BaseFont = pikepdf.Name("/NotoSerifCJKjp-Regular")

    assert "is not embedded" in said(changed(well_set(), unembed), "P14")
    assert {"is a Japanese font", "is not subset"} <= set(said(changed(well_set(), rename), "P14"))


def test_faked_bold_and_italic_faces_are_found() -> None:
    def embolden(opened: Any) -> None:
        stream = opened.pages[0].Contents
        opened.pages[0].Contents = opened.make_stream(stream.read_bytes().replace(b"BT", b"BT 2 Tr"))

    def slant(opened: Any) -> None:
        stream = opened.pages[0].Contents
        opened.pages[0].Contents = opened.make_stream(re.sub(rb"1 0 0 -1 (\S+ \S+ Tm)", rb"1 0 -0.2 -1 \1", stream.read_bytes()))

    assert said(changed(printed(paragraphs(HAN)), embolden), "P14")[0].endswith("texts are outlined, as a faked bold face is")
    assert said(changed(printed(paragraphs(HAN)), slant), "P14")[0].endswith("texts are slanted, as a faked italic face is")


def test_properties_that_are_missing_are_named() -> None:
    def strip(opened: Any) -> None:
        del opened.Root.Lang
        del opened.docinfo["/Title"]

    assert said(changed(tagged(), strip), "A1") == ["the file has no /Lang", "the file has no title"]
    assert "the file is not marked as tagged" in said(printed(paragraphs(HAN)), "A1")


def test_a_heading_level_that_is_skipped_is_found() -> None:
    assert said(printed(f"<h1>一</h1>{paragraphs(HAN)}<h3>二</h3>{paragraphs(HAN)}", tagged=True), "A3") == ["H3 follows H1"]


def test_a_figure_without_words_and_a_table_without_headers_are_found() -> None:
    assert said(changed(tagged(), without("/Figure", "/Alt")), "A4") == ["a figure without /Alt"]
    assert said(printed("<table><tr><td>成都</td></tr></table>", tagged=True), "A5") == ["a table without header cells"]


def test_content_that_is_neither_tagged_nor_an_artifact_is_found() -> None:
    found = measured(tagged(), "A6").findings
    assert [finding.page for finding in found] == [1]  # WeasyPrint leaves the page number outside the tree
    plain = printed(paragraphs(HAN), "@page { @bottom-center { content: none } }", tagged=True)
    assert said(plain, "A6") == []


def test_links_that_lead_nowhere_or_say_nothing_are_found() -> None:
    def forget(opened: Any) -> None:
        del opened.Root.Names

    assert said(changed(tagged(), without("/Link", "/Contents")), "A9") == ["2 links without /Contents"]
    assert "a link leads nowhere" in said(changed(tagged(), forget), "A9")


def test_a_claim_that_is_not_borne_out_is_found_with_its_page() -> None:
    spoilt = changed(data("zh-Hans"), without("/Figure", "/Alt"))
    found = measured(spoilt, "A8").findings
    assert {(finding.what, finding.line) for finding in found} == {("13-004: Figure has no description", "Figure")}
    assert found[0].page == 1
    assert measured(spoilt, "UA1").findings == found
    assert measured(spoilt, "A3A").verdict == "kept"


def test_a_file_that_claims_nothing_is_held_to_a_standard_only_when_asked() -> None:
    plain = printed(paragraphs(HAN))
    assert measured(plain, "A8").verdict == "none"
    assert "01-005: there is no structure tree" in said(plain, "UA1")
    assert "6.2.3: there is no output intent with an RGB profile" in said(plain, "A3A")


def test_what_the_layout_engine_claims_by_itself_is_not_borne_out() -> None:
    assert "1 pieces of tagged content belong to no element" in said(tagged(), "A8")


def test_what_a_file_does_not_have_is_not_held_against_it() -> None:
    bare = printed("<p></p>", "@page { @bottom-center { content: none } }")
    verdicts = {rule: measured(bare, rule).verdict for rule in RULES}
    assert {rule for rule, verdict in verdicts.items() if verdict != "none"} == {"A1", "UA1", "A3A"}
    assert set(BY_FILE) <= set(verdicts)
