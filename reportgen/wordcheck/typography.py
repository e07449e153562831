"""The text itself: what gets lost between programs, and what a reader of Chinese or of a screen reader stumbles over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.wordcheck.model import HAN, Finding, P, Package, Place, T, find, first, is_on, local, name_of, number, text_in, val

AMBIGUOUS = re.compile("[“”‘’…—·]")
"""Marks that are Chinese and Latin: Word takes them from the Latin font unless the run says otherwise."""
TYPED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零〇0-9]+[章节部分篇]|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|[0-9]+(?:\.[0-9]+)+[\s、.．]?|[0-9]+[、．]|[0-9]+\.(?![0-9])|[（(][0-9]+[）)])"
)
"""A heading number typed into the text."""
EMPTY_IN_A_ROW = 3
"""So many empty paragraphs are space made by hand."""
_SPACE = name_of("xml:space")


def lines(package: Package) -> Iterator[Finding]:
    """Yield line feeds and tabs inside text: Word shows a space."""
    for story in package.texts:
        for node in story.root.iter(T):
            if re.search(r"[\n\r\t]", node.text or ""):
                yield Finding(story.place(node), "has a line feed or a tab inside its text, which Word shows as a space", "insert a line break or a tab")


def edges(package: Package) -> Iterator[Finding]:
    """Yield spaces at the edge of a piece of text that Word drops."""
    for story in package.texts:
        for node in story.root.iter(T):
            text = node.text or ""
            if text != text.strip(" \t\r\n") and node.get(_SPACE) != "preserve":
                yield Finding(story.place(node), "has a space at the edge of a run that Word drops", "type the space again")


def characters(package: Package) -> Iterator[Finding]:
    """Yield characters that have no form: controls, private ones, and the mark of a failed conversion."""
    for story in package.texts:
        for node in story.root.iter(T):
            if match := re.search("[\u0080-\u009f\ue000-\uf8ff\ufffd\ufffe\uffff\ufeff]", node.text or ""):
                yield Finding(story.place(node), f"holds the character U+{ord(match[0]):04X}, which no font shows", "type what is meant")


def east_asian_fonts(package: Package) -> Iterator[Finding]:
    """Yield when Chinese text has no font of its own by default, or a theme decides it against the font that is named."""
    story = package.related("styles")
    if story is None or not package.is_chinese:
        return
    fonts = first(story.root, "w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")
    body = first(package.styles[package.default_style].element, "w:rPr/w:rFonts") if package.default_style else None
    if not any(val(node, name) for node in (fonts, body) for name in ("w:eastAsia", "w:eastAsiaTheme")):
        yield Finding(story.place(), "names no font for Chinese text", "set one under Font, Asian text font")
    for node in story.root.iter(name_of("w:rFonts")):
        style = next(node.iterancestors(name_of("w:style")), None)
        place = Place(story.part, f"style {val(style, 'w:styleId')}") if style is not None else story.place()
        if val(node, "w:eastAsia") and val(node, "w:eastAsiaTheme"):
            yield Finding(place, "names a font for Chinese text and a theme that overrules it", "choose the font again in the style")
        elif style is not None and val(node, "w:ascii") and not (val(node, "w:eastAsia") or val(node, "w:eastAsiaTheme")):
            yield Finding(place, "names a Latin font and none for Chinese text", "set one under Font, Asian text font")


def indents(package: Package) -> Iterator[Finding]:
    """Yield indents counted in characters without their twin in points, which programs that do not count characters need."""
    stories = [*package.texts, *filter(None, [package.related("styles")])]
    for story in stories:
        for node in story.root.iter(name_of("w:ind")):
            for kind in ("firstLine", "hanging"):
                if (number(node, f"w:{kind}Chars") or 0) > 0 and not number(node, f"w:{kind}"):
                    style = next(node.iterancestors(name_of("w:style")), None)
                    place = story.place(node) if style is None else Place(story.part, f"style {val(style, 'w:styleId')}")
                    yield Finding(place, f"has {kind}Chars without {kind}: LibreOffice does not indent it", "set the indent again in Word")


def hints(package: Package) -> Iterator[Finding]:
    """Yield Chinese quotation marks, dashes and ellipses that Word takes from the Latin font."""
    if not package.is_chinese:
        return
    for story in package.texts:
        for node in story.root.iter(T):
            text = node.text or ""
            if not AMBIGUOUS.search(text) or not HAN.search(text):
                continue
            run = node.getparent()
            fonts = first(run, "w:rPr/w:rFonts")
            if val(fonts, "w:hint") != "eastAsia":
                yield Finding(story.place(node), "has Chinese marks that Word takes from the Latin font", "type the marks with a Chinese keyboard")


def spacing_by_hand(package: Package) -> Iterator[Finding]:
    """Yield empty paragraphs in a row that make space."""
    story = package.document
    count = 0
    for node in story.paragraphs:
        is_empty = not text_in(node).strip() and all(local(child) in {"pPr", "bookmarkStart", "bookmarkEnd", "proofErr"} or not len(child) for child in node)
        is_after = node.getprevious() is not None and node.getprevious().tag == P
        count = (count + 1 if is_after else 1) if is_empty and first(node, "w:pPr/w:sectPr") is None else 0
        if count == EMPTY_IN_A_ROW:
            yield Finding(story.place(node), f"is one of {EMPTY_IN_A_ROW} empty paragraphs in a row or more", "set space before or after, or a page break")


def indents_by_hand(package: Package) -> Iterator[Finding]:
    """Yield paragraphs that begin with spaces."""
    for node in package.document.paragraphs:
        if re.match(r"(?:\u3000|[ \u00a0]{2})", "".join(each.text or "" for each in node.iter(T))):
            yield Finding(package.document.place(node), "begins with spaces", "set an indent of the first line")


def typed_numbers(package: Package) -> Iterator[Finding]:
    """Yield headings whose number is typed: it does not count, and the contents repeat or miss it."""
    for _, node in package.headings:
        text = text_in(node)
        if match := TYPED.match(text):
            yield Finding(package.document.place(node), f"has its number {match[0].strip()!r} typed", "delete it and number the style")


def jumps(package: Package) -> Iterator[Finding]:
    """Yield headings that leave out a level: readers who move by headings get lost."""
    last = 0
    for level, node in package.headings:
        if level > last + 1:
            what = f"is a heading of level {level} after one of level {last}" if last else f"is a heading of level {level} with none above it"
            yield Finding(package.document.place(node), what, f"make it a heading of level {last + 1}")
        last = level


def languages(package: Package) -> Iterator[Finding]:
    """Yield when the file does not say its language: it is spell-checked and read out in that of the reader's machine."""
    story = package.related("styles")
    if story is None:
        return
    language = first(story.root, "w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    if language is None and package.default_style:
        language = first(package.styles[package.default_style].element, "w:rPr/w:lang")
    if not val(language):
        yield Finding(story.place(), "does not say the language of its text", "set it under Review, Language")
    elif package.is_chinese and not val(language, "w:eastAsia"):
        yield Finding(story.place(), "does not say the language of its Chinese text", "set it under Review, Language")


def changes(package: Package) -> Iterator[Finding]:
    """Yield tracked changes that nobody has accepted or refused."""
    for story in package.texts:
        for node in find(story.root, "//w:p[.//w:ins or .//w:del or .//w:moveFrom or .//w:moveTo]"):
            yield Finding(story.place(node), "holds a tracked change", "accept or reject it under Review")


def kept(package: Package) -> Iterator[Finding]:
    """Yield headings that a page break may part from their text."""
    reported: set[str] = set()
    for _, node in package.headings:
        style = package.style_of(node)
        if not is_on(package.property_of(node, "w:keepNext")) and style not in reported:
            reported.add(style)
            yield Finding(package.document.place(node), "is a heading that a page break may part from its text", "keep the style with the next paragraph")
