"""A finished document → its passages and tables, each with a place: Word, PDF, HTML, Markdown, plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportgen.errors import Problem, ProjectError
from reportgen.proofread.model import Grid, Passage, Piece
from reportgen.reading import File, decode

if TYPE_CHECKING:
    from reportgen.inspection.flow import Flow
    from reportgen.inspection.pages import Line, Page

_ENDS = re.compile(r"[。！？!?；;：:.…」”\"）)]\s*$")
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}(?:\.[0-9]{1,2})*[.．、\s]\s*(?![0-9]))\S")
_CAPTION = re.compile(r"\s*(?:续?表|图|Table|Figure)\s*[0-9A-Z]", re.IGNORECASE)
_LEADER = re.compile(r"(?:[.…·．‥]\s?){5}")
GAP = 0.12
"""Blank space, in em, between two Latin glyphs that is a space."""
_LONG = 50
"""A paragraph of so many characters that ends without a full stop goes on after an empty line: a page was turned there."""


def pieces(file: File) -> tuple[Piece, ...]:
    """Return what a document holds, in reading order.

    Raises:
        ProjectError: it is of no known kind, cannot be read, or has no text.
    """
    suffix = PurePosixPath(file.path).suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(_READERS)
        what = f"{suffix or 'no suffix'} is not a kind of document that can be proofread"
        raise ProjectError(Problem(file.path, what, f"name a file of {known}", code="RG720"))
    found = tuple(_READERS[suffix](file))
    if not found:
        raise ProjectError(Problem(file.path, "there is no text in it", "a scanned page holds pictures only: name a file with text", code="RG721"))
    return found


# ---------------------------------------------------------------- text and Markdown


def _text(file: File) -> Iterator[Piece]:
    text, problems = decode(file, None)
    if problems:
        raise ProjectError(Problem(each.where, each.what, "save the file as UTF-8", code=each.code) for each in problems)
    caption = ""
    for block in _joined(list(_blocks(text.splitlines()))):
        if isinstance(block, Grid):
            yield Grid(block.where, block.rows, caption)
            caption = ""
            continue
        caption = block.text if block.kind == "caption" else caption
        yield block


def _blocks(lines: list[str]) -> Iterator[Piece]:
    """Yield paragraphs, headings, captions and tables of a text; a paragraph ends at an empty line."""
    numbered = [(number, line.rstrip()) for number, line in enumerate(lines, 1)]
    for kind, group in groupby(numbered, key=lambda each: _kind(each[1])):
        found = list(group)
        number = found[0][0]
        if kind == "table":
            rows = tuple(_cells(line) for _, line in found)
            yield Grid(f"{number}", tuple(row for row in rows if not all(re.fullmatch(r"\s*:?-+:?\s*|", cell) for cell in row)))
        elif kind == "text":
            yield from _paragraphs(found)


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    return "table" if "\t" in line.strip() or re.match(r"\s*\|.*\|\s*$", line) else "text"


def _cells(line: str) -> tuple[str, ...]:
    cells = line.strip().strip("|").split("|") if line.strip().startswith("|") else line.split("\t")
    return tuple(cell.strip() for cell in cells)


def _paragraphs(lines: list[tuple[int, str]]) -> Iterator[Passage]:
    current: list[str] = []
    start = 0
    for number, line in lines:
        passage = _single(number, line)
        if passage is None:
            start = start if current else number
            current.append(line.strip())
            continue
        if current:
            yield Passage(f"{start}", _together(current))
            current = []
        yield passage
    if current:
        yield Passage(f"{start}", _together(current))


def _single(number: int, line: str) -> Passage | None:
    """Return the heading or caption that a line is; None for a line of a paragraph."""
    if found := re.match(r"\s*(#{1,6})\s+(.*)", line):
        return Passage(f"{number}", _plain(found[2]), "heading", len(found[1]))
    if _LEADER.search(line):
        return Passage(f"{number}", "")
    if _CAPTION.match(line) and len(line) < 80 and not re.search(r"[。，；]", line):
        return Passage(f"{number}", _plain(line), "caption")
    if _HEADING.match(line.strip()) and len(line) < 60 and not re.search(r"[。；，,;]|\.$", line):
        return Passage(f"{number}", _plain(line), "heading", _level(line.strip()))
    return None


def _level(line: str) -> int:
    """Return the level of a numbered heading, Chinese or decimal, by its place in either order: 一、 （一） 1. （1）; 3 3.2 3.2.1 (1).

    >>> [_level(line) for line in ("一、概况", "（一）背景", "1.货", "（1）省", "3 Index", "3.2.1 Goods", "(2) Cities")]
    [1, 2, 5, 8, 1, 3, 8]
    """
    if found := re.match(r"[0-9]+((?:\.[0-9]+)*)(?=\s)", line):
        return found[1].count(".") + 1
    forms = ((r"[一二三四五六七八九十]+、", 1), (r"[（(][一二三四五六七八九十]", 2), (r"[0-9]+((?:\.[0-9]+)*)", 5))
    return next((level for form, level in forms if re.match(form, line)), 8)


def _plain(text: str) -> str:
    return re.sub(r"\*\*|__|`", "", text).strip()


def _together(lines: list[str]) -> str:
    """Return lines as one text; a blank stands between them where both sides are Latin, and a divided word is whole again."""
    text = ""
    for line in lines:
        if text.endswith("\u2010"):
            text = text[:-1] + line
            continue
        text += (" " if text and text[-1].isascii() and line[:1].isascii() else "") + line
    return _plain(text)


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Yield pieces with paragraphs whole that a page turn has cut."""
    kept: list[Piece] = []
    for piece in found:
        if isinstance(piece, Passage) and not piece.text:
            continue
        last = kept[-1] if kept else None
        is_prose = isinstance(piece, Passage) and isinstance(last, Passage) and piece.kind == last.kind == "text"
        is_prose = is_prose and last is not None and last.where != piece.where
        if is_prose and isinstance(piece, Passage) and isinstance(last, Passage) and len(last.text) >= _LONG and not _ENDS.search(last.text):
            kept[-1] = Passage(last.where, _together([last.text, piece.text]))
        else:
            kept.append(piece)
    yield from kept


# ---------------------------------------------------------------- HTML


def _html(file: File) -> Iterator[Piece]:
    from lxml import etree
    from lxml import html as markup

    text, problems = decode(file, None)
    if problems:
        raise ProjectError(Problem(each.where, each.what, "save the file as UTF-8", code=each.code) for each in problems)
    try:
        root = markup.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ProjectError(Problem(file.path, f"cannot be read as HTML: {error}", "open it in a browser and save it again", code="RG722")) from None
    for each in root.xpath("//sup[.//a]"):
        each.drop_tree()  # the mark of a note, which would run into the number before it
    for each in root.xpath("//script | //style | //svg | //nav | //head | //*[contains(concat(' ', @class, ' '), ' spoken ')]"):
        each.drop_tree()
    for node in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "figcaption", "caption", "table", "blockquote", "dd", "div"):
        where = f"{node.sourceline}"
        if node.tag == "table":
            caption = node.find("caption")
            rows = [tuple(_words(cell) for cell in row.xpath("./th | ./td")) for row in node.iter("tr")]
            if rows:
                yield Grid(where, tuple(rows), _words(caption) if caption is not None else "")
        elif any(above.tag == "table" for above in node.iterancestors()) and node.tag != "caption":
            continue
        elif node.tag[0] == "h":
            yield Passage(where, _words(node), "heading", int(node.tag[1]))
        elif node.tag in ("caption", "figcaption"):
            yield Passage(where, _words(node), "caption")
        elif _words(node) and not node.xpath("./p | ./ul | ./ol | ./div | ./table") and (node.tag != "div" or (node.text or "").strip()):
            yield Passage(where, _words(node))


def _words(node: object) -> str:
    return " ".join(node.text_content().split())  # type: ignore[attr-defined]


# ---------------------------------------------------------------- Word


def _docx(file: File) -> Iterator[Piece]:
    from reportgen.wordcheck import open_safely
    from reportgen.wordcheck.model import P, local, text_in

    package = open_safely(file.data, file.path)
    body = package.document.root.find("{*}body")
    levels = package.levels
    captions = {style.id for style in package.styles.values() if re.search("(?i)caption|题注", style.name)}
    number = tables = 0
    caption = ""
    for node in body.iter("{*}p", "{*}tbl") if body is not None else ():
        inside = any(local(above) == "tbl" for above in node.iterancestors())
        if local(node) == "tbl":
            if inside:
                continue
            tables += 1
            rows = tuple(tuple(" ".join(text_in(cell).split()) for cell in row.iter("{*}tc")) for row in node.iter("{*}tr"))
            yield Grid(f"table {tables}", rows, caption)
            caption = ""
        elif node.tag == P:
            number += 1
            text = " ".join(text_in(node).split())
            if inside or not text or _LEADER.search(text):
                continue
            style = next((str(each.get(next(iter(each.attrib)))) for each in node.iterfind("{*}pPr/{*}pStyle")), "")
            is_caption = style in captions or (_CAPTION.match(text) and len(text) < 80 and "。" not in text)
            kind = "heading" if style in levels else "caption" if is_caption else "text"
            caption = text if kind == "caption" else caption
            if re.match("(?i)toc", style):
                continue
            yield Passage(f"paragraph {number}", text, kind, levels.get(style, 0))  # type: ignore[arg-type]


# ---------------------------------------------------------------- PDF


def _pdf(file: File) -> Iterator[Piece]:
    from reportgen.inspection import read

    flow = read(file.data, file.path)
    yield from _joined([piece for page in flow.pages for piece in _page(flow, page)])


def _page(flow: Flow, page: Page) -> Iterator[Piece]:
    """Yield what stands on a page, from top to bottom; small print without a full stop is a label of a picture or a running head."""
    from reportgen.inspection.flow import LEADER, is_of, paragraphs
    from reportgen.inspection.tables import captions, rows_below

    where = f"page {page.index + 1}"
    placed: list[tuple[float, Piece]] = []
    taken: set[Line] = set()
    titled = {caption.line for caption in captions(flow) if caption.kind == "table"}
    for line in (line for line in page.lines if line in titled):
        rows = rows_below(flow, page, line)
        taken |= {each for row in rows for each in row} | {line}
        placed.append((-line.y, Passage(where, _spaced(line), "caption")))
        if rows:
            placed.append((-line.y + 0.1, Grid(where, tuple(tuple(map(_spaced, row)) for row in rows), _spaced(line))))
    free = [line for line in page.lines if line not in taken and not LEADER.search(line.text)]
    for size, is_bold in sorted({(round(line.size, 1), _is_bold(line)) for line in free}):
        for paragraph in paragraphs([line for line in free if is_of(line, size) and _is_bold(line) == is_bold], None):
            passage = _set(_together([_spaced(line) for line in paragraph.lines]), where, size - flow.body_size)
            if passage is not None:
                placed.append((-paragraph.lines[0].y, passage))
    yield from (piece for _, piece in sorted(placed, key=lambda each: each[0]))


def _is_bold(line: Line) -> bool:
    return bool(re.search("bold|black|heavy", line.font, re.IGNORECASE))


def _set(text: str, where: str, larger: float) -> Passage | None:
    """Return a paragraph as what its words and its size, so many points above that of the text, show it to be."""
    if _CAPTION.match(text) and len(text) < 200:
        return Passage(where, text, "caption")
    if len(text) < 60 and (larger > 0.4 or (larger > -0.4 and _single(0, text))) and not text.endswith(("。", ".")):
        return Passage(where, text, "heading", _level(text) if _HEADING.match(text) else 9)
    return None if larger < -0.4 and not _ENDS.search(text) else Passage(where, text)


def _spaced(line: Line) -> str:
    """Return the words of a line with a blank where Latin glyphs stand apart, as they do in lines set without blanks."""
    text = ""
    for before, glyph in zip((None, *line.glyphs), line.glyphs, strict=False):
        is_apart = before is not None and before.char.isascii() and glyph.char.isascii() and glyph.x - before.right > GAP * glyph.size
        text += (" " if is_apart and not text.endswith(" ") and glyph.char != " " else "") + glyph.char
    return text.replace("\x02", "\u2010")


_READERS: Mapping[str, Callable[[File], Iterator[Piece]]] = {".docx": _docx, ".pdf": _pdf, ".html": _html, ".htm": _html, ".md": _text, ".txt": _text}
