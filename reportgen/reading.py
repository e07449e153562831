"""Open and decode what a project reads, once and safely: bytes inside the project, text, rows with line numbers.

Nothing else in reportgen opens a data file.  A path is relative and stays inside the root after links are resolved, the file
is regular and below a size cap, and its bytes are read once, hashed, and used from memory, so a file that changes during a
build cannot give two versions of one figure.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportgen.errors import Problem, ProjectError, nearest
from reportgen.numbers import shown

MAX_BYTES = 256 * 2**20
"""No input file may be larger."""

MAX_CELL = 32_767
"""Characters in one cell; what a spreadsheet holds, and far more than a table can show."""

ENCODINGS = ("utf-8", "utf-16", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "latin-1", "cp1252", "ascii")
_EUROPEAN = {"iso8859-1", "cp1252"}
_ZIP = b"PK\x03\x04"
SHORTER_THAN_A_SENTENCE = 24
"""Characters of the longest names of regions in Chinese, and then some."""
_NOTE = re.compile(r"(?:注|附注|说明|备注|数据来源|资料来源|来源|notes?|sources?)\s*[0-9]*\s*[:：.．、]", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_CJK = re.compile("[\u3400-\u9fff]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_SUSPECT = re.compile("|".join(p.pattern for p in (_ILLEGAL, _INVISIBLE, _COMPATIBILITY)))


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of one input and their sha256; `path` is relative to the project, with forward slashes."""

    path: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class RawRow:
    """The texts of one row and the line it starts on, counted as an editor counts (header is line 1)."""

    line: int
    cells: tuple[str, ...]


def read_file(path: str, root: Path, *, max_bytes: int = MAX_BYTES) -> File:
    """Return the bytes of the regular file at `path`, which is relative to `root` and inside it.

    Raises:
        ProjectError: the path is absolute, a URL, outside the root, missing, not a regular file, or too large.
    """
    pure = PurePosixPath(path)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path):
        raise _refused(path, "is a URL", "reportgen reads only files inside the project", "RG110")
    if not path or pure.is_absolute() or "\\" in path or re.match(r"[A-Za-z]:", path) or "\0" in path:
        raise _refused(path, "is not a relative path", "write it relative to the project, with forward slashes", "RG111")
    if ".." in pure.parts:
        raise _refused(path, "leaves the project", "keep the file inside the project", "RG112")
    _check_spelling(pure, root)
    top = root.resolve()
    full = (top / pure).resolve()
    if not full.is_relative_to(top):
        raise _refused(path, "is a link that leaves the project", "copy the file into the project", "RG112")
    data = _read_regular(path, full, max_bytes)
    return File(pure.as_posix(), data, hashlib.sha256(data).hexdigest())


def _check_spelling(pure: PurePosixPath, root: Path) -> None:
    """Raise unless each part exists with exactly this case: a project must build on every file system."""
    here = root
    for part in pure.parts:
        try:
            names = [entry.name for entry in here.iterdir()]
        except OSError:
            names = []
        if part not in names:
            raise _refused(pure.as_posix(), "does not exist", nearest(part, names), "RG113")
        here = here / part


def _read_regular(path: str, full: Path, max_bytes: int) -> bytes:
    try:
        # O_NONBLOCK: opening a named pipe must fail the S_ISREG test, not wait for a writer
        descriptor = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _refused(path, f"cannot be opened ({error.strerror})", "", "RG114") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _refused(path, "is not a regular file", "name a file, not a directory, pipe or device", "RG115")
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise _refused(path, f"is larger than {max_bytes // 2**20} MB", "", "RG116")
    return data


def _refused(path: str, what: str, hint: str, code: str) -> ProjectError:
    return ProjectError(Problem(path or "(no path)", f"{shown(path)} {what}", hint, code=code))


def decode(file: File, encoding: str | None) -> tuple[str, list[Problem]]:
    """Return the text of `file` and what is wrong with its encoding; with a problem the text may be empty.

    encoding  as declared; None or ``utf-8`` also takes a byte-order mark, UTF-16 with a mark included.
    """
    if file.data.startswith(_ZIP):
        return "", [Problem(file.path, "is an Excel workbook, whatever its name says", "name it .xlsx, or save it as CSV", code="RG201")]
    name = (encoding or "utf-8").lower()
    if name.replace("_", "-") not in ENCODINGS and name != "utf-8-sig":
        hint = f"use one of {', '.join(ENCODINGS)}"
        return "", [Problem(file.path, f"encoding {shown(name)} is not supported", hint, code="RG203")]
    if name in {"utf-8", "utf-8-sig"} and file.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    codec = "utf-8-sig" if name == "utf-8" else name
    try:
        text = file.data.decode(codec)
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", file.data[: error.start])) + 1
        return "", [Problem(f"{file.path}:{line}", f"is not {name}", _other_encoding(file.data), code="RG201")]
    if codecs.lookup(name).name in _EUROPEAN and _CJK.search(_try(file.data, "gb18030")):
        hint = "declare \"encoding\": \"gb18030\" (or save the file as UTF-8)"
        return "", [Problem(f"{file.path}:1", f"declared {name}, but reads as Chinese in gb18030", hint, code="RG202")]
    found = _PRIVATE.search(text)
    if found:
        line = len(_LINE_END.findall(text[: found.start()])) + 1
        what = f"has the private-use character U+{ord(found[0]):04X}: the declared encoding {name} is probably wrong"
        return "", [Problem(f"{file.path}:{line}", what, "big5 is a frequent other answer", code="RG202")]
    return text, []


def _try(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _other_encoding(data: bytes) -> str:
    text = _try(data, "gb18030")
    if _CJK.search(text) and not _PRIVATE.search(text):
        return 'save the file as UTF-8 (in Excel: save as "CSV UTF-8"), or declare "encoding": "gb18030" in the data package'
    return 'save the file as UTF-8 (in Excel: save as "CSV UTF-8"), or declare its encoding in the data package'


def walk_csv(text: str, path: str, *, delimiter: str = ",", quote: str = '"') -> tuple[list[RawRow], list[Problem]]:
    """Return the rows of a CSV text with the line each starts on, and every breach of its grammar (RFC 4180).

    Lines end in LF, CRLF or CR.  Blank lines at the end are no rows.  A quoted cell may hold line ends, but one that
    swallows whole rows is a problem: that is what a stray quotation mark looks like.
    """
    rows: list[RawRow] = []
    problems: list[Problem] = []
    position, line = 0, 1
    while position < len(text):
        cells, position, lines, what = _one_row(text, position, delimiter, quote)
        if what:
            hint = f"double a quotation mark inside a cell ({quote}{quote}), and put the whole cell in quotation marks"
            problems.append(Problem(f"{path}:{line}", what, hint, code="RG205"))
        rows.append(RawRow(line, tuple(cells)))
        line += lines
    width = len(rows[0].cells) if rows else 0
    if quote in text:
        problems.extend(_swallowed(rows, path, delimiter, width))
    return rows, problems


def _one_row(text: str, start: int, delimiter: str, quote: str) -> tuple[list[str], int, int, str]:
    """Return the cells of the row at `start`, where the next begins, how many lines it took, and a complaint or ''."""
    found = _LINE_END.search(text, start)
    end = found.start() if found else len(text)
    if text.find(quote, start, end) < 0:  # the fast path: almost every row of almost every file
        return text[start:end].split(delimiter), _after_line_end(text, end), 1, ""
    cells: list[str] = []
    position, what = start, ""
    while True:
        if text.startswith(quote, position):
            cell, position, closed = _quoted(text, position + 1, quote)
            if not closed:
                what = what or "a quotation mark is opened and never closed"
            elif position < len(text) and text[position] not in "\r\n" and not text.startswith(delimiter, position):
                what = what or "text follows a closing quotation mark"
        else:
            cell = ""
        found = re.compile(rf"[\r\n{re.escape(delimiter)}]").search(text, position)
        stop = found.start() if found else len(text)
        cell += text[position:stop]
        if quote in text[position:stop]:
            what = what or "a quotation mark stands inside an unquoted cell"
        cells.append(cell)
        position = stop
        if not text.startswith(delimiter, position):
            break
        position += len(delimiter)
    after = _after_line_end(text, position)
    return cells, after, max(len(_LINE_END.findall(text[start:after])), 1), what


def _quoted(text: str, position: int, quote: str) -> tuple[str, int, bool]:
    parts: list[str] = []
    while True:
        stop = text.find(quote, position)
        if stop < 0:
            return "".join(parts) + text[position:], len(text), False
        parts.append(text[position:stop])
        position = stop + 1
        if not text.startswith(quote, position):
            return "".join(parts), position, True
        parts.append(quote)
        position += 1


def _after_line_end(text: str, position: int) -> int:
    return position + (2 if text.startswith("\r\n", position) else 1)


def _swallowed(rows: list[RawRow], path: str, delimiter: str, width: int) -> Iterator[Problem]:
    for row in rows:
        for cell in row.cells:
            inner = _LINE_END.split(cell)[1:] if "\n" in cell or "\r" in cell else []
            if width > 2 and any(part.count(delimiter) >= width - 2 for part in inner):
                hint = "look for a stray quotation mark"
                yield Problem(f"{path}:{row.line}", "one cell swallows the rows that follow", hint, code="RG206")


def only_the_table(rows: list[RawRow], path: str) -> tuple[list[RawRow], list[Problem]]:
    """Return the rows without blank ones at the end, and a problem for a title above the table and for every note below it.

    A title is a first line with one cell where the lines that follow have several.  A note is a line of one cell at the end that says it is
    one, or is a sentence; a region whose figures are all missing is none.
    """
    while rows and not any(cell.strip() for cell in rows[-1].cells):
        rows = rows[:-1]
    filled = [sum(1 for cell in row.cells if cell.strip()) for row in rows]
    names = next((row.line for row, count in zip(rows, filled, strict=True) if count > 1), 0)
    if not names:
        return rows, []
    if filled[0] < 2:
        hint = f"put the column names in line 1 (they seem to stand in line {names}), or start with `reportgen new NAME --from {path.partition('[')[0]}`"
        return rows, [Problem(f"{path}:{rows[0].line}", "looks like a title above the table", hint, code="RG225")]
    problems = []
    while filled[-1] == 1 and _is_note(next(cell for cell in rows[-1].cells if cell.strip())):
        hint = "delete the line; what it says belongs in note: or source: of the table in the narrative"
        problems.append(Problem(f"{path}:{rows[-1].line}", "looks like a note below the table", hint, code="RG283"))
        rows, filled = rows[:-1], filled[:-1]
        while rows and not filled[-1]:
            rows, filled = rows[:-1], filled[:-1]
    return rows, problems[::-1]


def _is_note(text: str) -> bool:
    return bool(_NOTE.match(text.strip())) or len(text.strip()) > SHORTER_THAN_A_SENTENCE


def bad_characters(text: str) -> tuple[str, bool] | None:
    r"""Return what is wrong with the characters of a cell and whether that is an error, or None when nothing is.

    Control characters and noncharacters are illegal in XML; invisible ones and bidirectional overrides only deserve a warning.

    >>> bad_characters("成都"), bad_characters("a\x0bb")
    (None, ('has the control character U+000B', True))
    """
    if len(text) > MAX_CELL:
        return f"has {len(text):,} characters; a cell holds at most {MAX_CELL:,}", True
    if not _SUSPECT.search(text):
        return None
    if found := _ILLEGAL.search(text):
        kind = "control character" if unicodedata.category(found[0]) == "Cc" else "illegal character"
        return f"has the {kind} U+{ord(found[0]):04X}", True
    if found := _INVISIBLE.search(text):
        return f"has the invisible character U+{ord(found[0]):04X}", False
    for character in _COMPATIBILITY.findall(text):
        plain = unicodedata.normalize("NFC", character)
        if plain != character:  # twelve of the block are ideographs in their own right
            return f"has the compatibility ideograph U+{ord(character):04X} in place of {plain}", False
    return None
