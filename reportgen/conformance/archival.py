"""PDF/A-3a (ISO 19005-3:2012, level A): the conditions by clause that depend on what is in a report.

6.1.3 6.1.7 6.1.13   an identifier, no encryption, every stream in the file and in no patented filter
6.2.3 6.2.4          an RGB output intent, and no colour of another device
6.2.5 6.2.8 6.2.9    no transfer functions, no images another program replaces or smooths, no PostScript
6.2.10               blending by the modes of ISO 32000-1 only
6.2.11               fonts in the file, characters with Unicode values
6.3 6.5              annotations that print and are of known kinds, no actions but going to a place or an address
6.6                  XMP metadata with identification, that agree with the document information
6.7                  tagged, with a language (what the tags say is checked by `accessible`)
6.4 6.8 6.9 6.10     forms, attachments, layers and alternate presentations: our files have none, a file with them is refused as unchecked

What depends only on the program that writes (syntax, glyph widths, the inside of fonts) is checked by veraPDF in the tests, for the one
version of WeasyPrint we use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportgen.conformance import marks
from reportgen.errors import Problem

CODE = "RG461"
PDFA = "http://www.aiim.org/pdfa/ns/id/"
_MODES = (
    "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color "
    "Luminosity"
)
BLENDING = frozenset(_MODES.split())
"""The blend modes of ISO 32000-1, 11.3.5."""
ACTIONS = frozenset(("/GoTo", "/GoToR", "/GoToE", "/URI", "/Thread", "/Named"))
PRINTED, UNSEEN = 0b100, 0b100100011
"""Annotation flags: printed; invisible, hidden, not viewed, viewed by toggling."""
INFORMATION = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Subject": "dc:description",
    "/Keywords": "pdf:Keywords",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
    "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}
"""Document information → XMP property that must say the same (ISO 19005-3, 6.6.3 note, table 1 of 19005-1)."""


def problems(pdf: Any) -> Iterator[Problem]:
    """Yield what keeps a `pikepdf.Pdf` from being PDF/A-3a, as far as this module looks; nothing when it finds nothing."""
    yield from _file(pdf)
    yield from _intent(pdf)
    for each in pdf.objects:
        yield from _object(each)
    for index, page in enumerate(pdf.pages):
        yield from _page(page, f"page {index + 1}")
    for name, font in marks.fonts(pdf):
        if not marks.font_file(font):
            yield Problem("fonts", f"6.2.11.4: the font {name} is not in the file", code=CODE)
        if "/ToUnicode" not in font and font.get("/Subtype") in ("/Type0", "/Type3"):
            yield Problem("fonts", f"6.2.11.7: characters of the font {name} have no Unicode value", code=CODE)
    yield from _metadata(pdf)


def _file(pdf: Any) -> Iterator[Problem]:
    root = pdf.Root
    if "/ID" not in pdf.trailer:
        yield Problem("file", "6.1.3: the file has no identifier", code=CODE)
    if pdf.is_encrypted:
        yield Problem("file", "6.1.3: the file is encrypted", code=CODE)
    if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root:
        yield Problem("catalog", "6.7: the file is not tagged", code=CODE)
    if not str(root.get("/Lang", "")):
        yield Problem("catalog", "6.7.4: the file has no language", code=CODE)
    names = root.get("/Names", {})
    keys = ("/AcroForm", "/OCProperties", "/AA", "/OpenAction", "/Requirements", "/Perms", "/AF")
    found = [key for key in keys if key in root] + [key for key in ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations") if key in names]
    for key in found:
        yield Problem("catalog", f"{key.removeprefix('/')} is not checked here", code=CODE)


def _intent(pdf: Any) -> Iterator[Problem]:
    intents = [each for each in pdf.Root.get("/OutputIntents", []) if each.get("/S") == "/GTS_PDFA1"]
    profiles = [each["/DestOutputProfile"] for each in intents if "/DestOutputProfile" in each]
    if not any(int(profile.get("/N", 0)) == 3 and profile.read_bytes()[16:20] == b"RGB " for profile in profiles):
        yield Problem("catalog", "6.2.3: there is no output intent with an RGB profile", code=CODE)


def _object(each: Any) -> Iterator[Problem]:
    """Yield what an object holds that an archive must not."""
    import pikepdf

    if isinstance(each, pikepdf.Stream):
        packed = each.get("/Filter")
        if packed is not None and "/LZWDecode" in (packed if isinstance(packed, pikepdf.Array) else [packed]):
            yield Problem("file", "6.1.7.2: a stream is packed by LZW", code=CODE)
        if "/F" in each:
            yield Problem("file", "6.1.7.1: a stream stands in another file", code=CODE)
        if each.get("/Subtype") == "/Image" and ("/Alternates" in each or "/OPI" in each or each.get("/Interpolate", False)):
            yield Problem("file", "6.2.8: an image is replaced or smoothed by the program that shows it", code=CODE)
        if each.get("/Subtype") == "/PS" or (each.get("/Subtype") == "/Form" and any(key in each for key in ("/PS", "/Subtype2", "/OPI", "/Ref"))):
            yield Problem("file", "6.2.9: a form holds PostScript or a page of another file", code=CODE)
        yield from _states(each.get("/Resources", {}))
    elif isinstance(each, pikepdf.Dictionary):
        if (action := each.get("/A")) is not None and isinstance(action, pikepdf.Dictionary) and "/S" in action and str(action["/S"]) not in ACTIONS:
            yield Problem("file", f"6.5.1: an action does {str(action['/S']).removeprefix('/')}", code=CODE)
        if "/AA" in each:
            yield Problem("file", "6.5.2: something starts an action by itself", code=CODE)
        yield from _states(each.get("/Resources", each))


def _states(resources: Any) -> Iterator[Problem]:
    import pikepdf

    states = resources.get("/ExtGState", {})
    for state in states.values() if isinstance(states, pikepdf.Dictionary) else ():
        if "/TR" in state or str(state.get("/TR2", "/Default")) != "/Default" or "/HTP" in state:
            yield Problem("file", "6.2.5: a graphics state has a transfer function", code=CODE)
        mode = state.get("/BM", "/Normal")
        for name in mode if isinstance(mode, pikepdf.Array) else [mode]:
            if str(name).removeprefix("/") not in BLENDING:
                yield Problem("file", f"6.2.10: {str(name).removeprefix('/')} is no blend mode", code=CODE)


def _page(page: Any, place: str) -> Iterator[Problem]:
    if _has_other_inks(page):
        yield Problem(place, "6.2.4.3: a colour is given for another device than the output intent", code=CODE)
    for annotation in page.get("/Annots", []):
        flags = int(annotation.get("/F", 0))
        if not flags & PRINTED or flags & UNSEEN:
            yield Problem(place, "6.3.2: an annotation is not printed, or hidden", code=CODE)
        if annotation.get("/Subtype") != "/Link":
            yield Problem(place, f"6.3.1: an annotation {str(annotation.get('/Subtype', '')).removeprefix('/')} is not checked here", code=CODE)


def _has_other_inks(page: Any) -> bool:
    """Return whether a page sets a colour in CMYK; most have no such letter in them, and are not parsed."""
    import pikepdf

    contents = page.get("/Contents", pikepdf.Array())
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    if not any(re.search(rb"\s[kK]\s", part.read_bytes()) for part in parts):
        return False
    return any(True for _ in pikepdf.parse_content_stream(page, "k K"))


def _metadata(pdf: Any) -> Iterator[Problem]:
    if "/Metadata" not in pdf.Root:
        yield Problem("metadata", "6.6.2.1: there is no XMP metadata", code=CODE)
        return
    xmp = pdf.open_metadata()  # not as a context: leaving that would write the metadata anew
    if str(xmp.get(f"{{{PDFA}}}part")) != "3" or str(xmp.get(f"{{{PDFA}}}conformance")) != "A":
        yield Problem("metadata", "6.6.4: the metadata do not say PDF/A-3a", code=CODE)
    for key, name in INFORMATION.items():
        if key in pdf.docinfo and _plain(str(pdf.docinfo[key])) != _plain(_said(xmp.get(name))):
            yield Problem("metadata", f"6.6.3: {name} and the document information {key.removeprefix('/')} differ", code=CODE)


def _said(value: Any) -> str:
    """Return an XMP value as one text."""
    return ", ".join(value) if isinstance(value, list) else str(value)


def _plain(value: str) -> str:
    """Return a date of either kind as its digits, any other text as it is.

    >>> _plain("D:20231201000000Z"), _plain("2023-12-01T00:00:00Z"), _plain("指数2023")
    ('20231201000000', '20231201000000', '指数2023')
    """
    digits = "".join(char for char in value if char.isdigit())
    is_date = value.startswith("D:") or (value[4:5] == "-" and value[10:11] == "T")
    return digits if is_date else value
