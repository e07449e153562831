"""A brief: the title on a band of colour, then credits, lead, key figures and text on the same page; chapters run on."""

from __future__ import annotations

import pymupdf

from reportgen.document import Heading, KeyFigure, KeyFigures, Paragraph, Quantity, Text
from reportgen.theme import BRIEF
from tests.renderers.finished_pages import Page, pages, printed

LEAD = Paragraph((Text("北京为直播电商定下的目标是一个数字。"),), "lead")
STRIP = KeyFigures((KeyFigure((Text("超"), Quantity("1.5万亿元", "1500000000000", "yuan", "f.csv[a].value")), (Text("交易额目标"),)),) * 3)
PROSE = Paragraph((Text("直播电商把内容、商品和服务放进同一个画面。" * 4),))
BLOCKS = (LEAD, STRIP, Heading(1, (Text("现状"),), "sec-a"), PROSE, Heading(1, (Text("展望"),), "sec-b"), PROSE)


def brief() -> bytes:
    return printed(*BLOCKS, theme={"name": "brief"}, contents_depth=0)


def test_title_credits_lead_figures_and_chapters_share_a_page() -> None:
    found: list[Page] = pages(brief())
    assert len(found) == 1
    for words in ("中国直播电商行业发展趋势报告", "交易额目标", "现状", "展望"):
        assert words in found[0].text


def test_the_digits_of_a_key_figure_are_large_and_the_rest_is_small() -> None:
    with pymupdf.open(stream=brief()) as opened:
        spans = [span for block in opened[0].get_text("dict")["blocks"] for line in block.get("lines", ()) for span in line["spans"]]
    sizes = {span["text"].strip(): round(span["size"], 1) for span in spans}
    assert sizes["1.5"] == BRIEF.sizes.figure
    assert sizes["超"] == sizes["交易额目标"] == BRIEF.sizes.table


def test_the_title_stands_on_a_band_as_wide_as_the_page() -> None:
    with pymupdf.open(stream=brief()) as opened:
        page = opened[0]
        bands = [item["rect"] for item in page.get_drawings() if item.get("fill") and item["rect"].width > page.rect.width - 1]
        (subtitle,) = page.search_for("中国直播电商发展指数研究")
    assert any(band.y0 <= 0.5 and band.contains(subtitle) for band in bands)
