"""Captions, the tables below and the pictures above them, and what a table that goes on says on the next page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reportgen.inspection.flow import LEADER, Flow, is_wide
from reportgen.inspection.measure import Finding, Measure, at
from reportgen.inspection.pages import Line, Page

CAPTION = re.compile(r"(?P<word>表格?|圖|图|Table|Figure|Fig\.)[\s\u00a0]*(?P<number>\d+(?:[-–.]\d+)*)(?:(?P<gap>[\u2002\u2003\u3000:：])|(?=[\s.（(]|$))")
CONTINUED = re.compile(r"[续續]表[\s\u00a0]*(?P<zh>\d+(?:[-–.]\d+)*)|Table[\s\u00a0]*(?P<en>\d+(?:[-–.]\d+)*)[\s\u00a0]*[(（]?cont")
AFTER = re.compile(r"[注註]\d*[：:]|[数數][据據][来來]源|[资資]料[来來]源|(?:Notes?|Sources?)\b\s*\d*\s*[:.]")
"""How the notes and the source below a table begin."""
DECIMAL = re.compile(r"[+\-−]?[\d,]+\.\d+\s?%?")
ROW_EM = 3.4
"""Rows of a table stand no further apart than this, in em."""
ROW_PT = 2.0
"""Points by which the baselines of one row may differ."""
SPREAD = 0.1
"""Points by which the decimal points of a column may differ."""
LEAST_ROWS = 2
"""Head and first row: what stands below a caption on its page at least."""
PICTURE_PT = 20.0
"""A picture is so high at least, in points."""

Row = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption, or with `goes_on` the words above the rest of a table on a later page."""

    kind: Literal["table", "figure"]
    word: str
    number: str
    line: Line
    goes_on: bool = False


def captions(flow: Flow) -> Iterator[Caption]:
    """Yield the captions of a file: lines that begin with a number of a table or figure and are set apart from the running text."""
    for line in flow.lines:
        if found := CONTINUED.match(line.text):
            yield Caption("table", "表" if found["zh"] else "Table", found["zh"] or found["en"], line, goes_on=True)
        elif (found := CAPTION.match(line.text)) and (found["gap"] or _is_apart(flow, line)) and not LEADER.search(line.text):
            yield Caption("table" if found["word"] in ("表", "表格", "Table") else "figure", found["word"], found["number"], line)


def rows_below(flow: Flow, page: Page, line: Line) -> list[Row]:
    """Return the rows of the table below a caption, its head first; where notes, prose or an empty band follow, it ends.

    The rest of the caption, and the same caption in another language, are no rows.
    """
    rows: list[Row] = []
    above = line
    widest = max((each.right - each.left for each in page.lines), default=0.0)
    for row in _grouped(each for each in page.lines if each.y < line.y - ROW_PT):
        first = row[0]
        is_prose = is_wide(first) and first.right - first.left > 0.8 * widest and flow.is_body(first)
        if above.y - first.y > ROW_EM * max(first.size, line.size) or AFTER.match(first.text):
            break
        if not rows and len(row) == 1 and (_is_beside(first, line) or (first.size, first.font) == (above.size, above.font)):
            above = first
            continue
        if CAPTION.match(first.text) or is_prose:
            break
        rows.append(row)
        above = first
    return rows


def _grouped(lines: Iterable[Line]) -> Iterator[Row]:
    """Yield the lines that stand on one height together, from top to bottom."""
    row: list[Line] = []
    for line in lines:
        if row and row[0].y - line.y > ROW_PT:
            yield tuple(sorted(row, key=lambda each: each.left))
            row = []
        row.append(line)
    if row:
        yield tuple(sorted(row, key=lambda each: each.left))


def _is_beside(line: Line, caption: Line) -> bool:
    """Return whether a line is the caption of the same number in another language."""
    found, own = CAPTION.match(line.text), CAPTION.match(caption.text)
    return bool(found and own and found["number"] == own["number"] and found["word"] != own["word"])


# ---------------------------------------------------------------- measures


def table_captions(flow: Flow) -> Measure:
    """T1: tables are numbered from 1 without a gap, and head and first row stand on the page of the caption."""
    tables = [caption for caption in captions(flow) if caption.kind == "table" and not caption.goes_on]
    found = [*_numbering(tables)]
    for caption in tables:
        rows = rows_below(flow, flow.pages[caption.line.page], caption.line)
        if len(rows) < LEAST_ROWS:
            found.append(at(caption.line, what="the table does not begin on the page of its caption"))
    return Measure("T1", "tables", (("captions", len(tables)),), "1…n, caption with its first row", len(tables), tuple(found))


def figure_captions(flow: Flow) -> Measure:
    """F1: figures are numbered from 1 without a gap, and the caption stands below its picture on the same page."""
    figures = [caption for caption in captions(flow) if caption.kind == "figure"]
    found = [*_numbering(figures)]
    found += [at(caption.line, what="no picture stands above the caption") for caption in figures if not _has_picture(flow, caption.line)]
    return Measure("F1", "figures", (("captions", len(figures)),), "1…n, caption below its picture", len(figures), tuple(found))


def continuations(flow: Flow) -> Measure:
    """T5, T4: where a table goes on, the page says so (续表 n, Table n continued) above the repeated head."""
    heads: dict[str, Row] = {}
    found: list[Finding] = []
    said: set[int] = set()
    counted = 0
    for caption in (each for each in captions(flow) if each.kind == "table"):
        rows = rows_below(flow, flow.pages[caption.line.page], caption.line)
        key = caption.number
        if not caption.goes_on:
            heads.setdefault(key, rows[0] if rows else ())
            continue
        counted += 1
        said.add(caption.line.page)
        if key not in heads:
            found.append(at(caption.line, what="no table of this number has begun"))
        elif not rows or _words(rows[0]) != _words(heads[key]):
            found.append(at(caption.line, what="the head of the table is not repeated"))
    for page, row in _unsaid(flow, said):
        counted += 1
        found.append(Finding(page.index + 1, what="a table goes on without saying so", line=" ".join(line.text for line in row)))
    return Measure("T5", "tables that go on", (("pages", counted),), "续表 above a repeated head", counted, tuple(found))


def decimal_points(flow: Flow) -> Measure:
    """T8: the decimal points of a column stand on one vertical, to a tenth of a point."""
    spreads, found = [], []
    for caption in (each for each in captions(flow) if each.kind == "table"):
        cells = [line for row in rows_below(flow, flow.pages[caption.line.page], caption.line) for line in row if DECIMAL.fullmatch(line.text)]
        for column in _columns(cells):
            points = [next(glyph.x for glyph in line.glyphs if glyph.char == ".") for line in column]
            spreads.append(max(points) - min(points))
            if spreads[-1] > SPREAD:
                found.append(at(caption.line, what=f"decimal points differ by {spreads[-1]:.2f} pt in the column of {column[0].text}"))
    values = (("most", round(max(spreads), 2)),) if spreads else ()
    return Measure("T8", "decimal points of a column", values, f"{SPREAD} pt", len(spreads), tuple(found), "pt")


def _is_apart(flow: Flow, line: Line) -> bool:
    """Return whether a line is set in another size or face than the running text, or centred."""
    page = flow.pages[line.page]
    margin = min(each.left for each in page.lines)
    is_centred = abs(line.left - (page.width - line.right)) < line.size and line.left > margin + line.size
    return not flow.is_body(line) or line.font not in flow.body_fonts or is_centred


def _numbering(found: Sequence[Caption]) -> Iterator[Finding]:
    """Yield where numbers do not follow each other; 3-1, 3-2 are counted within their chapter, each language by itself."""
    runs: dict[tuple[str, str], int] = defaultdict(int)
    for caption in found:
        chapter, _, last = re.sub(r"[-–]", ".", caption.number).rpartition(".")
        runs[caption.word, chapter] += 1
        if int(last) != runs[caption.word, chapter]:
            yield at(caption.line, what=f"number {caption.number} where {runs[caption.word, chapter]} is next")
            runs[caption.word, chapter] = int(last)


def _has_picture(flow: Flow, line: Line) -> bool:
    """Return whether something is painted between a caption and the running text or the caption above it."""
    page = flow.pages[line.page]
    above = (each for each in page.lines if each.y > line.y + ROW_PT and not _is_beside(each, line))
    ceiling = min((each.y for each in above if (flow.is_body(each) and is_wide(each)) or CAPTION.match(each.text)), default=page.height)
    band = [ink for ink in page.ink if ink.bottom > line.y - ROW_PT and ink.bottom < ceiling and ink.top < ceiling + PICTURE_PT]
    return bool(band) and max(ink.top for ink in band) - min(ink.bottom for ink in band) >= PICTURE_PT


def _unsaid(flow: Flow, said: set[int]) -> Iterator[tuple[Page, Row]]:
    """Yield the pages that begin with rows of the table at the foot of the page before, and do not say so."""
    for before, page in pairwise(flow.pages):
        tables = [each for each in captions(flow) if each.kind == "table" and each.line.page == before.index]
        if page.index in said or not tables:
            continue
        rows = rows_below(flow, before, tables[-1].line)
        if not rows or any(line.y < rows[-1][0].y - ROW_PT and not _is_foot(before, line) for line in before.lines):
            continue  # something follows the table on its own page
        content = [line for line in page.lines if not _is_head(page, line)]
        first = tuple(line for line in content if content[0].y - line.y <= ROW_PT)
        lefts = {round(line.left) for line in (*rows[0], *rows[-1])}
        if len(first) > 1 and (_words(first) == _words(rows[0]) or sum(round(line.left) in lefts for line in first) > len(first) / 2):
            yield page, first


def _is_foot(page: Page, line: Line) -> bool:
    return line.y < page.height * 0.08


def _is_head(page: Page, line: Line) -> bool:
    return line.y > page.height * 0.92


def _words(row: Row) -> str:
    return "".join("".join(line.text.split()) for line in row)


def _columns(cells: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the cells that stand below each other, for every column of three at least."""
    columns: list[list[Line]] = []
    for cell in sorted(cells, key=lambda line: -line.y):
        home = next((column for column in columns if column[-1].left < cell.right and cell.left < column[-1].right), None)
        if home is None:
            columns.append([cell])
        else:
            home.append(cell)
    yield from (column for column in columns if len(column) > 2)


