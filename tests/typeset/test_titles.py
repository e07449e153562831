from hypothesis import given
from hypothesis import strategies as st

from reportgen.edition import load_edition
from reportgen.typeset.titles import title_lines, width

WORDS = load_edition("zh-Hans").terms["page.title_words"]


@given(st.text(alphabet="中国电商指数报告a9（）2023 ", min_size=1, max_size=24))
def test_no_character_of_a_title_is_lost(title: str) -> None:
    assert "".join(title_lines(title, 12, WORDS)).replace(" ", "") == title.replace(" ", "")


def test_a_title_breaks_between_words() -> None:
    assert title_lines("中国直播电商行业发展趋势报告", 12, WORDS) == ("中国直播电商行业", "发展趋势报告")


def test_a_short_title_is_one_line() -> None:
    assert title_lines("四川直播电商简报", 12, WORDS) == ("四川直播电商简报",)


def test_brackets_are_not_torn_apart() -> None:
    lines = title_lines("中国直播电商行业发展趋势报告（2023）", 12, WORDS)
    assert all(line.count("（") == line.count("）") for line in lines)


def test_an_author_s_own_break_is_kept() -> None:
    assert title_lines("直播\n电商", 12, WORDS) == ("直播", "电商")


def test_english_breaks_at_spaces() -> None:
    lines = title_lines("Development Trends of China’s Live-streaming E-commerce Industry", 12, [])
    assert " ".join(lines) == "Development Trends of China’s Live-streaming E-commerce Industry"
    assert max(map(width, lines)) <= 12
