"""The workbook behind a chart: what "Edit data" opens, and where the chart's own copy of the values comes from.

Seven parts written by hand: the plotted values at the precision they are printed with, and nothing else.  Text is always a
shared string, so a name that begins with "=" stays a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from reportgen.renderers.docx.base import OFFICE, content_types, relationships
from reportgen.renderers.docx.xml import HEAD, clean
from reportgen.stamp import canonical_zip
from reportgen.typeset.columns import ems

SHEET = "Sheet1"
"""The name every office program gives its first sheet; formulas of the chart name it."""
WIDEST_COLUMN = 40
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {"worksheet": "worksheets/sheet1", "styles": "styles", "sharedStrings": "sharedStrings"}


@dataclass(frozen=True, slots=True)
class Number:
    """A value as the report prints it, and the format code that prints it so."""

    value: Decimal
    format: str

    @property
    def text(self) -> str:
        """Return the value as a file stores it: plain digits, no zeros at the end.

        >>> Number(Decimal("96.70"), "0.00").text, Number(Decimal("1E+2"), "0").text
        ('96.7', '100')
        """
        text = f"{self.value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


Cell: TypeAlias = str | Number | None
"""Words, a value, or nothing: a value that was not measured is an empty cell, never 0."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of the sheet, row by row; rows may be of unequal length."""

    rows: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of_columns(cls, *columns: Sequence[Cell]) -> Grid:
        """Return the grid of these columns; a shorter one ends in empty cells."""
        return cls(tuple(zip_longest(*columns)))

    def column(self, column: int, first: int, last: int) -> Cells:
        """Return the cells of one column, from row `first` to row `last`, all counted from 0 and inclusive."""
        return Cells(self, first, column, last, column)

    def row(self, row: int, first: int, last: int) -> Cells:
        """Return the cells of one row, from column `first` to column `last`."""
        return Cells(self, row, first, row, last)


@dataclass(frozen=True, slots=True)
class Cells:
    """A range of a grid: a part of one row or of one column."""

    grid: Grid
    top: int
    left: int
    bottom: int
    right: int

    @property
    def formula(self) -> str:
        """Return the absolute address.

        >>> Grid((("a", "b"),)).row(0, 0, 1).formula
        'Sheet1!$A$1:$B$1'
        """
        first = f"${letters(self.left)}${self.top + 1}"
        last = f"${letters(self.right)}${self.bottom + 1}"
        return f"{SHEET}!{first}" if first == last else f"{SHEET}!{first}:{last}"

    @property
    def values(self) -> tuple[Cell, ...]:
        """Return what stands in the cells, in order."""
        rows = self.grid.rows[self.top : self.bottom + 1]
        return tuple(row[column] if column < len(row) else None for row in rows for column in range(self.left, self.right + 1))


def letters(column: int) -> str:
    """Return the name of a column counted from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def workbook(grid: Grid, font: str) -> bytes:
    """Return the grid as a workbook with one sheet; equal grids give equal bytes."""
    words = _distinct(cell for row in grid.rows for cell in row if isinstance(cell, str))
    formats = _distinct(cell.format for row in grid.rows for cell in row if isinstance(cell, Number))
    kinds = {"xl/workbook.xml": "sheet.main"} | {f"xl/{name}.xml": kind for kind, name in _PARTS.items()}
    texts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": _sheet(grid, words, formats),
        "xl/styles.xml": _styles(tuple(formats), font),
        "xl/sharedStrings.xml": _strings(grid, tuple(words)),
    }
    plumbing = {
        "[Content_Types].xml": content_types((name, f"{_SHEET_TYPE}.{kind}+xml") for name, kind in kinds.items()),
        "_rels/.rels": relationships((f"{OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relationships(*((f"{OFFICE}/{kind}", f"{name}.xml") for kind, name in _PARTS.items())),
    }
    return canonical_zip(plumbing | {name: f"{HEAD}{text}".encode() for name, text in texts.items()})


def _distinct(texts: Iterable[str]) -> dict[str, int]:
    """Return each text once, with its place."""
    return {text: place for place, text in enumerate(dict.fromkeys(texts))}


def _sheet(grid: Grid, words: dict[str, int], formats: dict[str, int]) -> str:
    def cell(row: int, column: int, content: Cell) -> str:
        place = f"{letters(column)}{row + 1}"
        if isinstance(content, str):
            return f'<c r="{place}" t="s"><v>{words[content]}</v></c>'
        return f'<c r="{place}" s="{formats[content.format] + 1}"><v>{content.text}</v></c>' if content else ""

    rows = "".join(
        f'<row r="{n + 1}">{"".join(cell(n, column, content) for column, content in enumerate(row))}</row>' for n, row in enumerate(grid.rows)
    )
    wide = max(map(len, grid.rows))
    columns = "".join(f'<col min="{n + 1}" max="{n + 1}" width="{_width(grid, n)}" customWidth="1"/>' for n in range(wide))
    end = f"{letters(wide - 1)}{len(grid.rows)}"
    return f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{end}"/><cols>{columns}</cols><sheetData>{rows}</sheetData></worksheet>'


def _width(grid: Grid, column: int) -> int:
    """Return the width of a column in digits."""
    texts = (cell if isinstance(cell, str) else cell.text for row in grid.rows if column < len(row) and (cell := row[column]))
    return min(round(max((ems(text) for text in texts), default=0) * 2) + 3, WIDEST_COLUMN)


def _strings(grid: Grid, words: Sequence[str]) -> str:
    uses = sum(isinstance(cell, str) for row in grid.rows for cell in row)
    items = "".join(f'<si><t>{escape(clean(text))}</t></si>' for text in words)
    return f'<sst xmlns="{_MAIN}" count="{uses}" uniqueCount="{len(words)}">{items}</sst>'


def _styles(formats: Sequence[str], font: str) -> str:
    codes = "".join(f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>' for n, code in enumerate(formats))
    uses = "".join(f'<xf numFmtId="{164 + n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' for n in range(len(formats)))
    plain = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}">{f"""<numFmts count="{len(formats)}">{codes}</numFmts>""" if codes else ""}'
        f'<fonts count="1"><font><sz val="11"/><name val={quoteattr(font)}/><family val="2"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1"><xf {plain}/></cellStyleXfs><cellXfs count="{1 + len(formats)}"><xf {plain} xfId="0"/>{uses}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
