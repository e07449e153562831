"""Where links lead: every reference to the block it names, whatever a format calls that block, and web addresses as the report has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from urllib.parse import urlsplit

from reportgen.errors import Problem
from reportgen.verification.expected import Medium
from reportgen.verification.passages import REBUILD, Pair, Passage, Reading, Target, located, page_of

_HYPHENS = re.compile(r"[-\x02\u2010]")


def astray(pairs: Sequence[Pair], reading: Reading, file: str, medium: Medium) -> Iterator[Problem]:
    """Yield links that lead elsewhere than in the report or say other words, and places that are not where their words stand."""
    homes = _homes(pairs, medium)
    if medium == "pdf":
        yield from _misplaced(pairs, reading, file)
    for ours, theirs in pairs:
        if ours is None or theirs is None:
            continue
        wanted, found = _said(ours, None, medium), _said(theirs, homes, medium)
        if wanted != found:
            (right, _), (wrong, _) = next((a, b) for a, b in zip_longest(wanted, found, fillvalue=("nothing", "")) if a != b)
            what = f"a link leads to {wrong} here, to {right} in the report" if right != wrong else f"the words of the link to {right} differ"
            yield Problem(located(file, ours.place, theirs.place), what, REBUILD, code="RG825")


def _said(passage: Passage, homes: Mapping[str, str] | None, medium: Medium) -> list[Target]:
    """Return the links of a passage; lines of the contents once and without words.

    homes   label of the block at each name inside the file; None where names are labels
    """
    made = []
    for target, words in passage.links:
        name = target.removeprefix("#")
        where = target if homes is None or name == target else f"#{homes[name]}" if name in homes else f"no block of the report ({target})"
        said = "" if passage.kind == "front" else _HYPHENS.sub("", words) if medium == "pdf" else words
        made.append((where, said))
    return list(dict.fromkeys(made)) if passage.kind == "front" else made


def _homes(pairs: Sequence[Pair], medium: Medium) -> dict[str, str] | None:
    """Return the label of the block that stands at each name inside a file; pages know places, not blocks, and names are labels there."""
    if medium == "pdf":
        return None
    return {name: label for ours, theirs in pairs if ours and theirs for label in ours.names for name in theirs.names}


def _misplaced(pairs: Sequence[Pair], reading: Reading, file: str) -> Iterator[Problem]:
    """Yield named places of a PDF that lie on another page than the words they stand for."""
    for ours, theirs in pairs:
        for label in ours.names if ours and theirs else ():
            named = reading.pages.get(label)
            if theirs and named and named != page_of(theirs.place):
                yield Problem(located(file, theirs.place), f"the place {label} lies on {named}", REBUILD, code="RG826")


def malformed(passages: Sequence[Passage]) -> Iterator[Problem]:
    """Yield addresses of a report that no program can open."""
    for passage in passages:
        for target, _ in passage.links:
            if not target.startswith(("#", "footnote ")) and not is_address(target):
                yield Problem(passage.place, f"{target} is not an address", "write https://, http:// or mailto: and a name without blanks", code="RG827")


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a page or a mailbox.

    >>> [is_address(text) for text in ("https://example.org/a?b=1#c", "mailto:a@example.org", "https://", "http://exa mple.org", "mailto:a")]
    [True, True, False, False, False]
    """
    if re.search(r"\s", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(re.fullmatch(r"[^@]+@[^@]+\.[^@]+", parts.path)) if parts.scheme == "mailto" else parts.scheme in ("http", "https") and bool(parts.hostname)
