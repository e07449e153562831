"""Drawings and charts: words for those who do not see them, and charts that agree with the workbook behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.wordcheck.model import Element, Finding, Package, Place, Story, find, first, rels_name
from reportgen.wordcheck.workbook import Workbook, open_workbook

AGAIN = "delete the chart and insert it again"
TOLERANCE = 1e-9
"""Two numbers nearer than this share of the larger are one number, written with more or fewer digits."""


def alternatives(package: Package) -> Iterator[Finding]:
    """Yield drawings without words for those who do not see them, unless they are marked as decoration."""
    for story in package.texts:
        for node in find(story.root, "//wp:docPr"):
            is_decoration = first(node, ".//decorative:decorative[@val='1' or @val='true']") is not None
            if not is_decoration and not str(node.get("descr", "")).strip():
                yield Finding(story.place(node), "has a drawing without alternative text", "write it: Picture Format, Alt Text")


def charts(package: Package) -> list[Story]:
    """Return the chart parts."""
    return [story for name, story in package.stories.items() if package.types.get(name, "").endswith("drawingml.chart+xml")]


def _workbook(package: Package, story: Story) -> tuple[Workbook | None, str]:
    """Return the workbook of a chart, or what is wrong with it."""
    named = first(story.root, "c:externalData")
    relations = package.reached("package", story.part)
    if named is None or len(relations) != 1:
        return None, f"has {len(relations)} embedded workbooks" if named is not None else "names no embedded workbook"
    data = package.parts.get(relations[0].target)
    if data is None:
        return None, "names no embedded workbook"
    book = open_workbook(data)
    return book, "" if book else "has an embedded workbook that cannot be read"


def workbooks(package: Package) -> Iterator[Finding]:
    """Yield charts without a workbook that opens: "Edit Data" fails."""
    for story in charts(package):
        _, wrong = _workbook(package, story)
        if wrong:
            yield Finding(story.place(), wrong, AGAIN)


def caches(package: Package) -> Iterator[Finding]:
    """Yield points of charts that differ from the cell they come from: the chart changes when somebody edits it."""
    for story in charts(package):
        book, _ = _workbook(package, story)
        if book is None:
            continue
        for node in find(story.root, "//c:numRef | //c:strRef"):
            formula = "".join(each.text or "" for each in find(node, "c:f"))
            cells = book.cells(formula)
            if cells is None:
                yield Finding(story.place(), f"takes {formula} from its workbook, which has no such cells", AGAIN)
                continue
            for point in find(node, "*/c:pt"):
                shown, index = "".join(each.text or "" for each in find(point, "c:v")), _count(point, "idx")
                cell = cells[index] if 0 <= index < len(cells) else ""
                if not _is_same(shown, cell):
                    yield Finding(story.place(), f"shows {shown} as point {index + 1} of {formula}, but its workbook says {cell}", AGAIN)


def _is_same(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        left, right = float(one), float(other)
    except ValueError:
        return False
    return abs(left - right) <= TOLERANCE * max(abs(left), abs(right))


def points(package: Package) -> Iterator[Finding]:
    """Yield caches that count more or fewer points than they hold places for."""
    for story in charts(package):
        for node in find(story.root, "//c:numCache | //c:strCache"):
            count, held = first(node, "c:ptCount"), find(node, "c:pt")
            said = _count(count, "val") if count is not None else -1
            places = [_count(point, "idx") for point in held]
            if said < len(places) or len(set(places)) < len(places) or any(not 0 <= place < said for place in places):
                yield Finding(story.place(), f"has a cache of {said} points with {len(places)} in it", AGAIN)


def axes(package: Package) -> Iterator[Finding]:
    """Yield charts whose plots name axes that are not there, or whose axes do not cross one another: Word drops such a chart."""
    for story in charts(package):
        area = first(story.root, "//c:plotArea")
        if area is None:
            yield Finding(story.place(), "has no plot", AGAIN)
            continue
        defined = [_value(node) for node in find(area, "*[c:crossAx]/c:axId")]
        crossed = [_value(node) for node in find(area, "*/c:crossAx")]
        for named in find(area, "*[c:ser]/c:axId"):
            if _value(named) not in defined:
                yield Finding(story.place(), f"names the axis {_value(named)}, which is not there", AGAIN)
        if len(set(defined)) < len(defined) or not set(crossed) <= set(defined):
            yield Finding(story.place(), "has axes that do not cross one another", AGAIN)


def _count(node: Element, attribute: str) -> int:
    text = str(node.get(attribute, ""))
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1


def _value(node: Element) -> str:
    return str(node.get("val", ""))


def chart_defaults(package: Package) -> Iterator[Finding]:
    """Yield charts that leave open what programs decide differently: round corners, and a title made from the only series."""
    for story in charts(package):
        for path in ("c:roundedCorners", "c:chart/c:autoTitleDeleted"):
            if first(story.root, path) is None and not (path.endswith("Deleted") and first(story.root, "c:chart/c:title") is not None):
                yield Finding(story.place(), f"does not say {path.rpartition(':')[2]}, and programs differ", "write it into the chart")


def embedded(package: Package) -> Iterator[Finding]:
    """Yield formulas in the workbooks of charts: data that begin with = would run in the reader's spreadsheet."""
    for story in charts(package):
        book, _ = _workbook(package, story)
        if book and book.has_formulas:
            where = next(each for each in package.reached("package", story.part))
            yield Finding(Place(rels_name(story.part), where.id), "leads to a workbook with formulas", "paste the values into the workbook")
