"""The empty file everything is written into: our own, made from code, in three validators without a finding."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from reportgen.document import Meta
from reportgen.edition import Edition
from reportgen.renderers.docx.styles import rgb
from reportgen.renderers.docx.stylesheet import styles
from reportgen.renderers.docx.xml import HEAD, NAMESPACES, Element, clean, root
from reportgen.stamp import Stamp
from reportgen.theme import Theme

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SETTING = "http://schemas.microsoft.com/office/word"

_PARTS = {
    "document": ("word/document.xml", f"{WORD_TYPE}.document.main+xml"),
    "styles": ("word/styles.xml", f"{WORD_TYPE}.styles+xml"),
    "settings": ("word/settings.xml", f"{WORD_TYPE}.settings+xml"),
    "fontTable": ("word/fontTable.xml", f"{WORD_TYPE}.fontTable+xml"),
    "theme": ("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "core": ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    "app": ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
}

PROPERTIES = {"core": f"{_PACKAGE}/relationships/metadata/core-properties", "app": f"{OFFICE}/extended-properties"}
"""How the package leads to the parts that tell of it."""
_DEFAULTS = {
    "png": "image/png",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml",
}
"""What files with these endings are unless it is said otherwise."""

_COMPATIBILITY = (
    "spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone", "ulTrailSpace", "doNotExpandShiftReturn",
    "adjustLineHeightInTable", "useFELayout",
)  # fmt: skip
"""What Word itself switches on in a Chinese file; without the fifth, a line before a break is stretched to the margin."""

ALTERNATIVE_FONTS = {
    "宋体": "SimSun", "黑体": "SimHei", "楷体": "KaiTi", "仿宋": "FangSong", "新細明體": "PMingLiU", "微軟正黑體": "Microsoft JhengHei", "標楷體": "DFKai-SB",
}  # fmt: skip
"""Names under which other systems know the same font."""
_CHARSETS = {"zh-CN": "86", "zh-TW": "88", "zh-HK": "88"}
"""Of the East Asian fonts, by the language Word is told: GB 2312 and Big5."""


def base_parts(edition: Edition, theme: Theme, meta: Meta, stamp: Stamp, body: Element) -> dict[str, tuple[str, str, Element | bytes]]:
    """Return the parts of a file without text, kind → name, content type and content: document with its body, styles, settings, fonts, theme, properties."""
    contents: dict[str, Element | bytes] = {
        "document": root("w:document", body, newer=("w15",)),
        "styles": styles(edition, theme),
        "settings": _settings(edition, theme).encode(),
        "fontTable": _font_table(edition, theme).encode(),
        "theme": _theme_part(edition, theme).encode(),
        "core": _core(edition, meta, stamp).encode(),
        "app": _app().encode(),
    }
    return {kind: (*_PARTS[kind], content) for kind, content in contents.items()}


def content_types(parts: Iterable[tuple[str, str]]) -> bytes:
    """Return the part that says of what kind the parts of a package are; `parts` are pairs of name and kind."""
    listed = [(name, name.rpartition(".")[2], kind) for name, kind in parts]
    used = {"rels", "xml"} | {extension for _, extension, kind in listed if _DEFAULTS.get(extension) == kind}
    defaults = "".join(f'<Default Extension="{extension}" ContentType="{kind}"/>' for extension, kind in _DEFAULTS.items() if extension in used)
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, extension, kind in listed if _DEFAULTS.get(extension) != kind)
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'.encode()


def relationships(*targets: tuple[str, str]) -> bytes:
    """Return a part with the relations rId1, rId2 … of a package or part; `targets` are pairs of kind and name."""
    lines = "".join(f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _settings(edition: Edition, theme: Theme) -> str:
    modes = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
    }
    switches = "".join(f"<w:{name}/>" for name in _COMPATIBILITY)
    compat = "".join(f'<w:compatSetting w:name="{name}" w:uri="{_SETTING}" w:val="{mode}"/>' for name, mode in modes.items())
    marks = '<w:numFmt w:val="decimalEnclosedCircleChinese"/>' if edition.word("page.note_marks") == "circled" else ""
    scheme = "".join(f' w:accent{n}="accent{n}"' for n in range(1, 7))
    return (
        f'{HEAD}<w:settings xmlns:w="{NAMESPACES["w"]}"><w:zoom w:percent="100"/>{"<w:mirrorMargins/>" if theme.is_two_sided else ""}'
        '<w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/>'
        f"{'<w:evenAndOddHeaders/>' if theme.is_two_sided else ''}"
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:footnotePr>{marks}<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f"<w:compat>{switches}{compat}</w:compat>"
        f'<w:themeFontLang w:val="en-US" w:eastAsia="{edition.word("docx.east_asian")}"/>'
        f'<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2"{scheme} w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table(edition: Edition, theme: Theme) -> str:
    faces = ("serif", "sans", theme.office_body, *theme.headings.office)
    east = dict.fromkeys(edition.word(f"fonts.word_{face}") for face in faces)
    charset = _CHARSETS[edition.word("docx.east_asian")]
    latin = dict.fromkeys((edition.word("fonts.word_latin_serif"), edition.word("fonts.word_latin_sans")))
    fonts = "".join(f'<w:font w:name={quoteattr(name)}>{_alternative(name)}<w:charset w:val="{charset}"/></w:font>' for name in east)
    fonts += "".join(f'<w:font w:name={quoteattr(name)}><w:charset w:val="00"/></w:font>' for name in latin)
    return f'{HEAD}<w:fonts xmlns:w="{NAMESPACES["w"]}">{fonts}</w:fonts>'


def _alternative(name: str) -> str:
    return f'<w:altName w:val="{ALTERNATIVE_FONTS[name]}"/>' if name in ALTERNATIVE_FONTS else ""


def _theme_part(edition: Edition, theme: Theme) -> str:
    colours = theme.colours
    accents = {f"accent{n}": colour for n, colour in enumerate(colours.categorical[:6], 1)}
    named = {"dk2": colours.primary, "lt2": colours.tint} | accents | {"hlink": colours.primary, "folHlink": colours.muted}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{rgb(colour)}"/></a:{name}>' for name, colour in named.items())

    def font(kind: str, latin: str, east: str) -> str:
        faces = f"<a:latin typeface={quoteattr(edition.word(latin))}/><a:ea typeface={quoteattr(edition.word(east))}/>"
        return f'<a:{kind}>{faces}<a:cs typeface=""/></a:{kind}>'

    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}</a:ln>' for width in (6350, 12700, 19050))
    return (
        f'{HEAD}<a:theme xmlns:a="{NAMESPACES["a"]}" name="reportgen"><a:themeElements><a:clrScheme name="reportgen">'
        '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
        f'{scheme}</a:clrScheme><a:fontScheme name="reportgen">'
        f"{font('majorFont', 'fonts.word_latin_sans', 'fonts.word_sans')}{font('minorFont', 'fonts.word_latin_serif', 'fonts.word_serif')}"
        f'</a:fontScheme><a:fmtScheme name="reportgen"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _app() -> str:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{HEAD}<Properties xmlns="{namespace}"><Application>reportgen</Application></Properties>'


def _core(edition: Edition, meta: Meta, stamp: Stamp) -> str:
    creator = meta.author or edition.word("list.comma").join(meta.institutions)
    fields = {
        "dc:title": meta.title,
        "dc:subject": meta.subtitle,
        "dc:creator": creator,
        "cp:keywords": ", ".join(meta.keywords),
        "dc:description": meta.description,
        "cp:lastModifiedBy": creator,
        "cp:revision": "1",
        "dc:language": edition.word("docx.lang"),
    }
    body = "".join(f"<{name}>{escape(clean(' '.join(text.split())))}</{name}>" for name, text in fields.items())
    moment = f'xsi:type="dcterms:W3CDTF">{stamp.iso}'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{body}<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified></cp:coreProperties>"
    )
