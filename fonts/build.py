"""Build the bundled fonts: `python fonts/build.py [--source DIR] --italic source-serif-4.5.1.tgz [--out fonts]`.

Each face is one sub-font of a Noto collection of Debian's `fonts-noto-cjk`, or the italic of `italic.py`, cut down to
what reports need, renamed so that no installed font can take its place, and mended where Chinese typesetting needs it: a
two-em dash, digits of equal width, typographic spaces, and contextual spacing of adjacent punctuation (`chws`).  The same
source files give the same bytes.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import italic
import repertoire
import uharfbuzz as hb
from east_asian_spacing import Builder
from east_asian_spacing.config import Config
from fontTools.misc.transform import Offset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

PACKAGE = "fonts-noto-cjk"
PACKAGE_VERSION = "1:20220127+repack1-1"
SOURCES = {
    "NotoSansCJK-Bold.ttc": "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
    "NotoSansCJK-Regular.ttc": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    "NotoSerifCJK-Bold.ttc": "a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac",
    "NotoSerifCJK-Regular.ttc": "a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481",
}
USUAL_FOLDERS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/opentype/noto-cjk", "/usr/share/fonts/noto-cjk")

Script = Literal["hans", "hant", "latn"]

EM = 1000
KEPT_FEATURES = ("ccmp", "chws", "halt", "kern", "liga", "mark", "palt")
VERTICAL_TABLES = ("BASE", "VORG", "vhea", "vmtx")  # no output sets vertical text

# Spaces that Noto CJK lacks, in 1/1000 em, or as wide as a digit or a full stop of the face.
SPACES: Mapping[int, int | str] = {
    0x2000: 500, 0x2001: 1000, 0x2004: 333, 0x2005: 250, 0x2006: 167, 0x2007: "0", 0x2008: ".",
    0x2009: 200, 0x200A: 100, 0x202F: 200, 0x205F: 222,
}  # fmt: skip
# The collections are full (65,535 glyphs), so a new space takes over the glyph of a Hangul syllable that is dropped.
FIRST_DONOR = 0xAC00


FIGURES = "0123456789.,%+"
"""What stands in columns of numbers: as wide in the bold face as in the regular one, so that decimal points stay in one line."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One face to build: what it is called, where it comes from, and which script it serves."""

    family: str
    weight: int
    source: str
    region: str  # suffix of the sub-font's PostScript name: sc, tc, kr …; none for a font that is no collection
    script: Script
    style: Literal["normal", "italic"] = "normal"
    donors: Sequence[int] = range(FIRST_DONOR, FIRST_DONOR + len(SPACES))
    digit: int | None = None  # the width of digits in 1/1000 em; None = as the source has it

    @property
    def style_name(self) -> str:
        """Return the style name: Regular, Bold or Italic."""
        return "Italic" if self.style == "italic" else "Bold" if self.weight >= 600 else "Regular"

    @property
    def postscript_name(self) -> str:
        """Return the PostScript name, which is also the stem of the file."""
        return f"{self.family.replace(' ', '')}-{self.style_name}"

    @property
    def file(self) -> str:
        """Return the file name inside `fonts/`."""
        return f"{self.postscript_name}.otf"


REGIONS: Sequence[tuple[str, str, Script]] = (("SC", "sc", "hans"), ("TC", "tc", "hant"), ("HK", "hk", "hant"), ("Latin", "kr", "latn"))
RECIPES = tuple(
    Recipe(f"Reportgen {kind} {suffix}", weight, f"Noto{kind}CJK-{style}.ttc", region, script)
    for kind in ("Serif", "Sans")
    for suffix, region, script in REGIONS
    for weight, style in ((400, "Regular"), (700, "Bold"))
)
UPRIGHT = next(r for r in RECIPES if (r.family, r.weight) == ("Reportgen Serif Latin", 400))
# The digits are as wide as those of the upright face.
ITALIC = Recipe(UPRIGHT.family, 400, italic.FILE, "", "latn", style="italic", donors=italic.DONORS, digit=557)


def open_face(path: Path, region: str) -> TTFont:
    """Return the proportional sub-font of a region, e.g. `NotoSerifCJKsc-Regular`."""
    for number in range(10):
        font = TTFont(path, fontNumber=number, lazy=True, recalcTimestamp=False, recalcBBoxes=False)
        name = font["name"].getDebugName(6) or ""
        if f"CJK{region}-" in name and "Mono" not in name:
            return font
    raise SystemExit(f"{path}: no sub-font for region {region!r}")


def alternates(font: TTFont, feature: str) -> dict[str, str]:
    """Return glyph → glyph for all single substitutions of a GSUB feature."""
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == feature:
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    found.update(getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {}))
    return found


def kept(recipe: Recipe, best: repertoire.Glyphs, mainland: repertoire.Glyphs) -> frozenset[int]:
    """Return the code points of the source that the face keeps; `mainland` has the glyphs of the SC face, for a Traditional one."""
    match recipe.script:
        case "hans":
            return repertoire.simplified(best)
        case "hant":
            return repertoire.traditional(best, mainland)
        case "latn":
            return repertoire.latin(best)


def remap(font: TTFont, recipe: Recipe) -> frozenset[int]:
    """Point characters at the glyphs we want; return the code points this adds."""
    best = font.getBestCmap()
    wanted: dict[int, str] = {}
    if recipe.script == "latn":
        proportional = alternates(font, "pwid")
        wanted |= {code: proportional[best[code]] for code in (0x2026,) if best[code] in proportional}
    else:
        # U+2015 is the full-width dash, centred on Han; two of them join to 2 em by `ccmp`.
        wanted[0x2014] = best[0x2015]
        # Noto Sans shares one full-width glyph between middle dot and bullet; this is the narrow dot of both designs.
        wanted[0xB7] = "cid00117"
    lacking = [space for space in SPACES if space not in best]
    wanted |= {space: best[donor] for space, donor in zip(lacking, recipe.donors, strict=True)}
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap.update(wanted if table.format == 12 else {c: g for c, g in wanted.items() if c < 0x10000})
    return frozenset(wanted)


def subset(font: bytes, codes: Iterable[int]) -> bytes:
    """Return the font with only these characters, without hints and vertical metrics."""
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.UNICODE).set(codes)
    request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    features = request.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    features.clear()
    features.update(tag(name) for name in KEPT_FEATURES)
    request.sets(hb.SubsetInputSets.NAME_ID).update(range(15))  # with the licence, which by default is dropped
    request.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(tag(name) for name in VERTICAL_TABLES)
    return bytes(hb.subset(hb.Face(font), request).blob.data)


def tag(name: str) -> int:
    """Return an OpenType tag as the number HarfBuzz uses."""
    return int.from_bytes(name.encode("ascii"), "big")


def add_contextual_spacing(font: bytes, script: str) -> bytes:
    """Return the font with `chws`: two adjacent full-width marks take 1.5 em (GB/T 15834)."""
    marks = Config()
    if script == "hant":  # these stand in the middle of their em: brackets and quotes give way, and only to each other
        marks.remove(*marks.cjk_period_comma, *marks.cjk_colon_semicolon, *marks.cjk_exclam_question)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "face.otf"
        path.write_bytes(font)
        builder = Builder(path, marks)
        asyncio.run(builder.build())
        if not builder.has_spacings:
            raise SystemExit("east-asian-spacing added no chws feature")
        return Path(builder.save(Path(folder) / "spaced.otf")).read_bytes()


def redraw(font: TTFont, name: str, advance: int, shift: int, *, blank: bool = False) -> None:
    """Give a glyph a new advance and move its outline right by `shift`, or remove the outline."""
    top = font["CFF "].cff.topDictIndex[0]
    old, selector = top.CharStrings.getItemAndSelector(name)
    private = top.Private if selector is None else top.FDArray[selector].Private
    glyphs = font.getGlyphSet()
    pen = T2CharStringPen(advance - private.nominalWidthX, glyphs)
    if not blank:
        glyphs[name].draw(TransformPen(pen, Offset(shift, 0)))
    new = pen.getCharString(private, old.globalSubrs)
    old.program, old.bytecode = new.program, None
    bearing = font["hmtx"][name][1]
    font["hmtx"][name] = (advance, 0 if blank else bearing + shift)


def centre(font: TTFont, name: str, advance: int) -> None:
    """Set the advance of a glyph, keeping the outline in the middle of it."""
    old = font["hmtx"][name][0]
    if old != advance:
        redraw(font, name, advance, (advance - old) // 2)


def trim(font: TTFont, name: str, bearing: int) -> None:
    """Replace the full-width body of a symbol by its ink plus `bearing` on both sides."""
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    left, _, right, _ = pen.bounds
    redraw(font, name, round(right - left) + 2 * bearing, bearing - round(left))


def figures(data: bytes) -> dict[int, int]:
    """Return code → advance of the figures of a finished face."""
    font = TTFont(BytesIO(data), lazy=True)
    best = font.getBestCmap()
    return {ord(character): font["hmtx"][best[ord(character)]][0] for character in FIGURES}


def mend_widths(font: TTFont, recipe: Recipe, regular: Mapping[int, int]) -> None:
    """Make digits tabular, give the spaces their widths, and symbols the width their script expects.

    regular   the figures of the regular face, for the bold one; empty for the others
    """
    best = font.getBestCmap()
    metrics = font["hmtx"]
    digit = recipe.digit or metrics[best[ord("0")]][0]
    for character in "0123456789":
        centre(font, best[ord(character)], digit)
    for code, width in regular.items():
        centre(font, best[code], width)
    for code, wide in SPACES.items():
        redraw(font, best[code], wide if isinstance(wide, int) else metrics[best[ord(wide)]][0], 0, blank=True)
    centre(font, best[0x2002], EM // 2)
    centre(font, best[0x2003], EM)
    # One width for the signs of growth, so that a column of +1.2 and −1.2 stays aligned.
    centre(font, best[0x2212], metrics[best[ord("+")]][0])
    if recipe.script == "hans":
        centre(font, best[0xB7], EM // 2)  # mainland middle dot: half an em (CLREQ)
    elif recipe.script == "hant":
        centre(font, best[0xB7], EM)  # in Taiwan and Hong Kong it has the place of a character
    else:
        full_width = {name for code, name in best.items() if code > 0x7F and code != 0x2014 and metrics[name][0] == EM}
        spaces = {best[code] for code in (*SPACES, 0x2003) if code in best}
        for name in sorted(full_width - spaces):
            trim(font, name, 60)
        centre(font, best[0xB7], EM // 3)


def rename(font: TTFont, recipe: Recipe) -> None:
    """Set every family, full and PostScript name; copyright, designers and licence stay as they are."""
    names = font["name"]
    names.names = [
        r for r in names.names if r.platformID == 3 and r.langID == 0x409 and r.nameID not in (16, 17, 21, 22)
    ]
    version = names.getDebugName(5).split(";")[0]
    full = f"{recipe.family} {recipe.style_name}"
    for number, text in (
        (1, recipe.family),
        (2, recipe.style_name),
        (3, f"{version};reportgen;{recipe.postscript_name}"),
        (4, full),
        (5, f"{version}; cut and changed for reportgen"),
        (6, recipe.postscript_name),
    ):
        names.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [recipe.postscript_name]
    cff.topDictIndex[0].FullName = full
    cff.topDictIndex[0].FamilyName = recipe.family


def mend_header(font: TTFont, recipe: Recipe) -> None:
    """Make OS/2 say what the face now covers."""
    os2 = font["OS/2"]
    os2.recalcUnicodeRanges(font)
    os2.recalcAvgCharWidth(font)
    os2.ulCodePageRange1 = 1 | {"latn": 0, "hans": 1 << 18, "hant": 1 << 20}[recipe.script]  # Latin 1, and GBK or Big5
    os2.ulCodePageRange2 = 0


def build_face(source: TTFont, recipe: Recipe, mainland: repertoire.Glyphs, regular: Mapping[int, int]) -> bytes:
    """Return the finished font of one recipe; `mainland` as in `kept`, `regular` as in `mend_widths`."""
    modified = source["head"].modified
    codes = kept(recipe, source.getBestCmap(), mainland) | remap(source, recipe)
    mapped = BytesIO()
    source.save(mapped)
    data = subset(mapped.getvalue(), codes)
    if recipe.script != "latn":
        data = add_contextual_spacing(data, recipe.script)
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    mend_widths(font, recipe, regular)
    rename(font, recipe)
    mend_header(font, recipe)
    font["head"].modified = modified  # east-asian-spacing wrote the time of the build
    out = BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def ranges(codes: Iterable[int]) -> list[list[int]]:
    """Return sorted closed ranges, so that coverage reads fast and diffs stay short.

    >>> ranges([65, 66, 67, 97])
    [[65, 67], [97, 97]]
    """
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def catalogue(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return the text of fonts.toml."""
    lines = ["# Written by fonts/build.py. Licence: OFL.txt."]
    for package, version, digests in (
        (PACKAGE, PACKAGE_VERSION, SOURCES),
        (italic.PACKAGE, italic.PACKAGE_VERSION, {italic.FILE: italic.SHA256}),
    ):
        lines += ["", "[[source]]", f'package = "{package}"', f'version = "{version}"', "", "[source.sha256]"]
        lines += [f'"{name}" = "{digest}"' for name, digest in digests.items()]
    for entry in entries:
        lines += ["", "[[face]]", *(f"{key} = {json.dumps(value)}" for key, value in entry.items())]
    return "\n".join(lines) + "\n"


def find_sources(folder: Path | None) -> Path:
    """Return the folder that holds the four collections in the version this script was written for."""
    candidates = [folder] if folder else [Path(name) for name in USUAL_FOLDERS]
    found = next((path for path in candidates if all((path / name).is_file() for name in SOURCES)), None)
    if found is None:
        searched = ", ".join(map(str, candidates))
        raise SystemExit(
            f"Noto CJK collections not found in {searched}\n  hint: install Debian's {PACKAGE}, or give --source"
        )
    for name, digest in SOURCES.items():
        if hashlib.sha256((found / name).read_bytes()).hexdigest() != digest:
            raise SystemExit(
                f"{found / name}: not the file of {PACKAGE} {PACKAGE_VERSION}\n  hint: this build is pinned to it"
            )
    return found


def finished(folder: Path, slanted: bytes) -> Iterator[tuple[Recipe, bytes]]:
    """Yield every face; the bold after the regular and the italic last, since they are measured by those before them."""
    upright = before = b""
    for recipe in RECIPES:
        mainland = open_face(folder / recipe.source, "sc").getBestCmap() if recipe.script == "hant" else {}
        regular = figures(before) if recipe.style_name == "Bold" else {}
        data = before = build_face(open_face(folder / recipe.source, recipe.region), recipe, mainland, regular)
        upright = data if recipe is UPRIGHT else upright
        yield recipe, data
    yield ITALIC, build_face(italic.open_beside(TTFont(BytesIO(upright)), slanted), ITALIC, {}, {})


def build(source: Path, slanted: bytes, out: Path, report: Callable[[str], None]) -> None:
    """Write all faces, fonts.toml and coverage.json into `out`."""
    entries = []
    coverage = {}
    for recipe, data in finished(source, slanted):
        (out / recipe.file).write_bytes(data)
        codes = hb.Face(data).unicodes
        coverage[recipe.file] = ranges(codes)
        entries.append(
            {
                "family": recipe.family,
                "weight": recipe.weight,
                "style": recipe.style,
                "script": recipe.script,
                "file": recipe.file,
                "sha256": hashlib.sha256(data).hexdigest(),
                "size": len(data),
                "characters": len(codes),
            }
        )
        report(f"{recipe.file:32} {len(data) / 1e6:6.2f} MB {len(codes):6} characters")
    (out / "fonts.toml").write_text(catalogue(entries), encoding="utf-8")
    text = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(spans, separators=(',', ':'))}" for name, spans in coverage.items()
    )
    (out / "coverage.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, help=f"folder of the Noto CJK collections of Debian's {PACKAGE}")
    parser.add_argument("--italic", type=Path, help=f"npm package {italic.PACKAGE} as a file, or its {italic.FILE}")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent, help="where the fonts go")
    arguments = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    source, slanted = find_sources(arguments.source), italic.read(arguments.italic)
    arguments.out.mkdir(parents=True, exist_ok=True)
    build(source, slanted, arguments.out, lambda line: print(line, file=sys.stderr))


if __name__ == "__main__":
    main()
