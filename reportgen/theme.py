"""The look of a report as names and values: no CSS, no Word XML, no matplotlib in here.

HTML, PDF, Word and every chart read the same theme, so a colour or a size is decided once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Colours:
    """Colour roles as "#RRGGBB"; text roles reach a contrast of 4.5 on paper, graphics 3."""

    ink: str = "#1A1A1A"
    muted: str = "#595959"
    rule: str = "#B8BEC6"
    paper: str = "#FFFFFF"
    tint: str = "#F4F6F9"
    primary: str = "#1F3B63"
    accent: str = "#B5332E"
    up: str = "#C00000"
    down: str = "#007A3D"
    same: str = "#595959"
    nodata: str = "#D9DDE3"
    quiet: str = "#AEB8C6"
    """Bars and dots of the many, beside the one in `accent`; a graphic, never text."""
    sequential: tuple[str, ...] = ("#E8EEF6", "#BFCEE2", "#8FA8C8", "#54759F", "#1F3B63")
    categorical: tuple[str, ...] = ("#1F3B63", "#B5332E", "#B87A12", "#3E7C6A", "#7A5C8E", "#6B7785")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Type sizes in points."""

    body: float = 10.5
    chapter: float = 22
    section: float = 16
    subsection: float = 13
    paragraph: float = 11.5
    claim: float = 12
    table: float = 9.5
    caption: float = 9.5
    note: float = 8.5
    chart: float = 8.5
    cover_title: float = 34
    cover_edition: float = 84
    cover_text: float = 12


@dataclass(frozen=True, slots=True)
class Page:
    """Page geometry in millimetres; the measure is a whole number of body characters wide."""

    width_mm: float = 210
    height_mm: float = 297
    measure_chars: int = 42
    top_mm: float = 28
    bottom_mm: float = 25
    line_height: float = 1.75


@dataclass(frozen=True, slots=True)
class Rules:
    """Rule weights of tables in points: three lines, no verticals."""

    outer: float = 1.5
    head: float = 0.75
    hair: float = 0.4
    band_above_rows: int = 12
    """Rows are banded only in tables longer than this."""
    whole_to_rows: int = 36
    """A table of at most this many rows fits one page and stays whole; a longer one may be cut and repeats its head."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A named look."""

    name: str = "report"
    colours: Colours = field(default_factory=Colours)
    sizes: Sizes = field(default_factory=Sizes)
    page: Page = field(default_factory=Page)
    rules: Rules = field(default_factory=Rules)
    space: tuple[float, ...] = (4, 8, 12, 20, 32)
    """The scale of white space in points."""

    @property
    def measure_pt(self) -> float:
        """Return the width of the text area in points: `measure_chars` body characters."""
        return self.page.measure_chars * self.sizes.body

    @property
    def measure_mm(self) -> float:
        """Return the width of the text area in millimetres."""
        return self.measure_pt / POINTS_PER_MM

    @property
    def side_mm(self) -> float:
        """Return the left and right margin in millimetres."""
        return (self.page.width_mm - self.measure_mm) / 2


THEMES = {"report": Theme()}


def with_colours(theme: Theme, **overrides: str) -> Theme:
    """Return the theme with some colour roles replaced, e.g. a bureau's own primary and accent."""
    changed: dict[str, Any] = dict(overrides)
    return replace(theme, colours=replace(theme.colours, **changed))


def mixed(first: str, second: str, share: float) -> str:
    """Return `first` with `share` (0..1) of `second` mixed in.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{int(a + (b - a) * share + 0.5):02X}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two "#RRGGBB" colours, 1 (none) to 21 (black on white).

    Source: WCAG 2.2, relative luminance.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
