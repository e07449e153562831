"""What a format must print of a document, passage by passage: the tree in reading order, with the words every renderer adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, assert_never

from reportgen.charts import describe
from reportgen.document import (
    Block,
    Box,
    BulletList,
    Change,
    Columns,
    CrossRef,
    Document,
    Emph,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Parallel,
    Quantity,
    Span,
    Strong,
    Table,
    Text,
)
from reportgen.edition import Edition, load_edition
from reportgen.numbering import contents, heading_gap
from reportgen.renderers import FrontPart, WordTemplate
from reportgen.renderers.phrases import note_mark
from reportgen.theme import Front, Theme
from reportgen.tree import inlines_of, one_line, text_of, walk, walk_inlines
from reportgen.typeset.columns import unit_of
from reportgen.verification.drawn import Drawn, WordChart, is_native, native
from reportgen.verification.passages import Kind, Passage, Trace, bare, row, seen

Medium = Literal["html", "pdf", "docx"]
WHOLE = ("cover", "credits", "contents")
"""What stands before the text."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Here a link begins that leads to `target`; to nothing where it ends."""

    target: str = ""


Pieces = list[tuple[str, Quantity | Change | Lead | None]]
"""Words, and the value they print or the end of a link they stand at."""


@dataclass
class _Writer:
    """One walk over a document; notes are counted on the way.

    own       edition of the document; `edition` that of the words at hand
    """

    medium: Medium
    own: Edition
    edition: Edition
    marks: str
    has_marks: bool
    place: str = ""
    is_second: bool = False
    notes: list[Passage] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    charts: Mapping[str, str] = field(default_factory=dict)

    def pieces(self, content: Inlines) -> Pieces:
        """Return the words of inlines, each value on its own; footnotes go to `notes`."""
        return [piece for inline in content for piece in self._inline(inline)]

    def _inline(self, node: Inline) -> Pieces:
        match node:
            case Text(text):
                return [(text, None)]
            case CrossRef(label, text):
                return linked(f"#{label}", [(text, None)])
            case Quantity(text=text):
                return [(text, node)]
            case Change(text=text, spoken=spoken):
                # A page is also read aloud: HTML and PDF hold the words beside the arrow.
                return [(text, node), *([(spoken, None)] if self.medium != "docx" else [])]
            case Link(href, content):
                return linked(href, self.pieces(content))
            case Emph(content) | Strong(content) | Span(content):
                return self.pieces(content)
            case LineBreak():
                return [(" ", None)]
            case Note(content):
                return self._note(content)
            case _:
                assert_never(node)

    def _note(self, content: Inlines) -> Pieces:
        number = self.counts["note"] = self.counts.get("note", 0) + 1
        mark = note_mark(number, self.marks) if self.has_marks else ""
        place = f"footnote {number}"
        self.notes.append(replace(made("note", place, [(f"{mark} ", None), *self.pieces(content)]), names=(place,)))
        # Pages and Word lead from mark to note by means of their own.
        return linked(f"#{place}", [(mark, None)]) if self.medium == "html" else [(mark, None)]

    def blocks(self, nodes: Iterable[Block]) -> Iterator[Passage]:
        """Yield the passages of blocks."""
        for node in nodes:
            yield from self.block(node)

    def block(self, node: Block) -> Iterator[Passage]:
        """Yield the passages of one block."""
        match node:
            case Heading():
                self.place = node.label
                yield replace(made("text", self.place, [(f"{node.number} ", None), *self.pieces(node.content)]), is_copied=True, names=(node.label,))
            case Paragraph():
                yield self._paragraph(node)
            case BulletList(items):
                for item in items:
                    yield from self.blocks(item)
            case OrderedList():
                yield from self._ordered(node)
            case Table():
                yield from self._table(node)
            case Figure():
                yield from self._figure(node)
            case KeyFigures():
                for each in node.figures:
                    yield made("text", self.place, self.pieces(each.value))
                    yield made("text", self.place, self.pieces(each.meaning))
                yield from self._below(node, "")
            case Box():
                yield made("text", self.place, self.pieces(node.title))
                yield from self.blocks(node.blocks)
            case Columns():
                yield from self.blocks(node.blocks)
            case Parallel():
                yield from self.blocks(node.first)
                yield from self._in_language(node)
            case PageBreak():
                pass
            case _:
                assert_never(node)

    def _in_language(self, node: Parallel) -> Iterator[Passage]:
        before = self.edition, self.is_second
        self.edition, self.is_second = load_edition(node.language), True
        yield from self.blocks(node.second)
        self.edition, self.is_second = before

    def _paragraph(self, node: Paragraph, mark: str = "") -> Passage:
        has_dash = node.role == "deck" and not mark and not (self.medium == "docx" and self.is_second)
        opening = f"{mark} " if mark else self.edition.word("page.deck_prefix") if has_dash else ""
        return made("text", self.place, [(opening, None), *self.pieces(node.content)])

    def _ordered(self, node: OrderedList) -> Iterator[Passage]:
        # Word numbers all lists of a file alike, those in a second language too.
        edition = self.own if self.medium == "docx" else self.edition
        for number, item in enumerate(node.items, node.start):
            mark = edition.say("page.list_mark", n=number)
            first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (Paragraph(()), item)
            assert isinstance(first, Paragraph)
            yield self._paragraph(first, mark)
            yield from self.blocks(rest)

    def _caption(self, kind: str, node: Table | Figure) -> Pieces:
        say = self.edition.word
        opening = f"{say(f'caption.{kind}')}{say('caption.number_gap')}{node.number}{say('caption.gap')}"
        return [(opening, None), *self.pieces(node.caption)]

    def _below(self, node: Table | Figure | KeyFigures, owner: str) -> Iterator[Passage]:
        kind: Kind = "float" if owner else "text"
        place = self.place if isinstance(node, KeyFigures) else node.label
        for label, note in zip(self.edition.note_labels(len(node.notes)), node.notes, strict=True):
            yield made(kind, f"{place}, note", [(label, None), *self.pieces(note)], owner)
        if node.source:
            yield made(kind, f"{place}, source", [(self.edition.word("label.source"), None), *self.pieces(node.source)], owner)

    def _table(self, node: Table) -> Iterator[Passage]:
        owner = f"table {node.number}"
        yield replace(made("float", node.label, self._caption("table", node), owner), is_copied=True, names=(node.label,))
        heads = [[*self.pieces(column.head), (unit_of(column, self.edition), None)] for column in node.columns]
        yield made_row(f"{node.label}, row 0", heads, owner)
        for number, each in enumerate(node.rows, 1):
            yield made_row(f"{node.label}, row {number}", [self.pieces(cell) for cell in each.cells], owner)
        yield from self._below(node, owner)

    def _figure(self, node: Figure) -> Iterator[Passage]:
        owner = f"figure {node.number}"
        yield Passage("float", f"{node.label}, description", seen(node.alt), owner)
        if chart := self.charts.get(node.label):
            yield Passage("float", f"{node.label}, chart", chart, owner)
        yield replace(made("float", node.label, self._caption("figure", node), owner), is_copied=True, names=(node.label,))
        yield from self._below(node, owner)


def linked(target: str, pieces: Pieces) -> Pieces:
    """Return words as those of a link."""
    return [("", Lead(target)), *pieces, ("", Lead())]


def made(kind: Kind, place: str, pieces: Pieces, owner: str = "") -> Passage:
    """Return the passage of words; each value and each link knows where it stands in them."""
    traces, links, length = [], [], 0
    open_links: list[tuple[str, int]] = []
    whole = bare("".join(text for text, _ in pieces))
    for text, node in pieces:
        end = length + len(bare(text))
        if isinstance(node, Lead) and node.target:
            open_links.append((node.target, length))
        elif isinstance(node, Lead):
            target, start = open_links.pop()
            links.append((target, whole[start:length]))
        elif node is not None and end > length:
            traces.append(Trace(length, end, *said(node)))
        length = end
    return Passage(kind, place, seen("".join(text for text, _ in pieces).replace("\t", " ")), owner, tuple(traces), tuple(links))


def made_row(place: str, cells: list[Pieces], owner: str) -> Passage:
    """Return the passage of a row."""
    parts = [made("float", place, cell, owner) for cell in cells]
    traces, start = [], 0
    for part in parts:
        traces += [replace(trace, start=trace.start + start, end=trace.end + start) for trace in part.traces]
        start += len(part.bare) + 1
    links = tuple(link for part in parts for link in part.links)
    return Passage("float", place, row([part.text for part in parts]), owner, tuple(traces), links)


def said(node: Quantity | Change) -> tuple[str, str, str]:
    """Return value, unit and source of a value, a change as its places or its state."""
    if isinstance(node, Change):
        return node.state if node.places is None else str(node.places), "change", node.source
    return node.value, node.unit, node.source


@dataclass(frozen=True, slots=True)
class Print:
    """What an edition is printed with, as far as its words depend on it.

    has_tags   whether values are marked in Word
    front      what stands before the text in Word; None for all of it, or what a template leaves to the report
    charts     by the label of their figure; a figure that is not in it is not compared
    has_native whether Word draws the charts it can draw itself
    notes_before   how many footnotes a template has before the report
    template   the Word file that the report is written into; None for our own
    """

    document: Document
    edition: Edition
    scheme: str
    theme: Theme
    has_tags: bool = True
    front: tuple[FrontPart, ...] | None = None
    charts: Mapping[str, Drawn] = field(default_factory=dict)
    has_native: bool = True
    template: WordTemplate | None = None
    notes_before: int = 0


def expected(
    printed: Print, medium: Medium, pages: Mapping[str, str] | None = None, native: Mapping[str, WordChart] = MappingProxyType({})
) -> tuple[Passage, ...]:
    """Return what a format must print, in the order of the tree: cover, credits, contents, text with its floats, footnotes.

    pages   printed page of every label, for formats whose contents name pages; None when they are not known
    native  charts of Word by the label of their figure
    """
    document, edition = printed.document, printed.edition
    marks = edition.word("page.note_marks")
    charts = {label: row(each.words) for label, each in printed.charts.items()} | {label: row(each.shown) for label, each in native.items()}
    has_marks, counts = medium == "html" or not notes_move(document), {"note": printed.notes_before}
    writer = _Writer(medium, edition, edition, marks, has_marks=has_marks, charts=charts, counts=counts)
    text = [each for each in writer.blocks(document.blocks) if each.bare.replace("\t", "") or each.owner]
    credits = _credits(document, edition, medium, printed.theme.front)
    parts = {"cover": _cover(document, edition), "credits": credits, "contents": _contents(printed, medium, pages)}
    front = printed.front if medium == "docx" and printed.front is not None else WHOLE
    return (*(passage for part in parts if part in front for passage in parts[part]), *text, *writer.notes)


def native_charts(printed: Print, extents: Mapping[str, tuple[int, int]]) -> dict[str, tuple[str, WordChart]]:
    """Return the charts that Word must draw itself by the label of their figure, each with its owner; `extents` by owner in EMU."""
    figures = [block for block in walk(printed.document.blocks) if isinstance(block, Figure)] if printed.has_native else []
    return {
        each.label: (owner, native(printed.charts[each.label], printed.edition, printed.theme, extents.get(owner, (0, 0))))
        for each in figures
        if each.label in printed.charts and is_native(each.chart) and (owner := f"figure {each.number}")
    }


def notes_move(document: Document) -> bool:
    """Return whether a table or figure has a footnote: where pages move it, other numbers than the tree's are right."""
    floats = (block for block in walk(document.blocks) if isinstance(block, Table | Figure))
    return any(isinstance(each, Note) for block in floats for content in inlines_of(block) for each in walk_inlines(content))


def _cover(document: Document, edition: Edition) -> Iterator[Passage]:
    meta = document.meta
    yield Passage("cover", "title", seen(meta.title))
    yield Passage("cover", "picture", seen(describe(meta.cover, edition) if meta.cover else meta.title))
    words = [meta.subtitle, meta.edition, *meta.institutions]
    if meta.second:
        words += [meta.second.title, *meta.second.institutions]
    yield from (Passage("cover", "cover", seen(text)) for text in words if text)
    dates = [meta.date_text, *([edition.period(meta.date), edition.cover_date(meta.date)] if meta.date else [])]
    if any(dates):
        # Each format prints the date in its own form; the one it has chosen is looked for.
        yield Passage("cover", "date", row(list(filter(None, dates))))


def _credits(document: Document, edition: Edition, medium: Medium, front: Front) -> Iterator[Passage]:
    meta, say = document.meta, edition.word
    if not meta.credits:
        return
    if medium != "docx" or front.cover or front.ground != "band":
        yield Passage("front", "credits title", seen(say("label.credits")))
    lines = [(credit.role, credit.names) for credit in meta.credits]
    if medium == "docx" and front.cover and say("label.report_name") not in (role for role, _ in lines):
        lines.insert(0, (say("label.report_name"), (meta.title,)))
    between = say("list.comma") if medium == "docx" else ""
    yield from (Passage("front", "credits", row([role, between.join(names)])) for role, names in lines)


def _contents(printed: Print, medium: Medium, pages: Mapping[str, str] | None) -> Iterator[Passage]:
    document, say = printed.document, printed.edition.word
    entries = list(contents(document))
    if not entries:
        return
    gaps = {block.label: heading_gap(block, printed.scheme) for block in walk(document.blocks) if isinstance(block, Heading)}
    yield Passage("front", "contents", seen(say("label.contents")))
    for entry in entries:
        title = f"{entry.number}{gaps[entry.label]}{text_of(entry.title)}"
        yield Passage("front", "contents", _entry(title, pages, entry.label, medium), links=((f"#{entry.label}", ""),))
        if entry.deck:
            yield Passage("front", "contents", seen(say("page.deck_prefix") + text_of(one_line(entry.deck))))
    for kind in printed.theme.front.lists:
        yield from _list(kind, document, printed.edition, medium, pages)


def _list(kind: str, document: Document, edition: Edition, medium: Medium, pages: Mapping[str, str] | None) -> Iterator[Passage]:
    """Yield the list of tables or of figures."""
    term = "table" if kind == "tables" else "figure"
    listed = [block for block in walk(document.blocks) if isinstance(block, Table | Figure) and isinstance(block, Table) == (term == "table")]
    if listed:
        yield Passage("front", kind, seen(edition.word(f"label.{kind}")))
    for block in listed:
        opening = f"{edition.word(f'caption.{term}')}{edition.word('caption.number_gap')}{block.number}{edition.word('caption.gap')}"
        yield Passage("front", kind, _entry(f"{opening}{text_of(one_line(block.caption))}", pages, block.label, medium), links=((f"#{block.label}", ""),))


def _entry(title: str, pages: Mapping[str, str] | None, label: str, medium: Medium) -> str:
    """Return a line of the contents; in Word a tab stands before its page, in a PDF dots that are no text."""
    page = (pages or {}).get(label, "")
    return row([title, page]) if medium == "docx" and pages is not None else seen(title + page)
