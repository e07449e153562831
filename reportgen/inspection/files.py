"""Fonts, sizes, properties and tags of a file: what can be said of it without looking at single lines."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise

from reportgen import conformance
from reportgen.inspection.flow import Flow
from reportgen.inspection.measure import Finding, Measure, clipped
from reportgen.inspection.pages import RAISED, SPACES, Glyph, Line
from reportgen.inspection.structure import MALFORMED

BODY_PT = 9.0
LEAST_PT = 7.875
"""六号, the smallest size CLREQ allows for notes and tables."""
_HEADING = re.compile(r"H([1-6])")
_SLANTED = re.compile(r"oblique|italic", re.IGNORECASE)
_JAPANESE = re.compile(r"(?:CJK|Sans|Serif)[-_ ]?jp\b|-JP\b", re.IGNORECASE)


def smallest_type(flow: Flow) -> Measure:
    """P6: running text has 9 pt at least, everything else 7.875 pt (六号); raised note marks are not counted."""
    sizes: set[float] = set()
    found: list[Finding] = []
    seen: set[tuple[int, float]] = set()
    for line in flow.lines:
        for glyph in line.glyphs:
            if glyph.char in SPACES or _is_raised(glyph, line):
                continue
            size = round(glyph.size, 2)
            sizes.add(size)
            if size < LEAST_PT and (line.page, size) not in seen:
                seen.add((line.page, size))
                found.append(Finding(line.page + 1, what=f"{size:g} pt", line=clipped(line.text)))
    found += [Finding(0, what=f"the running text has {size:g} pt") for size in flow.body_sizes if size < BODY_PT]
    values = (("body", min(flow.body_sizes, default=0.0)), ("least", min(sizes))) if sizes else ()
    return Measure("P6", "type sizes", values, f"{BODY_PT:g} / {LEAST_PT:g} pt", len(sizes), tuple(found), "pt")


def fonts(flow: Flow) -> Measure:
    """P14, P12, P10: fonts are embedded, subset and mapped to Unicode; none is Japanese; Chinese is not slanted, and no face is faked."""
    found = []
    for font in flow.structure.fonts:
        wrong = {"is not embedded": not font.is_embedded, "is not subset": not font.is_subset, "has no map to Unicode": not font.has_unicode}
        found += [Finding(0, what=what, line=font.name) for what, is_wrong in wrong.items() if is_wrong]
        if _JAPANESE.search(font.name):
            found.append(Finding(0, what="is a Japanese font", line=font.name))
        elif "CJK" in font.name and _SLANTED.search(font.name):
            found.append(Finding(0, what="is a slanted Chinese font", line=font.name))
    found += [Finding(page.index + 1, what=f"{page.stroked} texts are outlined, as a faked bold face is") for page in flow.pages if page.stroked]
    found += [Finding(page.index + 1, what=f"{page.slanted} texts are slanted, as a faked italic face is") for page in flow.pages if page.slanted]
    names = ", ".join(font.name for font in flow.structure.fonts)
    return Measure("P14", "fonts", (("", names),) if names else (), "embedded, subset, real", len(flow.structure.fonts), tuple(found))


def missing_glyphs(flow: Flow) -> Measure:
    """P13: no glyph is the box a font shows for what it does not have."""
    found = [Finding(page + 1, what=f"{count} characters without a glyph") for page, count in flow.structure.missing.items()]
    glyphs = sum(len(line.glyphs) for line in flow.lines)
    return Measure("P13", "missing glyphs", ((".notdef", sum(flow.structure.missing.values())),), "0", glyphs, tuple(found))


def properties(flow: Flow) -> Measure:
    """A1: the file says its language and title, shows the title, and is marked as tagged."""
    wrong = {
        "the file has no /Lang": not flow.structure.language,
        "the file has no title": not flow.structure.title,
        "the title is not shown": not flow.structure.shows_title,
        "the file is not marked as tagged": not flow.structure.is_marked,
    }
    values = (("Lang", flow.structure.language or "–"), ("title", clipped(flow.structure.title, 30) or "–"))
    return Measure("A1", "properties", values, "Lang, title, MarkInfo", 1, tuple(Finding(0, what=what) for what, is_wrong in wrong.items() if is_wrong))


def heading_levels(flow: Flow) -> Measure:
    """A3: tagged headings skip no level on their way down."""
    headings = [(int(level[1]), tag) for tag in flow.structure.tags if (level := _HEADING.fullmatch(tag.kind))]
    found = [Finding(tag.page + 1, what=f"H{level} follows H{before}") for (before, _), (level, tag) in pairwise(headings) if level > before + 1]
    counts = Counter(f"H{level}" for level, _ in headings)
    return Measure("A3", "heading levels", tuple(sorted(counts.items())), "no skips", len(headings), tuple(found))


def described_figures(flow: Flow) -> Measure:
    """A4: every tagged figure has words for those who do not see it."""
    figures = [tag for tag in flow.structure.tags if tag.kind == "Figure"]
    found = [Finding(tag.page + 1, what="a figure without /Alt") for tag in figures if not tag.alt.strip()]
    return Measure("A4", "figures described", (("figures", len(figures)),), "all", len(figures), tuple(found))


def headed_tables(flow: Flow) -> Measure:
    """A5: every tagged table has header cells."""
    tables = [tag for tag in flow.structure.tags if tag.kind == "Table"]
    found = [Finding(tag.page + 1, what="a table without header cells") for tag in tables if "TH" not in tag.inside]
    return Measure("A5", "tables with headers", (("tables", len(tables)),), "all", len(tables), tuple(found))


def tagged_content(flow: Flow) -> Measure:
    """A6: what is painted is reached by the structure tree or is an artifact, as page headers and footers are."""
    found = []
    for page in flow.pages:
        lost = len(page.marks - flow.structure.tagged.get(page.index, frozenset())) + page.strays
        if lost:
            found.append(Finding(page.index + 1, what=f"{lost} pieces of content are neither tagged nor artifacts"))
    return Measure("A6", "content outside the tags", (("pages", len(found)),), "0", len(flow.pages) if flow.structure.tags else 0, tuple(found))


def links(flow: Flow) -> Measure:
    """A9: links lead somewhere and say where."""
    found = [Finding(page + 1, what="a link leads nowhere", line=name) for page, name in flow.structure.broken]
    found += [Finding(page + 1, what=f"{count} links without /Contents") for page, count in sorted(Counter(flow.structure.speechless).items())]
    return Measure("A9", "links", (("links", flow.structure.links),), "all lead, with /Contents", flow.structure.links, tuple(found))


def claims(flow: Flow) -> Measure:
    """A8: what a file says it keeps, PDF/UA-1 and PDF/A-3a, it keeps as far as `conformance` looks."""
    wanted = flow.structure.claims
    found = [each for claim in wanted for each in _problems(flow, claim)]
    return Measure("A8", "claims", (("", ", ".join(wanted)),), "borne out", len(wanted), tuple(found))


def accessible(flow: Flow) -> Measure:
    """UA1: the conditions of PDF/UA-1, whether the file claims it or not."""
    return Measure("UA1", "accessible, as PDF/UA-1", (), "all conditions", 1, _problems(flow, "PDF/UA-1"))


def archival(flow: Flow) -> Measure:
    """A3A: the conditions of PDF/A-3a, whether the file claims it or not."""
    return Measure("A3A", "archival, as PDF/A-3a", (), "all conditions", 1, _problems(flow, "PDF/A-3a"))


def _problems(flow: Flow, standard: str) -> tuple[Finding, ...]:
    """Return what keeps a file from a standard."""
    import pikepdf

    check = {"PDF/UA-1": conformance.accessible.problems, "PDF/A-3a": conformance.archival.problems}[standard]
    found = []
    with pikepdf.open(io.BytesIO(flow.structure.data)) as opened:
        try:
            problems = tuple(check(opened))
        except MALFORMED:
            return (Finding(0, what="an object in the file is not what the format asks for"),)
        for problem in problems:
            page = re.match(r"page (\d+)(?:, )?", problem.where)
            found.append(Finding(int(page[1]) if page else 0, problem.what, problem.where[page.end() :] if page else problem.where))
    return tuple(found)


def _is_raised(glyph: Glyph, line: Line) -> bool:
    return glyph.size < line.size * RAISED and abs(glyph.y - line.y) > 0.1 * line.size


