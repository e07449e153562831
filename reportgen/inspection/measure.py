"""What a measure says: values, the limit they are held to, and every place that misses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reportgen.inspection.pages import Line

Verdict = Literal["kept", "missed", "none"]
Value = float | int | str
LONGEST_LINE = 60


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place that misses a rule.

    page   counted from 1, as a reader's program counts; 0 for the file as a whole
    line   the words of the line, or what else can be seen there
    """

    page: int
    what: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a file.

    rule     its ID in the specification: "G3"
    values   what was measured, by name, in `unit`
    limit    what the values are held to, in words
    counted  how many things were measured; with 0 there is nothing to hold to the rule, and the verdict is "none"
    """

    rule: str
    name: str
    values: tuple[tuple[str, Value], ...]
    limit: str
    counted: int
    findings: tuple[Finding, ...] = ()
    unit: str = ""

    @property
    def verdict(self) -> Verdict:
        """Return "kept", "missed", or "none" where the file has nothing of the kind."""
        return "none" if not self.counted else "missed" if self.findings else "kept"


def at(line: Line, what: str) -> Finding:
    """Return a finding on a line."""
    return Finding(line.page + 1, what, clipped(line.text))


def clipped(text: str, longest: int = LONGEST_LINE) -> str:
    r"""Return a text of at most so many characters, its middle left out: what is wrong with a line stands at its ends.

    >>> clipped("abcdefghij", 7), clipped("Table\u00a01")
    ('abc…hij', 'Table 1')
    """
    half = (longest - 1) // 2
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:half]}…{text[-half:]}"


def spread(values: Sequence[float]) -> tuple[tuple[str, Value], ...]:
    """Return least, median and most; nothing for no values.

    >>> spread([0.2, 0.3, 0.25])
    (('least', 0.2), ('median', 0.25), ('most', 0.3))
    """
    if not values:
        return ()
    found = zip(("least", "median", "most"), (min(values), middle(values), max(values)), strict=True)
    return tuple((name, round(value, 2)) for name, value in found)


def middle(values: Iterable[float]) -> float:
    """Return the median; raises StatisticsError for no values."""
    from statistics import median

    return median(values)


def share(values: Sequence[float], part: float) -> float:
    """Return the value that `part` of the values do not exceed (nearest rank).

    >>> share([1.0, 2.0, 3.0, 4.0], 0.5)
    2.0
    """
    ordered = sorted(values)
    return ordered[max(0, -int(-part * len(ordered) // 1) - 1)]
