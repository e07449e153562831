"""Numbers given once, on the tree: headings, tables, figures, and the references to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from reportgen.document import Block, CrossRef, Document, Figure, Heading, Inline, Inlines, Table
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem, nearest
from reportgen.numerals import han
from reportgen.tree import all_inlines, deck_of, one_line, rewrite, text_of, walk


@dataclass(frozen=True, slots=True)
class Level:
    """How one heading level is numbered: `pattern` names levels as %1…%4, `gap` stands before the title."""

    numerals: Literal["han", "arabic"]
    pattern: str
    gap: str = ""


SCHEMES: dict[str, tuple[Level, Level, Level, Level]] = {
    "chinese": (Level("han", "%1、"), Level("han", "（%2）"), Level("arabic", "%3."), Level("arabic", "（%4）")),
    "part": (Level("arabic", "PART.%1", "\u2002"), Level("arabic", "%1.%2", "\u2002"), Level("arabic", "%1.%2.%3", "\u2002"), Level("arabic", "（%4）")),
    "chapter": (Level("han", "第%1章", "\u2003"), Level("arabic", "%1.%2", "\u2002"), Level("arabic", "%1.%2.%3", "\u2002"), Level("arabic", "（%4）")),
    "decimal": (Level("arabic", "%1", "\u2002"), Level("arabic", "%1.%2", "\u2002"), Level("arabic", "%1.%2.%3", "\u2002"), Level("arabic", "(%4)", "\u2002")),
}
"""Numbering schemes of headings, one per document; Word's numbering is written from the same patterns."""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: a numbered or unnumbered heading on one line, and the chapter's abstract."""

    level: int
    number: str
    title: Inlines
    label: str
    deck: Inlines = ()


def heading_number(scheme: str, counters: tuple[int, ...]) -> str:
    """Return the printed number of a heading at level ``len(counters)``.

    >>> heading_number("chinese", (3, 2)), heading_number("decimal", (3, 2, 1)), heading_number("part", (2,))
    ('（二）', '3.2.1', 'PART.2')
    """
    levels = SCHEMES[scheme]
    text = levels[len(counters) - 1].pattern
    for index, counter in enumerate(counters):
        # Within a dotted number every part is arabic, also where the chapter itself is counted in Han.
        in_han = levels[index].numerals == "han" and levels[len(counters) - 1].numerals == "han"
        text = text.replace(f"%{index + 1}", han(counter) if in_han else str(counter))
    return text


def number(document: Document, edition: Edition, scheme: str = "") -> Document:
    """Return the document with every heading, table and figure numbered and every cross-reference in words.

    Headings without a label get one ("sec-1-2").  Numbering twice changes nothing.
    Raises NarrativeError with all labels that are used twice or referred to but nowhere set.
    """
    scheme = scheme or edition.word("numbering")
    counters = [0, 0, 0, 0]
    captions: Counter[str] = Counter()
    taken = {block.label for block in walk(document.blocks) if isinstance(block, Heading | Table | Figure)}
    words: dict[str, str] = {}
    problems: list[Problem] = []

    def claim(label: str, text: str) -> None:
        if label in words:
            problems.append(Problem("narrative", f"the label {label!r} is set twice", "labels are unique in a report", code="RG320"))
        words[label] = text

    def visit(block: Block) -> Block:
        match block:
            case Heading():
                block = _number_heading(block, counters, scheme, taken)
                claim(block.label, _heading_words(block, tuple(counters[: block.level]), edition))
            case Table():
                captions["table"] += 1
                block = replace(block, number=str(captions["table"]))
                claim(block.label, edition.refer("table", number=block.number))
            case Figure():
                captions["figure"] += 1
                block = replace(block, number=str(captions["figure"]))
                claim(block.label, edition.refer("figure", number=block.number))
            case _:
                pass
        return block

    numbered = rewrite(document, block=visit)
    for inline in all_inlines(numbered):
        if isinstance(inline, CrossRef) and inline.label not in words:
            problems.append(Problem("narrative", f"nothing is labelled {inline.label!r}", nearest(inline.label, words), code="RG321"))
    if problems:
        raise NarrativeError(problems)

    def resolve(inline: Inline) -> Inline:
        return replace(inline, text=words[inline.label]) if isinstance(inline, CrossRef) else inline

    return rewrite(numbered, inline=resolve)


def _number_heading(heading: Heading, counters: list[int], scheme: str, taken: set[str]) -> Heading:
    """Return the heading with its number, and with a label that no other block has when it has none of its own."""
    if heading.numbered:
        counters[heading.level - 1] += 1
        counters[heading.level :] = [0] * (4 - heading.level)
    path = tuple(counters[: heading.level])
    wanted = "sec-" + ("-".join(map(str, path)) if heading.numbered else re.sub(r"\W+", "-", text_of(heading.content)).strip("-"))
    label = heading.label or next(name for n in count(1) if (name := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
    taken.add(label)
    return replace(heading, number=heading_number(scheme, path) if heading.numbered else "", label=label)


def _heading_words(heading: Heading, path: tuple[int, ...], edition: Edition) -> str:
    title = text_of(heading.content)
    if not heading.numbered:
        return edition.refer("section", title=title, number=title)
    dotted = ".".join(map(str, path))
    return edition.refer("chapter" if len(path) == 1 else "section", han=han(path[0]), number=dotted, title=title)


def contents(document: Document) -> Iterator[ContentsEntry]:
    """Yield the lines of the contents down to `meta.contents_depth`, each chapter with its abstract.

    The abstract is the first "deck" paragraph directly after the chapter's heading.
    """
    flat = tuple(walk(document.blocks))
    for block, following in zip(flat, (*flat[1:], None), strict=False):  # the last block has nothing after it
        if isinstance(block, Heading) and block.level <= document.meta.contents_depth:
            yield ContentsEntry(block.level, block.number, one_line(block.content), block.label, deck_of(following))


def heading_gap(heading: Heading, scheme: str) -> str:
    """Return what stands between a heading's number and its title."""
    return SCHEMES[scheme][heading.level - 1].gap if heading.number else ""
