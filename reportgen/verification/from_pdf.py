"""A finished PDF as passages: the text of its marked content, put into reading order by its tags.

Running heads, page numbers, repeated table heads and leaders are artifacts of the pages and belong to no passage.
"""

from __future__ import annotations

import ctypes
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportgen.conformance.tree import Node, read
from reportgen.inspection.structure import unknown_glyphs
from reportgen.verification.passages import Kind, Passage, Reading, Target, bare, row, seen

Marked = Mapping[tuple[int, int], str]
"""Page, number of the marked content → its characters in the order they were drawn."""

LEAVES = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption"}
BULLET = "•"


def read_pdf(data: bytes, *, has_credits: bool, has_marks: bool) -> Reading:
    """Return what the tags of a PDF put into reading order; of charts, their descriptions and their texts.

    has_credits   whether the first section after the cover names the authors
    has_marks     whether the marks of footnotes are compared
    Raises what pikepdf and pypdfium2 raise for a file that is no PDF.
    """
    return read_marked(data, *marked_text(data), has_credits=has_credits, has_marks=has_marks)


def read_marked(data: bytes, marked: Marked, unread: Sequence[str], *, has_credits: bool, has_marks: bool) -> Reading:
    """Return the same of a PDF whose marked content has been read."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as opened:
        root = read(opened)
        links, places = dict(_links(opened)), _places(opened)
        reader = _Reader(marked, links, has_credits=has_credits, has_marks=has_marks)
        passages = tuple(reader.read(root)) if root else ()
        cover = [part for part in root.walk() if part.role == "Sect" and any(kid.role == "H1" for kid in part.kids)] if root else []
        pictured = tuple(alt for part in cover for node in part.walk() if node.role == "Figure" and (alt := str(node.entry.get("/Alt", ""))))
        title = next((seen(reader.words(node)) for node in root.walk() if node.role == "H1"), "") if root else ""
        boxes = [f"page {index + 1}" for index in unknown_glyphs(opened)]
        broken = tuple(target for target in links.values() if target.startswith("#") and target[1:] not in places)
        dumb = tuple(node.place for node in root.walk() if node.role == "Figure" and not str(node.entry.get("/Alt", "")).strip()) if root else ()
        return Reading(passages, broken=broken, unread=tuple(dict.fromkeys([*unread, *boxes])), pages=places, dumb=dumb, title=title, pictured=pictured)


def marked_text(data: bytes) -> tuple[Marked, list[str]]:
    """Return the characters of every marked content, and pages with characters that mean nothing."""
    import pypdfium2
    import pypdfium2.raw as c

    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    unread: dict[str, None] = {}
    with pypdfium2.PdfDocument(data) as opened:
        for index in range(len(opened)):
            page = opened[index]
            text = page.get_textpage()
            chars = _chars(c, text.raw)
            for address, number in _objects(c, page.raw):
                if number >= 0 and address in chars:
                    found[index, number] += chars[address]
            if any(char in "\0\ufffd" or "\ue000" <= char <= "\uf8ff" for each in chars.values() for char in each):
                unread[f"page {index + 1}"] = None
            text.close()
            page.close()
    return {key: "".join(chars) for key, chars in found.items()}, list(unread)


def _chars(c: Any, text: Any) -> dict[int, list[str]]:
    """Return the characters of every text object of a page, by its address: PDFium has sorted the objects of a line from left to right."""
    found: dict[int, list[str]] = defaultdict(list)
    for index in range(c.FPDFText_CountChars(text)):
        item = c.FPDFText_GetTextObject(text, index)
        if item and c.FPDFText_IsGenerated(text, index) != 1:
            found[ctypes.addressof(item.contents)].append(chr(c.FPDFText_GetUnicode(text, index)))
    return found


def _objects(c: Any, page: Any) -> Iterator[tuple[int, int]]:
    """Yield the address of every object of a page in the order in which they are drawn, with the number of its marked content, -1 for none.

    What is drawn in a form belongs to the marked content that the form is drawn in.
    """

    def drawn(items: Iterator[Any], outer: int) -> Iterator[tuple[int, int]]:
        for item in items:
            number = max(c.FPDFPageObj_GetMarkedContentID(item), outer)
            if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_FORM:
                inner = (c.FPDFFormObj_GetObject(item, index) for index in range(c.FPDFFormObj_CountObjects(item)))
                yield from drawn(inner, number)
            else:
                yield ctypes.addressof(item.contents), number

    yield from drawn((c.FPDFPage_GetObject(page, index) for index in range(c.FPDFPage_CountObjects(page))), -1)


def _places(opened: Any) -> dict[str, str]:
    """Return the page of every named place: "page 3"."""
    import pikepdf

    pages = {page.obj.objgen: f"page {number}" for number, page in enumerate(opened.pages, 1)}
    names = pikepdf.NameTree(opened.Root.Names.Dests) if "/Dests" in opened.Root.get("/Names", {}) else {}
    return {str(name): pages.get(where[0].objgen, "no page") for name, where in names.items()}


def _links(opened: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield every link annotation by its identity, with where it leads: "#name", or an address."""
    for page in opened.pages:
        for link in page.get("/Annots", []):
            action = link.get("/A", {})
            inside = link.get("/Dest", action.get("/D"))
            if inside is not None or "/URI" in action:
                yield link.objgen, str(action.URI) if inside is None else f"#{str(inside).removeprefix('/')}"


class _Reader:
    """One walk over the tags; tables and figures are counted on the way."""

    def __init__(self, marked: Marked, leads: Mapping[tuple[int, int], str], *, has_credits: bool, has_marks: bool) -> None:
        self.marked = marked
        self.leads = leads
        self.counts = {"table": 0, "figure": 0}
        self.has_credits = has_credits
        self.has_marks = has_marks

    def read(self, root: Node) -> Iterator[Passage]:
        """Yield the passages of the document: cover, front matter and text, then footnotes."""
        for document in root.kids:
            for part in document.kids:
                if part.role in LEAVES:
                    yield from self._passage("cover", part)
                elif part.role == "Sect" and any(kid.role == "H1" for kid in part.kids):
                    yield from (passage for leaf in part.walk() if leaf.role in LEAVES | {"LBody"} for passage in self._passage("cover", leaf))
                elif part.role == "Sect" and any(kid.role == "TOC" for kid in part.kids):
                    yield from self._contents(part)
                elif part.role == "Sect" and self.has_credits:
                    self.has_credits = False
                    yield from self._credits(part)
                else:
                    yield from self._blocks(part)
        yield from (note for node in root.walk() if node.role == "Note" for note in self._passage("note", node))

    def words(self, node: Node) -> str:
        """Return the words of an element, what it says aloud after them; footnotes have passages of their own."""
        parts = []
        for each in node.order:
            if isinstance(each, tuple):
                parts.append(self.marked.get(each, ""))
            elif each.role != "Note" and (self.has_marks or not _is_mark(each)):
                parts.append(self.words(each))
        return "".join(parts) + (str(node.entry.get("/Alt", "")) if node.role == "Span" else "")

    def _passage(self, kind: Kind, node: Node, owner: str = "", opening: str = "") -> Iterator[Passage]:
        # A line that ends with a page leaves no blank behind: pages are compared without blanks.
        if text := seen((opening + self.words(node)).replace("\t", " ")):
            yield Passage(kind, _place(node), text, owner, links=tuple(self._links(node)))

    def _links(self, node: Node) -> Iterator[Target]:
        """Yield where the links of an element lead, and their words; those of footnotes belong to the footnotes."""
        if node.role == "Link":
            targets = dict.fromkeys(self.leads.get(each, "nothing") for each in node.objects)
            yield from ((target, bare(self.words(node))) for target in targets)
        for kid in node.kids:
            if kid.role != "Note":
                yield from self._links(kid)

    def _blocks(self, node: Node, opening: str = "") -> Iterator[Passage]:
        match node.role:
            case role if role in LEAVES:
                yield from self._passage("text", node, opening=opening)
            case "Table":
                yield from self._table(node)
            case "Figure":
                yield from self._figure(node)
            case "LI":
                yield from self._item(node)
            case "Note":
                pass
            case _:
                for kid in node.kids:
                    yield from self._blocks(kid)

    def _item(self, node: Node) -> Iterator[Passage]:
        mark = "".join(self.words(kid) for kid in node.kids if kid.role == "Lbl").replace(BULLET, "")
        inner = [part for kid in node.kids if kid.role != "Lbl" for part in (kid.kids or [kid])]
        for part in inner:
            opening = mark if part.role in {"P", "LBody"} else ""
            if part.role == "LBody":
                yield from self._passage("text", part, opening=opening)
            else:
                if mark and not opening:
                    yield Passage("text", _place(part), seen(mark))
                yield from self._blocks(part, opening)
            mark = ""

    def _next(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{kind} {self.counts[kind]}"

    def _table(self, node: Node) -> Iterator[Passage]:
        owner = self._next("table")
        for part in node.walk():
            if part.role == "Caption":
                yield from self._passage("float", part, owner)
            elif part.role == "TR":
                yield Passage("float", _place(part), row([self.words(cell) for cell in part.kids]), owner, links=tuple(self._links(part)))

    def _figure(self, node: Node) -> Iterator[Passage]:
        owner = self._next("figure")
        yield Passage("float", _place(node), seen(str(node.entry.get("/Alt", ""))), owner)
        if shown := seen("".join(self.marked.get(each, "") for each in node.contents)):
            yield Passage("float", f"{_place(node)}, chart", shown, owner)
        yield from (passage for part in node.kids if part.role == "Caption" for passage in self._passage("float", part, owner))

    def _contents(self, section: Node) -> Iterator[Passage]:
        for node in section.walk():
            if node.role in {"H2", "P"} or node.role == "Link":
                yield from self._passage("front", node)

    def _credits(self, section: Node) -> Iterator[Passage]:
        for node in section.walk():
            if node.role == "H2":
                yield from self._passage("front", node)
            elif node.role == "LI":
                cells = ["".join(map(self.words, (kid for kid in node.kids if kid.role == role))) for role in ("Lbl", "LBody")]
                yield Passage("front", _place(node), row(cells))


def _is_mark(node: Node) -> bool:
    """Return whether an element is the mark of a footnote, where it is called or before its words."""
    if node.role == "Lbl":
        return node.parent is not None and node.parent.role == "Note"
    return node.role == "Reference" and not node.kids


def _place(node: Node) -> str:
    page = next((each.page for each in node.walk() if each.page is not None), None)
    return "" if page is None else f"page {page + 1}"
