"""Lists of names that are no regions, such as the first five brands, held against the ranked lists of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.proofread.lexicon import Lexicon, Ranked
from reportgen.proofread.model import Finding, Verdict
from reportgen.proofread.vocabulary import normal

_JOINER = r"\s*(?:、|和|与|及|以及|,\s*and|,|and)\s*"
_SHORTER = r"公司$|(?i:\s+(?:Co\.|Company|Ltd)\.?$)"

NEAR = 24
"""Characters before or behind a list in which the words that call it the first so many stand."""


def enumerations(sentence: str, where: str, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield what the data say to every list of three names or more from one ranked list; one that is right by any of them is true."""
    plain = normal(sentence)
    seen: dict[tuple[int, int], list[tuple[Ranked, tuple[str, ...]]]] = {}
    for ranked in lexicon.lists:
        for start, end, names in _named(plain, ranked):
            seen.setdefault((start, end), []).append((ranked, names))
    for (start, end), found in sorted(seen.items()):
        if any((first <= start and end <= last) for first, last in seen if (first, last) != (start, end)):
            continue
        near = (plain[end : end + NEAR], plain[max(0, start - NEAR) : start])
        if plain[end : end + 1] == "等" or not any(map(lexicon.vocabulary.top_of_list.search, near)):
            continue
        matching = [(ranked, names) for ranked, names in found if _fits(plain, ranked, names)] or found
        right = [(ranked, names) for ranked, names in matching if ranked.names[: len(names)] == names]
        ranked, names = (right or matching)[0]
        verdict = Verdict.TRUE if right else Verdict.FALSE if len(names) >= 3 and _fits(plain, ranked, names) else Verdict.UNCHECKABLE
        joined = "、".join(ranked.names[: len(names)]) if re.search("[\u4e00-\u9fff]", sentence) else ", ".join(ranked.names[: len(names)])
        better = sentence[:start] + joined + sentence[end:] if verdict is Verdict.FALSE else ""
        claim = f"{plain[start:end]}: the first {len(names)} of {ranked.title}, in this order"
        yield Finding(where, claim, f"{joined} ({ranked.path})", sentence, "list", verdict, better)


def _fits(plain: str, ranked: Ranked, names: tuple[str, ...]) -> bool:
    """Return whether a list holds the names said, and its title has words of the sentence."""
    quoted = re.findall(r'"([^"]+)"', ranked.title)
    ending = ranked.title.split()[-1]
    is_named = any(word in plain for word in (*quoted, ending, ending[-2:], ending[-3:]))
    return (not quoted or any(word in plain for word in quoted)) and (is_named and set(names) <= set(ranked.names) and len(set(names)) == len(names))


def _named(plain: str, ranked: Ranked) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    spellings = {spelling: name for name in ranked.names for spelling in (name, re.sub(_SHORTER, "", name)) if spelling}
    one = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    for found in re.finditer(rf"(?:{one})(?:{_JOINER}(?:{one}))+(?![\u4e00-\u9fff]*旗舰店)", plain):
        names = tuple(spellings[each[0]] for each in re.finditer(one, found[0]))
        if len(names) > 2:
            yield found.start(), found.end(), names
