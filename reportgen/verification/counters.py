"""The numbers Word gives to headings and list items, counted from the numbering part of a file as Word counts them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from reportgen.renderers.docx.template.labels import printed
from reportgen.wordcheck.model import Package, find, first, number, val


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: format, text with %1…%9, first number, whether all its parts are arabic."""

    kind: str
    text: str
    start: int
    is_arabic: bool


@dataclass
class Counters:
    """Counters of the lists of one file.

    levels   abstract list → depth → level
    lists    numId → its abstract list, and depth → number it begins anew with
    styles   paragraph style → numId and depth
    """

    levels: dict[str, dict[int, Level]]
    lists: dict[str, tuple[str, dict[int, int]]]
    styles: dict[str, tuple[str, int]]
    now: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[tuple[str, int]] = field(default_factory=set)

    def mark(self, paragraph: Any) -> str:
        """Return the number before a paragraph, "" for none and for bullets, and count it."""
        listed, depth = self._asked(paragraph)
        abstract, starts = self.lists.get(listed, ("", {}))
        levels, counts = self.levels.get(abstract, {}), self.now[abstract]
        if depth not in levels:
            return ""
        if depth in starts and (listed, depth) not in self.begun:
            self.begun.add((listed, depth))
            counts[depth] = starts[depth]
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else levels[depth].start
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if levels[depth].kind in ("bullet", "none"):
            return ""
        return re.sub("%([1-9])", lambda found: self._said(abstract, int(found[1]) - 1, is_arabic=levels[depth].is_arabic), levels[depth].text)

    def _said(self, abstract: str, depth: int, *, is_arabic: bool) -> str:
        level = self.levels[abstract].get(depth, Level("decimal", "", 1, True))
        count = self.now[abstract].setdefault(depth, level.start)
        return printed(count, "decimal" if is_arabic else level.kind)

    def _asked(self, paragraph: Any) -> tuple[str, int]:
        """Return the list a paragraph is numbered by and its level: its own, else that of its style."""
        style = val(first(paragraph, "w:pPr/w:pStyle"))
        listed, level = self.styles.get(style, ("", 0))
        own = first(paragraph, "w:pPr/w:numPr")
        if own is not None:
            given = number(first(own, "w:ilvl"))
            listed, level = val(first(own, "w:numId")) or listed, level if given is None else given
        return listed, level


def counters(package: Package) -> Counters:
    """Return the counters of a Word file, all at their start."""
    levels: dict[str, dict[int, Level]] = {}
    lists: dict[str, tuple[str, dict[int, int]]] = {}
    placed: dict[str, int] = {}
    numbering = package.related("numbering")
    for each in find(numbering.root, "w:abstractNum") if numbering else []:
        shapes = {number(level, "w:ilvl") or 0: level for level in find(each, "w:lvl")}
        levels[val(each, "w:abstractNumId")] = {depth: _level(level) for depth, level in shapes.items()}
        placed |= {style: depth for depth, level in shapes.items() if (style := val(first(level, "w:pStyle")))}
    for each in find(numbering.root, "w:num") if numbering else []:
        starts = {number(other, "w:ilvl") or 0: number(first(other, "w:startOverride")) for other in find(each, "w:lvlOverride")}
        begins = {depth: start for depth, start in starts.items() if start is not None}
        lists[val(each, "w:numId")] = val(first(each, "w:abstractNumId")), begins
    styles = {name: (_listed(package, name), placed.get(name, 0)) for name in package.styles}
    return Counters(levels, lists, styles)


def _listed(package: Package, style: str) -> str:
    """Return the list a style numbers its paragraphs by, its own or that of a style it builds on."""
    found = (val(first(each.element, "w:pPr/w:numPr/w:numId")) for each in package.chain(style))
    return next(filter(None, found), "")


def _level(level: Any) -> Level:
    start = number(first(level, "w:start"))
    return Level(val(first(level, "w:numFmt")), val(first(level, "w:lvlText")), 1 if start is None else start, first(level, "w:isLgl") is not None)
