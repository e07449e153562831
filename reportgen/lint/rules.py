"""The rules: what each says, in templates/_lint/rules.toml, and the function that finds what breaks it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reportgen.lint import dashes, english, headings, quantities, quotes, ranges, spacing, width
from reportgen.lint.passages import Hit, Passage
from reportgen.resources import data_path

Find = Callable[[Passage], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the house.

    severity  "must" where a standard or the house leaves no choice, "should" where a reader decides.
    fixable   whether a repair mends what is sure; some findings of such a rule may still be left to the writer.
    examples  pairs of a wrong text and the right one.
    silent    right texts that look wrong.
    """

    id: str
    languages: tuple[str, ...]
    severity: Literal["must", "should"]
    fixable: bool
    sentence: str
    chinese: str
    examples: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]

    def holds_for(self, passage: Passage) -> bool:
        """Whether the rule speaks about the language of a passage."""
        return passage.lang[:2] in self.languages


FINDERS: Mapping[str, tuple[Find, ...]] = {
    "U7": (spacing.blanks,),
    "U9": (width.half_width_marks,),
    "U10": (quotes.straight_quotes, quotes.unpaired_marks),
    "U11": (quotes.enumerated_titles,),
    "U12": (dashes.dashes, dashes.ellipses, dashes.middle_dots),
    "U16": (width.doubled_marks,),
    "N1": (width.full_width_words,),
    "N3": (quantities.long_numbers,),
    "N4": (ranges.ranges, ranges.joined_places),
    "N5": (ranges.minus_signs,),
    "N6": (quantities.percentage_points,),
    "N8": (quantities.bare_myriads,),
    "N9": (width.zeros_in_years,),
    "H1": (headings.typed_numbers, headings.commas_after_brackets),
    "H4": (headings.stops,),
    "H5": (headings.line_stops,),
    "T1": (headings.caption_stops,),
    "T2": (headings.typed_references,),
    "G1": (spacing.indents,),
    "G7": (spacing.broken_lines,),
    "E2": (),
    "E3": (english.numbers,),
    "E5": (english.currencies,),
    "E7": (english.tibet,),
    "E13": (english.chinese_marks, english.straight_marks),
    "E15": (english.double_blanks,),
    "E16": (english.dashes,),
}
"""Rule → what finds it in one passage; E2 compares all headings of an edition, `headings.mixed_cases`."""


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its ID, in the order they are documented."""
    entries = tomllib.loads((data_path("templates") / "_lint" / "rules.toml").read_text("utf-8"))["rules"]
    found = (
        Rule(**{**entry, "languages": tuple(entry["languages"]), "examples": tuple(map(tuple, entry["examples"])), "silent": tuple(entry["silent"])})
        for entry in entries
    )
    return {rule.id: rule for rule in found}
