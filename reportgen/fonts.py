"""The bundled fonts: which there are, what they cover, and the part of one that a document needs.

Nothing here looks at the fonts of the machine.  `fonts/fonts.toml` and `fonts/coverage.json` are written by
`fonts/build.py` beside the files they describe.
"""

from __future__ import annotations

import base64
import json
import struct
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reportgen.errors import Problem, RenderError, nearest
from reportgen.resources import data_path

if TYPE_CHECKING:
    import uharfbuzz as hb

Flavor = Literal["otf", "woff2"]
Style = Literal["normal", "italic"]

# Style sheets add text of their own: page numbers, counters, the hyphen at a line end.
ALWAYS = frozenset(range(0x20, 0x7F)) | {0xA0, 0x2010}
FEATURES = ("ccmp", "chws", "halt", "kern", "liga", "locl", "mark", "palt")
NAMES = (0, 1, 2, 3, 4, 5, 6, 7, 13, 14)  # copyright and licence travel with every subset
FORMATS: dict[Flavor, tuple[str, str]] = {"otf": ("font/otf", "opentype"), "woff2": ("font/woff2", "woff2")}
WOFF2_TAGS = {
    b"cmap": 0, b"head": 1, b"hhea": 2, b"hmtx": 3, b"maxp": 4, b"name": 5, b"OS/2": 6, b"post": 7,
    b"CFF ": 13, b"GDEF": 26, b"GPOS": 27, b"GSUB": 28,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """One font file.

    family  name in style sheets, in SVG and inside the file.
    weight  400 or 700.
    sha256  of the file, in hexadecimal; enough to key a cache.
    style   italic only in the Latin serif, for titles of documents; Chinese has no italic.
    """

    family: str
    weight: int
    path: Path
    sha256: str
    style: Style = "normal"


def faces(directory: Path | None = None) -> tuple[Face, ...]:
    """Return all faces of a fonts folder in the order of its fonts.toml; by default of the bundled folder."""
    return _faces(directory or data_path("fonts"))


@lru_cache(maxsize=8)
def _faces(directory: Path) -> tuple[Face, ...]:
    catalogue = directory / "fonts.toml"
    try:
        entries = tomllib.loads(catalogue.read_text(encoding="utf-8"))["face"]
    except FileNotFoundError:
        hint = "reinstall reportgen, or build the fonts with fonts/build.py"
        raise RenderError(Problem(str(catalogue), "the bundled fonts are missing", hint, code="RG440")) from None
    return tuple(
        Face(e["family"], e["weight"], directory / e["file"], e["sha256"], e.get("style", "normal")) for e in entries
    )


def faces_of(families: Iterable[str], directory: Path | None = None) -> tuple[Face, ...]:
    """Return the faces of the families, first family first, italic last in it; every name must be a bundled family.

    >>> [(face.family, face.weight) for face in faces_of(["Reportgen Sans SC"])]
    [('Reportgen Sans SC', 400), ('Reportgen Sans SC', 700)]

    Raises: RenderError for a family that is not bundled, since a font of the machine would change the output.
    """
    known = faces(directory)
    found: list[Face] = []
    for family in dict.fromkeys(families):
        members = [face for face in known if face.family == family]
        if not members:
            hint = nearest(family, {face.family for face in known})
            raise RenderError(Problem("fonts", f"no bundled font family {family!r}", hint, code="RG441"))
        found += members
    return tuple(found)


@lru_cache(maxsize=8)
def _spans(directory: Path) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = json.loads((directory / "coverage.json").read_text(encoding="utf-8"))
    return spans


@lru_cache(maxsize=32)
def coverage(face: Face) -> frozenset[int]:
    """Return the code points the face has a glyph for."""
    codes: set[int] = set()
    for first, last in _spans(face.path.parent)[face.path.name]:
        codes.update(range(first, last + 1))
    return frozenset(codes)


def is_drawn(character: str) -> bool:
    r"""Return whether a character needs a glyph: controls, joiners, soft hyphens and variation selectors do not.

    >>> [is_drawn(character) for character in "川\n\u2060"]
    [True, False, False]
    """
    return unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp"} and not "\ufe00" <= character <= "\ufe0f"


def missing(text: str, families: Sequence[str], directory: Path | None = None) -> tuple[str, ...]:
    r"""Return the characters no family of the stack can draw upright in all its weights, in code point order.

    What the italic lacks, a browser draws upright with the next family of the stack, so it is not missing.

    >>> missing("四川\U00031350", ["Reportgen Serif SC"]) == ("\U00031350",)
    True
    >>> missing("Sichuan 四", ["Reportgen Serif Latin"])
    ('四',)
    """
    members = faces_of(families, directory)
    covered: set[int] = set()
    for family in families:
        upright = (face for face in members if face.family == family and face.style == "normal")
        covered |= frozenset.intersection(*map(coverage, upright))
    return tuple(c for c in sorted(set(text)) if ord(c) not in covered and is_drawn(c))


def shares(families: Sequence[str], text: str, directory: Path | None = None) -> dict[Face, str]:
    """Return the characters each face of a stack has to draw: those that no family before it has in all its faces.

    Style sheets add printable ASCII.  Spaces go to every face, because layout engines draw a space with the font of the word beside
    it.  A face that has nothing to draw is left out, and its file is not read.

    >>> found = shares(["Reportgen Serif TC", "Reportgen Serif SC"], "骨𠮷")
    >>> [(face.path.stem, drawn.lstrip()[-1]) for face, drawn in found.items() if face.weight == 400]
    [('ReportgenSerifTC-Regular', '骨'), ('ReportgenSerifSC-Regular', '𠮷')]
    """
    left = frozenset(map(ord, text)) | ALWAYS
    spaces = frozenset(code for code in left if unicodedata.category(chr(code)) == "Zs")
    left -= spaces
    found: dict[Face, str] = {}
    for family in dict.fromkeys(families):
        members = faces_of([family], directory)
        for face in members:
            if drawn := left & coverage(face):
                found[face] = "".join(map(chr, sorted(drawn | spaces & coverage(face))))
        left -= frozenset.intersection(*map(coverage, members))
    return found


def subset(face: Face, text: str, *, flavor: Flavor = "otf") -> bytes:
    """Return a font with the glyphs of `text`, and the layout features that typesetting uses.

    Characters the face lacks are left out.  Equal faces and equal sets of characters give equal bytes.
    """
    return _subset(face, frozenset(map(ord, text)) & coverage(face), flavor)


@lru_cache(maxsize=64)
def _subset(face: Face, codes: frozenset[int], flavor: Flavor) -> bytes:
    import uharfbuzz as hb

    request = hb.SubsetInput()
    request.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    request.sets(hb.SubsetInputSets.UNICODE).set(codes)
    request.sets(hb.SubsetInputSets.NAME_ID).set(NAMES)
    request.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG).set(int.from_bytes(f.encode("ascii"), "big") for f in FEATURES)
    data = bytes(hb.subset(_open(face), request).blob.data)
    return data if flavor == "otf" else _woff2(data)


@lru_cache(maxsize=16)
def _open(face: Face) -> hb.Face:
    import uharfbuzz as hb

    return hb.Face(hb.Blob.from_file_path(face.path))


def _woff2(font: bytes) -> bytes:
    """Return the OTF as WOFF2, tables sorted and untransformed (W3C WOFF 2.0, sections 4 and 5)."""
    import brotli

    count = struct.unpack_from(">H", font, 4)[0]
    records = sorted(struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(count))
    tables = {tag: font[offset : offset + length] for tag, _, offset, length in records}
    tables[b"head"] = _mark_as_recoded(tables[b"head"])
    # Quality 9 takes 0.07 s for 2,000 Han glyphs; 11 takes 2.1 s and saves 8 %.
    body: bytes = brotli.compress(b"".join(tables.values()), mode=brotli.MODE_FONT, quality=9)
    directory = b"".join(_woff2_entry(tag, len(data)) for tag, data in tables.items())
    unpacked = 12 + sum(16 + (len(data) + 3) // 4 * 4 for data in tables.values())
    length = (48 + len(directory) + len(body) + 3) // 4 * 4
    header = struct.pack(">4s4sIHHIIHH20x", b"wOF2", font[:4], length, count, 0, unpacked, len(body), 1, 0)
    return (header + directory + body).ljust(length, b"\0")


def _mark_as_recoded(head: bytes) -> bytes:
    """Return the head table with the flag WOFF2 demands, and the checksum of the file brought up to date."""
    adjustment: int
    flags: int
    adjustment, flags = struct.unpack_from(">I", head, 8)[0], struct.unpack_from(">H", head, 16)[0]
    if not flags & 0x0800:
        # The flag adds 0x08000000 to the sum of the file twice: in the table, and in the table's own checksum.
        adjustment = (adjustment - 0x10000000) & 0xFFFFFFFF
    return head[:8] + struct.pack(">I", adjustment) + head[12:16] + struct.pack(">H", flags | 0x0800) + head[18:]


def _woff2_entry(tag: bytes, length: int) -> bytes:
    digits = [length & 0x7F]
    while length := length >> 7:
        digits.append(length & 0x7F | 0x80)
    known = WOFF2_TAGS.get(tag)
    return (bytes([63]) + tag if known is None else bytes([known])) + bytes(reversed(digits))


def stylesheet(families: Sequence[str], text: str, *, flavor: Flavor = "otf", directory: Path | None = None) -> str:
    """Return `@font-face` rules with the subsets inside, one per face; the CSS depends on no other file."""
    return "\n".join(embedded(face, drawn, flavor) for face, drawn in shares(families, text, directory).items())


def embedded(face: Face, text: str, flavor: Flavor = "otf") -> str:
    """Return the `@font-face` rule of a face with its subset inside."""
    data = base64.b64encode(subset(face, text, flavor=flavor)).decode("ascii")
    return rule(face, f"data:{FORMATS[flavor][0]};base64,{data}", flavor)


def rule(face: Face, url: str, flavor: Flavor = "otf") -> str:
    """Return the `@font-face` rule of a face, or of a subset of it, that lies at a URL.

    >>> rule(faces_of(["Reportgen Serif Latin"])[-1], "a.otf")  # doctest: +NORMALIZE_WHITESPACE
    '@font-face { font-family: "Reportgen Serif Latin"; font-weight: 400; font-style: italic;
    src: url("a.otf") format("opentype"); }'
    """
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'src: url("{url}") format("{FORMATS[flavor][1]}"); }}'
    )
