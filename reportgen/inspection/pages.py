"""A finished PDF as glyphs, lines and pages: where every character stands, read with PDFium and without any knowledge of who made it."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from reportgen.typeset.text import JOINER, WIDE, ZWSP

SPACES = " \u00a0\u2002\u2003\u2005\u2006\u2009\u202f\u3000"
INVISIBLE = f"{ZWSP}{JOINER}\ufeff\u00ad"
CELL_GAP = 1.2
"""Blank space, in em, that cuts a row of glyphs into two lines: cells of a table, columns of a list, a running head and its page number."""
RAISED = 0.85
"""A glyph smaller than this share of its neighbours may be a note mark that stands above their baseline."""
SAME_BASELINE = 0.3
"""Points by which glyphs of one line may differ in height."""
HYPHEN = "\x02"
"""What PDFium calls the hyphen of a divided word."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character.

    x, y    origin on the baseline in points from the left and the lower edge of the page
    right   x + advance width: the advance of the font, before any space that line setting adds
    size    in points
    font    name without the subset prefix: "ReportgenSerifSC-Regular"
    """

    char: str
    x: float
    y: float
    right: float
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs on one baseline without a wide gap, from left to right; neither first nor last is a space.

    page   index of the page, from 0
    y      the baseline most of the glyphs stand on; size and font are also those of most glyphs
    """

    page: int
    y: float
    size: float
    font: str
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """Return the characters in order."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """Return where the first glyph starts, in points."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """Return where the advance of the last glyph ends, in points."""
        return self.glyphs[-1].right


@dataclass(frozen=True, slots=True)
class Ink:
    """A painted thing that is no text, by its bounds in points; `kind` is "image", "path" or "form"."""

    kind: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page; lines from top to bottom, and from left to right on one baseline.

    marks    MCIDs of the marked content on it
    strays   how many painted objects are neither in marked content with an MCID nor an artifact
    stroked  how many text objects are filled and outlined, which is how programs fake a bold face
    slanted  how many text objects are sheared, which is how they fake an italic one
    """

    index: int
    width: float
    height: float
    lines: tuple[Line, ...]
    ink: tuple[Ink, ...] = ()
    marks: frozenset[int] = frozenset()
    strays: int = 0
    stroked: int = 0
    slanted: int = 0


def read_pages(data: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF; upright text only, without the characters PDFium adds itself.

    Raises pypdfium2.PdfiumError for what is no PDF or needs a password.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(data) as opened:
        return tuple(_page(opened, index) for index in range(len(opened)))


def lines_of(page: int, glyphs: Iterable[Glyph]) -> tuple[Line, ...]:
    """Return the lines that glyphs of one page form.

    >>> words = [Glyph("a", 10, 50, 15, 10, "F"), Glyph("b", 15, 50, 20, 10, "F"), Glyph("1", 20, 54, 23, 6, "F"), Glyph("c", 90, 50, 95, 10, "F")]
    >>> [line.text for line in lines_of(0, words)]
    ['ab1', 'c']
    """
    rows: dict[float, list[Glyph]] = {}
    baselines: list[float] = []
    for glyph in sorted(glyphs, key=lambda each: (-each.y, each.x)):
        if not baselines or baselines[-1] - glyph.y > SAME_BASELINE:
            baselines.append(glyph.y)
            rows[glyph.y] = []
        rows[baselines[-1]].append(glyph)
    settled = _settled(list(rows.values()))
    found = [line for row in settled for cell in _cells(sorted(row, key=lambda each: each.x)) if (line := _line(page, cell)) is not None]
    return tuple(sorted(found, key=lambda line: (-line.y, line.left)))


def _settled(rows: list[list[Glyph]]) -> Iterator[list[Glyph]]:
    """Yield the rows; a raised mark joins the row it belongs to, which is the next one below it."""
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else []
        kept = []
        for glyph in row:
            if _host(glyph, below):
                below.append(glyph)
            else:
                kept.append(glyph)
        if kept:
            yield kept


def _host(mark: Glyph, row: Sequence[Glyph]) -> bool:
    """Return whether a row holds the glyph a raised mark follows or precedes."""
    return any(
        mark.size < glyph.size * RAISED
        and 0 < mark.y - glyph.y < 0.6 * glyph.size
        and (-0.5 * glyph.size < mark.x - glyph.right < glyph.size or abs(mark.right - glyph.x) < 0.5 * glyph.size)
        for glyph in row
    )


def _cells(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield the parts of a row between wide gaps."""
    cell = [row[0]]
    for before, glyph in pairwise(row):
        if glyph.x - before.right > CELL_GAP * max(before.size, glyph.size):
            yield cell
            cell = []
        cell.append(glyph)
    yield cell


def _line(page: int, cell: Sequence[Glyph]) -> Line | None:
    first, last = 0, len(cell)
    while first < last and cell[first].char in SPACES:
        first += 1
    while last > first and cell[last - 1].char in SPACES:
        last -= 1
    glyphs = tuple(cell[first:last])
    if not glyphs:
        return None
    size = most(round(glyph.size, 2) for glyph in glyphs)
    main = [glyph for glyph in glyphs if abs(glyph.size - size) < 0.02]
    return Line(page, most(glyph.y for glyph in main), size, most(glyph.font for glyph in main), glyphs)


def most(values: Iterable[Any]) -> Any:
    """Return the value that occurs most often, the first of equals; raises ValueError when there is none.

    >>> most([10.5, 9.5, 10.5])
    10.5
    """
    counts: dict[Any, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return max(counts, key=counts.__getitem__)


# ---------------------------------------------------------------- PDFium


def _page(opened: Any, index: int) -> Page:
    import pypdfium2.raw as c

    page = opened[index]
    text = page.get_textpage()
    glyphs = list(_parted(_glyphs(c, text.raw)))
    width, height = page.get_size()
    painted = _objects(c, page.raw)
    text.close()
    page.close()
    return Page(index, width, height, lines_of(index, glyphs), *painted)


def _parted(glyphs: Iterable[tuple[Glyph, float]]) -> Iterator[Glyph]:
    """Yield the glyphs; characters drawn as one (ﬁ, ——) share its width, for PDFium sets all of them on its origin."""
    run: list[Glyph] = []
    edge = 0.0
    for glyph, right in glyphs:
        if run and (glyph.x, glyph.y, glyph.font) != (run[0].x, run[0].y, run[0].font):
            yield from _shared(run, edge)
            run = []
        run.append(glyph)
        edge = right
    yield from _shared(run, edge)


def _shared(run: Sequence[Glyph], right: float) -> Iterator[Glyph]:
    if len(run) < 2:
        yield from run
        return
    width = (right - run[0].x) / len(run)
    yield from (replace(glyph, x=glyph.x + width * place, right=glyph.x + width * (place + 1)) for place, glyph in enumerate(run))


def _glyphs(c: Any, text: Any) -> Iterator[tuple[Glyph, float]]:
    """Yield the upright glyphs of a text page, spaces included, each with the right edge PDFium gives what is drawn."""
    x, y, matrix, box = ctypes.c_double(), ctypes.c_double(), c.FS_MATRIX(), c.FS_RECTF()
    fonts: dict[int, tuple[str, Any]] = {}
    for index in range(c.FPDFText_CountChars(text)):
        char = chr(c.FPDFText_GetUnicode(text, index))
        if c.FPDFText_IsGenerated(text, index) == 1 or char in INVISIBLE:
            continue
        c.FPDFText_GetCharOrigin(text, index, x, y)
        c.FPDFText_GetMatrix(text, index, matrix)
        if abs(matrix.b) > abs(matrix.a) / 100:
            continue
        item = c.FPDFText_GetTextObject(text, index)
        font = c.FPDFTextObj_GetFont(item)
        address = ctypes.addressof(font.contents) if font else 0
        if address not in fonts:
            fonts[address] = (_font_name(c, font), cache(lambda letter, known=font: _advance(c, known, letter)))
        name, advance = fonts[address]
        size = round(c.FPDFText_GetFontSize(text, index) * abs(matrix.d), 2)
        stretch = abs(matrix.a / matrix.d) if matrix.d else 1.0
        shown = "-" if char == HYPHEN else char
        width = 1.0 if WIDE.match(shown) else advance(shown)
        c.FPDFText_GetLooseCharBox(text, index, box)
        yield Glyph(shown, x.value, y.value, x.value + width * size * stretch, size, name), box.right


def _font_name(c: Any, font: Any) -> str:
    length = c.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    c.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    return name[7:] if name[6:7] == "+" else name


def _advance(c: Any, font: Any, char: str) -> float:
    """Return the advance of a character in em; of one that the font does not map, half an em."""
    width = ctypes.c_float()
    c.FPDFFont_GetGlyphWidth(font, ord(char), 1.0, width)
    return width.value or 0.5


def _objects(c: Any, page: Any) -> tuple[tuple[Ink, ...], frozenset[int], int, int, int]:
    """Return what is painted beside text, the MCIDs, and how many objects are untagged, outlined text and sheared text."""
    kinds = {c.FPDF_PAGEOBJ_IMAGE: "image", c.FPDF_PAGEOBJ_PATH: "path", c.FPDF_PAGEOBJ_FORM: "form", c.FPDF_PAGEOBJ_SHADING: "path"}
    ink: list[Ink] = []
    marks: set[int] = set()
    strays = stroked = slanted = 0
    matrix = c.FS_MATRIX()
    bounds = [ctypes.c_float() for _ in range(4)]
    for index in range(c.FPDFPage_CountObjects(page)):
        item = c.FPDFPage_GetObject(page, index)
        kind = c.FPDFPageObj_GetType(item)
        if kind in kinds:
            c.FPDFPageObj_GetBounds(item, *bounds)
            ink.append(Ink(kinds[kind], *(side.value for side in bounds)))
        elif kind == c.FPDF_PAGEOBJ_TEXT:
            stroked += c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_FILL_STROKE
            c.FPDFPageObj_GetMatrix(item, matrix)
            slanted += abs(matrix.b) < 0.01 < abs(matrix.c)
        number = c.FPDFPageObj_GetMarkedContentID(item)
        if number >= 0:
            marks.add(number)
        elif not _is_artifact(c, item):
            strays += 1
    return tuple(ink), frozenset(marks), strays, stroked, slanted


def _is_artifact(c: Any, item: Any) -> bool:
    names = []
    for index in range(c.FPDFPageObj_CountMarks(item)):
        mark = c.FPDFPageObj_GetMark(item, index)
        length = ctypes.c_ulong()
        buffer = (ctypes.c_ushort * 32)()
        c.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
        names.append(bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le"))
    return "Artifact" in names
