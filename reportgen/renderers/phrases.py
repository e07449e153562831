"""Inlines as HTML, the same for the screen and for the PDF.

Every word is escaped here; nothing that comes from a document reaches the page as markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from markupsafe import Markup, escape

from reportgen.document import (
    Change,
    CrossRef,
    Emph,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Quantity,
    Span,
    Strong,
    Text,
)
from reportgen.edition import load_edition
from reportgen.renderers import Press
from reportgen.tree import digits_apart
from reportgen.typeset.text import breakable

Medium = Literal["screen", "print"]
SCHEMES = ("https://", "http://", "mailto:", "#")
"""What a link may start with; any other link is printed as words only."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the markup of one file needs beside the nodes.

    notes       collects the footnotes in the order of their calls
    marks       style of the footnote marks when it is not that of the edition
    """

    press: Press
    medium: Medium
    notes: list[Markup] = field(default_factory=list)
    marks: str = ""

    @property
    def note_marks(self) -> str:
        """Return the style of footnote marks: the document's, also in words of another language."""
        return self.marks or self.press.edition.word("page.note_marks")

    def in_language(self, tag: str) -> Sheet:
        """Return the sheet for words in another language than the document's; footnotes go on in the same list."""
        return replace(self, press=replace(self.press, edition=load_edition(tag)), marks=self.note_marks)

    @property
    def lang(self) -> str:
        """Return the language tag of the markup."""
        return self.press.edition.html_lang

    @property
    def setting(self) -> str:
        """Return how lines are set: "han" or "latin", a class of the style sheets."""
        return self.press.edition.word("page.setting")

    @property
    def is_han(self) -> bool:
        """Return whether lines are set by the rules of Chinese."""
        return self.setting == "han"

    @property
    def is_print(self) -> bool:
        """Return whether this is the markup of the PDF."""
        return self.medium == "print"


def joined(parts: Iterable[Markup]) -> Markup:
    """Return pieces of markup set directly one after the other."""
    return Markup("").join(parts)


def inlines(content: Inlines, sheet: Sheet) -> Markup:
    """Return a run of inlines as markup."""
    return joined(inline(each, sheet) for each in content)


def inline(node: Inline, sheet: Sheet) -> Markup:
    """Return one inline as markup."""
    match node:
        case Text(text):
            return words(text, sheet)
        case Emph(content):
            return Markup("<em>{}</em>").format(inlines(content, sheet))
        case Strong(content):
            return Markup("<strong>{}</strong>").format(inlines(content, sheet))
        case Link(href, content):
            return _link(href, inlines(content, sheet))
        case Note(content):
            return _note(content, sheet)
        case Span(content, language):
            inner = sheet.in_language(language)
            return spoken(inlines(content, inner), inner)
        case LineBreak():
            return Markup("<br>")
        case CrossRef(label, text):
            return Markup('<a class="ref" href="#{}">{}</a>').format(label, words(text, sheet))
        case Quantity():
            return _quantity(node, sheet)
        case Change():
            return change(node, sheet)
        case _:
            assert_never(node)


def spoken(body: Markup, sheet: Sheet) -> Markup:
    """Return markup marked as being in the language of its sheet."""
    return Markup('<span lang="{}" class="{}">{}</span>').format(sheet.lang, sheet.setting, body)


def words(text: str, sheet: Sheet) -> Markup:
    """Return words escaped, on the screen with a <wbr> where Chinese lines may break; in print that is the line setting's work.

    A browser's reader copies and searches the text, so no character is added to it there.
    """
    if sheet.is_print or not sheet.is_han:
        return escape(text)
    return Markup("<wbr>").join(breakable(text))


def change(node: Change, sheet: Sheet) -> Markup:
    """Return a change in rank: the arrow for the eye, the words for the ear."""
    if sheet.is_print:
        return Markup('<span class="{}" data-spoken="{}">{}</span>').format(node.state, node.spoken, node.text)
    return Markup('<span class="change {}" data-places="{}" data-source="{}"><span aria-hidden="true">{}</span><span class="spoken">{}</span></span>').format(
        node.state, "" if node.places is None else node.places, node.source, node.text, node.spoken
    )


def large(content: Inlines, sheet: Sheet) -> Markup:
    """Return the words of a key figure, the digits of its quantity apart."""
    return joined(_quantity(each, sheet, is_large=True) if isinstance(each, Quantity) else inline(each, sheet) for each in content)


def _quantity(node: Quantity, sheet: Sheet, *, is_large: bool = False) -> Markup:
    body = words(node.text, sheet) if sheet.is_print else escape(node.text)
    if is_large:
        body = Markup('{}<span class="digits">{}</span>{}').format(*digits_apart(node.text))
    if sheet.is_print:
        return body
    return Markup('<data value="{}" data-unit="{}" data-source="{}">{}</data>').format(node.value, node.unit, node.source, body)


def _link(href: str, content: Markup) -> Markup:
    if not href.lower().startswith(SCHEMES):
        return content
    return Markup('<a href="{}">{}</a>').format(href, content)


def _note(content: Inlines, sheet: Sheet) -> Markup:
    body = inlines(content, sheet)
    sheet.notes.append(body)
    n = len(sheet.notes)
    mark = note_mark(n, sheet.note_marks)
    if sheet.is_print:
        return Markup('<span class="footnote" data-mark="{}">{}</span>').format(mark, body)
    return Markup('<sup><a class="call" id="call-{0}" href="#note-{0}" role="doc-noteref">{1}</a></sup>').format(n, mark)


def note_mark(n: int, style: str) -> str:
    """Return the mark of footnote `n`; "circled" goes to fifty and then on in plain digits.

    >>> note_mark(3, "circled"), note_mark(21, "circled"), note_mark(3, "plain")
    ('③', '㉑', '3')
    """
    if style == "circled" and n <= 50:
        return chr(0x2460 + n - 1 if n <= 20 else 0x3251 + n - 21 if n <= 35 else 0x32B1 + n - 36)
    return str(n)
