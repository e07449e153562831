"""Fonts cut for a page: every character once, from the first family of the list that has it."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from reportgen import fonts
from reportgen.edition import Edition, load_edition
from reportgen.press import own_fonts
from reportgen.renderers.fontface import embedded, linked

MAINLAND = load_edition("zh-Hans")
ORIGIN = "memory:/"
TEXT = "四川「直播電商」說明：骨門 12.5%，𠮷们 直播 𠮷 骨。"


def edition(region: str) -> Edition:
    """Return an edition whose faces are those of a region before the Simplified ones."""
    stacks = {f"fonts.{kind.lower()}": [f"Reportgen {kind} {region}", f"Reportgen {kind} SC"] for kind in ("Serif", "Sans")}
    return replace(MAINLAND, terms={**MAINLAND.terms, **stacks})


def characters(font: bytes) -> set[str]:
    return {chr(code) for code in TTFont(BytesIO(font)).getBestCmap()}


def files_by_name(region: str) -> dict[str, bytes]:
    return {Path(url).stem: data for url, data in linked(edition(region), TEXT, ORIGIN)[1].items()}


@pytest.mark.parametrize("region", ["TC", "HK"])
def test_a_character_is_cut_from_the_first_family_that_has_it(region: str) -> None:
    files = files_by_name(region)
    for kind in ("Serif", "Sans"):
        for style in ("Regular", "Bold"):
            first, second = (characters(files[f"Reportgen{kind}{each}-{style}"]) for each in (region, "SC"))
            assert set("四川說骨門，。「」Aa0") <= first - second
            assert "𠮷" in second - first
            assert "".join(first & second).isspace()


def test_a_web_page_holds_the_same_characters() -> None:
    rules = embedded(edition("TC"), TEXT)
    found = {family: set[str]() for family in re.findall(r'font-family: "([^"]+)"', rules)}
    for family, data in re.findall(r'font-family: "([^"]+)".*?base64,([^"]+)"', rules):
        found[family] |= characters(base64.b64decode(data))
    assert found.keys() == {f"Reportgen {kind} {region}" for kind in ("Serif", "Sans") for region in ("TC", "SC")}
    assert set(TEXT) <= found["Reportgen Serif TC"] | found["Reportgen Serif SC"]


@pytest.mark.parametrize("region", ["TC", "HK"])
def test_a_pdf_prints_both_families_and_the_text_comes_back(region: str) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    weasyprint = pytest.importorskip("weasyprint")
    ours = edition(region)
    rules, files = linked(ours, TEXT, "https://report.invalid/")
    for url, data in files.items():
        rules = rules.replace(url, f"data:font/otf;base64,{base64.b64encode(data).decode()}")
    names = ", ".join(f'"{family}"' for family in ours.serif)
    page = f'<html lang="zh-Hant"><style>{rules} body {{ font: 12pt {names} }} @page {{ size: 800pt 200pt }}</style>{TEXT}<b>{TEXT}</b>'
    with own_fonts(), pymupdf.open(stream=weasyprint.HTML(string=page).write_pdf()) as document:
        used = {font[3].partition("+")[2] for font in document[0].get_fonts()}
        text = document[0].get_text().replace("\n", "")
    assert {name.removesuffix("-Bold") for name in used} == {f"Reportgen-Serif-{each}" for each in (region, "SC")}
    assert text.strip() == TEXT + TEXT


def test_a_stack_whose_first_family_has_everything_cuts_no_other() -> None:
    assert {Path(url).stem for url in linked(edition("TC"), "說明", ORIGIN)[1]} == {
        f"Reportgen{kind}TC-{style}" for kind in ("Serif", "Sans") for style in ("Regular", "Bold")
    }


def test_a_simplified_page_reads_no_traditional_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in fonts.faces()[0].path.parent.iterdir():
        if "TC" not in file.name and "HK" not in file.name:
            (tmp_path / file.name).symlink_to(file)
    monkeypatch.setattr("reportgen.fonts.data_path", lambda name: tmp_path)
    assert len(linked(MAINLAND, TEXT, ORIGIN)[1]) == 4
    assert embedded(MAINLAND, TEXT).count("@font-face") == 4
    with pytest.raises(hb.HarfBuzzError, match="TC"):
        linked(edition("TC"), TEXT, ORIGIN)


def test_italic_words_find_what_the_italic_lacks_in_the_next_family() -> None:
    lacking = fonts.coverage(fonts.faces_of(["Reportgen Serif Latin"])[0]) - fonts.coverage(fonts.faces_of(["Reportgen Serif Latin"])[-1])
    character = chr(min(lacking))
    found = {face.path.stem: drawn for face, drawn in fonts.shares(("Reportgen Serif Latin", "Reportgen Serif SC"), character + "a").items()}
    assert "ReportgenSerifLatin-Italic" in found
    assert character in found["ReportgenSerifLatin-Regular"]
    assert found["ReportgenSerifSC-Regular"].strip() == character
