"""The file while it is written: its parts, and what one rendering gathers beside the text.

python-docx opens the base package, names the relations and saves; everything inside the parts is ours.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.parts.document import DocumentPart

from reportgen.document import Document, Meta
from reportgen.edition import load_edition
from reportgen.renderers import Press
from reportgen.renderers.docx.base import OFFICE, WORD_TYPE, base_package
from reportgen.renderers.docx.charts import NativeChart
from reportgen.renderers.docx.lists import FIRST_LIST, numbering, ordered_list
from reportgen.renderers.docx.xml import Element, element, paragraph, root
from reportgen.stamp import canonical_zip

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(slots=True)
class Manuscript:
    """One rendering: the press, the names of all bookmarks, and the parts that fill as the text is written.

    body       where the blocks go
    bookmarks  label → name of its bookmark
    captions   label of a table or figure → its printed label and number, "表 1"
    ids        counters, so that every id of the file is given once and in order
    """

    press: Press
    meta: Meta
    bookmarks: Mapping[str, str]
    captions: Mapping[str, str]
    part: DocumentPart
    body: Element
    footnotes: Element
    footnotes_part: Part
    numbering: Element
    scheme: str
    ids: dict[str, int] = field(default_factory=dict)

    def in_language(self, tag: str) -> Manuscript:
        """Return the manuscript for words in another language than the document's; parts and ids are the same ones."""
        return replace(self, press=replace(self.press, edition=load_edition(tag)))

    def next_id(self, kind: str) -> int:
        """Return 1, 2, 3 … for each kind of id."""
        self.ids[kind] = self.ids.get(kind, 0) + 1
        return self.ids[kind]

    def link(self, href: str, *, in_note: bool) -> str:
        """Return the relation of an address, from the part the link stands in."""
        part = self.footnotes_part if in_note else self.part
        return part.relate_to(href, f"{OFFICE}/hyperlink", is_external=True)

    def picture(self, data: bytes, extension: str) -> str:
        """Return the relation of a picture stored in the file."""
        kind = {"png": "image/png", "svg": "image/svg+xml"}[extension]
        name = PackURI(f"/word/media/image{self.next_id('media')}.{extension}")
        return self.part.relate_to(Part(name, kind, data, self.part.package), f"{OFFICE}/image")

    def chart(self, chart: NativeChart) -> str:
        """Return the relation of a chart stored in the file with its workbook, which is the one relation of the chart."""
        number, package = self.next_id("chart"), self.part.package
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

    def furniture(self, kind: str, content: Element) -> str:
        """Return the relation of a new header or footer ("header", "footer") made of one paragraph."""
        name = PackURI(f"/word/{kind}{self.next_id(kind)}.xml")
        body = root({"header": "w:hdr", "footer": "w:ftr"}[kind], content)
        return self.part.relate_to(XmlPart(name, f"{WORD_TYPE}.{kind}+xml", body, self.part.package), f"{OFFICE}/{kind}")


def open_manuscript(document: Document, press: Press, bookmarks: Mapping[str, str], captions: Mapping[str, str]) -> Manuscript:
    """Return an empty manuscript with the styles, numbering and properties of the press and the document."""
    base = base_package(press.edition, press.theme, document.meta, press.stamp)
    part = docx.Document(io.BytesIO(base)).part
    scheme = press.scheme or press.edition.word("numbering")
    notes, numbers = _footnotes(), numbering(press.edition, scheme, press.theme.sizes.body)
    notes_part = _attach(part, "footnotes", notes)
    _attach(part, "numbering", numbers)
    body: Element = part.element.body
    for child in list(body):
        body.remove(child)
    return Manuscript(press, document.meta, bookmarks, captions, part, body, notes, notes_part, numbers, scheme)


def close_manuscript(manuscript: Manuscript) -> bytes:
    """Return the finished file; equal content gives equal bytes."""
    out = io.BytesIO()
    manuscript.part.package.save(out)
    with zipfile.ZipFile(out) as archive:
        return canonical_zip({name: archive.read(name) for name in archive.namelist()})


def _attach(part: DocumentPart, kind: str, content: Element) -> Part:
    made = XmlPart(PackURI(f"/word/{kind}.xml"), f"{WORD_TYPE}.{kind}+xml", content, part.package)
    part.relate_to(made, f"{OFFICE}/{kind}")
    return made


def _footnotes() -> Element:
    def line(kind: str, identifier: int) -> Element:
        mark = element("w:r", None, element(f"w:{kind}"))
        return element("w:footnote", {"w:type": kind, "w:id": identifier}, paragraph("Normal", [mark]))

    return root("w:footnotes", line("separator", -1), line("continuationSeparator", 0))
