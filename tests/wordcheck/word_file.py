"""A good Word file with everything in it that a rule looks at, and small ways to spoil it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

from lxml import etree

from reportgen.renderers.docx import bookmark_names, render
from reportgen.wordcheck.model import NAMESPACES, name_of
from tests.renderers.docx_sample import press, sample

Parts = dict[str, bytes]
Spoil = Callable[[Parts], object]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCUMENT, STYLES, NUMBERING, SETTINGS = (f"word/{name}.xml" for name in ("document", "styles", "numbering", "settings"))
RELATIONS, FOOTNOTES, COMMENTS, CHART = "word/_rels/document.xml.rels", "word/footnotes.xml", "word/comments.xml", "word/charts/chart90.xml"
TYPES, CORE, BOOK = "[Content_Types].xml", "docProps/core.xml", "word/embeddings/book90.xlsx"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NAMES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix in {"w", "r", "wp", "a", "c"})
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

MERGED = """<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/><w:tblW w:w="4000" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>
<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>
<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc>
<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p/></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/><w:vMerge/></w:tcPr><w:p/></w:tc>
<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p/></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"""

COMMENTED = """<w:p><w:commentRangeStart w:id="7"/>
<w:r><w:t>数据待核对</w:t></w:r><w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r></w:p>"""

DRAWN = """<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="3600000" cy="1800000"/>
<wp:docPr id="77" name="Chart 77" descr="两个条形"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
<c:chart r:id="rId90"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""

_CACHE = """<c:{kind}Ref><c:f>{formula}</c:f><c:{kind}Cache>{format}<c:ptCount val="2"/><c:pt idx="0"><c:v>{one}</c:v></c:pt>
<c:pt idx="1"><c:v>{two}</c:v></c:pt></c:{kind}Cache></c:{kind}Ref>"""
_CHART = f"""{_HEAD}<c:chartSpace {_NAMES}><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>
<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/>
<c:cat>{_CACHE.format(kind="str", formula="Sheet1!$A$2:$A$3", format="", one="成都", two="绵阳")}</c:cat>
<c:val>{_CACHE.format(kind="num", formula="Sheet1!$B$2:$B$3", format="<c:formatCode>0.0</c:formatCode>", one="98.5", two="90.1")}</c:val></c:ser>
<c:axId val="11"/><c:axId val="12"/></c:barChart>
<c:catAx><c:axId val="11"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="12"/></c:catAx>
<c:valAx><c:axId val="12"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="11"/></c:valAx></c:plotArea></c:chart>
<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr><a:latin typeface="Arial"/><a:ea typeface="宋体"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>
<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>"""


def _relations(*lines: tuple[str, str, str]) -> bytes:
    body = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in lines)
    return f'{_HEAD}<Relationships xmlns="{NAMESPACES["rel"]}">{body}</Relationships>'.encode()


def workbook(cells: dict[str, str], formula: str = "") -> bytes:
    """Return a workbook with one sheet: cells that look like numbers are numbers, others text."""
    strings = [text for text in cells.values() if not text.replace(".", "").isdigit()]
    words = {name: f'<c r="{name}" t="s"><v>{strings.index(text)}</v></c>' for name, text in cells.items() if text in strings}
    held = "".join(words.get(name, f'<c r="{name}">{formula}<v>{text}</v></c>') for name, text in cells.items())
    names = f'xmlns="{NAMESPACES["x"]}" xmlns:r="{NAMESPACES["r"]}"'
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{SPREADSHEET}.{kind}+xml"/>'
        for name, kind in (("workbook", "sheet.main"), ("sheet1", "worksheet"), ("strings", "sharedStrings"))
    )
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return pack(
        {
            TYPES: f'{_HEAD}<Types xmlns="{NAMESPACES["ct"]}">{rels}{types}</Types>'.encode(),
            "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'{_HEAD}<workbook {names}><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": _relations(("rId1", "worksheet", "sheet1.xml"), ("rId2", "sharedStrings", "strings.xml")),
            "xl/sheet1.xml": f"{_HEAD}<worksheet {names}><sheetData><row>{held}</row></sheetData></worksheet>".encode(),
            "xl/strings.xml": f"{_HEAD}<sst {names}>{''.join(f'<si><t>{text}</t></si>' for text in strings)}</sst>".encode(),
        }
    )


CELLS = {"A2": "成都", "A3": "绵阳", "B2": "98.5", "B3": "90.1"}


@cache
def _good(tag: str) -> tuple[tuple[str, bytes], ...]:
    pages = {label: str(page) for page, label in enumerate(bookmark_names(sample(tag)), 1)}
    with zipfile.ZipFile(io.BytesIO(render(sample(tag), press(tag, pages=pages, native_charts=False)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {
        CHART: _CHART.encode(),
        "word/charts/_rels/chart90.xml.rels": _relations(("rId1", "package", "../embeddings/book90.xlsx")),
        BOOK: workbook(CELLS),
        COMMENTS: f'{_HEAD}<w:comments {_NAMES}><w:comment w:id="7" w:author="核对"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>'.encode(),
    }
    word = "application/vnd.openxmlformats-officedocument"
    add(TYPES, ".", f'<Override PartName="/{CHART}" ContentType="{word}.drawingml.chart+xml"/>')(parts)
    add(TYPES, ".", f'<Override PartName="/{COMMENTS}" ContentType="{word}.wordprocessingml.comments+xml"/>')(parts)
    add(TYPES, ".", f'<Default Extension="xlsx" ContentType="{word}.spreadsheetml.sheet"/>')(parts)
    add(RELATIONS, ".", f'<Relationship Id="rId90" Type="{OFFICE}/chart" Target="charts/chart90.xml"/>')(parts)
    add(RELATIONS, ".", f'<Relationship Id="rId91" Type="{OFFICE}/comments" Target="comments.xml"/>')(parts)
    for markup in (DRAWN, COMMENTED, MERGED):
        before("//w:body/w:sectPr", markup)(parts)
    return tuple(parts.items())


def good(tag: str = "zh-Hans") -> Parts:
    """Return the parts of the good file, free to be changed."""
    return dict(_good(tag))


def pack(parts: Parts) -> bytes:
    """Return the parts as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


# ---------------------------------------------------------------- ways to spoil a file: each changes what its path finds first


def edit(part: str, path: str, change: Callable[[etree._Element], object], *, every: bool = False) -> Spoil:
    def spoil(parts: Parts) -> None:
        root = etree.fromstring(parts[part])
        found = root.xpath(path, namespaces=NAMESPACES)
        assert found, f"nothing to spoil at {path} in {part}"
        for node in found if every else found[:1]:
            change(node)
        parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return spoil


def drop(path: str, part: str = DOCUMENT, *, every: bool = False) -> Spoil:
    return edit(part, path, lambda node: node.getparent().remove(node), every=every)


def put(path: str, attribute: str, value: str, part: str = DOCUMENT) -> Spoil:
    return edit(part, path, lambda node: node.set(name_of(attribute) if ":" in attribute else attribute, value))


def text(path: str, value: str, part: str = DOCUMENT) -> Spoil:
    return edit(part, path, lambda node: setattr(node, "text", value))


def add(part: str, path: str, markup: str) -> Spoil:
    return edit(part, path, lambda node: node.append(_element(markup, node)))


def before(path: str, markup: str, part: str = DOCUMENT) -> Spoil:
    return edit(part, path, lambda node: node.addprevious(_element(markup, node)))


def lose(path: str, attribute: str, part: str = DOCUMENT) -> Spoil:
    return edit(part, path, lambda node: node.attrib.pop(name_of(attribute)))


def begin(path: str, markup: str, part: str = DOCUMENT) -> Spoil:
    return edit(part, path, lambda node: node.insert(0, _element(markup, node)))


def again(path: str, part: str = DOCUMENT) -> Spoil:
    return edit(part, path, lambda node: node.addnext(etree.fromstring(etree.tostring(node, with_tail=False))))


def to_end(path: str, part: str = DOCUMENT) -> Spoil:
    return edit(part, path, lambda node: node.getparent().append(node))


def without(part: str) -> Spoil:
    return lambda parts: parts.pop(part)


def cut(part: str) -> Spoil:
    return lambda parts: parts.update({part: parts[part][:-20]})


def bytes_of(part: str, data: bytes) -> Spoil:
    return lambda parts: parts.update({part: data})


def swap(part: str, old: str, new: str) -> Spoil:
    def spoil(parts: Parts) -> None:
        assert old.encode() in parts[part], old
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    def spoil(parts: Parts) -> None:
        for each in spoils:
            each(parts)

    return spoil


def _element(markup: str, beside: etree._Element) -> etree._Element:
    default = beside.nsmap.get(None)
    names = _NAMES + (f' xmlns="{default}"' if default else "")
    return etree.fromstring(f"<wrap {names}>{markup}</wrap>")[0]
