"""Errors planted in finished files, one at a time: a digit changed, names swapped, a row or a sentence gone, a caption renumbered."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pikepdf
from lxml import etree

from reportgen.renderers.docx.xml import qname

Change = Callable[[str], str]


def other_digit(text: str) -> str:
    """Return a text with its last digit one higher; unchanged when it has none."""
    return re.sub(r"([0-9])(?=[^0-9]*$)", lambda found: str((int(found[1]) + 1) % 10), text, count=1)


def shorter(text: str) -> str:
    """Return a text without one letter in its middle; unchanged when it is shorter than four."""
    letters = [place for place, char in enumerate(text) if char.isalpha()]
    middle = letters[len(letters) // 2] if len(letters) > 3 else None
    return text if middle is None else text[:middle] + text[middle + 1 :]


def longer(text: str) -> str:
    """Return a text that says its first four characters again; unchanged when it is shorter than eight."""
    return text + text[:4] if len(text.strip()) > 7 else text


EDITS: Mapping[str, Change] = {"digit": other_digit, "letter": shorter, "words": longer}


def spread(sites: Sequence[int], count: int) -> list[int]:
    """Return that many of the sites, from first to last in equal steps."""
    step = max(len(sites) / count, 1.0)
    return [sites[int(place * step)] for place in range(min(count, len(sites)))]


# ---------------------------------------------------------------- HTML

ELEMENTS = {"row": r"<tr.*?</tr>", "paragraph": r"<p[ >].*?</p>", "item": r"<li[ >](?:(?!<li).)*?</li>", "caption": "<caption.*?</caption>"}
_HIDDEN = re.compile(r"<svg.*?</svg>|<script.*?</script>|<[^>]*>", re.DOTALL)


def in_html(data: bytes, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield changed pages, `count` of each kind; charts and what stands before the cover stay."""
    text = data.decode()
    start = text.index("</nav>", text.index("<body"))
    hidden = [found.span() for found in _HIDDEN.finditer(text, start)]
    words = [(end, following) for (_, end), (following, _) in pairwise(hidden) if text[end:following].strip()]
    for kind, edit in EDITS.items():
        sites = [place for place, (a, b) in enumerate(words) if edit(text[a:b]) != text[a:b]]
        for a, b in (words[site] for site in spread(sites, count)):
            yield f"{kind} {text[a:b][:20]}", (text[:a] + edit(text[a:b]) + text[b:]).encode()
    for kind, pattern in ELEMENTS.items():
        found = [each.span() for each in re.compile(pattern, re.DOTALL).finditer(text, text.index("<main"))]
        for site in spread(range(len(found)), count):
            a, b = found[site]
            yield f"{kind} {site} gone", (text[:a] + text[b:]).encode()
    names = [each.span(1) for each in re.finditer(r'<th scope="row"[^>]*>(.*?)</th>', text)]
    for site in spread(range(len(names) - 1), count):
        (a, b), (c, d) = names[site : site + 2]
        if text[a:b] != text[c:d]:
            yield f"names {site} swapped", (text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]).encode()


# ---------------------------------------------------------------- Word


def in_word(data: bytes, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield changed Word files, `count` of each kind."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for part in ("word/document.xml", "word/footnotes.xml"):
        texts = [each.text or "" for each in etree.fromstring(parts[part]).iter(qname("w:t"))]
        for kind, edit in EDITS.items():
            for site in spread([place for place, text in enumerate(texts) if edit(text) != text], count):
                root = etree.fromstring(parts[part])
                node = list(root.iter(qname("w:t")))[site]
                node.text = edit(node.text or "")
                yield f"{kind} {texts[site][:20]}", _packed(parts, part, root)
    yield from _without(parts, "w:tr", count)
    yield from _without(parts, "w:p", count)
    yield from _swapped(parts, count)


def _without(parts: Mapping[str, bytes], tag: str, count: int) -> Iterator[tuple[str, bytes]]:
    def full(root: etree._Element) -> list[etree._Element]:
        nodes = [each for each in root.iter(qname(tag)) if "".join(word.text or "" for word in each.iter(qname("w:t"))).strip()]
        return [each for each in nodes if each.find(f".//{qname('w:sectPr')}") is None]

    total = len(full(etree.fromstring(parts["word/document.xml"])))
    for site in spread(range(total), count):
        root = etree.fromstring(parts["word/document.xml"])
        node = full(root)[site]
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)
        yield f"{tag} {site} gone", _packed(parts, "word/document.xml", root)


def _swapped(parts: Mapping[str, bytes], count: int) -> Iterator[tuple[str, bytes]]:
    def names(root: etree._Element) -> list[etree._Element]:
        cells = (row.findall(qname("w:tc"))[1:2] for row in root.iter(qname("w:tr")))
        return [words[0] for cell in cells if cell and (words := list(cell[0].iter(qname("w:t"))))]

    total = len(names(etree.fromstring(parts["word/document.xml"])))
    for site in spread(range(total - 1), count):
        root = etree.fromstring(parts["word/document.xml"])
        one, other = names(root)[site : site + 2]
        if one.text != other.text:
            one.text, other.text = other.text, one.text
            yield f"names {site} swapped", _packed(parts, "word/document.xml", root)


def _packed(parts: Mapping[str, bytes], part: str, root: etree._Element) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if name == part else data)
    return out.getvalue()


# ---------------------------------------------------------------- PDF


def in_marked(marked: Mapping[tuple[int, int], str], shown: frozenset[tuple[int, int]], count: int) -> Iterator[tuple[str, dict[tuple[int, int], str]]]:
    """Yield changed contents of a PDF, `count` of each kind; `shown` is what belongs to the text."""
    keys = sorted(shown & marked.keys())
    for kind, edit in EDITS.items():
        for site in spread([place for place, key in enumerate(keys) if edit(marked[key]) != marked[key]], count):
            yield f"{kind} {marked[keys[site]][:20]}", {**marked, keys[site]: edit(marked[keys[site]])}
    for site in spread(range(len(keys)), count):
        if marked[keys[site]].strip():
            yield f"content {keys[site]} gone", {**marked, keys[site]: ""}
    for site in spread(range(len(keys) - 1), count):
        one, other = keys[site : site + 2]
        if marked[one].split() != marked[other].split():
            yield f"contents {one}, {other} swapped", {**marked, one: marked[other], other: marked[one]}


def in_pages(data: bytes, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield PDF files in whose pages one digit of the text is drawn as another, by the codes of its font."""
    for step in range(count):
        with pikepdf.open(io.BytesIO(data)) as opened:
            page = opened.pages[1 + step * (len(opened.pages) - 1) // count]
            instructions = list(pikepdf.parse_content_stream(page))
            sites = list(_digits(page, instructions))
            if not sites:
                continue
            place, part, offset, code = sites[step * 7 % len(sites)]
            instructions[place] = _redrawn(instructions[place], part, offset, code)
            page.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
            out = io.BytesIO()
            opened.save(out)
            yield f"glyph on page {page.index + 1}", out.getvalue()


def _digits(page: pikepdf.Page, instructions: Sequence[Any]) -> Iterator[tuple[int, int, int, bytes]]:
    """Yield instruction, string and offset of every digit in marked content, with the code of another digit of its font."""
    codes: dict[bytes, bytes] = {}
    is_text = False
    for place, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "BDC":
            is_text = str(instruction.operands[0]) != "/Artifact"
        elif operator == "Tf":
            codes = _others(page.Resources.Font[str(instruction.operands[0])])
        elif operator == "TJ" and is_text:
            for part, piece in enumerate(instruction.operands[0]):
                text = bytes(piece) if isinstance(piece, pikepdf.String) else b""
                yield from ((place, part, offset, codes[code]) for offset in range(0, len(text), 2) if (code := text[offset : offset + 2]) in codes)


def _others(font: Any) -> dict[bytes, bytes]:
    """Return code of a digit → code of the next digit that the font has."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<003([0-9])>", font.ToUnicode.read_bytes()) if "/ToUnicode" in font else []
    codes = [bytes.fromhex(code.decode()) for code, _ in sorted(pairs, key=lambda pair: pair[1])]
    return dict(zip(codes, [*codes[1:], *codes[:1]], strict=True)) if len(codes) > 1 else {}


def _redrawn(instruction: Any, part: int, offset: int, code: bytes) -> Any:
    pieces = list(instruction.operands[0])
    text = bytes(pieces[part])
    pieces[part] = pikepdf.String(text[:offset] + code + text[offset + 2 :])
    return pikepdf.ContentStreamInstruction([pikepdf.Array(pieces)], instruction.operator)
