"""Verification measured: of hundreds of small errors planted in finished files, nearly all are found, and none where none was planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from reportgen.verification.compare import compare
from reportgen.verification.expected import Medium, expected
from reportgen.verification.from_pdf import marked_text, read_marked
from tests.verification.finished import BOTH, Finished, finished
from tests.verification.mutations import in_html, in_marked, in_pages, in_word

LEAST = 0.99
TAGS = ("zh-Hans", "en", BOTH)


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
        reading = read_marked(data, changed, (), has_credits=True, has_marks=True)
        yield f"pdf: {what}", bool(compare(wanted, reading, "report.pdf", "pdf").problems)


def planted(sample: Finished, count: int) -> Iterator[tuple[str, bool]]:
    yield from by_file(sample, "html", in_html(sample.files["html"], count))
    yield from by_file(sample, "docx", in_word(sample.files["docx"], count))
    yield from by_content(sample, count)
    yield from by_file(sample, "pdf", in_pages(sample.files["pdf"], count // 2))


def test_of_hundreds_of_planted_errors_nearly_all_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    found = [each for tag in TAGS for each in planted(finished(tag), 6)]
    kinds = Counter(what.partition(":")[0] for what, _ in found)
    missed = [what for what, is_found in found if not is_found]
    with capsys.disabled():
        print(f"\n{len(found) - len(missed)} of {len(found)} planted errors found ({dict(kinds)}); missed: {missed}")
    assert min(kinds[medium] for medium in ("html", "pdf", "docx")) > 75
    assert len(found) >= 300
    assert len(missed) <= (1 - LEAST) * len(found), missed
