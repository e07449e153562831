"""Fields with their results already written, and the bookmarks they point to.

Nothing is left for Word to compute when the file opens: no dirty field, no question to the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.document import Document, Figure, Heading, Table
from reportgen.edition import Edition
from reportgen.errors import Problem, RenderError
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.xml import Element, element, qname, run
from reportgen.tree import walk

UNKNOWN_PAGE = "–"
"""Stands for a page number until a layout has been made."""


def bookmark_names(document: Document, after: int = 0) -> dict[str, str]:
    """Return label → bookmark name for every heading, table and figure, counted from the number after `after`.

    Names are counted, because Word allows only 40 letters, digits and underlines; a layout program that is asked for page
    numbers answers by these names.
    Raises RenderError for a label that is missing or used twice: the document has not been numbered.
    """
    names: dict[str, str] = {}
    for block in walk(document.blocks):
        if isinstance(block, Heading | Table | Figure):
            if not block.label or block.label in names:
                raise RenderError(Problem("docx", f"the label {block.label!r} does not name one place", "number the document first", code="RG490"))
            kind = "_Toc" if isinstance(block, Heading) else "_Ref"
            names[block.label] = f"{kind}{after + len(names) + 1:09d}"
    return names


def caption_labels(document: Document, edition: Edition) -> dict[str, str]:
    """Return label → printed label and number for every table and figure, as its caption begins."""
    gap = edition.word("caption.number_gap")
    words = {Table: edition.word("caption.table"), Figure: edition.word("caption.figure")}
    found = (block for block in walk(document.blocks) if isinstance(block, Table | Figure))
    return {block.label: f"{words[type(block)]}{gap}{block.number}" for block in found}


def field(instruction: str, result: Iterable[Element]) -> list[Element]:
    """Return a complete field: begin, instruction, separate, the result, end."""
    code = element("w:instrText", text=f" {instruction} ")
    code.set(qname("xml:space"), "preserve")
    return [field_mark("begin"), element("w:r", None, code), field_mark("separate"), *result, field_mark("end")]


def field_mark(kind: str) -> Element:
    """Return one of the marks of a field: "begin", "separate", "end"."""
    return element("w:r", None, element("w:fldChar", {"w:fldCharType": kind}))


def bookmark(name: str, content: Iterable[Element], manuscript: Manuscript) -> list[Element]:
    """Return content between the two ends of a bookmark."""
    identifier = manuscript.next_id("bookmark")
    start = element("w:bookmarkStart", {"w:id": identifier, "w:name": name})
    return [start, *content, element("w:bookmarkEnd", {"w:id": identifier})]


def whole_caption(name: str) -> str:
    """Return the bookmark of a whole caption, from that of its label and number: lists show the one, references the other.

    >>> whole_caption("_Ref000000004")
    '_Cap000000004'
    """
    return f"_Cap{name.removeprefix('_Ref')}"


def page_reference(name: str, page: str, *properties: Element) -> list[Element]:
    """Return the page a bookmark stands on, as a field that already says `page`."""
    return field(f"PAGEREF {name} \\h", [run(page or UNKNOWN_PAGE, *properties)])


def anchored(name: str, content: Iterable[Element]) -> Element:
    """Return content that leads to a bookmark of this file."""
    return element("w:hyperlink", {"w:anchor": name, "w:history": 1}, *content)


def page_of(label: str, pages: Mapping[str, str]) -> str:
    """Return the printed page of a label, or a dash while it is not known."""
    return pages.get(label, "") or UNKNOWN_PAGE
