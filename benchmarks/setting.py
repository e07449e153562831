"""What Chinese line setting costs: the same document laid out with it and without, in turn, in this process."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

from reportgen.corridor import check
from reportgen.edition import load_edition
from reportgen.press import draw, own_fonts, theme_of
from reportgen.renderers import Press
from reportgen.renderers.layout import laid_out
from reportgen.stamp import Stamp
from reportgen.workers import Workers


def layout_times(project: Path, tag: str, runs: int) -> dict[bool, list[float]]:
    """Return the processor seconds of every layout with line setting (True) and without, after one of each that is not counted."""
    checked = check(project, editions=[tag])
    spec, document, edition = checked.project.spec, checked.documents[tag], load_edition(tag)
    charts = draw(spec, {tag: document}, Workers(1), {})[tag]
    press = Press(edition, theme_of(spec.theme), Stamp.from_date(spec.date.isoformat()), spec.scheme(edition), charts)
    found: dict[bool, list[float]] = {True: [], False: []}
    for number in range(runs + 1):
        for has_lines in (True, False):
            began = time.process_time()
            with own_fonts(), laid_out(document, replace(press, has_lines=has_lines)):
                spent = time.process_time() - began
            if number:
                found[has_lines].append(spent)
    return found


def show(found: dict[bool, list[float]]) -> str:
    """Return the lines that are printed; the cost is that of the quickest layouts, which other work on the machine disturbs least.

    >>> print(show({True: [1.2, 1.1], False: [1.0, 1.0]}))
    layout with line setting   1.15  (1.10–1.20)
    layout without             1.00  (1.00–1.00)
    line setting costs         10 % of a layout without it
    """
    rows = [
        f"layout {name:20}{statistics.median(found[has]):.2f}  ({min(found[has]):.2f}–{max(found[has]):.2f})"
        for name, has in (("with line setting", True), ("without", False))
    ]
    cost = min(found[True]) / min(found[False]) - 1
    return "\n".join([*rows, f"line setting costs         {cost:.0%}".replace("%", " %") + " of a layout without it"])
