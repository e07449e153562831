"""The bundled fonts cut down to the characters of one report, and the check that no character is without a glyph."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache

from reportgen import fonts
from reportgen.document import Document
from reportgen.edition import Edition, load_edition
from reportgen.errors import Problem
from reportgen.glyphs import lacking, no_glyph, printed_texts
from reportgen.renderers import Press

FURNITURE = "•…·—↑↓"
"""Characters style sheets and templates print by themselves, beyond ASCII."""


def families(edition: Edition) -> tuple[str, ...]:
    """Return every font family of an edition, once."""
    return tuple(dict.fromkeys(family for stack in _stacks(edition) for family in stack))


def _stacks(edition: Edition) -> tuple[tuple[str, ...], ...]:
    """Return the lists of families that text is set in: serif and sans, of both languages where there are two."""
    second = _stacks(load_edition(edition.second)) if edition.second else ()
    return (edition.serif, edition.sans, *second)


def embedded(edition: Edition, page: str) -> str:
    """Return ``@font-face`` rules with WOFF2 fonts inside, cut to the characters of a page."""
    return "\n".join(fonts.embedded(face, drawn, "woff2") for face, drawn in _shares(edition, page).items())


def linked(edition: Edition, page: str, origin: str) -> tuple[str, dict[str, bytes]]:
    """Return ``@font-face`` rules for OpenType fonts cut to the characters of a page, and those fonts by URL."""
    files = {}
    rules = []
    for face, drawn in _shares(edition, page).items():
        url = f"{origin}{face.path.name}"
        files[url] = _by_glyph(fonts.subset(face, drawn))
        rules.append(fonts.rule(face, url))
    return "".join(rules), files


def _shares(edition: Edition, page: str) -> dict[fonts.Face, str]:
    """Return the characters of a page that each face of the edition draws."""
    found: dict[fonts.Face, str] = {}
    for stack in _stacks(edition):
        for face, drawn in fonts.shares(stack, page + FURNITURE).items():
            found[face] = found.get(face, "") + drawn
    return found


@lru_cache(maxsize=32)
def _by_glyph(data: bytes) -> bytes:
    """Return a CID-keyed font whose character identifiers are its glyph numbers.

    WeasyPrint writes glyph numbers and calls them CIDs, and a reader that follows the font's own CIDs (MuPDF) would show other
    glyphs or none.  Its subsetting keeps the numbers, so it is enough to make both equal here.
    """
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    font = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    if "CFF " not in font or not hasattr(font["CFF "].cff[0], "ROS"):
        return data
    top = font["CFF "].cff[0]
    strings = top.CharStrings
    names = [".notdef", *(f"cid{number:05d}" for number in range(1, len(top.charset)))]
    strings.charStrings = {new: strings.charStrings[old] for new, old in zip(names, top.charset, strict=True)}
    top.charset = names
    raw = DefaultTable("CFF ")
    raw.data = font["CFF "].compile(font)
    patched = TTFont(io.BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    patched["CFF "] = raw
    out = io.BytesIO()
    patched.save(out, reorderTables=False)
    return out.getvalue()


def without_glyph(document: Document, press: Press) -> Iterator[Problem]:
    """Yield a problem for every character that a font of the edition lacks, with the block it stands in."""
    drawn = ((label, re.sub(r"<[^>]*>|&#?\w+;", "\n", image.svg)) for label, image in press.charts.items())
    texts = [*printed_texts(document), *drawn]
    missing = lacking("".join(text for _, text in texts), press.edition)
    for where, text in texts:
        yield from (no_glyph(where, text, text.index(char)) for char in missing if char in text)
