"""A region is one region whatever name a table gives it; what cannot be told is located, all at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.checks import validate
from reportgen.corridor import check
from reportgen.errors import DataError
from reportgen.package import Dataset, read

REGIONS = "code,name_zh,name_en\n220000,吉林,Jilin\n510000,四川,Sichuan\n510100,成都,Chengdu\n440000,广东,Guangdong\n"


def package(root: Path, rows: str, regions: str = REGIONS, *, is_declared: bool = True) -> Dataset:
    """Return a table of scores whose column `region` refers to the table of regions."""
    root.mkdir(exist_ok=True)
    (root / "regions.csv").write_text(regions, "utf-8")
    (root / "scores.csv").write_text(f"region,score\n{rows}", "utf-8")
    key = regions.partition(",")[0]
    texts = [{"name": name} for name in regions.splitlines()[0].split(",")]
    schema = {"primaryKey": "region", "fields": [{"name": "region"}, {"name": "score", "type": "number"}]}
    foreign = {"foreignKeys": [{"fields": "region", "reference": {"resource": "regions", "fields": key}}]} if is_declared else {}
    resources = [
        {"name": "regions", "path": "regions.csv", "schema": {"primaryKey": key, "fields": texts}},
        {"name": "scores", "path": "scores.csv", "schema": schema | foreign},
    ]
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}), "utf-8")
    return read("datapackage.json", root)


@pytest.mark.parametrize("name", ["510000", "51", "四川", "四川省", "Sichuan", "sichuan province", "四 川"])
def test_a_table_may_write_a_region_by_any_of_its_names(name: str, tmp_path: Path) -> None:
    data = package(tmp_path, f"{name},1\n廣東省,2\n")
    assert data.resource("scores").column("region") == ("510000", "440000")
    assert list(validate(data)) == []


@pytest.mark.parametrize("name", ["510000", "四川省", "Sichuan"])
def test_the_key_may_itself_be_a_name(name: str, tmp_path: Path) -> None:
    data = package(tmp_path, f"{name},1\n", "name,name_en\n四川,Sichuan\n广东,Guangdong\n")
    assert data.resource("scores").column("region") == ("四川",)


def test_a_region_in_a_table_twice_under_two_names_is_an_error_with_both_places(tmp_path: Path) -> None:
    found = list(validate(package(tmp_path, "四川,1\n广东,2\n四川省,3\n")))
    assert [(each.where, each.code) for each in found] == [("scores.csv:4:region", "RG281")]
    assert found[0].what == "'四川省' is the region that line 2 calls '四川'"


def test_an_unknown_name_is_an_error_with_the_nearest_one(tmp_path: Path) -> None:
    found = list(validate(package(tmp_path, "四州,1\nGuangdnog,2\n")))
    assert [(each.where, each.hint) for each in found] == [
        ("scores.csv:2:region", "did you mean '四川'?"),
        ("scores.csv:3:region", "did you mean 'Guangdong'?"),
    ]


def test_namesakes_are_told_apart_by_the_rows_around_them_or_are_an_error(tmp_path: Path) -> None:
    regions = f"{REGIONS}220200,吉林市,Jilin City\n"
    assert package(tmp_path, "四川,1\nJilin,2\n", regions).resource("scores").column("region") == ("510000", "220000")
    both = "code,name_zh,name_en\n320500,苏州,Suzhou\n341300,宿州,Suzhou\n"
    found = list(package(tmp_path, "Suzhou,1\n", both).problems)
    assert [(each.where, each.what, each.hint) for each in found] == [
        ("scores.csv:2:region", "'Suzhou' may be 苏州 (320500) or 宿州 (341300)", "write '320500' or '341300'")
    ]


def test_a_table_whose_keys_are_no_divisions_is_read_as_it_is(tmp_path: Path) -> None:
    data = package(tmp_path, "A1,1\n东湖区,2\n", "code,name_zh\nA1,东湖区\nA2,西山区\n")
    assert [each.code for each in validate(data)] == ["RG262"]


def project(folder: Path, rows: str) -> Path:
    package(folder, rows, is_declared=False)
    report = "name: r\ndate: 2024-01-01\neditions: [en]\ndata: datapackage.json\nregions: regions\nmeta: {en: {title: T}}\ntables: {s: {resource: scores}}\n"
    (folder / "report.yaml").write_text(report, "utf-8")
    (folder / "narrative" / "en").mkdir(parents=True)
    (folder / "narrative" / "en" / "1.md").write_text("# A {#sec-a}\n\n{{ s.leader.name }} leads.\n", "utf-8")
    return folder


def test_a_project_needs_to_declare_no_reference(tmp_path: Path) -> None:
    document = check(project(tmp_path, "四川省,1\n44,2\n")).documents["en"]
    assert "Guangdong" in str(document)


def test_a_row_of_no_region_among_regions_is_a_warning_and_a_table_of_something_else_is_left_alone(tmp_path: Path) -> None:
    found = check(project(tmp_path / "a", "四川,1\n广东,2\n全国,3\n")).warnings
    assert [(each.where, each.code) for each in found] == [("scores.csv:4:region", "RG282")]
    assert check(project(tmp_path / "b", "甲牌,1\n乙牌,2\n川,3\n")).warnings == ()


def test_what_is_wrong_in_an_undeclared_table_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 2 calls '四川'"):
        check(project(tmp_path, "四川,1\n四川省,2\n"))
