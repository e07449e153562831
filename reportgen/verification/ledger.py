"""The ledger: every number a report prints, with its exact value, its unit, how it is rounded and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from reportgen.document import Document
from reportgen.edition import load_edition
from reportgen.press import theme_of
from reportgen.project import Project
from reportgen.verification.compare import spans
from reportgen.verification.expected import Print, expected
from reportgen.verification.passages import CELL, NUMBER, Passage

TYPED = "text"
"""Source of a number that stands in the text itself: typed by an author, or the number of a heading, table or figure."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed number.

    id        where it stands: label of the section, table or figure, row and column, and which number of that place it is
    text      as printed
    value     exact, in `unit`; as printed for one that stands in the text itself
    decimals  digits after the point as printed, None for what has no digits: names, 第八
    source    cell of a data table ("t01.csv[510000].index"), the formula over such cells, or "text"
    """

    id: str
    text: str
    value: str
    unit: str
    decimals: int | None
    source: str


def ledger(spec: Project, documents: Mapping[str, Document]) -> bytes:
    """Return the ledger of all editions as JSON, an entry a line; equal documents give equal bytes."""
    editions = {tag: list(entries(_print(spec, tag, document))) for tag, document in documents.items()}
    parts = []
    for tag, found in editions.items():
        lines = ",\n".join("  " + json.dumps(asdict(entry), ensure_ascii=False) for entry in found)
        parts.append(f" {json.dumps(tag)}: [\n{lines}\n ]" if found else f" {json.dumps(tag)}: []")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _print(spec: Project, tag: str, document: Document) -> Print:
    edition = load_edition(tag)
    return Print(document, edition, spec.scheme(edition), theme_of(spec.theme))


def entries(printed: Print) -> Iterator[Entry]:
    """Yield the numbers of an edition in reading order; the contents, which only repeat headings, have none of their own."""
    counts: dict[str, int] = {}
    for passage in expected(printed, "docx"):
        if passage.kind == "front":
            continue
        for start, end in spans(passage):
            place = _place(passage, start)
            counts[place] = counts.get(place, 0) + 1
            yield _entry(passage, start, end, f"{place} #{counts[place]}")


def _place(passage: Passage, start: int) -> str:
    """Return the place of a number: its passage, and its column where that is a row."""
    return f"{passage.place}, column {passage.bare[:start].count(CELL) + 1}" if ", row " in passage.place else passage.place or "before the first heading"


def _entry(passage: Passage, start: int, end: int, identifier: str) -> Entry:
    text = passage.bare[start:end]
    trace = next((each for each in passage.traces if (each.start, each.end) == (start, end)), None)
    digits = NUMBER.findall(text)
    decimals = len(digits[0].rpartition(".")[2]) if digits and "." in digits[0] else 0 if digits else None
    if trace is None:
        return Entry(identifier, text, text, "", decimals, TYPED)
    return Entry(identifier, text, trace.value, trace.unit, decimals, trace.source)
