import re

from hypothesis import given
from hypothesis import strategies as st

from reportgen.typeset.text import CLOSING, JOINER, OPENING, ZWSP, breakable, gaps, keep_end, meets, prepare, stretchable

WORDS = st.text(alphabet="中国电商a9%.“”‘’（），。～·— \u00a0", max_size=40)


def seen(text: str) -> str:
    return text.replace(ZWSP, "|").replace(JOINER, "+")


@given(WORDS)
def test_only_invisible_marks_are_added(text: str) -> None:
    assert re.sub(f"[{ZWSP}{JOINER}]", "", keep_end(prepare(text))) == text


@given(WORDS)
def test_breakable_pieces_are_the_text(text: str) -> None:
    assert "".join(breakable(text)) == text


@given(WORDS)
def test_no_piece_begins_or_ends_where_no_line_may(text: str) -> None:
    for before, after in zip(breakable(text), breakable(text)[1:], strict=False):
        assert before[-1:] not in tuple(OPENING)
        assert after[:1] not in tuple(CLOSING + "！？～·—%")


def test_lines_may_break_beside_curly_quotes() -> None:
    assert seen(prepare("“人”“货”指标")) == "“人”|“货”|指标"


def test_an_apostrophe_is_no_quote() -> None:
    assert seen(prepare("xi’an和China’s")) == "xi’an和China’s"


def test_connectors_do_not_start_a_line() -> None:
    assert seen(prepare("63%～68%，北京—上海，阿里·淘宝——好")) == "63%+～68%，北京+—上海，阿里+·淘宝+——好"


def test_the_last_two_characters_stay_together() -> None:
    assert seen(keep_end("持续向好。")) == "持续向+好+。"


def test_a_paragraph_that_ends_in_latin_is_left_alone() -> None:
    assert keep_end("达到 12 GB") == "达到 12 GB"


def test_han_and_latin_stand_a_quarter_em_apart() -> None:
    assert gaps("增长5%的MCN", squeeze=0) == {1: 0.25, 3: 0.25, 4: 0.25}


def test_a_break_mark_between_them_does_not_hide_the_gap() -> None:
    assert gaps(f"长{ZWSP}5", squeeze=0) == {0: 0.25}


def test_marks_beside_latin_get_no_gap() -> None:
    assert gaps("（5）“A”", squeeze=0) == {}


def test_fonts_with_chws_need_no_squeeze() -> None:
    assert gaps("好”，（", squeeze=0) == {}
    assert gaps("好”，（") == {1: -0.5, 2: -0.5}


def test_numbers_and_latin_words_do_not_stretch() -> None:
    assert stretchable("12.6Mb") == []


def test_dashes_hold_together() -> None:
    assert stretchable("北京—上海——好") == [0, 3]


def test_the_last_place_of_a_line_does_not_stretch() -> None:
    assert stretchable("增长") == [0]
    assert stretchable("增长", following="快") == [0, 1]


def test_the_gap_between_two_elements_is_seen() -> None:
    assert meets("表 1", "所示")
    assert not meets("表 1", "，")
