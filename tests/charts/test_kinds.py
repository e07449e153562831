"""What each of the other kinds promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from reportgen.charts import describe
from reportgen.charts.heat_table import _shading
from reportgen.charts.room import cuts, grown
from reportgen.charts.scales import nice_ticks, spread
from reportgen.charts.tile_grid import GRIDS
from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition
from reportgen.errors import RenderError
from reportgen.theme import Theme, contrast

from .conftest import ranking

Named = Callable[[Figure], Mapping[str, Any]]
Drawn = Callable[..., Figure]
Words = Callable[[Figure], list[str]]
Samples = dict[str, ChartSpec]


def middle(mark: Any) -> tuple[float, float]:
    x, y = mark.center
    return float(x), float(y)


def test_a_climbers_curve_climbs_even_when_few_are_shown(drawn: Drawn, named: Named, zh: Edition) -> None:
    spec = ChartSpec("slope", ("甲", "乙"), ("a", "b"), (Series("前", (9, 10)), Series("后", (4, 12))))
    found = named(drawn(spec, zh))
    starts_ends = {key: found[f"slope:{key}"].get_path().vertices[[0, -1], 1] for key in "ab"}
    assert starts_ends["a"][1] < starts_ends["a"][0]
    assert starts_ends["b"][1] > starts_ends["b"][0]


MOVED = (5, 1, -2, -2, -1, 4, -2, -1, 5, -2, 5, 7, 7, -3, 2, -3, -2, 0, 4, -8, -12, -1, -1, 1, 4, 1, -3, 0, -3, 0, 0)
"""Changes in rank of the 31 provinces, best first."""


def moved(*places: int, highlight: tuple[str, ...] = ()) -> ChartSpec:
    names, keys = (tuple(f"{sign}{i + 1}" for i in range(len(places))) for sign in ("地区", "k"))
    before = Series("前", tuple(float(i + 1 + change) for i, change in enumerate(places)))
    return ChartSpec("slope", names, keys, (before, Series("后", tuple(float(i + 1) for i in range(len(places))))), highlight)


@pytest.mark.parametrize("places", [MOVED, (1, 1, -2, 1, 9, 0, 4, -4, 3, 3, -3, -2, 2, -7, -6), (1, -1), (0, 0, 0), (3, -1, -1, -1)])
def test_no_grey_curve_moves_farther_than_a_coloured_one_in_either_direction(
    places: tuple[int, ...], drawn: Drawn, named: Named, zh: Edition
) -> None:
    found = named(drawn(moved(*places), zh))
    quiet = to_rgba(Theme().colours.quiet)
    grey = [abs(change) for i, change in enumerate(places) if found[f"slope:k{i + 1}"].get_edgecolor() == quiet]
    coloured = [abs(change) for i, change in enumerate(places) if found[f"slope:k{i + 1}"].get_edgecolor() != quiet]
    assert max(grey, default=0) < min(coloured, default=99)


def test_the_threshold_is_printed_and_the_change_has_the_colour_of_its_curve(drawn: Drawn, named: Named, words: Words, zh: Edition) -> None:
    figure: Any = drawn(moved(*MOVED, highlight=("k8",)), zh)
    colours = Theme().colours
    assert "着色：变动5位及以上" in words(figure)
    tones = {(text.get_text(), text.get_color()) for text in figure.texts if text.get_text()[:1] in "↑↓"}
    assert {("↑5", colours.up), ("↑4", colours.muted), ("↓8", colours.down), ("↓3", colours.muted), ("↓1", colours.primary)} <= tones
    assert ("↑4", colours.up) not in tones


@pytest.mark.parametrize("name", ["四川", "Inner Mongolia Autonomous Region", "一个名称有十个汉字呢" * 4])
def test_thirty_one_slopes_keep_their_labels_apart(
    name: str, drawn: Drawn, collisions: Callable[..., list[object]], edition: Edition
) -> None:
    names, keys, _ = ranking(31)
    before = Series("前", tuple(float((i * 7) % 31 + 1) for i in range(31)))
    spec = ChartSpec("slope", (name, *names[1:]), keys, (before, Series("后", tuple(range(1, 32)))), ("k8",))
    assert collisions(drawn(spec, edition)) == []


def test_shared_ranks_and_newcomers_are_drawn_apart(drawn: Drawn, named: Named, words: Words, zh: Edition) -> None:
    spec = ChartSpec("slope", ("甲", "乙", "丙"), ("a", "b", "c"), (Series("前", (1, 1, None)), Series("后", (2, 1, 2))))
    figure = drawn(spec, zh)
    assert "slope:c" not in named(figure)
    assert "新进" in words(figure)
    assert "丙第2位（新进）" in describe(spec, zh)


def test_every_tile_is_there_once_and_none_covers_another() -> None:
    assert {name: len(set(grid.values())) for name, grid in GRIDS.items()} == {"china": 34, "sichuan": 21}


def test_tiles_without_data_are_hatched_and_say_so(samples: Samples, drawn: Drawn, named: Named, words: Words, edition: Edition) -> None:
    figure = drawn(samples["tile-grid"], edition)
    found = named(figure)
    assert found["tile:710000"].get_hatch()
    assert not found["tile:510000"].get_hatch()
    assert edition.word("chart.cell.710000") in words(figure)
    assert edition.word("chart.tile_note")[:9] in " ".join(words(figure))
    assert edition.word("chart.cell.810000") in describe(samples["tile-grid"], edition)


@pytest.mark.parametrize("grid", sorted(GRIDS))
def test_full_names_fall_back_to_names_that_fit_their_tile(
    grid: str, drawn: Drawn, collisions: Callable[..., list[object]], edition: Edition
) -> None:
    keys = tuple(GRIDS[grid])
    values = tuple(60.0 + i for i in range(len(keys)))[::-1]
    spec = ChartSpec("tile-grid", ("凉山彝族自治州",) * len(keys), keys, (Series("指数", values),), keys[:1], options=(("grid", grid),))
    assert collisions(drawn(spec, edition)) == []


def test_words_on_tiles_stand_out_from_their_ground() -> None:
    colours = Theme().colours
    assert all(max(contrast(ink, ground) for ink in (colours.ink, colours.paper)) >= 4.5 for ground in colours.sequential)


def test_a_tile_for_an_unknown_code_is_an_error(samples: Samples, drawn: Drawn, zh: Edition) -> None:
    with pytest.raises(RenderError, match="999999"):
        drawn(replace(samples["tile-grid"], keys=("510000", "999999")), zh)


def test_dots_stand_where_the_axis_says_and_the_axis_says_it_starts_elsewhere(
    samples: Samples, drawn: Drawn, named: Named, words: Words, edition: Edition
) -> None:
    figure = drawn(samples["dots"], edition)
    found = named(figure)
    values = samples["dots"].series[0].values
    xs = [middle(found[f"dot:0:k{i}"])[0] for i in (1, 2, 3)]
    assert (xs[0] - xs[1]) / (xs[1] - xs[2]) == pytest.approx((values[0] - values[1]) / (values[1] - values[2]))  # type: ignore[operator]
    assert any(edition.word("chart.not_zero") in text for text in words(figure))


@pytest.mark.parametrize("axes", [2, 9])
def test_a_radar_has_three_to_eight_axes(axes: int, drawn: Drawn, zh: Edition) -> None:
    names, keys, values = ranking(axes)
    with pytest.raises(RenderError, match="3 to 8"):
        drawn(ChartSpec("radar", names, keys, (Series("甲", values),)), zh)


def test_a_radar_prints_the_values_of_its_first_series_and_its_scale(samples: Samples, drawn: Drawn, words: Words, zh: Edition) -> None:
    printed = words(drawn(samples["radar"], zh))
    assert {"98.36", "97.35", "96.34"} <= set(printed)
    assert any(text.startswith("中心为") for text in printed)


def test_strips_print_the_value_and_the_rank_of_the_region_on_each(drawn: Drawn, words: Words, named: Named, zh: Edition) -> None:
    spec = ChartSpec("strips", ("人", "货"), ("a", "b"), (Series("四川", (90.0, 70.0)), Series("广东", (95.0, 70.0)), Series("西藏", (60.0, None))))
    figure = drawn(spec, zh)
    assert [text for text in words(figure) if text in ("90.00", "70.00", "1", "2")] == ["90.00", "2", "70.00", "1"]
    marks = named(figure)
    assert {"own:a", "own:b", "median:a", "median:b"} <= marks.keys()
    middle = marks["median:a"].get_xdata()[0]
    assert marks["own:a"].get_center()[0] == pytest.approx(middle)  # 90 is the median of 60, 90 and 95


def test_a_strip_without_a_value_says_so_and_the_words_name_rank_and_median(samples: Samples, drawn: Drawn, words: Words, zh: Edition) -> None:
    spec = samples["strips"]
    assert "资料暂缺" in words(drawn(spec, zh))
    said = describe(spec, zh)
    assert said.count("中位数") == 4
    assert said.endswith("资料暂缺")


def test_a_scatter_names_the_highlighted_one_first(drawn: Drawn, words: Words, collisions: Callable[..., list[object]], zh: Edition) -> None:
    n = 60
    values = tuple(50 + (i % 8) * 0.3 for i in range(n))
    spec = ChartSpec("scatter", tuple(f"地区{i}" for i in range(n)), tuple(map(str, range(n))),
                     (Series("指数", values), Series("增速", tuple(20 + (i // 8) * 0.2 for i in range(n)))), ("33",))  # fmt: skip
    figure = drawn(spec, zh)
    assert "地区33" in words(figure)
    assert collisions(figure) == []


def test_a_dumbbell_prints_both_values_and_the_gap_of_one(samples: Samples, drawn: Drawn, words: Words, zh: Edition) -> None:
    spec = samples["dumbbell"]
    spec = replace(spec, series=(spec.series[0], replace(spec.series[1], values=(None, *spec.series[1].values[1:]))))
    printed = words(drawn(spec, zh))
    assert {"98.36", "97.35", "94.35", "资料暂缺"} <= set(printed)


def test_equal_values_of_a_dumbbell_are_both_printed_apart(
    drawn: Drawn, words: Words, collisions: Callable[..., list[object]], zh: Edition
) -> None:
    figure = drawn(ChartSpec("dumbbell", ("甲",), ("a",), (Series("前", (5.0,)), Series("后", (5.0,)))), zh)
    assert words(figure).count("5.00") == 2
    assert collisions(figure) == []


def test_equal_values_in_a_column_have_equal_shades() -> None:
    spec = ChartSpec("heat-table", tuple("abcde"), tuple("abcde"), (Series("x", (9.0, 5.0, 5.0, 5.0, None)),))
    steps = _shading(spec, 0)
    assert steps[1] == steps[2] == steps[3]
    assert steps[0] is not None
    assert steps[1] is not None
    assert steps[0] > steps[1]
    assert steps[4] is None


def test_a_heat_table_of_thirty_one_rows_fits_a_page(drawn: Drawn, collisions: Callable[..., list[object]], edition: Edition) -> None:
    names, keys, values = ranking(31)
    series = tuple(Series(name, values) for name in ("综合", "Sales power of streamers", "货", "场", "Place"))
    figure = drawn(ChartSpec("heat-table", names, keys, series, ("k8",)), edition)
    assert figure.get_figheight() * 25.4 <= 31 * 5.2 + 0.01
    assert collisions(figure) == []


def test_forecasts_are_dashed_and_hollow_and_gaps_stay_open(samples: Samples, drawn: Drawn, named: Named, zh: Edition) -> None:
    figure: Any = drawn(samples["lines"], zh)
    found = named(figure)
    dashed = [line.is_dashed() for line in figure.get_children() if line.get_gid() == "line:0"]
    assert dashed == [False, False, True]
    assert "mark:1:2" not in found
    assert sum(1 for line in figure.get_children() if line.get_gid() == "line:1") == 1
    assert "d起为预测值" not in describe(samples["lines"], zh)
    assert "2024起为预测值" in describe(samples["lines"], zh)


def test_parts_are_as_wide_as_their_shares(samples: Samples, drawn: Drawn, named: Named, zh: Edition) -> None:
    found = named(drawn(samples["shares"], zh))
    assert found["part:0:0"].get_width() / found["part:0:1"].get_width() == pytest.approx(62.1 / 37.9)


def test_amounts_become_shares_and_narrow_parts_keep_their_values(
    drawn: Drawn, words: Words, collisions: Callable[..., list[object]], edition: Edition
) -> None:
    spec = ChartSpec("shares", ("抖音", "快手", "淘宝", "视频号", "其他"), tuple("abcde"), (Series("", (2600, 1200, 900, 90, 60)),), decimals=0)
    figure = drawn(spec, edition)
    assert {"53.6%", "1.9%", "1.2%"} <= set(words(figure))
    assert collisions(figure) == []


def test_centres_stand_between_a_parallelogram_of_roles(samples: Samples, drawn: Drawn, named: Named, zh: Edition) -> None:
    found = named(drawn(samples["relation"], zh))
    at = {key: found[f"node:{key}"].get_bbox().bounds for key in "pauscb"}
    mid = {key: (x + w / 2, y + h / 2) for key, (x, y, w, h) in at.items()}
    assert mid["u"][1] < mid["p"][1] == mid["a"][1] < mid["c"][1]
    assert mid["s"][0] - mid["u"][0] == pytest.approx(mid["b"][0] - mid["c"][0], abs=0.5)
    assert mid["u"][0] > mid["c"][0]
    assert mid["p"][0] < mid["a"][0]


def test_a_link_to_nowhere_is_an_error(samples: Samples, drawn: Drawn, zh: Edition) -> None:
    with pytest.raises(RenderError, match="'x'"):
        drawn(replace(samples["relation"], links=(("p", "x", ""),)), zh)


def test_long_english_words_on_links_do_not_meet(drawn: Drawn, collisions: Callable[..., list[object]], en: Edition) -> None:
    names = ("Live-streaming platform", "Intermediary agency", "Users", "Streamers", "Content", "Brands and merchants")
    links = (("p", "u", "recommendation and checkout"), ("p", "c", "distribution of traffic"), ("a", "s", "training and contracts"),
             ("a", "b", "product selection and matching"), ("p", "a", "rules and data"), ("a", "p", "supply of content"))  # fmt: skip
    spec = ChartSpec("relation", names, ("p", "a", "u", "s", "c", "b"), (), links=links, options=(("centres", "p|a"),))
    assert collisions(drawn(spec, en)) == []


@pytest.mark.parametrize("words", ["开播管理", "terms of broadcasting"])
def test_words_on_crossing_links_touch_no_link_but_their_own(words: str, drawn: Drawn, zh: Edition) -> None:
    pairs = (("p", "u"), ("p", "s"), ("c", "p"), ("b", "p"), ("u", "a"), ("a", "s"), ("a", "c"), ("a", "b"), ("p", "a"))
    spec = ChartSpec("relation", ("直播平台", "中介机构", "用户", "主播", "内容", "品牌"), ("p", "a", "u", "s", "c", "b"), (),
                     links=tuple((*pair, words) for pair in pairs), options=(("centres", "p|a"),))  # fmt: skip
    figure: Any = drawn(spec, zh)
    links: list[Any] = [tuple(map(tuple, mark.get_xydata())) for mark in figure.get_children() if mark.get_gid() == "link"]
    grounds = [mark.get_bbox().extents for mark in figure.get_children() if mark.get_gid() == "back"]
    met = [[n for n, link in enumerate(links) if cuts(link, grown(tuple(ground), 0.3))] for ground in grounds]
    level = [n for n, (start, end) in enumerate(links) if start[1] == pytest.approx(end[1])]
    assert sorted(n for one in met for n in one) == [n for n in range(len(pairs)) if n not in level]
    assert all(len(one) <= 1 for one in met)


def test_two_links_there_and_back_have_their_words_on_their_own_sides(drawn: Drawn, collisions: Callable[..., list[object]], en: Edition) -> None:
    links = (("p", "u", "recommendation and checkout"), ("u", "p", "feedback"), ("p", "a", "rules and data"), ("a", "p", "supply"))
    spec = ChartSpec("relation", ("Platform", "Agency", "Users"), ("p", "a", "u"), (), links=links, options=(("centres", "p|a"),))
    figure: Any = drawn(spec, en)
    at = {text.get_text(): text.get_position() for text in figure.texts}
    there, back = [line.get_xydata() for line in figure.get_children() if line.get_gid() == "link"][:2]
    for words, line, side in (("recommendation", there, 1), ("feedback", back, -1)):
        x, y = at[words]
        (x_start, y_start), (x_end, y_end) = line
        assert (x - (x_start + (x_end - x_start) * (y - y_start) / (y_end - y_start))) * side > 4.0
    assert collisions(figure) == []


def test_no_series_of_dots_has_the_colour_of_the_highlighted_name(samples: Samples, drawn: Drawn, named: Named, zh: Edition) -> None:
    found = named(drawn(samples["dots"], zh))
    accent = to_rgba(Theme().colours.accent)
    assert all(mark.get_facecolor() != accent for name, mark in found.items() if name.startswith("dot:"))


def test_the_numbers_of_a_radar_stand_off_its_spokes_and_polygons(
    samples: Samples, drawn: Drawn, struck: Callable[..., list[object]], edition: Edition
) -> None:
    low = replace(samples["radar"], series=tuple(replace(one, values=(98.0, 97.0, 90.5, 96.0, 97.5)) for one in samples["radar"].series))
    assert struck(drawn(low, edition)) == []


def test_the_cover_highlights_on_either_ground(samples: Samples, drawn: Drawn, named: Named, zh: Edition) -> None:
    colours = Theme().colours
    for ground, behind in (("dark", colours.primary), ("light", colours.paper)):
        mark = named(drawn(replace(samples["cover"], options=(("ground", ground),)), zh))["bar:k3"].get_facecolor()
        assert contrast("#" + "".join(f"{round(c * 255):02X}" for c in mark[:3]), behind) >= 3


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (5.0, 5.0), (-3.0, 8.0), (0.001, 0.0042), (67.99, 98.36), (12, 123456)])
def test_ticks_enclose_the_values(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low <= high <= ticks[-1]
    assert 2 <= len(ticks) <= 6


def test_labels_make_room_and_keep_their_order() -> None:
    centres = spread([1.0, 1.2, 1.1, 9.0], [2.0] * 4, 0.0, 10.0)
    ordered = sorted(centres)
    assert centres[0] < centres[2] < centres[1] < centres[3]
    assert all(b - a >= 2.0 - 1e-9 for a, b in pairwise(ordered))
    assert ordered[0] >= 1.0
    assert ordered[-1] <= 9.0
