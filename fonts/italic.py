"""The italic beside the Latin serif, which Noto CJK does not have: Source Serif 4 Italic.

The Latin letters of Noto Serif CJK are Source Serif, drawn larger to stand beside Han.  Here the italic grows likewise.
"""

from __future__ import annotations

import hashlib
import tarfile
from io import BytesIO
from pathlib import Path

from fontTools.misc.transform import Scale
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

PACKAGE = "source-serif"
PACKAGE_VERSION = "4.5.1"
FILE = "SourceSerif4-It.otf"
SHA256 = "f8062257f4693e438a8e317c9fe2b4393f0d4eed84d897edcbfd733c30a1c1a1"

# Per mille.  Lower case x, capitals and ascenders of Noto Serif CJK are 1.086, 1.087 and 1.088 times those of Source Serif.
SCALE = 1087
# Symbols that reports do not need and no kerning touches: typographic spaces the italic lacks take over their glyphs.
DONORS = (0x2610, 0x2611, 0x266A, 0x2752)

LINE_METRICS = {
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": (
        "sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent", "yStrikeoutPosition",
        "yStrikeoutSize", "ySubscriptXSize", "ySubscriptYSize", "ySubscriptYOffset", "ySuperscriptXSize",
        "ySuperscriptYSize", "ySuperscriptYOffset",
    ),
    "post": ("underlinePosition", "underlineThickness"),
}  # fmt: skip


def read(given: Path | None) -> bytes:
    """Return the italic in the version this script was written for, from an OpenType file or the package that holds it."""
    hint = f"run `npm pack {PACKAGE}@{PACKAGE_VERSION}`, and give --italic {PACKAGE}-{PACKAGE_VERSION}.tgz"
    if given is None or not given.is_file():
        where = f" at {given}" if given else ""
        raise SystemExit(f"Source Serif 4 Italic (npm package {PACKAGE}) not found{where}\n  hint: {hint}")
    data = given.read_bytes() if given.suffix == ".otf" else unpack(given)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit(f"{given}: not the {FILE} of {PACKAGE} {PACKAGE_VERSION}\n  hint: {hint}")
    return data


def unpack(package: Path) -> bytes:
    """Return the italic inside an npm package; nothing if the archive has no such file."""
    try:
        with tarfile.open(package, "r:gz") as archive:
            member = archive.extractfile(f"package/OTF/{FILE}")
            return member.read() if member else b""
    except (KeyError, tarfile.TarError):
        return b""


def open_beside(upright: TTFont, data: bytes) -> TTFont:
    """Return the italic in the size of the upright face, with its characters as far as it has them, and its line height."""
    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    drawn = TTFont(BytesIO(data))
    scale_upem(font, SCALE)  # as if a thousandth were smaller …
    font["head"].unitsPerEm = upright["head"].unitsPerEm  # … and now it is not
    font["CFF "].cff.topDictIndex[0].FontMatrix = [0.001, 0, 0, 0.001, 0, 0]
    draw_larger(font, drawn)
    kept = {*upright.getBestCmap(), *DONORS}
    for table in font["cmap"].tables:
        table.cmap = {code: name for code, name in table.cmap.items() if code in kept} if table.format != 14 else {}
    for tag, fields in LINE_METRICS.items():
        for field in fields:
            setattr(font[tag], field, getattr(upright[tag], field))
    return font


def draw_larger(font: TTFont, drawn: TTFont) -> None:
    """Replace outlines by those of the font as drawn, enlarged point by point.

    `scale_upem` rounds every step from point to point, so that contours drift by some thousandths of an em.
    """
    top = font["CFF "].cff.topDictIndex[0]
    glyphs = drawn.getGlyphSet()
    for name in font.getGlyphOrder():
        outline = top.CharStrings[name]
        pen = T2CharStringPen(font["hmtx"][name][0] - top.Private.nominalWidthX, glyphs)
        glyphs[name].draw(TransformPen(pen, Scale(SCALE / 1000)))
        outline.program, outline.bytecode = pen.getCharString(top.Private, outline.globalSubrs).program, None
