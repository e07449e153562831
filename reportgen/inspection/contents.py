"""Contents, outline and page numbers against the pages where headings stand, and how much of a page is left empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from reportgen.inspection.flow import LEADER, Flow
from reportgen.inspection.measure import Finding, Measure, at
from reportgen.inspection.pages import INVISIBLE, Line, Page
from reportgen.inspection.structure import Entry
from reportgen.inspection.tables import CAPTION, captions

ENTRY = re.compile(r"(?P<title>.*?)\s*(?:[.…·．‥]\s?){8,}\s*(?P<folio>\d+|[ivxlc]+)")
FOLIO = re.compile(r"[—–-]?\s*(?P<folio>\d+|[ivxlc]+)\s*[—–-]?")
MARGIN = 0.12
"""Page numbers stand in the uppermost or lowest share of a page."""
EMPTY = 0.25
"""Largest empty band of a page inside a chapter, as a share of the type area (docs/notes/001)."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An entry of the printed contents: words, page number as printed, and the line it stands on."""

    title: str
    folio: str
    line: Line


def printed_contents(flow: Flow) -> Iterator[Printed]:
    """Yield the entries of the contents: lines whose dots lead to a number."""
    for line in flow.lines:
        if found := ENTRY.fullmatch(line.text):
            yield Printed(found["title"], found["folio"], line)


def folio(page: Page) -> str:
    """Return the number printed in the margin of a page, "" without one."""
    for line in (*reversed(page.lines), *page.lines):
        found = FOLIO.fullmatch(line.text)
        if found and not MARGIN * page.height < line.y < (1 - MARGIN) * page.height:
            return found["folio"]
    return ""


def contents_pages(flow: Flow) -> Measure:
    """H6: every entry of the contents, and of lists of tables and figures, names the number printed on the page where its heading or caption stands."""
    found = []
    entries = list(printed_contents(flow))
    captioned = [(_squeezed(CAPTION.sub("", caption.line.text, count=1)), folio(flow.pages[caption.line.page])) for caption in captions(flow)]
    for entry, page in zip(entries, _pages_of(entries, flow), strict=True):
        if any(number == entry.folio and _names(words, _squeezed(entry.title)) for words, number in captioned):
            continue
        if page is None:
            found.append(at(entry.line, what="no heading has these words"))
        elif folio(page) != entry.folio:
            found.append(at(entry.line, what=f"says {entry.folio}, the heading stands on {folio(page) or 'a page without number'}"))
    return Measure("H6", "pages in the contents", (("entries", len(entries)),), "the heading's page", len(entries), tuple(found))


def _names(caption: str, title: str) -> bool:
    """Return whether a line of a list of tables or figures means a caption; either may be cut by the end of a line.

    >>> _names("全国15个城市", "城市"), _names("全国15", "全国15个城市"), _names("全国", "全省")
    (True, True, False)
    """
    return bool(caption and title) and (caption.endswith(title) or title.startswith(caption))


def page_labels(flow: Flow) -> Measure:
    """H7: the page labels that a reader's program shows are the numbers printed on the pages."""
    pairs = [(page, folio(page), label) for page, label in zip(flow.pages, flow.structure.labels, strict=False) if folio(page)]
    found = [Finding(page.index + 1, what=f"{printed} is printed, the label is {label or 'empty'}") for page, printed, label in pairs if printed != label]
    return Measure("H7", "page labels", (("pages", len(pairs)),), "as printed", len(pairs), tuple(found))


def outline_places(flow: Flow) -> Measure:
    """H12: every entry of the outline leads to the page where its words stand."""
    found = []
    for entry in flow.structure.outline:
        if entry.page < 0:
            found.append(Finding(0, what="leads nowhere", line=entry.title))
        elif _squeezed(entry.title) not in page_words(flow.pages[entry.page]):
            found.append(Finding(entry.page + 1, what="its words do not stand on the page it leads to", line=entry.title))
    return Measure("H12", "outline", (("entries", len(flow.structure.outline)),), "the heading's page", len(flow.structure.outline), tuple(found))


def headings_kept(flow: Flow) -> Measure:
    """H4: no heading is the last thing on its page."""
    found, counted = [], 0
    for entry in flow.structure.outline:
        line = heading_line(flow, entry)
        if line is None:
            continue
        counted += 1
        if not _something_below(flow, line):
            found.append(at(line, what="the heading is the last thing on its page"))
    return Measure("H4", "headings at the foot of a page", (("violations", len(found)),), "0", counted, tuple(found))


def empty_bands(flow: Flow) -> Measure:
    """NOTE1: the largest empty band of a page that is not the last of its chapter, as a share of the type area."""
    chapters = sorted({entry.page for entry in flow.structure.outline if entry.level == 1 and entry.page >= 0 and not _has_contents(flow, entry.page)})
    body = [line.y for line in flow.lines if flow.is_body(line)]
    if not chapters or not body:
        return Measure("NOTE1", "empty bands inside chapters", (), f"{EMPTY:.0%}", 0)
    top, bottom = max(body) + flow.body_size, min(body)
    inside = [page for page in flow.pages[chapters[0] : -1] if page.index + 1 not in chapters]
    shares = {page.index: _largest_band(page, top, bottom) / (top - bottom) for page in inside}
    found = [Finding(index + 1, what=f"{share:.0%} of the type area is empty") for index, share in shares.items() if share > EMPTY]
    values = (("most", round(100 * max(shares.values()))),) if shares else ()
    return Measure("NOTE1", "empty bands inside chapters", values, f"{EMPTY:.0%}", len(shares), tuple(found), "%")


def heading_line(flow: Flow, entry: Entry) -> Line | None:
    """Return the line an entry of the outline begins on, the largest where its words stand more than once."""
    if entry.page < 0:
        return None
    wanted = _squeezed(entry.title)
    lines = [line for line in flow.pages[entry.page].lines if wanted.startswith(_squeezed(line.text)) and not LEADER.search(line.text)]
    return max(lines, key=lambda line: (line.size, len(line.text)), default=None)


@cache
def page_words(page: Page) -> str:
    """Return all words of a page without spaces, line after line."""
    return _squeezed("".join(line.text for line in page.lines))


def _squeezed(text: str) -> str:
    """Return a text without spaces and without what only says where lines may break."""
    return "".join(char for char in text if not char.isspace() and char not in INVISIBLE)


def _pages_of(entries: Sequence[Printed], flow: Flow) -> Iterator[Page | None]:
    """Yield the page of the heading each entry of the contents names: by the outline, without one by its words.

    Headings of the same words are taken one after the other, as the contents name them.
    """
    outline = [(_squeezed(entry.title), entry.page) for entry in flow.structure.outline if entry.page >= 0]
    lines = [(_squeezed(line.text), line.page) for line in flow.lines if line.size >= min(flow.body_sizes, default=0.0) and not LEADER.search(line.text)]
    known, start = outline or lines, 0
    for entry in entries:
        title = _squeezed(entry.title)
        places = [place for place, (words, _) in enumerate(known) if title and (words == title or (outline and words.endswith(title)))]
        place = next((place for place in places if place >= start), places[0] if places else None)
        if place is None:
            yield None
        else:
            start = place + 1
            yield flow.pages[known[place][1]]


def _has_contents(flow: Flow, index: int) -> bool:
    return sum(bool(ENTRY.fullmatch(line.text)) for line in flow.pages[index].lines) > 2


def _something_below(flow: Flow, line: Line) -> bool:
    """Return whether text or a picture stands below a heading, other than footnotes and the page number."""
    page = flow.pages[line.page]
    words = (each for each in page.lines if MARGIN / 2 * page.height < each.y < line.y - 1 and not _is_note(flow, each))
    pictures = (ink for ink in page.ink if ink.top < line.y and ink.top - ink.bottom > line.size)
    return any(True for _ in words) or any(True for _ in pictures)


def _is_note(flow: Flow, line: Line) -> bool:
    """Return whether a line is smaller than the running text by as much as footnotes are."""
    return line.size < min(flow.body_sizes, default=0.0) * 0.92


def _largest_band(page: Page, top: float, bottom: float) -> float:
    """Return the height of the largest band without text or picture between two heights, in points."""
    bands = [(line.y, line.y + line.size) for line in page.lines] + [(ink.bottom, ink.top) for ink in page.ink]
    return max(_gaps(sorted(bands, reverse=True), top, bottom), default=top - bottom)


def _gaps(bands: Sequence[tuple[float, float]], top: float, bottom: float) -> Iterator[float]:
    reached = top
    for low, high in sorted(bands, key=lambda band: -band[1]):
        if high < bottom:
            break
        yield reached - high
        reached = min(reached, low)
    yield reached - bottom


