"""Fields: whether they are whole, say something before Word computes them, and say what is true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.wordcheck.model import OFF, Element, Finding, P, Package, Story, T, find, name_of, text_in, val

SILENT = {"XE", "TC", "TA", "RD", "SET", "PRIVATE", "ASK", "ADVANCE", "LISTNUM", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "BIDIOUTLINE", "NEXT"}
"""Fields that show nothing, or may."""
POINTING = {"REF", "PAGEREF", "NOTEREF"}
UNKNOWN = re.compile(r"[-–—?？\s]*")
"""What stands for a page number that nobody has computed."""
LABEL = re.compile(
    r"(?:[\W\d_一二三四五六七八九十百零〇IVXLCivxlc第章节部分篇表图附录]|(?i:part|chapter|section|appendix|table|figure)|[A-Za-z](?=\W))*"
)
"""What may stand before the words of a heading: its number."""
_MARK, _CODE, _SIMPLE = name_of("w:fldChar"), name_of("w:instrText"), name_of("w:fldSimple")
_START, _END = name_of("w:bookmarkStart"), name_of("w:bookmarkEnd")


@dataclass(slots=True)
class Field:
    """One field: its instruction, the text it shows, and the element it starts with.

    state   "code" before its separator, "result" after it, "closed" after its end
    """

    start: Element
    code: str = ""
    result: str = ""
    state: str = "code"
    is_dirty: bool = False

    @property
    def kind(self) -> str:
        """Return the name of the field, such as "REF"."""
        return (self.code.split() or [""])[0].upper()

    @property
    def target(self) -> str:
        """Return the first argument, such as the name of a bookmark."""
        words = self.code.split()
        return words[1].strip('"') if len(words) > 1 and not words[1].startswith("\\") else ""

    @property
    def switches(self) -> set[str]:
        """Return the letters of its switches."""
        return {match.lower() for match in re.findall(r"\\([a-zA-Z*#@!])", self.code)}


def fields(story: Story) -> list[Field]:
    """Return the fields of a part in the order they start, whole or not."""
    return _read(story)[0]


def unbalanced(package: Package) -> Iterator[Finding]:
    """Yield marks of fields that do not belong together."""
    for story in package.texts:
        found, strays = _read(story)
        for node in strays:
            what = f"has a field mark “{val(node, 'w:fldCharType')}” that belongs to no field"
            yield Finding(story.place(node), what, "delete the field and insert it again")
        for field in found:
            if field.state != "closed":
                yield Finding(story.place(field.start), f"has a field {field.kind} that does not end", "delete the field and insert it again")


@lru_cache(maxsize=64)
def _read(story: Story) -> tuple[list[Field], list[Element]]:
    found: list[Field] = []
    open_fields: list[Field] = []
    strays: list[Element] = []
    for node in story.root.iter(_MARK, _CODE, _SIMPLE, T):
        if node.tag == _MARK:
            _mark(node, found, open_fields, strays)
        elif node.tag == _SIMPLE:
            words = text_in(node)
            found.append(Field(node, val(node, "w:instr"), words, "closed", _dirty(node)))
        elif node.tag == _CODE and open_fields and open_fields[-1].state == "code":
            open_fields[-1].code += node.text or ""
        elif node.tag == T:
            for field in open_fields:
                if field.state == "result":
                    field.result += node.text or ""
    return found, strays


def _mark(node: Element, found: list[Field], open_fields: list[Field], strays: list[Element]) -> None:
    kind = val(node, "w:fldCharType")
    if kind == "begin":
        field = Field(node, is_dirty=_dirty(node))
        found.append(field)
        open_fields.append(field)
    elif not open_fields or kind not in {"separate", "end"} or (kind == "separate" and open_fields[-1].state != "code"):
        strays.append(node)
    elif kind == "separate":
        open_fields[-1].state = "result"
    else:
        open_fields.pop().state = "closed"


def _dirty(node: Element) -> bool:
    return val(node, "w:dirty") not in {"", *OFF}


def silent(package: Package) -> Iterator[Finding]:
    """Yield fields that show nothing until somebody updates them; WPS does not, and shows an empty contents."""
    for story in package.texts:
        for field in fields(story):
            if field.kind and field.kind not in SILENT and not field.result.strip() and field.state == "closed":
                yield Finding(story.place(field.start), f"has a field {field.kind} without a result", "press F9 on it and save the file")


def nameless(package: Package) -> Iterator[Finding]:
    """Yield fields without an instruction."""
    for story in package.texts:
        for field in fields(story):
            if not field.kind and field.state == "closed":
                yield Finding(story.place(field.start), "has a field without an instruction", "delete the field and insert it again")


def dirty(package: Package) -> Iterator[Finding]:
    """Yield what makes Word ask whether fields should be updated when the file opens."""
    for story in package.texts:
        for field in fields(story):
            if field.is_dirty:
                yield Finding(story.place(field.start), f"has a field {field.kind} marked for updating", "press F9 on it and save the file")
    settings = package.related("settings")
    for node in find(settings.root, "//w:updateFields") if settings else []:
        if val(node) not in OFF and settings:
            yield Finding(settings.place(), "asks for all fields to be updated when the file opens", "update them and save the file")


def dangling(package: Package) -> Iterator[Finding]:
    """Yield references and links to bookmarks that are not there: Word prints an error in their place."""
    names = {val(node, "w:name") for story in package.texts for node in story.root.iter(_START)} | {"_top", ""}
    for story in package.texts:
        for field in fields(story):
            if field.kind in POINTING and field.target not in names:
                yield Finding(story.place(field.start), f"refers to the bookmark {field.target!r}, which is not there", "insert the reference again")
        for node in find(story.root, "//w:hyperlink[@w:anchor]"):
            if not node.get(name_of("r:id")) and (anchor := val(node, "w:anchor")) not in names:
                yield Finding(story.place(node), f"refers to the bookmark {anchor!r}, which is not there", "insert the reference again")


def bookmarked(story: Story) -> dict[str, str]:
    """Return bookmark → the words in it."""
    open_names: dict[str, str] = {}
    found: dict[str, str] = {}
    for node in story.root.iter(_START, _END, T):
        if node.tag == _START:
            open_names[val(node, "w:id")] = val(node, "w:name")
            found.setdefault(val(node, "w:name"), "")
        elif node.tag == _END:
            open_names.pop(val(node, "w:id"), None)
        else:
            for name in open_names.values():
                found[name] += node.text or ""
    return found


def references(package: Package) -> Iterator[Finding]:
    """Yield references that show other words than the place they refer to."""
    there = bookmarked(package.document)
    for story in package.texts:
        for field in fields(story):
            # With \n, \r, \w, \p or \t it shows a number or a direction instead.
            if field.kind != "REF" or field.target not in there or field.switches & set("nrwptd*"):
                continue
            if field.result and "".join(field.result.split()) != "".join(there[field.target].split()):
                what = f"says “{field.result}”, but what it refers to says “{there[field.target]}”"
                yield Finding(story.place(field.start), what, "press F9 on it")


def sequences(package: Package) -> Iterator[Finding]:
    """Yield captions whose numbers do not count 1, 2, 3 for each label."""
    counts: dict[str, int] = {}
    for field in fields(package.document):
        if field.kind != "SEQ" or not field.target or field.switches & set("rsch"):
            continue
        counts[field.target] = counts.get(field.target, 0) + 1
        if field.result.strip().isascii() and field.result.strip().isdigit() and int(field.result) != counts[field.target]:
            what = f"is number {field.result.strip()}, but is the {counts[field.target]}. “{field.target}”"
            yield Finding(package.document.place(field.start), what, "press F9 on it")


def _contents(package: Package) -> Iterator[tuple[Field, list[tuple[Element, Field]]]]:
    """Yield each table of contents or list of captions with the page references in it and their paragraphs."""
    found = fields(package.document)
    order = {node: place for place, node in enumerate(package.document.root.iter(_MARK))}
    for index, field in enumerate(found):
        if field.kind == "TOC" and field.start in order:
            depth = 0
            last = len(order)
            for node, place in order.items():
                if place >= order[field.start]:
                    depth += {"begin": 1, "end": -1}.get(val(node, "w:fldCharType"), 0)
                    if depth == 0:
                        last = place
                        break
            inner = [each for each in found[index + 1 :] if each.kind == "PAGEREF" and each.start in order and order[each.start] < last]
            yield field, [(next(each.start.iterancestors(P)), each) for each in inner]


def contents(package: Package) -> Iterator[Finding]:
    """Yield lines of the contents that say something else than the heading or caption they lead to."""
    there = bookmarked(package.document)
    for _, entries in _contents(package):
        for paragraph, field in entries:
            said, meant = ("".join(words.split()) for words in (text_in(paragraph), there.get(field.target, "")))
            said = said.removesuffix("".join(field.result.split()))
            if meant and not (said.endswith(meant) and LABEL.fullmatch(said.removesuffix(meant))):
                what = f"says “{said}”, but what it leads to says “{there[field.target]}”"
                yield Finding(package.document.place(paragraph), what, "update the contents (F9)")


def missing(package: Package) -> Iterator[Finding]:
    """Yield headings that the contents leave out."""
    homes = {val(node, "w:name"): next(node.iterancestors(P), None) for node in package.document.root.iter(_START)}
    for toc, entries in _contents(package):
        depth = re.search(r'\\o\s+"?([1-9])-([1-9])', toc.code)
        if not depth or not entries or toc.switches & {"b", "t"}:
            continue
        listed = {homes.get(field.target) for _, field in entries}
        for level, heading in package.headings:
            if int(depth[1]) <= level <= int(depth[2]) and heading not in listed and heading.getparent().tag != name_of("w:sdtContent"):
                yield Finding(package.document.place(heading), "is a heading that the contents leave out", "update the contents (F9)")


def pages(package: Package) -> Iterator[Finding]:
    """Yield lines of the contents without a page number."""
    for _, entries in _contents(package):
        for paragraph, field in entries:
            if UNKNOWN.fullmatch(field.result):
                yield Finding(package.document.place(paragraph), "is a line of the contents without a page number", "update the contents (F9)")
