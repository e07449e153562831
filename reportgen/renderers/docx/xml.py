"""Elements of Word's XML: children always in the order the schema asks for, text always fit for XML.

``element("w:pPr", None, a, b)`` sorts `a` and `b` itself, so no caller can write a file that Word has to repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "xml": "http://www.w3.org/XML/1998/namespace",
}

_ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid"
    " spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment outlineLvl rPr sectPr",
    "w:rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike noProof snapToGrid vanish webHidden color spacing w kern position"
    " sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout",
    "w:tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd"
    " tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "w:trPr": "cantSplit trHeight tblHeader",
    "w:tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "w:sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols"
    " formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "w:style": "name aliases basedOn next link uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr tblPr trPr tcPr tblStylePr",
    "w:tblStylePr": "pPr rPr tblPr trPr tcPr",
    "w:lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlJc pPr rPr",
    "w:pBdr": "top left bottom right between bar",
    "w:tblBorders": "top left bottom right insideH insideV",
    "w:tcBorders": "top left bottom right insideH insideV",
    "w:tblCellMar": "top left bottom right",
    "w:numbering": "abstractNum num",
}
ORDER: dict[str, dict[str, int]] = {
    f"{{{NAMESPACES['w']}}}{name[2:]}": {f"{{{NAMESPACES['w']}}}{child}": place for place, child in enumerate(children.split())}
    for name, children in _ORDER.items()
}
"""Parent → child → place, by Clark names; taken from wml.xsd of ISO/IEC 29500-4."""

# Characters that Word takes from the Latin font unless the run says it is East Asian text.
AMBIGUOUS = re.compile("[“”‘’…—·℃‰×÷±→←↑↓▲▼■□●○◆★①-⑳≥≤≠≈∶№Ⅰ-Ⅻ]")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_clark: dict[str, str] = {}


def qname(name: str) -> str:
    """Return the Clark name of a prefixed one; a name without a prefix stays.

    >>> qname("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    known = _clark.get(name)
    if known is None:
        prefix, colon, local = name.partition(":")
        known = _clark[name] = f"{{{NAMESPACES[prefix]}}}{local}" if colon else name
    return known


def element(name: str, attributes: Mapping[str, object] | None = None, *children: Element | None, text: str | None = None) -> Element:
    """Return an element with its children in schema order; None children are left out.

    Raises KeyError for a child that has no place in an ordered parent.
    """
    clark = qname(name)
    node = etree.Element(clark)
    if attributes:
        for key, value in attributes.items():
            node.set(qname(key), clean(str(value)))
    present = [child for child in children if child is not None]
    order = ORDER.get(clark)
    if order is not None and len(present) > 1:
        present.sort(key=lambda child: order[child.tag])
    node.extend(present)
    if text is not None:
        node.text = clean(text)
    return node


def value(name: str, val: object) -> Element:
    """Return ``<name w:val="…"/>``."""
    return element(name, {"w:val": val})


def insert(parent: Element, child: Element) -> None:
    """Put a child at its schema place in an ordered parent; one of that kind that is already there goes."""
    order = ORDER[parent.tag]
    for old in parent.findall(child.tag):
        parent.remove(old)
    place = sum(order[other.tag] < order[child.tag] for other in parent)
    parent.insert(place, child)


def clean(text: str) -> str:
    """Return the text without the characters XML 1.0 forbids.

    >>> clean("a" + chr(11) + "b")
    'ab'
    """
    return _FORBIDDEN.sub("", text)


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element | None) -> Element:
    """Return a paragraph in a style, with further paragraph properties in any order."""
    node = element("w:p", None, element("w:pPr", None, value("w:pStyle", style), *properties))
    node.extend(content)
    return node


def run(text: str, *properties: Element | None) -> Element:
    """Return a run; newlines become breaks, tabs become tabs, spaces at the edges are kept."""
    node = etree.Element(qname("w:r"))
    present = [each for each in properties if each is not None]
    if present:
        node.append(element("w:rPr", None, *present))
    for row, line in enumerate(clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if row:
            etree.SubElement(node, qname("w:br"))
        for cell, piece in enumerate(line.split("\t")):
            if cell:
                etree.SubElement(node, qname("w:tab"))
            if piece:
                word = etree.SubElement(node, qname("w:t"))
                word.text = piece
                if piece != piece.strip() or "  " in piece:
                    word.set(qname("xml:space"), "preserve")
    return node


def root(name: str, *children: Element | None) -> Element:
    """Return the root element of a part, declaring every prefix the parts use."""
    declared = {prefix: uri for prefix, uri in NAMESPACES.items() if prefix not in ("xml", "asvg")}
    node = etree.Element(qname(name), nsmap=declared)
    node.extend([child for child in children if child is not None])
    return node


def parse(markup: str) -> Element:
    """Return the element of a constant piece of markup."""
    return etree.fromstring(markup.encode("utf-8"))


def serialise(node: Element) -> bytes:
    """Return the bytes of a part."""
    markup: bytes = etree.tostring(node, xml_declaration=True, encoding="UTF-8", standalone=True)
    return markup
