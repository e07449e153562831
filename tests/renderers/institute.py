"""An institute's own Word template as Chinese Word writes one: ids that say nothing, a letterhead, a cover, a back page, notes and lists."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from reportgen.renderers import WordTemplate
from reportgen.stamp import canonical_zip
from reportgen.wordcheck.model import NAMESPACES
from tests.renderers.docx_sample import png

Parts = dict[str, bytes]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PACKAGED = "application/vnd.openxmlformats-package"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMES = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("w", "r", "wp", "a"))
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
PLACEHOLDERS = {"doc_no": "某商研〔2023〕12号"}
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>'
)
FURNITURE = (
    '<w:headerReference w:type="default" r:id="rId6"/><w:headerReference w:type="first" r:id="rId10"/><w:footerReference w:type="default" r:id="rId7"/>'
)
MEASURE = 11906 - 1474 - 1588


def part(name: str, inner: str) -> bytes:
    return f"{HEAD}<w:{name} {NAMES}>{inner}</w:{name}>".encode()


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(style: str, *inner: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(inner)}</w:p>'


def slot(text: str = "{{ body }}") -> str:
    return f"<w:p>{run(text[:4])}{run(text[4:])}</w:p>"


def style(kind: str, identifier: str, name: str, inner: str = "", *, based: str = "a", default: bool = False) -> str:
    flag = ' w:default="1"' if default else ""
    basis = f'<w:basedOn w:val="{based}"/>' if based and not default else ""
    return f'<w:style w:type="{kind}"{flag} w:styleId="{identifier}"><w:name w:val="{name}"/>{basis}{inner}</w:style>'


def fonts(east: str, half: int) -> str:
    faces = f'<w:rFonts w:ascii="Times New Roman" w:eastAsia="{east}" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    return f'<w:rPr>{faces}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'


FLAT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
CENTRED = f'{FLAT}<w:jc w:val="center"/>'


def heading(level: int, east: str, half: int) -> str:
    number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="3"/></w:numPr>'
    if level == 1:
        number = '<w:numPr><w:numId w:val="3"/></w:numPr>'  # Word leaves the level to the list
    return f'<w:pPr><w:keepNext/><w:keepLines/>{number}{FLAT}<w:outlineLvl w:val="{level - 1}"/></w:pPr>{fonts(east, half)}'


def styles() -> str:
    text = '<w:pPr><w:spacing w:beforeLines="50" w:before="156" w:line="480" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="480"/>'
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    none, below = f"<w:pPr>{FLAT}</w:pPr>", '<w:spacing w:before="4800" w:line="800" w:lineRule="exact"/>'
    margins = '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'
    return defaults + "".join(
        (
            style("paragraph", "a", "Normal", f'{text}<w:jc w:val="both"/></w:pPr>{fonts("仿宋", 24)}', default=True),
            style("paragraph", "1", "heading 1", heading(1, "黑体", 32)),
            style("paragraph", "2", "heading 2", heading(2, "楷体", 28)),
            style("paragraph", "3", "heading 3", heading(3, "仿宋", 26)),
            style("character", "a0", "Default Paragraph Font", default=True),
            style("table", "a1", "Normal Table", margins, default=True),
            style("numbering", "a2", "No List", default=True),
            style("paragraph", "a3", "header", f'<w:pPr>{CENTRED}</w:pPr>{fonts("楷体", 21)}'),
            style("paragraph", "a5", "footer", f'<w:pPr>{CENTRED}</w:pPr>{fonts("宋体", 18)}'),
            style("paragraph", "a6", "Title", f'<w:pPr>{below}{CENTRED}</w:pPr>{fonts("黑体", 52)}'),
            style("paragraph", "a7", "caption", f'<w:pPr><w:keepNext/>{CENTRED}</w:pPr>{fonts("黑体", 21)}'),
            style("paragraph", "TOC1", "toc 1", none),
            style("paragraph", "TOC2", "toc 2", '<w:pPr><w:ind w:leftChars="200" w:left="420" w:firstLineChars="0" w:firstLine="0"/></w:pPr>'),
            style("paragraph", "a8", "footnote text", f'{none}{fonts("宋体", 18)}'),
            style("character", "a9", "footnote reference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', based="a0"),
            style("character", "aa", "annotation reference", '<w:rPr><w:sz w:val="21"/></w:rPr>', based="a0"),
            style("paragraph", "ab", "annotation text"),
            style("paragraph", "ac", "封底文字", f'<w:pPr><w:jc w:val="center"/></w:pPr>{fonts("楷体", 24)}'),
            style("paragraph", "TableText", "乙方表格", none),
        )
    )  # fmt: skip


def level(index: int, kind: str, text: str, *more: str) -> str:
    counted = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/>{"".join(more)}<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
    return f'<w:lvl w:ilvl="{index}">{counted}<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'


def abstract(identifier: int, mark: str, *levels: str) -> str:
    head = f'<w:nsid w:val="{mark}"/><w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{mark}"/>'
    return f'<w:abstractNum w:abstractNumId="{identifier}">{head}{"".join(levels)}</w:abstractNum>'


def numbering() -> str:
    headings = (
        level(0, "chineseCountingThousand", "第%1章", '<w:pStyle w:val="1"/>'),
        level(1, "decimal", "%1.%2", '<w:pStyle w:val="2"/>', "<w:isLgl/>"),
        level(2, "decimal", "%1.%2.%3", '<w:pStyle w:val="3"/>', "<w:isLgl/>"),
        *(level(index, "decimal", f"%{index + 1}.") for index in range(3, 9)),
    )
    bullets = abstract(0, "5A100001", *(level(index, "bullet", "•") for index in range(9)))
    uses = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    return bullets + abstract(7, "2B3C4D5E", *headings) + uses


def inline(identifier: int, relation: str) -> str:
    size = '<a:ext cx="720000" cy="360000"/>'
    fill = f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    shape = f'<pic:spPr><a:xfrm><a:off x="0" y="0"/>{size}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    names = '<pic:nvPicPr><pic:cNvPr id="0" name="logo.png"/><pic:cNvPicPr/></pic:nvPicPr>'
    graphic = f'<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic xmlns:pic="{PICTURE}">{names}{fill}{shape}</pic:pic></a:graphicData></a:graphic>'
    told = f'<wp:extent cx="720000" cy="360000"/><wp:docPr id="{identifier}" name="图片" descr="院徽"/><wp:cNvGraphicFramePr/>'
    return f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">{told}{graphic}</wp:inline></w:drawing></w:r>'


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


PAGE_NUMBER = f'{mark("begin")}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{mark("separate")}{run("1")}{mark("end")}'
NOTE = '<w:r><w:rPr><w:rStyle w:val="a9"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
COMMENT = '<w:r><w:rPr><w:rStyle w:val="aa"/></w:rPr><w:commentReference w:id="0"/></w:r>'
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="box1" alt="日期" style="width:200pt;height:40pt"><v:textbox><w:txbxContent>'
    f'<w:p>{run("{{")}{run("date")}{run("}}")}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
)
COVER = (
    para("a6", run("{{ ti", '<w:color w:val="C00000"/>'), run("tle }}", "<w:b/>"))
    + f'<w:p><w:bookmarkStart w:id="4" w:name="_Toc000000007"/>{run("{{subtitle}}")}<w:bookmarkEnd w:id="4"/>{NOTE}</w:p>'
    + f'<w:p><w:commentRangeStart w:id="0"/>{run("编制：{{ institutions }}")}<w:commentRangeEnd w:id="0"/>{COMMENT}</w:p>'
    + f"<w:p>{BOX}</w:p>"
)
BACK = para("ac", run("地址：某市某路1号　文号：｛｛ doc_no ｝｝")) + para("ac", inline(9, "rId8"))
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
SECTION = f"<w:sectPr>{FURNITURE}{PAGE}<w:titlePg/></w:sectPr>"


def document(inner: str) -> bytes:
    return part("document", f"<w:body>{inner}</w:body>")


def relations(*lines: tuple[str, str, str]) -> bytes:
    body = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in lines)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'.encode()


KINDS = ("styles", "numbering", "settings", "footnotes", "comments")
FILES = {**{kind: kind for kind in KINDS}, "header1": "header", "header2": "header", "footer1": "footer", "document": "document.main"}


def content_types() -> bytes:
    types = {f"/word/{name}.xml": f"{WORD}.{kind}+xml" for name, kind in FILES.items()} | {"/docProps/core.xml": f"{PACKAGED}.core-properties+xml"}
    defaults = {"rels": f"{PACKAGED}.relationships+xml", "xml": "application/xml", "png": "image/png"}
    inner = "".join(f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items())
    inner += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{inner}</Types>'.encode()


def core_properties() -> bytes:
    names = f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f"{HEAD}<cp:coreProperties {names}><dc:title>模板</dc:title><dc:creator>某省商务发展研究院</dc:creator></cp:coreProperties>".encode()


SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def footnotes() -> str:
    kinds = ((-1, "separator"), (0, "continuationSeparator"))
    rules = "".join(f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>' for n, kind in kinds)
    text = para("a8", '<w:r><w:rPr><w:rStyle w:val="a9"/></w:rPr><w:footnoteRef/></w:r>', run(" 未经许可，不得转载。"))
    return f'{rules}<w:footnote w:id="1">{text}</w:footnote>'


@cache
def _parts(inner: str) -> Parts:
    letterhead = para("a3", inline(3, "rId1"), run("某省商务发展研究院　{{ doc"), run("_no }}", '<w:color w:val="FF0000"/>'))
    comment = f'<w:comment w:id="0" w:author="办公室" w:date="2023-01-01T00:00:00Z">{para("ab", run("请核对单位名称"))}</w:comment>'
    named = [(f"rId{n}", f"{OFFICE}/{kind}", f"{kind}.xml") for n, kind in enumerate(KINDS, 1)]
    named += [("rId6", f"{OFFICE}/header", "header1.xml"), ("rId10", f"{OFFICE}/header", "header2.xml"), ("rId7", f"{OFFICE}/footer", "footer1.xml")]
    whole = (("rId1", f"{OFFICE}/officeDocument", "word/document.xml"), ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"))
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations(*whole),
        "word/document.xml": document(inner),
        "word/_rels/document.xml.rels": relations(*named, ("rId8", f"{OFFICE}/image", "media/image1.png")),
        "word/styles.xml": part("styles", styles()),
        "word/numbering.xml": part("numbering", numbering()),
        "word/settings.xml": part("settings", SETTINGS),
        "word/footnotes.xml": part("footnotes", footnotes()),
        "word/comments.xml": part("comments", comment),
        "word/header1.xml": part("hdr", letterhead),
        "word/_rels/header1.xml.rels": relations(("rId1", f"{OFFICE}/image", "media/image1.png")),
        "word/header2.xml": part("hdr", para("a3")),
        "word/footer1.xml": part("ftr", para("a5", run("— "), PAGE_NUMBER, run(" —"))),
        "word/media/image1.png": png(8, 4),
        "docProps/core.xml": core_properties(),
    }


WHOLE = COVER + BREAK + slot() + BREAK + BACK + SECTION


def parts(inner: str = WHOLE) -> Parts:
    """Return the parts of the template, with other contents of its document."""
    return dict(_parts(inner))


def template(inner: str = WHOLE, *spoils: Callable[[Parts], object], **choices: object) -> WordTemplate:
    """Return the template, changed by `spoils`, with the choices of a project."""
    made = parts(inner)
    for spoil in spoils:
        spoil(made)
    return WordTemplate("模板.docx", canonical_zip(made), **({"placeholders": PLACEHOLDERS} | choices))  # type: ignore[arg-type]
