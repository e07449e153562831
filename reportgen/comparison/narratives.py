"""Text against text, sentence by sentence: what means something else now, and what says the old thing though the data moved on."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from reportgen.comparison.alignment import aligned, mask
from reportgen.comparison.model import Finding, FindingKind, Narrative, Passage, Piece, Reason, TableChange
from reportgen.comparison.passages import passages, sentences
from reportgen.document import Change, CrossRef, Document, Quantity
from reportgen.edition import Edition, load_edition
from reportgen.resources import data_path

Sentence = tuple[Piece, ...]
NUMBER = re.compile(r"[0-9]+[.][0-9]+")
"""A typed figure that says which one it is: with digits after its point."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """A figure or rank of a region as only the old data have it.

    said   as a text prints it: "91.10", "第八"; `now` the same of the new data
    about  title of the column
    """

    name: str
    said: str
    now: str
    about: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a language that turn a sentence round, in pairs, and those that state a place in an order."""

    opposites: tuple[tuple[str, str], ...]
    turning: re.Pattern[str]
    ordinal: re.Pattern[str]


@cache
def vocabulary(language: str) -> Words:
    """Return the words of a language of data: "zh", "en"."""
    read = tomllib.loads((data_path("templates") / "_comparison" / "words.toml").read_text("utf-8"))[language]
    pairs = tuple((first, second) for first, second in read["opposites"])
    known = sorted({word for pair in pairs for word in pair}, key=lambda word: (-len(word), word))
    border = r"\b" if language == "en" else ""
    turning = re.compile(f"{border}(?:{'|'.join(map(re.escape, known))}){border}", re.IGNORECASE)
    return Words(pairs, turning, re.compile(read["ordinal"], re.IGNORECASE))


def compare_narratives(old: Document, new: Document, tag: str, tables: Iterable[TableChange]) -> Narrative:
    """Return how the texts of an edition differ; `tables` tell which typed figures are outdated."""
    edition = load_edition(tag)
    before, after = passages(old), passages(new)
    matched = aligned(before, after, _name)
    pairs = tuple(matched)
    outdated = tuple(outdated_figures(tables, edition))
    findings: list[Finding] = []
    same = 0
    for first, second in pairs:
        place = next(each.place for each in (second, first) if each)
        mine, theirs = sentences(first) if first else (), sentences(second) if second else ()
        for one, other in aligned(mine, theirs, mask):
            if found := _finding(place, one, other, edition, outdated):
                findings.append(found)
            else:
                same += 1
    return Narrative(tag, pairs, tuple(findings), same)


def _name(passage: Passage) -> str:
    """Return what a passage is found again by: its label, else its words without what the data say."""
    return f"{passage.kind} {passage.label or mask(passage.pieces)}"


def outdated_figures(tables: Iterable[TableChange], edition: Edition) -> Iterator[Outdated]:
    """Yield the figures and ranks that a region had and has in no table any more: to say one of them now is wrong, whatever is meant."""
    shifts = [shift for table in tables for shift in table.shifts]
    kept: dict[str, set[str]] = {}
    for shift in shifts:
        kept.setdefault(shift.name, set()).update(filter(None, (_figure(shift.new, shift.decimals), _place(shift.new_rank, edition))))
    for shift in shifts:
        for said, now in (
            (_figure(shift.old, shift.decimals), _figure(shift.new, shift.decimals)),
            (_place(shift.old_rank, edition), _place(shift.new_rank, edition)),
        ):
            if said and now and said not in kept[shift.name]:
                yield Outdated(shift.name, said, now, shift.title)


def _figure(value: object, decimals: int) -> str:
    return f"{value:.{decimals}f}" if value is not None and decimals else ""


def _place(rank: int | None, edition: Edition) -> str:
    return edition.ordinal(rank) if rank is not None else ""


# ---------------------------------------------------------------- one sentence


def _finding(place: str, old: Sentence | None, new: Sentence | None, edition: Edition, outdated: Sequence[Outdated]) -> Finding | None:
    """Return what a pair of sentences is; None when it says the same, and may."""
    if old is None or new is None:
        return Finding("removed" if new is None else "added", place, old, new)
    stale = tuple(_typed(old, new, edition, outdated))
    if _said(old) == _said(new):
        return Finding("stale", place, old, new, stale) if stale else None
    reasons = (*_values(old, new), *_wording(old, new, edition), *stale)
    kind: FindingKind = "numbers" if mask(old) == mask(new) else "words"
    if reasons:
        kind = "stale" if reasons == stale else "meaning"
    return Finding(kind, place, old, new, reasons)


def _said(sentence: Sentence) -> str:
    """Return the words of a sentence; numbers of tables and figures, which only point somewhere, say nothing."""
    return "".join("#" if isinstance(piece.node, CrossRef) else piece.text for piece in sentence)


def _values(old: Sentence, new: Sentence) -> Iterator[Reason]:
    """Yield what the values of a sentence say otherwise: another rank or name, another direction, another sign."""
    before, after = ([piece for piece in each if isinstance(piece.node, Quantity | Change)] for each in (old, new))
    for first, second in _pairs(before, after):
        match first.node, second.node:
            case Change() as one, Change() as other if one.state != other.state:
                yield Reason("turn", one.spoken or one.text, other.spoken or other.text)
            case Quantity() as one, Quantity() as other if one.value != other.value:
                if one.unit in ("rank", "name"):
                    yield Reason("rank" if one.unit == "rank" else "name", one.text, other.text)
                elif one.value.startswith("-") != other.value.startswith("-"):
                    yield Reason("sign", one.text, other.text)
            case _:
                pass


def _pairs(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Yield the values of two versions of a sentence that stand in for each other: of one unit, in order."""
    before, after = ([str(getattr(piece.node, "unit", "change")) for piece in each] for each in (old, new))
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        yield from zip(old[block.a : block.a + block.size], new[block.b : block.b + block.size], strict=True)


def _wording(old: Sentence, new: Sentence, edition: Edition) -> Iterator[Reason]:
    """Yield the words between the values that have turned into their opposites or into other ordinals."""
    known = vocabulary(edition.data)
    before, after = ("".join(piece.text if piece.node is None else "#" for piece in each) for each in (old, new))
    lost, won = _less(known.turning, before, after), _less(known.turning, after, before)
    for first, second in known.opposites:
        for one, other in ((first, second), (second, first)):
            if lost[one] and won[other]:
                yield Reason("opposite", one, other)
                lost[one] -= 1
                won[other] -= 1
    ordinals = [[found.group().lower() for found in known.ordinal.finditer(text)] for text in (before, after)]
    if len(ordinals[0]) == len(ordinals[1]):
        yield from (Reason("ordinal", one, other) for one, other in zip(*ordinals, strict=True) if one != other)


def _less(pattern: re.Pattern[str], old: str, new: str) -> Counter[str]:
    """Return how often words occur more in the first text than in the second."""
    return Counter(found.lower() for found in pattern.findall(old)) - Counter(found.lower() for found in pattern.findall(new))


def _typed(old: Sentence, new: Sentence, edition: Edition, outdated: Sequence[Outdated]) -> Iterator[Reason]:
    """Yield the outdated figures and ranks of regions that a sentence names and that stand in it as typed, in both versions."""
    whole = "".join(piece.text for piece in new)
    named = [each for each in outdated if each.name in whole]
    if not named:
        return
    ordinal = vocabulary(edition.data).ordinal
    typed = ({said for piece in each if piece.node is None for pattern in (NUMBER, ordinal) for said in pattern.findall(piece.text)} for each in (old, new))
    stayed = set.intersection(*typed)
    told: Mapping[tuple[str, str], Outdated] = {(each.name, each.said): each for each in reversed(named) if each.said in stayed}
    yield from (Reason("typed", each.said, each.now, f"{each.name} {each.about}") for each in told.values())
