"""Paragraphs of several elements and languages, read from a PDF."""

from contextlib import nullcontext
from itertools import pairwise

import pytest

from tests.typeset.pages import LEFT, SIZE, Line, meetings, misses, read_pages, set_pages, words

MEASURES = [9.5 + step for step in range(28)]
BOLD = "阿里与<b>MCN</b>机构、<b>KOL</b>达人合作，占<b>5.26</b>亿元，比<b>2022</b>年高<b>3</b>成，" * 3 + "稳步提升。"
ENGLISH = 'We visited <span lang="zh">阿里巴巴集团和四川省商务厅</span> and many other companies of the province, all of them in two weeks. ' * 3
BILINGUAL = '据<span lang="en">Alibaba Cloud Research Institute</span>测算，<span lang="en">live streaming</span>平台的<span lang="en">GMV</span>持续增长，' * 4


def at_all_measures(text: str, **options: object) -> list[tuple[float, list[Line]]]:
    return list(zip(MEASURES, read_pages(set_pages([(text, measure) for measure in MEASURES], **options)), strict=True))  # type: ignore[arg-type]


def worst(found: list[tuple[float, list[Line]]]) -> float:
    """Return by how much the 95th of a hundred lines misses its edge; every line starts at the left one."""
    assert all(abs(line[0][1] - LEFT) < 0.01 for _, lines in found for line in lines)
    every = sorted(miss for measure, lines in found for miss in misses(lines, measure))
    return every[int(len(every) * 0.95)]


def test_han_and_latin_of_two_elements_stand_a_quarter_em_apart() -> None:
    ((line,),) = read_pages(set_pages([("阿里与<b>MCN</b>机构、<b>5.26</b>亿元和<i>KOL</i>", 40)]))
    assert list(meetings(line)) == [pytest.approx(0.25, abs=0.02)] * 4


@pytest.mark.parametrize("text", ["<b>增长。</b>“货”的", "<b>（好</b>）。", "（<b>“好”</b>", "<b>“增长”。</b>（货）", "<i>《好》</i>、"])
def test_two_marks_of_two_elements_take_one_and_a_half_em(text: str) -> None:
    ((line,),) = read_pages(set_pages([(f"前面{text}后面几个字", 30)]))
    steps = [(start - x) / SIZE for (first, x, _), (second, start, _) in pairwise(line) if first in "。”》）（" and second in "“）。（、”"]
    assert steps
    assert steps == [pytest.approx(0.5, abs=0.01)] * len(steps)


def test_squeezed_marks_of_two_elements_leave_the_edges_straight() -> None:
    assert worst(at_all_measures("<b>增长。</b>“货”的比重，<b>“好”。</b>（见<i>《规定》</i>、<i>《办法》</i>）" * 4)) <= 0.3


def test_a_line_may_end_in_such_a_gap_and_the_next_starts_at_the_edge() -> None:
    found = at_all_measures(BOLD)
    assert worst(found) <= 0.3
    ends = {words(line)[-1] + words(after)[0] for _, lines in found for line, after in pairwise(lines)}
    assert ends & {"与M", "占5", "N机", "2年"}


def test_a_bold_number_is_not_parted_from_its_power_of_ten() -> None:
    assert not [line for _, lines in at_all_measures(BOLD) for line in lines if words(line)[0] == "亿"]


def test_english_words_in_a_chinese_paragraph_stretch_at_their_spaces() -> None:
    found = at_all_measures(BILINGUAL)
    wide = [(measure, lines) for measure, lines in found if measure > 20]
    assert worst(wide) <= 0.3
    assert all(0.2 <= gap <= 0.35 for _, lines in wide for line in lines for gap in meetings(line))


def test_a_chinese_name_in_an_english_paragraph_is_not_pulled_apart() -> None:
    pairs = (pair for _, lines in at_all_measures(ENGLISH, lang="en") for line in lines for pair in pairwise(line))
    steps = [after[1] - before[1] for before, after in pairs if before[0] in "阿里巴巴集团和四川省商务"]
    assert steps
    assert max(steps) < SIZE * 1.01


def test_english_lines_with_chinese_in_them_are_justified_at_spaces() -> None:
    wide = [(measure, lines) for measure, lines in at_all_measures(ENGLISH, lang="en") if measure > 25]
    assert worst(wide) <= 0.3


def test_paragraphs_without_chinese_are_weasyprint_s_own() -> None:
    jobs = [("Some words of English, justified by WeasyPrint alone, on several lines.", 12.0)]
    assert set_pages(jobs, lang="en") == set_pages(jobs, lang="en", lines=nullcontext())


@pytest.mark.parametrize(("lang", "family"), [("zh-TW", "Reportgen Serif TC"), ("zh-HK", "Reportgen Serif HK")])
def test_in_taiwan_and_hong_kong_a_stop_at_the_line_s_end_keeps_its_em(lang: str, family: str) -> None:
    text = "直播電商的發展，需要平台、商家和主播；「人」「貨」與「場」的指數。" * 4
    seen = set()
    for measure, lines in at_all_measures(text, lang=lang, family=family):
        for line in lines[:-1]:
            last, _, end = line[-1]
            seen.add(last)
            assert abs(end - (SIZE / 2 if last == "」" else 0) - LEFT - measure * SIZE) < 0.3, words(line)
    assert {"，", "、", "」"} <= seen


def test_a_long_name_in_a_narrow_column_keeps_both_edges() -> None:
    name = "积石山保安族东乡族撒拉族自治县与双江拉祜族佤族布朗族傣族自治县及其所辖各乡镇街道"
    assert len(name) == 40
    for measure, lines in at_all_measures(name):
        assert max([0.0, *misses(lines, measure)]) <= 0.3
