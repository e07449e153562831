"""The wrapper around WeasyPrint's line breaking and drawing, for the one version it was written for.

While lines are broken, gaps are Pango letter-spacing attributes: the width of the line is right, but Pango puts half of a gap on each
side of its character.  When a line is drawn the advances of the glyphs are changed instead, which is exact.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from threading import RLock
from typing import Any

from reportgen.errors import Problem, RenderError, stop_on
from reportgen.typeset import hyphens
from reportgen.typeset.marks import create_boxes, texts
from reportgen.typeset.stretch import Places, places, shares, word_spaces
from reportgen.typeset.text import CLOSING, GAP, INVISIBLE, JOINER, OPENING, SQUEEZE, TIGHT_GAP, end_gap, gaps, half_marks, has_han, is_chinese, is_latin

WEASYPRINT = "70.0"
"""The only version of WeasyPrint whose private functions are known to mean what this module takes them to mean."""

HAIR = 0.2
"""How much too wide a line may come out, in em, when its last character has a gap before it: Pango measures that one half."""
MARKS = OPENING + CLOSING
_LOCK = RLock()


@contextmanager
def chinese_lines(*, squeeze: float = SQUEEZE) -> Iterator[None]:
    """Set lines of elements in Chinese by Chinese rules inside the block; other languages are left to WeasyPrint.

    Of those it only decides where English words are parted, if the style sheet asks for it (`hyphens`).

    squeeze   em taken from two adjacent marks; 0 when the fonts do it themselves (`chws`)

    Everything WeasyPrint does in the block, layout and drawing, must happen in this thread; others wait at the door.
    Raises RenderError when another version of WeasyPrint is installed.
    """
    stop_on(other_version(), RenderError)
    from weasyprint.formatting_structure import build
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    wrapped: list[tuple[Any, str, Any]] = [
        (build, "create_anonymous_boxes", create_boxes(build.create_anonymous_boxes)),
        (inline, "split_first_line", _split_first_line(hyphens.whole(inline.split_first_line))),
        (Layout, "set_text", _set_text(Layout.set_text, squeeze)),
        (Layout, "reactivate", _reactivate(Layout.reactivate)),
        (Layout, "get_first_line", _get_first_line(Layout.get_first_line, squeeze)),
        (inline, "justify_line", _justify_line(inline.justify_line)),
        (inline, "text_align", _text_align(inline.text_align)),
        *hyphens.wrappers(),
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


def other_version(*, is_allowed: bool = False) -> tuple[Problem, ...]:
    """Return the problem of a WeasyPrint this layer was not written for, a warning when the user allows it; nothing for the right one."""
    installed = version("weasyprint")
    if installed == WEASYPRINT:
        return ()
    what = f"Chinese lines are set for version {WEASYPRINT}, but {installed} is installed"
    hint = f"install weasyprint=={WEASYPRINT}, or build with --any-weasyprint and ragged lines"
    return (Problem("weasyprint", what, hint, "warning" if is_allowed else "error", "RG420"),)


def _is_chinese(box: Any) -> bool:
    return is_chinese(box.style["lang"])


# ---------------------------------------------------------------- breaking and drawing


def _split_first_line(original: Callable[..., Any]) -> Callable[..., Any]:
    """Break a line from as much text as two lines of Han hold: WeasyPrint shapes four em-widths a line, which suits Latin letters."""

    def split_first_line(text: str, style: Any, context: Any, width: float | None, *rest: Any, **more: Any) -> Any:
        if width and width < math.inf and style["font_size"] and is_chinese(style["lang"]):
            short = text[: int(width / style["font_size"] * 2) + 2]
            if len(short) < len(text):
                result = original(short, style, context, width, *rest, **more)
                resume = result[2]
                # Another place to break in what is left shows that the line does not depend on what was cut off.
                if resume is not None and has_han(short.encode()[resume:].decode()[1:]):
                    return result
        return original(text, style, context, width, *rest, **more)

    return split_first_line


def _set_text(original: Callable[..., None], squeeze: float) -> Callable[..., None]:
    """Give Pango the gaps of a text as letter spacing, so that lines break on their true widths."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        original(self, text, justify)
        lang = self.style["lang"]
        # Gaps of drawn lines are put into the glyphs, see _get_first_line.
        if justify or not is_chinese(lang):
            return
        found = gaps(self.text, squeeze, half_marks(lang))
        if not found and not getattr(self, "has_gaps", False):
            return
        self.has_gaps = bool(found)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        letter = 0 if self.style["letter_spacing"] == "normal" else self.style["letter_spacing"]

        def space(start: int, end: int, width: float) -> None:
            attribute = pango.pango_attr_letter_spacing_new(int(width * TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)

        # The same layout is given ever shorter texts: gaps of the longer one must go first.
        space(0, len(self.text.encode()), letter)
        for start, end, em in _in_bytes(self.text, _on_han(self.text, found)):
            space(start, end, em * self.style["font_size"] + letter)
        pango.pango_layout_set_attributes(self.layout, attributes)

    return set_text


def _on_han(text: str, found: dict[int, float]) -> dict[int, float]:
    """Return the same gaps, those after Latin moved onto the Han that follows.

    A spacing attribute cuts the text for shaping, and a Latin word that is cut loses kerning, so the drawn line would be shorter.
    """
    moved: dict[int, float] = {}
    ends = (0, len(text) - 1)
    for index, em in found.items():
        at = index
        if em > 0 and (is_latin(text[index]) or text[index] in INVISIBLE):
            at = next((after for after in range(index + 1, len(text)) if text[after] not in INVISIBLE), index)
        # Marks before the end of an element are squeezed by the font only while nothing parts them: all of them take a share.
        run = len(text[: at + 1]) - len(text[: at + 1].rstrip(MARKS)) if em < 0 and text[at + 1 : at + 2] == JOINER else 1
        for share in range(at + 1 - run, at + 1):
            # Half of the space at either end of a line is dropped by Pango; a glyph left without any width is passed over.
            moved[share] = moved.get(share, 0.0) + (max(2 * em, -0.999) if share in ends else em) / run
    return moved


def _reactivate(original: Callable[..., None]) -> Callable[..., None]:
    """Mark a layout that is about to be drawn: its first line gets exact advances, once."""

    def reactivate(self: Any, style: Any) -> None:
        original(self, style)
        self.is_drawn = True

    return reactivate


def _get_first_line(original: Callable[..., Any], squeeze: float) -> Callable[..., Any]:
    """Widen the glyphs of a line that is drawn by its gaps and by its share of the justification."""
    from weasyprint.text.ffi import TO_UNITS, ffi

    def get_first_line(self: Any) -> Any:
        line, index = original(self)
        if not getattr(self, "is_drawn", False):
            return line, index
        self.is_drawn = False
        em = self.style["font_size"]
        extra = gaps(self.text, squeeze, half_marks(self.style["lang"])) if is_chinese(self.style["lang"]) else {}
        for at, width in getattr(self, "stretch", {}).items():
            extra[at] = extra.get(at, 0.0) + width / em
        if not extra:
            return line, index
        by_byte = {start: int(share * em * TO_UNITS) for start, _, share in _in_bytes(self.text, dict(_in_thousandths(extra)))}
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


def _in_bytes(text: str, found: dict[int, float]) -> Iterator[tuple[int, int, float]]:
    """Yield start and end in UTF-8 of each character that has a value, and the value."""
    byte = seen = 0
    for index, value in sorted(found.items()):
        start = byte + len(text[seen:index].encode())
        byte, seen = start + len(text[index].encode()), index + 1
        yield start, byte, value


# ---------------------------------------------------------------- justification


def _justify_line(original: Callable[..., None]) -> Callable[..., None]:
    """Justify lines that hold Chinese; a line without any is WeasyPrint's own."""

    def justify_line(context: Any, line: Any, extra: float) -> None:
        found = [box for box in texts(line) if box is None or box.text]
        if any(box and _is_chinese(box) for box in found):
            _justify(line, found, extra)
        else:
            original(context, line, extra)

    return justify_line


def _text_align(original: Callable[..., float]) -> Callable[..., float]:
    """Justify also the line that is full to a hair: its last mark belongs half outside, and what is too much is taken back."""
    from weasyprint.layout import inline

    def text_align(context: Any, line: Any, available: float, last: bool) -> float:
        is_full = 0 <= line.width - available < line.style["font_size"] * HAIR
        if is_full and not last and line.style["text_align_all"] == "justify" and _is_chinese(line):
            inline.justify_line(context, line, available - line.width)
            return 0
        return original(context, line, available, last)

    return text_align


def _justify(line: Any, found: list[Any], extra: float) -> None:
    """Spread what a line lacks, in pixels, over the places of its texts."""
    em = line.style["font_size"]
    firsts = [box.text.lstrip(INVISIBLE)[:1] if box else "" for box in found[1:]]
    find = places if _is_chinese(line) else word_spaces
    own = [find(box.text, following) if box else Places() for box, following in zip(found, [*firsts, ""], strict=True)]
    spaces, inner, hans = (sum(len(getattr(each, kind)) for each in own) for kind in ("spaces", "gaps", "hans"))
    lack = extra + (_blank(found) if _is_chinese(line) else 0.0)
    given = shares(lack / em, spaces, inner, hans)
    moved: dict[Any, tuple[float, float]] = {}
    for box, each in zip(found, own, strict=True):
        if box:
            widths = each.widths(given, em)
            # What stands after a box is no part of its glyphs: the next box moves.
            end = widths.pop(len(box.text.rstrip(INVISIBLE)) - 1, 0.0)
            box.pango_layout.stretch = widths
            moved[box] = (sum(widths.values()), end)
    _move(line, moved, 0.0)


def _blank(found: list[Any]) -> float:
    """Return how much of the end of a line is blank, in pixels: the half of its last mark, and a gap whose Latin is on the next line.

    GB/T 15834, 5.1.10: a mark at the end of a line takes half a character.
    """
    blank = 0.0
    for box in reversed(found):
        if box is None or not _is_chinese(box):
            break
        em = box.style["font_size"]
        if box.text.endswith((GAP, TIGHT_GAP)):
            blank += end_gap(box.text.rstrip(INVISIBLE)) * em
        if seen := box.text.rstrip(" " + INVISIBLE):
            blank += em / 2 if seen[-1] in half_marks(box.style["lang"]) else 0.0
            break
    return blank


def _move(box: Any, moved: dict[Any, tuple[float, float]], by: float) -> float:
    """Widen the boxes of a line, move each by what those before it have grown, and return the sum."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        inside, after = moved.get(box, (0.0, 0.0))
        box.position_x += by
        box.width += inside
        return by + inside + after
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(by, 0)
        return by
    box.position_x += by
    reached = by
    for child in box.children:
        if child.is_in_normal_flow():
            reached = _move(child, moved, reached)
    box.width += reached - by
    return reached
