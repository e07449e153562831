"""Word: the document as an editable file that opens without a question and without a repair.

python-docx opens and saves the package; every element inside is written here, in the order the schema asks for.  What Word
would compute (contents, numbers of tables and figures, references) is written already computed.
"""

from __future__ import annotations

from reportgen.document import Document
from reportgen.renderers import Press
from reportgen.renderers.docx.blocks import text
from reportgen.renderers.docx.fields import bookmark_names, caption_labels
from reportgen.renderers.docx.front import contents_page, cover, credits_page
from reportgen.renderers.docx.package import close_manuscript, open_manuscript
from reportgen.renderers.docx.sections import end_section, section
from reportgen.renderers.docx.xml import Element

__all__ = ["bookmark_names", "render"]


def render(document: Document, press: Press) -> bytes:
    """Return the document as a Word file: cover, credits, contents, text.

    The document is numbered; equal arguments give equal bytes.
    Raises RenderError when a label is missing or a figure has no picture.
    """
    manuscript = open_manuscript(document, press, bookmark_names(document), caption_labels(document, press.edition))
    made: list[Element] = cover(manuscript)
    end_section(made, section(manuscript, "cover"))
    front = credits_page(manuscript)
    front += contents_page(document, manuscript, breaks=bool(front))
    if front:
        end_section(front, section(manuscript, "front"))
    manuscript.body.extend([*made, *front, *text(document.blocks, manuscript)])
    return close_manuscript(manuscript)
