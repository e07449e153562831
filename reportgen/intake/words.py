"""What heads, notes and cells of spreadsheets say: ``templates/_intake/words.toml``, and how a head is held against it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportgen.resources import data_path

_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing in both languages: rows, with a word for one of them (`one`), or a measure, with its name in the data (`id`)."""

    zh: str
    en: str
    id: str = ""
    one: str = ""


@cache
def words() -> dict[str, Any]:
    """Return the tables of words.toml."""
    return tomllib.loads((data_path("templates") / "_intake" / "words.toml").read_text("utf-8"))


def plain(text: str) -> str:
    """Return a text in ordinary width and lower case, with single blanks and none around it.

    >>> plain("增速 （％）"), plain(" GDP  Growth")
    ('增速 (%)', 'gdp growth')
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def is_chinese(text: str) -> bool:
    """Tell whether there is a Chinese character in a text."""
    return bool(_HAN.search(text))


def says(head: str, known: Iterable[str]) -> bool:
    """Tell whether a head says one of some words: Chinese ones anywhere in it, Latin ones as whole words; a single character only alone.

    >>> says("2023年位次", ["位次"]), says("Rank change", ["rank"]), says("Frank", ["rank"]), says("年末人口", ["年"])
    (True, True, False, False)
    """
    said = plain(head)
    bare = re.sub(r"[ ()（）]", "", said)
    for word in map(plain, known):
        if len(word) == 1 or not word[:1].isalnum():
            if bare == word:
                return True
        elif word in bare if is_chinese(word) else re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", said):
            return True
    return False


def role_of(head: str) -> str:
    """Return what a head says its column is, "" when it says nothing known: rank, growth, previous and so on."""
    return next((role for role, known in words()["roles"].items() if says(head, known)), "")


def measure_of(head: str) -> Named | None:
    """Return the measure a head names: the one with the longest word in it; None when it names none."""
    found = [(len(word), each) for each in words()["measures"] for word in (each["zh"], each["en"], *each.get("also", ())) if says(head, [word])]
    best = max(found, key=lambda pair: pair[0])[1] if found else None
    return Named(best["zh"], best["en"], best["id"]) if best else None


def noun_of(head: str) -> Named | None:
    """Return what the rows are, from the head of the column that names them."""
    found = [(len(word), each) for each in words()["nouns"] for word in each["words"] if says(head, [word])]
    best = max(found, key=lambda pair: pair[0])[1] if found else None
    return Named(best["zh"], best["en"], one=best["one"]) if best else None


def is_total(name: str) -> bool:
    """Tell whether a row's name says that it sums or averages the others."""
    return plain(name).replace(" ", "") in {plain(word).replace(" ", "") for word in words()["rows"]["totals"]}


def is_gap(cell: str) -> bool:
    """Tell whether a cell marks a gap."""
    return plain(cell) in {"", *map(plain, words()["rows"]["gaps"])}


def unit_of(text: str) -> str:
    """Return a unit as Chinese tables write it, from what stands in the brackets of a head; a unit that is unknown stays as it is.

    >>> unit_of("100 million yuan"), unit_of("亿元"), unit_of("％")
    ('亿元', '亿元', '%')
    """
    said = plain(text)
    return str(words()["units"].get(said, unicodedata.normalize("NFKC", text).strip()))


def labelled(cells: Sequence[str], kind: str) -> str | None:
    """Return what follows the label 注, 来源, Source … in the first filled cell of a line, "" for the label alone; None without it."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    for word in sorted(words()["rows"][kind], key=len, reverse=True):
        if found := re.match(rf"{re.escape(word)}\s*\d{{0,2}}\s*(?:[:：.．、]\s*|$)", first, re.IGNORECASE):
            rest = first[found.end() :].strip()
            return rest or next((cell.strip() for cell in cells if cell.strip() and cell.strip() != first), "")
    return None
