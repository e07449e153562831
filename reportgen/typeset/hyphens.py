"""Where English words are parted at line ends.

WeasyPrint parts words by the patterns of pyphen.  Its "en" are the British ones, cut by the origin of words (reas-ons, Bey-ond),
and it knows no names (Yib-in).  Here plain English is American, and only words in small letters are parted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reportgen.typeset.marks import texts

AMERICAN = "en_US"
IN_A_ROW = 2
"""Lines that may end in a parted word one after the other."""


def is_partable(word: str) -> bool:
    """Return whether a word may be parted: no names, no abbreviations, nothing with digits.

    >>> is_partable("development"), is_partable("Yibin"), is_partable("iPhone"), is_partable("2nd")
    (True, False, False, False)
    """
    return word.isalpha() and word.islower()


def wrappers() -> list[tuple[Any, str, Any]]:
    """Return what part English words by these rules: owner, name and function, each around what stands there now."""
    from weasyprint.layout import inline
    from weasyprint.text.line_break import pyphen

    row = _Row()
    return [
        (pyphen, "language_fallback", _fallback(pyphen.language_fallback)),
        (pyphen.Pyphen, "iterate", _iterate(pyphen.Pyphen.iterate, row)),
        (inline, "get_next_linebox", _next_line(inline.get_next_linebox, row)),
    ]


@dataclass(slots=True)
class _Row:
    """How many lines in a row before the one that is broken now end in a parted word."""

    length: int = 0


def _fallback(original: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Take American patterns where the language is English of no country."""

    def language_fallback(language: str) -> str | None:
        found = original(language)
        return AMERICAN if found == "en" else found

    return language_fallback


def _iterate(original: Callable[..., Iterator[tuple[str, str]]], row: _Row) -> Callable[..., Iterator[tuple[str, str]]]:
    """Give no place to part a word that is none to be parted, nor one after two lines that end in hyphens."""

    def iterate(self: Any, word: str) -> Iterator[tuple[str, str]]:
        return original(self, word) if row.length < IN_A_ROW and is_partable(word) else iter(())

    return iterate


def _next_line(original: Callable[..., tuple[Any, Any]], row: _Row) -> Callable[..., tuple[Any, Any]]:
    """Count the hyphens in a row; a paragraph remembers them by where its lines start, because lines are laid out more than once."""

    def get_next_linebox(context: Any, paragraph: Any, y: float, bottom: float, start: Any, *rest: Any) -> tuple[Any, Any]:
        rows = paragraph.__dict__.setdefault("rows", {})
        before, row.length = row.length, rows.get(repr(start), 0)
        try:
            line, following = original(context, paragraph, y, bottom, start, *rest)
            rows[repr(following)] = row.length + 1 if line and _is_parted(line) else 0
        finally:
            row.length = before
        return line, following

    return get_next_linebox


def whole(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take a text whole that fills a line but for the space at its end, which hangs: WeasyPrint would break it after its first word."""

    def split_first_line(text: str, style: Any, context: Any, width: float | None, *rest: Any, **more: Any) -> Any:
        found = original(text, style, context, width, *rest, **more)
        resume = found[2]
        if width and resume and text.endswith(" ") and " " not in text.encode()[:resume].decode().rstrip():
            bare = original(text.rstrip(" "), style, context, width, *rest, **more)
            if bare[2] is None and bare[3] <= width:
                return original(text, style, context, None, *rest, **more)
        return found

    return split_first_line


def _is_parted(line: Any) -> bool:
    last = next(filter(None, reversed(list(texts(line)))), None)
    return last is not None and last.text.endswith(last.style["hyphenate_character"])
