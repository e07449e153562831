"""``::: key-figures`` → a strip of figures: each a computed value and one line of meaning."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from reportgen.document import Inlines, KeyFigure, KeyFigures, Quantity
from reportgen.tables import Words
from reportgen.tree import text_of
from reportgen.values import Absent

FEWEST, MOST = 3, 5


class Figured(BaseModel):
    """One figure: a computed value, perhaps with a word beside it ("超{{ … }}"), and what it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Words
    meaning: Words


class KeyFiguresDirective(BaseModel):
    """The keys of ``::: key-figures``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: tuple[Figured, ...] = Field(description="Three to five, each a computed value and one line of meaning.")
    note: str | tuple[str, ...] = Field((), description="A note below, or a list of them.")
    source: str = Field("", description="Who the figures are from.")


def key_figures_node(directive: KeyFiguresDirective, words: Mapping[str, Inlines]) -> KeyFigures:
    """Return the strip of a directive.

    words  inlines already parsed: "value.0", "meaning.0" …, "note.0" …, "source".
    Raises Absent for fewer than three or more than five figures, and for one that is not computed.
    """
    count = len(directive.figures)
    if not FEWEST <= count <= MOST:
        raise Absent("figures", f"a strip has three to five key figures, not {count}", "name what a reader should keep; the rest goes into the text")
    for index in range(count):
        value = words[f"value.{index}"]
        if not any(isinstance(inline, Quantity) and inline.unit != "name" for inline in value):
            said = text_of(value)
            raise Absent(said, f"the key figure {said!r} is not computed", 'write a computed value: "{{ facts.name.value }}"')
    figures = tuple(KeyFigure(words[f"value.{index}"], words[f"meaning.{index}"]) for index in range(count))
    notes = tuple(words[f"note.{index}"] for index in range(len(words)) if f"note.{index}" in words)
    return KeyFigures(figures, notes, words.get("source", ()))
