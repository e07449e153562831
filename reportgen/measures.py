"""What a ranking report computes: ranks, changes, growth, shares, groups. Pure functions on pandas Series.

Every Series is indexed by entity; NaN means *not measured* and stays NaN, so a gap never looks like last place.  Results have
the index of the first argument, in its order.

Exactness: values are compared with ``==`` and ``<`` on what they are, never within a tolerance (pandas ranks floats that
differ by 1e-13 as ties; these functions do not).  A Series of `Decimal`, which `Resource.series` returns, therefore ties exactly
where the printed figures are equal, and arithmetic on it stays `Decimal` to 28 digits.  A float Series works too, but then
``0.1 + 0.2`` does not tie with ``0.3``.  Do not mix the two in one Series.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, TypeVar

import pandas as pd

Best = Literal["highest", "lowest"]
Ties = Literal["min", "max", "dense", "first", "average"]

Key = TypeVar("Key")

NAN = float("nan")


class ChangeState(StrEnum):
    """How an entity moved between two rankings; `NEW` was not ranked before, `DROPPED` is not ranked now."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Selection:
    """The entities at one end of a ranking, best first, and whether the cut went through a tie.

    chosen  at most `n` entities.
    left    entities that tie with the last one chosen and were cut off: name them, or the list is unfair.
    """

    chosen: tuple[Hashable, ...]
    left: tuple[Hashable, ...] = ()

    @property
    def cuts_a_tie(self) -> bool:
        """Whether an entity outside has the same value as one inside."""
        return bool(self.left)


def rank(scores: pd.Series[Any], *, best: Best = "highest", ties: Ties = "min") -> pd.Series[float]:
    """Rank each entity by its score, 1 = best.

    scores  number (entity,), any one unit; NaN = not measured.
    ties    "min": share the better rank (1, 1, 3); "max": share the worse; "dense": 1, 1, 2; "average": 1.5, 1.5, 3;
            "first": no ties, the order of `scores` decides.
    return  float (entity,), unit-free; NaN stays NaN.

    >>> rank(pd.Series({"A": 9.0, "B": 7.0, "C": 9.0})).to_dict()
    {'A': 1.0, 'B': 3.0, 'C': 1.0}
    """
    measured = scores[scores.notna()]
    place = {value: float(i) for i, value in enumerate(sorted(set(measured)))}
    codes = pd.Series([place[value] for value in measured], index=measured.index, dtype=float)
    ranks = codes.rank(method=ties, ascending=best == "lowest")
    return pd.Series(_aligned(scores, ranks), index=scores.index, name=scores.name, dtype=float)


def tied(scores: pd.Series[Any]) -> pd.Series[bool]:
    """Tell for each entity whether another has exactly the same score; a gap ties with nothing.

    >>> tied(pd.Series({"A": 9.0, "B": 7.0, "C": 9.0})).to_dict()
    {'A': True, 'B': False, 'C': True}
    """
    return scores.duplicated(keep=False) & scores.notna()


def group_rank(
    scores: pd.Series[Any], groups: pd.Series[Any], *, best: Best = "highest", ties: Ties = "min"
) -> pd.Series[float]:
    """Rank each entity within its group, 1 = best of the group; an entity without a group has no rank.

    >>> scores = pd.Series({"Sichuan": 91.10, "Henan": 91.09, "Guangdong": 98.36})
    >>> group_rank(scores, pd.Series({"Sichuan": "West", "Henan": "Central", "Guangdong": "East"})).to_dict()
    {'Sichuan': 1.0, 'Henan': 1.0, 'Guangdong': 1.0}
    """
    found = pd.Series(NAN, index=scores.index, name=scores.name, dtype=float)
    aligned = groups.reindex(scores.index)
    for group in dict.fromkeys(aligned.dropna()):
        members = aligned.index[[value == group for value in aligned]]
        found.loc[members] = rank(scores.loc[members], best=best, ties=ties)
    return found


def previous_rank(ranks: pd.Series[Any], change: pd.Series[Any]) -> pd.Series[float]:
    """Return the rank of the period before, from the printed change: up is positive, so previous = rank + change.

    >>> previous_rank(pd.Series({"Guangdong": 1, "Shanghai": 3}), pd.Series({"Guangdong": 5, "Shanghai": -2})).to_dict()
    {'Guangdong': 6.0, 'Shanghai': 1.0}
    """
    return _floats(ranks) + _floats(change).reindex(ranks.index)


def rank_change(current: pd.Series[Any], previous: pd.Series[Any]) -> pd.DataFrame:
    """Compare two rankings of possibly different entities.

    return  one row per entity of either ranking (those of `current` first), columns
            ``rank`` and ``previous``  float, NaN = not ranked in that period
            ``places``                 float, places gained; up is positive, NaN unless ranked in both
            ``state``                  ChangeState
            ``is_tied``                bool, shares its current rank with another entity

    >>> now, before = pd.Series({"A": 1, "B": 2, "C": 2}), pd.Series({"B": 1, "A": 2, "D": 3})
    >>> rank_change(now, before)[["places", "state", "is_tied"]].to_dict("index")["A"]
    {'places': 1.0, 'state': <ChangeState.UP: 'up'>, 'is_tied': False}
    >>> [str(state) for state in rank_change(now, before)["state"]]
    ['up', 'down', 'new', 'dropped']
    """
    entities = [*current.index, *(entity for entity in previous.index if entity not in current.index)]
    now, before = _floats(current).reindex(entities), _floats(previous).reindex(entities)
    places = before - now
    states = [_state(r, p, c) for r, p, c in zip(now, before, places, strict=True)]
    columns = {"rank": now, "previous": before, "places": places, "state": pd.Series(states, now.index, dtype=object)}
    return pd.DataFrame({**columns, "is_tied": tied(now)})


def _state(now: float, before: float, places: float) -> ChangeState | None:
    if pd.isna(now):
        return None if pd.isna(before) else ChangeState.DROPPED
    if pd.isna(before):
        return ChangeState.NEW
    return ChangeState.UP if places > 0 else ChangeState.DOWN if places < 0 else ChangeState.SAME


def absolute_change(current: pd.Series[Any], previous: pd.Series[Any]) -> pd.Series[Any]:
    """Return current − previous, in the unit of the two; NaN where either is missing.

    >>> absolute_change(pd.Series({"A": Decimal("98.36")}), pd.Series({"A": Decimal("73.65")})).to_dict()
    {'A': Decimal('24.71')}
    """
    return _combine(current, previous, lambda a, b: a - b)


def growth(current: pd.Series[Any], previous: pd.Series[Any]) -> pd.Series[Any]:
    """Return current ÷ previous − 1 as a share (0.25 = 25 %).

    NaN where either is missing, and where the previous value is not positive: growth from nothing has no meaning.

    >>> growth(pd.Series({"A": 5.0, "B": 5.0}), pd.Series({"A": 4.0, "B": 0.0})).to_dict()
    {'A': 0.25, 'B': nan}
    """
    return _combine(current, previous, lambda a, b: a / b - 1 if b > 0 else NAN)


def share(values: pd.Series[Any], total: Any = None) -> pd.Series[Any]:
    """Return each value as a share of `total` (0..1), by default of the sum of all measured values.

    NaN stays NaN; all NaN when the total is zero.

    >>> share(pd.Series({"A": 3.0, "B": 1.0})).to_dict()
    {'A': 0.75, 'B': 0.25}

    Raises:
        ValueError: a value is negative; shares of a mixed-sign total mislead.
    """
    measured = list(values[values.notna()])
    if any(value < 0 for value in measured):
        raise ValueError("shares need values that are not negative")
    whole = sum(measured) if total is None else total
    return values.map(lambda value: NAN if pd.isna(value) or not whole else value / whole)


def top(scores: pd.Series[Any], n: int, *, best: Best = "highest") -> Selection:
    """Return the `n` best entities, best first; ties in the order of `scores`, and a tie at the border is reported.

    >>> top(pd.Series({"A": 9, "B": 7, "C": 9, "D": 7}), 3)
    Selection(chosen=('A', 'C', 'B'), left=('D',))
    """
    places = rank(scores, best=best, ties="first").dropna().sort_values()
    chosen = tuple(places.index[:n])
    if not chosen:
        return Selection(())
    border = scores[chosen[-1]]
    return Selection(chosen, tuple(entity for entity in places.index[n:] if scores[entity] == border))


def bottom(scores: pd.Series[Any], n: int, *, best: Best = "highest") -> Selection:
    """Return the `n` worst entities, worst first; ties in the order of `scores`, and a tie at the border is reported.

    >>> bottom(pd.Series({"A": 9, "B": 7, "C": 8}), 2).chosen
    ('B', 'C')
    """
    return top(scores, n, best="lowest" if best == "highest" else "highest")


def around(order: Sequence[Key], entity: Key, n: int) -> Sequence[Key]:
    """Return an entity among the `n` before and the `n` after it in a ranking, as the ranking has them.

    Near an end the other side gives more, so that all windows of a ranking have one length: 2n + 1, or all entities where they are fewer.

    >>> around("ABCDE", "C", 1), around("ABCDE", "A", 1), around("AB", "B", 1)
    ('BCD', 'ABC', 'AB')

    Raises:
        ValueError: the entity is not in the ranking.
    """
    start = max(min(order.index(entity) - n, len(order) - 2 * n - 1), 0)
    return order[start : start + 2 * n + 1]


def climbers(places: pd.Series[Any], n: int, *, ranks: pd.Series[Any] | None = None) -> Selection:
    """Return the `n` entities that gained most places, most first; who did not climb is never chosen.

    ranks  current ranks: among equal gains the better placed comes first (without them, the order of `places`).

    >>> climbers(pd.Series({"Wuhan": 9, "Nanjing": 4, "Dalian": 2, "Jinan": -3}), 2).chosen
    ('Wuhan', 'Nanjing')
    """
    return top(_ordered(places[[not pd.isna(p) and p > 0 for p in places]], ranks), n)


def fallers(places: pd.Series[Any], n: int, *, ranks: pd.Series[Any] | None = None) -> Selection:
    """Return the `n` entities that lost most places, most first; among equal losses the better placed comes first.

    >>> fallers(pd.Series({"Chongqing": -12, "Jilin": -8, "Hainan": 4}), 5).chosen
    ('Chongqing', 'Jilin')
    """
    return bottom(_ordered(places[[not pd.isna(p) and p < 0 for p in places]], ranks), n)


def group_mean(values: pd.Series[Any], groups: pd.Series[Any]) -> pd.Series[Any]:
    """Return the mean of the measured values of each group, groups in order of first appearance; NaN for a group without any.

    >>> group_mean(pd.Series({"A": 1.0, "B": 3.0, "C": 5.0}), pd.Series({"A": "x", "B": "x", "C": "y"})).to_dict()
    {'x': 2.0, 'y': 5.0}
    """
    return _by_group(values, groups, lambda cells: sum(cells) / len(cells))


def group_median(values: pd.Series[Any], groups: pd.Series[Any]) -> pd.Series[Any]:
    """Return the median of the measured values of each group, like `group_mean`.

    >>> group_median(pd.Series({"A": 1.0, "B": 9.0, "C": 2.0}), pd.Series({"A": "x", "B": "x", "C": "x"})).to_dict()
    {'x': 2.0}
    """
    return _by_group(values, groups, statistics.median)


def _by_group(
    values: pd.Series[Any], groups: pd.Series[Any], summary: Callable[[list[Any]], Any]
) -> pd.Series[Any]:
    cells: dict[Any, list[Any]] = {}
    for value, group in zip(values, groups.reindex(values.index), strict=True):
        if not pd.isna(group):
            cells.setdefault(group, [])
            if not pd.isna(value):
                cells[group].append(value)
    return pd.Series({group: summary(found) if found else NAN for group, found in cells.items()}, name=values.name)


def _ordered(places: pd.Series[Any], ranks: pd.Series[Any] | None) -> pd.Series[Any]:
    if ranks is None:
        return places
    order = _floats(ranks).reindex(places.index)
    return places.loc[order.sort_values(kind="stable", na_position="last").index]


def _combine(a: pd.Series[Any], b: pd.Series[Any], operation: Callable[[Any, Any], Any]) -> pd.Series[Any]:
    pairs = zip(a, b.reindex(a.index), strict=True)
    values = [NAN if pd.isna(x) or pd.isna(y) else operation(x, y) for x, y in pairs]
    is_exact = any(isinstance(value, Decimal) for value in values)
    return pd.Series(values, index=a.index, name=a.name, dtype=object if is_exact else float)


def _floats(values: pd.Series[Any]) -> pd.Series[float]:
    """Return small whole numbers (ranks, places) as floats, which hold them exactly, so that NaN can mark a gap."""
    floats = [NAN if pd.isna(value) else float(value) for value in values]
    return pd.Series(floats, index=values.index, name=values.name, dtype=float)


def _aligned(scores: pd.Series[Any], found: pd.Series[float]) -> list[float]:
    places = iter(found)
    return [next(places) if is_measured else NAN for is_measured in scores.notna()]
