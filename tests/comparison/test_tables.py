"""Tables against tables: what moved, entered and left, and what is too small to be told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from reportgen.comparison.boards import of_ledger
from reportgen.comparison.model import Board, Column, Thresholds
from reportgen.comparison.sides import open_side
from reportgen.comparison.tables import compare_tables
from reportgen.standing import ranked
from tests.projects import ROOT

DATA = ROOT / "datasets" / "live-commerce-2023"


def board(name: str, **scores: str) -> Board:
    cells = {key: Decimal(value) for key, value in scores.items()}
    return Board(name, name, {key: key for key in cells}, {"score": Column("score", "Score", "score", 1, cells, ranked(cells, "highest", "min"))}, "score")


def test_rows_that_came_and_went_stand_before_those_that_moved_and_those_before_the_rest() -> None:
    old, new = board("t", a="9.0", b="8.0", c="7.0", d="1.0"), board("t", a="9.1", c="8.5", b="8.0", e="0.5")
    (table,), gone, fresh = compare_tables([old], [new])
    assert (gone, fresh) == ((), ())
    assert [(shift.key, shift.state, shift.old_rank, shift.new_rank) for shift in table.shifts] == [
        ("e", "entered", None, 4), ("d", "left", 4, None), ("c", "up", 3, 2), ("b", "down", 2, 3), ("a", "same", 1, 1),
    ]  # fmt: skip
    assert [table.count(state) for state in ("up", "down", "entered", "left")] == [1, 1, 1, 1]


def test_thresholds_hide_small_moves_but_never_who_came_or_went() -> None:
    (table,), *_ = compare_tables([board("t", a="9.0", b="8.0", d="1.0")], [board("t", b="9.9", a="9.1", e="0.5")])
    shown = {places: [shift.key for shift in table.shifts if Thresholds(places).shows(shift)] for places in (0, 1, 2)}
    assert shown == {0: ["e", "d", "b", "a"], 1: ["e", "d", "b", "a"], 2: ["e", "d"]}
    assert [shift.key for shift in table.shifts if Thresholds(2, Decimal(20)).shows(shift)] == ["e", "d", "b"]


def test_tables_only_one_side_has_are_named_and_a_single_pair_needs_no_name() -> None:
    one, two = board("one", a="1.0"), board("two", a="2.0")
    both, gone, fresh = compare_tables([one, two], [two, board("three", a="1.0")])
    assert ([table.name for table in both], gone, fresh) == (["two"], ("one",), ("three",))
    assert compare_tables([one], [two])[0][0].shifts[0].difference == 1


def test_the_moves_of_the_provinces_from_one_year_to_the_next_are_those_the_report_printed() -> None:
    old, new = (open_side(DATA / f"t01_provinces_overall{ending}.csv").boards["zh"] for ending in ("_2022", ""))
    (table,), *_ = compare_tables(old, new)
    printed = {str(row["region_zh"]): row["rank_change"] for row in _records() if row["rank_change"]}
    assert {shift.key: shift.places for shift in table.shifts if shift.is_main and shift.places} == printed
    assert (table.shifts[0].key, table.shifts[0].old, table.shifts[0].new) == ("重庆", Decimal("70.61"), Decimal("84.07"))


def _records() -> tuple[dict[str, object], ...]:
    from reportgen.package import load

    return load(DATA.joinpath("t01_provinces_overall.csv").name, DATA).resource("t01_provinces_overall").records()  # type: ignore[return-value]


def test_a_table_known_by_its_ranks_alone_is_compared_by_ranks() -> None:
    side = open_side(DATA)
    old, new = ([each for each in side.boards["en"] if each.name == f"t02_subprovincial_overall{ending}"] for ending in ("_2022", ""))
    (table,), *_ = compare_tables(old, new)
    first = table.shifts[0]
    assert (first.name, first.old_rank, first.new_rank, first.old, first.new, first.title) == ("Wuhan", 14, 5, None, Decimal("87.90"), "Development index")
    assert {shift.column for shift in table.shifts} == {"index"}


def test_a_ledger_gives_the_tables_that_were_printed(tmp_path: Path) -> None:
    def entry(place: str, text: str, value: str, unit: str, source: str) -> dict[str, object]:
        return {"id": f"tbl-a, row 1, column {place} #1", "text": text, "value": value, "unit": unit, "decimals": 2, "source": source}

    (made,) = of_ledger([
        entry("1", "1", "1", "rank", "rank(a.csv.score)[510000]"), entry("2", "四川", "510000", "name", "a.csv[510000]"),
        entry("3", "91.10", "91.10", "score", "a.csv[510000].score"), entry("4", "↑5", "5", "change", "a.csv[510000].change"),
    ])  # fmt: skip
    assert (made.name, made.names, list(made.columns), made.columns["score"].ranks) == ("tbl-a", {"510000": "四川"}, ["score"], {"510000": 1})
