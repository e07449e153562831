"""Characters that no bundled font has, and what is printed where."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen import fonts
from reportgen.document import Document, Figure, Heading, Table
from reportgen.edition import Edition
from reportgen.errors import Problem
from reportgen.tree import inlines_of, text_of, walk, walk_inlines

AROUND = 12
"""Characters of the text shown on each side of one that no font has."""


def lacking(text: str, edition: Edition) -> tuple[str, ...]:
    r"""Return the characters that a family list of the edition cannot draw, in code point order.

    >>> from reportgen.edition import load_edition
    >>> lacking("四川\U00031350", load_edition("zh-Hans")) == ("\U00031350",)
    True
    """
    found = (*fonts.missing(text, edition.serif), *fonts.missing(text, edition.sans))
    return tuple(sorted(set(found)))


def no_glyph(where: str, text: str, at: int) -> Problem:
    """Return the problem of the character of a text that no font has."""
    line = text[max(at - AROUND, 0) : at].rpartition("\n")[2] + text[at : at + AROUND].partition("\n")[0]
    excerpt = " ".join(line.split())
    return Problem(
        where,
        f"no font has the character {text[at]} (U+{ord(text[at]):04X}), in “{excerpt}”",
        "write it with another character, or add a font that has it",
        code="RG442",
    )


def printed_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what a document says, each text with the nearest label or heading before it."""
    meta = document.meta
    names = (name for credit in meta.credits for name in (credit.role, *credit.names))
    yield "cover and credits", "\n".join((meta.title, meta.subtitle, meta.edition, meta.date_text, *meta.institutions, *names))
    if meta.second:
        yield "cover and credits", "\n".join((meta.second.title, *meta.second.institutions))
    where = "before the first heading"
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            where = block.number + text_of(block.content)
        place = block.label if isinstance(block, Table | Figure) else where
        for content in inlines_of(block):
            yield place, text_of(content)
            for inline in walk_inlines(content):
                if inner := getattr(inline, "content", ()):
                    yield place, text_of(inner)
