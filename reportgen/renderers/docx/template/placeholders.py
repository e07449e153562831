"""Names in double braces that a template has where words of the report go: look-ups, nothing else.

Word splits what a person types into runs as it likes; a name counts however it is split.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from reportgen.document import Meta
from reportgen.edition import Edition
from reportgen.errors import Problem, nearest
from reportgen.renderers.docx.xml import clean, qname
from reportgen.wordcheck.model import Element, P, Package, Story, T

OPEN, CLOSE = r"(?:\{\{|｛｛)", r"(?:\}\}|｝｝)"
NAME = re.compile(rf"{OPEN}\s*([^\W\d]\w*)\s*{CLOSE}")
"""Braces of a Chinese keyboard are as good as others."""
_LEFT = re.compile(rf"{OPEN}|{CLOSE}|\{{%|%\}}")
SLOT = "body"
STANDARD = ("title", "subtitle", "edition", "date", "institutions", "author")
"""The names that every report has words for; `SLOT` is where the report itself goes."""


def standard_words(meta: Meta, edition: Edition) -> dict[str, str]:
    """Return the words that every report has: name → words, on one line; "" for what it does not say."""
    institutions = edition.word("list.comma").join(meta.institutions)
    date = meta.date_text or (edition.cover_date(meta.date) if meta.date else "")
    found = (meta.title, meta.subtitle, meta.edition, date, institutions, meta.author or institutions)
    return {name: clean(" ".join(words.split())) for name, words in zip(STANDARD, found, strict=True)}


def own_texts(paragraph: Element) -> list[Element]:
    """Return the texts of a paragraph without those of text boxes that are anchored in it."""
    return [node for node in paragraph.iter(T) if next(node.iterancestors(P)) is paragraph]


def own_words(paragraph: Element) -> str:
    """Return the words of a paragraph without those of text boxes that are anchored in it."""
    return "".join(node.text or "" for node in own_texts(paragraph))


def is_slot(paragraph: Element) -> bool:
    """Return whether a paragraph says that the report goes here, and nothing else."""
    found = NAME.fullmatch(own_words(paragraph).strip())
    return found is not None and found[1] == SLOT


def placeholders(package: Package) -> Iterator[tuple[Story, Element, str]]:
    """Yield every placeholder of a file with the part and the paragraph it stands in."""
    for story in package.texts:
        for paragraph in story.paragraphs:
            for match in NAME.finditer(own_words(paragraph)):
                yield story, paragraph, match[1]


def wrong_placeholders(package: Package, file: str, known: Collection[str] | None) -> Iterator[Problem]:
    """Yield the names that have no words, and braces around what is no name; with None for the known names only the braces."""
    for story, paragraph, name in placeholders(package):
        where = _where(file, story, paragraph)
        if name == SLOT and not (story is package.document and is_slot(paragraph)):
            hint = "give it a paragraph of its own in the text, outside of headers, footers and text boxes"
            yield Problem(where, "says where the report goes, but not in a paragraph of its own", hint, code="RG453")
        elif name != SLOT and known is not None and name not in known:
            hint = nearest(name, known, say="did you mean {!r}? Names of your own go into word.placeholders")
            yield Problem(where, f"nothing is known by the name {name!r}", hint, code="RG454")
    for story in package.texts:
        for paragraph in story.paragraphs:
            if _LEFT.search(NAME.sub("", own_words(paragraph))):
                hint = "write a name alone in double braces, as in {{ title }}: there are no conditions and no sums"
                yield Problem(_where(file, story, paragraph), "has braces, but no placeholder in them", hint, code="RG455")


def _where(file: str, story: Story, paragraph: Element) -> str:
    place = story.place(paragraph)
    return f"{file}:{place.part}: {place.spot}"


def fill(root: Element, words: Mapping[str, str]) -> bool:
    """Put words in the place of names, in all paragraphs; return whether there was one.  The first run of a name gives its look."""
    found = False
    for paragraph in root.iter(P):
        texts = own_texts(paragraph)
        for match in reversed(list(NAME.finditer(own_words(paragraph)))):
            if match[1] in words:
                _replace(texts, match.start(), match.end(), words[match[1]])
                found = True
    return found


def _replace(texts: list[Element], start: int, end: int, words: str) -> None:
    """Put words in the place of some characters of a paragraph."""
    place = 0
    for node in texts:
        text = node.text or ""
        first, last = max(start - place, 0), min(end - place, len(text))
        place += len(text)
        if first < last:
            node.text = text[:first] + words + text[last:]
            node.set(qname("xml:space"), "preserve")
            words = ""
