"""Every value of the data can be found again in the Word file, with its source."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from reportgen.corridor import check
from reportgen.document import Change, Document, Figure, Heading, Inlines, KeyFigure, KeyFigures, Note, Paragraph, Quantity, Table, Text
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers.docx import render
from reportgen.renderers.docx.tags import MOST, Tagged, read_tagged
from reportgen.tree import inlines_of, walk, walk_inlines
from tests.projects import ROOT
from tests.renderers.docx_reading import TAGS, find, part, unpack, val, words_in
from tests.renderers.docx_sample import press, sample

SCORE = Quantity("91.10", "91.10", "score", "t01.csv[510000].index")
LONG = Quantity("三省市", "|".join(["广东", "浙江", "上海"] * 10), "name", "first(" + "; ".join(f"t01.csv[{code}].index" for code in range(40)) + ")")
FALL = Change("↓2", "down", -2, "下降2位", "t01.csv[510000].change")


def written(*blocks: object, has_tags: bool = True) -> bytes:
    document = number(Document(replace(sample("zh-Hans").meta, credits=()), blocks), load_edition("zh-Hans"))  # type: ignore[arg-type]
    return render(document, replace(press("zh-Hans"), has_tags=has_tags))


def values(document: Document) -> list[Quantity | Change]:
    """Return the values of a document that are tagged: those of headings and captions are not."""
    contents: list[Inlines] = []
    for block in walk(document.blocks):
        copied = block.content if isinstance(block, Heading) else block.caption if isinstance(block, Table | Figure) else None
        contents += [content for content in inlines_of(block) if content is not copied]
    return [each for content in contents for each in walk_inlines(content) if isinstance(each, Quantity | Change) and each.text]


def says(value: Quantity | Change) -> Tagged:
    if isinstance(value, Quantity):
        return Tagged(value.text, value.value, value.unit, value.source)
    return Tagged(value.text, value.state if value.places is None else str(value.places), "change", value.source)


def test_a_value_is_read_back_with_its_exact_value_unit_and_source() -> None:
    found = list(read_tagged(written(Paragraph((Text("指数"), SCORE, Text("，"), FALL)))))
    assert found == [Tagged("91.10", "91.10", "score", SCORE.source), Tagged("↓2", "-2", "change", FALL.source)]


def test_a_key_figure_is_one_value_though_its_digits_are_set_apart() -> None:
    target = Quantity("1.5万亿元", "1500000000000", "yuan", "f.csv[a].value")
    strip = KeyFigures((KeyFigure((Text("超"), target), (Text("目标"),)),) * 3)
    assert list(read_tagged(written(strip))) == [says(target)] * 3


def test_a_text_too_long_for_a_tag_is_kept_whole_in_a_part_of_the_file() -> None:
    data = written(Paragraph((LONG,)))
    assert list(read_tagged(data)) == [says(LONG)]
    document = unpack(data)["word/document.xml"].decode()
    assert LONG.source not in document
    assert LONG.source.encode() in unpack(data)["customXml/item1.xml"]


def test_a_value_in_a_note_is_tagged_where_it_stands() -> None:
    assert list(read_tagged(written(Paragraph((Text("排名"), Note((Text("得分"), SCORE))))))) == [says(SCORE)]


def test_values_that_word_copies_into_contents_and_lists_are_not_tagged() -> None:
    assert list(read_tagged(written(Heading(1, (SCORE,)), Paragraph((Text("文"),))))) == []


def test_a_changed_value_is_read_as_it_stands_now() -> None:
    members = unpack(written(Paragraph((SCORE,))))
    members["word/document.xml"] = members["word/document.xml"].replace(b">91.10<", b">92.10<")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert [(each.text, each.value) for each in read_tagged(out.getvalue())] == [("92.10", "91.10")]


def test_tags_can_be_switched_off_without_a_trace() -> None:
    data = written(Paragraph((SCORE, LONG)), has_tags=False)
    assert list(read_tagged(data)) == []
    assert not [name for name in unpack(data) if name.startswith("customXml")]
    assert b"<w:alias" not in unpack(data)["word/document.xml"]


@pytest.mark.parametrize("tag", TAGS)
def test_tags_change_no_word_and_no_property_of_a_run(tag: str) -> None:
    tagged, plain = part(tag, "document"), render(sample(tag), replace(press(tag), has_tags=False))
    for path in ("//w:t/text()", "//w:rPr/*/@*", "//w:pPr/*/@*"):
        assert find(tagged, path) == find(etree.fromstring(unpack(plain)["word/document.xml"]), path)


@pytest.mark.parametrize("tag", TAGS)
def test_controls_are_hidden_unlocked_numbered_once_and_within_words_limits(tag: str) -> None:
    controls = [each for name in ("document", "footnotes") for each in find(part(tag, name), "//w:sdt")]
    inline = [each for each in controls if find(each, "w:sdtPr/w:tag")]
    assert len(inline) > 5
    assert len({val(find(each, "w:sdtPr/w:id")[0]) for each in controls}) == len(controls)
    for each in inline:
        assert [name for node in find(each, "w:sdtPr/*") for name in [node.tag.rpartition("}")[2]]] == ["alias", "tag", "id", "appearance"]
        assert find(each, "w:sdtPr/w15:appearance/@w15:val") == ["hidden"]
        assert all(len(text) <= MOST for text in find(each, "w:sdtPr/w:tag/@w:val | w:sdtPr/w:alias/@w:val"))
        assert words_in(each)


@pytest.mark.parametrize("tag", TAGS)
def test_no_control_stands_in_a_field_a_heading_or_a_caption(tag: str) -> None:
    body = part(tag, "document")
    assert not find(body, "//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Heading') or w:pPr/w:pStyle/@w:val='Caption']//w:sdt")
    depth = 0
    for node in body.iter():
        kind = val(node, "fldCharType") if node.tag.endswith("}fldChar") else ""
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        assert not (depth and node.tag.endswith("}tag"))


@pytest.mark.slow
@pytest.mark.parametrize("tag", TAGS)
def test_every_value_of_the_example_is_found_with_its_text_and_source(tag: str, example: Path) -> None:
    document = check(ROOT / "examples" / "sichuan-2023", editions=[tag]).documents[tag]
    found = Counter(read_tagged((example / f"sichuan-2023.{tag}.docx").read_bytes()))
    assert len(values(document)) > 1000
    assert found == Counter(map(says, values(document)))
