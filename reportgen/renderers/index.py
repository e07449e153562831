"""The index page of a batch: every report by name, grouped, found by typing; one self-contained file, as the reports are."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from reportgen.edition import Edition
from reportgen.renderers.fontface import embedded
from reportgen.renderers.html import POLICY
from reportgen.renderers.page import environment
from reportgen.renderers.styles import root, shared, sheet, variables
from reportgen.theme import Theme

NAMES = {"html": "HTML", "pdf": "PDF", "docx": "Word", "json": "JSON", "xlsx": "Excel"}
"""Ending of a file → how its link is called; also the order of links."""


@dataclass(frozen=True, slots=True)
class Line:
    """One report: its name, the words it is found by, and its files by ending, relative to the page; none when it could not be made."""

    name: str
    words: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Reports below one heading; "" for no heading."""

    name: str
    lines: tuple[Line, ...]


def render(title: str, groups: Sequence[Group], edition: Edition, theme: Theme, siblings: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the page in the words of an edition; `siblings` are the pages in other languages, as (label, file)."""
    script = sheet("index.js").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    styles = [root(variables(theme, edition), theme), shared(edition), sheet("screen.css"), sheet("index.css")]
    body = environment().get_template("index.html.j2").render(
        lang=edition.html_lang,
        setting=edition.word("page.setting"),
        title=title,
        groups=groups,
        names=NAMES,
        word=edition.word,
        siblings=siblings,
        styles=[Markup(style) for style in styles],
        script=Markup(script),
        policy=POLICY.format(f"sha256-{digest}"),
    )
    return body.replace("<style>", f"<style>{embedded(edition, body)}", 1).encode()
