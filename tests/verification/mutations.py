"""Errors planted in finished files, one at a time: a digit changed, names swapped, a row or a sentence gone, a link that leads elsewhere.

Every function yields what was done and the changed file, `count` of each kind, spread evenly over the file.
"""

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
    """Yield changed pages; what stands before the cover stays."""
    text = data.decode()
    yield from _in_attributes(text, count)
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


ATTRIBUTES: Mapping[str, tuple[str, Change]] = {
    "digit in a chart": (r"<text [^>]*>([^<]*[0-9][^<]*)</text>", other_digit),
    "name in a chart": (r"<text [^>]*>([^<0-9]{2,})</text>", lambda text: text[:-1]),
    "number of a caption": (r"(?<=<caption)[^>]*><span>([^<]*[0-9]+)|<figcaption>([^<]*[0-9]+)", other_digit),
    "digit in a description": (r'<svg [^>]*aria-label="([^"]*[0-9][^"]*)"', other_digit),
    "no description": (r'<svg [^>]*aria-label="([^"]+)"', lambda text: ""),
    "value that is said": (r'<data value="([0-9.]+)"', other_digit),
    "source that is said": (r'data-source="([^"]+)"', lambda text: f"{text}x"),
    "address": (r'<a href="(https?:[^"]+)"', lambda text: f"{text}x"),
}
"""Kind → what it is in the page (its first group), and what becomes of it."""


def _in_attributes(text: str, count: int) -> Iterator[tuple[str, bytes]]:
    start = text.index("<main")
    for kind, (pattern, edit) in ATTRIBUTES.items():
        found = [next((each.start(group), each.end(group)) for group in (1, each.re.groups) if each[group]) for each in re.finditer(pattern, text[start:])]
        sites = [(a + start, b + start) for a, b in found if edit(text[a + start : b + start]) != text[a + start : b + start]]
        for a, b in (sites[site] for site in spread(range(len(sites)), count)):
            yield f"{kind}: {text[a:b][:20]}", (text[:a] + edit(text[a:b]) + text[b:]).encode()
    targets = [each.span(1) for each in re.finditer(r'<a (?:class="(?:ref|call|back)" )?(?:id="[^"]*" )?href="(#[^"]+)"', text) if "skip" not in each[0]]
    names = sorted({text[a:b] for a, b in targets})
    for a, b in (targets[site] for site in spread(range(len(targets)), count)):
        other = names[(names.index(text[a:b]) + 1) % len(names)]
        if other != text[a:b]:
            yield f"target: {text[a:b]} to {other}", (text[:a] + other + text[b:]).encode()


# ---------------------------------------------------------------- Word


def in_word(data: bytes, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield changed Word files."""
    parts = _unzipped(data)
    yield from _in_charts(parts, count)
    yield from _in_markup(parts, count)
    for part in {"word/document.xml", "word/footnotes.xml"} & parts.keys():
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


def _in_charts(parts: Mapping[str, bytes], count: int) -> Iterator[tuple[str, bytes]]:
    """Yield files in whose charts a value, a word or a cell of the workbook is another."""
    patterns = {"value of a chart": rb"<c:v>([0-9.]+)</c:v>", "word of a chart": rb"<a:t>([^<]*[0-9][^<]*)</a:t>", "cell of a workbook": rb"<v>([0-9.]+)</v>"}
    for kind, pattern in patterns.items():
        sites = [(name, each.span(1)) for name, data in _drawn(parts, kind) for each in re.finditer(pattern, data)]
        held = dict(_drawn(parts, kind))
        for name, (a, b) in (sites[site] for site in spread(range(len(sites)), count)):
            data, old = held[name], held[name][a:b].decode()
            changed = data[:a] + other_digit(old).encode() + data[b:]
            book = {**_unzipped(parts[name]), SHEET: changed} if kind.startswith("cell") else {}
            yield f"{kind} {old} in {name}", zipped({**parts, name: zipped(book) if book else changed})
    for name in [each for each in sorted(parts) if each.endswith(".svg")][:count]:
        changed = re.sub(rb"[0-9](?=[^<>]*</text>)", lambda found: b"%d" % ((int(found[0]) + 1) % 10), parts[name], count=1)
        if changed != parts[name]:
            yield f"digit in {name}", zipped({**parts, name: changed})


SHEET = "xl/worksheets/sheet1.xml"


def _drawn(parts: Mapping[str, bytes], kind: str) -> Iterator[tuple[str, bytes]]:
    """Yield the charts of a file, or the sheets of the workbooks behind them."""
    for name in sorted(parts):
        if kind.startswith("cell") and name.startswith("word/embeddings/"):
            yield name, _unzipped(parts[name])[SHEET]
        elif not kind.startswith("cell") and re.fullmatch(r"word/charts/chart[0-9]+\.xml", name):
            yield name, parts[name]


def _in_markup(parts: Mapping[str, bytes], count: int) -> Iterator[tuple[str, bytes]]:
    """Yield files in which a reference leads elsewhere, or a picture is described otherwise."""
    part = "word/document.xml"
    text = parts[part].decode()
    target = r'(?:w:anchor="| (?:PAGE)?REF )(_[A-Z][a-z]+[0-9]+)'
    patterns = {"target": target, "description": r' descr="([^"]*[0-9][^"]*)"', "no description": r' descr="([^"]+)"'}
    for kind, pattern in patterns.items():
        found = [each.span(1) for each in re.finditer(pattern, text)]
        names = sorted({text[a:b] for a, b in found})
        for a, b in (found[site] for site in spread(range(len(found)), count)):
            others = {"target": names[(names.index(text[a:b]) + 1) % len(names)], "description": other_digit(text[a:b]), "no description": ""}
            if others[kind] != text[a:b]:
                yield f"{kind}: {text[a:b][:20]}", zipped({**parts, part: (text[:a] + others[kind] + text[b:]).encode()})


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
    return zipped({**parts, part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)})


def _unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


# ---------------------------------------------------------------- PDF


def in_marked(marked: Mapping[tuple[int, int], str], shown: frozenset[tuple[int, int]], count: int) -> Iterator[tuple[str, dict[tuple[int, int], str]]]:
    """Yield changed contents of a PDF; `shown` is what belongs to the text."""
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


def in_objects(data: bytes, count: int) -> Iterator[tuple[str, bytes]]:
    """Yield PDF files in which a link or a named place leads elsewhere, or a picture is described otherwise."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        links = [each for page in opened.pages for each in page.get("/Annots", []) if "/Dest" in each]
        names = sorted(str(name) for name in pikepdf.NameTree(opened.Root.Names.Dests)) if "/Names" in opened.Root else []
        linked = sorted({str(each.Dest) for each in links})
        figures = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure" and str(each.get("/Alt", ""))]

        def saved() -> bytes:
            out = io.BytesIO()
            opened.save(out)
            return out.getvalue()

        for link in (links[site] for site in spread(range(len(links)), count)):
            old, link.Dest = str(link.Dest), pikepdf.String(names[(names.index(str(link.Dest)) + 1) % len(names)])
            yield f"target: {old}", saved()
            link.Dest = pikepdf.String(old)
        for name in (linked[site] for site in spread(range(len(linked)), count)):
            where = dict(pikepdf.NameTree(opened.Root.Names.Dests).items())[name]
            before = where[0]
            where[0] = next(page.obj for page in opened.pages if page.obj.objgen != before.objgen)
            yield f"place: {name}", saved()
            where[0] = before
        for figure in (figures[site] for site in spread(range(len(figures)), count)):
            words = str(figure.Alt)
            for kind, other in (("description", other_digit(words)), ("no description", "")):
                if other != words:
                    figure.Alt = pikepdf.String(other)
                    yield f"{kind}: {words[:20]}", saved()
            figure.Alt = pikepdf.String(words)


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
