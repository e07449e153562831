"""A report that contradicts itself is found out before anybody reads its files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.document import Change, ChartSpec, Column, Document, Figure, Heading, Meta, Paragraph, Quantity, Row, Series, Table, Text
from reportgen.verification.agreement import agreement, numbering

PATH = "t01.csv"
KEYS = ("44", "33", "51")


def value(key: str, text: str, exact: str = "", field: str = "index") -> Quantity:
    return Quantity(text, exact or text, "score", f"{PATH}[{key}].{field}")


def rank(key: str, place: int) -> Quantity:
    return Quantity(str(place), str(place), "rank", f"rank({PATH}.index)[{key}]")


def moved(key: str, places: int, mark: str = "") -> Change:
    return Change(mark or (f"↑{places}" if places > 0 else f"↓{-places}"), "up" if places > 0 else "down", places, "", f"{PATH}[{key}].rank_change")


def table(*, ranks: tuple[int, ...] = (1, 2, 3), values: tuple[str, ...] = ("98.36", "97.73", "91.10"), places: tuple[int, ...] = (1, -1, 5)) -> Table:
    columns = (Column("rank", (), "rank"), Column("index", (), "number", 2), Column("change", (), "change"))
    rows = (Row(((rank(key, place),), (value(key, text),), (moved(key, by),)), key) for key, place, text, by in zip(KEYS, ranks, values, places, strict=True))
    return Table("tbl-all", (), columns, tuple(rows), number="1")


def figure(kind: str, *series: tuple[float, ...], source: str = f"{PATH}:index", unit: str = "") -> Figure:
    spec = ChartSpec(kind, ("甲", "乙", "丙"), KEYS, tuple(Series("", each) for each in series), unit=unit, source=source)
    return Figure("fig-all", (), spec, "", number="1")


def found(*blocks: Table | Figure | Paragraph, other: Document | None = None) -> list[str]:
    document = Document(Meta("a", "en"), blocks)
    return [problem.code for problem in agreement({"en": document} | ({"zh-Hans": other} if other else {}))]


def test_a_report_that_agrees_with_itself_has_no_findings() -> None:
    bars, slope = figure("ranked-bars", (98.36, 97.73, 91.1)), figure("slope", (2, 1, 8), (1, 2, 3))
    assert found(table(), bars, slope, figure("shares", (60, 40, 0), source="", unit="%")) == []


def test_one_cell_of_the_data_has_one_value_in_all_tables_and_editions() -> None:
    assert found(table(), Paragraph((value("44", "98.63"),))) == ["RG820"]
    assert found(table(), other=Document(Meta("a", "zh-Hans"), (Paragraph((value("44", "98.63"),)),))) == ["RG820"]


def test_one_name_has_one_rank_wherever_it_is_printed() -> None:
    assert found(table(), Paragraph((rank("51", 4),))) == ["RG820"]


@pytest.mark.parametrize("ranks", [(1, 2, 2), (1, 1, 3), (1, 1, 2), (1, 3, 3), (2, 2, 3)])
def test_equal_ranks_may_share_the_better_or_the_worse_place_or_go_on_in_a_row(ranks: tuple[int, int, int]) -> None:
    assert found(table(ranks=ranks)) == []


def test_ranks_that_are_no_order_are_found() -> None:
    rows = tuple(Row(((Text(str(place)),), (), ()), str(n)) for n, place in enumerate((1, 1, 2, 4)))
    assert found(replace(table(), rows=rows)) == ["RG821"]


def test_an_arrow_as_long_as_another_change_is_found() -> None:
    assert found(replace(table(), rows=(Row(((rank("44", 1),), (value("44", "98.36"),), (moved("44", 2, "↑3"),)), "44"),))) == ["RG822"]


def test_a_value_printed_otherwise_than_it_is_rounded_is_found() -> None:
    cells = ((rank("44", 1),), (value("44", "98.36", "98.349"),), ())
    assert found(replace(table(), rows=(Row(cells, "44"),))) == ["RG823"]


def test_a_chart_that_shows_another_value_than_the_table_is_found() -> None:
    assert found(table(), figure("ranked-bars", (98.36, 97.37, 91.1))) == ["RG831"]


def test_a_chart_in_another_unit_shows_the_same_digits() -> None:
    assert found(table(), figure("ranked-bars", (9.836, 9.773, 9.11))) == []


def test_two_ranks_of_a_chart_are_as_far_apart_as_the_table_says() -> None:
    assert found(table(), figure("slope", (2, 1, 7), (1, 2, 3))) == ["RG832"]


def test_shares_of_a_whole_are_no_more_than_it() -> None:
    assert found(figure("shares", (60.0, 40.0, 3.0), source="", unit="%")) == ["RG833"]
    assert found(figure("shares", (33.34, 33.34, 33.33), source="", unit="%")) == []


def test_a_number_that_is_left_out_is_found() -> None:
    first, second = Heading(1, (), "sec-1", number="1"), Heading(1, (), "sec-2", number="3")
    document = Document(Meta("a", "en"), (first, table(), second, replace(table(), label="tbl-2", number="3")))
    assert [(problem.where, problem.code) for problem in numbering(document, "decimal", "en")] == [("en: sec-2", "RG834"), ("en: tbl-2", "RG834")]
