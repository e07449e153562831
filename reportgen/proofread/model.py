"""What proofreading speaks of: passages and tables of a document, claims in its sentences, and what the data say to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

PassageKind = Literal["heading", "caption", "text"]


class Verdict(StrEnum):
    """What the data say to a claim."""

    TRUE = "true"
    FALSE = "false"
    UNSUPPORTED = "not supported"
    """Understood, but no table of the data holds it."""
    UNCHECKABLE = "not checkable"
    """Understood in part: whose figure it is, or of what, stays open."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand together: a heading, a caption or a paragraph.

    where  place in the file: a line, a paragraph or a page
    level  of a heading, from 1; 0 for everything else
    """

    where: str
    text: str
    kind: PassageKind = "text"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the document as printed; `rows` begin with the head."""

    where: str
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


Piece = Passage | Grid


@dataclass(frozen=True, slots=True)
class Mention:
    """Something the data know, or a word that says what is claimed about it, at `start`:`end` of a sentence.

    kind    name of its pattern in templates/_proofread, or "region", "family", "column", "number", "group", "scope"
    codes   regions, of a group all its members
    key     indicator, scope or unit
    number  the figure of a "number", in `key` as printed
    low, high   first and last place of a "rank", "top", "bottom" or "span"; places from the end are negative
    """

    kind: str
    start: int
    end: int
    text: str
    codes: tuple[str, ...] = ()
    key: str = ""
    number: Decimal | None = None
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """A marked value of a Word file made by reportgen: printed when it was built (`old`) and now (`new`), and exactly what the data say."""

    old: str
    new: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim with its verdict.

    where     file and place
    claim     as understood, in words that messages can translate
    data      what the tables say, each figure with its table, or why nobody can tell
    sentence  as written; kind: the kind of claim
    better    the sentence, or the part of it, as it should read; "" when it is right or nobody can tell
    edit      of a marked value: what was printed, what is printed, what the data say; else None
    """

    where: str
    claim: str
    data: str
    sentence: str
    kind: str
    verdict: Verdict
    better: str = ""
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """All claims of a document in the order of its sentences, and what was not understood.

    with_figures  sentences that state a figure or a rank
    about_data    those of them that name a region and an indicator of the data, or stand under a heading or caption that does
    understood    those of about_data with every figure in a claim that got a verdict
    left          place and sentence of the rest of about_data
    marked, gone  values that reportgen has marked in a Word file, and how many of them have no place there any more
    """

    findings: tuple[Finding, ...]
    with_figures: int
    about_data: int
    understood: int
    left: tuple[tuple[str, str], ...] = ()
    marked: int = 0
    gone: int = 0

    def of(self, *verdicts: Verdict) -> Iterator[Finding]:
        """Yield the findings with one of these verdicts."""
        return (finding for finding in self.findings if finding.verdict in verdicts)

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many claims have each verdict."""
        return {verdict.value: sum(1 for _ in self.of(verdict)) for verdict in Verdict}
