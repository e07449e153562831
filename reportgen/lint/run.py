"""Reading and mending the sources of a path."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.lint.passages import Page
from reportgen.lint.repair import Finding, findings, repaired
from reportgen.lint.sources import Source, find_sources
from reportgen.output import replace_file


@dataclass(frozen=True, slots=True)
class Linted:
    """What was found, by file and place, and how many files were read."""

    findings: tuple[Finding, ...]
    files: int


@dataclass(frozen=True, slots=True)
class Mended:
    """A file that a repair changes: its text before and after, and the number of repairs by rule."""

    path: str
    before: str
    after: str
    counts: Counter[str]

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        lines = difflib.unified_diff(_lines(self.before), _lines(self.after), f"a/{self.path}", f"b/{self.path}", n=1)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def lint(path: Path, only: Collection[str] = ()) -> Linted:
    """Return what breaks the rules in the sources of a path; raises ReportError when they cannot be read."""
    asked = find_sources(path, only)
    pages = tuple(source.page_of(source.text) for source in asked.sources)
    found = tuple(finding for at in range(len(pages)) for finding in _findings(asked.sources, pages, at, asked.rules))
    return Linted(found, len(pages))


def mend(path: Path, only: Collection[str] = (), *, write: bool) -> tuple[Mended, ...]:
    """Return the files in which something sure was wrong, mended; with `write` they are replaced, each as a whole.

    Files in which nothing is mended keep their bytes.  Raises ReportError when a file cannot be read or written.
    """
    asked = find_sources(path, only)
    changed = []
    for source in asked.sources:
        after, counts = repaired(source.text, source.page_of, asked.rules) if source.may_mend else (source.text, Counter())
        if after != source.text:
            changed.append((source, Mended(source.path, source.text, after, counts)))
    if write:
        for source, mended in changed:
            replace_file(source.file, source.mark + mended.after.encode())
    return tuple(mended for _, mended in changed)


def _findings(sources: Sequence[Source], pages: Sequence[Page], at: int, asked: Collection[str]) -> tuple[Finding, ...]:
    """Return the findings of one file; the other narratives of its language help to judge its headings."""
    source, page = sources[at], pages[at]
    alike = (other for number, other in enumerate(pages) if number != at and source.group and sources[number].group == source.group)
    company = tuple(passage for other in alike for passage in other.passages)
    found = findings(source.path, source.text, page, asked, company)
    return found if source.may_mend else tuple(replace(finding, is_safe=False) for finding in found)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
