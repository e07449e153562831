"""Two editions of one report say the same things in the same order: headings, tables, figures, and the figures in the prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from reportgen.document import Change, CrossRef, Document, Figure, Heading, Quantity, Table
from reportgen.errors import Problem
from reportgen.tree import all_inlines, walk


def compare(first: Document, second: Document) -> Iterator[Problem]:
    """Yield a warning for each difference in shape between two numbered editions."""
    place = f"{first.meta.language}/{second.meta.language}"
    for ours, theirs in zip_longest(_outline(first), _outline(second)):
        if ours != theirs:
            what = f"the editions part ways: {_shown(ours)} against {_shown(theirs)}"
            yield Problem(place, what, "give both editions the same headings, tables and figures with the same labels", "warning", "RG370")
            return
    for what in _counted(first, second):
        yield Problem(place, what, "both editions print the same values", "warning", "RG371")


def _outline(document: Document) -> Iterator[tuple[object, ...]]:
    for block in walk(document.blocks):
        match block:
            case Heading():
                yield ("heading", block.level, block.label)
            case Table():
                yield ("table", block.label, tuple(c.key for c in block.columns), tuple(row.key for row in block.rows))
            case Figure():
                yield ("figure", block.label, block.chart.kind, block.chart.keys if block.chart.series and block.chart.source else len(block.chart.keys))
            case _:
                pass


def _counted(first: Document, second: Document) -> Iterator[str]:
    ours, theirs = _sources(first), _sources(second)
    for source in sorted((ours - theirs) + (theirs - ours)):
        yield f"{source}: printed {ours[source]} times in {first.meta.language}, {theirs[source]} times in {second.meta.language}"


def _sources(document: Document) -> Counter[str]:
    found: Counter[str] = Counter()
    for inline in all_inlines(document):
        match inline:
            case Quantity(unit=unit, source=source, value=value) if unit != "name":
                found[source or value] += 1
            case Change(source=source):
                found[source] += 1
            case CrossRef(label=label):
                found[label] += 1
            case _:
                pass
    return found


def _shown(item: tuple[object, ...] | None) -> str:
    return "nothing" if item is None else " ".join(map(str, item[:3]))


