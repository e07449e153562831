"""The template sandbox: an allow-list of types, attributes, filters and functions, bounded work, bounded output.

Every printed value becomes a marker of private-use characters; `Markers.nodes` holds what it stands for.  So a value passes
through Markdown as one opaque character run and comes out as a node that still knows value, unit and source.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Undefined
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from reportgen.document import Inline, Text
from reportgen.edition import Edition
from reportgen.entry import Entry
from reportgen.errors import nearest
from reportgen.facts import Fact
from reportgen.items import Item
from reportgen.ranking import Ranking
from reportgen.templating import NarrativeCode
from reportgen.values import Absent, Label, Move, Printed, Value, node

OPEN, CLOSE, DIGIT = "\ue000", "\ue001", 0xE010
COMMENT = ("{#-", "-#}")
"""Comments need the hyphens, because ``{#sec-name}`` is a heading's label."""

MAX_OUTPUT = 5_000_000
"""Characters of one file's text, and of any one text built on the way to it."""
MAX_BUILT = 10 * MAX_OUTPUT
"""Characters of all texts an edition builds on the way."""
MAX_STEPS = 1_000_000
"""Loop passes and calls of an edition; the example report takes some thousand."""
MAX_ROWS = 100_000
"""Items of a list put together with ``+``."""

OWN_TYPES = (Value, Move, Label, Printed, Entry, Ranking, Fact, Item)
LOOP_NAMES = {
    "index": "the pass, from 1 on",
    "index0": "the pass, from 0 on",
    "first": "whether it is the first pass",
    "last": "whether it is the last pass",
    "length": "the number of passes",
    "revindex": "passes that are left, this one among them",
}
"""What a template may ask of the loop it is in, and what that is."""
JINJA_FILTERS = {
    "first": "the first item of a list",
    "last": "the last item of a list",
    "length": "the number of items of a list, or of letters of a text",
    "reverse": "a list from its end to its beginning",
    "list": "a list of what can be looped over",
    "map": "of each item, what is named: an attribute, or the result of a filter",
    "join": "words put together, with what stands between them; values are printed one by one instead",
    "trim": "words without blanks at their ends",
    "lower": "words in small letters",
    "upper": "words in capital letters",
}
"""Jinja's own filters that narratives have, and what each gives."""
JINJA_TESTS = {
    "defined": "whether a name stands for anything",
    "undefined": "whether a name stands for nothing",
    "none": "whether it is nothing, as a macro's argument that was left out",
    "odd": "whether a whole number is odd",
    "even": "whether a whole number is even",
    "in": "whether it is among the items of a list",
    "eq": "whether it equals another; also ==",
    "ne": "whether it differs from another; also !=",
    "gt": "whether it is more than another; also >",
    "ge": "whether it is at least another; also >=",
    "lt": "whether it is less than another; also <",
    "le": "whether it is at most another; also <=",
}
"""Jinja's own tests that narratives have, and what each tells."""

MAX_KEPT = 64
"""Templates whose code is kept."""
_compiled: dict[tuple[Any, ...] | None, tuple[Any, Set[str]]] = {}


class Markers:
    """Numbers the nodes of one narrative and finds them again in its text; equal nodes have equal markers."""

    def __init__(self) -> None:
        self.nodes: list[Inline] = []
        self._numbers: dict[Inline, int] = {}

    def mark(self, inline: Inline) -> str:
        """Return the marker that stands for a node."""
        number = self._numbers.setdefault(inline, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(inline)
        return OPEN + "".join(chr(DIGIT + int(digit)) for digit in str(number)) + CLOSE

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
    """A sandbox in which only our own types have attributes, and only those they list.

    Loops, calls and joined texts pass through `counted`, `call` and `joined`, which stop work without end, printed or not.
    """

    code_generator_class = NarrativeCode
    intercepted_binops = frozenset({"**", "*", "%", "+", "-", "/", "//"})
    intercepted_unops = frozenset({"-", "+"})

    def __init__(self, loader: FunctionLoader, shown: Callable[[Any], Any]) -> None:
        start, end = COMMENT
        # Unoptimised: folding constants costs more than a narrative, which is rendered once, gains.
        super().__init__(
            loader=loader, undefined=Misspelt, finalize=shown, keep_trailing_newline=True, optimized=False,
            comment_start_string=start, comment_end_string=end,
        )  # fmt: skip
        self.shown = shown
        self.steps = self.built = 0
        self.undeclared: Set[str] = set()  # names the last compiled template takes from outside

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, *more: Any, **options: Any) -> Any:
        """Return the code of a template: compiled once for all reports that a process makes from it."""
        key = (source, name, filename, frozenset(self.filters), frozenset(self.tests)) if isinstance(source, str) and not more and not options else None
        if key in _compiled:
            code, self.undeclared = _compiled[key]
            return code
        code = super().compile(source, name, filename, *more, **options)
        if key is not None:
            if len(_compiled) >= MAX_KEPT:
                _compiled.clear()
            _compiled[key] = code, frozenset(self.undeclared)
        return code

    # ------------------------------------------------------------ what a template may reach

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
        if isinstance(obj, TemplateModule):
            known = {name for name in vars(obj) if not name.startswith("_")}
            if attribute in known:
                return getattr(obj, attribute)
            raise Absent(attribute, f"there is no macro {attribute!r}", nearest(attribute, known))
        if isinstance(obj, Namespace) and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                raise Absent(attribute, f"the namespace holds nothing named {attribute!r}", "set it first: namespace(name=…)") from None
        if isinstance(obj, Undefined):
            return getattr(obj, attribute)
        raise SecurityError(f"{attribute!r} of {_kind(obj)} is not for templates")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a row by region, a field by name, or an item of a list."""
        if isinstance(argument, Label):
            argument = argument.text
        if isinstance(argument, Item) and isinstance(obj, Ranking):
            argument = argument.spelling_in(obj.spellings)
        if isinstance(obj, Ranking | Entry | Item) and isinstance(argument, str):
            return obj[argument]
        if isinstance(obj, Sequence) and isinstance(argument, slice):
            return obj[argument]
        if isinstance(obj, Sequence) and type(argument) is int:
            if not -len(obj) <= argument < len(obj):
                raise Absent(argument, f"there is no item {argument} in a list of {len(obj)}", "the first item is [0]; test the length before")
            return obj[argument]
        if not isinstance(argument, str):
            raise Absent("", f"{_kind(obj)} has no item {_said(argument)}", "rows are named by region, fields by name, items of lists by number")
        return self.getattr(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call something: macros, our functions, and methods of our own types."""
        owner = getattr(obj, "__self__", None)
        own = isinstance(owner, OWN_TYPES) or (owner is self and obj.__name__ in ("counted", "joined"))
        return own or isinstance(obj, Macro) or obj is Namespace or getattr(obj, "is_for_narratives", False) is True

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return the result of a call a template may make; raises SecurityError for any other."""
        if isinstance(obj, Undefined):
            obj()  # says which name is missing
        if not self.is_safe_callable(obj):
            raise SecurityError(f"{_kind(obj)} cannot be called")
        self._step()
        if isinstance(getattr(obj, "__self__", None), OWN_TYPES):  # a name from the data asks for a field or a group as the same word in quotes does
            args = tuple(arg.text if isinstance(arg, Label) else arg for arg in args)
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return a sum or product of two small integers, or two lists in one; anything else has a function of its own."""
        for side in (left, right):
            if isinstance(side, Undefined):
                str(side)  # says which name is missing
        if operator == "+" and isinstance(left, list) and isinstance(right, list) and len(left) + len(right) <= MAX_ROWS:
            return left + right
        if type(left) is not int or type(right) is not int or operator == "**" or max(abs(left), abs(right)) > 10**9:
            raise SecurityError(f"{_kind(left)} {operator} {_kind(right)} is not for templates; use difference(), ratio(), share() or ~")
        return super().call_binop(context, operator, left, right)

    def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
        """Return a negative integer; raises SecurityError for a value, whose sign `size` takes away."""
        if type(arg) is not int:
            raise SecurityError(f"{operator} before {_kind(arg)} is not for templates; use difference() or | size")
        return super().call_unop(context, operator, arg)

    # ------------------------------------------------------------ what a template may use up

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield the items of a loop; stops a narrative that loops without end."""
        if not isinstance(items, Iterable):
            raise Absent("", f"{_kind(items)} cannot be looped over", "loop over the rows of a table, or over a list")
        for item in items:
            self._step()
            yield item

    def joined(self, *parts: Any) -> str:
        """Return what ``~`` joins: words as they are, values as markers."""
        return self.concat(str(self.shown(part)) for part in parts)

    def concat(self, parts: Iterable[str]) -> str:
        """Return the parts of a text joined: what macros, blocks and ``~`` build; stops a text that grows without end."""
        kept = list(parts)
        size = sum(map(len, kept))
        self.built += size
        if size > MAX_OUTPUT or self.built > MAX_BUILT:
            raise SecurityError(f"a text grows beyond {MAX_OUTPUT:,} characters; look for a text that is joined to itself")
        return "".join(kept)

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise SecurityError(f"the narrative takes more than {MAX_STEPS:,} steps; look for loops inside loops, and for macros that call each other")


def _own(obj: Any, attribute: str) -> Any:
    if isinstance(obj, Fact) and attribute in Fact.NAMES:
        return obj[attribute]
    if attribute in type(obj).NAMES:
        found = getattr(obj, attribute)
        if attribute == "key":
            return Label(found, found)
        # Words from the data are printed as words: nothing in them is Markdown.
        return Printed(Text(found)) if isinstance(found, str) and attribute not in ("state", "unit") else found
    if isinstance(obj, Entry | Item):
        return obj[attribute]
    raise Absent(attribute, f"{_kind(obj)} has no {attribute!r}", nearest(attribute, type(obj).NAMES))


_KINDS: Mapping[type, str] = {
    Value: "a value", Move: "a change in rank", Label: "a name", Printed: "a printed value", Entry: "a row", Ranking: "a table",
    Fact: "a fact", Item: "the item", str: "a text", int: "a number", bool: "a yes or no", type(None): "nothing", list: "a list", dict: "a list of names",
    Macro: "a macro", LoopContext: "a loop", Namespace: "a namespace",
}  # fmt: skip


def _kind(obj: Any) -> str:
    return _KINDS.get(type(obj)) or ("a function" if callable(obj) else f"a {type(obj).__name__}")


def _said(argument: Any) -> str:
    return repr(argument) if isinstance(argument, str | int | float) else _kind(argument)


def environment(
    sources: Mapping[str, str], edition: Edition, markers: Markers, filters: Mapping[str, Callable[..., Any]]
) -> NarrativeEnvironment:
    """Return the environment of one edition's narrative over templates held in memory."""

    def shown(value: Any) -> Any:
        if type(value) is str:
            return value
        if isinstance(value, Value | Move | Label | Printed) or type(value) is int:
            return markers.mark(node(value, edition))
        if isinstance(value, Undefined):
            return str(value)  # says which name is missing
        hint = "print one of its values, as in .name or .value" if isinstance(value, Entry | Ranking | Fact | Item) else "use | names, | count or a value"
        raise Absent("", f"{_kind(value)} cannot be printed", hint)

    def source(name: str) -> tuple[str, str, None] | None:
        return (sources[name], name, None) if name in sources else None  # the file name is what tracebacks then say

    env = NarrativeEnvironment(FunctionLoader(source), shown)
    kept = {name: env.filters[name] for name in JINJA_FILTERS if name != "join"}
    env.filters = {**kept, "join": _join, **filters}
    env.tests = {name: env.tests[name] for name in JINJA_TESTS}
    env.globals = {"namespace": Namespace}
    return env


def _join(words: Sequence[Any], between: str = "") -> str:
    """Return words joined; values are not words, because joining them would lose what they are."""
    if not all(isinstance(word, str) for word in words):
        raise SecurityError("join is for words; use names for regions, and print values one by one")
    return between.join(words)


def bounded(chunks: Iterator[str]) -> str:
    """Return the joined output of a template; stops one that writes without end, where it stands."""
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_OUTPUT:
            error = SecurityError(f"the narrative is longer than {MAX_OUTPUT:,} characters; look for a loop that does not end")
            if isinstance(chunks, Generator):
                chunks.throw(error)
            raise error
        parts.append(chunk)
    return "".join(parts)
