"""What may make a Word file dangerous to whoever opens it: things it fetches, runs or carries along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.wordcheck.fields import fields
from reportgen.wordcheck.model import Finding, Package, Place, find, rels_name

ACTIVE = {
    "oleObject", "control", "vbaProject", "wordVbaData", "aFChunk", "subDocument", "frame", "attachedTemplate", "attachedToolbars",
    "activeXControlBinary", "keyMapCustomizations", "recipientData", "mailMergeSource", "mailMergeHeaderSource", "externalLink", "externalLinkPath",
}  # fmt: skip
"""Kinds of relationships to code, to objects of other programs, and to documents that are read in when this one opens."""
LINKS = ("http://", "https://", "mailto:", "#")
FETCHING = {"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "RD", "DATABASE", "MACROBUTTON", "AUTOTEXTLIST", "EMBED"}
"""Fields that start a program, run a macro, or read another file."""


def external(package: Package) -> Iterator[Finding]:
    """Yield relationships that lead out of the file and are not hyperlinks: opening it would tell their host."""
    for each in package.relationships:
        if each.is_external and each.kind != "hyperlink":
            hint = "detach the template" if each.kind == "attachedTemplate" else "embed what it leads to, or delete it"
            yield Finding(Place(rels_name(each.source), each.id), f"leads out of the file to {each.target!r} ({each.kind})", hint)


def active(package: Package) -> Iterator[Finding]:
    """Yield code, objects of other programs, and documents that are read in."""
    charts = {name for name, kind in package.types.items() if kind.endswith("drawingml.chart+xml") or "chartex" in kind}
    for each in package.relationships:
        if each.kind in ACTIVE or (each.kind == "package" and each.source not in charts):
            hint = "paste what it shows as text or as a picture"
            yield Finding(Place(rels_name(each.source), each.id), f"holds or calls something active ({each.kind})", hint)
    for story in package.texts:
        for node in find(story.root, "//w:altChunk | //w:subDoc | //o:OLEObject | //w:control"):
            yield Finding(story.place(node), f"holds or calls something active ({node.tag.rpartition('}')[2]})", "paste what it shows as text or as a picture")


def macros(package: Package) -> Iterator[Finding]:
    """Yield parts whose content type is one of macros, whatever the file is called."""
    for name, kind in package.types.items():
        if re.search("macroEnabled|vbaProject|vbaData|activeX|ms-word.attachedToolbars|keyMapCustomizations", kind):
            yield Finding(Place(name), "is made for macros", "save it as .docx, which holds none")


def calls(package: Package) -> Iterator[Finding]:
    """Yield fields that start a program, run a macro, or read another file."""
    for story in package.texts:
        for field in fields(story):
            if field.kind in FETCHING:
                hint = "replace it with what it shows (Ctrl+Shift+F9)"
                yield Finding(story.place(field.start), f"has a field {field.kind}, which reads or runs something else", hint)


def links(package: Package) -> Iterator[Finding]:
    """Yield hyperlinks to anything but the web and mail."""
    for each in package.relationships:
        if each.kind == "hyperlink" and each.is_external and not each.target.lower().startswith(LINKS):
            yield Finding(Place(rels_name(each.source), each.id), f"is a link to {each.target!r}", "link to http, https or mailto")
