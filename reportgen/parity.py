"""Two editions of one report say the same things in the same order: headings, tables, figures, and the figures in the prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from reportgen.document import Block, Change, CrossRef, Document, Figure, Heading, KeyFigures, Quantity, Table, Text
from reportgen.errors import Problem
from reportgen.places import place_of
from reportgen.tree import inlines_of, walk, walk_inlines

Sources = Mapping[str, str]
"""The files of a narrative: path as messages name it → text."""


@dataclass(frozen=True, slots=True)
class Written:
    """A numbered edition and the files it was written in, for the places of what differs."""

    document: Document
    sources: Sources = field(default_factory=dict)

    def place(self, block: Block | None) -> str:
        """Return ``path:line:column`` of a heading, table or figure; the edition's tag when it is not found, the last file for None."""
        tag = self.document.meta.language
        if block is None:
            return [tag, *self.sources][-1]
        label = re.escape(getattr(block, "label", ""))
        patterns = [rf"^ *:::+ *(?:table|figure) +{label}\b(?!-)", rf"\{{#{label}\}}"]
        if isinstance(block, KeyFigures):
            patterns = [r"^ *:::+ *key-figures\b"]
        if isinstance(block, Heading):
            words = max((each.text for each in block.content if isinstance(each, Text)), key=len, default="")
            patterns.append(rf"^#+ .*{re.escape(words)}")
        for pattern in patterns:
            for path, source in self.sources.items():
                if found := re.search(pattern, source, re.MULTILINE):
                    return place_of(path, source, found.start())
        return tag


def compare(first: Written, second: Written) -> Iterator[Problem]:
    """Yield a warning for each difference in shape between two editions, with its place in both narratives."""
    for ours, theirs in zip_longest(_outline(first.document), _outline(second.document), fillvalue=(None, ())):
        if ours[1] != theirs[1]:
            what = f"the editions part ways: {_shown(ours[1])} here, {_shown(theirs[1])} at {second.place(theirs[0])}"
            hint = "give both editions the same headings, tables and figures with the same labels"
            yield Problem(first.place(ours[0]), what, hint, "warning", "RG370")
            return
    yield from _counted(first, second)


def _outline(document: Document) -> Iterator[tuple[Block | None, tuple[object, ...]]]:
    """Yield each heading, table, figure and strip of key figures with what must be the same in every edition."""
    for block in walk(document.blocks):
        match block:
            case Heading():
                yield block, ("heading", block.level, block.label)
            case Table():
                yield block, ("table", block.label, tuple(c.key for c in block.columns), tuple(row.key for row in block.rows))
            case Figure():
                keys = block.chart.keys if block.chart.series and block.chart.source else len(block.chart.keys)
                yield block, ("figure", block.label, block.chart.kind, keys)
            case KeyFigures():
                yield block, ("key figures", len(block.figures))
            case _:
                pass


def _counted(first: Written, second: Written) -> Iterator[Problem]:
    """Yield a warning for each source that is printed more often in one edition, at the first section where the counts differ."""
    ours, theirs = _sections(first.document), _sections(second.document)
    totals = [sum((counts for _, counts in sections), Counter()) for sections in (ours, theirs)]
    for source in sorted((totals[0] - totals[1]) + (totals[1] - totals[0])):
        for (head, here), (other, there) in zip(ours, theirs, strict=True):
            if here[source] != there[source]:
                what = f"{source}: printed {here[source]}× in this section, {there[source]}× at {second.place(other)}"
                yield Problem(first.place(head), what, "both editions print the same values", "warning", "RG371")
                break


def _sections(document: Document) -> list[tuple[Block | None, Counter[str]]]:
    """Return the printed sources from one heading to the next, each with how often; what stands before the first has no heading."""
    found: list[tuple[Block | None, Counter[str]]] = [(None, Counter())]
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            found.append((block, Counter()))
        found[-1][1].update(source for content in inlines_of(block) for inline in walk_inlines(content) if (source := _source(inline)))
    return found


def _source(inline: object) -> str:
    match inline:
        case Quantity(unit=unit, source=source, value=value) if unit != "name":
            return source or value
        case Change(source=source):
            return source
        case CrossRef(label=label):
            return label
        case _:
            return ""


def _shown(item: tuple[object, ...]) -> str:
    return " ".join(map(str, item[:3])) or "nothing"
