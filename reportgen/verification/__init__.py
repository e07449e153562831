"""Verification: the finished HTML, PDF and Word files read again and held against the tree, passage by passage, number by number.

    expected     tree → what a format must print
    from_html, from_docx, from_pdf: bytes → what a file does print
    drawn        charts, of both kinds
    compare      the two against each other
    targets      where links lead
    agreement    the tables and charts of a report against each other

Nothing that rendered a file helps to read it: lxml, PDFium and our reader of Word files do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from reportgen.document import Document
from reportgen.edition import load_edition
from reportgen.errors import Problem, ReportError
from reportgen.press import file_name, theme_of
from reportgen.project import Project
from reportgen.renderers import WordTemplate
from reportgen.verification.agreement import agreement, numbering
from reportgen.verification.compare import Compared, compare
from reportgen.verification.drawn import drawn
from reportgen.verification.expected import Medium, Print, expected, native_charts, notes_move
from reportgen.verification.passages import REBUILD
from reportgen.verification.targets import malformed

FORMATS: tuple[Medium, ...] = ("html", "pdf", "docx")
"""Formats that are read again; JSON is the tree itself."""


class VerificationError(ReportError):
    """A finished file does not say what the report says."""

    exit_code = 6


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of all files, and where the report contradicts itself."""

    files: tuple[Compared, ...]
    report: tuple[Problem, ...] = ()
    prints: tuple[Print, ...] = ()

    @property
    def printed(self) -> int:
        """Return how many numbers the report prints in these files."""
        return sum(each.printed for each in self.files)

    @property
    def matched(self) -> int:
        """Return how many of them were read where they belong."""
        return sum(each.matched for each in self.files)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return everything that differs."""
        return (*(problem for each in self.files for problem in each.problems), *self.report)


def verify(
    spec: Project, documents: Mapping[str, Document], outputs: Mapping[str, bytes], templates: Mapping[str, WordTemplate] = MappingProxyType({})
) -> Verified:
    """Return how the outputs of a project, by file name, agree with its documents, by edition; one that is not there is a problem.

    templates   the Word file that an edition is written into, by edition
    """
    compared: list[Compared] = []
    prints = [print_of(spec, tag, document, templates.get(tag)) for tag, document in documents.items()]
    inner = list(agreement(documents))
    for printed, (tag, document) in zip(prints, documents.items(), strict=True):
        inner += [*numbering(document, printed.scheme, tag), *malformed(expected(printed, "html"))]
        names = {medium: file_name(spec.name, tag, medium) for medium in FORMATS if medium in spec.formats}
        files = {medium: (name, outputs.get(name)) for medium, name in names.items()}
        compared += verify_edition(printed, files, has_pages=spec.word.pages == "off")
    return Verified(tuple(compared), tuple(dict.fromkeys(inner)), tuple(prints))


def print_of(spec: Project, tag: str, document: Document, template: WordTemplate | None = None) -> Print:
    """Return how a project prints an edition, its charts drawn anew."""
    edition, theme = load_edition(tag), theme_of(spec.theme)
    has_native = spec.word.charts == "native"
    return Print(document, edition, spec.scheme(edition), theme, spec.word.tags, spec.word.front, drawn(document, edition, theme), has_native, template)


def verify_edition(printed: Print, files: Mapping[Medium, tuple[str, bytes | None]], *, has_pages: bool = True) -> Iterable[Compared]:
    """Yield what came of each file of an edition; the PDF also says which pages Word's contents must name, unless `has_pages` is False."""
    pages: Mapping[str, str] | None = None
    for medium in FORMATS:
        name, data = files.get(medium, ("", None))
        if not name:
            continue
        if data is None:
            yield Compared(name, 0, 0, (Problem(name, "this file is not there", "build the report first", code="RG810"),))
            continue
        try:
            if medium == "pdf":
                from reportgen.renderers.pdf import page_numbers

                pages = page_numbers(data)
            yield compare_file(printed, name, data, medium, pages if medium == "pdf" or (has_pages and medium == "docx") else None)
        except ReportError as error:
            yield Compared(name, 0, 0, error.problems)
        except unreadable() as error:
            what = f"this file cannot be read: {error}"
            yield Compared(name, 0, 0, (Problem(name, what, REBUILD, code="RG811"),))


def unreadable() -> tuple[type[Exception], ...]:
    """Return what readers raise for a file that is none of its format."""
    from lxml.etree import LxmlError
    from pikepdf import PasswordError, PdfError
    from pypdfium2 import PdfiumError

    return LxmlError, PasswordError, PdfError, PdfiumError, ValueError, KeyError, AttributeError, TypeError, IndexError, RuntimeError


def compare_file(printed: Print, name: str, data: bytes, medium: Medium, pages: Mapping[str, str] | None) -> Compared:
    """Return how one finished file agrees with its document."""
    document = printed.document
    match medium:
        case "html":
            from reportgen.verification.from_html import read_html

            reading = read_html(data)
        case "pdf":
            from reportgen.verification.from_pdf import read_pdf

            reading = read_pdf(data, has_credits=bool(document.meta.credits), has_marks=not notes_move(document))
        case "docx":
            return _compare_word(printed, name, data, pages)
    return compare(expected(printed, medium, pages), reading, name, medium)


def _compare_word(printed: Print, name: str, data: bytes, pages: Mapping[str, str] | None) -> Compared:
    """Return how a Word file agrees with its document; in an institute's template, what is the template's own is left alone."""
    from reportgen.verification.from_docx import read_docx

    styles: Mapping[str, str] = {}
    if printed.template is not None:
        from reportgen.renderers.docx.template import as_numbered, front_of, notes_before, study

        found = study(printed.template, printed.edition, printed.theme)
        document, front = as_numbered(printed.document, found)[0], front_of(found, printed.front)
        printed = replace(printed, document=document, theme=found.theme, front=front, notes_before=notes_before(found))
        styles = {match.id: match.role.id for match in found.matches}
    marks = "" if notes_move(printed.document) else printed.edition.word("page.note_marks")
    reading = read_docx(data, name, marks=marks, has_pages=pages is not None, has_tags=printed.has_tags, styles=styles)
    charts = native_charts(printed, reading.extents)
    wanted = expected(printed, "docx", pages, {label: chart for label, (_, chart) in charts.items()})
    behind = {owner: chart.behind for owner, chart in charts.values()}
    return compare(wanted, reading, name, "docx", behind, is_whole=printed.template is None)
