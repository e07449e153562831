"""Claims: what a sentence says about the data, as values; found by their predicates, one function a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from reportgen.proofread.model import Mention
from reportgen.proofread.scene import PREDICATES, Reading, Scene

Kind = Literal[
    "rank", "order", "among", "bottom", "span", "next", "value", "places", "move", "mean", "median", "difference", "compare", "pace", "count", "reach", "ratio",
    "sum", "share",
]


DOUBTS = ("it is an expectation", "it is denied")
"""Why a claim is none about the data as they are."""
NAMELESS = "no region is named"
_HELD_AGAINST = re.compile(r"(?:与|比|距|和其|与其|较|领先|落后|高于|低于|集中于)\s*$|\b(?:behind|below|above|from|than|of|to) the $")
"""What stands before a rank that only names the region something is held against."""


_AND = re.compile(r"[位名]?\s*(?:[、,，]|和|与|及|,?\s*and)\s*(?:列|居)?\s*")
"""What stands between ranks in a row."""


@dataclass(frozen=True)
class Claim:
    """What is claimed of regions, and by which columns it can be meant.

    mention   the words that carry it; what a correction replaces
    codes     regions, in the order they are named; `others` those they are held against
    low, high ranks, negative from the end; or +1 and -1 for a direction
    is_reversed  whether the first is the lowest, as of falls
    is_sure   whether a claim that no reading makes true is false; else nobody can tell
    is_foreign  whether the sentence may speak of something the data do not hold: then it is not sure, and nothing settles it
    why       what keeps it from being checked; "" for nothing
    """

    kind: Kind
    mention: Mention
    codes: tuple[str, ...]
    readings: tuple[Reading, ...]
    low: int = 0
    high: int = 0
    number: Decimal | None = None
    others: tuple[str, ...] = ()
    is_previous: bool = False
    is_sure: bool = True
    why: str = ""
    is_reversed: bool = False
    is_foreign: bool = False
    names: tuple[Mention, ...] = field(default=())


def claims(scene: Scene) -> Iterator[Claim]:
    """Yield every claim of a sentence in the order of its words."""
    for mention in scene.found:
        clause = scene.clause(mention)
        if mention.kind in PREDICATES:
            yield from _placed(scene, mention, clause)
        elif mention.kind in ("fast", "slow"):
            yield from _pace(scene, mention, clause)
        elif mention.kind == "next":
            yield from _next(scene, mention, clause)


# ---------------------------------------------------------------- ranks


def _placed(scene: Scene, mention: Mention, clause: tuple[int, int]) -> Iterator[Claim]:
    if _is_counting(scene, mention, clause) or _is_reference(scene, mention, clause):
        return
    subject = scene.subject(mention)
    if _is_loose(scene, mention, clause, subject):
        return
    owner = scene.owner(mention) if scene.in_brackets(mention) else None
    names = (owner,) if owner else subject
    codes = tuple(code for each in names for code in each.codes)
    claim = Claim("rank", mention, codes, scene.readings(mention, codes), mention.low, mention.high, why=doubt(scene, mention, clause), names=names)
    near = scene.near(mention)
    if mention.key == "change_down" or (not mention.key and near is not None and near[1] and near[0].kind == "change_down"):
        claim = _with(claim, is_reversed=True)
    yield _shaped(scene, claim, clause, is_owned=owner is not None)
    yield from _moved(scene, claim, clause)


def _is_reference(scene: Scene, mention: Mention, clause: tuple[int, int]) -> bool:
    """Return whether a rank only names a region: "与第二位相差", "behind the second", "the first of them", "首位发生更替"."""
    before, after = scene.text[clause[0] : mention.start], scene.text[mention.end : clause[1]]
    if scene.said_after(mention, clause[1]):
        return False
    if _HELD_AGAINST.search(before):
        return True
    if re.match(r"\s*(?:相差|之间|之差|与|比|of them|以外)", after):
        return True
    return not before.strip(' "') and bool(re.match("[\u4e00-\u9fff]", after)) and not re.match("[的是为]", after)


def _is_loose(scene: Scene, mention: Mention, clause: tuple[int, int], subject: tuple[Mention, ...]) -> bool:
    """Return whether a superlative is about nothing the data know: "最高不超过", "the largest platform"."""
    if mention.kind != "rank" or not re.search("最|est\\b|most", mention.text):
        return False
    if re.match("的?[一那这][项个类次]", scene.text[mention.end : mention.end + 3]):
        return True
    if not subject or scene.has(clause, "not_data"):
        return True
    is_near = subject[0].start >= clause[0] or not scene.text[clause[0] : mention.start].strip()
    is_named = bool(mention.key or scene.heading.families) or scene.has((0, clause[1]), "family", "column", "score", "growth")
    return not is_named or not (is_near or scene.has(clause, "family", "column", "group", "score"))


def _is_counting(scene: Scene, mention: Mention, clause: tuple[int, int]) -> bool:
    """Return whether "first" or "第一，" only counts arguments."""
    if mention.kind != "rank" or scene.text[clause[0] : mention.start].strip(' "') or re.search("[位名首末最]", mention.text):
        return False
    return scene.text[mention.end : mention.end + 1] in "，,、 :" and not scene.said_after(mention, clause[1])


def _shaped(scene: Scene, claim: Claim, clause: tuple[int, int], *, is_owned: bool) -> Claim:
    """Return the claim of a rank, a top or a range in the form its words give it."""
    mention, names = claim.mention, claim.names
    several = scene.within(clause, *PREDICATES)
    changes: dict[str, object] = {"is_sure": not is_owned and _is_plain(scene, mention, clause), "is_previous": _is_previous(scene, mention, clause)}
    if not names:
        return _with(claim, why=claim.why or NAMELESS)
    if changes["is_previous"]:
        claim = _with(claim, readings=tuple(each for each in claim.readings if each.board.measuring("change") and not each.group))
    if mention.kind == "span":
        is_listed = len(names) == mention.high - mention.low + 1 or (len(names) > 2 and bool(scene.said_after(mention, clause[1])))
        return _with(claim, kind="span", why=claim.why or ("" if is_listed else "the list is not as long as the range"))
    if mention.kind in ("top", "bottom"):
        return _with(claim, **(changes | _topped(scene, claim, clause)))
    if len(names) > 1 and not is_owned:
        apart = [each for each in several if each.kind == "rank" and not scene.in_brackets(each)]
        if len(apart) == len(names) and scene.subject(apart[0]) == names:
            chosen = names[apart.index(mention)]
            return _with(claim, codes=chosen.codes, names=(chosen,), readings=scene.readings(mention, chosen.codes), **changes)
        if len(apart) == 1 and abs(mention.low) == 1:
            return _with(claim, kind="order" if mention.low > 0 else "bottom", low=len(names), **changes)
        return _with(claim, why=claim.why or "one rank for several regions")
    if not is_owned and (key := _in_turn(scene, mention, several)):
        kept = tuple(each for each in _every(scene, claim) if (each.column.is_main and each.board.family == key) or each.column.name == key)
        return _with(claim, readings=kept or claim.readings)
    families = scene.within((0, len(scene.text)), "family", "column")
    zipped = [each for each in several if each.kind == "rank"]
    if len(zipped) > 1 and len({each.key for each in families}) > 1 and not is_owned and not scene.has((zipped[0].start, zipped[-1].end), "group", "region"):
        return _one_of_many(scene, claim, families, zipped)
    return _with(claim, **changes)


def _is_plain(scene: Scene, mention: Mention, clause: tuple[int, int]) -> bool:
    """Return whether nothing around a rank leaves open what it is a rank of."""
    if re.search(r"\bthere\b", scene.text[mention.end : clause[1]]) or re.match("[^是为]{1,8}的", scene.text[mention.end : clause[1]]):
        return False
    if scene.has((0, mention.start), "hedge"):
        return False
    near = scene.near(mention)
    families = {each.key for each in scene.within((0, len(scene.text)), "family")}
    return (near is not None and near[1]) or len(families) < 2


def _in_turn(scene: Scene, mention: Mention, several: list[Mention]) -> str:
    """Return the indicator that one of several ranks in a row is by, "" when they are no row: as many as indicators before, or "all three" of them."""
    row = [each for each in several if each.kind == "rank" and not scene.in_brackets(each)]
    start = max((each.end for each in scene.within((0, mention.start), "region")), default=0)
    row = [each for each in row if each.start >= start]
    between = [scene.text[one.end : other.start] for one, other in pairwise(row)]
    if len(row) < 2 or mention not in row or not all(_AND.fullmatch(each) for each in between):
        return ""
    named = list(dict.fromkeys(each.key for each in scene.within((0, row[0].start), "family", "column")))
    if len(named) != len(row) and scene.has((0, row[0].start), "several"):
        named = [board.family for board in scene.lexicon.boards if board.family != scene.lexicon.boards[0].family]
        named = list(dict.fromkeys(named))
    return named[row.index(mention)] if len(named) == len(row) else ""


def _one_of_many(scene: Scene, claim: Claim, families: list[Mention], ranks: list[Mention]) -> Claim:
    """Return the claim of one rank among several for several indicators, as in "third, fifth and first on people, goods and place"."""
    between = [each for each in families if ranks[0].end <= each.start < ranks[-1].start]
    if between:
        return _with(claim, is_sure=True)
    if len(families) == len(ranks):
        key = families[ranks.index(claim.mention)].key
        kept = tuple(each for each in _every(scene, claim) if each.board.family == key or each.column.name == key)
        return _with(claim, readings=kept or claim.readings)
    return _with(claim, readings=_every(scene, claim), is_sure=False)


def _every(scene: Scene, claim: Claim) -> tuple[Reading, ...]:
    """Return every reading of the regions, whatever the indicator."""
    boards = [board for board in scene.lexicon.boards if set(claim.codes) <= set(board.codes)]
    scopes = {each.board.scope for each in claim.readings}
    return tuple(Reading(board, column) for board in boards if board.scope in scopes or not scopes for column in board.columns if column.measure == "value")


def _topped(scene: Scene, claim: Claim, clause: tuple[int, int]) -> dict[str, object]:
    size, low = len(claim.names), claim.mention.low
    families = {each.key for each in scene.within(clause, "family")}
    several = scene.has((0, claim.mention.end), "several") or len(families) > 1
    if size == low and not several:
        return {"kind": "order" if claim.mention.kind == "top" else "bottom"}
    if size <= low and claim.mention.kind == "top":
        return {"kind": "among", "is_sure": not several}
    return {"why": claim.why or "the list is not as long as the rank says"}


def _is_previous(scene: Scene, mention: Mention, clause: tuple[int, int]) -> bool:
    before = scene.within((clause[0], mention.start), "previous", "current", "up", "down")
    if not before or before[-1].kind != "previous":
        return False
    return not re.search(r"\bto\b|至|到", scene.text[before[-1].end : mention.start])


def _moved(scene: Scene, claim: Claim, clause: tuple[int, int]) -> Iterator[Claim]:
    """Yield that a region rose or fell, where the rank says to which place."""
    before = scene.within((clause[0], claim.mention.start), "up", "down")
    if not before or not claim.names or len(claim.names) > 1 or claim.mention.kind != "rank":
        return
    gap = scene.text[before[-1].end : claim.mention.start]
    group = scene.within((before[-1].end, claim.mention.start), "scope", "group")
    for each in group:
        gap = gap.replace(each.text, "")
    if re.fullmatch(r"\s*(?:了|至|到|为|成为|居|位|列|from|to|\s|,)*\s*", gap) or re.search(r"\bto\s*$", gap):
        readings = scene.readings(before[-1], claim.codes, "change")
        if readings:
            yield Claim("move", before[-1], claim.codes, readings, 1 if before[-1].kind == "up" else -1, why=claim.why, names=claim.names)


def doubt(scene: Scene, mention: Mention, clause: tuple[int, int]) -> str:
    """Return why nothing in a clause can be held against the data; "" when it can."""
    if scene.has((clause[0], mention.start), "hedge"):
        return DOUBTS[0]
    if scene.has((clause[0], mention.start), "negation"):
        return DOUBTS[1]
    return ""


def _next(scene: Scene, mention: Mention, clause: tuple[int, int]) -> Iterator[Claim]:
    """Yield that a region comes right behind others: "仅次于浙江和广东", "second only to Zhejiang"."""
    ahead = next((run for run in scene.runs if 0 <= run[0].start - mention.end < 3), ())
    names = scene.topic(mention.start)
    if ahead and len(names) == 1 and names != ahead:
        others = tuple(code for each in ahead for code in each.codes)
        readings = scene.readings(mention, (*names[0].codes, *others))
        yield Claim("next", mention, names[0].codes, readings, others=others, why=doubt(scene, mention, clause), names=names)


def _pace(scene: Scene, mention: Mention, clause: tuple[int, int]) -> Iterator[Claim]:
    """Yield that regions grow fast or slowly."""
    names = tuple(each for run in scene.runs if clause[0] <= run[0].start and run[-1].end <= mention.start for each in run)
    if not names or scene.has(clause, "not_data"):
        return
    for each in names:
        readings = scene.readings(mention, each.codes, "growth") or tuple(
            Reading(board, column) for board in scene.lexicon.boards if (column := board.measuring("growth")) and each.codes[0] in column.cells
        )
        if readings:
            yield Claim("pace", mention, each.codes, readings, 1 if mention.kind == "fast" else -1, why=doubt(scene, mention, clause), names=(each,))


def _with(claim: Claim, **changes: object) -> Claim:
    return replace(claim, **changes)  # type: ignore[arg-type]
