"""Elements of Word's XML: children always in the order the schema asks for, text always fit for XML.

``element("w:pPr", None, a, b)`` sorts `a` and `b` itself, so no caller can write a file that Word has to repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
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
    "c:chartSpace": "date1904 lang roundedCorners style clrMapOvr protection chart spPr txPr externalData printSettings userShapes extLst",
    "c:chart": "title autoTitleDeleted view3D plotArea legend plotVisOnly dispBlanksAs extLst",
    "c:plotArea": "layout barChart lineChart radarChart scatterChart catAx valAx dTable spPr extLst",
    "c:barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "c:lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId extLst",
    "c:radarChart": "radarStyle varyColors ser dLbls axId extLst",
    "c:scatterChart": "scatterStyle varyColors ser dLbls axId extLst",
    "c:ser": "idx order tx spPr invertIfNegative marker dPt dLbls errBars cat val xVal yVal smooth extLst",
    "c:dPt": "idx invertIfNegative marker bubble3D explosion spPr extLst",
    "c:dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator extLst",
    "c:dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator extLst",
    "c:catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses"
    " crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "c:valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses"
    " crossesAt crossBetween majorUnit minorUnit dispUnits extLst",
    "c:scaling": "logBase orientation max min",
    "c:title": "tx layout overlay spPr txPr",
    "c:legend": "legendPos legendEntry layout overlay spPr txPr",
    "c:manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
}
ORDER: dict[str, dict[str, int]] = {
    f"{{{NAMESPACES[prefix]}}}{local}": {f"{{{NAMESPACES[prefix]}}}{child}": place for place, child in enumerate(children.split())}
    for (prefix, _, local), children in ((name.partition(":"), children) for name, children in _ORDER.items())
}
"""Parent → child → place, by Clark names; taken from wml.xsd and dml-chart.xsd of ISO/IEC 29500-4."""

# Characters that Word takes from the Latin font unless the run says it is East Asian text.
AMBIGUOUS = re.compile("[“”‘’…—·℃‰×÷±→←↑↓▲▼■□●○◆★①-⑳≥≤≠≈∶№Ⅰ-Ⅻ]")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_clark: dict[str, str] = {}
_make = etree.XMLParser().makeelement  # quicker than etree.Element, which sets up a parser of its own each time


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
    node = _make(clark, {qname(key): clean(str(value)) for key, value in attributes.items()} if attributes else None)
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
    return text if text.isprintable() else _FORBIDDEN.sub("", text)  # nothing that XML forbids is printable


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


def root(
    name: str, *children: Element | None, prefixes: Sequence[str] = ("w", "r", "wp", "a", "pic", "c", "asvg"), newer: Sequence[str] = ()
) -> Element:
    """Return the root element of a part, declaring all prefixes the part uses: others are named by what is loaded beside us.

    newer   prefixes of later versions of the format, whose elements older programs are told to pass over
    """
    node = etree.Element(qname(name), nsmap={prefix: NAMESPACES[prefix] for prefix in (*prefixes, *newer, *(("mc",) if newer else ()))})
    if newer:
        node.set(qname("mc:Ignorable"), " ".join(newer))
    node.extend([child for child in children if child is not None])
    return node


def parse(markup: str) -> Element:
    """Return the element of a constant piece of markup."""
    return etree.fromstring(markup.encode("utf-8"))


def serialise(node: Element) -> bytes:
    """Return the bytes of a part."""
    markup: bytes = etree.tostring(node, xml_declaration=True, encoding="UTF-8", standalone=True)
    return markup
