"""Errors planted in the files of a printed edition, each with whether verification finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.verification.compare import compare
from reportgen.verification.expected import Medium, expected, notes_move
from reportgen.verification.from_pdf import marked_text, read_marked
from tests.verification.finished import Finished
from tests.verification.mutations import in_html, in_marked, in_objects, in_pages, in_word


def by_file(sample: Finished, medium: Medium, changed: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bool]]:
    """Yield every planted error of a file and whether it is found."""
    for what, data in changed:
        yield f"{medium}: {what}", bool(sample.compared(medium, data).problems)


def by_content(sample: Finished, count: int) -> Iterator[tuple[str, bool]]:
    """Yield every error planted in the marked content of the PDF and whether it is found."""
    data, wanted = sample.files["pdf"], expected(sample.printed, "pdf", sample.pages)
    marked, _ = marked_text(data)
    shown = frozenset(key for key, text in marked.items() if text.strip() and key[1] >= 0)
    for what, changed in in_marked(marked, shown, count):
        document = sample.printed.document
        reading = read_marked(data, changed, (), has_credits=bool(document.meta.credits), has_marks=not notes_move(document))
        yield f"pdf: {what}", bool(compare(wanted, reading, "report.pdf", "pdf").problems)


def planted(sample: Finished, count: int) -> Iterator[tuple[str, bool]]:
    """Yield every planted error, `count` of each kind in each format, and whether it is found."""
    yield from by_file(sample, "html", in_html(sample.files["html"], count))
    yield from by_file(sample, "docx", in_word(sample.files["docx"], count))
    yield from by_content(sample, count)
    yield from by_file(sample, "pdf", in_objects(sample.files["pdf"], count))
    yield from by_file(sample, "pdf", in_pages(sample.files["pdf"], count))
