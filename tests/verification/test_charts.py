"""Charts in finished files: their texts, the values Word keeps of them, and the workbook behind them are what the report says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from reportgen.document import ChartSpec, Document, Figure, Meta, Paragraph, Series, Text
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.verification.compare import Compared
from reportgen.verification.drawn import native, words_drawn
from reportgen.verification.expected import Medium
from tests.renderers.docx_charts import CASES
from tests.verification.finished import Finished, printed_as

NAMES = ("广东", "四川", "上海")
BARS = ChartSpec("ranked-bars", NAMES, ("44", "51", "31"), (Series("指数", (98.36, 91.1, 77.25)),), ("51",), options=(("reference", "85.5"),))
SHARES = ChartSpec("shares", NAMES, ("44", "51", "31"), (Series("构成", (58.3, 31.2, 10.5)),), ("51",), "%", 1)
HEAT = ChartSpec("heat-table", NAMES, ("44", "51", "31"), (Series("人", (91.5, 82.5, 73.5)), Series("货", (81.5, 72.5, 93.5))), decimals=1)
CHART, BOOK = "word/charts/chart1.xml", "word/embeddings/chart1.xlsx"


@cache
def charts() -> Finished:
    """Return a report with a chart of bars, one whose words pages draw as forms, and one that is a picture in Word."""
    figures = [Figure(f"fig-{spec.kind}", (Text(f"{spec.kind}"),), spec, f"图：{spec.kind}。") for spec in (BARS, SHARES, HEAT)]
    blocks = (Paragraph((Text("三张图。"),)), *figures)
    return printed_as(number(Document(Meta("图", "zh-Hans"), blocks), load_edition("zh-Hans")), "zh-Hans", "brief")


def in_word(part: str, change: Callable[[bytes], bytes]) -> Compared:
    return charts().compared("docx", rezipped(charts().files["docx"], part, change))


def rezipped(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return an archive with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        assert part in old.namelist()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                assert change(content) != content
                content = change(content)
            new.writestr(name, content)
    return out.getvalue()


def found(compared: Compared) -> list[tuple[str, str]]:
    return [(problem.code, problem.where.partition(":")[2]) for problem in compared.problems]


@pytest.mark.parametrize("medium", ["html", "pdf", "docx"])
def test_charts_as_they_were_drawn_agree_in_every_number(medium: Medium) -> None:
    compared = charts().compared(medium)
    assert [str(problem) for problem in compared.problems] == []
    assert compared.matched == compared.printed > 15


def test_a_value_changed_in_the_picture_of_a_page_is_found_with_its_figure() -> None:
    changed = charts().files["html"].replace(b">91.10<", b">91.01<")
    compared = charts().compared("html", changed)
    assert found(compared) == [("RG800", "fig-ranked-bars, chart")]
    assert compared.matched == compared.printed - 1


def test_two_values_of_a_picture_that_change_places_are_found() -> None:
    changed = charts().files["html"].replace(b">98.36<", b">?<").replace(b">77.25<", b">98.36<").replace(b">?<", b">77.25<")
    assert found(charts().compared("html", changed)) == [("RG800", "fig-ranked-bars, chart")]


@pytest.mark.parametrize(
    ("part", "old", "new", "codes"),
    [
        (CHART, b"<c:v>91.1</c:v>", b"<c:v>19.1</c:v>", {"RG800"}),
        (CHART, "<c:v>2 四川</c:v>".encode(), "<c:v>2 上海</c:v>".encode(), {"RG803"}),
        (CHART, b"<a:t>85.50</a:t>", b"<a:t>85.05</a:t>", {"RG800"}),
        (CHART, b'formatCode="0.00', b'formatCode="0.0', {"RG824"}),
        (CHART, b"<c:f>Sheet1!$B$2:$B$4</c:f>", b"<c:f>Sheet1!$B$3:$B$5</c:f>", {"RG824"}),
    ],
)
def test_what_word_keeps_of_a_chart_is_what_the_report_says(part: str, old: bytes, new: bytes, codes: set[str]) -> None:
    assert {code for code, _ in found(in_word(part, lambda data: data.replace(old, new, 1)))} == codes


def test_a_cell_of_the_workbook_behind_a_chart_is_what_the_report_says() -> None:
    changed = in_word(BOOK, lambda book: rezipped(book, "xl/worksheets/sheet1.xml", lambda sheet: sheet.replace(b"<v>91.1</v>", b"<v>91.2</v>")))
    assert found(changed) == [("RG824", "figure 1")]
    assert "91.2" in changed.problems[0].what


def test_a_workbook_that_is_not_one_is_a_difference() -> None:
    assert found(in_word(BOOK, lambda book: b"PK")) == [("RG824", "figure 1")]


def test_a_chart_that_is_a_picture_in_word_is_read_there() -> None:
    with zipfile.ZipFile(io.BytesIO(charts().files["docx"])) as archive:
        picture = next(name for name in archive.namelist() if name.endswith(".svg"))
    assert [code for code, _ in found(in_word(picture, lambda svg: svg.replace(b">82.5<", b">28.5<")))] == ["RG800"]


@pytest.mark.parametrize("case", sorted(case for case in CASES if case != "shares of three"))
def test_a_chart_of_word_holds_every_value_of_the_report_with_its_name(case: str) -> None:
    # What verification expects of a chart of Word is made by the renderer: here its workbook is held against the ChartSpec itself.
    # (Shares of several wholes stand there as shares.)
    spec, chart = CASES[case], _native(case)
    cells = {tuple(map(int, match[1].split(", "))): match[2] for each in chart if (match := re.fullmatch(r"Sheet1 ([0-9]+, [0-9]+): (.*)", each))}
    for place, name in enumerate(spec.categories):
        lines = [_line(cells, at) for at, text in cells.items() if name in text]
        values = {f"{one.values[place]:.{spec.decimals}f}" for one in spec.series if one.values[place] is not None}
        assert any(values <= {f"{float(cell):.{spec.decimals}f}" for cell in line if re.fullmatch(r"-?[0-9.]+", cell)} for line in lines), (name, values, cells)


def _native(case: str) -> tuple[str, ...]:
    from reportgen.theme import THEMES
    from reportgen.verification.drawn import Drawn

    edition = load_edition("zh-Hans")
    return native(Drawn(CASES[case], *words_drawn(CASES[case], edition, THEMES["report"])), edition, THEMES["report"], (0, 0)).behind


def _line(cells: dict[tuple[int, ...], str], at: tuple[int, ...]) -> list[str]:
    """Return the row and the column of a cell."""
    return [text for place, text in cells.items() if place[1] == at[1]] + [text for place, text in cells.items() if place[0] == at[0]]
