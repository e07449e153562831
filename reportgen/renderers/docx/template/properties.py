"""The properties of a file that was made from a template: what the report says of itself, and the words of the project."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reportgen.renderers.docx.base import OFFICE
from reportgen.renderers.docx.template.members import Members
from reportgen.renderers.docx.xml import clean
from reportgen.wordcheck.model import Element

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""What Word calls the properties a person adds."""
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
