"""A sentence → mentions: regions, indicators, groups, ranks, figures and the words around them, each where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from reportgen.proofread.lexicon import Lexicon
from reportgen.proofread.model import Mention

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(?<![0-9],)(?P<number>[+\-\u2212]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?![0-9A-Za-z]|\.[0-9])"
    r"\s*-?(?P<unit>%|个百分点|percentage points?|points?|分(?![别列布])|[个]?(?:名次|位次)|位(?![于居列])|places?|倍|times)?",
    re.IGNORECASE,
)
_SPELLED = re.compile(r"(?P<number>[一二三四五六七八九十两]+)\s*(?P<unit>[个]?(?:名次|位次)|位(?![于居列数])|倍)")
_PLACES = re.compile(r"\b(?P<number>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a)\s+(?P<unit>places?|positions?)\b", re.IGNORECASE)
_TABLE = re.compile(r"(?:表|\bTable)\s*(?P<number>[0-9]{1,2})(?![0-9])", re.IGNORECASE)
_UNITS = (("%", "%"), ("个百分点", "pp"), ("percentage", "pp"), ("分", "points"), ("point", "points"), ("倍", "times"), ("times", "times"))
# What starts at the same character and is as long: names before words.
_ORDER = ("table", "scope", "group", "region", "family", "column", "span", "rank", "top", "bottom", "counted", "reaching", "first", "last", "number")


def mentions(text: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return what a text (in normal form) mentions, in order and without overlaps: the earlier and longer one counts."""
    found = [*_names(text, lexicon), *_words(text, lexicon), *_numbers(text, lexicon)]
    order = {kind: place for place, kind in enumerate(_ORDER)}
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda each: (each.start, -each.end, order.get(each.kind, len(order)))):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of the names, the longest first; Latin ones only as whole words."""
    parts = (re.escape(name) if re.search("[\u4e00-\u9fff]", name) else rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" for name in names)
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _names(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    words = lexicon.vocabulary
    for found in _any_of(_sorted(lexicon.regions)).finditer(text):
        if found[0][0].islower() or words.not_after.match(text, found.end()):
            continue
        yield Mention("region", *found.span(), found[0], codes=(lexicon.regions[_spelled(found[0], lexicon.regions)],))
    for kind, names in (("family", lexicon.families), ("column", lexicon.columns)):
        for found in _any_of(_sorted(names)).finditer(text):
            yield Mention(kind, *found.span(), found[0], key=names[_spelled(found[0], names)])
    yield from _short_families(text, lexicon)
    for key, pattern in words.scopes:
        yield from (Mention("scope", *found.span(), found[0], key=key) for found in pattern.finditer(text) if found[0])
    for key, pattern in words.groups:
        if key in lexicon.groups:
            yield from (Mention("group", *found.span(), found[0], key=key, codes=tuple(sorted(lexicon.groups[key]))) for found in pattern.finditer(text))
    for found in _TABLE.finditer(text):
        yield Mention("table", *found.span(), found[0], key=found["number"])


def _short_families(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield families named by the bare word of a quoted name, as in "on people, goods and place"."""
    bare = {name.strip('"').lower(): key for name, key in lexicon.families.items() if re.fullmatch(r'"[A-Za-z]+"', name)}
    if not bare:
        return
    names = "|".join(map(re.escape, _sorted(bare)))
    for found in re.finditer(rf"\b(?:on|for)\s+((?:{names})(?:(?:,| and|, and)\s+(?:{names}))*)\b", text, re.IGNORECASE):
        for each in re.finditer(rf"\b(?:{names})\b", found[1], re.IGNORECASE):
            start = found.start(1) + each.start()
            yield Mention("family", start, start + len(each[0]), each[0], key=bare[each[0].lower()])


def _spelled(found: str, names: Iterable[str]) -> str:
    return found if found in names else next(name for name in names if name.lower() == found.lower())


def _words(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    words = lexicon.vocabulary
    for kind, pattern in words.marks:
        for found in pattern.finditer(text):
            if not found[0]:
                continue
            named = {name: words.number(value) for name, value in found.groupdict().items() if value}
            mention = Mention(kind, *found.span(), found[0])
            if kind == "span":
                mention = replace(mention, low=named["a"], high=named["b"])
            elif kind in ("rank", "top", "bottom", "counted", "reaching"):
                if kind in ("top", "bottom") and named["n"] < 2:
                    continue  # "前一位" is the neighbour, not the first
                mention = replace(mention, low=named["n"])
            elif kind in ("first", "last"):
                low = 1 if kind == "first" else -1
                key = next((key for key in ("change_up", "change_down", "growth") if words.says(key, found[0])), "")
                mention = replace(mention, kind="rank", low=low, key=key)
            yield mention


def _numbers(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    for found in _NUMBER.finditer(text):
        number = Decimal(found["number"].replace(",", "").replace("\u2212", "-"))
        unit = found["unit"] or ""
        end = found.end() if unit else found.end("number")
        yield Mention("number", found.start(), end, text[found.start() : end], key=_unit(unit), number=number)
    for pattern in (_SPELLED, _PLACES):
        for found in pattern.finditer(text):
            if found.start() and text[found.start() - 1] in "第前后末":
                continue
            word = found["number"].lower()
            number = Decimal(1 if word == "a" else lexicon.vocabulary.number(word))
            yield Mention("number", *found.span(), found[0], key=_unit(found["unit"]), number=number)


def _unit(text: str) -> str:
    plain = text.lower()
    return next((unit for word, unit in _UNITS if word in plain), "places") if plain else ""


def runs(text: str, found: Sequence[Mention], lexicon: Lexicon) -> Iterator[tuple[Mention, ...]]:
    """Yield the regions that are named one after another, as in "广东(98.36)、浙江和上海"; one alone is a run too."""
    current: list[Mention] = []
    for mention in found:
        if mention.kind != "region":
            continue
        between = re.sub(r"\s*\([^()]*\)\s*", "", text[current[-1].end : mention.start]) if current else ""
        if current and not lexicon.vocabulary.joiner.fullmatch(between if between.endswith(("、", "和", "与", "及", " ")) else between + " "):
            yield tuple(current)
            current = []
        current.append(mention)
    if current:
        yield tuple(current)
