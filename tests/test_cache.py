"""A stored chart is what it was, or it is drawn anew: the outputs are the same with a cache, without, and with a damaged one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import cache, press
from reportgen.charts import ChartImage
from reportgen.document import ChartSpec, Series
from reportgen.errors import Problem
from reportgen.theme import THEMES, with_colours
from tests.projects import CHINESE, REPORT, outputs, project, run

IMAGE = ChartImage("<svg>四川</svg>", b"\x89PNG\x00\n", 150.0, 161.25)
KEY, OTHER = "a" * 64, "b" * 64
SPEC = ChartSpec("ranked-bars", ("甲",), ("1",), (Series("x", (None,)),))


def test_a_stored_chart_comes_back_as_it_was(tmp_path: Path) -> None:
    assert cache.load(tmp_path, KEY) is None
    cache.save(tmp_path / "store", KEY, IMAGE)
    assert cache.load(tmp_path / "store", KEY) == IMAGE
    assert {path.name for path in (tmp_path / "store").iterdir()} == {KEY, ".gitignore"}


def test_every_flipped_byte_is_noticed_and_the_entry_dropped(tmp_path: Path) -> None:
    cache.save(tmp_path, KEY, IMAGE)
    good = (tmp_path / KEY).read_bytes()
    for place in range(len(good)):
        (tmp_path / KEY).write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        found = cache.load(tmp_path, KEY)
        assert isinstance(found, Problem), place
        assert found.level == "warning"
        assert not (tmp_path / KEY).exists()


def test_a_truncated_entry_and_the_entry_of_another_key_are_noticed(tmp_path: Path) -> None:
    cache.save(tmp_path, KEY, IMAGE)
    good = (tmp_path / KEY).read_bytes()
    for data in (b"", good[:10], good[:-1], good + b"x"):
        (tmp_path / KEY).write_bytes(data)
        assert isinstance(cache.load(tmp_path, KEY), Problem)
    (tmp_path / OTHER).write_bytes(good)
    assert isinstance(cache.load(tmp_path, OTHER), Problem)


def test_a_key_knows_everything_that_shapes_a_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = THEMES["report"]
    keys = [
        cache.key_of(SPEC, "zh-Hans", theme),
        cache.key_of(SPEC, "en", theme),
        cache.key_of(replace(SPEC, unit="%"), "zh-Hans", theme),
        cache.key_of(SPEC, "zh-Hans", with_colours(theme, accent="#123456")),
    ]
    monkeypatch.setattr(cache, "engine_digest", lambda: "another")
    keys.append(cache.key_of(SPEC, "zh-Hans", theme))
    assert len(set(keys)) == len(keys)


def test_the_least_recently_used_go_first_and_half_written_ones_always(tmp_path: Path) -> None:
    names = [f"{n:064}" for n in range(6)]
    for age, name in enumerate(names):
        cache.save(tmp_path, name, IMAGE)
        os.utime(tmp_path / name, (1000 + age, 1000 + age))
    (tmp_path / f"{KEY}.123").write_bytes(b"half")
    cache.sweep(tmp_path, [names[0]], most=3)
    assert {path.name for path in tmp_path.iterdir()} == {names[0], names[4], names[5], ".gitignore"}


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    cache.save(tmp_path / "file", KEY, IMAGE)
    cache.sweep(tmp_path / "file", [])
    assert cache.load(tmp_path / "file", KEY) is None
    assert (tmp_path / "file").read_bytes() == b"mine"


# ---------------------------------------------------------------- in a build


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a report with two charts, built once."""
    folder = project(tmp_path / "small", REPORT.replace("[json]", "[html]"))
    second = CHINESE[CHINESE.index("::: figure") :].replace("fig-all", "fig-two").replace("ranked-bars", "dots")
    (folder / "narrative" / "zh-Hans" / "10-one.md").write_text(CHINESE + second, "utf-8")
    assert run("build", folder).exit_code == 0
    return folder


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / cache.NAME).iterdir() if path.name != ".gitignore")


def flip(first: Path, second: Path) -> None:
    for path in (first, second):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0x40
        path.write_bytes(data)


def truncate(first: Path, second: Path) -> None:
    first.write_bytes(first.read_bytes()[:100])
    second.write_bytes(b"")


def swap(first: Path, second: Path) -> None:
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)


@pytest.mark.parametrize("damage", [flip, truncate, swap], ids=["H06 a flipped byte", "H07 truncated", "H08 swapped"])
def test_a_damaged_entry_is_refused_with_a_warning_and_drawn_anew(small: Path, damage: Callable[[Path, Path], None]) -> None:
    before, good = outputs(small / "out"), {path.name: path.read_bytes() for path in entries(small)}
    damage(*entries(small))
    result = run("build", small, "--force")
    assert result.exit_code == 0
    assert result.stderr.count("warning[RG480]: a stored entry is damaged") == 2
    assert outputs(small / "out") == before
    assert {path.name: path.read_bytes() for path in entries(small)} == good


def test_editing_prose_draws_no_chart_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = small / "narrative" / "zh-Hans" / "10-one.md"
    page.write_text(page.read_text("utf-8") + "\n另有一段。\n", "utf-8")

    def no_drawing(*arguments: object) -> None:
        raise AssertionError("a chart was drawn")

    monkeypatch.setattr(press, "render", no_drawing)
    assert run("build", small).exit_code == 0
    (small / "cities.csv").write_text((small / "cities.csv").read_text("utf-8").replace("98.50", "98.40"), "utf-8")
    assert run("build", small).exit_code == 70


def test_outputs_are_the_same_with_and_without_the_cache(small: Path) -> None:
    before = outputs(small / "out")
    assert run("build", small, "--force").exit_code == 0
    assert outputs(small / "out") == before
    for path in entries(small):
        path.unlink()
    (small / cache.NAME / ".gitignore").unlink()
    (small / cache.NAME).rmdir()
    (small / cache.NAME).write_bytes(b"a file in its place")
    assert run("build", small, "--force").exit_code == 0
    assert outputs(small / "out") == before
