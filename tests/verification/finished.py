"""A small report with every kind of node, printed in all formats, for the tests of verification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from reportgen.adapt import adapt
from reportgen.charts import render
from reportgen.document import Document
from reportgen.edition import load_edition
from reportgen.press import chart_specs
from reportgen.renderers import WordTemplate, docx, html, pdf
from reportgen.renderers.pdf import page_numbers
from reportgen.theme import THEMES
from reportgen.verification import compare_file
from reportgen.verification.compare import Compared
from reportgen.verification.drawn import drawn
from reportgen.verification.expected import Medium, Print
from tests.renderers import docx_sample

BOTH = "zh-Hans+en"


@dataclass(frozen=True)
class Finished:
    """A printed edition: what it was printed from, and its files."""

    printed: Print
    files: Mapping[Medium, bytes]
    pages: Mapping[str, str]

    def compared(self, medium: Medium, data: bytes | None = None) -> Compared:
        """Return how a file agrees with the report: the finished one, or other bytes in its place."""
        return compare_file(self.printed, f"report.{medium}", data or self.files[medium], medium, None if medium == "html" else self.pages)


@cache
def finished(tag: str, theme: str = "report") -> Finished:
    """Return the sample with every node in one edition, made from Chinese and English."""
    edition = load_edition(tag)
    return printed_as(adapt({name: docx_sample.sample(name) for name in ("zh-Hans", "en")}, edition), tag, theme)


def printed_as(document: Document, tag: str, theme: str = "report", template: WordTemplate | None = None) -> Finished:
    """Return a numbered document in all formats, its charts drawn; the Word file in a template of an institute."""
    edition = load_edition(tag)
    charts = {label: render(spec, edition, THEMES[theme]) for label, spec in chart_specs(document).items()}
    press = docx_sample.press(tag, scheme=edition.word("numbering"), theme=THEMES[theme], charts=charts | {"cover": docx_sample.image(155.6, 70)})
    paper = pdf.render(document, press)
    pages = page_numbers(paper)
    word = docx.render(document, replace(press, pages=pages, word_template=template))
    files: dict[Medium, bytes] = {"html": html.render(document, press), "pdf": paper, "docx": word}
    return Finished(Print(document, edition, press.scheme, press.theme, charts=drawn(document, edition, press.theme), template=template), files, pages)
