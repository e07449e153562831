"""Marks and mixed text: what lines start and end with, and how wide marks and the gaps between scripts are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from reportgen.inspection.flow import LEADER, LIST_MARK, Flow, is_han
from reportgen.inspection.measure import Measure, at, spread
from reportgen.inspection.pages import SPACES, Glyph, Line
from reportgen.typeset.text import AUTOSPACE, CLOSING, HAN, OPENING, PAUSING, meets

NOT_FIRST = CLOSING + PAUSING + "～—·%‰℃"
NOT_LAST = OPENING + "¥$"
PROSE_EM = 8
"""Lines narrower than this, in em, are taken for cells of a table, where a dash may stand alone."""
GAP = (0.20, 0.35)
"""Least and most gap between Han and Latin, in em, without what justification adds to every gap of the line."""
PAIR = (1.45, 1.55)
DOUBLE = (1.95, 2.05)
CELLS = 0.7
"""What stands further apart than wanted by this, in em, are two cells of a table."""
_HAN = re.compile(f"[{HAN}]")


def line_starts(flow: Flow) -> Measure:
    """U1: no line that goes on starts with a closing mark, a connector or a sign that belongs to the number before it."""
    turns = list(_turns(flow))
    found = [at(line, what=f"starts with {line.text[0]}") for _, line in turns if line.text[0] in NOT_FIRST]
    return Measure("U1", "line starts", (("violations", len(found)),), "0", len(turns), tuple(found))


def line_ends(flow: Flow) -> Measure:
    """U2: no line that goes on ends with an opening mark or a currency sign."""
    turns = list(_turns(flow))
    found = [at(line, what=f"ends with {line.text[-1]}") for line, _ in turns if line.text[-1] in NOT_LAST]
    return Measure("U2", "line ends", (("violations", len(found)),), "0", len(turns), tuple(found))


def doubled(flow: Flow) -> Measure:
    """U3: —— and …… are two em wide, and no line ends inside one."""
    widths, found = [], []
    for line in _chinese_lines(flow):
        for first, second in _runs(line):
            width = (second.right - first.x) / first.size
            widths.append(width)
            if not DOUBLE[0] <= width <= DOUBLE[1]:
                found.append(at(line, what=f"{first.char * 2} is {width:.2f} em wide"))
    for line, following in _turns(flow):
        last = line.text[-1]
        if last in "—…" and following.text[0] == last:
            found.append(at(line, what=f"{last * 2} is cut by the line end"))
            widths.append(0.0)
    return Measure("U3", "dashes and ellipses", spread(widths), "2.0 em ± 0.05, whole", len(widths), tuple(found), "em")


def adjacent_marks(flow: Flow) -> Measure:
    """U5: two adjacent full-width marks are set in one and a half em (GB/T 15834 5.1.10); see `settled`."""
    widths, found = [], []
    for line in _chinese_lines(flow) if not flow.is_traditional else ():
        stretch = stretch_of(line)
        # The mark of a list stands in a column of its own and is no neighbour of the text.
        mark = LIST_MARK.match(line.text)
        text = line.glyphs[mark.end() :] if mark else line.glyphs
        for before, after in pairwise(text):
            if _squeezes(before.char, after.char) and abs(before.size - after.size) < 0.1:
                width = settled((after.x - before.x) / before.size + 1.0, stretch, 1.5)
                if width > 1.5 + CELLS:
                    continue
                widths.append(width)
                if not PAIR[0] <= width <= PAIR[1]:
                    found.append(at(line, what=f"{before.char}{after.char} is {width:.2f} em wide"))
    return Measure("U5", "adjacent marks", spread(widths), "1.5 em ± 0.05", len(widths), tuple(found), "em")


def script_gaps(flow: Flow) -> Measure:
    """U7: a quarter of an em between Han and Latin letters or digits; see `settled`."""
    gaps, found = [], []
    for line in _chinese_lines(flow):
        stretch = stretch_of(line)
        for before, after in pairwise(line.glyphs):
            if meets(before.char, after.char) and abs(before.size - after.size) < 0.1 and before.y == after.y:
                gap = settled((after.x - before.right) / before.size, stretch, AUTOSPACE)
                if gap > AUTOSPACE + CELLS:
                    continue
                gaps.append(gap)
                if not GAP[0] <= gap <= GAP[1]:
                    found.append(at(line, what=f"{gap:.2f} em between {before.char} and {after.char}"))
    return Measure("U7", "gap between Han and Latin", spread(gaps), "0.20–0.35 em", len(gaps), tuple(found), "em")


def numbers_whole(flow: Flow) -> Measure:
    """N7: no number is broken over two lines, and none is parted from its %, ‰ or ℃."""
    turns = list(_turns(flow))
    found = [at(line, what=f"a number is broken before {_number(after.text)}") for line, after in turns if _breaks(line.text, after.text)]
    return Measure("N7", "numbers over lines", (("broken", len(found)),), "0", len(turns), tuple(found))


def stretch_of(line: Line) -> float:
    """Return what justification adds to every gap of a line, in em: the median space between two Han characters; 0.0 without any."""
    spaces = [
        (after.x - before.right) / before.size
        for before, after in pairwise(line.glyphs)
        if _HAN.match(before.char) and _HAN.match(after.char) and before.size == after.size
    ]
    return median(spaces) if spaces else 0.0


def settled(width: float, stretch: float, wanted: float) -> float:
    """Return a width without what justification may have added to it: what comes nearest to the wanted one.

    Whether a gap takes part in the stretch of its line is the choice of whoever set it, so both are allowed, and all between.

    >>> settled(0.35, 0.1, 0.25), settled(0.25, 0.1, 0.25), round(settled(0.0, 0.02, 0.25), 2)
    (0.25, 0.25, 0.0)
    """
    least, most = sorted((width, width - stretch))
    return min(max(wanted, least), most)


def _turns(flow: Flow) -> Iterator[tuple[Line, Line]]:
    """Yield the lines of Chinese prose that go on, each with its next."""
    for paragraph in flow.all:
        for line, after in paragraph.turns:
            if is_han(line) and (line.right - line.left) > PROSE_EM * line.size and not LEADER.search(line.text):
                yield line, after


def _chinese_lines(flow: Flow) -> Iterator[Line]:
    return (line for line in flow.prose if is_han(line))


def _runs(line: Line) -> Iterator[tuple[Glyph, Glyph]]:
    """Yield first and second of every —— and …… of a line."""
    glyphs = [glyph for glyph in line.glyphs if glyph.char not in SPACES]
    index = 0
    while index + 1 < len(glyphs):
        first, second = glyphs[index : index + 2]
        if first.char in "—…" and second.char == first.char:
            yield first, second
            index += 1
        index += 1


def _squeezes(before: str, after: str) -> bool:
    """Return whether the blank halves of two marks meet.

    >>> _squeezes("。", "”"), _squeezes("，", "“"), _squeezes("（", "《"), _squeezes("“", "字")
    (True, True, True, False)
    """
    return (before in CLOSING and after in CLOSING + OPENING) or (before in OPENING and after in OPENING)


def _number(text: str) -> str:
    """Return the part of a number at the start of a text.

    >>> _number(".5%以上")
    '.5%'
    """
    found = re.match(r"[\d.,%‰℃]*", text)
    return found[0] if found else ""


def _breaks(before: str, after: str) -> bool:
    """Return whether the break between two lines stands inside a number.

    >>> _breaks("增长1", "2.5%"), _breaks("增长12", "%"), _breaks("2023", "年"), _breaks("第3，", "4")
    (True, True, False, False)
    """
    joined = before[-2:] + "\n" + after[:2]
    return bool(re.search(r"\d\n[.,]?\d|\d[.,]\n\d|\d\n[%‰℃]", joined))


