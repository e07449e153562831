from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import checks
from reportgen.descriptor import Field
from reportgen.errors import Problem
from reportgen.package import Resource, Row, read


def table(columns: dict[str, list[Any]], key: tuple[str, ...] = (), **fields: dict[str, Any]) -> Resource:
    """Return a table in memory whose rows start on line 2."""
    kinds = {name: "string" if isinstance(cells[0], str) else "number" for name, cells in columns.items()}
    described = tuple(Field(name, kinds[name], **fields.get(name, {})) for name in columns)  # type: ignore[arg-type]
    rows = tuple(Row(i + 2, values) for i, values in enumerate(zip(*columns.values(), strict=True)))
    return Resource("t", "t.csv", "T", {}, "", described, key, (), rows, "")


def where(problems: Any) -> list[str]:
    return [problem.where for problem in problems]


def test_a_gap_in_a_required_column_is_found() -> None:
    assert where(checks.required(table({"a": ["x", None, "y"]}), "a")) == ["t.csv:3:a"]


def test_the_second_of_two_equal_keys_is_reported_with_the_line_of_the_first() -> None:
    found = list(checks.primary_key(table({"city": ["A", "B", "A"]}, key=("city",))))
    assert found[0].where == "t.csv:4:city"
    assert "line 2" in found[0].what


def test_keys_of_two_columns_repeat_only_together() -> None:
    both = table({"city": ["A", "A", "A"], "year": ["1", "2", "1"]}, key=("city", "year"))
    assert where(checks.primary_key(both)) == ["t.csv:4:city+year"]


@pytest.mark.parametrize(
    ("rules", "bad"),
    [
        ({"minimum": Decimal(0)}, [3]), ({"maximum": Decimal(5)}, [4]), ({"enum": (Decimal(1), Decimal(9))}, [3]),
        ({"minimum": Decimal(0), "maximum": Decimal(5)}, [3, 4]), ({"required": True}, [5]),
    ],
)  # fmt: skip
def test_constraints_on_numbers_name_each_breach(rules: dict[str, Any], bad: list[int]) -> None:
    data = table({"x": [Decimal(1), Decimal(-1), Decimal(9), None]}, x={"constraints": rules})
    assert where(checks.constraints(data)) == [f"t.csv:{line}:x" for line in bad]


def test_patterns_must_match_the_whole_text_and_enums_give_a_hint() -> None:
    rules = {"constraints": {"pattern": "[A-Z]{2}", "enum": ["AB", "CDE"]}}
    found = list(checks.constraints(table({"x": ["AB", "CD", "CDE"]}, x=rules)))
    assert [(p.where, p.what) for p in found] == [
        ("t.csv:3:x", "'CD' is not one of the allowed values"),
        ("t.csv:4:x", "'CDE' does not match [A-Z]{2}"),
    ]
    assert "CDE" in found[0].hint


def test_ranks_agree_with_values_and_equal_values_may_stand_in_any_order() -> None:
    good = table({"rank": [1, 2, 3], "v": [Decimal(9), Decimal(7), Decimal(7)]})
    assert not list(checks.ranks_agree(good, "rank", "v"))
    bad = table({"rank": [1, 2, 3], "v": [Decimal(9), Decimal(7), Decimal(8)]})
    assert where(checks.ranks_agree(bad, "rank", "v")) == ["t.csv:4:rank"]
    assert not list(checks.ranks_agree(bad, "rank", "rank", best="lowest"))


def test_a_shared_rank_needs_equal_values() -> None:
    tie = table({"rank": [1, 1, 3], "v": [Decimal("9.0"), Decimal("9.00"), Decimal(8)]})
    assert not list(checks.ranks_permutation(tie, "rank", value="v"))
    assert where(checks.ranks_permutation(tie, "rank")) == ["t.csv:3:rank"]
    false_tie = table({"rank": [1, 1, 3], "v": [Decimal(9), Decimal("8.9"), Decimal(8)]})
    assert where(checks.ranks_permutation(false_tie, "rank", value="v")) == ["t.csv:3:rank"]


def test_a_rank_that_is_skipped_is_found() -> None:
    assert where(checks.ranks_permutation(table({"rank": [1, 2, 4]}), "rank")) == ["t.csv:4:rank"]


@given(st.permutations(range(1, 8)))
def test_true_changes_pass_and_any_single_slip_is_found(before: list[int]) -> None:
    changes = [old - now for now, old in enumerate(before, start=1)]
    ranks = list(range(1, 8))
    assert not list(checks.previous_ranks(table({"rank": ranks, "change": changes}), "rank", "change"))
    changes[3] += 1
    assert list(checks.previous_ranks(table({"rank": ranks, "change": changes}), "rank", "change"))


def test_growth_may_differ_by_rounding_and_no_more() -> None:
    old = table({"k": ["A", "B"], "v": [Decimal("73.65"), Decimal("75.44")]}, key=("k",))
    columns = {"k": ["A", "B"], "v": [Decimal("98.36"), Decimal("97.73")], "g": [Decimal("33.55"), Decimal("29.75")]}
    found = list(checks.growth_agrees(table(columns, key=("k",)), old, "v", "g"))
    assert where(found) == ["t.csv:3:g"]
    assert "29.55 %" in found[0].what


def test_a_weighted_sum_that_does_not_add_up_is_found() -> None:
    data = table({"all": [Decimal("1.5"), Decimal("1.6")], "a": [Decimal(1)] * 2, "b": [Decimal(2)] * 2})
    assert where(checks.weighted_sum(data, "all", {"a": "0.5", "b": 0.5})) == ["t.csv:3:all"]


def test_parts_that_are_not_the_whole_are_found_in_rows_and_rounding_is_allowed() -> None:
    data = table({"all": [Decimal("3.0"), Decimal("3.1"), Decimal("9")], "a": [Decimal("1.04")] * 2 + [None], "b": [Decimal("1.95")] * 2 + [Decimal(1)]})
    (problem,) = checks.parts(data, "all", columns=["a", "b"])
    assert (problem.where, problem.code) == ("t.csv:3:all", "RG830")
    assert [each.where for each in checks.parts(data, 3, columns=["a", "b"])] == []


def test_shares_that_are_not_the_whole_are_found_in_a_column() -> None:
    data = table({"code": ["x", "y", "z", "w"], "share": list(map(Decimal, ("38", "32", "17", "90")))}, key=("code",))
    (problem,) = checks.parts(data, "w", column="share", rows=["x", "y", "z"])
    assert (problem.where, problem.what) == ("t.csv:5:share", "the whole is 90, but its parts are 87 together")
    assert [p.where for p in checks.parts(data, 100, column="share", rows=["x", "y", "z"])] == ["t.csv:2:share"]
    assert list(checks.parts(data, 177, column="share")) == []


def test_a_total_among_the_rows_is_a_warning() -> None:
    found = list(checks.totals(table({"city": ["A", "合计"], "v": [Decimal(1), Decimal(2)]})))
    assert [(p.where, p.level) for p in found] == [("t.csv:3:city", "warning")]


def test_a_fraction_among_percentages_is_found_and_a_small_percentage_is_not() -> None:
    cells = [Decimal(x) for x in ("5.2", "6.1", "0.5", "0.052", "4.8")]
    assert where(checks.odd_percentages(table({"g": cells}, g={"unit": "%"}))) == ["t.csv:5:g"]


def validated(root: Path, csv: str, declared: list[Any], **schema: Any) -> list[Problem]:
    fields = [{"name": "rank", "type": "integer"}, {"name": "city", "type": "string"}]
    item = {"name": "t", "path": "t.csv", "checks": declared, "schema": {"fields": fields, **schema}}
    (root / "t.csv").write_text(csv, encoding="utf-8")
    (root / "p.json").write_text(json.dumps({"resources": [item]}), encoding="utf-8")
    return list(checks.validate(read("p.json", root)))


def test_reading_and_checking_problems_come_together(tmp_path: Path) -> None:
    found = validated(tmp_path, "rank,city\n1,A\nx,A\n3,B\n", [{"check": "ranks_permutation", "rank": "rank"}], primaryKey="city")
    assert where(found) == ["t.csv:3:rank", "t.csv:3:city", "t.csv:4:rank"]


def test_a_foreign_key_that_points_nowhere_is_found(tmp_path: Path) -> None:
    key = [{"fields": "city", "reference": {"resource": "", "fields": "city"}}]
    assert not validated(tmp_path, "rank,city\n1,A\n", [], foreignKeys=key)
    key = [{"fields": "rank", "reference": {"resource": "", "fields": "city"}}]
    assert where(validated(tmp_path, "rank,city\n1,A\n", [], foreignKeys=key)) == ["t.csv:2:rank"]
    key = [{"fields": "city", "reference": {"resource": "u", "fields": "city"}}]
    assert where(validated(tmp_path, "rank,city\n1,A\n", [], foreignKeys=key)) == ["p.json:resources.t.schema.foreignKeys"]


@pytest.mark.parametrize(
    "item", [{"check": "rank_agree"}, {"check": "ranks_agree", "rank": "rnk", "value": "city"}, {"check": "ranks_agree"}, "x"]
)
def test_a_declared_check_that_cannot_run_is_itself_a_problem(tmp_path: Path, item: Any) -> None:
    assert where(validated(tmp_path, "rank,city\n1,A\n", [item])) == ["p.json:resources.t.checks[0]"]


@pytest.mark.filterwarnings("ignore")
def test_frictionless_and_our_own_walker_find_the_same_cells(tmp_path: Path) -> None:
    fields = [{"name": "city", "type": "string", "constraints": {"required": True, "unique": True}}, {"name": "x", "type": "number"}]
    (tmp_path / "t.csv").write_text("city,x\nA,1\nA,y\n,3\n")
    item = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (tmp_path / "p.json").write_text(json.dumps({"name": "p", "resources": [item]}))
    ours = {p.where for p in checks.validate(read("p.json", tmp_path))}
    theirs = {p.where for p in checks.validate_with_frictionless(tmp_path / "p.json")}
    assert ours == {"t.csv:3:x", "t.csv:3:city", "t.csv:4:city"}
    assert ours <= theirs


def test_a_weighted_sum_of_whole_numbers_is_checked_too(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("code,whole,a,b\nx,9,1,2\ny,3,1,2\n", "utf-8")
    (problem,) = checks.weighted_sum(read("t.csv", tmp_path).resource("t"), "whole", {"a": 1, "b": 1})
    assert problem.where == "t.csv:2:whole"
