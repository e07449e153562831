"""What Word will print before the headings of a template: read from its own lists, so that our contents can say the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from reportgen.document import Block, Document, Heading
from reportgen.numerals import BRANCHES, STEMS, han, han_digits, han_formal
from reportgen.tree import rewrite
from reportgen.wordcheck.model import Element, Package, find, first, is_on, number, val

CLOSED = "、，。．：；）】》"
"""Marks that bring their own space: after them the title follows at once."""


@dataclass(frozen=True, slots=True)
class Label:
    """One level of a list.

    list       which list of the file; levels of one list count each other
    level      0 to 8
    format     the form of its number, in Word's words; `forms` has it for each of the nine levels
    pattern    what is printed, with %1 for the number of level 0
    gap        what parts it from the title in the contents
    starts     first number of each of the nine levels
    """

    list: str
    level: int
    forms: tuple[str, ...]
    pattern: str
    gap: str
    starts: tuple[int, ...]
    is_legal: bool = False


def label_of(package: Package, style: str) -> Label | None:
    """Return the level of the list that numbers the paragraphs of a style, None when nothing does."""
    story, found = package.related("numbering"), None
    for each in package.chain(style):
        identifier = val(first(each.element, "w:pPr/w:numPr/w:numId"))
        if identifier and story is not None:
            found = None if identifier == "0" else _list(package, story.root, identifier)
            break
    if found is None:
        return None
    identifier, levels = found
    place = next((place for place, node in levels.items() if val(first(node, "w:pStyle")) == style), None)
    if place is None:
        own = (number(first(each.element, "w:pPr/w:numPr/w:ilvl")) for each in package.chain(style))
        place = next((level for level in own if level is not None), 0)
    node = levels.get(place)
    pattern = val(first(node, "w:lvlText")) if node is not None else ""
    if node is None or not pattern or _form(node) in ("bullet", "none"):
        return None
    following = val(first(node, "w:suff")) or "tab"
    gap = "" if following == "nothing" or pattern[-1:] in CLOSED else " " if following == "space" else "\u2002"
    forms = tuple(_form(levels.get(level)) for level in range(9))
    starts = tuple(_start(levels.get(level)) for level in range(9))
    return Label(identifier, place, forms, pattern, gap, starts, is_on(first(node, "w:isLgl")))


def _list(package: Package, root: Element, identifier: str, depth: int = 0) -> tuple[str, dict[int, Element]] | None:
    """Return a list and its levels: those of its definition, or what the use of it puts in their place."""
    use = next((node for node in find(root, "w:num") if val(node, "w:numId") == identifier), None)
    if use is None or depth > 2:
        return None
    abstract = next((node for node in find(root, "w:abstractNum") if val(node, "w:abstractNumId") == val(first(use, "w:abstractNumId"))), None)
    if abstract is None:
        return None
    if linked := val(first(abstract, "w:numStyleLink")):
        style = package.styles.get(linked)
        return _list(package, root, val(first(style.element, "w:pPr/w:numPr/w:numId")), depth + 1) if style else None
    levels = {level: node for node in find(abstract, "w:lvl") if (level := number(node, "w:ilvl")) is not None}
    levels |= {level: node for node in find(use, "w:lvlOverride/w:lvl") if (level := number(node, "w:ilvl")) is not None}
    return val(abstract, "w:abstractNumId"), levels


def _form(level: Element | None) -> str:
    return val(first(level, "w:numFmt")) if level is not None and first(level, "w:numFmt") is not None else "decimal"


def _start(level: Element | None) -> int:
    found = number(first(level, "w:start")) if level is not None else None
    return 1 if found is None else found


def renumbered(document: Document, labels: tuple[Label | None, ...]) -> Document:
    """Return the document with the labels of Word before its headings; `labels` are those of levels 1 to 4, None for no number."""
    counts: dict[str, list[int | None]] = {}

    def visit(block: Block) -> Block:
        if not isinstance(block, Heading):
            return block
        label = labels[min(block.level, 4) - 1] if block.numbered else None
        return replace(block, number=_next(label, counts) if label else "")

    return rewrite(document, block=visit)


def _next(label: Label, counts: dict[str, list[int | None]]) -> str:
    """Return the next label of a level; deeper ones begin anew."""
    count = counts.setdefault(label.list, [None] * 9)
    before = count[label.level]
    count[label.level] = label.starts[label.level] if before is None else before + 1
    count[label.level + 1 :] = [None] * (8 - label.level)
    text = label.pattern
    for level in range(9):
        here = count[level]
        value = label.starts[level] if here is None else here
        text = text.replace(f"%{level + 1}", printed(value, "decimal" if label.is_legal else label.forms[level]))
    return text


def first_labels(labels: tuple[Label | None, ...]) -> tuple[str, ...]:
    """Return the label of the first heading of each level, "" for none."""
    counts: dict[str, list[int | None]] = {}
    return tuple(_next(label, counts) if label else "" for label in labels)


def printed(n: int, form: str) -> str:
    """Return a number in one of Word's forms; one that is not known here is decimal, as in Word.

    >>> [printed(3, form) for form in ("decimal", "chineseCountingThousand", "upperRoman", "lowerLetter", "decimalEnclosedCircleChinese")]
    ['3', '三', 'III', 'c', '③']
    """
    if n < 0:
        return str(n)
    return FORMS.get(form, str)(n)


_SIGNS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _SIGNS, strict=True))


def _roman(n: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (n // value)
        n %= value
    return text


def _letter(n: int) -> str:
    """Return a letter, doubled in the second round as Word does: a … z, aa, bb."""
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1) if n else ""


def _of(series: str) -> Callable[[int], str]:
    return lambda n: series[(n - 1) % len(series)] if n else "0"


def _circled(n: int) -> str:
    return chr(ord("①") + n - 1) if 1 <= n <= 20 else str(n)


def _wide(n: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(n))


FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerLetter": _letter,
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand"), han),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), lambda n: han_digits(str(n))),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), han_formal),
    "ideographTraditional": _of(STEMS),
    "ideographZodiac": _of(BRANCHES),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _wide),
    "none": lambda n: "",
}
"""Word's name of a form → a number in it."""
