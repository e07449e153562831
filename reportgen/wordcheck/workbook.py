"""The workbook inside a chart, read cell by cell as text: enough to compare it with what the chart shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.errors import ProjectError
from reportgen.wordcheck.archive import declarations, directory, duplicates, encodings, inflate, names, packing, parse, sizes
from reportgen.wordcheck.model import Package, find, first, name_of

_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
MAX_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class Workbook:
    """Sheets by name, each column and row → text; numbers stay as they are written."""

    sheets: Mapping[str, Mapping[tuple[int, int], str]]
    has_formulas: bool

    def cells(self, formula: str) -> list[str] | None:
        """Return what stands in a range, row by row, "" for an empty cell; None when there is no such range.

        >>> Workbook({"Sheet1": {(1, 1): "a", (1, 2): "7"}}, False).cells("Sheet1!$A$1:$A$3")
        ['a', '7', '']
        """
        match = _RANGE.fullmatch(formula.strip())
        sheet = (match[1] or match[2]).replace("''", "'") if match else ""
        if match is None or sheet not in self.sheets:
            return None
        left, top = column(match[3]), int(match[4])
        right, bottom = (column(match[5]), int(match[6])) if match[5] else (left, top)
        if (right - left + 1) * (bottom - top + 1) > MAX_CELLS:
            return None
        held = self.sheets[sheet]
        return [held.get((x, y), "") for y in range(top, bottom + 1) for x in range(left, right + 1)]


def column(letters: str) -> int:
    """Return the number of a column.

    >>> column("A"), column("AB")
    (1, 28)
    """
    count = 0
    for letter in letters:
        count = count * 26 + ord(letter) - 64
    return count


def open_workbook(data: bytes) -> Workbook | None:
    """Return the cells of a workbook, or None when it is none, or is not safe to read."""
    try:
        entries = directory(data, "")
    except ProjectError:
        return None
    if any(True for check in (sizes, names, duplicates, packing) for _ in check(entries)):
        return None
    parts, damaged = inflate(data)
    if damaged or any(True for check in (declarations, encodings) for _ in check(parts)):
        return None
    package = parse(parts)
    if package.broken or not package.main or package.stories[package.main].root.tag != name_of("x:workbook"):
        return None
    shared = package.related("sharedStrings")
    strings = ["".join(node.text or "" for node in find(entry, ".//x:t")) for entry in find(shared.root, "x:si")] if shared else []
    sheets = {}
    has_formulas = False
    for node in find(package.document.root, "x:sheets/x:sheet"):
        target = next((each.target for each in package.reached("worksheet") if each.id == node.get(name_of("r:id"))), "")
        if target not in package.stories:
            return None
        sheets[str(node.get("name", ""))] = _cells(package, target, strings)
        has_formulas |= first(package.stories[target].root, "//x:f") is not None
    return Workbook(sheets, has_formulas) if sheets else None


def _cells(package: Package, part: str, strings: list[str]) -> dict[tuple[int, int], str]:
    found = {}
    for node in package.stories[part].root.iter(name_of("x:c")):
        place = re.fullmatch("([A-Z]{1,3})([0-9]{1,7})", str(node.get("r", "")))
        text = "".join(each.text or "" for each in find(node, "x:v | x:is//x:t"))
        if place is None:
            continue
        if node.get("t") == "s":
            text = strings[int(text)] if re.fullmatch("[0-9]{1,9}", text) and int(text) < len(strings) else ""
        found[column(place[1]), int(place[2])] = text
    return found
