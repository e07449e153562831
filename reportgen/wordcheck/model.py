"""A Word file opened for checking: its parts, what leads from one to another, and where in it a thing stands.

Nothing here knows how reportgen writes Word files: any .docx can be read.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "o": "urn:schemas-microsoft-com:office:office",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "decorative": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
TYPES = "[Content_Types].xml"
SHOWN = 16
"""Characters of a paragraph that say which one is meant."""
OFF = {"0", "false", "off"}
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def name_of(prefixed: str) -> str:
    """Return the Clark name of a prefixed one.

    >>> name_of("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


P, T, TBL, TR, TC = (name_of(f"w:{local}") for local in ("p", "t", "tbl", "tr", "tc"))


def find(node: Element, path: str) -> list[Element]:
    """Return what an XPath with the prefixes of `NAMESPACES` selects."""
    found: list[Element] = node.xpath(path, namespaces=NAMESPACES)
    return found


def first(node: Element, path: str) -> Element | None:
    """Return the first thing an XPath selects, or None."""
    found = find(node, path)
    return found[0] if found else None


def val(node: Element | None, attribute: str = "w:val") -> str:
    """Return an attribute, or "" when it or the element is not there."""
    return "" if node is None else str(node.get(name_of(attribute), ""))


def number(node: Element | None, attribute: str = "w:val") -> int | None:
    """Return an attribute that is a whole number, or None."""
    text = val(node, attribute)
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None


def is_on(node: Element | None) -> bool:
    """Return whether a switch such as ``<w:keepNext/>`` is there and on."""
    return node is not None and val(node) not in OFF


def local(node: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(node).localname)


def text_in(node: Element) -> str:
    """Return the words of an element; tabs and breaks count as a space."""
    kinds = {T, name_of("w:tab"), name_of("w:br"), name_of("w:cr")}
    tabs = name_of("w:tabs")
    return "".join((each.text or "") if each.tag == T else " " for each in node.iter(*kinds) if each.getparent().tag != tabs)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a part of the file, and what of it ("paragraph 12 (“成都…”)", "table 3, row 2", "style a3")."""

    part: str
    spot: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found: where, what is wrong, what to do."""

    place: Place
    what: str
    hint: str


Finder: TypeAlias = "Callable[[Package], Iterator[Finding]]"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A line of a .rels part; `target` is the name of a part, or an address when it is external."""

    source: str
    id: str
    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, eq=False)
class Story:
    """One parsed part, and where in it things stand; equal to itself only."""

    part: str
    root: Element

    @cached_property
    def paragraphs(self) -> list[Element]:
        """Return every paragraph in reading order, those in tables too."""
        return list(self.root.iter(P))

    @cached_property
    def tables(self) -> list[Element]:
        """Return every table in reading order."""
        return list(self.root.iter(TBL))

    @cached_property
    def _numbers(self) -> dict[Element, int]:
        return {node: index for nodes in (self.paragraphs, self.tables) for index, node in enumerate(nodes, 1)}

    def place(self, node: Element | None = None) -> Place:
        """Return where an element stands: its paragraph with the first words, else its table and row, else the part."""
        row: Element | None = None
        while node is not None:
            if node.tag == P and node in self._numbers:
                words = " ".join(text_in(node).split())
                shown = f" (“{words[:SHOWN]}{'…' if len(words) > SHOWN else ''}”)" if words else ""
                return Place(self.part, f"paragraph {self._numbers[node]}{shown}")
            if node.tag == TBL and node in self._numbers:
                within = "" if row is None else f", row {[each for each in node if each.tag == TR].index(row) + 1}"
                return Place(self.part, f"table {self._numbers[node]}{within}")
            row = node if node.tag == TR and node.getparent().tag == TBL else row
            node = node.getparent()
        return Place(self.part)


@dataclass(frozen=True, slots=True)
class Style:
    """A style of the file: what it is called, what it is for, what it builds on."""

    id: str
    name: str
    kind: str
    based_on: str
    element: Element


@dataclass(frozen=True, eq=False)
class Package:
    """All of a Word file.

    parts      name → bytes, in the order of the archive
    stories    name → parsed part, for every part that is well-formed XML; alternatives for older programs are left out
    broken     name → what the XML parser says about a part it cannot read
    types      name → content type; a part without one is left out
    main       name of the document part, "" when no relationship leads to one
    """

    parts: Mapping[str, bytes]
    stories: Mapping[str, Story]
    broken: Mapping[str, str]
    types: Mapping[str, str]
    relationships: tuple[Relationship, ...]
    main: str

    @cached_property
    def document(self) -> Story:
        """Return the document part; an empty one when it is missing or broken, which rules of their own report."""
        return self.stories.get(self.main) or Story(self.main, etree.Element(name_of("w:document")))

    def reached(self, kind: str, source: str | None = None) -> list[Relationship]:
        """Return the relationships of a kind ("styles", "image") from the document part, or from another one."""
        source = self.main if source is None else source
        return [each for each in self.relationships if each.source == source and each.kind == kind]

    def related(self, kind: str) -> Story | None:
        """Return the part of a kind that the document leads to, such as "styles", or None."""
        return next((self.stories[each.target] for each in self.reached(kind) if each.target in self.stories), None)

    @cached_property
    def texts(self) -> list[Story]:
        """Return the parts with running text: the document first, then headers, footers, notes and comments."""
        kinds = ("header", "footer", "footnotes", "endnotes", "comments")
        names = dict.fromkeys(each.target for kind in kinds for each in self.reached(kind))
        return [self.document, *(self.stories[name] for name in names if name in self.stories)]

    @cached_property
    def styles(self) -> dict[str, Style]:
        """Return id → style; of styles with one id, the first."""
        story = self.related("styles")
        found: dict[str, Style] = {}
        for node in find(story.root, "w:style") if story else []:
            kind, name, based = val(node, "w:type") or "paragraph", val(first(node, "w:name")), val(first(node, "w:basedOn"))
            identifier = val(node, "w:styleId")
            found.setdefault(identifier, Style(identifier, name, kind, based, node))
        return found

    @cached_property
    def default_style(self) -> str:
        """Return the id of the paragraph style that paragraphs without one have, or ""."""
        return next((style.id for style in self.styles.values() if style.kind == "paragraph" and is_default(style.element)), "")

    def style_of(self, paragraph: Element) -> str:
        """Return the id of a paragraph's style."""
        return val(first(paragraph, "w:pPr/w:pStyle")) or self.default_style

    def chain(self, identifier: str) -> Iterator[Style]:
        """Yield a style and those it builds on; a circle ends where it begins."""
        seen: set[str] = set()
        while identifier in self.styles and identifier not in seen:
            seen.add(identifier)
            yield self.styles[identifier]
            identifier = self.styles[identifier].based_on

    def property_of(self, paragraph: Element, path: str) -> Element | None:
        """Return a property of a paragraph ("w:keepNext"): its own, else that of its style or of one below it."""
        own = first(paragraph, f"w:pPr/{path}")
        if own is not None:
            return own
        return next((got for style in self.chain(self.style_of(paragraph)) if (got := first(style.element, f"w:pPr/{path}")) is not None), None)

    @cached_property
    def levels(self) -> dict[str, int]:
        """Return style id → heading level 1…9, for the styles Word knows as headings and those built on them."""
        found: dict[str, int] = {}
        for identifier in self.styles:
            for style in self.chain(identifier):
                if match := re.fullmatch(r"heading ([1-9])", style.name.lower()):
                    found[identifier] = int(match[1])
                    break
        return found

    @cached_property
    def headings(self) -> list[tuple[int, Element]]:
        """Return level and paragraph of every heading in the body of the document that has words."""
        return [
            (level, node) for node in self.document.paragraphs if (level := self.levels.get(self.style_of(node), 0)) and text_in(node).strip()
        ]

    @cached_property
    def is_chinese(self) -> bool:
        """Return whether a fifth or more of the letters of the document are Chinese characters."""
        text = "".join(node.text or "" for node in self.document.root.iter(T))
        han = len(HAN.findall(text))
        return han > 0 and han * 5 >= sum(map(str.isalpha, text))


def is_default(style: Element) -> bool:
    """Return whether a style is the default of its kind."""
    return val(style, "w:default") not in {"", *OFF}


def rels_name(part: str) -> str:
    """Return the name of the part that holds the relationships of a part; of the package for "".

    >>> rels_name("word/document.xml"), rels_name("")
    ('word/_rels/document.xml.rels', '_rels/.rels')
    """
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_of(rels: str) -> str:
    """Return the name of the part whose relationships these are.

    >>> source_of("word/_rels/document.xml.rels"), source_of("_rels/.rels")
    ('word/document.xml', '')
    """
    folder, _, name = rels.rpartition("_rels/")
    return folder + name.removesuffix(".rels")
