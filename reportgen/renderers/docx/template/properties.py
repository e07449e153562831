"""The properties of a file that was made from a template: what the report says of itself, and the words of the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.renderers.docx.base import OFFICE
from reportgen.renderers.docx.template.members import Members
from reportgen.renderers.docx.xml import clean
from reportgen.wordcheck.model import Element, T, name_of, val

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""What Word calls the properties a person adds."""
STANDARD = {"TITLE": "title", "SUBJECT": "subtitle", "AUTHOR": "author"}
"""Properties of the report that a field shows, and the words they are."""
FIRST = 2
"""The first number a property may have."""


def set_properties(theirs: Members, ours: Members, words: Mapping[str, str]) -> None:
    """Give the file title, author and dates of the report, the project's own words as custom properties, and no preview of the template."""
    name = theirs.related("", "core-properties") or "docProps/core.xml"
    theirs.store(name, ours.tree("docProps/core.xml"), CORE_TYPE)
    theirs.relate("", CORE_KIND, name)
    if words:
        name = theirs.related("", "custom-properties") or "docProps/custom.xml"
        root = theirs.tree(name) if name in theirs.parts else etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _VALUES})
        for key, text in words.items():
            _set(root, key, clean(text))
        theirs.store(name, root, CUSTOM_TYPE)
        theirs.relate("", f"{OFFICE}/custom-properties", name)
    if previews := [each.id for each in theirs.relations("") if each.kind == "thumbnail"]:
        theirs.forget("", previews)


def _set(root: Element, name: str, text: str) -> None:
    """Give a property of the template its value, or add one."""
    node = next((node for node in root if node.get("name") == name), None)
    if node is None:
        number = max((int(each.get("pid", "1")) for each in root), default=FIRST - 1) + 1
        node = etree.SubElement(root, f"{{{_CUSTOM}}}property", {"fmtid": FORMAT, "pid": str(number), "name": name})
    node[:] = []
    etree.SubElement(node, f"{{{_VALUES}}}lpwstr").text = text


def show_properties(root: Element, words: Mapping[str, str]) -> bool:
    """Let fields of a part that show properties of the file say what it says now; return whether one did.

    words   by name: the standard ones, and those of the project, which are properties of the same name
    """
    own = {name.casefold(): text for name, text in words.items() if name not in STANDARD.values()}
    known = own | {name.casefold(): words[word] for name, word in STANDARD.items()}
    fields = [(code, texts) for code, texts in _fields(root) if texts]
    shown = [(known[name], texts) for code, texts in fields if (name := _property_of(code)) in known]
    for text, (first, *others) in shown:
        first.text = text
        for node in others:
            node.text = ""
    return bool(shown)


def _property_of(code: str) -> str:
    """Return the name of the property a field shows, in lower case: `DOCPROPERTY doc_no`, `TITLE`; "" for other fields."""
    kind, *rest = code.split() or [""]
    if kind.upper() == "DOCPROPERTY":
        return rest[0].strip('"').casefold() if rest else ""
    return kind.casefold() if kind.upper() in STANDARD else ""


def _fields(root: Element) -> Iterator[tuple[str, list[Element]]]:
    """Yield the instruction of every field of a part, and the texts of its result."""
    mark, instruction, simple = (name_of(f"w:{name}") for name in ("fldChar", "instrText", "fldSimple"))
    waiting: list[tuple[list[str], list[Element] | None]] = []
    for node in root.iter(mark, instruction, simple, T):
        if node.tag == simple:
            yield val(node, "w:instr"), list(node.iter(T))
        elif node.tag == mark and val(node, "w:fldCharType") == "begin":
            waiting.append(([], None))
        elif not waiting:
            continue
        elif node.tag == mark and val(node, "w:fldCharType") == "separate":
            waiting[-1] = (waiting[-1][0], [])
        elif node.tag == mark:
            code, texts = waiting.pop()
            yield "".join(code), texts or []
        elif node.tag == instruction:
            waiting[-1][0].append(node.text or "")
        elif (texts := waiting[-1][1]) is not None:
            texts.append(node)
