"""The model itself: frozen, complete, and the same everywhere."""

from __future__ import annotations

import dataclasses
import typing

import pytest

from reportgen import document as model
from reportgen.document import Block, ChartSpec, Inline, Text

CLASSES = [each for each in vars(model).values() if isinstance(each, type) and dataclasses.is_dataclass(each)]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_node_is_frozen_has_slots_and_says_what_it_is(cls: type) -> None:
    assert cls.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(cls)
    assert cls.__doc__
    assert not cls.__doc__.startswith(f"{cls.__name__}(")


def test_a_node_cannot_be_changed_and_equal_nodes_are_one_key() -> None:
    word = Text("一")
    with pytest.raises(dataclasses.FrozenInstanceError):
        word.text = "二"  # type: ignore[misc]
    assert {word: 1}[Text("一")] == 1


def test_every_class_of_the_model_is_reached_from_a_document() -> None:
    reached: set[type] = set()

    def visit(annotation: object) -> None:
        if isinstance(annotation, type) and dataclasses.is_dataclass(annotation) and annotation not in reached:
            reached.add(annotation)
            for hint in typing.get_type_hints(annotation, vars(model)).values():
                visit(hint)
        for argument in typing.get_args(annotation):
            visit(argument)

    visit(model.Document)
    assert reached == set(CLASSES)
    assert set(typing.get_args(Block)) | set(typing.get_args(Inline)) < reached


def test_an_option_of_a_chart_has_a_default() -> None:
    spec = ChartSpec("tile-grid", (), (), (), options=(("grid", "china"),))
    assert (spec.option("grid"), spec.option("left"), spec.option("left", "前")) == ("china", "", "前")
