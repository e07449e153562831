"""Numbers of headings, tables and figures, and the references to them."""

from __future__ import annotations

import pytest

from reportgen.document import Block, Box, ChartSpec, CrossRef, Document, Figure, Heading, Meta, Paragraph, Table, Text
from reportgen.edition import load_edition
from reportgen.errors import NarrativeError
from reportgen.numbering import SCHEMES, contents, heading_gap, number
from reportgen.tree import text_of

ZH, EN = load_edition("zh-Hans"), load_edition("en")


def heading(level: int, title: str = "标题", label: str = "", *, numbered: bool = True) -> Heading:
    return Heading(level, (Text(title),), label, numbered)


def table(label: str) -> Table:
    return Table(label, (Text("甲"),), (), ())


def figure(label: str) -> Figure:
    return Figure(label, (Text("乙"),), ChartSpec("lines", (), (), ()), "")


def document(*blocks: Block, language: str = "zh-Hans") -> Document:
    return Document(Meta("题", language), blocks)


def refer(label: str) -> Paragraph:
    return Paragraph((Text("见"), CrossRef(label)))


LEVELS = (heading(1), heading(2), heading(2), heading(3), heading(4), heading(4), heading(1), heading(2), heading(3))
PRINTED = {
    "chinese": ["一、", "（一）", "（二）", "1.", "（1）", "（2）", "二、", "（一）", "1."],
    "part": ["PART.1", "1.1", "1.2", "1.2.1", "（1）", "（2）", "PART.2", "2.1", "2.1.1"],
    "chapter": ["第一章", "1.1", "1.2", "1.2.1", "（1）", "（2）", "第二章", "2.1", "2.1.1"],
    "decimal": ["1", "1.1", "1.2", "1.2.1", "(1)", "(2)", "2", "2.1", "2.1.1"],
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_scheme_counts_and_starts_again_below_a_higher_level(scheme: str) -> None:
    numbered = number(document(*LEVELS), ZH, scheme)
    assert [block.number for block in numbered.blocks if isinstance(block, Heading)] == PRINTED[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbering_twice_changes_nothing(scheme: str) -> None:
    blocks = (
        *LEVELS,
        heading(1, "前言", numbered=False),
        heading(1, "前言", numbered=False),
        table("tbl-a"),
        figure("fig-a"),
        refer("tbl-a"),
        refer("sec-1-2"),
    )
    once = number(document(*blocks), ZH, scheme)
    assert number(once, ZH, scheme) == once


def test_an_unnumbered_heading_has_no_number_and_does_not_count() -> None:
    numbered = number(document(heading(1), heading(1, "小结", numbered=False), heading(1)), ZH)
    assert [block.number for block in numbered.blocks if isinstance(block, Heading)] == ["一、", "", "二、"]


def test_labels_that_are_given_never_meet_those_that_are_made() -> None:
    numbered = number(document(heading(1), heading(1, label="sec-1"), heading(1, "小结", numbered=False), heading(1, "小结", numbered=False)), ZH)
    assert [block.label for block in numbered.blocks if isinstance(block, Heading)] == ["sec-1-2", "sec-1", "sec-小结", "sec-小结-2"]


def test_tables_and_figures_count_apart_also_inside_boxes() -> None:
    numbered = number(document(table("tbl-a"), Box((), (figure("fig-a"), table("tbl-b"))), figure("fig-b"), refer("tbl-b"), refer("fig-b")), ZH)
    assert [text_of(block.content) for block in numbered.blocks if isinstance(block, Paragraph)] == ["见表\u00a02", "见图\u00a02"]


@pytest.mark.parametrize(
    ("edition", "words"),
    [(ZH, ["第一章", "“标题”一节", "表\u00a01", "图\u00a01"]), (EN, ["Chapter\u00a01", "Section\u00a01.1", "Table\u00a01", "Figure\u00a01"])],
)
def test_references_are_in_the_words_of_the_edition(edition: object, words: list[str]) -> None:
    found = number(
        document(
            *(refer(label) for label in ("sec-a", "sec-b", "tbl-a", "fig-a")),
            heading(1, label="sec-a"),
            heading(2, label="sec-b"),
            table("tbl-a"),
            figure("fig-a"),
        ),
        edition,
    )  # type: ignore[arg-type]
    assert [text_of(block.content)[1:] for block in found.blocks if isinstance(block, Paragraph)] == words


def test_every_unknown_and_every_repeated_label_is_named_at_once() -> None:
    with pytest.raises(NarrativeError) as caught:
        number(document(table("tbl-a"), table("tbl-a"), refer("tbl-b"), refer("fig-x")), ZH)
    assert [problem.code for problem in caught.value.problems] == ["RG320", "RG321", "RG321"]
    assert "tbl-a" in caught.value.problems[1].hint


def test_the_contents_go_down_to_their_depth_with_abstracts() -> None:
    deck = Paragraph((Text("摘要"),), "deck")
    numbered = number(document(heading(1, "章"), deck, heading(2, "节"), heading(3, "小节"), deck), ZH)
    assert [(entry.level, entry.number, text_of(entry.title), text_of(entry.deck)) for entry in contents(numbered)] == [
        (1, "一、", "章", "摘要"),
        (2, "（一）", "节", ""),
    ]


def test_gaps_stand_only_after_numbers() -> None:
    numbered = number(document(heading(1), heading(1, numbered=False)), EN)
    assert [heading_gap(block, "decimal") for block in numbered.blocks if isinstance(block, Heading)] == ["\u2002", ""]
