"""Series of a chart: which cells they are drawn from, with the chart's own copy of what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.charts.words import known
from reportgen.document import ChartSpec
from reportgen.edition import Edition, round_half_up
from reportgen.renderers.docx.charts.parts import val
from reportgen.renderers.docx.charts.workbook import Cells, Number
from reportgen.renderers.docx.xml import Element, element

CLOSED_UP = ("%", "‰", "℃", "°")
"""Units that stand with each value; others are named once, at the axis."""


def format_code(edition: Edition, decimals: int, unit: str = "") -> str:
    """Return the code that prints numbers as the edition does.

    >>> from reportgen.edition import load_edition
    >>> format_code(load_edition("zh-Hans"), 1, "%")
    '0.0"%";"−"0.0"%"'
    >>> format_code(load_edition("en"), 0)
    '#,##0;"−"#,##0'
    """
    digits = ("#,##0" if edition.word("number.group") else "0") + ("." + "0" * decimals if decimals else "")
    digits += f'"{unit}"' if unit else ""
    return f'{digits};"{edition.word("number.minus")}"{digits}'


def value_code(spec: ChartSpec, edition: Edition, decimals: int | None = None) -> str:
    """Return the code of the values of a chart, with "%" and the like behind them."""
    unit = spec.unit.strip()
    return format_code(edition, spec.decimals if decimals is None else decimals, unit if unit in CLOSED_UP else "")


def number(value: float | None, decimals: int, code: str) -> Number | None:
    """Return a value as it is printed; None when it was not measured.

    >>> number(2.675, 2, "0.00")
    Number(value=Decimal('2.68'), format='0.00')
    """
    return Number(round_half_up(Decimal(str(value)), decimals), code) if known(value) else None


def without_value(name: str, edition: Edition) -> str:
    """Return a name with the words that say it has no value.

    >>> from reportgen.edition import load_edition
    >>> without_value("甲", load_edition("zh-Hans"))
    '甲（资料暂缺）'
    """
    return name + edition.word("label.open") + edition.word("label.no_data") + edition.word("label.close")


def numbers_of(spec: ChartSpec, edition: Edition, values: Sequence[float | None]) -> list[Number | None]:
    """Return the values of a series as they are printed."""
    code = value_code(spec, edition)
    return [number(value, spec.decimals, code) for value in values]


def series(index: int, name: Cells | None, *children: Element | None) -> Element:
    """Return a series; `name` is the cell with its name."""
    called = element("c:tx", None, _words(name)) if name else None
    return element("c:ser", None, val("idx", index), val("order", index), called, *children)


def categories(cells: Cells) -> Element:
    """Return the names along the axis."""
    return element("c:cat", None, _words(cells))


def numbers(role: str, cells: Cells) -> Element:
    """Return the values of a series; `role` is "val", "xVal" or "yVal".  An empty cell has no point."""
    there = [(n, cell) for n, cell in enumerate(cells.values) if isinstance(cell, Number)]
    code = there[0][1].format if there else "General"
    points = [
        element("c:pt", {"idx": n} | ({"formatCode": cell.format} if cell.format != code else {}), element("c:v", text=cell.text)) for n, cell in there
    ]
    cache = element("c:numCache", None, element("c:formatCode", text=code), val("ptCount", len(cells.values)), *points)
    return element(f"c:{role}", None, element("c:numRef", None, element("c:f", text=cells.formula), cache))


def _words(cells: Cells) -> Element:
    points = [element("c:pt", {"idx": n}, element("c:v", text=cell)) for n, cell in enumerate(cells.values) if isinstance(cell, str)]
    cache = element("c:strCache", None, val("ptCount", len(cells.values)), *points)
    return element("c:strRef", None, element("c:f", text=cells.formula), cache)
