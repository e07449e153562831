"""Lines: a value at each point, in its own words where it has some, and names only where they are needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from matplotlib.figure import Figure

from reportgen.charts import describe
from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition

Drawn = Callable[..., Figure]
Words = Callable[[Figure], list[str]]
Look = Callable[[Figure], list[tuple[str, str]]]

YEARS = ("2020年", "2021年", "2022年", "2023年1—10月", "2025年")
SHARE = ChartSpec(
    "lines", YEARS, YEARS, (Series("占比", (11.0, 19.0, 25.4, 18.0, 35.0)),), unit="%", decimals=1,
    options=(("forecast", "2025年"), ("point_decimals", "0|0|1|0|0"), ("breaks", "2023年1—10月"), ("label:2025年", "35%以上")),
)  # fmt: skip


def test_every_point_has_its_value_and_a_labelled_one_its_words(drawn: Drawn, words: Words, edition: Edition) -> None:
    printed = words(drawn(SHARE, edition))
    assert [text for text in printed if "%" in text and "占比" not in text] == ["11%", "19%", "25.4%", "18%", "35%以上"]


def test_a_forecast_as_high_as_the_scale_has_its_value(drawn: Drawn, words: Words, edition: Edition) -> None:
    years = ("2021", "2022", "2023", "2026")
    spec = ChartSpec("lines", years, years, (Series("规模", (2.0, 3.5, 4.9, 15.0)),), options=(("forecast", "2026"), ("point_decimals", "0|1|1|0")))
    assert {"2", "3.5", "4.9", "15"} <= {*words(drawn(spec, edition))}


def test_the_name_of_a_single_series_is_printed_once(drawn: Drawn, words: Words, edition: Edition) -> None:
    assert sum("占比" in text for text in words(drawn(SHARE, edition))) == 1


def test_the_alt_text_says_the_words_of_a_labelled_point(zh: Edition) -> None:
    said = describe(SHARE, zh)
    assert "2025年\u00a035%以上" in said
    assert "2022年\u00a025.4%" in said
    assert "35%，" not in said


def test_a_gap_keeps_its_silence_whatever_its_label_says(drawn: Drawn, words: Words, zh: Edition) -> None:
    gap = replace(SHARE, series=(Series("占比", (11.0, 19.0, 25.4, 18.0, None)),))
    assert "35%以上" not in words(drawn(gap, zh))


def test_values_stand_clear_of_lines_dots_and_each_other(drawn: Drawn, collisions: Look, struck: Look, edition: Edition) -> None:
    steep = replace(SHARE, series=(Series("占比", (11.0, 60.0, 25.4, 1.0, 35.0)), Series("用户", (12.0, 58.0, 30.0, 3.0, 36.0))), options=())
    for spec in (SHARE, steep):
        assert struck(drawn(spec, edition)) == []
        assert collisions(drawn(spec, edition)) == []


def test_a_long_series_prints_its_first_last_highest_and_lowest_value_on_an_axis(drawn: Drawn, words: Words, zh: Edition) -> None:
    months = tuple(str(n) for n in range(1, 25))
    values = tuple(float(100 + (n * 7 + 12) % 24) for n in range(24))
    printed = words(drawn(ChartSpec("lines", months, months, (Series("指数", values),)), zh))
    assert {text for text in printed if "." in text} == {"112.00", "123.00", "100.00", "105.00"}
    assert "120" in printed


def test_a_highlighted_point_is_in_accent(drawn: Drawn, zh: Edition) -> None:
    figure: Any = drawn(replace(SHARE, highlight=("2022年",)), zh)
    tones = {text.get_text(): text.get_color() for text in figure.texts}
    assert tones["25.4%"] != tones["19%"]
