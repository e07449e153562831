"""Numbers in HTML say where they come from: under the pointer, under the keyboard, and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reportgen.document import Change, Column, Document, Meta, Paragraph, Quantity, Row, Table, Text
from reportgen.renderers import html
from tests.renderers import docx_sample
from tests.renderers.browser import PROGRAM, Page, browser

CELL = "datasets/live/t01.csv[510000].index"
RANK = "rank(datasets/live/t01.csv.index)[510000]"
SENTENCE = (
    Text("四川得"), Quantity("91.10", "91.10", "score", CELL), Text("分，列第"), Quantity("8", "8", "rank", RANK), Text("，"),
    Quantity("2023年", "2023", "period", "2023"), Text("用户"), Quantity("5.26亿人", "526000000", "person", "datasets/live/f.csv[F1].value"), Text("。"),
)  # fmt: skip
COLUMNS = (Column("name", (Text("地区"),), "name"), Column("index", (Text("指数"),), "number", 2), Column("change", (Text("变化"),), "change"))
ROW = Row(
    (
        (Quantity("四川", "510000", "name", "datasets/live/t01.csv[510000]"),),
        (Quantity("91.10", "91.10", "score", CELL),),
        (Change("↓1", "down", -1, "下降1位", "datasets/live/t01.csv[510000].change"),),
    ),
    "510000",
)
FAR = tuple(Paragraph((Text("正文。" * 60),)) for _ in range(12))
REPORT = Document(Meta("报告", "zh-Hans"), (Paragraph(SENTENCE), *FAR, Table("tbl-a", (Text("得分"),), COLUMNS, (ROW,), number="1")))


@cache
def written() -> bytes:
    return html.render(REPORT, docx_sample.press("zh-Hans"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    if not PROGRAM:
        pytest.skip("there is no Chromium here")
    with browser() as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "report.html").write_bytes(written())
    return tmp_path / "report.html"


@pytest.fixture
def page(chromium: Page, file: Path) -> Page:
    chromium.open(file)
    return chromium


NOTE = "document.getElementById('source-note')"


def wait(page: Page, condition: str) -> None:
    """Wait for a condition of the page; a note comes and goes a moment after the pointer."""
    ask = f"const ask = () => ({condition}) ? done(true) : left-- ? setTimeout(ask, 50) : done(false)"
    assert page.ask(f"new Promise(done => {{ let left = 100; {ask}; ask() }})"), condition


def test_a_number_under_the_pointer_names_file_row_and_column_and_leads_to_its_row(page: Page) -> None:
    page.point("main p data")
    wait(page, f"!{NOTE}.hidden")
    assert page.ask(f"{NOTE}.innerText.split(/\\n+/)") == ["数据来源：live/t01.csv，行“四川 510000”，列“index”", "表\u00a01 四川"]
    assert page.ask("document.querySelector('main p data').getAttribute('aria-describedby')") == "source-note"
    page.ask(f"{NOTE}.querySelector('a').click()")
    assert page.ask("location.hash") == "#tbl-a-510000"
    assert page.ask("document.querySelector(':target th').textContent") == "四川"
    assert page.ask("document.querySelector(':target').getBoundingClientRect().top < innerHeight")
    page.press("Escape", 27)
    assert page.ask(f"{NOTE}.hidden")


def test_a_formula_is_said_as_it_is_and_what_is_in_no_table_leads_nowhere(page: Page) -> None:
    page.point("main p data[data-unit=rank]")
    wait(page, f"!{NOTE}.hidden")
    assert page.ask(f"{NOTE}.innerText.split(/\\n+/)") == ["数据来源：rank(live/t01.csv.index)[510000]", "表\u00a01 四川"]
    page.point("main p data[data-unit=person]")
    wait(page, f"{NOTE}.innerText.includes('F1')")
    assert page.ask(f"{NOTE}.innerText") == "数据来源：live/f.csv，行“F1”，列“value”"


def test_the_numbers_are_no_stop_of_the_keyboard_until_asked_for_and_then_one(page: Page) -> None:
    stops = "document.querySelectorAll('main [tabindex=\"0\"]:is(data, .change)').length"
    assert page.ask(stops) == 0
    page.ask("document.querySelector('main .tools button').click()")
    assert page.ask("document.querySelector('main .tools button').getAttribute('aria-pressed')") == "true"
    assert page.ask(stops) == 1
    page.ask("document.querySelector('main [tabindex=\"0\"]:is(data, .change)').focus()")
    assert not page.ask(f"{NOTE}.hidden")
    for _ in range(3):
        page.press("ArrowRight", 39)
    assert page.ask("document.activeElement.closest('td') && document.activeElement.textContent") == "91.10", "names and periods are passed over"
    assert page.ask(stops) == 1
    page.press("ArrowLeft", 37)
    page.press("ArrowLeft", 37)
    assert page.ask("document.activeElement.dataset.unit") == "rank"
    page.press("Enter", 13)
    assert page.ask("location.hash") == "#tbl-a-510000"
    page.ask("document.querySelector('main .tools button').click()")
    assert page.ask("document.querySelectorAll('main :is(data, .change)[tabindex]').length") == 0


def test_without_a_script_the_source_stands_beside_the_pointer(chromium: Page, file: Path) -> None:
    chromium.open(file, has_script=False)
    chromium.point("main p data")
    assert chromium.ask("getComputedStyle(document.querySelector('main p data'), '::after').content") == f'"{CELL}"'
    assert chromium.ask("getComputedStyle(document.querySelector('main td data'), '::after').content") == "none"


def test_every_number_has_what_the_page_needs_to_say_its_source() -> None:
    text = written().decode()
    assert text.count(f'data-source="{CELL}"') == 2
    assert "{file}，行“{row}”，列“{column}”" in text
