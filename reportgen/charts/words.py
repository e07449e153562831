"""What charts say: values, ranks and lists in the words of an edition.  Nothing here draws, so alt texts stay cheap."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from reportgen.document import ChartSpec, Series
from reportgen.edition import Edition

_CLOSED_UP_UNITS = ("%", "‰", "℃", "°")
_ALL_UP_TO = 8
"""Rankings up to this long are read out whole."""


def clean(words: str) -> str:
    r"""Return words without control characters and the like, which neither SVG nor a font can carry.

    >>> clean("a\tb\x01c")
    'a bc'
    """
    spaced = words.replace("\n", " ").replace("\t", " ")
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs") and ord(c) & 0xFFFE != 0xFFFE)


def known(value: float | None) -> bool:
    """Return whether a value was measured; None and NaN were not."""
    return value is not None and not math.isnan(value)


def measured(values: Sequence[float | None]) -> list[float]:
    """Return the values that were measured."""
    return [value for value in values if value is not None and not math.isnan(value)]


def number_words(spec: ChartSpec, edition: Edition, value: float | None, *, decimals: int | None = None) -> str:
    """Return a value as printed in a chart: "%" closes up, other units stand in the axis title; a gap in words."""
    if value is None or math.isnan(value):
        return edition.word("label.no_data")
    number = edition.number(Decimal(str(value)), spec.decimals if decimals is None else decimals)
    return f"{number}{spec.unit}" if spec.unit.strip() in _CLOSED_UP_UNITS else number


def decimals_at(spec: ChartSpec, i: int, series: int = 0) -> int:
    """Return the digits after the point of the i-th value: option ``point_decimals`` ("0|1"), where the text prints them apart.

    The option lists the values of one series after those of the other.
    """
    listed = spec.option("point_decimals").split("|")
    i += series * len(spec.categories)
    return int(listed[i]) if i < len(listed) and listed[i] else spec.decimals


def point_words(spec: ChartSpec, edition: Edition, i: int, value: float | None, *, spoken: bool = False) -> str:
    """Return the words of the i-th value: its own (option ``label:<key>``) or the number in its digits; `spoken` adds the unit."""
    own = spec.option(f"label:{spec.keys[i]}")
    if own and known(value):
        return own
    return (spoken_value if spoken else number_words)(spec, edition, value, decimals=decimals_at(spec, i))


def value_words(spec: ChartSpec, edition: Edition, i: int, n: int = 0, *, spoken: bool = False) -> str:
    """Return the i-th value of the n-th series in its digits; `spoken` adds the unit."""
    return (spoken_value if spoken else number_words)(spec, edition, spec.series[n].values[i], decimals=decimals_at(spec, i, n))


def unit_words(spec: ChartSpec, edition: Edition) -> str:
    """Return "单位：亿元", or "" when the values carry their unit or have none."""
    unit = spec.unit.strip()
    return "" if not unit or unit in _CLOSED_UP_UNITS else edition.say("chart.unit", unit=unit)


def spoken_value(spec: ChartSpec, edition: Edition, value: float | None, *, decimals: int | None = None) -> str:
    """Return a value with its unit, as an alt text says it."""
    text = number_words(spec, edition, value, decimals=decimals)
    if not known(value) or text.endswith(_CLOSED_UP_UNITS) or not spec.unit.strip():
        return text
    return f"{text}{edition.word('space')}{spec.unit.strip()}"


def ranks(spec: ChartSpec, series: Series | None = None) -> tuple[int | None, ...]:
    """Return the rank of each category in the order given (best first); equal neighbours share the better rank.

    A gap has no rank.  The option ``ranks`` ("1|2|3|8") overrides them when not all categories are shown.
    """
    values = (series or spec.series[0]).values
    given = spec.option("ranks")
    if given and given != "no":
        listed = given.split("|")
        return tuple(int(rank) if rank.strip() else None for rank in listed[: len(values)])
    found: list[int | None] = []
    place, previous, shared = 0, None, 0
    for value in values:
        if not known(value):
            found.append(None)
            continue
        place += 1
        shared = shared if value == previous else place
        previous = value
        found.append(shared)
    return tuple(found)


def ranking_words(spec: ChartSpec, edition: Edition, series: Series) -> str:
    """Return a ranking in words: the first three, the highlighted and the last, with values and places."""
    places = ranks(spec, series)
    rows = [i for i, value in enumerate(series.values) if known(value)]
    show = rows if len(rows) <= _ALL_UP_TO else [
        i for n, i in enumerate(rows) if n < 3 or n == len(rows) - 1 or spec.keys[i] in spec.highlight
    ]
    parts: list[str] = []
    last: int | None = None
    for i in show:
        if last is not None and rows.index(i) > rows.index(last) + 1:
            parts.append(edition.word("chart.more"))
        parts.append(_ranked_item(spec, edition, i, series, places, last=i == rows[-1] and len(rows) > 2))
        last = i
    parts += gap_words(spec, edition, series)
    return edition.word("chart.join").join(parts)


def _ranked_item(
    spec: ChartSpec, edition: Edition, i: int, series: Series, places: Sequence[int | None], *, last: bool
) -> str:
    said = value_words(spec, edition, i, spec.series.index(series), spoken=True)
    item = edition.say("chart.item", name=spec.categories[i], value=said)
    place = places[i]
    if place is None or spec.option("ranks") == "no":
        return item
    if place == 1:
        return edition.say("chart.first", item=item)
    if spec.keys[i] in spec.highlight:
        return edition.say("chart.place", item=item, rank=place, ordinal=edition.ordinal(place))
    return edition.say("chart.last", item=item) if last else item


def pair_words(spec: ChartSpec, edition: Edition, name: str, value: float | None) -> str:
    """Return a name with its value: "广东 98.36"."""
    return edition.say("chart.item", name=name, value=spoken_value(spec, edition, value))


def gap_words(spec: ChartSpec, edition: Edition, series: Series) -> list[str]:
    """Return one sentence naming the categories without data, or nothing."""
    missing = [name for name, value in zip(spec.categories, series.values, strict=True) if not known(value)]
    return [edition.say("chart.missing", names=edition.names(missing))] if missing else []


def per_category_words(spec: ChartSpec, edition: Edition, *, most: int = _ALL_UP_TO) -> str:
    """Return all series of each category in words: "四川：主播 91.10、供货 88.20；…", highlighted ones always named."""
    n = len(spec.categories)
    rows = list(range(n)) if n <= most else [i for i in range(n) if i < 3 or spec.keys[i] in spec.highlight]
    parts: list[str] = []
    for place, i in enumerate(rows):
        if place and i > rows[place - 1] + 1:
            parts.append(edition.word("chart.more"))
        values = edition.word("list.comma").join(
            edition.say("chart.item", name=one.name, value=value_words(spec, edition, i, n, spoken=True)) for n, one in enumerate(spec.series)
        )
        parts.append(f"{spec.categories[i]}{edition.word('label.colon')}{values}")
    if rows and rows[-1] < n - 1:
        parts.append(edition.word("chart.more"))
    return edition.word("chart.join").join(parts)


def option_number(spec: ChartSpec, name: str) -> float | None:
    """Return an option as a number, or None when it is not given."""
    given = spec.option(name)
    return float(given) if given else None
