"""The narratives of a project → every quantity typed in them that no code beside it explains."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from reportgen.errors import Problem
from reportgen.lint.markup import narrative_page
from reportgen.lint.passages import TEMPLATE, Passage
from reportgen.quantities import DIGITS, Typed, typed

CODE = "RG350"
AROUND = 24
"""Characters of a sentence shown on each side of what was typed in it."""
_SENTENCE_END = re.compile(r"[。！？；]|(?<=[.!?;])[”’)]?\s|\n")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_SET = re.compile(r"\{%-?\s*set\s+(\w+)\s*=(.*?)-?%\}", re.DOTALL)
_IF = re.compile(r"\{%-?\s*(?:el)?if\b.*?%\}", re.DOTALL)
_DIRECTIVE = re.compile(r"^ {0,3}(:{3,})[ \t]*(?:table|figure|key-figures)\b.*?^ {0,3}\1[ \t]*$", re.DOTALL | re.MULTILINE)
_ROWS = re.compile(r"^[ \t]*(?:rows|top):[ \t]*([0-9]+)", re.MULTILINE)
_REFERENCE = re.compile(r"^[ \t]*(?:x_|y_)?reference:[ \t]*[\"']?([0-9][0-9.,]*)", re.MULTILINE)
_SAID = re.compile(r"(?:(?<![=!<>])=|~|\{\{|\belse\b)\s*(\"[^\"]*[^\"\w,.][^\"]*\"|\"[^\"]*[\u4e00-\u9fff][^\"]*\")")
"""Words in template code that will be printed: not the key of a row, not an argument, not a bare word or code."""
_FIXED = re.compile(r"\bfixed\(\s*(?P<words>\"[^\"]*\"|'[^']*')(?:\s*,\s*(?:reason\s*=\s*)?(?P<reason>\"[^\"]*\"|'[^']*'))?\s*\)")


@dataclass(frozen=True, slots=True)
class Finding:
    """A quantity typed by hand: text[start:end] of the file.

    path, line, column   where; line and column from 1, in characters
    words                as typed
    kind, number         what it is and, where known, the whole number it says; see `quantities`
    sentence             the sentence of the source it stands in, template code and all
    context              that sentence, the conditions of its paragraph and the code that fills its variables
    """

    path: str
    line: int
    column: int
    start: int
    end: int
    words: str
    kind: str
    number: int | None
    sentence: str
    context: str

    @property
    def where(self) -> str:
        """Return ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def shown(self) -> str:
        """Return the sentence in one line, cut to what stands around the words."""
        line = " ".join(self.sentence.split())
        at = max(line.find(self.words), 0)
        first, last = max(0, at - AROUND), min(len(line), at + len(self.words) + AROUND)
        return f"{'…' if first else ''}{line[first:last]}{'…' if last < len(line) else ''}"

    @property
    def problem(self) -> Problem:
        """Return the finding as a warning."""
        hint = "compute it, or declare it with a reason: {{ fixed(…, reason=…) }}; `reportgen audit` shows what would print it"
        if (half := unicodedata.normalize("NFKC", self.words)) != self.words:
            hint = f"write half-width digits, {half}, and {hint}"
        return Problem(self.where, f"the number {self.words} is typed by hand: {self.shown}", hint, "warning", CODE)


@dataclass(frozen=True, slots=True)
class Declared:
    """A number that stays as it is typed, and why; `reason` is "" where none is given."""

    where: str
    words: str
    reason: str


@lru_cache(maxsize=64)  # the reports of a batch have one narrative
def find(path: str, text: str, tag: str) -> tuple[Finding, ...]:
    r"""Return the typed quantities of a narrative, in order; `tag` is the edition it is written in.

    A number that the code of its own sentence holds is no finding: ``{{ t.top(3) | names }}居前三位`` says three twice, and both change together.

    >>> [(each.line, each.column, each.words) for each in find("a.md", "# 一\n\n四川列第八位，{{ t.top(3) | names }}居前三位。", "zh-Hans")]
    [(3, 4, '第八')]
    """
    language = tag[:2]
    found = {}
    sets = {name: code for name, code in _SET.findall(text)}
    blocks = [match.span() for match in _DIRECTIVE.finditer(text)]
    for passage in narrative_page(text, tag).passages:
        for each in typed(passage.text, language):
            start, end = passage.places[each.start], passage.places[each.end - 1] + 1
            sentence = _sentence(passage, each, text)
            asked = "".join(match[0] for match in _IF.finditer(text, passage.places[0], passage.places[-1]))
            context = sentence + _filled(sentence + asked, sets) + asked + _rows(start, blocks, text)
            if not _is_said(each, context):
                found[start] = _finding(path, text, start, end, each, sentence, context)
    for each in _elsewhere(text, language, blocks):
        found.setdefault(each.start, _finding(path, text, each.start, each.end, each, text[each.start : each.end], ""))
    return tuple(found[start] for start in sorted(found))


def declared(path: str, text: str) -> tuple[Declared, ...]:
    """Return the numbers and names that ``fixed`` declares.

    >>> declared("a.md", '粉丝{{ fixed("千万", reason="来源的分档") }}以下')
    (Declared(where='a.md:1:6', words='千万', reason='来源的分档'),)
    """
    return tuple(
        Declared(f"{path}:{line}:{column}", match["words"][1:-1], (match["reason"] or "''")[1:-1])
        for match in _FIXED.finditer(text)
        for line, column in [_place(text, match.start())]
    )


def _finding(path: str, text: str, start: int, end: int, each: Typed, sentence: str, context: str) -> Finding:
    return Finding(path, *_place(text, start), start, end, text[start:end], each.kind, each.number, sentence, context)


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _sentence(passage: Passage, each: Typed, text: str) -> str:
    ends = [match.end() for match in _SENTENCE_END.finditer(passage.text)]
    after = bisect_right(ends, each.start)
    first = ends[after - 1] if after else 0
    last = ends[after] if after < len(ends) else len(passage.text)
    return text[passage.places[first] : passage.places[last]].strip()


def _filled(sentence: str, sets: dict[str, str]) -> str:
    """Return the code that gives the variables of a sentence their values, and the variables of that code theirs."""
    seen: dict[str, str] = {}
    waiting = [sentence]
    while waiting:
        code = waiting.pop()
        words = set(re.findall(r"\w+", " ".join(match[0] for match in TEMPLATE.finditer(code)) or code))
        for name in words & (sets.keys() - seen.keys()):
            seen[name] = sets[name]
            waiting.append(sets[name])
    return "".join(f"{{% {seen[name]} %}}" for name in sorted(seen))


def _rows(start: int, blocks: list[tuple[int, int]], text: str) -> str:
    """Return the number of rows that the directive around a place shows, as code."""
    around = next((text[first:last] for first, last in blocks if first <= start < last), "")
    return "".join(f"{{% {rows} %}}" for rows in _ROWS.findall(around))


def _is_said(each: Typed, context: str) -> bool:
    """Tell whether the code of a context holds the number: as a number of rows or places, or as the index of a row."""
    if each.number is None:
        return False
    code = _STRING.sub("", " ".join(match[0] for match in TEMPLATE.finditer(context)))
    if each.kind == "rank" and each.number == 2 and "next_below" in code:
        return True  # the second is the one below the first
    said = {int(digits) for digits in re.findall(r"(?<![\w.])[0-9]+(?![\w.])", code)}
    said |= {int(digits) + 1 for digits in re.findall(r"\[([0-9]+)[\]:]", code)}
    return each.number in said


def _elsewhere(text: str, language: str, blocks: list[tuple[int, int]]) -> Iterator[Typed]:
    """Yield what is typed outside the passages: words that code prints, and the reference line of a chart."""
    for match in TEMPLATE.finditer(text):
        if match.lastgroup != "comment":
            for said in _SAID.finditer(match[0]):
                start = match.start() + said.start(1) + 1
                yield from (replace(each, start=start + each.start, end=start + each.end) for each in typed(said[1][1:-1], language))
    for first, last in blocks:
        yield from (Typed(*match.span(1), "number") for match in _REFERENCE.finditer(text, first, last) if DIGITS.fullmatch(match[1]))
