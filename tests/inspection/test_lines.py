"""Lines and marks: what is set well is kept, and every planted defect is found where it is."""

import pytest

from reportgen.inspection import BY_LINE, read
from tests.inspection.printed import HAN, PROSE, measured, paragraphs, printed, said, well_set


@pytest.mark.parametrize("rule", BY_LINE)
def test_text_set_as_the_reports_are_keeps_every_rule(rule: str) -> None:
    measure = measured(well_set(), rule)
    assert measure.findings == ()
    assert measure.counted > 0


def test_the_measures_are_those_a_ruler_gives() -> None:
    assert dict(measured(well_set(), "U3").values) == {"least": 2.0, "median": 2.0, "most": 2.0}
    assert dict(measured(well_set(), "P4").values) == {"characters": 24.0}
    assert dict(measured(well_set(), "P5").values) == {"least": 17.5, "most": 17.5}
    assert dict(measured(well_set(), "G1").values) == {"least": 2.0, "most": 2.0}
    assert dict(measured(well_set(), "U5").values) == pytest.approx({"least": 1.5, "median": 1.5, "most": 1.5}, abs=0.02)
    assert dict(measured(well_set(), "U7").values) == pytest.approx({"least": 0.25, "median": 0.25, "most": 0.25}, abs=0.05)


def test_plain_weasyprint_is_found_guilty() -> None:
    data = printed(paragraphs(PROSE, PROSE, PROSE), "body { font-feature-settings: normal }", ours=False)
    edges = measured(data, "G3")
    assert edges.verdict == "missed"
    assert dict(edges.values)["most"] > 5
    assert measured(data, "U5").verdict == "missed"
    assert dict(measured(data, "U5").values)["median"] == 2.0
    assert measured(data, "U7").verdict == "missed"
    assert dict(measured(data, "U7").values)["median"] == 0.0


def test_a_dash_of_another_width_is_found() -> None:
    data = printed(paragraphs(f"{HAN}—<span style='margin-left: -0.31em'>—</span>{HAN}"), ours=False)
    assert said(data, "U3") == ["—— is 1.69 em wide"]


LINE = HAN[:20]
PLANTED = [
    ("U1", f"{LINE}<br>，{LINE}。", "starts with ，"),
    ("U1", f"{LINE}<br>～{LINE}。", "starts with ～"),
    ("U2", f"{LINE}（<br>{LINE}）。", "ends with （"),
    ("U2", f"{LINE}“<br>{LINE}”。", "ends with “"),
    ("U3", f"{LINE}—<br>—{LINE}。", "—— is cut by the line end"),
    ("U3", f"{LINE}…<br>…{LINE}。", "…… is cut by the line end"),
    ("N7", f"{LINE}12<br>.5%{LINE}。", "a number is broken before .5%"),
    ("N7", f"{LINE}12<br>%，{LINE[:6]}。", "a number is broken before %"),
    ("G5", f"{LINE}{HAN[:22]}<br>构。", "a single character is left for the last line"),
]


@pytest.mark.parametrize(("rule", "text", "what"), PLANTED)
def test_a_defect_planted_in_a_line_is_found(rule: str, text: str, what: str) -> None:
    data = printed(f"<p>{text}</p>{paragraphs(HAN + '。')}", ours=False)
    measure = measured(data, rule)
    assert [finding.what for finding in measure.findings] == [what]
    assert measure.findings[0].page == 1
    assert LINE[:6] in measure.findings[0].line or measure.findings[0].line.strip("。，～构")[:2] in text


def test_a_mark_of_full_width_at_a_line_end_is_found() -> None:
    full = "".join(f"<p>{HAN[:21]}，{HAN[:24]}{HAN[:24]}</p>" for _ in range(2))
    assert said(printed(full, ours=False), "U4") == ["， at the line end takes its full width"] * 2
    assert said(well_set(), "U4") == []


def test_marks_of_traditional_chinese_keep_their_width() -> None:
    data = printed(f"<p>{HAN[:21]}，{HAN[:24]}{HAN[:24]}</p>{paragraphs(PROSE)}", "body { font-feature-settings: normal }", ours=False, lang="zh-TW")
    assert measured(data, "U4").verdict == measured(data, "U5").verdict == "none"


def test_a_stretched_gap_is_measured_without_the_stretch_of_its_line() -> None:
    data = printed(f"<p>{HAN[:18]}2023年{HAN[:40]}。</p>", "p { letter-spacing: 0.4pt }", ours=False)
    assert all(abs(gap) <= 0.04 for _, gap in measured(data, "U7").values)


@pytest.mark.parametrize(
    ("rule", "css", "what"),
    [
        ("G1", "p { text-indent: 1em }", "the first line is indented by 1.00 em"),
        ("P4", "@page { margin-right: 55pt }", "the measure is 24.50 characters"),
    ],
)
def test_a_wrong_indent_and_a_wrong_measure_are_found(rule: str, css: str, what: str) -> None:
    assert set(said(printed(paragraphs(PROSE, PROSE), css), rule)) == {what}


def test_a_paragraph_without_indent_is_found_but_not_what_goes_on_from_the_page_before() -> None:
    loose = f"{paragraphs(PROSE)}<p style='text-indent: 0'>{PROSE}</p>"
    assert said(printed(loose), "G1") == ["the first line is indented by 0.00 em"]
    over = paragraphs(*[PROSE] * 4)
    assert said(printed(over), "G1") == []


def test_a_paragraph_with_other_lines_and_an_empty_line_between_paragraphs_are_found() -> None:
    spread = f"{paragraphs(PROSE, PROSE)}<p style='line-height: 2'>{HAN}</p>"
    assert "stands 20.00 pt below the line before it, others 17.50 pt" in said(printed(spread), "P5")
    apart = f"{paragraphs(HAN, HAN)}<p style='margin-top: 2pt'>{HAN}</p>"
    assert said(printed(apart), "P5") == ["stands 19.50 pt below the line before it, others 17.50 pt"]


def test_lone_lines_at_a_page_break_are_found_on_both_sides() -> None:
    text = f"{HAN[:22]}{HAN[:24]}{HAN[:24]}{HAN[:23]}。"  # four lines
    css = "p { orphans: 1; widows: 1 } @page { size: 360pt %dpt; margin: 20pt 60pt }"
    first = printed(paragraphs(text, text), css % (20 + 20 + 5 * 17.5 + 2), ours=False)
    assert said(first, "G6") == ["the first line of a paragraph stands alone at the foot of the page"]
    last = printed(paragraphs(text, text), css % (20 + 20 + 7 * 17.5 + 2), ours=False)
    assert said(last, "G6") == ["the last line of a paragraph stands alone at the head of the page"]


def test_english_lines_are_left_alone() -> None:
    text = "The index of the province rose by 12.5% in 2023, and it ranks eighth in the country. " * 8
    data = printed(f"<p>{text}</p>", "p { text-align: left }", ours=False, lang="en")
    assert {measured(data, rule).verdict for rule in ("G3", "U1", "U2", "U3", "U4", "U5", "U7", "N7", "G1", "G5", "P4")} == {"none"}


def test_each_script_of_a_bilingual_file_has_its_own_size_and_distance() -> None:
    english = "<p lang='en' style='font-size: 9pt; line-height: 14pt; text-indent: 0'>" + "The index of the province rose in the year. " * 8 + "</p>"
    data = printed(f"{paragraphs(PROSE)}{english}{paragraphs(HAN)}{english}")
    assert read(data).leadings == {10.0: 17.5, 9.0: 14.0}
    assert {measured(data, rule).verdict for rule in ("G3", "U1", "G1", "P5", "P4")} == {"kept"}
    assert measured(data, "G3").counted > 8


def test_a_list_of_names_is_no_ragged_paragraph() -> None:
    names = "".join(f"<p style='text-indent: 0'>{name}</p>" for name in ("四川大学商学院", "西南财经大学管理科学与工程学院", "西华大学", "成都理工大学"))
    assert measured(printed(f"{paragraphs(PROSE, PROSE)}{names}"), "G3").findings == ()
