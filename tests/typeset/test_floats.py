from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.typeset.floats import Piece, arrange, filled, gaps

PAGE = 600.0


def text(lines: int) -> Piece:
    return Piece("text", lines * 20.0, line=20.0)


def table(height: float) -> Piece:
    return Piece("float", height, before=12, after=20)


pieces = st.lists(
    st.one_of(
        st.integers(1, 20).map(text),
        st.floats(60, 590).map(table),
        st.sampled_from([2, 3, 4]).map(lambda level: Piece("heading", 30, 12, 4, level)),
    ),
    min_size=1,
    max_size=24,
)


def test_text_fills_the_page_that_a_table_left() -> None:
    order = arrange([text(10), table(500), text(10), text(10), text(10)], PAGE)
    assert order == (0, 2, 3, 1, 4)


def test_a_table_that_fits_stays_where_it_is() -> None:
    given_order = [text(5), table(200), text(5), table(100), text(1)]
    assert arrange(given_order, PAGE) == tuple(range(5))


def test_a_chapter_without_tables_is_left_alone() -> None:
    assert arrange([text(40), Piece("heading", 30), text(40)], PAGE) == (0, 1, 2)


@given(pieces)
def test_nothing_is_lost_and_texts_and_tables_keep_their_order(chapter: list[Piece]) -> None:
    order = arrange(chapter, PAGE)
    assert sorted(order) == list(range(len(chapter)))
    floats = [i for i in order if chapter[i].kind == "float"]
    texts = [i for i in order if chapter[i].kind != "float"]
    assert floats == sorted(floats)
    assert texts == sorted(texts)


@given(pieces)
def test_a_table_never_stands_before_its_place(chapter: list[Piece]) -> None:
    order = arrange(chapter, PAGE)
    for index, piece in enumerate(chapter):
        if piece.kind == "float":
            before = set(order[: order.index(index)])
            assert {i for i in range(index) if chapter[i].kind != "float"} <= before


@given(pieces)
def test_no_table_parts_a_heading_from_its_text(chapter: list[Piece]) -> None:
    order = arrange(chapter, PAGE)
    for first, second in pairwise(order):
        if chapter[first].kind == "heading" and chapter[second].kind == "float":
            assert second == first + 1, "only where the author put it there"


def test_gaps_tell_the_empty_share_of_every_page_but_the_last() -> None:
    assert gaps([text(15), table(500), text(3)], PAGE) == pytest.approx((0.5,))


def test_a_paragraph_is_cut_at_a_page_and_leaves_no_gap() -> None:
    assert gaps([text(25), text(20), text(5)], PAGE) == ()


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page() -> None:
    (gap,) = gaps([text(27), Piece("heading", 30), text(10)], PAGE)
    assert gap == pytest.approx(1 - 27 * 20 / PAGE)


def test_a_table_on_pages_of_its_own_waits_for_the_end_of_a_page() -> None:
    order = arrange([text(10), Piece("sheet", PAGE), text(10), text(10), text(10)], PAGE)
    assert order == (0, 2, 3, 1, 4)


def test_what_follows_pages_of_their_own_begins_a_page_and_leaves_no_gap() -> None:
    assert gaps([text(30), Piece("sheet", 2 * PAGE), text(5)], PAGE) == ()
    assert gaps([text(15), Piece("sheet", PAGE), text(5)], PAGE) == pytest.approx((0.5,))
    assert filled([text(30), Piece("sheet", PAGE), text(5)], PAGE) == 100


def test_a_chapter_that_begins_on_a_page_in_use_knows_it() -> None:
    chapter = [text(5), table(400), text(10), text(10)]
    assert arrange(chapter, PAGE) == (0, 1, 2, 3)
    assert arrange(chapter, PAGE, used=200) == (0, 2, 3, 1)
    assert filled([text(5)], PAGE, used=200) == 300
