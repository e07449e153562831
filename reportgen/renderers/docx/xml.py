"""Elements of Word's XML: children always in the order the schema asks for, text always fit for XML.

``element("w:pPr", None, a, b)`` sorts `a` and `b` itself, so no caller can write a file that Word has to repair.

A report has some fifty thousand elements, which are made once, put together and written: ours are plain objects, five times as quick as
those of lxml, and one may stand in several places.  What was read from a file is lxml's; `grown` makes one of ours fit to go in there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lxml import etree

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
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ESCAPED = re.compile('[&<>"\t\n\r]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = _ESCAPES | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


class _Names(dict[str, str]):
    """Prefixed names → Clark names, and in `_short` back."""

    def __missing__(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        clark = self[name] = f"{{{NAMESPACES[prefix]}}}{local}" if colon else name
        _short[clark] = name
        return clark


_short: dict[str, str] = {}
_clark = _Names()


class Element:
    """An element while it is written: a Clark name, attributes by Clark name, and children or a text.

    It answers like an element of lxml as far as anything here asks.
    """

    __slots__ = ("attrib", "children", "tag", "text")

    def __init__(self, tag: str, attrib: dict[str, str], children: list[Element], text: str | None = None) -> None:
        self.tag, self.attrib, self.children, self.text = tag, attrib, children, text

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    def __len__(self) -> int:
        return len(self.children)

    def append(self, child: Element) -> None:
        """Add a child at the end."""
        self.children.append(child)

    def extend(self, children: Iterable[Element]) -> None:
        """Add children at the end."""
        self.children.extend(children)

    def insert(self, place: int, child: Element) -> None:
        """Put a child before the one at a place."""
        self.children.insert(place, child)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, `default` when there is none."""
        return self.attrib.get(name, default)

    def set(self, name: str, text: str) -> None:
        """Give an attribute its text."""
        self.attrib[name] = text

    def iter(self, *tags: str) -> Iterator[Element]:
        """Yield the element and all below it that have one of these names, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.tag in tags:
                yield node
            if node.children:
                waiting += node.children[::-1]

    def find(self, tag: str) -> Element | None:
        """Return the first child of a name."""
        return next((child for child in self.children if child.tag == tag), None)


def qname(name: str) -> str:
    """Return the Clark name of a prefixed one; a name without a prefix stays.

    >>> qname("w:p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return _clark[name]


def element(name: str, attributes: Mapping[str, object] | None = None, *children: Element | None, text: str | None = None) -> Element:
    """Return an element with its children in schema order; None children are left out.

    Raises KeyError for a child that has no place in an ordered parent.
    """
    clark = _clark[name]
    present = [child for child in children if child is not None]
    if len(present) > 1 and (order := ORDER.get(clark)) is not None:
        present.sort(key=lambda child: order[child.tag])
    said = {_clark[key]: clean(str(value)) for key, value in attributes.items()} if attributes else {}
    return Element(clark, said, present, None if text is None else clean(text))


def value(name: str, val: object) -> Element:
    """Return ``<name w:val="…"/>``."""
    return Element(_clark[name], {_clark["w:val"]: clean(str(val))}, [])


def insert(parent: Element, child: Element) -> None:
    """Put a child at its schema place in an ordered parent; one of that kind that is already there goes."""
    order = ORDER[parent.tag]
    others = [other for other in parent if other.tag != child.tag]
    place = sum(order[other.tag] < order[child.tag] for other in others)
    parent.children = [*others[:place], child, *others[place:]]


def clean(text: str) -> str:
    """Return the text without the characters XML 1.0 forbids.

    >>> clean("a" + chr(11) + "b")
    'ab'
    """
    return text if text.isprintable() else _FORBIDDEN.sub("", text)  # nothing that XML forbids is printable


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element | None) -> Element:
    """Return a paragraph in a style, with further paragraph properties in any order."""
    return Element(_clark["w:p"], {}, [element("w:pPr", None, value("w:pStyle", style), *properties), *content])


def properties_of(paragraph: Element) -> Element:
    """Return the properties of a paragraph of ours, which are its first child."""
    return paragraph.children[0]


def run(text: str, *properties: Element | None) -> Element:
    """Return a run; newlines become breaks, tabs become tabs, spaces at the edges are kept."""
    present = [each for each in properties if each is not None]
    made = [element("w:rPr", None, *present)] if present else []
    for row, line in enumerate(clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if row:
            made.append(Element(_clark["w:br"], {}, []))
        for cell, piece in enumerate(line.split("\t")):
            if cell:
                made.append(Element(_clark["w:tab"], {}, []))
            if piece:
                is_loose = piece != piece.strip() or "  " in piece
                made.append(Element(_clark["w:t"], {_clark["xml:space"]: "preserve"} if is_loose else {}, [], piece))
    return Element(_clark["w:r"], {}, made)


def root(
    name: str, *children: Element | None, prefixes: Sequence[str] = ("w", "r", "wp", "a", "pic", "c", "asvg"), newer: Sequence[str] = ()
) -> Element:
    """Return the root element of a part, declaring all prefixes the part uses: others are named by what is loaded beside us.

    newer   prefixes of later versions of the format, whose elements older programs are told to pass over
    """
    declared = {f"xmlns:{prefix}": NAMESPACES[prefix] for prefix in (*prefixes, *newer, *(("mc",) if newer else ()))}
    ignorable = {_clark["mc:Ignorable"]: " ".join(newer)} if newer else {}
    return Element(_clark[name], declared | ignorable, [child for child in children if child is not None])


def serialise(node: Element) -> bytes:
    """Return the bytes of a part."""
    return f"{HEAD}{markup(node)}".encode()


def markup(node: Element) -> str:
    """Return an element as XML without declarations."""
    pieces: list[str] = []
    _write(node, pieces.append)
    return "".join(pieces)


def _write(node: Element, put: Callable[[str], None]) -> None:
    name, opening = _short[node.tag], ""
    for key, text in node.attrib.items():
        opening += f' {_short.get(key, key)}="{_escaped(text, _IN_ATTRIBUTES)}"'
    if node.children:
        put(f"<{name}{opening}>")
        for child in node.children:
            _write(child, put)
        put(f"</{name}>")
    elif node.text is None:
        put(f"<{name}{opening}/>")
    else:
        put(f"<{name}{opening}>{_escaped(node.text, _ESCAPES)}</{name}>")


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    if text.isalnum() or not _ESCAPED.search(text):
        return text
    return _ESCAPED.sub(lambda found: escapes.get(found[0], found[0]), text)


def grown(node: Element) -> etree._Element:
    """Return an element as one of lxml, to be put into a part that was read from a file."""
    declared = {key.removeprefix("xmlns:"): uri for key, uri in node.attrib.items() if key.startswith("xmlns:")}
    made = etree.Element(node.tag, {key: text for key, text in node.attrib.items() if not key.startswith("xmlns:")}, nsmap=declared or None)
    made.extend([grown(child) for child in node])
    made.text = node.text
    return made
