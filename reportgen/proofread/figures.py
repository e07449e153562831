"""Claims with figures: values, growth, places gained, means, differences, ratios, sums, shares and counts, and comparisons without one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reportgen.proofread.claims import Claim, doubt
from reportgen.proofread.lexicon import Measure
from reportgen.proofread.model import Mention
from reportgen.proofread.scene import PREDICATES, Reading, Scene

Span = tuple[int, int]
NEAR = 14
"""Characters between the beginning of the name of an indicator and a whole number that is its value."""
_STATED = re.compile(r"(?:为|是|得|达到?|以|至|到|of|at|with|is|was|:|：|\bscor\w+|\breach\w*|\band|,)\s*(?:a\s+)?$", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:[个年月日家座城地省次类项岁度倍人件万亿千/—-]|(?:st|nd|rd|th|regions|provinces|cities|prefectures|years?|months?|million|billion|trillion)\b)",
    re.IGNORECASE,
)
"""What stands behind a number that counts things, or is a date or an amount of money."""


_EACH = re.compile(r"双双|[均都各]|\b(?:each|both|all)\b", re.IGNORECASE)
"""Says that what follows holds for each of the regions named."""


def figures(scene: Scene) -> Iterator[Claim]:
    """Yield every claim with a figure, and every comparison of two regions."""
    for mention in scene.found:
        clause = scene.clause(mention)
        if mention.kind == "number":
            claim = _figure(scene, mention, clause)
            if claim is not None:
                yield replace(claim, why=claim.why or doubt(scene, mention, clause))
        elif mention.kind == "reaching":
            yield from _reach(scene, mention, clause)
        elif mention.kind == "counted":
            yield from _count(scene, mention, clause)
        elif mention.kind in ("above", "below"):
            yield from _compared(scene, mention, clause)
        elif mention.kind == "same":
            yield from _unmoved(scene, mention, clause)


def is_figure(scene: Scene, mention: Mention) -> bool:
    """Return whether a number can be one of the data: no year, no count of things, no amount of money."""
    if mention.kind != "number" or mention.number is None:
        return False
    if mention.key:
        return mention.key != "places" or scene.has(scene.clause(mention), "up", "down", "change_up", "change_down")
    if _COUNTED.match(scene.text, mention.end):
        return False
    return "." in mention.text or (_is_stated(scene, mention) and not re.fullmatch("(?:19|20)[0-9]{2}", mention.text))


def _is_stated(scene: Scene, mention: Mention) -> bool:
    """Return whether a whole number stands where a value does: close behind an indicator, or "scores 91"."""
    close = scene.within((max(0, mention.start - NEAR), mention.start), "score", "family", "column")
    return bool(close) or bool(re.search(r"得\s*$|\bscores\s*$", scene.text[: mention.start]))


def _figure(scene: Scene, mention: Mention, clause: Span) -> Claim | None:
    """Return what a number claims; None when it is none of the data's."""
    if not is_figure(scene, mention) or scene.has(clause, "not_data") or (scene.has(clause, "weight") and not scene.in_brackets(mention)):
        return None
    owner = scene.owner(mention) if scene.in_brackets(mention) else None
    if owner is not None:
        return _owned(scene, mention, clause, owner)
    if mention.key == "places":
        return _places(scene, mention, clause)
    if mention.key == "times":
        return _between(scene, mention, clause, "ratio")
    words = ("apart", "above", "below")
    near = [each for each in scene.within((mention.end, clause[1]), *words) if each.start - mention.end < 3]
    behind = [each for each in near if each.kind == "apart" or each.text.isascii()]
    after = scene.within((mention.end, clause[1]), *words)[:1]
    if after and any(is_figure(scene, each) for each in scene.within((after[0].end, clause[1]), "number")):
        after = []  # "以99.05分领先广东0.07分": the difference is the later one
    apart = behind or scene.within((clause[0], mention.start), *words) or after
    if apart or mention.key == "pp":
        return _between(scene, mention, clause, "difference", apart[-1] if apart else None)
    averages = scene.within((clause[0], mention.start), "mean", "median")
    if averages:
        return _average(scene, mention, clause, averages[-1])
    if scene.has((clause[0], mention.start), "sum"):
        return _summed(scene, mention, clause)
    if scene.has((clause[0], mention.start), "share"):
        return _shared(scene, mention, clause)
    return _value(scene, mention, clause)


def _measure(scene: Scene, mention: Mention, clause: Span) -> Measure | None:
    if mention.key == "%":
        return "growth"
    return "change" if mention.key == "places" else None


def _owned(scene: Scene, mention: Mention, clause: Span, owner: Mention) -> Claim | None:
    """Return the claim of a figure in brackets behind a region."""
    if mention.key == "places":
        return _places(scene, mention, clause, owner)
    readings = scene.readings(mention, owner.codes, "growth" if mention.key == "%" else None)
    if mention.key != "%":
        readings = tuple(each for each in readings if each.column.measure == "value") or _valued(scene, mention, owner.codes)
    return Claim("value", mention, owner.codes, readings, number=mention.number, names=(owner,))


def _valued(scene: Scene, mention: Mention, codes: tuple[str, ...]) -> tuple[Reading, ...]:
    """Return the main columns a figure of a region can stand in."""
    boards = scene.boards(mention, frozenset(codes))
    return tuple(Reading(board, board.main) for board in boards)


def _value(scene: Scene, mention: Mention, clause: Span) -> Claim | None:
    """Return the claim that a region has a value, or has grown by so much."""
    names = scene.subject(mention)
    if not names:
        return None
    if mention.key == "%" and not scene.has((0, mention.start), "growth") and not scene.has((mention.end, clause[1]), "growth"):
        return None
    codes = names[-1].codes if len(names) == 1 else tuple(code for each in names for code in each.codes)
    readings = scene.readings(mention, codes, _measure(scene, mention, clause))
    if mention.key != "%":
        readings = tuple(each for each in readings if each.column.measure == "value") or _valued(scene, mention, codes)
    numbers = [each for each in scene.within(clause, "number") if is_figure(scene, each) and each.key == mention.key and not scene.in_brackets(each)]
    number = mention.number
    if mention.key == "%" and scene.within((clause[0], mention.start), "up", "down", "growth")[-1:] and number is not None:
        number = -number if scene.within((clause[0], mention.start), "up", "down", "growth")[-1].kind == "down" else number
    if len(names) > 1:
        if len(numbers) == len(names):
            chosen = names[numbers.index(mention)]
            return Claim("value", mention, chosen.codes, readings, number=number, names=(chosen,))
        return Claim("value", mention, codes, readings, number=number, why="one figure for several regions", names=names)
    near = scene.near(mention)
    alone = [each for each in numbers if scene.subject(each) == names]
    is_own = near is not None and near[1] and not any(other != mention and (got := scene.near(other)) and got[0] == near[0] for other in alone)
    apart = scene.has((0, mention.start), "apart", "above", "below") and not scene.has((clause[0], mention.start), "score")
    is_sure = (len(alone) == 1 or is_own) and (mention.key == "%" or not apart) and (mention.key == "%" or bool(_STATED.search(scene.text[: mention.start])))
    return Claim("value", mention, codes, readings, number=number, is_sure=is_sure, names=names)


def _places(scene: Scene, mention: Mention, clause: Span, owner: Mention | None = None) -> Claim | None:
    """Return the claim that a region gained or lost places."""
    kinds = ("up", "down", "change_up", "change_down")
    before = scene.within((clause[0], mention.start), *kinds)
    said = before[-1:] or scene.within((mention.end, clause[1]), *kinds)[:1] or scene.within((0, mention.start), *kinds)[-1:]
    names = (owner,) if owner else scene.subject(mention)
    if not said or not names or mention.number is None:
        return None
    sign = -1 if said[0].kind in ("down", "change_down") else 1
    if inside := scene.within((scene.text.rfind("(", 0, mention.start), mention.start), *kinds) if owner else []:
        sign = -1 if inside[-1].kind in ("down", "change_down") else 1
    codes = tuple(code for each in names for code in each.codes)
    readings = scene.readings(mention, codes, "change")
    why = "" if len(names) == 1 or _EACH.search(scene.text[clause[0] : clause[1]]) else "one figure for several regions"
    return Claim("places", mention, codes, readings, number=mention.number * sign, why=why, names=names, is_sure=bool(before) or owner is None)


def _unmoved(scene: Scene, mention: Mention, clause: Span) -> Iterator[Claim]:
    names = scene.subject(mention)
    owner = scene.owner(mention) if scene.in_brackets(mention) else None
    names = (owner,) if owner else names
    if scene.has(clause, "counted", "not_data") or scene.has((clause[0], mention.start), *PREDICATES):
        return
    is_sure = bool(re.search("[位排]|place|rank", scene.text[clause[0] : clause[1]]))
    for name in names:
        if readings := scene.readings(mention, name.codes, "change"):
            why = doubt(scene, mention, clause)
            yield Claim("places", mention, name.codes, readings, number=Decimal(0), is_sure=is_sure, why=why, names=(name,))


# ---------------------------------------------------------------- two sides


def _sides(scene: Scene, word: Mention | None, mention: Mention, clause: Span) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the regions a figure between two sides is about; the second side may be empty."""
    inside = [run for run in scene.runs if clause[0] <= run[0].start and run[-1].end <= clause[1]]
    if word is not None and word.kind != "apart":
        left = [run for run in inside if run[-1].end <= word.start]
        right = [run for run in inside if run[0].start >= word.end]
        if not word.text.isascii() or not left or mention.start > word.start:
            pass
        else:
            left = [run for run in left if run[-1].end <= mention.start] or left
        left = [run for run in left if not scene.is_object(run)]
        than = scene.within((clause[0], word.start), "than")
        if than and not right:
            right = [run for run in inside if run[0].start >= than[-1].end and run[-1].end <= word.start]
            left = [run for run in left if run[-1].end <= than[-1].start]
        if not left and right and (topic := scene.topic(clause[0])):
            left = [topic]
        return (left[-1] if left else ()), (right[0] if right else ())
    if len(inside) == 1 and len(inside[0]) == 2:
        return inside[0][:1], inside[0][1:]
    if len(inside) == 2 and all(len(run) == 1 for run in inside):
        return inside[0], inside[1]
    if len(inside) == 1 and len(inside[0]) == 1 and word is not None:
        earlier = [run for run in scene.runs if run[-1].end <= clause[0] and len(run) == 1]
        return (earlier[-1] if len(earlier) == 1 else ()), inside[0]
    return (), ()


def _between(scene: Scene, mention: Mention, clause: Span, kind: str, word: Mention | None = None) -> Claim | None:
    """Return the claim of a difference or a ratio of two regions, or of a region and the mean."""
    averages = scene.within(clause, "mean", "median")
    measure: Measure | None = "growth" if mention.key == "pp" or scene.has(clause, "growth") else None
    if averages and word is not None and word.kind != "apart":
        names = scene.subject(mention)
        if len(names) != 1:
            return None
        readings = scene.readings(mention, names[0].codes, measure)
        sign = _sign(word)
        figured = [each for each in scene.within(clause, "number") if is_figure(scene, each) and not scene.in_brackets(each)]
        is_sure = len(figured) == 1 and not scene.has((0, len(scene.text)), "group")
        return Claim("difference", mention, names[0].codes, readings, sign, number=mention.number, others=(averages[-1].kind,), is_sure=is_sure, names=names)
    left, right = _sides(scene, word, mention, clause)
    if len(left) != 1 or len(right) != 1 or left[0].codes == right[0].codes:
        names = scene.subject(mention)
        why = "what it is the difference of is not named"
        return Claim("difference", mention, names[0].codes, (), number=mention.number, why=why, names=names) if names else None
    codes = (*left[0].codes, *right[0].codes)
    readings = scene.readings(mention, codes, measure)
    alone = [each for each in scene.within(clause, "number") if is_figure(scene, each) and not scene.in_brackets(each)]
    is_sure = word is not None and (word.kind in ("above", "below") or (len(alone) == 1 and left[0].start >= clause[0])) and not scene.has(clause, "column")
    claim = Claim("difference", mention, codes[:1], readings, _sign(word), number=mention.number, others=codes[1:], is_sure=is_sure, names=left)
    return claim if kind == "difference" else replace(claim, kind="ratio")


def _sign(word: Mention | None) -> int:
    if word is None or word.kind == "apart":
        return 0
    return 1 if word.kind == "above" else -1


def _compared(scene: Scene, mention: Mention, clause: Span) -> Iterator[Claim]:
    """Yield that one region is above or below another, or the mean, where no figure says by how much."""
    if any(is_figure(scene, each) and not scene.in_brackets(each) for each in scene.within(clause, "number")) or scene.has(clause, "not_data", "top"):
        return
    left, right = _sides(scene, mention, mention, clause)
    averages = scene.within((mention.end, clause[1]), "mean", "median") or scene.within((clause[0], mention.start), "mean", "median")
    others: tuple[str, ...]
    if len(left) == 1 and len(right) == 1 and left[0].codes != right[0].codes:
        others = right[0].codes
    elif averages and (left or scene.subject(mention)) and not right:
        left, others = left or scene.subject(mention), (averages[-1].kind,)
    else:
        return
    if len(left) != 1:
        return
    measure: Measure | None = "growth" if scene.has(clause, "growth") or "快" in mention.text or "fast" in mention.text or "slow" in mention.text else None
    codes = left[0].codes if others[0] in ("mean", "median") else (*left[0].codes, *others)
    readings = scene.readings(mention, codes, measure)
    if readings:
        yield Claim("compare", mention, left[0].codes, readings, _sign(mention), others=others, why=doubt(scene, mention, clause), names=left)


# ---------------------------------------------------------------- sets


def _average(scene: Scene, mention: Mention, clause: Span, word: Mention) -> Claim | None:
    """Return the claim of a mean or a median of a table or of a group in it."""
    measure = _measure(scene, mention, clause)
    readings = scene.readings(mention, (), measure)
    if mention.key != "%":
        readings = tuple(each for each in readings if each.column.measure == "value")
    groups = scene.within((clause[0], mention.start), "group") or scene.within((0, mention.start), "group")
    behind = [each for each in scene.within((mention.end, clause[1]), "group", "number") if each.kind == "group" or is_figure(scene, each)]
    if behind and behind[0].kind == "group":
        groups = behind[:1]
    others = [each for each in scene.within(clause, "number") if each != mention and is_figure(scene, each)]
    rest = re.search(r"其余|其他|\brest\b|\bother", scene.text[clause[0] : mention.start])
    sure = not rest and not others and not scene.has(clause, *PREDICATES) and not scene.has((0, mention.start), "top")
    if groups and not scene.has((clause[0], mention.start), "scope"):
        readings = tuple(replace(each, group=groups[-1].key, members=frozenset(groups[-1].codes)) for each in readings)
        sure = sure and (groups[-1].start >= clause[0] or not scene.has((groups[-1].end, mention.start), "region", "scope"))
    elif rest or scene.has((clause[0], mention.start), "top"):
        return Claim("mean", mention, (), readings, number=mention.number, why="it is a mean of a part that is not named")
    else:
        readings = tuple(replace(each, group="", members=frozenset()) for each in readings)
        sure = sure and not scene.has((0, len(scene.text)), "group")
    return Claim("mean" if word.kind == "mean" else "median", mention, (), readings, number=mention.number, is_sure=sure)


def _summed(scene: Scene, mention: Mention, clause: Span) -> Claim | None:
    names = scene.subject(mention)
    codes = tuple(code for each in names for code in each.codes)
    if len(names) < 2 or mention.key == "%":
        return None
    return Claim("sum", mention, codes, scene.readings(mention, codes), number=mention.number, names=names)


def _shared(scene: Scene, mention: Mention, clause: Span) -> Claim | None:
    names = scene.subject(mention)
    codes = tuple(code for each in names for code in each.codes)
    if not names or mention.key != "%":
        return None
    readings = tuple(each for each in scene.readings(mention, codes) if each.column.measure == "value")
    return Claim("share", mention, codes, readings, number=mention.number, is_sure=scene.has(clause, "family", "column"), names=names)


def _reach(scene: Scene, mention: Mention, clause: Span) -> Iterator[Claim]:
    """Yield how many regions have more, or less, than a figure: "超过90分的有11个", "11 regions score above 90"."""
    limits = [each for each in scene.within(clause, "number") if each.key in ("", "points", "%") and each.number is not None]
    words = [each for each in scene.within(clause, "above", "below", "reached") if any(abs(each.end - limit.start) < NEAR for limit in limits)]
    if len(limits) != 1 or not words or scene.has(clause, "region", "not_data", "mean", "median"):
        return
    readings = scene.readings(mention, (), "growth" if limits[0].key == "%" else None)
    readings = tuple(each for each in readings if each.column.measure != "change")
    sign = -1 if words[0].kind == "below" else 1
    is_sure = scene.has((0, len(scene.text)), "family", "column") and not scene.has((0, len(scene.text)), "group")
    yield Claim("reach", mention, (), readings, sign, number=Decimal(mention.low), others=(str(limits[0].number),), is_sure=is_sure)


def _count(scene: Scene, mention: Mention, clause: Span) -> Iterator[Claim]:
    """Yield how many regions rose, fell or stayed where they were."""
    moved = scene.within((mention.end, clause[1]), "up", "down", "same")
    if not moved and not mention.text.isascii():
        moved = scene.within((clause[0], mention.start), "up", "down", "same")[-1:]  # "上升的有12个"
    if not moved or scene.has(clause, "region", "not_data"):
        return
    readings = tuple(each for each in scene.readings(mention, (), "change") if not each.group)
    sign = {"up": 1, "down": -1, "same": 0}[moved[0].kind]
    is_sure = bool(scene.heading.scopes) or scene.has((0, len(scene.text)), "scope") or " of " in mention.text
    if readings:
        yield Claim("count", mention, (), readings[:1], sign, number=Decimal(mention.low), is_sure=is_sure)
