"""Every region's own shapes of Han, bold that is drawn bold, and nothing of the Japanese face the collections begin with."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import product
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.recordingPen import RecordingPen

from reportgen import fonts
from reportgen.edition import editions, load_edition

ROOT = Path(__file__).resolve().parents[1]
NOTO = Path("/usr/share/fonts/opentype/noto")
DIFFERENT = "骨角直海門画今令诗曜戶戸說説说草返神糖兑兌為爲裏麵録房者雪遍逸化免寒唐"
"""Characters that the mainland, Taiwan, Hong Kong and Japan do not all draw alike."""
BEHIND = {"SC": ("SC",), "TC": ("TC", "SC"), "HK": ("HK", "SC")}
HAN = frozenset(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0x20000, 0x30000))))
KINDS = ("Serif", "Sans")
WEIGHTS = ((400, "Regular"), (700, "Bold"))
STACKS = list(product(KINDS, BEHIND, WEIGHTS))

OUTLINES = {
    "Serif SC Regular": "d10f49e6901246d3",
    "Serif SC Bold": "c13b0fd96ec83ae6",
    "Serif TC Regular": "fd3c5127b0f4e8b0",
    "Serif TC Bold": "3c0f79a37d6011f7",
    "Serif HK Regular": "fde992790fc6b32d",
    "Serif HK Bold": "f2df6b64ec55785f",
    "Sans SC Regular": "718947aeea449f7a",
    "Sans SC Bold": "1d27f499fe0feddf",
    "Sans TC Regular": "cc553b4077df4905",
    "Sans TC Bold": "d09d16790a95e046",
    "Sans HK Regular": "c5f138d206919e08",
    "Sans HK Bold": "0310d72149655f60",
}
"""Digests of the outlines of DIFFERENT as a stack draws them; to change one is to change the shape of Chinese."""


def outlines(font: hb.Font, characters: Iterable[str]) -> list[object]:
    """Return the contours of every character."""
    drawn = []
    for character in characters:
        pen = RecordingPen()
        font.draw_glyph_with_pen(font.get_nominal_glyph(ord(character)), pen)
        drawn.append(pen.value)
    return drawn


@cache
def stack(kind: str, region: str, weight: int) -> tuple[fonts.Face, ...]:
    families = [f"Reportgen {kind} {each}" for each in BEHIND[region]]
    return tuple(face for face in fonts.faces_of(families) if face.weight == weight)


@cache
def opened(face: fonts.Face) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(face.path)))


def printed(kind: str, region: str, weight: int, characters: str) -> list[object]:
    """Return the contours a page shows: those of the first face of the stack that has the character."""
    faces = stack(kind, region, weight)
    return [outlines(opened(next(face for face in faces if ord(each) in fonts.coverage(face))), each)[0] for each in characters]


@cache
def source(kind: str, style: str) -> hb.Blob:
    """Return the collection the faces were cut from, in the version fonts.toml names."""
    name = f"Noto{kind}CJK-{style}.ttc"
    digests = tomllib.loads((ROOT / "fonts" / "fonts.toml").read_text("utf-8"))["source"][0]["sha256"]
    if not (NOTO / name).is_file() or hashlib.sha256((NOTO / name).read_bytes()).hexdigest() != digests[name]:
        pytest.skip(f"{name} is not installed in the version the fonts were built from")
    return hb.Blob.from_file_path(NOTO / name)


@cache
def original(kind: str, region: str, style: str) -> hb.Font:
    """Return the proportional sub-font of a region."""
    wanted = f"Noto{kind}CJK{region.lower()}-{style}"
    faces = (hb.Face(source(kind, style), number) for number in range(10))
    return hb.Font(next(face for face in faces if face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) == wanted))


@pytest.mark.parametrize(("kind", "region", "weight"), STACKS)
def test_a_stack_draws_the_shapes_it_drew_before(kind: str, region: str, weight: tuple[int, str]) -> None:
    drawn = repr(printed(kind, region, weight[0], DIFFERENT))
    assert hashlib.sha256(drawn.encode()).hexdigest()[:16] == OUTLINES[f"{kind} {region} {weight[1]}"]


@pytest.mark.parametrize("kind", KINDS)
def test_regions_draw_what_they_write_differently(kind: str) -> None:
    for first, second in (("SC", "TC"), ("TC", "HK"), ("SC", "HK")):
        pairs = zip(printed(kind, first, 400, DIFFERENT), printed(kind, second, 400, DIFFERENT), strict=True)
        assert sum(a != b for a, b in pairs) > len(DIFFERENT) / 4


@pytest.mark.parametrize(("kind", "region", "weight"), STACKS)
def test_every_shape_is_that_of_the_region_in_the_source(kind: str, region: str, weight: tuple[int, str]) -> None:
    covered = sorted(frozenset.union(*map(fonts.coverage, stack(kind, region, weight[0]))))
    sample = DIFFERENT + "".join(chr(code) for code in covered if chr(code) in HAN)[::40]
    drawn, wanted = printed(kind, region, weight[0], sample), outlines(original(kind, region, weight[1]), sample)
    assert [each for each, ours, theirs in zip(sample, drawn, wanted, strict=True) if ours != theirs] == []


@pytest.mark.parametrize(("kind", "region", "weight"), STACKS)
def test_no_shape_is_the_japanese_one_where_the_region_has_its_own(kind: str, region: str, weight: tuple[int, str]) -> None:
    drawn = printed(kind, region, weight[0], DIFFERENT)
    own, japanese = (outlines(original(kind, each, weight[1]), DIFFERENT) for each in (region, "jp"))
    differing = [index for index, (a, b) in enumerate(zip(own, japanese, strict=True)) if a != b]
    assert len(differing) > len(DIFFERENT) / 4
    assert [DIFFERENT[index] for index in differing if drawn[index] == japanese[index]] == []


@pytest.mark.parametrize(("kind", "region"), list(product(KINDS, BEHIND)))
def test_bold_is_drawn_with_heavier_stems(kind: str, region: str) -> None:
    regular, bold = (stack(kind, region, weight)[0] for weight in (400, 700))
    assert regular.path != bold.path
    han = next(each for each in DIFFERENT if ord(each) in fonts.coverage(regular))
    for character in (han, "1", "n"):
        assert ink(bold, character) > 1.15 * ink(regular, character)


def ink(face: fonts.Face, character: str) -> float:
    """Return the inked area of a character."""
    font, pen = opened(face), AreaPen()
    font.draw_glyph_with_pen(font.get_nominal_glyph(ord(character)), pen)
    return abs(float(pen.value))


@pytest.mark.parametrize("tag", editions())
def test_an_edition_names_the_faces_that_stand_behind_its_first(tag: str) -> None:
    edition = load_edition(tag)
    for families in (edition.serif, edition.sans):
        chinese = tuple(family.rpartition(" ")[2] for family in families if not family.endswith(" Latin"))
        assert chinese == BEHIND[chinese[0]]
