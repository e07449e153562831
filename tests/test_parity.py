"""Two editions of one report: the same shape, the same values."""

from __future__ import annotations

from dataclasses import replace

from reportgen.document import Block, Change, Column, CrossRef, Document, Heading, KeyFigure, KeyFigures, Meta, Paragraph, Quantity, Row, Table, Text
from reportgen.parity import Written, compare

VALUE = Quantity("91.10", "91.10", "score", "t.csv[510000].index")


def table(label: str) -> Table:
    return Table(label, (Text("甲"),), (Column("rank", ()),), (Row(((),), "510000"),))


BLOCKS: tuple[Block, ...] = (Heading(1, (), "sec-a"), Paragraph((VALUE, CrossRef("tbl-a", "表 1"))), table("tbl-a"), Heading(2, (), "sec-b"), table("tbl-b"))


ZH = {"zh/1.md": "# 甲 {#sec-a}\n\n::: table tbl-a\n:::\n\n## 乙 {#sec-b}\n\n::: table tbl-b\n:::\n"}
EN = {"en/1.md": "\n" + ZH["zh/1.md"], "en/2.md": "more"}


def found(*blocks: Block) -> list[str]:
    other = tuple(replace(block, content=(Text("words "), *block.content)) if isinstance(block, Paragraph) else block for block in blocks)
    pairs = ((Document(Meta("题", "zh-Hans"), BLOCKS), ZH), (Document(Meta("T", "en"), other), EN))
    return [f"{problem.where} {problem.code} {problem.what}" for problem in compare(*(Written(*pair) for pair in pairs))]


def test_editions_that_say_the_same_in_other_words_agree() -> None:
    assert found(*BLOCKS) == []


def test_a_moved_table_is_found() -> None:
    (problem,) = found(*BLOCKS[:2], BLOCKS[3], BLOCKS[2], BLOCKS[4])
    assert problem.startswith("zh/1.md:3:1 RG370 the editions part ways: table tbl-a")
    assert problem.endswith("here, heading 2 sec-b at en/1.md:7:6")


def test_a_missing_table_heading_and_row_are_found() -> None:
    assert found(*BLOCKS[:4])[0].startswith("zh/1.md:8:1 RG370 the editions part ways: table tbl-b")
    assert found(*BLOCKS[:4])[0].endswith("nothing at en/2.md")
    assert "RG370" in found(BLOCKS[0], *BLOCKS[1:3], BLOCKS[4])[0]
    assert "RG370" in found(*BLOCKS[:4], replace(table("tbl-b"), rows=()))[0]


def test_a_shorter_strip_of_key_figures_is_found() -> None:
    strips = [Document(Meta("题", "zh-Hans"), (KeyFigures((KeyFigure((VALUE,), ()),) * count),)) for count in (3, 4)]
    sources = {"zh/2.md": "前文\n\n::: key-figures\n:::"}
    (problem, *_) = compare(Written(strips[0], sources), Written(strips[1], sources))
    assert (problem.where, problem.code) == ("zh/2.md:3:1", "RG370")


def test_a_missing_value_and_a_value_said_twice_are_found() -> None:
    assert found(BLOCKS[0], Paragraph((CrossRef("tbl-a"),)), *BLOCKS[2:]) == [
        "zh/1.md:1:5 RG371 t.csv[510000].index: printed 1× in this section, 0× at en/1.md:2:5"
    ]
    assert found(BLOCKS[0], Paragraph((VALUE, VALUE, CrossRef("tbl-a"))), *BLOCKS[2:]) == [
        "zh/1.md:1:5 RG371 t.csv[510000].index: printed 1× in this section, 2× at en/1.md:2:5"
    ]


def test_another_change_and_another_reference_are_found() -> None:
    other = Paragraph((VALUE, CrossRef("tbl-b"), Change("↑1", "up", 1, "", "t.csv[1].change")))
    assert [problem.split()[2] for problem in found(BLOCKS[0], other, *BLOCKS[2:])] == ["t.csv[1].change:", "tbl-a:", "tbl-b:"]


def test_names_may_be_said_more_often_in_one_language() -> None:
    assert found(BLOCKS[0], Paragraph((VALUE, CrossRef("tbl-a"), Quantity("Sichuan", "510000", "name", "t.csv"))), *BLOCKS[2:]) == []


def test_a_heading_without_a_label_is_found_by_its_words() -> None:
    written = Written(Document(Meta("题", "zh-Hans"), ()), {"a.md": "# 总体\n\n正文\n\n## 省际差距\n"})
    assert written.place(Heading(2, (Text("省际差距"),), "sec-1-1")) == "a.md:5:1"
    assert written.place(Heading(2, (Text("别处"),), "sec-1-2")) == "zh-Hans"
