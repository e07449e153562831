import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.typeset.text import (
    BRACKETS,
    CLOSING,
    GAP,
    JOINER,
    OPENING,
    TIGHT_GAP,
    ZWSP,
    breakable,
    end_marks,
    gaps,
    half_marks,
    is_chinese,
    latin_marks,
    marks,
    meets,
    with_marks,
)

WORDS = st.text(alphabet="中国电商𠮷a9%.“”‘’（），。～·— \u00a0", max_size=40)


def seen(text: str, found: dict[int, str] | None = None) -> str:
    return with_marks(text, marks(text) if found is None else found).replace(ZWSP, "|").replace(JOINER, "+")


def ended(text: str) -> str:
    return seen(text, end_marks(text))


@given(WORDS)
def test_only_invisible_marks_are_added(text: str) -> None:
    assert re.sub("[|+]", "", seen(text, marks(text) | end_marks(text))) == text


@given(WORDS)
def test_breakable_pieces_are_the_text(text: str) -> None:
    assert "".join(breakable(text)) == text


@given(WORDS)
def test_no_piece_begins_or_ends_where_no_line_may(text: str) -> None:
    for before, after in zip(breakable(text), breakable(text)[1:], strict=False):
        assert before[-1:] not in tuple(OPENING)
        assert after[:1] not in tuple(CLOSING + "！？～·—%")


def test_lines_may_break_beside_curly_quotes() -> None:
    assert seen("“人”“货”指标") == "“人”|“货”|指标"


def test_an_apostrophe_is_no_quote() -> None:
    assert seen("xi’an和China’s") == "xi’an和China’s"


def test_connectors_do_not_start_a_line() -> None:
    assert seen("63%～68%，北京—上海，阿里·淘宝——好") == "63%+～68%，北京+—上海，阿里+·淘宝+——好"


@pytest.mark.parametrize(("text", "wanted"), [("5.26亿元", "5.26+亿元"), ("3万亿元", "3+万+亿元"), ("2023年", "2023年"), ("亿万", "亿万")])
def test_a_number_and_its_power_of_ten_stay_together(text: str, wanted: str) -> None:
    assert seen(text) == wanted


def test_one_letter_and_its_hyphen_stay_with_the_word() -> None:
    assert seen("做e-commerce") == "做e-+commerce"
    assert seen("2022–2023, e-commerce", latin_marks("2022–2023, e-commerce")) == "2022+–+2023, e-+commerce"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("持续向好。", "持续向+好。"),
        ("持续向好", "持续向+好"),
        ("见表1。", "见表+1。"),
        ("达到8%。", "达到8%。"),
        ("达到 12 GB", "达到 12 GB"),
        ("达到 5。", "达到+ +5。"),
        ("称之为“好”。", "称之为+“+好”。"),
        ("（2023）。", "（2023）。"),
        ("好", "好"),
        ("。", "。"),
        ("向𠮷。", "向+𠮷。"),
    ],
)
def test_the_last_two_characters_stay_together(text: str, wanted: str) -> None:
    assert ended(text) == wanted


def test_han_and_latin_stand_a_quarter_em_apart() -> None:
    assert gaps("增长5%的MCN", squeeze=0) == {1: 0.25, 3: 0.25, 4: 0.25}


def test_the_invisible_marks_between_them_do_not_hide_the_gap() -> None:
    assert gaps(f"长{ZWSP}5{JOINER}亿", squeeze=0) == {0: 0.25, 2: 0.25}


def test_a_gap_between_two_elements_is_marked() -> None:
    assert gaps(f"长{GAP}", squeeze=0) == gaps(f"长{TIGHT_GAP}", squeeze=0) == {0: 0.25}
    assert gaps(f"{GAP}长", squeeze=0) == {0: 0.25}


def test_marks_beside_latin_get_no_gap() -> None:
    assert gaps("（5）“A”", squeeze=0) == {}


def test_fonts_with_chws_need_no_squeeze() -> None:
    assert gaps("好”，（", squeeze=0) == {}
    assert gaps("好”，（") == {1: -0.5, 2: -0.5}


def test_marks_in_the_middle_of_their_em_are_not_squeezed() -> None:
    assert gaps("好」，（「好」）", half=half_marks("zh-TW")) == {3: -0.5, 6: -0.5}


@pytest.mark.parametrize("lang", ["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-HK"])
def test_in_taiwan_and_hong_kong_only_brackets_have_a_blank_half(lang: str) -> None:
    assert half_marks(lang) == BRACKETS


@pytest.mark.parametrize("lang", ["zh", "zh-CN", "zh-Hans", "zh-Hans-HK", "zh-SG", None])
def test_elsewhere_commas_and_stops_have_one_too(lang: str | None) -> None:
    assert half_marks(lang) == CLOSING


def test_a_language_is_chinese_by_its_first_subtag() -> None:
    assert [is_chinese(lang) for lang in ("zh", "ZH-hant", "zha", "en-CN", "", None)] == [True, True, False, False, False, False]


def test_the_gap_between_two_elements_is_seen() -> None:
    assert meets("表 1", "所示")
    assert not meets("表 1", "，")
