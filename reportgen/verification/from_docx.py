"""A finished Word file as passages: paragraphs with the numbers Word gives them, rows of tables, footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reportgen.renderers.docx.tags import read_tagged
from reportgen.renderers.phrases import note_mark
from reportgen.verification.counters import counters
from reportgen.verification.drawn import WordChart, chart_in
from reportgen.verification.passages import CELL, Kind, Passage, Reading, Target, bare, row, seen
from reportgen.wordcheck import open_safely
from reportgen.wordcheck.drawings import alternatives
from reportgen.wordcheck.model import TBL, TC, TR, P, Package, T, find, first, name_of, text_in, val

SDT, CONTENT, HYPERLINK, NOTE = (name_of(f"w:{name}") for name in ("sdt", "sdtContent", "hyperlink", "footnoteReference"))
BOOKMARK, BOOKMARK_END, INSTRUCTION = (name_of(f"w:{name}") for name in ("bookmarkStart", "bookmarkEnd", "instrText"))
BLANKS = {name_of("w:tab"): CELL, name_of("w:br"): " ", name_of("w:cr"): " ", name_of("w:noBreakHyphen"): "-"}
FRONT = {"FrontHeading": "credits", "Credits": "credits"} | dict.fromkeys(("TOCHeading", "TOC1", "TOC2", "TOC3", "TOCAbstract", "TableOfFigures"), "contents")
COVER = {"Title", "Subtitle", "CoverText", "CoverEdition", "CoverPicture"}
"""Styles of the cover, or of the title above the text."""
PARTED = {"Credits", "TOC1", "TOC2", "TOC3", "TableOfFigures"}
"""Styles of lines with a tab before their last part: names, a page."""
DATA_TABLE = "Three-LineTable"


def read_docx(data: bytes, name: str, *, marks: str, has_pages: bool, has_tags: bool, styles: Mapping[str, str] = MappingProxyType({})) -> Reading:
    """Return what Word shows of a file when it opens it, fields as they were written.

    marks      style of the footnote marks, "" when they are not compared
    has_pages  whether the page numbers of the contents are compared
    has_tags   whether values are marked
    styles     style of the file → style of ours whose part it plays, in an institute's template

    Raises what `wordcheck.open_safely` raises for a file that is none, or not safe.
    """
    package = open_safely(data, name)
    reader = _Reader(package, marks, styles, has_pages=has_pages)
    passages = (*reader.read(first(package.document.root, "w:body")), *reader.footnotes())
    bookmarks = {val(each, "w:name") for each in package.document.root.iter(name_of("w:bookmarkStart"))}
    broken = tuple(f"#{target}" for target in _targets(package) if target not in bookmarks)
    title = " ".join(seen(reader.words(each)) for each in package.document.paragraphs if reader.style(each) == "Title")
    drawings = [node for each in package.document.paragraphs if reader.style(each) == "CoverPicture" for node in find(each, ".//wp:docPr")]
    pictured = tuple(alt for each in drawings if (alt := str(each.get("descr", ""))))
    dumb = tuple(f"{each.place.part}, {each.place.spot}" for each in alternatives(package))
    values = tuple((each.text, each.value, each.unit, each.source) for each in read_tagged(data)) if has_tags else None
    return Reading(
        passages, values, broken,
        charts=reader.charts, extents=reader.extents, stale=tuple(_stale(package)), dumb=dumb, title=title, pictured=pictured,
    )  # fmt: skip


def _targets(package: Package) -> Iterator[str]:
    """Yield the bookmarks that links and fields of the text name."""
    yield from (val(each, "w:anchor") for each in package.document.root.iter(HYPERLINK) if val(each, "w:anchor"))
    for each in package.document.root.iter(name_of("w:instrText")):
        parts = (each.text or "").split()
        if parts[:1] in (["REF"], ["PAGEREF"]):
            yield parts[1]


def _result(run: Any) -> str:
    """Return the words of the result of a field, from the run with its instruction on."""
    said, is_result = [], False
    for each in run.itersiblings():
        mark = val(first(each, "w:fldChar"), "w:fldCharType")
        if mark == "end":
            break
        said.append(text_in(each) if is_result else "")
        is_result = is_result or mark == "separate"
    return "".join(said)


def _stale(package: Package) -> Iterator[tuple[str, str, str]]:
    """Yield fields that repeat a bookmark in other words than its own: Word writes those when it brings fields up to date."""
    story = package.document
    marked = {val(start, "w:name"): _marked(start) for start in story.root.iter(BOOKMARK)}
    for each in story.root.iter(INSTRUCTION):
        asked = (each.text or "").split()
        if asked[:1] == ["REF"] and len(asked) > 1:
            said, there = _result(each.getparent()), marked.get(asked[1], "")
            if bare(said) != bare(there):
                yield story.place(each).spot, said, there


def _marked(start: Any) -> str:
    """Return the words of a bookmark, from its start to its end in the same paragraph."""
    said = []
    for each in start.itersiblings():
        if each.tag == BOOKMARK_END and val(each, "w:id") == val(start, "w:id"):
            break
        said.append(text_in(each))
    return "".join(said)


class _Reader:
    """One walk over the body; tables, figures and notes are counted on the way."""

    def __init__(self, package: Package, marks: str, styles: Mapping[str, str], *, has_pages: bool) -> None:
        self.package = package
        self.styles = styles
        self.marks = marks
        self.has_pages = has_pages
        self.numbers = counters(package)
        self.counts = {"table": 0, "figure": 0}
        self.owner, self.awaits_caption = "", False
        self.notes: list[str] = []
        self.charts: dict[str, tuple[str, ...]] = {}
        self.extents: dict[str, tuple[int, int]] = {}
        self.index = 0

    def read(self, parent: Any) -> Iterator[Passage]:
        """Yield the passages of a body, a cell or a content control."""
        for node in parent:
            if node.tag == P:
                leads, names = self._links(node), tuple(val(each, "w:name") for each in node.iter(BOOKMARK))
                yield from (replace(each, links=leads, names=names) for each in self._paragraph(node))
            elif node.tag == TBL and self.style(node, "w:tblPr/w:tblStyle") == DATA_TABLE:
                yield from self._rows(node)
            elif node.tag == TBL:
                self.owner = ""
                for cell in find(node, "w:tr/w:tc"):
                    yield from self.read(cell)
                self.owner = ""
            elif node.tag == SDT:
                yield from self.read(node.find(CONTENT))

    def style(self, node: Any, path: str = "w:pPr/w:pStyle") -> str:
        """Return the style of a paragraph or table, by the name it has in our own files."""
        given = val(first(node, path))
        return self.styles.get(given, given)

    def words(self, node: Any) -> str:
        """Return the words of a paragraph or run, a forced break as a space; fields say their results."""
        parts = []
        for each in node.iter(T, NOTE, *BLANKS):
            if each.tag == T:
                parts.append(each.text or "")
            elif each.tag == NOTE:
                parts.append(self._called(val(each, "w:id")))
            elif each.getparent().tag != name_of("w:tabs"):
                parts.append(BLANKS[each.tag])
        return "".join(parts)

    def _called(self, identifier: str) -> str:
        self.notes.append(identifier)
        return note_mark(len(self.notes), self.marks) if self.marks else ""

    def _links(self, node: Any, part: str | None = None) -> tuple[Target, ...]:
        """Return where links and fields of an element lead, and their words; `part` is not the document in footnotes."""
        outside = {each.id: each.target for each in self.package.reached("hyperlink", part)}
        found = []
        for each in node.iter(HYPERLINK, INSTRUCTION):
            asked = (each.text or "").split()
            if each.tag == HYPERLINK:
                anchor = val(each, "w:anchor")
                found.append((f"#{anchor}" if anchor else outside.get(val(each, "r:id"), ""), bare(text_in(each))))
            elif asked[:1] in (["REF"], ["PAGEREF"]) and len(asked) > 1:
                found.append((f"#{asked[1]}", bare(_result(each.getparent()))))
        return tuple(found)

    def _paragraph(self, node: Any) -> Iterator[Passage]:
        self.index += 1
        style = self.style(node)
        place = FRONT.get(style, f"paragraph {self.index}")
        if style in FRONT:
            yield from self._front(node, style, place)
        elif style in ("Caption", "SourceNote"):
            if style == "Caption" and not self.awaits_caption:
                self.owner = self._next("table")
            self.awaits_caption = False
            yield from self._float(place, self.words(node))
        elif style in COVER:
            yield from self._text(node, "cover", "cover")
        elif (alt := first(node, ".//wp:inline/wp:docPr")) is not None:
            self.owner, self.awaits_caption = self._next("figure"), True
            yield Passage("float", place, seen(str(alt.get("descr", ""))), self.owner)
            yield from self._chart(node, place)
        else:
            yield from self._text(node, place)

    def _chart(self, node: Any, place: str) -> Iterator[Passage]:
        chart, extent = chart_in(self.package, node), first(node, ".//wp:inline/wp:extent")
        self.extents[self.owner] = (int(extent.get("cx", 0)), int(extent.get("cy", 0))) if extent is not None else (0, 0)
        if isinstance(chart, WordChart):
            self.charts[self.owner] = chart.behind
        if shown := chart.shown if isinstance(chart, WordChart) else chart:
            yield Passage("float", f"{place}, chart", row(shown), self.owner)

    def _text(self, node: Any, place: str, kind: Kind = "text") -> Iterator[Passage]:
        mark, said = self.numbers.mark(node), self.words(node)
        self.owner = ""
        if text := seen(f"{mark} {said}".replace(CELL, " ")):
            yield Passage(kind, place, text)

    def _front(self, node: Any, style: str, place: str) -> Iterator[Passage]:
        title, _, rest = self.words(node).rpartition(CELL) if style in PARTED else ("", "", self.words(node))
        cells = [title, rest] if title and (self.has_pages or style == "Credits") else [title or rest]
        if any(map(seen, cells)):
            yield Passage("front", place, row(cells))

    def _float(self, place: str, text: str) -> Iterator[Passage]:
        if said := seen(text.replace(CELL, " ")):
            yield Passage("float", place, said, self.owner)

    def _next(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{kind} {self.counts[kind]}"

    def _rows(self, table: Any) -> Iterator[Passage]:
        if not self.owner.startswith("table"):
            self.owner = self._next("table")
        for number, line in enumerate(each for each in table if each.tag == TR):
            cells = [" ".join(self.words(each) for each in cell.iter(P)) for cell in line if cell.tag == TC]
            yield Passage("float", f"{self.owner}, row {number}", row(cells), self.owner, links=self._links(line))

    def footnotes(self) -> Iterator[Passage]:
        """Yield the footnotes in the order in which the text calls them."""
        story = self.package.related("footnotes")
        bodies: Mapping[str, Any] = {val(each, "w:id"): each for each in find(story.root, "w:footnote")} if story else {}
        for number, identifier in enumerate(list(self.notes), 1):
            mark = note_mark(number, self.marks) if self.marks else ""
            said = " ".join(self.words(each) for each in bodies[identifier].iter(P)) if identifier in bodies else ""
            links = self._links(bodies[identifier], story.part) if story and identifier in bodies else ()
            yield Passage("note", f"footnote {number}", seen(f"{mark} {said}"), links=links)
