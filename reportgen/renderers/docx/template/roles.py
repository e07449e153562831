"""Which style of a template plays which role of a report: by the name a person sees, never by the id.

Chinese Word and WPS give ids such as ``a``, ``1`` and ``a3``, which say nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reportgen.edition import Edition
from reportgen.errors import Problem, nearest
from reportgen.renderers.docx.stylesheet import styles
from reportgen.renderers.docx.template.members import free
from reportgen.renderers.docx.xml import grown
from reportgen.resources import data_path
from reportgen.theme import Theme
from reportgen.wordcheck.model import Element, Package, Style, find, first, val

How = Literal["setting", "name", "alias", "default", "added"]


@dataclass(frozen=True, slots=True)
class Role:
    """Something a style is for, with the style of ours that plays it where a template has none."""

    name: str
    style: str
    id: str
    kind: str
    element: Element


@dataclass(frozen=True, slots=True)
class Match:
    """A role and the style of the finished file that plays it.

    how   setting: report.yaml names it; name, alias: it is called so; default: body text is set in the template's Normal; added: it is ours
    """

    role: Role
    id: str
    style: str
    how: How


def roles(edition: Edition, theme: Theme) -> tuple[Role, ...]:
    """Return every role of a report in the order of our own styles."""
    found = []
    for node in find(grown(styles(edition, theme)), "w:style"):
        name = val(first(node, "w:name"))
        found.append(Role(role_name(name), name, val(node, "w:styleId"), val(node, "w:type"), node))
    return tuple(found)


def role_name(style: str) -> str:
    """Return the role that a style of ours plays.

    >>> role_name("heading 1"), role_name("Table Text")
    ('heading-1', 'table-text')
    """
    return "-".join(style.lower().split())


def folded(name: str) -> str:
    """Return a name of a style as it is compared: case and blanks do not count.

    >>> folded("标题 1") == folded("标题1"), folded("Heading 1")
    (True, 'heading1')
    """
    return "".join(name.casefold().split())


def match_roles(package: Package, known: tuple[Role, ...], chosen: Mapping[str, str], where: str) -> tuple[tuple[Match, ...], tuple[Problem, ...]]:
    """Return which style plays each role, and what is wrong with the choices of report.yaml, which stand at `where`."""
    named = {(style.kind, folded(name)): style for style in reversed(package.styles.values()) for name in reversed(_names(style))}
    taken = set(package.styles)
    problems = tuple(_wrong(package, known, chosen, named, where))
    wishes = {role_name(role): style for role, style in chosen.items()}
    matches = []
    for role in known:
        style, how = _played(package, role, wishes.get(role.name), named)
        if style is not None:
            matches.append(Match(role, style.id, style.name, how))
            continue
        new = role.id if role.id.lower() not in {each.lower() for each in taken} else free(role.id, taken)
        taken.add(new)
        matches.append(Match(role, new, role.style, "added"))
    return tuple(matches), problems


def _names(style: Style) -> list[str]:
    """Return the names of a style, its own first."""
    return [style.name, *(alias for alias in val(first(style.element, "w:aliases")).replace("，", ",").split(",") if alias.strip())]


def _played(package: Package, role: Role, wish: str | None, named: Mapping[tuple[str, str], Style]) -> tuple[Style | None, How]:
    if wish is not None and (style := named.get((role.kind, folded(wish)))):
        return style, "setting"
    if style := named.get((role.kind, folded(role.style))):
        return style, "name"
    for alias in aliases().get(role.name, ()):
        if style := named.get((role.kind, folded(alias))):
            return style, "alias"
    if role.name == "body-text" and (normal := package.styles.get(package.default_style)) and _is_indented(package, normal):
        return normal, "default"
    return None, "added"


def _is_indented(package: Package, style: Style) -> bool:
    """Return whether the first line of a style is indented: then it is made for body text, whatever it is called."""
    indents = (first(each.element, "w:pPr/w:ind") for each in package.chain(style.id))
    indent = next((node for node in indents if node is not None), None)
    return any(val(indent, f"w:{name}") not in {"", "0"} for name in ("firstLine", "firstLineChars"))


def _wrong(
    package: Package, known: tuple[Role, ...], chosen: Mapping[str, str], named: Mapping[tuple[str, str], Style], where: str
) -> Iterator[Problem]:
    of_name = {role.name: role for role in known}
    for asked, style in chosen.items():
        role = of_name.get(role_name(asked))
        if role is None:
            yield Problem(where, f"there is no role {asked!r}", nearest(asked, of_name), code="RG451")
        elif (role.kind, folded(style)) not in named:
            there = [each.name for each in package.styles.values() if each.kind == role.kind]
            yield Problem(where, f"the template has no {role.kind} style {style!r}", nearest(style, there), code="RG452")


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """Return role → other names of the style that plays it."""
    read = tomllib.loads((data_path("templates") / "_word" / "roles.toml").read_text("utf-8"))
    return {role: tuple(names) for role, names in read.items()}


def points_of(package: Package, identifier: str) -> float:
    """Return the type size of a paragraph style in points: its own, else that of one below it, else of the file, else Word's 10."""
    sizes = [first(style.element, "w:rPr/w:sz") for style in package.chain(identifier)]
    story = package.related("styles")
    sizes.append(first(story.root, "w:docDefaults/w:rPrDefault/w:rPr/w:sz") if story else None)
    return next((int(val(node)) / 2 for node in sizes if val(node).isdecimal()), 10.0)
