"""Passages: what a finished file is read as, and what the tree says it should be, in one form for all formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

REBUILD = "build the report again; `git diff` of the narrative shows what was meant"
"""What to do about a file that says something else."""

Kind = Literal["cover", "front", "text", "float", "note"]
"""Where a passage stands: on the cover, in credits and contents, in the running text, with a table or figure, in a footnote."""

NUMBER = re.compile(r"[0-9](?:[0-9]|[.,](?=[0-9]))*")
"""A number as a reader sees it: digits, with points and grouping marks between them."""
CELL = "\t"
"""Stands between the cells of a row."""
LINE_END = re.compile("[\x02\u2010]")
"""A hyphen at the end of a line, as PDFium and as WeasyPrint call it: it may belong to the word or only to the line."""
_INVISIBLE = "\u200b\u2060\u00ad\ufeff"
_UNSEEN = {ord(char): None for char in _INVISIBLE}
_BLANK = re.compile(r"[^\S\t]+|\t")
_BARE = re.compile(rf"[^\S\t]|[{_INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class Trace:
    """A value of the tree inside a passage: `start` and `end` in the bare text of the passage."""

    start: int
    end: int
    value: str
    unit: str
    source: str


Target: TypeAlias = tuple[str, str]
"""Where a link leads, inside the file "#label", and its words without blanks."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, row or caption.

    place   where a person finds it: "sec-overview", "tbl-provinces, row 3", "page 12"
    text    without invisible marks, blanks as single spaces, cells parted by tabs
    owner   of a float: "table 1", counted in the order of the file; "" elsewhere
    links   where its links lead, in order, and their words
    names   labels, or what a format calls them, by which links lead here
    is_copied   a heading or caption, which Word copies to other places: its values are not marked there
    """

    kind: Kind
    place: str
    text: str
    owner: str = ""
    traces: tuple[Trace, ...] = ()
    links: tuple[Target, ...] = ()
    names: tuple[str, ...] = ()
    is_copied: bool = False

    @property
    def bare(self) -> str:
        """Return the text without blanks, in which lines may be broken anywhere."""
        return bare(self.text)


Pair: TypeAlias = tuple[Passage | None, Passage | None]
"""A passage of the report and the one of a file that answers it; None where there is none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished file as passages in reading order, and what it says of values, links and pictures.

    values   (text, value, unit, source) of every value that is marked as one; None where a format marks none
    broken   links inside the file whose target is not there
    unread   characters that no reader can make out: without a glyph or without a meaning
    charts   of charts of Word by their owner, what stands behind what they show: formulas, formats, the workbook
    extents  of drawings in Word by their owner: width and height in EMU
    stale    fields of Word that say other words than the place they repeat: place, words here, words there
    pages    of a PDF, the page of every place that has a name: "page 3"
    dumb     pictures without words for those who do not see them, by their place
    title    what stands where the title belongs, "" when nothing does
    pictured the descriptions of pictures on the cover
    """

    passages: tuple[Passage, ...]
    values: tuple[tuple[str, str, str, str], ...] | None = None
    broken: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    charts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extents: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    stale: tuple[tuple[str, str, str], ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    dumb: tuple[str, ...] = ()
    title: str = ""
    pictured: tuple[str, ...] = ()


def seen(text: str) -> str:
    r"""Return a text as it is compared: no invisible marks, every run of blanks one space, tabs kept as borders of cells.

    >>> seen("表\u00a01\u3000全国\u200b指数\n"), seen("a\t \tb")
    ('表 1 全国指数', 'a\t\tb')
    """
    lines = _BLANK.sub(lambda found: CELL if found.group() == CELL else " ", text.translate(_UNSEEN))
    return CELL.join(cell.strip() for cell in lines.split(CELL))


def bare(text: str) -> str:
    r"""Return a text without blanks and invisible marks.

    >>> bare("The  index\u2060 of\n2023")
    'Theindexof2023'
    """
    return _BARE.sub("", text)


def located(file: str, *places: str) -> str:
    """Return a place as messages name it.

    >>> located("a.pdf", "tbl-all, row 3", "", "page 12")
    'a.pdf:tbl-all, row 3, page 12'
    """
    return ":".join(filter(None, (file, ", ".join(dict.fromkeys(filter(None, places))))))


def page_of(place: str) -> str:
    """Return the page of a place in a PDF.

    >>> page_of("page 12, chart")
    'page 12'
    """
    return place.partition(",")[0]


def row(cells: Sequence[str]) -> str:
    """Return the cells of a row as one text."""
    return CELL.join(seen(cell.replace(CELL, " ")) for cell in cells)


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every number in a text.

    >>> [("up 1,234.5% to 7."[a:b]) for a, b in numbers("up 1,234.5% to 7.")]
    ['1,234.5', '7']
    """
    return (found.span() for found in NUMBER.finditer(text))


def whole_words(found: str, wanted: str) -> str:
    r"""Return what was read from pages without the hyphens of line ends, but for those that the wanted text has.

    >>> whole_words("live\x02streamingofexam\x02ples", "live-streamingofexamples")
    'live-streamingofexamples'
    """
    first, *rest = LINE_END.split(found)
    for piece in rest:
        between = (mark for mark in "-\u2010" if f"{first[-8:]}{mark}{piece[:8]}" in wanted)
        first += next(between, "") + piece
    return first
