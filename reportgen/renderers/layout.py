"""Pages: a document laid out by WeasyPrint from the same markup as the HTML, with the print style sheet and Chinese line setting."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

from reportgen.document import Document
from reportgen.errors import Problem, RenderError
from reportgen.renderers import Press
from reportgen.renderers.fontface import linked
from reportgen.renderers.page import page
from reportgen.renderers.pictures import ORIGIN, printable_svg
from reportgen.renderers.styles import paper, resolved, shared, variables
from reportgen.typeset import chinese_lines
from reportgen.typeset.engine import weasyprint

HARMLESS = ("Using fontTools instead of HarfBuzz-Subset",)
"""Beginnings of log records of WeasyPrint that change nothing in the file; every other warning is an error."""


@contextmanager
def laid_out(document: Document, press: Press) -> Iterator[tuple[Any, Any]]:
    """Hand out the pages of a document and the element tree they were made from; pages are drawn inside the block, too.

    Line setting shapes the lines when they are broken and again when they are drawn.
    Raises RenderError at its end when WeasyPrint has warned of anything.
    """
    values = variables(press.theme, press.edition)
    markup = page(document, press, "print", styles=[resolved(shared(press.edition) + paper(press.theme), values)])
    drawn = "".join(image.svg for image in press.charts.values())
    rules, files = linked(press.edition, markup + drawn, ORIGIN)
    files |= {f"{ORIGIN}{label}.svg": printable_svg(image) for label, image in press.charts.items()}
    with _no_warnings(), _no_collection(), chinese_lines(squeeze=0) if press.has_lines else nullcontext():
        html = weasyprint().HTML(string=markup.replace("<style>", f"<style>{rules}", 1), base_url=ORIGIN, url_fetcher=_fetcher(files))
        yield html.render(), html.etree_element


def _fetcher(files: Mapping[str, bytes]) -> Any:
    """Return a fetcher that knows the report's own files and nothing else in the world."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Memory(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url not in files:
                raise ValueError(f"{url} is not part of the report")
            kind = "image/svg+xml" if url.endswith(".svg") else "font/otf"
            return URLFetcherResponse(url, files[url], {"Content-Type": kind})

    return Memory()


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Turn what WeasyPrint would only log into an error with a place."""
    records: list[logging.LogRecord] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    handler = Collect(level=logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
    if problems := [Problem("pdf", text, code="RG421") for text in _telling(records)]:
        raise RenderError(problems)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let Python's cycle collector rest: a layout allocates millions of boxes that all live to its end, a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _telling(records: list[logging.LogRecord]) -> list[str]:
    texts = dict.fromkeys(record.getMessage() for record in records)
    return [text for text in texts if not text.startswith(HARMLESS)]
