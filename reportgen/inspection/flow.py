"""Paragraphs found again on the page: which line goes on in which, told from where lines start and how far apart they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reportgen.inspection.pages import SPACES, Line, Page, most
from reportgen.inspection.structure import Structure
from reportgen.typeset.text import CLOSING, HAN, OPENING, PAUSING, half_marks

LIST_MARK = re.compile(r"(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[•·▪◦①-⑳●■–-])(?!\d)")
PROSE_EM = 12
"""A line at least so wide, in em, is taken for prose."""
SCRIPT_SHARE = 0.2
"""Chinese, and what is not, have a size of their own in a file where they have such a share of the glyphs in wide lines."""
SAME = 0.6
"""Points by which the starts of lines, and their distances, may differ within one paragraph."""
LEADING_EM = (1.0, 2.6)
"""Least and most distance of two lines of a paragraph, in em."""
INDENT_EM = 2.0
SHORT_EM = 10.0
"""A line shorter than its column by more, in em, ends a paragraph; no line falls so short by ragged setting (8.8 em is the worst seen)."""
LEADER = re.compile(r"(?:[.…·．‥]\s?){8}")
"""Dots that lead to a page number."""
_UNIT = re.compile(rf"[{re.escape(OPENING)}]*(?:[0-9A-Za-z.,%‰/+&—–-]+|.)[{re.escape(CLOSING + PAUSING)}]*")
"""What stays together at the start of a line: a word, a number or one character, with its marks."""
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one size at one distance, on one page; `left` is where its second and later lines start."""

    lines: tuple[Line, ...]
    left: float

    @property
    def turns(self) -> Iterator[tuple[Line, Line]]:
        """Yield every line that is followed by another, with the one that follows."""
        return pairwise(self.lines)


@dataclass(frozen=True)
class Flow:
    """The running text of a file; everything is worked out once, when it is asked for."""

    pages: tuple[Page, ...]
    structure: Structure

    @property
    def is_traditional(self) -> bool:
        """Return whether the file says that it is in Traditional Chinese, whose marks stand in the middle of their square."""
        return "。" not in half_marks(self.structure.language)

    @cached_property
    def body_sizes(self) -> tuple[float, ...]:
        """Return the sizes of the running text in points, Chinese first: that of most glyphs in wide lines, for each script with a share of them."""
        sizes: dict[bool, list[float]] = {True: [], False: []}
        for line in self.lines:
            if is_wide(line):
                sizes[is_han(line)] += [round(glyph.size, 2) for glyph in line.glyphs]
        total = sum(map(len, sizes.values()))
        return tuple(dict.fromkeys(most(found) for found in sizes.values() if found and len(found) >= SCRIPT_SHARE * total))

    @property
    def body_size(self) -> float:
        """Return the size of the running text in points, of the Chinese where there are two; 0.0 without any."""
        return self.body_sizes[0] if self.body_sizes else 0.0

    @cached_property
    def body_fonts(self) -> frozenset[str]:
        """Return the font of most glyphs in wide lines of each body size."""
        wide = [line for line in self.lines if self.is_body(line) and is_wide(line)]
        by_size = ([line.font for line in wide if is_of(line, size) for _ in line.glyphs] for size in self.body_sizes)
        return frozenset(most(fonts) for fonts in by_size if fonts)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return all lines of all pages."""
        return tuple(line for page in self.pages for line in page.lines)

    def is_body(self, line: Line) -> bool:
        """Return whether a line has the size of the running text; an entry of the contents is none of it."""
        return any(is_of(line, size) for size in self.body_sizes) and not LEADER.search(line.text)

    def body_lines(self, page: Page, size: float) -> list[Line]:
        """Return the lines of the running text of one size on a page."""
        return [line for line in page.lines if is_of(line, size) and self.is_body(line)]

    @cached_property
    def _rights(self) -> dict[int, float]:
        found: dict[int, float] = defaultdict(float)
        for line in self.lines:
            if self.is_body(line):
                found[round(line.left)] = max(found[round(line.left)], line.right)
        return found

    def reach(self, left: float) -> float:
        """Return how far to the right the running text goes in lines that start there, in points."""
        return max((self._rights.get(round(left) + near, 0.0) for near in (-1, 0, 1)), default=0.0)

    def is_full(self, paragraph: Paragraph, line: Line, after: Line) -> bool:
        """Return whether a line that is followed by another had to be full.

        Where no indent tells that the two belong together, a line that had room for the next word ended because it was told to: names in a list.
        """
        if abs(paragraph.lines[0].left - paragraph.left) > SAME:
            return True
        unit = _UNIT.match(after.text)
        width = after.glyphs[unit.end() - 1].right - after.left if unit else 0.0
        return self.reach(paragraph.left) - line.right < width + line.size

    @cached_property
    def leadings(self) -> dict[float, float]:
        """Return the distance of most lines of the running text by its size, in points; 0.0 when no two of them follow each other."""
        return {size: leading([line for page in self.pages for line in self.body_lines(page, size)]) for size in self.body_sizes}

    @cached_property
    def body(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of the running text."""
        return tuple(
            found for page in self.pages for size, distance in self.leadings.items() for found in paragraphs(self.body_lines(page, size), distance)
        )

    @cached_property
    def prose(self) -> tuple[Line, ...]:
        """Return the lines of the running text, and the wide ones of other sizes: no cells of tables, no words in charts."""
        return tuple(line for line in self.lines if self.is_body(line) or is_wide(line))

    @cached_property
    def all(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs of every size: running text, notes, captions, cells."""
        by_size: dict[float, list[Line]] = defaultdict(list)
        for line in self.lines:
            if not self.is_body(line):
                by_size[round(line.size, 1)].append(line)
        others: list[Paragraph] = []
        for same in by_size.values():
            distance = leading(same)
            for page in self.pages:
                others += paragraphs([line for line in same if line.page == page.index], distance)
        return (*self.body, *others)


def is_han(line: Line) -> bool:
    """Return whether a third of the letters of a line are Han at least; a line without letters is not.

    >>> from reportgen.inspection.pages import Glyph, lines_of
    >>> [is_han(lines_of(0, [Glyph(c, 10 * n, 0, 10 * n + 10, 10, "") for n, c in enumerate(text)])[0]) for text in ("增长GDP", "The 四川 index", "91.10")]
    [True, False, False]
    """
    letters = _LETTER.findall(line.text)
    return bool(letters) and 3 * sum(bool(_HAN.match(letter)) for letter in letters) >= len(letters)


def leading(lines: Sequence[Line]) -> float:
    """Return the distance at which most lines follow a wide one, or any one where none is wide, in points; 0.0 when none do."""
    pairs = [pair for pair in _following(lines) if LEADING_EM[0] <= (pair[0].y - pair[1].y) / pair[0].size <= LEADING_EM[1]]
    wide = [pair for pair in pairs if is_wide(pair[0])]
    return float(most(round(above.y - below.y, 1) for above, below in wide or pairs)) if pairs else 0.0


def is_of(line: Line, size: float) -> bool:
    """Return whether a line has a size, to a tenth of a point."""
    return abs(line.size - size) < 0.11


def is_wide(line: Line) -> bool:
    """Return whether a line is wide enough to be prose rather than a cell of a table."""
    return line.right - line.left > PROSE_EM * line.size


def starts_at(line: Line, left: float) -> bool:
    """Return whether a line starts there; an opening mark may also stand with its blank half outside."""
    return abs(line.left - left) < SAME or (line.text[0] in OPENING and abs(line.left + line.size / 2 - left) < SAME)


def paragraphs(lines: Sequence[Line], distance: float | None) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines of one page and size that follow each other at one distance, or with None at any."""
    lefts = [line.left for line in lines]
    below = dict(_following(lines))
    starts = set(lines) - set(below.values())
    for start in sorted(lines, key=lambda line: (-line.y, line.left)):
        if start not in starts:
            continue
        chain = [start]
        while chain[-1] in below:
            chain.append(below[chain[-1]])
        yield from _cut(chain, distance, lefts)


def _cut(chain: Sequence[Line], distance: float | None, lefts: Sequence[float]) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that stand below each other."""
    current, left, reach = [chain[0]], chain[0].left, max(line.right for line in chain)
    for before, line in pairwise(chain):
        is_off = distance is not None and abs(before.y - line.y - distance) > SAME
        has_ended = reach - before.right > SHORT_EM * before.size
        if is_off or has_ended or LIST_MARK.match(line.text) or not _goes_on(current, left, line, lefts):
            yield Paragraph(tuple(current), left)
            current = []
        current.append(line)
        if len(current) <= 2 and not (current[1:] and starts_at(line, left)):
            left = line.left
    yield Paragraph(tuple(current), left)


def _goes_on(current: Sequence[Line], left: float, line: Line, lefts: Sequence[float]) -> bool:
    """Return whether a line belongs to the paragraph before it."""
    if len(current) > 1:
        return starts_at(line, left)
    first, indent = current[0], INDENT_EM * line.size
    if mark := LIST_MARK.match(first.text):
        text = next((glyph.x for glyph in first.glyphs[mark.end() :] if glyph.char not in SPACES), first.left)
        return starts_at(line, first.left) or abs(line.left - text) < line.size / 2
    if starts_at(line, first.left):
        # A line that is itself indented is the first of its paragraph, and so is one below it that starts where it does.
        return not any(abs(other - (first.left - indent)) < SAME for other in lefts)
    return SAME < first.left - line.left < 2 * indent


def _following(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Yield every line with the next one below it that it shares a stretch of the measure with."""
    ordered = sorted(lines, key=lambda line: (line.page, -line.y, line.left))
    taken: set[Line] = set()
    for index, line in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.page != line.page or line.y - other.y > LEADING_EM[1] * line.size:
                break
            if other.y < line.y - 0.5 * line.size and other.left < line.right and line.left < other.right:
                if other not in taken:
                    taken.add(other)
                    yield line, other
                break
