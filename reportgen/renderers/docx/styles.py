"""What styles are made of: fonts, sizes, distances, rules and grounds, from the edition and the theme."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.edition import Edition
from reportgen.renderers.docx.units import dxa, eighth, half
from reportgen.renderers.docx.xml import Element, element, value
from reportgen.theme import OfficeFace, Theme

TIGHT = 1.3
"""Line height of headings and table text, in type sizes."""
BAR_BESIDE, BAR_ABOVE = 10, 6
"""Room between the words of a heading and the edges of its bar of colour, in points."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the styles are made from, in the words the styles are written in."""

    edition: Edition
    theme: Theme

    @property
    def indent_chars(self) -> int:
        """Return by how many characters a body paragraph is indented; 0 sets paragraphs apart by space instead."""
        return int(self.edition.terms["indent_chars"])

    def face(self, name: OfficeFace) -> Element:
        """Return the fonts of a face, Latin and East Asian."""
        latin = "sans" if name == "sans" else "serif"
        return fonts(self.edition.word(f"fonts.word_latin_{latin}"), self.edition.word(f"fonts.word_{name}"))

    def sans(self) -> Element:
        """Return the fonts of headings, captions and table heads."""
        return self.face("sans")

    def space(self, before: float = 0, after: float = 0, line: float | None = None) -> Element:
        """Return space and line height of a paragraph; on a grid it has the lines of the text."""
        return spacing(0, 0, self.line()) if self.theme.page.grid else spacing(before, after, line)

    def near_body(self, difference: float) -> float:
        """Return a size a little off that of the body in points; on a grid there is one size."""
        return self.theme.sizes.body + (0 if self.theme.page.grid else difference)

    def indent(self, points: float) -> Element | None:
        """Return the first-line indent in characters and, for programs that ignore characters, in points."""
        chars = self.indent_chars
        return element("w:ind", {"w:firstLineChars": chars * 100, "w:firstLine": dxa(chars * points)}) if chars else None

    @property
    def has_bars(self) -> bool:
        """Return whether chapters begin on bars of colour, as the title does on its band."""
        return self.theme.front.ground == "band"

    def inset(self, level: int = 0) -> Element | None:
        """Return the indent of what begins where paragraphs begin if the theme has headings there; of a heading of level 1 on its bar."""
        if level == 1 and self.has_bars:
            return element("w:ind", {"w:left": dxa(BAR_BESIDE), "w:right": dxa(BAR_BESIDE)})
        return self.indent(self.theme.sizes.body) if self.theme.headings.indented else None

    def line(self, points: float = 0, factor: float = 1.0) -> float:
        """Return the height in points of a line of type of that size, the body's when left out."""
        return (points or self.theme.sizes.body) * self.theme.page.line_height * factor

    def bold(self) -> tuple[Element, ...]:
        """Return bold where headings need it beside their font."""
        return bold() if self.edition.terms["docx.heading_bold"] else ()

    def colour(self, role: str) -> Element:
        """Return the text colour of a role of the theme."""
        return value("w:color", rgb(str(getattr(self.theme.colours, role))))


def rgb(colour: str) -> str:
    """Return "#RRGGBB" as Word writes it."""
    return colour.removeprefix("#").upper()


def fonts(latin: str, east_asian: str) -> Element:
    """Return explicit fonts for every kind of script."""
    return element("w:rFonts", {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": east_asian, "w:cs": latin})


def size(points: float) -> tuple[Element, ...]:
    """Return a type size; one between Word's halves of a point is the half above it, its characters closer by what that is more."""
    above = half(points)
    closer = () if above == points * 2 else (value("w:spacing", dxa(points - above / 2)),)
    return *closer, value("w:sz", above), value("w:szCs", above)


def bold() -> tuple[Element, Element]:
    """Return bold type."""
    return element("w:b"), element("w:bCs")


def spacing(before: float = 0, after: float = 0, line: float | None = None) -> Element:
    """Return the space around a paragraph and the height of its lines, in points.

    The height is exact: as a multiple it would depend on the font the reader's machine puts in place of ours, and with it every
    page number in the contents.
    """
    attributes: dict[str, object] = {"w:before": dxa(before), "w:after": dxa(after)}
    if line:
        attributes |= {"w:line": dxa(line), "w:lineRule": "exact"}
    return element("w:spacing", attributes)


def rule(side: str, points: float, colour: str, space: int = 0) -> Element:
    """Return a border line of a paragraph, table or cell."""
    return element(f"w:{side}", {"w:val": "single", "w:sz": eighth(points), "w:space": space, "w:color": rgb(colour)})


def shade(colour: str) -> Element:
    """Return a filled background."""
    return element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": rgb(colour)})


def justify(how: str) -> Element:
    """Return the alignment of a paragraph."""
    return value("w:jc", how)


Bits = tuple[Element | None, ...]


def style(
    kind: str, name: str, *, based: str = "Normal", following: str = "", custom: bool = True, par: Bits = (), run: Bits = (), extra: Bits = ()
) -> Element:
    """Return a style; its id is its name without spaces, in title case."""
    attributes = {"w:type": kind, "w:styleId": style_id(name)} | ({"w:customStyle": "1"} if custom else {})
    return element(
        "w:style",
        attributes,
        value("w:name", name),
        value("w:basedOn", based) if based else None,
        value("w:next", following) if following else None,
        value("w:uiPriority", 10 if custom else 9),
        element("w:qFormat") if kind != "table" else None,
        element("w:pPr", None, *par) if par else None,
        element("w:rPr", None, *run) if run else None,
        *extra,
    )


def style_id(name: str) -> str:
    """Return the id of a style.

    >>> style_id("heading 1"), style_id("Body Text"), style_id("toc 1")
    ('Heading1', 'BodyText', 'TOC1')
    """
    return "".join("TOC" if word == "toc" else word[0].upper() + word[1:] for word in name.split())


def stress(edition: Edition) -> tuple[Element, ...]:
    """Return how stressed words are set: dots in Chinese, italic where the edition says so."""
    if edition.word("docx.emphasis") == "italic":
        return element("w:i"), element("w:iCs")
    return (value("w:em", "dot"),)
