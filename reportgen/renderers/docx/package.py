"""The file while it is written: its parts, and what one rendering gathers beside the text.

python-docx keeps the parts and names the relations; everything inside the parts is ours, and they are packed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from reportgen.document import Document, Meta
from reportgen.edition import load_edition
from reportgen.numbering import SCHEMES
from reportgen.renderers import Press
from reportgen.renderers.docx.base import OFFICE, PROPERTIES, WORD_TYPE, base_parts, content_types
from reportgen.renderers.docx.charts import NativeChart
from reportgen.renderers.docx.lists import FIRST_LIST, numbering, ordered_list
from reportgen.renderers.docx.tags import ITEM_TYPE, PROPERTIES_TYPE, control, key_of, record_part, store_properties
from reportgen.renderers.docx.xml import Element, element, markup, paragraph, root, serialise
from reportgen.stamp import canonical_zip

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CONTROLS = 100000
"""The ids of content controls are greater than this."""


class Written(Part):
    """A part whose elements are still being written: its bytes are those of the moment they are asked for."""

    def __init__(self, name: str, kind: str, content: Element, package: Package) -> None:
        super().__init__(PackURI(name), kind, None, package)
        self.content = content

    @property
    def blob(self) -> bytes:
        """Return the part as bytes."""
        return serialise(self.content)


@dataclass(slots=True)
class Manuscript:
    """One rendering: the press, the names of all bookmarks, and the parts that fill as the text is written.

    body       where the blocks go
    bookmarks  label → name of its bookmark
    gaps       what parts the number of a heading from its title in the contents, by level
    captions   label of a table or figure → its printed label and number, "表 1"
    ids        counters, so that every id of the file is given once and in order
    texts      key → text for what is too long to stand in a content control
    heads      what a header or footer says → its relation
    """

    press: Press
    meta: Meta
    bookmarks: Mapping[str, str]
    captions: Mapping[str, str]
    package: Package
    part: Part
    body: Element
    footnotes: Element
    footnotes_part: Part
    numbering: Element
    gaps: tuple[str, ...]
    ids: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def in_language(self, tag: str) -> Manuscript:
        """Return the manuscript for words in another language than the document's; parts and ids are the same ones."""
        return replace(self, press=replace(self.press, edition=load_edition(tag)))

    def next_id(self, kind: str) -> int:
        """Return 1, 2, 3 … for each kind of id."""
        self.ids[kind] = self.ids.get(kind, 0) + 1
        return self.ids[kind]

    def control_id(self) -> int:
        """Return the id of a new content control."""
        return CONTROLS + self.next_id("control")

    def tagged(self, content: list[Element], exact: str, unit: str, source: str) -> list[Element]:
        """Return a value in a control that names its exact value, its unit and its source; as it is when the report wants none."""
        if not self.press.has_tags:
            return content
        said = f"{exact} {unit}", source
        self.texts.update((key_of(text), text) for text in said if key_of(text) != text)
        return [control(content, self.control_id(), *map(key_of, said))]

    def link(self, href: str, *, in_note: bool) -> str:
        """Return the relation of an address, from the part the link stands in."""
        part = self.footnotes_part if in_note else self.part
        return part.relate_to(href, f"{OFFICE}/hyperlink", is_external=True)

    def picture(self, data: bytes, extension: str) -> str:
        """Return the relation of a picture stored in the file."""
        kind = {"png": "image/png", "svg": "image/svg+xml"}[extension]
        name = PackURI(f"/word/media/image{self.next_id('media')}.{extension}")
        return self.part.relate_to(Part(name, kind, data, self.package), f"{OFFICE}/image")

    def chart(self, chart: NativeChart) -> str:
        """Return the relation of a chart stored in the file with its workbook, which is the one relation of the chart."""
        number, package = self.next_id("chart"), self.package
        drawing = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, chart.space, package)
        drawing.relate_to(Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), WORKBOOK_TYPE, chart.workbook, package), f"{OFFICE}/package")
        return self.part.relate_to(drawing, f"{OFFICE}/chart")

    def ordered_list(self, depth: int, start: int) -> int:
        """Return the numId of a new ordered list that starts at `start`."""
        identifier = FIRST_LIST - 1 + self.next_id("list")
        self.numbering.append(ordered_list(identifier, depth, start))
        return identifier

    def footnote(self, content: Element) -> int:
        """Return the id of a new footnote made of one paragraph."""
        identifier = self.next_id("footnote")
        self.footnotes.append(element("w:footnote", {"w:id": identifier}, content))
        return identifier

    def furniture(self, kind: str, side: str, content: Element) -> str:
        """Return the relation of a header or footer ("header", "footer") made of one paragraph; one of the same side and words is used again."""
        key = f"{kind} {side} {markup(content)}"
        if key not in self.heads:
            self.heads[key] = self._furniture(kind, content)
        return self.heads[key]

    def _furniture(self, kind: str, content: Element) -> str:
        body = root({"header": "w:hdr", "footer": "w:ftr"}[kind], content)
        made = Written(f"/word/{kind}{self.next_id(kind)}.xml", f"{WORD_TYPE}.{kind}+xml", body, self.package)
        return self.part.relate_to(made, f"{OFFICE}/{kind}")


def open_manuscript(
    document: Document, press: Press, bookmarks: Mapping[str, str], captions: Mapping[str, str], gaps: tuple[str, ...] | None = None
) -> Manuscript:
    """Return an empty manuscript with the styles, numbering and properties of the press and the document; `gaps` are the scheme's when None."""
    scheme = press.scheme or press.edition.word("numbering")
    package, body = Package(), element("w:body")
    parts = {
        kind: Written(f"/{name}", content_type, content, package) if isinstance(content, Element) else Part(PackURI(f"/{name}"), content_type, content, package)
        for kind, (name, content_type, content) in base_parts(press.edition, press.theme, document.meta, press.stamp, body).items()
    }
    part = parts["document"]
    for kind in ("document", *PROPERTIES):
        package.relate_to(parts[kind], PROPERTIES.get(kind, f"{OFFICE}/officeDocument"))
    for kind in ("styles", "settings", "fontTable", "theme"):
        part.relate_to(parts[kind], f"{OFFICE}/{kind}")
    notes, numbers = _footnotes(), numbering(press.edition, scheme, press.theme.sizes.body)
    notes_part = _attach(part, "footnotes", notes)
    _attach(part, "numbering", numbers)
    gaps = tuple(level.gap for level in SCHEMES[scheme]) if gaps is None else gaps
    return Manuscript(press, document.meta, bookmarks, captions, package, part, body, notes, notes_part, numbers, gaps)


def close_manuscript(manuscript: Manuscript) -> bytes:
    """Return the finished file; equal content gives equal bytes."""
    if "control" in manuscript.ids and manuscript.press.has_tags:
        _attach_record(manuscript)
    package, parts = manuscript.package, sorted(manuscript.package.iter_parts(), key=lambda part: part.partname)
    members = {part.partname.membername: part.blob for part in parts}
    members |= {part.partname.rels_uri.membername: part.rels.xml for part in parts if part.rels}
    members |= {"_rels/.rels": package.rels.xml, "[Content_Types].xml": content_types((part.partname.membername, part.content_type) for part in parts)}
    return canonical_zip(members)


def _attach(part: Part, kind: str, content: Element) -> Part:
    made = Written(f"/word/{kind}.xml", f"{WORD_TYPE}.{kind}+xml", content, part.package)
    part.relate_to(made, f"{OFFICE}/{kind}")
    return made


def _attach_record(manuscript: Manuscript) -> None:
    package = manuscript.package
    record = record_part(manuscript.texts, (manuscript.body, manuscript.footnotes))
    item = Part(PackURI("/customXml/item1.xml"), ITEM_TYPE, record, package)
    item.relate_to(Part(PackURI("/customXml/itemProps1.xml"), PROPERTIES_TYPE, store_properties(), package), f"{OFFICE}/customXmlProps")
    manuscript.part.relate_to(item, f"{OFFICE}/customXml")


def _footnotes() -> Element:
    def line(kind: str, identifier: int) -> Element:
        mark = element("w:r", None, element(f"w:{kind}"))
        return element("w:footnote", {"w:type": kind, "w:id": identifier}, paragraph("Normal", [mark]))

    return root("w:footnotes", line("separator", -1), line("continuationSeparator", 0), newer=("w15",))
