"""Two editions of a report as one: headings, captions, heads and paragraphs in both languages, every number once.

Headings, tables, figures and boxes of the two trees answer each other (`parity` has made sure); what stands between two of them is
set paragraph against paragraph, or as a whole where the two languages cut it differently.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import TypeVar

from reportgen.document import (
    Block,
    Box,
    BulletList,
    ChartSpec,
    Column,
    Columns,
    Credit,
    Document,
    Figure,
    Heading,
    Inlines,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Meta,
    PageBreak,
    Paragraph,
    Parallel,
    Row,
    Series,
    Span,
    Table,
    Text,
)
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem
from reportgen.numbering import heading_gap
from reportgen.tree import text_of

Captioned = TypeVar("Captioned", Table, Figure)

SPACE: Inlines = (Text(" "),)
BREAK: Inlines = (LineBreak(),)
WORDED_OPTIONS = ("axis", "x_label", "y_label", "reference_label")
"""Options of charts with room for both languages; others are short heads, keys, numbers and switches."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The two languages of a bilingual document; `scheme` is the heading scheme of the second."""

    first: Edition
    second: Edition
    scheme: str

    def both(self, first: Inlines, second: Inlines, between: Inlines) -> Inlines:
        """Return a text in both languages, or once where both say the same."""
        if not second or text_of(first) == text_of(second):
            return first
        return (*first, *(between if first else ()), Span(second, self.second.tag))

    def words(self, first: str, second: str) -> str:
        """Return plain words in both languages; once where the second adds nothing: "2020年" and "2020"."""
        # A typographic apostrophe would be as wide as Han in the fonts of the first.
        spoken = second.replace("’", self.first.word("apostrophe"))
        return first if spoken in first else f"{first} {spoken}".strip()


def interleaved(first: Document, second: Document, tag: str, voices: Voices) -> Document:
    """Return the bilingual document of two numbered editions of the same shape; raises NarrativeError where they part ways."""
    return Document(_meta(first.meta, second.meta, tag, voices), _blocks(first.blocks, second.blocks, voices))


def _meta(first: Meta, second: Meta, tag: str, voices: Voices) -> Meta:
    pairs = zip_longest(first.credits, second.credits, fillvalue=Credit("", ()))
    credits = tuple(Credit(voices.words(a.role, b.role), tuple(dict.fromkeys((*a.names, *b.names)))) for a, b in pairs)
    return replace(first, language=tag, date_text=voices.words(first.date_text, second.date_text), credits=credits, second=second)


# ---------------------------------------------------------------- blocks


def _blocks(first: Sequence[Block], second: Sequence[Block], voices: Voices) -> tuple[Block, ...]:
    made: list[Block] = []
    for ours, theirs in zip_longest(_runs(first), _runs(second), fillvalue=()):
        if isinstance(ours, tuple) and isinstance(theirs, tuple):
            made += _texts(ours, theirs, voices)
        elif isinstance(ours, tuple) or isinstance(theirs, tuple):
            raise _parted(ours or theirs)
        else:
            made.append(_anchor(ours, theirs, voices))
    return tuple(made)


def _runs(blocks: Sequence[Block]) -> Iterator[Block | tuple[Block, ...]]:
    """Yield, in turn, the texts before an anchor, perhaps none, and the anchor."""
    texts: tuple[Block, ...] = ()
    for is_text, group in groupby(blocks, key=_is_text):
        if is_text:
            texts = tuple(group)
            continue
        for anchor in group:
            yield texts
            yield anchor
            texts = ()
    yield texts


def _is_text(block: Block) -> bool:
    return not isinstance(block, Heading | Table | Figure | KeyFigures | Box | Columns | PageBreak)


def _texts(first: tuple[Block, ...], second: tuple[Block, ...], voices: Voices) -> list[Block]:
    """Return texts side by side, one against one where they are of the same kinds."""
    if [_kind(block) for block in first] == [_kind(block) for block in second]:
        return [Parallel((ours,), (theirs,), voices.second.tag) for ours, theirs in zip(first, second, strict=True)]
    return [Parallel(first, second, voices.second.tag)] if second else list(first)


def _kind(block: Block) -> tuple[str, str]:
    return type(block).__name__, block.role if isinstance(block, Paragraph) else ""


def _anchor(first: Block, second: Block, voices: Voices) -> Block:
    match first, second:
        case Heading(), Heading() if first.level == second.level:
            number = f"{second.number}{heading_gap(second, voices.scheme) or ' '}" if second.number else ""
            titled: Inlines = (Text(number), *second.content) if number else second.content
            return replace(first, content=voices.both(first.content, titled, BREAK))
        case Table(), Table() if len(first.columns) == len(second.columns) and len(first.rows) == len(second.rows):
            return _table(first, second, voices)
        case Figure(), Figure():
            return _figure(first, second, voices)
        case KeyFigures(), KeyFigures() if len(first.figures) == len(second.figures):
            figures = tuple(_key_figure(ours, theirs, voices) for ours, theirs in zip(first.figures, second.figures, strict=True))
            notes, source = _below(first, second, voices)
            return KeyFigures(figures, notes, source)
        case Box(), Box():
            return replace(first, title=voices.both(first.title, second.title, SPACE), blocks=_blocks(first.blocks, second.blocks, voices))
        case Columns(), Columns():
            return replace(first, blocks=_names(first.blocks, second.blocks, voices) or _blocks(first.blocks, second.blocks, voices))
        case PageBreak(), PageBreak():
            return first
        case _:
            raise _parted(first)


def _names(first: tuple[Block, ...], second: tuple[Block, ...], voices: Voices) -> tuple[Block, ...]:
    """Return a list of names as one list, each name in both languages; nothing for blocks that are no two such lists of one length."""
    match first, second:
        case (BulletList(ours),), (BulletList(theirs),) if len(ours) == len(theirs):
            lines = [(one[0], other[0]) for one, other in zip(ours, theirs, strict=True) if len(one) == len(other) == 1]
            items = tuple(
                (replace(one, content=voices.both(one.content, other.content, SPACE)),)
                for one, other in lines
                if isinstance(one, Paragraph) and isinstance(other, Paragraph)
            )
            return (BulletList(items),) if len(items) == len(ours) else ()
        case _:
            return ()


def _parted(block: Block | tuple[Block, ...]) -> NarrativeError:
    label = getattr(block, "label", "") or "document"
    return NarrativeError(Problem(label, "the two languages part ways here", "give both editions the same headings, tables, figures and boxes", code="RG372"))


# ---------------------------------------------------------------- tables and figures


def _table(first: Table, second: Table, voices: Voices) -> Table:
    columns = tuple(_column(ours, theirs, voices) for ours, theirs in zip(first.columns, second.columns, strict=True))
    share_units = [ours.unit == theirs.unit for ours, theirs in zip(first.columns, second.columns, strict=True)]
    rows = tuple(
        replace(ours, cells=tuple(_cell(column, *pair, voices, same) for column, pair, same in zip(columns, _pairs(ours, theirs), share_units, strict=True)))
        for ours, theirs in zip(first.rows, second.rows, strict=True)
    )
    return replace(_captioned(first, second, "table", voices), columns=columns, rows=rows)


def _pairs(first: Row, second: Row) -> Iterator[tuple[Inlines, Inlines]]:
    return zip(first.cells, second.cells, strict=True)


def _column(first: Column, second: Column, voices: Voices) -> Column:
    """Return the column with its head in both languages; units that differ go into the heads."""
    if first.unit == second.unit:
        return replace(first, head=voices.both(first.head, second.head, BREAK))
    ours, theirs = (_with_unit(column, edition) for column, edition in ((first, voices.first), (second, voices.second)))
    return replace(first, head=voices.both(ours, theirs, BREAK), unit="")


def _with_unit(column: Column, edition: Edition) -> Inlines:
    return (*column.head, Text(f"{edition.word('label.open')}{column.unit}{edition.word('label.close')}")) if column.unit else column.head


def _cell(column: Column, first: Inlines, second: Inlines, voices: Voices, same_unit: bool) -> Inlines:
    match column.kind:
        case "rank" | "change":
            return first
        case "number":
            return first if same_unit else voices.both(first, second, BREAK)
        case "name":
            return voices.both(first, second, SPACE)
        case "text":
            return voices.both(first, second, BREAK)


def _figure(first: Figure, second: Figure, voices: Voices) -> Figure:
    both = _captioned(first, second, "figure", voices)
    return replace(both, chart=_chart(first.chart, second.chart, voices), alt=voices.words(first.alt, second.alt))


def _captioned(first: Captioned, second: Captioned, kind: str, voices: Voices) -> Captioned:
    """Return the first with caption, notes and source in both languages."""
    say = voices.second.word
    number = f"{say(f'caption.{kind}')}{say('caption.number_gap')}{second.number}{say('caption.gap')}"
    notes, source = _below(first, second, voices)
    return replace(first, caption=voices.both(first.caption, (Text(number), *second.caption), BREAK), notes=notes, source=source)


def _below(first: Captioned | KeyFigures, second: Captioned | KeyFigures, voices: Voices) -> tuple[tuple[Inlines, ...], Inlines]:
    """Return the notes and the source in both languages."""
    notes = tuple(voices.both(ours, theirs, BREAK) for ours, theirs in zip_longest(first.notes, _labelled(second.notes, voices.second), fillvalue=()))
    source: Inlines = (Text(voices.second.word("label.source")), *second.source) if second.source else ()
    return notes, voices.both(first.source, source, BREAK)


def _key_figure(first: KeyFigure, second: KeyFigure, voices: Voices) -> KeyFigure:
    """Return the figure once, large, and below it both meanings; before the second the figure in its words where they differ."""
    differs = text_of(first.value) != text_of(second.value)
    said: Inlines = (*second.value, Text(voices.second.word("label.colon")), *second.meaning) if differs else second.meaning
    return replace(first, meaning=voices.both(first.meaning, said, BREAK))


def _labelled(notes: tuple[Inlines, ...], edition: Edition) -> list[Inlines]:
    return [(Text(label), *note) for label, note in zip(edition.note_labels(len(notes)), notes, strict=True)]


def _chart(first: ChartSpec, second: ChartSpec, voices: Voices) -> ChartSpec:
    """Return the chart with its names in both languages."""
    if len(first.categories) != len(second.categories) or len(first.series) != len(second.series):
        return first
    names = tuple(map(voices.words, first.categories, second.categories))
    series = tuple(Series(voices.words(ours.name, theirs.name), ours.values) for ours, theirs in zip(first.series, second.series, strict=True))
    theirs = dict(second.options)
    options = tuple((key, voices.words(value, theirs.get(key, "")) if key in WORDED_OPTIONS else value) for key, value in first.options)
    links = tuple(
        (start, end, voices.words(words, other)) for (start, end, words), (_, _, other) in zip(first.links, second.links, strict=False)
    )
    return replace(first, categories=names, series=series, unit=voices.words(first.unit, second.unit), options=options, links=links)
