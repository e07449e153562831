"""Where the report goes in the body of a template, and the sections that begin and end there.

What stands before the slot keeps its section, what stands after it as well; the report brings its own between them, with the page,
the headers and the footers of the template.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from reportgen.renderers.docx.template.members import put
from reportgen.renderers.docx.template.study import SAMPLES_TAG, SDT, SECTION, section_at, slots_of, tag_of
from reportgen.renderers.docx.xml import element, grown, paragraph, value
from reportgen.renderers.office import TEXT
from reportgen.wordcheck.model import Element, P, T, find, first, is_on, name_of, number, val

_REFERENCES = (name_of("w:headerReference"), name_of("w:footerReference"))
_OURS = tuple(name_of(f"w:{name}") for name in ("type", "pgNumType", "cols"))
_NOT_TAKEN = (*_REFERENCES, *_OURS, *(name_of(f"w:{name}") for name in ("titlePg", "vAlign", "formProt", "printerSettings", "sectPrChange")))
"""Of a section of the template: what the sections of the report say for themselves, or what holds for one page only."""
_AROUND = {name_of(f"w:{name}") for name in ("pPr", "r", "bookmarkStart", "bookmarkEnd", "proofErr")}
_SILENT = {name_of("w:rPr"), name_of("w:lastRenderedPageBreak")}
_BREAK = name_of("w:br")


def drop_samples(root: Element) -> None:
    """Leave out what a template shows to people only, and where the text began when the template was a report itself."""
    gone = [node for node in root.iter(SDT) if tag_of(node) == SAMPLES_TAG]
    begins = {val(node, "w:id") for node in root.iter(name_of("w:bookmarkStart")) if val(node, "w:name") == TEXT}
    gone += [node for node in root.iter(name_of("w:bookmarkStart"), name_of("w:bookmarkEnd")) if val(node, "w:id") in begins]
    for node in gone:
        node.getparent().remove(node)


def drop_furniture(root: Element, blocks: list[Element], *, has_cover: bool) -> None:
    """Leave out our headers and footers where the template has its own; our cover keeps its empty ones."""
    section = _place(root)[1]
    if not _references(root, section):
        return
    for ours in _sections(blocks)[has_cover:]:
        for node in [node for node in ours if node.tag in _REFERENCES]:
            ours.remove(node)


def pour(root: Element, blocks: list[Element], *, has_cover: bool, spacer: str) -> None:
    """Put the report into the body of a template; its last block is the properties of its last section.

    has_cover   whether the first section is our cover, which keeps its own margins and stays without header and footer
    spacer      style of a paragraph that only ends a section of the template
    """
    slot, section = _place(root)
    before = [] if slot is None else _before(slot)
    _dress(_sections(blocks), section, _references(root, section), has_cover=has_cover, is_opening=not _is_something(before))
    if slot is None:
        body = section.getparent()
        body[:] = blocks
    else:
        _into_slot(slot, section, before, blocks, spacer)


def _place(root: Element) -> tuple[Element | None, Element]:
    """Return the slot of a template, or None, and the section the report goes into; `study` refuses a file that does not end in one."""
    slot = next(iter(slots_of(root)), None)
    section = section_at(root, slot)
    return slot, root[-1][-1] if section is None else section


def _sections(blocks: list[Element]) -> list[Element]:
    return [node for block in blocks for node in block.iter(SECTION)]


def _references(root: Element, section: Element) -> list[Element]:
    """Return the headers and footers that hold in a section: what it does not name it has from those before it."""
    found: dict[tuple[str, str], Element] = {}
    for each in root.iter(SECTION):
        found |= {(node.tag, val(node, "w:type")): node for node in each if node.tag in _REFERENCES}
        if each is section:
            break
    return list(found.values())


def _dress(sections: Iterable[Element], model: Element, references: list[Element], *, has_cover: bool, is_opening: bool) -> None:
    """Give the sections of the report the page of the template, and the first one its headers and footers.

    is_opening  whether nothing of the template stands before: then a header of its first page is on the first of ours
    """
    is_first = True
    for index, ours in enumerate(sections):
        if has_cover and index == 0:
            continue
        new = deepcopy(model)
        for node in [node for node in new if node.tag in _NOT_TAKEN]:
            new.remove(node)
        if val(first(ours, "w:pgSz"), "w:orient") == "landscape":
            _turn(new)
        for node in [node for node in ours if node.tag in _OURS]:
            put(new, node)
        own = [node for node in ours if node.tag in _REFERENCES]
        for node in reversed(own or (references if is_first else [])):
            new.insert(0, deepcopy(node))
        if is_first and is_opening and not has_cover and is_on(first(model, "w:titlePg")):
            put(new, grown(element("w:titlePg")))
        ours.attrib.clear()
        ours[:] = list(new)
        is_first = False


def _turn(section: Element) -> None:
    """Turn an upright page on its side, margins and all: what was above is then to the left, as on our own turned pages."""
    size, margins = first(section, "w:pgSz"), first(section, "w:pgMar")
    width, height = (number(size, f"w:{name}") or 0 for name in ("w", "h"))
    if size is None or margins is None or width >= height:
        return
    for name, text in (("w", height), ("h", width), ("orient", "landscape")):
        size.set(name_of(f"w:{name}"), str(text))
    top, right, bottom, left, gutter = (number(margins, f"w:{name}") or 0 for name in ("top", "right", "bottom", "left", "gutter"))
    for name, room in (("top", left + gutter), ("right", bottom), ("bottom", right), ("left", top), ("gutter", 0)):
        margins.set(name_of(f"w:{name}"), str(abs(room)))


# ---------------------------------------------------------------- around the slot


def _before(slot: Element) -> list[Element]:
    """Return what stands between the beginning of the slot's section and the slot."""
    found: list[Element] = []
    for node in slot.itersiblings(preceding=True):
        if first(node, ".//w:sectPr") is not None:
            break
        found.insert(0, node)
    return found


def _into_slot(slot: Element, section: Element, before: list[Element], blocks: list[Element], spacer: str) -> None:
    body = slot.getparent()
    after, ending = _after(slot, section), deepcopy(section)
    has_lead, has_tail = _is_something(before), _is_something(after)
    gone = [*_idle(before), *(_idle_start(after) if has_tail else after)]
    _keep_bookmarks(slot, [*gone, slot])
    # Where something of the template follows, or its section ends in a paragraph, ours ends in a paragraph as well.
    if has_tail or section.getparent() is not body:
        _end_in_paragraph(blocks)
    else:
        body.remove(section)
    for node in gone:
        body.remove(node)
    if has_lead:
        _end_before(slot, ending, spacer)
        if has_tail:
            _go_on(section)
    for block in blocks:
        slot.addprevious(block)
    body.remove(slot)


def _end_in_paragraph(blocks: list[Element]) -> None:
    """Let the last section of ours end in its last paragraph, or in a line of its own after a table."""
    section, last = blocks.pop(), blocks[-1] if blocks else None
    if last is None or last.tag != P or first(last, ".//w:r") is None or first(last, ".//w:sectPr") is not None:
        blocks.append(grown(paragraph("Spacer")))
    put(first(blocks[-1], "w:pPr"), section)


def _after(slot: Element, section: Element) -> list[Element]:
    """Return what stands between the slot and the end of its section, with the paragraph that ends it."""
    holder = section.getparent().getparent() if section.getparent().tag == name_of("w:pPr") else None
    if slot is holder:
        return []
    found: list[Element] = []
    for node in slot.itersiblings():
        if node is section:
            break
        found.append(node)
        if node is holder:
            break
    return found


def _is_something(nodes: Iterable[Element]) -> bool:
    return not all(is_idle(node) for node in nodes)


def is_idle(node: Element) -> bool:
    """Return whether a node of the body shows nothing: an empty paragraph, a page break alone, the end of a bookmark."""
    if node.tag != P:
        return node.tag in _AROUND
    if any(child.tag not in _AROUND for child in node):
        return False
    inner = [child for run in find(node, "w:r") for child in run if child.tag not in _SILENT]
    return all(_is_page_break(child) or (child.tag == T and not (child.text or "").strip()) for child in inner)


def _is_page_break(node: Element) -> bool:
    return bool(node.tag == _BREAK and val(node, "w:type") == "page")


def _breaks(node: Element) -> list[Element]:
    return [each for each in node.iter(_BREAK) if _is_page_break(each)]


def _idle(before: list[Element]) -> list[Element]:
    """Return what goes with the slot: all before it when that shows nothing, else a page break that the section takes the place of."""
    if not _is_something(before):
        return before
    trailing: list[Element] = []
    for node in reversed(before):
        if not is_idle(node):
            runs = find(node, "w:r") if node.tag == P else []
            if runs and len(runs[-1]) and _is_page_break(runs[-1][-1]):
                runs[-1].remove(runs[-1][-1])
            break
        trailing.insert(0, node)
    start = next((place for place, node in enumerate(trailing) if _breaks(node)), len(trailing))
    return trailing[start:]


def _idle_start(after: list[Element]) -> list[Element]:
    """Return the paragraphs after the slot up to a page break, when they show nothing else."""
    leading: list[Element] = []
    for node in after:
        if not is_idle(node):
            break
        leading.append(node)
    last = next((place for place in reversed(range(len(leading))) if _breaks(leading[place])), -1)
    return leading[: last + 1]


def _end_before(slot: Element, ending: Element, spacer: str) -> None:
    """End the section of what stands before the slot, with the properties it had."""
    last = slot.getprevious()
    while last is not None and last.tag in _AROUND:
        last = last.getprevious()
    if last is None or last.tag != P:
        last = grown(paragraph(spacer))
        slot.addprevious(last)
    properties = first(last, "w:pPr")
    if properties is None:
        properties = grown(element("w:pPr"))
        last.insert(0, properties)
    put(properties, ending)


def _go_on(section: Element) -> None:
    """Let what stands after the report begin on a new page and count on from it; its beginning is now before the report."""
    put(section, grown(value("w:type", "nextPage")))
    numbers, title_page = first(section, "w:pgNumType"), first(section, "w:titlePg")
    if numbers is not None:
        numbers.attrib.pop(name_of("w:start"), None)
    if title_page is not None:
        section.remove(title_page)


def _keep_bookmarks(slot: Element, gone: list[Element]) -> None:
    """Keep the end of a bookmark whose other end stays."""
    marks = [node for each in gone for node in each.iter(name_of("w:bookmarkStart"), name_of("w:bookmarkEnd"))]
    ids = [val(node, "w:id") for node in marks]
    for node, identifier in zip(marks, ids, strict=True):
        if ids.count(identifier) == 1:
            slot.addprevious(node)
