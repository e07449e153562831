"""The package around the text: parts, content types, relationships, images, properties."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from reportgen.wordcheck.model import TYPES, Finding, Package, Place, find, local, name_of, rels_name

SAVE = "open the file in Word and save it again"
STRICT = "http://purl.oclc.org/ooxml/"
SIGNATURES = {
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpg": rb"\xff\xd8\xff",
    "jpeg": rb"\xff\xd8\xff",
    "gif": rb"GIF8[79]a",
    "bmp": rb"BM",
    "tif": rb"(?:II\*\0|MM\0\*)",
    "tiff": rb"(?:II\*\0|MM\0\*)",
    "emf": rb"\x01\0\0\0.{36} EMF",
    "wmf": rb"(?:\xd7\xcd\xc6\x9a|\x01\0\x09\0)",
    "webp": rb"RIFF.{4}WEBP",
    "svg": rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!--)",
}
"""Extension → how such a file begins."""
IMAGE_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff",
    "svg": "image/svg+xml", "webp": "image/webp", "emf": "image/x-emf", "wmf": "image/x-wmf",
}  # fmt: skip
SUITING = {
    "styles": "styles+xml", "numbering": "numbering+xml", "settings": "settings+xml", "fontTable": "fontTable+xml", "header": "header+xml",
    "footer": "footer+xml", "footnotes": "footnotes+xml", "endnotes": "endnotes+xml", "comments": "comments+xml", "theme": "theme+xml",
    "chart": "chart+xml", "image": "image/",
}  # fmt: skip
"""Kind of a relationship → what the content type of its target contains."""
ROOTS = {
    "styles": "styles", "numbering": "numbering", "settings": "settings", "fontTable": "fonts", "header": "hdr", "footer": "ftr",
    "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments", "theme": "theme", "chart": "chartSpace",
}  # fmt: skip
"""Kind of a relationship → the element its target begins with."""
_USES = ("r:id", "r:embed", "r:link", "r:pict")
_ROOT_PARTS = ("docProps/thumbnail",)


def untyped(package: Package) -> Iterator[Finding]:
    """Yield parts without a content type: Word calls such a file damaged."""
    for name in package.parts:
        if name != TYPES and name not in package.types:
            yield Finding(Place(name), "has no content type", f"name it in {TYPES}")


def rootless(package: Package) -> Iterator[Finding]:
    """Yield when nothing says which part is the document, or when it is written in the form few programs read."""
    if not package.main:
        yield Finding(Place("_rels/.rels"), "leads to no document part", SAVE)
    elif package.main in package.stories and STRICT in package.stories[package.main].root.tag:
        yield Finding(Place(package.main), "is in the strict form, which WPS and older programs cannot read", "save it as Word Document (.docx)")


def dangling(package: Package) -> Iterator[Finding]:
    """Yield relationships to parts that are not there."""
    for each in package.relationships:
        if not each.is_external and each.target not in package.parts and not (each.kind == "hyperlink" and each.target in {"", "."}):
            yield Finding(Place(rels_name(each.source), each.id), f"leads to {each.target}, which is not in the file", SAVE)


def orphans(package: Package) -> Iterator[Finding]:
    """Yield parts that no relationship leads to."""
    reached = {each.target for each in package.relationships}
    for name in package.parts:
        if name != TYPES and not name.endswith(".rels") and name not in reached and not name.startswith(_ROOT_PARTS):
            yield Finding(Place(name), "belongs to nothing in the file", "delete the part")
    for name in package.parts:
        source = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name).removesuffix(".rels"))
        if name.endswith(".rels") and name != "_rels/.rels" and source not in package.parts:
            yield Finding(Place(name), "belongs to nothing in the file", "delete the part")


def relation_ids(package: Package) -> Iterator[Finding]:
    """Yield relationship ids given twice in one part, and ids that are used but not given."""
    given = Counter((each.source, each.id) for each in package.relationships)
    for (source, identifier), count in given.items():
        if count > 1:
            yield Finding(Place(rels_name(source), identifier), "is given twice", SAVE)
    names = [name_of(name) for name in _USES]
    for part, story in package.stories.items():
        for node in story.root.iter():
            for name in names:
                used = node.get(name)
                if used and (part, used) not in given:
                    yield Finding(story.place(node), f"uses the relationship {used}, which is not there", SAVE)


def unfit(package: Package) -> Iterator[Finding]:
    """Yield parts whose content type, or whose first element, does not suit the relationship that leads to them."""
    for each in package.relationships:
        kind = package.types.get(each.target, "")
        if kind and each.kind in SUITING and SUITING[each.kind] not in kind:
            yield Finding(Place(each.target), f"is led to as {each.kind}, but has the content type {kind}", f"correct it in {TYPES}")
        elif each.kind in ROOTS and (story := package.stories.get(each.target)) and local(story.root) != ROOTS[each.kind]:
            yield Finding(Place(each.target), f"is led to as {each.kind}, but begins with {local(story.root)}", SAVE)
    if package.main and (kind := package.types.get(package.main, "")) and ".main+xml" not in kind:
        yield Finding(Place(package.main), f"is led to as officeDocument, but has the content type {kind}", f"correct it in {TYPES}")


def malformed(package: Package) -> Iterator[Finding]:
    """Yield parts that are not well-formed XML: Word does not open the file."""
    for name, reason in package.broken.items():
        yield Finding(Place(name), f"is not well-formed XML: {reason}", SAVE)


def images(package: Package) -> Iterator[Finding]:
    """Yield pictures whose bytes are of another kind than their name or content type says."""
    for name in sorted({each.target for each in package.relationships if each.kind == "image" and each.target in package.parts}):
        extension = name.rpartition(".")[2].lower()
        signature, kind = SIGNATURES.get(extension), package.types.get(name, "")
        if signature and not re.match(signature, package.parts[name][:200], re.DOTALL):
            yield Finding(Place(name), f"is not a {extension} picture inside", "insert the picture again")
        elif kind.startswith("image/") and extension in IMAGE_TYPES and kind.replace("/x-", "/") != IMAGE_TYPES[extension].replace("/x-", "/"):
            yield Finding(Place(name), f"is a {extension} picture, but has the content type {kind}", f"correct it in {TYPES}")
        elif extension == "webp":
            yield Finding(Place(name), "is a webp picture, which Word does not show", "insert it as PNG")


def properties(package: Package) -> Iterator[Finding]:
    """Yield properties of the file that its programs cannot read: two sets of them, dates that are none."""
    cores = [each.target for each in package.relationships if not each.source and each.kind == "core-properties"]
    if len(cores) > 1:
        yield Finding(Place("_rels/.rels"), "leads to two parts with core properties", "delete one")
    for name in dict.fromkeys(cores):
        story = package.stories.get(name)
        counts = Counter(node.tag for node in story.root) if story else Counter()
        for node in story.root if story else []:
            if counts[node.tag] > 1:
                yield Finding(Place(name), f"has the property {node.tag.rpartition('}')[2]} twice", "delete one")
                counts[node.tag] = 1
            if node.tag in {name_of("dcterms:created"), name_of("dcterms:modified")} and not _is_date(node.text or ""):
                yield Finding(Place(name), f"has the date {(node.text or '')!r}, which is none", "write it as 2024-05-31T00:00:00Z")


def _is_date(text: str) -> bool:
    pattern = r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?"
    return re.fullmatch(pattern, text) is not None


def title(package: Package) -> Iterator[Finding]:
    """Yield when the properties have no title: readers and screen readers name the file by it."""
    core = next((each.target for each in package.relationships if not each.source and each.kind == "core-properties"), "")
    story = package.stories.get(core)
    titles = [node for node in find(story.root, "dc:title")] if story else []
    if not any((node.text or "").strip() for node in titles):
        yield Finding(Place(core), "has no title", "write one under File, Info, Properties")
