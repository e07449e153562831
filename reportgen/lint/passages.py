"""What the rules read: passages of one language, in which everything a rule must not touch is a placeholder.

A passage is a paragraph, a heading, a caption or a cell.  Its text has one character for every character of the source that a
rule may change; template code, addresses, code spans and marks of Markdown stand in it as characters of the private use area, so
a rule sees what is beside them and cannot mistake them for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["paragraph", "heading", "caption", "line", "cell"]
"""``line`` is a deck or a claim: one line without a full stop."""

VALUE = "\ue000"
"""A value that will be printed: ``{{ … }}``."""
SILENT = "\ue001"
"""Not printed: stars, brackets and addresses of links, comments."""
BRANCH = "\ue004"
"""Not printed: a statement of the template, so what stands before it need not be followed by what stands behind it."""
UNPRINTED = SILENT + BRANCH
OPAQUE = "\ue002"
"""Printed as it stands, whatever it is: addresses, code, standard numbers, words to keep."""
NAME = "\ue005"
"""Printed as it stands, and set like a word: numbers of standards."""
EDGE = "\ue003"
"""Outside the words: labels of headings, ends of lines."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3007"
MARKS = "，。、；：！？（）《》〈〉「」『』【】〔〕—…～·“”‘’"
_HAN = re.compile(f"[{HAN}]")

_QUOTED = r"\"[^\"]*\"|'[^']*'"
TEMPLATE = re.compile(
    r"(?P<comment>\{\#-.*?(?:-\#\}|\Z))"
    r"|(?P<branch>(?:[ \t]*(?=\{%-))?\{%(?:" + _QUOTED + r"|(?!%\}).)*(?:(?<=-)%\}[ \t]*|%\}|\Z))"
    r"|(?P<value>\{\{(?:" + _QUOTED + r"|(?!\}\}).)*(?:\}\}|\Z))",
    re.DOTALL,
)
"""Template code; what is not closed reaches to the end of the text.  A hyphen inside a tag takes the blanks beside it."""
RAW = re.compile(r"\{%[-+]?\s*raw\b.*?(?:\{%[-+]?\s*endraw\s*[-+]?%\}|\Z)", re.DOTALL)

_REST = r"[^\s()<>\[\]\"'`|\u0080-\uffff]*(?<![.,;:!?])"
_ENDINGS = "com|cn|org|net|gov|edu|io|md|csv|xlsx|docx|pdf|yaml|json"
ADDRESS = re.compile(
    rf"(?:https?://|www\.)(?=\w){_REST}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/{_REST})?", re.ASCII
)
"""Addresses of pages and people, and names of files."""
STANDARD = re.compile(r"\b[A-Z]{2,}[0-9]*(?:/[A-Z]+)? ?[0-9]+(?:\.[0-9]+)*[-—–][0-9]{4}\b|\b[A-Z]{2,}/[A-Z]+ [0-9]{3,}\b", re.ASCII)
VERSION = re.compile(r"\bv?[0-9]+\.[0-9]+\.[0-9]+(?:\.[0-9]+)*\b", re.ASCII)
_OBJECT = re.compile(r"\{\s*\"[^{}\n]*\}")
"""What a machine wrote: an object of JSON."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a source and where each of its characters stands.

    text    with placeholders, see the module.
    places  offset in the file of each character, and of the end: one more than `text` has characters.
    barred  characters a repair may not bring in here: they would mean something in YAML or CSV.
    """

    text: str
    places: Sequence[int]
    lang: str
    kind: Kind = "paragraph"
    barred: str = ""
    is_fixable: bool = True
    has_references: bool = False

    @property
    def is_chinese(self) -> bool:
        """Whether the rules for Chinese hold."""
        return self.lang.startswith("zh")

    def before(self, at: int, over: str = "") -> str:
        """Return the printed character before an offset, those of `over` skipped; "" at the beginning."""
        at -= 1
        while at >= 0 and (self.text[at] in UNPRINTED or self.text[at] in over):
            at -= 1
        return self.text[at] if at >= 0 else ""

    def after(self, at: int, over: str = "") -> str:
        """Return the printed character at an offset or after it, those of `over` skipped; "" at the end."""
        while at < len(self.text) and (self.text[at] in UNPRINTED or self.text[at] in over):
            at += 1
        return self.text[at] if at < len(self.text) else ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule finds in a passage: text[start:end] should read `reading`, or "" and a hint say what to do.

    is_safe  whether a repair may write `reading` without asking.
    """

    start: int
    end: int
    what: str
    reading: str | None = None
    hint: str = ""
    is_safe: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """The passages of one file, and the rules that a comment switches off on some of its lines: line → rules, none for all."""

    passages: tuple[Passage, ...]
    kept: dict[int, frozenset[str]] = field(default_factory=dict)


def is_han(char: str) -> bool:
    """Whether a character is a Chinese character; "" is none."""
    return bool(char) and _HAN.match(char) is not None


def is_mark(char: str) -> bool:
    """Whether a character is a full-width mark; "" is none."""
    return bool(char) and char in MARKS


def is_word(char: str) -> bool:
    """Whether a character is a letter or digit of a Latin word or number."""
    return bool(char) and char < "\u0370" and char.isalnum()


def mask(text: str, keep: Iterable[str] = (), *, markdown: bool = True) -> str:
    """Return a text of the same length in which template code, addresses, codes and what is to be kept are placeholders.

    >>> mask("{{ x }}个").replace(VALUE, "v")
    'vvvvvvv个'
    """
    text = RAW.sub(lambda found: OPAQUE * len(found[0]), text)
    signs = {"comment": SILENT, "branch": BRANCH, "value": VALUE}
    text = TEMPLATE.sub(lambda found: signs[found.lastgroup or ""] * len(found[0]), text)
    for words in keep:
        text = text.replace(words, OPAQUE * len(words)) if words else text
    text = _over(_OBJECT, text, OPAQUE)
    text = _over(ADDRESS, text, OPAQUE)
    text = _over(VERSION, _over(STANDARD, text, NAME), OPAQUE)
    return _mask_markdown(text) if markdown else text


_CODE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)|(`+)(?!`)[^\n]*?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE)
_TARGET = re.compile(r"(?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_BRACKET = re.compile(r"\^?\[(?=[^\[\]]*\](?:\ue001|\ue002))|\^\[|(?<=\S)\](?=\ue001)")
_STARS = re.compile(r"\*{1,3}(?! )|(?<=[^ \n])\*{1,3}|\\(?=[!-/:-@\[-`{-~])")
_HTML = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>", re.DOTALL)


def _over(pattern: re.Pattern[str], text: str, sign: str) -> str:
    return pattern.sub(lambda found: sign * len(found[0]), text)


def _mask_markdown(text: str) -> str:
    text = _over(_CODE, text, OPAQUE)
    text = _TARGET.sub(lambda found: SILENT * len(found[0]), text)
    text = _over(_HTML, text, SILENT)
    text = _over(_BRACKET, text, SILENT)
    return _over(_STARS, text, SILENT)


def language_of(text: str) -> str:
    """Return "zh" for a text in which more than one letter in ten is Chinese, else "en"."""
    letters = [char for char in text if char.isalpha()]
    return "zh" if sum(map(is_han, letters)) * 10 > len(letters) else "en"
