"""The wrapper around WeasyPrint's line breaking and drawing, for the one version it was written for.

While lines are broken, gaps are Pango letter-spacing attributes: the width of the line is right, but Pango puts half of a gap on each
side of its character.  When a line is drawn the advances of the glyphs are changed instead, which is exact.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from reportgen.errors import Problem, RenderError
from reportgen.typeset.engine import weasyprint
from reportgen.typeset.text import CLOSING, SQUEEZE, ZWSP, gaps, is_latin, stretchable

WEASYPRINT = "70.0"
"""The only version of WeasyPrint whose private functions are known to mean what this module takes them to mean."""

HAIR = 0.2
"""How much too wide a line may come out, in em, when its last character has a gap before it: Pango measures that one half."""
_LOCK = RLock()


@contextmanager
def chinese_lines(*, squeeze: float = SQUEEZE) -> Iterator[None]:
    """Set lines of elements in Chinese by Chinese rules inside the block; other languages are left to WeasyPrint.

    squeeze   em taken from two adjacent marks; 0 when the fonts do it themselves (`chws`)

    Everything WeasyPrint does in the block, layout and drawing, must happen in this thread; others wait at the door.
    Raises RenderError when another version of WeasyPrint is installed.
    """
    version = weasyprint().__version__
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    if version != WEASYPRINT:
        raise RenderError(
            Problem(
                "weasyprint",
                f"Chinese lines are set for version {WEASYPRINT}, but {version} is installed",
                f"install weasyprint=={WEASYPRINT}",
                code="RG420",
            )
        )
    wrapped: list[tuple[Any, str, Any]] = [
        (Layout, "set_text", _set_text(Layout.set_text, squeeze)),
        (Layout, "reactivate", _reactivate(Layout.reactivate)),
        (Layout, "get_first_line", _get_first_line(Layout.get_first_line, squeeze)),
        (inline, "count_expandable_spaces", _count(inline.count_expandable_spaces)),
        (inline, "add_word_spacing", _add_spacing(inline.add_word_spacing)),
        (inline, "justify_line", _justify),
        (inline, "text_align", _text_align(inline.text_align)),
    ]
    with _LOCK:
        originals = [(owner, name, getattr(owner, name)) for owner, name, _ in wrapped]
        try:
            for owner, name, function in wrapped:
                setattr(owner, name, function)
            yield
        finally:
            for owner, name, function in originals:
                setattr(owner, name, function)


def _is_chinese(style: Any) -> bool:
    return str(style["lang"] or "").lower().startswith("zh")


def _set_text(original: Callable[..., None], squeeze: float) -> Callable[..., None]:
    """Give Pango the gaps of a text as letter spacing, so that lines break on their true widths."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        if not _is_chinese(self.style):
            original(self, text, justify)
            return
        original(self, text)
        # Gaps of drawn lines are put into the glyphs, see _get_first_line.
        found = {} if justify else gaps(self.text, squeeze)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            if not found:
                return
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        letter = 0 if self.style["letter_spacing"] == "normal" else self.style["letter_spacing"]

        def space(start: int, end: int, width: float) -> None:
            attribute = pango.pango_attr_letter_spacing_new(int(width * TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)

        # The same layout is given ever shorter texts: gaps of the longer one must go first.
        space(0, len(self.text.encode()), letter)
        starts = _byte_offsets(self.text) if found else []
        for index, em in _on_han(self.text, found).items():
            space(starts[index], starts[index + 1], em * self.style["font_size"] + letter)
        pango.pango_layout_set_attributes(self.layout, attributes)

    return set_text


def _on_han(text: str, found: dict[int, float]) -> dict[int, float]:
    """Return the same gaps, those after Latin moved onto the Han that follows.

    A spacing attribute cuts the text for shaping, and a Latin word that is cut loses kerning, so the drawn line would be shorter.
    """
    moved: dict[int, float] = {}
    ends = (0, len(text) - 1)
    for index, em in found.items():
        at = index + 1 if em > 0 and is_latin(text[index]) else index
        while at != index and text[at] == ZWSP:
            at += 1
        # Half of the space at either end of a line is dropped by Pango.
        moved[at] = moved.get(at, 0.0) + (2 * em if at in ends else em)
    return moved


def _reactivate(original: Callable[..., None]) -> Callable[..., None]:
    """Mark a layout that is about to be drawn: its first line gets exact advances, once."""

    def reactivate(self: Any, style: Any) -> None:
        original(self, style)
        self.is_drawn = _is_chinese(style)

    return reactivate


def _get_first_line(original: Callable[..., Any], squeeze: float) -> Callable[..., Any]:
    """Widen the glyphs of a line that is drawn by its gaps and by its share of the justification."""
    from weasyprint.text.ffi import TO_UNITS, ffi

    def get_first_line(self: Any) -> Any:
        line, index = original(self)
        if not getattr(self, "is_drawn", False) or not self.text:
            return line, index
        self.is_drawn = False
        em = self.style["font_size"]
        extra = gaps(self.text, squeeze)
        if self.justification_spacing:
            for at in stretchable(self.text, getattr(self, "following", "")):
                extra[at] = extra.get(at, 0) + self.justification_spacing / em
        if not extra:
            return line, index
        starts = _byte_offsets(self.text)
        by_byte = {starts[at]: int(share * em * TO_UNITS) for at, share in _in_thousandths(extra)}
        run = line.runs[0]
        while run != ffi.NULL:
            _widen(run.data.item, run.data.glyphs, by_byte)
            run = run.next
        return line, index

    return get_first_line


def _in_thousandths(extra: dict[int, float]) -> Iterator[tuple[int, float]]:
    """Yield the same spacings, in em, as whole thousandths that add up.

    WeasyPrint writes thousandths and drops what is beyond, half a point over a line of forty characters: what one place
    loses the next one gets, and half a thousandth more keeps each from being cut to the one below.
    """
    owed = 0.0
    for at, share in sorted(extra.items()):
        owed += share * 1000
        whole = round(owed)
        owed -= whole
        if whole:
            yield at, (whole + math.copysign(0.5, whole)) / 1000


def _widen(item: Any, glyphs: Any, by_byte: dict[int, int]) -> None:
    """Add to the last glyph of each cluster what the characters of that cluster ask for."""
    clusters = [glyphs.log_clusters[k] for k in range(glyphs.num_glyphs)]
    last = {cluster: k for k, cluster in enumerate(clusters)}
    edges = [*sorted(last), item.length]
    for start, end in itertools.pairwise(edges):
        width = sum(by_byte.get(byte, 0) for byte in range(item.offset + start, item.offset + end))
        if width:
            glyphs.glyphs[last[start]].geometry.width += width


def _byte_offsets(text: str) -> list[int]:
    """Return where each character starts in UTF-8, and where the text ends."""
    offsets = [0]
    for char in text:
        code = ord(char)
        offsets.append(offsets[-1] + (1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4))
    return offsets


def _count(original: Callable[[Any], int]) -> Callable[[Any], int]:
    """Count the places of a line where space may be added."""
    from weasyprint.formatting_structure import boxes

    def count(box: Any) -> int:
        if isinstance(box, boxes.TextBox) and _is_chinese(box.style):
            return len(stretchable(box.text, getattr(box, "following", "")))
        if isinstance(box, boxes.LineBox | boxes.InlineBox):
            return sum(count(child) for child in box.children)
        return original(box)

    return count


def _add_spacing(original: Callable[..., float]) -> Callable[..., float]:
    """Remember in the layout that is drawn later what follows it and how much each place stretches."""
    from weasyprint.formatting_structure import boxes

    def add_word_spacing(context: Any, box: Any, spacing: float, x_advance: float) -> float:
        moved = original(context, box, spacing, x_advance)
        if isinstance(box, boxes.TextBox):
            box.pango_layout.following = getattr(box, "following", "")
            box.pango_layout.justification_spacing = spacing
        return moved

    return add_word_spacing


def _justify(context: Any, line: Any, extra: float) -> None:
    """Spread what a line lacks over its places; a closing mark at the end stands with its blank half outside."""
    from weasyprint.layout import inline

    found = [box for box in _texts(line) if box.text]
    for box, after in zip(found, [*found[1:], None], strict=True):
        box.following = after.text[:1] if after is not None else ""
    if found and _is_chinese(found[-1].style) and found[-1].text.rstrip(" " + ZWSP)[-1:] in tuple(CLOSING):
        # GB/T 15834, 5.1.10: a mark at the end of a line takes half a character.
        extra += found[-1].style["font_size"] / 2
    if places := inline.count_expandable_spaces(line):
        inline.add_word_spacing(context, line, extra / places, 0)


def _text_align(original: Callable[..., float]) -> Callable[..., float]:
    """Justify also the line that is full to a hair: its last mark belongs half outside, and what is too much is taken back."""

    def text_align(context: Any, line: Any, available: float, last: bool) -> float:
        is_full = 0 <= line.width - available < line.style["font_size"] * HAIR
        if is_full and not last and line.style["text_align_all"] == "justify" and _is_chinese(line.style):
            _justify(context, line, available - line.width)
            return 0
        return original(context, line, available, last)

    return text_align


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)
