"""Values as a narrative sees them: exact, with a unit and a source, and nothing a template could misuse.

These few frozen types are all that the template sandbox lets through; each becomes a node of the document when it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import total_ordering
from typing import ClassVar

from reportgen.document import Change, ChangeState, Inline, Quantity, Text
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem

EXACT = Context(prec=40, rounding=ROUND_HALF_UP)


class Absent(NarrativeError):
    """What a narrative asks for and cannot have; `token` is what was written, so that its line can be found."""

    def __init__(self, token: object, what: str, hint: str) -> None:
        self.token, self.what, self.hint = str(token), what, hint
        super().__init__(Problem("narrative", what, hint, code="RG310"))


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A number that knows its unit and source.

    number    exact, in 10^`power` of `unit`: 7.16 with power 12 and unit "yuan" is 7.16万亿元
    unit      id of the unit: score, percent, points, yuan, person, …
    source    where it stands in the data, or the formula over that
    decimals  digits to print; None prints the number as it stands in the data
    upper     the upper end of a range, of which `number` is the lower: 20～30名; what is computed is computed with the lower end
    """

    number: Decimal
    unit: str = "count"
    decimals: int | None = None
    power: int = 0
    source: str = ""
    upper: Decimal | None = None

    NAMES: ClassVar[frozenset[str]] = frozenset({"unit", "source"})

    @property
    def exact(self) -> Decimal:
        """Return the number in whole units."""
        return self.number.scaleb(self.power, EXACT)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            raise Absent(other, f"a value is compared with the word {other!r}", "compare it with a number, without quotes")
        return self.exact == _exact(other) if isinstance(other, Value | int | float | Decimal) else NotImplemented

    def __lt__(self, other: Value | float | Decimal) -> bool:
        return self.exact < _exact(other) if isinstance(other, Value | int | float | Decimal) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.exact)

    def __bool__(self) -> bool:
        return self.number != 0


def _exact(other: Value | float | Decimal) -> Decimal:
    return other.exact if isinstance(other, Value) else Decimal(str(other))


@dataclass(frozen=True, slots=True)
class Move:
    """A change in rank: direction, and places gained (positive) or lost; places are None for "new" and "dropped".

    state  "up", "down", "same", "new" or "dropped", to be compared
    """

    state: ChangeState
    places: int | None
    source: str

    NAMES: ClassVar[frozenset[str]] = frozenset({"state"})

    def __bool__(self) -> bool:
        return self.state != "same"


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """A name or words from the data; `key` identifies what is named.  It equals the same words written as a string."""

    text: str
    key: str
    source: str = ""

    NAMES: ClassVar[frozenset[str]] = frozenset()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return self.text == other
        return (self.text, self.key) == (other.text, other.key) if isinstance(other, Label) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Printed:
    """A node ready to stand in the text: what filters such as `ordinal` and `names` return.  It equals its words as a string."""

    inline: Inline

    NAMES: ClassVar[frozenset[str]] = frozenset()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return getattr(self.inline, "text", None) == other
        return self.inline == other.inline if isinstance(other, Printed) else NotImplemented

    def __hash__(self) -> int:
        return hash(getattr(self.inline, "text", None))


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its names in one edition, and every spelling it is recognised by."""

    key: str
    name: str
    full_name: str
    aliases: tuple[str, ...] = ()


def node(value: Value | Move | Label | Printed | int, edition: Edition) -> Inline:
    """Return the document node that prints a value in an edition.

    >>> from reportgen.edition import load_edition
    >>> node(Value(Decimal("25.62"), "percent", 2, source="t.csv[510000].yoy"), load_edition("en")).text
    '25.62%'
    """
    match value:
        case Value():
            if value.upper is not None:
                text = edition.interval(value.number, value.upper, value.power, value.unit, value.decimals)
                return Quantity(text, f"{value.exact:f}/{value.upper.scaleb(value.power, EXACT):f}", value.unit, value.source)
            text = edition.amount(value.number, value.power, value.unit, value.decimals)
            return Quantity(text, f"{value.exact:f}", value.unit, value.source)
        case Move(state, places, source):
            return Change(edition.change_text(state, places), state, places, edition.change_words(state, places), source)
        case Label(text, key, source):
            return Quantity(text, key or text, "name", source)
        case Printed(inline):
            return inline
        case int():
            return Text(str(value))


def whole(n: Value | int) -> int:
    """Return a whole number from 1 on, as a count of rows or a place; raises Absent for anything else.

    >>> whole(3), whole(Value(Decimal(3)))
    (3, 3)
    """
    exact = n.exact if isinstance(n, Value) else n
    if isinstance(n, bool) or not isinstance(exact, int | Decimal) or exact != int(exact) or exact < 1:
        raise Absent(n if isinstance(n, str | int) else "", f"{getattr(n, 'number', n)!s} is not a number of rows", "give a whole number from 1 on")
    return int(exact)


def difference(first: Value, second: Value) -> Value:
    """Return first − second, exact, in the unit of the two; the difference of two percentages is in percentage points.

    Raises Absent for two units that do not go together.

    >>> difference(Value(Decimal("91.10"), "score", 2), Value(Decimal("91.09"), "score", 2)).number
    Decimal('0.01')
    """
    if first.unit != second.unit:
        raise Absent("difference", f"the difference of {first.unit} and {second.unit} has no unit", "take two values of one unit")
    unit = "points" if first.unit == "percent" else first.unit
    number = EXACT.subtract(first.exact, second.exact).scaleb(-first.power, EXACT)
    return Value(number, unit, _wider(first, second), first.power, f"{first.source} - {second.source}")


def ratio(first: Value, second: Value, decimals: int = 2) -> Value:
    """Return first ÷ second as a plain number."""
    return Value(EXACT.divide(first.exact, second.exact), "count", decimals, 0, f"{first.source} / {second.source}")


def share(part: Value, whole: Value, decimals: int = 1) -> Value:
    """Return part ÷ whole in percent."""
    with localcontext(EXACT):
        return Value(100 * part.exact / whole.exact, "percent", decimals, 0, f"{part.source} / {whole.source}")


def rest_of(part: Value) -> Value:
    """Return 100 % less a percentage: the other part of the whole; raises Absent for a value in another unit."""
    if part.unit != "percent":
        raise Absent("rest_of", f"rest_of() takes a percentage, not a value in {part.unit}", "write difference(whole, part)")
    return replace(part, number=EXACT.subtract(Decimal(100), part.number), source=f"100% - {part.source}")


def size(value: Value) -> Value:
    """Return the value without its sign."""
    return replace(value, number=abs(value.number), source=f"abs({value.source})")


def mean(values: list[Value], source: str) -> Value:
    """Return the arithmetic mean, with the decimals of the values; `values` is not empty."""
    with localcontext(EXACT):
        number = sum((v.number for v in values), Decimal(0)) / len(values)
    return replace(values[0], number=number, decimals=_most(values), source=source)


def median(values: list[Value], source: str) -> Value:
    """Return the median, with the decimals of the values; `values` is not empty."""
    ordered = sorted(v.number for v in values)
    middle = len(ordered) // 2
    with localcontext(EXACT):
        number = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return replace(values[0], number=number, decimals=_most(values), source=source)


def decimals_of(number: Decimal) -> int:
    """Return how many digits a number shows after its point.

    >>> decimals_of(Decimal("33.50"))
    2
    """
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _wider(first: Value, second: Value) -> int:
    return _most([first, second])


def _most(values: list[Value]) -> int:
    return max(v.decimals if v.decimals is not None else decimals_of(v.number) for v in values)
