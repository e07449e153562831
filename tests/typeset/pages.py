"""Paragraphs set on pages, and their lines read back from the PDF."""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import pairwise

import weasyprint

from reportgen import fonts
from reportgen.typeset import chinese_lines

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf

SIZE = 10.0
LEFT = 20.0
FAMILY = "Reportgen Serif SC"
FIRST = set("。，、；：？！）》〉」』】〕”’～—·%‰℃")
"""What no line starts with (U1)."""
LAST = set("（《〈「『【〔“‘¥$")
"""What no line ends with (U2)."""
HALF = set("）》〉」』】〕”’。，、；：")
HAN = "[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
LATIN = "[0-9A-Za-z%]"
MEETING = re.compile(f"{HAN}{LATIN}|{LATIN}{HAN}")
UNPARTED = re.compile(r"[\d.,]\n[\d%‰℃万亿]|—\n—|…\n…|[a-z]\n[a-z]")
"""A line break where none may be."""

Line = list[tuple[str, float, float]]
"""The visible characters of a line with their left and right edges in points."""


def set_pages(
    paragraphs: Sequence[tuple[str, float]],
    *,
    lang: str = "zh-CN",
    css: str = "",
    family: str = FAMILY,
    lines: AbstractContextManager[None] | None = None,
) -> bytes:
    """Return a PDF with every paragraph (HTML, measure in characters) on a page of its own; `lines` is the line setting."""
    rules = fonts.stylesheet([family, "Reportgen Serif Latin"], "".join(text for text, _ in paragraphs) + "①③")
    body = "".join(f'<p style="width: {measure * SIZE}pt">{text}</p>' for text, measure in paragraphs)
    style = (
        f"{rules} @page {{ size: {max(measure for _, measure in paragraphs) * SIZE + 2 * LEFT}pt 900pt; margin: {LEFT}pt }} body {{ margin: 0 }}"
        f'p {{ font: {SIZE}pt/1.7 "{family}"; text-align: justify; margin: 0; break-after: page; font-feature-settings: "chws" }} {css}'
    )
    with lines or chinese_lines(squeeze=0):
        return bytes(weasyprint.HTML(string=f'<html lang="{lang}"><style>{style}</style>{body}</html>').write_pdf())


def read_pages(pdf: bytes, *, least: float = 0.8) -> Iterator[list[Line]]:
    """Yield the lines of each page; characters smaller than `least` of the body's size (notes' calls) are left out."""
    with pymupdf.open(stream=pdf) as opened:
        for page in opened:
            spans = (span for block in page.get_text("rawdict")["blocks"] for line in block.get("lines", []) for span in line["spans"])
            found = [
                (round(char["origin"][1]), char["origin"][0], char["bbox"][2], char["c"])
                for span in spans
                if span["size"] >= least * SIZE
                for char in span["chars"]
                if char["c"].strip("\u200b\u2060 \u00a0")
            ]
            if found:
                heights = sorted({y for y, *_ in found})
                yield [sorted(((c, x, end) for y, x, end, c in found if y == height), key=lambda each: round(each[1], 1)) for height in heights]


def words(line: Line) -> str:
    """Return a line as text."""
    return "".join(char for char, _, _ in line)


def misses(lines: Sequence[Line], measure: float) -> list[float]:
    """Return by how many points each full line ends off its right edge; its last mark stands half outside."""
    return [abs(line[-1][2] - SIZE / 2 * (line[-1][0] in HALF) - LEFT - measure * SIZE) for line in lines[:-1]]


def meetings(line: Line) -> Iterator[float]:
    """Yield the width of every gap between Han and Latin on a line, in em."""
    for (first, _, end), (second, start, _) in pairwise(line):
        if MEETING.match(first + second):
            yield (start - end) / SIZE


def broken_rules(lines: Sequence[Line]) -> list[str]:
    """Return what stands where it must not: at the start and at the end of lines, and parted by a line's end."""
    starts = [words(line) for line in lines if line[0][0] in FIRST]
    ends = [words(line) for line in lines[:-1] if line[-1][0] in LAST]
    return [*starts, *ends, *UNPARTED.findall("\n".join(map(words, lines)))]


def mixture(seed: int, length: int = 60) -> str:
    """Return a paragraph that no person would write: Han, words, numbers, units, marks, quotes and connectors at random."""
    dice = random.Random(seed)
    han = "中国电商直播指数发展四川成都与的在增长年省市𠮷"

    def piece(depth: int = 0) -> str:
        kind = dice.random()
        if kind < 0.45 or depth > 2:
            return "".join(dice.choices(han, k=dice.randint(1, 9)))
        if kind < 0.6:
            return dice.choice(["MCN", "KOL", "5G", "AI Agent", "e-commerce", "GMV", "a", "live-streaming"])
        if kind < 0.8:
            number = f"{dice.randint(0, 9999)}" + dice.choice(["", f".{dice.randint(0, 99):02}"])
            return number + dice.choice(["", "%", "亿元", "万亿元", "℃", "年", "%～68%", "—2025年"])
        opening, closing = dice.choice(["“”", "‘’", "（）", "《》", "「」", "【】"])
        return opening + "".join(piece(depth + 1) for _ in range(dice.randint(1, 3))) + closing

    def mark() -> str:
        found = dice.choice(["", "", "，", "、", "。", "；", "：", "！", "——", "……", "·", "—", "～"])
        return found + (dice.choice(han) if found in {"——", "……", "·", "—", "～"} else "")

    return han[:2] + "".join(piece() + mark() for _ in range(length)) + "省市。"
