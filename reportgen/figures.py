"""Results → figure nodes: the values a chart shows, in its order, with names and alt text in the edition's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from reportgen.charts import CHARTS, describe
from reportgen.document import ChartSpec, Figure, Inlines, Series
from reportgen.edition import Edition
from reportgen.errors import nearest
from reportgen.ranking import Ranking
from reportgen.standing import ranked
from reportgen.tables import Words
from reportgen.values import Absent, Move, Value

FindTable = Callable[[str], Ranking]


class Point(BaseModel):
    """One free value of a chart: `at` its name or period, `value` a computed value, `before` the one it started from.

    label  what is printed in place of the value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: str
    value: str
    before: str = ""
    label: str = ""


class FigureDirective(BaseModel):
    """The keys of ``::: figure``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chart: str = Field(description="The kind of chart.")
    caption: Words = Field("", description="What it shows; no number, no full stop.")
    of: str = Field("", description="The table whose regions it shows.")
    series: tuple[str, ...] = Field((), description="Fields of the table, or table.field for another one; its own value when left out.")
    names: tuple[str, ...] = Field((), description="One name a series, in place of the column head.")
    only: tuple[str, ...] = Field((), description="Only these regions, in this order.")
    top: int = Field(0, ge=0, description="Only the first ones.")
    group: str = Field("", description="Only the regions of this group, ranked among themselves.")
    sort: str = Field("", description="The field they stand in the order of, highest first.")
    highlight: str | tuple[str, ...] = Field((), description="Regions or points in the accent colour; the report's own when left out.")
    reference: str = Field("", description="A line across: mean, median or a number.")
    reference_label: str = Field("", description="What is written at that line.")
    grid: Literal["", "china", "sichuan"] = Field("", description="Map of a tile-grid.")
    ground: Literal["", "light", "dark"] = Field("", description="What a cover chart stands on.")
    left: str = Field("", description="Words over the left end of a slope.")
    right: str = Field("", description="Words over the right end of a slope.")
    x_label: str = Field("", description="Words at the axis across, of a scatter.")
    y_label: str = Field("", description="Words at the axis up, of a scatter.")
    x_reference: str = Field("", description="As reference, for the axis across of a scatter.")
    y_reference: str = Field("", description="As reference, for the axis up of a scatter.")
    forecast: str = Field("", description="First point of lines that is a forecast: dashed from there, hollow.")
    breaks: str | tuple[str, ...] = Field((), description="Points of lines measured on another basis: no line leads to them or away.")
    unit: str = Field("", description="Unit of the values in words; that of the first series when left out.")
    points: tuple[Point, ...] = Field((), description="Values of a free chart: {at, value}, for lines also label, for a dumbbell also before.")
    nodes: dict[str, str] = Field(default_factory=dict, description="What a relation shows: {id: words}.")
    centres: tuple[str, ...] = Field((), description="Nodes of a relation that stand in the middle.")
    links: tuple[tuple[str, str, str], ...] = Field((), description="Lines of a relation: [from, to, words].")
    note: str | tuple[str, ...] = Field((), description="A note below, or a list of them.")
    source: str = Field("", description="Who the figures are from.")

PASSED_ON = ("grid", "ground", "left", "right", "x_label", "y_label", "forecast", "reference_label")

OWN_WORDS = ("lines",)
"""Kinds whose points may be printed in words of their own ("35% or more")."""

TWO_ENDED = ("dumbbell",)
"""Kinds whose points have two ends, `before` and `value`."""

TURNED = ("radar", "strips")
"""Kinds whose axes are the series and whose lines are the regions."""


def figure_node(
    directive: FigureDirective, label: str, find: FindTable, edition: Edition, words: Mapping[str, Inlines], plain: Callable[[str], str]
) -> Figure:
    """Return the figure of a directive.

    words  inlines already parsed: "caption", "source", "note.0" …; `plain` gives the text of a string that may hold markers.
    Raises Absent for a table, field or region that is not there.
    """
    spec = chart_spec(directive, find, edition, plain)
    notes = tuple(words[key] for key in sorted((k for k in words if k.startswith("note.")), key=lambda k: int(k[5:])))
    return Figure(label, words["caption"], spec, describe(spec, edition), notes, words.get("source", ()))


def chart_spec(directive: FigureDirective, find: FindTable, edition: Edition, plain: Callable[[str], str] = str) -> ChartSpec:
    """Return what the chart of a directive shows; raises Absent for a name that is not there."""
    if directive.chart not in CHARTS:
        raise Absent(directive.chart, f"there is no chart kind {directive.chart!r}", nearest(directive.chart, CHARTS))
    options = [(name, plain(getattr(directive, name))) for name in PASSED_ON if getattr(directive, name)]
    if directive.nodes:
        for name in (*directive.centres, *(end for link in directive.links for end in link[:2])):
            if name not in directive.nodes:
                raise Absent(name, f"there is no node {name!r}", nearest(name, directive.nodes))
        centres = ("centres", "|".join(directive.centres))
        names = tuple(plain(words) for words in directive.nodes.values())
        links = tuple((start, end, plain(words)) for start, end, words in directive.links)
        return ChartSpec(directive.chart, names, tuple(directive.nodes), (), links=links, options=(*options, centres))
    if directive.points:
        return _free_chart(directive, options, plain)
    if not directive.of:
        raise Absent("chart", f"a chart {directive.chart} needs of: a table, points: or nodes:", "add a line of: …")
    return _table_chart(directive, find(directive.of), find, edition, options, plain)


def _free_chart(directive: FigureDirective, options: list[tuple[str, str]], plain: Callable[[str], str]) -> ChartSpec:
    names = tuple(plain(point.at) for point in directive.points)
    given = [*_befores(directive), *(point.value for point in directive.points)]
    texts = [plain(value) for value in given]
    values = tuple(_number(text, value) for text, value in zip(texts, given, strict=True))
    units = {re.sub(r"[0-9.,−-]", "", text).strip(): text for text in texts}
    if len(units) > 1:
        raise Absent("points", f"the points are in different units: {', '.join(units.values())}", "draw values of one unit and scale")
    title = [*map(plain, directive.names), "", ""]
    series = tuple(Series(title[n], values[n * len(names) : (n + 1) * len(names)]) for n in range(len(values) // len(names)))
    breaks = _several(directive.breaks, plain)
    highlight = _several(directive.highlight, plain)
    for name in (*breaks, *highlight, *filter(None, [plain(directive.forecast)])):
        if name not in names:
            raise Absent(name, f"there is no point {name!r}", nearest(name, names))
    shown = [_decimals(text) for text in texts]
    if len(set(shown)) > 1:  # 25.4% and 35% stand side by side as they are printed in the text
        options = [*options, ("point_decimals", "|".join(map(str, shown)))]
    if breaks:
        options = [*options, ("breaks", "|".join(breaks))]
    if directive.chart == "ranked-bars":
        options = [*options, ("ranks", "no")]  # segments side by side; ranks are those of a table
    options = [*options, *_point_labels(directive, names, plain)]
    return ChartSpec(directive.chart, names, names, series, highlight, plain(directive.unit), max(shown), options=tuple(options))


def _befores(directive: FigureDirective) -> list[str]:
    """Return what the points started from: one value a point for a kind that draws both, else none."""
    given = [point.before for point in directive.points if point.before]
    if bool(given) != (directive.chart in TWO_ENDED) or len(given) not in (0, len(directive.points)):
        what = f"a chart {directive.chart} needs both ends of every point" if directive.chart in TWO_ENDED else f"a chart {directive.chart} draws no before:"
        raise Absent("before", what, f"give every point a value and a before:, in a chart {' or '.join(TWO_ENDED)}")
    return given


def _point_labels(directive: FigureDirective, names: tuple[str, ...], plain: Callable[[str], str]) -> list[tuple[str, str]]:
    own = [(f"label:{name}", plain(point.label)) for name, point in zip(names, directive.points, strict=True) if point.label]
    if own and directive.chart not in OWN_WORDS:
        what = f"a point of a chart {directive.chart} cannot have a label of its own"
        raise Absent("label", what, f"leave label: out, or draw {' or '.join(OWN_WORDS)}")
    return own


def _several(words: str | tuple[str, ...], plain: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(plain(word) for word in ((words,) if isinstance(words, str) else words) if word)


def _decimals(text: str) -> int:
    fraction = re.search(r"[.]([0-9]+)", text)
    return len(fraction[1]) if fraction else 0


def _number(text: str, shown: str) -> float:
    digits = "".join(char for char in text.replace("−", "-").replace(",", "") if char in "0123456789.-")
    try:
        return float(digits)
    except ValueError:
        raise Absent(shown, f"{text!r} is not a number to draw", "write a computed value: \"{{ facts.name.value }}\"") from None


def _table_chart(
    directive: FigureDirective, table: Ranking, find: FindTable, edition: Edition, options: list[tuple[str, str]], plain: Callable[[str], str]
) -> ChartSpec:
    table = table.group(directive.group) if directive.group else table
    keys = list(table.keys)
    if directive.only:
        keys = [table.key_of(plain(name)) for name in directive.only]
    if directive.sort:
        owner, field = _field(directive.sort, table, find)
        keys.sort(key=lambda key: -_float(owner.cell(field, key), float("-inf")))
    if directive.top:
        keys = keys[: directive.top]
    fields = directive.series or (table.value,)
    if len(directive.names) > len(fields):
        raise Absent("names", f"names: gives {len(directive.names)} names for {len(fields)} series", "one name a series")
    series: list[Series] = []
    first: Value | None = None
    if directive.chart == "slope":
        series, options = _slope(table, keys, edition, options)
    else:
        for index, name in enumerate(fields):
            owner, field = _field(name, table, find)
            first = first or next((cell for cell in (owner.cell(field, key) for key in owner.keys) if isinstance(cell, Value)), None)
            title = plain(directive.names[index]) if index < len(directive.names) else owner.heads.get(field, field)
            series.append(Series(title, tuple(_float(owner.cell(field, key) if key in owner.regions else None, None) for key in keys)))
            for axis, reference in zip(("x_reference", "y_reference"), (directive.x_reference, directive.y_reference), strict=True):
                if reference and index == ("x_reference", "y_reference").index(axis):
                    options = [*options, (axis, _reference(reference, owner, field, plain))]
                    options = [*options, (f"{axis}_of", reference)] if reference in ("mean", "median") else options
        if directive.reference:
            owner, field = _field(fields[0], table, find)
            options = [*options, ("reference", _reference(directive.reference, owner, field, plain))]
            if directive.reference in ("mean", "median") and not directive.reference_label:
                options = [*options, ("reference_label", edition.say(f"chart.{directive.reference}_of", name="", value="").strip(" ,"))]
    if directive.only and len(fields) == 1 and directive.chart not in ("slope", *TURNED):
        options = [*options, ("ranks", _ranks(keys, *_field(fields[0], table, find)))]
    if directive.chart == "tile-grid" and directive.note:
        options = [*options, ("note", "no")]  # the notes below say what the grid would say itself
    highlight = _highlight(directive, table, plain)
    decimals = first.decimals or 0 if first else 0
    unit = plain(directive.unit) or (edition.word(f"unit.{first.unit}").strip() if first else "")
    if first and first.power:
        series, options, word = _scaled(series, options, first.power, edition)
        unit = plain(directive.unit) or f"{word}{edition.word(f'unit.{first.unit}')}".strip()
    names = tuple(table.regions[key].name for key in keys)
    spec = ChartSpec(directive.chart, names, tuple(keys), tuple(series), highlight, unit, decimals, options=tuple(options))
    spec = replace(spec, source=", ".join(f"{table.path}:{field}" for field in fields))
    return _turned(spec, fields) if directive.chart in TURNED else spec


def _ranks(keys: list[str], table: Ranking, field: str) -> str:
    """Return the ranks of some regions among all of the table, as the option ``ranks`` has them."""
    places = ranked(table.series(field), table.best if field == table.value else "highest", table.ties)
    return "|".join(str(places.get(key, "")) for key in keys)


def _scaled(
    series: list[Series], options: list[tuple[str, str]], power: int, edition: Edition
) -> tuple[list[Series], list[tuple[str, str]], str]:
    """Return values in 10^`power` and their reference lines in the scale of the language that suits the largest, and its word."""
    largest = max((abs(value) for each in series for value in each.values if value is not None), default=0.0)
    target, word = edition.scale(Decimal(repr(largest)), power)

    def moved(value: float) -> float:
        return float(Decimal(repr(value)).scaleb(power - target))

    lines = ("reference", "x_reference", "y_reference")
    options = [(name, str(moved(float(value))) if name in lines else value) for name, value in options]
    return [replace(each, values=tuple(None if v is None else moved(v) for v in each.values)) for each in series], options, word


def _turned(spec: ChartSpec, fields: tuple[str, ...]) -> ChartSpec:
    """Return the chart with an axis for each series, known by its field, and a line for each region, the highlighted region first."""
    order = sorted(range(len(spec.keys)), key=lambda index: spec.keys[index] not in spec.highlight)
    axes = tuple(series.name for series in spec.series)
    lines = tuple(Series(spec.categories[index], tuple(series.values[index] for series in spec.series)) for index in order)
    return replace(spec, categories=axes, keys=fields, series=lines, highlight=())


def _slope(table: Ranking, keys: list[str], edition: Edition, options: list[tuple[str, str]]) -> tuple[list[Series], list[tuple[str, str]]]:
    if not table.moves:
        raise Absent("change", f"the table {table.name} knows no changes in rank", "declare a field change, or the previous period's table")
    now = [float(table.ranks[key]) if key in table.ranks else None for key in keys]
    before = [_previous(table, key) for key in keys]
    return [Series(edition.word("column.previous_rank"), tuple(before)), Series(edition.word("column.rank"), tuple(now))], options


def _previous(table: Ranking, key: str) -> float | None:
    move = table.moves.get(key)
    return float(table.ranks[key] + move.places) if isinstance(move, Move) and move.places is not None and key in table.ranks else None


def _field(name: str, table: Ranking, find: FindTable) -> tuple[Ranking, str]:
    owner, dot, field = name.partition(".")
    ranking, field = (find(owner), field) if dot else (table, name)
    ranking.cell(field, ranking.keys[0])
    return ranking, field


def _reference(text: str, table: Ranking, field: str, plain: Callable[[str], str]) -> str:
    if text in ("mean", "median"):
        value = table.mean(field) if text == "mean" else table.median(field)
        return f"{value.number.quantize(Decimal(1).scaleb(-(value.decimals or 0))):f}"
    return str(_number(plain(text), text))


def _highlight(directive: FigureDirective, table: Ranking, plain: Callable[[str], str]) -> tuple[str, ...]:
    wanted = tuple(table.key_of(name) for name in _several(directive.highlight, plain))
    return wanted or ((table.highlight,) if table.highlight in table.keys else ())


def _float(cell: Any, missing: Any) -> Any:
    return float(cell.number) if isinstance(cell, Value) else missing


def find_table(tables: Mapping[str, Ranking]) -> FindTable:
    """Return a look-up of tables by name that raises Absent with the nearest name."""

    def find(name: str) -> Ranking:
        if name not in tables:
            raise Absent(name, f"there is no table {name!r}", nearest(name, tables))
        return tables[name]

    return find
