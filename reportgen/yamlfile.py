"""YAML read safely: positions kept, duplicate keys refused, no aliases, no tags, bounded size and depth."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.errors import Problem, ProjectError

MAX_BYTES = 1_000_000
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: plain dicts, lists and scalars, and where each key stands.

    places  path of keys and indexes → (line, column), both from 1.
    """

    name: str
    data: Any
    places: Mapping[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)

    def where(self, path: Sequence[str | int] = ()) -> str:
        """Return ``file:line:column`` of a path of keys, or of the nearest parent that has a place."""
        steps = tuple(path)
        while steps and steps not in self.places:
            steps = steps[:-1]
        if steps in self.places:
            line, column = self.places[steps]
            return f"{self.name}:{line}:{column}"
        return self.name


def read_yaml(text: str, name: str) -> YamlFile:
    """Return a parsed YAML document; raises ProjectError with the place of the first thing that is wrong."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text.encode()) > MAX_BYTES:
        raise ProjectError(Problem(name, f"is larger than {MAX_BYTES:,} bytes", "keep data in CSV files", code="RG101"))
    try:
        _refuse_tricks(text, name)
        node = _loader().load(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        what = " ".join(str(error.problem or error.context).split())
        raise ProjectError(Problem(where, what, "check indentation, quotes around colons, and that no key is given twice", code="RG102")) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise ProjectError(Problem(name, str(error).splitlines()[0], "the file is not YAML", code="RG102")) from None
    places: dict[tuple[str | int, ...], tuple[int, int]] = {}
    return YamlFile(name, _plain(node, (), places), places)


def _loader() -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import RoundTripConstructor

    class Constructor(RoundTripConstructor):
        """Leaves dates as text: the model reads them, and can say where an impossible one stands."""

    Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))
    loader = YAML(typ="rt")
    loader.Constructor = Constructor
    return loader


def _refuse_tricks(text: str, name: str) -> None:
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

    depth = 0
    for event in YAML(typ="rt").parse(text):
        line = event.start_mark.line + 1 if event.start_mark else 0
        where = f"{name}:{line}"
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise ProjectError(Problem(where, "anchors and aliases are not used in this file", "write the value out", code="RG103"))
        tag = getattr(event, "tag", None)
        implicit = any(event.implicit) if isinstance(event, ScalarEvent) else getattr(event, "implicit", True)
        if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent) and tag and not implicit:
            raise ProjectError(Problem(where, f"the tag {tag} is not used in this file", "write a plain value", code="RG103"))
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif type(event).__name__ in ("MappingEndEvent", "SequenceEndEvent"):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ProjectError(Problem(where, f"is nested more than {MAX_DEPTH} levels deep", "check the brackets", code="RG103"))


def _plain(node: Any, path: tuple[str | int, ...], places: dict[tuple[str | int, ...], tuple[int, int]]) -> Any:
    positions: Any = getattr(node, "lc", None)
    if isinstance(node, dict):
        plain: dict[str, Any] = {}
        for key, value in node.items():
            line, column = positions.key(key)
            places[(*path, str(key))] = (line + 1, column + 1)
            plain[str(key)] = _plain(value, (*path, str(key)), places)
        return plain
    if isinstance(node, list):
        items = []
        for index, value in enumerate(node):
            line, column = positions.item(index)
            places[(*path, index)] = (line + 1, column + 1)
            items.append(_plain(value, (*path, index), places))
        return items
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return float(node)
    return node if type(node) is str else _text(node)


def _text(node: Any) -> Any:
    return str(node) if isinstance(node, str) else node
