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
    "dml-main.xsd": r"word/theme/.*\.xml",
    "dml-chart.xsd": r"word/charts/[a-zA-Z]+\d*\.xml",
    "wml.xsd": r"word/[a-zA-Z]+\d*\.xml",
}
NEWER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"


def breaches_of_schema(parts: Mapping[str, bytes]) -> list[str]:
    """Return what the schemas say about the parts; every part is looked at but pictures, workbooks and the core properties."""
    found = []
    for name, data in parts.items():
        if name.startswith("word/media/") or name.endswith(".xlsx") or name == "docProps/core.xml":
            continue  # the schema of the core properties imports Dublin Core from the network: rule W09 reads that part
        rules = schema(next(schema_name for schema_name, pattern in SCHEMA_OF.items() if re.fullmatch(pattern, name)))
        tree = etree.fromstring(data)
        tree.attrib.pop(NEWER, None)
        if not rules.validate(tree):
            found += [f"{name}: {error.message}" for error in rules.error_log]
    return found
