"""A composite index, step by step: indicators → normalisation → weights → aggregation → contributions that sum to the score.

All arithmetic is in `Decimal`, so a published index can be recomputed to the printed digit.  The "people" index of the 2023
report is 0.17 activity + 0.65 sales power + 0.18 influence:

>>> values = pd.DataFrame({"activity": [Decimal("98.42")], "sales_power": [Decimal("99.16")], "influence": [Decimal("99.25")]},
...                       index=["Zhejiang"])
>>> people = composite(values, [Indicator("activity", Decimal("0.17")), Indicator("sales_power", Decimal("0.65")),
...                             Indicator("influence", Decimal("0.18"))])
>>> people.scores["Zhejiang"], rounded(people.scores["Zhejiang"], 2)
(Decimal('99.0504'), Decimal('99.05'))
>>> people.contributions.loc["Zhejiang", "sales_power"]
Decimal('64.4540')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import pandas as pd

Normalisation = Literal["none", "min-max", "z-score"]
Aggregation = Literal["arithmetic", "geometric"]
Best = Literal["highest", "lowest"]

_NAN = float("nan")
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One ingredient: a column, its weight (0..1), how it is made comparable, and which end is good."""

    name: str
    weight: Decimal
    normalisation: Normalisation = "none"
    best: Best = "highest"


@dataclass(frozen=True, slots=True)
class Composite:
    """The result of one composite index; an entity that lacks any indicator has no score, its weights are not shifted.

    scores         Decimal (entity,), NaN = not measured
    normalised     Decimal (entity, indicator): what the weights were applied to
    contributions  Decimal (entity, indicator): points each indicator adds; a row sums to the score exactly
    """

    scores: pd.Series[Any]
    normalised: pd.DataFrame
    contributions: pd.DataFrame


def composite(
    values: pd.DataFrame, indicators: Sequence[Indicator], *, aggregation: Aggregation = "arithmetic"
) -> Composite:
    """Return the scores of every entity and what each indicator contributed.

    values       number (entity, indicator), Decimal or float; NaN = not measured.
    aggregation  "arithmetic": Σ weight × value.  "geometric": Π value ^ weight, each contribution its share of the logarithm;
                 needs normalised values above 1.

    Raises:
        ValueError: weights do not sum to 1, a column is missing, or values cannot be normalised or aggregated.
    """
    _check(values, indicators)
    normalised = pd.DataFrame(
        {indicator.name: _normalise(values[indicator.name], indicator) for indicator in indicators}, index=values.index
    )
    weights = [indicator.weight for indicator in indicators]
    contribute = _arithmetic if aggregation == "arithmetic" else _geometric
    rows = [contribute(list(row), weights) for row in normalised.itertuples(index=False, name=None)]
    names = [indicator.name for indicator in indicators]
    contributions = pd.DataFrame(rows, index=values.index, columns=names, dtype=object)
    scores = pd.Series([_sum(row) for row in rows], index=values.index, dtype=object)
    return Composite(scores, normalised, contributions)


def rounded(value: Decimal, places: int) -> Decimal:
    """Return `value` with `places` decimals, halves away from zero, as statistical tables round.

    >>> rounded(Decimal("2.675"), 2)
    Decimal('2.68')
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _check(values: pd.DataFrame, indicators: Sequence[Indicator]) -> None:
    names = [indicator.name for indicator in indicators]
    if not indicators or len(set(names)) < len(names):
        raise ValueError("a composite needs indicators, each named once")
    for name in names:
        if name not in values.columns:
            raise ValueError(f"there is no column {name!r}; columns are {', '.join(map(str, values.columns))}")
    total = sum((indicator.weight for indicator in indicators), Decimal(0))
    if total != 1 or any(indicator.weight < 0 for indicator in indicators):
        raise ValueError(f"weights must not be negative and must sum to 1, not {total}")


def _normalise(values: pd.Series[Any], indicator: Indicator) -> pd.Series[Any]:
    """Return comparable values: as they are, 0..100 (min-max), or standard deviations from the mean (population)."""
    exact = [None if pd.isna(value) else _exact(value) for value in values]
    measured = [value for value in exact if value is not None]
    if indicator.normalisation == "none" or not measured:
        if indicator.best == "lowest" and measured:
            raise ValueError(f"{indicator.name!r}: lowest is best needs a normalisation")
        return pd.Series([_NAN if value is None else value for value in exact], index=values.index, dtype=object)
    if indicator.normalisation == "min-max":
        start, width = min(measured), (max(measured) - min(measured)) / 100
    else:
        start = sum(measured, Decimal(0)) / len(measured)
        width = (sum(((value - start) ** 2 for value in measured), Decimal(0)) / len(measured)).sqrt()
    if not width:
        raise ValueError(f"{indicator.name!r} is the same everywhere and cannot be normalised")
    if indicator.best == "lowest":
        start, width = (max(measured) if indicator.normalisation == "min-max" else start), -width
    cells = [_NAN if value is None else (value - start) / width for value in exact]
    return pd.Series(cells, index=values.index, dtype=object)


def _arithmetic(row: Sequence[Any], weights: Sequence[Decimal]) -> list[Any]:
    if any(pd.isna(value) for value in row):
        return [_NAN] * len(row)
    return [weight * value for weight, value in zip(weights, row, strict=True)]


def _geometric(row: Sequence[Any], weights: Sequence[Decimal]) -> list[Any]:
    if any(pd.isna(value) for value in row):
        return [_NAN] * len(row)
    if any(value <= _ONE for value in row):
        raise ValueError("a geometric composite needs values above 1")
    logarithms = [weight * value.ln() for weight, value in zip(weights, row, strict=True)]
    whole = sum(logarithms, Decimal(0))
    return [whole.exp() * part / whole for part in logarithms]


def _sum(row: Sequence[Any]) -> Any:
    return _NAN if any(pd.isna(value) for value in row) else sum(row, Decimal(0))


def _exact(value: Any) -> Decimal:
    """Return a number as the Decimal it prints as: 0.1 is 0.1, not its binary neighbour."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))
