"""The styles of the file: every role of a report once, with explicit fonts, from the edition and the theme.

Names of built-in styles are Word's own English ones, which Word shows translated; ids are ASCII.
"""

from __future__ import annotations

from reportgen.edition import Edition
from reportgen.renderers.docx.styles import (
    BAR_ABOVE,
    BAR_BESIDE,
    TIGHT,
    Bits,
    Look,
    bold,
    justify,
    rule,
    shade,
    size,
    spacing,
    stress,
    style,
)
from reportgen.renderers.docx.units import dxa
from reportgen.renderers.docx.xml import Element, element, qname, root, value
from reportgen.theme import Theme

LEAD_BESIDE = 12
"""From the line at the left of a strong lead to its words, in points."""
BAND_SUBTITLE = 13
"""Size of the subtitle on a band, in points."""
DENSE_RULE = 2
"""From the heading of a chapter on dense pages to the rule below it, in points."""


def styles(edition: Edition, theme: Theme) -> Element:
    """Return the root of the styles part."""
    look = Look(edition, theme)
    made = [
        _defaults(look),
        *_standard(look),
        *_text(look),
        *_headings(look),
        *_front(look),
        *_floats(look),
        *_furniture(look),
        *_characters(look),
        *_tables(look),
    ]
    banded = {each.get(qname("w:styleId")): each for each in (_banded(look) if look.has_bars else ())}
    return root("w:styles", *(banded.get(each.get(qname("w:styleId")), each) for each in made))


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
            par=(spacing(space[1], space[0] / 2, boxed), justify("left")),
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
        style("paragraph", "Key Figure", par=(element("w:keepNext"), spacing(space[1], 0), justify("left")), run=(
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


def _banded(look: Look) -> list[Element]:
    """Return the styles that are others in a brief: title on a band, chapters on bars of colour or, on dense pages, over a rule, a strong lead."""
    sizes, space, colours = look.theme.sizes, look.theme.space, look.theme.colours

    def white(points: float) -> Bits:
        return look.sans(), *look.bold(), look.colour("paper"), *size(points)

    room = {"top": BAR_ABOVE, "left": BAR_BESIDE, "bottom": BAR_ABOVE, "right": BAR_BESIDE}
    # Borders of the same colour carry the ground out to the edges of the text.
    bar: Bits = (element("w:pBdr", None, *(rule(side, 0.5, colours.primary, points) for side, points in room.items())), shade(colours.primary), look.inset(1))
    together = (element("w:keepNext"), element("w:keepLines"))
    number = element("w:numPr", None, value("w:ilvl", 0), value("w:numId", 1))
    around = spacing(space[3] + BAR_ABOVE, space[2] + BAR_ABOVE, sizes.chapter * TIGHT)
    face: Bits = white(sizes.chapter)
    if look.theme.page.dense:
        bar = (element("w:pBdr", None, rule("bottom", look.theme.rules.head, colours.primary, DENSE_RULE)),)
        around = spacing(space[3], space[1], sizes.chapter * TIGHT)
        face = (look.sans(), *look.bold(), look.colour("primary"), *size(sizes.chapter))
    chapter = (*together, number, around, *bar, justify("left"), value("w:outlineLvl", 0))
    beside = element("w:pBdr", None, rule("left", look.theme.rules.bar, colours.accent, LEAD_BESIDE))
    lead = (beside, spacing(space[2], space[2], sizes.lead * 1.65), element("w:ind", {"w:left": dxa(LEAD_BESIDE + look.theme.rules.bar)}), justify("left"))
    made = [
        style("paragraph", "heading 1", custom=False, following="BodyText", par=chapter, run=face),
        style("paragraph", "Lead", following="BodyText", par=lead, run=(look.sans(), *bold(), look.colour("primary"), *size(sizes.lead))),
    ]
    if look.theme.front.cover:
        return made
    issued = (look.face(look.theme.office_body), look.colour("paper"), *size(sizes.table))
    return [
        *made,
        style("paragraph", "Title", custom=False, following="Subtitle", par=(spacing(0, space[1]), justify("left")), run=white(sizes.cover_title)),
        style("paragraph", "Subtitle", custom=False, par=(spacing(0, space[2]), justify("left")), run=(
            look.sans(), look.colour("paper"), *size(BAND_SUBTITLE),
        )),
        style("paragraph", "Cover Text", par=(spacing(), justify("left")), run=issued),
        style("paragraph", "Credits", par=(spacing(0, 0, sizes.table * 1.6), justify("left")), run=size(sizes.table)),
    ]
