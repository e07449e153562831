"""Tables: what Word needs to open them, and what people need to read them."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.wordcheck.model import TBL, TC, TR, Element, Finding, P, Package, Story, find, first, is_on, name_of, number, text_in, val

TOLERANCE = 20
"""By how much widths may differ that should be equal, in dxa: what rounding leaves."""
_OWN = name_of("w:sdt")


def _tables(package: Package) -> Iterator[tuple[Story, Element]]:
    for story in package.texts:
        for node in story.tables:
            yield story, node


def rows_of(table: Element) -> list[Element]:
    """Return the rows of a table itself, not those of tables inside it; also rows in content controls."""
    return [node for node in table.iter(TR) if next(node.iterancestors(TBL)) is table]


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row itself."""
    return [node for node in row.iter(TC) if next(node.iterancestors(TR)) is row]


def cells(package: Package) -> Iterator[Finding]:
    """Yield cells that do not end in a paragraph: Word refuses the file."""
    for story, table in _tables(package):
        for row in rows_of(table):
            for cell in cells_of(row):
                content = [node for node in cell if node.tag in {P, TBL, _OWN}]
                if not content or content[-1].tag == TBL or (content[-1].tag == _OWN and not list(content[-1].iter(P))):
                    yield Finding(story.place(row), "has a cell that does not end in a paragraph", "end the cell with a paragraph")


def whole(package: Package) -> Iterator[Finding]:
    """Yield tables without a grid or rows, and rows without cells."""
    for story, table in _tables(package):
        if first(table, "w:tblGrid/w:gridCol") is None or first(table, "w:tblPr") is None:
            yield Finding(story.place(table), "has no grid of columns", "delete the table and insert it again")
        rows = rows_of(table)
        if not rows:
            yield Finding(story.place(table), "has no rows", "delete it")
        for row in rows:
            if not cells_of(row):
                yield Finding(story.place(row), "has no cells", "delete the row")


def spans(package: Package) -> Iterator[Finding]:
    """Yield rows whose cells do not fill the grid: Word lays the table out anew, or refuses the file."""
    for story, table in _tables(package):
        columns = len(find(table, "w:tblGrid/w:gridCol"))
        for row in rows_of(table):
            filled = _filled(row)
            if columns and filled != columns and cells_of(row):
                yield Finding(story.place(row), f"fills {filled} of {columns} columns", "give the row as many cells as the others")


def _filled(row: Element) -> int:
    return _skipped(row, "w:gridBefore") + sum(_span(cell) for cell in cells_of(row)) + _skipped(row, "w:gridAfter")


def _span(cell: Element) -> int:
    return number(first(cell, "w:tcPr/w:gridSpan")) or 1


def _skipped(row: Element, path: str) -> int:
    return number(first(row, f"w:trPr/{path}")) or 0


def merges(package: Package) -> Iterator[Finding]:
    """Yield merged cells that begin nowhere, or under a cell of another width."""
    for story, table in _tables(package):
        above: dict[int, int] = {}
        for row in rows_of(table):
            column = _skipped(row, "w:gridBefore")
            here: dict[int, int] = {}
            for cell in cells_of(row):
                merge, span = first(cell, "w:tcPr/w:vMerge"), _span(cell)
                if merge is not None:
                    if val(merge) != "restart" and above.get(column) != span:
                        yield Finding(story.place(row), "has a merged cell that begins nowhere", "split the cell and merge it again")
                    here[column] = span
                column += span
            above = here


def widths(package: Package) -> Iterator[Finding]:
    """Yield tables whose widths do not agree: Word goes by the cells, WPS by the grid."""
    for story, table in _tables(package):
        grid = [number(node, "w:w") or 0 for node in find(table, "w:tblGrid/w:gridCol")]
        total = first(table, "w:tblPr/w:tblW[@w:type='dxa']")
        if total is not None and abs((number(total, "w:w") or 0) - sum(grid)) > TOLERANCE:
            yield Finding(story.place(table), f"is {val(total, 'w:w')} wide, but its columns make {sum(grid)}", "give its columns fixed widths")
        if (row := next((row for row in rows_of(table) if _differs(row, grid)), None)) is not None:
            yield Finding(story.place(row), "has cells of another width than their columns", "give its columns fixed widths")


def _differs(row: Element, grid: list[int]) -> bool:
    if _filled(row) != len(grid):
        return False
    column = _skipped(row, "w:gridBefore")
    for cell in cells_of(row):
        span, width = _span(cell), first(cell, "w:tcPr/w:tcW[@w:type='dxa']")
        if width is not None and abs((number(width, "w:w") or 0) - sum(grid[column : column + span])) > TOLERANCE:
            return True
        column += span
    return False


def too_wide(package: Package) -> Iterator[Finding]:
    """Yield tables that leave the page, or that are wider than the text without being placed beside it."""
    story = package.document
    sections = {node: place for place, node in enumerate(story.root.iter(name_of("w:sectPr")))}
    order = {node: place for place, node in enumerate(story.root.iter(TBL, name_of("w:sectPr")))}
    for table in story.tables:
        following = next((node for node in sections if order[node] > order[table]), None)
        if following is None or any(True for _ in table.iterancestors(TBL)):
            continue
        page, margins = first(following, "w:pgSz"), first(following, "w:pgMar")
        paper = number(page, "w:w")
        left, right = number(margins, "w:left") or 0, number(margins, "w:right") or 0
        width = sum(number(node, "w:w") or 0 for node in find(table, "w:tblGrid/w:gridCol"))
        indent = number(first(table, "w:tblPr/w:tblInd[@w:type='dxa']"), "w:w") or 0
        if paper is None:
            continue
        room = paper - left - right if indent >= 0 else paper
        # Word lets the left margin of a cell stand out of the text.
        if width + max(indent, 0) > room + 2 * 108 + TOLERANCE:
            yield Finding(story.place(table), f"is {width} wide, but has room for {room}", "make its columns narrower, or turn the page")


def is_data(table: Element) -> bool:
    """Return whether a table holds data rather than layout: it has two rows and two columns, or says its first row is its head."""
    look = first(table, "w:tblPr/w:tblLook")
    is_headed = val(look, "w:firstRow") not in {"", "0", "false"} or bool(int(val(look) or "0", 16) & 0x20 if _is_hex(val(look)) else 0)
    return is_headed and len(rows_of(table)) > 1 and len(find(table, "w:tblGrid/w:gridCol")) > 1


def _is_hex(text: str) -> bool:
    return bool(text) and all(char in "0123456789abcdefABCDEF" for char in text)


def heads(package: Package) -> Iterator[Finding]:
    """Yield tables of data whose head is not marked as one, so that it stands on the first page only and is not read out."""
    for story, table in _tables(package):
        if not is_data(table):
            continue
        marked = [is_on(first(row, "w:trPr/w:tblHeader")) for row in rows_of(table)]
        if not marked[0]:
            yield Finding(story.place(table), "has no head that repeats on every page", "mark its first row: Layout, Repeat Header Rows")
        elif marked != sorted(marked, reverse=True) or all(marked):
            yield Finding(story.place(table), "has rows marked as head that are not at its top", "mark the first rows only")


def splitting(package: Package) -> Iterator[Finding]:
    """Yield tables of data with rows that may be torn apart at the end of a page."""
    for story, table in _tables(package):
        if is_data(table) and not all(is_on(first(row, "w:trPr/w:cantSplit")) for row in rows_of(table)):
            yield Finding(story.place(table), "has rows that may break across pages", "Table Properties, Row: do not allow rows to break")


def titles(package: Package) -> Iterator[Finding]:
    """Yield tables of data without the title that a screen reader reads out."""
    for story, table in _tables(package):
        if is_data(table) and not (val(first(table, "w:tblPr/w:tblCaption")).strip() or val(first(table, "w:tblPr/w:tblDescription")).strip()):
            yield Finding(story.place(table), "has neither title nor description", "write them: Table Properties, Alt Text")


def captions(package: Package) -> Iterator[Finding]:
    """Yield captions above a table, and figures above a caption, that a page break may part from it."""
    story = package.document
    captioned = {style.id for style in package.styles.values() if style.name.lower() == "caption"}
    for node in story.paragraphs:
        following = node.getnext()
        if following is None:
            continue
        is_above_table = following.tag == TBL and package.style_of(node) in captioned and is_data(following)
        is_figure = following.tag == P and package.style_of(following) in captioned and first(node, ".//w:drawing") is not None and not text_in(node).strip()
        if (is_above_table or is_figure) and not is_on(package.property_of(node, "w:keepNext")):
            yield Finding(story.place(node), "may be parted from what it belongs to by a page break", "Paragraph, Line and Page Breaks: keep with next")
