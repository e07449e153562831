"""Single figures of the data: read by their key, flagged where the data doubt them, held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from reportgen.edition import Edition, load_edition
from reportgen.errors import DataError, Problem, nearest
from reportgen.package import Resource
from reportgen.values import Absent, Label, Value

FLAGS = ("disputed", "unsourced", "incomplete")
"""What the column `flag` may say: other figures contradict it, nobody says where it is from, a part of it (unit, year) is missing."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A single figure of the data.

    value        the figure, with its unit
    compare      the figure it is compared with, such as its growth
    period       the time it holds for, in the words of the edition
    attribution  who says it, in the words of the edition; another language's words never stand in for them
    before       the figure it started from
    flag         one of `FLAGS`, or empty; `reason` says why, in the words of the edition
    is_omitted   flagged, in a report that leaves such facts out
    """

    key: str
    value: Value
    compare: Value | None
    period: Label | None
    attribution: Label | None
    before: Value | None = None
    flag: str = ""
    reason: str = ""
    is_omitted: bool = False

    NAMES: ClassVar[frozenset[str]] = frozenset({"value", "compare", "before", "period", "attribution", "is_flagged"})

    @property
    def is_flagged(self) -> bool:
        """Tell whether the data doubt this fact."""
        return bool(self.flag)

    def __getitem__(self, name: str) -> Value | Label | bool:
        if name == "is_flagged":
            return self.is_flagged
        if self.is_omitted:
            hint = "leave it out here too, or set facts.flagged to note in report.yaml: it is then printed with its reason"
            raise Absent(name, f"the fact {self.key} is {self.flag}, and this report leaves such facts out", hint)
        part: Value | Label | None = getattr(self, name)
        if part is None:
            raise Absent(name, f"the fact {self.key} has no {name} in this language", f"fill in its {name} in the data, or leave it out here")
        return part


def read_fact(resource: Resource, key: str, edition: Edition, *, omit: bool = False) -> Fact:
    """Return the fact in the row of that key; `omit` makes a flagged one unusable.

    Raises DataError for a row, a value, a unit or a period that is not there, and for a flag without a reason in the edition's language.
    """
    row = dict(zip((f.name for f in resource.fields), resource.row(key).values, strict=True))
    place = f"{resource.path}[{key}]"

    def part(name: str, base: str = "") -> Value | None:
        unit = str(row.get(f"{base}unit_zh") or row.get(f"{base}unit") or "")
        return _amount(row.get(name), unit, f"{place}.{name}")

    def said(name: str) -> str:
        return str(row.get(f"{name}_{edition.data}") or row.get(name) or "")

    value = part("value")
    if value is None:
        raise DataError(Problem(place, f"the fact {key} has no value", "leave it out, or give the value", code="RG254"))
    if row.get("base_unit_zh") and value.unit == "count":
        value = replace(value, unit=_unit_id(str(row["base_unit_zh"])))
    period = _period(str(row["period"]), f"{place}.period", edition) if row.get("period") else None
    attribution = Label(said("attribution"), "", f"{place}.attribution") if said("attribution") else None
    flag, reason = str(row.get("flag") or ""), said("reason")
    if flag and not reason:
        what = f"the fact {key} is flagged {flag}, with no reason in this language"
        raise DataError(Problem(place, what, f"fill in reason_{edition.data} in the data", code="RG258"))
    if isinstance(upper := row.get("value_upper"), int | Decimal):
        if upper <= value.number:
            what = f"the upper end {upper} of the fact {key} is not above its value {value.number}"
            raise DataError(Problem(f"{place}.value_upper", what, "the column value has the lower end", code="RG295"))
        value = replace(value, upper=Decimal(upper))
    compare, before = part("compare_value", "compare_"), part("from_value", "from_")
    return Fact(key, value, compare, period, attribution, before, flag, reason, omit and bool(flag))


def _period(text: str, source: str, edition: Edition) -> Label:
    try:
        return Label(edition.period(text), text, source)
    except ValueError:
        hint = "write 2023, 2023-06, 2023-06-30, 2023-H1, 2023-Q1/2023-Q3 or 2023-01/2023-10"
        raise DataError(Problem(source, f"{text!r} is not a period", hint, code="RG256")) from None


_SCALES = (("万亿", 12), ("亿", 8), ("万", 4), ("", 0))


def _scaled(unit: str) -> tuple[str, int]:
    """Return the unit without its scale word, and the power of ten that word is: 万亿元 is 元 and 12."""
    scale, power = next((scale, power) for scale, power in _SCALES if unit.startswith(scale))
    return unit.removeprefix(scale), power


def known_unit(word: str) -> tuple[str, int] | None:
    """Return the id of a unit as Chinese tables write it and the power of ten before it; None for words that are no unit here.

    >>> known_unit("亿元"), known_unit("人"), known_unit("分贝")
    (('yuan', 8), ('person', 0), None)
    """
    bare, power = _scaled(word)
    try:
        return _unit_id(bare), power
    except DataError:
        return None


def _amount(cell: object, unit: str, source: str) -> Value | None:
    if not isinstance(cell, int | Decimal) or isinstance(cell, bool):
        return None
    word, power = _scaled(unit)
    return Value(Decimal(cell), _unit_id(word), None, power, source)


def _unit_id(word: str) -> str:
    """Return the id of a unit by its Chinese word in the terms; "count" for no unit."""
    if not word:
        return "count"
    terms = load_edition("zh-Hans").terms
    for key, value in terms.items():
        if key.startswith("unit.") and value == word:
            return key.removeprefix("unit.")
    raise DataError(Problem("facts", f"{word!r} is not a unit reportgen knows", "add it to the terms files under [unit]", code="RG255"))


# ---------------------------------------------------------------- a table of facts against itself


def check_facts(resource: Resource) -> Iterator[Problem]:
    """Yield what is wrong with the flags of a table of facts, and a warning for each two facts that contradict each other unflagged."""
    yield from _bad_flags(resource)
    yield from _conflicts(resource)


def _bad_flags(resource: Resource) -> Iterator[Problem]:
    for row, record in zip(resource.rows, resource.records(), strict=True):
        flag = str(record.get("flag") or "")
        if flag and flag not in FLAGS:
            yield Problem(resource.where(row.line, "flag"), f"{flag!r} is not a flag", nearest(flag, FLAGS), code="RG258")
        elif flag and not any(value for name, value in record.items() if name == "reason" or name.startswith("reason_")):
            yield Problem(resource.where(row.line, "flag"), f"is flagged {flag}, with no reason", "say why in a column reason_zh, reason_en", code="RG258")


_SAME = ("subject", "indicator", "region_code", "period", "modality", "value_kind", "basis")
"""What two statements have in common when only one of their values can be right."""


def _conflicts(resource: Resource) -> Iterator[Problem]:
    """Yield a warning for a fact whose value is not that of an earlier one on the same subject, indicator and period.

    Where both are flagged the reader is told, and nothing is left to say here.
    """
    names = {field.name for field in resource.fields}
    columns = [column for name in _SAME for column in (name, f"{name}_zh") if column in names]
    if not any(column.startswith("subject") for column in columns) or not any(column.startswith("indicator") for column in columns):
        return
    seen: dict[tuple[object, ...], list[tuple[tuple[Decimal, str], str, bool]]] = {}
    for row, record in zip(resource.rows, resource.records(), strict=True):
        number = record.get("value")
        if not isinstance(number, int | Decimal) or isinstance(number, bool):
            continue
        said = str(record.get("unit_zh") or record.get("unit") or "")
        unit, power = _scaled(said)
        value, where, flagged = (Decimal(number).scaleb(power), unit), resource.where(row.line, "value"), bool(record.get("flag"))
        earlier = seen.setdefault(tuple(record[column] for column in columns), [])
        for other, place, other_flagged in earlier:
            if other != value and not (flagged and other_flagged):
                what = f"{number}{said} contradicts {place}, which is on the same subject, indicator and period"
                yield Problem(where, what, "mend one of the two, or flag both and give the reason", "warning", "RG275")
                break
        earlier.append((value, where, flagged))
