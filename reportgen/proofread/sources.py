"""Where a value comes from → what the data say now: cells, and the formulas over them that a report prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import PurePosixPath

from reportgen.package import Dataset, Resource
from reportgen.proofread.lexicon import Lexicon

_FOLDER = r"(?:[^\[\]()|;,\s]*/)?"
_FILE = rf"{_FOLDER}(?P<file>[^/\[\]()|;,\s]+\.(?:csv|xlsx))"
_CELL = re.compile(rf"{_FILE}\[(?P<key>[^\[\]]+)\]\.(?P<field>\w+)")
_OF_ALL = re.compile(rf"(?P<what>rank|mean|median|spread)\({_FILE}(?:\.(?P<field>\w+))?\)(?:\[(?P<key>[^\[\]]+)\])?")
_OF_SOME = re.compile(r"(?P<what>mean|median|abs)\((?P<parts>[^()]+)\)")
_FACTORS = (("万亿", 12), ("亿", 8), ("万", 4))


class Sources:
    """The values of a data package by their source."""

    def __init__(self, dataset: Dataset, lexicon: Lexicon) -> None:
        self._files = {PurePosixPath(each.path.partition("[")[0]).name: each for each in dataset.resources.values()}
        self._boards = {PurePosixPath(board.path).name: board for board in lexicon.boards}

    def value(self, source: str) -> Decimal | str | None:
        """Return the number or the text a source names; None where the package does not hold it, or only the report knows how it is made."""
        plain = source.strip()
        if found := _CELL.fullmatch(plain):
            return self._cell(found["file"], found["key"], found["field"])
        if found := _OF_ALL.fullmatch(plain):
            return self._of_all(**found.groupdict())
        if found := _OF_SOME.fullmatch(plain):
            return self._of_some(found["what"], found["parts"].split("; "))
        for sign, combined in _SIGNS.items():
            first, is_there, second = plain.rpartition(sign)
            if is_there:
                one, other = self.value(first), self.value(second)
                return combined(one, other) if isinstance(one, Decimal) and isinstance(other, Decimal) else None
        return None

    def _cell(self, file: str, key: str, field: str) -> Decimal | str | None:
        resource = self._files.get(file)
        if resource is None or field not in {each.name for each in resource.fields}:
            return None
        record = next((each for each in resource.records() if str(each[resource.key[0]] if resource.key else "") == key), None)
        cell = record[field] if record else None
        if isinstance(cell, str) or cell is None or isinstance(cell, bool):
            return cell if isinstance(cell, str) else None
        unit = str((record or {}).get(f"{field.removesuffix('value')}unit_zh") or "")
        power = next((power for word, power in _FACTORS if unit.startswith(word)), 0)
        return Decimal(str(cell)).scaleb(power)

    def _of_all(self, what: str, file: str, field: str | None, key: str | None) -> Decimal | None:
        resource = self._files.get(file)
        if resource is None:
            return None
        cells = self._column(resource, file, field or "")
        if what == "rank":
            return Decimal(1 + sum(other > cells[key] for other in cells.values())) if key is not None and key in cells else None
        return _ABOUT[what](list(cells.values())) if cells else None

    def _column(self, resource: Resource, file: str, field: str) -> Mapping[str, Decimal]:
        """Return the figures of a column by its name, by the indicator it ranks, or by what it measures; a report may call it any of them."""
        board = self._boards.get(file)
        if board is not None and field not in {each.name for each in resource.fields}:
            column = board.main if field == board.family else next((each for each in board.columns if each.measure == field != "value"), None)
            return column.cells if column else {}
        if not resource.key or field not in {each.name for each in resource.fields}:
            return {}
        pairs = zip(resource.column(resource.key[0]), resource.column(field), strict=True)
        return {str(code): Decimal(str(cell)) for code, cell in pairs if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)}

    def _of_some(self, what: str, parts: list[str]) -> Decimal | None:
        found = [self.value(part) for part in parts]
        numbers = [each for each in found if isinstance(each, Decimal)]
        return _ABOUT[what](numbers) if len(numbers) == len(found) else None


def _mean(cells: list[Decimal]) -> Decimal:
    return sum(cells, Decimal(0)) / len(cells)


def _median(cells: list[Decimal]) -> Decimal:
    ordered, half = sorted(cells), len(cells) // 2
    return ordered[half] if len(cells) % 2 else (ordered[half - 1] + ordered[half]) / 2


_ABOUT: Mapping[str, Callable[[list[Decimal]], Decimal]] = {
    "mean": _mean, "median": _median, "spread": lambda cells: max(cells) - min(cells), "abs": lambda cells: abs(cells[0]),
}  # fmt: skip
_SIGNS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {" - ": lambda one, other: one - other, " + ": lambda one, other: one + other}


