"""A reader is told of every flagged figure: in text, tables, figures and footnotes, in every edition and format."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import reportgen
from reportgen.document import Block, BulletList, Document, Figure, Heading, KeyFigure, KeyFigures, Meta, Note, Paragraph, Quantity, Strong, Text
from reportgen.edition import load_edition
from reportgen.facts import Fact
from reportgen.flags import Flags
from reportgen.tree import all_inlines, inlines_of, walk, walk_inlines
from tests.factory import value
from tests.test_facts import DOUBTED, with_facts

VALUE = value("58", "percent", None, source="f.csv[F1].value")
DOUBTFUL = Fact("F1", VALUE, None, None, None, flag="disputed", reason="另一处作下降")
SURE = Fact("F10", replace(VALUE, source="f.csv[F10].value"), None, None, None)
SHOWN = Quantity("58%", "58", "percent", "f.csv[F1].value")
TOLD = (Text("存疑：另一处作下降。"),)


def marked(*blocks: Block) -> Document:
    return Flags([DOUBTFUL, SURE], load_edition("zh-Hans")).marked(Document(Meta("题", "zh-Hans"), blocks))


def notes(*blocks: Block) -> list[Note]:
    return [inline for inline in all_inlines(marked(*blocks)) if isinstance(inline, Note)]


def test_the_note_stands_right_after_the_figure() -> None:
    (block,) = marked(Paragraph((Text("增长"), SHOWN, Text("。")))).blocks
    assert inlines_of(block) == ((Text("增长"), SHOWN, Note(TOLD), Text("。")),)


def test_a_value_computed_from_a_flagged_fact_is_flagged_and_one_of_a_longer_key_is_not() -> None:
    assert len(notes(Paragraph((replace(SHOWN, source="f.csv[F1].value - f.csv[F2].value"),)))) == 1
    assert notes(Paragraph((replace(SHOWN, source="f.csv[F10].value"),))) == []


def test_the_period_and_the_source_of_a_flagged_fact_are_not_in_doubt() -> None:
    parts = (replace(SHOWN, source=f"f.csv[F1].{name}") for name in ("period", "attribution"))
    assert notes(Paragraph(tuple(parts))) == []
    assert len(notes(Paragraph((replace(SHOWN, source="f.csv[F1].compare_value"),)))) == 1


def test_one_note_a_chapter() -> None:
    inner = BulletList(((Paragraph((Strong((SHOWN,)),)),),))
    assert len(notes(Paragraph((SHOWN, SHOWN)), Heading(2, (Text("节"),)), inner)) == 1
    assert len(notes(Paragraph((SHOWN,)), Heading(1, (Text("章"),)), inner)) == 2


def test_two_figures_in_doubt_for_one_reason_have_one_note_a_chapter() -> None:
    other = replace(DOUBTFUL, key="F3", value=replace(VALUE, source="f.csv[F3].value"))
    blocks = (Paragraph((SHOWN, replace(SHOWN, source="f.csv[F3].value"))),)
    document = Flags([DOUBTFUL, other], load_edition("zh-Hans")).marked(Document(Meta("题", "zh-Hans"), blocks))
    assert sum(isinstance(inline, Note) for inline in all_inlines(document)) == 1


def test_the_reason_stands_below_a_strip_of_key_figures() -> None:
    (strip,) = marked(KeyFigures((KeyFigure((SHOWN,), (Text("增长"),)),) * 3)).blocks
    assert isinstance(strip, KeyFigures)
    assert strip.notes == (TOLD,)


def test_inside_a_footnote_the_reason_follows_the_words() -> None:
    (note,) = notes(Paragraph((Note((Text("增长"), SHOWN, Text("。"))),)))
    assert note.content[-1] == TOLD[0]


TEXT = """见{{ ref("fig-one") }}，增长{{ facts.a.value }}。

::: figure fig-one
chart: shares
points: [{at: 甲, value: "{{ facts.a.value }}"}]
caption: 一项
note: 另一条
:::"""


def test_under_a_chart_the_reason_stands_among_the_notes(tmp_path: Path) -> None:
    document = reportgen.check(with_facts(tmp_path, DOUBTED, text=TEXT)).documents["zh-Hans"]
    (figure,) = (block for block in walk(document.blocks) if isinstance(block, Figure))
    assert figure.notes == ((Text("另一条"),), TOLD)


SAID = {
    "zh-Hans": "存疑：另一处作下降。",
    "en": "Disputed: elsewhere they fall.",
    "zh-Hant-TW": "存疑：另一處作下降。",
    "zh-Hans+en": "存疑：另一处作下降。Disputed: elsewhere they fall.",
}


@pytest.mark.parametrize("edition", SAID)
def test_every_edition_says_why(edition: str, tmp_path: Path) -> None:
    folder = with_facts(tmp_path, DOUBTED, text="增长{{ facts.a.value }}。", english="Up {{ facts.a.value }}.")
    report = folder / "report.yaml"
    report.write_text(report.read_text("utf-8").replace("editions: [zh-Hans, en]", "editions: [zh-Hans, en, zh-Hant-TW, zh-Hans+en]"), "utf-8")
    notes = (inline for inline in all_inlines(reportgen.check(folder, editions=[edition]).documents[edition]) if isinstance(inline, Note))
    assert "".join(words.text for note in notes for words in walk_inlines(note.content) if isinstance(words, Text)) == SAID[edition]


def test_html_and_word_print_the_note(tmp_path: Path) -> None:
    folder = with_facts(tmp_path, DOUBTED)
    report = folder / "report.yaml"
    report.write_text(report.read_text("utf-8").replace("formats: [json]", "formats: [html, docx]"), "utf-8")
    built = reportgen.build(folder, workers=1)
    (page,) = built.folder.glob("*.html")
    (word,) = built.folder.glob("*.docx")
    assert "存疑：另一处作下降。" in page.read_text("utf-8")
    with zipfile.ZipFile(word) as archive:
        assert "另一处作下降" in archive.read("word/footnotes.xml").decode()
