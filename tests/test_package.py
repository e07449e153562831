from __future__ import annotations

import datetime
import io
import json
import os
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.errors import DataError, ProjectError, ReportError
from reportgen.package import Dataset, load, read

NUMBERS = [{"name": "city", "type": "string"}, {"name": "gdp", "type": "number"}]


def package(root: Path, data: str | bytes, fields: list[dict[str, Any]] = NUMBERS, **resource: Any) -> str:
    """Write a package with one table and return its path."""
    (root / "cities.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    schema = {"fields": fields, **resource.pop("schema", {})}
    item = {"name": "cities", "path": "cities.csv", "schema": schema, **resource}
    (root / "datapackage.json").write_text(json.dumps({"resources": [item]}), encoding="utf-8")
    return "datapackage.json"


def problems(path: str, root: Path) -> list[str]:
    return [f"{p.where}: {p.what}" for p in read(path, root).problems]


def gdp(root: Path, cell: str, **field: Any) -> Dataset:
    fields = [NUMBERS[0], {"name": "gdp", "type": "number", **field}]
    return load(package(root, f"city,gdp\nA,1\nB,{cell}\n", fields), root)


def test_cells_are_typed_by_the_schema_and_keep_their_line(tmp_path: Path) -> None:
    fields = [
        {"name": "code", "type": "string"}, {"name": "n", "type": "integer"}, {"name": "x", "type": "number"},
        {"name": "ok", "type": "boolean"}, {"name": "y", "type": "year"}, {"name": "d", "type": "date"},
    ]  # fmt: skip
    data = "code,n,x,ok,y,d\n010,-3,33.50,true,2023,2023-09-30\nNA,,,,,\n"
    table = load(package(tmp_path, data, fields), tmp_path).resource("cities")
    assert table.rows[0].values == ("010", -3, Decimal("33.50"), True, 2023, datetime.date(2023, 9, 30))
    assert str(table.rows[0].values[2]) == "33.50"
    assert table.rows[1].values == ("NA", None, None, None, None, None)
    assert [row.line for row in table.rows] == [2, 3]
    assert table.where(3, "x") == "cities.csv:3:x"


def test_every_bad_cell_is_reported_at_once_with_its_place(tmp_path: Path) -> None:
    path = package(tmp_path, 'city,gdp\nA,"12,34.5"\nB,1\nC,—\nD,inf\n')
    with pytest.raises(DataError) as caught:
        load(path, tmp_path)
    assert [p.where for p in caught.value.problems] == ["cities.csv:2:gdp", "cities.csv:4:gdp", "cities.csv:5:gdp"]
    assert "missingValues" in caught.value.problems[1].hint


@pytest.mark.parametrize("cell", ["5.2%", '"12,34"', "1e999", "NaN", "2023-01-02", "5亿", "1O", "1_000", "TRUE", "'5", "(5)", "٣"])
def test_a_doubtful_number_is_never_read_in_silence(tmp_path: Path, cell: str) -> None:
    with pytest.raises(DataError, match=r"cities\.csv:3:gdp"):
        gdp(tmp_path, cell)


@pytest.mark.parametrize(("cell", "value"), [("１２３", "123"), ('"1,234.50"', "1234.50"), ("−5", "-5"), ("\u00a07\u3000", "7")])
def test_a_number_in_a_known_notation_is_read(tmp_path: Path, cell: str, value: str) -> None:
    assert str(gdp(tmp_path, cell).resource("cities").column("gdp")[1]) == value


def test_a_percent_column_takes_the_sign(tmp_path: Path) -> None:
    assert gdp(tmp_path, "33.55%", unit="%").resource("cities").column("gdp")[1] == Decimal("33.55")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    path = package(tmp_path, "city,gdp\n成都,1\n".encode(encoding))
    assert load(path, tmp_path).resource("cities").column("city") == ("成都",)


def test_gb18030_must_be_declared_and_the_hint_says_so(tmp_path: Path) -> None:
    data = "city,gdp\n成都,1\n".encode("gb18030")
    found = read(package(tmp_path, data), tmp_path).problems
    assert found[0].where == "cities.csv:2"
    assert "gb18030" in found[0].hint
    assert load(package(tmp_path, data, encoding="gb18030"), tmp_path).resource("cities").column("city") == ("成都",)


def test_one_foreign_line_in_a_utf8_file_is_found(tmp_path: Path) -> None:
    data = "city,gdp\n成都,1\n".encode() + "杭州,2\n".encode("gbk")
    assert read(package(tmp_path, data), tmp_path).problems[0].where == "cities.csv:3"


@pytest.mark.parametrize(("actual", "declared"), [("big5", "gb18030"), ("gbk", "latin-1")])
def test_a_wrongly_declared_encoding_is_noticed(tmp_path: Path, actual: str, declared: str) -> None:
    data = "city,gdp\n臺灣的縣市與鄉鎮後來,1\n".encode(actual)
    found = read(package(tmp_path, data, encoding=declared), tmp_path).problems
    assert [p.code for p in found] == ["RG202"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_counts_one_line(tmp_path: Path, end: str) -> None:
    data = end.join(["city,gdp", '"a', 'b",1', "c,x", "", ""])
    found = read(package(tmp_path, data), tmp_path)
    assert [row.line for row in found.resource("cities").rows] == [2, 4]
    assert found.resource("cities").rows[0].values[0] == f"a{end}b"
    assert found.problems[0].where == "cities.csv:4:gdp"


@pytest.mark.parametrize(
    ("data", "where", "what"),
    [
        ("", "cities.csv", "is empty"),
        ("city,gdp\n", "cities.csv:1", "header and no rows"),
        ("city,gdp\nA,1,2\nB,1\n", "cities.csv:2", "has 3 cells, the header 2"),
        ("city,gdp\nA\nB,1\n", "cities.csv:2", "has 1 cells"),
        ("city,gdp\nA,1,2\nB,1,2\n", "cities.csv:1", "every row has 3 cells"),
        ("city;gdp\nA;1\n", "cities.csv:1", "separated by ';'"),
        ("city，gdp\nA，1\n", "cities.csv:1", "separated by '，'"),
        ("city,gdp,gdp\nA,1,2\n", "cities.csv:1:gdp", "two columns are named"),
        ("city,gdp,\nA,1,2\n", "cities.csv:1:3", "has no name"),
        ("city,gdp\u00a0\u200b\nA,1\n", "cities.csv:1:2", "invisible"),
        ("city,gpd\nA,1\n", "cities.csv:1", "column 'gdp' is missing"),
        ('city,gdp\nA,"1\nB,2\n', "cities.csv:2", "never closed"),
        ('city,gdp\nA"B",1\n', "cities.csv:2", "inside an unquoted cell"),
        ('city,gdp\n"A"B,1\n', "cities.csv:2", "follows a closing"),
        ("city,gdp\nA\0,1\n", "cities.csv:2:city", "control character U+0000"),
        ("city,gdp\nA\x1b[2J,1\n", "cities.csv:2:city", "U+001B"),
        ("city,gdp\nA\u0085B,1\n", "cities.csv:2:city", "U+0085"),
        ("city,gdp\nA\ufffe,1\n", "cities.csv:2:city", "U+FFFE"),
        ("city,gdp\n" + "x" * 100_000 + ",1\n", "cities.csv:2:city", "100,000 characters"),
        ("city,gdp\nA,1\n\nB,2\n", "cities.csv:3", "row is blank"),
    ],
)  # fmt: skip
def test_a_malformed_csv_is_a_located_problem(tmp_path: Path, data: str, where: str, what: str) -> None:
    found = read(package(tmp_path, data), tmp_path).problems
    assert any(p.where == where and what in p.what and p.level == "error" for p in found), found


@pytest.mark.parametrize(
    ("data", "where", "code"),
    [
        ("2023年各市指数,,\n,,\n城市,得分,增速\n甲,1,2\n乙,2,3\n", "cities.csv:1", "RG225"),
        ("2023年各市指数\n城市,得分,增速\n甲,1,2\n乙,2,3\n", "cities.csv:1", "RG225"),
        ("city,gdp\nA,1\n注：不含B,\n", "cities.csv:3", "RG283"),
        ("city,gdp\nA,1\n数据来源：某局\n", "cities.csv:3", "RG283"),
        ("city,gdp\nA,1\n,\nFigures for B will be published in the next issue.,\n", "cities.csv:4", "RG283"),
        ("city,gdp\nA,1\n,\nB,2\n", "cities.csv:3", "RG211"),
    ],
)
def test_what_stands_around_a_table_is_no_row_of_it(tmp_path: Path, data: str, where: str, code: str) -> None:
    fields = [] if "城市" in data else NUMBERS
    assert [(p.where, p.code) for p in read(package(tmp_path, data, fields), tmp_path).problems] == [(where, code)]


def test_blank_lines_at_the_end_and_a_last_region_without_figures_are_fine(tmp_path: Path) -> None:
    assert load(package(tmp_path, "city,gdp\nA,1\n西藏,\n,\n\n,\n"), tmp_path).resource("cities").column("city") == ("A", "西藏")


def test_blanks_around_a_name_are_a_warning(tmp_path: Path) -> None:
    found = load(package(tmp_path, "city,gdp\n成都　,1\n成都,2\n"), tmp_path).problems
    assert [(p.where, p.code, p.level) for p in found] == [("cities.csv:2:city", "RG294", "warning")]


def test_a_stray_quote_that_swallows_rows_is_found(tmp_path: Path) -> None:
    fields = [*NUMBERS, {"name": "note", "type": "string"}]
    path = package(tmp_path, 'city,gdp,note\nA,1,"x\nB,2,y\nC,3,z"\nD,4,w\n', fields)
    assert problems(path, tmp_path) == ["cities.csv:2: one cell swallows the rows that follow"]


@pytest.mark.parametrize("text", ["a\u202eb", "成\u200b都", "\uf900"])
def test_deceptive_characters_are_warnings(tmp_path: Path, text: str) -> None:
    found = load(package(tmp_path, f"city,gdp\n{text},1\n"), tmp_path).problems
    assert [(p.where, p.level) for p in found] == [("cities.csv:2:city", "warning")]


@pytest.mark.parametrize("text", ["𠮷", "cafe\u0301", "=1+1", "{{ x }}", "a\u2028b", "<script>"])
def test_harmless_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    assert load(package(tmp_path, f"city,gdp\n{text},1\n"), tmp_path).resource("cities").column("city") == (text,)


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    assert load(package(tmp_path, "gdp,city\n1,A\n"), tmp_path).resource("cities").column("city") == ("A",)


def test_unknown_names_get_the_nearest_right_one(tmp_path: Path) -> None:
    dataset = load(package(tmp_path, "city,gdp\nA,1\n", schema={"primaryKey": "city"}), tmp_path)
    table = dataset.resource("cities")
    for ask, near in [
        (lambda: dataset.resource("citis"), "'cities'"),
        (lambda: table.column("gpd"), "'gdp'"),
        (lambda: table.value("gdp", "a"), "A"),
    ]:
        with pytest.raises(DataError) as caught:
            ask()
        assert near in caught.value.problems[0].hint


def test_a_series_is_exact_and_indexed_by_key_and_a_gap_is_nan(tmp_path: Path) -> None:
    table = load(package(tmp_path, "city,gdp\nA,1.10\nB,\n", schema={"primaryKey": "city"}), tmp_path).resource("cities")
    assert str(table.series("gdp")["A"]) == "1.10"
    assert table.series("gdp").isna().to_dict() == {"A": False, "B": True}
    assert table.series("gdp", exact=False).dtype == float
    assert list(table.frame().columns) == ["city", "gdp"]


def test_the_digest_changes_with_every_byte_and_nothing_else(tmp_path: Path) -> None:
    first = load(package(tmp_path, "city,gdp\nA,1\n"), tmp_path).digest
    again = load(package(tmp_path, "city,gdp\nA,1\n"), tmp_path).digest
    other = load(package(tmp_path, "city,gdp\nA,2\n"), tmp_path).digest
    assert first == again != other


@pytest.mark.parametrize("path", ["../x.csv", "/etc/passwd", "https://a.b/x.csv", "file:///x", "C:\\x.csv", "a\\b.csv", "", "x.csv"])
def test_a_path_that_is_not_a_file_of_the_project_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ProjectError):
        load(path, tmp_path)


def test_links_out_directories_pipes_and_other_spellings_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (root / "Data.csv").write_text("a\n1\n")
    (root / "link.csv").symlink_to(tmp_path / "secret.csv")
    (root / "folder.csv").mkdir()
    os.mkfifo(root / "pipe.csv")
    for path, what in [("link.csv", "leaves"), ("folder.csv", "regular|opened"), ("pipe.csv", "regular"), ("data.csv", "Data.csv")]:
        with pytest.raises(ProjectError, match=what):
            load(path, root)
    (root / "inner.csv").symlink_to(root / "Data.csv")
    assert load("inner.csv", root).resource("inner").column("a") == (1,)


def test_a_table_outside_the_package_is_a_problem_like_any_other(tmp_path: Path) -> None:
    path = package(tmp_path, "city,gdp\nA,x\n")
    content = json.loads((tmp_path / path).read_text())
    content["resources"].append({"name": "other", "path": "../other.csv"})
    (tmp_path / path).write_text(json.dumps(content))
    assert [p.where for p in read(path, tmp_path).problems] == ["../other.csv", "cities.csv:2:gdp"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "p.json:1:2"), ("[]", "p.json"), ('{"resources": []}', "p.json"), ('{"a": 1, "a": 2}', "p.json"),
        ("[" * 100_000, "p.json"), ('{"x": NaN}', "p.json"), ('{"resources": [{"name": "t"}]}', "p.json:resources[0]"),
        ('{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "type": "geo"}]}}]}',
         "p.json:resources.t.schema.fields.a"),
        ('{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "constraints": {"minimun": 1}}]}}]}',
         "p.json:resources.t.schema.fields.a.constraints.minimun"),
        ('{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}], "primaryKey": "b"}}]}',
         "p.json:resources.t.schema.primaryKey"),
        ('{"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", '
         '"constraints": {"pattern": "^(\\\\d+,?)+$"}}]}}]}', "p.json:resources.t.schema.fields.a.constraints.pattern"),
    ],
)  # fmt: skip
def test_a_descriptor_that_cannot_be_honoured_is_a_located_problem(tmp_path: Path, text: str, where: str) -> None:
    (tmp_path / "p.json").write_text(text)
    with pytest.raises(DataError) as caught:
        load("p.json", tmp_path)
    assert where in [p.where for p in caught.value.problems]


def test_a_bare_csv_gets_numbers_and_codes_by_their_looks(tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("code,name,n,x,p\n010,A,1,1.5,5%\n020,B,2,2,6%\n")
    table = load("bare.csv", tmp_path).resource("bare")
    assert [f.type for f in table.fields] == ["string", "string", "integer", "number", "number"]
    assert table.field("p").is_percent


def test_one_odd_cell_does_not_turn_a_bare_column_into_text(tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("n\n1\n2\n—\n4\n")
    assert problems("bare.csv", tmp_path) == ["bare.csv:4:n: '—' is not a number"]


def workbook(root: Path, rows: list[list[Any]], change: Any = None) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    book.save(root / "book.xlsx")
    return "book.xlsx"


def test_a_sheet_reads_like_a_csv(tmp_path: Path) -> None:
    def style(sheet: Any) -> None:
        sheet["C2"].number_format = sheet["C3"].number_format = "0.0%"

    path = workbook(tmp_path, [["city", "gdp", "growth"], ["成都", 0.1 + 0.2, 0.052], ["杭州", 2, 0.0611]], style)
    table = load(path, tmp_path, sheet="数据").resource("book")
    assert [list(map(str, row.values)) for row in table.rows] == [["成都", "0.3", "5.2"], ["杭州", "2", "6.11"]]
    assert table.where(2, "gdp") == "book.xlsx[数据]:2:gdp"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda s: s.merge_cells("A2:A3"), "RG221"),
        (lambda s: s.__setitem__("B2", "=1+1"), "RG222"),
        (lambda s: s.__setitem__("B2", "#REF!"), "RG223"),
        (lambda s: s.__setitem__("B2", datetime.date(2023, 1, 2)), "RG214"),
        (lambda s: [setattr(s[f"B{i}"], "number_format", "0%") for i in (2, 3)], "RG226"),
        (lambda s: s.__setitem__("B2", 915101007234567890), "RG293"),
        (lambda s: s.insert_rows(1) or s.__setitem__("A1", "各市得分"), "RG225"),
        (lambda s: s.__setitem__("A6", "注：不含D"), "RG283"),
    ],
)
def test_what_a_spreadsheet_hides_is_a_located_error(tmp_path: Path, change: Any, code: str) -> None:
    path = workbook(tmp_path, [["city", "gdp"], ["A", 1], ["B", 2], ["C", 3]], change)
    found = read(path, tmp_path).problems
    assert code in [p.code for p in found if p.level == "error" and p.where.startswith("book.xlsx[数据]:")], found


def test_a_hidden_row_is_a_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["n"], [1], [2]], lambda s: setattr(s.row_dimensions[3], "hidden", True))
    assert [(p.where, p.level) for p in load(path, tmp_path).problems] == [("book.xlsx[数据]:3", "warning")]


@pytest.mark.parametrize(
    ("change", "code"),
    [(lambda s: setattr(s.column_dimensions["B"], "hidden", True), "RG224"), (lambda s: s.__setitem__("B3", "2.5"), "RG292")],
)
def test_what_a_spreadsheet_may_hide_is_a_warning(tmp_path: Path, change: Any, code: str) -> None:
    found = load(workbook(tmp_path, [["city", "gdp"], ["A", 1], ["B", 2], ["C", 3]], change), tmp_path).problems
    assert [(p.code, p.level) for p in found] == [(code, "warning")]


def test_the_first_sheet_that_is_seen_is_read(tmp_path: Path) -> None:
    def behind(sheet: Any) -> None:
        sheet.parent.create_sheet("见").append(["city"])
        sheet.parent["见"].append(["B"])
        sheet.sheet_state = "hidden"

    assert load(workbook(tmp_path, [["city"], ["A"]], behind), tmp_path).resource("book").column("city") == ("B",)


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"city,gdp\nA,1\n", "not an .xlsx"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "password"),
        (_zip({"xl/worksheets/sheet1.xml": b"a" * 20_000_000}), "times its size"),
        (_zip({"xl/worksheets/sheet1.xml": b'<c r="XFD1048576"/>'}), "column 16384, row 1048576"),
        (_zip({"xl/workbook.xml": b"<!DOCTYPE x>"}), "document type"),
        (_zip({"xl/workbook.xml": b"<x/>"}), "cannot be read"),
        (_zip({str(i): b"" for i in range(1_001)}), "parts"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_before_it_is_unpacked(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "book.xlsx").write_bytes(data)
    with pytest.raises(DataError, match=what):
        load("book.xlsx", tmp_path)


def test_a_sheet_that_is_not_there_gets_a_hint(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="数据"):
        load(workbook(tmp_path, [["n"], [1]]), tmp_path, sheet="数居")


def test_importing_the_reader_loads_no_heavy_library() -> None:
    code = "import sys, reportgen.package; print([m for m in ('pandas', 'frictionless', 'openpyxl') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=80), st.text(alphabet='ab,"\n\r1;.%成\x00\u200b', max_size=60).map(str.encode)))
def test_any_bytes_load_or_fail_with_located_problems(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "fuzz.csv").write_bytes(data)
    places = ["fuzz.csv"]
    try:
        load("fuzz.csv", tmp_path)
    except ReportError as error:
        places = [p.where for p in error.problems]
    assert places
    assert all(place.startswith("fuzz.csv") for place in places)


def test_a_workbook_named_csv_is_called_a_workbook(tmp_path: Path) -> None:
    (found,) = read(package(tmp_path, b"PK\x03\x04\x14\x00\x06\x00"), tmp_path).problems
    assert (found.where, found.what) == ("cities.csv", "is an Excel workbook, whatever its name says")
    assert "name it .xlsx" in found.hint


def test_a_table_saved_by_excel_in_gbk_is_told_what_to_choose_there(tmp_path: Path) -> None:
    (found,) = read(package(tmp_path, "city,gdp\n成都,1\n".encode("gbk")), tmp_path).problems
    assert 'in Excel: save as "CSV UTF-8"' in found.hint
