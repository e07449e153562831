"""Scatter: names that stand clear of everything, the ones that matter first."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.figure import Figure

from reportgen.charts import describe
from reportgen.charts.room import gap
from reportgen.charts.words import measured
from reportgen.document import ChartSpec
from reportgen.edition import Edition

Drawn = Callable[..., Figure]
Look = Callable[[Figure], list[tuple[str, str]]]
Make = Callable[[str, str], ChartSpec]


@pytest.mark.parametrize("which", ["growth", "goods"])
def test_thirty_one_names_keep_clear_of_each_other_and_of_lines_dots_and_leaders(
    which: str, provinces: Make, drawn: Drawn, collisions: Look, struck: Look, edition: Edition
) -> None:
    figure = drawn(provinces(which, edition.tag), edition)
    assert struck(figure) == []
    assert collisions(figure) == []


@pytest.mark.parametrize("which", ["growth", "goods"])
def test_the_highlighted_and_the_extremes_are_named_and_most_of_the_others(
    which: str, provinces: Make, drawn: Drawn, words: Callable[[Figure], list[str]], edition: Edition
) -> None:
    spec = provinces(which, edition.tag)
    printed = set(words(drawn(spec, edition)))
    rows = range(len(spec.keys))
    extremes = {[one.values[i] for i in rows].index(pick(measured(one.values))) for one in spec.series for pick in (max, min)}
    assert {spec.categories[i] for i in extremes} | {spec.categories[spec.keys.index("510000")]} <= printed
    assert len(printed & set(spec.categories)) >= 22


def test_a_name_stands_nearest_to_its_own_dot(provinces: Make, drawn: Drawn, edition: Edition) -> None:
    spec = provinces("growth", edition.tag)
    figure: Any = drawn(spec, edition)
    dots = {str(mark.get_gid())[4:]: mark.center for mark in figure.get_children() if str(mark.get_gid()).startswith("dot:")}
    text = next(text for text in figure.texts if text.get_text() == spec.categories[spec.keys.index("510000")])
    x, baseline = text.get_position()
    letters = (x, baseline - 2.2, x + text.get_window_extent().width / figure.dpi * 25.4, baseline)
    assert min(dots, key=lambda key: gap(letters, dots[key])) == "510000"


def test_a_mean_says_that_it_is_one_and_the_alt_text_of_what(
    provinces: Make, drawn: Drawn, words: Callable[[Figure], list[str]], zh: Edition
) -> None:
    spec = replace(provinces("growth", zh.tag), options=(("x_reference", "85.78"), ("x_reference_of", "mean")))
    assert "均值\u00a085.78" in words(drawn(spec, zh))
    assert "指数均值85.78" in describe(spec, zh)


def test_thirty_one_names_are_placed_in_a_moment(provinces: Make, drawn: Drawn, en: Edition) -> None:
    spec = provinces("goods", "en")
    drawn(spec, en)  # fonts are read once
    start = time.process_time()
    drawn(spec, en)
    assert time.process_time() - start < 0.5
