"""Shared by the chart tests: editions, a sample of every kind, and eyes for drawn figures."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch

from reportgen.charts import chart_kind
from reportgen.charts.canvas import style
from reportgen.charts.room import cuts, gap
from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition, load_edition
from reportgen.theme import Theme

Box = tuple[str, float, float, float, float]


@pytest.fixture(params=["zh-Hans", "en"])
def edition(request: pytest.FixtureRequest) -> Edition:
    return load_edition(request.param)


@pytest.fixture
def zh() -> Edition:
    return load_edition("zh-Hans")


@pytest.fixture
def en() -> Edition:
    return load_edition("en")


@pytest.fixture
def drawn() -> Callable[..., Figure]:
    def draw(spec: ChartSpec, edition: Edition) -> Figure:
        figure: Figure = chart_kind(spec.kind).draw(spec, edition, Theme())
        return figure

    return draw


@pytest.fixture
def named() -> Callable[[Figure], Mapping[str, Any]]:
    return lambda figure: {str(a.get_gid()): a for a in figure.get_children() if a.get_gid()}


@pytest.fixture
def words() -> Callable[[Figure], list[str]]:
    return lambda figure: [text.get_text() for text in figure.texts]


@pytest.fixture
def collisions() -> Callable[[Figure], list[tuple[str, str]]]:
    """Return pairs of words that meet, and words that leave the sheet."""

    def look(figure: Figure) -> list[tuple[str, str]]:
        canvas: Any = FigureCanvasAgg(figure)
        boxes: list[Box] = []
        for text in figure.texts:
            with style():
                box = text.get_window_extent(canvas.get_renderer())
            inner = box.height * 0.22  # the box of a text is a whole line high; the letters are not
            boxes.append((text.get_text(), box.x0, box.y0 + inner, box.x1, box.y1 - inner))
        width, height = figure.bbox.width, figure.bbox.height
        found = [(a[0], b[0]) for n, a in enumerate(boxes) for b in boxes[n + 1 :]
                 if min(a[3], b[3]) - max(a[1], b[1]) > 0.5 and min(a[4], b[4]) - max(a[2], b[2]) > 0.5]  # fmt: skip
        found += [(a[0], "edge") for a in boxes if a[1] < -1 or a[2] < -1 or a[3] > width + 1 or a[4] > height + 1]
        return found

    return look


@pytest.fixture
def struck() -> Callable[[Figure], list[tuple[str, str]]]:
    """Return words with the name of each line, curve or dot that runs through them; words on a ground of their own hide a line."""

    def look(figure: Any) -> list[tuple[str, str]]:
        canvas: Any = FigureCanvasAgg(figure)
        grounds = [(mark.get_zorder(), mark.get_window_extent(canvas.get_renderer())) for mark in figure.get_children() if mark.get_gid() == "back"]
        found = []
        for text in figure.texts:
            with style():
                box = text.get_window_extent(canvas.get_renderer())
            inner, middle = box.height * 0.22, ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            letters = (box.x0, box.y0 + inner, box.x1, box.y1 - inner)
            ground = max((layer for layer, area in grounds if area.contains(*middle)), default=-1.0)
            found += [(text.get_text(), name) for layer, name, path in _paths(figure) if layer > ground
                      and any(cuts((a, b), letters) for a, b in pairwise(path))]  # fmt: skip
            found += [(text.get_text(), str(disc.get_gid())) for disc in figure.get_children() if isinstance(disc, Circle) and gap(
                letters, tuple(disc.get_data_transform().transform(disc.center))) < disc.get_window_extent().width / 2]  # fmt: skip
        return found

    return look


def _paths(figure: Figure) -> list[tuple[float, str, list[tuple[float, float]]]]:
    """Return every line and every open curve as (layer, name, points in pixels)."""
    marks: list[Any] = figure.get_children()
    paths: list[tuple[float, str, Any]] = []
    for mark in marks:
        if isinstance(mark, Line2D):
            paths.append((mark.get_zorder(), str(mark.get_gid()), mark.get_transform().transform(mark.get_xydata())))
        elif isinstance(mark, PathPatch) and to_rgba(mark.get_facecolor())[3] == 0:
            drawn_path = mark.get_transform().transform_path(mark.get_path())
            paths += [(mark.get_zorder(), str(mark.get_gid()), polygon) for polygon in drawn_path.to_polygons(closed_only=False)]
    return [(layer, name, [(float(x), float(y)) for x, y in points]) for layer, name, points in paths]


DATA = Path(__file__).parents[2] / "datasets" / "live-commerce-2023"


@pytest.fixture
def provinces() -> Callable[..., ChartSpec]:
    """Return a maker of the scatter of 31 provinces: index and growth, or the indices of people and goods."""

    def make(which: str, tag: str) -> ChartSpec:
        tables = {"growth": (("t01_provinces_overall", "index"), ("t01_provinces_overall", "yoy_pct")),
                  "goods": (("t04_provinces_people", "overall"), ("t07_provinces_goods", "index"))}[which]  # fmt: skip
        columns = [{row["region_code"]: float(row[name]) for row in _rows(table)} for table, name in tables]
        names = {row["code"]: row["name_en" if tag == "en" else "name_zh"] for row in _rows("regions")}
        keys = tuple(columns[0])
        series = tuple(Series(name, tuple(column[key] for key in keys)) for name, column in zip(("指数", "比较"), columns, strict=True))
        options = (("x_reference", "mean"), ("y_reference", "mean")) if which == "growth" else ()
        return ChartSpec("scatter", tuple(names[key] for key in keys), keys, series, ("510000",), options=options)

    return make


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def ranking(n: int = 31) -> tuple[tuple[str, ...], tuple[str, ...], tuple[float, ...]]:
    """Return n names, keys and falling values; the names are as long as real ones."""
    names = ("Inner Mongolia", "黑龙江", "Guangdong", "凉山州", "四川")
    return (
        tuple(f"{names[i % 5]}{i + 1}" for i in range(n)),
        tuple(f"k{i + 1}" for i in range(n)),
        tuple(98.36 - 1.01 * i for i in range(n)),
    )


@pytest.fixture
def bars() -> Callable[..., ChartSpec]:
    """Return a maker of ranked bars from (name, value) pairs; keys are k1, k2 …"""

    def make(*rows: tuple[str, float | None], highlight: tuple[str, ...] = (), **fields: Any) -> ChartSpec:
        keys = tuple(f"k{i + 1}" for i in range(len(rows)))
        return ChartSpec("ranked-bars", tuple(r[0] for r in rows), keys, (Series("指数", tuple(r[1] for r in rows)),), highlight, **fields)

    return make


_NAMES, _KEYS, _VALUES = ranking(12)
_PAIR = (Series("人", _VALUES), Series("场", tuple(value + 3 * (-1) ** i for i, value in enumerate(_VALUES))))
_NODES = ("直播平台", "中介机构", "用户", "主播", "内容", "品牌")
SAMPLES: dict[str, ChartSpec] = {
    "ranked-bars": ChartSpec("ranked-bars", _NAMES, _KEYS, _PAIR[:1], ("k3",), options=(("reference", "92.5"), ("reference_label", "均值"))),
    "slope": ChartSpec("slope", _NAMES, _KEYS, (Series("前", (3, 1, 2, None, *range(5, 13))), Series("后", tuple(range(1, 13)))), ("k1",)),
    "tile-grid": ChartSpec("tile-grid", ("四川", "广东"), ("510000", "440000"), (Series("指数", (91.1, 98.36)),), ("510000",)),
    "dots": ChartSpec("dots", _NAMES, _KEYS, _PAIR, ("k2",)),
    "radar": ChartSpec("radar", _NAMES[:5], _KEYS[:5], (Series("四川", _VALUES[:5]), Series("均值", _VALUES[4:9]))),
    "strips": ChartSpec("strips", _NAMES[:5], _KEYS[:5], (Series("四川", (*_VALUES[1:5], None)), Series("广东", _VALUES[:5]), Series("河南", _VALUES[4:9]))),
    "scatter": ChartSpec("scatter", _NAMES, _KEYS, _PAIR, ("k2",), options=(("x_reference", "mean"), ("y_reference", "median"))),
    "dumbbell": ChartSpec("dumbbell", _NAMES, _KEYS, _PAIR, ("k2",)),
    "heat-table": ChartSpec("heat-table", _NAMES, _KEYS, _PAIR, ("k2",)),
    "lines": ChartSpec("lines", ("2021", "2022", "2023", "2024"), ("a", "b", "c", "d"),
                       (Series("规模", (1, 2, 4, 8)), Series("用户", (2, 3, None, 4))), options=(("forecast", "d"),)),
    "shares": ChartSpec("shares", ("2022", "2023"), ("a", "b"), (Series("东部", (62.1, 60.3)), Series("其余", (37.9, 39.7))), unit="%", decimals=1),
    "relation": ChartSpec("relation", _NODES, ("p", "a", "u", "s", "c", "b"), (), links=(("p", "u", "推荐"), ("a", "b", "选品"), ("p", "a", "")),
                          options=(("centres", "p|a"),)),
    "cover": ChartSpec("cover", _NAMES, _KEYS, _PAIR[:1], ("k3",), options=(("ground", "dark"),)),
}  # fmt: skip


@pytest.fixture
def samples() -> dict[str, ChartSpec]:
    return SAMPLES
