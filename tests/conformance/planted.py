"""A conforming report, and the same with one thing spoilt."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

from reportgen.renderers import pdf
from tests.renderers.page_sample import document, press

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pikepdf

Spoil = Callable[[Any], object]


@cache
def report() -> bytes:
    """Return a report with every kind of node, as it is printed."""
    source = document("zh-Hans", 1)
    return pdf.render(source, press("zh-Hans", source))


def spoilt(spoil: Spoil) -> Any:
    """Return the report opened, after `spoil` was let at it."""
    opened = pikepdf.open(io.BytesIO(report()))
    spoil(opened)
    return opened


def first(opened: Any, role: str) -> Any:
    """Return the dictionary of the first structure element of a type."""
    return next(each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == f"/{role}" and "/P" in each)


def rewritten(opened: Any, old: bytes, new: bytes) -> None:
    """Put other operators into the first page that has them."""
    page = next(page for page in opened.pages if old in page.Contents.read_bytes())
    page.Contents = opened.make_stream(page.Contents.read_bytes().replace(old, new, 1))


def metadata(opened: Any, old: bytes, new: bytes) -> None:
    """Put other words into the XMP packet."""
    packet = opened.Root.Metadata.read_bytes()
    assert old in packet
    opened.Root.Metadata.write(packet.replace(old, new))


def link(opened: Any) -> Any:
    """Return the first annotation, and its page."""
    page = next(page for page in opened.pages if "/Annots" in page)
    return page.Annots[0], page


def without(entry: Any, key: str) -> None:
    """Take a key out of a dictionary."""
    del entry[key]
