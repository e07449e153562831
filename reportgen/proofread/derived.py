"""Figures that a sentence derives without saying every part: what they can be computed from, and whether any of it gives them.

"首尾相差5.16分", "the rest average 81.94", "与均值之差为4.41、5.48和7.53分": which two figures are meant is seldom said in full.  Everything the
sentence, its paragraph and its headings speak of is held against the figure: values of the regions named and of the places referred to, means,
medians and spreads, of all, of groups, of the first so many and of the rest, their differences and ratios, in every column that can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from statistics import fmean, median

from reportgen.proofread.lexicon import Board, Column
from reportgen.proofread.model import Mention
from reportgen.proofread.scene import Scene

Cells = Mapping[str, float]
_EARLIER = re.compile(r"推算|反推|(?:由|从)[0-9.]+分?(?:升|降|增|提高|回落|变)|\bderived\b|\bfrom [0-9.]+(?: points)? to [0-9]", re.IGNORECASE)
"""Says that a figure may be one of an earlier period, which the tables do not hold."""


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that others are derived from: its value, what it is of (a region, a mean, a place), and the group a place is counted in."""

    value: float
    of: str
    group: str = ""


def is_derivable(scene: Scene, mention: Mention) -> bool:
    """Return whether a figure can only be one of the data or derived from them: as many decimals as they have, no other unit, an indicator near."""
    if mention.number is None or mention.key not in ("", "points", "times", "%", "pp"):
        return False
    clause = scene.clause(mention)
    growth = scene.has((0, len(scene.text)), "growth") or bool(re.search("增[幅速长]", scene.text))
    if mention.key in ("%", "pp") and not growth:
        return False
    if _EARLIER.search(scene.text):
        return False
    is_near = scene.has((0, len(scene.text)), "family", "column", "score") or bool(scene.heading.families or scene.paragraph.families)
    columns = list(_columns(scene, mention))
    decimals = -int(mention.number.as_tuple().exponent)
    return is_near and not scene.has(clause, "not_data", "weight", "hedge") and any(decimals == _decimals(column) for _, column in columns)


def derivation(scene: Scene, mention: Mention) -> tuple[str, Board, Column] | None:
    """Return what gives a figure, in words, with its table and column; None when nothing that can be meant does."""
    assert mention.number is not None
    stated = abs(float(mention.number))
    near = 0.5 * 10.0 ** int(mention.number.as_tuple().exponent) + 1e-9
    columns = list(_columns(scene, mention))
    for board, column in columns:
        for words, value in _given(scene, mention, board, column):
            if abs(value - stated) <= near:
                return words, board, column
    if mention.key in ("", "points"):
        for words, board, column, value in _across(scene, columns):
            if abs(value - stated) <= near:
                return words, board, column
    return None


def is_placed(scene: Scene, mention: Mention, codes: tuple[str, ...]) -> bool | None:
    """Return whether a rank is one that a region has by anything that can be meant; None when nobody can tell what that is.

    codes  the regions it is said of; where none is named, what the headings and the paragraph are about
    """
    is_said = bool(codes)
    if mention.kind != "rank" or mention.low <= 0 or len(codes) > 1 or (not is_said and not scene.has((0, len(scene.text)), "family", "column")):
        return None
    columns = [*_columns(scene, mention), *_columns(scene, replace(mention, key="%"))]
    places: set[int] = set()
    for board, column in columns:
        for code in codes or (*scene.heading.regions[:1], *scene.paragraph.regions[:2]):
            if code in column.floats:
                places |= set(_places(scene, board, column, code))
    return mention.low in places if places else None


def _places(scene: Scene, board: Board, column: Column, code: str) -> Iterator[int]:
    """Yield the ranks of a region: in all of a table, in every group it belongs to, and in the period before."""
    cells = column.floats
    for codes in (cells.keys(), *(group for group in scene.lexicon.groups.values() if code in group)):
        rank = 1 + sum(cells[other] > cells[code] for other in codes if other in cells)
        yield rank
    change = board.measuring("change")
    if change is not None and column.is_main and code in change.cells:
        yield 1 + sum(other > cells[code] for other in cells.values()) + int(change.cells[code])


def _decimals(column: Column) -> int:
    return max((-int(cell.as_tuple().exponent) for cell in column.cells.values()), default=0)


def _columns(scene: Scene, mention: Mention) -> Iterator[tuple[Board, Column]]:
    """Yield the columns that can be meant: those the sentence names, else those of its paragraph and its headings."""
    whole, before = (0, len(scene.text)), (0, scene.clause(mention)[1])
    around = (scene.paragraph, scene.heading)
    families, named = ({each.key for each in scene.within(before, kind)} for kind in ("family", "column"))
    is_any = False
    if not families and not named:
        families = {key for each in around for key in each.families} | {each.key for each in scene.within(whole, "family")}
        named = {key for each in around for key in each.columns}
        is_any = bool(scene.paragraph.columns)  # "the two differ by" says of two columns what the sentence before has named
    scopes = {each.key for each in scene.within(whole, "scope")} | {key for each in around for key in each.scopes}
    wanted = ("growth",) if mention.key in ("%", "pp") else ("value", "growth") if mention.key == "times" else ("value",)
    for board in scene.lexicon.boards:
        if board.scope not in scopes and scopes:
            continue
        for column in board.columns:
            is_meant = (column.is_main or is_any) and (board.family in families or not families | named)
            if column.measure in wanted and (is_meant or column.name in named or column.measure == "growth"):
                yield board, column


def _given(scene: Scene, mention: Mention, board: Board, column: Column) -> Iterator[tuple[str, float]]:
    """Yield what the figures of one column give."""
    said, referred, averages = _said(scene, column), _referred(scene, board, column), _averaged(scene, board, column)
    if strict := _between_places(scene, mention, column):
        yield from strict
        return
    if mention.key == "times":
        for one, other in permutations((*said, *referred, *averages), 2):
            if other.value:
                yield f"{one.of} / {other.of}", one.value / other.value
        return
    yield from ((each.of, each.value) for each in (*said, *referred, *averages))
    if mention.key == "%":
        return
    for one, other in combinations((*said, *averages), 2):
        yield f"{one.of} - {other.of}", abs(one.value - other.value)
    for one in said:
        yield from ((f"{one.of} - {other.of}", abs(one.value - other.value)) for other in referred)
    for one, other in combinations(referred, 2):
        if one.group == other.group:
            yield f"{one.of} - {other.of}", abs(one.value - other.value)


def _between_places(scene: Scene, mention: Mention, column: Column) -> list[tuple[str, float]]:
    """Return the difference of two places, or of a region and a place, where the clause names just these: "第三位与第四位之间相差"."""
    clause = scene.clause(mention)
    places = [each.low for each in scene.within((clause[0], mention.start), "rank") if each.low > 0]
    regions = [code for each in scene.within((clause[0], mention.start), "region") for code in each.codes if code in column.floats]
    numbers = [each for each in scene.within(clause, "number") if not scene.in_brackets(each)]
    if mention.key == "times" or len(numbers) > 1 or not scene.has(clause, "apart") or scene.has(clause, "mean", "median", "top", "span", "last"):
        return []
    if not places or len(places) + len(set(regions)) not in (2, 3) or min(places) == 1:
        return []
    found: list[tuple[str, float]] = []
    for name, codes in (("", frozenset(column.floats)), *_groups(scene, column.floats)):
        order = sorted(codes, key=lambda code: -column.floats[code])
        parts = [Part(column.floats[order[place - 1]], f"rank {place}", name) for place in places if place <= len(order)]
        sides = [*parts, *(Part(column.floats[code], scene.lexicon.name(code, "zh")) for code in regions)]
        found += [(f"{one.of} - {other.of}", abs(one.value - other.value)) for one, other in combinations(sides, 2) if one in parts or other in parts]
    return found


def _said(scene: Scene, column: Column) -> list[Part]:
    """Return the regions of the sentence; where it names none, those of its paragraph."""
    lang = "zh" if re.search("[\u4e00-\u9fff]", scene.text) else "en"
    return [Part(column.floats[code], scene.lexicon.name(code, lang)) for code in _codes(scene, column.floats)]


def _referred(scene: Scene, board: Board, column: Column) -> list[Part]:
    """Return the places a sentence refers to, the first two and the last, in all of the table and in the groups it can mean."""
    found: list[Part] = []
    for name, codes in (("", frozenset(column.floats)), *_groups(scene, column.floats)):
        order = sorted(codes, key=lambda code: -column.floats[code])
        for place in sorted(_ranks(scene, order, is_all=not name)):
            found.append(Part(column.floats[order[place - 1]], f"rank {place}{name and f' ({name})'}", name))
    return found


def _averaged(scene: Scene, board: Board, column: Column) -> list[Part]:
    """Return the means and medians of all, of groups, and of the first so many and the rest."""
    cells = column.floats
    words = [kind for kind in ("mean", "median") if scene.has((0, len(scene.text)), kind)] or ["mean", "median"]
    found = [*_averages(cells, "", words)]
    for name, codes in _groups(scene, cells):
        found += _averages({code: cells[code] for code in cells if code in codes}, f" ({name})", words)
    best = sorted(cells, key=lambda code: -board.main.floats.get(code, 0.0))
    for size in sorted({each.low for each in scene.within((0, len(scene.text)), "top", "bottom") if 1 < each.low < len(best)}):
        for inside, name in ((best[:size], f"first {size}"), (best[size:], f"after the first {size}"), (best[-size:], f"last {size}")):
            found += _averages({code: cells[code] for code in inside if code in cells}, f" ({name})", words)
    return found


def _averages(cells: Cells, name: str, words: Sequence[str]) -> Iterator[Part]:
    """Yield the mean and the median of some figures, or the one of them that the sentence speaks of."""
    yield from (Part(average(cells.values()), f"{word}{name}") for word, average in (("mean", fmean), ("median", median)) if word in words)


def _across(scene: Scene, columns: list[tuple[Board, Column]]) -> Iterator[tuple[str, Board, Column, float]]:
    """Yield the differences of one region, or of one mean, between two columns, and the means of such differences."""
    for (board, one), (second, other) in combinations(columns, 2):
        if board.scope != second.scope:
            continue
        first, last = one.floats, other.floats
        titles = f"{one.name} - {other.name}"
        both = [code for code in first if code in last]
        for code in _codes(scene, first):
            if code in last:
                yield f"{scene.lexicon.name(code, 'zh')}: {titles}", board, one, abs(first[code] - last[code])
        for name, codes in (("", set(both)), *_groups(scene, first)):
            gaps = [first[code] - last[code] for code in both if code in codes]
            if gaps:
                yield f"mean {name}: {titles}", board, one, abs(fmean(gaps))


def _codes(scene: Scene, cells: Cells) -> list[str]:
    """Return the regions a figure can be about: those of the sentence; where it names none, those of its paragraph and heading.

    One that is held against another, or against "it", may be held against what the paragraph is about.
    """
    whole = (0, len(scene.text))
    named = [code for each in scene.within(whole, "region") for code in each.codes if code in cells]
    around = [code for code in (*scene.heading.regions, *scene.paragraph.regions) if code in cells]
    is_open = len(set(named)) < 2 and scene.has(whole, "pronoun", "apart", "above", "below")
    return list(dict.fromkeys((*named, *around[:2]) if named and is_open else named or around))


def _groups(scene: Scene, cells: Cells) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the groups that the sentence names, or else its paragraph or heading, and that have two regions or more in a table."""
    named = [each.key for each in scene.within((0, len(scene.text)), "group")] or [*scene.paragraph.groups, *scene.heading.groups]
    for name in dict.fromkeys(named):
        codes = scene.lexicon.groups[name] & cells.keys()
        if len(codes) > 1:
            yield name, codes


def _ranks(scene: Scene, order: list[str], *, is_all: bool) -> set[int]:
    """Return the places the sentence refers to, the first two and the last, and the neighbours of the regions named."""
    found = {1, 2, len(order)}
    for each in scene.within((0, len(scene.text)), "rank", "top", "span"):
        found |= {each.low if each.low > 0 else len(order) + 1 + each.low, each.high}
    if is_all and scene.has((0, len(scene.text)), "neighbour_up", "neighbour_down"):
        places = {order.index(code) + 1 for code in _codes(scene, dict.fromkeys(order, 0.0))}
        found |= {place + step for place in places for step in (-1, 1)}
    return {place for place in found if 0 < place <= len(order)}
