"""What the parse of one file of a narrative needs and collects: its markers, its directives, and where its problems are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reportgen.document import Block
from reportgen.errors import Level, Problem
from reportgen.places import AFTER, BEFORE, place_of, whole_words
from reportgen.sandbox import OPEN, Markers

Directive = Callable[[str, str, str], Block | None]
"""``directive(kind, label, body) -> Block``: builds a table or figure; None when the body was wrong and a problem was noted."""

JOINT = "\ue002"
LABEL_MARK = re.compile(r"\{\s*[#.-]")


@dataclass(slots=True)
class Parsing:
    """What one file's parse needs and collects."""

    path: str
    source: str
    markers: Markers
    directive: Directive
    problems: list[Problem] = field(default_factory=list)
    depth: int = 0
    _seen: dict[str, int] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)

    def note(self, what: str, hint: str, code: str, near: str = "", *, level: Level = "error") -> None:
        """Add a problem at the place where `near` stands in the file: its next occurrence, when it was noted before."""
        near = near.replace(JOINT, "").partition(OPEN)[0].rstrip("\n")
        self.note_at(self._next(near), what, hint, code, level=level)

    def note_at(self, at: int, what: str, hint: str, code: str, *, level: Level = "error") -> None:
        """Add a problem at an offset of the source, or at the file alone for a negative one."""
        self.problems.append(Problem(place_of(self.path, self.source, at), what.replace(JOINT, ""), hint, level, code))

    def braces(self, words: str, before: str, after: str) -> None:
        """Add a warning for braces that no template took, between two pieces of text."""
        hint = "values stand in double braces: {{ … }}"
        if LABEL_MARK.match(words):
            hint = "a label stands at the end of a heading: # Words {#sec-name}"
        self.note_at(self._whole(words, before, after), f"the braces are printed as they stand: {words}", hint, "RG351", level="warning")

    def _whole(self, words: str, before: str, after: str) -> int:
        """Return where words stand in the source, as a whole and between these texts as far as they do, or -1."""
        if len(before) == BEFORE and len(after) == AFTER and (at := self._next(before + words + after)) >= 0:
            return at + BEFORE
        at = max(whole_words(self.source, words, before, after), key=lambda at: (at[0], at[1] not in self._taken), default=(0, -1))[1]
        self._taken.add(at)
        return at

    def _next(self, near: str) -> int:
        at = self.source.find(near, self._seen.get(near, 0)) if near else -1
        if at >= 0:
            self._seen[near] = at + len(near)
        return at
