"""Charts of every form Word draws itself, ordinary and awkward ones, and eyes for their two parts."""

from __future__ import annotations

import io
import re
from functools import cache

from lxml import etree
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.document import ChartSpec, Series
from reportgen.edition import load_edition
from reportgen.renderers.docx.charts import NativeChart, native_chart
from reportgen.renderers.docx.xml import qname
from reportgen.theme import THEMES
from tests.renderers.docx_reading import NS
from tests.renderers.docx_sample import PROVINCES

LONG = "一个有四十个字的名称用来看看它在图中会不会被截断或者盖住旁边的数值以及它是否仍然可以读得出来"[:40]
_YEARS = tuple(map(str, range(2015, 2025)))
_FALLING = tuple(98.36 - 0.97 * n for n in range(31))
_OTHER = tuple(70.0 + (7 * n) % 31 for n in range(31))


def chart(kind: str, names: tuple[str, ...], *series: Series, highlight: tuple[str, ...] = (), unit: str = "", decimals: int = 1, **options: str) -> ChartSpec:
    """Return a chart whose keys are k1, k2 …; a series without values for all names ends in gaps."""
    keys = tuple(f"k{n + 1}" for n in range(len(names)))
    whole = tuple(Series(one.name, (*one.values, *([None] * (len(names) - len(one.values))))) for one in series)
    return ChartSpec(kind, names, keys, whole, highlight, unit, decimals, options=tuple(options.items()))


CASES: dict[str, ChartSpec] = {
    "bars, a tie at the top and a gap": chart("ranked-bars", ("甲", "乙", "丙", "丁"), Series("指数", (9.0, 9.0, 7.5)), highlight=("k3",)),
    "bars, one row": chart("ranked-bars", ("甲",), Series("指数", (9.0,))),
    "bars below zero": chart("ranked-bars", ("甲", "乙", "丙"), Series("增速", (12.5, -3.2, -8.0)), unit="%"),
    "bars, all equal, a long name": chart("ranked-bars", (LONG, "乙"), Series("指数", (5.0, 5.0)), unit="亿元", reference="2", reference_label="均值"),
    "bars, 31 rows": chart("ranked-bars", PROVINCES, Series("指数", _FALLING), highlight=("k8",), decimals=2, reference="83.81", reference_label="均值"),
    "bars, nothing but gaps": chart("ranked-bars", ("甲", "乙"), Series("指数", ())),
    "lines, breaks and a forecast": chart(
        "lines", _YEARS[:6], Series("占比", (11.0, 19.0, 25.4, 18.0, None, 35.0)), unit="%", forecast="k6", breaks="k4", **{"label:k6": "35%以上"}
    ),
    "lines, three series to a forecast": chart(
        "lines", _YEARS, Series("甲", tuple(float(n * n) for n in range(10))), Series("乙", tuple(60.0 - 3 * n for n in range(10))),
        Series("丙", (40.0, 41.0, None, 39.0, 38.5, 38.0, 37.0, 36.0, 35.0, 34.0)), forecast="k9",
    ),
    "lines, one point": chart("lines", ("2024",), Series("占比", (3.0,))),
    "radar": chart("radar", ("人", "货", "场"), Series("四川", (91.0, None, 88.0)), Series("均值", (85.0, 84.0, 83.0)), unit="分"),
    "scatter, 31 dots": chart(
        "scatter", PROVINCES, Series("指数", _FALLING), Series("增速", _OTHER), highlight=("k8",), x_reference="mean", y_reference="median",
    ),
    "scatter, one dot": chart("scatter", ("甲", "乙"), Series("指数", (1.5, None)), Series("增速", (2.5, 1.0)), highlight=("k1",)),
    "dots": chart("dots", ("甲", "乙", LONG), Series("人", (9.0, 8.0)), Series("货", (8.5, 8.5)), Series("场", (7.0, -1.0)), highlight=("k2",)),
    "dots, one series": chart("dots", ("甲", "乙"), Series("人", (9.0, 8.0)), highlight=("k2",), reference="8.5", reference_label="均值"),
    "dumbbell": chart("dumbbell", ("甲", "乙", "丙"), Series("前", (1.5, 2.5, 3.0)), Series("后", (2.5, 1.0, None)), highlight=("k2",), unit="亿元"),
    "dumbbell, all equal": chart("dumbbell", ("甲", "乙"), Series("前", (2.0, 2.0)), Series("后", (2.0, 2.0))),
    "slope": chart(
        "slope", ("甲", "乙", "丙", "丁", "戊"), Series("前", (1.0, 2.0, 2.0, None, 5.0)), Series("后", (2.0, 2.0, None, 1.0, 4.0)),
        highlight=("k1",), decimals=0, left="2022", right="2023",
    ),
    "slope, 31 rows": chart("slope", PROVINCES, Series("前", tuple((n * 11) % 31 + 1.0 for n in range(31))), Series("后", tuple(map(float, range(1, 32))))),
    "shares of one whole": chart("shares", ("甲", "乙", "丙", "丁"), Series("构成", (55.0, 38.0, 4.5, 2.0)), highlight=("k1",), unit="%"),
    "shares of three": chart("shares", ("东", "中", "西"), Series("一产", (1.0, 2.0, 3.0)), Series("二产", (4.0, 3.5, 3.0)), Series("三产", (5.0, 4.5, None))),
    "a formula for a name": chart("ranked-bars", ("=1+1", "+A1"), Series("=SUM(A1)", (2.0, 1.0)), ranks="no"),
}  # fmt: skip


@cache
def made(case: str, tag: str = "zh-Hans") -> NativeChart:
    """Return a case as a chart 155.6 mm wide and 100 mm high."""
    return native_chart(CASES[case], load_edition(tag), THEMES["report"], 155.6, 100.0)


def space(case: str) -> etree._Element:
    """Return the drawing of a case."""
    return etree.fromstring(made(case).space)


def book(case: str) -> Worksheet:
    """Return the sheet of a case as another program reads it."""
    return load_workbook(io.BytesIO(made(case).workbook)).worksheets[0]


def seek(node: etree._Element, path: str) -> list[etree._Element]:
    return node.xpath(path, namespaces=NS)  # type: ignore[no-any-return]


def points(reference: etree._Element) -> dict[int, str]:
    """Return the chart's own copy of a range, by place in the range."""
    return {int(point.get("idx", "")): point[0].text or "" for point in reference.iter(qname("c:pt"))}


def cells(sheet: Worksheet, formula: str) -> list[object]:
    """Return what stands in the range a formula names."""
    address = re.fullmatch(r"Sheet1!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)", formula)
    assert address, formula
    found = sheet[address[1].replace("$", "")]
    return [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found.value]
