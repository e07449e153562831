"""Every rule of `reportgen check-docx` once: its id, what it asks for, how bad it is to break it, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zipfile import ZipInfo

from reportgen.errors import Level
from reportgen.wordcheck import archive, drawings, fields, packaging, safety, sections, structure, tables, typography
from reportgen.wordcheck.model import Finder, Finding

OPC, WML, DML = "ECMA-376-2 (OPC)", "ISO/IEC 29500-1 §17", "ISO/IEC 29500-1 §20–21"
OFFICE = "MS-OI29500"
SEEN = "seen in LibreOffice and WPS"
READERS = "WCAG 2.2, Word's accessibility checker"
HOUSE = "Chinese typesetting"
SAFE = "security"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing a Word file must have or should have.

    level    "error": Word repairs or refuses the file, or something is lost; "warning": it works, and not everywhere or for everyone
    finder   yields a finding for each place that breaks the rule
    """

    id: str
    sentence: str
    level: Level
    source: str
    finder: Finder


@dataclass(frozen=True, slots=True)
class Gate:
    """A rule of safety that is decided before the file is read; a file that breaks one is not read any further."""

    id: str
    sentence: str
    source: str
    of_directory: Callable[[list[ZipInfo]], Iterator[Finding]] | None = None
    of_parts: Callable[[Mapping[str, bytes]], Iterator[Finding]] | None = None
    level: Level = "error"


GATES: tuple[Gate, ...] = (
    Gate("S01", "A file is of sane size: parts, size of each, size of all, and how far they are packed.", SAFE, of_directory=archive.sizes),
    Gate("S02", "No part has a name that leads out of the file.", SAFE, of_directory=archive.names),
    Gate("S03", "No two parts have one name, in upper or lower case.", OPC, of_directory=archive.duplicates),
    Gate("S04", "No part is encrypted, packed in an unusual way, or damaged.", OPC, of_directory=archive.packing),
    Gate("S05", "No part declares a document type or entities.", OPC, of_parts=archive.declarations),
    Gate("S06", "XML is UTF-8.", SAFE, of_parts=archive.encodings),
)

SAFETY: tuple[Rule, ...] = (
    Rule("S07", "Nothing but hyperlinks leads out of the file.", "error", SAFE, safety.external),
    Rule("S08", "The file holds and calls nothing active: no objects, controls, macros, templates, or documents read in.", "error", SAFE, safety.active),
    Rule("S09", "No part is made for macros.", "error", SAFE, safety.macros),
    Rule("S10", "No field starts a program or reads another file.", "error", SAFE, safety.calls),
    Rule("S11", "Hyperlinks lead to the web or to a mail address.", "warning", SAFE, safety.links),
    Rule("S12", "The workbook of a chart holds values only.", "warning", SAFE, drawings.embedded),
)

RULES: tuple[Rule, ...] = (
    *SAFETY,
    # ---- package
    Rule("W01", "A relationship leads to the document, which is one in the transitional form.", "error", OPC, packaging.rootless),
    Rule("W02", "Every XML part is well-formed.", "error", OPC, packaging.malformed),
    Rule("W03", "Every part has a content type.", "error", OPC, packaging.untyped),
    Rule("W04", "The content type and the first element of a part suit the relationship that leads to it.", "error", OPC, packaging.unfit),
    Rule("W05", "Every relationship leads to a part of the file.", "error", OPC, packaging.dangling),
    Rule("W06", "Relationship ids are given once, and those that are used are given.", "error", OPC, packaging.relation_ids),
    Rule("W07", "A relationship leads to every part.", "warning", OPC, packaging.orphans),
    Rule("W08", "A picture is what its name and its content type say.", "error", OPC, packaging.images),
    Rule("W09", "The core properties are there once, with dates that are dates.", "error", OPC, packaging.properties),
    # ---- structure
    Rule("W10", "Elements stand in the order of the schema.", "error", WML, structure.order),
    Rule("W11", "Styles that are used are there, and of the kind they are used as.", "error", WML, structure.styles_used),
    Rule("W12", "Styles build on, lead to and are tied to styles that are there, and not in a circle.", "error", WML, structure.styles_tied),
    Rule("W13", "Ids and names of styles are unique, and one is the default for paragraphs.", "error", WML, structure.styles_unique),
    Rule("W14", "Lists that are used are defined.", "error", WML, structure.lists_used),
    Rule("W15", "List definitions come before their use, once, with nine levels and labels Word reads.", "error", f"{OFFICE} 2.1.283", structure.lists_whole),
    Rule("W16", "Bookmarks begin and end once.", "error", WML, structure.bookmarks_paired),
    Rule("W17", "Names of bookmarks are unique and such as Word takes.", "error", WML, structure.bookmarks_named),
    Rule("W18", "Ids of drawings, content controls and paragraphs are unique.", "error", WML, structure.ids),
    Rule("W19", "Footnotes and endnotes are called once, and there.", "error", WML, structure.notes),
    Rule("W20", "Notes have their separators, and the settings name them.", "error", WML, structure.separators),
    Rule("W21", "Comments that are called are there, and their ranges have two ends.", "error", WML, structure.comments),
    Rule("W22", "The document ends with the properties of its last section.", "error", WML, sections.last),
    # ---- fields
    Rule("W23", "Fields begin, separate and end.", "error", WML, fields.unbalanced),
    Rule("W24", "Fields have an instruction.", "error", WML, fields.nameless),
    Rule("W25", "Fields show a result before Word computes it.", "warning", SEEN, fields.silent),
    Rule("W26", "No field waits for an update: Word would ask when the file opens.", "warning", OFFICE, fields.dirty),
    Rule("W27", "References and links lead to bookmarks that are there.", "error", WML, fields.dangling),
    Rule("W28", "A reference says what the place it refers to says.", "warning", WML, fields.references),
    Rule("W29", "Captions count 1, 2, 3 for each label.", "warning", WML, fields.sequences),
    Rule("W30", "Lines of the contents say what the headings say.", "warning", WML, fields.contents),
    Rule("W31", "The contents leave no heading out.", "warning", WML, fields.missing),
    Rule("W32", "Lines of the contents have page numbers.", "warning", SEEN, fields.pages),
    # ---- tables
    Rule("W33", "Tables have a grid and rows, rows have cells.", "error", WML, tables.whole),
    Rule("W34", "Every cell ends in a paragraph.", "error", WML, tables.cells),
    Rule("W35", "The cells of every row fill the grid.", "error", WML, tables.spans),
    Rule("W36", "Merged cells begin above, under the same width.", "error", WML, tables.merges),
    Rule("W37", "The widths of grid, cells and table agree.", "warning", SEEN, tables.widths),
    Rule("W38", "Tables are not wider than their room.", "warning", HOUSE, tables.too_wide),
    Rule("W39", "Tables of data have a head that repeats.", "warning", READERS, tables.heads),
    Rule("W40", "Rows of tables of data do not break across pages.", "warning", HOUSE, tables.splitting),
    Rule("W41", "Tables of data have a title or a description.", "warning", READERS, tables.titles),
    Rule("W42", "Captions stay with their table or figure.", "warning", HOUSE, tables.captions),
    # ---- drawings and charts
    Rule("W43", "Drawings have alternative text, or are marked as decoration.", "warning", READERS, drawings.alternatives),
    Rule("W44", "Charts have one embedded workbook that opens.", "error", DML, drawings.workbooks),
    Rule("W45", "What a chart shows is what its workbook says.", "error", DML, drawings.caches),
    Rule("W46", "Caches of charts hold as many points as they say.", "error", DML, drawings.points),
    Rule("W47", "Plots and axes of charts belong together.", "error", DML, drawings.axes),
    Rule("W48", "Charts say what programs would decide differently.", "warning", SEEN, drawings.chart_defaults),
    # ---- pages and settings
    Rule("W49", "Sections say how large their pages are, and leave room for text.", "error", WML, sections.pages),
    Rule("W50", "Sections have one header and one footer of each type.", "error", WML, sections.furniture),
    Rule("W51", "The file opens in the mode of Word 2013 or later.", "warning", OFFICE, sections.compatibility),
    Rule("W52", "The file can be edited and does not record changes.", "warning", HOUSE, sections.protection),
    Rule("W53", "No tracked change waits for a decision.", "warning", HOUSE, typography.changes),
    # ---- text
    Rule("W54", "Text holds no line feed and no tab.", "error", WML, typography.lines),
    Rule("W55", "Spaces at the edges of runs are kept.", "error", WML, typography.edges),
    Rule("W56", "Every character has a form.", "warning", HOUSE, typography.characters),
    Rule("W57", "Headings leave out no level.", "warning", READERS, typography.jumps),
    Rule("W58", "Headings have no typed number.", "warning", HOUSE, typography.typed_numbers),
    Rule("W59", "Headings stay with their text.", "warning", HOUSE, typography.kept),
    Rule("W60", "The file says its language.", "warning", READERS, typography.languages),
    Rule("W61", "The file has a title.", "warning", READERS, packaging.title),
    Rule("W62", "Chinese text has fonts of its own.", "warning", HOUSE, typography.east_asian_fonts),
    Rule("W63", "Chinese marks are taken from the Chinese font.", "warning", HOUSE, typography.hints),
    Rule("W64", "Indents in characters have a twin in points.", "warning", SEEN, typography.indents),
    Rule("W65", "Space is not made of empty paragraphs.", "warning", HOUSE, typography.spacing_by_hand),
    Rule("W66", "Indents are not made of spaces.", "warning", HOUSE, typography.indents_by_hand),
)
