"""The structure tree of a PDF, read from the HTML elements its pages were made of.

WeasyPrint tags boxes, so what a page break cuts becomes two elements, and lists, notes and captions lose their parts.  Here an HTML
element is one structure element wherever its boxes stand, and what no reader should hear (running heads, page numbers, leaders, the
head a table repeats on its next page) belongs to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ROLES: Mapping[str, str] = {
    "section": "Sect", "nav": "Sect", "aside": "Sect", "blockquote": "BlockQuote", "p": "P", "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4",
    "h5": "H5", "h6": "H6", "ul": "L", "ol": "L", "dl": "L", "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD", "img": "Figure",
}  # fmt: skip
"""HTML tag → structure type of ISO 32000-1, 14.8.4; all are standard types, so no role map is needed."""
INLINE = {"span", "em", "strong", "b", "i", "q", "cite", "code", "sup", "sub", "time", "data"}
CELLS = {"th", "td"}
SCOPES = {"col": "/Column", "row": "/Row"}


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """A drawn box, text or picture, on a page (from 0)."""

    box: Any
    page: int


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """The area of a link: the box whose annotation opens it, on a page (from 0)."""

    box: Any
    page: int


@dataclass(slots=True, eq=False)
class Element:
    """A structure element.

    language    of its content, whether or not it differs from the parent's
    alt         the same in words, for those who hear the page
    attributes  structure attributes without their owner: {"Scope": "/Row"}
    identifier  of a footnote, unique in the file
    words       what a link says, for its description
    """

    role: str
    language: str
    parent: Element | None = None
    kids: list[Element | Content | Anchor] = field(default_factory=list)
    alt: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    identifier: str = ""
    words: str = ""

    def add(self, role: str, language: str, at: int | None = None, **values: Any) -> Element:
        """Return a new child, the last one or the one at a place."""
        child = Element(role, language, self, **values)
        self.kids.insert(len(self.kids) if at is None else at, child)
        return child


@dataclass(frozen=True, slots=True)
class Structure:
    """What of the pages is read in which order, what is decoration, and the link areas that only repeat one around them."""

    document: Element
    artifacts: frozenset[Any]
    repeated: frozenset[Any]


def read(pages: Any, root: Any) -> Structure:
    """Return the structure of laid-out pages; `root` is the HTML element tree they were made from."""
    reader = _Reader(root)
    for index, page in enumerate(pages):
        reader.visit(page._page_box, index, {box for *_, box in page.links}, is_artifact=False, in_link=False)
    return Structure(reader.document, frozenset(reader.artifacts), frozenset(reader.repeated))


class _Reader:
    """The walk over the boxes of all pages; `homes` says which structure element the content of an HTML element goes to."""

    def __init__(self, root: Any) -> None:
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.document = Element("Document", root.get("lang", ""))
        self.homes: dict[Any, Element] = {root: self.document}
        self.languages: dict[Any, str] = {root: root.get("lang", "")}
        self.labels: dict[Element, Element] = {}
        self.calls: dict[Any, Element] = {}
        self.levels: dict[Element, list[Element]] = {}
        self.heads: dict[Any, int] = {}
        self.artifacts: set[Any] = set()
        self.repeated: set[Any] = set()

    def visit(self, box: Any, page: int, linked: set[Any], *, is_artifact: bool, in_link: bool) -> None:
        """Put a box and all in it where they belong."""
        from weasyprint.formatting_structure import boxes

        box = getattr(box, "_box", box)  # what is positioned absolutely leaves a placeholder
        is_artifact = is_artifact or isinstance(box, boxes.MarginBox) or box.is_leader or self._is_repeated(box, page)
        if box in linked:
            if in_link or is_artifact:
                self.repeated.add(box)
            else:
                self._home(box).kids.append(Anchor(box, page))
                in_link = True
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            if is_artifact:
                self.artifacts.add(box)
            else:
                home = self._home(box)
                home.kids.append(Content(box, page))
        elif not is_artifact and box.element is not None and box.element.tag in CELLS:
            self.home(box.element)  # a cell without words is a cell
        for child in getattr(box, "children", ()):
            self.visit(child, page, linked, is_artifact=is_artifact, in_link=in_link)

    def _is_repeated(self, box: Any, page: int) -> bool:
        """Return whether a box is the head of a table printed again on a later page."""
        return box.element_tag == "thead" and self.heads.setdefault(box.element, page) != page

    def _home(self, box: Any) -> Element:
        """Return where the content of a box goes; what style sheets print beside an element may go elsewhere than its own words."""
        if box.element is None:
            return self.document
        home = self.home(box.element)
        match (box.element_tag or "").partition("::")[2]:
            case "footnote-call":
                return self.calls[box.element]
            case "footnote-marker":
                return self._label_of(home, box.element)
            case "before" if self._item(box.element) is not None:
                return self._item_label(box.element)
        return home

    def home(self, element: Any) -> Element:
        """Return the structure element of an HTML element, made when it is first met."""
        found = self.homes.get(element)
        if found is None:
            found = self.homes[element] = self._made(element)
        return found

    def language(self, element: Any) -> str:
        """Return the language of an HTML element, its own or its parent's."""
        found = self.languages.get(element)
        if found is None:
            found = self.languages[element] = element.get("lang") or self.language(self.parents[element])
        return found

    def _made(self, element: Any) -> Element:
        kinds = set((element.get("class") or "").split())
        parent = self.parents[element]
        language = self.language(element)
        match element.tag:
            case "li":
                return self._entry(element, kinds) if self.home(parent).role == "TOC" else self.home(parent).add("LI", language).add("LBody", language)
            case "dt":
                return self.home(parent).add("LI", language).add("Lbl", language)
            case "dd":
                return self._described(element).add("P", language)
            case "a" if element.get("href"):
                return self._link(element, kinds)
            case "ol" if self._is_contents(parent):
                return self.home(parent).add("TOC", language)
            case "figcaption":
                return self._beside(element, "img").add("Caption", language)
            case "p" if "caption" in kinds:
                return self._beside(element, "table").add("Caption", language, at=0)
            case "span" if "footnote" in kinds:
                self.calls[element] = self.home(parent).add("Reference", language)
                return self.home(parent).add("Note", language, identifier=f"note-{len(self.calls)}")
            case "span" if "mark" in kinds and self._item(element) is not None:
                return self._item_label(element)
            case "span" if spoken := element.get("data-spoken"):
                return self.home(parent).add("Span", language, alt=spoken)
            case str(tag) if role := ROLES.get(tag, "Sect" if "cover" in kinds else ""):
                return self.home(parent).add(role, language, alt=element.get("alt", ""), attributes=_attributes(element))
            case _ if language != self.language(parent):
                return self.home(parent).add("Span" if element.tag in INLINE else "Div", language)
            case _:
                return self.home(parent)

    def _is_contents(self, element: Any) -> bool:
        """Return whether an element is the contents or a part of them, such as the list of tables."""
        return element.get("class") == "contents" or (element in self.parents and self._is_contents(self.parents[element]))

    def _entry(self, element: Any, kinds: set[str]) -> Element:
        """Return an entry of the contents; entries of a lower level stand in a table of contents inside the one above."""
        top = self.home(self.parents[element])
        levels = self.levels.setdefault(top, [top])
        level = next((int(kind[6:]) for kind in sorted(kinds) if kind.startswith("level-")), 1)
        del levels[level:]
        while len(levels) < level:
            levels.append(levels[-1].add("TOC", top.language))
        return levels[-1].add("TOCI", self.language(element))

    def _link(self, element: Any, kinds: set[str]) -> Element:
        home = self.home(self.parents[element])
        if "ref" in kinds or home.role == "TOCI":
            home = home.add("Reference", self.language(element))
        return home.add("Link", self.language(element), words=" ".join("".join(element.itertext()).split()))

    def _described(self, element: Any) -> Element:
        """Return the body of the list item that the term before a description opened."""
        children = list(self.parents[element])
        term = next(each for each in reversed(children[: children.index(element)]) if each.tag == "dt")
        item = self.home(term).parent
        assert item is not None
        last = item.kids[-1]
        return last if isinstance(last, Element) and last.role == "LBody" else item.add("LBody", self.language(element))

    def _beside(self, element: Any, tag: str) -> Element:
        """Return the structure element of what a caption stands beside; of its parent where there is none."""
        parent = self.parents[element]
        return self.home(next(parent.iter(tag), parent))

    def _item(self, element: Any) -> Any:
        """Return the list item whose first words an element holds, or None."""
        parent = self.parents.get(element)
        if element.tag == "li" or parent is None:
            return element if parent is not None else None
        return self._item(parent) if element.tag in ("p", "span") and parent.tag in ("li", "p") and parent[0] is element else None

    def _item_label(self, element: Any) -> Element:
        body = self.home(self._item(element))
        listed = body.parent
        assert listed is not None
        if listed.parent is not None and listed.role == "LI":
            is_ordered = element.tag == "span"
            listed.parent.attributes["ListNumbering"] = "/Decimal" if is_ordered else "/Disc"
        return self._label_of(listed, element)

    def _label_of(self, owner: Element, element: Any) -> Element:
        if owner not in self.labels:
            self.labels[owner] = owner.add("Lbl", self.language(element), at=0)
        return self.labels[owner]


def _attributes(element: Any) -> dict[str, Any]:
    """Return the attributes of a table cell: scope of a head, columns and rows it spans."""
    if element.tag not in CELLS:
        return {}
    found: dict[str, Any] = {}
    if element.tag == "th":
        found["Scope"] = SCOPES.get(element.get("scope", "col"), "/Column")
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if (count := int(element.get(name, "1"))) != 1:
            found[key] = count
    return found


def walk(element: Element) -> Iterator[Element]:
    """Yield an element and all elements in it, in reading order."""
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from walk(kid)
