"""What two reports are compared by, and what comes of it: boards of figures, passages of words, shifts and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from reportgen.document import Change, CrossRef, Quantity

SideKind = Literal["project", "data", "report"]
State = Literal["up", "down", "same", "entered", "left"]
FindingKind = Literal["meaning", "stale", "added", "removed", "words", "numbers"]
ReasonKind = Literal["rank", "name", "turn", "sign", "opposite", "ordinal", "typed"]
FINDING_KINDS: tuple[FindingKind, ...] = ("meaning", "stale", "added", "removed", "words", "numbers")
"""From what an editor must see to what follows from the data."""


@dataclass(frozen=True, slots=True)
class Column:
    """The figures of one indicator by key; `ranks` by key, 1 = best, empty where nothing is ranked by it."""

    name: str
    title: str
    unit: str = ""
    decimals: int = 0
    cells: Mapping[str, Decimal] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Board:
    """One table of one side: the names of its rows by key, and its columns; `main` names the one it is ranked by."""

    name: str
    title: str
    names: Mapping[str, str]
    columns: Mapping[str, Column]
    main: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """What became of one row in one column; None where a side has no such figure.

    column   of figures, in `unit` with `decimals` digits
    is_main  the column is the one the table is ranked by
    """

    key: str
    name: str
    column: str
    title: str
    unit: str
    decimals: int
    is_main: bool
    old: Decimal | None
    new: Decimal | None
    old_rank: int | None
    new_rank: int | None
    state: State

    @property
    def places(self) -> int:
        """Return the places gained (positive) or lost; 0 where a rank is not known."""
        return self.old_rank - self.new_rank if self.old_rank is not None and self.new_rank is not None else 0

    @property
    def difference(self) -> Decimal | None:
        """Return new − old, None where one is not known."""
        return self.new - self.old if self.old is not None and self.new is not None else None

    @property
    def percent(self) -> Decimal | None:
        """Return the change of the value in percent of the old one; for percentages in points; None where it is not known."""
        if self.difference is None or self.old is None:
            return None
        return self.difference if self.unit == "percent" else 100 * self.difference / abs(self.old) if self.old else None


@dataclass(frozen=True, slots=True)
class TableChange:
    """One table on both sides: all shifts, the weightiest first, and how many rows stand on either side."""

    name: str
    title: str
    shifts: tuple[Shift, ...]
    old_rows: int
    new_rows: int

    def count(self, state: State) -> int:
        """Return how many rows of the column the table is ranked by went this way."""
        return sum(shift.is_main and shift.state == state for shift in self.shifts)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is too small to be shown: moves of fewer places, and changes of a smaller percentage; entered and left always show."""

    places: int = 1
    percent: Decimal | None = None

    def shows(self, shift: Shift) -> bool:
        """Return whether a shift is shown."""
        if shift.state in ("entered", "left") or abs(shift.places) >= self.places:
            return True
        return self.percent is not None and shift.percent is not None and abs(shift.percent) >= self.percent


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or the words of a value or reference with its node."""

    text: str
    node: Quantity | Change | CrossRef | None = None


PassageKind = Literal["heading", "text", "item", "caption", "note", "box", "footnote"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, list item, caption or note.

    place   words of the heading it stands under, with its number
    label   of a heading, table or figure, which finds it again; "" elsewhere
    role    of a paragraph; level of a heading
    """

    kind: PassageKind
    pieces: tuple[Piece, ...]
    place: str
    label: str = ""
    role: str = "body"
    level: int = 0

    @property
    def text(self) -> str:
        """Return the words as a reader sees them."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence is a finding: what of it was `old` and is `new` now.

    rank, name, turn, sign   of a value: another rank, another name, another direction, another sign
    opposite, ordinal        of its words: a word turned into its opposite, 第一 into 第二
    typed                    the sentence still says `old`, which was typed by hand; `about` says of what `new` is the figure now
    """

    kind: ReasonKind
    old: str
    new: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that is not what it was, or is although it should not be; `old` or `new` is None where it is not there."""

    kind: FindingKind
    place: str
    old: tuple[Piece, ...] | None
    new: tuple[Piece, ...] | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """The texts of one edition: pairs of passages in reading order, and the findings; sentences that say the same are only counted."""

    edition: str
    passages: tuple[tuple[Passage | None, Passage | None], ...]
    findings: tuple[Finding, ...]
    same: int

    def of(self, kind: FindingKind) -> tuple[Finding, ...]:
        """Return the findings of a kind in reading order."""
        return tuple(finding for finding in self.findings if finding.kind == kind)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs.

    old, new      names of the two sides
    gone, fresh   titles of tables that only the old, only the new side has
    narratives    by edition; empty where the sides have no text
    """

    old: str
    new: str
    tables: tuple[TableChange, ...]
    gone: tuple[str, ...]
    fresh: tuple[str, ...]
    narratives: Mapping[str, Narrative]

    @property
    def differs(self) -> bool:
        """Return whether anything differs at all, however little."""
        return bool(self.gone or self.fresh or any(table.shifts for table in self.tables) or any(each.findings for each in self.narratives.values()))
