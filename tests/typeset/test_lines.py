"""What comes out on the page: edges, gaps and line starts, read from a PDF."""

import re
from functools import cache
from statistics import median

import pytest

from reportgen.errors import RenderError
from reportgen.typeset import chinese_lines, other_version
from reportgen.typeset import lines as line_setting
from tests.typeset.pages import LEFT, SIZE, Line, broken_rules, meetings, misses, mixture, read_pages, set_pages, words

TEXT = (
    "2023年前三季度，四川省直播电商发展指数为91.10，在31个省（自治区、直辖市）中排名第八，较上年同期下降1位。从增速看，海南、湖南、安徽位居前三，分别增长51.56%、46.14%和46.01%；"
    "“人”“货”“场”三个维度中，“场”指标的省际差距最大，头部省份与尾部省份相差30.37分，占比63%～68%。按照《关于推动电子商务高质量发展的意见》（2023—2025年）的要求，"
    "各地加快建设直播基地——既有北京—上海等中心城市，也有阿里·淘宝等平台企业所在地，“以播促产”的路径逐步清晰，服务持续集聚，各地MCN机构、KOL达人与5G应用同步发展。"
)
MEASURES = range(16, 44)
MIXTURES = 6
TAIL = "近年来四川省直播电商持续健康发展，各项指标稳步"


@cache
def pages() -> list[tuple[float, list[Line]]]:
    """Return the text at every measure, with its lines."""
    return list(zip(MEASURES, read_pages(set_pages([(TEXT, measure) for measure in MEASURES])), strict=True))


@cache
def mixed_pages() -> list[tuple[float, list[Line]]]:
    jobs = [(mixture(seed), measure) for seed in range(MIXTURES) for measure in MEASURES]
    return list(zip((measure for _, measure in jobs), read_pages(set_pages(jobs)), strict=True))


def one(text: str, measure: float, **options: object) -> list[Line]:
    (lines,) = read_pages(set_pages([(text, measure)], **options))  # type: ignore[arg-type]
    return lines


def test_full_lines_end_at_the_right_edge() -> None:
    found = sorted(miss for measure, lines in pages() for miss in misses(lines, measure))
    assert median(found) <= 0.1
    assert found[int(len(found) * 0.95)] <= 0.3
    assert found[-1] <= 2


def test_lines_of_any_mixture_end_there_too() -> None:
    found = sorted(miss for measure, lines in mixed_pages() for miss in misses(lines, measure))
    assert len(found) > 1000
    assert median(found) <= 0.1
    assert found[int(len(found) * 0.95)] <= 0.3
    assert found[-1] <= 2


@pytest.mark.parametrize("made", [pages, mixed_pages])
def test_no_line_starts_or_ends_with_a_mark_it_must_not_nor_parts_a_number(made: object) -> None:
    assert not [(measure, broken) for measure, lines in made() for broken in broken_rules(lines)]  # type: ignore[operator]


def test_han_and_latin_stand_a_fifth_to_a_third_of_an_em_apart() -> None:
    found = [gap for _, lines in pages() for line in lines for gap in meetings(line)]
    assert len(found) > 400
    assert min(found) >= 0.2
    assert max(found) <= 0.35


def test_they_do_so_in_any_mixture_but_in_lines_that_have_nothing_else_to_stretch() -> None:
    found = [gap for _, lines in mixed_pages() for line in lines for gap in meetings(line)]
    assert min(found) >= 0.2
    assert sum(gap > 0.35 for gap in found) < len(found) / 100


def test_an_unstretched_line_has_a_quarter_em() -> None:
    found = [gap for _, lines in pages() for gap in meetings(lines[-1])]
    assert found
    assert all(abs(gap - 0.25) < 0.01 for gap in found)


ENDINGS = {
    "Han": "显著提升。",
    "no mark": "显著提升",
    "a number": "提升到8。",
    "a percentage": "提升到12%。",
    "a reference": '提升，见<a href="#t">表 1</a>。',
    "a bracket": "提升（“好”）。",
    "bold words": "显著<strong>提升</strong>。",
    "bold to the end": "显著提<strong>升。</strong>",
    "a footnote": '显著提升<span class="note">注文。</span>。',
    "a footnote at last": '显著提升。<span class="note">注文。</span>',
    "a Latin word": "提升到5G。",
    "a title": "提升了《规》。",
    "beyond the basic plane": "提升了𠮷𠮷。",
}
NOTES = """
.note { float: footnote; font-size: 6pt } .note::footnote-marker { content: none }
.note::footnote-call { content: '①'; font-size: 6pt; vertical-align: super }
"""


@cache
def endings() -> dict[str, list[tuple[float, list[Line]]]]:
    """Return every ending at many measures, so that each of its characters once is the one too many."""
    steps = [8 + step / 2 for step in range(24)]
    lines = iter(list(read_pages(set_pages([(TAIL + each, measure) for each in ENDINGS.values() for measure in steps], css=NOTES))))
    return {name: [(measure, next(lines)) for measure in steps] for name in ENDINGS}


@pytest.mark.parametrize("name", ENDINGS)
def test_no_last_line_holds_a_single_character(name: str) -> None:
    found = [words(lines[-1]) for _, lines in endings()[name]]
    assert len({*found}) > 5, "the paragraph ends at different places"
    assert not [each for each in found if len(re.sub("[，。（）“”《》]", "", each)) < 2]


@pytest.mark.parametrize("name", ENDINGS)
def test_lines_of_several_elements_end_at_the_right_edge_too(name: str) -> None:
    found = sorted(miss for measure, lines in endings()[name] for miss in misses(lines, measure))
    assert found[int(len(found) * 0.95)] <= 0.3
    assert found[-1] <= 2


def test_a_footnote_s_call_stays_on_the_line_of_its_word() -> None:
    jobs = [(TAIL + '提升<span class="note">注文。</span>，' + TAIL, 8 + step / 2) for step in range(40)]
    calls = [char for lines in read_pages(set_pages(jobs, css=NOTES), least=0.5) for line in lines for char in line if char[0] == "①"]
    assert len(calls) == len(jobs)
    assert min(start for _, start, _ in calls) > LEFT + SIZE / 2


def test_weasyprint_is_as_before_afterwards() -> None:
    from weasyprint.formatting_structure import build
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    def now() -> tuple[object, ...]:
        return inline.justify_line, inline.text_align, Layout.set_text, Layout.get_first_line, Layout.reactivate, build.create_anonymous_boxes

    before = now()
    with chinese_lines():
        assert not set(now()) & set(before)
    assert now() == before
    with pytest.raises(ZeroDivisionError), chinese_lines():
        raise ZeroDivisionError
    assert now() == before


def test_another_version_of_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_setting, "version", lambda name: "71.0")
    with pytest.raises(RenderError, match=r"71\.0 is installed"), chinese_lines():
        pass


def test_a_user_may_allow_another_version_and_is_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    assert other_version() == other_version(is_allowed=True) == ()
    monkeypatch.setattr(line_setting, "version", lambda name: "71.0")
    (problem,) = other_version(is_allowed=True)
    assert (problem.level, problem.where, problem.code) == ("warning", "weasyprint", "RG420")
