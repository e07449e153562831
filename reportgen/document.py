"""The document model: start reading here.

A report is one frozen tree, `Document(meta, blocks)`.  It knows words, numbers and labels; it does not know colours, fonts,
CSS or Word.  Every stage takes a tree and returns a new one; every renderer is one closed ``match`` over these classes, so a
new node breaks the type check and not the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# ---------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Words without structure."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    """Stressed words; never italic in Chinese."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words set bold: run-in headings, names of documents in a list."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink; `href` is https:, http: or mailto:."""

    href: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at this point of the text."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Words in another language than the text around them; `language` is the tag of an edition: "en"."""

    content: tuple[Inline, ...]
    language: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class CrossRef:
    """A reference to a label; `text` ("表 1", "Table 1") is empty until `numbering.number` fills it."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value printed in the text that still knows what it is.

    text    as printed: "91.10", "第八", "7.16万亿元", "广东、浙江和上海"
    value   exact: a decimal in `unit`, two joined by ``/`` for a range, or names joined by ``|`` when `unit` is "name"
    unit    unit id: "score", "percent", "points", "place", "rank", "count", "name", "yuan", "person" …
    source  where it comes from: "t01_provinces_overall.csv[510000].index", or the formula over such places
    """

    text: str
    value: str
    unit: str
    source: str


ChangeState = Literal["up", "down", "same", "new", "dropped"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change in rank as the tables print it.

    text    "↑5", "↓2", "→"
    state   direction; colour follows it and never carries the meaning alone
    places  places gained (positive) or lost (negative); None for "new" and "dropped"
    spoken  the same in words, for readers who hear the page: "上升5位", "up five places"
    """

    text: str
    state: ChangeState
    places: int | None
    spoken: str
    source: str


Inline = Text | Emph | Strong | Link | Note | Span | LineBreak | CrossRef | Quantity | Change
Inlines = tuple[Inline, ...]

# ---------------------------------------------------------------- blocks

ParagraphRole = Literal["body", "claim", "deck", "lead", "plain"]
BoxKind = Literal["tip", "data-note"]
ColumnKind = Literal["rank", "name", "text", "number", "change"]
RowEmphasis = Literal["none", "top", "own"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter. `number` is the printed label ("（一）"), set by `numbering.number`."""

    level: int
    content: Inlines
    label: str = ""
    numbered: bool = True
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    role    body: first line indented; claim: the bold conclusion under a ranking heading; deck: the abstract under a chapter
            title (also printed in the contents); lead: opening paragraph of a brief; plain: not indented
    """

    content: Inlines
    role: ParagraphRole = "body"


@dataclass(frozen=True, slots=True)
class BulletList:
    """An unordered list; an item is a sequence of blocks."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """An ordered list; printed numbers follow the edition: （1）（2） or (1) (2)."""

    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    key       field name; kind decides alignment (number: on the point; rank, change: centred; name, text: left)
    decimals  digits after the point, one number for the whole column; None unless kind is "number"
    unit      unit printed in the head ("分", "%"), or "" when the values carry it or have none
    """

    key: str
    head: Inlines
    kind: ColumnKind = "text"
    decimals: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `cells` as many as columns; `key` identifies the entity (division code), "" when there is none."""

    cells: tuple[Inlines, ...]
    key: str = ""
    emphasis: RowEmphasis = "none"


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table: caption above, notes and source below.

    number  "1", set by `numbering.number`; notes are sentences printed after "注", source after "数据来源".
    """

    label: str
    caption: Inlines
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Inlines, ...] = ()
    source: Inlines = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One measured thing over the categories of a chart; None means not measured."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What a chart shows, without any look.

    kind        key of `charts.CHARTS`
    categories  names as printed, best first; `keys` their division codes (or ids), same length
    series      one or more, each as long as `categories`
    highlight   keys drawn in the accent colour: the one thing to see
    unit        unit of the values in the edition's words, "" for an index without unit
    decimals    digits printed after the point
    links       for relation diagrams: (from key, to key, words on the line)
    options     what only this kind needs, as (name, value) pairs: ("grid", "china"), ("reference", "25.62")
    source      where the values come from: "t01_provinces_overall.csv:index"
    """

    kind: str
    categories: tuple[str, ...]
    keys: tuple[str, ...]
    series: tuple[Series, ...]
    highlight: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 2
    links: tuple[tuple[str, str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    source: str = ""

    def option(self, name: str, default: str = "") -> str:
        """Return the option of that name, or `default`."""
        return dict(self.options).get(name, default)


@dataclass(frozen=True, slots=True)
class Figure:
    """A numbered figure: caption, notes and source below; `alt` says in words what the chart shows."""

    label: str
    caption: Inlines
    chart: ChartSpec
    alt: str
    notes: tuple[Inlines, ...] = ()
    source: Inlines = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of a strip.

    value    the quantity, with the words that belong to it: "超" + 1.5万亿元; its digits are set large, all else small
    meaning  what it is, in one line and without a full stop
    """

    value: Inlines
    meaning: Inlines


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A strip of three to five figures to be kept in mind, side by side; notes and source stand below it as below a table."""

    figures: tuple[KeyFigure, ...]
    notes: tuple[Inlines, ...] = ()
    source: Inlines = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted box: tips (小贴士) or data notes (数据说明)."""

    title: Inlines
    blocks: tuple[Block, ...]
    kind: BoxKind = "tip"


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks set in `count` columns, for lists of companies or names."""

    blocks: tuple[Block, ...]
    count: int = 2


@dataclass(frozen=True, slots=True)
class Parallel:
    """The same said in two languages: `first` in the document's, `second` in that of the edition `language`.

    A theme decides whether they stand one below the other or side by side.
    """

    first: tuple[Block, ...]
    second: tuple[Block, ...]
    language: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | BulletList | OrderedList | Table | Figure | KeyFigures | Box | Columns | Parallel | PageBreak

# ---------------------------------------------------------------- the document


@dataclass(frozen=True, slots=True)
class Credit:
    """A line of the credits page: a role and the institutions that filled it."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands on the cover, the credits page and in the file properties.

    language     tag of the edition: "zh-Hans", "en", "zh-Hant-TW", "zh-Hans+en"
    edition      "2023": the number one can see across the room
    date         ISO date of issue; date_text as the cover prints it ("二〇二三年十二月")
    cover        chart drawn on the cover from the report's own data, or None
    second       the same in the other language of a bilingual edition, or None
    """

    title: str
    language: str
    subtitle: str = ""
    edition: str = ""
    date: str = ""
    date_text: str = ""
    institutions: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    contents_depth: int = 2
    cover: ChartSpec | None = None
    second: Meta | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One edition of one report."""

    meta: Meta
    blocks: tuple[Block, ...]
