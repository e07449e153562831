import hashlib
import io
import re
import subprocess
import sys
import warnings
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from reportgen.document import Document, Heading, Link, PageBreak, Paragraph, Text
from reportgen.edition import load_edition
from reportgen.errors import RenderError
from reportgen.numbering import contents, number
from reportgen.renderers import layout, pdf
from reportgen.tree import text_of, walk
from tests.renderers.page_sample import WORDS, document, picture, press, ranking

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pikepdf
    import pymupdf


@cache
def data(tag: str) -> bytes:
    report = document(tag)
    return pdf.render(report, press(tag, report))


@cache
def texts(tag: str) -> tuple[str, ...]:
    return texts_of(data(tag))


def texts_of(file: bytes) -> tuple[str, ...]:
    with pymupdf.open(stream=file) as opened:
        return tuple(re.sub(r"[\u200b\u2060\s]", "", page.get_text()) for page in opened)


def render(*blocks: Any, tag: str = "zh-Hans", **changes: Any) -> bytes:
    report = document(tag, 1)
    given = press(tag, report)
    small = number(replace(report, blocks=blocks), given.edition)
    return pdf.render(small, replace(given, charts={"fig-1": picture(load_edition("zh-Hans")), **changes}))


def footer(text: str) -> str:
    found = re.search(r"(\d+|[ivx]+)$", text)
    return found[1] if found else ""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("tag", WORDS)
def test_the_contents_name_the_page_each_heading_stands_on(tag: str) -> None:
    pages = pdf.page_numbers(data(tag))
    with pymupdf.open(stream=data(tag)) as opened:
        front = "".join(page.get_text() for page in opened if "...." in page.get_text())
    printed = re.findall(r"(.+)\n\.+\n(\d+)\n", front.replace("\u2002", ""))
    wanted = [(entry.number + text_of(entry.title), pages[entry.label]) for entry in contents(document(tag))]
    assert [(squeezed(title), page) for title, page in printed] == [(squeezed(title), page) for title, page in wanted]


@pytest.mark.parametrize("tag", WORDS)
def test_page_numbers_are_those_the_footers_print(tag: str) -> None:
    with pikepdf.open(io.BytesIO(data(tag))) as opened:
        labels = [page.label for page in opened.pages]
    printed = [footer(text) for text in texts(tag)]
    assert labels[1:] == printed[1:]
    assert labels[0] == ""
    assert labels[3] == "1"


@pytest.mark.parametrize("tag", WORDS)
def test_every_label_has_a_page(tag: str) -> None:
    labels = {block.label for block in walk(document(tag).blocks) if hasattr(block, "label")}
    assert labels <= set(pdf.page_numbers(data(tag)))


@pytest.mark.parametrize("tag", WORDS)
def test_the_outline_is_the_list_of_headings(tag: str) -> None:
    with pymupdf.open(stream=data(tag)) as opened:
        outline = [squeezed(title) for _, title, _ in opened.get_toc()][1:]  # the first is the contents page itself
    headings = [squeezed(block.number + text_of(block.content)) for block in walk(document(tag).blocks) if isinstance(block, Heading)]
    assert outline == headings


def test_the_cover_is_in_no_outline() -> None:
    with pymupdf.open(stream=data("en")) as opened:
        assert min(page for _, _, page in opened.get_toc()) > 1


@pytest.mark.parametrize("tag", WORDS)
def test_a_table_of_the_provinces_stands_on_one_page_with_caption_and_source(tag: str) -> None:
    last = "青海" if tag == "zh-Hans" else "Qinghai"
    page = next(text for text in texts(tag) if last in text and "67.99" in text)
    assert "98.36" in page
    assert squeezed(WORDS[tag]["caption"]) in page
    assert squeezed(WORDS[tag]["source"]) in page


def test_what_follows_a_long_table_is_no_continuation() -> None:
    pages = texts_of(render(Heading(1, (Text("表"),), "sec-a"), ranking("zh-Hans", "tbl-1", 3), PageBreak(), Paragraph((Text("后。"),))))
    assert "续表" not in pages[-1]


@pytest.mark.parametrize("tag", WORDS)
def test_all_fonts_are_ours_embedded_and_subset(tag: str) -> None:
    with pymupdf.open(stream=data(tag)) as opened:
        names = {font[3] for page in opened for font in page.get_fonts()}
        kinds = {font[1] for page in opened for font in page.get_fonts()}
    assert all(re.match(r"[A-Z]{6}\+Reportgen", name) for name in names), names
    assert "n/a" not in kinds


@pytest.mark.parametrize("tag", WORDS)
def test_every_reader_finds_the_same_glyphs(tag: str) -> None:
    with pikepdf.open(io.BytesIO(data(tag))) as opened:
        files = [each.FontFile3.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each]
    assert files
    for file in files:
        font = TTFont(io.BytesIO(file))["CFF "].cff[0]
        if hasattr(font, "ROS"):  # in a font that is not CID-keyed (the italic) a CID is a glyph number by definition
            assert font.charset[1:] == [f"cid{number:05d}" for number in range(1, len(font.charset))]


@pytest.mark.parametrize("tag", WORDS)
def test_quotes_and_ligatures_have_ink_in_mupdf(tag: str) -> None:
    with pymupdf.open(stream=data(tag)) as opened:
        page = next(page for page in opened if "“" in page.get_text() and page.number > 2)
        spans = [span for block in page.get_text("rawdict")["blocks"] for line in block.get("lines", []) for span in line["spans"]]
        boxes = [pymupdf.Rect(char["bbox"]) for span in spans for char in span["chars"] if char["c"] in "“”"]
        assert boxes
        assert all(not page.get_pixmap(clip=box, dpi=200).is_unicolor for box in boxes)


def test_chapters_start_pages_and_no_heading_ends_one() -> None:
    for text in texts("zh-Hans"):
        body = re.sub(r"\d+$", "", text)
        assert not body.endswith(("省际差距", "全国总体排名"))
    starts = [text for text in texts("zh-Hans") if text.removeprefix("中国直播电商行业发展趋势报告").startswith(("一、直播", "二、直播"))]
    assert len(starts) >= 2


def test_running_heads_name_the_report_and_the_chapter() -> None:
    assert any("中国直播电商行业发展趋势报告" in text and "二、直播电商发展指数" in text for text in texts("zh-Hans")[5:])


def test_language_and_properties_are_written() -> None:
    with pikepdf.open(io.BytesIO(data("zh-Hans"))) as opened:
        assert str(opened.Root.Lang) == "zh-CN"
        assert opened.Root.MarkInfo.Marked
        assert str(opened.docinfo["/Title"]) == "中国直播电商行业发展趋势报告"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20231201")


@pytest.mark.parametrize("tag", WORDS)
def test_figures_are_described(tag: str) -> None:
    with pikepdf.open(io.BytesIO(data(tag))) as opened:
        alts = [str(each["/Alt"]) for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert alts.count(WORDS[tag]["alt"]) == 2


def test_links_of_other_schemes_are_words() -> None:
    file = render(Heading(1, (Text("甲"),), "sec-a"), Paragraph((Link("javascript:alert(1)", (Text("press"),)), Text("<script>alert(1)</script>]]>"))))
    assert b"javascript" not in file.lower()
    assert "press<script>alert(1)</script>]]>" in texts_of(file)[-1]


def test_a_chart_cannot_fetch() -> None:
    stolen = picture(load_edition("zh-Hans"))
    stolen = replace(stolen, svg=stolen.svg.replace("</svg>", '<image href="file:///etc/hostname" width="9" height="9"/></svg>'))
    with pytest.raises(RenderError, match="file:///etc/hostname"):
        render(*document("zh-Hans", 1).blocks[:7], **{"fig-1": stolen})


def test_a_warning_of_the_layout_engine_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    real = layout.paper
    monkeypatch.setattr(layout, "paper", lambda theme: real(theme) + ".x { no-such-property: 1 }")
    with pytest.raises(RenderError, match="no-such-property"):
        render(Paragraph((Text("字"),)))


def test_a_character_without_glyph_is_named_with_its_place() -> None:
    with pytest.raises(RenderError, match=r"U\+1F600"):
        render(Heading(1, (Text("甲"),), "sec-a"), Paragraph((Text("😀"),)))


def test_the_same_report_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import tests.renderers.page_sample as s; from reportgen.renderers import pdf;"
        "d = s.document('zh-Hans', 1); print(hashlib.sha256(pdf.render(d, s.press('zh-Hans', d))).hexdigest())"
    )
    here = Path(__file__).parent
    command = [sys.executable, "-c", code, str(here.parents[1])]
    found = [
        subprocess.run(command, env={"PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, text=True, check=True).stdout.strip()
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    ]
    report = document("zh-Hans", 1)
    found.append(hashlib.sha256(pdf.render(report, press("zh-Hans", report))).hexdigest())
    assert len(set(found)) == 1


def test_a_report_without_cover_chart_credits_or_contents_renders() -> None:
    report = document("en", 1)
    bare = Document(replace(report.meta, credits=(), institutions=(), contents_depth=0, subtitle=""), (Paragraph((Text("Words."),)),))
    file = pdf.render(bare, replace(press("en", report), charts={}, siblings=()))
    assert footer(texts_of(file)[-1]) == "1"
