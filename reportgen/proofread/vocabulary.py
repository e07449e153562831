"""The words of templates/_proofread, compiled: what a sentence claims about the names of the data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportgen.numerals import from_han
from reportgen.resources import data_path
from reportgen.traditional import simplified

LANGUAGES = ("zh", "en")
_SAME_WIDTH = str.maketrans(
    "“”„‟「」『』‘’（）［］％＋－．０１２３４５６７８９\u00a0\u2002\u2003\u2009\u202f\u3000",
    '""""""""\'\'()[]%+-.0123456789      ',
)
_TRADITIONAL = re.compile("[電國區產業東廣數標場貨萬億與為個開時後點農實網貴陝臺遼蘇慶龍黃連寧]")
"""Characters no Simplified text has: one of them, and the text is read as Simplified."""
_HAN_NUMBER = "[〇零一二三四五六七八九十百两]+"
_DIGITS = r"[0-9]+(?:\.[0-9]+)?"


def normal(text: str) -> str:
    """Return a text with one form of brackets, quotation marks, blanks and digits, Traditional Chinese as Simplified, every character where it was.

    >>> normal("“货”指标（９８．５％）"), normal("廣東的「場」指標")
    ('"货"指标(98.5%)', '广东的"场"指标')
    """
    if _TRADITIONAL.search(text):
        plain = simplified(text)
        text = plain if len(plain) == len(text) else text
    return text.translate(_SAME_WIDTH)


@dataclass(frozen=True)
class Vocabulary:
    """Patterns of all languages.

    marks   kind → patterns; groups a number belongs to are named n, a and b
    scopes  key → patterns, the narrowest first
    groups  pattern and the names of the parts the group is made of
    unions  name of a group made of others → its parts
    filler  words that name nothing
    words   ordinals and cardinals in words → number
    """

    marks: tuple[tuple[str, re.Pattern[str]], ...]
    scopes: tuple[tuple[str, re.Pattern[str]], ...]
    groups: tuple[tuple[str, re.Pattern[str]], ...]
    unions: Mapping[str, tuple[str, ...]]
    words: Mapping[str, int]
    overall: tuple[str, ...]
    titles: Mapping[str, re.Pattern[str]]
    not_after: re.Pattern[str]
    joiner: re.Pattern[str]
    sentence_end: re.Pattern[str]
    clause_end: re.Pattern[str]
    top_of_list: re.Pattern[str]
    filler: re.Pattern[str]

    def scope(self, title: str) -> str:
        """Return the key of the scope a title names, the narrowest of several; "" for none."""
        return next((key for key, pattern in self.scopes if pattern.search(title)), "")

    def is_rank_title(self, words: str) -> bool:
        """Return whether a column of this title holds ranks."""
        return bool(self.titles["rank"].search(words)) and not self.is_change_title(words)

    def is_growth_title(self, words: str) -> bool:
        """Return whether a column of this title holds growth."""
        return bool(self.titles["growth"].search(words))

    def is_change_title(self, words: str) -> bool:
        """Return whether a column of this title holds changes of rank."""
        return bool(self.titles["change"].search(words))

    def says(self, kind: str, text: str) -> bool:
        """Return whether a text has a word of a kind."""
        return any(pattern.search(text) for name, pattern in self.marks if name == kind)

    def number(self, text: str) -> int:
        """Return the whole number that digits, an English word or Han numerals say.

        Raises ValueError for anything else.
        """
        plain = text.strip().lower()
        if found := re.fullmatch(r"([0-9]+)(?:st|nd|rd|th)?", plain):
            return int(found[1])
        return self.words[plain] if plain in self.words else from_han(plain)


@cache
def vocabulary() -> Vocabulary:
    """Return the words of all languages."""
    folder = data_path("templates") / "_proofread"
    tables: dict[str, dict[str, Any]] = {lang: tomllib.loads((folder / f"{lang}.toml").read_text("utf-8")) for lang in LANGUAGES}
    words = {word: number for table in tables.values() for kind in ("ordinals", "cardinals") for word, number in table.get(kind, {}).items()}

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(_filled(pattern, tables), re.IGNORECASE)

    def either(*path: str) -> re.Pattern[str]:
        return compiled("|".join(f"(?:{tables[lang][path[0]][path[1]]})" for lang in LANGUAGES))

    groups = [(parts, compiled(pattern)) for table in tables.values() for pattern, parts in table["groups"].items()]
    return Vocabulary(
        marks=tuple((kind, compiled(each)) for table in tables.values() for kind, patterns in table["marks"].items() for each in patterns),
        scopes=tuple((key, compiled(each)) for key in tables["zh"]["scopes"] for table in tables.values() for each in table["scopes"][key]),
        groups=tuple(groups),
        unions={parts: tuple(parts.split("+")) for parts, _ in groups if "+" in parts},
        words=words,
        overall=tuple(name for table in tables.values() for name in table["overall"]["names"]),
        titles={kind: either("titles", kind) for kind in ("rank", "growth", "change")},
        not_after=either("regions", "not_after"),
        joiner=either("regions", "joiner"),
        sentence_end=either("regions", "sentence_end"),
        clause_end=either("regions", "clause_end"),
        filler=either("fillers", "words"),
        top_of_list=_top_of_list(tables),
    )


def _top_of_list(tables: Mapping[str, Mapping[str, Any]]) -> re.Pattern[str]:
    """Return what tells how many of a list are meant."""
    first, *others = (_filled(str(table["lists"]["top"]), tables) for table in tables.values())
    return re.compile("|".join([first, *(other.replace("(?P<n>", "(?P<m>") for other in others)]), re.IGNORECASE)


def _filled(pattern: str, tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a pattern with numbers in the place of {n}, {a}, {b}, {o} and {d}."""
    cardinals = "|".join(sorted(tables["en"]["cardinals"], key=len, reverse=True))
    ordinals = "|".join(sorted(tables["en"]["ordinals"], key=len, reverse=True))
    ordinal = rf"[0-9]{{1,3}}(?:st|nd|rd|th)|{ordinals}"
    cardinal = rf"[0-9]{{1,3}}|{_HAN_NUMBER}|{cardinals}"
    for name, form in (("n", cardinal), ("a", f"{ordinal}|{cardinal}"), ("b", f"{ordinal}|{cardinal}"), ("o", ordinal)):
        group = "n" if name == "o" else name
        pattern = pattern.replace(f"{{{name}}}", f"(?P<{group}>{form})")
    return pattern.replace("{d}", _DIGITS)
