"""Inlines as runs: one closed ``match``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from reportgen.document import (
    Change,
    CrossRef,
    Emph,
    Figure,
    Inline,
    Inlines,
    KeyFigures,
    LineBreak,
    Link,
    Note,
    Quantity,
    Span,
    Strong,
    Table,
    Text,
)
from reportgen.errors import Problem, RenderError
from reportgen.renderers.docx.fields import anchored, bookmark, field, whole_caption
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.styles import bold, spacing, stress
from reportgen.renderers.docx.xml import AMBIGUOUS, Element, element, paragraph, run, value

CHANGE_STYLES = {"up": "RankUp", "down": "RankDown", "same": "RankSame", "new": "RankUp", "dropped": "RankDown"}
"""A newcomer has risen into the table, one that dropped out has fallen; the words say so as well."""
LINK_SCHEMES = ("https://", "http://", "mailto:")


@dataclass(frozen=True, slots=True)
class Face:
    """How runs look beside their paragraph: a character style, and what comes on top of it.

    is_copied   Word itself copies the words to other places, so values are not tagged
    """

    style: str = ""
    is_bold: bool = False
    is_stressed: bool = False
    in_note: bool = False
    is_copied: bool = False


PLAIN = Face()
COPIED = Face(is_copied=True)
"""Of headings and captions: Word copies them into contents and lists, where a copy of a content control would make a second one."""


def runs(content: Inlines, manuscript: Manuscript, face: Face = PLAIN) -> list[Element]:
    """Return inlines as runs, fields and links, in order."""
    return [made for inline in content for made in _inline(inline, manuscript, face)]


def words(text: str, manuscript: Manuscript, face: Face = PLAIN, *extra: Element) -> Element:
    """Return a run of words; ambiguous marks go with the East Asian font where the edition says so."""
    properties: list[Element] = [*extra]
    if face.style:
        properties.append(value("w:rStyle", face.style))
    if manuscript.press.edition.terms["docx.hint"] and AMBIGUOUS.search(text):
        properties.append(element("w:rFonts", {"w:hint": "eastAsia"}))
    if face.is_bold:
        properties.extend(bold())
    if face.is_stressed:
        properties.extend(stress(manuscript.press.edition))
    return run(text, *properties)


def _inline(node: Inline, manuscript: Manuscript, face: Face) -> list[Element]:
    match node:
        case Text(text):
            return [words(text, manuscript, face)]
        case Quantity():
            return _traced(node.text, manuscript, face, (node.value, node.unit, node.source))
        case Change():
            says = node.state if node.places is None else str(node.places), "change", node.source
            return _traced(node.text, manuscript, replace(face, style=CHANGE_STYLES[node.state]), says)
        case Strong(content):
            return runs(content, manuscript, replace(face, is_bold=True) if face.style else replace(face, style="Strong"))
        case Emph(content):
            return runs(content, manuscript, replace(face, is_stressed=True) if face.style else replace(face, style="Emphasis"))
        case Link():
            return _link(node, manuscript, face)
        case Note(content):
            return _note(content, manuscript, face)
        case Span(content, language):
            return runs(content, manuscript.in_language(language), face)
        case LineBreak():
            return [element("w:r", None, element("w:br"))]
        case CrossRef():
            return _reference(node, manuscript, face)
        case _:
            assert_never(node)


def _traced(text: str, manuscript: Manuscript, face: Face, says: tuple[str, str, str]) -> list[Element]:
    """Return a value of the data with what its tag says of it: exact value, unit, source."""
    made = [words(text, manuscript, face)]
    return made if face.is_copied or not text else manuscript.tagged(made, *says)


def _link(node: Link, manuscript: Manuscript, face: Face) -> list[Element]:
    if not node.href.lower().startswith(LINK_SCHEMES):
        return runs(node.content, manuscript, face)
    relation = manuscript.link(node.href, in_note=face.in_note)
    inner = runs(node.content, manuscript, replace(face, style="Hyperlink"))
    return [element("w:hyperlink", {"r:id": relation, "w:history": 1}, *inner)]


def _note(content: Inlines, manuscript: Manuscript, face: Face) -> list[Element]:
    edition = manuscript.press.edition
    if face.in_note:
        # Word has no footnote in a footnote.
        opening, closing = (words(edition.word(f"label.{side}"), manuscript, face) for side in ("open", "close"))
        return [opening, *runs(content, manuscript, face), closing]
    raised = value("w:rStyle", "FootnoteReference")
    mark = element("w:r", None, element("w:rPr", None, raised), element("w:footnoteRef"))
    text = paragraph("FootnoteText", [mark, run(" "), *runs(content, manuscript, Face(in_note=True))])
    reference = element("w:footnoteReference", {"w:id": manuscript.footnote(text)})
    return [element("w:r", None, element("w:rPr", None, value("w:rStyle", "FootnoteReference")), reference)]


def _reference(node: CrossRef, manuscript: Manuscript, face: Face) -> list[Element]:
    name = manuscript.bookmarks.get(node.label)
    if name is None:
        raise RenderError(Problem("docx", f"nothing is labelled {node.label!r}", "number the document first", code="RG490"))
    inner = [words(node.text, manuscript, face)]
    # A REF field must say what its bookmark says; only captions do ("表 1"), chapters are called by other words.
    if manuscript.captions.get(node.label) == node.text:
        return field(f"REF {name} \\h", inner)
    return [anchored(name, inner)]


def caption(kind: str, node: Table | Figure, manuscript: Manuscript) -> list[Element]:
    """Return a numbered caption; its label and number are a bookmark of their own, for references to point to.

    kind    "table" or "figure": a key of the edition's caption words, which also name the sequence
    """
    edition = manuscript.press.edition
    term = edition.word(f"caption.{kind}")
    number = field(f"SEQ {term} \\* ARABIC", [run(node.number)])
    label = bookmark(manuscript.bookmarks[node.label], [words(term + edition.word("caption.number_gap"), manuscript), *number], manuscript)
    made = [*label, words(edition.word("caption.gap"), manuscript), *runs(node.caption, manuscript, COPIED)]
    if f"{kind}s" not in manuscript.press.theme.front.lists:
        return made
    return bookmark(whole_caption(manuscript.bookmarks[node.label]), made, manuscript)


def notes_and_source(node: Table | Figure | KeyFigures, manuscript: Manuscript, inset: int = 0) -> list[Element]:
    """Return the notes and then the source under a table or figure, a paragraph each; the last one keeps its distance.

    inset   by how much a table is narrower than the measure on either side, in dxa
    """
    edition = manuscript.press.edition
    lines = list(zip(edition.note_labels(len(node.notes)), node.notes, strict=True))
    if node.source:
        lines.append((edition.word("label.source"), node.source))
    made = []
    for index, (label, content) in enumerate(lines):
        is_last = index == len(lines) - 1
        space = manuscript.press.theme.space
        distance = spacing(space[0] / 2, space[2]) if is_last else None
        keep = None if is_last else element("w:keepNext")
        indent = element("w:ind", {"w:left": inset, "w:right": inset}) if inset else None
        where = value("w:jc", "center") if isinstance(node, Figure) else None
        made.append(paragraph("SourceNote", [words(label, manuscript), *runs(content, manuscript)], keep, distance, indent, where))
    return made
