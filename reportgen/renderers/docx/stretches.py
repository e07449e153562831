"""The text cut into stretches that become sections: columns, tables on pages turned sideways, chapters that begin on right-hand pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from reportgen.document import Block, Columns, Heading, Table
from reportgen.edition import Edition
from reportgen.renderers.docx.sections import Begins
from reportgen.theme import Theme
from reportgen.typeset.columns import is_wide

MOST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks of one section.

    chapter     the heading of the chapter the stretch is in, for running heads; None before the first
    is_turned   on pages turned sideways
    begins      where, after the stretch before it
    """

    blocks: tuple[Block, ...]
    chapter: Heading | None = None
    columns: int = 1
    is_turned: bool = False
    begins: Begins = "continuous"


def stretches(nodes: Iterable[Block], edition: Edition, theme: Theme) -> Iterator[Stretch]:
    """Yield the stretches of a text in order; the first begins page 1, which is a right-hand page without being asked."""
    recto = theme.page.chapters == "recto"
    chapter, count, pieces = None, 0, []
    for node in nodes:
        if isinstance(node, Heading) and node.level == 1:
            chapter, count = node, count + recto
        turned = isinstance(node, Table) and is_wide(node, edition, theme)
        # Columns stand alone; everything else goes with its like.
        kind = (count, turned, id(node) if isinstance(node, Columns) else 0)
        pieces.append((kind, chapter, node))
    before: Stretch | None = None
    chapters = 0
    for (count, turned, alone), group in groupby(pieces, key=lambda piece: piece[0]):
        parts = list(group)
        content = tuple(node for _, _, node in parts)
        begins: Begins = "nextPage" if before is None or turned or before.is_turned else "continuous"
        if before is not None and count != chapters:
            begins = "oddPage"
        columns = content[0] if alone else None
        if isinstance(columns, Columns):
            before = Stretch(columns.blocks, parts[0][1], min(max(columns.count, 1), MOST_COLUMNS), begins=begins)
        else:
            before = Stretch(content, parts[0][1], is_turned=turned, begins=begins)
        chapters = count
        yield before
