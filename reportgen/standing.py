"""Ranks and moves by key: the measures of a ranking in the types of a narrative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reportgen import measures
from reportgen.measures import Best, Ties
from reportgen.values import Move

STAYED = ("up", "down", "same")
"""States of what was ranked in both periods."""


def ranked(values: Any, best: Best, ties: Ties) -> dict[str, int]:
    """Return the rank of every measured value by key."""
    return {str(key): int(place) for key, place in measures.rank(pd.Series(values, dtype=object), best=best, ties=ties).items()}


def moves_between(current: Mapping[str, int], previous: Mapping[str, int], source: str) -> dict[str, Move]:
    """Return the change in rank of every entity of two rankings, new and dropped ones included."""
    table = measures.rank_change(pd.Series(current, dtype=float), pd.Series(previous, dtype=float))
    moves = {}
    for key, state, places in zip(table.index, table["state"], table["places"], strict=True):
        moves[str(key)] = Move(str(state), None if pd.isna(places) else int(places), f"{source}[{key}]")  # type: ignore[arg-type]
    return moves


def moves_within(ranks: Mapping[str, int], everywhere: Mapping[str, int], moves: Mapping[str, Move], ties: Ties, source: str) -> dict[str, Move]:
    """Return the change in rank among some entities, from `ranks` among themselves and ranks and moves among all."""
    before = {key: everywhere[key] + (moves[key].places or 0) for key in ranks if key in moves and moves[key].state in STAYED}
    return moves_between(ranks, ranked(before, "lowest", ties), source)
