from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document import Column, ColumnKind, Row, Table, Text
from reportgen.edition import load_edition
from reportgen.theme import THEMES, Theme
from reportgen.typeset.columns import is_wide, least_widths, squeezed

ZH = load_edition("zh-Hans")
LONG_NAME = "四川省农村电子商务与直播产业协同创新发展促进会（成都高新技术产业开发区分会）办公室"


def table(*columns: tuple[str, ColumnKind, str]) -> Table:
    """Return a table of one row from (head, kind, cell)."""
    return Table("t", (), tuple(Column(head, (Text(head),), kind) for head, kind, _ in columns), (Row(tuple((Text(cell),) for *_, cell in columns)),))


def scores(count: int) -> Table:
    """Return a ranking with so many columns in all."""
    numbers: list[tuple[str, ColumnKind, str]] = [(f"第{n}项分指数", "number", "91.10") for n in range(count - 2)]
    return table(("排名", "rank", "31"), ("地区", "name", "内蒙古"), *numbers)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_thirteen_columns_turn_the_page_and_six_do_not(theme: Theme) -> None:
    assert is_wide(scores(13), ZH, theme)
    assert not is_wide(scores(6), ZH, theme)


def test_a_name_of_forty_characters_is_broken_rather_than_the_page_turned() -> None:
    assert len(LONG_NAME) >= 40
    assert not is_wide(table(("排名", "rank", "1"), ("单位", "name", LONG_NAME), ("指数", "number", "91.10")), ZH, Theme())


def test_sentences_are_broken_rather_than_the_page_turned() -> None:
    assert not is_wide(table(*((f"说明{n}", "text", LONG_NAME * 3) for n in range(4))), ZH, Theme())


def test_numbers_are_never_broken() -> None:
    (narrow,) = least_widths(table(("数", "number", "9")), ZH, 10)
    (wide,) = least_widths(table(("数", "number", "123456789.00")), ZH, 10)
    assert wide > 0.5 * 12 * 10 > narrow


@given(st.lists(st.tuples(st.floats(1, 100), st.floats(0, 100)), min_size=1, max_size=13), st.floats(10, 2000))
def test_squeezed_columns_fill_the_room_exactly(columns: list[tuple[float, float]], room: float) -> None:
    least = [low for low, _ in columns]
    widths = squeezed([low + more for low, more in columns], least, room)
    assert sum(widths) == pytest.approx(room)
    assert all(width > 0 for width in widths)


@given(st.lists(st.tuples(st.floats(1, 100), st.floats(1, 100)), min_size=1, max_size=13), st.floats(0, 1))
def test_no_column_is_squeezed_below_its_least_width_while_there_is_room(columns: list[tuple[float, float]], share: float) -> None:
    least = [low for low, _ in columns]
    room = sum(least) + share * sum(more for _, more in columns)
    widths = squeezed([low + more for low, more in columns], least, room)
    assert all(width >= low * (1 - 1e-9) for width, low in zip(widths, least, strict=True))
