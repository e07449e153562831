"""Ranked tables as a narrative asks them: ties, gaps, groups, newcomers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.entry import Entry
from reportgen.errors import Problem
from reportgen.ranking import Ranking
from reportgen.values import Absent, Label, Value
from tests.factory import GROUPS, plain_list, ranking, value

TIED = (("广东", "98.00", 1), ("浙江", "98.00", -1), ("四川", "91.00", 0), ("河南", "91.00", 2), ("西藏", "60.00", -2))
GAPPED = (("广东", "98.00", 0), ("西藏", None, None), ("四川", "91.00", 0))


def names(entries: list[Entry]) -> list[str]:
    return [entry.name.text for entry in entries]


def rank(entry: Entry) -> int:
    cell = entry.rank
    assert isinstance(cell, Value)
    return int(cell.number)


def test_rows_come_best_first_and_are_found_by_any_name() -> None:
    table = ranking((("西藏", "60.00", 0), ("广东", "98.00", 0)))
    assert names(table.rows) == names(list(table)) == ["广东", "西藏"]
    assert {table[spelling].key for spelling in ("西藏", "Xizang", "西藏自治区", "540000")} == {"540000"}
    assert (table.count.number, len(table)) == (2, 2)


def test_a_misspelt_region_names_the_nearest() -> None:
    with pytest.raises(Absent, match="no row '四州'") as caught:
        ranking()["四州"]
    assert "四川" in caught.value.hint


def test_leader_and_last_are_the_ends_of_the_ranking() -> None:
    table = ranking()
    assert names([table.leader, table.last]) == ["广东", "西藏"]
    assert names([ranking(TIED[:1]).leader, ranking(TIED[:1]).last]) == ["广东", "广东"]


def test_a_gap_is_no_last_place_and_has_no_neighbour() -> None:
    table = ranking(GAPPED)
    assert names(table.rows) == ["广东", "四川", "西藏"]
    assert table.last.name == "四川"
    assert table.bottom(1)[0].name == "四川"
    for entry, name in ((table["四川"], "next_below"), (table["西藏"], "next_above"), (table["西藏"], "rank"), (table["西藏"], "index")):
        with pytest.raises(Absent):
            getattr(entry, name) if name != "index" else entry["index"]
    assert not table["西藏"].is_tied


def test_a_tie_at_the_top_shares_the_first_rank_and_is_reported_when_cut() -> None:
    warnings: list[Problem] = []
    table = ranking(TIED, warnings=warnings)
    assert [rank(entry) for entry in table.rows] == [1, 1, 3, 3, 5]
    assert table.leader.is_tied
    assert [problem.code for problem in warnings] == ["RG311"]
    assert "浙江" in warnings[0].what


def test_top_and_bottom_report_a_tie_only_when_they_cut_it() -> None:
    warnings: list[Problem] = []
    table = ranking(TIED, warnings=warnings)
    assert names(table.top(2)) == ["广东", "浙江"]
    assert names(table.bottom(2)) == ["西藏", "四川"]
    assert ["河南" in problem.what for problem in warnings] == [True]
    assert names(table.top(value("4"))) == ["广东", "浙江", "四川", "河南"]
    assert names(table.top(99)) == names(table.rows)


def test_between_takes_ranks_and_not_positions() -> None:
    assert names(ranking(TIED).between(1, 3)) == ["广东", "浙江", "四川", "河南"]
    assert names(ranking(TIED).between(2, 2)) == []


def test_climbers_and_fallers_are_the_largest_moves() -> None:
    table = ranking(TIED)
    assert names(table.climbers(2)) == ["河南", "广东"]
    assert names(table.fallers(2)) == ["西藏", "浙江"]
    assert (names(table.rising), names(table.falling), names(table.unchanged)) == (["广东", "河南"], ["浙江", "西藏"], ["四川"])


def test_without_a_period_before_there_are_no_climbers() -> None:
    table = ranking(moved=False)
    assert not table.has_changes
    with pytest.raises(Absent, match="knows no changes"):
        table.climbers(1)
    with pytest.raises(Absent, match="no field 'change'"):
        table["四川"]["change"]


def test_a_newcomer_has_a_change_but_no_previous_rank() -> None:
    table = ranking()
    assert names(table.new) == ["西藏"]
    assert table["西藏"].is_new
    with pytest.raises(Absent, match="was not ranked before"):
        _ = table["西藏"].previous_rank


def test_the_previous_rank_is_rank_and_change() -> None:
    table = ranking(TIED)
    assert [table[name].previous_rank.number for name in ("广东", "河南", "西藏")] == [2, 5, 3]


def test_highest_and_lowest_take_any_field_and_leave_gaps_out() -> None:
    table = ranking(growth={"广东": "5.00", "四川": "25.62"})
    assert names(table.highest("growth", 1)) == ["四川"]
    assert names(table.lowest("growth", 2)) == ["广东", "四川"]
    with pytest.raises(Absent, match="no field 'grwth'"):
        table.highest("grwth", 1)


def test_above_holds_its_bound_and_below_does_not() -> None:
    table = ranking(TIED)
    assert names(table.above("index", 91)) == ["广东", "浙江", "四川", "河南"]
    assert names(table.below("index", value("91.00"))) == ["西藏"]


def test_mean_median_and_spread_are_exact_and_name_their_source() -> None:
    table = ranking(GAPPED)
    assert (table.mean("index").number, table.median("index").number, table.spread("index").number) == (Decimal("94.5"), Decimal("94.5"), 7)
    assert table.mean("index").source == "mean(t.csv.index)"
    assert table.group("west").mean("index").source == "mean(t.csv(west).index)"


def test_a_field_without_numbers_has_no_mean() -> None:
    with pytest.raises(Absent, match="has no number"):
        plain_list().mean("brand")


def test_a_group_is_ranked_within_itself() -> None:
    west = ranking(TIED).group("west")
    assert [(entry.name.text, rank(entry)) for entry in west.rows] == [("四川", 1), ("西藏", 2)]
    assert (west.leader.name.text, west.group_name, west.count.number) == ("四川", "西部", 2)
    assert ranking(TIED)["西藏"].rank_in("west").number == 2
    assert ranking(TIED)["西藏"].rank_in("west").source == "rank(t.csv(west).index)[540000]"


def test_the_moves_of_a_group_are_moves_within_it() -> None:
    table = ranking((("广东", "98.00", 2), ("西藏", "95.00", 1), ("四川", "91.00", -2)))  # before: 四川 1, 广东 and 西藏 3
    west = table.group("west")
    assert {key: move.places for key, move in west.moves.items()} == {"540000": 1, "510000": -1}
    assert west["四川"].previous_rank.number == 1


def test_unknown_empty_and_foreign_groups_are_named() -> None:
    table = ranking()
    with pytest.raises(Absent, match="no group 'wset'") as caught:
        table.group("wset")
    assert "west" in caught.value.hint
    with pytest.raises(Absent, match="no row of the table"):
        table.group("islands")
    with pytest.raises(Absent, match="广东 is not in the group"):
        table["广东"].rank_in("west")


def test_rank_by_another_field_counts_only_what_was_measured() -> None:
    table = ranking(growth={"广东": "5.00", "四川": "25.62"})
    assert (table["四川"].rank_by("growth").number, table["四川"].rank_by("growth", "lowest").number) == (1, 2)
    with pytest.raises(Absent, match="no growth for 浙江"):
        table["浙江"].rank_by("growth")


def test_neighbours_stop_at_the_ends() -> None:
    table = ranking()
    assert table["四川"].next_above.name == "浙江"
    assert table["四川"].next_below.name == "西藏"
    with pytest.raises(Absent, match="no neighbour above"):
        _ = table.leader.next_above
    with pytest.raises(Absent, match="no neighbour below"):
        _ = table.last.next_below


def test_a_row_stands_among_its_neighbours_and_near_an_end_the_other_side_gives_more() -> None:
    table = ranking()
    assert names(table["四川"].around(1)) == ["浙江", "四川", "西藏"]
    assert names(table.leader.around(1)) == ["广东", "浙江", "四川"]
    assert names(ranking(GAPPED)["四川"].around(2)) == ["广东", "四川"]
    with pytest.raises(Absent, match="西藏 has no rank"):
        ranking(GAPPED)["西藏"].around(1)


def test_a_row_says_whether_a_field_was_measured() -> None:
    table = ranking(GAPPED)
    assert (table["四川"].has("index"), table["西藏"].has("index"), table["西藏"].has("rank")) == (True, False, False)
    with pytest.raises(Absent, match="no field 'indxe'"):
        table["四川"].has("indxe")


def test_a_plain_list_keeps_its_order_and_shows_its_printed_rank() -> None:
    table = plain_list()
    assert [entry.key for entry in table.top(1)] == ["a"]
    assert [entry.key for entry in table.bottom(2)] == ["b", "a"]
    shown = table.cell("rank", "b")
    assert isinstance(shown, Value)
    assert (shown.number, shown.unit) == (2, "rank")


def test_full_names_and_fields_are_at_hand() -> None:
    entry = ranking(tag="en")["四川"]
    assert (entry.full_name.text, entry["region"]) == ("Sichuan Province", Label("Sichuan", "510000"))


def test_asking_twice_computes_once() -> None:
    table: Ranking = ranking()
    assert table.group("west") is table.group("west")
    assert set(GROUPS) > {"west"}
