"""Tags in the PDF: WeasyPrint draws, and the structure tree it would write is replaced by ours.

Two private functions of the pinned WeasyPrint are wrapped while a file is written: the one that marks what it draws, so that decoration
is marked as such, and the one that writes the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from reportgen.renderers.structure import CELLS, Anchor, Content, Element, Structure, read, walk
from reportgen.typeset.text import JOINER, ZWSP

PX = 0.75
"""Points to a CSS pixel."""
OWNERS = {"ListNumbering": "/List", "Scope": "/Table", "ColSpan": "/Table", "RowSpan": "/Table"}
INVISIBLE = str.maketrans("", "", ZWSP + JOINER)


@contextmanager
def tagged(rendered: Any, root: Any) -> Iterator[None]:
    """Have what WeasyPrint writes in the block tagged by `structure.read`; `root` is the HTML the pages were made from."""
    from weasyprint import pdf as writing
    from weasyprint.pdf.stream import Stream

    structure = read(rendered.pages, root)
    for page in rendered.pages:
        page.links = [each for each in page.links if each[3] not in structure.repeated]
    marked, add_tags = Stream.marked, writing.add_tags
    try:
        Stream.marked = _marked(marked, structure.artifacts)
        writing.add_tags = lambda pdf, document, _, streams: _Tree(pdf, document, streams).write(structure)
        yield
    finally:
        Stream.marked, writing.add_tags = marked, add_tags


def _marked(original: Callable[..., Any], artifacts: frozenset[Any]) -> Callable[..., Any]:
    """Mark what belongs to no element as an artifact of pagination."""

    def marked(self: Any, box: Any, tag: str) -> AbstractContextManager[None]:
        found: AbstractContextManager[None] = _furniture(self) if box in artifacts else original(self, box, tag)
        return found

    return marked


@contextmanager
def _furniture(stream: Any) -> Iterator[None]:
    import pydyf

    stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    try:
        yield
    finally:
        stream.end_marked_content()


class _Tree:
    """The writing of one structure tree into the objects of a file."""

    def __init__(self, pdf: Any, document: Any, streams: Any) -> None:
        self.pdf = pdf
        self.heights = [page.height for page in document.pages]
        self.numbers = [{box: tag["mcid"] for box, tag in stream._tags.items()} for stream in streams]
        self.owners: list[dict[int, bytes]] = [{} for _ in streams]
        self.annotations: list[tuple[Any, bytes]] = []
        self.identifiers: dict[str, bytes] = {}

    def write(self, structure: Structure) -> None:
        """Add the tree, its parent tree and what the catalog says about both."""
        import pydyf

        _drop_empty(structure.document, self.numbers)
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self.pdf.add_object(root)
        root["K"] = pydyf.Array([self._element(structure.document, root.reference, "").reference])
        numbers = pydyf.Array()
        for page, owners in enumerate(self.owners):
            numbers.extend([page, pydyf.Array(owner for _, owner in sorted(owners.items()))])
        for key, (annotation, owner) in enumerate(self.annotations, start=len(self.owners)):
            annotation["StructParent"] = key
            numbers.extend([key, owner])
        parents = pydyf.Dictionary({"Nums": numbers})
        self.pdf.add_object(parents)
        root["ParentTree"] = parents.reference
        root["ParentTreeNextKey"] = len(self.owners) + len(self.annotations)
        if self.identifiers:
            names = [part for name, owner in sorted(self.identifiers.items()) for part in (pydyf.String(name), owner)]
            root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _element(self, node: Element, parent: bytes, language: str) -> Any:
        """Return the object of an element, with all that is in it."""
        import pydyf

        entry = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        self.pdf.add_object(entry)
        page = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        if page is not None:
            entry["Pg"] = self.pdf.page_references[page]
        if node.language != language:
            entry["Lang"] = pydyf.String(node.language)
        if node.alt:
            entry["Alt"] = pydyf.String(node.alt.translate(INVISIBLE))
        if node.identifier:
            entry["ID"] = pydyf.String(node.identifier)
            self.identifiers[node.identifier] = entry.reference
        if attributes := self._attributes(node):
            entry["A"] = attributes[0] if len(attributes) == 1 else pydyf.Array(attributes)
        entry["K"] = pydyf.Array([self._kid(kid, node, entry, page) for kid in node.kids])
        return entry

    def _kid(self, kid: Element | Content | Anchor, node: Element, entry: Any, page: int | None) -> Any:
        import pydyf

        if isinstance(kid, Element):
            return self._element(kid, entry.reference, node.language).reference
        if isinstance(kid, Anchor):
            annotation = kid.box.link_annotation
            annotation["Contents"] = pydyf.String(node.words.translate(INVISIBLE) or "link")
            self.annotations.append((annotation, entry.reference))
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pdf.page_references[kid.page]})
        number = self.numbers[kid.page][kid.box]
        self.owners[kid.page][number] = entry.reference
        if kid.page == page:
            return number
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self.pdf.page_references[kid.page], "MCID": number})

    def _attributes(self, node: Element) -> list[Any]:
        import pydyf

        found: dict[str, Any] = {}
        for name, value in node.attributes.items():
            found.setdefault(OWNERS[name], pydyf.Dictionary({"O": OWNERS[name]}))[name] = value
        if node.role == "Figure":
            found["/Layout"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(self._area(node))})
        return list(found.values())

    def _area(self, node: Element) -> list[float]:
        """Return where a picture stands, in points from the lower left corner of its page."""
        picture = next(kid for kid in node.kids if isinstance(kid, Content))
        box, height = picture.box, self.heights[picture.page]
        left, top = box.content_box_x(), box.content_box_y()
        return [round(PX * each, 2) for each in (left, height - top - box.height, left + box.width, height - top)]


def _drop_empty(document: Element, numbers: list[dict[Any, int]]) -> None:
    """Take from a structure what was not drawn, and then every element without content, but for cells of tables."""
    for element in reversed(list(walk(document))):
        element.kids = [kid for kid in element.kids if _is_drawn(kid, numbers)]


def _is_drawn(kid: Element | Content | Anchor, numbers: list[dict[Any, int]]) -> bool:
    match kid:
        case Element():
            return bool(kid.kids) or kid.role.lower() in CELLS
        case Anchor():
            return kid.box.link_annotation is not None
        case Content():
            return kid.box in numbers[kid.page]
