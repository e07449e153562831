"""A narrative → passages: its paragraphs, headings, list items, captions, notes, titles of boxes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.lint.passages import EDGE, OPAQUE, UNPRINTED, Kind, Page, Passage, mask

_HEADING = re.compile(rf"[{UNPRINTED} ]*#{{1,6}}(?:[ \t]+|$)")
_LABEL = re.compile(r"[ \t]*\{[^{}\n]*\}[ \t]*$")
_FENCE = re.compile(rf"[{UNPRINTED} ]*(:{{3,}})[ \t]*([\w-]*)[ \t]*(.*)$")
_ITEM = re.compile(rf"[{UNPRINTED} \t]*(?:[-*+]|[0-9]{{1,9}}[.)])[ \t]+(?=\S)")
_INDENT = re.compile(r"[ \t]*")
_KEEP = re.compile(r"\{#-\s*lint:\s*keep\b([^#]*)-#\}")
_RULE = re.compile(r"[A-Z][0-9]+")

TEXT_KEYS = frozenset((
    "caption", "note", "source", "unit", "left", "right", "x_label", "y_label", "heads",
    "names", "nodes", "links", "label", "value", "meaning", "reference_label", "forecast", "breaks",
))  # fmt: skip
"""Keys of a directive whose values are words; those of `forecast` and `breaks` stand in `points` too, and must stay the same."""
_KEY = re.compile(rf"[{UNPRINTED} \t]*(?:- +)?([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+|$)")
_FLOW = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\[\]{},:\"'\s](?:[^\[\]{},:\"']|:(?! ))*")
BARRED = ",:#[]{}&*!|>'\"@`\\"
"""What a repair may not bring into YAML."""
_BODIES = {"deck": "line", "claim": "line"}


def narrative_page(text: str, lang: str, keep: Iterable[str] = (), *, is_wrapped: bool = True) -> Page:
    """Return the passages of a Markdown text.

    is_wrapped  whether lines that follow each other make one paragraph; else each is a paragraph of its own.
    """
    masked = mask(text, keep).replace("\r", EDGE)
    return Page(tuple(_passages(text, masked, lang, is_wrapped)), _kept(text))


def _kept(text: str) -> dict[int, frozenset[str]]:
    """Return the lines that a comment ``{#- lint: keep U9 -#}`` speaks of: its own, or the next that is not blank when it stands alone."""
    kept: dict[int, frozenset[str]] = {}
    lines = text.split("\n")
    for found in _KEEP.finditer(text):
        line = text.count("\n", 0, found.start())
        if not lines[line].replace(found[0], "").strip():
            line = next((at for at in range(line + 1, len(lines)) if lines[at].strip()), line)
        kept[line + 1] = frozenset(_RULE.findall(found[1]))
    return kept


def _lines(masked: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in masked.split("\n"):
        yield at, line
        at += len(line) + 1


def _passages(text: str, masked: str, lang: str, is_wrapped: bool) -> Iterator[Passage]:
    kinds: list[Kind] = ["paragraph"]
    body, start, end = "", 0, 0  # the kind of directive we are in; the paragraph that is being read

    def words(first: int, last: int, kind: Kind) -> Passage:
        return Passage(masked[first:last], range(first, last + 1), lang, kind, has_references=True)

    for at, line in _lines(masked):
        opens = _HEADING.match(line), _FENCE.match(line), _ITEM.match(line)
        is_blank = not line.strip(f" \t{UNPRINTED}{EDGE}")
        if end > start and (any(opens) or is_blank or body or not is_wrapped):
            yield words(start, end, kinds[-1])
            start = end = 0
        heading, fence, item = opens
        if fence:
            name = fence[2]
            body = name if name in ("table", "figure", "key-figures") else ""
            kinds = [*kinds, _BODIES.get(name, "paragraph")] if name else kinds[:-1] or ["paragraph"]  # type: ignore[list-item]
            if name in ("box", "data-note") and fence[3]:
                yield words(at + fence.start(3), at + len(line.rstrip(EDGE)), "heading")
        elif body:
            yield from _directive_line(text, masked, at, line, lang)
        elif heading:
            tail = _LABEL.search(line.rstrip(EDGE)) or re.search(rf"[ \t{EDGE}]*$", line)
            yield words(at + heading.end(), at + max(heading.end(), tail.start() if tail else len(line)), "heading")
        elif not is_blank:
            start = start if end > start else at + (item.end() if item else 0)
            end = at + len(line.rstrip(EDGE))
    if end > start:
        yield words(start, end, kinds[-1])


def _directive_line(text: str, masked: str, at: int, line: str, lang: str) -> Iterator[Passage]:
    """Yield the words of one line of a table, a figure or a strip of key figures: of a text key, or of an item below one."""
    key = _KEY.match(line)
    if key and key[1] not in TEXT_KEYS and key[1] != "points":
        return
    begin = key.end() if key else len(_INDENT.match(line)[0])  # type: ignore[index]
    begin += len(found[0]) if not key and (found := re.match(r"- +", line[begin:])) else 0
    value = line[begin:].rstrip(f" \t{EDGE}")
    kind: Kind = "caption" if key and key[1] == "caption" else "cell"
    if value and value[0] not in ("[", "{"):
        yield _scalar(masked, at + begin, at + begin + len(value), lang, kind)
        return
    for found in _FLOW.finditer(value):
        if not re.match(r"\s*:(?!\S)", value[found.end() :]) or not found[0].isascii():
            stop = found.start() + len(found[0].rstrip())
            yield _scalar(masked, at + begin + found.start(), at + begin + stop, lang, kind)


def _scalar(masked: str, start: int, end: int, lang: str, kind: Kind) -> Passage:
    """Return the words of a scalar of YAML in one line, without its quotation marks."""
    quote = masked[start : start + 1]
    if quote in ("'", '"') and end - start > 1 and masked[end - 1] == quote:
        start, end = start + 1, end - 1
        places = [start + found.start() for found in re.finditer(r"''|\\.|." if quote == "'" else r"\\.|.", masked[start:end], re.DOTALL)]
        return Passage("".join(masked[place] if masked[place] != "\\" else OPAQUE for place in places), (*places, end), lang, kind, BARRED, has_references=True)
    return Passage(masked[start:end], range(start, end + 1), lang, kind, BARRED, has_references=True)
