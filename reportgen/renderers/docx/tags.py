"""Values that stay traceable: each stands in an inline content control that names the value and where it comes from.

A control shows nothing (`w15:appearance hidden`), locks nothing and formats nothing.  Its tag is the source, its title the
exact value and the unit.  Word allows 64 characters for either: a longer text is named by its digest, and a part of the file
(`customXml`), which Word and LibreOffice keep when they save, holds it in full.  The same part lists every control with what it
printed and the words around it: LibreOffice drops tags, people delete controls, and still each value can be told.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from reportgen.renderers.docx.xml import Element, element, qname, value

MOST = 64
"""Characters in a tag or a title, by the limit of Word."""
NAMESPACE = "urn:reportgen:sources"
ITEM_TYPE = "application/xml"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
AROUND = 12
"""Characters before and behind a value that are written down with it."""
SDT, CONTENT, P, R, T, STRUCK = (qname(f"w:{name}") for name in ("sdt", "sdtContent", "p", "r", "t", "delText"))
SAYS, HINT = qname("w:sdtPr"), qname("w:showingPlcHdr")
"""What a control says of itself, for instance that the words in it are not its own but ask for some."""
APART = {P, qname("w:pPr"), qname("w:rPr"), SAYS}
"""What has no words of its paragraph in it."""
GONE, CAME, BLANKS = {qname("w:del"), qname("w:moveFrom")}, {qname("w:ins"), qname("w:moveTo")}, {qname("w:tab"), qname("w:br"), qname("w:cr")}
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_KEY = "sha256:"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value as it stands in a Word file, and what its control says of it.

    text    printed now, perhaps changed since the file was built
    value   exact at the time of building; unit and source as in `document.Quantity`; the unit of a `document.Change` is "change"
    """

    text: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A control as it stands in a Word file, or as it stood when the file was built.

    id             "" where a program dropped it, as LibreOffice does; so are `title` and `tag`, keys of `key_of`
    text           printed, with tracked changes accepted; `was` with all of them refused
    before, after  words between it and the control next to it, a line end for every end of a paragraph; `AROUND` characters in a record
    start, stop    its place among the words of the part; 0 in a record
    """

    id: str
    title: str
    tag: str
    text: str
    was: str = ""
    before: str = ""
    after: str = ""
    start: int = 0
    stop: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """What the file says of its controls: texts too long for a tag by their key, and every control as it was built."""

    texts: Mapping[str, str]
    marks: tuple[Mark, ...]

    def full(self, key: str) -> str:
        """Return the text of a key."""
        return self.texts.get(key, key)


def key_of(text: str) -> str:
    """Return the text where a control has room for it, else the name of its digest.

    >>> key_of("t01.csv[510000].index")
    't01.csv[510000].index'
    >>> len(key_of("t01.csv[510000].index " * 3))
    39
    """
    return text if len(text) <= MOST else _KEY + sha256(text.encode()).hexdigest()[:32]


def control(content: list[Element], identifier: int, title: str, tag: str) -> Element:
    """Return runs in a hidden inline control that can be edited and deleted like any words."""
    appearance = element("w15:appearance", {"w15:val": "hidden"})
    properties = element("w:sdtPr", None, value("w:alias", title), value("w:tag", tag), value("w:id", identifier), appearance)
    return element("w:sdt", None, properties, element("w:sdtContent", None, *content))


def record_part(texts: Mapping[str, str], roots: Iterable[Element]) -> bytes:
    """Return the part that holds every text which was too long for a control, by its key, and lists the controls of some parts."""
    top = etree.Element(f"{{{NAMESPACE}}}texts", nsmap={None: NAMESPACE})
    for key, text in sorted(texts.items()):
        etree.SubElement(top, f"{{{NAMESPACE}}}text", key=key).text = text
    for mark in (each for root in roots for each in marks_of(_written(root)) if each.tag):
        around = {"before": mark.before[-AROUND:], "after": mark.after[:AROUND]}
        etree.SubElement(top, f"{{{NAMESPACE}}}value", id=mark.id, title=mark.title, tag=mark.tag, **around).text = mark.text
    return _bytes(top)


def _written(root: Element) -> list[Words]:
    """Return the words of a part of ours: no control stands around a paragraph there, and no change is tracked."""
    found: list[Words] = []
    for paragraph in root.iter(P):
        found += [*_words(paragraph, paragraph, None, is_struck=False, is_new=False), Words("\n", paragraph)]
    return found


def read_record(parts: Mapping[str, bytes]) -> Record:
    """Return the record in the parts of a Word file; an empty one where there is none."""
    texts: dict[str, str] = {}
    found: list[Mark] = []
    for name, data in parts.items():
        if not name.startswith("customXml/item") or (top := _parsed(data)).tag != f"{{{NAMESPACE}}}texts":
            continue
        texts |= {each.get("key", ""): each.text or "" for each in top.iter(f"{{{NAMESPACE}}}text")}
        for each in top.iter(f"{{{NAMESPACE}}}value"):
            identifier, title, tag, before, after = (each.get(name, "") for name in ("id", "title", "tag", "before", "after"))
            found.append(Mark(identifier, title, tag, each.text or "", "", before, after))
    return Record(texts, tuple(found))


def marks(root: etree._Element) -> Iterator[Mark]:
    """Yield every inline control of a part in the order of its words."""
    yield from marks_of(words_of(root))


def marks_of(found: Sequence[Words]) -> Iterator[Mark]:
    """Yield every control that words stand in."""
    groups = [(key, tuple(group)) for key, group in groupby(range(len(found)), key=lambda place: id(found[place].control) if found[place].is_marked else 0)]
    said = [shown(found[place] for place in places) for _, places in groups]
    for number, (key, places) in enumerate(groups):
        if not key:
            continue
        start, stop = places[0], places[-1] + 1
        identifier, title, tag = (_property(found[start].control, name) for name in ("w:id", "w:alias", "w:tag"))
        was = "".join(each.text for each in found[start:stop] if each.when != "now")
        before, after = (said[other] if 0 <= other < len(groups) and not groups[other][0] else "" for other in (number - 1, number + 1))
        yield Mark(identifier, title, tag, said[number], was, before or "\n" * (not number), after, start, stop)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a part: `control` and `paragraph` they stand in, and when they are there: "now", "before" a tracked change, "" for both."""

    text: str
    paragraph: Any
    control: Any = None
    when: str = ""

    @property
    def is_marked(self) -> bool:
        """Return whether the words stand in a control."""
        return self.control is not None


def shown(found: Iterable[Words]) -> str:
    """Return words with tracked changes accepted."""
    return "".join(each.text for each in found if each.when != "before")


def words_of(root: etree._Element) -> list[Words]:
    """Return the words of a part in order; every paragraph ends with a line end."""
    found: list[Words] = []
    for paragraph in root.iter(P):
        found += words_in(paragraph)
        found.append(Words("\n", paragraph))
    return found


def words_in(paragraph: etree._Element) -> list[Words]:
    """Return the words of one paragraph."""
    return list(_words(paragraph, paragraph, _around(paragraph), is_struck=False, is_new=False))


def _around(paragraph: etree._Element) -> etree._Element | None:
    """Return the control around a whole paragraph, as LibreOffice writes one that holds all words of it."""
    content = paragraph.getparent()
    is_alone = content is not None and content.tag == CONTENT and len(content.findall(P)) == len(content) == 1
    return content.getparent() if is_alone and _said(content.getparent(), qname("w:docPartObj")) is None else None


def _words(node: Any, paragraph: Any, control: Any, *, is_struck: bool, is_new: bool) -> Iterator[Words]:
    for child in node:
        if child.tag == SDT:
            content = child.find(CONTENT)
            if content is not None:
                yield Words("", paragraph, child)  # a control without words is there, too
            if content is not None and _said(child, HINT) is None:
                yield from _words(content, paragraph, child, is_struck=is_struck, is_new=False)
        elif child.tag in (T, STRUCK):
            when = "before" if is_struck or child.tag == STRUCK else "now" if is_new else ""
            yield Words(child.text or "", paragraph, control, when)
        elif child.tag in BLANKS and node.tag != qname("w:tabs"):
            yield Words(" ", paragraph, control, "before" if is_struck else "")
        elif len(child) and child.tag not in APART:
            yield from _words(child, paragraph, control, is_struck=is_struck or child.tag in GONE, is_new=child.tag in CAME or (is_new and child.tag == R))


def _said(control: Any, tag: str) -> Any:
    """Return what a control says of itself by that name, None for nothing."""
    properties = control.find(SAYS)
    return None if properties is None else properties.find(tag)


def _property(control: Any, name: str) -> str:
    found = None if control is None else _said(control, qname(name))
    return "" if found is None else found.get(qname("w:val"), "")


def store_properties() -> bytes:
    """Return the part by which Word finds the part with the full texts."""
    identifier = f"{{{str(uuid5(NAMESPACE_URL, NAMESPACE)).upper()}}}"
    root = etree.Element(f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": identifier}, nsmap={"ds": _STORE})
    schemas = etree.SubElement(root, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": NAMESPACE})
    return _bytes(root)


def read_tagged(data: bytes) -> Iterator[Tagged]:
    """Yield every tagged value of a Word file, of the text and then of the notes, in order.

    The file is one a person can trust, such as one of our own: `wordcheck.open_safely` refuses others.
    Raises zipfile.BadZipFile when it is no archive.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    record = read_record(parts)
    for name in ("word/document.xml", "word/footnotes.xml"):
        for mark in marks(_parsed(parts[name])) if name in parts else ():
            if mark.tag and mark.title:
                exact, _, unit = record.full(mark.title).rpartition(" ")
                yield Tagged(mark.text, exact, unit, record.full(mark.tag))


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _bytes(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
