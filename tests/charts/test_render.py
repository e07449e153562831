"""Every kind: bytes, SVG that can stand in a page, alt texts, independence from the machine."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from PIL import Image

from reportgen import charts
from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, RenderError
from reportgen.theme import Theme

KINDS = sorted(charts.CHARTS)
SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(charts.__file__).parents[2]


def test_the_samples_show_every_kind(samples: dict[str, ChartSpec]) -> None:
    assert sorted(samples) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_describes_and_draws(kind: str) -> None:
    module = charts.chart_kind(kind)
    assert callable(module.describe)
    assert callable(module.draw)
    assert module.__doc__


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_twice_gives_equal_bytes(kind: str, samples: dict[str, ChartSpec], edition: Edition) -> None:
    assert charts.render(samples[kind], edition, Theme()) == charts.render(samples[kind], edition, Theme())


@pytest.mark.parametrize("kind", KINDS)
def test_svg_has_its_words_as_text_and_keeps_to_itself(kind: str, samples: dict[str, ChartSpec], edition: Edition) -> None:
    svg = charts.render(samples[kind], edition, Theme()).svg
    root = ET.fromstring(svg)
    assert svg.startswith("<svg ")
    assert "<style" not in svg
    assert root.get("viewBox")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert not re.search(r'(?:href|src)="(?!#)', svg)
    if kind != "cover":
        assert samples[kind].categories[0] in "".join(root.itertext()) or kind in ("tile-grid", "dots")
        assert root.get("font-family") == ", ".join(f"'{family}'" for family in edition.sans)


@pytest.mark.parametrize("kind", KINDS)
def test_words_neither_meet_nor_leave_the_sheet(
    kind: str, samples: dict[str, ChartSpec], edition: Edition, drawn: Callable[..., Figure], collisions: Callable[..., list[object]]
) -> None:
    assert collisions(drawn(samples[kind], edition)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_curve_or_dot_runs_through_words(
    kind: str, samples: dict[str, ChartSpec], edition: Edition, drawn: Callable[..., Figure], struck: Callable[..., list[object]]
) -> None:
    assert struck(drawn(samples[kind], edition)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_chart_type_is_large_enough_to_print(kind: str, samples: dict[str, ChartSpec], zh: Edition, drawn: Callable[..., Figure]) -> None:
    assert all(float(text.get_fontsize()) >= 7.875 for text in drawn(samples[kind], zh).texts)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"relation"}))
def test_a_gap_is_said_and_never_drawn_as_zero(kind: str, samples: dict[str, ChartSpec], en: Edition) -> None:
    spec = samples[kind]
    series = tuple(replace(one, values=(*one.values[:-1], None)) for one in spec.series)
    charts.render(replace(spec, series=series), en, Theme())
    said = charts.describe(replace(spec, series=series), en)
    assert " 0.00" not in said


def test_two_charts_in_one_page_share_no_id(samples: dict[str, ChartSpec], zh: Edition) -> None:
    first = samples["tile-grid"]
    second = replace(first, series=(Series("指数", (90.0, 80.0)),))
    ids = [set(re.findall(r' id="([^"]+)"', charts.render(spec, zh, Theme()).svg)) for spec in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_markup_in_names_is_printed_literally(bars: Callable[..., ChartSpec], zh: Edition) -> None:
    name = "a<b> & $x_1$ ${}^2$ \"q\" -- \x01"
    root = ET.fromstring(charts.render(bars((name, 3.0), ("另", 2.0)), zh, Theme()).svg)
    assert name.replace("\x01", "") in [element.text for element in root.iter(f"{SVG}text")]


def test_a_character_no_font_has_stops_the_build(bars: Callable[..., ChartSpec], zh: Edition) -> None:
    with pytest.raises(RenderError, match=r"U\+31350"):
        charts.render(bars(("\U00031350", 3.0)), zh, Theme())


def test_png_has_the_size_of_the_page_and_plain_areas_keep_their_colour(bars: Callable[..., ChartSpec], zh: Edition) -> None:
    drawing = charts.render(bars(("甲", 3.0), ("乙", 2.0), highlight=("k1",)), zh, Theme())
    image = Image.open(io.BytesIO(drawing.png))
    assert image.width == pytest.approx(drawing.width_mm / 25.4 * 200, abs=1)
    counted = image.convert("RGB").getcolors(1 << 24)
    assert counted is not None
    assert {(255, 255, 255), (0xB5, 0x33, 0x2E), (0xAE, 0xB8, 0xC6)} <= {rgb for _, rgb in counted}
    assert Theme().measure_mm == pytest.approx(drawing.width_mm, abs=0.01)


def test_the_cover_lets_its_ground_through(samples: dict[str, ChartSpec], zh: Edition) -> None:
    image = Image.open(io.BytesIO(charts.render(samples["cover"], zh, Theme()).png))
    assert image.mode == "RGBA"
    assert image.getpixel((image.width - 1, 0))[3] == 0  # type: ignore[index]


def test_the_picture_alone_is_the_picture_of_the_whole(samples: dict[str, ChartSpec], zh: Edition) -> None:
    whole = charts.render(samples["shares"], zh, Theme())
    part = charts.render(samples["shares"], zh, Theme(), is_complete=False)
    assert part == replace(whole, png=b"")
    assert charts.render_png(samples["shares"], zh, Theme()) == whole.png


def test_a_style_file_of_the_machine_changes_nothing(samples: dict[str, ChartSpec], zh: Edition, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 20\naxes.facecolor: red\nfigure.facecolor: red\nsvg.fonttype: path\nlines.linewidth: 9\nhatch.linewidth: 7\n"
        "text.color: red\npatch.linewidth: 9\nsavefig.bbox: tight\ntext.parse_math: True\nsavefig.transparent: True\n",
        encoding="utf-8",
    )
    spec = samples["tile-grid"]
    code = (
        "import hashlib\nfrom reportgen import charts\nfrom reportgen.document import ChartSpec, Series\n"
        "from reportgen.edition import load_edition\nfrom reportgen.theme import Theme\n"
        f"image = charts.render({spec!r}, load_edition('zh-Hans'), Theme())\n"
        "print(hashlib.sha256(image.svg.encode() + image.png).hexdigest())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, check=True)  # fmt: skip
    image = charts.render(spec, zh, Theme())
    assert done.stdout.strip() == hashlib.sha256(image.svg.encode() + image.png).hexdigest()


def test_alt_texts_need_no_matplotlib(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom reportgen import charts\n"
        "for kind in charts.CHARTS: charts.chart_kind(kind)\n"
        "assert 'matplotlib' not in sys.modules, 'matplotlib was imported'\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)


def test_an_unknown_kind_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(NarrativeError, match="ranked-bars"):
        charts.chart_kind("ranked-bar")
