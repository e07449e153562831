"""The verbs of a narrative: filters and functions, each the same in every edition.

`filters` and `functions` are the documented contract; ``docs/reference.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import wraps
from typing import Any

from reportgen import values
from reportgen.compute import Results
from reportgen.document import CrossRef, Quantity, Text
from reportgen.edition import Edition
from reportgen.entry import Cell, Entry
from reportgen.errors import nearest
from reportgen.ranking import Ranking
from reportgen.values import Absent, Label, Move, Printed, Value

Verb = Callable[..., Any]


def filters(edition: Edition) -> dict[str, Verb]:
    """Return the filters of one edition."""

    def ordinal(value: Value | int) -> Printed:
        """Return 第八 / eighth."""
        number, source = _whole(value, 1)
        return Printed(Quantity(edition.ordinal(number), str(number), "rank", source))

    def words(value: Value | int) -> Printed:
        """Return a count in words where the language spells small ones."""
        number, source = _whole(value, 0)
        return Printed(Quantity(edition.cardinal(number), str(number), "count", source))

    def names(entries: list[Entry | Label]) -> Printed:
        """Return names as a list in a sentence; raises Absent for an empty one."""
        labels = [_label(entry) for entry in _some(entries)]
        return Printed(_names(edition.names([label.text for label in labels]), labels))

    def names_with(entries: list[Entry], field: str) -> Printed:
        """Return names as a list, each with a value of its row in brackets."""
        parts, labels = [], []
        for entry in _some(entries):
            label, cell = _label(entry), _row(entry)[field]
            shown = values.node(cell, edition) if cell is not None else Text("")
            parts.append(f"{label.text}{edition.word('label.open')}{getattr(shown, 'text', '')}{edition.word('label.close')}")
            labels.append(replace(label, key=f"{label.key}={_exact(cell)}"))
        return Printed(_names(edition.names(parts), labels, field))

    def places(move: Move) -> Printed:
        """Return 上升5位 / up five places."""
        spoken = edition.change_words(_move(move).state, move.places)
        return Printed(Quantity(spoken, str(move.places) if move.places is not None else move.state, "place", move.source))

    def steps(move: Move) -> Printed:
        """Return 5位 / five places, without the direction; raises Absent for a newcomer."""
        if _move(move).places is None:
            raise Absent("steps", "there is no number of places for what was not ranked before", "test row.is_new first")
        return Printed(Quantity(edition.count("count.place", abs(move.places or 0)), str(move.places), "place", move.source))

    spoken: dict[str, Verb] = {"ordinal": ordinal, "words": words, "names": names, "names_with": names_with, "places": places, "steps": steps}
    return {**spoken, "decimals": decimals, "count": count, "mean": mean, "size": size, "capital": capital}


def decimals(value: Value, digits: int) -> Value:
    """Return the value to be printed with that many digits after the point, 0 to 9."""
    if type(digits) is not int or not 0 <= digits <= 9:
        raise Absent("decimals", f"decimals({digits}) is not a number of digits", "give 0 to 9")
    return replace(_value(value), decimals=digits)


def size(value: Value) -> Value:
    """Return the value without its sign."""
    return values.size(_value(value))


def count(entries: list[Any] | Ranking) -> Value:
    """Return how many there are; nothing is a count of 0."""
    if isinstance(entries, Ranking):
        return entries.count
    if not isinstance(entries, list):
        raise Absent("count", "count is for rows", "write rows | count, or | length for a text")
    table = entries[0].table if entries and isinstance(entries[0], Entry) else None
    return Value(Decimal(len(entries)), "count", 0, 0, f"count({table.path})" if table else "count")


def mean(entries: list[Entry], field: str) -> Value:
    """Return the mean of a field over some rows."""
    cells = [_row(entry).table.cell(field, entry.key) for entry in _some(entries)]
    found = [cell for cell in cells if isinstance(cell, Value)]
    if not found:
        raise Absent(field, f"there are no numbers {field!r} to average", "choose a field with numbers")
    return values.mean(found, f"mean({'; '.join(value.source for value in found)})")


def capital(printed: Printed) -> Printed:
    """Return the printed words with a capital first letter, to open a sentence."""
    inline = printed.inline
    if isinstance(inline, Quantity):
        return Printed(replace(inline, text=inline.text[:1].upper() + inline.text[1:]))
    return printed


def functions(edition: Edition, results: Results) -> dict[str, Verb]:
    """Return the functions of one edition."""

    def ref(label: str) -> Printed:
        """Return a cross-reference; its words are filled in when the document is numbered."""
        return Printed(CrossRef(_word(label)))

    def fixed(text: str, reason: str = "") -> Printed:
        """Return words that stay as they are typed: a name with digits, or a number that no data hold, with the reason."""
        _word(reason)
        return Printed(Text(_word(text)))

    def period(text: str) -> Printed:
        """Return a period in words."""
        try:
            return Printed(Quantity(edition.period(_word(text)), text, "period", text))
        except ValueError:
            hint = "write 2023, 2023-06, 2023-06-30, 2023-H1, 2023-Q1/2023-Q3 or 2023-01/2023-10"
            raise Absent(text, f"{text!r} is not a period", hint) from None

    def group_name(name: str) -> Printed:
        """Return the name of a group in the edition's words."""
        if _word(name) not in results.group_names:
            raise Absent(name, f"there is no group {name!r}", nearest(name, results.group_names))
        return Printed(Text(results.group_names[name]))

    def region(spelling: str) -> Label:
        """Return the name of a region by code or any spelling."""
        for key, each in results.regions.items():
            if _word(spelling) in (key, each.name, each.full_name, *each.aliases):
                return Label(each.name, key, f"regions[{key}]")
        raise Absent(spelling, f"there is no region {spelling!r}", nearest(spelling, [r.name for r in results.regions.values()]))

    verbs: dict[str, Verb] = {"ref": ref, "fixed": fixed, "period": period, "group_name": group_name, "region": region}
    verbs |= {name: _of_values(getattr(values, name)) for name in ("difference", "ratio", "share", "rest_of")}
    return {name: _allowed(verb) for name, verb in verbs.items()}


def context(edition: Edition, results: Results) -> Mapping[str, Any]:
    """Return everything a narrative may name: tables, facts, weights and functions; the item of a batch."""
    item = {"item": results.item} if results.item else {}
    return {**functions(edition, results), "facts": results.facts, "weights": results.weights, **results.tables, **item}


def _allowed(verb: Verb) -> Verb:
    @wraps(verb)
    def call(*args: Any, **kwargs: Any) -> Any:
        return verb(*args, **kwargs)

    call.is_for_narratives = True  # type: ignore[attr-defined]
    return call


def _of_values(verb: Verb) -> Verb:
    """Return the function with the first of its arguments checked: they are values."""

    @wraps(verb)
    def call(*args: Any, **kwargs: Any) -> Any:
        first = [_value(each, verb.__name__) for each in args[:2]] if verb is not values.rest_of else [_value(each) for each in args[:1]]
        return verb(*first, *args[len(first) :], **kwargs)

    return call


def _value(value: Any, verb: str = "") -> Value:
    if not isinstance(value, Value):
        what = {Entry: "a row", Move: "a change in rank"}.get(type(value)) or (repr(value) if isinstance(value, str | int) else "this")
        raise Absent(verb, f"{verb + '(): ' if verb else ''}{what} is not a value", "name its field, as in row.index")
    return value


def _move(move: Any) -> Move:
    if not isinstance(move, Move):
        raise Absent("", "places and steps are for a change in rank", "write row.change | places")
    return move


def _word(text: Any) -> str:
    if isinstance(text, Label):
        return text.text
    if not isinstance(text, str):
        raise Absent("", f"{text if isinstance(text, int) else 'a value'} is not a word", "put it in quotes")
    return text


def _row(entry: Any) -> Entry:
    if not isinstance(entry, Entry):
        raise Absent("", "names and means of rows need rows", "write table.top(3), table.rising …")
    return entry


def _some(entries: Any) -> list[Any]:
    rows = list(entries) if isinstance(entries, list | tuple | Ranking) else []
    if not rows:
        what = "there is no row to name" if isinstance(entries, list | tuple | Ranking) else "this is no list of rows"
        raise Absent("", what, "test it first: {% if rows %} … {% endif %}")
    return rows


def _exact(cell: Cell) -> str:
    match cell:
        case Value():
            return f"{cell.number:f}"
        case Move():
            return str(cell.places) if cell.places is not None else cell.state
        case Label():
            return cell.text
        case None:
            return ""


def _whole(value: Any, least: int) -> tuple[int, str]:
    exact = value.exact if isinstance(value, Value) else value
    if isinstance(exact, bool) or not isinstance(exact, int | Decimal) or exact != int(exact) or exact < least:
        raise Absent("", f"{exact if isinstance(exact, int | Decimal) else 'this'} is not a whole number from {least} on", "ordinals and counts are whole")
    return int(exact), value.source if isinstance(value, Value) else ""


def _label(entry: Any) -> Label:
    return entry if isinstance(entry, Label) else _row(entry).name


def _names(text: str, labels: list[Label], field: str = "") -> Quantity:
    source = labels[0].source.partition("[")[0] if labels else ""
    return Quantity(text, "|".join(label.key for label in labels), "name", f"{source}.{field}" if field else source)


