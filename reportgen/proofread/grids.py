"""Tables printed in a document, held against the tables of the data: every row, rank and change, and whether a row is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.numbers import parse_number
from reportgen.proofread.lexicon import Board, Column, Lexicon, Ranked
from reportgen.proofread.marking import mentions
from reportgen.proofread.model import Finding, Grid, Verdict
from reportgen.proofread.scene import Background
from reportgen.proofread.vocabulary import normal

_ARROWS = {"↑": 1, "▲": 1, "+": 1, "上升": 1, "up": 1, "↓": -1, "▼": -1, "-": -1, "−": -1, "下降": -1, "down": -1}
_STILL = ("→", "—", "–", "-", "0", "不变", "持平", "unchanged", "=")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a printed table that names a region of the data."""

    place: int
    code: str
    cells: tuple[str, ...]


def grid_findings(grid: Grid, background: Background, file: str, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield what the data say to every figure of a table, one finding a row that is right and one a cell that is wrong."""
    listed = list(_listed(grid, f"{file}:{grid.where}", lexicon))
    yield from listed
    lines = tuple(_lines(grid, lexicon))
    if len(lines) < 2 or listed:
        return
    board = _board(grid, lines, background, lexicon)
    where = f"{file}:{grid.where}"
    if board is None:
        caption = grid.caption or " ".join(grid.rows[0])
        yield Finding(where, f"{len(lines)} rows of a table", "no table of the data holds it", caption, "table", Verdict.UNSUPPORTED)
        return
    columns = _columns(grid, lines, board, lexicon)
    if _ranks_its_own(lines, columns, board):
        board = _part(board, [line.code for line in lines])
        columns = {place: column and next(each for each in board.columns if each.name == column.name) for place, column in columns.items()}
    lang = "zh" if re.search("[\u4e00-\u9fff]", "".join(grid.rows[0])) else "en"
    for line in lines:
        yield from _row(line, columns, board, where, lexicon.name(line.code, lang))
    yield from _whole(grid, lines, columns, board, where, lexicon, lang)


def _listed(grid: Grid, where: str, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield what the data say to columns that repeat a ranked list of names."""
    if len({len(row) for row in grid.rows}) > 1:
        return  # a cell was cut in two or is empty: rows cannot be told
    for place in range(len(grid.rows[0])):
        cells = [normal(row[place]).strip() for row in grid.rows[1:] if place < len(row)]
        head, caption = normal(grid.rows[0][place]), normal(grid.caption)

        def closeness(ranked: Ranked, cells: list[str] = cells, words: str = f"{caption} {head}") -> tuple[int, int]:
            same = sum(cell == name for cell, name in zip(cells, ranked.names, strict=False))
            return sum(word in words for word in re.findall(r'"[^"]+"|[^\s"]+', ranked.title)), same

        found = [ranked for ranked in lexicon.lists if len(ranked.names) == len(cells) and 2 * len(set(cells) & set(ranked.names)) > len(cells)]
        if not found:
            continue
        ranked = max(found, key=closeness)
        wrong = [(cell, name) for cell, name in zip(cells, ranked.names, strict=True) if cell != name]
        data = f"{', '.join(ranked.names)} ({ranked.path})"
        if not wrong:
            yield Finding(where, f"{head}: the names of {ranked.title}, in this order", data, grid.caption, "table", Verdict.TRUE)
        for cell, name in wrong:
            yield Finding(where, f"{cell}: one of the names of {ranked.title}, in this place", data, grid.caption, "table", Verdict.FALSE, name)


def _lines(grid: Grid, lexicon: Lexicon) -> Iterator[Line]:
    for place, row in enumerate(grid.rows):
        for cell in row:
            code = lexicon.regions.get(normal(cell).strip().replace("* ", "").strip("*"))
            if code is not None:
                yield Line(place, code, row)
                break


def _board(grid: Grid, lines: tuple[Line, ...], background: Background, lexicon: Lexicon) -> Board | None:
    """Return the table of the data that a printed one repeats: named by caption, head or number, and holding the figures of most rows."""
    codes = {line.code for line in lines}
    fitting = [board for board in lexicon.boards if len(codes & set(board.codes)) >= 0.8 * len(codes)]
    said = mentions(normal(f"{grid.caption} {' '.join(grid.rows[0])}"), lexicon)
    named = Background().under(said)
    families = named.families or background.families

    def closeness(board: Board) -> tuple[int, int, int]:
        printed = sum(any(_number(cell) == value for cell in line.cells) for line in lines if (value := board.main.cells.get(line.code)) is not None)
        return (board.family in families) + 2 * (board.scope in named.scopes), printed, board.number in named.tables

    ranked = sorted(fitting, key=closeness, reverse=True)
    if not ranked or not (named.families or closeness(ranked[0])[1] * 4 > len(lines)):
        return None
    return ranked[0]


def _ranks_its_own(lines: tuple[Line, ...], columns: dict[int, Column | None], board: Board) -> bool:
    """Return whether a table of some regions ranks them among themselves: no rank is greater than it has rows."""
    place = next((place for place, column in columns.items() if column is None), None)
    if place is None or len(lines) > 0.8 * len(board.codes):
        return False
    ranks = [_number(line.cells[place]) for line in lines if place < len(line.cells)]
    return all(rank is not None and rank <= len(lines) for rank in ranks)


def _part(board: Board, codes: list[str]) -> Board:
    """Return a table of some of the regions; changes are those among them."""
    before = {code: int(_rank(board, code) or 0) + int(change) for code, change in (board.measuring("change") or board.main).cells.items()}
    now = {code: _rank(board, code) or 0 for code in codes}

    def cells(column: Column) -> dict[str, Decimal]:
        if column.measure != "change":
            return {code: column.cells[code] for code in codes if code in column.cells}
        return {code: Decimal(_place(code, before, codes) - _place(code, now, codes)) for code in codes}

    return replace(board, codes=tuple(codes), columns=tuple(replace(column, cells=cells(column)) for column in board.columns))


def _place(code: str, ranks: Mapping[str, int], codes: list[str]) -> int:
    return 1 + sum(ranks[other] < ranks[code] for other in codes)


def _columns(grid: Grid, lines: tuple[Line, ...], board: Board, lexicon: Lexicon) -> dict[int, Column | None]:
    """Return the column of the data each column of the table repeats, None for that of ranks; columns that repeat none are left out."""
    found: dict[int, Column | None] = {}
    for place, head in enumerate(grid.rows[0]):
        title = normal(re.sub(r"\s+", "", head) if re.search("[\u4e00-\u9fff]", head) else head)
        cells = [line.cells[place] for line in lines if place < len(line.cells)]
        column = _titled(title, board, lexicon)
        if lexicon.vocabulary.is_rank_title(title) and all(re.fullmatch(r"\s*[0-9]{1,3}\s*", cell) for cell in cells):
            found[place] = None
        elif column is not None and column not in found.values():
            found[place] = column
    if not any(column is board.main for column in found.values()):
        for place in range(len(grid.rows[0])):
            same = sum(place < len(line.cells) and _number(line.cells[place]) == board.main.cells.get(line.code) for line in lines)
            if place not in found and same * 2 > len(lines):
                found[place] = board.main
    return found


def _titled(title: str, board: Board, lexicon: Lexicon) -> Column | None:
    words = lexicon.vocabulary
    if words.is_change_title(title):
        return board.measuring("change")
    if words.is_growth_title(title):
        return board.measuring("growth")
    for mention in mentions(title, lexicon):
        if mention.kind == "column":
            return next((column for column in board.columns if column.name == mention.key), None)
        if mention.kind == "family" and mention.key == board.family:
            return board.main
    return None


def _row(line: Line, columns: dict[int, Column | None], board: Board, where: str, name: str) -> Iterator[Finding]:
    row = " | ".join(line.cells)
    wrong = 0
    checked = 0
    for place, column in columns.items():
        if place >= len(line.cells):
            continue
        cell = line.cells[place]
        right = _rank(board, line.code) if column is None else column.cells.get(line.code)
        title = "rank" if column is None else column.name
        stated = _number(cell) if column is None or column.measure != "change" else _change(cell)
        if right is None:
            continue
        checked += 1
        if stated is None or stated != Decimal(right):
            wrong += 1
            data = f"{name} {right} ({board.path}, {title})"
            yield Finding(f"{where}, row {line.place + 1}", f"{name}: {cell.strip()} printed as {title}", data, row, "table", Verdict.FALSE, f"{name}: {right}")
    if checked and not wrong:
        yield Finding(f"{where}, row {line.place + 1}", f"{name}: {checked} figures of a table", f"the same ({board.path})", row, "table", Verdict.TRUE)


def _whole(
    grid: Grid, lines: tuple[Line, ...], columns: dict[int, Column | None], board: Board, where: str, lexicon: Lexicon, lang: str
) -> Iterator[Finding]:
    """Yield that rows are missing or repeated, and that the ranks before, from ranks and changes, are no permutation."""
    codes = [line.code for line in lines]
    caption = grid.caption or " ".join(grid.rows[0])
    missing = [code for code in board.codes if code not in codes]
    if missing and len(missing) <= 0.2 * len(board.codes):
        names = ", ".join(lexicon.name(code, lang) for code in missing)
        yield Finding(where, "all rows of a table", f"missing: {names} ({board.path})", caption, "table", Verdict.FALSE)
    if twice := sorted({lexicon.name(code, lang) for code in codes if codes.count(code) > 1}):
        yield Finding(where, "every row once", f"more than once: {', '.join(twice)}", caption, "table", Verdict.FALSE)
    changes = next((place for place, column in columns.items() if column is not None and column.measure == "change"), None)
    ranks = next((place for place, column in columns.items() if column is None), None)
    if changes is None or ranks is None or missing or len(set(codes)) < len(codes):
        return
    now = [_number(line.cells[ranks]) for line in lines]
    moves = [_change(line.cells[changes]) for line in lines]
    before = sorted(int(place + move) for place, move in zip(now, moves, strict=True) if place is not None and move is not None)
    is_whole = before == list(range(1, len(lines) + 1))
    odd = sorted({place for place in range(1, len(lines) + 1) if before.count(place) != 1})
    data = "each once" if is_whole else f"not once: {', '.join(map(str, odd))}"
    yield Finding(where, "every rank of the period before once", data, caption, "permutation", Verdict.TRUE if is_whole else Verdict.FALSE)


def _rank(board: Board, code: str) -> int | None:
    cells = board.main.cells
    return sum(other > cells[code] for other in cells.values()) + 1 if code in cells else None


def _number(cell: str) -> Decimal | None:
    try:
        return parse_number(cell.strip().strip("*"), percent=True)
    except ValueError:
        return None


def _change(cell: str) -> Decimal | None:
    """Return the places a cell says were gained.

    >>> _change("↑5"), _change("→"), _change("下降2位"), _change("up five places")
    (Decimal('5'), Decimal('0'), Decimal('-2'), None)
    """
    plain = re.sub(r"\s+", "", normal(cell)).strip("*")
    digits = re.search("[0-9]+", plain)
    sign = next((sign for mark, sign in _ARROWS.items() if mark in plain), 1)
    if plain in _STILL or (not digits and any(mark in plain for mark in ("→", "不变", "持平"))):
        return Decimal(0)
    return Decimal(digits[0]) * sign if digits else None
