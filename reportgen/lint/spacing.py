"""Blanks in Chinese: rules U7, G1 and G7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lint.headings import CAPTION, TYPED
from reportgen.lint.passages import EDGE, NAME, SILENT, UNPRINTED, VALUE, Hit, Passage, is_han, is_mark, is_word

_BLANKS = re.compile(r"(?<=[^ \t\n]) +(?=[^ \t\n])")
_INDENT = re.compile("[ \t]*\u3000[ \t\u3000]*")
_JOINT = re.compile(rf"(?<=[^ \\\n{UNPRINTED}{EDGE}])(?:{EDGE})?\n[ \t]*(?=[^ \n{UNPRINTED}{EDGE}])")
_QUOTES = "“”‘’"
LONG_HEADING = 40
"""Characters from which a line with a number before it is no heading."""


def blanks(passage: Passage) -> Iterator[Hit]:
    """Yield blanks beside Chinese: the layout sets the gap between Chinese and Latin."""
    for found in _BLANKS.finditer(passage.text, _numbered(passage)):
        left, right = passage.before(found.start()), passage.after(found.end())
        if {left, right} & {"", EDGE, "\n"} or (left in ("表", "图") and right.isdigit()):
            continue  # T2 speaks of 表 4
        is_beside_markup = SILENT in passage.text[found.start() - 1] + passage.text[found.end()]
        if "·" in (left, right) and is_beside_markup:
            continue  # links in a row
        if is_han(left) and is_han(right):
            if passage.text.count("《", 0, found.start()) > passage.text.count("》", 0, found.start()):
                continue  # authors of a joint document, in its title
            hint = "delete it, or write 、 in a list"
            # Beside stars and links it divides nothing: **甲** 乙.
            yield Hit(found.start(), found.end(), "a blank between Chinese characters", "", hint, is_safe=is_beside_markup)
        elif _is_gap(left, right) or _is_gap(right, left):
            yield Hit(found.start(), found.end(), "a blank beside Chinese", "")
        elif right in "%‰℃" and left.isdigit():
            yield Hit(found.start(), found.end(), "a blank before a sign that closes up", "")


def _numbered(passage: Passage) -> int:
    """Return where the words begin behind a number typed before a heading or a caption: H1 and T2 speak of those."""
    is_heading = passage.kind == "heading" or (passage.kind == "paragraph" and len(passage.text) < LONG_HEADING and not re.search("[，。；]", passage.text))
    found = (TYPED.match(passage.text) if is_heading else None) or CAPTION.match(passage.text)
    return found.end() if found else 0


def _is_gap(chinese: str, other: str) -> bool:
    """Whether a blank between two characters is not needed: one is Chinese or a mark of Chinese, the other is printed text."""
    if chinese in _QUOTES or other in _QUOTES:
        return is_han(chinese)
    if is_mark(chinese) and chinese not in "—…～·":
        return is_word(other) or is_han(other) or is_mark(other) or other in (VALUE, NAME)
    return is_han(chinese) and (is_word(other) or other in (VALUE, NAME, "%") or is_mark(other))


def indents(passage: Passage) -> Iterator[Hit]:
    """Yield full-width blanks typed at the beginning of a paragraph."""
    if passage.kind == "paragraph" and (found := _INDENT.match(passage.text)):
        yield Hit(found.start(), found.end(), "an indent typed with blanks", "")


def broken_lines(passage: Passage) -> Iterator[Hit]:
    """Yield ends of lines inside a paragraph that would be printed as a blank between Chinese characters."""
    for found in _JOINT.finditer(passage.text):
        left, right = passage.before(found.start()), passage.after(found.end())
        if all(is_han(char) or is_mark(char) for char in (left, right)):
            yield Hit(found.start(), found.end(), "a line that ends inside a Chinese paragraph is printed with a blank", "")
