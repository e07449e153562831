"""The invisible marks of line breaking, put into the boxes of WeasyPrint before they are laid out.

A paragraph is looked at as one text, whatever elements it is made of: a bold word, a reference or a footnote's call hides neither
the end of the paragraph nor the meeting of Han and Latin.  Each element follows the rules of its own language.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from reportgen.typeset.text import (
    CLOSING,
    GAP,
    JOINER,
    OPENING,
    PAUSING,
    TIGHT_GAP,
    end_marks,
    half_marks,
    is_chinese,
    latin_marks,
    marks,
    meets,
    squeezes,
    with_marks,
)

OBJECT = "\ufffc"
"""Stands for a picture in a line."""


def create_boxes(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Put the marks into every line of a box tree that has just been made."""

    def create_anonymous_boxes(box: Any) -> Any:
        box = original(box)
        for line in _lines(box):
            if not getattr(line, "is_marked", False):  # running elements come by again for every page
                line.is_marked = True
                _mark(line)
        return box

    return create_anonymous_boxes


def texts(box: Any) -> Iterator[Any]:
    """Yield the text boxes of a line in their order, and None for anything else that stands between them."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif child.is_in_normal_flow():
            if isinstance(child, boxes.InlineBox):
                yield from texts(child)
            else:
                yield None


def _lines(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.LineBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _mark(line: Any) -> None:
    found = [box for box in texts(line) if box is None or box.text]
    whole = "".join(box.text if box else OBJECT for box in found)
    if len(whole) < 2:
        return
    starts = [0, *itertools.accumulate(len(box.text) if box else 1 for box in found)]
    wanted = _wanted(line, found, starts, whole)
    for number, box in enumerate(found):
        if box:
            start, end = starts[number], starts[number + 1]
            own = {at - start: mark for at, mark in wanted.items() if start < at < end}
            if (mark := wanted.get(end)) and not _waits(box, mark):
                own[end - start] = mark
            if (mark := wanted.get(start)) and (not number or _waits(found[number - 1], mark)):
                own[0] = mark
            box.text = with_marks(box.text, own)


def _wanted(line: Any, found: list[Any], starts: list[int], whole: str) -> dict[int, str]:
    """Return the marks of a whole line: inside an element by its own language, between two by that of the paragraph."""
    is_han = is_chinese(line.style["lang"])
    by_language = {True: marks(whole), False: latin_marks(whole)}
    borders = set(starts)
    wanted = {at: mark for at, mark in by_language[is_han].items() if at in borders}
    for (start, end), box in zip(itertools.pairwise(starts), found, strict=True):
        if box:
            wanted |= {at: mark for at, mark in by_language[is_chinese(box.style["lang"])].items() if start < at < end}
            if str(box.element_tag).endswith("::footnote-call"):
                wanted[start] = JOINER
    if is_han:
        wanted |= end_marks(whole)
        for at, box in zip(starts[1:-1], found, strict=False):
            before, after = whole[at - 1], whole[at]
            is_tight = wanted.get(at) == JOINER or before in OPENING or after in CLOSING + PAUSING
            if meets(before, after) or (box and squeezes(before, after, half_marks(box.style["lang"])) and is_chinese(box.style["lang"])):
                wanted[at] = TIGHT_GAP if is_tight else GAP
    return wanted


def _waits(box: Any, mark: str) -> bool:
    """Return whether a mark at the end of a box is put before the next one: only Chinese elements know the gap."""
    return box is None or (mark in (GAP, TIGHT_GAP) and not is_chinese(box.style["lang"]))
