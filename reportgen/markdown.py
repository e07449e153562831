"""Markdown with markers → blocks of the document.

markdown-it parses; this module turns its tokens into nodes and gives markers back their nodes.
Raw HTML is not Markdown here: it is refused, so nothing a writer or a data cell says reaches an output unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin

from reportgen.document import (
    Block,
    Box,
    BulletList,
    Columns,
    Emph,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Strong,
    Text,
)
from reportgen.errors import nearest
from reportgen.parsing import JOINT, Parsing
from reportgen.places import AFTER, BEFORE, unclosed
from reportgen.sandbox import OPEN

SAFE_LINK = re.compile(r"^(https?://|mailto:)", re.IGNORECASE)
HEADING_TAIL = re.compile(r"\s*\{(?P<marks>[^{}]*)\}\s*$")
LABEL = re.compile(r"^[a-z]+-[a-z0-9-]+$")
MAX_DEPTH = 6
"""Blocks inside blocks."""
BLOCKS = {
    "table": "a table; its keys follow, one a line",
    "figure": "a chart; its keys follow, one a line",
    "key-figures": "a strip of three to five figures with large digits",
    "deck": "the abstract under a chapter title, printed again in the contents; no full stop",
    "claim": "the bold conclusion line under a heading; no full stop",
    "lead": "an opening paragraph that sums up what follows; full sentences",
    "plain": "a paragraph whose first line is not indented, such as one that goes on after a figure",
    "box": "a tinted box; the words after it are its title; it holds paragraphs and lists",
    "data-note": "the same for what must be known about the data: bases, gaps, comparability",
    "columns": "what is inside in two, three or four columns; count: the number of items a list inside must have",
    "pagebreak": "what follows starts a new page",
}
"""What may stand after ``:::``, and what it gives."""
_OPENING, _CLOSING = "（《〈「『【“‘", "，。、；：？！）》〉」』】”’"
_HAN, _MARK = "\u3400-\u9fff\uf900-\ufaff", r"[^\w\s*\\]"
BESIDE_STARS = re.compile(
    f"(?<=[{_CLOSING}{_OPENING}—…])(?=\\*)|(?<=\\*)(?=[{_CLOSING}{_OPENING}])"
    f"|(?<={_MARK})(?=\\*{{1,3}}[{_HAN}])|(?<=[{_HAN}]\\*)(?={_MARK})|(?<=[{_HAN}]\\*\\*)(?={_MARK})"
)
"""Where `JOINT` goes: CommonMark does not close ``**`` after 。 or % before a Han character, because it takes them for Western stops."""
HAN_EDGE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f—…“”‘’]")

BRACES = re.compile(r"\{{1,2}[^{}]*\}{1,2}|[{}]+")


def parse(text: str, parsing: Parsing) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text; what is wrong is in `parsing.problems`."""
    if parsing.depth > MAX_DEPTH:
        near = text.strip().partition("\n")[0][:30]
        parsing.note(f"blocks are nested more than {MAX_DEPTH} deep", "a report needs a list in a box at most", "RG347", near)
        return ()
    env: dict[str, object] = {}
    tokens = _parser().parse(BESIDE_STARS.sub(JOINT, text), env)
    parsing.depth += 1
    blocks = tuple(_blocks(_Cursor(tokens, env), parsing))
    parsing.depth -= 1
    return blocks


@cache
def _parser() -> MarkdownIt:
    # Deeper than any list here may be, because the parser drops in silence what is deeper than this.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 1000}).disable(["code", "lheading", "reference"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # `_wrap` refuses, and says so
    return parser.use(colon_fence_plugin).use(footnote_plugin)


@dataclass(slots=True)
class _Cursor:
    tokens: Sequence[Token]
    env: dict[str, object]
    at: int = 0

    def next(self) -> Token | None:
        if self.at >= len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]


def _blocks(cursor: _Cursor, parsing: Parsing, until: str = "") -> Iterator[Block]:
    while (token := cursor.next()) is not None:
        if token.type == until:
            return
        match token.type:
            case "heading_open":
                inline = cursor.next()
                cursor.next()
                if inline is not None:
                    yield _heading(int(token.tag[1]), inline, cursor, parsing)
            case "paragraph_open":
                inline = cursor.next()
                cursor.next()
                if inline is not None:
                    yield Paragraph(_inlines(inline, cursor, parsing))
            case "bullet_list_open":
                yield BulletList(tuple(_items(cursor, parsing, token)))
            case "ordered_list_open":
                start = token.attrGet("start")
                yield OrderedList(tuple(_items(cursor, parsing, token)), 1 if start is None else int(start))
            case "colon_fence":
                block = _fence(token, parsing)
                if block is not None:
                    yield block
            case "html_block":
                near = token.content.strip().splitlines()[0]
                parsing.note(f"raw HTML: {near[:40]!r}", "write Markdown; a directive makes boxes, columns, tables and figures", "RG340", near)
            case "footnote_block_open":
                while (inner := cursor.next()) is not None and inner.type != "footnote_block_close":
                    pass
            case "blockquote_close":
                pass
            case _:
                _unused(token, parsing)


def _items(cursor: _Cursor, parsing: Parsing, opened: Token) -> Iterator[tuple[Block, ...]]:
    if opened.level > 2 * MAX_DEPTH:  # a list and its item are a level each
        parsing.note(f"lists are nested more than {MAX_DEPTH} deep", "a list in a list is enough", "RG347")
    until = opened.type.replace("open", "close")
    while (token := cursor.next()) is not None and token.type != until:
        if token.type == "list_item_open":
            yield tuple(_blocks(cursor, parsing, "list_item_close"))


UNUSED = {
    "hr": ("a rule", "::: pagebreak starts a new page"),
    "blockquote_open": ("a quotation with >", "write ::: box, or quotation marks"),
    "fence": ("a code block", "write ::: table, ::: figure or ::: box"),
    "code_inline": ("code in backticks", "write the words"),
    "image": ("an image", "a figure draws what the data say: ::: figure fig-name"),
}
"""Markdown that has no place in a report, by token: its name, and what to write."""


def _unused(token: Token, parsing: Parsing) -> None:
    name, hint = UNUSED.get(token.type, (token.type, "`reportgen reference` says what a narrative may use"))
    near = {"image": "![", "fence": token.markup + token.info}.get(token.type) or token.content[:40] or token.markup[:3]
    parsing.note(f"{name} is not used in a narrative", hint, "RG341", near)


def _heading(level: int, token: Token, cursor: _Cursor, parsing: Parsing) -> Heading:
    label, numbered = "", True
    tail = HEADING_TAIL.search(token.content)
    if tail:
        for mark in tail["marks"].split():
            if mark.startswith("#") and LABEL.match(mark[1:]):
                label = mark[1:]
            elif mark in (".unnumbered", "-"):
                numbered = False
            else:
                hint = "labels read {#sec-name}, in small letters, digits and hyphens; {-} leaves the number out"
                parsing.note(f"{mark!r} is not a label", hint, "RG342", tail[0].strip())
        token = _without_tail(token)
    if level > 4:
        parsing.note("a report has four heading levels", "use a run-in heading: **Words.** and the text", "RG343", token.content)
    return Heading(min(level, 4), _inlines(token, cursor, parsing), label, numbered)


def _without_tail(token: Token) -> Token:
    children = list(token.children or ())
    if children and children[-1].type == "text":
        children[-1] = children[-1].copy(content=HEADING_TAIL.sub("", children[-1].content))
    return token.copy(content=HEADING_TAIL.sub("", token.content), children=children)


def _fence(token: Token, parsing: Parsing) -> Block | None:
    words = token.info.split(maxsplit=1)
    kind, rest = (words[0], words[1].strip() if len(words) > 1 else "") if words else ("", "")
    if _is_unclosed(token, parsing):
        return None
    match kind:
        case "table" | "figure" | "key-figures":
            return parsing.directive(kind, rest.replace(JOINT, ""), token.content.replace(JOINT, ""))
        case "deck" | "claim" | "lead" | "plain":
            inner = parse(token.content, parsing)
            if len(inner) == 1 and isinstance(inner[0], Paragraph):
                return Paragraph(inner[0].content, role=kind)
            near = token.content.strip().partition("\n")[0][:30] or f"::: {kind}"
            parsing.note(f"::: {kind} holds one paragraph, not {len(inner)} blocks", "write one paragraph between the marks", "RG344", near)
            return None
        case "box" | "data-note":
            return Box(inline_markdown(rest, parsing), parse(token.content, parsing), "data-note" if kind == "data-note" else "tip")
        case "columns":
            return _columns(rest, token, parsing)
        case "pagebreak":
            return PageBreak()
        case _:
            parsing.note(f"there is no directive {kind!r}", nearest(kind, BLOCKS), "RG345", f"::: {token.info.strip()}")
            return None


def _last_words(text: str) -> str:
    """Return the words of the last line of a list, without its mark."""
    return re.sub(r"^(?:[-*]|[0-9]+[.)])\s+", "", text.strip().rpartition("\n")[2].strip())


def _columns(rest: str, token: Token, parsing: Parsing) -> Columns:
    """Return the columns; their list has as many items as ``count:`` says, or a problem is noted."""
    number, _, wanted = (part.strip() for part in rest.partition("count:"))
    head = f"::: {token.info.strip()}"
    if number not in ("", "2", "3", "4"):
        parsing.note(f"there cannot be {number!r} columns", "write ::: columns 2, 3 or 4", "RG348", head)
    blocks = parse(token.content, parsing)
    if wanted:
        (*_, said) = (piece if isinstance(piece, str) else getattr(piece, "value", "") for piece in parsing.markers.split(wanted))
        items = sum(len(block.items) for block in blocks if isinstance(block, BulletList | OrderedList))
        if said != str(items):
            near = head if head in parsing.source else _last_words(token.content)  # a macro wrote the directive
            parsing.note(f"the list has {items} items, not {said}", "put the list or count: right", "RG352", near)
    return Columns(blocks, int(number) if number in ("2", "3", "4") else 2)


def _is_unclosed(token: Token, parsing: Parsing) -> bool:
    """Tell whether the colons that end a directive are missing, or end another one; a problem is noted then."""
    marks, content = token.markup, token.content
    next_one = re.search(rf"^ {{0,3}}:{{{len(marks)},}}[ \t]*[^:\s].*", content, re.MULTILINE)
    lines = content.count("\n") + (not content.endswith("\n") and content != "")
    if not next_one and (token.map is None or token.map[1] - token.map[0] > lines + 1):
        return False
    hint = f"write {marks} on a line of its own below it"
    if next_one:
        hint = f"write {marks} above “{next_one[0].strip().partition(OPEN)[0]}”, or {marks}: around both"
    head = (marks + token.info).replace(JOINT, "").partition(OPEN)[0].rstrip()
    parsing.note_at(unclosed(parsing.source, head, marks), "the directive opened here is not closed", hint, "RG349")
    return True


# ---------------------------------------------------------------- inlines


def _inlines(token: Token, cursor: _Cursor, parsing: Parsing) -> Inlines:
    return _merged(tuple(_run(list(token.children or ()), cursor.env, parsing)))


def _run(tokens: list[Token], env: dict[str, object], parsing: Parsing) -> Iterator[Inline]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        match token.type:
            case "text":
                yield from _words(token.content, parsing)
            case "softbreak":
                yield Text(_soft_break(tokens, at))
            case "hardbreak":
                yield LineBreak()
            case "em_open" | "strong_open" | "link_open":
                inner, at = _until(tokens, at, token.type.replace("open", "close"))
                content = tuple(_run(inner, env, parsing))
                yield _wrap(token, content, parsing)
            case "footnote_ref":
                yield Note(_merged(tuple(_run(_footnote(token, env), env, parsing))))
            case "html_inline":
                parsing.note(f"raw HTML: {token.content!r}", "write Markdown; < may be written as &lt;", "RG340", token.content)
            case _:
                _unused(token, parsing)


def _wrap(token: Token, content: Inlines, parsing: Parsing) -> Inline:
    if token.type == "em_open":
        return Emph(_merged(content))
    if token.type == "strong_open":
        return Strong(_merged(content))
    href = str(token.attrGet("href") or "")
    if not SAFE_LINK.match(href):
        parsing.note(f"the link {href[:60]!r} is not allowed", "links start with https://, http:// or mailto:", "RG346", href)
        href = "#"
    return Link(href, _merged(content))


def _until(tokens: list[Token], at: int, close: str) -> tuple[list[Token], int]:
    depth, start = 1, at
    opened = close.replace("close", "open")
    while at < len(tokens):
        depth += (tokens[at].type == opened) - (tokens[at].type == close)
        at += 1
        if depth == 0:
            return tokens[start : at - 1], at
    return tokens[start:], at


def _footnote(token: Token, env: dict[str, object]) -> list[Token]:
    notes = env.get("footnotes")
    entry = notes["list"][token.meta["id"]] if isinstance(notes, dict) else {}
    if "tokens" in entry:
        return list(entry["tokens"])
    return []


def _soft_break(tokens: list[Token], at: int) -> str:
    before = next((text[-1] for token in reversed(tokens[: at - 1]) if (text := token.content.replace(JOINT, ""))), "")
    after = next((text[0] for token in tokens[at:] if (text := token.content.replace(JOINT, ""))), "")
    return "" if HAN_EDGE.match(before) or HAN_EDGE.match(after) else " "


def _words(text: str, parsing: Parsing) -> Iterator[Inline]:
    for piece in parsing.markers.split(text.replace(JOINT, "")):
        if isinstance(piece, str):
            _find_braces(piece, parsing)
            yield Text(piece)
        else:
            yield piece


def _find_braces(text: str, parsing: Parsing) -> None:
    """Note braces that no template took."""
    for braces in BRACES.finditer(text):
        parsing.braces(braces[0], text[max(0, braces.start() - BEFORE) : braces.start()], text[braces.end() : braces.end() + AFTER])


def _merged(content: Inlines) -> Inlines:
    merged: list[Inline] = []
    for inline in content:
        last = merged[-1] if merged else None
        if isinstance(inline, Text) and isinstance(last, Text):
            merged[-1] = Text(last.text + inline.text)
        elif not (isinstance(inline, Text) and not inline.text):
            merged.append(inline)
    return tuple(merged)


def inline_markdown(text: str, parsing: Parsing) -> Inlines:
    """Return the inlines of one line: a caption, a note, a table head."""
    env: dict[str, object] = {}
    tokens = _parser().parseInline(BESIDE_STARS.sub(JOINT, text), env)
    return _inlines(tokens[0], _Cursor([], env), parsing) if tokens else ()
