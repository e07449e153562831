"""The parts of a Word file that others wrote while a report is put into it: what nothing touches stays byte for byte."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from urllib.parse import unquote

from lxml import etree

from reportgen.stamp import canonical_zip
from reportgen.wordcheck.model import NAMESPACES, TYPES, Element, name_of, rels_name
from reportgen.wordcheck.order import ORDER

IGNORABLE = name_of("mc:Ignorable")
_EMPTY_RELATIONS = f'<Relationships xmlns="{NAMESPACES["rel"]}"/>'.encode()


@dataclass(frozen=True, slots=True)
class Relation:
    """A line of a .rels part; `target` is the name of a part, or an address when it is external."""

    id: str
    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """Return the last word of the type: "image", "header"."""
        return self.type.rstrip("/").rpartition("/")[2]


def serialise(root: Element) -> bytes:
    """Return the bytes of a part."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


class Members:
    """The parts of one file by name; those asked for as trees are written anew, the others as they were.

    The file has passed `wordcheck.open_safely`, or is our own: no part declares entities.
    """

    def __init__(self, parts: Mapping[str, bytes], main: str) -> None:
        self.parts = dict(parts)
        self.main = main
        self._trees: dict[str, Element] = {}

    def tree(self, name: str) -> Element:
        """Return the root of a part, which will be written anew."""
        if name not in self._trees:
            self._trees[name] = self.glance(name)
        return self._trees[name]

    def glance(self, name: str) -> Element:
        """Return the root of a part as it is now, for reading only."""
        return self._trees[name] if name in self._trees else etree.fromstring(self.parts[name])

    def renew(self, name: str, root: Element) -> None:
        """Put a changed root in the place of a part."""
        self._trees[name] = root

    def store(self, name: str, root: Element, content_type: str) -> None:
        """Add a part, or put another in its place."""
        self._trees[name] = root
        self.parts.setdefault(name, b"")
        self.declare(name, content_type)

    def admit(self, name: str, other: Element) -> None:
        """Let a part hold elements of later versions of the format that a part of another file holds: older programs pass over them."""
        root, wanted = self.tree(name), str(other.get(IGNORABLE, "")).split()
        spoken = dict(root.nsmap)
        for prefix in wanted:
            if other.nsmap[prefix] not in spoken.values():
                spoken[prefix if prefix not in spoken else free(prefix, map(str, spoken))] = other.nsmap[prefix]
        if wanted and NAMESPACES["mc"] not in spoken.values():
            spoken["mc"] = NAMESPACES["mc"]
        passed = {spoken[prefix] for prefix in str(root.get(IGNORABLE, "")).split()} | {other.nsmap[prefix] for prefix in wanted}
        if spoken != root.nsmap:
            # The prefixes of an element are given when it is made.
            new = etree.Element(root.tag, dict(root.attrib), nsmap=spoken)
            new.extend(list(root))
            root = self._trees[name] = new
        if wanted:
            root.set(IGNORABLE, " ".join(prefix for prefix, uri in spoken.items() if prefix and uri in passed))

    def pack(self) -> bytes:
        """Return the file; equal parts give equal bytes."""
        return canonical_zip(self.parts | {name: serialise(root) for name, root in self._trees.items()})

    # ---------------------------------------------------------------- relations

    def relations(self, source: str) -> list[Relation]:
        """Return what leads from a part ("" for the package) to others."""
        name = rels_name(source)
        return [_relation(node, source) for node in self.glance(name)] if name in self.parts else []

    def related(self, source: str, kind: str) -> str:
        """Return the name of the first part of a kind that another leads to, "" for none."""
        return next((each.target for each in self.relations(source) if each.kind == kind and not each.is_external and each.target in self.parts), "")

    def relate(self, source: str, kind: str, target: str, *, is_external: bool = False) -> str:
        """Return the id of a relation to a part or address, a new one where there is none yet; `kind` is the whole type."""
        for each in self.relations(source):
            if (each.type, each.target, each.is_external) == (kind, target, is_external):
                return each.id
        name = rels_name(source)
        self.parts.setdefault(name, _EMPTY_RELATIONS)
        root = self.tree(name)
        identifier = free("rId", {str(node.get("Id", "")) for node in root})
        shown = target if is_external else posixpath.relpath(target, posixpath.dirname(source) or ".")
        mode = {"TargetMode": "External"} if is_external else {}
        root.append(etree.Element(name_of("rel:Relationship"), {"Id": identifier, "Type": kind, "Target": shown, **mode}))
        return identifier

    # ---------------------------------------------------------------- content types

    def type_of(self, name: str) -> str:
        """Return the content type of a part, "" for none."""
        root = self.glance(TYPES)
        overrides = {str(node.get("PartName", "")).lstrip("/").lower(): str(node.get("ContentType", "")) for node in root}
        defaults = {str(node.get("Extension", "")).lower(): str(node.get("ContentType", "")) for node in root if node.get("Extension")}
        return overrides.get(name.lower()) or defaults.get(name.rpartition(".")[2].lower(), "")

    def declare(self, name: str, content_type: str) -> None:
        """Say of which type a part is; a picture says it for all of its kind when none did before."""
        if self.type_of(name) == content_type:
            return
        root, extension = self.tree(TYPES), name.rpartition(".")[2].lower()
        for node in [node for node in root if str(node.get("PartName", "")).lstrip("/").lower() == name.lower()]:
            root.remove(node)
        known = {str(node.get("Extension", "")).lower() for node in root}
        if extension in known | {"xml"}:
            root.append(etree.Element(name_of("ct:Override"), {"PartName": f"/{name}", "ContentType": content_type}))
        else:
            root.insert(0, etree.Element(name_of("ct:Default"), {"Extension": extension, "ContentType": content_type}))

    # ---------------------------------------------------------------- parts of another file

    def carry(self, other: Members, source: str, target: str, used: Iterable[str]) -> tuple[dict[str, str], list[str]]:
        """Copy what `source` of another file leads to by the ids `used`; return its ids → ours in `target`, and the names of new parts."""
        wanted, moved, ids = set(used), dict[str, str](), dict[str, str]()
        for each in other.relations(source):
            if each.id in wanted:
                place = each.target if each.is_external else self._copy(other, each.target, moved)
                ids[each.id] = self.relate(target, each.type, place, is_external=each.is_external)
        return ids, list(moved.values())

    def _copy(self, other: Members, name: str, moved: dict[str, str]) -> str:
        if name in moved:
            return moved[name]
        folder, base = posixpath.split(name)
        stem, suffix = posixpath.splitext(base)
        here = {part.lower() for part in self.parts}
        new = name if name.lower() not in here else f"{folder}/{free(stem.rstrip('0123456789'), here, folder + '/{}' + suffix)}{suffix}"
        moved[name] = new
        self.parts[new] = other.parts[name]
        self.declare(new, other.type_of(name))
        if inner := other.relations(name):
            root = etree.fromstring(_EMPTY_RELATIONS)
            for each in inner:
                shown = each.target if each.is_external else posixpath.relpath(self._copy(other, each.target, moved), posixpath.dirname(new))
                mode = {"TargetMode": "External"} if each.is_external else {}
                root.append(etree.Element(name_of("rel:Relationship"), {"Id": each.id, "Type": each.type, "Target": shown, **mode}))
            self.parts[rels_name(new)] = serialise(root)
        return new

    def forget(self, source: str, ids: Iterable[str]) -> None:
        """Drop relations of a part, and the parts that nothing leads to any more."""
        gone, root = set(ids), self.tree(rels_name(source))
        for node in [node for node in root if node.get("Id") in gone]:
            root.remove(node)
        reached, waiting = {""}, [""]
        while waiting:
            # Case does not make a name another.
            new = {each.target.lower() for each in self.relations(waiting.pop()) if not each.is_external} - reached
            reached |= new
            waiting += [name for name in self.parts if name.lower() in new]
        for name in [name for name in self.parts if name.lower() not in reached and name != TYPES and not name.endswith(".rels")]:
            self._drop(name)

    def _drop(self, name: str) -> None:
        for each in (name, rels_name(name)):
            self.parts.pop(each, None)
            self._trees.pop(each, None)
        for node in [node for node in self.glance(TYPES) if str(node.get("PartName", "")).lower() == f"/{name}".lower()]:
            self.tree(TYPES)
            node.getparent().remove(node)


def _relation(node: Element, source: str) -> Relation:
    target, is_external = str(node.get("Target", "")), node.get("TargetMode") == "External"
    if not is_external:
        target = unquote(target.partition("#")[0])
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
    return Relation(str(node.get("Id", "")), str(node.get("Type", "")), target, is_external)


def free(stem: str, taken: Iterable[str], form: str = "{}") -> str:
    """Return the stem with the first number that, put into `form`, is not taken; case does not make a name another.

    >>> free("rId", {"rId1", "RID2"})
    'rId3'
    """
    known = {name.lower() for name in taken}
    return next(name for number in count(1) if form.format(name := f"{stem}{number}").lower() not in known)


def put(parent: Element, child: Element) -> None:
    """Put a child at its schema place in an element that another program wrote; one of that kind that is already there goes."""
    order = ORDER[parent.tag]
    for old in parent.findall(child.tag):
        parent.remove(old)
    following = next((node for node in parent if order.get(node.tag, -1) > order[child.tag]), None)
    if following is None:
        parent.append(child)
    else:
        following.addprevious(child)


def numbers(roots: Iterable[Element], tag: str, attribute: str) -> Iterator[int]:
    """Yield the whole numbers that an attribute ("w:id") has in all elements of a name ("w:bookmarkStart")."""
    key = attribute if ":" not in attribute else name_of(attribute)
    for root in roots:
        for node in root.iter(name_of(tag)):
            if re.fullmatch(r"-?[0-9]{1,10}", str(node.get(key, ""))):
                yield int(node.get(key))
