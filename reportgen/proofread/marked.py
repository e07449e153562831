"""A Word file made by reportgen and edited by people: every marked value held against what was printed and what the data say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from reportgen.document import Change, Document, Quantity
from reportgen.proofread.lexicon import Lexicon
from reportgen.proofread.model import Edit, Finding, Verdict
from reportgen.proofread.printed import agrees
from reportgen.proofread.sources import Sources
from reportgen.reading import File
from reportgen.renderers.docx.tags import AROUND, Mark, Record, Words, marks_of, read_record, shown, words_in, words_of
from reportgen.tree import inlines_of, walk, walk_inlines
from reportgen.wordcheck import open_safely
from reportgen.wordcheck.model import TBL, TR, P, name_of

_DIGITS_BEFORE, _DIGITS_AFTER = re.compile(r"[0-9][0-9.,]*\Z"), re.compile("[.,]?[0-9]+")
Known = Mapping[str, frozenset[str]]
"""Exact values by source, as a project computes them now."""


def values_by_source(documents: Iterable[Document]) -> Known:
    """Return the exact values that documents print, by source; of a formula that names no condition there may be several."""
    found: dict[str, set[str]] = {}
    for document in documents:
        for block in walk(document.blocks):
            for inline in (each for content in inlines_of(block) for each in walk_inlines(content)):
                if isinstance(inline, Quantity):
                    found.setdefault(inline.source, set()).add(inline.value)
                elif isinstance(inline, Change):
                    found.setdefault(inline.source, set()).add(inline.state if inline.places is None else str(inline.places))
    return {source: frozenset(values) for source, values in found.items()}


@dataclass(frozen=True, slots=True)
class Standing:
    """A value of the record and what stands in its place: in its control, or between the words that stood around it.

    text      None when the words around it are gone, too
    sentence  the paragraph, or the row of a table
    """

    record: Mark
    text: str | None
    where: str = ""
    sentence: str = ""


def marked_findings(file: File, lexicon: Lexicon, sources: Sources, known: Known) -> tuple[tuple[Finding, ...], int]:
    """Return a finding for every marked value that still has a place in a Word file, and how many have none.

    Raises UnsafeDocument for a file that is not safe to open.
    """
    package = open_safely(file.data, file.path)
    record = read_record(package.parts)
    text = _Text([story.root for story in (package.document, package.related("footnotes")) if story is not None])
    found = [each for each in _standing(record.marks, text) if each.text is not None]
    gone = len(set(record.marks) - {each.record for each in found})
    judged = _Judge(record, lexicon, sources, known)
    return tuple(judged.finding(each, file.path) for each in found), gone


class _Text:
    """The words of the text and then of its notes, and where they are: as findings about sentences say it."""

    def __init__(self, roots: Sequence[Any]) -> None:
        self.words: Sequence[Words] = [each for root in roots for each in words_of(root)]
        self.marks = list(marks_of(self.words))
        self._paragraphs = {each: place for root in roots for place, each in enumerate(root.iter(P), 1)}
        outer = (each for root in roots for each in root.iter(TBL) if not any(above.tag == TBL for above in each.iterancestors()))
        self._tables = {each: place for place, each in enumerate(outer, 1)}

    def where(self, place: int) -> tuple[str, str]:
        """Return the place of a word, and its sentence."""
        paragraph = self.words[place].paragraph
        above = list(paragraph.iterancestors(TR, TBL))
        if any(each.tag == name_of("w:footnote") for each in paragraph.iterancestors()):
            return "footnotes", shown(words_in(paragraph))
        if len(above) > 1:
            row = list(above[-1].iter(TR)).index(above[-2]) + 1
            cells = ["".join(shown(words_in(each)) for each in cell.iter(P)) for cell in above[-2].iterfind("{*}tc")]
            return f"table {self._tables[above[-1]]}, row {row}", " | ".join(cells)
        return f"paragraph {self._paragraphs[paragraph]}", shown(words_in(paragraph)).strip()


# ---------------------------------------------------------------- where every value is now


def _standing(records: Sequence[Mark], text: _Text) -> Iterator[Standing]:
    """Yield every value of the record that is in a part: by its control, by the order of controls without names, or by the words around."""
    named = list(_by_name(records, text.marks))
    pairs = dict(reversed(named))
    nameless = [mark for mark in text.marks if not mark.tag]
    ordered = _in_order([each for each in records if each not in pairs], nameless)
    for record, mark in (*named, *ordered.items()):
        if mark.text:
            yield Standing(record, _grown(record, mark), *text.where(mark.start))
    places = {record: mark for record, mark in (pairs | ordered).items() if mark.text}
    yield from _retyped(records, places, text)


def _by_name(records: Sequence[Mark], found: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """Yield values with their controls; one that was pasted again has a new id and the same tag."""
    ids = {(each.id, each.tag): each for each in records}
    tags = {(each.title, each.tag): each for each in reversed(records)}
    for mark in found:
        record = ids.get((mark.id, mark.tag)) or tags.get((mark.title, mark.tag))
        if record is not None and mark.tag:
            yield record, mark


def _in_order(records: Sequence[Mark], found: Sequence[Mark]) -> dict[Mark, Mark]:
    """Return values and controls that stand in the same order, as LibreOffice leaves them: without id and tag."""
    if len(records) == len(found):
        return dict(zip(records, found, strict=True))
    old, new = ([(each.before[-4:], each.text, each.after[:4]) for each in marks] for marks in (records, found))
    pairs: dict[Mark, Mark] = {}
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and b - a == d - c):
            pairs |= zip(records[a:b], found[c:d], strict=True)
    return pairs


def _grown(record: Mark, mark: Mark) -> str:
    """Return what is printed in a control, with digits that were typed right beside it."""
    before, after = _DIGITS_BEFORE.search(mark.before), _DIGITS_AFTER.match(mark.after)
    joined = before[0] if before and mark.before[-AROUND:] != record.before else ""
    return joined + mark.text + (after[0] if after and mark.after[:AROUND] != record.after else "")


def _retyped(records: Sequence[Mark], places: Mapping[Mark, Mark], whole: _Text) -> Iterator[Standing]:
    """Yield the values whose control is gone and whose place is told by the words around, between the controls next to it."""
    start, gone = 0, list[Mark]()
    for record in (*records, None):
        if record is not None and record not in places:
            gone.append(record)
            continue
        stop = places[record].start if record is not None else len(whole.words)
        if gone and start <= stop:
            yield from _between(gone, start, stop, whole)
        gone = []
        if record is not None:
            start = places[record].stop


def _between(gone: Sequence[Mark], start: int, stop: int, whole: _Text) -> Iterator[Standing]:
    owners = [place for place in range(start, stop) for _ in (whole.words[place].text if whole.words[place].when != "before" else "")]
    text = ("" if start else "\n") + shown(whole.words[start:stop])
    owners = ([] if start else [0]) + owners
    at = 0
    for record in gone:
        opening = text.find(record.before, at)
        begin = opening + len(record.before)
        end = text.find(record.after, begin) if record.after else len(text)
        if opening < 0 or end < 0 or "\n" in text[begin:end] or not text[begin:end].strip():
            yield Standing(record, None)
            continue
        yield Standing(record, text[begin:end].strip(), *whole.where(owners[begin]))
        at = end


# ---------------------------------------------------------------- what is to be said of it


class _Judge:
    """What the data say to a value."""

    def __init__(self, record: Record, lexicon: Lexicon, sources: Sources, known: Known) -> None:
        self.record, self.lexicon, self.sources, self.known = record, lexicon, sources, known

    def finding(self, standing: Standing, file: str) -> Finding:
        """Return whether what stands in the place of a value is what the data say."""
        exact, _, unit = self.record.full(standing.record.title).rpartition(" ")
        source = self.record.full(standing.record.tag)
        old, new = standing.record.text, standing.text or ""
        right = self._now(exact, unit, source)
        is_current = right == exact
        same = is_current if new == old else agrees(new, right, unit, self.lexicon)
        verdict = Verdict.UNCHECKABLE if same is None else Verdict.TRUE if same else Verdict.FALSE
        claim = f"{old}: not changed" if new == old else f"{old}: changed to {new}"
        if same is None:
            claim = f"{old}: reworded to {new}"
        value = old if is_current else right
        better = standing.sentence.replace(new, value, 1) if verdict is Verdict.FALSE and is_current and standing.sentence.count(new) == 1 else ""
        edit = Edit(old, new, right, unit, source)
        return Finding(f"{file}:{standing.where}", claim, f"{value} ({source})", standing.sentence, "marked", verdict, better, edit)

    def _now(self, exact: str, unit: str, source: str) -> str:
        """Return the exact value by the data of today; as it was at the time of building where only the report can compute it."""
        if found := self.known.get(source):
            return exact if exact in found or len(found) > 1 else next(iter(found))
        value = self.sources.value(source)
        if isinstance(value, Decimal) and unit not in ("name", "period") and re.fullmatch(r"[+-]?[0-9.]+", exact):
            return exact if abs(value - Decimal(exact)) < Decimal("1e-12") else f"{value:f}"
        return exact


