"""The schemas of ISO/IEC 29500-4, where they are: OOXML_XSD names their folder."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from tests.renderers.docx_reading import schema

SCHEMA_OF = {
    "opc-contentTypes.xsd": r"\[Content_Types\]\.xml",
    "opc-relationships.xsd": r".*\.rels",
    "shared-documentPropertiesExtended.xsd": r"docProps/app\.xml",
    "shared-documentPropertiesCustom.xsd": r"docProps/custom\.xml",
    "dml-main.xsd": r"word/theme/.*\.xml",
    "dml-chart.xsd": r"word/charts/[a-zA-Z]+\d*\.xml",
    "wml.xsd": r"word/[a-zA-Z]+\d*\.xml",
    "shared-customXmlDataProperties.xsd": r"customXml/itemProps\d+\.xml",
}
NEWER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
OWN = r"word/media/.*|.*\.xlsx|docProps/core\.xml|customXml/item\d+\.xml"
"""Parts in a form of their own; the schema of the core properties imports Dublin Core from the network, and rule W09 reads that part."""


def breaches_of_schema(parts: Mapping[str, bytes]) -> list[str]:
    """Return what the schemas say about the parts without the elements of later versions, which readers may pass over."""
    found = []
    for name, data in parts.items():
        if re.fullmatch(OWN, name):
            continue
        rules = schema(next(schema_name for schema_name, pattern in SCHEMA_OF.items() if re.fullmatch(pattern, name)))
        tree = etree.fromstring(data)
        for prefix in tree.attrib.pop(NEWER, "").split():
            for node in tree.findall(f".//{{{tree.nsmap[prefix]}}}*"):
                node.getparent().remove(node)
        if not rules.validate(tree):
            found += [f"{name}: {error.message}" for error in rules.error_log]
    return found
