"""PDF: the pages of `layout`, drawn, with bookmarks, tags and page labels."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.document import Document
from reportgen.errors import Problem, RenderError, stop_on
from reportgen.renderers import Press
from reportgen.renderers.claims import declare, honest
from reportgen.renderers.fontface import families, without_glyph
from reportgen.renderers.layout import laid_out
from reportgen.renderers.tagging import tagged


def render(document: Document, press: Press) -> bytes:
    """Return the report as a PDF; equal documents, fonts and stamps give equal bytes.

    Raises RenderError when a chart is missing, no font has a character, or WeasyPrint warns of anything.
    """
    stop_on(without_glyph(document, press), RenderError)
    with laid_out(document, press) as (rendered, root):
        # A chart that names only one family of the stack would fall back to whatever the machine has.
        foreign = sorted({font.family for font in rendered.fonts.values()} - set(families(press.edition)))
        if foreign:
            hint = "name all families of the edition"
            raise RenderError([Problem("pdf", f"the font {name!r} of this machine was used", hint, code="RG443") for name in foreign])
        with tagged(rendered, root):
            data: bytes = rendered.write_pdf(pdf_tags=True, pdf_version="1.7", pdf_identifier=True, finisher=_finish)
        return honest(data)


def _finish(rendered: Any, pdf: Any) -> None:
    """Write what WeasyPrint leaves out: page labels, and what the file says of itself."""
    _label_pages(rendered, pdf)
    declare(rendered.metadata, pdf)


def _label_pages(rendered: Any, pdf: Any) -> None:
    """Write the page labels a reader's program shows, the same as the footers print."""
    import pydyf

    numbers = pydyf.Array()
    matters = list(_matters(each._page_box.page_type.name for each in rendered.pages))
    for index, matter in enumerate(matters):
        if index and matter == matters[index - 1]:
            continue
        if matter == "body":
            label = {"S": "/D", "St": 1}
        elif matter == "front":
            label = {"S": "/r", "St": 1}
        else:
            label = {"P": pydyf.String("")}
        numbers.extend([index, pydyf.Dictionary(label)])
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": numbers})


def _matters(names: Iterable[str]) -> Iterator[str]:
    """Yield for each page what it counts with, by the names of its style: cover, credits, front or body.

    A blank page counts with those before it, a page turned sideways with the body.
    """
    matter = ""
    for name in names:
        matter = "body" if name == "land" else name or matter
        yield matter


def page_numbers(pdf: bytes) -> dict[str, str]:
    """Return the printed page number of every label in a PDF of ours, as the footer of its page shows it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        printed: dict[tuple[int, int], str] = {each.obj.objgen: each.label for each in opened.pages}
        names = pikepdf.NameTree(opened.Root.Names.Dests)
        return {str(name): printed[target[0].objgen] for name, target in names.items()}
