"""From a spreadsheet to a first report: what is found, what is guessed, what is refused."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from reportgen.corridor import check
from reportgen.document import Figure, Paragraph, Table
from reportgen.errors import DataError, ProjectError, ReportError
from reportgen.intake import Choices, Guessed, start_from
from reportgen.tree import text_of
from tests import spreadsheets
from tests.projects import run

MADE = {"titled.xlsx": spreadsheets.titled, "two.xlsx": spreadsheets.two_years, "long.csv": spreadsheets.long_english, "gb.csv": spreadsheets.gb18030}
MADE |= {"english.xlsx": spreadsheets.english}


def first(question: str, choices: Sequence[str]) -> int:
    return 0


def begin(tmp_path: Path, name: str, tags: Sequence[str] = (), **choices: str) -> tuple[Path, Guessed]:
    folder = tmp_path / "report"
    return folder, start_from(folder, MADE[name](tmp_path / name), "annual-index", tags, Choices(**choices), first)


def rows(folder: Path, name: str = "data.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def columns(folder: Path) -> dict[str, dict[str, object]]:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}


def roles(guessed: Guessed) -> dict[str, str]:
    return {head: key for head, key, _ in guessed.roles}


@pytest.mark.parametrize("name", MADE)
def test_every_spreadsheet_gives_a_report_in_either_language_without_a_warning(name: str, tmp_path: Path) -> None:
    folder, _ = begin(tmp_path, name, ["zh-Hans", "en"])
    checked = check(folder)
    assert checked.warnings == ()
    for document in checked.documents.values():
        assert {type(block) for block in document.blocks} >= {Table, Figure}
        claims = [text_of(block.content) for block in document.blocks if isinstance(block, Paragraph) and block.role == "claim"]
        assert len(claims) == 1
        assert "居前三位" in claims[0] or "top three" in claims[0]


def test_a_title_merged_heads_a_total_and_notes_are_told_from_the_table(tmp_path: Path) -> None:
    folder, guessed = begin(tmp_path, "titled.xlsx")
    assert roles(guessed) == {
        "地区": "is_names_known", "发展指数 2023年": "is_value_highest", "发展指数 2022年": "is_previous", "同比增速（%）": "is_growth", "序号": "is_left",
    }  # fmt: skip
    assert rows(folder)[0] == {"region": "四川省", "index": "91.10", "previous": "82.40", "growth": "10.6"}
    assert len(rows(folder)) == 8
    assert ("left_total", {"line": 13, "name": "合计"}) in guessed.remarks
    document = check(folder).documents["zh-Hans"]
    assert (document.meta.title, document.meta.edition, document.meta.date) == ("全国部分省份直播电商发展指数报告", "2023", "2024-01-01")
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [text_of(note) for note in table.notes] == ["指数满分为100分。"]
    assert text_of(table.source) == "示例省商务厅"
    assert [text_of(cell) for cell in table.rows[0].cells] == ["1", "广东", "98.36", "5.0", "↑2"]


@pytest.mark.parametrize(("unit", "heads"), [("单位：分", ("得分", "Score")), ("", ("数值", "Value"))])
def test_a_head_that_is_a_period_is_no_name_of_a_measure(unit: str, heads: tuple[str, str], tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    path.write_text(f"{unit}\n地市,2024年,2023年\n成都市,92.1,90.2\n绵阳市,85.3,84.9\n宜宾市,84.0,85.1\n".lstrip(), "utf-8")
    start_from(tmp_path / "report", path, "annual-index", ["zh-Hans", "en"], Choices(), first)
    titles = [columns(tmp_path / "report")["value"]["titles"]]
    assert titles == [{"zh": heads[0], "en": heads[1]}]
    assert check(tmp_path / "report").warnings == ()


def test_names_of_regions_are_there_in_english_too(tmp_path: Path) -> None:
    folder, _ = begin(tmp_path, "titled.xlsx", ["en"])
    table = next(block for block in check(folder).documents["en"].blocks if isinstance(block, Table))
    assert [text_of(row.cells[1]) for row in table.rows][:3] == ["Guangdong", "Zhejiang", "Shandong"]


def test_sheets_of_two_years_are_compared(tmp_path: Path) -> None:
    folder, guessed = begin(tmp_path, "two.xlsx")
    assert [(row["region"], row["gdp"], row["previous"]) for row in rows(folder)][:2] == [("成都市", "22074.70", "20817.50"), ("绵阳市", "4038.73", "3626.94")]
    assert rows(folder)[-1]["previous"] == ""
    assert columns(folder)["gdp"]["unit"] == "亿元"
    assert ("left_gone", {"names": "南充市", "period": "2022"}) in guessed.remarks
    table = next(block for block in check(folder).documents["zh-Hans"].blocks if isinstance(block, Table))
    assert [text_of(cell) for cell in table.rows[4].cells] == ["5", "泸州", "2725.90", "426.6", "—", "新进"]


def test_a_long_table_is_turned_and_compared_with_the_same_quarter_of_the_year_before(tmp_path: Path) -> None:
    folder, guessed = begin(tmp_path, "long.csv")
    assert rows(folder)[0] == {"region": "Guangdong", "index": "98.36", "previous": "91.61", "unemployment": "5.4"}
    assert roles(guessed)["Unemployment rate 2022-Q1"] == "is_left"


def test_full_width_digits_gaps_arrows_and_another_encoding_are_read(tmp_path: Path) -> None:
    folder, _ = begin(tmp_path, "gb.csv")
    assert list(rows(folder)[0].values()) == ["东湖区", "88.42", "2", "1203"]
    assert list(rows(folder)[3].values()) == ["北城区", "79.31", "-1", ""]


def test_percent_cells_and_ranks_tell_that_the_lowest_is_best(tmp_path: Path) -> None:
    folder, guessed = begin(tmp_path, "english.xlsx")
    assert "best: lowest" in (folder / "report.yaml").read_text("utf-8")
    assert [row["unemployment"] for row in rows(folder)] == ["4.1", "4.5", "4.9", "5.8"]
    assert columns(folder)["population"]["unit"] == "万人"
    assert ("ranks_agree", {"head": "Rank"}) in guessed.remarks


def test_what_is_ranked_and_what_names_the_rows_can_be_chosen(tmp_path: Path) -> None:
    _, guessed = begin(tmp_path, "english.xlsx", value="population (10,000 persons)")
    assert roles(guessed)["Population (10,000 persons)"].startswith("is_value")
    with pytest.raises(ProjectError, match="has no column 'Popluation'"):
        start_from(tmp_path / "b", tmp_path / "english.xlsx", "annual-index", (), Choices(value="Popluation"), first)
    with pytest.raises(ProjectError, match="no sheet 'Citys'"):
        start_from(tmp_path / "b", tmp_path / "english.xlsx", "annual-index", (), Choices(sheet="Citys"), first)


def test_the_reader_is_asked_where_two_columns_are_as_good(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("品牌,线上,线下\n甲,3,9\n乙,2,8\n丙,1,10\n", "utf-8")
    asked: list[tuple[str, list[str]]] = []

    def second(question: str, choices: Sequence[str]) -> int:
        asked.append((question, list(choices)))
        return 1

    guessed = start_from(tmp_path / "report", path, "annual-index", (), Choices(), second)
    assert asked == [("ask_value", ["线上", "线下"])]
    assert roles(guessed)["线下"] == "is_value_highest"


BROKEN = {
    "地区,得分\n四川,1\n四川省,2\n": "t.csv:3: error[RG291]: '四川省' is the region that line 2 calls '四川'",
    "地区,得分\n四川,1\n广东,约70\n浙江,2\n": "t.csv:3:得分: error[RG289]: '约70' is not a number",
    "地区,得分,人数\n四川,1,5\n,2,6\n浙江,3,7\n": "t.csv:3: error[RG290]: has figures and no name",
    "四川\n广东\n": "holds no table that can be found",
    "地区,年份,指标,数值\n四川,2023,甲,1\n四川,2023,甲,2\n广东,2023,甲,1\n": "t.csv:3: error[RG288]: '四川' has a second figure",
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_cannot_be_understood_is_located_and_nothing_is_written(text: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        start_from(tmp_path / "report", tmp_path / "t.csv", "annual-index", (), Choices(), first)
    assert BROKEN[text] in str(caught.value)
    assert not (tmp_path / "report").exists()


def test_a_formula_without_a_result_and_a_file_of_another_kind_are_refused(tmp_path: Path) -> None:
    path = spreadsheets.workbook(tmp_path / "f.xlsx", {"A": [["地区", "得分"], ["四川", "=1+1"], ["广东", 2], ["浙江", 3]]})
    with pytest.raises(ReportError, match="formula with no stored result"):
        start_from(tmp_path / "report", path, "annual-index", (), Choices(), first)
    (tmp_path / "t.ods").write_bytes(b"")
    with pytest.raises(ReportError, match="is not a format"):
        start_from(tmp_path / "report", tmp_path / "t.ods", "annual-index", (), Choices(), first)
    with pytest.raises(ProjectError, match="does not start from a table"):
        start_from(tmp_path / "report", path, "city-brief", (), Choices(), first)


def test_words_of_a_spreadsheet_cannot_reach_the_templates(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('地区,"{{ 7*7 }}得分"": *x*"\n四川,1\n广东,2\n浙江,3\n\n注：{% for x in y %} 100分\n', "utf-8")
    start_from(tmp_path / "report", tmp_path / "t.csv", "annual-index", ["zh-Hans", "en"], Choices(), first)
    checked = check(tmp_path / "report")
    assert checked.warnings == ()
    table = next(block for block in checked.documents["zh-Hans"].blocks if isinstance(block, Table))
    assert [text_of(column.head) for column in table.columns] == ["排名", "地区", "(( 77 ))得分”: x"]
    assert [text_of(note) for note in table.notes] == ["(% for x in y %) 100分"]


def test_the_same_spreadsheet_gives_the_same_files(tmp_path: Path) -> None:
    spreadsheets.titled(tmp_path / "t.xlsx")
    for name in ("one/r", "two/r"):
        start_from(tmp_path / name, tmp_path / "t.xlsx", "annual-index", ["en"], Choices(), first)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()} for name in ("one", "two"))
    assert one == two


def test_the_command_prints_the_guesses_as_a_table_in_the_readers_language_and_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    spreadsheets.english(tmp_path / "data.xlsx")
    result = run("new", "first", "--from", "data.xlsx", "--lang", "zh")
    assert result.exit_code == 0, result.output
    assert "  City                         行的名称，共4行，其中4个为行政区划\n" in result.stdout
    assert "第8行未取用：Average不参与排名\n" in result.stdout
    assert run("build", "first", "-f", "html").exit_code == 0
    assert run("new", "second", "--sheet", "A").exit_code == 2


def test_printed_ranks_that_are_not_those_of_the_values_are_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("排名,地区,得分\n1,四川,9\n3,广东,8\n2,浙江,7\n", "utf-8")
    guessed = start_from(tmp_path / "report", tmp_path / "t.csv", "annual-index", (), Choices(), first)
    assert ("ranks_differ", {"head": "排名", "count": 2, "name": "广东", "printed": 3, "found": 2}) in guessed.remarks


def test_earlier_ranks_give_the_changes(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("地区,得分,2023年排名,2022年排名\n四川,9,1,2\n广东,8,2,1\n浙江,7,3,3\n", "utf-8")
    start_from(tmp_path / "report", tmp_path / "t.csv", "annual-index", (), Choices(), first)
    assert [row["rank_change"] for row in rows(tmp_path / "report")] == ["1", "-1", "0"]


def test_a_name_that_is_nearly_a_region_is_told_with_the_region(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("地区,得分\n四川,9\n黑龙工,8\n浙江,7\n湖南,6\n新疆兵团,5\n", "utf-8")
    guessed = start_from(tmp_path / "report", tmp_path / "t.csv", "annual-index", (), Choices(), first)
    assert ("near_region", {"name": "黑龙工", "near": "黑龙江"}) in guessed.remarks
