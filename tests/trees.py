"""Hypothesis strategies for whole documents."""

from __future__ import annotations

import types
import typing
from typing import Any

from hypothesis import strategies as st

from reportgen import document as model
from reportgen.document import Block, Document, Inline

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co")), max_size=6)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32)


def _of(annotation: Any, deeper: st.SearchStrategy[Any], blocks: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation is str:
        return WORDS
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(0, 9)
    if annotation is float:
        return NUMBERS
    if annotation is type(None):
        return st.none()
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if annotation is model.Meta:  # only a bilingual report has a second one; it has no third
        return st.none()
    if annotation == Inline:
        return deeper
    if annotation == Block:
        return blocks
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(_of(arguments[0], deeper, blocks), max_size=2).map(tuple)
        return st.tuples(*(_of(each, deeper, blocks) for each in arguments))
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_of(each, deeper, blocks) for each in arguments))
    return _node(annotation, deeper, blocks)


def _node(cls: type, deeper: st.SearchStrategy[Any], blocks: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(cls, vars(model))
    return st.builds(cls, **{name: _of(hint, deeper, blocks) for name, hint in hints.items()})


def _any(union: Any, deeper: st.SearchStrategy[Any], blocks: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(*(_node(cls, deeper, blocks) for cls in typing.get_args(union)))


_words = st.builds(model.Text, WORDS)
INLINES: st.SearchStrategy[Inline] = _any(Inline, _any(Inline, _words, st.nothing()), st.nothing())
_paragraphs = st.builds(model.Paragraph, st.tuples(_words))
BLOCKS: st.SearchStrategy[Block] = _any(Block, INLINES, _any(Block, _words, _paragraphs))
DOCUMENTS: st.SearchStrategy[Document] = st.builds(Document, _node(model.Meta, _words, _paragraphs), st.lists(BLOCKS, max_size=3).map(tuple))
"""Documents with any node in any place, lists and boxes two deep."""
