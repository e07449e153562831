"""Comparison: this year's report against last year's.

    sides       a path → Side: a project, a data package, a finished report
    boards      the tables of a side as figures by key; tables: the two against each other
    passages    a document → passages and sentences; alignment: which belong together, and the words in which they differ
    narratives  a pair of sentences → what changed its meaning, what is stale
    report      the comparison as lines, JSON and a web page
    redline     the narrative as a Word file with tracked changes

Sentences are compared on the tree: a value is known as a value there, and not guessed from its digits.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.comparison.model import Comparison, Narrative, TableChange
from reportgen.comparison.narratives import compare_narratives
from reportgen.comparison.sides import Side
from reportgen.comparison.tables import compare_tables
from reportgen.edition import editions as known_editions
from reportgen.edition import sources
from reportgen.errors import Problem, ProjectError, nearest


def compare(old: Side, new: Side, editions: Sequence[str] = (), lang: str = "en") -> Comparison:
    """Return everything that differs between two sides of one kind.

    editions  whose texts are compared; those that are written, not made from another, when empty
    lang      in which the tables are named where both have it

    Raises ProjectError for sides of two kinds, and for editions that a side does not have.
    """
    if old.kind != new.kind:
        raise ProjectError(Problem("command line", _mixed(old, new), "compare two projects, two data packages or two finished reports", code="RG530"))
    both = [tag for tag in new.documents if tag in old.documents]
    if missing := [tag for tag in editions if tag not in both]:
        raise ProjectError(Problem("command line", f"the edition {tag!r} is not on both sides", nearest(tag, both), code="RG533") for tag in missing)
    written = [tag for tag in sources(tag for tag in both if tag in known_editions()) if tag in both]
    tables = {tag: compare_tables(old.boards[tag], new.boards[tag]) for tag in new.boards if tag in old.boards}
    chosen = next((tag for tag in tables if tag.startswith(lang)), next(iter(tables), ""))
    shifts, gone, fresh = tables.get(chosen, ((), (), ()))
    narratives: dict[str, Narrative] = {}
    for tag in editions or written or both:
        known: tuple[TableChange, ...] = tables[tag][0] if tag in tables else shifts
        narratives[tag] = compare_narratives(old.documents[tag], new.documents[tag], tag, known)
    return Comparison(old.name, new.name, shifts, gone, fresh, narratives)


def _mixed(old: Side, new: Side) -> str:
    """Return what is wrong with sides of two kinds."""
    if old.kind == "project":
        what = f"{old.name} is a project, and {new.name} is not"
    elif old.kind == "data":
        what = f"{old.name} is a table or a data package, and {new.name} is not"
    else:
        what = f"{old.name} is a finished report, and {new.name} is not"
    return what
