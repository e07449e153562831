"""Contents, outline, page numbers and empty pages: planted defects are found."""

import pytest

from tests.inspection.printed import HAN, changed, measured, paragraphs, printed, said, well_set
from tests.renderers.test_pdf import data

CHAPTERS = f"<h1>一、概况</h1>{paragraphs(HAN + '。')}<h1 style='break-before: page'>二、展望</h1>{paragraphs(HAN + '。')}"


def contents(first: str, second: str, name: str = "二、展望") -> str:
    entries = f"<p class='leader' data-page='{first}'>一、概况</p><p class='leader' data-page='{second}'>{name}</p>"
    return f"{entries}<div style='break-before: page'>{CHAPTERS}</div>"


@pytest.mark.parametrize("rule", ["H4", "H6", "H7", "H12"])
@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_pages_of_ours_keep_the_rules(tag: str, rule: str) -> None:
    measure = measured(data(tag), rule)
    assert measure.findings == ()
    assert measure.counted > 0


def test_right_page_numbers_pass_and_a_wrong_one_is_found() -> None:
    assert said(printed(contents("2", "3")), "H6") == []
    assert measured(printed(contents("2", "3")), "H6").counted == 2
    assert said(printed(contents("2", "4")), "H6") == ["says 4, the heading stands on 3"]


def test_a_wrong_page_number_is_found_in_a_file_without_outline() -> None:
    css = "h1 { bookmark-level: none }"
    assert said(printed(contents("2", "3"), css), "H6") == []
    assert said(printed(contents("1", "3"), css), "H6") == ["says 1, the heading stands on 2"]


def test_an_entry_of_the_contents_without_heading_is_found() -> None:
    assert said(printed(contents("2", "3", "三、结语")), "H6") == ["no heading has these words"]


def test_page_labels_that_differ_from_the_printed_numbers_are_found() -> None:
    def roman(opened: object) -> None:
        import pikepdf

        opened.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.r)]))  # type: ignore[attr-defined]

    assert said(changed(printed(CHAPTERS), roman), "H7") == ["1 is printed, the label is i", "2 is printed, the label is ii"]
    assert measured(printed(CHAPTERS), "H7").verdict == "none"


def test_an_outline_with_other_words_is_found() -> None:
    assert said(printed(CHAPTERS, "h1 { bookmark-label: '三、结语' }"), "H12") == ["its words do not stand on the page it leads to"] * 2


def test_a_heading_at_the_foot_of_a_page_is_found() -> None:
    left = f"<h1>一、概况</h1>{paragraphs(HAN)}<h2>（一）展望</h2><div style='break-before: page'>{paragraphs(HAN)}</div>"
    assert said(printed(left), "H4") == ["the heading is the last thing on its page"]
    assert said(printed(CHAPTERS), "H4") == []


def test_an_empty_band_inside_a_chapter_is_found_and_at_its_end_it_is_not() -> None:
    full = paragraphs(*[HAN] * 7)
    torn = f"<h1>一、概况</h1>{full}{paragraphs(HAN)}<div style='break-before: page'>{full}</div>"
    assert [finding.page for finding in measured(printed(torn), "NOTE1").findings] == [2]
    whole = f"<h1>一、概况</h1>{full}{paragraphs(HAN)}<h1 style='break-before: page'>二、展望</h1>{full}{full}"
    assert measured(printed(whole), "NOTE1").findings == ()
    assert measured(printed(whole), "NOTE1").counted > 0
    assert measured(well_set(), "NOTE1").findings == ()


@pytest.mark.parametrize(("page", "wrong"), [("3", []), ("4", ["no heading has these words"])])
def test_a_line_of_the_list_of_tables_names_the_page_of_its_caption(page: str, wrong: list[str]) -> None:
    caption = "<p class='caption'>表 1　十五个城市的发展指数</p><table><tr><th>排名</th><th>城市</th></tr><tr><td>1</td><td>杭州</td></tr></table>"
    listed = f"<p class='leader' data-page='{page}'>十五个城市的发展指数</p>"
    body = f"<h1 style='break-before: page'>一、概况</h1>{paragraphs(HAN)}<div style='break-before: page'>{paragraphs(HAN)}{caption}{paragraphs(HAN)}</div>"
    assert said(printed(listed + body), "H6") == wrong
