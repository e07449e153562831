"""Inspection of a finished PDF, ours or anybody's: what a typesetter would measure with a ruler, measured.

    pages       PDF → glyphs, lines, pages (PDFium); structure: properties, outline, fonts, tags (pikepdf)
    flow        lines → paragraphs
    edges, marks, blocks, grid, tables, contents, files: one function a rule, `Flow -> Measure`

Rules have the IDs of the typographic specification; Chinese rules are held against Chinese lines only.  Knows nothing of projects.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from reportgen.errors import Problem, ProjectError, nearest
from reportgen.inspection import blocks, contents, edges, files, grid, marks, tables
from reportgen.inspection.flow import Flow
from reportgen.inspection.measure import Finding, Measure
from reportgen.inspection.pages import read_pages
from reportgen.inspection.structure import MALFORMED, read_structure

BY_LINE: dict[str, Callable[[Flow], Measure]] = {
    "G3": edges.right_edges,
    "U1": marks.line_starts,
    "U2": marks.line_ends,
    "U3": marks.doubled,
    "U4": edges.line_end_marks,
    "U5": marks.adjacent_marks,
    "U7": marks.script_gaps,
    "N7": marks.numbers_whole,
    "G1": blocks.first_line_indents,
    "G5": blocks.lone_characters,
    "G6": blocks.lone_lines,
    "P5": blocks.distances,
    "P4": grid.measure_of_text,
}
"""Rules that can be held against some of the pages."""
BY_FILE: dict[str, Callable[[Flow], Measure]] = {
    "T1": tables.table_captions,
    "T5": tables.continuations,
    "T8": tables.decimal_points,
    "F1": tables.figure_captions,
    "H4": contents.headings_kept,
    "H6": contents.contents_pages,
    "H7": contents.page_labels,
    "H12": contents.outline_places,
    "NOTE1": contents.empty_bands,
    "P6": files.smallest_type,
    "P13": files.missing_glyphs,
    "P14": files.fonts,
    "A1": files.properties,
    "A3": files.heading_levels,
    "A4": files.described_figures,
    "A5": files.headed_tables,
    "A6": files.tagged_content,
    "A8": files.claims,
    "A9": files.links,
}
"""Rules that need the whole file."""
ASKED: dict[str, Callable[[Flow], Measure]] = {"P3": grid.gongwen, "UA1": files.accessible, "A3A": files.archival}
"""Rules of one kind of document, held only when they are asked for."""
RULES = BY_LINE | BY_FILE | ASKED


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was measured in a file.

    language  as the file says it, "" when it does not
    folios    the number printed on every page, "" where none is
    """

    language: str
    folios: tuple[str, ...]
    measures: tuple[Measure, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every place that misses a rule."""
        return tuple(finding for measure in self.measures for finding in measure.findings)


def inspect(data: bytes, name: str = "file.pdf", *, rules: Collection[str] = (), pages: Collection[int] = ()) -> Inspection:
    """Return the measures of a PDF.

    name    what problems call the file
    rules   IDs of what is measured; empty for all but those that must be asked for (P3, UA1, A3A)
    pages   pages, counted from 1, whose findings are wanted; empty for all.  Of rules that need the whole file only the findings are chosen.

    Raises ProjectError when the data are no PDF, need a password, or have no pages, and for rules and pages that are not there.
    """
    if unknown := [rule for rule in rules if rule not in RULES]:
        raise ProjectError(Problem("command line", f"there is no rule {rule!r}", nearest(rule, RULES), code="RG714") for rule in unknown)
    flow = read(data, name)
    if beyond := sorted(page for page in pages if not 1 <= page <= len(flow.pages)):
        raise ProjectError(Problem(name, f"there is no page {beyond[0]}", f"it has {len(flow.pages)} pages", code="RG713"))
    chosen = set(pages) or set(range(1, len(flow.pages) + 1))
    part = Flow(tuple(page if page.index + 1 in chosen else replace(page, lines=(), ink=()) for page in flow.pages), flow.structure) if pages else flow
    found = []
    for rule in RULES:
        if rule in rules or (not rules and rule not in ASKED):
            measure = RULES[rule](part if rule in BY_LINE else flow)
            found.append(replace(measure, findings=tuple(each for each in measure.findings if each.page == 0 or each.page in chosen)))
    return Inspection(flow.structure.language, tuple(contents.folio(page) for page in flow.pages), tuple(found))


def read(data: bytes, name: str = "file.pdf") -> Flow:
    """Return a PDF as lines and structure; raises ProjectError when it cannot be read."""
    import pikepdf
    import pypdfium2

    if not data.strip():
        raise ProjectError(Problem(name, "the file is empty", "build it again", code="RG710"))
    if b"%PDF-" not in data[:1024]:
        raise ProjectError(Problem(name, "this is not a PDF", "name a file that `reportgen build` or another program printed", code="RG711"))
    try:
        structure = read_structure(data)
        if not structure.pages:
            raise ProjectError(Problem(name, "the PDF has no pages", "build it again", code="RG710"))
        return Flow(read_pages(data), structure)
    except pikepdf.PasswordError:
        raise ProjectError(Problem(name, "the PDF needs a password", "take the password off first", code="RG712")) from None
    except MALFORMED:
        what, hint = "the PDF cannot be read: an object in it is not what the format asks for", "open it in another program and print it anew"
        raise ProjectError(Problem(name, what, hint, code="RG711")) from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise ProjectError(Problem(name, f"the PDF cannot be read: {error}", "open it in another program and print it anew", code="RG711")) from None
