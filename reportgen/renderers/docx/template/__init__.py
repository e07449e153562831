"""The institute's own Word template: a report goes into it, and what is the template's stays the template's.

`study` reads a template and says what is wrong with it; `into_template` puts a finished report into one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from reportgen.document import Document, Meta
from reportgen.renderers import FrontPart, Press, WordTemplate
from reportgen.renderers.docx.template.labels import renumbered
from reportgen.renderers.docx.template.members import Members
from reportgen.renderers.docx.template.merging import (
    add_styles,
    called,
    carry,
    forget,
    lead_to_pages,
    merge_lists,
    merge_notes,
    part_ids,
    rename_styles,
    texts,
)
from reportgen.renderers.docx.template.placeholders import STANDARD, fill, standard_words
from reportgen.renderers.docx.template.places import drop_furniture, drop_samples, pour
from reportgen.renderers.docx.template.properties import set_properties, show_properties
from reportgen.renderers.docx.template.study import Study, notes_before, study

MAIN, NOTES = "word/document.xml", "word/footnotes.xml"
"""Parts of a report of ours."""

__all__ = ["Study", "as_numbered", "front_of", "into_template", "known_names", "notes_before", "study"]


def known_names(template: WordTemplate) -> tuple[str, ...]:
    """Return the names of placeholders that a report has words for."""
    return (*STANDARD, *template.placeholders)


def front_of(found: Study, asked: tuple[FrontPart, ...] | None) -> tuple[FrontPart, ...]:
    """Return what stands before the text: what was asked for, else the contents alone where the template has its own cover, else all."""
    if asked is not None:
        return asked
    return ("contents",) if found.has_slot else ("cover", "credits", "contents")


def as_numbered(document: Document, found: Study) -> tuple[Document, tuple[str, ...] | None]:
    """Return the document with the numbers that the template's headings will have, and what parts them from the titles; None for ours."""
    if not found.keeps:
        return document, None
    return renumbered(document, found.labels), tuple(label.gap if label else "" for label in found.labels)


def into_template(report: bytes, found: Study, meta: Meta, press: Press, front: tuple[FrontPart, ...]) -> bytes:
    """Return the template with the report in it; equal arguments give equal bytes.

    report   the finished file, on pages of the template's size
    front    what stands before its text
    """
    ours, theirs = Members(_unpacked(report), MAIN), Members(found.package.parts, found.package.main)
    _fill(theirs, standard_words(meta, press.edition) | dict(found.template.placeholders))
    theirs.admit(theirs.main, ours.tree(MAIN))
    text, notes = theirs.tree(theirs.main), ours.tree(NOTES)
    before = called(text)
    drop_samples(text)
    blocks, has_cover = list(ours.tree(MAIN)[0]), "cover" in front and press.theme.front.cover
    merge_lists(theirs, ours, found, [*blocks, notes, *add_styles(theirs, found)])
    part_ids(theirs, [*blocks, notes])
    rename_styles(notes, found)
    merge_notes(theirs, ours, found, blocks)
    drop_furniture(text, blocks, has_cover=has_cover)
    carry(theirs, ours, MAIN, theirs.main, blocks, found)
    # Programs expect a theme and a list of fonts in every file; some templates were saved without.
    lacks = {kind for kind in ("theme", "fontTable") if not theirs.related(theirs.main, kind)}
    theirs.carry(ours, MAIN, theirs.main, [each.id for each in ours.relations(MAIN) if each.kind in lacks | {"customXml"}])
    pour(text, blocks, has_cover=has_cover, spacer=found.id_of("spacer"))
    lead_to_pages(blocks, found)
    for block in blocks:
        rename_styles(block, found)
    forget(theirs, before)
    # Word 2010's second copy of the styles: it lacks those that were added, and later versions keep none.
    theirs.forget(theirs.main, [each.id for each in theirs.relations(theirs.main) if each.kind == "stylesWithEffects"])
    set_properties(theirs, ours, found.template.placeholders)
    theirs.declare(theirs.main, ours.type_of(MAIN))
    return theirs.pack()


def _fill(theirs: Members, words: Mapping[str, str]) -> None:
    """Put the words of the report in the place of their names, and into fields that show them; a part without any stays as it is, byte for byte."""
    for name in texts(theirs):
        root = theirs.glance(name)
        has_names, has_fields = fill(root, words), show_properties(root, words)
        if has_names or has_fields:
            theirs.renew(name, root)


def _unpacked(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
