"""Documents of every kind are read into the same passages and tables; the command tells what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from reportgen.cli import cli
from reportgen.errors import ProjectError
from reportgen.proofread.model import Grid, Passage, Piece
from reportgen.proofread.opening import pieces
from reportgen.reading import File
from tests.test_house import ROOT

TEXT = "直播电商发展指数中，四川列全国第七位。"
ROWS = (("地区", "直播发展指数"), ("广东", "98.36"), ("四川", "91.10"))


def opened(name: str, data: bytes) -> tuple[Piece, ...]:
    return pieces(File(name, data, ""))


def holds(found: tuple[Piece, ...], caption: str = "表1 得分") -> bool:
    passages = [(each.kind, each.text) for each in found if isinstance(each, Passage)]
    grids = [each for each in found if isinstance(each, Grid)]
    return ("heading", "一、概况") in passages and ("text", TEXT) in passages and [(each.rows, each.caption) for each in grids] == [(ROWS, caption)]


def test_markdown_and_plain_text() -> None:
    table = "\n".join(f"| {a} | {b} |" for a, b in (ROWS[0], ("---", "---"), *ROWS[1:]))
    assert holds(opened("a.md", f"# 一、概况\n\n{TEXT}\n\n表1 得分\n\n{table}\n".encode()))
    tabs = "\n".join("\t".join(row) for row in ROWS)
    assert holds(opened("a.txt", f"一、概况\n\n{TEXT}\n\n表1 得分\n\n{tabs}\n".encode()))


def test_a_paragraph_that_a_page_turn_cuts_is_one_again() -> None:
    half = "四川" + "不断推动直播电商基础设施建设，" * 4 + "直播电商发展指数排名全"
    (whole,) = opened("a.txt", f"{half}\n\n国第八。\n".encode())
    assert isinstance(whole, Passage)
    assert whole.text == f"{half}国第八。"


def test_html() -> None:
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in ROWS)
    page = f"<html><body><h1>一、概况</h1><p>{TEXT}</p><table><caption>表1 得分</caption>{rows}</table></body></html>"
    assert holds(opened("a.html", page.encode()))


def test_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("一、概况", 1)
    document.add_paragraph(TEXT)
    document.add_paragraph("表1 得分")
    table = document.add_table(len(ROWS), 2)
    for line, row in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(line.cells, row, strict=True):
            cell.text = words
    document.save(str(tmp_path / "a.docx"))
    assert holds(opened("a.docx", (tmp_path / "a.docx").read_bytes()))


def test_pdf(tmp_path: Path) -> None:
    import pymupdf

    document = pymupdf.open()
    for text in ("Sichuan ranks eighth nationally on the development index and", "first in central and western China."):
        page = document.new_page()
        page.insert_text((72, 40), "1 Running head", fontsize=7)
        page.insert_text((72, 100), text, fontsize=11)
    found = opened("a.pdf", document.tobytes())
    assert [each.text for each in found if isinstance(each, Passage)] == [
        "Sichuan ranks eighth nationally on the development index and first in central and western China."
    ]


@pytest.mark.parametrize(("name", "data", "code"), [("a.xls", b"x", "RG720"), ("a.txt", b" \n", "RG721"), ("a.html", b"", "RG722")])
def test_what_cannot_be_proofread_is_one_problem(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ProjectError) as caught:
        opened(name, data)
    assert [problem.code for problem in caught.value.problems] == [code]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        cli.main([*arguments])
    captured = capsys.readouterr()
    return int(stopped.value.code or 0), captured.out + captured.err


def test_the_command_prints_findings_in_both_languages_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    data = str(ROOT / "datasets" / "live-commerce-2023")
    code, said = run(capsys, "proofread", str(tmp_path / "a.txt"), "--data", data, "--strict")
    assert code == 6
    assert "a.txt:1: false: " in said
    assert "should read: 直播电商发展指数中，四川列全国第八位。" in said
    code, said = run(capsys, "--lang", "zh", "proofread", str(tmp_path / "a.txt"), "--data", data)
    assert code == 0
    assert "有误" in said
    assert "理解为：四川：直播发展指数列第7位" in said
    code, said = run(capsys, "proofread", str(tmp_path / "a.txt"), "--data", data, "--json")
    found = json.loads(said)
    assert code == 0
    assert found["counts"]["false"] == 1
    assert found["sentences"] == {"with_figures": 1, "about_data": 1, "understood": 1}


def test_a_file_or_a_package_that_is_not_there_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(ROOT / "datasets" / "live-commerce-2023")
    code, said = run(capsys, "proofread", str(tmp_path / "no.txt"), "--data", data)
    assert code == 2
    assert "RG113" in said
    code, said = run(capsys, "proofread", str(tmp_path / "no.txt"), "--data", str(tmp_path / "no.json"))
    assert code == 2
    assert said.count("error[") == 1
