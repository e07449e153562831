"""Charts of Word itself: what they draw, and that chart, copy and workbook say the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import asdict, replace
from importlib import import_module

import pytest
from lxml import etree

from reportgen.charts import CHARTS
from reportgen.document import ChartSpec, Document, Figure, Series, Text
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers import NATIVE_CHARTS
from reportgen.renderers.docx import bookmark_names, render
from reportgen.renderers.docx.styles import rgb
from reportgen.renderers.docx.xml import element, qname
from reportgen.theme import THEMES
from reportgen.wordcheck import check
from tests.renderers.docx_charts import CASES, LONG, book, cells, made, points, seek, space
from tests.renderers.docx_reading import ROOT, TAGS, find, schema, unpack
from tests.renderers.docx_sample import WORDS, image, press, sample

COLOURS = THEMES["report"].colours
BOOK_SCHEMAS = {
    "[Content_Types].xml": "opc-contentTypes.xsd",
    "_rels/.rels": "opc-relationships.xsd",
    "xl/_rels/workbook.xml.rels": "opc-relationships.xsd",
    "xl/workbook.xml": "sml.xsd",
    "xl/worksheets/sheet1.xml": "sml.xsd",
    "xl/styles.xml": "sml.xsd",
    "xl/sharedStrings.xml": "sml.xsd",
}


def vals(node: etree._Element, path: str) -> list[str]:
    return [str(found.get("val")) for found in seek(node, path)]


def members_with(spec: ChartSpec, **changes: object) -> dict[str, bytes]:
    """Return the parts of a report whose only figure shows a chart."""
    figure = Figure("fig-top", (Text("图题"),), spec, "替代文字")
    document = number(Document(sample("zh-Hans").meta, (figure,)), load_edition("zh-Hans"))
    return unpack(render(document, press("zh-Hans", charts={"fig-top": image()}, **changes)))


# ---------------------------------------------------------------- every form


def test_every_native_kind_is_a_kind_of_chart_and_has_its_form_and_a_case() -> None:
    assert NATIVE_CHARTS.keys() <= CHARTS.keys()
    assert all(callable(import_module(f"reportgen.renderers.docx.charts.{name}").plot) for name in NATIVE_CHARTS.values())
    assert {spec.kind for spec in CASES.values()} == NATIVE_CHARTS.keys()


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("case", CASES)
def test_a_chart_and_its_workbook_obey_the_schemas(case: str, tag: str) -> None:
    rules = schema("dml-chart.xsd")
    assert rules.validate(etree.fromstring(made(case, tag).space)), rules.error_log
    parts = unpack(made(case, tag).workbook)
    assert parts.keys() == BOOK_SCHEMAS.keys()
    for name, data in parts.items():
        rules = schema(BOOK_SCHEMAS[name])
        assert rules.validate(etree.fromstring(data)), (name, rules.error_log)


@pytest.mark.parametrize("case", CASES)
def test_the_copy_in_the_chart_equals_the_cells_its_formulas_name(case: str) -> None:
    sheet, seen = book(case), 0
    for reference in seek(space(case), "//c:numRef | //c:strRef"):
        formula = seek(reference, "c:f")[0].text or ""
        listed = cells(sheet, formula)
        copied = points(reference)
        there = {n: value for n, value in enumerate(listed) if value is not None}
        assert vals(reference, "*/c:ptCount") == [str(len(listed))]
        assert copied.keys() == there.keys(), formula
        for n, value in there.items():
            assert copied[n] == value if isinstance(value, str) else float(copied[n]) == value
            seen += 1
    assert seen


@pytest.mark.parametrize("case", CASES)
def test_labels_that_repeat_cells_have_a_copy_of_them_too(case: str) -> None:
    sheet = book(case)
    for reference in seek(space(case), "//c15:datalabelsRange"):
        listed = cells(sheet, seek(reference, "c15:f")[0].text or "")
        for copied, value in zip(seek(reference, ".//c:v/text()"), listed, strict=True):
            assert isinstance(value, str) is (copied == value)
            if isinstance(value, float | int):
                assert float(str(copied).replace("−", "-").rstrip("%")) == value


@pytest.mark.parametrize("case", CASES)
def test_every_chart_has_the_settings_that_office_would_otherwise_choose(case: str) -> None:
    chart = space(case)
    for name, wanted in {"roundedCorners": "0", "autoTitleDeleted": "1", "date1904": "0", "plotVisOnly": "1", "dispBlanksAs": "gap", "lang": "zh-CN"}.items():
        assert vals(chart, f"//c:{name}") == [wanted]
    assert vals(chart, "/c:chartSpace/c:externalData/c:autoUpdate") == ["0"]
    assert set(vals(chart, "//c:invertIfNegative")) <= {"0"}
    assert len(seek(chart, "//c:ser[c:spPr/a:solidFill]")) <= len(seek(chart, "//c:invertIfNegative"))
    assert all(node.get("formatCode") and node.get("sourceLinked") == "0" for node in seek(chart, "//c:numFmt"))
    identifiers = set(vals(chart, "//c:catAx/c:axId | //c:valAx/c:axId"))
    assert set(vals(chart, "//c:crossAx")) == set(vals(chart, "//*[c:ser]/c:axId")) == identifiers


@pytest.mark.parametrize("case", CASES)
def test_all_letters_have_a_latin_and_a_chinese_font(case: str) -> None:
    for letters in seek(space(case), "//a:defRPr | //a:rPr"):
        assert seek(letters, "a:latin/@typeface") == ["Arial"]
        assert seek(letters, "a:ea/@typeface") == ["黑体"]


@pytest.mark.parametrize("case", CASES)
def test_all_colours_are_those_of_the_theme(case: str) -> None:
    values = asdict(COLOURS).values()
    own = {rgb(colour) for value in values for colour in ((value,) if isinstance(value, str) else value)}
    mixed = CASES[case].kind in ("shares", "dumbbell")  # steps between two colours, and the pale ground of a ring
    assert mixed or set(seek(space(case), "//a:srgbClr/@val")) <= own


@pytest.mark.parametrize("case", CASES)
def test_a_workbook_is_small_and_holds_no_formula(case: str) -> None:
    assert len(made(case).workbook) < 10_000
    assert b"<f>" not in unpack(made(case).workbook)["xl/worksheets/sheet1.xml"]


def test_charts_are_the_same_in_another_process_with_another_hash_seed_and_without_asserts() -> None:
    program = (
        "import hashlib; from tests.renderers.docx_charts import CASES, made;"
        "print(hashlib.sha256(b''.join(part for case in CASES for part in (made(case).space, made(case).workbook))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": str(ROOT), "PYTHONOPTIMIZE": "1"}
    other = subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    assert hashlib.sha256(b"".join(part for case in CASES for part in (made(case).space, made(case).workbook))).hexdigest() == other


# ---------------------------------------------------------------- bars


def test_the_first_bar_stands_on_top_and_equals_share_their_rank() -> None:
    chart = space("bars, a tie at the top and a gap")
    assert vals(chart, "//c:catAx/c:scaling/c:orientation") == ["maxMin"]
    assert list(points(seek(chart, "//c:cat/c:strRef")[0]).values()) == ["1 甲", "1 乙", "3 丙", "丁（资料暂缺）"]


def test_a_gap_is_an_empty_cell_and_no_point() -> None:
    assert points(seek(space("bars, a tie at the top and a gap"), "//c:val/c:numRef")[0]) == {0: "9", 1: "9", 2: "7.5"}
    assert book("bars, a tie at the top and a gap")["B5"].value is None


def test_the_highlighted_bar_has_the_accent_and_the_many_are_quiet() -> None:
    chart = space("bars, 31 rows")
    assert seek(chart, "//c:ser[1]/c:spPr/a:solidFill/a:srgbClr/@val") == [rgb(COLOURS.quiet)]
    assert vals(chart, "//c:dPt/c:idx") == ["7"]
    assert seek(chart, "//c:dPt/c:spPr/a:solidFill/a:srgbClr/@val") == [rgb(COLOURS.accent)]


def test_all_31_names_and_values_are_printed() -> None:
    chart = space("bars, 31 rows")
    assert set(vals(chart, "//c:catAx/c:tickLblSkip")) == {"1"}
    assert vals(chart, "//c:ser[1]/c:dLbls/c:showVal") == ["1"]
    assert len(points(seek(chart, "//c:val/c:numRef")[0])) == 31


def test_bars_start_at_zero_and_their_far_end_follows_edited_values() -> None:
    (scale,) = seek(space("bars, one row"), "//c:valAx/c:scaling")
    assert vals(scale, "c:min") == ["0"]
    assert vals(scale, "c:max") == []


def test_bars_to_both_sides_leave_both_ends_of_the_scale_open() -> None:
    (scale,) = seek(space("bars below zero"), "//c:valAx/c:scaling")
    assert vals(scale, "c:min | c:max") == []
    assert seek(space("bars below zero"), "//c:dLbls/c:numFmt/@formatCode") == ['0.0"%";"−"0.0"%"']


def test_a_reference_line_stands_at_its_value_on_the_scale_of_the_bars() -> None:
    chart = space("bars, 31 rows")
    assert vals(chart, "//c:catAx/c:crossesAt") == ["83.81"]
    assert seek(chart, "//c:catAx[c:crossesAt]//a:prstDash/@val") == ["dash"]
    assert len({tuple(vals(scale, "c:min | c:max")) for scale in seek(chart, "//c:valAx/c:scaling")}) == 1
    assert "均值\u00a083.81" in seek(chart, "//c:valAx/c:title//a:t/text()")


def test_a_long_name_leaves_the_bars_their_room() -> None:
    chart = space("bars, all equal, a long name")
    assert list(points(seek(chart, "//c:cat/c:strRef")[0]).values()) == [f"1 {LONG}", "1 乙"]
    assert float(vals(chart, "//c:plotArea/c:layout//c:w")[0]) > 0.5


def test_names_that_look_like_formulas_stay_words() -> None:
    sheet = book("a formula for a name")
    assert [cell.value for cell in sheet["A"]][1:] == ["=1+1", "+A1"]
    assert seek(etree.fromstring(unpack(made("a formula for a name").workbook)["xl/worksheets/sheet1.xml"]), "//@t") == ["s"] * 4


# ---------------------------------------------------------------- lines, radar


def test_a_line_is_cut_where_a_period_is_measured_otherwise_and_before_a_forecast() -> None:
    chart = space("lines, breaks and a forecast")
    assert [sorted(points(found)) for found in seek(chart, "//c:val/c:numRef")] == [[0, 1, 2], [3], [5]]
    assert [points(found)[0] for found in seek(chart, "//c:tx/c:strRef")] == ["占比", "占比（2018）", "占比（预测）"]
    assert "35%以上" in seek(chart, "//c:dLbl//a:t/text()")


def test_a_forecast_is_dashed_from_the_last_measured_period_which_has_no_second_mark() -> None:
    chart = space("lines, three series to a forecast")
    dashed = seek(chart, "//c:ser[c:spPr/a:ln/a:prstDash]")
    assert len(dashed) == 3
    for series in dashed:
        assert sorted(points(seek(series, "c:val/c:numRef")[0])) == [7, 8, 9]
        assert vals(series, "c:dPt[c:marker/c:symbol/@val='none']/c:idx") == ["7"]


def test_a_line_of_few_values_prints_each_and_shows_no_scale() -> None:
    chart = space("lines, breaks and a forecast")
    assert len(seek(chart, "//c:dLbl")) == 5
    assert vals(chart, "//c:valAx/c:tickLblPos") == ["none"]
    assert seek(chart, "//c:majorGridlines") == []


def test_a_radar_names_only_its_centre_and_its_outer_ring() -> None:
    chart = space("radar")
    low, high = vals(chart, "//c:valAx//c:min")[0], vals(chart, "//c:valAx//c:max")[0]
    assert seek(chart, "//c:valAx/c:numFmt/@formatCode") == [f'[={low}]0" 分";[={high}]0" 分";""']
    assert "货（资料暂缺）" in points(seek(chart, "//c:cat/c:strRef")[0]).values()


# ---------------------------------------------------------------- dots


def test_dots_are_named_from_their_cells_and_the_highlighted_one_in_any_case() -> None:
    chart = space("scatter, 31 dots")
    (series,) = seek(chart, "//c:ser[.//c15:datalabelsRange]")
    named = {int(vals(label, "c:idx")[0]): seek(label, ".//a:fld[@type='CELLRANGE']/a:t/text()") for label in seek(series, "c:dLbls/c:dLbl")}
    spec = CASES["scatter, 31 dots"]
    assert named.keys() == set(range(31))
    assert all(words == [spec.categories[n]] for n, words in named.items() if words)
    assert named[7]
    assert sum(map(bool, named.values())) > 20


def test_reference_lines_of_a_scatter_are_series_of_two_points() -> None:
    lines = seek(space("scatter, 31 dots"), "//c:ser[c:spPr/a:ln/a:prstDash]")
    assert [len(set(points(seek(line, f"c:{role}/c:numRef")[0]).values())) for line, role in zip(lines, ("xVal", "yVal"), strict=True)] == [1, 1]


def test_a_dot_without_both_values_has_no_point() -> None:
    (across,) = seek(space("scatter, one dot"), "//c:xVal/c:numRef")
    assert points(across) == {0: "1.5"}


def test_the_first_row_of_dots_stands_on_top_and_rows_are_joined() -> None:
    chart = space("dumbbell")
    names = points(seek(chart, "//c:ser[1]/c:yVal/c:numRef")[0])
    assert [float(names[n]) for n in range(3)] == [2.5, 1.5, 0.5]
    joined = [points(found) for found in seek(chart, "//c:ser[not(c:marker/c:symbol[@val!='none']) and c:spPr/a:ln/a:solidFill]/c:xVal/c:numRef")]
    assert [list(row.values()) for row in joined] == [["1.5", "2.5"], ["2.5", "1"], ["3"]]


def test_names_stand_on_the_left_edge_of_rows_of_dots() -> None:
    for case in ("dots", "dots, one series", "dumbbell", "dumbbell, all equal"):
        chart = space(case)
        edges = set(points(seek(chart, "//c:ser[1]/c:xVal/c:numRef")[0]).values())
        (low,) = vals(chart, "//c:valAx[1]/c:scaling/c:min")
        assert {float(edge) for edge in edges} == {float(low)}


def test_the_key_of_rows_of_dots_names_the_measures_only() -> None:
    chart = space("dots")
    hidden = set(vals(chart, "//c:legendEntry/c:idx"))
    shown = [points(found)[0] for series in seek(chart, "//c:ser") if vals(series, "c:idx")[0] not in hidden for found in seek(series, "c:tx/c:strRef")]
    assert shown == ["人", "货", "场"]


# ---------------------------------------------------------------- slope, shares


def test_rank_1_is_on_top_of_a_slope_and_names_with_one_rank_do_not_cover_each_other() -> None:
    chart = space("slope")
    assert vals(chart, "//c:valAx/c:scaling/c:orientation") == ["maxMin"]
    after = {seek(series, "c:tx//c:v/text()")[0]: seek(series, "c:dLbls/c:dLbl[c:idx/@val=1]") for series in seek(chart, "//c:ser")}
    assert after["丙"] == []  # it dropped out
    places = [vals(after[name][0], "c:layout//c:y") for name in ("甲", "乙")]
    assert places[0] != places[1]
    assert "".join(seek(after["甲"][0], ".//a:t/text()")) == "2 甲 ↓1"


def test_a_new_name_has_one_end() -> None:
    chart = space("slope")
    (series,) = [found for found in seek(chart, "//c:ser") if seek(found, "c:tx//c:v/text()") == ["丁"]]
    assert points(seek(series, "c:val/c:numRef")[0]) == {1: "1"}


def test_what_is_missing_to_a_hundred_per_cent_stays_open() -> None:
    chart = space("shares of one whole")
    assert vals(chart, "//c:valAx//c:max") == ["100"]
    assert sum(float(value) for found in seek(chart, "//c:val/c:numRef") for value in points(found).values()) == 99.5


def test_a_share_that_does_not_fit_into_its_part_stands_below_it() -> None:
    chart = space("shares of one whole")
    down = [vals(label, "c:layout//c:y") for label in seek(chart, "//c:dLbl")]
    assert down[0] == down[1] == []
    assert all(float(value) > 0 for values in down[2:] for value in values)
    assert all(down[2:])


def test_other_values_become_shares_and_a_gap_is_named() -> None:
    chart = space("shares of three")
    assert list(points(seek(chart, "//c:cat/c:strRef")[0]).values()) == ["东", "中", "西（三产资料暂缺）"]
    assert [points(found).get(2) for found in seek(chart, "//c:val/c:numRef")] == ["50", "50", None]


# ---------------------------------------------------------------- in the file


def test_a_chart_has_alt_text_a_title_and_its_workbook_as_its_only_relation() -> None:
    parts = members_with(CASES["bars, one row"])
    (properties,) = find(etree.fromstring(parts["word/document.xml"]), "//wp:docPr")
    assert (properties.get("descr"), properties.get("title")) == ("替代文字", "图题")
    (relation,) = etree.fromstring(parts["word/charts/_rels/chart1.xml.rels"])
    assert (relation.get("Id"), relation.get("Target")) == ("rId1", "../embeddings/chart1.xlsx")
    assert seek(etree.fromstring(parts["word/charts/chart1.xml"]), "//c:externalData/@r:id") == ["rId1"]
    assert not [name for name in parts if name.startswith("word/media/")]


def test_a_chart_is_as_large_as_its_picture() -> None:
    drawn = image(120.0, 40.0)
    figure = Figure("fig-top", (Text("图题"),), CASES["radar"], "替代文字")
    data = unpack(render(Document(sample("zh-Hans").meta, (replace(figure, number="1"),)), press("zh-Hans", charts={"fig-top": drawn})))
    assert find(etree.fromstring(data["word/document.xml"]), "//wp:extent/@cx") == [str(120 * 36000)]


def test_our_own_linter_finds_nothing_in_a_file_with_every_form() -> None:
    figures = tuple(Figure(f"fig-{n}", (Text("图题"),), spec, "替代文字") for n, spec in enumerate(CASES.values()))
    document = number(Document(sample("zh-Hans").meta, figures), load_edition("zh-Hans"))
    pages = {label: "1" for label in bookmark_names(document)}
    data = render(document, press("zh-Hans", charts={figure.label: image() for figure in figures}, pages=pages))
    assert check(data, "charts.docx") == []


def test_charts_can_stay_pictures() -> None:
    parts = members_with(CASES["bars, one row"], native_charts=False)
    assert {name.rpartition(".")[2] for name in parts if name.startswith("word/media/")} == {"png", "svg"}
    assert not [name for name in parts if name.startswith("word/charts/")]


def test_a_kind_without_a_form_in_word_stays_a_picture() -> None:
    parts = members_with(ChartSpec("tile-grid", ("四川",), ("510000",), (Series("指数", (91.1,)),)))
    assert [name for name in parts if name.startswith("word/media/")]
    assert not [name for name in parts if name.startswith("word/charts/")]


def test_the_figure_of_the_sample_is_a_chart_in_both_editions() -> None:
    for tag in TAGS:
        parts = unpack(render(sample(tag), press(tag)))
        assert WORDS[tag]["index"] in parts["word/charts/chart1.xml"].decode()


def test_children_of_a_series_are_sorted_as_the_schema_asks() -> None:
    names = ("c:val", "c:tx", "c:order", "c:dLbls", "c:idx", "c:spPr")
    assert [node.tag for node in element("c:ser", None, *map(element, names))] == [
        qname(name) for name in ("c:idx", "c:order", "c:tx", "c:spPr", "c:dLbls", "c:val")
    ]
