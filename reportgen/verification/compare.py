"""A finished file held against what the tree says it must print: texts in order, floats wherever they stand, number by number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from types import MappingProxyType

from reportgen.errors import Problem
from reportgen.verification.expected import Medium
from reportgen.verification.passages import CELL, REBUILD, Pair, Passage, Reading, bare, located, numbers, whole_words
from reportgen.verification.targets import astray

SHOWN = 40
"""Characters of a text that is missing, or around a difference, that a message shows."""
ALIKE = 0.5
"""Two passages that share less than this have nothing to do with each other."""

OPTIONAL = "credits title"
"""Place of the one passage that a theme may leave out on pages."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of one file: how many numbers the tree prints in it, how many of them were read there, and every difference."""

    file: str
    printed: int
    matched: int
    problems: tuple[Problem, ...]


def compare(
    wanted: Sequence[Passage],
    reading: Reading,
    file: str,
    medium: Medium,
    charts: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    *,
    is_whole: bool = True,
) -> Compared:
    """Return how a file agrees with the passages it must have.

    charts     what must stand behind charts of Word, by their owner
    is_whole   False when the file has a cover, a letterhead and a back page of its own, which are not compared
    """
    if not is_whole:
        reading = _without_own(wanted, reading)
    # On pages a line may be broken at any blank, and the blank is not drawn.
    is_strict = medium != "pdf"
    found = _mended(wanted, reading.passages) if medium == "pdf" else list(reading.passages)
    inner = [each for each in wanted if each.kind != "cover"]
    pairs: list[Pair] = []
    if medium == "html":
        pairs += _aligned(inner, [each for each in found if each.kind != "cover"])
    else:
        text = _aligned([each for each in inner if not each.owner], [each for each in found if not each.owner and each.kind != "cover"])
        pairs += text if is_whole else _between(text)
        pairs += [pair for pair in _floats(inner, found) if is_whole or pair[0]]
    pairs = [(ours, _parted(ours, theirs)) for ours, theirs in pairs]
    problems = [problem for pair in pairs for problem in _differences(*pair, file, is_strict=is_strict)]
    covered, cover_problems = _cover([each for each in wanted if each.kind == "cover"], reading, found, file)
    matched = sum(len(_matched(ours, theirs)) for ours, theirs in pairs if ours and theirs) + covered
    printed = sum(len(spans(each)) for each in inner) + sum(len(spans(each)) for each in wanted if each.kind == "cover" and each.place not in UNCOUNTED)
    problems += [*cover_problems, *_values(wanted, reading, file, medium), *_behind(charts, reading, file)]
    problems += [*astray(pairs, reading, file, medium), *_inside(reading, file)]
    return Compared(file, printed, matched, tuple(problems))


def spans(passage: Passage) -> tuple[tuple[int, int], ...]:
    """Return where the numbers of a passage stand in its bare text: every value of the tree, and every other number in digits."""
    traced = [(trace.start, trace.end) for trace in passage.traces]
    free = [(a, b) for a, b in numbers(passage.bare) if not any(a < end and start < b for start, end in traced)]
    return tuple(sorted([*traced, *free]))


# ---------------------------------------------------------------- which passage answers which


def _mended(wanted: Sequence[Passage], found: Sequence[Passage]) -> list[Passage]:
    """Return what was read from pages as the other formats have it: words whole, the notes under a float its own."""
    everything = "".join(each.bare for each in wanted)
    below = Counter(each.owner for each in wanted if each.place.endswith((", note", ", source")))
    made: list[Passage] = []
    owner, left = "", 0
    for each in found:
        if each.owner:
            owner, left = each.owner, below[each.owner]
        elif each.kind == "text" and left:
            each, left = replace(each, kind="float", owner=owner), left - 1
        else:
            left = 0
        made.append(replace(each, text=whole_words(each.bare, everything)))
    return made


def _parted(ours: Passage | None, theirs: Passage | None) -> Passage | None:
    """Return what was read of a chart with the borders of its texts where the report has them: pages do not show where one ends."""
    if ours is None or theirs is None or CELL in theirs.text or not ours.place.endswith(", chart"):
        return theirs
    left, cells = theirs.bare, []
    for cell in ours.bare.split(CELL)[:-1]:
        cells.append(left[: len(cell)])
        left = left[len(cell) :]
    return replace(theirs, text=CELL.join([*cells, left]))


def _floats(wanted: Sequence[Passage], found: Sequence[Passage]) -> Iterator[Pair]:
    """Yield the passages of every table and figure, paired by its caption wherever it stands."""
    ours, theirs = _by_owner(wanted), _by_owner(found)
    captions = {each.bare: each.owner for each in wanted if each.owner and each.is_copied}
    owners = {other: next((captions[each.bare] for each in parts if each.bare in captions), "") for other, parts in theirs.items()}
    free = [owner for owner in ours if owner not in owners.values()]
    for other, owner in owners.items():
        if not owner:
            owners[other] = other if other in free else next((each for each in free if each.split()[0] == other.split()[0]), "")
            free = [each for each in free if each != owners[other]]
    answers = {owner: other for other, owner in owners.items() if owner}
    for owner, parts in ours.items():
        yield from _aligned(parts, theirs.get(answers.get(owner, ""), []))
    for other, owner in owners.items():
        if answers.get(owner) != other:
            yield from ((None, part) for part in theirs[other])


def _by_owner(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    made: dict[str, list[Passage]] = defaultdict(list)
    for each in passages:
        if each.owner:
            made[each.owner].append(each)
    return made


def _between(pairs: list[Pair]) -> list[Pair]:
    """Return pairs without what a template has before the first and after the last passage of the report, and without its notes."""
    ours = [place for place, (wanted, _) in enumerate(pairs) if wanted and wanted.kind != "note"]
    first, last = (ours[0], ours[-1] + 1) if ours else (0, 0)
    return [pair for place, pair in enumerate(pairs) if pair[0] or (first <= place < last)]


def _without_own(wanted: Sequence[Passage], reading: Reading) -> Reading:
    """Return a reading without the cover and the pictures of a template."""
    has_cover = any(each.kind == "cover" for each in wanted)
    passages = tuple(each for each in reading.passages if has_cover or each.kind != "cover")
    return replace(reading, passages=passages, title="", pictured=(), dumb=())


def _aligned(wanted: Sequence[Passage], found: Sequence[Passage]) -> list[Pair]:
    """Return passages in pairs, in order; None stands for one that is not there."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, [each.bare for each in wanted], [each.bare for each in found], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        pairs += zip(wanted[a:b], found[c:d], strict=True) if kind == "equal" else _answering(wanted[a:b], found[c:d])
    return pairs


def _answering(wanted: Sequence[Passage], found: Sequence[Passage]) -> Iterator[Pair]:
    """Yield unequal passages in pairs: one against one where there are as many, else those that are alike."""
    if len(wanted) == len(found):
        yield from zip(wanted, found, strict=True)
        return
    left = list(found)
    for ours in wanted:
        place = next((n for n, theirs in enumerate(left) if SequenceMatcher(None, ours.bare, theirs.bare, autojunk=False).ratio() > ALIKE), -1)
        yield from ((None, each) for each in left[: max(place, 0)])
        yield ours, left[place] if place >= 0 else None
        left = left[place + 1 :] if place >= 0 else left
    yield from ((None, each) for each in left)


# ---------------------------------------------------------------- what differs


def _matched(ours: Passage, theirs: Passage) -> tuple[tuple[int, int], ...]:
    """Return the numbers of a passage that the other one prints at the same point of the text, no digit more and none less."""
    wanted, found = ours.bare, theirs.bare
    if wanted == found:
        return spans(ours)
    kept: dict[int, int] = {}
    for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks():
        kept |= {block.a + step: block.b + step for step in range(block.size)}
    return tuple(span for span in spans(ours) if _is_kept(*span, kept, wanted, found))


def _is_kept(start: int, end: int, kept: dict[int, int], wanted: str, found: str) -> bool:
    there = [kept.get(place, -1) for place in range(start, end)]
    if -1 in there or there != list(range(there[0], there[0] + end - start)):
        return False
    before, after = found[: there[0]][-1:], found[there[-1] + 1 :][:1]
    return before.isdecimal() <= wanted[:start][-1:].isdecimal() and after.isdecimal() <= wanted[end:][:1].isdecimal()


def _differences(ours: Passage | None, theirs: Passage | None, file: str, *, is_strict: bool) -> Iterator[Problem]:
    if ours is None and theirs is not None:
        yield Problem(located(file, theirs.place), f"this is not in the report: {_shown(theirs.text)}", REBUILD, code="RG801")
    elif theirs is None and ours is not None:
        if ours.place == OPTIONAL and not is_strict:
            return
        yield Problem(located(file, ours.place), f"this is missing: {_shown(ours.text)}", REBUILD, code="RG802")
    elif ours is not None and theirs is not None and ours.bare != theirs.bare:
        yield _changed(ours, theirs, file)
    elif ours is not None and theirs is not None and is_strict and ours.kind != "front" and ours.text != theirs.text:
        wanted, found = _around(ours.text, theirs.text)
        yield Problem(located(file, ours.place, theirs.place), f"blanks differ: {found} here, {wanted} in the report", REBUILD, code="RG804")


def _changed(ours: Passage, theirs: Passage, file: str) -> Problem:
    where = located(file, ours.place, theirs.place)
    lost = [span for span in spans(ours) if span not in _matched(ours, theirs)]
    wanted, found = _around(ours.bare, theirs.bare)
    if lost:
        number = ours.bare[slice(*lost[0])]
        return Problem(where, f"{number} is printed otherwise: {found} here, {wanted} in the report", REBUILD, code="RG800")
    return Problem(where, f"the words differ: {found} here, {wanted} in the report", REBUILD, code="RG803")


def _around(wanted: str, found: str) -> tuple[str, str]:
    """Return both texts about the first difference."""
    first = next((n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found)))
    start = max(first - SHOWN // 3, 0)
    return _shown(wanted[start:]), _shown(found[start:])


def _shown(text: str) -> str:
    flat = text.replace(CELL, " | ")
    return f"“{flat[:SHOWN]}{'…' if len(flat) > SHOWN else ''}”"


UNCOUNTED = ("date", "picture")
"""Places of a cover that each format prints in its own form, or not at all."""


def _cover(wanted: Sequence[Passage], reading: Reading, found: Sequence[Passage], file: str) -> tuple[int, list[Problem]]:
    """Return how many numbers of the cover were read, and what it lacks or has too much; its order is that of the look."""
    # Formats that have no cover print nothing of it but what stands above the text.
    rest = "\n".join(each.bare for each in found if each.kind == "cover")
    matched, problems = 0, list(_named_wrong(wanted, reading, file))
    for each in sorted(wanted, key=lambda one: -len(one.bare)):
        if each.place == "picture":
            continue
        form = next((form for form in sorted(each.bare.split(CELL), key=len, reverse=True) if form in rest), None)
        if form is None:
            problems.append(Problem(located(file, "cover"), f"this is missing: {_shown(each.text)}", REBUILD, code="RG802"))
        else:
            rest = rest.replace(form, "\n", 1)
            matched += len(spans(each)) if each.place not in UNCOUNTED else 0
    if left := re.sub(r"[\W_]", "", rest):
        problems.append(Problem(located(file, "cover"), f"this is not in the report: {_shown(left)}", REBUILD, code="RG801"))
    return matched, problems


def _named_wrong(wanted: Sequence[Passage], reading: Reading, file: str) -> Iterator[Problem]:
    """Yield other words where the title belongs, and other descriptions of pictures on the cover."""
    for each in wanted:
        said = (reading.title,) if each.place == "title" and reading.title else reading.pictured if each.place == "picture" else ()
        for words in said:
            # Behind a title may stand the year of the edition.
            if not bare(words).startswith(each.bare) or (each.place == "picture" and each.bare != bare(words)):
                what = f"the words differ: {_shown(words)} here, {_shown(each.text)} in the report"
                yield Problem(located(file, "cover", each.place), what, REBUILD, code="RG803")


def _values(wanted: Sequence[Passage], reading: Reading, file: str, medium: Medium) -> Iterator[Problem]:
    """Yield values whose marks say another value, unit or source than the tree."""
    if reading.values is None:
        return
    marked = [each for each in wanted if not (each.is_copied and medium == "docx")]
    ours = Counter((each.bare[t.start : t.end], t.value, t.unit, t.source) for each in marked for t in each.traces)
    theirs = Counter((bare(text), value, unit, source) for text, value, unit, source in reading.values)
    for text, value, unit, source in sorted((ours - theirs).keys()):
        yield Problem(file, f"no {text} is marked as {value} {unit} from {source}", REBUILD, code="RG805")
    for text, value, unit, source in sorted((theirs - ours).keys()):
        yield Problem(file, f"{text} is marked as {value} {unit} from {source}, which the report does not print", REBUILD, code="RG805")


def _behind(charts: Mapping[str, tuple[str, ...]], reading: Reading, file: str) -> Iterator[Problem]:
    """Yield charts of Word whose formulas, formats or workbook are others than those of the report."""
    for owner in sorted({*charts, *reading.charts}):
        ours, theirs = Counter(charts.get(owner, ())), Counter(reading.charts.get(owner, ()))
        if ours != theirs:
            found, wanted = (_shown(next(iter(sorted((one - other).elements())), "")) for one, other in ((theirs, ours), (ours, theirs)))
            yield Problem(located(file, owner), f"the data behind this chart differ: {found} here, {wanted} in the report", REBUILD, code="RG824")


def _inside(reading: Reading, file: str) -> Iterator[Problem]:
    for target in dict.fromkeys(reading.broken):
        yield Problem(file, f"a link leads to {target}, which is not there", REBUILD, code="RG806")
    for place in reading.unread:
        yield Problem(located(file, place), "a character has no glyph or no meaning", "`reportgen inspect` names it", code="RG807")
    for place in reading.dumb:
        yield Problem(located(file, place), "a picture has no words for those who do not see it", REBUILD, code="RG828")
    for place, said, there in reading.stale:
        yield Problem(located(file, place), f"this reference says {_shown(said)}, and its place {_shown(there)}", REBUILD, code="RG829")
