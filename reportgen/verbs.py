"""The verbs of a narrative: filters and functions, each the same in every edition.

`FILTERS` and `FUNCTIONS` are the documented contract; ``docs/narrative.md`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reportgen import values
from reportgen.compute import Results
from reportgen.document import CrossRef, Quantity, Text
from reportgen.edition import Edition
from reportgen.ranking import Absent, Entry
from reportgen.values import Label, Move, Printed, Value

Verb = Callable[..., Any]


def filters(edition: Edition) -> dict[str, Verb]:
    """Return the filters of one edition."""

    def ordinal(value: Value | int) -> Printed:
        """Return 第八 / eighth."""
        number, source = _whole(value)
        return Printed(Quantity(edition.ordinal(number), str(number), "rank", source))

    def words(value: Value | int) -> Printed:
        """Return a count in words where the language spells small ones."""
        number, source = _whole(value)
        return Printed(Quantity(edition.cardinal(number), str(number), "count", source))

    def names(entries: list[Entry | Label]) -> Printed:
        """Return names as a list in a sentence."""
        labels = [_label(entry) for entry in entries]
        return Printed(_names(edition.names([label.text for label in labels]), labels))

    def names_with(entries: list[Entry], field: str) -> Printed:
        """Return names as a list, each with a value of its row in brackets."""
        parts, labels = [], []
        for entry in entries:
            label, cell = _label(entry), entry[field]
            shown = values.node(cell, edition) if cell is not None else Text("")
            parts.append(f"{label.text}{edition.word('label.open')}{getattr(shown, 'text', '')}{edition.word('label.close')}")
            labels.append(replace(label, key=f"{label.key}={cell.number if isinstance(cell, Value) else getattr(cell, 'places', '')}"))
        return Printed(_names(edition.names(parts), labels, field))

    def places(move: Move) -> Printed:
        """Return 上升5位 / up five places."""
        return Printed(Quantity(edition.change_words(move.state, move.places), str(move.places), "place", move.source))

    def steps(move: Move) -> Printed:
        """Return 5位 / five places, without the direction."""
        return Printed(Quantity(edition.count("count.place", abs(move.places or 0)), str(move.places), "place", move.source))

    def decimals(value: Value, digits: int) -> Value:
        """Return the value to be printed with that many digits after the point."""
        return replace(value, decimals=digits)

    def count(entries: list[Any]) -> Value:
        """Return how many there are."""
        table = entries[0].table if entries and isinstance(entries[0], Entry) else None
        return Value(Decimal(len(entries)), "count", 0, 0, f"count({table.path})" if table else "count")

    def mean(entries: list[Entry], field: str) -> Value:
        """Return the mean of a field over some rows."""
        found = [cell for cell in (entry[field] for entry in entries) if isinstance(cell, Value)]
        if not found:
            raise Absent(field, f"there are no numbers {field!r} to average", "choose a field with numbers")
        return values.mean(found, f"mean({'; '.join(value.source for value in found)})")

    def capital(printed: Printed) -> Printed:
        """Return the printed words with a capital first letter, to open a sentence."""
        inline = printed.inline
        if isinstance(inline, Quantity):
            return Printed(replace(inline, text=inline.text[:1].upper() + inline.text[1:]))
        return printed

    every: dict[str, Verb] = {"ordinal": ordinal, "words": words, "names": names, "names_with": names_with, "places": places, "steps": steps}
    return {**every, "decimals": decimals, "count": count, "mean": mean, "size": values.size, "capital": capital}


def functions(edition: Edition, results: Results) -> dict[str, Verb]:
    """Return the functions of one edition."""

    def ref(label: str) -> Printed:
        """Return a cross-reference; its words are filled in when the document is numbered."""
        return Printed(CrossRef(label))

    def fixed(text: str) -> Printed:
        """Return words whose digits are a name and no figure."""
        return Printed(Text(str(text)))

    def period(text: str) -> Printed:
        """Return a period in words."""
        try:
            return Printed(Quantity(edition.period(text), text, "period", text))
        except (ValueError, KeyError, IndexError):
            raise Absent(text, f"{text!r} is not a period", "write 2023, 2023-06, 2023-H1, 2023-Q1/2023-Q3 or 2023-01/2023-10") from None

    def group_name(name: str) -> Printed:
        """Return the name of a group in the edition's words."""
        if name not in results.group_names:
            from reportgen.errors import nearest

            raise Absent(name, f"there is no group {name!r}", nearest(name, results.group_names))
        return Printed(Text(results.group_names[name]))

    def region(spelling: str) -> Label:
        """Return the name of a region by code or any spelling."""
        for key, each in results.regions.items():
            if spelling in (key, each.name, each.full_name, *each.aliases):
                return Label(each.name, key, f"regions[{key}]")
        from reportgen.errors import nearest

        raise Absent(spelling, f"there is no region {spelling!r}", nearest(spelling, [r.name for r in results.regions.values()]))

    verbs: dict[str, Verb] = {"ref": ref, "fixed": fixed, "period": period, "group_name": group_name, "region": region}
    verbs |= {"difference": values.difference, "ratio": values.ratio, "share": values.share, "rest_of": values.rest_of}
    return {name: _allowed(verb) for name, verb in verbs.items()}


def context(edition: Edition, results: Results) -> Mapping[str, Any]:
    """Return everything a narrative may name: tables, facts, weights and functions."""
    return {**functions(edition, results), "facts": results.facts, "weights": results.weights, **results.tables}


def _allowed(verb: Verb) -> Verb:
    def call(*args: Any, **kwargs: Any) -> Any:
        return verb(*args, **kwargs)

    call.is_for_narratives = True  # type: ignore[attr-defined]
    call.__name__, call.__doc__ = verb.__name__, verb.__doc__
    return call


def _whole(value: Value | int) -> tuple[int, str]:
    if isinstance(value, Value):
        if value.exact != int(value.exact):
            raise Absent("", f"{value.number} is not a whole number", "ordinals and counts are whole")
        return int(value.exact), value.source
    return value, ""


def _label(entry: Entry | Label) -> Label:
    return entry.name if isinstance(entry, Entry) else entry


def _names(text: str, labels: list[Label], field: str = "") -> Quantity:
    source = labels[0].source.partition("[")[0] if labels else ""
    return Quantity(text, "|".join(label.key for label in labels), "name", f"{source}.{field}" if field else source)


