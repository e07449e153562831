"""Values that stay traceable: each stands in an inline content control that names the value and where it comes from.

A control shows nothing (`w15:appearance hidden`), locks nothing and formats nothing.  Its tag is the source, its title the
exact value and the unit.  Word allows 64 characters for either: a longer text is named by its digest, and a part of the file
(`customXml`), which Word keeps when it saves, holds it in full.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from reportgen.renderers.docx.xml import Element, element, qname, serialise, value

MOST = 64
"""Characters in a tag or a title, by the limit of Word."""
NAMESPACE = "urn:reportgen:sources"
ITEM_TYPE = "application/xml"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
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


def full_texts(texts: Mapping[str, str]) -> bytes:
    """Return the part that holds every text which was too long for a control, by its key."""
    root = etree.Element(f"{{{NAMESPACE}}}texts", nsmap={None: NAMESPACE})
    for key, text in sorted(texts.items()):
        etree.SubElement(root, f"{{{NAMESPACE}}}text", key=key).text = text
    return serialise(root)


def store_properties() -> bytes:
    """Return the part by which Word finds the part with the full texts."""
    identifier = f"{{{str(uuid5(NAMESPACE_URL, NAMESPACE)).upper()}}}"
    root = etree.Element(f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": identifier}, nsmap={"ds": _STORE})
    schemas = etree.SubElement(root, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": NAMESPACE})
    return serialise(root)


def read_tagged(data: bytes) -> Iterator[Tagged]:
    """Yield every tagged value of a Word file, of the text and then of the notes, in order.

    The file is one a person can trust, such as one of our own: `wordcheck.open_safely` refuses others.
    Raises zipfile.BadZipFile when it is no archive.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        texts: dict[str, str] = {}
        for name in names:
            if name.startswith("customXml/item") and (root := _parsed(archive.read(name))).tag == f"{{{NAMESPACE}}}texts":
                texts |= {each.get("key", ""): each.text or "" for each in root}
        for name in ("word/document.xml", "word/footnotes.xml"):
            if name in names:
                yield from _tagged_in(_parsed(archive.read(name)), texts)


def _parsed(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _tagged_in(root: Element, texts: Mapping[str, str]) -> Iterator[Tagged]:
    for node in root.iter(qname("w:sdt")):
        tag, title = (node.find(f"{qname('w:sdtPr')}/{qname(name)}") for name in ("w:tag", "w:alias"))
        if tag is None or title is None:
            continue
        source, said = (each.get(qname("w:val"), "") for each in (tag, title))
        exact, _, unit = texts.get(said, said).rpartition(" ")
        yield Tagged("".join(word.text or "" for word in node.iter(qname("w:t"))), exact, unit, texts.get(source, source))
