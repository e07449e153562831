"""From data to results: fields, changes, growth, facts, with last year's table beside this year's or without."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.compute import Results, compute
from reportgen.corridor import check
from reportgen.edition import load_edition
from reportgen.errors import DataError, Problem
from reportgen.package import read
from reportgen.project import load_project
from reportgen.values import Absent, Value, node
from tests.projects import project

PACKAGE = """{"name": "small", "resources": [
 {"name": "now", "path": "now.csv", "title": "指数", "titles": {"en": "Index"}, "period": "2023", "schema": {"primaryKey": "code", "fields": [
   {"name": "code", "type": "string"}, {"name": "score", "type": "number", "titles": {"zh": "得分", "en": "Score"}},
   {"name": "moved", "type": "integer"}, {"name": "word_zh", "type": "string"}, {"name": "word_en", "type": "string"}]}},
 {"name": "then", "path": "then.csv", "schema": {"primaryKey": "code", "fields": [{"name": "code", "type": "string"}, {"name": "score", "type": "number"}]}},
 {"name": "places", "path": "places.csv", "schema": {"primaryKey": "code", "fields": [
   {"name": "code", "type": "string"}, {"name": "name_zh", "type": "string"}, {"name": "name_en", "type": "string"}, {"name": "side", "type": "string"}]}},
 {"name": "facts", "path": "facts.csv", "schema": {"primaryKey": "id", "fields": [
   {"name": "id", "type": "string"}, {"name": "value", "type": "number"}, {"name": "unit_zh", "type": "string"}, {"name": "period", "type": "string"},
   {"name": "compare_value", "type": "number"}, {"name": "compare_unit_zh", "type": "string"},
   {"name": "attribution_zh", "type": "string"}, {"name": "attribution_en", "type": "string"}]}}]}
"""
FILES = {
    "now.csv": "code,score,moved,word_zh,word_en\na,90.00,1,甲词,word a\nb,80.0,-1,乙词,word b\nc,70,,丙词,word c\nd,,,丁词,word d\n",
    "then.csv": "code,score\nb,85.00\na,60.00\ne,50.00\nd,40.00\n",
    "places.csv": "code,name_zh,name_en,side\na,甲,A-town,left\nb,乙,B-town,left\nc,丙,C-town,right\nd,丁,D-town,right\ne,戊,E-town,right\n",
    "facts.csv": "id,value,unit_zh,period,compare_value,compare_unit_zh,attribution_zh,attribution_en\n"
    "F1,5.26,亿人,2023-06,1194,万人,某机构,\nF2,1.98,万亿元,2023-Q1/2023-Q3,60.6,%,,\nF3,39038.1,亿元,,,,某机构,An office\n",
}
REPORT = """name: small
date: 2024-05-01
editions: [zh-Hans, en]
data: datapackage.json
regions: places
meta: {zh-Hans: {title: 甲}, en: {title: A}}
groups:
  left: {where: {side: left}, name: {zh-Hans: 左, en: the left}}
tables:
  t: {resource: now, value: score, fields: {score: score, word: word%s}%s}
facts: {resource: facts, names: {users: F1, sales: F2, market: F3}}
weights: {score: {x: "0.17"}}
"""


def run(folder: Path, *, tag: str = "zh-Hans", fields: str = "", more: str = "", package: str = PACKAGE, **files: str) -> Results:
    for name, text in {
        **FILES,
        "datapackage.json": package,
        **{f"{name}.csv": text for name, text in files.items()},
        "report.yaml": REPORT % (fields, more),
    }.items():
        (folder / name).write_text(text, "utf-8")
    project = load_project(folder)
    warnings: list[Problem] = []
    return compute(project, read("datapackage.json", folder), load_edition(tag), warnings.append)


def number(cell: object) -> Decimal:
    assert isinstance(cell, Value)
    return cell.number


def test_a_field_shows_one_number_of_decimals_and_keeps_its_place(tmp_path: Path) -> None:
    cell = run(tmp_path).tables["t"]["b"]["score"]
    assert isinstance(cell, Value)
    assert (cell.number, cell.decimals, cell.source) == (Decimal("80.0"), 2, "now.csv[b].score")


def test_words_titles_and_names_follow_the_edition(tmp_path: Path) -> None:
    zh, en = run(tmp_path).tables["t"], run(tmp_path, tag="en").tables["t"]
    assert [str(getattr(t["a"]["word"], "text", "")) for t in (zh, en)] == ["甲词", "word a"]
    assert [(t["a"].name.text, t.heads["score"], t.title) for t in (zh, en)] == [("甲", "得分", "指数"), ("A-town", "Score", "Index")]
    assert zh["B-town"].key == en["乙"].key == "b"
    assert (zh.group("left").group_name, en.group("left").group_name) == ("左", "the left")


def test_from_a_printed_change_the_previous_rank_is_derived(tmp_path: Path) -> None:
    table = run(tmp_path, fields=", change: moved").tables["t"]
    assert [(entry.name.text, number(entry.previous_rank)) for entry in table.top(2)] == [("甲", 2), ("乙", 1)]
    assert table["c"].is_new
    assert table.moves["a"].source == "now.csv[a].moved"
    assert "growth" not in table.cells
    assert table.dropped == []


def test_last_years_table_beside_this_years_gives_change_and_growth(tmp_path: Path) -> None:
    table = run(tmp_path, more=", previous: then").tables["t"]
    assert {key: (move.state, move.places) for key, move in table.moves.items()} == {
        "a": ("up", 1), "b": ("down", -1), "c": ("new", None), "e": ("dropped", None), "d": ("dropped", None),
    }  # fmt: skip
    assert [number(table[key]["growth"]) for key in "ab"] == [Decimal(50), Decimal("-5.882352941176470588235294117647058823529")]
    assert [entry.key for entry in table.new] == ["c"]
    assert [label.text for label in table.dropped] == ["戊"]
    with pytest.raises(Absent, match="no growth for 丙"):
        table["c"]["growth"]


def test_growth_printed_in_the_data_is_not_computed_again(tmp_path: Path) -> None:
    table = run(tmp_path, fields=", growth: moved", more=", previous: then").tables["t"]
    assert number(table["a"]["growth"]) == 1


def test_a_table_that_is_not_ranked_is_a_plain_list(tmp_path: Path) -> None:
    table = run(tmp_path, more=", best: lowest").tables["t"]
    assert [entry.key for entry in table.rows] == ["c", "b", "a", "d"]
    plain = run(tmp_path, fields="", more="").tables["t"]
    assert plain.value == "score"


def test_a_report_of_facts_alone_has_no_tables_where_it_says_so(tmp_path: Path) -> None:
    report = REPORT.partition("tables:")[0] + "tables: {}\nfacts: {resource: facts, names: {users: F1}}\n"
    run(tmp_path)
    (tmp_path / "report.yaml").write_text(report, "utf-8")
    dataset = read("datapackage.json", tmp_path)
    assert compute(load_project(tmp_path), dataset, load_edition("zh-Hans"), lambda problem: None).tables == {}


def test_facts_know_unit_scale_period_and_who_says_so(tmp_path: Path) -> None:
    facts = run(tmp_path).facts
    assert (facts["users"].value.exact, facts["users"].value.unit) == (526_000_000, "person")
    assert facts["users"]["period"] == "2023年6月"
    assert facts["users"]["attribution"] == "某机构"
    assert (facts["sales"].value.power, number(facts["sales"]["compare"])) == (12, Decimal("60.6"))


def test_an_english_edition_never_prints_a_chinese_attribution(tmp_path: Path) -> None:
    facts = run(tmp_path, tag="en").facts
    assert facts["market"]["attribution"] == "An office"
    with pytest.raises(Absent, match="F1 has no attribution in this language"):
        facts["users"]["attribution"]
    with pytest.raises(Absent, match="no period"):
        facts["market"]["period"]


def test_an_attribution_without_a_language_serves_all(tmp_path: Path) -> None:
    package = PACKAGE.replace('{"name": "attribution_zh"', '{"name": "attribution", "type": "string"}, {"name": "attribution_zh"')
    facts_csv = (
        "id,value,unit_zh,period,compare_value,compare_unit_zh,attribution,attribution_zh,attribution_en\nF1,1,人,,,,CNNIC,,\nF2,1,人,,,,,,\nF3,1,人,,,,,,\n"
    )
    assert run(tmp_path, tag="en", package=package, facts=facts_csv).facts["users"]["attribution"] == "CNNIC"


def test_weights_are_percentages_with_their_place(tmp_path: Path) -> None:
    weight = run(tmp_path).weights["score"]["x"]
    assert (weight.number, weight.unit, weight.source) == (17, "percent", "report.yaml:weights.score.x")


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"more": ", previous: thn"}, "RG250", "report.yaml"),
        ({"fields": ", extra: scoer"}, "RG251", "report.yaml"),
        ({"facts": FILES["facts.csv"].replace("亿人", "亿匹")}, "RG255", ""),
        ({"facts": FILES["facts.csv"].replace("2023-06", "2023-16")}, "RG256", ""),
        ({"facts": FILES["facts.csv"].replace("F2,1.98", "F2,")}, "RG254", ""),
        ({"facts": FILES["facts.csv"].replace("F2,", "F9,")}, "RG253", ""),
    ],
)
def test_what_the_data_do_not_have_is_an_error_with_a_place(tmp_path: Path, change: dict[str, str], code: str, where: str) -> None:
    with pytest.raises(DataError) as caught:
        run(tmp_path, **change)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert problem.where.startswith(where or "report.yaml")
    assert code in (problem.code, "RG250")


def test_a_word_in_the_column_a_table_is_ranked_by_is_named_with_its_cell(tmp_path: Path) -> None:
    words = PACKAGE.replace('"score", "type": "number", "titles"', '"score", "type": "string", "titles"', 1)
    with pytest.raises(DataError) as caught:
        run(tmp_path, package=words)
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [("report.yaml:10:22", "RG266")]
    (tmp_path / "data.csv").write_text("shop,visitors\n甲,5200\n乙,\n丙,三千六\n", "utf-8")
    report = "name: a\ndate: 2024-01-01\neditions: [zh-Hans]\ndata: data.csv\nmeta: {zh-Hans: {title: 甲}}\ntables: {t: {resource: data, value: visitors}}\n"
    (tmp_path / "report.yaml").write_text(report, "utf-8")
    with pytest.raises(DataError) as caught:
        compute(load_project(tmp_path), read("data.csv", tmp_path), load_edition("zh-Hans"), lambda problem: None)
    assert [(problem.where, problem.what.partition(" ")[0]) for problem in caught.value.problems] == [("data.csv:4:visitors", "'三千六'")]


def test_a_region_that_occurs_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    folder = project(tmp_path, cities="code,name,score\n010,成都,98.50\n020,绵阳,71.20\n010,宜宾,65.00\n")
    with pytest.raises(DataError, match=r"cities.csv:4:code: .*repeats '010' of line 2"):
        check(folder)


def test_a_column_says_its_unit_and_scale_as_chinese_tables_do(tmp_path: Path) -> None:
    package = PACKAGE.replace('{"name": "score", "type": "number", "titles"', '{"name": "score", "type": "number", "unit": "亿元", "titles"')
    leader = run(tmp_path, package=package).tables["t"].leader["score"]
    assert isinstance(leader, Value)
    assert (node(leader, load_edition("zh-Hans")).text, node(leader, load_edition("en")).text) == ("90.00亿元", "9.00 billion yuan")  # type: ignore[union-attr]
    unknown = package.replace("亿元", "分贝")
    assert run(tmp_path, package=unknown).tables["t"].leader["score"].unit == "score"  # type: ignore[union-attr]
