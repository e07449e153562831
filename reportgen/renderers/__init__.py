"""Renderers: one file per format, each a function from a finished document to bytes.

A renderer adds nothing and decides nothing about the content: numbering, wording and values are on the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from reportgen.document import Document
from reportgen.edition import Edition
from reportgen.stamp import Stamp
from reportgen.theme import Theme

if TYPE_CHECKING:
    from reportgen.charts import ChartImage


NATIVE_CHARTS: dict[str, str] = {
    "ranked-bars": "bars",
    "lines": "lines",
    "radar": "radar",
    "scatter": "scatter",
    "dots": "rows",
    "dumbbell": "rows",
    "slope": "slope",
    "shares": "shares",
}
"""Kind of chart → module of `renderers.docx.charts` that gives it the form of a chart of Word; the others stay pictures there."""


FrontPart = Literal["cover", "credits", "contents"]


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """The institute's own Word file, which the report is written into.

    file          its path as the project names it, for messages
    data          its bytes; they are trusted in nothing
    styles        role → name of the style that plays it, where the name alone does not tell
    numbering     of headings: template keeps the template's, own puts ours in its place, auto keeps the template's where it has one
    placeholders  name → words, beside those that every report has
    """

    file: str
    data: bytes
    styles: Mapping[str, str] = field(default_factory=dict)
    numbering: Literal["auto", "template", "own"] = "auto"
    placeholders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """What a renderer may use beside the document itself.

    scheme     numbering scheme of the headings (a key of `numbering.SCHEMES`)
    charts     pictures by figure label, and "cover" for the cover chart; drawn once, used by every format
    pages      printed page number by label, for formats that cannot lay out pages themselves (Word); empty when unknown
    siblings   other editions of the same report: (label, file name) for the language switch of HTML
    has_lines  whether pages get Chinese line setting; without it lines are WeasyPrint's own
    native_charts  in Word, charts of the kinds in NATIVE_CHARTS are its own, which it draws and edits; False for pictures
    has_tags   in Word, values carry tags that name their source
    word_template  the Word file that the report is written into; None for our own
    word_front     what stands before the text in Word; None for the contents alone in a template with a slot, else for all
    """

    edition: Edition
    theme: Theme
    stamp: Stamp
    scheme: str
    charts: Mapping[str, ChartImage]
    pages: Mapping[str, str] = field(default_factory=dict)
    siblings: tuple[tuple[str, str], ...] = ()
    has_lines: bool = True
    native_charts: bool = True
    has_tags: bool = True
    word_template: WordTemplate | None = None
    word_front: tuple[FrontPart, ...] | None = None


Render = Callable[[Document, Press], bytes]

RENDERERS: dict[str, str] = {
    "html": "reportgen.renderers.html",
    "pdf": "reportgen.renderers.pdf",
    "docx": "reportgen.renderers.docx",
    "json": "reportgen.renderers.json",
}
"""Format → module with ``render(document, press) -> bytes``; imported when first used, because layout engines are heavy."""


def renderer(name: str) -> Render:
    """Return the render function of a format."""
    render: Render = import_module(RENDERERS[name]).render
    return render
