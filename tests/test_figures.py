"""Figures: which values a chart shows, in which order, with which options."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.charts import chart_kind, describe
from reportgen.document import ChartSpec, Figure, Series
from reportgen.edition import load_edition
from reportgen.ranking import Ranking
from reportgen.theme import Theme
from reportgen.values import Value
from tests.factory import problems, ranking, write

GROWTH = {"广东": "5.00", "浙江": "25.62", "四川": "3.10", "西藏": "40.00"}


def chart(lines: str, table: Ranking | None = None, tag: str = "zh-Hans") -> ChartSpec:
    (found,), _ = write(f"::: figure fig-a\ncaption: 甲\n{lines}\n:::", table=table, tag=tag)
    assert isinstance(found, Figure)
    return found.chart


def test_a_ranking_is_drawn_best_first_with_its_own_row_highlighted() -> None:
    spec = chart("chart: ranked-bars\nof: provinces")
    assert spec.categories == ("广东", "浙江", "四川", "西藏")
    assert (spec.highlight, spec.decimals, spec.source) == (("510000",), 2, "t.csv:index")
    assert [series.values for series in spec.series] == [(98.36, 97.0, 91.1, 60.02)]


def test_only_sort_top_and_group_choose_the_rows() -> None:
    table = ranking(growth=GROWTH)
    assert chart("chart: dots\nof: provinces\nseries: [index, growth]\nsort: growth\ntop: 2", table).categories == ("西藏", "浙江")
    assert chart("chart: ranked-bars\nof: provinces\nonly: [西藏, 510000]", table).categories == ("西藏", "四川")
    assert chart("chart: ranked-bars\nof: provinces\ngroup: west", table).categories == ("四川", "西藏")


def test_a_gap_stays_a_gap() -> None:
    spec = chart("chart: ranked-bars\nof: provinces", ranking((("广东", "98.00", 0), ("西藏", None, None))))
    assert spec.series[0].values == (98.0, None)


def test_names_units_and_references_are_passed_on() -> None:
    spec = chart('chart: scatter\nof: provinces\nseries: [index, growth]\nnames: [甲, 乙]\nx_reference: mean\ny_reference: "20"', ranking(growth=GROWTH))
    assert [series.name for series in spec.series] == ["甲", "乙"]
    assert dict(spec.options) == {"x_reference": "86.62", "x_reference_of": "mean", "y_reference": "20.0"}
    assert chart("chart: ranked-bars\nof: provinces\nreference: median\nunit: 分").option("reference") == "94.05"


def test_the_ranks_of_chosen_regions_are_those_of_the_whole_table() -> None:
    assert chart("chart: ranked-bars\nof: provinces\nonly: [浙江, 四川]").option("ranks") == "2|3"
    assert chart("chart: ranked-bars\nof: provinces\nseries: [growth]\nonly: [西藏, 四川]", ranking(growth=GROWTH)).option("ranks") == "1|4"


@pytest.mark.parametrize(
    ("tag", "unit", "values", "line"),
    [("zh-Hans", "亿元", (98.36, 97.0, 91.1, 60.02), "86.62"), ("en", "billion yuan", (9.836, 9.7, 9.11, 6.002), "8.662")],
)
def test_a_chart_has_the_scale_of_the_language(tag: str, unit: str, values: tuple[float, ...], line: str) -> None:
    cells = {key: replace(cell, unit="yuan", power=8) for key, cell in ranking().cells["index"].items() if isinstance(cell, Value)}
    spec = chart("chart: ranked-bars\nof: provinces\nreference: mean", replace(ranking(), cells={"index": cells}), tag)
    assert (spec.unit, spec.series[0].values, spec.option("reference")) == (unit, values, line)


def test_a_slope_shows_both_ranks_and_a_newcomer_has_only_one() -> None:
    spec = chart("chart: slope\nof: provinces")
    assert [series.values for series in spec.series] == [(2.0, 1.0, 3.0, None), (1.0, 2.0, 3.0, 4.0)]


def test_a_slope_needs_changes_in_rank() -> None:
    (found,) = problems("::: figure fig-a\nchart: slope\nof: provinces\ncaption: 甲\n:::", table=ranking(moved=False))  # type: ignore[arg-type]
    assert "knows no changes" in found.what


def test_a_radar_has_an_axis_a_series_and_a_line_a_region() -> None:
    spec = chart("chart: radar\nof: provinces\nseries: [index, growth]\nnames: [甲, 乙]\nonly: [广东, 四川]", ranking(growth=GROWTH))
    assert (spec.categories, spec.keys) == (("甲", "乙"), ("index", "growth"))
    assert [(series.name, series.values) for series in spec.series] == [("四川", (91.1, 3.1)), ("广东", (98.36, 5.0))]


def test_another_tables_field_is_drawn_beside_this_ones() -> None:
    spec = chart("chart: dumbbell\nof: provinces\nseries: [index, provinces.growth]", ranking(growth=GROWTH))
    assert spec.series[1].values[0] == 5.0


POINTS = """chart: lines
points:
  - {at: "2022", value: "{{ facts.share.value | decimals(1) }}"}
  - {at: "2023", value: "{{ facts.share.value | decimals(0) }}"}
  - {at: "2025", value: "{{ facts.share.value | decimals(1) }}"}
names: [占比]
unit: "%"
"""


def test_points_keep_the_digits_they_are_printed_with() -> None:
    spec = chart(POINTS)
    assert (spec.option("point_decimals"), spec.decimals) == ("1|0|1", 1)
    assert describe(spec, load_edition("zh-Hans")).replace("\u00a0", " ") == "占比：2022 48.8%、2023 49%、2025 48.8%"


@pytest.mark.parametrize("kind", ["ranked-bars", "dumbbell"])
def test_every_chart_keeps_the_digits_of_its_points(kind: str) -> None:
    before = ', before: "{{ facts.share.value | decimals(0) }}"' if kind == "dumbbell" else ""
    lines = POINTS.replace("chart: lines", f"chart: {kind}").replace("}}\"}", '}}"' + before + "}")
    names = "names: [此前, 现在]" if before else "names: [占比]"
    said = describe(chart(lines.replace("names: [占比]", names)), load_edition("zh-Hans")).replace("\u00a0", " ")
    assert "49%" in said
    assert "49.0%" not in said


def test_a_line_breaks_on_both_sides_of_a_point() -> None:
    assert chart(POINTS + 'breaks: "2023"').option("breaks") == "2023"
    assert chart(POINTS + 'breaks: ["2022", "2023"]\nforecast: "2025"').option("breaks") == "2022|2023"


def test_a_point_may_be_printed_in_words_of_its_own() -> None:
    spec = chart('chart: lines\npoints:\n  - {at: a, value: "25.4%"}\n  - {at: b, value: "35%", label: "35%以上"}')
    assert spec.series[0].values == (25.4, 35.0)
    assert spec.option("label:b") == "35%以上"
    assert "35%以上" in describe(spec, load_edition("zh-Hans"))


def test_words_of_its_own_are_refused_where_no_chart_would_print_them() -> None:
    (found,) = problems('::: figure fig-a\ncaption: 甲\nchart: shares\npoints: [{at: a, value: "{{ facts.users.compare }}", label: 四成}]\n:::')
    assert "label of its own" in found.what
    assert "lines" in found.hint


def test_points_of_different_scales_are_refused() -> None:
    points = "".join(f'  - {{at: {name}, value: "{{{{ facts.users.{name} }}}}"}}\n' for name in ("value", "compare"))
    (found,) = problems(f"::: figure fig-a\ncaption: 甲\nchart: lines\npoints:\n{points}:::")
    assert "different units: 5.26亿人, 1194万人" in found.what


ENDS = 'chart: %s\nnames: [此前, 现在]\npoints:\n  - {at: 甲, before: "72小时", value: "27小时"}\n  - {at: 乙, before: "15小时"%s}'


def test_points_of_a_dumbbell_have_two_ends() -> None:
    spec = chart(ENDS % ("dumbbell", ', value: "2小时"'))
    assert [(series.name, series.values) for series in spec.series] == [("此前", (72.0, 15.0)), ("现在", (27.0, 2.0))]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ENDS % ("shares", ', value: "2小时"'), "a chart shares draws no before:"),
        (ENDS.replace("before: \"72小时\", ", "") % ("dumbbell", ', value: "2小时"'), "a chart dumbbell needs both ends of every point"),
    ],
)
def test_a_point_with_two_ends_belongs_into_a_chart_that_draws_both(text: str, what: str) -> None:
    assert what in [problem.what for problem in problems(f"::: figure fig-a\ncaption: 甲\n{text}\n:::")]


def test_bars_of_points_are_no_ranking() -> None:
    assert chart('chart: ranked-bars\npoints: [{at: 甲, value: "5%"}, {at: 乙, value: "9%"}]').option("ranks") == "no"


def test_a_relation_has_nodes_centres_and_links() -> None:
    spec = chart("chart: relation\nnodes: {a: 甲, b: 乙}\ncentres: [a]\nlinks: [[a, b, 推荐]]")
    assert (spec.categories, spec.keys, spec.links) == (("甲", "乙"), ("a", "b"), (("a", "b", "推荐"),))


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_words_in_a_chart_lose_no_character_and_gain_none(tag: str) -> None:
    spec = chart('chart: relation\nnodes: {a: "**甲**，{{ provinces.leader.name }}"}', ranking(tag=tag), tag)
    assert spec.categories == (f"**甲**，{'广东' if tag == 'zh-Hans' else 'Guangdong'}",)


def test_the_line_of_a_chart_is_drawn_around_a_break_and_its_mark_stays() -> None:
    edition = load_edition("zh-Hans")
    spec = ChartSpec("lines", tuple("abcde"), tuple("abcde"), (Series("甲", (1.0, 2.0, 3.0, 4.0, 5.0)),), options=(("breaks", "c"),))
    parts = [str(part.get_gid()) for part in chart_kind("lines").draw(spec, edition, Theme()).get_children()]
    assert parts.count("line:0") == 2
    assert [part for part in parts if part.startswith("mark:")] == [f"mark:0:{n}" for n in range(5)]
