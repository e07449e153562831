"""Finished files of a small report with every node: whole ones agree, changed ones are found out, each with its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from reportgen.theme import THEMES
from reportgen.verification import FORMATS, verify_edition
from reportgen.verification.compare import Compared
from reportgen.verification.expected import Medium
from tests.verification.finished import BOTH, finished

TAGS = ("zh-Hans", "en", "zh-Hant-TW", BOTH)


def in_html(tag: str, change: Callable[[str], str]) -> Compared:
    """Return what is found in the HTML of the sample when its text after the contents is changed."""
    head, mark, text = finished(tag).files["html"].decode().partition("<main")
    changed = change(text)
    assert changed != text
    return finished(tag).compared("html", f"{head}{mark}{changed}".encode())


def in_word(tag: str, change: Callable[[str], str], part: str = "word/document.xml") -> Compared:
    """Return what is found in the Word file of the sample when one of its parts is changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(finished(tag).files["docx"])) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).decode() if name == part else old.read(name)
            changed = change(data) if isinstance(data, str) else data
            assert name != part or changed != data
            new.writestr(name, changed)
    return finished(tag).compared("docx", out.getvalue())


def found(compared: Compared) -> list[tuple[str, str]]:
    return [(problem.code, problem.where.partition(":")[2]) for problem in compared.problems]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("medium", ["html", "pdf", "docx"])
def test_a_file_as_it_was_built_agrees_in_every_number(tag: str, medium: Medium) -> None:
    compared = finished(tag).compared(medium)
    assert [str(problem) for problem in compared.problems] == []
    assert compared.matched == compared.printed >= 150


@pytest.mark.parametrize("theme", sorted(THEMES.keys() - {"report"}))
def test_a_report_without_a_cover_agrees_too(theme: str) -> None:
    sample = finished("en", theme)
    assert [str(problem) for medium in FORMATS for problem in sample.compared(medium).problems] == []


def test_a_title_and_a_subtitle_that_have_changed_places_are_found() -> None:
    page = finished("en").files["html"].decode()
    title, subtitle = (re.search(pattern, page) for pattern in ("<h1[^>]*>(.*?)</h1>", '<p class="cover-subtitle">(.*?)</p>'))
    assert title
    assert subtitle
    (a, b), (c, d) = sorted((title.span(1), subtitle.span(1)))
    swapped = page[:a] + page[c:d] + page[b:c] + page[a:b] + page[d:]
    assert found(finished("en").compared("html", swapped.encode())) == [("RG803", "cover, title")]


def test_the_description_of_the_picture_on_the_cover_is_compared() -> None:
    page = finished("en").files["html"].decode()
    changed = page.replace(' aria-label="National', ' aria-label="Regional', 1)
    assert changed != page
    assert found(finished("en").compared("html", changed.encode())) == [("RG803", "cover, picture")]


def test_a_number_changed_in_a_table_is_named_with_its_row() -> None:
    compared = in_html("zh-Hans", lambda text: text.replace(">96.42<", ">96.24<", 1))
    assert found(compared)[0] == ("RG800", "tbl-all, row 3")
    assert compared.matched == compared.printed - 1
    assert "“3 | 上海 | 96.24" in compared.problems[0].what


def test_a_value_of_another_source_is_found_although_its_digits_stand() -> None:
    compared = in_html("zh-Hans", lambda text: text.replace('data-source="t01.csv[510000].index"', 'data-source="t02.csv[510000].index"', 1))
    assert {code for code, _ in found(compared)} == {"RG805"}


def test_a_sentence_edited_in_one_edition_is_found_there() -> None:
    compared = in_word("en", lambda text: text.replace("retail sales through", "wholesale through", 1))
    assert [code for code, _ in found(compared)] == ["RG803"]


def test_a_number_word_counts_itself_is_read_as_word_counts_it() -> None:
    compared = in_word("zh-Hans", lambda text: text.replace('<w:startOverride w:val="3"/>', '<w:startOverride w:val="4"/>'), "word/numbering.xml")
    assert [code for code, _ in found(compared)] == ["RG800"]
    assert "（4）" in compared.problems[0].what


def test_a_row_that_is_dropped_is_missing_and_no_other() -> None:
    compared = in_html("zh-Hans", lambda text: re.sub(r"<tr[^>]*>(?:(?!</tr>).)*浙江.*?</tr>", "", text, count=1))
    assert [each for each in found(compared) if each[0] != "RG805"] == [("RG802", "tbl-all, row 2")]


def test_a_blank_taken_away_is_found_where_blanks_are_kept() -> None:
    assert [code for code, _ in found(in_word("en", lambda text: text.replace("retail sales", "retailsales", 1)))] == ["RG804"]


def test_a_link_to_nowhere_is_found() -> None:
    compared = in_html("en", lambda text: text.replace('href="#tbl-all"', 'href="#tbl-gone"', 1))
    assert "RG806" in {code for code, _ in found(compared)}


def test_an_altered_description_of_a_figure_is_found() -> None:
    assert found(in_word("zh-Hans", lambda text: text.replace("四川91.10列第八", "四川91.10列第九")))[0][0] in {"RG800", "RG803"}


def test_a_file_of_another_format_is_a_problem_and_no_traceback() -> None:
    sample = finished("zh-Hans")
    broken = {"html": ("r.html", b"\0\xff"), "pdf": ("r.pdf", b"%PDF-1.7 nothing"), "docx": ("r.docx", b"PK")}
    codes = [problem.code for compared in verify_edition(sample.printed, broken) for problem in compared.problems]
    assert {"RG811", "RG650"} <= set(codes)
    assert [compared.matched for compared in verify_edition(sample.printed, broken)] == [0, 0, 0]


def test_a_file_that_is_not_there_is_a_problem() -> None:
    (compared,) = verify_edition(finished("en").printed, {"pdf": ("r.pdf", None)})
    assert [problem.code for problem in compared.problems] == ["RG810"]
