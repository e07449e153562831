"""One sheet as people lay it out → title lines, heads, rows and notes; what is neither is left out and told.

The table begins below the last line of heads: lines without figures that stand above the first line with some.  A title above, merged heads in
several lines, blank lines, heads repeated on every page, totals and notes below are found by what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.errors import DataError, Problem
from reportgen.intake.periods import is_period
from reportgen.intake.words import is_total, labelled, plain
from reportgen.numbers import parse_number
from reportgen.reading import RawRow, decode, read_file, walk_csv
from reportgen.workbook import Sheet, read_sheets

HEAD_LINES = 4
"""More lines of heads than this no table has."""
_SUFFIX = re.compile(r"(?<=[0-9０-９])\s*((?:万亿|亿|万)?(?:美元|元|人|家|个|分|件|户|吨|次|场|位|名)|万亿|亿|万)$")
_ARROW = re.compile(r"^[↑↓▲▼△▽升降＋+-]?\s*[0-9]+$|^[→—=＝]$|^(?:持平|不变)$")


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet taken apart.

    heads    one tuple of lines a column, top first, empty lines left out
    rows     the cells of the table by line, as wide as `heads`
    titles, notes  the other lines, above and below, each as one text
    unit     what a line "单位：亿元" above the table says
    remarks  what was left out: (key of a sentence, fields)
    """

    name: str
    prefix: str
    heads: tuple[tuple[str, ...], ...]
    rows: tuple[RawRow, ...]
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    source: str
    unit: str
    remarks: tuple[tuple[str, dict[str, object]], ...] = ()
    problems: tuple[Problem, ...] = ()


def lay_out(path: Path) -> tuple[Laid, ...]:
    """Return every sheet of a spreadsheet that holds a table.

    Raises:
        ProjectError: the file cannot be opened.
        DataError: it is no spreadsheet, cannot be read, or holds no table; with the problems of its cells.
    """
    file = read_file(path.name, path.resolve().parent)
    if path.suffix.lower() == ".xlsx":
        sheets = read_sheets(file)
    elif path.suffix.lower() == ".csv":
        sheets = (_csv(path),)
    else:
        raise DataError(Problem(path.name, f"{path.suffix or 'no suffix'} is not a format reportgen reads", "save it as .xlsx or .csv", code="RG285"))
    found = tuple(laid for sheet in sheets if (laid := _take_apart(sheet)))
    if not found:
        hint = "it needs a line of column names with figures below it"
        nothing = Problem(path.name, "holds no table that can be found", hint, code="RG286")
        raise DataError([*(problem for sheet in sheets for problem in sheet.problems), nothing])
    return found


def _csv(path: Path) -> Sheet:
    """Return a CSV file as a sheet: in UTF-8, or in GB18030 where it reads as Chinese; separated by what separates its lines most evenly."""
    file = read_file(path.name, path.resolve().parent)
    text, problems = decode(file, None)
    if problems and any("gb18030" in problem.hint for problem in problems):
        text, problems = decode(file, "gb18030")
    if problems:
        raise DataError(problems)
    lines = [line for line in text.splitlines() if line.strip()]
    delimiter = max(",\t;；，|", key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines), -",\t;；，|".index(mark)))
    rows, problems = walk_csv(text, file.path, delimiter=delimiter)
    if problems:
        raise DataError(problems)
    return Sheet("", file.path, tuple(rows), (), (), ())


def figure(text: str) -> str | None:
    """Return the number a cell states, without grouping, percent sign and unit; None when it states none.

    >>> figure("１，２３４．５"), figure("5.20%"), figure("12.3亿元"), figure("约70"), figure("2023年")
    ('1234.5', '5.20', '12.3', None, None)
    """
    bare = _SUFFIX.sub("", text.strip())
    try:
        return f"{parse_number(bare, percent=True):f}"
    except ValueError:
        return None


def suffix(text: str) -> str:
    """Return the unit behind the number of a cell: "亿元", "%", or ""."""
    found = _SUFFIX.search(text.strip())
    return found[1] if found else "%" if text.strip().endswith(("%", "％")) else ""


def _take_apart(sheet: Sheet) -> Laid | None:
    rows = [replace(row, cells=tuple(cell.strip() for cell in row.cells)) for row in sheet.rows if row.line not in sheet.hidden]
    width = max((len(row.cells) for row in rows), default=0)
    rows = [replace(row, cells=row.cells + ("",) * (width - len(row.cells))) for row in rows]
    first = next((i for i, row in enumerate(rows) if i and _is_data(row.cells) and _has_heads(rows[i - 1].cells)), None)
    if first is None:
        return None
    top = _top(rows, first, sheet)
    last = max(i for i in range(first, len(rows)) if _is_data(rows[i].cells))
    filled = _filled(rows, sheet, rows[top].line, rows[last].line)
    heads = _heads(filled[top:first])
    body, remarks = _body(filled[first : last + 1], heads)
    if sheet.hidden:
        remarks.append(("left_hidden", {"lines": _lines(sheet.hidden)}))
    used = [i for i in range(width) if heads[i] or any(row.cells[i] for row in body)]
    above = [row.cells for row in rows[:top] if any(row.cells)]
    below = [row.cells for row in rows[last + 1 :] if any(row.cells)]
    source = next(filter(None, (labelled(cells, "source") for cells in (*below, *above))), "")
    units = [said for cells in above for cell in cells if (said := labelled((cell,), "unit"))]
    return Laid(
        name=sheet.name,
        prefix=sheet.prefix,
        heads=tuple(heads[i] for i in used),
        rows=tuple(replace(row, cells=tuple(row.cells[i] for i in used)) for row in body),
        titles=tuple(_line(cells) for cells in above if labelled(cells, "source") is None and labelled(cells, "unit") is None),
        notes=tuple(_notes(below)),
        source=source.rstrip("。."),
        unit=units[0] if units else "",
        remarks=tuple(remarks),
        problems=tuple(problem for problem in sheet.problems if rows[top].line <= int(problem.where.split(":")[-2]) <= rows[last].line),
    )


def _is_data(cells: Sequence[str]) -> bool:
    """Tell whether a line is a row of a table: two cells or more, and a figure that is no period behind the first."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and any(figure(cell) is not None and not is_period(cell) for cell in filled[1:])


def _has_heads(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and all(figure(cell) is None or is_period(cell) for cell in filled)


def _top(rows: Sequence[RawRow], first: int, sheet: Sheet) -> int:
    """Return the place of the first line of heads: a line above belongs to them when it spans columns or gives the heads that the line below lacks."""
    top = first - 1
    while top > 0 and first - top < HEAD_LINES:
        above, here = rows[top - 1], rows[top]
        spans = sum(1 for start, left, _, right in sheet.merged if start == above.line and 0 < right - left < len(above.cells) - 1)
        gives = sum(1 for upper, lower in zip(above.cells, here.cells, strict=True) if upper and not lower)
        gives_all = all(upper or lower for upper, lower in zip(above.cells, here.cells, strict=True))
        if not _has_heads(above.cells) or labelled(above.cells, "unit") is not None or not (spans or (gives and gives_all)):
            break
        top -= 1
    return top


def _filled(rows: Sequence[RawRow], sheet: Sheet, start: int, end: int) -> list[RawRow]:
    """Return the rows with what stands in a merged range in each of its cells, inside the table."""
    cells = {row.line: list(row.cells) for row in rows}
    for top, left, bottom, right in sheet.merged:
        for line in range(max(top, start), min(bottom, end) + 1):
            if line in cells and top in cells:
                cells[line][left : right + 1] = [cells[top][left]] * (right + 1 - left)
    return [replace(row, cells=tuple(cells[row.line])) for row in rows]


def _heads(lines: Sequence[RawRow]) -> list[tuple[str, ...]]:
    """Return the heads by column; in a line above others a blank belongs to the head on its left, as in a file that lost its merged cells."""
    spread = []
    for number, row in enumerate(lines):
        cells = list(row.cells)
        if number < len(lines) - 1:
            for i in range(1, len(cells)):
                if not cells[i] and lines[number + 1].cells[i] and lines[number + 1].cells[i - 1] and cells[i - 1]:
                    cells[i] = cells[i - 1]
        spread.append(cells)
    return [tuple(dict.fromkeys(" ".join(cells[i].split()) for cells in spread if cells[i])) for i in range(len(lines[0].cells))]


def _body(rows: Sequence[RawRow], heads: Sequence[tuple[str, ...]]) -> tuple[list[RawRow], list[tuple[str, dict[str, object]]]]:
    """Return the rows of the table, and what was left out between them."""
    body: list[RawRow] = []
    remarks: list[tuple[str, dict[str, object]]] = []
    for row in rows:
        filled = [cell for cell in row.cells if cell]
        names = [cell for cell in filled if figure(cell) is None]
        if not filled:
            continue
        if names and is_total(names[0]):
            remarks.append(("left_total", {"line": row.line, "name": names[0]}))
        elif all(not cell or cell in head for cell, head in zip(row.cells, heads, strict=True)):
            remarks.append(("left_heads", {"line": row.line}))
        elif len(filled) == 1:
            remarks.append(("left_line", {"line": row.line, "words": _line(row.cells)}))
        else:
            body.append(row)
    return body, remarks


def _notes(below: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the notes below a table, without their label and without the line of the source."""
    for cells in below:
        if labelled(cells, "source") is None:
            said = labelled(cells, "note")
            text = said if said is not None else _line(cells)
            if text := re.sub(r"^[0-9]{1,2}\s*[.、．]\s*", "", text):
                yield text


def _line(cells: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(cell for cell in cells if cell))


def _lines(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def moved(text: str) -> str | None:
    """Return the places a cell says were gained (a minus for lost), "" for a gap; None when it says something else.

    >>> moved("↑3"), moved("▼2"), moved("→"), moved("持平"), moved("+4"), moved("新进")
    ('3', '-2', '0', '0', '4', None)
    """
    bare = plain(text).replace(" ", "")
    if not bare:
        return ""
    if not _ARROW.fullmatch(bare):
        return None
    digits = re.sub("[^0-9]", "", bare)
    return f"-{digits}" if digits and bare[0] in "↓▼▽降-" and int(digits) else digits or "0"
