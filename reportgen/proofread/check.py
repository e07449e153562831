"""A claim and the data → a finding: what the table says, the verdict, and how the sentence should read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from reportgen import measures
from reportgen.proofread.claims import Claim
from reportgen.proofread.model import Verdict
from reportgen.proofread.scene import Reading

Cells = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a reading makes a claim true, the figures that decide, and what should stand in its place.

    figures  code → figure or rank
    right    the number, the rank or the regions that would be true; None when the words have no single place for it
    """

    is_true: bool
    figures: tuple[tuple[str, Decimal | int], ...]
    right: Decimal | int | tuple[str, ...] | None = None


def judge(claim: Claim) -> tuple[Verdict, Reading | None, Answer | None]:
    """Return the verdict, and the reading and answer that decide it: the first that is true, else the likeliest."""
    if claim.why:
        return Verdict.UNCHECKABLE, None, None
    if not claim.readings:
        return Verdict.UNSUPPORTED, None, None
    answers = [(reading, _ANSWERS[claim.kind](claim, reading)) for reading in claim.readings]
    for reading, answer in answers:
        if answer.is_true:
            return Verdict.TRUE, reading, answer
    return (Verdict.FALSE if claim.is_sure else Verdict.UNCHECKABLE), *answers[0]


def ranking(reading: Reading) -> dict[str, int]:
    """Return the rank of every region of a reading, 1 for the highest; equal figures share the better rank."""
    import pandas as pd

    found = measures.rank(pd.Series(dict(reading.cells), dtype=object))
    return {str(code): int(place) for code, place in found.items()}


def order(reading: Reading) -> tuple[str, ...]:
    """Return the regions of a reading, the highest first; equal ones in the order of the table."""
    ranks = ranking(reading)
    return tuple(sorted(ranks, key=lambda code: ranks[code]))


def _cells(reading: Reading) -> dict[str, Decimal]:
    return {code: cell for code, cell in reading.cells.items() if isinstance(cell, Decimal)}


def rounded(value: Decimal, like: Decimal) -> tuple[Decimal, ...]:
    """Return a value with as many decimals as another, rounded half up and half to even.

    >>> rounded(Decimal("98.365"), Decimal("98.36"))
    (Decimal('98.37'), Decimal('98.36'))
    """
    unit = Decimal(1).scaleb(min(int(like.as_tuple().exponent), 0))
    return value.quantize(unit, ROUND_HALF_UP), value.quantize(unit, ROUND_HALF_EVEN)


def _same(value: Decimal, stated: Decimal | None) -> bool:
    return stated is not None and stated in rounded(value, stated)


# ---------------------------------------------------------------- ranks


def _rank(claim: Claim, reading: Reading) -> Answer:
    code = claim.codes[0]
    if claim.is_previous:
        return _previous(claim, reading)
    ranks = ranking(reading)
    place = ranks.get(code)
    if place is None:
        return Answer(False, ((code, 0),))
    last = max(ranks.values())
    stated = claim.low if claim.low > 0 else last + 1 + claim.low
    if claim.is_reversed:
        ranks = {each: sum(other < cell for other in _cells(reading).values()) + 1 for each, cell in _cells(reading).items()}
        place = ranks[code]
        stated = claim.low if claim.low > 0 else len(ranks)
    return Answer(place == stated, ((code, place),), place)


def _previous(claim: Claim, reading: Reading) -> Answer:
    code = claim.codes[0]
    change = reading.board.measuring("change")
    place = ranking(Reading(reading.board, reading.board.main)).get(code)
    if change is None or place is None or code not in change.cells:
        return Answer(True, ())
    before = place + int(change.cells[code])
    last = len(reading.board.codes)
    return Answer(before == (claim.low if claim.low > 0 else last), ((code, before),), before)


def _order(claim: Claim, reading: Reading) -> Answer:
    best = order(reading)[: len(claim.codes)]
    if claim.is_reversed:
        cells = _cells(reading)
        best = tuple(sorted(cells, key=lambda code: cells[code]))[: len(claim.codes)]
    ranks = ranking(reading)
    named = [_cells(reading).get(code) for code in claim.codes]
    wanted = [_cells(reading).get(code) for code in best]
    figures = tuple((code, ranks.get(code, 0)) for code in claim.codes)
    return Answer(named == wanted and None not in named, figures, best)


def _among(claim: Claim, reading: Reading) -> Answer:
    ranks = ranking(reading)
    if claim.is_previous:
        return Answer(True, ())
    places = tuple((code, ranks.get(code, 0)) for code in claim.codes)
    return Answer(all(0 < place <= claim.low for _, place in places), places, places[0][1] if len(places) == 1 else None)


def _bottom(claim: Claim, reading: Reading) -> Answer:
    cells = _cells(reading)
    worst = tuple(reversed(order(reading)))[: len(claim.codes)]
    is_true = sorted(cells.get(code, Decimal("Infinity")) for code in claim.codes) == sorted(cells[code] for code in worst)
    return Answer(is_true, tuple((code, ranking(reading).get(code, 0)) for code in claim.codes), worst)


def _next(claim: Claim, reading: Reading) -> Answer:
    ranks = ranking(reading)
    code = claim.codes[0]
    is_true = ranks.get(code) == len(claim.others) + 1 and all(ranks.get(other, 0) in range(1, len(claim.others) + 1) for other in claim.others)
    return Answer(is_true, tuple((each, ranks.get(each, 0)) for each in (code, *claim.others)))


def _span(claim: Claim, reading: Reading) -> Answer:
    ranked = order(reading)
    wanted = ranked[claim.low - 1 : claim.high]
    if len(claim.codes) != len(wanted) and not any(ranked[place : place + len(claim.codes)] == claim.codes for place in range(len(ranked))):
        return Answer(True, ())  # some of the places only: nobody can tell
    return Answer(wanted == claim.codes, tuple((code, ranking(reading).get(code, 0)) for code in claim.codes), wanted)


# ---------------------------------------------------------------- figures


def _value(claim: Claim, reading: Reading) -> Answer:
    value = reading.column.cells[claim.codes[0]]
    return Answer(_same(value, claim.number), ((claim.codes[0], value),), value)


def _places(claim: Claim, reading: Reading) -> Answer:
    figures = tuple((code, int(reading.column.cells[code])) for code in claim.codes)
    return Answer(all(places == claim.number for _, places in figures), figures, figures[0][1] if len(figures) == 1 else None)


def _move(claim: Claim, reading: Reading) -> Answer:
    places = int(reading.column.cells[claim.codes[0]])
    return Answer(places * claim.low > 0, ((claim.codes[0], places),))


def _mean(claim: Claim, reading: Reading) -> Answer:
    value = average(claim.kind, list(_cells(reading).values()))
    return Answer(_same(value, claim.number), (("", value),), value)


def average(kind: str, cells: list[Decimal]) -> Decimal:
    """Return the mean or the median of some figures; 0 for none."""
    if not cells:
        return Decimal(0)
    if kind == "mean":
        return sum(cells, Decimal(0)) / len(cells)
    ordered = sorted(cells)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _other(claim: Claim, reading: Reading) -> Decimal:
    other = claim.others[0]
    if other in ("mean", "median"):
        return average(other, list(_cells(Reading(reading.board, reading.column, reading.group, reading.members)).values()))
    return reading.column.cells[other]


def _difference(claim: Claim, reading: Reading) -> Answer:
    one, other = reading.column.cells[claim.codes[0]], _other(claim, reading)
    gap = one - other
    near = [gap, *(one - each for each in rounded(other, claim.number or gap))]
    is_true = any(_same(abs(each), claim.number) for each in near) and (not claim.low or gap * claim.low >= 0 or claim.mention.text == "距")
    figures = [(claim.codes[0], one)] + ([] if claim.others[0] in ("mean", "median") else [(claim.others[0], other)])
    return Answer(is_true, tuple(figures), abs(gap))


def _compare(claim: Claim, reading: Reading) -> Answer:
    one, other = reading.column.cells[claim.codes[0]], _other(claim, reading)
    label = "" if claim.others[0] in ("mean", "median") else claim.others[0]
    return Answer((one - other) * claim.low > 0, ((claim.codes[0], one), (label, other)))


def _ratio(claim: Claim, reading: Reading) -> Answer:
    one, other = reading.column.cells[claim.codes[0]], _other(claim, reading)
    value = one / other if other else Decimal(0)
    return Answer(_same(value, claim.number), ((claim.codes[0], one), (claim.others[0], other)), value)


def _sum(claim: Claim, reading: Reading) -> Answer:
    value = sum((reading.column.cells[code] for code in claim.codes), Decimal(0))
    return Answer(_same(value, claim.number), tuple((code, reading.column.cells[code]) for code in claim.codes), value)


def _share(claim: Claim, reading: Reading) -> Answer:
    whole = sum(_cells(reading).values(), Decimal(0))
    part = sum((reading.column.cells[code] for code in claim.codes), Decimal(0))
    value = part / whole * 100 if whole else Decimal(0)
    return Answer(_same(value, claim.number), tuple((code, reading.column.cells[code]) for code in claim.codes), value)


def _pace(claim: Claim, reading: Reading) -> Answer:
    cells = list(reading.column.cells.values())
    value, middle, mean = reading.column.cells[claim.codes[0]], average("median", cells), average("mean", cells)
    is_true = value >= min(middle, mean) if claim.low > 0 else value <= max(middle, mean)
    return Answer(is_true, ((claim.codes[0], value), ("", mean)), ranking(reading)[claim.codes[0]])


def _count(claim: Claim, reading: Reading) -> Answer:
    moved = list(_cells(reading).values())
    number = sum((cell > 0) - (cell < 0) == claim.low for cell in moved)
    return Answer(number == claim.number, (("", number),), number)


def _reach(claim: Claim, reading: Reading) -> Answer:
    """Count the regions above, or at or above, a figure; which of the two is meant is not always said."""
    assert claim.number is not None
    limit, cells = Decimal(claim.others[0]), list(_cells(reading).values())
    counts = [sum(cell > limit for cell in cells), sum(cell >= limit for cell in cells)]
    if claim.low < 0:
        counts = [len(cells) - count for count in counts]
    return Answer(int(claim.number) in counts, (("", counts[0]),), counts[0])


_ANSWERS: Mapping[str, Callable[[Claim, Reading], Answer]] = {
    "rank": _rank, "order": _order, "among": _among, "bottom": _bottom, "span": _span, "value": _value, "places": _places, "move": _move, "mean": _mean,
    "median": _mean, "difference": _difference, "compare": _compare, "ratio": _ratio, "sum": _sum, "share": _share, "pace": _pace, "count": _count,
    "next": _next, "reach": _reach,
}  # fmt: skip


def kinds() -> Iterator[str]:
    """Yield the kinds of claims that can be judged."""
    yield from _ANSWERS


__all__ = ["Answer", "Any", "average", "judge", "kinds", "order", "ranking", "rounded"]
