"""JSON: the document tree itself, and the way back.

Every node is an object with its class name under "node"; fields that hold their default are left out, so the file reads well.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from reportgen import document as model
from reportgen.document import Document
from reportgen.renderers import Press

NODES: Mapping[str, type] = {
    name: value for name, value in vars(model).items() if dataclasses.is_dataclass(value) and isinstance(value, type)
}


def render(document: Document, press: Press) -> bytes:
    """Return the document as indented UTF-8 JSON with a line end; `press` adds nothing to it."""
    return to_json(document).encode()


def to_json(document: Document) -> str:
    """Return the document as JSON; ``from_json(to_json(d)) == d``."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Document:
    """Return the document a JSON text says; raises ValueError for a text that is not one."""
    try:
        document = _node(json.loads(text))
    except (TypeError, KeyError) as error:
        raise ValueError(f"this JSON is not a document: {error}") from None
    if not isinstance(document, Document):
        raise ValueError("this JSON is not a document")
    return document


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if getattr(value, field.name) != field.default}
        return {"node": type(value).__name__, **{name: _plain(item) for name, item in fields.items()}}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _node(value: Any) -> Any:
    if isinstance(value, dict):
        fields = {name: _node(item) for name, item in value.items() if name != "node"}
        return NODES[value["node"]](**fields)
    if isinstance(value, list):
        return tuple(_node(item) for item in value)
    return value
