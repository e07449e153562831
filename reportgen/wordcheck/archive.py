"""Opening a Word file that may be hostile: the zip directory decides before anything is inflated.

What is refused here is refused for every use: a file that is only checked, and a template that is written into.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from reportgen.errors import Problem, ProjectError
from reportgen.wordcheck.model import NAMESPACES, TYPES, Element, Finding, Package, Place, Relationship, Story, find, name_of, source_of

MAX_ENTRIES = 2_000
MAX_PART = 32 * 2**20
MAX_INFLATED = 64 * 2**20
MAX_RATIO = 200
FREE_RATIO_BELOW = 64 * 2**10
"""A part this small can do no harm, however well it is packed."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def directory(data: bytes, file: str) -> list[zipfile.ZipInfo]:
    """Return the entries of the archive; nothing is inflated.

    Raises ProjectError when the file is not a zip archive, with words of their own for old and for encrypted files.
    """
    if data.startswith(OLE):
        hint = "save it as .docx without a password"
        raise ProjectError(Problem(file, "is an old .doc file or a Word file with a password", hint, code="RG650"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except _BROKEN_ZIP:
        raise no_word_file(file) from None
    if TYPES not in {entry.filename for entry in entries}:
        raise no_word_file(file)
    return entries


def no_word_file(file: str) -> ProjectError:
    """Return the error of a file that is something else."""
    return ProjectError(Problem(file, "is not a Word file, or is cut off", "give a .docx file", code="RG650"))


def sizes(entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """Yield what makes the archive too large to be read: parts, size of a part, of all parts, how far a part is packed.

    The sizes are those the directory declares; zipfile inflates no more than is declared.
    """
    if len(entries) > MAX_ENTRIES:
        yield Finding(Place(""), f"has {len(entries)} parts; at most {MAX_ENTRIES} are read", "save it anew in Word")
    if (total := sum(entry.file_size for entry in entries)) > MAX_INFLATED:
        yield Finding(Place(""), f"is {total // 2**20} MB when unpacked; at most {MAX_INFLATED // 2**20} MB are read", "make its pictures smaller")
    for entry in entries:
        if entry.file_size > MAX_PART:
            what = f"is {entry.file_size // 2**20} MB when unpacked; at most {MAX_PART // 2**20} MB are read"
            yield Finding(Place(entry.filename), what, "make its pictures smaller")
        elif entry.file_size > FREE_RATIO_BELOW and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            yield Finding(Place(entry.filename), f"unpacks to over {MAX_RATIO} times its size", "save it anew in Word")


def names(entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """Yield names that lead out of the archive, or that one of the usual systems cannot store."""
    for entry in entries:
        # What the archive says, not what zipfile makes of it for this system.
        name = unquote(entry.orig_filename)
        if name.startswith(("/", "\\")) or re.match("[A-Za-z]:", name) or ".." in re.split(r"[/\\]", name) or re.search(r"[\x00-\x1f\\]", name):
            yield Finding(Place(entry.filename), "has a name that leads out of the file", "save it anew in Word")


def duplicates(entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """Yield names that occur twice; upper and lower case are the same name to Word."""
    seen: set[str] = set()
    for entry in entries:
        if (key := entry.filename.lower()) in seen:
            yield Finding(Place(entry.filename), "is in the file twice", "save it anew in Word")
        seen.add(key)


def packing(entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """Yield entries that are encrypted, or packed in a way that Word does not read."""
    for entry in entries:
        if entry.flag_bits & 0x1:
            yield Finding(Place(entry.filename), "is encrypted", "save it without a password")
        elif entry.compress_type not in _METHODS:
            yield Finding(Place(entry.filename), "is packed in a way that Word cannot read", "save it anew in Word")


def inflate(data: bytes) -> tuple[dict[str, bytes], list[Finding]]:
    """Return the parts of an archive whose directory has passed, and those that are damaged."""
    parts: dict[str, bytes] = {}
    damaged: list[Finding] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            try:
                parts[entry.filename] = archive.read(entry)
            except _BROKEN_ZIP:
                damaged.append(Finding(Place(entry.filename), "is damaged", "open the file in Word and save it again"))
    return parts, damaged


def declarations(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield parts with a document type or with entities: both can read other files, and can grow without bound."""
    for name, data in parts.items():
        if is_markup(name, data) and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
            yield Finding(Place(name), "has a document type declaration", "save it anew in Word, which writes none")


def encodings(parts: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield XML parts that are not UTF-8: other encodings hide from a search what the parser then sees."""
    for name, data in parts.items():
        if not is_markup(name, data):
            continue
        declared = re.match(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""", data.removeprefix(b"\xef\xbb\xbf")[:200])
        other = declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}
        if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200] or other:
            yield Finding(Place(name), "is not UTF-8", "save it anew in Word, which writes UTF-8")


def is_markup(name: str, data: bytes) -> bool:
    """Return whether a part is XML that a program parses: by its name, or because it begins like XML."""
    if name.lower().endswith((".xml", ".rels", ".vml", ".svg")):
        return True
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"<?xml"


def parse(parts: Mapping[str, bytes]) -> Package:
    """Return the package of parts that have passed; no entity is resolved, nothing is fetched, what is broken is kept by name."""
    stories: dict[str, Story] = {}
    broken: dict[str, str] = {}
    for name, data in parts.items():
        if is_markup(name, data) and not name.lower().endswith(".svg"):
            try:
                stories[name] = Story(name, _root(data))
            except etree.XMLSyntaxError as error:
                broken[name] = str(error.msg)
    relations = tuple(_relationships(stories))
    main = next((each.target for each in relations if not each.source and each.kind == "officeDocument" and each.target in parts), "")
    return Package(parts, stories, broken, _types(parts, stories), relations, main)


def _root(data: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    # For programs that do not know the first choice; it repeats what that says, ids and all.
    for fallback in list(root.iter(name_of("mc:Fallback"))):
        fallback.getparent().remove(fallback)
    return root


def _types(parts: Mapping[str, bytes], stories: Mapping[str, Story]) -> dict[str, str]:
    if TYPES not in stories:
        return {}
    root = stories[TYPES].root
    overrides = {str(node.get("PartName", "")).lstrip("/").lower(): str(node.get("ContentType", "")) for node in find(root, "ct:Override")}
    defaults = {str(node.get("Extension", "")).lower(): str(node.get("ContentType", "")) for node in find(root, "ct:Default")}
    found = {}
    for name in parts:
        kind = overrides.get(name.lower()) or defaults.get(name.rpartition(".")[2].lower())
        if kind:
            found[name] = kind
    return found


def _relationships(stories: Mapping[str, Story]) -> Iterator[Relationship]:
    tag = f"{{{NAMESPACES['rel']}}}Relationship"
    known = {name.lower(): name for name in stories}
    for name, story in stories.items():
        if not name.endswith(".rels"):
            continue
        source = source_of(name)
        source = known.get(source.lower(), source)
        for node in story.root.iter(tag):
            target, is_external = str(node.get("Target", "")), node.get("TargetMode") == "External"
            if not is_external:
                target = unquote(target.partition("#")[0])
                target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
            yield Relationship(source, str(node.get("Id", "")), str(node.get("Type", "")).rstrip("/").rpartition("/")[2], target, is_external)
