"""From numbered documents to bytes: every chart drawn once, every format of every edition rendered.

Editions and formats are independent of each other, but for two things: all formats of an edition share its charts, and
Word's contents take their page numbers from the PDF's layout.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module

from reportgen.document import ChartSpec, Document, Figure
from reportgen.edition import load_edition
from reportgen.project import Project, ThemePart
from reportgen.renderers import Press, renderer
from reportgen.stamp import Stamp
from reportgen.theme import THEMES, Theme, with_colours
from reportgen.tree import walk

Progress = Callable[[str, int, int], None]

ORDER = ("json", "pdf", "docx", "html")
"""The PDF comes before Word, which prints its page numbers."""


def theme_of(part: ThemePart) -> Theme:
    """Return the theme a project asks for, with its own colours."""
    colours = {role: colour for role in ("primary", "accent", "up", "down") if (colour := getattr(part, role))}
    return with_colours(THEMES[part.name], **colours)


def file_name(name: str, tag: str, suffix: str) -> str:
    """Return the name of an output.

    >>> file_name("sichuan-2023", "zh-Hans", "pdf")
    'sichuan-2023.zh-Hans.pdf'
    """
    return f"{name}.{tag}.{suffix}"


def chart_specs(document: Document) -> dict[str, ChartSpec]:
    """Return every chart of a document by the label of its figure; the cover's by "cover"."""
    specs = {block.label: block.chart for block in walk(document.blocks) if isinstance(block, Figure)}
    return specs | ({"cover": document.meta.cover} if document.meta.cover else {})


def print_editions(spec: Project, documents: Mapping[str, Document], stamp: Stamp, progress: Progress) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the outputs by file name, and notes for the manifest."""
    files: dict[str, bytes] = {}
    steps = len(documents) * (len(spec.formats) + 1)
    done = 0
    for tag, document in documents.items():
        press = prepare(spec, document, stamp, tuple(documents), lambda what, tag=tag: progress(f"{what} {tag}", done, steps))  # type: ignore[misc]
        done += 1
        for name in (name for name in ORDER if name in spec.formats):
            progress(f"{name} {tag}", done, steps)
            if name == "docx":
                pdf = files.get(file_name(spec.name, tag, "pdf")) or renderer("pdf")(document, press)
                press = replace(press, pages=import_module("reportgen.renderers.pdf").page_numbers(pdf))
            files[file_name(spec.name, tag, name)] = renderer(name)(document, press)
            done += 1
    progress("written", steps, steps)
    notes = {"word_page_numbers": "from the layout of the PDF edition, an estimate for Word"} if "docx" in spec.formats else {}
    return files, notes


def prepare(spec: Project, document: Document, stamp: Stamp, tags: tuple[str, ...], progress: Callable[[str], None]) -> Press:
    """Return what the renderers of one edition share: its charts, drawn once, and the names of its sister editions."""
    from reportgen.charts import render_all

    tag = document.meta.language
    edition, theme = load_edition(tag), theme_of(spec.theme)
    progress("charts")
    charts = render_all(chart_specs(document), edition, theme, workers=2) if set(spec.formats) - {"json"} else {}
    siblings = tuple((load_edition(each).word("name"), file_name(spec.name, each, "html")) for each in tags) if len(tags) > 1 else ()
    return Press(edition, theme, stamp, spec.scheme(tag, edition.word("numbering")), charts, siblings=siblings)
