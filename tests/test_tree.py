"""Walking and rewriting: the only recursion over the document."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from reportgen.document import Block, Box, BulletList, Document, Emph, Heading, Inline, Link, Meta, Note, Paragraph, Strong, Table, Text
from reportgen.tree import all_inlines, rewrite, text_of, walk
from tests.trees import DOCUMENTS


@settings(max_examples=40)
@given(DOCUMENTS)
def test_rewriting_with_nothing_to_change_gives_the_same_tree(document: Document) -> None:
    assert rewrite(document) == rewrite(document, block=lambda block: block) == rewrite(document, inline=lambda inline: inline) == document


@settings(max_examples=40)
@given(DOCUMENTS)
def test_rewriting_visits_every_node_once(document: Document) -> None:
    blocks: list[Block] = []
    inlines: list[Inline] = []

    def keep_block(block: Block) -> Block:
        blocks.append(block)
        return block

    def keep_inline(inline: Inline) -> Inline:
        inlines.append(inline)
        return inline

    rewrite(document, block=keep_block, inline=keep_inline)
    assert len(blocks) == len(list(walk(document.blocks)))
    assert sorted(map(repr, inlines)) == sorted(map(repr, all_inlines(document)))


def test_every_word_can_be_rewritten_wherever_it_stands() -> None:
    word = (Text("a"),)
    table = Table("t", word, (), (), (word,), word)
    tree = Document(
        Meta("题", "en"), (Heading(1, word), Box(word, (BulletList(((Paragraph((Note((Emph((Link("https://x", (Strong(word),)),)),)),)),),)),)), table)
    )
    shouted = rewrite(tree, inline=lambda inline: replace(inline, text="B") if isinstance(inline, Text) else inline)
    assert {inline.text for inline in all_inlines(shouted) if isinstance(inline, Text)} == {"B"}
    assert {inline.text for inline in all_inlines(tree) if isinstance(inline, Text)} == {"a"}, "the old tree is as it was"


def test_words_come_without_footnotes() -> None:
    assert text_of((Text("一"), Strong((Text("二"),)), Note((Text("注"),)))) == "一二"


def test_walking_is_in_reading_order_outer_first() -> None:
    box = Box((), (Paragraph(()),))
    assert list(walk((box, Heading(1, ())))) == [box, box.blocks[0], Heading(1, ())]
