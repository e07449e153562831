"""PDF/UA-1: the failure conditions of the Matterhorn Protocol 1.1 that a program can see and our files could meet.

01-003 01-004 01-005 01-007   every mark is a tag or an artifact, never one inside the other; content and tree name the same marks
02-001 02-003 02-004          structure types are standard or mapped to one
06-001 06-002 06-003          XMP metadata with identification and title; 07-001 07-002 the title is shown
09-004 09-005 09-006          tables, lists and contents hold what they may, in elements that may hold them
11-001 11-002 11-006          a language for the text, its descriptions and the metadata; every language a language tag
13-004                        figures are described
14-002 14-003 14-006 14-007   headings begin with H1, skip no level on the way down, and are of one kind
15-003                        heads of tables say what they are the head of
17-002                        formulas are described
19-003 19-004                 notes have an identifier of their own
26-001                        nothing is encrypted
28-002 28-004 28-008 28-009   annotations stand in elements, are described, and are visited in the order of the structure
28-011 28-012                 links stand in Link and say where they lead
30-001                        no reference XObjects
31-009 31-027                 fonts are in the file and their characters have a Unicode value

Not looked at: forms, media, JavaScript, optional content and attachments (our files have none; a file with form fields, scripts, layers
or attachments is refused as unchecked), glyph widths and the inside of fonts (veraPDF does, in the tests).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportgen.conformance import marks, tree
from reportgen.conformance.tree import STANDARD, Node
from reportgen.errors import Problem

CODE = "RG460"
UA = "http://www.aiim.org/pdfua/ns/id/"
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
MAY_HOLD = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI", "Caption"},
}
"""Type → the only types it may hold (ISO 32000-1, tables 333, 336, 337)."""
STANDS_IN = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
"""Type → the only types it may stand in."""


def problems(pdf: Any) -> Iterator[Problem]:
    """Yield what keeps a `pikepdf.Pdf` from being PDF/UA-1, as far as this module looks; nothing when it finds nothing."""
    yield from _catalog(pdf)
    yield from _unchecked(pdf)
    top = tree.read(pdf)
    if top is None:
        yield Problem("catalog", "01-005: there is no structure tree", code=CODE)
        return
    nodes = list(top.walk())[1:]
    yield from _marks(pdf, nodes)
    yield from _types(top, nodes)
    for node in nodes:
        yield from _element(node)
    yield from _headings(nodes)
    yield from _notes(nodes)
    yield from _annotations(pdf, nodes)
    yield from _fonts(pdf)


def _catalog(pdf: Any) -> Iterator[Problem]:
    root = pdf.Root
    marked = root.get("/MarkInfo", {})
    if not marked.get("/Marked", False):
        yield Problem("catalog", "the file does not say that it is tagged", code=CODE)
    if marked.get("/Suspects", False):
        yield Problem("catalog", "01-007: the tags are said to be suspect", code=CODE)
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Problem("catalog", "07-001: the title is not shown in the window", code=CODE)
    if not LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield Problem("catalog", "11-001: the file has no language", code=CODE)
    if "/Metadata" not in root:
        yield Problem("metadata", "06-001: there is no XMP metadata", code=CODE)
        return
    xmp = pdf.open_metadata()  # not as a context: leaving that would write the metadata anew
    if str(xmp.get(f"{{{UA}}}part")) != "1":
        yield Problem("metadata", "06-002: the metadata do not say PDF/UA-1", code=CODE)
    if not xmp.get("dc:title"):
        yield Problem("metadata", "06-003: the metadata have no title", code=CODE)


def _unchecked(pdf: Any) -> Iterator[Problem]:
    """Yield what this module does not know how to check."""
    if pdf.is_encrypted:
        yield Problem("file", "26-001: the file is encrypted", code=CODE)
    names = pdf.Root.get("/Names", {})
    for owner, key in ((pdf.Root, "/AcroForm"), (pdf.Root, "/OCProperties"), (names, "/JavaScript"), (names, "/EmbeddedFiles")):
        if key in owner:
            yield Problem("catalog", f"{key.removeprefix('/')} is not checked here", code=CODE)
    for each in _dictionaries(pdf):
        if each.get("/Subtype") == "/Form" and "/Ref" in each:
            yield Problem("file", "30-001: a form shows a page of another file", code=CODE)


def _dictionaries(pdf: Any) -> Iterator[Any]:
    import pikepdf

    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each


def _marks(pdf: Any, nodes: list[Node]) -> Iterator[Problem]:
    """Yield what is wrong between the content of the pages and the tree."""
    told = [content for node in nodes for content in node.contents]
    known = set(told)
    if len(known) != len(told):
        yield Problem("structure", "the same content stands in two elements", code=CODE)
    drawn = set()
    for index, page in enumerate(pdf.pages):
        found = marks.read(page)
        place = f"page {index + 1}"
        drawn |= {(index, number) for number in found.numbers}
        if found.unmarked:
            yield Problem(place, "01-005: something is neither tagged nor an artifact", code=CODE)
        for outer, _ in dict.fromkeys(found.mixed):
            what = "01-003: an artifact stands inside tagged content" if outer == "tag" else "01-004: tagged content stands inside an artifact"
            yield Problem(place, what, code=CODE)
        if lost := [number for number in found.numbers if (index, number) not in known]:
            yield Problem(place, f"{len(lost)} pieces of tagged content belong to no element", code=CODE)
        if len(set(found.numbers)) != len(found.numbers):
            yield Problem(place, "two pieces of content have one number", code=CODE)
    if missing := known - drawn:
        yield Problem("structure", f"{len(missing)} pieces of content of the tree are on no page", code=CODE)
    yield from _parents(pdf, nodes)


def _parents(pdf: Any, nodes: list[Node]) -> Iterator[Problem]:
    """Yield a problem when the way back, from content to element, is not the way there."""
    import pikepdf

    owners = {content: node.entry.objgen for node in nodes for content in node.contents}
    numbers = pdf.Root.StructTreeRoot.get("/ParentTree")
    parents = pikepdf.NumberTree(numbers) if numbers is not None else {}
    for index, page in enumerate(pdf.pages):
        key = page.get("/StructParents")
        mine = {number: owner for (at, number), owner in owners.items() if at == index}
        listed: Any = parents[int(key)] if key is not None and int(key) in parents else ()
        if any(number >= len(listed) or listed[number].objgen != owner for number, owner in mine.items()):
            yield Problem(f"page {index + 1}", "the parent tree leads to other elements than the structure tree", code=CODE)


def _types(top: Node, nodes: list[Node]) -> Iterator[Problem]:
    mapped = top.entry.get("/RoleMap", {})
    for name in mapped:
        if name.removeprefix("/") in STANDARD:
            yield Problem("structure", f"02-004: the standard type {name.removeprefix('/')} is mapped to another", code=CODE)
    for role in sorted({node.role for node in nodes} - STANDARD):
        yield Problem("structure", f"02-001: the type {role} is not standard and leads to none that is", code=CODE)


def _element(node: Node) -> Iterator[Problem]:
    """Yield what is wrong with one element and its kids."""
    parent = node.parent.role if node.parent else ""
    if (allowed := MAY_HOLD.get(node.role)) and (wrong := [kid.role for kid in node.kids if kid.role not in allowed]):
        yield Problem(node.place, f"{_condition(node.role)}: {node.role} may not hold {wrong[0]}", code=CODE)
    if (places := STANDS_IN.get(node.role)) and parent not in places:
        yield Problem(node.place, f"{_condition(node.role)}: {node.role} may not stand in {parent}", code=CODE)
    if node.role in MAY_HOLD and node.contents:
        yield Problem(node.place, f"{_condition(node.role)}: {node.role} holds content that is in none of its parts", code=CODE)
    if node.role == "Table":
        yield from _table(node)
    if node.role in ("Figure", "Formula") and not (str(node.entry.get("/Alt", "")) or str(node.entry.get("/ActualText", ""))):
        condition = "13-004" if node.role == "Figure" else "17-002"
        yield Problem(node.place, f"{condition}: {node.role} has no description", code=CODE)
    if "/Lang" in node.entry and not LANGUAGE.fullmatch(node.language):
        yield Problem(node.place, f"11-001: {node.language!r} is no language", code=CODE)
    if not node.language and any(key in node.entry for key in ("/Alt", "/ActualText", "/E")):
        yield Problem(node.place, "11-002: a description has no language", code=CODE)


def _condition(role: str) -> str:
    return "09-006" if role.startswith("TOC") else "09-005" if role.startswith("L") else "09-004"


def _table(table: Node) -> Iterator[Problem]:
    """Yield what is wrong with a table as a whole: its parts, its rows, its heads."""
    roles = [kid.role for kid in table.kids]
    if roles.count("THead") > 1 or roles.count("TFoot") > 1 or ({"THead", "TFoot"} & set(roles) and "TBody" not in roles):
        yield Problem(table.place, "09-004: a table has one head, one foot, and a body when it has either", code=CODE)
    if "Caption" in roles[1:-1]:
        yield Problem(table.place, "09-004: the caption stands in the middle of the table", code=CODE)
    rows = [node for node in table.walk() if node.role == "TR"]
    spans = {sum(int(cell.attribute("/Table", "/ColSpan") or 1) for cell in row.kids) for row in rows}
    is_plain = not any(cell.attribute("/Table", "/RowSpan") for row in rows for cell in row.kids)
    if is_plain and len(spans) > 1:
        yield Problem(table.place, "09-004: the rows of a table have different numbers of cells", code=CODE)
    cells = [cell for row in rows for cell in row.kids]
    named = {str(cell.entry["/ID"]) for cell in cells if "/ID" in cell.entry}
    by_headers = all(set(map(str, cell.attribute("/Table", "/Headers") or ["?"])) <= named for cell in cells if cell.role == "TD")
    heads = [cell for cell in cells if cell.role == "TH"]
    if not by_headers and any(str(cell.attribute("/Table", "/Scope")) not in ("/Row", "/Column", "/Both") for cell in heads):
        yield Problem(table.place, "15-003: a head of a table says neither row nor column", code=CODE)


def _headings(nodes: list[Node]) -> Iterator[Problem]:
    numbered = [node for node in nodes if re.fullmatch(r"H[1-6]", node.role)]
    if numbered and any(node.role == "H" for node in nodes):
        yield Problem("structure", "14-007: headings with and without levels are mixed", code=CODE)
    for node in nodes:
        if sum(kid.role == "H" for kid in node.kids) > 1:
            yield Problem(node.place, "14-006: an element has two headings", code=CODE)
    before = 0
    for node in numbered:
        level = int(node.role[1])
        if before == 0 and level != 1:
            yield Problem(node.place, "14-002: the first heading is not of level 1", code=CODE)
        elif level > before + 1:
            yield Problem(node.place, f"14-003: a heading of level {level} follows one of level {before}", "use the level between", code=CODE)
        before = level


def _notes(nodes: list[Node]) -> Iterator[Problem]:
    seen = set()
    for node in (node for node in nodes if node.role == "Note"):
        identifier = str(node.entry.get("/ID", ""))
        if not identifier:
            yield Problem(node.place, "19-003: a note has no identifier", code=CODE)
        elif identifier in seen:
            yield Problem(node.place, f"19-004: two notes have the identifier {identifier!r}", code=CODE)
        seen.add(identifier)


def _annotations(pdf: Any, nodes: list[Node]) -> Iterator[Problem]:
    owners = {each: node for node in nodes for each in node.objects}
    for index, page in enumerate(pdf.pages):
        place = f"page {index + 1}"
        if len(page.get("/Annots", [])) and str(page.get("/Tabs")) != "/S":
            yield Problem(place, "28-008: annotations are not visited in the order of the structure", code=CODE)
        for annotation in page.get("/Annots", []):
            owner = owners.get(annotation.objgen)
            is_link = annotation.get("/Subtype") == "/Link"
            if is_link and (owner is None or owner.role != "Link"):
                yield Problem(place, "28-011: a link stands in no Link element", code=CODE)
            elif not is_link and (owner is None or owner.role != "Annot"):
                yield Problem(place, "28-002: an annotation stands in no Annot element", code=CODE)
            if not str(annotation.get("/Contents", "")):
                yield Problem(place, "28-012: a link does not say where it leads" if is_link else "28-004: an annotation is not described", code=CODE)


def _fonts(pdf: Any) -> Iterator[Problem]:
    for name, font in marks.fonts(pdf):
        if not marks.font_file(font):
            yield Problem("fonts", f"31-009: the font {name} is not in the file", code=CODE)
        if "/ToUnicode" not in font and font.get("/Subtype") in ("/Type0", "/Type3"):
            yield Problem("fonts", f"31-027: characters of the font {name} have no Unicode value", code=CODE)
