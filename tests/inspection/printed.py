"""Small PDFs made on the fly: set as the reports are, or by WeasyPrint alone, and then spoilt where a test wants it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import weasyprint

from reportgen import fonts
from reportgen.inspection import inspect
from reportgen.inspection.measure import Measure
from reportgen.typeset import chinese_lines

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pikepdf

FACE = "Reportgen Serif SC"
PROSE = (
    "2023年前三季度，四川省直播电商发展指数为91.10，在31个省（自治区、直辖市）中排名第八，较上年同期下降1位。从增速看，海南、湖南、安徽位居前三，分别增长51.56%、46.14%和46.01%；"
    "“人”“货”“场”三个维度中，“场”指标的省际差距最大，头部省份与尾部省份相差30.37分，占比63%～68%。按照《关于推动电子商务高质量发展的意见》（2023—2025年）的要求，"
    "各地加快建设直播基地——既有北京—上海等中心城市，也有阿里·淘宝等平台企业所在地，“以播促产”的路径逐步清晰，服务持续集聚，各地MCN机构、KOL达人与5G应用同步发展。"
)
HAN = "东部地区起步较早产业基础与人才储备相对完整中西部地区近年增长较快差距有所收窄各地结合自身条件发展特色产业带动农产品进入更大的市场"
STYLE = """
@page { size: 360pt 500pt; margin: 50pt 60pt; @bottom-center { content: counter(page); font: 9pt "Reportgen Serif SC" } }
body { margin: 0; font: 10pt/1.75 "Reportgen Serif SC"; font-feature-settings: "chws" }
p { margin: 0; text-indent: 2em; text-align: justify; orphans: 2; widows: 2 }
h1, h2 { font-size: 14pt; break-after: avoid } .caption { font-weight: 700; text-align: center; text-indent: 0; break-after: avoid }
table { border-collapse: collapse; width: 100% } td, th { padding: 2pt 6pt; text-align: center; font-weight: 400 }
.leader { text-indent: 0 } .leader::after { content: leader(".") attr(data-page) }
"""
"""A measure of 24 characters of 10 pt."""


def printed(body: str, css: str = "", *, ours: bool = True, tagged: bool = False, lang: str = "zh-CN") -> bytes:
    """Return a PDF of some HTML; `ours` with the line setting of the reports, else as WeasyPrint sets it alone."""
    rules = fonts.stylesheet([FACE], f"{body}{PROSE}{HAN}0123456789.…")
    html = weasyprint.HTML(string=f'<html lang="{lang}"><head><title>题</title><style>{rules}{STYLE}{css}</style></head><body>{body}</body></html>')
    variant = "pdf/ua-1" if tagged else None
    if not ours:
        return bytes(html.write_pdf(pdf_variant=variant))
    with chinese_lines(squeeze=0):
        return bytes(html.write_pdf(pdf_variant=variant))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@cache
def well_set() -> bytes:
    """Return a chapter in which every rule of lines has something to measure."""
    return printed(f"<h1>一、概况</h1>{paragraphs(PROSE, PROSE, HAN + '。', PROSE, PROSE)}")


def measured(data: bytes, rule: str) -> Measure:
    (measure,) = inspect(data, rules=[rule]).measures
    return measure


def said(data: bytes, rule: str) -> list[str]:
    """Return what the findings of one rule say."""
    return [finding.what for finding in measured(data, rule).findings]


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a PDF after a change made with pikepdf."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        change(opened)
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()
