"""Spreadsheets as people make them: titles, merged heads, notes, full-width digits, several sheets, long tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

PROVINCES = (
    ("四川省", "91.10", "82.40", "10.6%"), ("浙江省", "97.00", "95.30", "1.8%"), ("广东省", "98.36", "93.68", "5.0%"), ("山东省", "93.20", "93.90", "-0.7%"),
    ("河南省", "91.09", "88.20", "3.3%"), ("福建省", "91.22", "90.10", "1.2%"), ("西藏自治区", "60.02", "55.00", "9.1%"), ("青海省", "61.44", "62.10", "-1.1%"),
)  # fmt: skip


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]], merged: Sequence[str] = (), formats: dict[str, str] | None = None) -> Path:
    """Write sheets of cells; merged ranges and number formats ("C3:C9" → "0.0%") go into the first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    first = book.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    for area, form in (formats or {}).items():
        for row in first[area]:
            for cell in row:
                cell.number_format = form
    book.save(path)
    return path


def titled(path: Path) -> Path:
    """A title, two lines of merged heads, percent strings, a total, and notes below."""
    body = [[n, name, float(now), float(then), growth] for n, (name, now, then, growth) in enumerate(PROVINCES, 1)]
    rows = [
        ["2023年全国部分省份直播电商发展指数排名表"], ["", "", "", "", "单位：分"],
        ["序号", "地区", "发展指数", None, "同比增速（%）"], [None, None, "2023年", "2022年", None],
        *body, ["合计", None, 683.43, 660.68, None], [], ["注：1.指数满分为100分。"], ["数据来源：示例省商务厅"],
    ]  # fmt: skip
    return workbook(path, {"Sheet1": rows}, ["A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4"], {"C5:D12": "0.00"})


def two_years(path: Path) -> Path:
    """A sheet a year with the same heads, in hundreds of millions of yuan; one city is new, one is gone."""
    heads = ["城市", "地区生产总值（亿元）", "常住人口（万人）"]
    now = [["成都市", 22074.7, 2140.3], ["绵阳市", 4038.73, 491.1], ["宜宾市", 3806.64, 462.8], ["德阳市", 3014.4, 346.0], ["泸州市", 2725.9, 426.6]]
    then = [["成都市", 20817.5, 2126.8], ["宜宾市", 3427.84, 461.8], ["绵阳市", 3626.94, 489.8], ["德阳市", 2816.87, 346.2], ["南充市", 2685.5, 556.2]]
    return workbook(path, {"2022年": [heads, *then], "2023年": [heads, *now]})


def long_english(path: Path) -> Path:
    """Region, quarter, indicator and value in rows."""
    lines = ["Region,Quarter,Indicator,Unit,Value"]
    for region, index, rate in (("Guangdong", "98.36", "5.4"), ("Sichuan", "91.10", "5.6"), ("Hunan", "86.20", "5.1"), ("Jilin", "70.00", "5.9")):
        for quarter, less in (("2023Q1", 0), ("2022Q1", 3)):
            lines.append(f"{region},{quarter},Service index,points,{float(index) - less * len(region) / 4:.2f}")
            lines.append(f"{region},{quarter},Unemployment rate,%,{float(rate) + less / 10:.1f}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def gb18030(path: Path) -> Path:
    """Full-width digits and thousands, a semicolon between the cells, the encoding of a Chinese Excel."""
    rows = (
        ("东湖区", "８８．４２", "１，２０３", "↑2"), ("西山区", "９１．６５", "９８７", "↓1"),
        ("南江区", "８５．０７", "２，１００", "→"), ("北城区", "７９．３１", "—", "↓1"),
    )  # fmt: skip
    text = "各区营商环境得分;;;\r\n区;得分;企业数（家）;位次变化\r\n" + "".join(";".join(row) + "\r\n" for row in rows)
    path.write_bytes(text.encode("gb18030"))
    return path


def english(path: Path) -> Path:
    """English heads with units, percent cells, printed ranks that agree, an average and a source below."""
    rows = [
        ["Table 3. Unemployment by city, 2023"], [], ["Rank", "City", "Unemployment rate", "Population (10,000 persons)"],
        [1, "Hangzhou", 0.041, 1252.2], [2, "Chengdu", 0.045, 2140.3], [3, "Wuhan", 0.049, 1377.4], [4, "Harbin", 0.058, 939.5],
        ["", "Average", 0.048, 1427.3], ["Source: Sample Statistics Bureau"],
    ]  # fmt: skip
    return workbook(path, {"Cities": rows, "Read me": [["Nothing here"]]}, formats={"C4:C8": "0.0%"})
