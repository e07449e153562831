"""PDF by WeasyPrint from the same markup as the HTML, with the print style sheet and Chinese line setting."""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from reportgen.document import Document
from reportgen.errors import Problem, RenderError, stop_on
from reportgen.renderers import Press
from reportgen.renderers.fontface import families, linked, without_glyph
from reportgen.renderers.measured import rearranged
from reportgen.renderers.page import page
from reportgen.renderers.pictures import ORIGIN, printable_svg
from reportgen.renderers.styles import resolved, sheet, variables
from reportgen.typeset import chinese_lines

HARMLESS = ("Using fontTools instead of HarfBuzz-Subset",)
"""Beginnings of log records of WeasyPrint that change nothing in the file; every other warning is an error."""


def render(document: Document, press: Press) -> bytes:
    """Return the report as a PDF; equal documents, fonts and stamps give equal bytes.

    Raises RenderError when a chart is missing, no font has a character, or WeasyPrint warns of anything.
    """
    return publish(document, press)[1]


def publish(document: Document, press: Press) -> tuple[Document, bytes]:
    """Return the PDF, and the document in the order its pages have it: tables and figures stand where they leave least paper empty."""
    stop_on(without_glyph(document, press), RenderError)
    with _no_warnings(), _no_collection(), chinese_lines(squeeze=0):  # line setting shapes the lines when they are broken and again when they are drawn
        rendered, root = _laid_out(document, press)
        arranged = rearranged(document, rendered, root, press.theme)
        if arranged is not document:
            rendered, _ = _laid_out(arranged, press)
        # A chart that names only one family of the stack would fall back to whatever the machine has.
        foreign = sorted({font.family for font in rendered.fonts.values()} - set(families(press.edition)))
        if foreign:
            hint = "name all families of the edition"
            raise RenderError([Problem("pdf", f"the font {name!r} of this machine was used", hint, code="RG443") for name in foreign])
        data: bytes = rendered.write_pdf(pdf_variant="pdf/ua-1", finisher=_label_pages)
    return arranged, data


def _laid_out(document: Document, press: Press) -> tuple[Any, Any]:
    """Return the pages of a document, and the element tree they were made from."""
    from weasyprint import HTML

    values = variables(press.theme, press.edition)
    markup = page(document, press, "print", styles=[resolved(sheet("base.css") + sheet("print.css"), values)])
    drawn = "".join(image.svg for image in press.charts.values())
    rules, files = linked(press.edition, markup + drawn, ORIGIN)
    files |= {f"{ORIGIN}{label}.svg": printable_svg(image) for label, image in press.charts.items()}
    html = HTML(string=markup.replace("<style>", f"<style>{rules}", 1), base_url=ORIGIN, url_fetcher=_fetcher(files))
    return html.render(pdf_variant="pdf/ua-1"), html.etree_element


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


def _label_pages(rendered: Any, pdf: Any) -> None:
    """Write the page labels a reader's program shows, the same as the footers print."""
    import pydyf

    numbers = pydyf.Array()
    previous = ""
    for index, each in enumerate(rendered.pages):
        kind = each._page_box.page_type.name
        if kind == previous:
            continue
        previous = kind
        if kind == "body":
            label = {"S": "/D", "St": 1}
        elif kind == "front":
            label = {"S": "/r", "St": index + 1}
        else:
            label = {"P": pydyf.String("")}
        numbers.extend([index, pydyf.Dictionary(label)])
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


def page_numbers(pdf: bytes) -> dict[str, str]:
    """Return the printed page number of every label in a PDF of ours, as the footer of its page shows it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        printed: dict[tuple[int, int], str] = {each.obj.objgen: each.label for each in opened.pages}
        names = pikepdf.NameTree(opened.Root.Names.Dests)
        return {str(name): printed[target[0].objgen] for name, target in names.items()}


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
