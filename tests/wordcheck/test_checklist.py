"""The checklist over the Word files of the main example; and each point with a defect that it must find.

Points 43 and 50 are tests of their own below; 47 is about templates.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from lxml import html

from tests.projects import ROOT
from tests.wordcheck.checklist import POINTS, Word, bare
from tests.wordcheck.word_file import (
    BOOK,
    CELLS,
    CHART,
    CORE,
    DOCUMENT,
    NUMBERING,
    OFFICE,
    RELATIONS,
    SETTINGS,
    STYLES,
    TYPES,
    Parts,
    Spoil,
    add,
    before,
    bytes_of,
    drop,
    edit,
    good,
    lose,
    pack,
    put,
    text,
    to_end,
    workbook,
)

TAGS = ("zh-Hans", "en")
ON_PAGES = {44, 45, 49}
"""Points about the pages LibreOffice makes."""
ON_EXAMPLE = {29, 41, 46}
"""Points whose defect is planted in the example; that of the others in a small file, which has a chart of its own."""

TABLE = "//w:tbl[w:tblPr/w:tblStyle/@w:val='Three-LineTable']"
BODY = "//w:body/w:p[w:pPr/w:pStyle/@w:val='BodyText']"
REFERENCE = "//w:r[w:instrText[contains(., ' {}')]]/following-sibling::w:r[w:t][1]/w:t"
STYLE = "//w:style[@w:styleId='{}']"


def heading(level: int) -> str:
    return f"//w:p[w:pPr/w:pStyle/@w:val='Heading{level}']"


def untouched(parts: Parts) -> None:
    """Leave the parts alone: packing them anew spoils the archive."""


DEFECTS: tuple[tuple[int, str, Spoil], ...] = (
    (1, "a part without a type", drop("//ct:Default[@Extension='png']", TYPES)),
    (1, "types that come last", lambda parts: parts.update({TYPES: parts.pop(TYPES)})),
    (1, "a part that belongs to nothing", bytes_of("word/media/stray.png", b"\x89PNG\r\n\x1a\n")),
    (2, "an unknown alignment", put("//w:jc", "w:val", "centre")),
    (2, "an element out of place", to_end("//w:sectPr/w:pgSz")),
    (2, "an unknown element in the settings", add(SETTINGS, ".", "<w:ghost/>")),
    (3, "a picture on the network", add(RELATIONS, ".", f'<Relationship Id="r9" Type="{OFFICE}/image" Target="http://a.b/c.png" TargetMode="External"/>')),
    (4, "a cell without a paragraph", drop(f"{TABLE}/w:tr[2]/w:tc/w:p")),
    (4, "a short row", drop(f"{TABLE}/w:tr[2]/w:tc")),
    (5, "a bookmark without an end", drop("//w:bookmarkEnd")),
    (6, "an empty field", text(REFERENCE.format("REF _Ref"), "")),
    (6, "a dirty field", put("//w:fldChar", "w:dirty", "true")),
    (6, "a reference to nothing", text("//w:instrText[contains(., ' REF _Ref')]", " REF _Ref404 \\h ")),
    (7, "an unknown style", put(f"{BODY}/w:pPr/w:pStyle", "w:val", "Ghost")),
    (8, "an unknown list", put("//w:p/w:pPr/w:numPr/w:numId", "w:val", "999")),
    (9, "a drawing without words", put("//wp:docPr", "descr", "")),
    (9, "two drawings with one id", put("(//wp:docPr)[2]", "id", "1")),
    (10, "a footnote that is not there", put("//w:footnoteReference", "w:id", "404")),
    (11, "a line feed in text", text(f"{BODY}//w:t", "直播\n电商")),
    (11, "a lost space", text(f"{BODY}//w:t[not(@xml:space)]", "直播 ")),
    (11, "a vertical tab", lambda parts: parts.update({DOCUMENT: parts[DOCUMENT].replace(b"</w:t>", b"\x0b</w:t>", 1)})),
    (12, "a heading outside the outline", drop(f"{STYLE.format('Heading2')}/w:pPr/w:outlineLvl", STYLES)),
    (12, "a heading without a number", drop(f"{STYLE.format('Heading3')}/w:pPr/w:numPr", STYLES)),
    (12, "a heading of one's own", put(f"{STYLE.format('Heading1')}/w:name", "w:val", "标题甲", STYLES)),
    (13, "another form of number", put("//w:abstractNum[1]/w:lvl[2]/w:lvlText", "w:val", "%2)", NUMBERING)),
    (13, "other numerals", put("//w:abstractNum[1]/w:lvl[1]/w:numFmt", "w:val", "upperRoman", NUMBERING)),
    (14, "a typed number", text(f"{heading(2)}//w:t", "（三）概况")),
    (15, "a level left out", put(f"({heading(2)})[1]/w:pPr/w:pStyle", "w:val", "Heading3")),
    (16, "an indent in points only", lose(f"{STYLE.format('BodyText')}//w:ind", "w:firstLineChars", STYLES)),
    (16, "an indent of another size", put(f"{STYLE.format('BodyText')}//w:ind", "w:firstLine", "300", STYLES)),
    (17, "an indent of Normal", add(STYLES, f"{STYLE.format('Normal')}/w:pPr", '<w:ind w:firstLine="420"/>')),
    (18, "a theme font", put("//w:rFonts", "w:asciiTheme", "minorHAnsi", STYLES)),
    (18, "a missing Chinese font", lose(f"{STYLE.format('Caption')}//w:rFonts", "w:eastAsia", STYLES)),
    (19, "no Chinese language", lose("//w:docDefaults//w:lang", "w:eastAsia", STYLES)),
    (19, "no language of the file", drop("//dc:language", CORE)),
    (20, "quotation marks of the Latin font", drop(f"{BODY}//w:rPr[w:rFonts/@w:hint]")),
    (21, "a border of its own", add(DOCUMENT, f"{TABLE}//w:tcPr", '<w:tcBorders><w:left w:val="single" w:sz="4"/></w:tcBorders>')),
    (22, "a thinner rule", put(f"{STYLE.format('Three-LineTable')}//w:tblBorders/w:top", "w:sz", "4", STYLES)),
    (22, "a vertical rule", add(STYLES, f"{STYLE.format('Three-LineTable')}//w:tblBorders", '<w:insideV w:val="single" w:sz="4"/>')),
    (23, "a head that does not repeat", drop(f"{TABLE}//w:tblHeader")),
    (23, "a row that may split", drop(f"{TABLE}/w:tr[3]//w:cantSplit")),
    (24, "a width of its own", put(f"{TABLE}/w:tr[2]/w:tc//w:tcW", "w:w", "3210")),
    (24, "a table that fits its contents", drop(f"{TABLE}//w:tblLayout")),
    (25, "a column as wide as the page", put(f"{TABLE}//w:gridCol", "w:w", "11906")),
    (26, "a third decimal", text(f"({TABLE})[1]/w:tr[3]//w:p[w:pPr/w:pStyle/@w:val='TableNumber']//w:t", "97.735")),
    (27, "a change that is only red", text("//w:tc//w:r[w:rPr/w:rStyle/@w:val='RankUp']/w:t", "5")),
    (28, "a table without a title", drop(f"({TABLE})[1]/w:tblPr/*[self::w:tblCaption or self::w:tblDescription]", every=True)),
    (28, "a caption below its table", edit(DOCUMENT, f"({TABLE})[1]", lambda node: node.addnext(node.getprevious()))),
    (29, "a figure without a caption", edit(DOCUMENT, "//w:body/w:p[.//w:drawing]", lambda node: node.getparent().remove(node.getnext()))),
    (29, "a figure that may leave its caption", drop(f"{STYLE.format('Figure')}/w:pPr/w:keepNext", STYLES)),
    (30, "a number twice", text(f"({REFERENCE.format('SEQ')})[2]", "9")),
    (31, "a reference to another table", text(REFERENCE.format("REF _Ref"), "表\u00a099")),
    (32, "old words in the contents", text("//w:p[w:pPr/w:pStyle/@w:val='TOC2']//w:t", "（一）旧标题")),
    (32, "a heading the contents leave out", drop("//w:p[w:pPr/w:pStyle/@w:val='TOC2']")),
    (32, "no page number", text("//w:p[w:pPr/w:pStyle/@w:val='TOC2']//w:r[w:rPr/w:webHidden]/w:t", "–")),
    (33, "contents by names of styles", text("//w:instrText[contains(., 'TOC')]", ' TOC \\t "标题 1,1" ')),
    (34, "a front in arabic", put("(//w:sectPr)[2]/w:pgNumType", "w:fmt", "decimal")),
    (34, "a body that goes on", lose("(//w:sectPr)[3]/w:pgNumType", "w:start")),
    (34, "a number on the cover", add("word/footer1.xml", "//w:p", '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>')),
    (35, "an upright page that says it is turned", put("//w:sectPr/w:pgSz", "w:orient", "landscape")),
    (36, "a section without a footer", drop("//w:sectPr/w:footerReference")),
    (37, "an older mode", put("//w:compatSetting[@w:name='compatibilityMode']", "w:val", "14", SETTINGS)),
    (37, "a question at the start", before("w:footnotePr", "<w:updateFields/>", SETTINGS)),
    (38, "a bar a hundredth off", text("//c:numCache/c:pt/c:v", "98.51", CHART)),
    (38, "a workbook that says something else", bytes_of(BOOK, workbook(CELLS | {"B2": "1"}))),
    (39, "no language", edit(CHART, "//*[@lang]", lambda node: node.attrib.pop("lang"))),
    (39, "no Chinese font", drop("//a:ea", CHART)),
    (39, "round corners", drop("//c:roundedCorners", CHART)),
    (40, "another date", text("//dcterms:modified", "2024-01-01T00:00:00Z", CORE)),
    (40, "no author", text("//dc:creator", "", CORE)),
    (41, "times of this moment", untouched),
    (42, "a place on the machine", text("//dc:description", "file " + "/home" + "/somebody/report", CORE)),
    (42, "a session of editing", put("//w:body/w:p", "w:rsidR", "00AB12CD")),
    (44, "another number in the contents", text("//w:p[w:pPr/w:pStyle/@w:val='TOC2']//w:t", "（九十九）概况")),
    (45, "a caption no page has", text("(//w:p[w:pPr/w:pStyle/@w:val='Caption'])[1]/w:r[last()]/w:t", "别的题目")),
    (46, "a number one off", text(f"({TABLE})[1]/w:tr[3]//w:p[w:pPr/w:pStyle/@w:val='TableNumber']//w:t", "97.74")),
    (46, "a table less", drop(f"({TABLE})[2]")),
)  # fmt: skip


# ---------------------------------------------------------------- the example, and what programs make of it


def read(example: Path, tag: str) -> Word:
    data = (example / f"sichuan-2023.{tag}.docx").read_bytes()
    page = html.fromstring((example / f"sichuan-2023.{tag}.html").read_bytes().decode("utf-8"))
    tables = tuple(
        tuple(tuple(" ".join("".join(cell.itertext()).split()) for cell in row.xpath("./*")) for row in table.xpath(".//tbody/tr"))
        for table in page.xpath("//table")
    )
    return Word(data, tag, html=tables)


@pytest.fixture(scope="session")
def words(example: Path) -> dict[str, Word]:
    return {tag: read(example, tag) for tag in TAGS}


@pytest.fixture(scope="session")
def printed(example: Path, words: dict[str, Word], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Word]:
    """Return the files with their pages and outline as LibreOffice makes them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    folder = tmp_path_factory.mktemp("office")
    files = [str(example / f"sichuan-2023.{tag}.docx") for tag in TAGS]
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {tag: _with_pages(words[tag], folder / f"sichuan-2023.{tag}.pdf") for tag in TAGS}


def _with_pages(word: Word, path: Path) -> Word:
    with pymupdf.open(path) as pdf:
        pages = tuple(tuple(line for line in page.get_text().splitlines() if line.strip()) for page in pdf)
        return Word(word.data, word.tag, pages, tuple(title for _, title, _ in pdf.get_toc()), word.html)


def spoiled(word: Word, spoil: Callable[[Parts], object]) -> Word:
    with zipfile.ZipFile(BytesIO(word.data)) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    spoil(parts)
    return Word(pack(parts), word.tag, word.pages, word.outline, word.html)


def named(place: int) -> str:
    return f"{place}-{POINTS[place].__name__}"


# ---------------------------------------------------------------- the points


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("place", [place for place in POINTS if place not in ON_PAGES], ids=named)
def test_the_example_passes(place: int, tag: str, words: dict[str, Word]) -> None:
    assert list(POINTS[place](words[tag])) == []


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("place", sorted(ON_PAGES), ids=named)
def test_the_pages_of_the_example_pass(place: int, tag: str, printed: dict[str, Word]) -> None:
    assert printed[tag].pages
    assert list(POINTS[place](printed[tag])) == []


@pytest.mark.parametrize(("place", "defect", "spoil"), DEFECTS, ids=[f"{place}-{defect}" for place, defect, _ in DEFECTS])
def test_a_point_fails_when_its_property_is_broken(place: int, defect: str, spoil: Spoil, request: pytest.FixtureRequest) -> None:
    if place in ON_PAGES | ON_EXAMPLE:
        whole = request.getfixturevalue("printed" if place in ON_PAGES else "words")["zh-Hans"]
    else:
        whole = Word(pack(good()), "zh-Hans")
        assert list(POINTS[place](whole)) == []
    assert list(POINTS[place](spoiled(whole, spoil))) != []


@pytest.mark.slow
def test_chinese_text_in_the_english_edition_is_found(words: dict[str, Word]) -> None:
    assert list(POINTS[48](spoiled(words["en"], text(f"{BODY}//w:t", "Chengdu 成都")))) != []


@pytest.mark.slow
def test_a_heading_at_the_foot_of_a_page_is_found(printed: dict[str, Word]) -> None:
    word = printed["zh-Hans"]
    last = next(bare(page[-2]) for page in word.pages[4:] if len(page) > 10)
    assert list(POINTS[49](spoiled(word, text(f"{heading(2)}//w:t", last)))) != []


@pytest.mark.slow
def test_43_another_process_builds_the_same_bytes(example: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONOPTIMIZE": "1"}
    command = [sys.executable, "-m", "reportgen", "build", "examples/sichuan-2023", "-e", "en", "-f", "docx", "-q", "--out", str(tmp_path / "out")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert (tmp_path / "out" / "sichuan-2023.en.docx").read_bytes() == (example / "sichuan-2023.en.docx").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_50_the_open_xml_sdk_finds_nothing(tag: str, words: dict[str, Word], tmp_path: Path) -> None:
    tool = ROOT / ".venv-validate" / "node" / "node_modules" / ".bin" / "ooxml-validator"
    if not tool.exists():
        pytest.skip("the Open XML SDK is not here; `make validate` gets it")

    def errors(word: Word) -> list[str]:
        path = tmp_path / "a.docx"
        path.write_bytes(word.data)
        told = json.loads(subprocess.run([tool, path], capture_output=True, text=True, check=False).stdout)
        return [error["description"] for error in told["errors"]]

    assert errors(words[tag]) == []
    assert errors(spoiled(words[tag], put("//w:jc", "w:val", "centre"))) != []


def test_every_point_has_a_defect() -> None:
    assert set(POINTS) == {place for place, _, _ in DEFECTS} | {48, 49}
    assert set(POINTS) | {43, 47, 50} == set(range(1, 51))
    assert all(re.fullmatch("[a-z0-9_]+", check.__name__) for check in POINTS.values())
