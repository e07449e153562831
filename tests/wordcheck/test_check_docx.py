"""`reportgen check-docx`: places, exit codes, JSON, both languages; files of other programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportgen.messages import chinese
from reportgen.renderers.docx.xml import ORDER as WRITTEN
from reportgen.wordcheck import GATES, RULES, check
from reportgen.wordcheck.model import HAN
from reportgen.wordcheck.order import ORDER
from tests.projects import ROOT, run
from tests.wordcheck.test_rules import DEFECTS, TABLE
from tests.wordcheck.word_file import DOCUMENT, before, drop, good, pack, put, text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.docx"
    path.write_bytes(pack(good()))
    return path


def spoiled(path: Path, *spoils: object) -> Path:
    parts = good()
    for spoil in spoils:
        spoil(parts)  # type: ignore[operator]
    path.write_bytes(pack(parts))
    return path


def test_a_good_file_is_said_to_be_good(file: Path) -> None:
    result = run("check-docx", file)
    assert (result.exit_code, result.stdout) == (0, "1 Word file checked, errors: 0, warnings: 0\n")


def test_an_error_exits_with_6_and_names_paragraph_words_and_remedy(tmp_path: Path) -> None:
    path = spoiled(tmp_path / "a.docx", text("//w:instrText[contains(., ' REF _Ref')]", " REF _Ref404 \\h "))
    result = run("check-docx", path)
    assert result.exit_code == 6
    place, what = r"a\.docx:word/document\.xml: paragraph \d+ \(“2023年，四川直播电商发展指数…”\)", "refers to the bookmark '_Ref404', which is not there"
    assert re.search(rf"{place}: error\[W27\]: {what}\n  hint: insert the reference again", result.stderr)
    assert result.stdout == "1 Word file checked, errors: 1, warnings: 0\n"


def test_a_row_of_a_table_is_named(tmp_path: Path) -> None:
    result = run("check-docx", spoiled(tmp_path / "a.docx", drop(f"{TABLE}/w:tr[4]/w:tc[2]")))
    assert "a.docx:word/document.xml: table 2, row 4: error[W35]: fills 4 of 5 columns" in result.stderr


def test_warnings_count_when_strict(tmp_path: Path) -> None:
    path = spoiled(tmp_path / "a.docx", put("(//wp:docPr)[2]", "descr", ""))
    assert run("check-docx", path).exit_code == 0
    assert "warning[W43]" in run("check-docx", path).stderr
    assert run("check-docx", path, "--strict").exit_code == 6
    assert run("check-docx", path, "-q").stderr == ""


def test_places_are_sorted_as_people_count(tmp_path: Path) -> None:
    path = spoiled(tmp_path / "a.docx", drop(f"{TABLE}/w:tr[9]/w:tc[2]"), drop(f"{TABLE}/w:tr[10]/w:tc[2]"))
    assert re.findall(r"row (\d+): error", run("check-docx", path).stderr) == ["9", "10"]


def test_a_rule_can_be_checked_alone(tmp_path: Path) -> None:
    path = spoiled(tmp_path / "a.docx", put("(//wp:docPr)[2]", "descr", ""), text("//dc:title", "", "docProps/core.xml"))
    assert re.findall(r"\[W\d\d\]", run("check-docx", path).stderr) == ["[W61]", "[W43]"]
    assert re.findall(r"\[W\d\d\]", run("check-docx", path, "--rule", "W43").stderr) == ["[W43]"]


def test_an_unknown_rule_is_refused_with_a_near_one(file: Path) -> None:
    result = run("check-docx", file, "--rule", "W4", "--rule", "w43")
    assert result.exit_code == 2
    assert result.stderr.count("error[RG651]") == 2


def test_json_has_an_object_per_finding_with_file_part_and_place(tmp_path: Path) -> None:
    path = spoiled(tmp_path / "a.docx", drop(f"{TABLE}/w:tr[4]/w:tc[2]"))
    result = run("check-docx", "--json", path, tmp_path / "none.docx")
    assert result.exit_code == 2
    missing, found = map(json.loads, result.stdout.splitlines())
    assert (missing["code"], missing["file"], missing["place"]) == ("RG652", f"{tmp_path}/none.docx", "")
    assert {key: found[key] for key in ("code", "level", "file", "part", "place")} == {
        "code": "W35", "level": "error", "file": str(path), "part": DOCUMENT, "place": "table 2, row 4",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["none.docx", "a.txt", "."])
def test_a_file_that_is_not_there_or_no_word_file_exits_with_2(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("hello", "utf-8")
    result = run("check-docx", tmp_path / name)
    assert result.exit_code == 2
    assert re.search(r"error\[RG65[02]\]", result.stderr)


def test_all_files_are_checked_also_after_one_that_cannot_be_read(tmp_path: Path) -> None:
    path = spoiled(tmp_path / "b.docx", put("(//wp:docPr)[2]", "descr", ""))
    result = run("check-docx", tmp_path / "none.docx", path)
    assert "error[RG652]" in result.stderr
    assert "warning[W43]" in result.stderr
    assert "2 Word files checked, errors: 1, warnings: 1" in result.stdout


def test_chinese_readers_are_told_in_chinese(tmp_path: Path) -> None:
    path = spoiled(tmp_path / "a.docx", drop(f"{TABLE}/w:tr[4]/w:tc[2]"))
    result = run("--lang", "zh", "check-docx", path)
    assert "word/document.xml：第2个表第4行：错误[W35]：只填满5列中的4列\n  建议：请使各行单元格数一致" in result.stderr
    assert result.stdout == "已检查1个Word文件，错误1处，警告0条\n"


@pytest.mark.parametrize(("rule", "defect", "spoil"), DEFECTS, ids=[f"{rule}-{defect}" for rule, defect, _ in DEFECTS])
def test_every_finding_has_a_chinese_form(rule: str, defect: str, spoil: object) -> None:
    parts = good()
    spoil(parts)  # type: ignore[operator]
    for breach in check(pack(parts), "a.docx", only={rule}):
        problem = breach.problem("a.docx")
        for words in (problem.what, problem.hint):
            assert HAN.search(re.sub("“[^”]*”", "", chinese(words))), words
        assert HAN.search(chinese(problem.where)) or not breach.finding.place.spot or ": " not in problem.where or re.search(r": rId\d+$", problem.where)


def test_the_order_the_renderer_writes_is_the_order_that_is_checked() -> None:
    for parent, children in WRITTEN.items():
        if parent in ORDER:
            common = [child for child in sorted(children, key=children.__getitem__) if child in ORDER[parent]]
            assert common == sorted(common, key=ORDER[parent].__getitem__)
    assert len(ORDER.keys() & WRITTEN.keys()) >= 7


# ---------------------------------------------------------------- files of other programs


def test_what_stands_twice_for_older_programs_counts_once() -> None:
    parts = good()
    drawing = '<wp:inline><wp:docPr id="500" name="a" descr="b"/></wp:inline>'
    ours = f'<mc:Choice Requires="wps"><w:drawing>{drawing}</w:drawing></mc:Choice><mc:Fallback><w:drawing>{drawing}</w:drawing></mc:Fallback>'
    name = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    before("//w:body/w:sectPr", f'<w:p><w:r><mc:AlternateContent xmlns:mc="{name}">{ours}</mc:AlternateContent></w:r></w:p>')(parts)
    assert check(pack(parts), "a.docx") == []


def test_style_ids_may_be_of_any_kind() -> None:
    parts = good()
    for part in (DOCUMENT, "word/styles.xml", "word/numbering.xml"):
        parts[part] = parts[part].replace(b'"Heading1"', b'"1"').replace(b'"BodyText"', b'"a3"').replace(b'"Caption"', b'"a4"')
    assert check(pack(parts), "a.docx") == []


# ---------------------------------------------------------------- the document of the rules


def test_every_rule_is_documented_with_its_sentence_level_and_source() -> None:
    text_of_docs = (ROOT / "docs" / "check-docx.md").read_text("utf-8")
    rows = {tuple(cell.strip() for cell in line.strip("|\n").split("|")) for line in text_of_docs.splitlines() if re.match(r"\| [SW]\d\d ", line)}
    assert rows == {(rule.id, rule.sentence, rule.level, rule.source) for rule in (*GATES, *RULES)}
