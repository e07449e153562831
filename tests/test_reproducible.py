"""Same inputs, same bytes: whatever the machine, the user and the moment."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.projects import REPORT, outputs, project, start

UGLY = "figure.facecolor: red\nsavefig.dpi: 30\nfont.size: 30\naxes.edgecolor: green\nsvg.fonttype: path\nlines.linewidth: 9\ntext.usetex: False\n"
NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'
ALIASES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir>
<match target="pattern"><test name="family"><string>Reportgen Serif SC</string></test>
<edit name="family" mode="assign" binding="strong"><string>DejaVu Sans</string></edit></match>
<alias binding="same"><family>Reportgen Sans SC</family><prefer><string>DejaVu Sans</string></prefer></alias></fontconfig>"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain") / "small"
    return project(folder, REPORT.replace("[json]", "[html, pdf, docx, json]"), english=True)


def built(folder: Path, env: dict[str, str], *options: str, python: tuple[str, ...] = (), cwd: Path | None = None, umask: int = 0o022) -> dict[str, bytes]:
    out = folder.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(folder / ".reportgen-cache", ignore_errors=True)
    old = os.umask(umask)
    try:
        process = start(["build", folder, "--out", out, *options], env={"PATH": os.environ["PATH"], **env}, python=python, cwd=cwd)
    finally:
        os.umask(old)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return outputs(out)


@pytest.fixture(scope="module")
def plain(small: Path) -> dict[str, bytes]:
    found = built(small, {"HOME": os.environ.get("HOME", "/"), "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"})
    assert len(found) == 11
    return found


def test_another_user_place_zone_locale_and_style_give_the_same_bytes(small: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    place = tmp_path / "路 径" / "deep"
    shutil.copytree(small, place / "small", ignore=shutil.ignore_patterns(".reportgen-cache"))
    (place / "matplotlibrc").write_text(UGLY, "utf-8")
    (place / "fonts.conf").write_text(ALIASES, "utf-8")
    env = {
        "HOME": str(tmp_path / "nobody"), "PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "zh_CN.UTF-8",
        "FONTCONFIG_FILE": str(place / "fonts.conf"), "MPLBACKEND": "TkAgg",
    }  # fmt: skip
    assert built(place / "small", env, cwd=place, umask=0o077) == plain


def test_no_fonts_no_home_no_locale_and_optimised_python_give_the_same_bytes(small: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(NO_FONTS, "utf-8")
    (tmp_path / "mpl").mkdir()
    (tmp_path / "mpl" / "matplotlibrc").write_text(UGLY, "utf-8")
    env = {
        "PYTHONHASHSEED": "0", "TZ": "America/New_York", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "MPLCONFIGDIR": str(tmp_path / "mpl"),
    }  # fmt: skip
    assert built(small, env, python=("-O",), cwd=Path("/")) == plain


def test_two_processes_give_the_same_bytes_as_one(small: Path, plain: dict[str, bytes]) -> None:
    assert built(small, {"LC_ALL": "C.UTF-8"}, "--jobs", "2") == plain


def test_no_output_says_where_it_was_made(small: Path, plain: dict[str, bytes]) -> None:
    for name, data in plain.items():
        for secret in (str(small.parent), os.environ.get("HOME", ""), sys.prefix):
            assert len(secret) < 4 or secret.encode() not in data, name
