"""Read one sheet of an Excel workbook as rows of text, refusing what a spreadsheet hides.

Merged cells, formulas whose result was never stored, error cells and mixed percent formats are located problems, not gaps.
The zip directory is checked before anything is inflated, so a small file cannot take the machine with it.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from reportgen.errors import DataError, Problem, nearest
from reportgen.numbers import is_number, shown
from reportgen.reading import File, RawRow

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_PARTS = 1_000
MAX_INFLATED = 200 * 2**20
MAX_RATIO = 100
MAX_COLUMNS = 1_000
MAX_CELLS = 5_000_000
LOST_FROM = 10**15
"""Whole numbers from here on have digits that Excel has turned into zeros: they were codes."""
_FREE_RATIO_BELOW = 100 * 2**10
_OLE2 = b"\xd0\xcf\x11\xe0"
_CELL_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


def read_sheet(file: File, sheet: str | None = None) -> tuple[str, list[RawRow], list[Problem]]:
    """Return the place prefix (``file.xlsx[Sheet]``), the rows as text, and every problem of the sheet.

    sheet  its name; None is the first one that is not hidden.  Numbers become the text Excel shows in full precision, percent cells ``5.2%``,
           dates ISO text, empty cells the empty text.

    Raises:
        DataError: the file is not a workbook, is a zip bomb, or has no such sheet.
    """
    pages = _pages(file)
    names = [page.title for page, _ in pages]
    if sheet is not None and sheet not in names:
        raise _refused(file, f"has no sheet {shown(sheet)}", nearest(sheet, names))
    first = next((i for i, (page, _) in enumerate(pages) if page.sheet_state == "visible"), 0)
    page, formulas = pages[names.index(sheet) if sheet is not None else first]
    prefix = f"{file.path}[{page.title}]"
    rows, problems = _rows(page, formulas, prefix, _text)
    return prefix, rows, [*problems, *_layout(page, prefix, rows)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as a person sees it, whatever its layout.

    prefix   ``file.xlsx[Sheet]``, for places
    rows     numbers with the decimals their cells show; the covered cells of a merged range are empty
    merged   first line, first column, last line, last column of every merged range; columns count from 0
    hidden   lines of hidden rows
    problems formulas without a stored result, and error cells
    """

    name: str
    prefix: str
    rows: tuple[RawRow, ...]
    merged: tuple[tuple[int, int, int, int], ...]
    hidden: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_sheets(file: File) -> tuple[Sheet, ...]:
    """Return every sheet of cells as it stands; raises DataError as `read_sheet` does."""
    sheets = []
    for page, formulas in _pages(file):
        prefix = f"{file.path}[{page.title}]"
        rows, problems = _rows(page, formulas, prefix, _as_shown)
        merged = sorted((r.min_row, r.min_col - 1, r.max_row, r.max_col - 1) for r in page.merged_cells.ranges)
        hidden = tuple(row.line for row in rows if page.row_dimensions[row.line].hidden)
        sheets.append(Sheet(page.title, prefix, tuple(rows), tuple(merged), hidden, tuple(problems)))
    return tuple(sheets)


def _pages(file: File) -> list[tuple[Worksheet, Worksheet]]:
    """Return every sheet of cells twice, with values and with formulas; at least one."""
    _check_zip(file)
    import openpyxl  # imported here: a build without workbooks should not pay for it

    try:
        values = openpyxl.load_workbook(io.BytesIO(file.data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(file.data), data_only=False)
    except (KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise _refused(file, f"cannot be read as a workbook ({type(error).__name__})", "open it and save it again") from None
    if not values.worksheets:
        raise _refused(file, "has no sheet of cells", "")
    return [(page, formulas[page.title]) for page in values.worksheets]


def _check_zip(file: File) -> None:
    """Raise unless the archive is a workbook of sane size, judged without inflating more than its declared sizes."""
    if file.data.startswith(_OLE2):
        raise _refused(file, "is an old .xls or a password-protected workbook", "save it as .xlsx without a password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _refused(file, "is not an .xlsx workbook, or is cut off", "a CSV file must be named .csv") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise _refused(file, f"has over {MAX_PARTS} parts or {MAX_INFLATED // 2**20} MB when unpacked", "")
    for part in parts:
        if part.file_size > _FREE_RATIO_BELOW and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise _refused(file, f"part {shown(part.filename)} unpacks to over {MAX_RATIO} times its size", "")
        if part.filename.endswith((".xml", ".rels")):
            _check_part(file, archive, part)


def _check_part(file: File, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    try:
        data = archive.read(part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        raise _refused(file, f"part {shown(part.filename)} is damaged", "open it and save it again") from None
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _refused(file, f"part {shown(part.filename)} has a document type declaration", "")
    if part.filename.startswith("xl/worksheets/"):
        references = [(_column_number(m[1]), int(m[2])) for m in _CELL_REFERENCE.finditer(data)]
        columns = max((column for column, _ in references), default=0)
        lines = max((line for _, line in references), default=0)
        if columns > MAX_COLUMNS or columns * lines > MAX_CELLS:
            raise _refused(file, f"uses cells as far as column {columns}, row {lines}", "delete the stray cell far out")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _rows(page: Worksheet, formulas: Worksheet, prefix: str, text_of: Callable[[Cell | MergedCell], str]) -> tuple[list[RawRow], list[Problem]]:
    rows: list[RawRow] = []
    problems: list[Problem] = []
    for values, sources in zip(page.iter_rows(), formulas.iter_rows(), strict=True):
        cells = []
        for value, source in zip(values, sources, strict=True):
            where = f"{prefix}:{value.row}:{value.column_letter if hasattr(value, 'column_letter') else value.column}"
            if source.data_type == "f" and value.value is None:
                hint = "open the workbook in Excel or LibreOffice and save it, or paste the values"
                problems.append(Problem(where, "has a formula with no stored result", hint, code="RG222"))
            elif isinstance(value.value, (int, float)) and abs(value.value) >= LOST_FROM:
                hint = "format the column as text and write the code again"
                problems.append(Problem(where, f"{value.value:.0f} has over 15 digits, of which a workbook keeps no more", hint, code="RG293"))
            elif value.data_type == "e":
                problems.append(Problem(where, f"is the error {shown(str(value.value))}", "mend the formula", code="RG223"))
            cells.append(text_of(value) if value.data_type != "e" else "")
        rows.append(RawRow(values[0].row or 0, tuple(cells)))
    while rows and not any(rows[-1].cells):
        rows.pop()
    width = max((i + 1 for row in rows for i, cell in enumerate(row.cells) if cell), default=0)
    return [RawRow(row.line, row.cells[:width]) for row in rows], problems


def _text(cell: Cell | MergedCell) -> str:
    value: Any = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        # 15 significant digits is what Excel stores and shows; the rest is binary noise
        number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
        return f"{(number * 100).normalize():f}%" if "%" in str(cell.number_format) else f"{number:f}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def _as_shown(cell: Cell | MergedCell) -> str:
    """Return the text of a cell with the decimals its number format shows; a cell without a format as it is stored."""
    form = str(cell.number_format).partition(";")[0]
    places = re.search(r"0(?:\.(0+))?%?(?![0#])", form)
    value: Any = cell.value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not places or re.search("[ymdhs]", form, re.IGNORECASE):
        return _text(cell)
    percent = "%" in form
    number = Decimal(f"{value:.15g}") * (100 if percent else 1)
    return f"{number.quantize(Decimal(1).scaleb(-len(places[1] or '')), ROUND_HALF_UP):f}{'%' if percent else ''}"


def _layout(page: Worksheet, prefix: str, rows: list[RawRow]) -> Iterator[Problem]:
    """Yield what the layout of a sheet hides: merged cells, hidden rows, percent formats that stop in mid-column."""
    for merged in sorted(page.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col)):
        hint = "unmerge them and fill every cell"
        yield Problem(f"{prefix}:{merged.min_row}", f"cells {merged.coord} are merged", hint, code="RG221")
    for row in rows:
        if page.row_dimensions[row.line].hidden:
            yield Problem(f"{prefix}:{row.line}", "row is hidden, but its figures count", "", "warning", "RG224")
    for letter, column in sorted(page.column_dimensions.items()):
        if column.hidden and any(row.cells[i] for row in rows for i in range(column.min - 1, min(column.max, len(row.cells)))):
            yield Problem(f"{prefix}:{letter}", "column is hidden, but it is read", "", "warning", "RG224")
    for column in range(len(rows[0].cells) if rows else 0):
        yield from _percent_column([(row.line, row.cells[column]) for row in rows[1:]], prefix, rows[0].cells[column])
        if not page.merged_cells.ranges:  # in heads of several lines years are texts, and that they are merged is said
            cells = [(row.line, page.cell(row.line, column + 1).value) for row in rows[1:]]
            yield from _text_column(cells, prefix, rows[0].cells[column])


def _percent_column(cells: list[tuple[int, str]], prefix: str, name: str) -> Iterator[Problem]:
    percent = [line for line, text in cells if text.endswith("%")]
    bare = [(line, text) for line, text in cells if text and not text.endswith("%") and is_number(text)]
    if len(percent) > len(bare):
        for line, text in bare:
            hint = "format the cell like its neighbours"
            what = f"{shown(text)} has no percent format among cells that have: 100 times too large?"
            yield Problem(f"{prefix}:{line}:{name}", what, hint, code="RG226")


def _text_column(cells: list[tuple[int, Any]], prefix: str, name: str) -> Iterator[Problem]:
    """Yield the numbers stored as text in a column of numbers: a spreadsheet leaves them out of its own sums."""
    texts = [(line, value) for line, value in cells if isinstance(value, str) and is_number(value)]
    if sum(1 for _, value in cells if isinstance(value, (int, float))) > len(texts):
        for line, value in texts:
            hint = "convert it to a number: the workbook leaves it out of its sums"
            yield Problem(f"{prefix}:{line}:{name}", f"{shown(value)} is a number stored as text", hint, "warning", "RG292")


def _refused(file: File, what: str, hint: str) -> DataError:
    return DataError(Problem(file.path, what, hint, code="RG220"))
