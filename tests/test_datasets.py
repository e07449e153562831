"""The data set of the repository: valid, complete in two languages, and consistent as SOURCES.md says."""

from __future__ import annotations

import re
import runpy
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from reportgen import measures
from reportgen.checks import validate, validate_with_frictionless
from reportgen.package import Dataset, load

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "datasets" / "live-commerce-2023"
OVERALL = ("t01_provinces_overall", "t02_subprovincial_overall", "t03_sichuan_overall")
TABLES = {
    ("直播电商发展指数", "全国"): OVERALL[0], ("直播电商发展指数", "副省级城市"): OVERALL[1],
    ("直播电商发展指数", "四川市（州）"): OVERALL[2], ("“人”指标", "全国"): "t04_provinces_people",
    ("“人”指标", "副省级城市"): "t05_subprovincial_people", ("“人”指标", "四川市（州）"): "t06_sichuan_people",
    ("“货”指标", "全国"): "t07_provinces_goods", ("“货”指标", "副省级城市"): "t08_subprovincial_goods",
    ("“货”指标", "四川市（州）"): "t09_sichuan_goods", ("“场”指标", "全国"): "t13_provinces_place",
    ("“场”指标", "副省级城市"): "t14_subprovincial_place", ("“场”指标", "四川市（州）"): "t15_sichuan_place",
}  # fmt: skip
PARTS = {"中西部": {"中部", "西部"}, "西部": {"西部"}}


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load("datasets/live-commerce-2023/datapackage.json", ROOT)


@pytest.fixture(scope="module")
def script() -> SimpleNamespace:
    """Return datasets/previous_year.py, which no package holds."""
    return SimpleNamespace(**runpy.run_path(str(ROOT / "datasets" / "previous_year.py")))


def test_every_declared_check_passes(data: Dataset) -> None:
    assert list(validate(data)) == []
    assert sum(len(table.extra.get("checks", [])) for table in data.resources.values()) == 36


@pytest.mark.filterwarnings("ignore")
def test_the_reference_implementation_finds_it_valid() -> None:
    assert list(validate_with_frictionless(FOLDER / "datapackage.json")) == []


def test_every_file_is_described_and_nothing_else_lies_about(data: Dataset) -> None:
    described = {Path(table.path).name for table in data.resources.values()}
    assert {path.name for path in FOLDER.iterdir()} == described | {"datapackage.json", "SOURCES.md"}


def test_each_table_has_as_many_rows_as_the_catalogue_says(data: Dataset) -> None:
    for row in data.resource("tables").records():
        assert len(data.resource(str(row["data_file"]).removesuffix(".csv"))) == row["row_count"]


def test_every_title_is_there_in_both_languages(data: Dataset) -> None:
    for table in data.resources.values():
        assert table.titles.keys() >= {"zh", "en"}, table.name
        for field in table.fields:
            assert field.titles.keys() >= {"zh", "en"}, (table.name, field.name)


def test_english_columns_are_filled_where_the_chinese_ones_are_and_hold_no_chinese(data: Dataset) -> None:
    for table in data.resources.values():
        names = [field.name for field in table.fields]
        for name in names:
            if name.endswith("_en") and name != "alt_name_en":
                cells = table.column(name)
                assert not any(re.search("[\u3400-\u9fff，。（）《》“”]", str(cell)) for cell in cells), (table.name, name)
                chinese = name.removesuffix("_en") + "_zh"
                if chinese in names and table.name != "sources":
                    filled = [cell is not None for cell in table.column(chinese)]
                    assert [cell is not None for cell in cells] == filled, (table.name, name)


def test_nobody_is_named_as_the_author_of_anything() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir())
    assert not re.search("李佳琦|李子柒|周杰伦|薇娅|撰稿人|副教授|seed", text)


def test_the_long_form_repeats_the_tables(data: Dataset) -> None:
    for row in data.resource("index_long").records():
        table = data.resource(str(data.resource("tables").value("data_file", row["table_no"])).removesuffix(".csv"))
        indicator = str(row["indicator"]).removeprefix("people_")
        is_overall = indicator in {"people", "overall"} and "people" in table.name
        column = "overall" if is_overall else indicator if indicator in {"activity", "sales_power", "influence"} else "index"
        assert table.value(column, row["region_code"]) == row["value"]


def test_every_rank_the_text_states_is_the_rank_of_its_table(data: Dataset) -> None:
    """SOURCES.md, "What holds": 59 of the 61 rank statements; the two others have no table behind them."""
    regions = data.resource("regions")
    checked = 0
    for fact in data.resource("facts_003").records():
        said = re.fullmatch(r"(.+?)(全国|副省级城市|四川市（州）|中西部|西部)位次(?:（标题述）)?", str(fact["indicator_zh"]))
        if fact["value_kind"] != "rank" or not said or "MCN" in said[1]:
            continue
        code, scope = str(fact["region_code"]), said[2]
        kind = "全国" if code.endswith("0000") else "副省级城市"
        table = data.resource(TABLES[said[1], scope if scope in {"全国", "副省级城市", "四川市（州）"} else kind])
        ranks = table.series("rank")
        if scope in PARTS:
            members = [c for c in ranks.index if regions.value("macro_region_zh", c) in PARTS[scope]]
            ranks = measures.rank(ranks.loc[members], best="lowest")
        assert ranks[code] == fact["value"], fact["fact_id"]
        checked += 1
    assert checked == 59


def test_growth_and_rank_change_of_table_1_lead_to_the_same_ranks_of_the_year_before(data: Dataset) -> None:
    table = data.resource(OVERALL[0])
    before = table.series("index") / (1 + table.series("yoy_pct") / 100)
    printed = measures.previous_rank(table.series("rank"), table.series("rank_change"))
    pd.testing.assert_series_equal(measures.rank(before), printed, check_names=False)


def test_the_derived_tables_are_what_the_script_makes_of_the_printed_ones(script: SimpleNamespace) -> None:
    made, told = script.files(FOLDER)
    assert {name: (FOLDER / name).read_bytes() for name in made} == made
    assert sorted(made) == ["datapackage.json", *(f"{name}_2022.csv" for name in OVERALL)]
    assert told[:3] == [
        "t01_provinces_overall: 31 of 31 printed ranks reproduced by the index, known to ±0.0093; 0 ranks ambiguous",
        "t02_subprovincial_overall: 15 of 15 ranks; no growth is printed, so no index",
        "t03_sichuan_overall: 21 of 21 ranks; no growth is printed, so no index",
    ]
    assert [line.partition(": ")[2] for line in told[3:]] == ["no changes are printed; nothing is known of the year before"] * 12


def test_where_the_intervals_of_two_regions_meet_their_ranks_are_called_ambiguous(script: SimpleNamespace) -> None:
    printed = [("1", "A", "90.00", "50.00", "0"), ("2", "B", "75.00", "25.00", "0"), ("3", "C", "50.00", "0.00", "0")]
    names = ("rank", "region_code", "index", "yoy_pct", "rank_change")
    rows = script.before([dict(zip(names, cells, strict=True)) | {"region_zh": cells[1]} for cells in printed])
    assert [(row.code, row.first, row.last) for row in rows] == [("A", 1, 2), ("B", 1, 2), ("C", 3, 3)]
    assert script.verdict(rows).endswith("2 ranks ambiguous")


def test_chengdu_has_one_value_wherever_it_is_printed(data: Dataset) -> None:
    for cities, prefectures in (("t02_subprovincial_overall", "t03_sichuan_overall"), ("t08_subprovincial_goods", "t09_sichuan_goods"),
                                ("t14_subprovincial_place", "t15_sichuan_place")):  # fmt: skip
        assert data.resource(cities).value("index", "510100") == data.resource(prefectures).value("index", "510100")
    first, second = data.resource("t05_subprovincial_people"), data.resource("t06_sichuan_people")
    assert first.row("510100").values[3:] == second.row("510100").values[3:]


def test_the_growth_of_sichuan_is_26th_of_31_though_the_text_calls_it_high(data: Dataset) -> None:
    """SOURCES.md, "What does not hold, or only with a caveat"."""
    growth = data.resource(OVERALL[0]).series("yoy_pct")
    ranks = measures.rank(growth)
    assert (ranks["510000"], ranks["410000"], ranks["340000"], len(ranks)) == (26, 6, 3, 31)
    assert growth["510000"] < sum(growth) / Decimal(31)


def test_the_leads_the_headings_claim_for_sichuan_and_chengdu_have_two_exceptions(data: Dataset) -> None:
    """SOURCES.md, "What does not hold, or only with a caveat": people (provinces) and goods (cities)."""
    zone = data.resource("regions").series("is_central_western")
    for name, leader in (("t04_provinces_people", "420000"), ("t08_subprovincial_goods", "420100"), ("t01_provinces_overall", "510000"),
                         ("t07_provinces_goods", "510000"), ("t13_provinces_place", "510000"), ("t14_subprovincial_place", "510100")):  # fmt: skip
        ranks = data.resource(name).series("rank")
        assert min((c for c in ranks.index if zone[c] is True), key=lambda c: ranks[c]) == leader
