"""A document in two languages in every format: each word in its own language and letters."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from lxml import etree

from reportgen.adapt import adapt
from reportgen.document import Document
from reportgen.edition import load_edition
from reportgen.renderers import Press, docx, html, pdf
from reportgen.theme import Theme
from tests.renderers import docx_sample, page_sample
from tests.renderers.docx_reading import NS, unpack

TAG = "zh-Hans+en"


@pytest.fixture(scope="module")
def both() -> tuple[Document, Press]:
    """Return the bilingual report and its press, for pages."""
    document = adapt({tag: page_sample.document(tag) for tag in ("zh-Hans", "en")}, load_edition(TAG))
    return document, replace(page_sample.press("zh-Hans", document), edition=load_edition(TAG))


@pytest.fixture(scope="module")
def in_word() -> tuple[Document, Press]:
    """Return the bilingual report and its press, for Word."""
    document = adapt({tag: docx_sample.sample(tag) for tag in ("zh-Hans", "en")}, load_edition(TAG))
    return document, replace(docx_sample.press("zh-Hans"), edition=load_edition(TAG))


def test_every_english_word_of_the_page_is_marked_as_english(both: tuple[Document, Press]) -> None:
    page = html.render(*both).decode()
    outside = re.sub(r'<(span|div|p|ul)[^>]* lang="en".*?</\1>', "", page.partition("<main")[2], flags=re.DOTALL)
    assert "Sichuan scores" in page
    assert "Sichuan scores" not in outside
    assert '<html lang="zh-CN"' in page


def test_side_by_side_or_one_below_the_other_is_the_choice_of_the_theme(both: tuple[Document, Press], in_word: tuple[Document, Press]) -> None:
    facing = replace(Theme(), bilingual="facing")
    document, press = both
    assert 'class="parallel stacked"' in html.render(document, press).decode()
    assert 'class="parallel facing"' in html.render(document, replace(press, theme=facing)).decode()
    document, press = in_word
    tables = [unpack(docx.render(document, each))["word/document.xml"].count(b"<w:tbl>") for each in (press, replace(press, theme=facing))]
    assert tables[0] < tables[1]


def test_the_pages_have_both_languages_and_bookmarks_on_one_line(both: tuple[Document, Press]) -> None:
    with pikepdf.open(io.BytesIO(pdf.render(*both))) as opened, opened.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert any("直播电商发展指数" in title and "The development index" in title for title in titles)
    assert not any("\n" in title for title in titles)


def test_english_is_set_in_the_letters_of_the_english_edition(both: tuple[Document, Press]) -> None:
    with pikepdf.open(io.BytesIO(pdf.render(*both))) as opened:
        named = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
    assert {"SerifLatin", "SansLatin", "SerifSC"} <= {part for name in named for part in re.findall("(?:Serif|Sans)(?:Latin|SC)", name.replace("-", ""))}


def test_word_has_both_languages_with_the_second_set_as_such(in_word: tuple[Document, Press]) -> None:
    root = etree.fromstring(unpack(docx.render(*in_word))["word/document.xml"])
    second = ["".join(paragraph.itertext()) for paragraph in root.xpath("//w:p[w:pPr/w:pStyle/@w:val='SecondText']", namespaces=NS)]
    assert any(re.search("[a-z]{4,} [a-z]{2,}", text) for text in second)
    assert not [text for text in second if re.search("[\u4e00-\u9fff]，", text)]
    hinted = ["".join(run.itertext()) for run in root.xpath("//w:r[w:rPr/w:rFonts/@w:hint]", namespaces=NS)]
    assert not [text for text in hinted if re.search("[A-Za-z]{4}", text) and not re.search("[\u4e00-\u9fff]", text)]


def test_footnotes_are_numbered_in_the_order_in_which_they_are_read(both: tuple[Document, Press]) -> None:
    calls = re.findall(r'id="call-(\d+)"', html.render(*both).decode())
    assert len(calls) >= 4
    assert calls == [str(number) for number in range(1, len(calls) + 1)]
