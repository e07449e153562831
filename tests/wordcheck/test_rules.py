"""Every rule finds its defect in a file that is otherwise good, and nothing in a good one."""

from __future__ import annotations

import pytest

from reportgen.wordcheck import RULES, check
from reportgen.wordcheck.model import NAMESPACES
from tests.wordcheck.word_file import (
    BOOK,
    CELLS,
    CHART,
    COMMENTS,
    CORE,
    DOCUMENT,
    FOOTNOTES,
    NUMBERING,
    OFFICE,
    RELATIONS,
    SETTINGS,
    STYLES,
    TYPES,
    Spoil,
    add,
    again,
    before,
    begin,
    both,
    bytes_of,
    cut,
    drop,
    good,
    lose,
    pack,
    put,
    swap,
    text,
    to_end,
    without,
    workbook,
)

BODY = "//w:body/w:p[w:pPr/w:pStyle/@w:val='BodyText']"
TABLE = "//w:tbl[w:tblPr/w:tblStyle/@w:val='Three-LineTable']"
HEADING = "//w:p[w:pPr/w:pStyle/@w:val='Heading{}']"
FIELD = "//w:r[w:instrText[contains(., '{}')]]"
TOC_LINE = "//w:p[w:pPr/w:pStyle/@w:val='TOC2']"
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
EMPTY = '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr></w:p>'

DEFECTS: tuple[tuple[str, str, Spoil], ...] = (
    # ---- package
    ("W01", "nothing leads to the document", swap("_rels/.rels", "/officeDocument\"", "/somethingElse\"")),
    ("W01", "the document is in the strict form", swap(DOCUMENT, NAMESPACES["w"], "http://purl.oclc.org/ooxml/wordprocessingml/main")),
    ("W02", "a part is cut off", cut(STYLES)),
    ("W03", "pictures have no content type", drop("//ct:Default[@Extension='png']", TYPES)),
    ("W04", "a header is typed as a footer", swap(TYPES, "wordprocessingml.header+xml", "wordprocessingml.footer+xml")),
    ("W04", "a header begins like a footer", both(swap("word/header2.xml", "<w:hdr", "<w:ftr"), swap("word/header2.xml", "</w:hdr", "</w:ftr"))),
    ("W05", "a relationship leads nowhere", without("word/footer2.xml")),
    ("W05", "a picture is missing", without("word/media/image4.png")),
    ("W06", "a relationship id is given twice", put("//rel:Relationship[2]", "Id", "rId1", RELATIONS)),
    ("W06", "a picture uses a relationship that is not there", put("//a:blip", "r:embed", "rId404")),
    ("W06", "a link uses a relationship that is not there", put("//w:hyperlink[@r:id]", "r:id", "rId404")),
    ("W07", "a part belongs to nothing", bytes_of("word/media/image9.png", b"\x89PNG\r\n\x1a\n")),
    ("W08", "a png is a jpeg inside", bytes_of("word/media/image4.png", b"\xff\xd8\xff\xe0" + bytes(40))),
    ("W08", "a webp picture is called png", bytes_of("word/media/image4.png", b"RIFF\0\0\0\0WEBPVP8 ")),
    ("W08", "a png is typed as jpeg", put("//ct:Default[@Extension='png']", "ContentType", "image/jpeg", TYPES)),
    ("W09", "a date is none", text("//dcterms:created", "yesterday", CORE)),
    ("W09", "a date has no such month", text("//dcterms:modified", "2023-13-01T00:00:00Z", CORE)),
    ("W09", "the title is there twice", again("//dc:title", CORE)),
    ("W09", "there are two core parts", both(
        add("_rels/.rels", ".", f'<Relationship Id="rId9" Type="{OFFICE}/metadata/core-properties" Target="docProps/core2.xml"/>'),
        bytes_of("docProps/core2.xml", b"<a/>"),
    )),
    # ---- structure
    ("W10", "alignment stands before the style of its paragraph", begin(f"{BODY}/w:pPr", '<w:jc w:val="left"/>')),
    ("W10", "the page size stands after the columns", to_end("//w:sectPr/w:pgSz")),
    ("W10", "the properties of a paragraph stand after its text", to_end(f"{BODY}/w:pPr")),
    ("W10", "the grid of a table stands after its rows", to_end(f"{TABLE}/w:tblGrid")),
    ("W10", "settings are shuffled", to_end("w:zoom", SETTINGS)),
    ("W10", "a run's size stands before its fonts", to_end("//w:style[@w:styleId='Heading1']/w:rPr/w:rFonts", STYLES)),
    ("W11", "a paragraph style is unknown", put(f"{BODY}/w:pPr/w:pStyle", "w:val", "Ghost")),
    ("W11", "a character style is unknown", put("//w:rStyle", "w:val", "Ghost")),
    ("W11", "a table style is unknown", put(f"{TABLE}/w:tblPr/w:tblStyle", "w:val", "Ghost")),
    ("W11", "a character style is used for a paragraph", put(f"{BODY}/w:pPr/w:pStyle", "w:val", "Strong")),
    ("W12", "a style builds on one that is not there", put("//w:style[@w:styleId='BodyText']/w:basedOn", "w:val", "Ghost", STYLES)),
    ("W12", "a style leads to one that is not there", put("//w:next", "w:val", "Ghost", STYLES)),
    ("W12", "a style builds on itself", put("//w:style[@w:styleId='BodyText']/w:basedOn", "w:val", "BodyText", STYLES)),
    ("W12", "a paragraph style builds on a character style", put("//w:style[@w:styleId='BodyText']/w:basedOn", "w:val", "Strong", STYLES)),
    ("W13", "a style id is there twice", put("//w:style[@w:styleId='Lead']", "w:styleId", "BodyText", STYLES)),
    ("W13", "a style name is there twice", put("//w:style[@w:styleId='Lead']/w:name", "w:val", "Body Text", STYLES)),
    ("W13", "no paragraph style is the default", lose("//w:style[@w:styleId='Normal']", "w:default", STYLES)),
    ("W14", "a list is not defined", put("//w:p/w:pPr/w:numPr/w:numId[@w:val!='0']", "w:val", "99")),
    ("W14", "a heading style uses a list that is not defined", put("//w:style[@w:styleId='Heading1']//w:numId", "w:val", "99", STYLES)),
    ("W14", "a list has no definition", put("//w:num/w:abstractNumId", "w:val", "99", NUMBERING)),
    ("W15", "a list definition stands after its use", to_end("w:abstractNum", NUMBERING)),
    ("W15", "a list definition has eight levels", drop("w:abstractNum[1]/w:lvl[9]", NUMBERING)),
    ("W15", "a label names a deeper level", put("w:abstractNum[1]/w:lvl[1]/w:lvlText", "w:val", "%1.%2", NUMBERING)),
    ("W15", "a label is too long", put("w:abstractNum[1]/w:lvl[1]/w:lvlText", "w:val", "第%1" + "章" * 40, NUMBERING)),
    ("W15", "a list is there twice", again("w:num", NUMBERING)),
    ("W16", "a bookmark does not end", drop("//w:bookmarkEnd")),
    ("W16", "a bookmark does not begin", drop("//w:bookmarkStart[@w:name='_Ref000000006']")),
    ("W16", "two bookmarks have one id", swap("word/document.xml", 'w:bookmarkStart w:id="2"', 'w:bookmarkStart w:id="1"')),
    ("W17", "two bookmarks have one name", put("(//w:bookmarkStart)[5]", "w:name", "_Toc000000001")),
    ("W17", "a bookmark has a name of 41 letters", put("(//w:bookmarkStart)[7]", "w:name", "b" * 41)),
    ("W17", "a bookmark has a space in its name", put("(//w:bookmarkStart)[7]", "w:name", "a b")),
    ("W18", "two drawings have one id", put("(//wp:docPr)[2]", "id", "1")),
    ("W18", "two content controls have one id", again("//w:sdt")),
    ("W19", "a footnote is called and not there", put("//w:footnoteReference", "w:id", "44")),
    ("W19", "a footnote is there and not called", drop("//w:r[w:footnoteReference]")),
    ("W20", "footnotes have no separator", drop("//w:footnote[@w:type='separator']", FOOTNOTES)),
    ("W20", "the settings do not name the separators", drop("//w:footnotePr/w:footnote", SETTINGS, every=True)),
    ("W21", "a comment is not there", put("//w:comment", "w:id", "8", COMMENTS)),
    ("W21", "a comment has no end", drop("//w:commentRangeEnd")),
    ("W22", "the last section is missing", drop("//w:body/w:sectPr")),
    # ---- fields
    ("W23", "a field does not end", drop("//w:p[contains(., '2023年')]/w:r[w:fldChar/@w:fldCharType='end']")),
    ("W23", "a field ends twice", again("//w:p[contains(., '2023年')]/w:r[w:fldChar/@w:fldCharType='end']")),
    ("W23", "a field does not begin", drop("//w:p[contains(., '2023年')]/w:r[w:fldChar/@w:fldCharType='begin']")),
    ("W24", "a field has no instruction", drop(FIELD.format("REF _Ref"))),
    ("W25", "a page number field shows nothing", drop("//w:r[w:t]", "word/footer3.xml")),
    ("W26", "a field waits for an update", put("//w:fldChar", "w:dirty", "1")),
    ("W26", "all fields wait for an update", before("w:footnotePr", '<w:updateFields w:val="true"/>', SETTINGS)),
    ("W27", "a reference leads nowhere", text("//w:instrText[contains(., ' REF _Ref')]", " REF _Ref404 \\h ")),
    ("W27", "a link leads nowhere", put("//w:hyperlink[@w:anchor]", "w:anchor", "_Toc404")),
    ("W27", "a page reference leads nowhere", text("//w:instrText[contains(., 'PAGEREF')]", " PAGEREF _Toc404 \\h ")),
    ("W28", "a reference says another number", text("//w:r[w:instrText[contains(., ' REF _Ref')]]/following-sibling::w:r[w:t][1]/w:t", "表\u00a09")),
    ("W29", "a caption has the number of another", text("//w:r[w:instrText[contains(., 'SEQ 表')]]/following-sibling::w:r[w:t][1]/w:t", "5")),
    ("W30", "a line of the contents has old words", text(f"{TOC_LINE}//w:t", "（一）旧标题")),
    ("W31", "the contents leave a heading out", drop(TOC_LINE)),
    ("W32", "a line of the contents has no page number", text(f"{TOC_LINE}//w:r[w:rPr/w:webHidden]/w:t", "–")),
    # ---- tables
    ("W33", "a table has no grid", drop(f"{TABLE}/w:tblGrid/w:gridCol", every=True)),
    ("W33", "a table has no rows", drop(f"({TABLE})[1]/w:tr", every=True)),
    ("W33", "a row has no cells", drop(f"({TABLE})[1]/w:tr[2]/w:tc", every=True)),
    ("W34", "a cell has no paragraph", drop(f"{TABLE}/w:tr[3]/w:tc/w:p")),
    ("W34", "a cell ends in a table", add(DOCUMENT, f"{TABLE}/w:tr[3]/w:tc", "<w:tbl/>")),
    ("W35", "a row is short of a cell", drop(f"{TABLE}/w:tr[4]/w:tc[2]")),
    ("W35", "a cell spans too many columns", add(DOCUMENT, f"{TABLE}/w:tr[4]/w:tc[2]/w:tcPr", '<w:gridSpan w:val="3"/>')),
    ("W36", "a merged cell begins nowhere", drop("//w:vMerge[@w:val='restart']")),
    ("W37", "a cell is wider than its column", put(f"{TABLE}/w:tr[2]/w:tc/w:tcPr/w:tcW", "w:w", "4000")),
    ("W37", "a table is wider than its columns", put(f"{TABLE}/w:tblPr/w:tblW", "w:w", "9999")),
    ("W38", "a table is wider than the page", put(f"{TABLE}/w:tblGrid/w:gridCol", "w:w", "9000")),
    ("W39", "a head does not repeat", drop(f"{TABLE}/w:tr/w:trPr/w:tblHeader")),
    ("W39", "a row in the middle is marked as head", add(DOCUMENT, f"{TABLE}/w:tr[5]/w:trPr", "<w:tblHeader/>")),
    ("W40", "a row may break across pages", drop(f"{TABLE}/w:tr[6]/w:trPr/w:cantSplit")),
    ("W41", "a table has no title", drop(f"({TABLE})[1]/w:tblPr/*[self::w:tblCaption or self::w:tblDescription]", every=True)),
    ("W42", "a caption may be parted from its table", drop("//w:p[w:pPr/w:pStyle/@w:val='Caption'][following-sibling::*[1][self::w:tbl]]/w:pPr/w:keepNext")),
    ("W42", "a figure may be parted from its caption", drop("//w:style[@w:styleId='Figure']/w:pPr/w:keepNext", STYLES)),
    # ---- drawings and charts
    ("W43", "a picture has no alternative text", put("(//wp:docPr)[2]", "descr", " ")),
    ("W44", "a chart has no workbook", without(BOOK)),
    ("W44", "a workbook is broken", bytes_of(BOOK, b"PK\x03\x04 broken")),
    ("W44", "a workbook is a text", bytes_of(BOOK, b"hello")),
    ("W44", "a chart does not name its workbook", drop("//c:externalData", CHART)),
    ("W45", "a bar is a hundredth off", text("//c:numCache/c:pt/c:v", "98.51", CHART)),
    ("W45", "a bar has the name of another", text("//c:strCache/c:pt/c:v", "宜宾", CHART)),
    ("W45", "a chart takes its values from cells that are not there", text("//c:numRef/c:f", "Sheet9!$B$2:$B$3", CHART)),
    ("W45", "a workbook says something else", bytes_of(BOOK, workbook(CELLS | {"B3": "90.2"}))),
    ("W46", "a cache says it has three points, and has one twice", again("//c:numCache/c:pt", CHART)),
    ("W46", "a cache has more points than it says", put("//c:strCache/c:ptCount", "val", "1", CHART)),
    ("W47", "a plot names an axis that is not there", put("//c:barChart/c:axId", "val", "404", CHART)),
    ("W47", "two axes have one id", put("//c:valAx/c:axId", "val", "11", CHART)),
    ("W48", "a chart leaves its corners open", drop("//c:roundedCorners", CHART)),
    # ---- pages and settings
    ("W49", "a section has no page size", drop("//w:sectPr/w:pgSz")),
    ("W49", "a landscape page stands upright", put("//w:sectPr/w:pgSz", "w:orient", "landscape")),
    ("W49", "margins leave no room", put("//w:sectPr/w:pgMar", "w:left", "10000")),
    ("W50", "a section has two headers", again("//w:sectPr/w:headerReference")),
    ("W50", "a section has a footer as header", put("//w:sectPr/w:headerReference", "r:id", "rId10")),
    ("W51", "the file is in the mode of Word 2007", put("//w:compatSetting[@w:name='compatibilityMode']", "w:val", "12", SETTINGS)),
    ("W52", "the file records changes", before("w:defaultTabStop", "<w:trackRevisions/>", SETTINGS)),
    ("W53", "a tracked change waits", add(DOCUMENT, BODY, f'<w:ins w:id="900" w:author="a">{RUN.format("新")}</w:ins>')),
    # ---- text
    ("W54", "a line feed stands in the text", text(f"{BODY}//w:t", "直播\n电商")),
    ("W55", "a space at an edge is lost", lose("//w:t[@xml:space]", "xml:space")),
    ("W56", "a private character stands in the text", text(f"{BODY}//w:t", "直播\ue001电商")),
    ("W57", "a heading leaves out a level", put(f"({HEADING.format(2)})[1]/w:pPr/w:pStyle", "w:val", "Heading3")),
    ("W58", "a heading has its number typed", text(f"{HEADING.format(2)}//w:t", "（一）全国排名")),
    ("W59", "a heading may be parted from its text", drop("//w:style[@w:styleId='Heading2']/w:pPr/w:keepNext", STYLES)),
    ("W60", "no language is said", drop("//w:docDefaults//w:lang", STYLES)),
    ("W60", "no Chinese language is said", lose("//w:docDefaults//w:lang", "w:eastAsia", STYLES)),
    ("W61", "the file has no title", text("//dc:title", "", CORE)),
    ("W62", "no font is named for Chinese text", lose("//w:docDefaults//w:rFonts", "w:eastAsia", STYLES)),
    ("W62", "a theme overrules a font", put("//w:style[@w:styleId='Heading1']/w:rPr/w:rFonts", "w:eastAsiaTheme", "majorEastAsia", STYLES)),
    ("W62", "a heading names a Latin font only", lose("//w:style[@w:styleId='Heading1']/w:rPr/w:rFonts", "w:eastAsia", STYLES)),
    ("W63", "Chinese quotation marks come from the Latin font", drop(f"{BODY}//w:rPr[w:rFonts/@w:hint]")),
    ("W64", "an indent is counted in characters only", lose("//w:ind[@w:firstLineChars]", "w:firstLine", STYLES)),
    ("W65", "empty paragraphs make space", both(*(before(BODY, EMPTY) for _ in range(3)))),
    ("W66", "spaces make an indent", text(f"{BODY}//w:t", "\u3000\u3000直播电商")),
)  # fmt: skip


def found(parts: dict[str, bytes], rule: str = "") -> list[str]:
    return [str(breach.problem("a.docx")) for breach in check(pack(parts), "a.docx") if rule in ("", breach.rule.id)]


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_a_good_file_has_no_finding(tag: str) -> None:
    assert found(good(tag)) == []


@pytest.mark.parametrize(("rule", "defect", "spoil"), DEFECTS, ids=[f"{rule}-{defect}" for rule, defect, _ in DEFECTS])
def test_a_defect_is_found_by_its_rule(rule: str, defect: str, spoil: Spoil) -> None:
    parts = good()
    spoil(parts)
    assert found(parts, rule) != []


def test_every_rule_has_a_defect() -> None:
    assert {rule.id for rule in RULES if rule.id.startswith("W")} == {rule for rule, _, _ in DEFECTS}


def test_ids_of_rules_are_unique_and_in_order() -> None:
    assert (ids := [rule.id for rule in RULES]) == sorted(set(ids))
