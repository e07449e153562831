"""Sections and settings: pages, headers and footers, and how Word behaves with the file."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.wordcheck.model import Finding, Package, Place, find, first, name_of, number, val

NEWEST = 15
"""The mode of Word 2013 and later; in a lower one the title bar says that something is compatible with something old."""
LEAST_TEXT = 1440
"""A text narrower than an inch, in dxa, is a mistake in the margins."""


def pages(package: Package) -> Iterator[Finding]:
    """Yield sections whose paper is not described: no size, sides that do not fit the orientation, margins that leave no room."""
    story = package.document
    sections = find(story.root, "//w:sectPr")
    if not sections:
        yield Finding(story.place(), "does not say how large its pages are", "set the paper under Layout, Size")
    for node in sections:
        size, margins = first(node, "w:pgSz"), first(node, "w:pgMar")
        wide, high = number(size, "w:w"), number(size, "w:h")
        if not wide or not high:
            yield Finding(story.place(node), "does not say how large its pages are", "set the paper under Layout, Size")
            continue
        if (val(size, "w:orient") == "landscape") != (wide > high) and wide != high:
            yield Finding(story.place(node), f"has pages of {wide} by {high} that are not turned as they say", "set the orientation again under Layout")
        if wide - (number(margins, "w:left") or 0) - (number(margins, "w:right") or 0) < LEAST_TEXT:
            yield Finding(story.place(node), "has margins that leave no room for text", "set the margins under Layout")


def furniture(package: Package) -> Iterator[Finding]:
    """Yield headers and footers that a section names twice, or that are of another kind than it says."""
    story = package.document
    kinds = {(each.source, each.id): each.kind for each in package.relationships}
    for section in find(story.root, "//w:sectPr"):
        seen: set[tuple[str, str]] = set()
        for kind in ("header", "footer"):
            for node in find(section, f"w:{kind}Reference"):
                key = (kind, val(node, "w:type") or "default")
                if key in seen:
                    yield Finding(story.place(section), f"has two {kind}s for the {key[1]} pages", "delete one")
                seen.add(key)
                found = kinds.get((story.part, val(node, "r:id")))
                if found is not None and found != kind:
                    yield Finding(story.place(section), f"takes a {found} for a {kind}", "insert it again")


def last(package: Package) -> Iterator[Finding]:
    """Yield when the document does not end with the properties of its last section."""
    body = first(package.document.root, "w:body")
    if body is None:
        yield Finding(package.document.place(), "has no body", "save it anew in Word")
    elif not len(body) or body[-1].tag != name_of("w:sectPr"):
        yield Finding(package.document.place(), "does not end with its last section", "save it anew in Word")


def compatibility(package: Package) -> Iterator[Finding]:
    """Yield when Word opens the file in a mode for old files."""
    settings = package.related("settings")
    node = first(settings.root, "w:compat/w:compatSetting[@w:name='compatibilityMode']") if settings else None
    if (number(node) or 0) < NEWEST:
        place = settings.place() if settings else Place(package.main)
        yield Finding(place, "opens in compatibility mode", "File, Info, Convert")


def protection(package: Package) -> Iterator[Finding]:
    """Yield when the file keeps recording changes, or cannot be edited."""
    settings = package.related("settings")
    for node in find(settings.root, "w:trackRevisions | w:documentProtection | w:writeProtection") if settings else []:
        if settings and val(node) not in {"0", "false", "off"} and val(node, "w:enforcement") not in {"0", "false", "off"}:
            yield Finding(settings.place(), f"is protected or records changes ({node.tag.rpartition('}')[2]})", "switch it off under Review")
