"""The styles of the file: every role of a report once, with explicit fonts, from the edition and the theme.

Names of built-in styles are Word's own English ones, which Word shows translated; ids are ASCII.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.edition import Edition
from reportgen.renderers.docx.units import dxa, eighth, half
from reportgen.renderers.docx.xml import Element, element, root, value
from reportgen.theme import OfficeFace, Theme

TIGHT = 1.3
"""Line height of headings and table text, in type sizes."""


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

    def inset(self) -> Element | None:
        """Return the indent of what begins where paragraphs begin if the theme has headings there."""
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


def styles(edition: Edition, theme: Theme) -> Element:
    """Return the root of the styles part."""
    look = Look(edition, theme)
    return root(
        "w:styles",
        _defaults(look),
        *_standard(look),
        *_text(look),
        *_headings(look),
        *_front(look),
        *_floats(look),
        *_furniture(look),
        *_characters(look),
        *_tables(look),
    )


def _defaults(look: Look) -> Element:
    language = element("w:lang", {"w:val": "en-US", "w:eastAsia": look.edition.word("docx.east_asian"), "w:bidi": "ar-SA"})
    run = element("w:rPr", None, look.face(look.theme.office_body), value("w:kern", 2), *size(look.theme.sizes.body), language)
    return element("w:docDefaults", None, element("w:rPrDefault", None, run), element("w:pPrDefault"))


def _standard(look: Look) -> list[Element]:
    def default(kind: str, identifier: str, name: str, *rest: Element) -> Element:
        attributes = {"w:type": kind, "w:default": "1", "w:styleId": identifier}
        return element("w:style", attributes, value("w:name", name), *rest)

    def hidden() -> tuple[Element, ...]:
        return value("w:uiPriority", 99), element("w:semiHidden"), element("w:unhideWhenUsed")

    sides = {"top": 0, "left": 108, "bottom": 0, "right": 108}
    margins = element("w:tblCellMar", None, *(element(f"w:{side}", {"w:w": width, "w:type": "dxa"}) for side, width in sides.items()))
    table = element("w:tblPr", None, element("w:tblInd", {"w:w": 0, "w:type": "dxa"}), margins)
    return [
        default("paragraph", "Normal", "Normal", element("w:qFormat"), element("w:pPr", None, justify("both")), element("w:rPr", None, look.colour("ink"))),
        default("character", "DefaultParagraphFont", "Default Paragraph Font", *hidden()),
        default("table", "TableNormal", "Normal Table", *hidden(), table),
        default("numbering", "NoList", "No List", *hidden()),
    ]


def _text(look: Look) -> list[Element]:
    sizes, space = look.theme.sizes, look.theme.space
    gap = 0 if look.indent_chars else space[1]
    small, large = look.near_body(-0.5), look.near_body(1)
    line, boxed = look.line(), look.line(small, 0.93)
    return [
        style("paragraph", "Body Text", custom=False, par=(spacing(0, gap, line), look.indent(sizes.body))),
        style("paragraph", "Plain Text Body", par=(spacing(0, gap, line),)),
        style(
            "paragraph",
            "Lead",
            following="BodyText",
            par=(look.space(0, space[2], look.line(large)), look.indent(large)),
            run=(look.colour("primary"), *size(large)),
        ),
        style(
            "paragraph",
            "Claim",
            following="BodyText",
            par=(element("w:keepNext"), look.space(space[0], space[1], look.line(sizes.claim, 0.89)), look.inset(), justify("left")),
            run=(look.sans(), *bold(), look.colour("primary"), *size(sizes.claim)),
        ),
        style("paragraph", "Second Text", par=(spacing(0, space[1], boxed), justify("left")), run=(look.colour("muted"), *size(small))),
        style("paragraph", "List Bullet", custom=False, par=(spacing(0, gap / 2, line),)),
        style("paragraph", "List Number", custom=False, par=(spacing(0, gap / 2, line),)),
        style("paragraph", "List Continue", custom=False, par=(spacing(0, gap / 2, line),)),
        style(
            "paragraph",
            "Box Title",
            following="BoxText",
            par=(element("w:keepNext"), spacing(space[1], space[0] / 2, boxed), justify("left")),
            run=(look.sans(), *bold(), look.colour("primary"), *size(sizes.body)),
        ),
        style("paragraph", "Box Text", par=(spacing(0, space[0], boxed), look.indent(small)), run=size(small)),
        # Word joins tables that touch, and a table has no space below: this line parts them.
        style("paragraph", "Spacer", par=(element("w:spacing", {"w:before": 0, "w:after": 0, "w:line": dxa(space[1]), "w:lineRule": "exact"}),), run=size(2)),
    ]


def _headings(look: Look) -> list[Element]:
    sizes, space = look.theme.sizes, look.theme.space
    page = look.theme.page
    around = ((space[3] if page.chapters == "run-on" and not page.grid else 0, space[2]), (space[3], space[1]), (space[2], space[0]), (space[1], space[0]))
    made = []
    for level, points in enumerate((sizes.chapter, sizes.section, sizes.subsection, sizes.paragraph)):
        number = element("w:numPr", None, value("w:ilvl", level), value("w:numId", 1))
        par = (
            element("w:keepNext"),
            element("w:keepLines"),
            element("w:pageBreakBefore") if level == 0 and page.chapters != "run-on" else None,
            number,
            look.space(around[level][0], around[level][1], points * TIGHT),
            look.inset(),
            justify("left"),
            value("w:outlineLvl", level),
        )
        face = look.theme.headings.office[level]
        run = (look.face(face), *(look.bold() if face == "sans" else ()), look.colour("primary" if level < 3 else "ink"), *size(points))
        made.append(style("paragraph", f"heading {level + 1}", custom=False, following="BodyText", par=par, run=run))
    large, border = look.near_body(1), element("w:pBdr", None, rule("bottom", look.theme.rules.head, look.theme.colours.primary, 8))
    deck = (element("w:keepNext"), border if look.theme.rules.opening else None, look.space(0, space[3], look.line(large, 0.94)), look.inset(), justify("left"))
    made.append(style("paragraph", "Deck", following="BodyText", par=deck, run=(look.colour("primary"), *size(large))))
    return made


def _front(look: Look) -> list[Element]:
    sizes, space, paper = look.theme.sizes, look.theme.space, look.colour
    is_field = look.theme.front.cover and look.theme.front.ground == "field"
    side, role = ("left", "paper") if is_field else ("center", "ink")
    text_face = look.sans() if is_field else look.face(look.theme.office_body)
    title = (*((look.sans(), *look.bold()) if is_field else (look.face("serif"), *bold())), paper(role), *size(sizes.cover_title))
    measure = dxa(look.theme.measure_pt)

    def dotted() -> Element:
        return element("w:tabs", None, element("w:tab", {"w:val": "right", "w:leader": "dot", "w:pos": measure}))

    def front_heading(name: str, custom: bool) -> Element:
        if look.theme.page.grid:
            run, around, where = (look.face("serif"), *bold(), *size(sizes.contents)), spacing(look.line(), look.line(), look.line()), "center"
        else:
            run, around, where = (look.sans(), *look.bold(), paper("primary"), *size(sizes.chapter)), spacing(0, space[3], sizes.chapter * TIGHT), "left"
        par = (element("w:keepNext"), around, justify(where))
        return style("paragraph", name, custom=custom, following="BodyText", par=par, run=run)

    made = [
        style("paragraph", "Title", custom=False, following="Subtitle", par=(spacing(space[4], space[2]), justify(side)), run=title),
        style("paragraph", "Subtitle", custom=False, par=(spacing(0, space[4]), justify(side)), run=(look.sans(), paper(role), *size(sizes.section))),
        style("paragraph", "Cover Edition", par=(spacing(0, 0), justify(side)), run=(look.sans(), *bold(), paper("primary"), *size(sizes.cover_edition))),
        style("paragraph", "Cover Text", par=(spacing(0, space[0]), justify(side)), run=(text_face, *size(sizes.cover_text))),
        style("paragraph", "Cover Picture", par=(spacing(space[3], 0), justify("left"))),
        style("paragraph", "Credits", par=(spacing(0, space[1], look.line(factor=0.9)), justify("left"))),
        front_heading("Front Heading", custom=True),
        front_heading("TOC Heading", custom=False),
    ]
    for level in (1, 2, 3):
        run: Bits = (look.sans(), *look.bold(), paper("primary"), *size(sizes.paragraph)) if level == 1 else ()
        indent = element("w:ind", {"w:left": dxa(sizes.body * 2 * (level - 1))}) if level > 1 else None
        par = (
            element("w:keepNext") if level == 1 else None,
            dotted(),
            look.space(space[2] if level == 1 else 0, space[0] if level == 1 else 0, look.line(factor=0.97)),
            indent,
            justify("left"),
        )
        made.append(style("paragraph", f"toc {level}", custom=False, par=par, run=run))
    inset = element("w:ind", {"w:left": dxa(sizes.body * 2), "w:right": dxa(sizes.body * 4)})
    abstract = (spacing(0, space[0], look.line(sizes.table, 0.92)), inset, justify("left"))
    made.append(style("paragraph", "TOC Abstract", par=abstract, run=(paper("muted"), *size(sizes.table))))
    made.append(style("paragraph", "table of figures", custom=False, par=(dotted(), spacing(0, 0, look.line(factor=0.9)), justify("left"))))
    return made


def _floats(look: Look) -> list[Element]:
    sizes, space = look.theme.sizes, look.theme.space

    def table_text(name: str, how: str) -> Element:
        return style("paragraph", name, based="TableText", par=(justify(how),))

    return [
        style(
            "paragraph",
            "caption",
            custom=False,
            following="BodyText",
            par=(element("w:keepLines"), spacing(space[1], space[0], sizes.caption * 1.4), justify("center")),
            run=(look.sans(), *look.bold(), *size(sizes.caption)),
        ),
        style("paragraph", "Figure", following="Caption", par=(element("w:keepNext"), spacing(space[1], 0), justify("center"))),
        style("paragraph", "Table Text", par=(spacing(1.7, 1.7, sizes.table * TIGHT), justify("left")), run=size(sizes.table)),
        table_text("Table Number", "right"),
        table_text("Table Centre", "center"),
        style(
            "paragraph",
            "Table Head",
            based="TableText",
            par=(element("w:keepNext"), spacing(3, 3, sizes.table * TIGHT), justify("left")),
            run=(look.sans(), *look.bold(), *size(sizes.table)),
        ),
        style("paragraph", "Table Head Centre", based="TableHead", par=(justify("center"),)),
        style("paragraph", "Key Figure", par=(element("w:keepNext"), spacing(space[1], 0, sizes.figure * TIGHT), justify("left")), run=(
            look.sans(), look.colour("primary"), *size(sizes.table),
        )),
        style("paragraph", "Key Figure Meaning", par=(spacing(0, space[1], sizes.table * 1.5), justify("left")), run=size(sizes.table)),
        style(
            "paragraph",
            "Source Note",
            following="BodyText",
            par=(element("w:keepLines"), spacing(space[0] / 2, 0, sizes.note * 1.5), justify("left")),
            run=(look.colour("muted"), *size(sizes.note)),
        ),
    ]


def _furniture(look: Look) -> list[Element]:
    sizes, colours = look.theme.sizes, look.theme.colours
    border = element("w:pBdr", None, rule("bottom", look.theme.rules.hair, colours.rule, 4))
    outside, note = look.theme.page.numbers == "outside", spacing(0, 0, sizes.note * 1.5)
    # One character from the outer edge.
    inset = element("w:ind", {"w:left": dxa(sizes.page_number), "w:right": dxa(sizes.page_number)}) if outside else None
    number = (look.face("serif"), *size(sizes.page_number)) if outside else (look.sans(), look.colour("muted"), *size(sizes.note))
    return [
        style("paragraph", "header", custom=False, par=(border, justify("left")), run=(look.sans(), look.colour("muted"), *size(sizes.note))),
        style("paragraph", "footer", custom=False, par=(justify("center"), inset), run=number),
        style("paragraph", "footnote text", custom=False, par=(value("w:snapToGrid", 0), note, justify("left")), run=size(sizes.note)),
        style("character", "footnote reference", based="DefaultParagraphFont", custom=False, run=(value("w:vertAlign", "superscript"),)),
    ]


def _characters(look: Look) -> list[Element]:
    def character(name: str, *run: Element, custom: bool = True) -> Element:
        return style("character", name, based="DefaultParagraphFont", custom=custom, run=run)

    return [
        character("Strong", *bold(), custom=False),
        character("Emphasis", *stress(look.edition), custom=False),
        character("Hyperlink", look.colour("primary"), value("w:u", "single"), custom=False),
        character("Rank Up", look.colour("up")),
        character("Rank Down", look.colour("down")),
        character("Rank Same", look.colour("same")),
        character("Own Row", *bold(), look.colour("accent")),
        character("Key Digits", look.sans(), *bold(), look.colour("primary"), *size(look.theme.sizes.figure)),
        character("Credit Role", look.sans(), *look.bold(), look.colour("primary")),
    ]


def stress(edition: Edition) -> tuple[Element, ...]:
    """Return how stressed words are set: dots in Chinese, italic where the edition says so."""
    if edition.word("docx.emphasis") == "italic":
        return element("w:i"), element("w:iCs")
    return (value("w:em", "dot"),)


def _tables(look: Look) -> list[Element]:
    colours, rules = look.theme.colours, look.theme.rules
    outer = element("w:tblBorders", None, rule("top", rules.outer, colours.ink), rule("bottom", rules.outer, colours.ink))
    head = element("w:tcPr", None, element("w:tcBorders", None, rule("bottom", rules.head, colours.ink)), value("w:vAlign", "bottom"))
    band = element("w:tcPr", None, shade(colours.tint))
    three = (
        element("w:tblPr", None, value("w:tblStyleRowBandSize", 1), justify("center"), outer),
        element("w:tblStylePr", {"w:type": "firstRow"}, head),
        element("w:tblStylePr", {"w:type": "band2Horz"}, band),
    )
    frame = [rule(side, rules.frame, colours.primary) for side in ("top", "bottom", "right") if rules.frame]
    borders = element("w:tblBorders", None, rule("left", rules.bar, colours.primary), *frame)
    box = (element("w:tblPr", None, borders), element("w:tcPr", None, shade(colours.tint)))
    return [style("table", "Three-Line Table", based="TableNormal", extra=three), style("table", "Box", based="TableNormal", extra=box)]
