"""What readers are told of facts the data doubt: a note at the figure, with the reason.

In running text the first figure of a chapter that is in doubt for a reason has a footnote; under a table or a figure the reason stands among
the notes; inside a footnote it follows the words.  Values computed from a flagged fact are flagged as well, because their source names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from reportgen.document import Block, Document, Emph, Figure, Heading, Inline, Inlines, KeyFigures, Link, Note, Paragraph, Quantity, Span, Strong, Table, Text
from reportgen.edition import Edition
from reportgen.facts import Fact
from reportgen.tree import inlines_of, rewrite, walk_inlines

TableOrFigure = TypeVar("TableOrFigure", Table, Figure, KeyFigures)


def shown_in(node: Block) -> Iterator[Inline]:
    """Yield every inline directly inside a block."""
    return (inline for content in inlines_of(node) for inline in walk_inlines(content))


class Flags:
    """The flagged facts of a report in one edition."""

    def __init__(self, facts: Iterable[Fact], edition: Edition) -> None:
        self._words = {
            fact.value.source.rpartition(".")[0]: f"{edition.word(f'flag.{fact.flag}')}{edition.word('label.colon')}{fact.reason}"
            for fact in facts if fact.flag
        }  # fmt: skip
        self._figure = re.compile(rf"({'|'.join(map(re.escape, self._words))})\.(?:value|compare_value|from_value)")  # its period and source are not in doubt
        self._stop, self._space = edition.word("label.stop"), edition.word("space")

    def of(self, inlines: Iterable[Inline]) -> Iterator[str]:
        """Yield the place of each flagged fact whose value stands among the inlines, or went into one of them, each once."""
        sources = [inline.source for inline in inlines if isinstance(inline, Quantity)] if self._words else []
        yield from dict.fromkeys(place for source in sources for place in self._figure.findall(source))

    def note(self, place: str) -> Inlines:
        """Return what a reader is told of the flagged fact at a place of the data."""
        return (Text(f"{self._words[place]}{self._stop}"),)

    def marked(self, document: Document) -> Document:
        """Return the document with a note at its flagged figures."""
        if not self._words:
            return document
        told: set[str] = set()

        def block(node: Block) -> Block:
            match node:
                case Heading() | Paragraph():
                    if isinstance(node, Heading) and node.level == 1:
                        told.clear()
                    return replace(node, content=tuple(self._noted(node.content, told)))
                case Table():
                    return self.below(node, shown_in(node))
                case Figure():
                    return self.below(node, shown_in(node))
                case KeyFigures():
                    return self.below(node, shown_in(node))
                case _:
                    return node

        return rewrite(document, block=block)

    def below(self, node: TableOrFigure, shown: Iterable[Inline]) -> TableOrFigure:
        """Return a table, figure or strip with the reasons of the flagged figures it shows among its notes, each once."""
        return replace(node, notes=tuple(dict.fromkeys((*node.notes, *map(self.note, self.of(shown))))))

    def _noted(self, content: Inlines, told: set[str]) -> Iterator[Inline]:
        for inline in content:
            match inline:
                case Quantity():
                    yield inline
                    yield from self._footnotes((inline,), told)
                case Emph() | Strong() | Span():
                    yield replace(inline, content=tuple(self._noted(inline.content, told)))
                case Link():
                    yield inline
                    yield from self._footnotes(walk_inlines(inline.content), told)
                case Note():
                    reasons = (Text(self._space + self._words[place] + self._stop) for place in self.of(walk_inlines(inline.content)))
                    yield replace(inline, content=(*inline.content, *reasons))
                case _:
                    yield inline

    def _footnotes(self, inlines: Iterable[Inline], told: set[str]) -> Iterator[Note]:
        for place in self.of(inlines):
            reason = self._words[place]
            if reason not in told:  # two figures may be in doubt for one reason
                told.add(reason)
                yield Note(self.note(place))
