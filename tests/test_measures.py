from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import measures
from reportgen.measures import ChangeState

NAN = float("nan")
CENTS = st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)
SCORES = st.lists(CENTS, min_size=1, max_size=12).map(lambda cells: pd.Series(cells, dtype=object))


def D(**cells: str) -> pd.Series[Any]:
    return pd.Series({name: Decimal(text) for name, text in cells.items()}, dtype=object)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("min", [1, 1, 3]), ("max", [2, 2, 3]), ("dense", [1, 1, 2]), ("first", [1, 2, 3]), ("average", [1.5, 1.5, 3])],
)
def test_each_tie_rule_gives_its_ranks(ties: Any, expected: list[float]) -> None:
    assert list(measures.rank(D(A="9.0", B="9.00", C="7"), ties=ties)) == expected


def test_lowest_can_be_best() -> None:
    assert measures.rank(D(A="9", B="7"), best="lowest").to_dict() == {"A": 2.0, "B": 1.0}


def test_a_gap_has_no_rank_and_does_not_push_others_down() -> None:
    ranks = measures.rank(pd.Series({"A": Decimal(1), "B": NAN, "C": Decimal(2)}, dtype=object))
    assert math.isnan(ranks["B"])
    assert (ranks["A"], ranks["C"]) == (2.0, 1.0)


def test_figures_that_differ_in_the_last_place_do_not_tie() -> None:
    close = pd.Series({"A": Decimal("1"), "B": Decimal("1.00000000000000000001")}, dtype=object)
    assert list(measures.rank(close)) == [2.0, 1.0]
    assert not measures.tied(close).any()


def test_rank_within_a_group_ignores_the_others_and_entities_without_a_group() -> None:
    groups = pd.Series({"A": "x", "B": "x", "C": "y", "D": None})
    ranks = measures.group_rank(D(A="1", B="2", C="0", D="9"), groups)
    assert ranks.fillna(-1).to_dict() == {"A": 2.0, "B": 1.0, "C": 1.0, "D": -1.0}


def test_entities_of_one_period_only_are_new_or_dropped() -> None:
    found = measures.rank_change(pd.Series({"A": 1, "B": 2, "N": 3}), pd.Series({"B": 1, "A": 1, "Z": 3}))
    states = found["state"].to_dict()
    assert states == {"A": ChangeState.SAME, "B": ChangeState.DOWN, "N": ChangeState.NEW, "Z": ChangeState.DROPPED}
    assert math.isnan(found.loc["N", "places"])


def test_shared_current_ranks_are_flagged() -> None:
    found = measures.rank_change(pd.Series({"A": 1, "B": 1, "C": 3}), pd.Series({"A": 1, "B": 2, "C": 3}))
    assert found["is_tied"].to_dict() == {"A": True, "B": True, "C": False}


def test_growth_is_a_share_and_undefined_from_nothing_or_below() -> None:
    found = measures.growth(D(A="5", B="5", C="5"), D(A="4", B="0", C="-4"))
    assert found["A"] == Decimal("0.25")
    assert math.isnan(found["B"])
    assert math.isnan(found["C"])


def test_growth_aligns_by_entity_not_by_position() -> None:
    assert measures.growth(D(A="6", B="5"), D(B="4", A="3")).to_dict() == {"A": Decimal(1), "B": Decimal("0.25")}


def test_a_cut_through_a_tie_is_reported() -> None:
    assert measures.top(D(A="9", B="8", C="8"), 2) == measures.Selection(("A", "B"), ("C",))
    assert measures.top(D(A="9", B="8", C="8"), 2).cuts_a_tie
    assert not measures.top(D(A="9", B="8", C="7"), 2).cuts_a_tie
    assert measures.top(D(A="9"), 5) == measures.Selection(("A",))
    assert measures.top(pd.Series({"A": NAN}), 3) == measures.Selection(())


def test_among_equal_gains_the_better_placed_comes_first() -> None:
    places, ranks = pd.Series({"Hunan": 7, "Anhui": 7, "Beijing": -2, "Gansu": 0}), pd.Series({"Hunan": 13, "Anhui": 12})
    assert measures.climbers(places, 3, ranks=ranks).chosen == ("Anhui", "Hunan")
    assert measures.fallers(places, 3, ranks=ranks).chosen == ("Beijing",)


def test_shares_of_negative_values_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        measures.share(D(A="-1", B="3"))


def test_group_means_and_medians_skip_gaps() -> None:
    values = pd.Series({"A": Decimal("1.00"), "B": NAN, "C": Decimal("3"), "D": NAN}, dtype=object)
    groups = pd.Series({"A": "x", "B": "x", "C": "x", "D": "y"})
    assert measures.group_mean(values, groups)["x"] == measures.group_median(values, groups)["x"] == 2
    assert math.isnan(measures.group_mean(values, groups)["y"])


@given(SCORES)
def test_ranks_do_not_change_under_an_increasing_transform(scores: pd.Series[Any]) -> None:
    doubled = pd.Series([value * 2 + 7 for value in scores], dtype=object)
    assert measures.rank(scores).equals(measures.rank(doubled))


@given(SCORES)
def test_first_ranks_are_a_permutation_and_min_ranks_never_worse(scores: pd.Series[Any]) -> None:
    first = measures.rank(scores, ties="first")
    assert sorted(first) == [float(i + 1) for i in range(len(scores))]
    assert (measures.rank(scores) <= first).all()


@given(st.permutations(range(1, 9)), st.permutations(range(1, 9)))
def test_printed_changes_lead_back_to_the_previous_ranks(now: list[int], before: list[int]) -> None:
    current, previous = pd.Series(now), pd.Series(before)
    places = measures.rank_change(current, previous)["places"]
    assert list(measures.previous_rank(current, places)) == before


@given(SCORES.filter(lambda s: any(s)))
def test_shares_sum_to_one(scores: pd.Series[Any]) -> None:
    assert abs(sum(measures.share(scores)) - 1) < Decimal("1e-20")


@given(SCORES, st.integers(1, 12))
def test_top_never_leaves_out_a_better_entity(scores: pd.Series[Any], n: int) -> None:
    found = measures.top(scores, n)
    outside = [scores[e] for e in scores.index if e not in found.chosen]
    assert all(value <= scores[found.chosen[-1]] for value in outside)
    assert found.cuts_a_tie == any(value == scores[found.chosen[-1]] for value in outside)


@given(st.integers(1, 12), st.integers(0, 11), st.integers(1, 5))
def test_a_window_is_a_stretch_of_the_ranking_of_one_length_and_centred_where_both_sides_last(count: int, place: int, n: int) -> None:
    order = range(count)
    entity = place % count
    found = measures.around(order, entity, n)
    assert entity in found
    assert len(found) == min(2 * n + 1, count)
    assert list(found) == list(range(found[0], found[0] + len(found)))
    if n <= entity < count - n:
        assert found[n] == entity


def test_measures_leave_their_arguments_alone() -> None:
    scores = D(A="2", B="1")
    before = scores.copy()
    measures.rank(scores), measures.top(scores, 1), measures.share(scores), measures.growth(scores, scores)
    pd.testing.assert_series_equal(scores, before)
