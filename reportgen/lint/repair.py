"""Findings of a text, and the text with the sure ones mended."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.lint.headings import mixed_cases
from reportgen.lint.passages import EDGE, Hit, Page, Passage
from reportgen.lint.rules import FINDERS, rules

MAX_ROUNDS = 12
"""Repairs uncover others: a blank in front of a bracket, say.  Each shortens the text or leaves fewer marks, so few rounds do."""
AROUND = 8
"""Characters shown on each side of a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What breaks a rule in a file: text[start:end] should read `reading`, when that is known.

    line, column     from 1, counted in characters.
    shown, expected  the place with some words around it, as it is and as it should read; the latter "" when `hint` says what to do.
    is_safe          whether a repair writes `reading`.
    """

    path: str
    line: int
    column: int
    rule: str
    what: str
    hint: str
    shown: str
    expected: str
    start: int
    end: int
    reading: str | None = None
    is_safe: bool = False


def findings(path: str, text: str, page: Page, asked: Collection[str], company: Sequence[Passage] = ()) -> tuple[Finding, ...]:
    """Return what breaks the rules that are asked for, in the order of the text.

    company  passages of the other files of the edition.
    """
    found: list[Finding] = []
    starts = [0, *(ends.end() for ends in re.finditer("\n", text))]
    for rule in asked:
        for passage, hit in _hits(rule, page.passages, company):
            if not _is_kept(starts, passage, hit, page, rule):
                found.append(_finding(path, text, starts, passage, hit, rule))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.rule)))


def _hits(rule: str, passages: Sequence[Passage], company: Sequence[Passage]) -> Iterator[tuple[Passage, Hit]]:
    if rule == "E2":
        yield from mixed_cases(passages, company)
        return
    for passage in passages:
        if rules()[rule].holds_for(passage):
            for find in FINDERS[rule]:
                yield from ((passage, hit) for hit in find(passage))


def _is_kept(starts: Sequence[int], passage: Passage, hit: Hit, page: Page, rule: str) -> bool:
    if not page.kept:
        return False
    first, last = (bisect_right(starts, passage.places[at]) for at in (0, hit.end))
    return any(line in page.kept and (not page.kept[line] or rule in page.kept[line]) for line in range(first, last + 1))


def _finding(path: str, text: str, starts: Sequence[int], passage: Passage, hit: Hit, rule: str) -> Finding:
    start, end = passage.places[hit.start], passage.places[hit.end]
    line = bisect_right(starts, start)
    column = start - starts[line - 1] + 1
    left, right = _around(text, passage, hit)
    shown = f"{left}{_visible(text[start:end])}{right}"
    expected = "" if hit.hint or hit.reading is None else f"{left}{_visible(hit.reading)}{right}"
    is_safe = hit.is_safe and _may_write(passage, hit)
    return Finding(path, line, column, rule, hit.what, hit.hint, shown, expected, start, end, hit.reading, is_safe)


def _around(text: str, passage: Passage, hit: Hit) -> tuple[str, str]:
    first, last = passage.places[max(0, hit.start - AROUND)], passage.places[min(len(passage.text), hit.end + AROUND)]
    return _visible(text[first : passage.places[hit.start]]), _visible(text[passage.places[hit.end] : last])


def _visible(text: str) -> str:
    return text.replace("\r", "").replace("\n", "⏎").replace("\u3000", "□")


def _may_write(passage: Passage, hit: Hit) -> bool:
    """Whether a repair touches words only, and brings in nothing that YAML or CSV would read as its own."""
    if not passage.is_fixable or hit.reading is None or any(char in passage.barred for char in hit.reading):
        return False
    return not any("\ue000" <= char <= "\uf8ff" and char != EDGE for char in passage.text[hit.start : hit.end])


def repaired(text: str, page_of: Callable[[str], Page], asked: Collection[str]) -> tuple[str, Counter[str]]:
    """Return a text in which everything sure is mended, and how many repairs each rule made.

    Mending again changes nothing, and template code is left as it stands, byte for byte.
    """
    counts: Counter[str] = Counter()
    for _ in range(MAX_ROUNDS):
        edits = tuple(_apart(each for each in findings("", text, page_of(text), asked) if each.is_safe))
        if not edits:
            break
        for edit in reversed(edits):
            text = text[: edit.start] + (edit.reading or "") + text[edit.end :]
        counts.update(edit.rule for edit in edits)
    return text, counts


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings that do not overlap; of two that do, the first: the next round sees what is left of the other."""
    end = -1
    for each in found:
        if each.start >= end:
            yield each
            end = each.end
