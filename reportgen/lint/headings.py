"""Headings, captions and references: rules H1, H4, H5, T1, T2 and E2."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reportgen.lint.passages import HAN, UNPRINTED, Hit, Passage, is_word
from reportgen.lint.words import any_of

TYPED = re.compile(
    r"(?:第[一二三四五六七八九十百0-9]+[章节部篇]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]、?"
    r"|[0-9]{1,2}(?:\.[0-9]+)*(?:[.．、](?![0-9])|(?=[ \u3000](?![ \u3000]*" + any_of("measures") + r"|[ \u3000]*[年月日大省市州县区])))"
    r"|[0-9]+(?:\.[0-9]+)+(?![0-9]*[%‰万亿倍元个家人亩吨年])|PART\.? ?[0-9]+|Chapter [0-9IVX]+\.?|[IVX]+\.)[ \u3000:：]*(?=\S)"
)
"""A number at the beginning of a heading, and what stands between it and the words."""
CAPTION = re.compile(r"续?[表图] ?[0-9]+(?:[-.][0-9]+)? +")
"""A number typed before a caption, and the blank between it and the words."""
_AFTER_BRACKET = re.compile(r"(?<=[）)])、")
_NUMBERED = re.compile(r"[（(][一二三四五六七八九十0-9]+$")
_STOPS = "。.．"
_REFERENCE = re.compile(
    r"(?:(?<=[见如由从据在与和及对因而中，。；：、（“])|^)(?P<zh>续?[表图][ \u00a0]?[0-9]+)(?![0-9]*[年月日个位万亿人%])"
    r"|(?P<en>\b(?:Table|Figure|Fig\.) ?[0-9]+)"
)
_SHOWN = re.compile(rf"(?<![{HAN}])(?P<zh>[表图][ \u00a0]?[0-9]+)(?=所示|显示|中|列出|给出|可见|为)")
PREFIX = {"table": "tbl-", "figure": "fig-"}
SMALL = frozenset(
    ("a", "an", "the", "and", "or", "nor", "but", "of", "in", "on", "to", "for", "by", "with", "at", "from", "as", "into", "per", "vs", "via", "over", "than")
)
"""Words that title case leaves small."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")


def typed_numbers(passage: Passage) -> Iterator[Hit]:
    """Yield numbers typed at the beginning of a heading."""
    if passage.kind == "heading" and (found := TYPED.match(passage.text)) and found.end() < len(passage.text):
        yield Hit(found.start(), found.end(), "a number typed into a heading", "", "delete it: headings are numbered when the report is built", is_safe=False)


def commas_after_brackets(passage: Passage) -> Iterator[Hit]:
    """Yield 、 after a number in brackets, as in （一）、."""
    for found in _AFTER_BRACKET.finditer(passage.text):
        if (opened := _NUMBERED.search(passage.text[: found.start() - 1])) and not passage.text[: opened.start()].strip():
            yield Hit(found.start(), found.end(), "、 after a number in brackets", "")


def stops(passage: Passage) -> Iterator[Hit]:
    """Yield full stops at the end of a heading."""
    what = "a full stop at the end of a heading"
    yield from _last_stop(passage, "heading", what)


def line_stops(passage: Passage) -> Iterator[Hit]:
    """Yield full stops at the end of a deck or a claim."""
    what = "a full stop at the end of a deck or claim"
    yield from _last_stop(passage, "line", what)


def caption_stops(passage: Passage) -> Iterator[Hit]:
    """Yield full stops at the end of a caption."""
    what = "a full stop at the end of a caption"
    yield from _last_stop(passage, "caption", what)


def _last_stop(passage: Passage, kind: str, what: str) -> Iterator[Hit]:
    words = passage.text.rstrip(" \t")
    if passage.kind != kind or len(words) < 2 or words[-1] not in _STOPS or words[-2] in _STOPS:
        return
    abbreviation = words[-1] == "." and re.search(r"(?:\b[A-Z]|\b(?:etc|Inc|Ltd|Co|No|Jr|Sr))\.$", words)
    if not abbreviation:
        yield Hit(len(words) - 1, len(words), what, "")


def typed_references(passage: Passage) -> Iterator[Hit]:
    """Yield tables and figures named by a typed number."""
    if not passage.has_references:
        return
    found = [*_REFERENCE.finditer(passage.text), *_SHOWN.finditer(passage.text)]
    for start, end in sorted({match.span(match.lastgroup or 0) for match in found}):
        kind = "table" if passage.text[start:end].lstrip("续")[0] in "表T" else "figure"
        behind = (" ", "\u3000", "：") if passage.is_chinese else (":", ".")
        if not passage.text[:start].strip(UNPRINTED) and passage.text[end : end + 1] in behind:
            hint = f"write it as the caption of a directive, ::: {kind}; captions are numbered when the report is built"
            yield Hit(start, end, "a caption with a typed number", None, hint)
        else:
            what = "a table named by its number" if kind == "table" else "a figure named by its number"
            yield Hit(start, end, what, None, f'write {{{{ ref("{PREFIX[kind]}…") }}}}')


def mixed_cases(passages: Sequence[Passage], company: Sequence[Passage] = ()) -> Iterator[tuple[Passage, Hit]]:
    """Yield the English headings in the rarer of two styles: sentence case and title case.

    company  the passages of the other files of the edition, which help to tell the styles apart.

    A capital counts only where the same word stands somewhere in small letters, so that a name is no title case.
    """
    english = [passage for passage in (*passages, *company) if not passage.is_chinese]
    small = {word for passage in english for word in _WORD.findall(passage.text) if word.islower()}
    cases = [(passage, _case(passage.text, small)) for passage in english if passage.kind == "heading"]
    counts = Counter(case for _, case in cases if case)
    if len(counts) < 2:
        return
    usual = "title" if counts["title"] > counts["sentence"] else "sentence"
    own = {id(passage) for passage in passages}
    for passage, case in cases:
        if id(passage) in own and case not in ("", usual):
            yield passage, Hit(0, len(passage.text), f"{case} case among headings in {usual} case", None, f"write all headings in {usual} case")


def _case(text: str, small: set[str]) -> str:
    """Return "title", "sentence", or "" for a heading that could be either."""
    words = [found[0] for found in _WORD.finditer(text) if not is_word(text[found.start() - 1 : found.start()])][1:]
    if any(word.islower() and word not in SMALL and len(word) > 1 for word in words):
        return "sentence"
    is_title = any(word.istitle() and word.lower() in small and word.lower() not in SMALL for word in words)
    return "title" if is_title else ""
