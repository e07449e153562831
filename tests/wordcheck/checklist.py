"""The checklist of a Word file that can be handed in: each point a function that yields what is wrong.

Numbers are those of the checklist this package was designed by.  Where a rule of `reportgen check-docx` says the same, it is asked.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from reportgen.edition import Edition, load_edition
from reportgen.numbering import SCHEMES
from reportgen.wordcheck import archive, check
from reportgen.wordcheck.drawings import charts
from reportgen.wordcheck.fields import fields
from reportgen.wordcheck.model import HAN, Element, P, Package, Story, T, find, first, local, number, text_in, val
from reportgen.wordcheck.tables import is_data, rows_of
from tests.wordcheck.schemas import breaches_of_schema
from tests.wordcheck.word_file import CORE, TYPES

AMBIGUOUS = re.compile("[“”‘’…—·↑↓→▲▼①-⑳℃×±]")
NUMBER = re.compile(r"[+−-]?[0-9][0-9,]*(\.[0-9]+)?%?")


@dataclass(frozen=True)
class Word:
    """A Word file of one edition, and what was made from it: its pages as lines of text, its outline, the same tables in HTML."""

    data: bytes
    tag: str
    pages: tuple[tuple[str, ...], ...] = ()
    outline: tuple[str, ...] = ()
    html: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @cached_property
    def package(self) -> Package:
        with zipfile.ZipFile(BytesIO(self.data)) as held:
            return archive.parse({name: held.read(name) for name in held.namelist()})

    @property
    def parts(self) -> Mapping[str, bytes]:
        return self.package.parts

    @property
    def document(self) -> Story:
        return self.package.document

    @cached_property
    def edition(self) -> Edition:
        return load_edition(self.tag)

    @property
    def tables(self) -> list[Element]:
        return [table for table in self.document.tables if is_data(table)]

    def styled(self, *styles: str) -> list[Element]:
        return [node for node in self.document.paragraphs if self.package.style_of(node) in styles]

    def style(self, identifier: str) -> Element:
        return self.package.styles[identifier].element

    def rules(self, *ids: str) -> list[str]:
        return [str(breach.problem("")) for breach in check(self.data, "", only=ids)]


Check = Callable[[Word], Iterator[str]]
POINTS: dict[int, Check] = {}


def point(place: int) -> Callable[[Check], Check]:
    def keep(function: Check) -> Check:
        assert place not in POINTS
        POINTS[place] = function
        return function

    return keep


def ruled(place: int, name: str, *ids: str) -> None:
    """Make a point of rules."""

    def asked(word: Word) -> Iterator[str]:
        yield from word.rules(*ids)

    asked.__name__ = name
    POINTS[place] = asked


# ---------------------------------------------------------------- package


@point(1)
def the_package_is_whole_and_its_types_come_first(word: Word) -> Iterator[str]:
    if next(iter(word.parts)) != TYPES:
        yield "the content types do not come first"
    yield from word.rules("W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08")


@point(2)
def every_part_obeys_the_schema(word: Word) -> Iterator[str]:
    yield from breaches_of_schema(word.parts)


ruled(3, "nothing_but_hyperlinks_leads_out", "S07")
ruled(4, "cells_end_in_paragraphs_and_rows_fill_the_grid", "W34", "W35", "W36")
ruled(5, "bookmarks_are_paired_unique_and_short", "W16", "W17")
ruled(6, "fields_are_whole_cached_not_dirty_and_lead_somewhere", "W23", "W24", "W25", "W26", "W27")
ruled(7, "styles_exist_with_their_kind", "W11", "W12", "W13")
ruled(8, "lists_are_defined_first_with_nine_levels", "W14", "W15")
ruled(9, "drawings_have_ids_of_their_own_and_alternative_text", "W18", "W43")
ruled(10, "notes_and_comments_are_there_with_separators", "W19", "W20", "W21")
ruled(11, "text_keeps_its_spaces_and_holds_no_controls", "W02", "W54", "W55", "W56")


# ---------------------------------------------------------------- structure and typography


@point(12)
def headings_are_built_in_numbered_and_in_the_outline(word: Word) -> Iterator[str]:
    for level in range(1, 5):
        properties = first(word.style(f"Heading{level}"), "w:pPr")
        name = val(first(word.style(f"Heading{level}"), "w:name"))
        if name != f"heading {level}" or number(first(properties, "w:outlineLvl")) != level - 1 or not number(first(properties, "w:numPr/w:numId")):
            yield f"heading {level}"


@point(13)
def heading_numbers_are_those_of_the_edition(word: Word) -> Iterator[str]:
    numbering = word.package.related("numbering")
    formats = {"han": "chineseCountingThousand", "arabic": "decimal"}
    for index, level in enumerate(SCHEMES[word.edition.word("numbering")]):
        node = first(numbering.root, f"w:abstractNum/w:lvl[w:pStyle/@w:val='Heading{index + 1}']")
        if val(first(node, "w:lvlText")) != level.pattern + level.gap or val(first(node, "w:numFmt")) != formats[level.numerals]:
            yield f"level {index + 1}"


ruled(14, "no_heading_has_its_number_typed", "W58")
ruled(15, "headings_leave_out_no_level", "W57")


@point(16)
def body_text_is_indented_by_characters_and_by_points(word: Word) -> Iterator[str]:
    indent = first(word.style("BodyText"), "w:pPr/w:ind")
    chars = int(word.edition.terms["indent_chars"])
    above = [style.element for style in word.package.chain("BodyText")] + [word.package.related("styles").root]
    size = next(number(found) for node in above if (found := first(node, "w:rPr/w:sz | w:docDefaults/w:rPrDefault/w:rPr/w:sz")) is not None)
    given = (number(indent, "w:firstLineChars") or 0, number(indent, "w:firstLine") or 0)
    if given != (100 * chars, chars * size * 10):
        yield f"{given}"


@point(17)
def normal_text_has_no_indent(word: Word) -> Iterator[str]:
    if first(word.style("Normal"), "w:pPr/w:ind") is not None:
        yield "Normal is indented"


@point(18)
def styles_name_their_fonts_and_no_theme(word: Word) -> Iterator[str]:
    for node in find(word.package.related("styles").root, "//w:rFonts"):
        names = {key.rpartition("}")[2] for key in node.attrib}
        if not {"ascii", "hAnsi", "eastAsia", "cs"} <= names or any(name.endswith("Theme") for name in names):
            yield f"{sorted(names)}"


@point(19)
def the_language_is_said_three_times(word: Word) -> Iterator[str]:
    language = first(word.package.related("styles").root, "w:docDefaults//w:lang")
    theme = first(word.package.related("settings").root, "w:themeFontLang")
    core = first(word.package.stories[CORE].root, "dc:language")
    for node in (language, theme):
        if (val(node), val(node, "w:eastAsia")) != ("en-US", "zh-CN"):
            yield f"{val(node)} {val(node, 'w:eastAsia')}"
    if core is None or core.text != {"zh-Hans": "zh-CN", "en": "en-US"}[word.tag]:
        yield "core"


@point(20)
def chinese_marks_come_from_the_chinese_font(word: Word) -> Iterator[str]:
    for story in word.package.texts:
        for node in story.root.iter(T):
            hint = val(first(node.getparent(), "w:rPr/w:rFonts"), "w:hint") == "eastAsia"
            if AMBIGUOUS.search(node.text or "") and hint != bool(word.edition.terms["docx.hint"]):
                yield node.text or ""


@point(21)
def tables_take_their_look_from_a_style(word: Word) -> Iterator[str]:
    for table in word.tables:
        if val(first(table, "w:tblPr/w:tblStyle")) != "Three-LineTable" or find(table, ".//w:tblBorders | .//w:tcBorders"):
            yield f"{word.document.place(table)}"


@point(22)
def tables_have_three_rules(word: Word) -> Iterator[str]:
    style = word.style("Three-LineTable")
    table = {local(node): val(node, "w:sz") for node in find(style, "w:tblPr/w:tblBorders/*")}
    head = {local(node): val(node, "w:sz") for node in find(style, "w:tblStylePr[@w:type='firstRow']/w:tcPr/w:tcBorders/*")}
    if (table, head) != ({"top": "12", "bottom": "12"}, {"bottom": "6"}):  # eighths of a point
        yield f"{table} {head}"


ruled(23, "heads_repeat_and_rows_do_not_split", "W39", "W40")


@point(24)
def widths_agree_and_are_fixed(word: Word) -> Iterator[str]:
    yield from word.rules("W37")
    for table in word.tables:
        if first(table, "w:tblPr/w:tblLayout[@w:type='fixed']") is None:
            yield f"{word.document.place(table)}"


ruled(25, "tables_are_no_wider_than_the_text", "W38")


@point(26)
def a_column_has_one_number_of_decimals(word: Word) -> Iterator[str]:
    for table in word.tables:
        for cells in zip(*(find(row, "w:tc") for row in rows_of(table)[1:]), strict=True):
            numbers = [text_in(cell) for cell in cells if word.package.style_of(first(cell, "w:p")) == "TableNumber"]
            if len({len(text.rstrip("%").partition(".")[2]) for text in numbers if NUMBER.fullmatch(text)}) > 1:
                yield f"{numbers}"


@point(27)
def a_change_of_rank_is_a_sign_and_a_number(word: Word) -> Iterator[str]:
    signs = {"RankUp": r"↑[1-9][0-9]*", "RankDown": r"↓[1-9][0-9]*", "RankSame": "[→—]"}
    for node in find(word.document.root, "//w:tc//w:r[w:rPr/w:rStyle]"):
        style = val(first(node, "w:rPr/w:rStyle"))
        if style in signs and not re.fullmatch(signs[style], text_in(node)):
            yield text_in(node)


@point(28)
def a_table_has_its_caption_above_and_a_title(word: Word) -> Iterator[str]:
    yield from word.rules("W41", "W42")
    for table in word.tables:
        if table.getprevious() is None or word.package.style_of(table.getprevious()) != "Caption":
            yield f"{word.document.place(table)}"


@point(29)
def a_figure_has_its_caption_below_and_keeps_with_it(word: Word) -> Iterator[str]:
    yield from word.rules("W42")
    for node in find(word.document.root, "w:body/w:p[.//w:drawing]"):
        following = node.getnext()
        if following is None or following.tag != P or word.package.style_of(following) != "Caption":
            yield f"{word.document.place(node)}"


# ---------------------------------------------------------------- fields against content

ruled(30, "captions_count_from_one", "W29")
ruled(31, "references_say_what_their_bookmarks_say", "W28")


@point(32)
def the_contents_have_a_line_and_a_page_for_every_heading(word: Word) -> Iterator[str]:
    yield from word.rules("W30", "W31", "W32")
    lines, headings = word.styled("TOC1", "TOC2"), [node for level, node in word.package.headings if level <= 2]
    if len(lines) != len(headings) or not lines:
        yield f"{len(lines)} lines for {len(headings)} headings"


@point(33)
def fields_name_levels_not_styles(word: Word) -> Iterator[str]:
    found = [field for story in word.package.texts for field in fields(story)]
    if not any(re.search(r'TOC .*\\o "1-\d"', field.code) for field in found):
        yield "no contents by level"
    yield from (field.code for field in found if (field.kind == "TOC" and "t" in field.switches) or (field.kind == "STYLEREF" and not field.target.isdigit()))


@point(34)
def the_cover_has_no_number_the_front_is_roman_the_body_starts_at_1(word: Word) -> Iterator[str]:
    sections = find(word.document.root, "//w:sectPr")
    kinds = [(val(first(node, "w:pgNumType"), "w:fmt"), val(first(node, "w:pgNumType"), "w:start")) for node in sections]
    if kinds[:3] != [("decimal", ""), ("lowerRoman", "1"), ("decimal", "1")]:
        yield f"{kinds}"
    footer = {each.id: each.target for each in word.package.reached("footer")}[val(first(sections[0], "w:footerReference"), "r:id")]
    if fields(word.package.stories[footer]):
        yield "the cover has a page number"


ruled(35, "turned_pages_say_so", "W49")


@point(36)
def sections_name_their_header_and_footer(word: Word) -> Iterator[str]:
    yield from word.rules("W50")
    for node in find(word.document.root, "//w:sectPr[not(w:type/@w:val='continuous')]"):
        if first(node, "w:headerReference") is None or first(node, "w:footerReference") is None:
            yield f"{word.document.place(node)}"


ruled(37, "the_file_opens_in_the_present_mode_without_a_question", "W26", "W51")


# ---------------------------------------------------------------- charts, properties, the same bytes

ruled(38, "charts_show_what_their_workbooks_say", "W44", "W45", "W46", "W47")


@point(39)
def charts_say_language_fonts_and_corners(word: Word) -> Iterator[str]:
    yield from word.rules("W48")
    for story in charts(word.package):
        if not find(story.root, "//*[@lang]") or not find(story.root, "//a:ea[@typeface!='']"):
            yield f"{story.part} has no language or no Chinese font"
        for each in word.package.reached("package", story.part):
            if len(word.parts[each.target]) > 10 * 1024:
                yield f"{each.target} is large"


@point(40)
def title_author_and_one_fixed_date_are_set(word: Word) -> Iterator[str]:
    given = {local(node): node.text or "" for node in word.package.stories[CORE].root}
    if not given.get("title") or not given.get("creator") or (given.get("created"), given.get("modified")) != ("2023-12-01T00:00:00Z",) * 2:
        yield f"{given}"


@point(41)
def the_archive_is_written_canonically(word: Word) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(word.data)) as held:
        infos = held.infolist()
    if any(info.date_time != (1980, 1, 1, 0, 0, 0) or info.create_system or info.external_attr for info in infos):
        yield "times or creator"
    leading = [TYPES, "_rels/.rels", "word/document.xml"]
    if [info.filename for info in infos] != leading + sorted({info.filename for info in infos} - set(leading)):
        yield "order"
    yield from (info.filename for info in infos if "thumbnail" in info.filename)


@point(42)
def no_part_knows_the_machine_or_the_session(word: Word) -> Iterator[str]:
    for name, data in word.parts.items():
        if name.endswith((".xml", ".rels", ".svg")) and (found := re.search(rb"rsid|(?<![\w.<])/(?:home|tmp|root|Users)/\w|[A-Z]:\\\\", data)):
            yield f"{name}: {found[0]!r}"


# ---------------------------------------------------------------- against LibreOffice's pages and the HTML edition


def bare(text: str) -> str:
    return "".join(text.split())


@point(44)
def heading_numbers_of_libreoffice_are_ours(word: Word) -> Iterator[str]:
    theirs = {bare(title) for title in word.outline}
    for line in word.styled("TOC1", "TOC2"):
        entry = bare("".join(node.text or "" for node in line.iter(T) if first(node.getparent(), "w:rPr/w:webHidden") is None))
        if entry not in theirs:
            yield entry


@point(45)
def every_caption_is_on_a_page(word: Word) -> Iterator[str]:
    printed = bare("".join(line for page in word.pages for line in page))
    yield from (text for node in word.styled("Caption") if (text := bare(text_in(node))) not in printed)


@point(46)
def numbers_in_tables_are_those_of_the_html_edition(word: Word) -> Iterator[str]:
    tables = [[[text_in(cell) for cell in find(row, "w:tc")] for row in rows_of(table)[1:]] for table in word.tables]
    if [len(table) for table in tables] != [len(table) for table in word.html]:
        yield "other tables, or tables of other sizes"
    for ours, theirs in zip(tables, word.html, strict=False):
        for one, other in zip(ours, theirs, strict=False):
            numbers = [[match[0] for text in row if (match := NUMBER.fullmatch(text))] for row in (one, other)]
            if numbers[0] != numbers[1]:
                yield f"{numbers[0]} {numbers[1]}"


@point(48)
def the_english_edition_has_no_chinese_text(word: Word) -> Iterator[str]:
    if word.tag == "en":
        yield from (node.text for story in word.package.texts for node in story.root.iter(T) if HAN.search(node.text or ""))


@point(49)
def no_heading_is_the_last_line_of_a_page(word: Word) -> Iterator[str]:
    titles = {bare(text_in(node)) for _, node in word.package.headings}
    for page in word.pages:
        # The last line of a page is its number.
        if len(page) > 2 and any(bare(page[-2]).endswith(title) for title in titles):
            yield page[-2]
