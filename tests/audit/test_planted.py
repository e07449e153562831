"""Computed numbers of the main example replaced by what they print: found again, and known again.

`pytest -s tests/audit/test_planted.py` prints how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from reportgen.audit.proposals import proposals, sure
from reportgen.audit.run import Desk, desks
from reportgen.audit.sources import find
from reportgen.document import Change, Quantity
from reportgen.narrative import MACROS
from reportgen.sandbox import Markers, environment
from reportgen.verbs import context, filters

EXPRESSION = re.compile(r"\{\{ (?!ref|fixed|period|group_name|index\.)[^{}]*? \}\}")
SET = re.compile(r"\{%-?\s*set\s+\w+\s*=.*?%\}", re.DOTALL)
EVERY = 10


def planted(desk: Desk) -> Iterator[tuple[str, int, Quantity]]:
    """Yield narratives in which one value is typed, where, and the value."""
    markers = Markers()
    env = environment(desk.sources, desk.edition, markers, filters(desk.edition))
    names = dict(context(desk.edition, desk.known.results))
    names["index"] = env.get_template(MACROS).make_module(dict(names))
    for text in desk.texts.values():
        sets = "".join(match[0] for match in SET.finditer(text))
        for match in islice(EXPRESSION.finditer(text), 0, None, EVERY):
            try:
                printed = env.from_string(sets + match[0]).render(names)
            except Exception:  # the variable of a loop or of a macro has no value here
                continue
            pieces = list(markers.split(printed.strip()))
            if len(pieces) == 1 and isinstance(node := pieces[0], Quantity) and node.unit != "name" and not isinstance(node, Change):
                yield text[: match.start()] + node.text + text[match.end() :], match.start(), node


def number(source: str) -> str:
    """Return a source without its signs: a difference taken the other way round is the same number."""
    plain = source[4:-1] if source.startswith("abs(") else source
    return "|".join(sorted(plain.split(" - ")))


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_nearly_all_typed_numbers_are_found_and_none_is_rewritten_from_another_place(tag: str) -> None:
    (desk,) = desks(Path(__file__).resolve().parents[2] / "examples" / "sichuan-2023", [tag])
    total = found = known = certain = 0
    wrong = []
    for text, at, node in planted(desk):
        total += 1
        hit = next((each for each in find("a.md", text, tag) if each.start < at + len(node.text) and each.end > at), None)
        if hit is None:
            continue
        offered = proposals(hit, text, desk.known)
        choice = sure(offered, hit)
        found, known, certain = found + 1, known + any(number(each.source) == number(node.source) for each in offered), certain + (choice is not None)
        if choice is not None and number(choice.source) != number(node.source):
            wrong.append((node.text, node.source, choice.expression))
    print(f"{tag}: {total} planted, {found} found, {known} known to the data, {certain} of them sure, {len(wrong)} from another place")
    assert wrong == []
    assert total > 25
    assert found >= 0.9 * total
    assert known >= 0.65 * total
