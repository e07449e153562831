"""Tracked changes: words and whole paragraphs that Word shows as put in or taken out, and that its reader accepts or refuses."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.xml import Element, element, insert, qname

FIRST_ID = 500000
"""The ids of tracked changes are greater than this: they share their numbers with bookmarks."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who changed it, and when, as ISO 8601 in UTC."""

    author: str
    moment: str


def put_in(runs: list[Element], hand: Hand, manuscript: Manuscript) -> Element:
    """Return runs as words that were put in."""
    return element("w:ins", _mark(hand, manuscript), *runs)


def taken_out(runs: list[Element], hand: Hand, manuscript: Manuscript) -> Element:
    """Return runs as words that were taken out; accepting the change deletes them."""
    for run in runs:
        for text in run.iter(qname("w:t")):
            text.tag = qname("w:delText")
    return element("w:del", _mark(hand, manuscript), *runs)


def paragraph_put_in(paragraph: Element, hand: Hand, manuscript: Manuscript) -> None:
    """Mark the end of a paragraph as put in: refused, what stands in it joins the paragraph below, and with its words gone nothing is left."""
    insert(_properties(paragraph), element("w:rPr", None, element("w:ins", _mark(hand, manuscript))))


def paragraph_taken_out(paragraph: Element, hand: Hand, manuscript: Manuscript) -> None:
    """Mark the end of a paragraph as taken out: accepted, with its words gone, nothing is left of it."""
    insert(_properties(paragraph), element("w:rPr", None, element("w:del", _mark(hand, manuscript))))


def _properties(paragraph: Element) -> Element:
    found = paragraph.find(qname("w:pPr"))
    if found is None:
        paragraph.insert(0, found := element("w:pPr"))
    return found


def _mark(hand: Hand, manuscript: Manuscript) -> dict[str, object]:
    return {"w:id": FIRST_ID + manuscript.next_id("revision"), "w:author": hand.author, "w:date": hand.moment}
