"""The look of a report as names and values: no CSS, no Word XML, no matplotlib in here.

HTML, PDF, Word and every chart read the same theme, so a colour or a size is decided once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

Face = Literal["sans", "sans-bold", "serif", "serif-bold"]
Chapters = Literal["page", "recto", "run-on"]
OfficeFace = Literal["serif", "sans", "fangsong", "kaiti"]
"""Typefaces of office programs, which have more of them than we may bundle; the terms of an edition name them."""

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
    deck: float = 11.5
    lead: float = 12
    contents: float = 16
    abstract: float = 9.5
    table: float = 9.5
    caption: float = 9.5
    note: float = 8.5
    figure: float = 24
    """Digits of a key figure."""
    chart: float = 8.5
    cover_title: float = 34
    cover_edition: float = 84
    cover_text: float = 12
    running_head: float = 8
    page_number: float = 9


@dataclass(frozen=True, slots=True)
class Page:
    """Page geometry in millimetres; the measure is a whole number of body characters wide.

    binding_mm  margin at the binding edge: left on odd pages, right on even ones; None shares out evenly what the measure leaves
    chapters    page: each starts a page; recto: a right-hand page, blank ones are put in; run-on: where the one before ended
    grid        headings and paragraphs are whole lines high, so that every page of text has the same lines
    numbers     centred: 1 in the middle of the foot; outside: — 1 — at the outer edge, as GB/T 9704 has it
    heads       whether the title and the chapter stand above the text
    """

    width_mm: float = 210
    height_mm: float = 297
    measure_chars: float = 42
    top_mm: float = 28
    bottom_mm: float = 25
    line_height: float = 1.75
    binding_mm: float | None = None
    chapters: Chapters = "page"
    grid: bool = False
    numbers: Literal["centred", "outside"] = "centred"
    heads: bool = True
    dense: bool = False


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
    opening: float = 1.5
    """Under the head of a chapter."""
    bar: float = 3
    """Left of a box."""
    frame: float = 0
    """Around a box."""


@dataclass(frozen=True, slots=True)
class Headings:
    """How the four levels of headings are set, beside their sizes.

    office    their faces in Word
    indented  they begin where paragraphs begin
    """

    faces: tuple[Face, Face, Face, Face] = ("sans-bold", "sans-bold", "sans-bold", "sans-bold")
    office: tuple[OfficeFace, OfficeFace, OfficeFace, OfficeFace] = ("sans", "sans", "sans", "sans")
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the text.

    cover   a page of its own; without one the title stands above what comes first, the contents or the text
    ground  of the cover: field is one in the primary colour, paper none; band is a field above the text, for themes without a cover
    lists   after the contents
    """

    cover: bool = True
    ground: Literal["field", "paper", "band"] = "field"
    lists: tuple[Literal["tables", "figures"], ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A named look.

    bilingual  how an edition in two languages has them: one below the other, or side by side; then the first takes `facing_share` of
               the measure, because English needs more room for the same
    """

    name: str = "report"
    colours: Colours = field(default_factory=Colours)
    sizes: Sizes = field(default_factory=Sizes)
    page: Page = field(default_factory=Page)
    rules: Rules = field(default_factory=Rules)
    headings: Headings = field(default_factory=Headings)
    front: Front = field(default_factory=Front)
    bilingual: Literal["stacked", "facing"] = "stacked"
    office_body: OfficeFace = "serif"
    facing_share: float = 0.44
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
    def length_pt(self) -> float:
        """Return the height of the text area in points; on a page turned sideways it is the width."""
        return (self.page.height_mm - self.page.top_mm - self.page.bottom_mm) * POINTS_PER_MM

    @property
    def line_pt(self) -> float:
        """Return the distance of the baselines of body text in points."""
        return self.sizes.body * self.page.line_height

    @property
    def side_mm(self) -> float:
        """Return the left and right margin in millimetres where they are equal."""
        return (self.page.width_mm - self.measure_mm) / 2

    @property
    def inner_mm(self) -> float:
        """Return the margin at the binding edge in millimetres."""
        return self.side_mm if self.page.binding_mm is None else self.page.binding_mm

    @property
    def outer_mm(self) -> float:
        """Return the margin opposite the binding edge in millimetres."""
        return self.page.width_mm - self.measure_mm - self.inner_mm

    @property
    def shares_front(self) -> bool:
        """Whether credits and contents stand on one page: behind a cover of colour, in a report of few pages."""
        return self.page.chapters == "run-on" and self.front.cover and self.front.ground == "field"

    @property
    def is_two_sided(self) -> bool:
        """Return whether left and right pages differ; page 1 is then a right one."""
        return self.page.chapters == "recto" or self.page.numbers == "outside"


_GREYS = ("#000000", "#202020", "#3B3B3B", "#565656", "#727272", "#919191")
"""Even steps of lightness, the palest still three to one on paper."""

GONGWEN = Theme(
    name="gongwen",
    colours=Colours(
        ink="#000000", muted="#000000", rule="#808080", tint="#FFFFFF", primary="#000000", accent="#000000", up="#000000", down="#000000",
        same="#000000", nodata="#BFBFBF", quiet="#A6A6A6", sequential=("#F2F2F2", "#CFCFCF", "#A6A6A6", "#737373", "#333333"), categorical=_GREYS,
    ),
    sizes=Sizes(
        body=15.75, chapter=15.75, section=15.75, subsection=15.75, paragraph=15.75, claim=15.75, deck=15.75, lead=15.75, contents=22, abstract=12,
        table=10.5, caption=12, note=10.5, chart=9.5, cover_title=22, cover_edition=22, cover_text=15.75, page_number=14,
    ),
    page=Page(
        measure_chars=28, top_mm=37, bottom_mm=35, line_height=28.95 / 15.75, binding_mm=28, chapters="run-on", grid=True, numbers="outside", heads=False,
    ),
    rules=Rules(opening=0, bar=0.75, frame=0.75),
    # There is no open 楷 or 仿宋 among the bundled fonts: 宋 takes their place, bold for 楷.  Word has them.
    headings=Headings(("sans-bold", "serif-bold", "serif", "serif"), ("sans", "kaiti", "fangsong", "fangsong"), indented=True),
    front=Front(cover=False, ground="paper"),
    office_body="fangsong",
)  # fmt: skip
"""GB/T 9704-2012: 22 lines of 28 characters, 37 mm above and 28 mm at the binding edge; sizes are 二号 22, 三号 15.75, 四号 14, 五号 10.5."""

BRIEF = Theme(
    name="brief",
    colours=Colours(
        primary="#0B5351", accent="#B4421F", tint="#F1F6F5", quiet="#A9BDBB",
        sequential=("#E4F0EE", "#B7D3CF", "#82ACA8", "#468581", "#0B5351"),
        categorical=("#0B5351", "#B4421F", "#A0741A", "#4A6FA5", "#7A5C8E", "#6B7785"),
    ),
    sizes=Sizes(chapter=18, section=14, subsection=12, paragraph=11, lead=13.5, cover_title=30),
    page=Page(measure_chars=44, top_mm=24, bottom_mm=22, line_height=1.7, chapters="run-on"),
    front=Front(cover=False, ground="band"),
)  # fmt: skip
"""Like a magazine: the title on a band of colour, a strong lead, chapters that run on, key figures large."""

PROFILE = replace(
    BRIEF,
    name="profile",
    sizes=Sizes(
        body=10, chapter=13.5, section=12, subsection=11, paragraph=10.5, claim=11, deck=10.5, lead=11.5, contents=14, abstract=9, table=9, caption=9,
        note=8, figure=21, chart=8, cover_title=23, cover_text=11,
    ),
    page=Page(measure_chars=47, top_mm=19, bottom_mm=18, line_height=1.55, chapters="run-on", dense=True),
    space=(3, 5, 8, 12, 20),
)  # fmt: skip
"""A brief of two dense pages, as indices give each economy: small type, half the white space, plain heads of chapters."""

THEMES = {theme.name: theme for theme in (Theme(), BRIEF, PROFILE, GONGWEN)}


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
