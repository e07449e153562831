"""report.yaml and CSV files → passages: the words they print, each with its place; keys, codes and numbers are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reportgen.lint.markup import BARRED
from reportgen.lint.passages import OPAQUE, Page, Passage, is_han, language_of, mask
from reportgen.yamlfile import Path, read_yaml

_WORDS = re.compile(
    r"meta/[^/]+/(?:title|subtitle|edition|author|description|institutions/\d+|keywords/\d+|credits/\d+/(?:role|names/\d+))"
    r"|groups/[^/]+/name/[^/]+|cover/(?:title|caption|note|unit|heads/.+|names/\d+)"
)
"""Paths of report.yaml whose values are printed."""
_TAG = re.compile(r"(?:^|/)((?:zh|en)(?:-[A-Za-z-]+)?)(?=/|$)")
_KEEP = re.compile(r"#\s*lint:\s*keep\b(.*)")

_PRINTED = re.compile(r"(?:.*_(?:zh|en)|(?:name|fullname|title|note|label)s?)(?:_.*)?")
_NAMES = re.compile(r"(?:full)?name(?:_.*)?")
_VERBATIM = re.compile(r"section_.*|.*_(?:text|printed)$|url|path|source_id")
"""Columns that quote or name something: how it stands there is not ours to mend."""


def yaml_page(text: str, name: str, keep: Iterable[str] = ()) -> Page:
    """Return the passages of a report.yaml; raises ProjectError when it is no YAML."""
    spans = read_yaml(text, name).spans
    return Page(tuple(_scalars(text, spans.items(), tuple(keep))), _kept(text))


def _kept(text: str) -> dict[int, frozenset[str]]:
    found = ((number, _KEEP.search(line)) for number, line in enumerate(text.split("\n"), start=1))
    return {number: frozenset(re.findall(r"[A-Z][0-9]+", match[1])) for number, match in found if match}


def _scalars(text: str, spans: Iterable[tuple[Path, tuple[int, int]]], keep: Sequence[str]) -> Iterator[Passage]:
    for path, (start, end) in spans:
        steps = "/".join(map(str, path))
        raw = text[start:end]
        if not _WORDS.fullmatch(steps) or raw[:1] in "|>":
            continue
        tag = _TAG.search(steps)
        lang = tag[1] if tag else language_of(raw)
        quote = raw[:1] if raw[:1] in ("'", '"') else ""
        inner = mask(raw[1:-1] if quote else raw, keep, markdown=False)
        first = start + len(quote)
        pieces = [first + found.start() for found in re.finditer({"'": r"''|.", '"': r"\\u[0-9a-fA-F]{4}|\\.|.", "": r"."}[quote], inner, re.DOTALL)]
        shown = "".join(_shown(inner[place - first :], quote) for place in pieces)
        # A plain scalar of digits would become a number when its full-width digits are mended.
        is_fixable = bool(quote) or any(map(is_han, raw)) or lang == "en"
        yield Passage(shown, (*pieces, end - len(quote)), lang, "cell", BARRED, is_fixable)


def _shown(rest: str, quote: str) -> str:
    """Return the character that stands at the beginning of the rest of a scalar."""
    if quote == '"' and rest[0] == "\\":
        return chr(int(rest[2:6], 16)) if rest[1:2] == "u" else rest[1:2]
    return rest[0]


def csv_page(
    text: str, keep: Iterable[str] = (), *, delimiter: str = ",", keys: Iterable[str] | None = None, printed: re.Pattern[str] | None = None
) -> Page:
    """Return the passages of a CSV file: the text cells of the columns that are printed.

    keys     columns that other files know rows by, never repaired; the first column when None.  Names are never repaired either.
    printed  names of the columns to read; names, titles, notes and columns in two languages when None.
    """
    rows = _rows(text, delimiter)
    head = [text[slice(*cell)].strip('"') for cell in next(rows, [])]
    fixed = {*(head[:1] if keys is None else keys), *filter(_NAMES.fullmatch, head)}
    if printed is None:
        printed = _PRINTED if any(name.endswith(("_zh", "_en")) for name in head) else re.compile(".*")
    columns = {at: name for at, name in enumerate(head) if printed.fullmatch(name) and not _VERBATIM.fullmatch(name)}
    passages = (
        _cell(text, start, end, name, name not in fixed, tuple(keep), delimiter)
        for row in rows
        for at, (start, end) in enumerate(row)
        if (name := columns.get(at)) is not None and end > start
    )
    return Page(tuple(passage for passage in passages if passage is not None))


def _rows(text: str, delimiter: str) -> Iterator[list[tuple[int, int]]]:
    """Yield where the cells of each row stand, quotation marks included."""
    plain = re.compile(f'"(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n]*')
    at, row = 0, []
    while at <= len(text):
        cell = plain.match(text, at)
        if cell is None:
            return
        row.append(cell.span())
        at = cell.end()
        if text.startswith(delimiter, at):
            at += 1
            continue
        yield row
        row = []
        at += 2 if text.startswith("\r\n", at) else 1


def _cell(text: str, start: int, end: int, name: str, is_fixable: bool, keep: Sequence[str], delimiter: str) -> Passage | None:
    raw = text[start:end]
    lang = "en" if name.endswith("_en") else "zh" if any(map(is_han, raw)) else ""
    if not lang or not any(char.isalpha() for char in raw):
        return None
    quoted = raw[0] == '"'
    inner = mask(raw[1:-1] if quoted else raw, keep, markdown=False)
    first = start + quoted
    places = [first + found.start() for found in re.finditer(r'""|.' if quoted else ".", inner, re.DOTALL)]
    shown = "".join(inner[place - first] for place in places)
    if lang == "en":
        shown = shown.replace("'", OPAQUE)  # the apostrophe of names in data is set by the edition
    return Passage(shown, (*places, end - quoted), lang, "cell", delimiter + '"\r\n', is_fixable)
