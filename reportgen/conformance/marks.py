"""Marked content of pages: what is painted outside any mark, what is nested wrongly, which numbers are used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_PAINTING = "Tj TJ ' \" f F f* B B* b b* S s sh Do EI"
PAINTING = frozenset((*_PAINTING.split(), "INLINE IMAGE"))
"""Operators that put something on the page; the last one is what pikepdf calls an inline image."""
MARKING = frozenset(("BDC", "BMC", "EMC"))
OPERATORS = " ".join(sorted(MARKING | PAINTING | {"BI"}))


@dataclass(slots=True)
class Marks:
    """What a content stream marks.

    numbers    MCIDs in the order of their beginning
    unmarked   painting operators that stand in no tag and no artifact
    mixed      (outer, inner) of artifacts inside tags and tags inside artifacts: "artifact" or "tag"
    """

    numbers: list[int] = field(default_factory=list)
    unmarked: int = 0
    mixed: list[tuple[str, str]] = field(default_factory=list)


def read(page: Any) -> Marks:
    """Return the marks of a page; a form that is painted outside any mark is looked into."""
    found = Marks()
    _scan(page, page.get("/Resources", {}), found, depth=0)
    return found


def _scan(stream: Any, resources: Any, found: Marks, depth: int) -> None:
    import pikepdf

    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(stream, OPERATORS):
        name = str(instruction.operator)
        if name == "EMC":
            if open_marks:
                open_marks.pop()
        elif name in MARKING:
            kind = _kind(instruction.operands, resources, found)
            outer = next((each for each in reversed(open_marks) if each), "")
            if kind and outer and kind != outer:
                found.mixed.append((outer, kind))
            open_marks.append(kind)
        elif not any(open_marks):
            form = resources.get("/XObject", {}).get(str(instruction.operands[0])) if name == "Do" else None
            if form is not None and form.get("/Subtype") == "/Form" and depth < 8:
                _scan(form, form.get("/Resources", resources), found, depth + 1)
            else:
                found.unmarked += 1


def _kind(operands: Any, resources: Any, found: Marks) -> str:
    """Return what a mark is: "artifact", "tag" when it has a number, "" for any other."""
    import pikepdf

    if str(operands[0]) == "/Artifact":
        return "artifact"
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        properties = resources.get("/Properties", {}).get(str(properties))
    if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
        found.numbers.append(int(properties["/MCID"]))
        return "tag"
    return ""


def fonts(pdf: Any) -> Iterator[tuple[str, Any]]:
    """Yield every font of a file once, with its name."""
    import pikepdf

    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font" and each.get("/Subtype") not in ("/CIDFontType0", "/CIDFontType2"):
            yield str(each.get("/BaseFont", each.get("/Name", "?"))).removeprefix("/"), each


def font_file(font: Any) -> bool:
    """Return whether the program of a font is in the file; glyphs of a Type 3 font always are."""
    if font.get("/Subtype") == "/Type3":
        return True
    inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
