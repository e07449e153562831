"""What the bundled fonts promise: coverage, widths, spacing, names, and subsets that keep all of it."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from reportgen import fonts
from reportgen.errors import RenderError

FACES = fonts.faces()
SIMPLIFIED = [face for face in FACES if face.family.endswith(" SC")]
TRADITIONAL = [face for face in FACES if face.family.endswith((" TC", " HK"))]
CHINESE = [*SIMPLIFIED, *TRADITIONAL]
LATIN = [face for face in FACES if face.family.endswith(" Latin")]
ITALIC = next(face for face in FACES if face.style == "italic")
UPRIGHT = next(face for face in FACES if (face.family, face.weight, face.style) == (ITALIC.family, 400, "normal"))
STACK = ("Reportgen Serif Latin", "Reportgen Serif SC")
CHWS: Mapping[str, bool] = {"chws": True}


def name(face: fonts.Face) -> str:
    return face.path.stem


def advances(data: bytes, text: str, features: Mapping[str, bool] | None = None) -> list[int]:
    """Return the advance of every glyph of the shaped text, in 1/1000 em."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(hb.Font(hb.Face(data)), buffer, dict(features or {}))
    return [position.x_advance for position in buffer.glyph_positions]


def width(face: fonts.Face, text: str, features: Mapping[str, bool] | None = None) -> int:
    return sum(advances(fonts.subset(face, text), text, features))


def bounds(face: fonts.Face, character: str) -> tuple[float, float, float, float]:
    """Return the ink of a character: left, bottom, right, top in 1/1000 em."""
    font = whole(face)
    pen = BoundsPen(None)
    font.draw_glyph_with_pen(font.get_nominal_glyph(ord(character)), pen)
    box: tuple[float, float, float, float] = pen.bounds
    return box


@cache
def whole(face: fonts.Face) -> hb.Font:
    return hb.Font(hb.Face(hb.Blob.from_file_path(face.path)))


def test_sixteen_upright_faces_in_two_weights_and_one_italic_fit_into_70_megabytes() -> None:
    upright = {
        (f"Reportgen {kind} {script}", weight, "normal")
        for kind, script, weight in product(("Serif", "Sans"), ("SC", "TC", "HK", "Latin"), (400, 700))
    }
    assert sorted((face.family, face.weight, face.style) for face in FACES) == sorted(
        upright | {("Reportgen Serif Latin", 400, "italic")}
    )
    assert sum(face.path.stat().st_size for face in FACES) < 70_000_000


@pytest.mark.parametrize("face", FACES, ids=name)
def test_the_catalogue_has_the_digest_of_every_file(face: fonts.Face) -> None:
    assert hashlib.sha256(face.path.read_bytes()).hexdigest() == face.sha256


@pytest.mark.parametrize("face", FACES, ids=name)
def test_stored_coverage_is_the_coverage_of_the_file(face: fonts.Face) -> None:
    assert fonts.coverage(face) == frozenset(hb.Face(hb.Blob.from_file_path(face.path)).unicodes)


@pytest.mark.parametrize("face", FACES, ids=name)
def test_names_are_ours_and_the_licence_is_kept(face: fonts.Face) -> None:
    names = TTFont(BytesIO(face.path.read_bytes()), lazy=True)["name"]
    assert {record.toUnicode() for record in names.names if record.nameID in (1, 16)} == {face.family}
    assert names.getDebugName(6) == face.path.stem
    assert "Adobe" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)


@pytest.mark.parametrize("face", CHINESE, ids=name)
def test_chinese_faces_cover_the_marks_and_symbols_reports_write(face: fonts.Face) -> None:
    wanted = "〇①⑳Ⅻ↑↓→−“”‘’—～·……％℃‰€▲▼■□●○《》〈〉「」『』ǎǚńê×±≤≥\u2005\u2009\u202f\u2007\xa0\u3000"
    assert [character for character in wanted if ord(character) not in fonts.coverage(face)] == []


@pytest.mark.parametrize("face", SIMPLIFIED, ids=name)
def test_simplified_faces_cover_the_han_of_names_and_places(face: fonts.Face) -> None:
    assert [character for character in "四川𠮷䶮" if ord(character) not in fonts.coverage(face)] == []
    assert sum(0x4E00 <= code <= 0x9FFF for code in fonts.coverage(face)) >= 20_970


@pytest.mark.parametrize("face", TRADITIONAL, ids=name)
def test_traditional_faces_cover_the_frequent_level_of_big5(face: fonts.Face) -> None:
    frequent = {code for code in range(0x4E00, 0xA000) if b"\xa4\x40" <= chr(code).encode("big5", "replace") <= b"\xc6\x7e"}
    assert len(frequent) == 5401
    assert frequent - fonts.coverage(face) == set()


@pytest.mark.parametrize("face", LATIN, ids=name)
def test_latin_faces_cover_english_and_pinyin_but_no_han(face: fonts.Face) -> None:
    wanted = "Garzê Xī’ān nǚ lǜ ǎ “a” ‘b’ – — … · × − ± ↑↓→ € ✓ ≤ ≥ •"
    assert [character for character in wanted if ord(character) not in fonts.coverage(face)] == []
    assert ord("四") not in fonts.coverage(face)


@pytest.mark.parametrize("face", FACES, ids=name)
def test_digits_have_one_width_beside_any_digit_and_sign(face: fonts.Face) -> None:
    text = "0123456789.,%+−"
    data = fonts.subset(face, text)
    alone = {character: advances(data, character)[0] for character in text}
    assert len({alone[digit] for digit in "0123456789"}) == 1
    assert alone["+"] == alone["−"]
    kerned = [(a, b) for a, b in product(text, "0123456789") if sum(advances(data, a + b)) != alone[a] + alone[b]]
    assert kerned == []


@pytest.mark.parametrize("bold", [face for face in fonts.faces() if face.weight == 700], ids=lambda face: face.family)
def test_figures_are_as_wide_in_bold_so_that_decimal_points_stand_in_one_line(bold: fonts.Face) -> None:
    regular = next(face for face in fonts.faces() if (face.family, face.weight, face.style) == (bold.family, 400, "normal"))
    for text in ("0", "1.25", "+12,345.67%", "−3.5%"):
        assert width(bold, text) == width(regular, text)


@pytest.mark.parametrize("face", FACES, ids=name)
def test_up_and_down_arrows_have_one_width(face: fonts.Face) -> None:
    assert width(face, "↑") == width(face, "↓")


@pytest.mark.parametrize("face", FACES, ids=name)
def test_typographic_spaces_have_their_widths(face: fonts.Face) -> None:
    assert [width(face, space) for space in "\u2005\u2009\u202f"] == [250, 200, 200]
    assert width(face, "\u2007") == width(face, "0")


@pytest.mark.parametrize("face", CHINESE, ids=name)
def test_a_chinese_dash_is_two_em_and_one_stroke(face: fonts.Face) -> None:
    assert advances(fonts.subset(face, "——"), "——") == [2000]
    assert width(face, "……") == 2000


@pytest.mark.parametrize("face", SIMPLIFIED, ids=name)
@pytest.mark.parametrize("pair", ["。”", "）（", "》，", "：“", "、《", "”，", "“‘", "。）", "？”", "」「"])
def test_two_adjacent_full_width_marks_take_one_and_a_half_em(face: fonts.Face, pair: str) -> None:
    assert width(face, pair, CHWS) == 1500
    assert width(face, pair) == 2000


@pytest.mark.parametrize("face", TRADITIONAL, ids=name)
def test_marks_in_the_middle_of_their_em_are_not_squeezed_and_brackets_are(face: fonts.Face) -> None:
    for pair in ("」，", "，「", "。」", "：「", "、《", "。）", "？」", "！）", "；「", "。。", "，，"):
        assert width(face, pair, CHWS) == 2000
    for pair in ("」「", "）（", "』」", "「『", "》《", "”“"):
        assert width(face, pair, CHWS) == 1500


@pytest.mark.parametrize("face", TRADITIONAL, ids=name)
@pytest.mark.parametrize("mark", "，。、；：！？·")
def test_traditional_marks_stand_in_the_middle_of_their_em(face: fonts.Face, mark: str) -> None:
    left, _, right, _ = bounds(face, mark)
    assert width(face, mark) == 1000
    assert (left + right) / 2 == pytest.approx(500, abs=60)


@pytest.mark.parametrize("face", SIMPLIFIED, ids=name)
def test_the_simplified_comma_stands_left_and_the_middle_dot_takes_half_an_em(face: fonts.Face) -> None:
    assert bounds(face, "，")[2] < 500
    assert width(face, "·") == 500


@pytest.mark.parametrize("face", CHINESE, ids=name)
def test_a_full_width_mark_beside_han_keeps_its_em(face: fonts.Face) -> None:
    assert advances(fonts.subset(face, "骨，《"), "骨，骨《骨", CHWS) == [1000] * 5


@pytest.mark.parametrize("face", CHINESE, ids=name)
def test_chinese_quotes_are_one_em(face: fonts.Face) -> None:
    assert [width(face, quote) for quote in "“”‘’"] == [1000] * 4


@pytest.mark.parametrize("face", LATIN, ids=name)
def test_western_quotes_are_narrow(face: fonts.Face) -> None:
    assert max(width(face, quote) for quote in "“”‘’") < 600


@pytest.mark.parametrize("face", LATIN, ids=name)
def test_latin_faces_kern_and_join_letters(face: fonts.Face) -> None:
    assert width(face, "AV") < width(face, "A") + width(face, "V")
    assert len(advances(fonts.subset(face, "fi"), "fi")) == 1


def test_the_italic_stands_as_high_as_the_upright_and_does_not_move_lines() -> None:
    italic, upright = (TTFont(face.path) for face in (ITALIC, UPRIGHT))
    assert [round(bounds(ITALIC, character)[3]) for character in "HIE"] == [round(bounds(UPRIGHT, character)[3]) for character in "HIE"]
    assert abs(italic["OS/2"].sxHeight - upright["OS/2"].sxHeight) <= 2
    for field in ("ascent", "descent", "lineGap"):
        assert getattr(italic["hhea"], field) == getattr(upright["hhea"], field)
    for field in ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"):
        assert getattr(italic["OS/2"], field) == getattr(upright["OS/2"], field)
    assert italic["head"].unitsPerEm == upright["head"].unitsPerEm == 1000


def test_the_italic_says_that_it_is_one_and_bears_no_reserved_name() -> None:
    font = TTFont(ITALIC.path)
    assert (font["OS/2"].fsSelection & 0x41, font["head"].macStyle & 2, font["post"].italicAngle) == (1, 2, -12)
    top = font["CFF "].cff.topDictIndex[0]
    written = [font["name"].getDebugName(number) for number in (1, 2, 3, 4, 5, 6)] + [top.FullName, top.FamilyName]
    assert written[:2] == ["Reportgen Serif Latin", "Italic"]
    assert not any("Source" in text for text in written)
    assert "Reserved Font Name ‘Source’" in font["name"].getDebugName(0)


def test_italic_digits_are_as_wide_as_upright_ones_and_spaces_keep_their_measure() -> None:
    assert width(ITALIC, "0") == width(UPRIGHT, "0")
    assert [width(ITALIC, space) for space in "\u2002\u2003"] == [500, 1000]


def test_what_the_italic_lacks_is_drawn_by_the_next_family() -> None:
    lacking = fonts.coverage(UPRIGHT) - fonts.coverage(ITALIC)
    assert fonts.coverage(ITALIC) < fonts.coverage(UPRIGHT)
    assert lacking <= fonts.coverage(CHINESE[0])
    assert fonts.missing("".join(map(chr, lacking)), [UPRIGHT.family]) == ()


def test_a_subset_keeps_the_text_and_drops_the_rest() -> None:
    data = fonts.subset(CHINESE[0], "四川")
    assert set(hb.Face(data).unicodes) == set(map(ord, "四川"))
    assert len(data) < 40_000


def test_a_subset_draws_the_outlines_of_the_whole_font() -> None:
    part = hb.Font(hb.Face(fonts.subset(CHINESE[0], "四川𠮷8—")))
    for character in "四川𠮷8—":
        shapes = [f.get_glyph_extents(f.get_nominal_glyph(ord(character))) for f in (whole(CHINESE[0]), part)]
        assert shapes[0] == shapes[1]


@pytest.mark.parametrize("flavor", ["otf", "woff2"])
def test_equal_characters_give_equal_bytes_in_any_order(flavor: fonts.Flavor) -> None:
    first = fonts.subset(CHINESE[0], "四川——川", flavor=flavor)
    fonts._subset.cache_clear()
    assert fonts.subset(CHINESE[0], "—川四", flavor=flavor) == first


def test_woff2_unpacks_to_the_tables_of_the_otf() -> None:
    otf = TTFont(BytesIO(fonts.subset(CHINESE[0], "四川")), lazy=True)
    woff2 = TTFont(BytesIO(fonts.subset(CHINESE[0], "四川", flavor="woff2")), lazy=True)
    tables = set(otf.reader.keys()) - {"head"}
    assert set(woff2.reader.keys()) - {"head"} == tables
    assert {tag: woff2.reader[tag] for tag in tables} == {tag: otf.reader[tag] for tag in tables}


def test_the_head_table_of_woff2_has_the_flag_and_the_checksum_of_the_changed_file() -> None:
    otf = fonts.subset(CHINESE[0], "四川")
    count = struct.unpack_from(">H", otf, 4)[0]
    entry = next(at for at in range(12, 12 + 16 * count, 16) if otf[at : at + 4] == b"head")
    offset, length = struct.unpack_from(">II", otf, entry + 8)
    head = fonts._mark_as_recoded(otf[offset : offset + length])
    assert struct.unpack_from(">H", head, 16)[0] & 0x0800
    file = bytearray(otf)
    file[offset : offset + length] = head[:8] + bytes(4) + head[12:]
    struct.pack_into(">I", file, entry + 4, _sum(bytes(file[offset : offset + length])))
    assert (0xB1B0AFBA - _sum(bytes(file))) & 0xFFFFFFFF == struct.unpack_from(">I", head, 8)[0]


def _sum(data: bytes) -> int:
    padded = data.ljust((len(data) + 3) // 4 * 4, b"\0")
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def test_missing_names_the_characters_no_family_has() -> None:
    assert fonts.missing("四川\U00031350 Sichuan 𠮷", STACK) == ("\U00031350",)


def test_missing_looks_at_the_whole_stack() -> None:
    assert fonts.missing("a四", STACK[:1]) == ("四",)
    assert fonts.missing("a四", STACK) == ()


def test_joiners_and_line_ends_need_no_glyph() -> None:
    assert fonts.missing("四\u2060川\u200b\xad\n\t\ufe0f", STACK) == ()


@pytest.mark.parametrize("first", ["TC", "HK"])
def test_a_traditional_stack_lacks_nothing_that_simplified_text_has(first: str) -> None:
    assert fonts.missing("說𠮷们あ\U00031350", [f"Reportgen Serif {first}", "Reportgen Serif SC"]) == ("\U00031350",)
    assert fonts.missing("說𠮷们あ", [f"Reportgen Serif {first}"]) != ()


def test_an_unknown_family_is_an_error_that_names_the_near_one() -> None:
    with pytest.raises(RenderError, match="Reportgen Serif SC"):
        fonts.faces_of(["Reportgen Seriff SC"])


def test_a_folder_without_fonts_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"fonts/build\.py"):
        fonts.faces(tmp_path)


def test_the_stylesheet_has_one_rule_per_face_and_no_reference_to_a_file() -> None:
    rules = fonts.stylesheet(STACK, "四川 Sichuan").splitlines()
    assert [rule.partition("src:")[0] for rule in rules] == [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        for face in fonts.faces_of(STACK)
    ]
    assert sum("font-style: italic" in rule for rule in rules) == 1
    assert all('url("data:font/otf;base64,' in rule for rule in rules)


def test_weasyprint_prints_italic_words_with_the_italic_face() -> None:
    pymupdf = pytest.importorskip("pymupdf")
    weasyprint = pytest.importorskip("weasyprint")
    rules = fonts.stylesheet([ITALIC.family], "In Yearbook 2023")
    page = f'<html lang="en"><style>{rules} body {{ font: 10pt "{ITALIC.family}" }}</style>In <i>Yearbook 2023</i>'
    with pymupdf.open(stream=weasyprint.HTML(string=page).write_pdf()) as document:
        spans = [span for block in document[0].get_text("dict")["blocks"] for span in block["lines"][0]["spans"]]
    left, _, right, _ = next(span["bbox"] for span in spans if span["text"] == "Yearbook 2023")
    assert [span["flags"] & pymupdf.TEXT_FONT_ITALIC for span in spans] == [0, pymupdf.TEXT_FONT_ITALIC]
    assert (right - left) * 100 == pytest.approx(width(ITALIC, "Yearbook 2023"), rel=0.002)


def test_weasyprint_prints_the_bundled_face_and_text_comes_back() -> None:
    pymupdf = pytest.importorskip("pymupdf")
    weasyprint = pytest.importorskip("weasyprint")
    text = "四川“指数”——𠮷1.2"
    rules = fonts.stylesheet(["Reportgen Serif SC"], text)
    page = f'<html lang="zh-Hans"><style>{rules} body {{ font-family: "Reportgen Serif SC" }}</style>{text}'
    with pymupdf.open(stream=weasyprint.HTML(string=page).write_pdf()) as document:
        assert document[0].get_text().strip() == text
        assert {font[3].partition("+")[2] for font in document[0].get_fonts()} == {"Reportgen-Serif-SC"}
