from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.composite import Indicator, composite, rounded
from reportgen.package import load

ROOT = Path(__file__).parent.parent
PEOPLE = [
    Indicator("activity", Decimal("0.17")),
    Indicator("sales_power", Decimal("0.65")),
    Indicator("influence", Decimal("0.18")),
]


def test_the_people_index_is_reproduced_in_all_67_rows() -> None:
    dataset = load("datasets/live-commerce-2023/datapackage.json", ROOT)
    count = 0
    for name in ("t04_provinces_people", "t05_subprovincial_people", "t06_sichuan_people"):
        table = dataset.resource(name)
        found = composite(table.frame([i.name for i in PEOPLE]), PEOPLE)
        printed = table.series("overall")
        assert [rounded(score, 2) for score in found.scores] == list(printed)
        count += len(printed)
    assert count == 67


@given(st.lists(st.tuples(*[st.integers(200, 10_000)] * 2), min_size=1, max_size=6), st.sampled_from(["arithmetic", "geometric"]))
def test_contributions_sum_to_the_score(rows: list[tuple[int, int]], aggregation: str) -> None:
    values = pd.DataFrame([[Decimal(a) / 100, Decimal(b) / 100] for a, b in rows], columns=["a", "b"], dtype=object)
    parts = [Indicator("a", Decimal("0.3")), Indicator("b", Decimal("0.7"))]
    found = composite(values, parts, aggregation=aggregation)  # type: ignore[arg-type]
    for i in values.index:
        assert sum(found.contributions.loc[i]) == found.scores[i]
        low, high = min(values.loc[i]), max(values.loc[i])
        assert low - Decimal("1e-20") <= found.scores[i] <= high + Decimal("1e-20")


def test_a_geometric_mean_of_equal_weights_is_the_square_root_of_the_product() -> None:
    values = pd.DataFrame({"a": [Decimal(4)], "b": [Decimal(9)]})
    half = [Indicator("a", Decimal("0.5")), Indicator("b", Decimal("0.5"))]
    assert rounded(composite(values, half, aggregation="geometric").scores[0], 20) == 6


def test_min_max_runs_from_0_to_100_and_lowest_can_be_best() -> None:
    values = pd.DataFrame({"complaints": [Decimal(10), Decimal(30), Decimal(20)]})
    one = [Indicator("complaints", Decimal(1), "min-max", best="lowest")]
    assert list(composite(values, one).scores) == [100, 0, 50]


def test_z_scores_have_mean_0_and_variance_1() -> None:
    values = pd.DataFrame({"a": [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]})  # mean 5, population deviation 2
    assert list(composite(values, [Indicator("a", Decimal(1), "z-score")]).scores) == [
        Decimal(x) for x in ("-1.5", "-0.5", "-0.5", "-0.5", "0", "0", "1", "2")
    ]


def test_an_entity_that_lacks_an_indicator_has_no_score() -> None:
    values = pd.DataFrame({"a": [1.0, float("nan")], "b": [1.0, 2.0]})
    found = composite(values, [Indicator("a", Decimal("0.5")), Indicator("b", Decimal("0.5"))])
    assert found.scores[0] == 1
    assert math.isnan(found.scores[1])


@pytest.mark.parametrize(
    ("indicators", "message"),
    [
        ([Indicator("a", Decimal("0.9"))], "sum to 1"),
        ([Indicator("x", Decimal(1))], "no column 'x'"),
        ([], "needs indicators"),
        ([Indicator("a", Decimal(1), "min-max")], "same everywhere"),
        ([Indicator("a", Decimal(1), best="lowest")], "needs a normalisation"),
    ],
)
def test_an_impossible_composite_is_refused_with_the_reason(indicators: list[Indicator], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        composite(pd.DataFrame({"a": [Decimal(5), Decimal(5)]}), indicators)


def test_halves_round_away_from_zero() -> None:
    assert [str(rounded(Decimal(x), 2)) for x in ("2.675", "-2.675", "2.6749", "7")] == ["2.68", "-2.68", "2.67", "7.00"]
