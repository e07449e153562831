"""A template to begin with: a cover with placeholders, a place for the report, and every style shown once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from reportgen.document import Document, Meta
from reportgen.edition import Edition
from reportgen.renderers import Press
from reportgen.renderers.docx.lists import BULLETS
from reportgen.renderers.docx.package import Manuscript, close_manuscript, open_manuscript
from reportgen.renderers.docx.sections import end_section, measure, section
from reportgen.renderers.docx.styles import rgb, size
from reportgen.renderers.docx.tables import cell, grid_look
from reportgen.renderers.docx.template.placeholders import SLOT
from reportgen.renderers.docx.template.roles import Role, roles
from reportgen.renderers.docx.template.study import SAMPLES_TAG
from reportgen.renderers.docx.xml import Element, element, paragraph, run, value
from reportgen.resources import data_path
from reportgen.stamp import Stamp
from reportgen.theme import Theme

MADE = "2024-01-01"
"""The date in the properties of every starter: it says nothing about the report that goes into it."""
COVER = {"edition": "CoverEdition", "title": "Title", "subtitle": "Subtitle", "institutions": "CoverText", "date": "CoverText"}
"""Placeholders of the cover, from top to bottom, and their styles."""


def starter(edition: Edition, theme: Theme, words: Mapping[str, str]) -> bytes:
    """Return a Word file to make a template from; equal arguments give equal bytes.

    words   what it says of each role, and of itself: `texts` has them
    """
    meta = Meta(title=words["starter"], language=edition.tag)
    manuscript = open_manuscript(Document(meta, ()), Press(edition, theme, Stamp.from_date(MADE), "", {}), {}, {})
    cover = [paragraph(style, [run(_named(name), _ink(theme), *_size(name, theme))]) for name, style in COVER.items()]
    end_section(cover, section(manuscript, "cover"))
    text = section(replace(manuscript, meta=replace(meta, title=_named("title"))), "body")
    manuscript.body.extend([*cover, paragraph("Normal", [run(_named(SLOT))]), _shown(manuscript, words), text])
    return close_manuscript(manuscript)


def _named(name: str) -> str:
    return f"{{{{ {name} }}}}"


def _size(name: str, theme: Theme) -> tuple[Element, ...]:
    """Return the size of a placeholder where its words are shorter than its name: a year set large is four digits."""
    return size(theme.sizes.cover_title) if name == "edition" else ()


def _ink(theme: Theme) -> Element:
    """Return a colour that is seen on paper: our own cover has its title on a field."""
    return value("w:color", rgb(theme.colours.primary))


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return what starters say: edition → role → words."""
    return tomllib.loads((data_path("templates") / "_word" / "starter.toml").read_text("utf-8"))


def _shown(manuscript: Manuscript, words: Mapping[str, str]) -> Element:
    """Return every role once, in a content control whose contents no report prints."""
    made = [paragraph("PlainTextBody", [run(words["samples"])], element("w:pageBreakBefore"))]
    for role in roles(manuscript.press.edition, manuscript.press.theme):
        if text := words.get(role.name):
            made.extend(_sample(role, text, manuscript))
    properties = element("w:sdtPr", None, value("w:alias", words["starter"]), value("w:tag", SAMPLES_TAG), value("w:id", 100001))
    return element("w:sdt", None, properties, element("w:sdtContent", None, *made))


def _sample(role: Role, text: str, manuscript: Manuscript) -> list[Element]:
    if role.kind == "character":
        return [paragraph("PlainTextBody", [run(text, value("w:rStyle", role.id))])]
    if role.kind == "table":
        return _table(role, text, measure(manuscript.press.theme))
    number = {"list-bullet": BULLETS, "list-number": 0}.get(role.name)
    if number == 0:
        number = manuscript.ordered_list(0, 1)
    listed = element("w:numPr", None, value("w:ilvl", 0), value("w:numId", number)) if number else None
    ink = _ink(manuscript.press.theme) if role.name in ("title", "subtitle") else None
    return [paragraph(role.id, [run(text, ink)], listed)]


def _table(role: Role, text: str, width: int) -> list[Element]:
    """Return a small table in a style, with what a screen reader says of it."""
    half = width // 2
    look = grid_look(role.id, 2 * half, is_headed=True, is_banded=False)
    properties = element("w:tblPr", None, *look, value("w:tblCaption", text), value("w:tblDescription", text))
    grid = element("w:tblGrid", None, *(element("w:gridCol", {"w:w": half}) for _ in range(2)))
    rows = []
    for place in range(3):
        settings = element("w:trPr", None, element("w:cantSplit"), element("w:tblHeader") if place == 0 else None)
        style = "TableHead" if place == 0 else "TableText"
        rows.append(element("w:tr", None, settings, *(cell(half, [paragraph(style, [run(text if place == 0 else "1.0")])]) for _ in range(2))))
    return [element("w:tbl", None, properties, grid, *rows), paragraph("Spacer")]
