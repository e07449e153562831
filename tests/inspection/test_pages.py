"""Glyphs, lines and paragraphs are where they were put."""

import pytest

from reportgen.inspection import read
from reportgen.inspection.flow import is_han
from reportgen.inspection.pages import Glyph, lines_of
from tests.inspection.printed import HAN, PROSE, paragraphs, printed, well_set


def row(text: str, y: float = 100.0, x: float = 60.0, size: float = 10.0) -> list[Glyph]:
    return [Glyph(char, x + size * place, y, x + size * (place + 1), size, "F") for place, char in enumerate(text)]


def test_glyphs_have_their_origin_advance_size_and_font() -> None:
    (line,) = read(printed(f"<p style='text-indent: 0'>{HAN[:4]}12</p>", "@page { @bottom-center { content: none } }", ours=False)).pages[0].lines
    assert line.text == HAN[:4] + "12"
    assert [glyph.x for glyph in line.glyphs[:4]] == pytest.approx([60, 70, 80, 90], abs=0.01)
    assert line.glyphs[3].right == pytest.approx(100, abs=0.01)
    digits = line.glyphs[4:]
    assert digits[0].right == pytest.approx(digits[1].x, abs=0.02)
    assert {glyph.size for glyph in line.glyphs} == {10.0}
    assert line.font.startswith("Reportgen-Serif-SC")


def test_characters_drawn_as_one_share_its_width() -> None:
    (line, _) = read(printed(f"<p>{HAN[:3]}——{HAN[:3]}</p>")).pages[0].lines
    first, second = line.glyphs[3:5]
    assert (first.char, second.char) == ("—", "—")
    assert second.x - first.x == pytest.approx(10, abs=0.05)
    assert second.right - first.x == pytest.approx(20, abs=0.05)


def test_what_cannot_be_seen_is_no_glyph() -> None:
    (line, _) = read(printed(f"<p>{HAN[:3]}\u200b{HAN[3:5]}\u2060{HAN[5:7]}</p>")).pages[0].lines
    assert line.text == HAN[:7]


def test_a_wide_gap_makes_two_lines_and_a_space_does_not() -> None:
    assert [line.text for line in lines_of(0, row("甲乙") + row("丙", x=95))] == ["甲乙", "丙"]
    assert [line.text for line in lines_of(0, row("甲乙") + row("\u3000", x=80) + row("丙", x=90))] == ["甲乙\u3000丙"]


def test_a_raised_mark_belongs_to_the_line_it_follows_or_precedes() -> None:
    after = lines_of(0, row("甲乙") + row("①", y=104, x=80, size=6))
    before = lines_of(0, row("甲乙", x=66) + row("①", y=104, x=60, size=6))
    assert [line.text for line in after] == ["甲乙①"]
    assert [line.text for line in before] == ["①甲乙"]
    assert after[0].y == before[0].y == 100.0
    assert after[0].size == 10.0


def test_sheared_and_outlined_text_is_counted() -> None:
    plain = read(printed(paragraphs(HAN))).pages[0]
    assert (plain.stroked, plain.slanted) == (0, 0)


def test_paragraphs_are_found_again_with_their_indent() -> None:
    flow = read(well_set())
    assert flow.body_size == 10.0
    assert flow.leadings == {10.0: 17.5}
    whole = [part for part in flow.body if part.lines[0].left - part.left > 1]
    assert len(whole) == 5
    assert "".join(line.text for line in whole[0].lines) == PROSE
    assert "".join(line.text for line in whole[2].lines) == HAN + "。"


def test_a_list_item_that_goes_on_is_one_paragraph_and_the_next_item_another() -> None:
    items = "".join(f"<p style='text-indent: -2.5em; margin-left: 2.5em'>（{n}）{HAN[:30]}。</p>" for n in (1, 2))
    texts = ["".join(line.text for line in part.lines) for part in read(printed(items)).body]
    assert texts == [f"（{n}）{HAN[:30]}。" for n in (1, 2)]


@pytest.mark.parametrize(("text", "answer"), [("增长GDP", True), ("全国 The index of the province", False), ("2023", False)])
def test_a_line_is_chinese_when_a_third_of_its_letters_are(text: str, answer: bool) -> None:
    (line,) = lines_of(0, row(text))
    assert is_han(line) is answer
