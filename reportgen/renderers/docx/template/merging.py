"""A finished report put into a template: styles, lists, notes, ids and parts of ours take their place beside the template's own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy

from lxml import etree

from reportgen.renderers.docx.base import OFFICE, WORD_TYPE
from reportgen.renderers.docx.lists import HEADINGS
from reportgen.renderers.docx.template.members import Members, numbers, put
from reportgen.renderers.docx.template.study import Study
from reportgen.renderers.docx.xml import NAMESPACES, element, grown, qname, root, value
from reportgen.wordcheck.model import Element, find, first, is_default, name_of, val

LED = ("toc-1", "toc-2", "toc-3", "table-of-figures")
"""Roles of lines that end in the number of a page."""
RELATION = f"{{{NAMESPACES['r']}}}"
_NAMED = tuple(qname(f"w:{name}") for name in ("pStyle", "rStyle", "tblStyle"))
_SPACING = {"line": "240", "lineRule": "auto"}
"""What Word takes for the height of a line when a style says nothing; all other distances are then 0."""


def main_part(theirs: Members, kind: str, make: Callable[[], Element]) -> Element:
    """Return the root of a part of the template that its text leads to ("styles"), a new one where it has none."""
    name = theirs.related(theirs.main, kind)
    if not name:
        name = posixpath.join(posixpath.dirname(theirs.main), f"{kind}.xml")
        theirs.store(name, make(), f"{WORD_TYPE}.{kind}+xml")
        theirs.relate(theirs.main, f"{OFFICE}/{kind}", name)
    return theirs.tree(name)


# ---------------------------------------------------------------- styles


def rename_styles(tree: Element, found: Study) -> None:
    """Give everything in a part of ours the styles of the template."""
    ids = _ids(found)
    for node in tree.iter(*_NAMED):
        node.set(qname("w:val"), ids[val(node)])


def lead_to_pages(blocks: Iterable[Element], found: Study) -> None:
    """Give lines of the contents the dots that lead to the page, where the style of the template leaves them to the line, as Word does."""
    levels = {match.role.id: match for match in found.matches if match.role.name in LED and match.how != "added"}
    bare = {
        role for role, match in levels.items()
        if not any(find(style.element, "w:pPr/w:tabs/w:tab[@w:val='right']") for style in found.package.chain(match.id))
    }  # fmt: skip
    for style in (node for block in blocks for node in block.iter(qname("w:pStyle")) if val(node) in bare):
        tab = element("w:tab", {"w:val": "right", "w:leader": "dot", "w:pos": found.setup.measure})
        put(style.getparent(), grown(element("w:tabs", None, tab)))


def _ids(found: Study) -> dict[str, str]:
    return {match.role.id: match.id for match in found.matches}


def add_styles(theirs: Members, found: Study) -> list[Element]:
    """Add our style for each role that the template has none for, and return the new ones."""
    styles = main_part(theirs, "styles", lambda: grown(root("w:styles")))
    ids, defaults = _ids(found), {val(node, "w:type") for node in find(styles, "w:style") if is_default(node)}
    names = {val(node).casefold() for node in find(styles, "w:style/w:name")}
    around = _inherited(found)
    made = []
    for match in found.added:
        new = deepcopy(match.role.element)
        new.set(qname("w:styleId"), match.id)
        if match.role.kind in defaults:
            new.attrib.pop(qname("w:default"), None)
        if match.style.casefold() in names:
            first(new, "w:name").set(qname("w:val"), f"{match.style} ({match.id})")  # type: ignore[union-attr]
        for node in find(new, "w:basedOn | w:next | w:link"):
            node.set(qname("w:val"), ids[val(node)])
        if match.role.kind == "paragraph" and val(first(match.role.element, "w:basedOn")) == "Normal":
            _shield(new, around)
        if found.keeps and match.role.name.startswith("heading-"):
            for node in find(new, "w:pPr/w:numPr"):
                node.getparent().remove(node)
        styles.append(new)
        made.append(new)
    return made


def _inherited(found: Study) -> Mapping[str, set[str]]:
    """Return what a style of ours would take over from the template's Normal: element ("spacing") → its attributes."""
    package, story = found.package, found.package.related("styles")
    layers = [style.element for style in package.chain(found.id_of("normal"))]
    layers += find(story.root, "w:docDefaults/w:pPrDefault") if story else []
    return {name: {str(key) for layer in layers for node in find(layer, f"w:pPr/w:{name}") for key in node.attrib} for name in ("spacing", "ind", "jc")}


def _shield(style: Element, around: Mapping[str, set[str]]) -> None:
    """Let a style of ours look as it does in our own file, whatever indents and distances the template's Normal has."""
    properties = first(style, "w:pPr")
    if properties is None:
        properties = grown(element("w:pPr"))
        put(style, properties)
    for name in ("spacing", "ind"):
        node = first(properties, f"w:{name}")
        missing = sorted(around[name] - set(map(str, node.attrib) if node is not None else ()))
        if not missing:
            continue
        if node is None:
            node = grown(element(f"w:{name}"))
            put(properties, node)
        for key in missing:
            local = etree.QName(key).localname
            node.set(key, _SPACING.get(local, "0"))
    if around["jc"] and first(properties, "w:jc") is None:
        put(properties, grown(value("w:jc", "both")))


# ---------------------------------------------------------------- lists


def merge_lists(theirs: Members, ours: Members, found: Study, users: Iterable[Element]) -> None:
    """Add the lists that the report uses, under numbers of their own, and number the headings where the template does not.

    users   everything of ours that may call a list: text and new styles; their numbers are changed to the new ones
    """
    calls = [node for user in users for node in user.iter(qname("w:numId"))]
    used = {val(node) for node in calls} | (set() if found.keeps else {str(HEADINGS)})
    if not used:
        return
    mine = ours.glance("word/numbering.xml")
    wanted = [node for node in find(mine, "w:num") if val(node, "w:numId") in used]
    lists = main_part(theirs, "numbering", lambda: grown(root("w:numbering")))
    lists_of = _add_abstracts(lists, mine, {val(first(node, "w:abstractNumId")) for node in wanted}, _ids(found))
    next_number = max(numbers([lists], "w:num", "w:numId"), default=0) + 1
    renamed = {}
    for identifier, node in enumerate(wanted, next_number):
        new = deepcopy(node)
        renamed[val(node, "w:numId")] = str(identifier)
        new.set(qname("w:numId"), str(identifier))
        first(new, "w:abstractNumId").set(qname("w:val"), lists_of[val(first(node, "w:abstractNumId"))])  # type: ignore[union-attr]
        last = find(lists, "w:num | w:abstractNum")[-1]
        last.addnext(new)
    for node in calls:
        node.set(qname("w:val"), renamed[val(node)])
    if not found.keeps:
        _number_headings(theirs, found, renamed[str(HEADINGS)])


def _add_abstracts(lists: Element, mine: Element, wanted: set[str], ids: Mapping[str, str]) -> dict[str, str]:
    """Add definitions of lists before the first use of one, and return their old numbers → new ones."""
    next_number = max(numbers([lists], "w:abstractNum", "w:abstractNumId"), default=-1) + 1
    marks = {val(node) for node in find(lists, "w:abstractNum/w:nsid")}
    found = {}
    first_use = first(lists, "w:num | w:numIdMacAtCleanup")
    for identifier, node in enumerate((node for node in find(mine, "w:abstractNum") if val(node, "w:abstractNumId") in wanted), next_number):
        new = deepcopy(node)
        found[val(node, "w:abstractNumId")] = str(identifier)
        new.set(qname("w:abstractNumId"), str(identifier))
        mark = first(new, "w:nsid")
        while val(mark) in marks:
            mark.set(qname("w:val"), f"{int(val(mark), 16) + 1:08X}")  # type: ignore[union-attr]
        marks.add(val(mark))
        for style in find(new, "w:lvl/w:pStyle"):
            style.set(qname("w:val"), ids[val(style)])
        if first_use is None:
            lists.append(new)
        else:
            first_use.addprevious(new)
    return found


def _number_headings(theirs: Members, found: Study, number: str) -> None:
    """Tie the headings of the template to our list."""
    headings = {match.id: int(match.role.name[-1]) for match in found.matches if match.role.name.startswith("heading-") and match.how != "added"}
    for style in find(main_part(theirs, "styles", lambda: grown(root("w:styles"))), "w:style"):
        if level := headings.get(val(style, "w:styleId")):
            properties = first(style, "w:pPr")
            if properties is None:
                properties = grown(element("w:pPr"))
                put(style, properties)
            put(properties, grown(element("w:numPr", None, value("w:ilvl", level - 1), value("w:numId", number))))


# ---------------------------------------------------------------- ids


def texts(theirs: Members) -> list[str]:
    """Return the names of the parts of a file with running text: document, headers, footers, notes, comments."""
    kinds = ("header", "footer", "footnotes", "endnotes", "comments")
    found = [each.target for each in theirs.relations(theirs.main) if each.kind in kinds and each.target in theirs.parts]
    return list(dict.fromkeys([theirs.main, *found]))


def part_ids(theirs: Members, parts: list[Element]) -> None:
    """Give bookmarks, drawings and content controls of ours ids that the template does not use."""
    there = [theirs.glance(name) for name in texts(theirs)]
    bookmarks, drawings = (max(numbers(there, *which), default=0) for which in (("w:bookmarkStart", "w:id"), ("wp:docPr", "id")))
    controls = {val(node) for each in there for node in find(each, ".//w:sdtPr/w:id")}
    for part in parts:
        for node in part.iter(qname("w:bookmarkStart"), qname("w:bookmarkEnd")):
            node.set(qname("w:id"), str(int(val(node, "w:id")) + bookmarks))
        for node in part.iter(qname("wp:docPr")):
            node.set("id", str(int(str(node.get("id"))) + drawings))
        for node in find(part, ".//w:sdtPr/w:id"):
            while val(node) in controls:
                node.set(qname("w:val"), str(int(val(node)) + 1))
            controls.add(val(node))


# ---------------------------------------------------------------- notes and parts


def merge_notes(theirs: Members, ours: Members, found: Study, blocks: Iterable[Element]) -> None:
    """Add the footnotes of the report after those of the template, and let its text call them by their new numbers."""
    mine = ours.tree("word/footnotes.xml")
    notes = [node for node in find(mine, "w:footnote") if not val(node, "w:type")]
    if not notes:
        return
    name = theirs.related(theirs.main, "footnotes")
    if not name:
        separators = [node for node in find(mine, "w:footnote") if val(node, "w:type")]
        main_part(theirs, "footnotes", lambda: grown(root("w:footnotes"))).extend(separators)
        settings = main_part(theirs, "settings", lambda: grown(root("w:settings")))
        put(settings, deepcopy(first(ours.glance("word/settings.xml"), "w:footnotePr")))
        name = theirs.related(theirs.main, "footnotes")
    theirs.admit(name, mine)
    there = theirs.tree(name)
    step = max(0, *numbers([there], "w:footnote", "w:id"))
    carry(theirs, ours, "word/footnotes.xml", name, notes, found)
    for node in notes:
        node.set(qname("w:id"), str(int(val(node, "w:id")) + step))
        there.append(node)
    for node in (node for block in blocks for node in block.iter(qname("w:footnoteReference"))):
        node.set(qname("w:id"), str(int(val(node, "w:id")) + step))


def carry(theirs: Members, ours: Members, source: str, target: str, nodes: Iterable[Element], found: Study) -> None:
    """Bring along the pictures, charts, headers and links that nodes of ours call, and call them by their new ids."""
    attributes = [(node, key) for top in nodes for node in top.iter() for key in node.attrib if str(key).startswith(RELATION)]
    ids, new = theirs.carry(ours, source, target, [str(node.get(key)) for node, key in attributes])
    for node, key in attributes:
        node.set(key, ids[str(node.get(key))])
    for name in new:
        if re.search(r"\.(header|footer)\+xml$", theirs.type_of(name)):
            rename_styles(theirs.tree(name), found)


def called(tree: Element) -> tuple[set[str], dict[str, set[str]]]:
    """Return the relations that a part calls, and the notes and comments: kind → ids."""
    relations = {str(text) for node in tree.iter() for key, text in node.attrib.items() if str(key).startswith(RELATION)}
    notes = {kind: {val(node, "w:id") for node in tree.iter(name_of(f"w:{kind}Reference"))} for kind in ("footnote", "endnote", "comment")}
    return relations, notes


def forget(theirs: Members, before: tuple[set[str], dict[str, set[str]]]) -> None:
    """Drop what the text of the template called before, and the finished text does not call."""
    relations, notes = called(theirs.glance(theirs.main))
    for kind, ids in before[1].items():
        name = theirs.related(theirs.main, f"{kind}s")
        for node in find(theirs.tree(name), f"w:{kind}") if name and ids - notes[kind] else []:
            if val(node, "w:id") in ids - notes[kind]:
                node.getparent().remove(node)
    if gone := before[0] - relations:
        theirs.forget(theirs.main, gone)
