"""What a PDF says about itself: properties, outline, page labels, fonts, tags and destinations, read with pikepdf."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.conformance.accessible import UA
from reportgen.conformance.archival import PDFA

MALFORMED = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What reading a foreign file raises where an object has another type than the format asks for, or holds itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the outline; level from 1, `page` an index from 0, -1 when it leads nowhere."""

    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font of a file; `name` without the six letters and the plus that mark a subset."""

    name: str
    is_embedded: bool
    is_subset: bool
    has_unicode: bool


@dataclass(frozen=True, slots=True)
class Tag:
    """An element of the structure tree.

    kind      standard name, through the role map: "H1", "Table"
    page      index of the page it begins on, -1 when it shows nothing
    alt       words for those who do not see it, "" without
    language  its own /Lang, "" without
    inside    the kinds of all elements below it
    """

    kind: str
    page: int
    alt: str
    language: str
    inside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Structure:
    """What a file says about itself.

    pages     how many there are
    labels    the page label of every page, "1", "ii"; what a reader's program shows
    tags      in reading order; empty when the file is not tagged
    tagged    page → the MCIDs that the structure tree reaches
    missing   page → how many glyphs are the font's .notdef
    broken    (page, name) of links whose destination is not in the file
    links     how many there are; `speechless` the pages of those without /Contents
    claims    the standards it says it keeps: "PDF/UA-1", "PDF/A-3a"
    data      the file itself, for checks that read it whole
    """

    language: str
    title: str
    shows_title: bool
    is_marked: bool
    pages: int
    labels: tuple[str, ...]
    outline: tuple[Entry, ...]
    fonts: tuple[FontFile, ...]
    tags: tuple[Tag, ...]
    tagged: Mapping[int, frozenset[int]]
    missing: Mapping[int, int]
    links: int
    broken: tuple[tuple[int, str], ...]
    speechless: tuple[int, ...]
    claims: tuple[str, ...]
    data: bytes


def read_structure(data: bytes) -> Structure:
    """Return what a PDF says about itself; raises pikepdf.PdfError or PasswordError."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as opened:
        root = opened.Root
        pages = {page.obj.objgen: index for index, page in enumerate(opened.pages)}
        names = _destinations(opened)
        tags, tagged = _tags(root, pages)
        links, broken, speechless = _links(opened, names)
        return Structure(
            language=str(root.get("/Lang", "")),
            title=str(opened.docinfo.get("/Title", "")),
            shows_title=_says(root.get("/ViewerPreferences"), "/DisplayDocTitle"),
            is_marked=_says(root.get("/MarkInfo"), "/Marked"),
            pages=len(opened.pages),
            labels=tuple(page.label for page in opened.pages) if "/PageLabels" in root else (),
            outline=tuple(_outline(opened, pages, names)),
            fonts=_fonts(opened),
            tags=tags,
            tagged=tagged,
            missing=unknown_glyphs(opened),
            links=links,
            broken=broken,
            speechless=speechless,
            claims=_claims(opened),
            data=data,
        )


def _says(settings: Any, name: str) -> bool:
    """Return whether a dictionary, which may be missing, sets a switch."""
    return settings is not None and bool(settings.get(name, False))


def _claims(opened: Any) -> tuple[str, ...]:
    """Return the standards a file says it keeps, of those we can check."""
    said = opened.open_metadata() if "/Metadata" in opened.Root else {}
    is_accessible = str(said.get(f"{{{UA}}}part")) == "1"
    is_archival = str(said.get(f"{{{PDFA}}}part")) == "3" and str(said.get(f"{{{PDFA}}}conformance")) == "A"
    return (("PDF/UA-1",) if is_accessible else ()) + (("PDF/A-3a",) if is_archival else ())


# ---------------------------------------------------------------- outline and links


def _destinations(opened: Any) -> dict[str, Any]:
    """Return the named destinations of a file."""
    import pikepdf

    found: dict[str, Any] = {}
    if "/Names" in opened.Root and "/Dests" in opened.Root.Names:
        found |= {str(name): target for name, target in pikepdf.NameTree(opened.Root.Names.Dests).items()}
    found |= {str(name).removeprefix("/"): target for name, target in opened.Root.get("/Dests", {}).items()}
    return found


def _target(where: Any, pages: Mapping[tuple[int, int], int], names: Mapping[str, Any]) -> int:
    """Return the index of the page a destination names, -1 when there is none."""
    import pikepdf

    if isinstance(where, pikepdf.String | pikepdf.Name | str):
        where = names.get(str(where).removeprefix("/"))
    if isinstance(where, pikepdf.Dictionary):
        where = where.get("/D")
    if isinstance(where, pikepdf.Array) and len(where):
        return pages.get(where[0].objgen, -1) if isinstance(where[0], pikepdf.Dictionary) else int(where[0])
    return -1


def _outline(opened: Any, pages: Mapping[tuple[int, int], int], names: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield the entries of the outline from top to bottom."""

    def visit(items: Any, level: int) -> Iterator[Entry]:
        for item in items:
            where = item.destination if item.destination is not None else (item.action or {}).get("/D")
            yield Entry(level, item.title, _target(where, pages, names))
            yield from visit(item.children, level + 1)

    with opened.open_outline() as outline:
        yield from visit(outline.root, 1)


def _links(opened: Any, names: Mapping[str, Any]) -> tuple[int, tuple[tuple[int, str], ...], tuple[int, ...]]:
    """Return how many links there are, those that lead nowhere, and the pages of those that say nothing of where they lead."""
    import pikepdf

    count, broken, speechless = 0, [], []
    for index, page in enumerate(opened.pages):
        for link in page.get("/Annots", []):
            if link.get("/Subtype") != "/Link":
                continue
            count += 1
            where = link.get("/Dest", link.get("/A", {}).get("/D"))
            if isinstance(where, pikepdf.String | pikepdf.Name) and str(where).removeprefix("/") not in names:
                broken.append((index, str(where)))
            if "/Contents" not in link:
                speechless.append(index)
    return count, tuple(broken), tuple(speechless)


# ---------------------------------------------------------------- fonts


def _resources(opened: Any) -> Iterator[tuple[int, Any, Any]]:
    """Yield page, content and resources of every page and of every form drawn on one, each form once."""
    seen: set[tuple[int, int]] = set()

    def forms(index: int, resources: Any) -> Iterator[tuple[int, Any, Any]]:
        for item in resources.get("/XObject", {}).values():
            if item.get("/Subtype") == "/Form" and item.objgen not in seen:
                seen.add(item.objgen)
                inner = item.get("/Resources", resources)
                yield index, item, inner
                yield from forms(index, inner)

    for index, page in enumerate(opened.pages):
        resources = page.get("/Resources", {})
        yield index, page, resources
        yield from forms(index, resources)


def _fonts(opened: Any) -> tuple[FontFile, ...]:
    """Return the fonts of a file in order of name."""
    found: set[FontFile] = set()
    for _, _, resources in _resources(opened):
        for font in resources.get("/Font", {}).values():
            name = str(font.get("/BaseFont", "/")).removeprefix("/")
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", {})
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")) or font.get("/Subtype") == "/Type3"
            subset = name[6:7] == "+"
            found.add(FontFile(name[7:] if subset else name, embedded, subset, "/ToUnicode" in font))
    return tuple(sorted(found, key=lambda font: font.name))


def unknown_glyphs(opened: Any) -> dict[int, int]:
    """Return page → how often a composite font shows its glyph 0, the box for what it does not have."""
    import pikepdf

    found: dict[int, int] = defaultdict(int)
    for index, content, resources in _resources(opened):
        fonts = resources.get("/Font", {})
        wide = {name for name, font in fonts.items() if font.get("/Subtype") == "/Type0" and str(font.get("/Encoding", "")).startswith("/Identity")}
        current = ""
        for instruction in pikepdf.parse_content_stream(content, "Tf Tj TJ ' \""):
            operands, operator = instruction.operands, instruction.operator
            if str(operator) == "Tf":
                current = str(operands[0])
            elif current in wide:
                shown = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
                found[index] += sum(_zeros(bytes(part)) for part in shown if isinstance(part, pikepdf.String))
    return {index: count for index, count in found.items() if count}


def _zeros(codes: bytes) -> int:
    """Return how many of the two-byte codes are 0.

    >>> _zeros(bytes.fromhex("0012000004b0"))
    1
    """
    return sum(codes[place : place + 2] == b"\0\0" for place in range(0, len(codes) - 1, 2))


# ---------------------------------------------------------------- tags


def _tags(root: Any, pages: Mapping[tuple[int, int], int]) -> tuple[tuple[Tag, ...], Mapping[int, frozenset[int]]]:
    """Return the elements of the structure tree in reading order, and what marked content they reach."""
    import pikepdf

    if "/StructTreeRoot" not in root:
        return (), {}
    tree = root.StructTreeRoot
    roles = {str(name): str(role).removeprefix("/") for name, role in tree.get("/RoleMap", {}).items()}
    reached: dict[int, set[int]] = defaultdict(set)

    def children(node: Any) -> list[Any]:
        below = node.get("/K", [])
        return list(below) if isinstance(below, pikepdf.Array) else [below]

    def visit(node: Any, page: int) -> list[Tag]:
        page = pages.get(node.Pg.objgen, page) if "/Pg" in node else page
        own, inner = [], []
        for child in children(node):
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                inner += visit(child, page)
            elif isinstance(child, pikepdf.Dictionary) and "/MCID" in child:
                own.append((pages.get(child.Pg.objgen, page) if "/Pg" in child else page, int(child.MCID)))
            elif isinstance(child, int):
                own.append((page, child))
        for where, mark in own:
            reached[where].add(mark)
        name = str(node.get("/S", "")).removeprefix("/")
        begins = own[0][0] if own else next((tag.page for tag in inner if tag.page >= 0), -1)
        inside = frozenset(tag.kind for tag in inner)
        return [Tag(roles.get(f"/{name}", name), begins, str(node.get("/Alt", "")), str(node.get("/Lang", "")), inside), *inner]

    tags = [tag for child in children(tree) for tag in visit(child, -1)]
    return tuple(tags), {page: frozenset(marks) for page, marks in reached.items()}
