"""Small reports as finished pages, and what stands where on them."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reportgen.document import Block, Document
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.press import theme_of
from reportgen.project import ThemePart
from reportgen.renderers import pdf
from reportgen.theme import Theme
from tests.renderers.page_sample import document, picture, press

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of glyphs: its text without the marks nobody sees, its edges and its baseline, in points from the top left."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str
    colours: frozenset[int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a finished file; `label` is the number a reader's program shows."""

    width: float
    height: float
    label: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Return the text without white space, line after line."""
        return "".join(line.text for line in self.lines)

    @property
    def is_landscape(self) -> bool:
        """Return whether the page is wider than high."""
        return self.width > self.height

    def body(self, top_mm: float, bottom_mm: float) -> list[Line]:
        """Return the lines of the type area, from top to bottom."""
        return sorted((line for line in self.lines if top_mm * MM < line.baseline < self.height - bottom_mm * MM), key=lambda line: line.baseline)


def printed(*blocks: Block, tag: str = "zh-Hans", scheme: str = "", theme: dict[str, Any] | None = None, **meta: Any) -> bytes:
    """Return the PDF of a report of these blocks; without cover, credits and contents unless `meta` or `theme` ask for them."""
    sample = document(tag, 1)
    bare = {"credits": (), "contents_depth": 0, **meta}
    given = press(tag, sample)
    report = number(Document(replace(sample.meta, **bare), blocks), given.edition, scheme)
    look = theme_of(ThemePart.model_validate({"cover": False, **(theme or {})}))
    charts = {"fig-1": picture(load_edition(tag)), **given.charts}
    return pdf.render(report, replace(given, theme=look, scheme=scheme or given.scheme, charts=charts))


def pages(data: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF."""
    with pymupdf.open(stream=data) as opened:
        return tuple(Page(page.rect.width, page.rect.height, page.get_label(), tuple(_lines(page))) for page in opened)


def rules(data: bytes) -> tuple[tuple[float, ...], ...]:
    """Return for each page where dark lines cross the whole text area, in points from the top."""
    scale, theme = 4, Theme()
    left, right = int(theme.side_mm * MM * scale) + 8, int((theme.page.width_mm - theme.side_mm) * MM * scale) - 8
    found = []
    with pymupdf.open(stream=data) as opened:
        for page in opened:
            pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY)
            rows = [max(pixels.samples[y * pixels.stride + left : y * pixels.stride + right]) < 128 for y in range(pixels.height)]
            found.append(tuple(y / scale for y in range(1, pixels.height) if rows[y] and not rows[y - 1]))
    return tuple(found)


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page, those that share a baseline and touch as one."""
    found: list[tuple[float, float, list[dict[str, Any]]]] = []
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", []):
            spans = [span for span in line["spans"] if span["chars"]]
            if spans:
                found.append((round(spans[0]["chars"][0]["origin"][1], 1), spans[0]["bbox"][0], spans))
    for baseline, _, spans in sorted(found, key=lambda each: each[:2]):
        chars = [char for span in spans for char in span["chars"]]
        seen = [char for char in chars if not re.fullmatch(r"[\u200b\u2060\s]", char["c"])]
        if seen:
            yield Line(
                "".join(char["c"] for char in seen), seen[0]["bbox"][0], seen[-1]["bbox"][2], baseline, spans[0]["size"], spans[0]["font"],
                frozenset(span["color"] for span in spans),
            )  # fmt: skip
