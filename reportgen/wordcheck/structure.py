"""What Word's XML refers to inside itself: styles, lists, bookmarks, notes, comments, ids, and the order of elements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from reportgen.wordcheck.model import Element, Finding, Package, Place, Story, find, first, is_default, local, name_of, number, val
from reportgen.wordcheck.order import ORDER

KINDS = {"w:pStyle": "paragraph", "w:rStyle": "character", "w:tblStyle": "table"}
INSERT = "insert it again in Word"
LEVELS, LONGEST_LABEL = 9, 31
NAME = re.compile(r"\w{1,40}")
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def styles_used(package: Package) -> Iterator[Finding]:
    """Yield styles that are used but not there, or are of another kind: Word sets such text in the default style."""
    for story in package.texts:
        for path, kind in KINDS.items():
            for node in story.root.iter(name_of(path)):
                style = package.styles.get(val(node))
                if style is None:
                    yield Finding(story.place(node), f"uses the style {val(node)!r}, which is not there", "choose another style")
                elif style.kind != kind:
                    yield Finding(story.place(node), f"uses the {style.kind} style {val(node)!r} as a {kind} style", "choose another style")


def styles_tied(package: Package) -> Iterator[Finding]:
    """Yield styles that build on, lead to or are tied to others that are not there; and circles."""
    part = _part(package, "styles")
    for style in package.styles.values():
        for path in ("w:basedOn", "w:next", "w:link"):
            other = first(style.element, path)
            if other is not None and val(other) not in package.styles:
                yield Finding(Place(part, f"style {style.id}"), f"names the style {val(other)!r}, which is not there", "choose another style")
        below = style.based_on
        seen: set[str] = set()
        while below in package.styles and below not in seen and below != style.id:
            seen.add(below)
            below = package.styles[below].based_on
        if below == style.id:
            yield Finding(Place(part, f"style {style.id}"), "builds on itself", "choose another style to build on")
        elif style.based_on in package.styles and package.styles[style.based_on].kind != style.kind:
            yield Finding(Place(part, f"style {style.id}"), f"builds on a style of another kind, {style.based_on!r}", "choose another style to build on")


def styles_unique(package: Package) -> Iterator[Finding]:
    """Yield ids and names given to two styles, and a missing default style for paragraphs."""
    story = package.related("styles")
    if story is None:
        yield Finding(Place(package.main), "has no styles", "save it anew in Word")
        return
    nodes = find(story.root, "w:style")
    for identifier, count in Counter(val(node, "w:styleId") for node in nodes).items():
        if count > 1:
            yield Finding(Place(story.part, f"style {identifier}"), "has the same id as another style", "rename it or delete it")
    names = Counter(_named(node) for node in nodes)
    for node in nodes:
        if names[_named(node)] > 1:
            yield Finding(Place(story.part, f"style {val(node, 'w:styleId')}"), "has the same name as another style", "rename it or delete it")
    defaults = Counter(val(node, "w:type") for node in nodes if is_default(node))
    if defaults["paragraph"] != 1:
        yield Finding(story.place(), f"has {defaults['paragraph']} default styles for paragraphs", "there is one: Normal")


def _named(style: Element) -> tuple[str, str]:
    return val(first(style, "w:name")).lower(), val(style, "w:type")


def lists_used(package: Package) -> Iterator[Finding]:
    """Yield lists that are used but not defined: their paragraphs lose their numbers."""
    numbering = package.related("numbering")
    defined = {val(node, "w:numId") for node in find(numbering.root, "w:num")} if numbering else set()
    stories = [*package.texts, *filter(None, [package.related("styles")])]
    for story in stories:
        for node in story.root.iter(name_of("w:numId")):
            if val(node) != "0" and val(node) not in defined:
                yield Finding(_style_or_place(story, node), f"uses the list {val(node)}, which is not defined", "number the paragraph again")
    abstracts = {val(node, "w:abstractNumId") for node in find(numbering.root, "w:abstractNum")} if numbering else set()
    for node in find(numbering.root, "w:num/w:abstractNumId") if numbering else []:
        if numbering and val(node) not in abstracts:
            yield Finding(numbering.place(), f"uses the list definition {val(node)}, which is not there", "number the paragraphs again")
    for node in find(numbering.root, "//w:lvl/w:pStyle") if numbering else []:
        if numbering and val(node) not in package.styles:
            yield Finding(numbering.place(), f"names the style {val(node)!r}, which is not there", "choose another style")


def _style_or_place(story: Story, node: Element) -> Place:
    style = next(node.iterancestors(name_of("w:style")), None)
    return story.place(node) if style is None else Place(story.part, f"style {val(style, 'w:styleId')}")


def lists_whole(package: Package) -> Iterator[Finding]:
    """Yield list definitions that Word drops: after their use, of too few levels, with labels it does not read."""
    story = package.related("numbering")
    if story is None:
        return
    kinds = [local(node) for node in story.root if local(node) in {"abstractNum", "num"}]
    if kinds != sorted(kinds):
        yield Finding(story.place(), "uses a list before it defines it", "save it anew in Word")
    for path, attribute in (("w:num", "w:numId"), ("w:abstractNum", "w:abstractNumId")):
        for identifier, count in Counter(val(node, attribute) for node in find(story.root, path)).items():
            if count > 1:
                yield Finding(story.place(), f"has the list or list definition {identifier} twice", "delete one")
    for abstract in find(story.root, "w:abstractNum"):
        levels, identifier = find(abstract, "w:lvl"), val(abstract, "w:abstractNumId")
        is_single = val(first(abstract, "w:multiLevelType")) == "singleLevel" or first(abstract, "w:numStyleLink") is not None
        if len(levels) != LEVELS and not is_single:
            yield Finding(story.place(), f"has {len(levels)} levels in the list definition {identifier}", f"define all {LEVELS}")
        for level in levels:
            label, depth = val(first(level, "w:lvlText")), number(level, "w:ilvl") or 0
            if len(label) > LONGEST_LABEL or any(int(digit) > depth + 1 for digit in re.findall("%([1-9])", label)):
                yield Finding(story.place(), f"has the label {label!r} on level {depth + 1}, which Word ignores", "shorten it, and name no deeper level")


def bookmarks_paired(package: Package) -> Iterator[Finding]:
    """Yield bookmarks without a beginning or an end, and ids given twice."""
    for story in package.texts:
        starts, ends = (Counter(val(node, "w:id") for node in story.root.iter(name_of(f"w:bookmark{side}"))) for side in ("Start", "End"))
        for node in story.root.iter(name_of("w:bookmarkStart")):
            identifier = val(node, "w:id")
            if starts[identifier] > 1 or ends[identifier] != 1:
                name = val(node, "w:name")
                what = f"the bookmark {name!r} does not end" if not ends[identifier] else f"the bookmark {name!r} begins or ends where another does"
                yield Finding(story.place(node), what, "delete the bookmark and insert it again")
        for node in story.root.iter(name_of("w:bookmarkEnd")):
            if not starts[val(node, "w:id")]:
                yield Finding(story.place(node), f"the bookmark with the id {val(node, 'w:id')} does not begin", "delete its end")


def bookmarks_named(package: Package) -> Iterator[Finding]:
    """Yield bookmarks with one name, and names Word cuts off or refuses."""
    seen: set[str] = set()
    for story in package.texts:
        for node in story.root.iter(name_of("w:bookmarkStart")):
            name = val(node, "w:name")
            if name.lower() in seen:
                yield Finding(story.place(node), f"the bookmark {name!r} is there twice", "rename one")
            elif not NAME.fullmatch(name) or name[0].isdigit():
                hint = "begin with a letter; use at most 40 letters, digits and _"
                yield Finding(story.place(node), f"the bookmark {name!r} has a name that Word does not take", hint)
            seen.add(name.lower())


def ids(package: Package) -> Iterator[Finding]:
    """Yield ids of drawings, content controls and paragraphs that are given twice."""
    drawings: set[str] = set()
    for story in package.texts:
        for node in _repeated(find(story.root, "//wp:docPr"), lambda node: str(node.get("id", "")), drawings):
            yield Finding(story.place(node), f"has a drawing with the id {node.get('id')} of another", INSERT)
        for node in _repeated(find(story.root, "//w:sdtPr/w:id"), val, set()):
            yield Finding(story.place(node), f"has a content control with the id {val(node)} of another", INSERT)
        for node in _repeated([node for node in story.paragraphs if node.get(_W14)], lambda node: str(node.get(_W14)), set()):
            yield Finding(story.place(node), f"has the id {node.get(_W14)} of another paragraph", INSERT)


def _repeated(nodes: Iterable[Element], key: Callable[[Element], str], seen: set[str]) -> Iterator[Element]:
    for node in nodes:
        if key(node) in seen:
            yield node
        seen.add(key(node))


def notes(package: Package) -> Iterator[Finding]:
    """Yield footnotes and endnotes that are called but not there, and notes that nothing calls."""
    for kind in ("footnote", "endnote"):
        story = package.related(f"{kind}s")
        nodes = [node for node in find(story.root, f"w:{kind}") if val(node, "w:type") in {"", "normal"}] if story else []
        there = Counter(val(node, "w:id") for node in nodes)
        called = Counter(val(node, "w:id") for node in package.document.root.iter(name_of(f"w:{kind}Reference")))
        for node in package.document.root.iter(name_of(f"w:{kind}Reference")):
            if val(node, "w:id") not in there:
                yield Finding(package.document.place(node), f"calls the note {val(node, 'w:id')} of the {kind}s, which is not there", INSERT)
        for identifier, count in there.items():
            if story and (count > 1 or called[identifier] != 1):
                what = f"has the note {identifier} twice" if count > 1 else f"has the note {identifier}, which is called {called[identifier]} times"
                yield Finding(story.place(), what, "delete the note, or call it once")


def separators(package: Package) -> Iterator[Finding]:
    """Yield notes without the rule above them, or a rule that the settings do not name."""
    settings = package.related("settings")
    for kind in ("footnote", "endnote"):
        story = package.related(f"{kind}s")
        if story is None:
            continue
        for name in ("separator", "continuationSeparator"):
            node = first(story.root, f"w:{kind}[@w:type='{name}']")
            named = {val(each, "w:id") for each in find(settings.root, f"w:{kind}Pr/w:{kind}")} if settings else set()
            if node is None:
                yield Finding(story.place(), f"has no separator of notes ({name})", "save it anew in Word")
            elif val(node, "w:id") not in named:
                yield Finding(story.place(), f"has a separator of notes ({name}) that the settings do not name", "save it anew in Word")


def comments(package: Package) -> Iterator[Finding]:
    """Yield comments that are called but not there, and ranges of comments that do not end."""
    story = package.related("comments")
    there = {val(node, "w:id") for node in find(story.root, "w:comment")} if story else set()
    document = package.document
    ends = {val(node, "w:id") for node in document.root.iter(name_of("w:commentRangeEnd"))}
    starts = {val(node, "w:id") for node in document.root.iter(name_of("w:commentRangeStart"))}
    for node in document.root.iter(name_of("w:commentReference"), name_of("w:commentRangeStart")):
        if val(node, "w:id") not in there:
            yield Finding(document.place(node), f"calls the comment {val(node, 'w:id')}, which is not there", "delete the comment and write it again")
        elif local(node) == "commentRangeStart" and val(node, "w:id") not in ends:
            yield Finding(document.place(node), f"the comment {val(node, 'w:id')} has no end", "delete the comment and write it again")
    for node in document.root.iter(name_of("w:commentRangeEnd")):
        if val(node, "w:id") not in starts:
            yield Finding(document.place(node), f"the comment {val(node, 'w:id')} has no beginning", "delete the comment and write it again")


def order(package: Package) -> Iterator[Finding]:
    """Yield elements that stand before one they must follow: Word drops them or refuses the file."""
    names = ("styles", "numbering", "settings")
    for story in [*package.texts, *filter(None, map(package.related, names))]:
        for parent in story.root.iter(*ORDER):
            places = ORDER[parent.tag]
            last = -1
            for child in parent:
                place = places.get(child.tag)
                if place is None:
                    continue
                if place < last:
                    what = f"has {local(child)} in {local(parent)} after an element that must follow it"
                    yield Finding(_style_or_place(story, parent), what, "save it anew in Word")
                    break
                last = place


def _part(package: Package, kind: str) -> str:
    return next((each.target for each in package.reached(kind)), package.main)
