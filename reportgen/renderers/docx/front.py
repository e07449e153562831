"""What stands before the text: the cover, the credits and the contents."""

from __future__ import annotations

import re
from math import ceil
from typing import Literal

from reportgen.charts import describe
from reportgen.document import Document, Figure, Table
from reportgen.numbering import ContentsEntry, contents
from reportgen.renderers.docx.fields import anchored, field, field_mark, page_of, page_reference, whole_caption
from reportgen.renderers.docx.figures import picture
from reportgen.renderers.docx.inlines import COPIED, PLAIN, Face, runs, words
from reportgen.renderers.docx.package import Manuscript
from reportgen.renderers.docx.sections import COVER_MARGIN_MM, side_margins, strip
from reportgen.renderers.docx.styles import rule, shade, size, spacing
from reportgen.renderers.docx.tables import cell, grid_look
from reportgen.renderers.docx.units import dxa, dxa_mm
from reportgen.renderers.docx.xml import Element, element, insert, paragraph, properties_of, run, value
from reportgen.theme import POINTS_PER_MM, Theme
from reportgen.tree import one_line, walk
from reportgen.typeset.columns import ems

HEAD_MM, SMALLEST_HEAD_MM, CHART_MM = 62, 40, 85
"""Height of the row with the edition, how far it gives way, and the most a picture takes on the cover."""
SMALLEST_CHART_MM = 25
"""With less room than this the cover has no picture: many institutions, a long title."""
SLACK_MM = 12
"""Left free, because the fonts of another system are higher: the foot must not go to a page of its own."""
BAND_BELOW_MM = 9
"""Room below the words on a band; the margin of the page above them has its colour, too."""
STRIP = 2
"""Height in points of the strip above a band: LibreOffice puts a line of its own before a table that begins a file with footnotes."""
HIGHEST_LINE = 1.45
"""The height of a line in sizes of its type, for the highest fonts there are."""
SMALLEST_TITLE = 0.75
"""A title without spaces is set down to this share of its size before it is broken: where sense breaks, only its author knows."""


def cover(manuscript: Manuscript) -> list[Element]:
    """Return the cover: the edition, a band in the primary colour with the title, a chart from the data, the institutions.

    It is one table as wide as the page, so that the band grows with the title in every program.
    """
    meta, theme, edition = manuscript.meta, manuscript.press.theme, manuscript.press.edition
    points, lines = fit_title(meta.title, theme)
    band = [paragraph("Title", [words("\n".join(lines), manuscript, PLAIN, *(size(points) if points < theme.sizes.cover_title else ()))])]
    if meta.subtitle:
        band.append(paragraph("Subtitle", [words(meta.subtitle, manuscript)]))
    if meta.second:
        band.append(paragraph("Subtitle", [words(meta.second.title, manuscript.in_language(edition.second))]))
    closing, foot_mm = _foot(manuscript)
    rest = theme.page.height_mm - 2 * COVER_MARGIN_MM - SLACK_MM - HEAD_MM - _band_mm(manuscript, points, len(lines))
    chart, above = manuscript.press.charts.get("cover"), theme.space[3] / POINTS_PER_MM
    wanted = min(chart.height_mm, CHART_MM) + above if chart else 0
    given_up = min(max(wanted + foot_mm - rest, 0), HEAD_MM - SMALLEST_HEAD_MM)
    edition_line = paragraph("CoverEdition", [words(meta.edition, manuscript)])
    rows = [
        _cover_row(manuscript, [edition_line], HEAD_MM - given_up, value("w:vAlign", "bottom")),
        _cover_row(manuscript, band, 0, *([shade(theme.colours.primary)] if theme.front.ground == "field" else [])),
    ]
    rest += given_up
    if chart is not None and rest - foot_mm - above >= SMALLEST_CHART_MM:
        high = min(wanted, rest - foot_mm) - above
        alt = describe(meta.cover, edition) if meta.cover else meta.title
        rows.append(_cover_row(manuscript, [paragraph("CoverPicture", [picture(chart, alt, meta.title, manuscript, theme.measure_mm, high)])], 0))
        rest -= high + above
    rows.append(_cover_row(manuscript, closing, max(rest, foot_mm), value("w:vAlign", "bottom")))
    return [_cover_table(manuscript, rows)]


def _foot(manuscript: Manuscript) -> tuple[list[Element], float]:
    """Return the institutions and the date on the cover, and about how high they are in millimetres; the second language is set smaller."""
    meta, theme, edition = manuscript.meta, manuscript.press.theme, manuscript.press.edition
    large, small, after = theme.sizes.cover_text, theme.sizes.table, theme.space[0]
    date = meta.date_text or (edition.cover_date(meta.date) if meta.date else "")
    made, points = [], theme.space[3]
    for line in filter(None, (*meta.institutions, *(meta.second.institutions if meta.second else ()), date)):
        is_second = meta.second is not None and line in meta.second.institutions and line not in meta.institutions
        look, distance = (size(small), spacing(0, after / 2)) if is_second else ((), None)
        made.append(paragraph("CoverText", [words(line, manuscript, PLAIN, *look)], distance))
        type_size = small if is_second else large
        points += _line_count(line, type_size, theme) * (type_size * HIGHEST_LINE + (after / 2 if is_second else after))
    return made, points / POINTS_PER_MM


def title_block(manuscript: Manuscript) -> list[Element]:
    """Return the title, the institutions and the date as they stand above the text or the contents of a report without a cover."""
    meta, edition, theme = manuscript.meta, manuscript.press.edition, manuscript.press.theme
    is_banded = theme.front.ground == "band"

    def bracketed(text: str) -> str:
        return f"{edition.word('label.open')}{text}{edition.word('label.close')}"

    title = fit_title(meta.title, theme)[1] if is_banded else meta.title.split("\n")
    lines = [*title, *([bracketed(meta.edition)] if meta.edition else [])]
    made = [paragraph("Title", [words("\n".join(lines), manuscript)])]
    if meta.subtitle:
        made.append(paragraph("Subtitle", [words(edition.word("page.deck_prefix") + meta.subtitle, manuscript)]))
    if meta.second:
        made.append(paragraph("Subtitle", [words(meta.second.title, manuscript.in_language(edition.second))]))
    closing = [*meta.institutions, *(meta.second.institutions if meta.second else ()), *([bracketed(edition.period(meta.date))] if meta.date else [])]
    made += [paragraph("CoverText", [words(line, manuscript)]) for line in closing]
    return [strip(theme, STRIP), _band(made, manuscript), paragraph("Spacer")] if is_banded else [*made, paragraph("Spacer")]


def _band(content: list[Element], manuscript: Manuscript) -> Element:
    """Return a band of the primary colour from edge to edge, as high as what it holds; the header of the page carries it on to the top."""
    theme = manuscript.press.theme
    width, (left, right) = dxa_mm(theme.page.width_mm), side_margins(theme)
    margins = {"left": left, "bottom": dxa_mm(BAND_BELOW_MM), "right": right}
    properties = element(
        "w:tblPr",
        None,
        *grid_look("TableNormal", width, is_headed=False, is_banded=False),
        element("w:tblInd", {"w:w": -left, "w:type": "dxa"}),
        element("w:tblCellMar", None, *(element(f"w:{side}", {"w:w": room, "w:type": "dxa"}) for side, room in margins.items())),
    )
    row = element("w:tr", None, element("w:trPr", None, element("w:cantSplit")), cell(width, content, shade(theme.colours.primary)))
    return element("w:tbl", None, properties, element("w:tblGrid", None, element("w:gridCol", {"w:w": width})), row)


def _cover_table(manuscript: Manuscript, rows: list[Element]) -> Element:
    theme = manuscript.press.theme
    width = dxa_mm(theme.page.width_mm)
    left, right = side_margins(theme)
    margins = {"left": left, "right": right}
    properties = element(
        "w:tblPr",
        None,
        *grid_look("TableNormal", width, is_headed=False, is_banded=False),
        element("w:tblInd", {"w:w": -left, "w:type": "dxa"}),
        element("w:tblCellMar", None, *(element(f"w:{side}", {"w:w": room, "w:type": "dxa"}) for side, room in margins.items())),
    )
    return element("w:tbl", None, properties, element("w:tblGrid", None, element("w:gridCol", {"w:w": width})), *rows)


def _cover_row(manuscript: Manuscript, content: list[Element], height_mm: float, *properties: Element) -> Element:
    height = element("w:trHeight", {"w:val": dxa_mm(height_mm), "w:hRule": "atLeast"}) if height_mm else None
    width = dxa_mm(manuscript.press.theme.page.width_mm)
    return element("w:tr", None, element("w:trPr", None, element("w:cantSplit"), height), cell(width, content, *properties))


def _band_mm(manuscript: Manuscript, points: float, lines: int) -> float:
    """Return about how high the band with the title will be."""
    theme = manuscript.press.theme
    below = [text for text in (manuscript.meta.subtitle, manuscript.meta.second.title if manuscript.meta.second else "") if text]
    subtitle = sum(_line_count(text, theme.sizes.section, theme) * theme.sizes.section * HIGHEST_LINE + theme.space[4] for text in below)
    return (lines * points * HIGHEST_LINE + theme.space[4] + theme.space[2] + subtitle) / POINTS_PER_MM


def _line_count(text: str, points: float, theme: Theme) -> int:
    """Return about how many lines a text fills."""
    return max(1, ceil(ems(text) * points / theme.measure_pt))


def fit_title(title: str, theme: Theme) -> tuple[float, list[str]]:
    """Return the size of the title and its lines: one line as long as three quarters of the size will do, else balanced lines.

    >>> from reportgen.theme import THEMES
    >>> fit_title("全国直播电商发展指数报告", THEMES["report"])
    (34, ['全国直播电商发展指数报告'])
    >>> fit_title("National Live-Streaming E-Commerce Index Report", THEMES["report"])
    (34, ['National Live-Streaming ', 'E-Commerce Index Report'])
    """
    room, full = theme.measure_pt * 0.98, theme.sizes.cover_title
    lines = title.split("\n")
    widest = max(map(ems, lines))
    if widest * full <= room:
        return full, lines
    if " " not in title and widest * full * SMALLEST_TITLE <= room:
        return int(room / widest * 2) / 2, lines
    return full, [piece for line in lines for piece in _balanced(line, room / full)]


def _balanced(line: str, room: float) -> list[str]:
    """Return the line in as few pieces as fit into `room` ems, about equally wide, cut after a space or a mark or else anywhere."""
    tokens = re.findall(r".*?(?:[ ：:，、·—》”与和的]|$)", line)[:-1]
    if any(ems(token) > room for token in tokens):
        tokens = list(line)
    pieces = _filled(tokens, room)
    # Set narrower as long as that costs no further line.
    while len(tighter := _filled(tokens, room - 0.25)) == len(pieces):
        room, pieces = room - 0.25, tighter
    return pieces


def _filled(tokens: list[str], room: float) -> list[str]:
    lines = [""]
    for token in tokens:
        if lines[-1] and ems((lines[-1] + token).rstrip()) > room:
            lines.append("")
        lines[-1] += token
    return lines


def credits_page(manuscript: Manuscript) -> list[Element]:
    """Return the credits: each role with the institutions that filled it; nothing when there are none.

    On a page of their own they begin with the name of the report, and have a heading; below a band they are lines above the text.
    """
    meta, edition, theme = manuscript.meta, manuscript.press.edition, manuscript.press.theme
    is_banded = theme.front.ground == "band" and not theme.front.cover
    if not meta.credits:
        return []
    lines = [(credit.role, edition.word("list.comma").join(credit.names)) for credit in meta.credits]
    named = edition.word("label.report_name")
    if theme.front.cover and named not in (role for role, _ in lines):
        lines.insert(0, (named, meta.title))
    points = theme.sizes.table if is_banded else theme.sizes.body
    room = dxa(points * (max(ems(role) for role, _ in lines) * 1.1 + 1.5))
    hanging = {"w:left": room, "w:hanging": room}
    made = [] if is_banded else [paragraph("FrontHeading", [words(edition.word("label.credits"), manuscript)])]
    for role, names in lines:
        tab = element("w:tabs", None, element("w:tab", {"w:val": "left", "w:pos": room}))
        text = [words(role, manuscript, Face("CreditRole")), run("\t"), words(" ".join(names.split()), manuscript)]
        made.append(paragraph("Credits", text, tab, element("w:ind", hanging)))
    if is_banded:
        insert(properties_of(made[-1]), element("w:pBdr", None, rule("bottom", theme.rules.hair, theme.colours.rule, 6)))
        made.append(paragraph("Spacer"))
    return made


def contents_page(document: Document, manuscript: Manuscript, *, breaks: bool) -> list[Element]:
    """Return the contents as a field that is already filled: number, title, page, and the abstract under a chapter."""
    entries = list(contents(document))
    if not entries:
        return []
    page_break = element("w:pageBreakBefore") if breaks else None
    heading = paragraph("TOCHeading", [words(manuscript.press.edition.word("label.contents"), manuscript)], page_break)
    lines = [line for entry in entries for line in _entry(entry, manuscript)]
    begin = field(f'TOC \\o "1-{document.meta.contents_depth}" \\h \\z \\u', [])
    for mark in reversed(begin[:-1]):
        lines[0].insert(1, mark)
    lines.append(paragraph("Spacer", [field_mark("end")]))
    captions = [line for kind in manuscript.press.theme.front.lists for line in _captions(kind, document, manuscript)]
    gallery = element("w:docPartObj", None, value("w:docPartGallery", "Table of Contents"), element("w:docPartUnique"))
    properties = element("w:sdtPr", None, value("w:id", manuscript.control_id()), gallery)
    return [element("w:sdt", None, properties, element("w:sdtContent", None, heading, *lines)), *captions]


def _captions(kind: Literal["tables", "figures"], document: Document, manuscript: Manuscript) -> list[Element]:
    """Return the list of tables or of figures as a field that is already filled; nothing when there are none."""
    edition = manuscript.press.edition
    wanted, term = (Table, edition.word("caption.table")) if kind == "tables" else (Figure, edition.word("caption.figure"))
    found = [block for block in walk(document.blocks) if isinstance(block, wanted)]
    lines = [_caption_line(block, manuscript) for block in found]
    if not lines:
        return []
    begin = field(f'TOC \\h \\z \\c "{term}"', [])
    for mark in reversed(begin[:-1]):
        lines[0].insert(1, mark)
    space = manuscript.press.theme.space
    heading = paragraph("TOCHeading", [words(edition.word(f"label.{kind}"), manuscript)], spacing(space[4], space[2]))
    return [heading, *lines, paragraph("Spacer", [field_mark("end")])]


def _caption_line(block: Table | Figure, manuscript: Manuscript) -> Element:
    name = whole_caption(manuscript.bookmarks[block.label])
    label = f"{manuscript.captions[block.label]}{manuscript.press.edition.word('caption.gap')}"
    title = [words(label, manuscript), *runs(one_line(block.caption), manuscript, COPIED)]
    return paragraph("TableOfFigures", [anchored(name, [*title, *_page(name, block.label, manuscript)])])


def _page(name: str, label: str, manuscript: Manuscript) -> list[Element]:
    """Return the leader and the page of a line of the contents, which a screen need not show."""
    hidden = element("w:r", None, element("w:rPr", None, element("w:webHidden")), element("w:tab"))
    return [hidden, *page_reference(name, page_of(label, manuscript.press.pages), element("w:webHidden"))]


def _entry(entry: ContentsEntry, manuscript: Manuscript) -> list[Element]:
    gap = manuscript.gaps[entry.level - 1] if entry.number else ""
    name = manuscript.bookmarks[entry.label]
    title = [words(f"{entry.number}{gap}", manuscript), *runs(entry.title, manuscript, COPIED)]
    lines = [paragraph(f"TOC{min(entry.level, 3)}", [anchored(name, [*title, *_page(name, entry.label, manuscript)])])]
    if entry.deck:
        deck = [words(manuscript.press.edition.word("page.deck_prefix"), manuscript), *runs(one_line(entry.deck), manuscript, COPIED)]
        lines.append(paragraph("TOCAbstract", deck))
    return lines
