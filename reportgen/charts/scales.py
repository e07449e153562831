"""Numbers behind the drawing: round axis steps, classes, and labels that make room for each other."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def nice_ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Return at most `most` round numbers that enclose low..high; equal ends get room on both sides.

    >>> nice_ticks(67.99, 98.36)
    (60.0, 70.0, 80.0, 90.0, 100.0)
    >>> nice_ticks(5.0, 5.0)
    (4.0, 5.0, 6.0)
    """
    if high <= low:
        pad = 10.0 ** math.floor(math.log10(abs(low))) if low else 1.0
        return (low - pad, low, low + pad)
    exponent = math.floor(math.log10((high - low) / most))
    for power in (exponent, exponent + 1):
        for factor in _STEPS:
            step = factor.scaleb(power)
            first = math.floor(round(low / float(step), 9))
            last = math.ceil(round(high / float(step), 9))
            if last - first + 1 <= most:
                return tuple(float(step * n) for n in range(first, last + 1))
    raise AssertionError(f"no step for {low}..{high}")


def tick_decimals(ticks: Sequence[float]) -> int:
    """Return how many digits after the point the ticks need.

    >>> tick_decimals((0.0, 2.5, 5.0)), tick_decimals((60.0, 70.0))
    (1, 0)
    """
    return max(0, *(-int(str(Decimal(str(tick)).normalize().as_tuple().exponent)) for tick in ticks), 0)


def class_of(value: float, bounds: Sequence[float]) -> int:
    """Return the class of a value; a bound belongs to the class above it.

    >>> [class_of(v, (70, 80)) for v in (69.9, 70, 80, 95)]
    [0, 1, 2, 2]
    """
    return bisect_right(bounds, value)


def class_bounds(values: Sequence[float], most: int = 5) -> tuple[float, ...]:
    """Return round inner bounds that cut values into at most `most` classes; none when all are equal.

    >>> class_bounds([67.99, 98.36])
    (70.0, 80.0, 90.0)
    """
    if not values or min(values) == max(values):
        return ()
    return nice_ticks(min(values), max(values), most + 1)[1:-1]


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return centres near the wanted ones so that intervals of these sizes do not overlap, inside low..high if there is room.

    Order is kept.  Groups that collide are set side by side around their mean (pool adjacent violators).

    >>> spread([5, 5, 20], [4, 4, 4], 0, 30)
    [3.0, 7.0, 20.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    groups: list[tuple[list[int], float, float]] = []  # members, total size, start
    for i in order:
        groups.append(([i], sizes[i], wanted[i] - sizes[i] / 2))
        while len(groups) > 1 and groups[-2][2] + groups[-2][1] > groups[-1][2] + 1e-9:
            members = groups[-2][0] + groups[-1][0]
            total = groups[-2][1] + groups[-1][1]
            groups[-2:] = [(members, total, _group_start(members, wanted, sizes))]
    centres = [0.0] * len(wanted)
    for members, _, start in groups:
        at = start
        for i in members:
            centres[i] = at + sizes[i] / 2
            at += sizes[i]
    return _inside(order, centres, sizes, low, high)


def _group_start(members: Sequence[int], wanted: Sequence[float], sizes: Sequence[float]) -> float:
    offset, starts = 0.0, []
    for i in members:
        starts.append(wanted[i] - sizes[i] / 2 - offset)
        offset += sizes[i]
    return sum(starts) / len(starts)


def _inside(
    order: Sequence[int], centres: list[float], sizes: Sequence[float], low: float, high: float
) -> list[float]:
    edge = high
    for i in reversed(order):
        centres[i] = min(centres[i], edge - sizes[i] / 2)
        edge = centres[i] - sizes[i] / 2
    edge = low
    for i in order:
        centres[i] = max(centres[i], edge + sizes[i] / 2)
        edge = centres[i] + sizes[i] / 2
    return centres
