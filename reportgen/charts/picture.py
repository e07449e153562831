"""From a matplotlib figure to bytes: SVG that can stand inside a web page, and PNG at the page's size."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image as PillowImage

PNG_DPI = 200
_UNWANTED = re.compile(r"<metadata>.*?</metadata>|<style .*?</style>|<!--.*?-->", re.DOTALL)
_ID = re.compile(r' id="([^"]*)"')
_PATH = re.compile(r'<path d="[^"]*"')
_LONG = re.compile(r"(\.\d\d)\d+")
_TEXT = re.compile(r"<text [^>]*>")
_FAMILY = re.compile(r" font-family: ([^;\"]*);")
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^"]*\)"')
_LONE_GROUP = re.compile(r"<g>\n(<(?:path|text)[^\n]*>)\n</g>")
_USES = re.compile(r'url\(#([^)"]+)\)|href="#([^"]+)"')


def svg(figure: Figure, prefix: str) -> str:
    """Return a figure as an `<svg>` element whose text is text and whose ids begin with `prefix`.

    No prolog, no metadata, no style rule that could reach the page around it, no reference outside itself.
    """
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    raw = out.getvalue()
    body = _UNWANTED.sub("", raw[raw.index("<svg") :])
    used = {first or second for first, second in _USES.findall(body)}
    body = _ID.sub(lambda match: f' id="{prefix}-{match[1]}"' if match[1] in used else "", body)
    body = _USES.sub(lambda match: match[0].replace("#", f"#{prefix}-", 1), body)
    wide, high = (float(number) for number in re.findall(r'(?:width|height)="([\d.]+)pt"', body)[:2])
    family = _FAMILY.search(body)
    said = f' font-family="{family[1]}"' if family else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide * 25.4 / 72:.2f}mm" height="{high * 25.4 / 72:.2f}mm" '
        f'viewBox="0 0 {wide:g} {high:g}"{said} stroke-linejoin="round" stroke-linecap="butt">'
    )
    return _compact(head + body[body.index(">") + 1 :].replace("xlink:href=", "href="))


def _compact(body: str) -> str:
    """Return the same picture in half the bytes: the family once, 0.01 pt (finer than any press), no empty groups."""
    body = _PATH.sub(lambda match: _LONG.sub(r"\1", match[0]).replace("\n", ""), body)
    body = _TEXT.sub(lambda match: _LONG.sub(r"\1", _UNTURNED.sub("", _FAMILY.sub("", match[0]))), body)
    body = re.sub(r"<defs>\s*</defs>", "", body)
    body = re.sub(r"\s*\n\s*", "\n", body).strip() + "\n"
    return _LONE_GROUP.sub(r"\1", body)


def png(figure: Figure) -> bytes:
    """Return a figure as PNG of 200 dots per inch; without transparency when the figure has a ground."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    figure.set_dpi(PNG_DPI)
    agg: Any = FigureCanvasAgg(figure)
    agg.draw()
    image = Image.frombytes("RGBA", agg.get_width_height(physical=True), bytes(agg.buffer_rgba()))
    if figure.patch.get_visible():
        image = _in_palette(image)
    out = io.BytesIO()
    image.save(out, format="PNG", dpi=(PNG_DPI, PNG_DPI), compress_level=6)
    return out.getvalue()


def _in_palette(image: PillowImage) -> PillowImage:
    """Return an opaque image in its 256 most frequent colours, a third of the bytes; plain areas keep their exact colour.

    The rest, edges of letters, take the nearest of these.
    """
    import numpy as np
    from PIL import Image

    counted: list[tuple[int, tuple[int, int, int, int]]] = image.getcolors(image.width * image.height) or []  # type: ignore[assignment]
    counted.sort(reverse=True)
    colours = np.array([rgba[:3] for _, rgba in counted], dtype=np.int32)
    palette = colours[:256]
    distance = ((colours[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
    place = np.zeros(1 << 24, dtype=np.uint8)
    place[colours @ np.array([1, 1 << 8, 1 << 16])] = distance.argmin(axis=1)
    pixels = np.frombuffer(image.tobytes(), dtype="<u4") & 0xFFFFFF
    drawn = Image.frombytes("P", image.size, place[pixels].tobytes())
    drawn.putpalette(palette.astype(np.uint8).tobytes())
    return drawn
