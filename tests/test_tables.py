"""Tables: columns, decimals, gaps, emphasis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.document import Change, Quantity, Table, Text
from reportgen.edition import load_edition
from reportgen.ranking import Ranking
from reportgen.tree import text_of
from tests import factory
from tests.factory import ranking, write

ROWS = tuple((name, str(90 - n), 0) for n, name in enumerate(("广东", "浙江", "上海", "四川", "河南", "西藏")))


def table(lines: str, ranked: Ranking | None = None, of: str = "provinces", tag: str = "zh-Hans") -> Table:
    (found,), _ = write(f"::: table tbl-a\nof: {of}\ncaption: 甲\n{lines}\n:::", table=ranked, tag=tag)
    assert isinstance(found, Table)
    return found


def shown(found: Table) -> list[list[str]]:
    return [[text_of(cell) for cell in row.cells] for row in found.rows]


def notes(found: Table) -> list[str]:
    return [text_of(note) for note in found.notes]


def test_a_ranked_table_has_ranks_names_values_and_changes() -> None:
    found = table("columns: [rank, region, index, change]")
    assert [column.kind for column in found.columns] == ["rank", "name", "number", "change"]
    assert shown(found)[0] == ["1", "广东", "98.36", "↑1"]
    assert found.rows[3].cells[3] == (Change("新进", "new", None, "新进", "t.csv[540000].change"),)
    assert found.rows[0].cells[2] == (Quantity("98.36", "98.36", "score", "t.csv[440000].index"),)


def test_a_column_has_one_number_of_decimals() -> None:
    found = table("columns: [growth]", ranking(growth={"广东": "5.00", "浙江": "25.62", "四川": "3.10"}))
    assert found.columns[0].decimals == 2
    assert shown(found) == [["5.00"], ["25.62"], ["3.10"], ["—"]]


def test_a_unit_all_cells_share_stands_once_in_the_head() -> None:
    ranked = ranking(growth={"广东": "5.00", "浙江": "-25.62", "四川": "3.10"})
    found = table("columns: [region, index, growth]", ranked)
    assert [column.unit for column in found.columns] == ["", "", "%"]
    assert found.rows[0].cells[2] == (Quantity("5.00", "5.00", "percent", "t.csv[440000].growth"),)
    assert shown(found)[1][2] == "−25.62"


def test_a_head_that_names_the_unit_itself_gets_it_no_second_time() -> None:
    found = table('columns: [growth]\nheads: {growth: "增速（%）"}', ranking(growth={"广东": "5.00"}))
    assert (text_of(found.columns[0].head), found.columns[0].unit) == ("增速（%）", "")
    assert shown(found)[0] == ["5.00"]


def test_a_gap_is_explained_once_below_the_table() -> None:
    gap = ranking((("西藏", None, None), ("广东", "98.00", 0)))
    assert notes(table("columns: [region, index]", gap)) == ["“—”表示资料暂缺。"]
    assert notes(table("columns: [region, index]\nnote: “—”为未公布。", gap)) == ["“—”为未公布。"]
    assert notes(table("columns: [region, index]")) == []


def test_shared_ranks_are_explained_where_ranks_are_shown() -> None:
    tied = ranking((("广东", "98.00", 0), ("浙江", "98.00", 0), ("四川", "91.00", 0)))
    assert notes(table("columns: [rank, region]", tied)) == ["数值相同的位次并列。"]
    assert notes(table("columns: [region]", tied)) == []


def test_a_gap_is_a_dash_and_stands_last_without_a_rank() -> None:
    found = table("columns: [rank, region, index]", ranking((("西藏", None, None), ("广东", "98.00", 0))))
    assert shown(found) == [["1", "广东", "98.00"], ["—", "西藏", "—"]]


def test_ties_share_a_rank() -> None:
    found = table("columns: [rank, region]", ranking((("广东", "98.00", 0), ("浙江", "98.00", 0), ("四川", "91.00", 0))))
    assert [row[0] for row in shown(found)] == ["1", "1", "3"]


def test_heads_are_the_editions_words_or_the_datas_or_ones_own() -> None:
    heads = [text_of(column.head) for column in table('columns: [rank, region, index]\nheads: {region: "省"}').columns]
    assert heads == ["排名", "省", "指数"]
    assert [text_of(column.head) for column in table("columns: [rank]", ranking(tag="en"), tag="en").columns] == ["Rank"]


def test_rows_and_group_choose_what_is_shown() -> None:
    assert len(table("rows: 2").rows) == 2
    assert shown(table("columns: [rank, region]\ngroup: west")) == [["1", "四川"], ["2", "西藏"]]


def test_the_first_three_and_ones_own_row_are_set_off_in_long_tables() -> None:
    assert [row.emphasis for row in table("", ranking(ROWS)).rows] == ["none", "none", "none", "own", "none", "none"]
    longer = ranking((*ROWS, ("海南", "50", 0)))
    assert [row.emphasis for row in table("columns: [rank]", longer).rows] == ["top", "top", "top", "own", "none", "none", "none"]
    assert {row.emphasis for row in table("columns: [rank]\nemphasis: none", longer).rows} == {"none"}


def test_a_plain_list_shows_the_rank_printed_in_the_data() -> None:
    found = table("columns: [rank, brand]", of="tea")
    assert shown(found) == [["1", "竹叶青"], ["2", "三匠"]]
    assert found.columns[0].kind == "rank"
    assert found.rows[0].cells[0] == (Quantity("1", "1", "rank", "t.csv"),)


def test_words_that_look_like_markup_stay_words() -> None:
    ranked = ranking()
    regions = dict(ranked.regions)
    regions["440000"] = replace(regions["440000"], name="<b>**广东**</b>")
    found = table("columns: [region]", replace(ranked, regions=regions))
    assert found.rows[0].cells[0] == (Quantity("<b>**广东**</b>", "440000", "name", "t.csv[440000]"),)


def test_a_caption_is_text() -> None:
    assert table("").caption == (Text("甲"),)


def test_a_table_of_the_mainland_says_that_three_regions_are_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [key.removeprefix("chart.cell.") for key in load_edition("zh-Hans").terms if key.startswith("chart.cell.") and key.endswith("0000")]
    assert len(codes) == 34
    monkeypatch.setattr(factory, "NAMES", {code: (code,) * 4 for code in codes})
    monkeypatch.setattr(factory, "KEYS", {code: code for code in codes})

    def of(some: list[str]) -> Ranking:
        return ranking([(code, str(99 - n), 0) for n, code in enumerate(some)])

    mainland = [code for code in codes if code[0] not in "78"]
    said = ["不含香港特别行政区、澳门特别行政区和台湾省。"]
    assert notes(table("columns: [region]", of(mainland))) == said
    assert notes(table("columns: [region]\nnote: 香港另行统计。", of(mainland))) == ["香港另行统计。"]
    assert notes(table("columns: [region]", of(mainland[:30]))) == notes(table("columns: [region]", of(codes))) == []


LINES = """
lines:
  - ["{{ own.name }}", "{{ own.index }}", "{{ own.rank }}", "{{ own.change }}", "约{{ own.index }}"]
  - ["{{ provinces['四川'].name }}", "{{ provinces['四川'].index }}", "", "", ""]
"""


def lines(more: str = "", columns: str = "[region, a, rank, change, b]", rows: str = LINES) -> Table:
    (found,), _ = write(f"{{% set own = provinces['广东'] %}}\n::: table tbl-a\ncaption: 甲\ncolumns: {columns}{rows}{more}\n:::")
    assert isinstance(found, Table)
    return found


def test_lines_of_a_narrative_make_a_table_whose_columns_are_what_they_hold() -> None:
    found = lines("heads: {a: 指数}")
    assert [column.kind for column in found.columns] == ["name", "number", "rank", "change", "text"]
    assert [text_of(column.head) for column in found.columns] == ["地区", "指数", "排名", "位次变化", "b"]
    assert found.columns[1].decimals == 2
    assert shown(found) == [["广东", "98.36", "1", "↑1", "约98.36"], ["四川", "91.10", "—", "—", "—"]]
    assert found.rows[1].cells[1] == (Quantity("91.10", "91.10", "score", "t.csv[510000].index"),)
    assert [row.key for row in found.rows] == ["440000", "510000"]
    assert notes(found) == ["“—”表示资料暂缺。"]


def test_the_own_line_is_named_and_stands_out() -> None:
    assert [row.emphasis for row in lines("highlight: \"{{ provinces['四川'].name }}\"").rows] == ["none", "own"]


def test_a_unit_all_lines_share_stands_once_in_the_head() -> None:
    rows = "\nlines: [[甲, '{{ share(provinces.leader.index, provinces.leader.index) }}']]"
    found = lines(columns="[name, part]", rows=rows)
    assert (found.columns[1].unit, found.columns[1].decimals, shown(found)) == ("%", 1, [["甲", "100.0"]])
