"""Paragraphs of the running text: indents, distances, and what stands alone at the end of a page or of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportgen.inspection.flow import INDENT_EM, LIST_MARK, SAME, Flow, Paragraph, is_han, paragraphs, starts_at
from reportgen.inspection.measure import Measure, at
from reportgen.inspection.pages import Line

INDENT = (1.98, 2.02)
DISTANCE = 0.3
"""Points by which distances of lines may differ in one file."""
WIDE_SHARE = 0.5
"""Lines narrower than this share of the widest belong to a list of names or a table."""
LONE = 2
"""Letters and digits the last line of a paragraph holds at least."""
_WORD = re.compile(r"[^\W_]")
_STOP = re.compile(r"[。．.!?！？：:”’)）]$")


def first_line_indents(flow: Flow) -> Measure:
    """G1: the first line of a Chinese paragraph is indented by two em; what goes on from the page before is no first line."""
    indents, found = [], []
    tops = {id(parts[0]) for parts in _by_page(flow)}
    for paragraph in flow.body:
        first = paragraph.lines[0]
        if len(paragraph.lines) < 2 or LIST_MARK.match(first.text) or not is_han(first) or not flow.is_full(paragraph, first, paragraph.lines[1]):
            continue
        indent = (first.left - paragraph.left) / first.size
        if abs(indent) < 0.05 and id(paragraph) in tops:
            continue
        indents.append(indent)
        if not INDENT[0] <= indent <= INDENT[1]:
            found.append(at(first, what=f"the first line is indented by {indent:.2f} em"))
    values = (("least", round(min(indents), 2)), ("most", round(max(indents), 2))) if indents else ()
    return Measure("G1", "first-line indents", values, "2 em", len(indents), tuple(found), "em")


def distances(flow: Flow) -> Measure:
    """P5, G2: lines of the running text of one size stand at one distance in the whole file, within paragraphs and between them; in points."""
    found, counted = [], 0
    seen = [distance for distance in flow.leadings.values() if distance]
    for size, usual in flow.leadings.items():
        pairs = [pair for page in flow.pages for pair in _neighbours(flow, flow.body_lines(page, size))]
        counted += len(pairs)
        for above, below in pairs:
            distance = above.y - below.y
            if abs(distance - usual) > DISTANCE:
                seen.append(distance)
                found.append(at(below, what=f"stands {distance:.2f} pt below the line before it, others {usual:.2f} pt"))
    values = tuple((name, round(value, 2)) for name, value in (("least", min(seen)), ("most", max(seen)))) if counted else ()
    return Measure("P5", "distance of lines", values, "one value a size", counted, tuple(found), "pt")


def _neighbours(flow: Flow, lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield lines that follow each other in a paragraph or from one paragraph to the next, whatever their distance."""
    wide = max((line.right - line.left for line in flow.lines if flow.is_body(line)), default=0.0) * WIDE_SHARE
    loose = list(paragraphs(lines, None))
    for paragraph in loose:
        for above, below in paragraph.turns:
            if above.right - above.left > wide and flow.is_full(paragraph, above, below) and not _may_end(paragraph, above):
                yield above, below
    yield from ((above.lines[-1], below.lines[0]) for above, below in pairwise(loose) if _is_body_pair(above, below))


def lone_lines(flow: Flow) -> Measure:
    """G6: two lines of a paragraph at least stand on each side of a page break."""
    found, counted = [], 0
    for before, after in _page_turns(flow):
        counted += 1
        if len(before.lines) == 1:
            found.append(at(before.lines[0], what="the first line of a paragraph stands alone at the foot of the page"))
        if len(after.lines) == 1:
            found.append(at(after.lines[0], what="the last line of a paragraph stands alone at the head of the page"))
    return Measure("G6", "widows and orphans", (("violations", len(found)),), "0", counted, tuple(found))


def lone_characters(flow: Flow) -> Measure:
    """G5 (孤字): the last line of a Chinese paragraph holds two characters at least, beside its mark."""
    lasts = [paragraph.lines[-1] for paragraph in flow.body if len(paragraph.lines) > 1 and is_han(paragraph.lines[0])]
    found = [at(line, what="a single character is left for the last line") for line in lasts if len(_WORD.findall(line.text)) < LONE]
    return Measure("G5", "last lines of paragraphs", (("violations", len(found)),), "0", len(lasts), tuple(found))


def _by_page(flow: Flow) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs of the running text of every page that has any, from top to bottom."""
    for page in flow.pages:
        if parts := sorted((each for each in flow.body if each.lines[0].page == page.index), key=lambda each: -each.lines[0].y):
            yield parts


def _page_turns(flow: Flow) -> Iterator[tuple[Paragraph, Paragraph]]:
    """Yield the two parts of every paragraph that goes on from one page to the next."""
    for upper, lower in pairwise(_by_page(flow)):
        before, after = min(upper, key=lambda each: each.lines[-1].y), lower[0]
        if before.lines[0].page + 1 == after.lines[0].page and _goes_over(flow, before, after):
            yield before, after


def _goes_over(flow: Flow, before: Paragraph, after: Paragraph) -> bool:
    """Return whether the first line of a page belongs to the last paragraph of the page before."""
    last, first = before.lines[-1], after.lines[0]
    if LIST_MARK.match(first.text):
        return False
    if flow.reach(before.left) - last.right > 2 * last.size:
        return False
    if len(before.lines) > 1 and abs(before.lines[0].left - before.left) > SAME:
        return starts_at(first, before.left)
    if LIST_MARK.match(last.text):
        return first.left > last.left + SAME
    if SAME < last.left - first.left < 2 * INDENT_EM * last.size:
        return True
    return starts_at(first, last.left) and not _STOP.search(last.text)


def _may_end(paragraph: Paragraph, line: Line) -> bool:
    """Return whether a paragraph without indent may end with a line: what stands below may then be another one."""
    return abs(paragraph.lines[0].left - paragraph.left) < SAME and _STOP.search(line.text) is not None


def _is_body_pair(above: Paragraph, below: Paragraph) -> bool:
    """Return whether two paragraphs are neighbours of the running text, both with an indented first line."""
    indents = [(part.lines[0].left - part.left) / part.lines[0].size for part in (above, below)]
    gap = above.lines[-1].y - below.lines[0].y
    if any(LIST_MARK.match(part.lines[0].text) for part in (above, below)):
        return False
    return all(abs(indent - INDENT_EM) < 0.1 for indent in indents) and abs(above.left - below.left) < SAME and 0 < gap < INDENT_EM * above.lines[0].size


