"""A Word file made by reportgen and edited by people: each changed value is told with what it was, what it is and what the data say."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from benchmarks.proofread import dataset
from reportgen.cli import cli
from reportgen.corridor import check
from reportgen.document import Change, Column, CrossRef, Note, Paragraph, Quantity, Row, Table, Text
from reportgen.package import Dataset
from reportgen.proofread import Finding, Proof, Verdict, proofread
from reportgen.proofread.marked import values_by_source
from reportgen.reading import File
from tests.projects import ROOT
from tests.renderers.test_docx_tags import unpack, written

TABLE = "datasets/live-commerce-2023/t01_provinces_overall.csv"
SCORE = Quantity("91.10", "91.10", "score", f"{TABLE}[510000].index")
RANK = Quantity("第八", "8", "rank", f"rank({TABLE}.index)[510000]")
FALL = Change("↓1", "down", -1, "下降1位", f"{TABLE}[510000].rank_change")
SAID = Quantity("下降1位", "-1", "place", f"{TABLE}[510000].rank_change")
MONEY = Quantity("7.16万亿元", "7160000000000", "yuan", "datasets/live-commerce-2023/facts_003.csv[F003-0001].value")
FIRST = Quantity("广东、浙江和上海", "440000|330000|310000", "name", TABLE)
GROUP = Quantity("第一", "1", "rank", f"rank({TABLE}(central-western).index)[510000]")


@pytest.fixture(scope="module")
def data() -> Dataset:
    return dataset()


def paragraph() -> bytes:
    words = (Text("四川的指数为"), SCORE, Text("，列全国"), RANK, Text("，在中西部列"), GROUP, Text("，位次"), SAID, Text("。前三位是"), FIRST, Text("。"))
    return written(Paragraph(words), Paragraph((Text("全国网上零售额"), MONEY, Text("。"))))


def edited(data: bytes, old: str, new: str, *, most: int = 1) -> bytes:
    """Return a Word file with the first of at most so many matches replaced."""
    members = unpack(data)
    story = members["word/document.xml"].decode()
    assert 1 <= len(re.findall(old, story)) <= most
    members["word/document.xml"] = re.sub(old, new, story, count=1).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def proved(data: Dataset, document: bytes, known: dict[str, frozenset[str]] | None = None) -> Proof:
    return proofread(File("a.docx", document, ""), data, known)


def marked(proof: Proof) -> list[Finding]:
    return [finding for finding in proof.findings if finding.edit]


def told(proof: Proof) -> list[tuple[str, str, str, str]]:
    """Return old, new, data and verdict of the values that changed or are wrong."""
    changed = [each for each in marked(proof) if each.edit and (each.edit.old != each.edit.new or each.verdict is not Verdict.TRUE)]
    return [(each.edit.old, each.edit.new, each.edit.value, each.verdict.value) for each in changed if each.edit]


def test_a_file_as_it_was_built_has_nothing_changed(data: Dataset) -> None:
    found = proved(data, paragraph())
    assert (len(marked(found)), found.marked, found.gone, told(found)) == (6, 6, 0, [])


def test_a_number_changed_in_its_control_is_told_with_what_it_was_and_what_the_data_say(data: Dataset) -> None:
    found = proved(data, edited(paragraph(), ">91.10<", ">91.01<"))
    assert told(found) == [("91.10", "91.01", "91.10", "false")]
    (wrong,) = (each for each in marked(found) if each.verdict is Verdict.FALSE)
    assert wrong.better.startswith("四川的指数为91.10，列全国第八")
    assert re.fullmatch(r"a\.docx:paragraph \d+", wrong.where)


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (">91.10<", ">91.1<", "true"),
        (">第八<", ">第8位<", "true"),
        (">第八<", ">第七<", "false"),
        (">第一<", ">首位<", "true"),
        (">第一<", ">第二<", "false"),
        (">下降1位<", ">上升1位<", "false"),
        (">下降1位<", ">后退一位<", "true"),
        (">下降1位<", ">有所下降<", "not checkable"),
        (">7.16万亿元<", ">71600亿元<", "true"),
        (">7.16万亿元<", ">7.2万亿元<", "true"),
        (">7.16万亿元<", ">7.16亿元<", "false"),
        (">7.16万亿元<", ">逾七万亿元<", "true"),
        (">7.16万亿元<", ">逾七千亿元<", "not checkable"),
        (">7.16万亿元<", ">7.16 trillion yuan<", "true"),
        (">广东、浙江和上海<", ">广东、浙江及上海<", "true"),
        (">广东、浙江和上海<", ">广东、上海和浙江<", "false"),
        (">广东、浙江和上海<", ">沿海三地<", "not checkable"),
    ],
)
def test_a_value_may_be_printed_in_other_words_but_not_become_another(data: Dataset, old: str, new: str, verdict: str) -> None:
    assert [each[1:4:2] for each in told(proved(data, edited(paragraph(), old, new)))] == [(new[1:-1], verdict)]


CONTROL = r"<w:sdt>(?:(?!</w:sdt>).)*?>{}<.*?</w:sdt>"


@pytest.mark.parametrize(
    ("value", "typed", "expected"),
    [
        ("91.10", "91.01", [("91.10", "91.01", "91.10", "false")]),
        ("91.10", "91.10", []),
        ("第八", "第九", [("第八", "第九", "8", "false")]),
        ("第一", "第一", []),
        ("7.16万亿元", "7.61万亿元", [("7.16万亿元", "7.61万亿元", "7160000000000", "false")]),
    ],
)
def test_a_number_typed_again_where_its_control_was_deleted_is_told_by_the_words_around_it(
    data: Dataset, value: str, typed: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(proved(data, edited(paragraph(), CONTROL.format(value), f"<w:r><w:t>{typed}</w:t></w:r>"))) == expected


def test_a_number_typed_beside_its_emptied_control_or_grown_beside_it_is_told_too(data: Dataset) -> None:
    emptied = edited(paragraph(), r"<w:t>91\.10</w:t></w:r></w:sdtContent></w:sdt>", "</w:r></w:sdtContent></w:sdt><w:r><w:t>92.20</w:t></w:r>")
    assert told(proved(data, emptied)) == [("91.10", "92.20", "91.10", "false")]
    grown = edited(paragraph(), "，列全国", "5，列全国")
    assert told(proved(data, grown)) == [("91.10", "91.105", "91.10", "false")]


def test_a_value_that_is_gone_with_its_words_is_counted_only(data: Dataset) -> None:
    found = proved(data, edited(paragraph(), r"<w:p\b(?:(?!<w:p\b).)*7\.16万亿元.*?</w:p>", ""))
    assert (told(found), found.marked, found.gone) == ([], 6, 1)


def test_tracked_changes_count_as_accepted(data: Dataset) -> None:
    struck = "<w:del w:id='9001' w:author='a'><w:r><w:delText>91.10</w:delText></w:r></w:del>"
    added = "<w:ins w:id='9002' w:author='a'><w:r><w:t>91.01</w:t></w:r></w:ins>"
    run = r"<w:r>(?:(?!</w:r>).)*?>91\.10<.*?</w:r>"
    assert told(proved(data, edited(paragraph(), run, struck + added))) == [("91.10", "91.01", "91.10", "false")]
    outside = edited(paragraph(), CONTROL.format("91.10"), f"<w:sdt><w:sdtPr/><w:sdtContent>{struck}</w:sdtContent></w:sdt>{added}")
    assert told(proved(data, outside)) == [("91.10", "91.01", "91.10", "false")]


def test_text_that_was_moved_keeps_its_values(data: Dataset) -> None:
    story = unpack(paragraph())["word/document.xml"].decode()
    (last,) = re.findall(r"<w:p\b(?:(?!<w:p\b).)*7\.16万亿元.*?</w:p>", story)
    moved = edited(edited(paragraph(), re.escape(last), ""), "<w:body>", f"<w:body>{last.replace('7.16', '7.17')}")
    found = proved(data, moved)
    assert told(found) == [("7.16万亿元", "7.17万亿元", "7160000000000", "false")]
    assert found.gone == 0
    pasted = edited(paragraph(), re.escape(last), last + last.replace("7.16", "7.19").replace("10000", "20000"))
    assert told(proved(data, pasted)) == [("7.16万亿元", "7.19万亿元", "7160000000000", "false")]


def table() -> bytes:
    name = Quantity("四川", "510000", "name", f"{TABLE}[510000]")
    rows = tuple(Row(tuple((each,) for each in cells)) for cells in ((name, SCORE, FALL), (GROUP, MONEY, RANK)))
    columns = (Column("a", (Text("地区"),), "name"), Column("b", (Text("指数"),)), Column("c", (Text("变化"),), "change"))
    return written(Table("tbl-a", (Text("得分"),), columns, rows))


def test_a_cell_that_was_edited_is_told_with_its_row(data: Dataset) -> None:
    found = proved(data, edited(table(), ">91.10<", ">91.20<"))
    assert told(found) == [("91.10", "91.20", "91.10", "false")]
    assert [each.where for each in marked(found) if each.verdict is Verdict.FALSE] == ["a.docx:table 2, row 2"]  # the title is set in the first
    assert told(proved(data, edited(table(), CONTROL.format("↓1"), "<w:r><w:t>↑1</w:t></w:r>"))) == [("↓1", "↑1", "-1", "false")]


def test_a_note_has_its_values_too(data: Dataset) -> None:
    document = written(Paragraph((Text("排名"), Note((Text("得分"), SCORE, Text("。"))))))
    found = proved(data, document)
    assert (found.marked, found.gone) == (1, 0)


def test_data_that_have_changed_since_are_told_for_values_nobody_touched(data: Dataset) -> None:
    found = proved(data, paragraph(), {SCORE.source: frozenset({"91.55"}), GROUP.source: frozenset({"2"})})
    assert told(found) == [("91.10", "91.10", "91.55", "false"), ("第一", "第一", "2", "false")]
    followed = proved(data, edited(paragraph(), ">91.10<", ">91.55<"), {SCORE.source: frozenset({"91.55"})})
    assert told(followed) == [("91.10", "91.55", "91.55", "true")]


def test_a_project_knows_every_value_it_has_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = ROOT / "examples" / "press-summary-2024"
    documents = check(project, editions=["zh-Hans"]).documents
    known = values_by_source(documents.values())
    shown = [each for each in documents["zh-Hans"].blocks if isinstance(each, Paragraph) and not any(isinstance(part, CrossRef) for part in each.content)]
    value = next(part for each in shown for part in each.content if isinstance(part, Quantity) and re.fullmatch(r"[0-9.]+%", part.text))
    built = written(*shown)
    assert known[value.source] == {value.value}
    (tmp_path / "a.docx").write_bytes(edited(built, f">{value.text}<", ">99.9%<", most=9))
    with pytest.raises(SystemExit) as stopped:
        cli.main(["proofread", str(tmp_path / "a.docx"), "--data", str(project), "--strict"])
    said = capsys.readouterr().out
    assert stopped.value.code == 6
    assert f"understood: {value.text}: changed to 99.9%" in said
    assert "printed otherwise than when it was built: 1; gone: 0" in said


def nameless(document: bytes) -> bytes:
    """Return the file as LibreOffice saves it: controls without name, tag and id."""
    members = unpack(document)
    members["word/document.xml"] = re.sub(r"<w:sdtPr>.*?</w:sdtPr>", "<w:sdtPr/>", members["word/document.xml"].decode()).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_values_are_known_by_their_order_where_a_program_dropped_names(data: Dataset) -> None:
    assert told(proved(data, nameless(paragraph()))) == []
    assert told(proved(data, edited(nameless(paragraph()), ">91.10<", ">91.01<"))) == [("91.10", "91.01", "91.10", "false")]
    fewer = edited(nameless(paragraph()), r"<w:sdt><w:sdtPr/><w:sdtContent>(?:(?!</w:sdt>).)*>第八<.*?</w:sdt>", "<w:r><w:t>第九</w:t></w:r>")
    assert told(proved(data, fewer)) == [("第八", "第九", "8", "false")]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_file_that_libreoffice_saved_again_is_as_exact(data: Dataset, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(edited(paragraph(), ">第八<", ">第九<"))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(["soffice", home, "--headless", "--convert-to", "docx", "--outdir", tmp_path / "out", tmp_path / "a.docx"], check=True, timeout=300)
    found = proved(data, (tmp_path / "out" / "a.docx").read_bytes())
    assert told(found) == [("第八", "第九", "8", "false")]
    assert found.marked == 6
