"""A small report with every kind of node, printed in all formats, for the tests of verification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from reportgen.adapt import adapt
from reportgen.edition import load_edition
from reportgen.renderers import docx, html, pdf
from reportgen.renderers.pdf import page_numbers
from reportgen.theme import THEMES
from reportgen.verification import compare_file
from reportgen.verification.compare import Compared
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
    document = adapt({name: docx_sample.sample(name) for name in ("zh-Hans", "en")}, edition)
    press = docx_sample.press(tag, scheme=edition.word("numbering"), theme=THEMES[theme])
    paper = pdf.render(document, press)
    pages = page_numbers(paper)
    files: dict[Medium, bytes] = {"html": html.render(document, press), "pdf": paper, "docx": docx.render(document, replace(press, pages=pages))}
    return Finished(Print(document, press.edition, press.scheme, press.theme), files, pages)
