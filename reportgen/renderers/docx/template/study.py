"""A template read before anything is written into it: its slot, its page, its styles, its numbers, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.edition import Edition
from reportgen.errors import Problem
from reportgen.renderers import WordTemplate
from reportgen.renderers.docx.template.labels import Label, label_of
from reportgen.renderers.docx.template.placeholders import is_slot, wrong_placeholders
from reportgen.renderers.docx.template.roles import Match, match_roles, points_of, roles
from reportgen.theme import POINTS_PER_MM, Theme
from reportgen.wordcheck import open_safely
from reportgen.wordcheck.fields import fields
from reportgen.wordcheck.model import Element, P, Package, first, name_of, number, val

SDT, SECTION = name_of("w:sdt"), name_of("w:sectPr")
SLOT_TAG, SAMPLES_TAG = "rg:body", "rg:samples"
"""Tags of content controls: the report goes into the first; what stands in the second is shown to people and left out."""
COUNTED = re.compile("_(?:Toc|Ref|Cap)([0-9]{1,12})")
A4 = {"w:w": 11906, "w:h": 16838}
USUAL_MARGIN = 1440
NARROWEST = 2835
"""Least width of the text in dxa, 50 mm: tables and pictures need room."""


@dataclass(frozen=True, slots=True)
class PageSetup:
    """A page in dxa: its size, and the room above, below and beside the text."""

    width: int
    height: int
    top: int
    bottom: int
    beside: int

    @property
    def measure(self) -> int:
        """Return the width of the text."""
        return self.width - self.beside


@dataclass(frozen=True, eq=False)
class Study:
    """What a template has to offer.

    theme     the theme of the report on the pages of the template, in type of its size
    has_slot  whether it says where the report goes; else its contents make room for it
    labels    how Word numbers the four levels of headings by the template's own lists; None where it does not
    keeps     whether the headings keep the template's numbers
    problems  errors and warnings, each with its place
    """

    template: WordTemplate
    package: Package
    theme: Theme
    has_slot: bool
    setup: PageSetup
    matches: tuple[Match, ...]
    labels: tuple[Label | None, ...]
    keeps: bool
    problems: tuple[Problem, ...]

    def id_of(self, role: str) -> str:
        """Return the id of the style that plays a role."""
        return next(match.id for match in self.matches if match.role.name == role)

    @property
    def last_bookmark(self) -> int:
        """Return the highest number of a bookmark such as Word and we name them, 0 for none: ours go on from it."""
        names = (val(node, "w:name") for story in self.package.texts for node in story.root.iter(name_of("w:bookmarkStart")))
        return max((int(found[1]) for name in names if (found := COUNTED.fullmatch(name))), default=0)

    @property
    def added(self) -> tuple[Match, ...]:
        """Return the roles that a style of ours plays, because the template has none."""
        return tuple(match for match in self.matches if match.how == "added")


def study(template: WordTemplate, edition: Edition, theme: Theme, known: Collection[str] | None = None) -> Study:
    """Return what a template has to offer to a report in an edition; `known` are the names of placeholders, None for any.

    Raises ProjectError when it is not a Word file, UnsafeDocument when it is not safe.
    """
    package = open_safely(template.data, template.file)
    matches, wrong = match_roles(package, roles(edition, theme), template.styles, template.file)
    ids = {match.role.name: match for match in matches}
    headings = [ids[f"heading-{level}"] for level in range(1, 5)]
    labels = tuple(None if match.how == "added" else label_of(package, match.id) for match in headings)
    keeps = template.numbering == "template" or (template.numbering == "auto" and any(labels))
    slots = slots_of(package.document.root)
    setup = page_setup(section_at(package.document.root, slots[0] if slots else None))
    theme = _fitted(theme, package, {match.role.name: match for match in matches}, setup)
    ours = {role.name: role for role in roles(edition, theme)}
    matches = tuple(replace(match, role=ours[match.role.name]) for match in matches)
    made = Study(template, package, theme, bool(slots), setup, matches, labels, keeps, ())
    return replace(made, problems=(*wrong, *_problems(made, slots), *wrong_placeholders(package, template.file, known)))


def _fitted(theme: Theme, package: Package, ids: Mapping[str, Match], setup: PageSetup) -> Theme:
    """Return the theme with the page of the template and the type sizes of its text and tables: what is added then fits in."""
    sizes = theme.sizes
    text = ids["body-text"] if ids["body-text"].how != "added" else ids["normal"]
    body = points_of(package, text.id) if text.how != "added" else sizes.body
    table = points_of(package, ids["table-text"].id) if ids["table-text"].how != "added" else sizes.table
    page = replace(
        theme.page,
        width_mm=_mm(setup.width),
        height_mm=_mm(setup.height),
        top_mm=_mm(setup.top),
        bottom_mm=_mm(setup.bottom),
        measure_chars=setup.measure / 20 / body,
        binding_mm=None,
    )
    # Its headings are the template's, and so is the head of its first page: no bars, no band.
    front = replace(theme.front, ground="paper") if theme.front.ground == "band" else theme.front
    return replace(theme, page=page, sizes=replace(sizes, body=body, table=table), front=front)


def _mm(dxa: int) -> float:
    return dxa / 20 / POINTS_PER_MM


def slots_of(root: Element) -> list[Element]:
    """Return where the report goes: content controls with the tag, and paragraphs that say so outside of them."""
    controls = [node for node in root.iter(SDT) if tag_of(node) == SLOT_TAG]
    inside = {node for control in controls for node in control.iter(P)}
    return [*controls, *(node for node in root.iter(P) if node not in inside and is_slot(node))]


def notes_before(found: Study) -> int:
    """Return how many footnotes the template calls before the place of the report, where the report's own are counted on."""
    called, slots = name_of("w:footnoteReference"), slots_of(found.package.document.root)
    nodes = list(found.package.document.root.iter()) if slots else []
    return sum(node.tag == called for node in nodes[: nodes.index(slots[0])]) if slots else 0


def tag_of(control: Element) -> str:
    """Return the tag of a content control, "" for none."""
    return val(first(control, "w:sdtPr/w:tag"))


def section_at(root: Element, slot: Element | None) -> Element | None:
    """Return the properties of the section a slot stands in, of the last section without a slot; None when there are none."""
    sections = list(root.iter(SECTION))
    if slot is None:
        return sections[-1] if sections else None
    order = {node: place for place, node in enumerate(root.iter())}
    return next((node for node in sections if order[node] > order[slot]), None)


def page_setup(section: Element | None) -> PageSetup:
    """Return the page of a section; what it does not say is as on A4 with margins of an inch."""
    size = first(section, "w:pgSz") if section is not None else None
    margins = first(section, "w:pgMar") if section is not None else None

    def length(node: Element | None, attribute: str, usual: int) -> int:
        found = number(node, attribute)
        return usual if found is None else abs(found)

    width, height = (length(size, attribute, usual) for attribute, usual in A4.items())
    top, bottom, left, right = (length(margins, f"w:{side}", USUAL_MARGIN) for side in ("top", "bottom", "left", "right"))
    return PageSetup(width, height, top, bottom, left + right + length(margins, "w:gutter", 0))


def _problems(found: Study, slots: list[Element]) -> Iterator[Problem]:
    package, file = found.package, found.template.file
    document = package.document
    if document.root.tag != name_of("w:document"):
        yield Problem(f"{file}:{package.main}", "is in the strict form of Open XML", "save it as a plain Word document (.docx)", code="RG450")
        return
    body = first(document.root, "w:body")
    for slot in slots[1:]:
        place = document.place(slot if slot.tag == P else first(slot, ".//w:p"))
        yield Problem(f"{file}:{place.part}: {place.spot}", "says a second time where the report goes", "delete one", code="RG453")
    if slots and slots[0].getparent() is not body:
        place = document.place(slots[0])
        hint = "move it out of the table, text box or content control it stands in"
        yield Problem(f"{file}:{place.part}: {place.spot}", "says where the report goes, but pages cannot begin and end there", hint, code="RG453")
    if body is None or not len(body) or body[-1].tag != SECTION:
        yield Problem(f"{file}:{package.main}", "does not say how large its pages are", "open the file in Word and save it again", code="RG457")
    elif found.setup.measure < NARROWEST:
        what = f"leaves {_mm(found.setup.measure):.0f} mm for the text; tables and pictures need {_mm(NARROWEST):.0f} mm"
        yield Problem(f"{file}:{package.main}", what, "make its margins smaller", code="RG457")
    if found.has_slot:
        yield from (
            Problem(_spot(found, each.start), "has contents of its own, which nobody fills", "delete them: the report brings its own", "warning", "RG458")
            for each in fields(document)
            if each.kind == "TOC" and not any(tag_of(node) == SAMPLES_TAG for node in each.start.iterancestors(SDT))
        )
    if found.added:
        named = ", ".join(match.role.name for match in found.added)
        hint = "`reportgen word-template check` lists all roles; word.styles in report.yaml says which style plays one"
        yield Problem(file, f"has no style for these roles, and takes ours: {named}", hint, "warning", "RG456")


def _spot(found: Study, node: Element) -> str:
    place = found.package.document.place(node)
    return f"{found.template.file}:{place.part}: {place.spot}"

