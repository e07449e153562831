"""Single figures of the data ("2023年市场规模4.9万亿元") as the truth of what sentences say of the same thing, period and unit.

A fact is known by its words: those of its subject and of its indicator.  A figure is true when a fact in whose words its sentence speaks has it;
false only when the sentence names a fact in full (period, subject, indicator, and right behind them the figure) and no such fact has it;
and open where the data themselves dispute the fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from reportgen.package import Dataset, Resource, Value
from reportgen.proofread.model import Finding, Verdict
from reportgen.proofread.vocabulary import normal

_SCALES = {"万亿": 12, "亿": 8, "万": 4, "trillion": 12, "billion": 9, "million": 6, "thousand": 3}
_UNITS = {"yuan": "元", "people": "人", "users": "人", "sessions": "场", "percentage points": "个百分点", "percentage point": "个百分点", "times": "倍"}
_AMOUNT = re.compile(
    r"(?<![0-9A-Za-z.])(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s*(?P<scale>万亿|亿|万|trillion|billion|million|thousand)?\s*"
    r"(?P<unit>%|个百分点|percentage points?|yuan\b|people\b|users\b|sessions\b|times\b|[元人场倍家个项名天年次])?", re.IGNORECASE
)  # fmt: skip
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_PLAIN = re.compile(r"(?:数量|总量|规模|总额|比例|占比|数|额|的|率)$")
WEAK = 0.35
"""Share of the words of a fact that a sentence must hold to be borne out by it."""
GAP = 8
"""Characters between the indicator of a fact and the amount, where they still belong together."""
_JOINED = re.compile(r"[\s的,:]|市场|行业|\s*'s?\s*|\s+(?:of|the|in|for)\s+|")
"""What stands between a subject and its indicator; other words there would name a part of it."""
_BEGINS = re.compile(r"(?:^|[,，。;；:：(（0-9年月底末内中在的]|全国|我国|中国|\b(?:the|of|in|for|by|from|all))\s*$")
"""What stands before a subject; other words there would narrow it."""
_WITHIN = re.compile("-")
_MONTHS = re.compile(
    r"[0-9] ?月|[上下]半年|季度"
    r"|\b(?:half|quarters?|January|February|March|April|May|June|July|August|September|October|November|December)\b"
)


@dataclass(frozen=True, slots=True)
class Truth:
    """A figure of the data, with what it is compared with.

    subject, indicator  words by language; of a language the data lack, ""
    value   in `unit`; is_beside: what the figure is compared with or started from; flag: why the data doubt it, with the reason by language
    """

    where: str
    subject: Mapping[str, str]
    indicator: Mapping[str, str]
    period: str
    years: frozenset[str]
    value: Decimal
    unit: str
    printed: str
    flag: str
    reason: str
    is_beside: bool = False


def truths(dataset: Dataset) -> tuple[Truth, ...]:
    """Return the single figures of all tables that have a subject, an indicator and a value."""
    return tuple(each for resource in dataset.resources.values() for each in _truths(resource))


def _truths(resource: Resource) -> Iterator[Truth]:
    names = {each.name for each in resource.fields}
    if not names & {"subject", "subject_zh"} or not names & {"indicator", "indicator_zh"} or "value" not in names:
        return
    for row, record in zip(resource.rows, resource.records(), strict=True):
        subject, indicator = (_both(record, name) for name in ("subject", "indicator"))
        years = frozenset(_YEAR.findall(str(record.get("period") or "")))
        where = resource.where(row.line, "value")
        flag, reason = str(record.get("flag") or ""), str(record.get("reason_zh") or record.get("reason") or "")
        for name, is_beside in (("value", False), ("compare_value", True), ("from_value", True)):
            amount = _amount(record, name, name.removesuffix("value"))
            if amount is not None:
                yield Truth(where, subject, indicator, str(record.get("period") or ""), years, *amount, flag, reason, is_beside)


def _both(record: Mapping[str, Value], name: str) -> dict[str, str]:
    return {"zh": normal(str(record.get(f"{name}_zh") or record.get(name) or "")), "en": normal(str(record.get(f"{name}_en") or ""))}


def _amount(record: Mapping[str, Value], name: str, base: str) -> tuple[Decimal, str, str] | None:
    cell, unit = record.get(name), str(record.get(f"{base}unit_zh") or record.get(f"{base}unit") or "")
    if not isinstance(cell, int | Decimal) or isinstance(cell, bool):
        return None
    scale = next((word for word in ("万亿", "亿", "万") if unit.startswith(word)), "")
    return Decimal(cell).scaleb(_SCALES.get(scale, 0)), unit.removeprefix(scale), f"{cell}{unit}"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a sentence: its value, what one in its last place is worth, its unit, and the words from the amount before to it."""

    start: int
    text: str
    value: Decimal
    place: Decimal
    unit: str
    words: str


def amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of a sentence in normal form, dates and bare numbers left out.

    >>> [(each.text, str(each.value), each.unit) for each in amounts("2023年市场规模4.9万亿元，增长35.2%")]
    [('4.9万亿元', '4.9E+12', '元'), ('35.2%', '35.2', '%')]
    """
    end = 0
    for found in _AMOUNT.finditer(text):
        is_bare, is_year = not (found["unit"] or found["scale"]), found["unit"] == "年" and len(found["digits"]) == 4
        if is_bare or is_year:
            continue
        power = _SCALES.get((found["scale"] or "").lower(), 0)
        number = Decimal(found["digits"].replace(",", ""))
        unit = _UNITS.get((found["unit"] or "").lower(), found["unit"] or "")
        place = Decimal(1).scaleb(int(number.as_tuple().exponent) + power)
        yield Amount(found.start(), found[0].strip(), number.scaleb(power), place, unit, text[end : found.start()])
        end = found.end()


def fact_findings(text: str, around: str, where: str, sentence: str, known: Sequence[Truth], taken: frozenset[int]) -> Iterator[Finding]:
    """Yield what the facts say to the amounts of a sentence.

    text    the sentence in normal form; around: the headings above and the paragraph before it
    taken   where figures begin that the ranked tables have settled
    """
    lang = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
    for amount in amounts(text):
        if amount.start not in taken and (found := _said_of(amount, text, around, lang, known)) is not None:
            verdict, data = found
            yield Finding(where, f"{amount.text}: a single figure of the data", data, sentence, "fact", verdict)


def _said_of(amount: Amount, text: str, around: str, lang: str, known: Sequence[Truth]) -> tuple[Verdict, str] | None:
    before = text[: amount.start]
    years = _YEAR.findall(before)[-1:] or _YEAR.findall(around)[-1:]
    of_unit = [each for each in known if each.unit == amount.unit and each.indicator[lang] and not (years and each.years and years[0] not in each.years)]
    near = [each for each in of_unit if _closeness(each, amount, text, around, lang) >= WEAK]
    named = [each for each in near if not each.is_beside and _is_named(each, before, years, lang)]
    same = [each for each in near if _agrees(amount, each.value, text)]
    flagged = [each for each in named if each.flag == "disputed"]
    told = "; ".join(dict.fromkeys(f"{each.printed} ({each.where})" for each in named))
    if flagged and not any(each in named and not each.flag for each in same):
        return Verdict.UNCHECKABLE, f"disputed: {told}, {flagged[0].reason}"
    if same:
        return Verdict.TRUE, f"{same[0].printed} ({same[0].where})"
    return (Verdict.FALSE, told) if named else None


def _agrees(amount: Amount, value: Decimal, text: str) -> bool:
    ways = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN) if re.search(r"[逾超]|突破|余|over|more than", text) else (ROUND_HALF_UP, ROUND_HALF_EVEN)
    return any(abs(value).quantize(amount.place, way) == amount.value for way in ways)


def _closeness(truth: Truth, amount: Amount, text: str, around: str, lang: str) -> float:
    """Return how much of the words of a fact its sentence holds: those of the indicator in it, those of the subject in it or above it."""
    before = text[: amount.start + len(amount.text) + 12]
    indicator = _share(truth.indicator[lang], before, lang)
    subject = _share(truth.subject[lang], f"{around} {before}", lang)
    return min(indicator, 0.5 + subject / 2)


def _is_named(truth: Truth, before: str, years: Sequence[str], lang: str) -> bool:
    """Return whether the words before an amount name a fact in full: its period, its subject and nothing narrower, then its indicator."""
    if truth.years and (not years or bool(_WITHIN.search(truth.period)) != bool(_MONTHS.search(before))):
        return False
    subject, indicator = truth.subject[lang].lower(), truth.indicator[lang].lower()
    indicator = _PLAIN.sub("", indicator) if lang == "zh" else indicator
    plain = before.lower()
    at, whose = plain.rfind(indicator), plain.rfind(subject)
    if min(at, whose) < 0 or not indicator or not subject or len(before) - at - len(indicator) > GAP or re.search("[0-9]", before[at + len(indicator) :]):
        return False
    return whose <= at and bool(_JOINED.fullmatch(plain[whose + len(subject) : at])) and bool(_BEGINS.search(plain[:whose]))


def _share(words: str, text: str, lang: str) -> float:
    parts = _parts(words, lang)
    plain = text.lower()
    return sum(part in plain for part in parts) / len(parts) if parts else 0.0


def _parts(words: str, lang: str) -> list[str]:
    """Return pairs of Han characters, or the beginnings of English words: what is looked for in a sentence."""
    if lang == "en":
        return [each[:5] for each in re.findall(r"[a-z]{3,}", words.lower()) if each not in ("the", "and", "for", "number")]
    plain = re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", words)
    return [plain[place : place + 2].lower() for place in range(max(len(plain) - 1, 1))] if plain else []
