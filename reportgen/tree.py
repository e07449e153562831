"""Walking and rewriting the document tree: the only recursion over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from reportgen.document import (
    Block,
    Box,
    BulletList,
    Change,
    Columns,
    CrossRef,
    Document,
    Emph,
    Figure,
    Heading,
    Inline,
    Inlines,
    KeyFigures,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Parallel,
    Quantity,
    Span,
    Strong,
    Table,
    Text,
)

Node = TypeVar("Node", Block, Inline)


def blocks_of(block: Block) -> tuple[Block, ...]:
    """Return the blocks directly inside a block."""
    match block:
        case BulletList(items) | OrderedList(items):
            return tuple(child for item in items for child in item)
        case Box(blocks=blocks) | Columns(blocks=blocks):
            return blocks
        case Parallel(first, second):
            return (*first, *second)
        case _:
            return ()


def inlines_of(block: Block) -> tuple[Inlines, ...]:
    """Return the runs of inlines directly inside a block, in reading order."""
    match block:
        case Heading(content=content) | Paragraph(content=content):
            return (content,)
        case Box(title=title):
            return (title,)
        case Table():
            heads = tuple(column.head for column in block.columns)
            cells = tuple(cell for row in block.rows for cell in row.cells)
            return (block.caption, *heads, *cells, *block.notes, block.source)
        case Figure():
            return (block.caption, *block.notes, block.source)
        case KeyFigures():
            return (*(part for figure in block.figures for part in (figure.value, figure.meaning)), *block.notes, block.source)
        case _:
            return ()


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield every block in reading order, outer before inner."""
    for block in blocks:
        yield block
        yield from walk(blocks_of(block))


def walk_inlines(content: Inlines) -> Iterator[Inline]:
    """Yield every inline in reading order, outer before inner."""
    for inline in content:
        yield inline
        match inline:
            case Emph(inner) | Strong(inner) | Note(inner) | Link(content=inner) | Span(inner):
                yield from walk_inlines(inner)
            case _:
                pass


def all_inlines(document: Document) -> Iterator[Inline]:
    """Yield every inline of the document in reading order."""
    for block in walk(document.blocks):
        for content in inlines_of(block):
            yield from walk_inlines(content)


def text_of(content: Inlines) -> str:
    """Return the words of a run of inlines as a reader sees them, without footnotes."""
    parts = []
    for inline in content:
        match inline:
            case Text(text) | Quantity(text=text) | Change(text=text) | CrossRef(text=text):
                parts.append(text)
            case Emph(inner) | Strong(inner) | Link(content=inner) | Span(inner):
                parts.append(text_of(inner))
            case LineBreak():
                parts.append("\n")
            case Note():
                pass
    return "".join(parts)


def digits_apart(text: str) -> tuple[str, str, str]:
    """Return what stands before the digits of a printed quantity, its digits, and what stands behind them.

    >>> digits_apart("1.5万亿元"), digits_apart("−60%")
    (('', '1.5', '万亿元'), ('', '−60', '%'))
    """
    found = re.search(r"[−-]?[0-9]+(?:[.,][0-9]+)*", text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def one_line(content: Inlines) -> Inlines:
    """Return a run of inlines as a contents or a running head prints it: no footnotes, no links, line breaks as spaces."""
    made: list[Inline] = []
    for inline in content:
        match inline:
            case Note():
                pass
            case LineBreak():
                made.append(Text(" "))
            case CrossRef(text=text):
                made.append(Text(text))
            case Link(content=inner):
                made += one_line(inner)
            case Emph() | Strong() | Span():
                made.append(replace(inline, content=one_line(inline.content)))
            case _:
                made.append(inline)
    return tuple(made)


def deck_of(block: Block | None) -> Inlines:
    """Return the words of a chapter's abstract, in both languages where there are two; nothing for any other block."""
    match block:
        case Paragraph(content=content, role="deck"):
            return content
        case Parallel((Paragraph(content=ours, role="deck"),), (Paragraph(content=theirs, role="deck"),), language):
            return (*ours, LineBreak(), Span(theirs, language))
        case _:
            return ()


def rewrite(document: Document, *, block: Callable[[Block], Block] | None = None, inline: Callable[[Inline], Inline] | None = None) -> Document:
    """Return the document with every node replaced by what the functions return for it, inner nodes first."""
    return replace(document, blocks=tuple(_rewrite_block(each, block, inline) for each in document.blocks))


def _rewrite_block(node: Block, on_block: Callable[[Block], Block] | None, on_inline: Callable[[Inline], Inline] | None) -> Block:
    def run(content: Inlines) -> Inlines:
        return tuple(_rewrite_inline(each, on_inline) for each in content) if on_inline else content

    def inner(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(_rewrite_block(each, on_block, on_inline) for each in blocks)

    new: Block
    match node:
        case Heading() | Paragraph():
            new = replace(node, content=run(node.content))
        case BulletList() | OrderedList():
            new = replace(node, items=tuple(inner(item) for item in node.items))
        case Box():
            new = replace(node, title=run(node.title), blocks=inner(node.blocks))
        case Columns():
            new = replace(node, blocks=inner(node.blocks))
        case Parallel():
            new = replace(node, first=inner(node.first), second=inner(node.second))
        case Table():
            columns = tuple(replace(column, head=run(column.head)) for column in node.columns)
            rows = tuple(replace(row, cells=tuple(map(run, row.cells))) for row in node.rows)
            new = replace(node, caption=run(node.caption), columns=columns, rows=rows, notes=tuple(map(run, node.notes)), source=run(node.source))
        case Figure():
            new = replace(node, caption=run(node.caption), notes=tuple(map(run, node.notes)), source=run(node.source))
        case KeyFigures():
            figures = tuple(replace(figure, value=run(figure.value), meaning=run(figure.meaning)) for figure in node.figures)
            new = replace(node, figures=figures, notes=tuple(map(run, node.notes)), source=run(node.source))
        case PageBreak():
            new = node
    return on_block(new) if on_block else new


def _rewrite_inline(node: Inline, on_inline: Callable[[Inline], Inline] | None) -> Inline:
    if on_inline is None:
        return node
    match node:
        case Emph() | Strong() | Link() | Note() | Span():
            node = replace(node, content=tuple(_rewrite_inline(each, on_inline) for each in node.content))
        case _:
            pass
    return on_inline(node)
