"""Reading a Word file back in tests: its parts, the words in them, and the styles they are set in."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from reportgen.document import Document
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers.docx import render
from reportgen.renderers.docx.xml import NAMESPACES, qname
from tests.renderers.docx_sample import press, sample

ROOT = Path(__file__).resolve().parents[2]
TAGS = ("zh-Hans", "en")
NS = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix != "xml"}


@cache
def schema(name: str) -> etree.XMLSchema:
    """Return a schema of ISO/IEC 29500-4; a test without the schemas is skipped."""
    folder = Path(os.environ.get("OOXML_XSD", ROOT.parent / "shared" / "ooxml-xsd"))
    if not folder.is_dir():
        pytest.skip("the schemas of ISO/IEC 29500-4 are not here; OOXML_XSD names their folder")
    return etree.XMLSchema(etree.parse(folder / name))


@cache
def members(tag: str) -> dict[str, bytes]:
    return unpack(render(sample(tag), press(tag)))


def unpack(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def part(tag: str, name: str) -> etree._Element:
    return etree.fromstring(members(tag)[f"word/{name}.xml"])


def body_of(blocks: tuple[object, ...], tag: str = "zh-Hans") -> etree._Element:
    """Return the document part of a report that holds only these blocks."""
    document = number(Document(replace(sample(tag).meta, credits=()), blocks), load_edition(tag))  # type: ignore[arg-type]
    return etree.fromstring(unpack(render(document, press(tag)))["word/document.xml"])


def find(node: etree._Element, path: str) -> list[etree._Element]:
    return node.xpath(path, namespaces=NS)  # type: ignore[no-any-return]


def val(node: etree._Element, name: str = "val") -> str:
    return str(node.get(qname(f"w:{name}")))


def style_of(paragraph: etree._Element) -> str:
    return val(find(paragraph, "w:pPr/w:pStyle")[0])


def words_in(node: etree._Element) -> str:
    return "".join(find(node, ".//w:t/text()"))


def styled(tag: str, style: str) -> list[etree._Element]:
    return [each for each in find(part(tag, "document"), "//w:p") if style_of(each) == style]


def style_named(tag: str, name: str) -> etree._Element:
    return find(part(tag, "styles"), f"//w:style[w:name/@w:val='{name}']")[0]


def cached(document: etree._Element, code: str) -> str:
    """Return the cached text of the field with an instruction."""
    (instruction,) = [each for each in find(document, "//w:instrText") if each.text == code]
    text = ""
    for run in instruction.getparent().itersiblings():
        marks = find(run, "w:fldChar/@w:fldCharType")
        if marks == ["end"]:
            break
        text += words_in(run)
    return text


def bookmarked(document: etree._Element, name: str) -> str:
    """Return the words between the ends of a bookmark in one paragraph."""
    (start,) = find(document, f"//w:bookmarkStart[@w:name='{name}']")
    text = ""
    for node in start.itersiblings():
        if node.tag == qname("w:bookmarkEnd") and val(node, "id") == val(start, "id"):
            break
        text += words_in(node)
    return text
