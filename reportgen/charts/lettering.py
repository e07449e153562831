"""Letters of charts: which font files draw a family, how wide words are, where a line may break."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from reportgen import fonts
from reportgen.theme import POINTS_PER_MM

if TYPE_CHECKING:
    from matplotlib.font_manager import FontPath, FontProperties

Weight = Literal["normal", "bold"]
Families = tuple[str, ...]

_PIECES = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
_NEVER_FIRST = "，。、；：？！）》」』】”’～·%,.;:)]"


@cache
def register() -> None:
    """Make the bundled faces known to matplotlib, ahead of fonts of the same name on the machine."""
    from matplotlib.font_manager import FontEntry, fontManager

    entries = [FontEntry(fname=str(face.path), name=face.family, weight=face.weight, style=face.style) for face in fonts.faces()]
    fontManager.ttflist[:0] = entries


def properties(families: Families, size: float, weight: Weight = "normal") -> FontProperties:
    """Return the font of a text; `size` in points."""
    from matplotlib.font_manager import FontProperties

    register()
    return FontProperties(family=list(families), size=size, weight=weight)


@cache
def _paths(families: Families, weight: Weight) -> tuple[FontPath, ...]:
    from matplotlib.font_manager import FontProperties, fontManager

    register()
    return tuple(
        fontManager.findfont(FontProperties(family=[family], weight=weight), fallback_to_default=False)
        for family in families
    )


@lru_cache(maxsize=4096)
def _em_widths(words: str, families: Families, weight: Weight) -> float:
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font: Any = get_font(_paths(families, weight))
    font.set_size(100, 72)
    font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    width: float = font.get_width_height()[0] / 64 / 100
    return width


def width_mm(words: str, families: Families, size: float, weight: Weight = "normal") -> float:
    """Return how wide words are on the page in millimetres; `size` in points."""
    return _em_widths(words, families, weight) * size / POINTS_PER_MM if words else 0.0


def wrap(words: str, most_mm: float, families: Families, size: float, weight: Weight = "normal") -> tuple[str, ...]:
    """Return words broken into lines no wider than `most_mm`; a longer single word is broken inside.

    Latin breaks at spaces, Han between any two characters but not before closing punctuation.
    """

    def fits(line: str) -> bool:
        return width_mm(line.strip(), families, size, weight) <= most_mm

    if fits(words):
        return (words,)
    lines, line = [], ""
    for piece in _PIECES.findall(words):
        if fits(line + piece) or (piece in _NEVER_FIRST and line):
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while not fits(line):
            cut = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or fits(line[:n]))
            lines.append(line[:cut])
            line = line[cut:]
    return (*lines, line.strip()) if line.strip() else tuple(lines)
