"""YAML read safely: positions kept, duplicate keys refused, no aliases, no tags, bounded size and depth.

The parser's events are put together here, so that every key and every item keeps its place and a scalar means what it says:
``NO`` and ``12:30`` are text, a date is text until the model reads it, and ``010`` is refused because half of all readers take it for 8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.errors import Problem, ProjectError

MAX_BYTES = 1_000_000
MAX_DEPTH = 40

Path = tuple[str | int, ...]
Place = tuple[int, int]

_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]{1,3})?")
_FULL_WIDTH_COLON = re.compile(r"^[ \t]*(?:- +)?([A-Za-z][\w-]*)[ \t]*：", re.MULTILINE)
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: plain dicts, lists and scalars, and where each key stands.

    places  path of keys and indexes → (line, column), both from 1.
    spans   path of each scalar → where it begins and ends in the text, quotation marks included.
    """

    name: str
    data: Any
    places: Mapping[Path, Place] = field(default_factory=dict)
    spans: Mapping[Path, Place] = field(default_factory=dict)

    def where(self, path: Sequence[str | int] = ()) -> str:
        """Return ``file:line:column`` of a path of keys, or of the nearest parent that has a place."""
        steps = tuple(path)
        while steps and steps not in self.places:
            steps = steps[:-1]
        if steps in self.places:
            line, column = self.places[steps]
            return f"{self.name}:{line}:{column}"
        return self.name


@dataclass(frozen=True, slots=True)
class _Seen:
    """The places of a file while it is read."""

    name: str
    places: dict[Path, Place] = field(default_factory=dict)
    spans: dict[Path, Place] = field(default_factory=dict)


def read_yaml(text: str, name: str) -> YamlFile:
    r"""Return a parsed YAML document; raises ProjectError with the place of the first thing that is wrong.

    >>> file = read_yaml("title: NO\ndata: [1, '2']", "report.yaml")
    >>> file.data, file.where(("data", 1))
    ({'title': 'NO', 'data': [1, '2']}, 'report.yaml:2:11')
    """
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ProjectError(Problem(name, f"is larger than {MAX_BYTES:,} bytes", "keep data in CSV files", code="RG101"))
    seen = _Seen(name)
    try:
        data = _document(_checked_events(text, name), seen)
        if isinstance(data, str):
            _refuse_full_width_colons(text, name)
        return YamlFile(name, data, seen.places, seen.spans)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # The parser stumbles over the line that follows one without a colon it knows.
        _refuse_full_width_colons("\n".join(text.split("\n")[: mark.line + 1]) if mark else text, name)
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        what = " ".join(str(error.problem or error.context).split())
        raise ProjectError(Problem(where, f"is not YAML: {what}", "check indentation, and put text that holds a colon in quotes", code="RG102")) from None
    except (YAMLError, ValueError) as error:
        what = _described(error)
        raise ProjectError(Problem(_reader_place(error, text, name), f"is not YAML: {what}", "", code="RG102")) from None


def _refuse_full_width_colons(text: str, name: str) -> None:
    """Raise ProjectError for each line of a text that is no YAML where a Chinese colon follows a key."""
    hint = "write a half-width colon and a blank"
    problems = []
    for found in _FULL_WIDTH_COLON.finditer(text):
        line, column = text.count("\n", 0, found.end()) + 1, found.end() - text.rfind("\n", 0, found.end()) - 1
        problems.append(Problem(f"{name}:{line}:{column}", f"a full-width colon follows {found[1]!r}", hint, code="RG102"))
    if problems:
        raise ProjectError(problems) from None


def _described(error: Exception) -> str:
    character = getattr(error, "character", None)
    if isinstance(character, int):
        return f"holds the character U+{character:04X}"
    return " ".join(str(error).split())[:120]


def _reader_place(error: Exception, text: str, name: str) -> str:
    position = getattr(error, "position", None)
    return f"{name}:{text.count(chr(10), 0, position) + 1}" if isinstance(position, int) else name


def _checked_events(text: str, name: str) -> Iterator[Any]:
    """Yield the parser's events; raises ProjectError for what this file may not hold."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, ScalarEvent

    depth = documents = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        where = _where(event, name)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise ProjectError(Problem(where, "anchors and aliases are not used in this file", "write the value out", code="RG103"))
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
            raise ProjectError(Problem(where, f"the tag {event.tag} is not used in this file", "write a plain value", code="RG103"))
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise ProjectError(Problem(where, f"is nested more than {MAX_DEPTH} levels deep", "check the brackets", code="RG103"))
        documents += isinstance(event, DocumentStartEvent)
        if documents > 1:
            raise ProjectError(Problem(where, "a second document begins here", "delete the line of three hyphens", code="RG103"))
        yield event


def _where(event: Any, name: str) -> str:
    return f"{name}:{event.start_mark.line + 1}:{event.start_mark.column + 1}"


def _document(events: Iterator[Any], seen: _Seen) -> Any:
    from ruamel.yaml.events import CollectionStartEvent, ScalarEvent

    for event in events:
        if isinstance(event, ScalarEvent | CollectionStartEvent):
            data = _value(event, events, (), seen)
            for _ in events:  # what follows is parsed too, so that its errors are seen
                pass
            return data
    return None


def _value(event: Any, events: Iterator[Any], path: Path, seen: _Seen) -> Any:
    from ruamel.yaml.events import MappingStartEvent, ScalarEvent

    if isinstance(event, ScalarEvent):
        seen.spans[path] = (event.start_mark.index, event.end_mark.index)
        return _scalar(event, seen.name)
    return (_mapping if isinstance(event, MappingStartEvent) else _sequence)(events, path, seen)


def _mapping(events: Iterator[Any], path: Path, seen: _Seen) -> dict[str, Any]:
    from ruamel.yaml.events import MappingEndEvent, ScalarEvent

    found: dict[str, Any] = {}
    for event in events:
        if isinstance(event, MappingEndEvent):
            break
        if not isinstance(event, ScalarEvent):
            raise ProjectError(Problem(_where(event, seen.name), "a list or a group of settings cannot be a key", "put text in quotes", code="RG103"))
        key = str(event.value)
        here = (*path, key)
        if key in found:
            what = f"the key {key!r} is given twice; it stands on line {seen.places[here][0]} already"
            raise ProjectError(Problem(_where(event, seen.name), what, "delete one of the two", code="RG102"))
        seen.places[here] = (event.start_mark.line + 1, event.start_mark.column + 1)
        found[key] = _value(next(events), events, here, seen)
    return found


def _sequence(events: Iterator[Any], path: Path, seen: _Seen) -> list[Any]:
    from ruamel.yaml.events import SequenceEndEvent

    found: list[Any] = []
    for event in events:
        if isinstance(event, SequenceEndEvent):
            break
        here = (*path, len(found))
        seen.places[here] = (event.start_mark.line + 1, event.start_mark.column + 1)
        found.append(_value(event, events, here, seen))
    return found


def _scalar(event: Any, name: str) -> Any:
    text = str(event.value)
    if event.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _LEADING_ZERO.fullmatch(text):
        what = f"{text} begins with a zero: some programs read it as another number"
        raise ProjectError(Problem(_where(event, name), what, f'put a code in quotes: "{text}"', code="RG111"))
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
