from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.typeset.stretch import GAP_LEAST, GAP_MOST, HAN_MOST, WORD_SPACE, Places, Shares, places, shares, word_spaces
from reportgen.typeset.text import AUTOSPACE, GAP, JOINER, ZWSP

COUNTS = st.integers(0, 40)


def test_numbers_latin_words_and_percent_signs_do_not_stretch() -> None:
    assert places("12.6Mb") == places("48.8%") == Places()


def test_dashes_ellipses_and_connectors_hold_together() -> None:
    assert places("北京—上海——好……") == Places(hans=(0, 3))
    assert places("63%～68%·A/B") == Places()


def test_the_last_place_of_a_line_does_not_stretch() -> None:
    assert places("增长") == Places(hans=(0,))
    assert places("增长", following="快") == Places(hans=(0, 1))


def test_word_spaces_are_told_from_gaps_and_from_han() -> None:
    assert places("用AI Agent做") == Places(spaces=(3,), gaps=(0, 8))


def test_a_space_beside_han_is_a_gap() -> None:
    assert places("表 1，Q3 末") == Places(gaps=(1, 6), hans=(2, 3))


def test_invisible_marks_are_looked_through() -> None:
    assert places(f"人”{ZWSP}“货5{JOINER}亿") == Places(gaps=(4, 5), hans=(0, 1, 3))
    assert places(f"与{GAP}", following="M") == Places(gaps=(0,))


def test_a_footnote_s_call_stays_at_its_word() -> None:
    assert places("好①的") == Places(hans=(1,))


def test_characters_beyond_the_basic_plane_are_han() -> None:
    assert places("𠮷5𠮷") == Places(gaps=(0, 1))


def test_in_other_languages_only_spaces_stretch() -> None:
    assert word_spaces("the 阿里 group") == Places(spaces=(3, 6))
    assert word_spaces("the ") == Places()


def test_words_give_first_then_gaps_then_han() -> None:
    assert shares(0.1, 1, 2, 4) == Shares(space=0.1)
    assert shares(0.3, 1, 2, 4) == Shares(space=0.24, gap=0.03)
    assert shares(0.8, 1, 2, 4) == Shares(space=0.24, gap=0.08, han=0.1)


def test_a_line_without_words_and_gaps_is_spread_evenly() -> None:
    assert shares(1.0, 0, 0, 40) == Shares(han=0.025)


def test_a_line_almost_without_han_gives_at_its_word_spaces() -> None:
    given_ = shares(4.0, 6, 1, 1)
    assert given_.gap == pytest.approx(GAP_MOST - AUTOSPACE)
    assert given_.space > WORD_SPACE
    assert given_.han > HAN_MOST


def test_a_line_too_full_takes_from_the_gaps_first() -> None:
    assert shares(-0.06, 0, 2, 10) == Shares(gap=-0.03)
    assert astuple(shares(-0.2, 0, 2, 10)) == pytest.approx((0, GAP_LEAST - AUTOSPACE, -0.01))


def test_a_line_without_places_stays_as_it_is() -> None:
    assert shares(1.0, 0, 0, 0) == shares(-1.0, 0, 0, 0) == Shares()


@given(st.floats(-0.2, 8), COUNTS, COUNTS, COUNTS)
def test_what_is_given_is_what_the_line_lacks(lack: float, spaces: int, gaps: int, hans: int) -> None:
    given_ = astuple(shares(lack, spaces, gaps, hans))
    if spaces or gaps or hans:
        assert sum(share * count for share, count in zip(given_, (spaces, gaps, hans), strict=True)) == pytest.approx(lack, abs=1e-6)
    assert all(not share for share, count in zip(given_, (spaces, gaps, hans), strict=True) if not count)


@given(st.floats(-0.2, 8), COUNTS, COUNTS, st.integers(1, 40))
def test_a_gap_stays_a_quarter_em_or_so_wherever_there_are_han(lack: float, spaces: int, gaps: int, hans: int) -> None:
    assert GAP_LEAST - 1e-9 <= AUTOSPACE + shares(lack, spaces, gaps, hans).gap <= GAP_MOST + 1e-9
