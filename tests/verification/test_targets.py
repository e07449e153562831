"""References, contents, footnotes and web links of finished files lead where they lead in the report; pictures have words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest

from reportgen.document import Document, Link, Meta, Paragraph, Text
from reportgen.edition import load_edition
from reportgen.theme import THEMES
from reportgen.verification.expected import Print, expected
from reportgen.verification.targets import malformed
from tests.verification.finished import finished
from tests.verification.test_charts import rezipped


def html(old: str, new: str) -> dict[str, str]:
    """Return code → place of what is found in the page of the sample when one of its strings is another."""
    page = finished("en").files["html"].decode()
    assert old in page
    return {problem.code: problem.where.partition(":")[2] for problem in finished("en").compared("html", page.replace(old, new, 1).encode()).problems}


def word(change: Callable[[bytes], bytes], part: str = "word/document.xml") -> set[str]:
    """Return the codes of what is found in the Word file of the sample when one of its parts is another."""
    return {problem.code for problem in finished("zh-Hans").compared("docx", rezipped(finished("zh-Hans").files["docx"], part, change)).problems}


def pdf(change: Callable[[pikepdf.Pdf], None]) -> set[str]:
    """Return the codes of what is found in the PDF of the sample when something of it is another."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished("en").files["pdf"])) as opened:
        change(opened)
        opened.save(out)
    return {problem.code for problem in finished("en").compared("pdf", out.getvalue()).problems}


def test_a_reference_that_leads_to_another_table_is_found_where_it_stands() -> None:
    assert html('class="ref" href="#tbl-all"', 'class="ref" href="#tbl-small"') == {"RG825": "sec-1-1"}


def test_a_line_of_the_contents_that_leads_to_another_chapter_is_found() -> None:
    assert html('<a href="#sec-1"', '<a href="#sec-method"') == {"RG825": "contents"}


def test_a_name_that_has_moved_to_another_block_is_found() -> None:
    assert "RG825" in html('id="tbl-all"', 'id="tbl-other"')


def test_a_mark_that_leads_to_another_footnote_is_found_and_so_is_a_way_back() -> None:
    assert "RG825" in html('href="#note-1"', 'href="#sec-1"')
    assert "RG806" in html('href="#call-1"', 'href="#sec-1"')


def test_another_address_is_found() -> None:
    assert "RG825" in html('href="https://example.org"', 'href="https://example.com"')


def test_a_picture_without_words_is_found() -> None:
    assert html(' aria-label="Bar chart', ' data-label="Bar chart')["RG828"] == "fig-top"


def test_a_field_of_word_that_repeats_another_table_is_found() -> None:
    assert word(lambda text: text.replace(b" REF _Ref000000004 ", b" REF _Ref000000006 ", 1)) == {"RG825", "RG829"}


def test_words_of_a_reference_that_its_bookmark_does_not_say_are_found() -> None:
    start = "REF _Ref000000004 \\h"

    def change(text: bytes) -> bytes:
        before, mark, after = text.decode().partition(start)
        return (before + mark + re.sub("(表.)1<", r"\g<1>2<", after, count=1)).encode()

    assert {"RG800", "RG829"} <= word(change)


def test_an_address_of_word_is_compared_although_it_stands_in_another_part() -> None:
    assert word(lambda text: text.replace(b"https://example.org/n", b"https://example.org/m"), "word/_rels/footnotes.xml.rels") == {"RG825"}


def test_a_link_of_a_pdf_that_leads_to_another_place_is_found() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        link = next(each for page in opened.pages for each in page.get("/Annots", []) if str(each.get("/Dest", "")) == "tbl-all")
        link.Dest = pikepdf.String("tbl-small")

    assert pdf(change) == {"RG825"}


def test_a_place_of_a_pdf_that_lies_on_another_page_than_its_words_is_found() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        dict(pikepdf.NameTree(opened.Root.Names.Dests).items())["tbl-small"][0] = opened.pages[0].obj

    assert "RG826" in pdf(change)


def test_a_figure_of_a_pdf_without_words_is_found() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        for each in opened.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
                del each["/Alt"]

    assert "RG828" in pdf(change)


def test_a_glyph_that_its_font_does_not_have_is_found() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        page = opened.pages[2]
        made = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
        start = made.index(b"[ <") + 3
        page.Contents = opened.make_stream(made[:start] + b"0000" + made[start + 4 :])

    assert "RG807" in pdf(change)


@pytest.mark.parametrize(("address", "count"), [("https://example.org/a?b=1", 0), ("https:///a", 1), ("mailto:nobody", 1), ("http://a b.org", 1)])
def test_an_address_that_no_program_opens_is_a_problem_of_the_report(address: str, count: int) -> None:
    document = Document(Meta("a", "en"), (Paragraph((Link(address, (Text("b"),)),)),))
    found = list(malformed(expected(Print(document, load_edition("en"), "decimal", THEMES["brief"]), "html")))
    assert [problem.code for problem in found] == ["RG827"] * count
