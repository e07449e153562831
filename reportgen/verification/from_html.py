"""A finished HTML file as passages, read from its elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.verification.drawn import svg_words
from reportgen.verification.passages import Kind, Passage, Reading, Target, bare, row, seen

SKIPPED = {"script", "style", "svg", "template"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def read_html(data: bytes) -> Reading:
    """Return what a reader of the page sees and hears; of charts, their descriptions and their texts."""
    from lxml import html

    root = html.document_fromstring(data.decode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    names = {each.get("id") for each in root.iter() if each.get("id")}
    broken = tuple(target for each in root.iter("a") if (target := str(each.get("href", ""))).startswith("#") and target[1:] not in names)
    main = next(root.iter("main"), root)
    title = next((seen(words(each)) for each in root.iter("h1")), "")
    broken += tuple(_one_way(root))  # before the notes are read: their ways back are taken off
    return Reading(tuple(_Reader().read(root)), tuple(_values(main)), broken, dumb=tuple(_dumb(root)), title=title, pictured=tuple(_pictured(root)))


def words(element: Any) -> str:
    """Return the words inside an element, a forced break as a space; pictures and scripts have none."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br":
            parts.append(" ")
        elif isinstance(child.tag, str) and child.tag not in SKIPPED:
            parts.append(words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def links(element: Any) -> tuple[Target, ...]:
    """Return where the links inside an element lead, and their words; the way back from a footnote is none of them."""
    return tuple((str(each.get("href")), bare(words(each))) for each in element.iter("a") if each.get("href") and "back" not in kinds(each))


def _pictured(root: Any) -> Iterator[str]:
    """Yield the descriptions of pictures on the cover."""
    for cover in root.iter("header", "section", "div"):
        if kinds(cover) & {"cover", "title-block"}:
            yield from (alt for each in cover.iter("svg", "img") if (alt := each.get("aria-label") or each.get("alt")))


def _one_way(root: Any) -> Iterator[str]:
    """Yield footnotes that lead back to another mark than the one that leads to them."""
    calls = {str(each.get("href")): f"#{each.get('id')}" for each in root.iter("a") if "call" in kinds(each)}
    for back in root.iter("a"):
        if "back" in kinds(back):
            item = next((each for each in back.iterancestors() if each.get("id")), None)
            if item is None or calls.get(f"#{item.get('id')}") != back.get("href"):
                yield str(back.get("href"))


def _dumb(root: Any) -> Iterator[str]:
    """Yield pictures without words, but for those that say they are decoration."""
    for each in root.iter("svg", "img"):
        is_hidden = any(one.get("aria-hidden") == "true" for one in (each, *each.iterancestors()))
        said = each.get("alt") if each.tag == "img" else each.get("aria-label")
        if not is_hidden and not (said or "").strip() and not (each.tag == "img" and said == ""):
            yield next((str(one.get("id")) for one in each.iterancestors() if one.get("id")), each.tag)


def _values(main: Any) -> Iterator[tuple[str, str, str, str]]:
    for each in main.iter("data", "span"):
        if each.tag == "data":
            yield words(each), each.get("value", ""), each.get("data-unit", ""), each.get("data-source", "")
        elif "change" in kinds(each):
            state = next(iter(sorted(kinds(each) - {"change"})), "")
            yield words(each[0]), each.get("data-places") or state, "change", each.get("data-source", "")


def kinds(element: Any) -> set[str]:
    """Return the classes of an element."""
    return set((element.get("class") or "").split())


class _Reader:
    """One walk over a page; tables and figures are counted on the way."""

    def __init__(self) -> None:
        self.counts = {"table": 0, "figure": 0}
        self.place = ""

    def read(self, element: Any, kind: Kind = "text") -> Iterator[Passage]:
        """Yield the passages of an element."""
        named = kinds(element)
        if not isinstance(element.tag, str) or element.tag in SKIPPED | {"head"} or named & {"skip", "languages"}:
            return
        if named & {"cover", "title-block"}:
            yield Passage("cover", "cover", seen(" ".join(self._leaves(element))))
        elif named & {"credits"}:
            yield from self._credits(element)
        elif named & {"contents"}:
            yield from self._contents(element)
        elif named & {"endnotes"}:
            yield from self._notes(element)
        elif element.tag == "div" and "table" in named:
            yield from self._table(element)
        elif element.tag == "figure":
            yield from self._figure(element)
        elif element.tag in HEADINGS:
            self.place = element.get("id") or self.place
            yield from self._passage("text", _marked(element, "number"), whole=element)
        elif element.tag == "p":
            yield from self._passage("text", _marked(element, "mark"), whole=element)
        elif element.tag == "li" and len(element) and "mark" in kinds(element[0]):
            yield from self._passage("text", words(element[0]))
            yield from self._inner(element)
        else:
            yield from self._inner(element)

    def _inner(self, element: Any) -> Iterator[Passage]:
        yield from self._passage("text", element.text or "")
        for child in element:
            if "mark" not in kinds(child):
                yield from self.read(child)
            yield from self._passage("text", child.tail or "")

    def _passage(self, kind: Kind, text: str, place: str = "", whole: Any = None) -> Iterator[Passage]:
        if said := seen(text.replace("\t", " ")):
            leads, names = ((), ()) if whole is None else (links(whole), _named(whole))
            yield Passage(kind, place or self.place, said, links=leads, names=names)

    def _leaves(self, element: Any) -> Iterator[str]:
        if element.tag in ("p", "h1", "li"):
            yield words(element)
        else:
            for child in element:
                if child.tag not in SKIPPED:
                    yield from self._leaves(child)

    def _credits(self, section: Any) -> Iterator[Passage]:
        lines: list[list[str]] = []
        for each in section.iter("h2", "dt", "dd"):
            if each.tag == "h2":
                yield from self._passage("front", words(each), "credits")
            elif each.tag == "dt":
                lines.append([words(each), ""])
            elif lines:
                lines[-1][1] += words(each)
        yield from (Passage("front", "credits", row(line)) for line in lines)

    def _contents(self, nav: Any) -> Iterator[Passage]:
        for each in nav.iter("h2", "a", "p"):
            yield from self._passage("front", words(each), "contents", each)

    def _notes(self, section: Any) -> Iterator[Passage]:
        for number, item in enumerate(section.iter("li"), 1):
            for back in list(item.iter("a")):
                if "back" in kinds(back):
                    back.getparent().remove(back)
            yield from self._passage("note", words(item), f"footnote {number}", item)

    def _next(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{kind} {self.counts[kind]}"

    def _table(self, box: Any) -> Iterator[Passage]:
        owner = self._next("table")
        place = box.get("id") or owner
        for caption in box.iter("caption"):
            yield Passage("float", place, seen(words(caption)), owner, links=links(caption), names=_named(box))
        for number, line in enumerate(box.iter("tr")):
            yield Passage("float", f"{place}, row {number}", row([words(cell) for cell in line]), owner, links=links(line))
        yield from self._below(box, place, owner)

    def _figure(self, box: Any) -> Iterator[Passage]:
        owner = self._next("figure")
        place = box.get("id") or owner
        alt = next((each.get("aria-label") or each.get("alt") or "" for each in box.iter("svg", "img")), "")
        yield Passage("float", f"{place}, description", seen(alt), owner)
        for picture in box.iter("svg"):
            yield from self._chart(picture, place, owner)
        for caption in box.iter("figcaption"):
            yield Passage("float", place, seen(words(caption)), owner, links=links(caption), names=_named(box))
        yield from self._below(box, place, owner)

    def _chart(self, picture: Any, place: str, owner: str) -> Iterator[Passage]:
        if texts := svg_words(picture):
            yield Passage("float", f"{place}, chart", row(texts), owner)

    def _below(self, box: Any, place: str, owner: str) -> Iterator[Passage]:
        for each in box.iterchildren("p"):
            yield Passage("float", f"{place}, {each.get('class') or 'note'}", seen(words(each)), owner, links=links(each))


def _named(element: Any) -> tuple[str, ...]:
    return (str(element.get("id")),) if element.get("id") else ()


def _marked(element: Any, kind: str) -> str:
    """Return the words of a heading or a list item, its number parted from them."""
    if len(element) and kind in kinds(element[0]):
        mark = words(element[0])
        return f"{mark} {words(element)[len(element.text or '') + len(mark) :]}"
    return words(element)
