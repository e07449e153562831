"""The Jinja sandbox of a narrative: plain values only, an allow-list of attributes, filters and functions, bounded output.

Every printed value becomes a marker of private-use characters; `Markers.nodes` holds what it stands for.  So a value passes
through Markdown as one opaque character run and comes out as a node that still knows value, unit and source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Undefined
from jinja2.utils import Namespace
from jinja2.runtime import LoopContext, Macro
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.compute import Fact
from reportgen.document import Inline
from reportgen.edition import Edition
from reportgen.errors import nearest
from reportgen.ranking import Absent, Entry, Ranking
from reportgen.values import Label, Move, Printed, Value, node

OPEN, CLOSE, DIGIT = "\ue000", "\ue001", 0xE010
MAX_OUTPUT = 5_000_000
COMMENT = ("{#-", "-#}")
"""Comments need the hyphens, because ``{#sec-name}`` is a heading's label."""

OWN_TYPES = (Value, Move, Label, Printed, Entry, Ranking, Fact)
LOOP_NAMES = frozenset({"index", "index0", "first", "last", "length", "revindex"})


class Markers:
    """Numbers the nodes of one narrative and finds them again in its text."""

    def __init__(self) -> None:
        self.nodes: list[Inline] = []

    def mark(self, inline: Inline) -> str:
        """Return the marker that stands for a node."""
        self.nodes.append(inline)
        return OPEN + "".join(chr(DIGIT + int(digit)) for digit in str(len(self.nodes) - 1)) + CLOSE

    def split(self, text: str) -> Iterator[str | Inline]:
        """Yield the words and the nodes of a text in order."""
        while text:
            before, opened, rest = text.partition(OPEN)
            if before:
                yield before
            if not opened:
                return
            code, _, text = rest.partition(CLOSE)
            yield self.nodes[int("".join(str(ord(char) - DIGIT) for char in code))]


class Misspelt(StrictUndefined):
    """An undefined name; using it in any way stops the build."""


class NarrativeEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which only our own types have attributes, and only those they list."""

    intercepted_binops = frozenset({"**", "*", "%", "+"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a listed attribute or a field of the data; raises Absent or SecurityError otherwise."""
        if isinstance(obj, OWN_TYPES):
            return _own(obj, attribute)
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            raise Absent(attribute, f"there is nothing named {attribute!r}", nearest(attribute, map(str, obj)))
        if isinstance(obj, LoopContext) and attribute in LOOP_NAMES:
            return getattr(obj, attribute)
        if isinstance(obj, TemplateModule) and not attribute.startswith("_"):
            known = {name for name in vars(obj) if not name.startswith("_")}
            if attribute in known:
                return getattr(obj, attribute)
            raise Absent(attribute, f"there is no macro {attribute!r}", nearest(attribute, known))
        if isinstance(obj, Namespace):
            return obj[attribute]
        if isinstance(obj, Undefined):
            return getattr(obj, attribute)
        raise SecurityError(f"{attribute!r} of {_kind(obj)} is not for templates")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a row by region, a field by name, or an item of a list."""
        if isinstance(obj, Ranking | Entry):
            return obj[str(argument)]
        if isinstance(obj, Mapping):
            return self.getattr(obj, str(argument))
        if isinstance(obj, Sequence) and isinstance(argument, int | slice):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call something: macros, our functions, and methods of our own types."""
        return isinstance(obj, Macro) or obj is Namespace or getattr(obj, "is_for_narratives", False) or isinstance(getattr(obj, "__self__", None), OWN_TYPES)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return a sum or product of two small integers; anything else has a function of its own."""
        if operator == "+" and isinstance(left, list) and isinstance(right, list):
            return left + right
        if not (isinstance(left, int) and isinstance(right, int)) or operator == "**" or max(abs(left), abs(right)) > 10**9:
            raise SecurityError(f"{_kind(left)} {operator} {_kind(right)} is not for templates; use difference(), ratio() or share()")
        return super().call_binop(context, operator, left, right)


def _own(obj: Any, attribute: str) -> Any:
    if attribute in type(obj).NAMES:
        return getattr(obj, attribute)
    if isinstance(obj, Entry):
        return obj[attribute]
    raise Absent(attribute, f"{_kind(obj)} has no {attribute!r}", nearest(attribute, type(obj).NAMES))


def _kind(obj: Any) -> str:
    names = {Value: "a value", Move: "a change in rank", Label: "a name", Printed: "a printed value", Entry: "a row", Ranking: "a table", Fact: "a fact"}
    return names.get(type(obj), f"a {type(obj).__name__}")


def environment(sources: Mapping[str, str], edition: Edition, markers: Markers, filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """Return the environment of one edition's narrative over templates held in memory."""

    def finalize(value: Any) -> Any:
        if isinstance(value, Value | Move | Label | Printed) or type(value) is int:
            return markers.mark(node(value, edition))
        if isinstance(value, Entry | Ranking | Fact | list | tuple | dict | float):
            hint = "print one of its values, as in .name or .value" if isinstance(value, Entry | Ranking | Fact) else "use | names"
            raise Absent("", f"{_kind(value)} cannot be printed", hint)
        return value

    def source(name: str) -> tuple[str, str, None] | None:
        return (sources[name], name, None) if name in sources else None  # the file name is what tracebacks then say

    loader = FunctionLoader(source)
    env = NarrativeEnvironment(loader=loader, undefined=Misspelt, finalize=finalize, autoescape=False, keep_trailing_newline=True, extensions=[], comment_start_string=COMMENT[0], comment_end_string=COMMENT[1])
    kept = {name: env.filters[name] for name in ("first", "last", "length", "reverse", "trim", "lower", "upper", "list", "map")}
    env.filters = {**kept, "join": _join, **filters}
    env.tests = {name: env.tests[name] for name in ("defined", "undefined", "none", "odd", "even", "in", "eq", "ne", "gt", "ge", "lt", "le")}
    env.globals = {"namespace": Namespace}
    return env


def _join(words: Sequence[Any], between: str = "") -> str:
    """Return words joined; values are not words, because joining them would lose what they are."""
    if not all(isinstance(word, str) for word in words):
        raise SecurityError("join is for words; use names for regions, and print values one by one")
    return between.join(words)


def bounded(chunks: Iterator[str]) -> str:
    """Return the joined output of a template; stops one that writes without end."""
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_OUTPUT:
            raise SecurityError(f"the narrative is longer than {MAX_OUTPUT:,} characters; look for a loop that does not end")
        parts.append(chunk)
    return "".join(parts)
