"""The new text as a Word file in which everything that differs from the old one is a tracked change.

Accepted, the changes leave the text of the new report; refused, that of the old one.  Tables and charts are their captions here:
what moved in them is told by the comparison of the tables.
"""

from __future__ import annotations

import datetime

from reportgen.comparison.alignment import words as differing
from reportgen.comparison.model import Comparison, Narrative, Passage, Piece
from reportgen.comparison.sides import Side
from reportgen.document import Document
from reportgen.edition import load_edition
from reportgen.errors import Problem, ProjectError
from reportgen.press import theme_of
from reportgen.project import ThemePart
from reportgen.renderers import Press
from reportgen.renderers.docx.changes import Hand, paragraph_put_in, paragraph_taken_out, put_in, taken_out
from reportgen.renderers.docx.front import title_block
from reportgen.renderers.docx.inlines import words
from reportgen.renderers.docx.lists import BULLETS, UNNUMBERED
from reportgen.renderers.docx.package import Manuscript, close_manuscript, open_manuscript
from reportgen.renderers.docx.sections import section
from reportgen.renderers.docx.xml import Element, element, paragraph, value
from reportgen.stamp import Stamp

STYLES = {"body": "BodyText", "claim": "Claim", "deck": "Deck", "lead": "Lead", "plain": "PlainTextBody"}
OTHERS = {"item": "ListBullet", "caption": "Caption", "note": "SourceNote", "footnote": "SourceNote", "box": "BoxText"}
UNTOLD = "1980-01-01"
"""Date of a change in a report that has no date."""


def redline(found: Comparison, new: Side, author: str, day: datetime.date | None = None) -> bytes:
    """Return the text of one edition with tracked changes by `author`, dated `day` or, without one, as the new report is.

    Raises ProjectError when the sides have no text, or more than one edition of it was compared.
    """
    if not found.narratives:
        hint = "compare projects, or finished reports with their editions in JSON (formats: [json])"
        raise ProjectError(Problem("command line", "there is no text to track changes in", hint, code="RG534"))
    if len(found.narratives) > 1:
        hint = f"choose one: --edition {next(iter(found.narratives))}"
        raise ProjectError(Problem("command line", f"a Word file is of one edition, not of {', '.join(found.narratives)}", hint, code="RG535"))
    narrative = next(iter(found.narratives.values()))
    document = new.documents[narrative.edition]
    date = day.isoformat() if day else document.meta.date or UNTOLD
    return _written(narrative, document, _press(new, document, date), Hand(author, Stamp.from_date(date).iso))


def _press(side: Side, document: Document, date: str) -> Press:
    edition = load_edition(document.meta.language)
    scheme = side.spec.scheme(edition) if side.spec else edition.word("numbering")
    part = side.spec.theme if side.spec else ThemePart.model_validate({})
    # The title stands above the text, and chapters follow each other: this is a paper to work on, not the report.
    theme = theme_of(part.model_copy(update={"cover": False, "recto": False, "run_on": True}))
    return Press(edition, theme, Stamp.from_date(date), scheme, {}, has_tags=False)


def _written(narrative: Narrative, document: Document, press: Press, hand: Hand) -> bytes:
    manuscript = open_manuscript(document, press, {}, {})
    made = [_paragraph(passage, old, new, hand, manuscript) for old, new in narrative.passages if (passage := new or old)]
    manuscript.body.extend([*title_block(manuscript), *made, section(manuscript, "body")])
    return close_manuscript(manuscript)


def _paragraph(passage: Passage, old: Passage | None, new: Passage | None, hand: Hand, manuscript: Manuscript) -> Element:
    """Return a paragraph of the old side, the new or both; `passage` says how it looks."""
    opening = [words(label, manuscript)] if (label := _label(passage, manuscript)) else []
    made = paragraph(_style(passage), opening + _runs(_pieces(old), _pieces(new), hand, manuscript), *_marker(passage))
    if old is None:
        paragraph_put_in(made, hand, manuscript)
    if new is None:
        paragraph_taken_out(made, hand, manuscript)
    return made


def _pieces(passage: Passage | None) -> tuple[Piece, ...]:
    return passage.pieces if passage else ()


def _style(passage: Passage) -> str:
    if passage.kind == "heading":
        return f"Heading{min(passage.level, 4)}"
    if passage.kind == "box" and passage.role == "title":
        return "BoxTitle"
    return OTHERS.get(passage.kind) or STYLES[passage.role]


def _label(passage: Passage, manuscript: Manuscript) -> str:
    """Return what stands before a note or a source: footnotes follow their paragraph here, and must not be read as text."""
    if passage.kind not in ("note", "footnote"):
        return ""
    return manuscript.press.edition.word("label.source" if passage.role == "source" else "label.note")


def _marker(passage: Passage) -> list[Element]:
    """Return what numbers a paragraph beside its style: a bullet, or nothing where a heading has no number."""
    if passage.kind == "item":
        return [element("w:numPr", None, value("w:ilvl", 0), value("w:numId", BULLETS))]
    if passage.kind == "heading" and passage.role == "unnumbered":
        return [element("w:numPr", None, value("w:ilvl", min(passage.level, 4) - 1), value("w:numId", UNNUMBERED))]
    return []


def _runs(old: tuple[Piece, ...], new: tuple[Piece, ...], hand: Hand, manuscript: Manuscript) -> list[Element]:
    made = []
    for kept, text in differing(old, new):
        run = words(text, manuscript)
        made.append(run if kept == "same" else put_in([run], hand, manuscript) if kept == "new" else taken_out([run], hand, manuscript))
    return made
