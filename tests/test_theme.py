from __future__ import annotations

from itertools import pairwise

import pytest

from reportgen.theme import GONGWEN, THEMES, Colours, Theme, contrast


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_can_be_read_and_graphics_seen_on_paper(theme: Theme) -> None:
    colours = theme.colours
    for role in ("ink", "muted", "primary", "accent", "up", "down", "same"):
        assert contrast(getattr(colours, role), colours.paper) >= 4.5, role
    assert all(contrast(colour, colours.paper) >= 3 for colour in colours.categorical)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_margins_and_the_measure_make_up_the_page(theme: Theme) -> None:
    assert theme.inner_mm + theme.measure_mm + theme.outer_mm == pytest.approx(theme.page.width_mm)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_sizes_of_headings_never_grow_with_the_level_and_none_is_smaller_than_the_text(theme: Theme) -> None:
    sizes = theme.sizes
    levels = [sizes.chapter, sizes.section, sizes.subsection, sizes.paragraph, sizes.body]
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_small_type_is_not_smaller_than_the_standards_allow(theme: Theme) -> None:
    sizes = theme.sizes
    assert sizes.body >= 9
    assert min(sizes.table, sizes.caption, sizes.note, sizes.chart) >= 7.875


def test_an_official_document_has_the_page_of_gb_t_9704() -> None:
    page = GONGWEN.page
    assert (page.top_mm, GONGWEN.inner_mm) == (37, 28)
    assert page.bottom_mm == pytest.approx(35, abs=1)
    assert GONGWEN.outer_mm == pytest.approx(26, abs=1)
    assert GONGWEN.measure_pt / GONGWEN.sizes.body == 28
    assert GONGWEN.length_pt // GONGWEN.line_pt == 22


def test_an_official_document_has_no_colour() -> None:
    values = [getattr(GONGWEN.colours, name) for name in Colours.__slots__]
    greys = [colour for value in values for colour in ([value] if isinstance(value, str) else value)]
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in greys)


def lightness(colour: str) -> float:
    """Return CIE L*, 0 (black) to 100 (white), from the contrast with white."""
    luminance = 1.05 / contrast(colour, "#FFFFFF") - 0.05
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_classes_of_a_chart_are_told_apart_in_grey(theme: Theme) -> None:
    steps = [lightness(colour) for colour in theme.colours.sequential]
    assert all(paler - darker >= 10 for paler, darker in pairwise(steps))


def test_series_without_colour_are_told_apart_by_lightness() -> None:
    steps = [lightness(colour) for colour in GONGWEN.colours.categorical]
    assert all(paler - darker >= 10 for darker, paler in pairwise(steps))
