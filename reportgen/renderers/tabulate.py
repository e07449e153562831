"""Tables as HTML: caption above, three rules, notes and source below, numbers on the point."""

from __future__ import annotations

from markupsafe import Markup

from reportgen.document import Column, Figure, Inlines, KeyFigures, Row, Table
from reportgen.renderers.phrases import Sheet, inlines, joined
from reportgen.tree import text_of
from reportgen.typeset.columns import WIDEST_TEXT, column_heads, ems, is_wide, least_widths, squeezed, unit_of, widest

TALL_ROWS, TALL_TURNED_ROWS = 24, 14
"""A longer table has tighter rows, so that 31 rows with a caption and notes of two lines stand on one page, or 20 on a page turned sideways."""
FIGURE_SPACE = "\u2007"
MAX_DIGITS = 20
"""Style sheets have a class w1 … w20 for the width of a number."""
HEAD_EM = 9.0
"""A head wider than this, in characters, is set in several lines rather than widen its column."""
CELL_EM = 2.5
"""White space on both sides of a cell's words when columns share out the width of a table, in characters."""


def caption(kind: str, node: Table | Figure, sheet: Sheet) -> Markup:
    """Return the words of a caption: term, number and title; `kind` is "table" or "figure"."""
    edition = sheet.press.edition
    return Markup('<span class="number">{}{}{}</span>{}{}').format(
        edition.word(f"caption.{kind}"), edition.word("caption.number_gap"), node.number, edition.word("caption.gap"), inlines(node.caption, sheet)
    )


def below(node: Table | Figure | KeyFigures, sheet: Sheet) -> Markup:
    """Return the notes and then the source, each a line of its own, or nothing."""
    edition = sheet.press.edition
    lines = [(label, note, "note") for label, note in zip(edition.note_labels(len(node.notes)), node.notes, strict=True)]
    if node.source:
        lines.append((edition.word("label.source"), node.source, "source"))
    return joined(Markup('<p class="{}">{}{}</p>').format(kind, label, inlines(content, sheet)) for label, content, kind in lines)


def table(node: Table, sheet: Sheet) -> Markup:
    """Return a table in its own box; on the screen the box scrolls sideways and carries the caption inside the table."""
    theme = sheet.press.theme
    turned = sheet.is_print and is_wide(node, sheet.press.edition, theme)
    kinds = ("table", "long" if len(node.rows) > theme.rules.whole_to_rows else "", "wide" if turned else "")
    head = caption("table", node, sheet)
    widths = [_width(node, index) for index in range(len(node.columns))]
    columns = joined(_head(column, sheet) for column in node.columns)
    rows = [_row(row, node.columns, widths, sheet) for row in node.rows]
    if sheet.is_print:
        rows = _continued(rows, sheet.press.edition.say("page.continued", number=node.number))
        shares = _shares(node, sheet, theme.length_pt if turned else theme.measure_pt)
        # WeasyPrint leaves a <caption> alone at the foot of a page; a paragraph with break-after: avoid stays with its table.
        kind = _classes(node, sheet, TALL_TURNED_ROWS if turned else TALL_ROWS)
        inner = Markup('<p class="caption">{}</p><table class="{}">{}{}</table>').format(head, kind, shares, _body(columns, rows))
    else:
        inner = Markup(
            '<div class="scroll" tabindex="0" role="region" aria-labelledby="{0}-caption"><table class="{1}">'
            '<caption id="{0}-caption"><span>{2}</span></caption>{3}</table></div>'
        ).format(node.label, _classes(node, sheet), head, _body(columns, rows))
    return Markup('<div class="{}" id="{}">{}{}</div>').format(" ".join(filter(None, kinds)), node.label, inner, below(node, sheet))


def _body(columns: Markup, rows: list[Markup]) -> Markup:
    return Markup("<thead><tr>{}</tr></thead><tbody>{}</tbody>").format(columns, joined(rows))


def _continued(rows: list[Markup], words: str) -> list[Markup]:
    """Return rows that, where a page cuts the table between them, make the next one say so above its head; the last one takes the words back."""
    mark = Markup('<tr data-continued="{}"')
    texts = [*([words] * (len(rows) - 1)), ""]
    return [Markup(row.replace(Markup("<tr"), mark.format(text), 1)) for row, text in zip(rows, texts, strict=True)]


def _shares(node: Table, sheet: Sheet, room: float) -> Markup:
    """Return the widths of the columns as shares of the table; WeasyPrint would find them by laying every cell out three times."""
    edition, points = sheet.press.edition, sheet.press.theme.sizes.table
    heads = [min(ems(head), HEAD_EM) for head in column_heads(node, edition)]
    widths = [(max(head, min(widest(node, index), WIDEST_TEXT), 1.0) + CELL_EM) * points for index, head in enumerate(heads)]
    if sum(widths) > room:
        widths = squeezed(widths, least_widths(node, edition, points), room)
    return joined(Markup('<col style="width:{:.2f}%">').format(100 * each / sum(widths)) for each in widths)


def _classes(node: Table, sheet: Sheet, tall_rows: int = TALL_ROWS) -> str:
    banded = len(node.rows) > sheet.press.theme.rules.band_above_rows
    wordy = any(column.kind == "text" for column in node.columns)
    tall = len(node.rows) > tall_rows
    return " ".join(name for name, applies in (("banded", banded), ("wordy", wordy), ("tall", tall)) if applies)


def _head(column: Column, sheet: Sheet) -> Markup:
    return Markup('<th scope="col" class="{}">{}{}</th>').format(column.kind, inlines(column.head, sheet), unit_of(column, sheet.press.edition))


def _row(row: Row, columns: tuple[Column, ...], widths: list[int], sheet: Sheet) -> Markup:
    named = next((i for i, column in enumerate(columns) if column.kind == "name"), -1)
    cells = []
    for index, (column, content) in enumerate(zip(columns, row.cells, strict=True)):
        body = _cell(column, content, widths[index], sheet)
        tag = Markup('<th scope="row" class="{}">{}</th>') if index == named else Markup('<td class="{}">{}</td>')
        cells.append(tag.format(column.kind, body))
    emphasis = Markup(' class="{}"').format(row.emphasis) if row.emphasis != "none" else Markup("")
    return Markup("<tr{}>{}</tr>").format(emphasis, joined(cells))


def _cell(column: Column, content: Inlines, digits: int, sheet: Sheet) -> Markup:
    body = inlines(content, sheet)
    text = text_of(content)
    if column.kind != "number" or not _is_number(text):
        return body
    if sheet.is_print and text.replace(".", "").isdecimal():
        # The column is centred; leading spaces as wide as digits put every point in line, without a box for each number.
        return Markup(FIGURE_SPACE * (digits - len(text))) + body
    # All numbers of a column get one width and stand at its right edge; the column centres that block.
    return Markup('<span class="w{}">{}</span>').format(digits, body)


def _width(node: Table, index: int) -> int:
    """Return the width of a number column in digits."""
    if node.columns[index].kind != "number":
        return 0
    texts = [text_of(row.cells[index]) for row in node.rows]
    return min(max((len(text) for text in texts if _is_number(text)), default=0), MAX_DIGITS)


def _is_number(text: str) -> bool:
    return any(char.isdecimal() for char in text)
