"""Word: the document as an editable file that opens without a question and without a repair.

python-docx opens and saves the package; every element inside is written here, in the order the schema asks for.  What Word
would compute (contents, numbers of tables and figures, references) is written already computed.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from reportgen.document import Document
from reportgen.errors import NarrativeError, stop_on
from reportgen.renderers import FrontPart, Press, WordTemplate
from reportgen.renderers.docx.blocks import text
from reportgen.renderers.docx.fields import bookmark_names, caption_labels
from reportgen.renderers.docx.front import contents_page, cover, credits_page, title_block
from reportgen.renderers.docx.package import close_manuscript, open_manuscript
from reportgen.renderers.docx.sections import end_section, section
from reportgen.renderers.docx.template import as_numbered, front_of, into_template, known_names, study
from reportgen.renderers.docx.xml import Element, paragraph

__all__ = ["bookmark_names", "names_in", "render"]

WHOLE: tuple[FrontPart, ...] = ("cover", "credits", "contents")


def render(document: Document, press: Press) -> bytes:
    """Return the document as a Word file: cover or title, credits, contents, text; or as much of it as goes into the institute's template.

    The document is numbered; equal arguments give equal bytes.
    Raises RenderError when a label is missing or a figure has no picture, NarrativeError when something is wrong with the template.
    """
    with _uncollected():
        if press.word_template is not None:
            return _in_template(document, press, press.word_template)
        return _written(document, press, WHOLE if press.word_front is None else press.word_front)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles away: a file while it is written has none, and looking through its elements again and again doubles the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def names_in(document: Document, press: Press) -> dict[str, str]:
    """Return label → bookmark as `render` names them: in a template after the bookmarks it has.

    Raises what `study` raises for a template.
    """
    if press.word_template is None:
        return bookmark_names(document)
    return bookmark_names(document, study(press.word_template, press.edition, press.theme).last_bookmark)


def _in_template(document: Document, press: Press, template: WordTemplate) -> bytes:
    found = study(template, press.edition, press.theme, known_names(template))
    stop_on(found.problems, NarrativeError)
    front = front_of(found, press.word_front)
    numbered, gaps = as_numbered(document, found)
    report = _written(numbered, replace(press, theme=found.theme), front, gaps, found.last_bookmark)
    return into_template(report, found, document.meta, press, front)


def _written(document: Document, press: Press, front: tuple[FrontPart, ...], gaps: tuple[str, ...] | None = None, last_bookmark: int = 0) -> bytes:
    """Return the document as a file of our own; `gaps` part the numbers of headings from their titles where the scheme does not say it."""
    manuscript = open_manuscript(document, press, bookmark_names(document, last_bookmark), caption_labels(document, press.edition), gaps)
    has_cover = "cover" in front and press.theme.front.cover
    if has_cover:
        made: list[Element] = cover(manuscript)
        end_section(made, section(manuscript, "cover"))
        manuscript.body.extend(made)
    title = title_block(manuscript) if "cover" in front and not has_cover else []
    opening = credits_page(manuscript) if "credits" in front else []
    is_banded = press.theme.front.ground == "band" and bool(title)
    is_shared = has_cover and press.theme.shares_front and bool(opening)
    if "contents" in front:
        opening += [paragraph("Spacer")] if is_shared else []
        opening += contents_page(document, manuscript, breaks=bool(opening) and not is_banded and not is_shared)
    if is_banded:
        manuscript.body.extend(text(document.blocks, manuscript, [*title, *opening]))
        return close_manuscript(manuscript)
    if opening:
        opening = [*title, *opening]
        end_section(opening, section(manuscript, "front"))
    else:
        opening = title
    manuscript.body.extend([*opening, *text(document.blocks, manuscript)])
    return close_manuscript(manuscript)
