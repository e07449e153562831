"""Editions made from other editions: Traditional Chinese by conversion, bilingual by interleaving.  Tree → tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from reportgen.bilingual import Voices, interleaved
from reportgen.document import (
    Block,
    Change,
    ChartSpec,
    Credit,
    CrossRef,
    Document,
    Figure,
    Inline,
    Meta,
    Paragraph,
    Quantity,
    Series,
    Table,
    Text,
)
from reportgen.edition import Edition, load_edition
from reportgen.traditional import traditional
from reportgen.tree import rewrite


def adapt(
    documents: Mapping[str, Document], edition: Edition, *, scheme: str = "", keep: Sequence[str] = (), taiwan_words: bool = False
) -> Document:
    """Return the document of an edition from the numbered documents of its sources, by tag; one with its own narrative as it is.

    scheme  heading scheme of the second language of a bilingual edition
    keep    words a Traditional edition leaves as they are: people, companies, titles
    taiwan_words  the edition for Taiwan also says things as Taiwan says them
    """
    first = documents[edition.base]
    if edition.second:
        voices = Voices(load_edition(edition.base), load_edition(edition.second), scheme or load_edition(edition.second).word("numbering"))
        return interleaved(first, documents[edition.second], edition.tag, voices)
    if not edition.convert:
        return first
    configuration = edition.convert + ("p" if taiwan_words and edition.convert == "s2tw" else "")
    return converted(first, edition, lambda text: traditional(text, configuration, keep))


def converted(document: Document, edition: Edition, say: Callable[[str], str]) -> Document:
    """Return a document with all its words as `say` says them, and the one remark that it was converted; values and sources stay."""

    def inline(node: Inline) -> Inline:
        match node:
            case Text() | Quantity() | CrossRef():
                return replace(node, text=say(node.text))
            case Change():
                return replace(node, text=say(node.text), spoken=say(node.spoken))
            case _:
                return node

    def block(node: Block) -> Block:
        match node:
            case Table():
                return replace(node, columns=tuple(replace(column, unit=say(column.unit)) for column in node.columns))
            case Figure():
                return replace(node, chart=_chart(node.chart, say), alt=say(node.alt))
            case _:
                return node

    made = rewrite(document, block=block, inline=inline)
    return _with_remark(replace(made, meta=_front(made.meta, edition, say)), edition)


def _chart(spec: ChartSpec, say: Callable[[str], str]) -> ChartSpec:
    # Keys may be names, and options and links refer to them: all are converted alike.
    return replace(
        spec,
        categories=tuple(map(say, spec.categories)),
        keys=tuple(map(say, spec.keys)),
        series=tuple(Series(say(each.name), each.values) for each in spec.series),
        highlight=tuple(map(say, spec.highlight)),
        unit=say(spec.unit),
        links=tuple((say(start), say(end), say(words)) for start, end, words in spec.links),
        options=tuple((say(name), say(value)) for name, value in spec.options),
    )


def _front(meta: Meta, edition: Edition, say: Callable[[str], str]) -> Meta:
    return replace(
        meta,
        language=edition.tag,
        title=say(meta.title),
        subtitle=say(meta.subtitle),
        edition=say(meta.edition),
        date_text=say(meta.date_text),
        institutions=tuple(map(say, meta.institutions)),
        credits=tuple(Credit(say(credit.role), tuple(map(say, credit.names))) for credit in meta.credits),
        author=say(meta.author),
        description=say(meta.description),
        keywords=tuple(map(say, meta.keywords)),
        cover=_chart(meta.cover, say) if meta.cover else None,
    )


def _with_remark(document: Document, edition: Edition) -> Document:
    """Return the document with the remark on its conversion: on the credits page, or at the end where there is none."""
    label, remark = edition.word("label.remark"), edition.word("label.conversion")
    if document.meta.credits:
        return replace(document, meta=replace(document.meta, credits=(*document.meta.credits, Credit(label, (remark,)))))
    return replace(document, blocks=(*document.blocks, Paragraph((Text(label + edition.word("label.colon") + remark),), role="plain")))
