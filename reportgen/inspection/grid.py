"""Page and measure as numbers of characters: the measure of a report, and the grid of an official document (GB/T 9704)."""

from __future__ import annotations

from reportgen.inspection.flow import Flow, is_han, is_wide
from reportgen.inspection.measure import Finding, Measure
from reportgen.inspection.pages import most

OFF = 0.02
"""How much of a character the measure may miss a whole number by."""
GONGWEN = (22, 28)
"""Lines of a page and characters of a line (GB/T 9704-2012, 5.2.2)."""


def characters(flow: Flow) -> float:
    """Return the measure of the running text in characters: from where most of its wide lines start to where they end; 0.0 without any."""
    wide = [line for line in flow.lines if flow.is_body(line) and is_wide(line) and is_han(line)]
    if not wide:
        return 0.0
    left = most(round(line.left, 1) for line in wide)
    return float(most(round(line.right, 1) for line in wide) - left) / flow.body_size


def lines_of_a_page(flow: Flow) -> int:
    """Return how many lines of the running text have room between the highest and the lowest baseline; 0 without any."""
    heights = [line.y for line in flow.lines if flow.is_body(line)]
    usual = flow.leadings.get(flow.body_size, 0.0)
    return round((max(heights) - min(heights)) / usual) + 1 if usual else 0


def measure_of_text(flow: Flow) -> Measure:
    """P4: the measure of Chinese text is a whole number of characters."""
    count = characters(flow)
    found = [Finding(0, what=f"the measure is {count:.2f} characters")] if abs(count - round(count)) > OFF else []
    return Measure("P4", "width of the text", (("characters", round(count, 2)),) if count else (), "whole", int(count > 0), tuple(found))


def gongwen(flow: Flow) -> Measure:
    """P3: a page of an official document holds 22 lines of 28 characters; measured only when it is asked for."""
    lines, count = lines_of_a_page(flow), characters(flow)
    found = []
    if lines != GONGWEN[0]:
        found.append(Finding(0, what=f"a page holds {lines} lines"))
    if abs(count - GONGWEN[1]) > OFF:
        found.append(Finding(0, what=f"a line holds {count:.2f} characters"))
    return Measure("P3", "grid of an official document", (("lines", lines), ("characters", round(count, 2))), "22 × 28", int(count > 0), tuple(found))
