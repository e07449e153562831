"""A document as passages and sentences, in which values keep their nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reportgen.comparison.model import Passage, PassageKind, Piece
from reportgen.document import (
    Block,
    Box,
    BulletList,
    Change,
    Columns,
    CrossRef,
    Document,
    Emph,
    Figure,
    Heading,
    Inlines,
    KeyFigures,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Parallel,
    Quantity,
    Span,
    Strong,
    Table,
    Text,
)
from reportgen.tree import walk_inlines

END = re.compile(r"[。！？!?]+[”’）】)]*|[.](?=[”’)]*\s+[“(‘]?[A-Z])[”’)]*|\n")
"""End of a sentence; a point between digits or before a small letter ends none."""


def passages(document: Document) -> tuple[Passage, ...]:
    """Return everything that is read as text, in reading order; the cells of tables and the insides of charts are left to the tables."""
    return tuple(_Reader().read(document.blocks))


class _Reader:
    """One walk over a document that knows the heading it is under."""

    def __init__(self) -> None:
        self.place = ""

    def read(self, blocks: tuple[Block, ...], kind: PassageKind = "text") -> Iterator[Passage]:
        for block in blocks:
            yield from self.block(block, kind)

    def block(self, block: Block, kind: PassageKind) -> Iterator[Passage]:
        match block:
            case Heading(level, content, label):
                pieces, notes = _flat(content), _notes(content)
                self.place = " ".join(filter(None, (block.number, "".join(piece.text for piece in pieces))))
                yield Passage("heading", pieces, self.place, label, "body" if block.numbered else "unnumbered", level)
                yield from self._footnotes(notes)
            case Paragraph(content, role):
                yield from self._passage(kind, content, role=role)
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from self.read(item, "item")
            case Table() | Figure():
                yield from self._passage("caption", block.caption, label=block.label)
                yield from self._below(block)
            case KeyFigures():
                for figure in block.figures:
                    yield from self._passage("text", (*figure.value, Text(" "), *figure.meaning), role="plain")
                yield from self._below(block)
            case Box():
                yield from self._passage("box", block.title, role="title")
                yield from self.read(block.blocks, "box")
            case Columns():
                yield from self.read(block.blocks, kind)
            case Parallel(first, second):
                yield from self.read((*first, *second), kind)
            case PageBreak():
                pass

    def _below(self, block: Table | Figure | KeyFigures) -> Iterator[Passage]:
        for content in block.notes:
            yield from self._passage("note", content)
        yield from self._passage("note", block.source, role="source")

    def _passage(self, kind: PassageKind, content: Inlines, *, label: str = "", role: str = "body") -> Iterator[Passage]:
        if content:
            yield Passage(kind, _flat(content), self.place, label, role)
            yield from self._footnotes(_notes(content))

    def _footnotes(self, notes: list[Inlines]) -> Iterator[Passage]:
        for content in notes:
            yield Passage("footnote", _flat(content), self.place)


def _flat(content: Inlines) -> tuple[Piece, ...]:
    """Return inlines as pieces; words that follow each other are one."""
    made: list[Piece] = []
    for inline in content:
        match inline:
            case Quantity(text=text) | Change(text=text) | CrossRef(text=text):
                made.append(Piece(text, inline))
            case Emph(inner) | Strong(inner) | Link(content=inner) | Span(inner):
                made += _flat(inner)
            case Text(text):
                made.append(Piece(text))
            case LineBreak():
                made.append(Piece(" "))
            case Note():
                pass
    joined: list[Piece] = []
    for piece in made:
        if joined and piece.node is None and joined[-1].node is None:
            joined[-1] = Piece(joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def _notes(content: Inlines) -> list[Inlines]:
    return [inline.content for inline in walk_inlines(content) if isinstance(inline, Note)]


def sentences(passage: Passage) -> tuple[tuple[Piece, ...], ...]:
    """Return the sentences of a passage; values and references stay whole.

    >>> def said(text): return ["".join(piece.text for piece in one) for one in sentences(Passage("text", (Piece(text),), ""))]
    >>> said("四川得91.10分。比上期高。"), said("It rose by 1.5 points, e.g. in Henan. Hebei fell.")
    (['四川得91.10分。', '比上期高。'], ['It rose by 1.5 points, e.g. in Henan.', 'Hebei fell.'])
    """
    text = passage.text
    inside = set()
    at = 0
    for piece in passage.pieces:
        if piece.node is not None:
            inside |= set(range(at, at + len(piece.text)))
        at += len(piece.text)
    cuts = [found.end() for found in END.finditer(text) if found.start() not in inside]
    edges = [0, *(cut for cut in cuts if cut < len(text)), len(text)]
    return tuple(made for start, end in pairwise(edges) if (made := _stripped(_cut(passage.pieces, start, end))))


def _cut(pieces: tuple[Piece, ...], start: int, end: int) -> tuple[Piece, ...]:
    made = []
    at = 0
    for piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        if first < last:
            made.append(piece if piece.node is not None else Piece(piece.text[first:last]))
        at += len(piece.text)
    return tuple(made)


def _stripped(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return a sentence without the blanks around it."""
    made = list(pieces)
    if made and made[0].node is None:
        made[0] = Piece(made[0].text.lstrip())
    if made and made[-1].node is None:
        made[-1] = Piece(made[-1].text.rstrip())
    return tuple(piece for piece in made if piece.text)
