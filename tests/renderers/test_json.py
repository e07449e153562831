"""JSON: the tree and the way back."""

from __future__ import annotations

import json
import typing

import pytest
from hypothesis import given, settings

from reportgen.document import Block, Document, Heading, Inline, Meta, Text
from reportgen.renderers.json import NODES, from_json, to_json
from tests.trees import DOCUMENTS


@settings(max_examples=60)
@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    assert from_json(to_json(document)) == document


def test_every_kind_of_node_has_a_name() -> None:
    assert {cls.__name__ for union in (Block, Inline) for cls in typing.get_args(union)} < NODES.keys()


def test_defaults_are_left_out_and_chinese_is_readable() -> None:
    text = to_json(Document(Meta("题", "zh-Hans"), (Heading(1, (Text("概况"),)),)))
    assert "概况" in text
    assert json.loads(text)["blocks"] == [{"node": "Heading", "level": 1, "content": [{"node": "Text", "text": "概况"}]}]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '"x"', '{"node": "Nothing"}', '{"node": "Heading"}', '{"node": "Text", "text": "x"}', '{"level": 1}', '{"node": "Text", "words": "x"}'],
)
def test_what_is_no_document_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(text)
