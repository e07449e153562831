"""The workbook of a report's figures: everything on it, usable by everyone, nothing computed, equal bytes."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from openpyxl import Workbook, load_workbook

from reportgen.databook import databook
from reportgen.document import Change, ChartSpec, Column, Document, Figure, Meta, Quantity, Row, Series, Table, Text
from reportgen.edition import load_edition
from reportgen.tree import walk
from tests.projects import REPORT, contents, project, run
from tests.renderers.docx_sample import sample

ZH = load_edition("zh-Hans")


def cells(head: str, *texts: str) -> Document:
    """Return a document with one table of one column of words."""
    rows = tuple(Row((((Text(text),)) if text else (),)) for text in texts)
    return Document(Meta("报告", "zh-Hans"), (Table("tbl-a", (Text("表"),), (Column("a", (Text(head),)),), rows, number="1"),))


def opened(document: Document, tag: str = "zh-Hans") -> Workbook:
    return load_workbook(io.BytesIO(databook(document, load_edition(tag))))


@cache
def whole(tag: str) -> Workbook:
    return opened(sample(tag), tag)


def test_every_table_and_figure_has_a_sheet_of_its_own_and_the_contents_lead_to_it() -> None:
    book = whole("zh-Hans")
    nodes = [block for block in walk(sample("zh-Hans").blocks) if isinstance(block, Table | Figure)]
    assert book.sheetnames == ["目录", *(f"{'表' if isinstance(node, Table) else '图'} {node.number}" for node in nodes)]
    front = book["目录"]
    led = {cell.value: cell.hyperlink.location for row in front.iter_rows() for cell in row if cell.hyperlink}
    assert led == {name: f"'{name}'!A1" for name in book.sheetnames[1:]}
    assert all(sheet["A2"].hyperlink.location == "'目录'!A1" for sheet in book.worksheets[1:])


def test_a_sheet_holds_one_marked_table_from_column_a_with_no_merged_hidden_or_empty_cell() -> None:
    for sheet in whole("en").worksheets:
        (table,) = sheet.tables.values()
        first, *rows = sheet[table.ref]
        assert [cell.value for cell in first] == table.column_names
        assert len({str(cell.value).lower() for cell in first}) == len(first)
        assert first[0].column == 1
        assert sheet.freeze_panes == f"A{first[0].row + 1}"
        assert all(cell.value not in (None, "") for row in rows for cell in row)
        assert all(sheet.cell(row, 1).value for row in range(1, first[0].row))
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert sheet.max_row == rows[-1][0].row


def test_title_source_and_notes_stand_above_the_table() -> None:
    node = Table("tbl-a", (Text("得分"),), (Column("a", (Text("甲"),)),), (Row(((Text("x"),),)),), ((Text("一。"),), (Text("二。"),)), (Text("某局"),), "3")
    sheet = opened(Document(Meta("报告", "zh-Hans"), (node,)))["表 3"]
    assert [sheet.cell(row, 1).value for row in range(1, 8)] == ["表 3\u3000得分", "回到目录", "注1：一。", "注2：二。", "数据来源：某局", "甲", "x"]


def test_numbers_are_numbers_in_the_form_they_are_printed() -> None:
    columns = (Column("a", (Text("增长"),), "number", 2, "%"), Column("b", (Text("位次"),), "rank"), Column("c", (Text("变化"),), "change"))
    rows = (
        Row(((Quantity("25.62", f"25.6158{'3' * 30}", "percent", "s"),), (Quantity("8", "8", "rank", "s"),), (Change("↓1", "down", -1, "下降1位", "s"),))),
        Row(((Quantity("−3.10", "-3.10", "percent", "s"),), (), (Change("新进", "new", None, "新进", "s"),))),
    )
    sheet = opened(Document(Meta("报告", "zh-Hans"), (Table("t", (Text("表"),), columns, rows, number="1"),)))["表 1"]
    head, first, second = list(sheet.iter_rows(min_row=3))
    assert [cell.value for cell in head] == ["增长（%）", "位次", "变化"]
    assert [(cell.value, cell.data_type) for cell in first] == [(25.6158333333333, "n"), (8, "n"), (-1, "n")]
    assert first[0].number_format.startswith("0.00;")
    assert first[2].number_format.startswith('"↑"0;"↓"0')
    assert [cell.value for cell in second] == [-3.1, "资料暂缺", "新进"]


def test_english_thousands_are_numbers_too() -> None:
    column = Column("a", (Text("Sales"),), "number", 1)
    node = Table("t", (Text("T"),), (column,), (Row(((Quantity("3,487.9", "3487900000000", "yuan", "s"),),)),), number="1")
    assert opened(Document(Meta("R", "en"), (node,)), "en")["Table 1"]["A4"].value == 3487.9


def test_words_that_begin_like_a_formula_stay_words() -> None:
    nasty = ("=1+1", "+86", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0")
    data = databook(cells("=HEAD()", *nasty), ZH)
    sheet = load_workbook(io.BytesIO(data))["表 1"]
    written = [row[0] for row in sheet.iter_rows(min_row=3)]
    assert [cell.value for cell in written] == ["=HEAD()", *nasty]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in written)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_heads_that_are_alike_or_empty_are_told_apart() -> None:
    columns = tuple(Column("a", (Text(head),)) for head in ("甲", "甲", ""))
    node = Table("t", (Text("表"),), columns, (Row(((Text("1"),),) * 3),), number="1")
    sheet = opened(Document(Meta("报告", "zh-Hans"), (node,)))["表 1"]
    assert [cell.value for cell in sheet[3]] == ["甲", "甲 2", "名称"]


def test_a_figure_has_its_values_as_they_are_drawn_and_says_what_is_a_forecast_or_missing() -> None:
    spec = ChartSpec("lines", ("2020年", "2022年", "2025年"), ("a", "b", "c"), (Series("占比", (11.0, None, 35.0)),), unit="%", decimals=1)
    spec = replace(spec, options=(("forecast", "2025年"), ("label:2025年", "35%以上"), ("point_decimals", "0|1|0")))
    sheet = opened(Document(Meta("报告", "zh-Hans"), (Figure("f", (Text("图"),), spec, "", number="2"),)))["图 2"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert found == [["名称", "占比（%）", "说明"], ["2020年", 11, "—"], ["2022年", "资料暂缺", "—"], ["2025年", 35, "预测、35%以上"]]
    assert sheet["B4"].number_format.startswith("0;")


def test_a_figure_of_many_series_has_a_row_for_each() -> None:
    series = tuple(Series(f"地区{n}", (90.0 + n, None)) for n in range(13))
    spec = ChartSpec("strips", ("指数", "人"), ("index", "people"), series)
    sheet = opened(Document(Meta("报告", "zh-Hans"), (Figure("f", (Text("图"),), spec, "", number="1"),)))["图 1"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert found[:2] == [["名称", "指数", "人"], ["地区0", 90, "资料暂缺"]]
    assert len(found) == 14


def test_a_diagram_of_relations_is_a_table_of_its_lines() -> None:
    spec = ChartSpec("relation", ("人", "货"), ("p", "g"), (), links=(("p", "g", "选品"),))
    sheet = opened(Document(Meta("报告", "zh-Hans"), (Figure("f", (Text("图"),), spec, "", number="1"),)))["图 1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [["从", "到", "关系"], ["人", "货", "选品"]]


def test_equal_documents_give_equal_bytes_without_a_date() -> None:
    data = databook(sample("zh-Hans"), ZH)
    assert data == databook(sample("zh-Hans"), ZH)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "created" not in core
    assert "modified" not in core
    assert "<dc:language>zh-CN</dc:language>" in core


def test_build_writes_one_for_each_edition_unless_the_report_wants_none(tmp_path: Path) -> None:
    folder = project(tmp_path / "a", REPORT.replace("[json]", "[html]"), english=True)
    assert "small.en.data.xlsx" in run("build", folder).output
    sheet = load_workbook(folder / "out" / "small.zh-Hans.data.xlsx")["表 1"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)] == [[1, "010", 98.5], [2, "020", 71.2]]
    record = json.loads((folder / "out" / "build-manifest.json").read_bytes())
    assert record["outputs"].keys() & record["contents"].keys() == {"small.en.data.xlsx", "small.zh-Hans.data.xlsx"}
    without = project(tmp_path / "b", REPORT.replace("[json]", "[html]") + "workbook: false\n")
    assert run("build", without).exit_code == 0
    assert "small.zh-Hans.data.xlsx" not in contents(without / "out")


def test_what_is_not_a_finite_number_is_words() -> None:
    column = Column("a", (Text("值"),), "number", 0)
    rows = tuple(Row(((Text(text),),)) for text in ("NaN", "1E5人", "—"))
    sheet = opened(Document(Meta("报告", "zh-Hans"), (Table("t", (Text("表"),), (column,), rows, number="1"),)))["表 1"]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == ["NaN", "1E5人", "—"]
    assert Decimal("1E5") == 100000  # which is why a text is a number only where it is printed as one
