"""Ranked bars: lengths, order, words, gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from matplotlib.figure import Figure

from reportgen.charts import describe
from reportgen.charts.words import ranks
from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition

from .conftest import ranking

Named = Callable[[Figure], Mapping[str, Any]]
Drawn = Callable[..., Figure]
Bars = Callable[..., ChartSpec]


def test_bars_are_as_long_as_the_values_from_zero(bars: Bars, drawn: Drawn, named: Named, zh: Edition) -> None:
    found = named(drawn(bars(("甲", 90.0), ("乙", 45.0), ("丙", 0.0), ("丁", -30.0)), zh))
    zero = found["zero"].get_xdata()[0]
    lengths = [found[f"bar:k{i}"].get_width() for i in (1, 2, 3, 4)]
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 0.5, 0, 1 / 3])
    assert found["bar:k1"].get_x() == pytest.approx(zero)
    assert found["bar:k4"].get_x() + lengths[3] == pytest.approx(zero)


def test_the_best_is_on_top_and_only_the_highlighted_is_in_accent(bars: Bars, drawn: Drawn, named: Named, zh: Edition) -> None:
    found = named(drawn(bars(("甲", 9.0), ("乙", 8.0), highlight=("k2",)), zh))
    assert found["bar:k1"].get_y() < found["bar:k2"].get_y()
    tops = [[round(c * 255) for c in found[key].get_facecolor()[:3]] for key in ("bar:k1", "bar:k2")]
    assert tops == [[0xAE, 0xB8, 0xC6], [0xB5, 0x33, 0x2E]]


def test_a_gap_has_words_and_no_bar(bars: Bars, drawn: Drawn, named: Named, words: Callable[..., list[str]], edition: Edition) -> None:
    figure = drawn(bars(("甲", 9.0), ("乙", None)), edition)
    assert "bar:k2" not in named(figure)
    assert edition.word("label.no_data") in words(figure)


def test_ties_share_the_better_rank(bars: Bars) -> None:
    assert ranks(bars(("甲", 9.0), ("乙", 8.0), ("丙", 8.0), ("丁", 7.0), ("戊", None))) == (1, 2, 2, 4, None)


def test_thirty_one_rows_with_a_reference_fit_the_height_of_thirty_one_rows(
    drawn: Drawn, collisions: Callable[..., list[object]], edition: Edition
) -> None:
    names, keys, values = ranking(31)
    spec = ChartSpec("ranked-bars", names, keys, (Series("指数", values),), ("k8",), options=(("reference", "83.2"), ("reference_label", "均值")))
    figure = drawn(spec, edition)
    assert figure.get_figheight() * 25.4 <= 31 * 5.2 + 0.01
    assert collisions(figure) == []


def test_a_long_name_is_broken_and_the_chart_grows(
    bars: Bars, drawn: Drawn, collisions: Callable[..., list[object]], words: Callable[..., list[str]], edition: Edition
) -> None:
    long, short = bars(("一个名称有十个汉字呢" * 4, 9.0), ("乙", 8.0)), bars(("甲", 9.0), ("乙", 8.0))
    figure = drawn(long, edition)
    assert figure.get_figheight() > drawn(short, edition).get_figheight()
    assert collisions(figure) == []
    assert "一个名称有十个汉字呢" * 4 in "".join(words(figure))


@pytest.mark.parametrize("rows", [[("甲", 5.0)], [("甲", 5.0), ("乙", 5.0)], [("甲", 0.0)], [("甲", None)], [("甲", -1.0), ("乙", -2.0)]])
def test_few_equal_empty_and_negative_values_are_drawn(rows: list[tuple[str, float | None]], bars: Bars, drawn: Drawn, zh: Edition) -> None:
    assert drawn(bars(*rows), zh).texts


def test_the_alt_text_says_first_highlighted_and_last_with_values(bars: Bars, zh: Edition, en: Edition) -> None:
    spec = bars(("广东", 98.36), ("浙江", 97.73), ("四川", 91.1), ("台湾", None), highlight=("k3",))
    assert describe(spec, zh) == "广东\u00a098.36，居首位；浙江\u00a097.73；四川\u00a091.10，居第3位；台湾资料暂缺"
    assert "98.36, ranking first" in describe(spec, en)
    assert "no data for 台湾" in describe(spec, en)


@pytest.mark.parametrize("reference", [85.78, 84.0, 60.0, 98.36, -3.0])
def test_a_reference_line_stops_for_values_and_does_not_graze_them(
    reference: float, bars: Bars, drawn: Drawn, struck: Callable[..., list[object]], edition: Edition
) -> None:
    spec = bars(("广东", 98.36), ("辽宁", 86.9), ("陕西", 85.94), ("黑龙江", 85.24), ("海南", 80.39), ("西藏", -4.0),
                highlight=("k3",), options=(("reference", str(reference)), ("reference_label", "均值")))  # fmt: skip
    figure: Any = drawn(spec, edition)
    assert struck(figure) == []
    x = {line.get_xdata()[0] for line in figure.get_children() if line.get_gid() == "reference"}.pop()
    edges = [edge for text in figure.texts if "." in text.get_text() and "均值" not in text.get_text() for edge in _edges(text, figure)]
    rows = [line.get_ydata() for line in figure.get_children() if line.get_gid() == "reference"]
    assert all(abs(edge - x) > 1.0 for edge, y in edges if any(top < y < bottom for top, bottom in rows))


def _edges(text: Any, figure: Figure) -> list[tuple[float, float]]:
    """Return the left and right edge of words in millimetres, with the height of their middle."""
    x, y = text.get_position()
    wide = text.get_window_extent().width / figure.dpi * 25.4
    left = x if text.get_ha() == "left" else x - wide
    return [(left, y - 1.1), (left + wide, y - 1.1)]
