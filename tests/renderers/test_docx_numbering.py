"""Heading numbers: each scheme as multilevel numbering of Word, which shows what the contents say."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from lxml import etree

from reportgen.document import Block, Document, Heading, Text
from reportgen.edition import load_edition
from reportgen.numbering import SCHEMES, number
from reportgen.renderers import office
from reportgen.renderers.docx import render
from reportgen.tree import text_of
from tests.renderers.docx_reading import find, unpack, val
from tests.renderers.docx_sample import press, sample


def headings() -> tuple[Block, ...]:
    """Return headings of every level in twelve chapters, with an unnumbered one and what stands below it."""
    made: list[Block] = []
    for chapter in range(12):
        made.append(Heading(1, (Text(f"章{chapter}"),)))
        if chapter == 3:
            made += [Heading(1, (Text("附言"),), numbered=False), Heading(2, (Text("说明"),), numbered=False)]
        if chapter in (0, 10):
            for section in ("甲", "乙"):
                made += [Heading(level, (Text(section),)) for level in (2, 3, 4, 4, 3)]
    return tuple(made)


def written(scheme: str) -> tuple[Document, bytes]:
    document = number(replace(sample("zh-Hans"), blocks=headings()), load_edition("zh-Hans"), scheme)
    return document, render(document, replace(press("zh-Hans"), scheme=scheme))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_level_of_a_scheme_is_tied_to_its_heading_style(scheme: str) -> None:
    parts = {name: etree.fromstring(data) for name, data in unpack(written(scheme)[1]).items() if name in ("word/numbering.xml", "word/styles.xml")}
    levels = find(parts["word/numbering.xml"], "//w:abstractNum[@w:abstractNumId='0']/w:lvl")
    assert len(levels) == 9
    for index, (level, said) in enumerate(zip(levels, SCHEMES[scheme], strict=False)):
        assert val(find(level, "w:lvlText")[0]) == said.pattern + said.gap
        assert val(find(level, "w:numFmt")[0]) == {"han": "chineseCountingThousand", "arabic": "decimal"}[said.numerals]
        assert find(level, "w:pStyle/@w:val") == [f"Heading{index + 1}"]
        (numbering,) = find(parts["word/styles.xml"], f"//w:style[@w:styleId='Heading{index + 1}']/w:pPr/w:numPr")
        assert (val(find(numbering, "w:ilvl")[0]), val(find(numbering, "w:numId")[0])) == (str(index), "1")
    # 1.1 and not 一.1 under 第一章.
    assert [bool(find(level, "w:isLgl")) for level in levels[:4]] == [False, scheme == "chapter", scheme == "chapter", False]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_libreoffice_counts_as_we_do(scheme: str, tmp_path: Path) -> None:
    if not (program := office.program()):
        pytest.skip("LibreOffice is not here")
    document, data = written(scheme)
    (tmp_path / "a.docx").write_bytes(data)
    options = ["--headless", "--convert-to", 'pdf:writer_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"true"}}', "--outdir", str(tmp_path)]
    profile = f"-env:UserInstallation={tmp_path.as_uri()}/profile"
    subprocess.run([program, profile, *options, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
    with pymupdf.open(tmp_path / "a.pdf") as printed:
        theirs = [(level, "".join(title.split())) for level, title, _ in printed.get_toc()]
    ours = [(each.level, "".join(f"{each.number}{text_of(each.content)}".split())) for each in document.blocks if isinstance(each, Heading)]
    if scheme == "chapter":  # LibreOffice 7.4 does not know w:isLgl and shows 一.1
        theirs, ours = ([each for each in some if each[0] in (1, 4)] for some in (theirs, ours))
    assert theirs == ours
