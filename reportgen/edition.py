"""One language version of a report: its words, numbers, dates and fonts, all from one terms file.

No other module asks which language it is writing; it asks the edition to say a thing.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reportgen.errors import Problem, ProjectError, nearest
from reportgen.numerals import han, han_digits
from reportgen.resources import data_path
from reportgen.traditional import CONFIGURATIONS, traditional

_MONTH = r"(?:0[1-9]|1[0-2])"
PERIOD = re.compile(rf"[0-9]{{4}}(?:-H[12]|-Q[1-4]|-{_MONTH}(?:-[0-9]{{2}})?)?(?:/[0-9]{{4}}(?:-Q[1-4]|-{_MONTH})?)?")
"""Periods of the data: 2023, 2023-06, 2023-06-30, 2023-H1, 2023-Q2, 2023-Q1/2023-Q3, 2023-01/2023-10, 2020/2023."""

REFERENCE_TAG = "zh-Hans"
"""The terms file whose keys every other one must have."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The forms of one language; `terms` is the terms file flattened to dotted keys.

    tag     BCP 47: "zh-Hans", "en"
    data    suffix of data fields in this language: "zh" reads `name_zh`
    """

    tag: str
    terms: Mapping[str, Any]

    @property
    def base(self) -> str:
        """Return the tag of the edition this one is made from; its own when it has a narrative of its own."""
        return str(self.terms["base"]) or self.tag

    @property
    def second(self) -> str:
        """Return the tag of the other language of a bilingual edition, or ""."""
        return str(self.terms["second"])

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the tags of the editions whose narratives this one is made from."""
        return (self.base, self.second) if self.second else (self.base,)

    @property
    def convert(self) -> str:
        """Return the OpenCC conversion of a Traditional edition, or ""."""
        return str(self.terms["convert"])

    @property
    def data(self) -> str:
        """Return the suffix of this language in data fields and data-package titles."""
        return str(self.terms["data"])

    @property
    def html_lang(self) -> str:
        """Return the language tag renderers write into files."""
        return str(self.terms["html_lang"])

    @property
    def serif(self) -> tuple[str, ...]:
        """Return the font families of body text, first choice first."""
        return tuple(self.terms["fonts.serif"])

    @property
    def sans(self) -> tuple[str, ...]:
        """Return the font families of headings, tables and charts, first choice first."""
        return tuple(self.terms["fonts.sans"])

    def word(self, key: str) -> str:
        """Return the word of a dotted key: ``edition.word("label.contents")``."""
        return str(self.terms[key])

    def say(self, key: str, **fields: object) -> str:
        """Return the pattern of a dotted key with its fields filled in."""
        return str(self.terms[key]).format(**fields)

    def count(self, key: str, n: int, **fields: object) -> str:
        """Return the pattern ``key.one`` or ``key.other``, as the language's plural asks, with `n` in words or digits."""
        form = f"{key}.{self._plural(n)}"
        return str(self.terms[form if form in self.terms else f"{key}.other"]).format(n=self.cardinal(n), **fields)

    # ------------------------------------------------------------ numbers

    def number(self, value: Decimal, decimals: int | None = None) -> str:
        """Return a number with its sign, grouping and decimals; ROUND_HALF_UP, never "-0".

        value     exact; decimals None prints it as it stands in the data.
        """
        exact = value if decimals is None else round_half_up(value, decimals)
        text = f"{abs(exact):f}"
        whole, point, fraction = text.partition(".")
        if (group := self.word("number.group")) and len(whole) > 3:
            whole = f"{int(whole):,}".replace(",", group)
        sign = self.word("number.minus") if exact < 0 else ""
        return f"{sign}{whole}{self.word('number.point') if point else ''}{fraction}"

    def amount(self, value: Decimal, power: int, unit: str, decimals: int | None = None) -> str:
        """Return value × 10^power in `unit` with this language's scale words, by exact decimal shift.

        >>> load_edition("en").amount(Decimal("34879"), 8, "yuan")
        '3,487.9 billion yuan'
        >>> load_edition("zh-Hans").amount(Decimal("5.26"), 8, "person")
        '5.26亿人'
        >>> load_edition("en").amount(Decimal("5.26"), 8, "person")
        '526 million people'
        """
        target, word = self.scale(value, power)
        return f"{self.number(_shift(value, power - target), decimals)}{word}{self.word(f'unit.{unit}')}"

    def interval(self, low: Decimal, high: Decimal, power: int, unit: str, decimals: int | None = None) -> str:
        """Return a range in `unit`, both ends in the scale of the upper one; in Chinese 万, 亿 and % stand at both ends.

        >>> load_edition("zh-Hans").interval(Decimal(20), Decimal(30), 0, "body"), load_edition("zh-Hans").interval(Decimal(2), Decimal(3), 4, "body")
        ('20～30名', '2万～3万名')
        >>> load_edition("en").interval(Decimal(20), Decimal(30), 0, "body"), load_edition("en").interval(Decimal(2), Decimal(3), 4, "body")
        ('20–30 people', '20,000–30,000 people')
        """
        target, word = self.scale(high, power)
        first, last = (self.number(_shift(each, power - target), decimals) for each in (low, high))
        closing = word + self.word(f"unit.{unit}")
        inner = (closing if unit == "percent" else word) if self.word("number.range_ends") == "both" else ""
        return f"{first}{inner}{self.word('number.range')}{last}{closing}"

    def scale(self, value: Decimal, power: int) -> tuple[int, str]:
        """Return the power of ten this language gives value × 10^power in, and its word: the largest that leaves a whole part.

        >>> load_edition("en").scale(Decimal("34879"), 8), load_edition("zh-Hans").scale(Decimal("0.5"), 8)
        ((9, ' billion'), (8, '亿'))
        """
        scales: Sequence[tuple[int, str]] = self.terms.get(f"amount.{power}", [(power, f"×10^{power}")])
        for target, word in scales[:-1]:
            if abs(_shift(value, power - target)) >= 1:
                return target, word
        target, word = scales[-1]
        return target, word

    def cardinal(self, n: int) -> str:
        """Return a count in words where the language spells small ones, else in digits."""
        words: Sequence[str] = self.terms["cardinal.words"]
        return words[n - 1] if 1 <= n <= len(words) else self.number(Decimal(n))

    def ordinal(self, n: int) -> str:
        """Return an ordinal: 第八, eighth, 26th.

        >>> load_edition("zh-Hans").ordinal(26), load_edition("en").ordinal(8), load_edition("en").ordinal(23)
        ('第二十六', 'eighth', '23rd')
        """
        words: Sequence[str] = self.terms["ordinal.words"]
        if 1 <= n <= len(words):
            return words[n - 1]
        if self.terms["ordinal.numerals"] == "han":
            return self.say("ordinal.han", n=han(n))
        return self.say(f"ordinal.{self._plural(n, ordinal=True)}", n=n)

    def _plural(self, n: int, *, ordinal: bool = False) -> str:
        locale = _babel_locale(self.word("locale"))
        rule = locale.ordinal_form if ordinal else locale.plural_form
        return str(rule(n))

    # ------------------------------------------------------------ lists, changes, references, dates

    def names(self, names: Sequence[str]) -> str:
        """Return names as a list in a sentence: 广东、浙江和上海 / Guangdong, Zhejiang and Shanghai."""
        if len(names) < 2:
            return "".join(names)
        return self.word("list.comma").join(names[:-1]) + self.word("list.and") + names[-1]

    def change_text(self, state: str, places: int | None) -> str:
        """Return a change in rank as tables print it: ↑5, ↓2, →, 新进."""
        marks = {"up": f"↑{places or 0}", "down": f"↓{abs(places or 0)}", "same": "→"}
        return marks.get(state) or self.word(f"change.{state}_mark")

    def change_words(self, state: str, places: int | None) -> str:
        """Return a change in rank in words: 上升5位 / up five places."""
        if state in ("up", "down") and places is not None:
            return self.count(f"change.{state}", abs(places))
        return self.word(f"change.{state}")

    def refer(self, kind: str, **fields: object) -> str:
        """Return the words of a cross-reference; kind is table, figure, chapter or section."""
        return self.say(f"reference.{kind}", **fields)

    def note_labels(self, count: int) -> tuple[str, ...]:
        """Return what stands before each of the notes under a table or figure: 注：, or 注1：, 注2： when there are several."""
        return (self.word("label.note"),) if count == 1 else tuple(self.say("label.note_of", n=n) for n in range(1, count + 1))

    def period(self, text: str) -> str:
        """Return a period of the data in words; ISO 8601 years, months, days and ranges, plus 2023-H1 and 2023-Q1.

        >>> zh, en = load_edition("zh-Hans"), load_edition("en")
        >>> zh.period("2023-Q1/2023-Q3"), en.period("2023-Q1/2023-Q3")
        ('2023年前三季度', 'the first three quarters of 2023')
        >>> zh.period("2023-01/2023-10"), en.period("2023-06")
        ('2023年1—10月', 'June 2023')
        """
        if not PERIOD.fullmatch(text):
            raise ValueError(f"{text!r} is not a period")
        first, slash, last = text.partition("/")
        if not slash:
            return self._moment(first)
        year, _, part = first.partition("-")
        last_year, _, last_part = last.partition("-")
        if year == last_year and part == "Q1" and last_part in ("Q2", "Q3", "Q4"):
            n = int(last_part[1:])
            return self.say("period.quarters", year=year, quarter_han=han(n), quarter_word=self.cardinal(n))
        if year == last_year and part.isdigit() and last_part.isdigit() and part < last_part:
            a, b = int(part), int(last_part)
            return self.say("period.months", year=year, first=a, last=b, first_name=self._month(a), last_name=self._month(b))
        if not part and not last_part and year < last_year:
            return self.say("period.years", first=year, last=last_year)
        raise ValueError(f"{text!r} is not a period with words of its own")

    def cover_date(self, date: str) -> str:
        """Return the year and month of an ISO date as a cover prints them: 二〇二三年十二月 / December 2023."""
        year, month = date.split("-")[:2]
        return self.say(
            "period.cover", year=year, year_han=han_digits(year), month_han=han(int(month)), month_name=self._month(int(month))
        )

    def _moment(self, text: str) -> str:
        year, *rest = text.split("-")
        if not rest:
            return self.say("period.year", year=year)
        if rest[0] in ("H1", "H2"):
            return self.say(f"period.half{rest[0][1]}", year=year)
        if rest[0].startswith("Q"):
            n = int(rest[0][1:])
            return self.say("period.quarter", year=year, quarter_han=han(n), quarter_ordinal=self.ordinal(n))
        month = int(rest[0])
        datetime.date(int(year), month, int(rest[1]) if len(rest) > 1 else 1)  # refuses 31 February
        fields = {"year": year, "month": month, "month_name": self._month(month)}
        return self.say("period.day", day=int(rest[1]), **fields) if len(rest) > 1 else self.say("period.month", **fields)

    def _month(self, n: int) -> str:
        return str(self.terms["period.month_names"][n - 1])


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Return the value rounded half away from zero, with exactly `decimals` digits; never a negative zero.

    >>> round_half_up(Decimal("2.675"), 2), round_half_up(Decimal("-0.001"), 2)
    (Decimal('2.68'), Decimal('0.00'))
    """
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
    return abs(rounded) if rounded == 0 else rounded


def _shift(value: Decimal, power: int) -> Decimal:
    """Return value × 10^power; no zeros are left over after the point when it moved."""
    if not power:
        return value
    shifted = value.scaleb(power)
    return Decimal(f"{shifted.normalize():f}" if "." in f"{shifted:f}" else f"{shifted:f}")


@cache
def _babel_locale(name: str) -> Any:
    from babel import Locale

    return Locale.parse(name)


@cache
def load_edition(tag: str, directory: Path | None = None) -> Edition:
    """Return the edition of a language tag; raises ProjectError when its terms file is missing or has other keys than it should."""
    folder = directory or data_path("templates") / "_terms"
    path = folder / f"{tag}.toml"
    known = sorted(file.stem for file in folder.glob("*.toml"))
    if tag not in known:
        raise ProjectError(Problem("report.yaml", f"there is no edition {tag!r}", nearest(tag, known), code="RG120"))
    terms = _flatten(tomllib.loads(path.read_text("utf-8")))
    if base := terms.get("base"):
        terms = _derived(load_edition(base, directory).terms, str(terms.get("convert", ""))) | terms
    wanted = _flatten(tomllib.loads((folder / f"{REFERENCE_TAG}.toml").read_text("utf-8")))
    problems = [Problem(path.name, f"the term {key} is missing", f"add it, as in {REFERENCE_TAG}.toml", code="RG121") for key in wanted.keys() - terms.keys()]
    problems += [Problem(path.name, f"unknown term {key}", nearest(key, wanted), code="RG121") for key in terms.keys() - wanted.keys()]
    if problems:
        raise ProjectError(sorted(problems))
    return Edition(tag=terms["tag"], terms=terms)


def _derived(terms: Mapping[str, Any], configuration: str) -> dict[str, Any]:
    """Return the terms of an edition for one that is made from it."""

    def said(value: Any) -> Any:
        if isinstance(value, list):
            return [said(each) for each in value]
        return traditional(value, configuration) if isinstance(value, str) and configuration in CONFIGURATIONS else value

    return {key: said(value) for key, value in terms.items()}


def sources(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of the editions whose narratives are read for these editions, each once, in order.

    >>> sources(["zh-Hant-TW", "zh-Hans", "zh-Hans+en"])
    ('zh-Hans', 'en')
    """
    return tuple(dict.fromkeys(source for tag in tags for source in load_edition(tag).sources))


def editions(directory: Path | None = None) -> tuple[str, ...]:
    """Return the tags of all editions there are terms for, sorted."""
    return tuple(sorted(path.stem for path in (directory or data_path("templates") / "_terms").glob("*.toml")))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat
