"""The figures of a report as a workbook for people: a contents sheet, then every table and figure on a sheet of its own.

It follows the guidance of statistical offices on spreadsheets that everyone can use: one table a sheet, from cell A on, marked as a
table with one row of heads; title, unit, source and notes above it, a cell a line; no merged, hidden or empty cells; numbers as
numbers in the form they are printed, words as words, whatever they begin with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

from reportgen.charts.words import decimals_at, known
from reportgen.document import Change, Document, Figure, Inlines, Quantity, Table
from reportgen.edition import Edition, round_half_up
from reportgen.renderers.docx.charts.series import format_code
from reportgen.renderers.docx.charts.workbook import Number
from reportgen.renderers.docx.xml import clean
from reportgen.stamp import canonical_zip
from reportgen.tree import one_line, text_of, walk
from reportgen.typeset.columns import ems, unit_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

Cell: TypeAlias = str | Number

NARROWEST, WIDEST = 9, 60
"""Widths of columns in digits; longer words are wrapped."""
WIDE = 12
"""Columns of a figure that stand side by side."""
DOUBLE = Context(prec=15)
"""As many digits as a spreadsheet keeps."""
ARROWS = '"↑"0;"↓"0;"→"'
"""A change in rank as a number: places gained, or lost when below zero."""
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What words must not begin with where a program might compute them."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet.

    name    on its tab: 表1, Figure 2
    about   lines between title and table: unit, source, notes
    heads   one for each column, no two alike
    """

    name: str
    title: str
    about: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def databook(document: Document, edition: Edition) -> bytes:
    """Return the tables and figures of a document as an Excel workbook, without a date; equal documents give equal bytes."""
    from openpyxl import Workbook

    leaves = tuple(_leaves(document, edition))
    book = Workbook()
    front = book.active
    front.title = _plain(edition.word("label.contents"))
    _front(front, document, leaves, edition)
    for number, leaf in enumerate(leaves, 1):
        _sheet(book.create_sheet(leaf.name), leaf, number, front.title, edition)
    return _packed(book, document, edition)


# ---------------------------------------------------------------- what the sheets say


def _leaves(document: Document, edition: Edition) -> Iterator[Leaf]:
    for node in walk(document.blocks):
        if isinstance(node, Table) and node.rows:
            yield _of_table(node, edition)
        elif isinstance(node, Figure):
            yield _of_figure(node, edition)


def _of_table(node: Table, edition: Edition) -> Leaf:
    heads = [_said(column.head) + unit_of(column, edition) for column in node.columns]
    rows = tuple(tuple(_cell(cell, column.kind, edition) for cell, column in zip(row.cells, node.columns, strict=True)) for row in node.rows)
    return Leaf(*_titled("table", node, edition), _distinct(heads, edition), rows)


def _of_figure(node: Figure, edition: Edition) -> Leaf:
    spec = node.chart
    name, title, about = _titled("figure", node, edition)
    if spec.links:
        words = dict(zip(spec.keys, spec.categories, strict=True))
        rows: tuple[tuple[Cell, ...], ...] = tuple((words[start], words[end], said or "—") for start, end, said in spec.links)
        return Leaf(name, title, about, tuple(edition.word(f"workbook.{key}") for key in ("from", "to", "words")), rows)
    unit = f"{edition.word('label.open')}{spec.unit.strip()}{edition.word('label.close')}" if spec.unit.strip() else ""
    if len(spec.series) > max(WIDE, len(spec.categories)):  # a strip has a series for each region: a row each is easier to read
        values = ((series.name, *(_value(value, spec.decimals, edition) for value in series.values)) for series in spec.series)
        return Leaf(name, title, about, _distinct([edition.word("workbook.name"), *spec.categories], edition), tuple(values))
    heads = [edition.word("workbook.name"), *((series.name or edition.word("chart.value")) + unit for series in spec.series)]
    remarks = _remarks(node, edition)
    heads += [edition.word("label.remark")] if remarks else []
    rows = tuple(
        (
            category,
            *(_value(one.values[i], decimals_at(spec, i, n), edition) for n, one in enumerate(spec.series)),
            *([remarks.get(category, "—")] if remarks else []),
        )
        for i, category in enumerate(spec.categories)
    )
    return Leaf(name, title, about, _distinct(heads, edition), rows)


def _remarks(node: Figure, edition: Edition) -> dict[str, str]:
    """Return what a figure prints beside or in place of a value, by the name of the point."""
    remarks = {name.removeprefix("label:"): words for name, words in node.chart.options if name.startswith("label:")}
    first = node.chart.option("forecast")
    if first in node.chart.categories:
        for name in node.chart.categories[node.chart.categories.index(first) :]:
            remarks[name] = edition.word("list.comma").join(filter(None, (edition.word("chart.forecast"), remarks.get(name, ""))))
    return remarks


def _titled(kind: str, node: Table | Figure, edition: Edition) -> tuple[str, str, tuple[str, ...]]:
    term = edition.word(f"caption.{kind}")
    name = _plain(f"{term}{edition.word('caption.number_gap')}{node.number}")
    labels = edition.note_labels(len(node.notes))
    about = [label + _said(note) for label, note in zip(labels, node.notes, strict=True)]
    about += [edition.word("label.source") + _said(node.source)] if node.source else []
    return name, f"{name}{edition.word('caption.gap')}{_said(node.caption)}", tuple(map(_plain, about))


def _cell(content: Inlines, kind: str, edition: Edition) -> Cell:
    node = content[0] if len(content) == 1 else None
    if isinstance(node, Change) and node.places is not None:
        return Number(Decimal(node.places), ARROWS)
    text = _said(content)
    if kind in ("number", "rank") and (printed := _number(text, edition)) is not None:
        decimals = max(0, -int(printed.as_tuple().exponent))
        exact = _number(node.value, edition) if isinstance(node, Quantity) else None
        is_exact = exact is not None and round_half_up(exact, decimals) == printed
        return Number(DOUBLE.plus(exact) if is_exact and exact is not None else printed, format_code(edition, decimals))
    return text or edition.word("label.no_data")


def _number(text: str, edition: Edition) -> Decimal | None:
    plain = text.replace(edition.word("number.group") or ",", "").replace(edition.word("number.minus"), "-")
    try:
        number = Decimal(plain) if plain.isascii() else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _value(value: float | None, decimals: int, edition: Edition) -> Cell:
    if not known(value):
        return edition.word("label.no_data")
    return Number(round_half_up(Decimal(str(value)), decimals), format_code(edition, decimals))


def _said(content: Inlines) -> str:
    return _plain(text_of(one_line(content)))


def _plain(text: str) -> str:
    return " ".join(clean(text).split())


def _distinct(heads: Iterable[str], edition: Edition) -> tuple[str, ...]:
    """Return heads of which none is empty and no two are alike, whatever the case of their letters."""
    made: list[str] = []
    for head in heads:
        base = new = head or edition.word("workbook.name")
        n = 1
        while new.lower() in (each.lower() for each in made):
            n += 1
            new = f"{base} {n}"
        made.append(new)
    return tuple(made)


# ---------------------------------------------------------------- how they say it


def _front(sheet: Worksheet, document: Document, leaves: tuple[Leaf, ...], edition: Edition) -> None:
    meta, say = document.meta, edition.word
    lines = [meta.title, meta.subtitle, meta.date_text or meta.date, say("workbook.about"), *([say("label.conversion")] if say("label.conversion") else [])]
    heads = (say("workbook.sheet"), say("workbook.title"))
    rows = tuple((leaf.name, leaf.title.removeprefix(leaf.name).strip()) for leaf in leaves)
    _fill(sheet, Leaf(sheet.title, "", tuple(map(_plain, filter(None, lines))), heads, rows), "contents")
    first = sheet.max_row - len(rows) + 1
    for row, leaf in enumerate(leaves, first):
        _link(sheet.cell(row, 1), leaf.name)


def _sheet(sheet: Worksheet, leaf: Leaf, number: int, front: str, edition: Edition) -> None:
    back = edition.word("workbook.back")
    _fill(sheet, Leaf(leaf.name, "", (leaf.title, back, *leaf.about), leaf.heads, leaf.rows), f"table{number}")
    _link(sheet["A2"], front)


def _fill(sheet: Worksheet, leaf: Leaf, table: str) -> None:
    """Write the lines, and below them the table, which is marked as one and whose heads stay in sight."""
    from openpyxl.styles import Alignment, Border, Font, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table as Marked
    from openpyxl.worksheet.table import TableStyleInfo

    for row, line in enumerate(leaf.about, 1):
        _write(sheet.cell(row, 1), line)
    sheet["A1"].font = Font(name="Calibri", size=14, bold=True)
    top = len(leaf.about) + 1
    for column, head in enumerate(leaf.heads, 1):
        # A word beside the number before it would touch it.
        aside = {"horizontal": "right"} if _is_numeric(leaf, column - 1) else {"horizontal": "left", "indent": int(column > 1)}
        cell = sheet.cell(top, column)
        _write(cell, head)
        cell.font, cell.border = Font(name="Calibri", size=11, bold=True), Border(bottom=Side("thin"))
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", **aside)
        words = Alignment(wrap_text=True, vertical="top", **aside)
        for row, cells in enumerate(leaf.rows, top + 1):
            content = cells[column - 1]
            _write(sheet.cell(row, column), content)
            if isinstance(content, str):
                sheet.cell(row, column).alignment = words
        sheet.column_dimensions[get_column_letter(column)].width = _width(leaf, column - 1)
    if leaf.rows:
        marked = Marked(displayName=table, ref=f"A{top}:{get_column_letter(len(leaf.heads))}{top + len(leaf.rows)}")
        marked.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(marked)
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _is_numeric(leaf: Leaf, column: int) -> bool:
    return any(isinstance(row[column], Number) for row in leaf.rows)


def _write(cell: SheetCell, content: Cell) -> None:
    if isinstance(content, Number):
        cell.value, cell.number_format = content.value, content.format
        return
    cell.value = content
    cell.data_type = "s"  # "=1+1" is words here
    cell.number_format = "@" if content.startswith(LIKE_A_FORMULA) else "General"
    cell.quotePrefix = content.startswith(LIKE_A_FORMULA)  # and stays words when somebody edits it


def _link(cell: SheetCell, sheet: str) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
    cell.font = Font(name="Calibri", size=11, color="0563C1", underline="single")


def _width(leaf: Leaf, column: int) -> int:
    texts = [leaf.heads[column], *(cell if isinstance(cell, str) else cell.text for row in leaf.rows if (cell := row[column]))]
    return max(NARROWEST, min(round(max(map(ems, texts)) * 2) + 3, WIDEST))


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "<dc:language>{language}</dc:language></cp:coreProperties>"
)


def _packed(book: Workbook, document: Document, edition: Edition) -> bytes:
    """Return the bytes of a workbook in canonical order, its properties without the time that openpyxl writes into them."""
    out = io.BytesIO()
    book.save(out)
    meta = document.meta
    fields = {"title": meta.title, "author": meta.author, "language": edition.html_lang}
    core = _CORE.format(**{name: escape(_plain(text)) for name, text in fields.items()})
    with zipfile.ZipFile(out) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return canonical_zip(members | {"docProps/core.xml": core.encode()})
