"""Shares: horizontal bars of 100 %, each part named and valued directly.

One series: one bar, its parts are the categories.  Several series: one bar per category, its parts are the series.  Values
in per cent are drawn as they are and what is missing to 100 stays open; other values are turned into shares.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.charts.scales import spread
from reportgen.charts.words import known, number_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme, mixed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_HEAD_MM, _BAR_MM, _BELOW_MM = 10.4, 10.0, 7.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and its parts as (name, share in per cent, None when not measured, colour)."""

    name: str
    parts: tuple[tuple[str, float | None, str], ...]


def bars_of(spec: ChartSpec, theme: Theme) -> list[Bar]:
    """Return the bars with their parts in per cent."""
    if len(spec.series) == 1:
        tones = _tones(spec, theme, spec.keys)
        shares = _percent(spec, spec.series[0].values)
        return [Bar(spec.series[0].name, tuple(zip(spec.categories, shares, tones, strict=True)))]
    names = tuple(one.name for one in spec.series)
    tones = _tones(spec, theme, names)
    return [
        Bar(category, tuple(zip(names, _percent(spec, [one.values[i] for one in spec.series]), tones, strict=True)))
        for i, category in enumerate(spec.categories)
    ]


def _tones(spec: ChartSpec, theme: Theme, keys: tuple[str, ...]) -> list[str]:
    """Return a colour per part: steps of one hue, dark to light; the highlighted one in accent."""
    dark, light = theme.colours.primary, theme.colours.sequential[0]
    steps = [mixed(dark, light, n / max(len(keys) - 1, 1)) for n in range(len(keys))]
    return [theme.colours.accent if key in spec.highlight else step for key, step in zip(keys, steps, strict=True)]


def _percent(spec: ChartSpec, values: object) -> list[float | None]:
    listed = [v if v is not None and known(v) else None for v in values]  # type: ignore[attr-defined]
    total = sum(v for v in listed if v is not None)
    if (spec.unit.strip() == "%" and total <= 100.5) or not total:
        return listed
    return [None if v is None else v / total * 100 for v in listed]


def share_words(spec: ChartSpec, edition: Edition, share: float | None) -> str:
    """Return a share as printed: "48.8%"."""
    return number_words(replace(spec, unit="%"), edition, share, decimals=share_decimals(spec))


def share_decimals(spec: ChartSpec) -> int:
    """Return the digits shares are printed with: those of values in per cent, at least one where shares were computed."""
    return spec.decimals if spec.unit.strip() == "%" else max(spec.decimals, 1)


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return every part of every bar with its share."""
    parts = []
    for bar in bars_of(spec, Theme()):
        words = edition.word("list.comma").join(
            edition.say("chart.share", name=name, value=share_words(spec, edition, share)) for name, share, _ in bar.parts
        )
        parts.append(edition.say("chart.shares_of", name=bar.name, words=words) if bar.name else words)
    return edition.word("chart.join").join(parts)


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the bars; values that do not fit inside stand below with a leader."""
    bars, probe = bars_of(spec, theme), canvas.sheet(edition, theme, 10)
    shown = [bar.name if len(bars) > 1 else "" for bar in bars]
    names = [canvas.wrap(probe, name, probe.width * 0.25) if name else () for name in shown]
    left = max((canvas.width(probe, line) for lines in names for line in lines), default=0.0)
    left = left + 3.0 if left else 0.0
    below = [_BELOW_MM if _narrow(probe, spec, bar, probe.width - left) else 2.4 for bar in bars]
    paper = canvas.sheet(edition, theme, _HEAD_MM + len(bars) * _BAR_MM + sum(below) + 0.4)
    top = _HEAD_MM
    for n, bar in enumerate(bars):
        canvas.write(paper, 0, top + _BAR_MM / 2, names[n])
        centres = _parts(paper, spec, bar, left, top, str(n))
        if n == 0:
            _heads(paper, bar, centres, left)
        top += _BAR_MM + below[n]
    return paper.figure


def _narrow(paper: canvas.Sheet, spec: ChartSpec, bar: Bar, wide: float) -> list[int]:
    """Return the parts whose value does not fit inside them; parts without data are among them."""
    return [
        i for i, (_, share, _) in enumerate(bar.parts)
        if share is None or share / 100 * wide < canvas.width(paper, share_words(spec, paper.edition, share)) + 1.6
    ]  # fmt: skip


def _parts(paper: canvas.Sheet, spec: ChartSpec, bar: Bar, left: float, top: float, name: str) -> list[float]:
    wide, x, centres = paper.width - left, left, []
    outside = _narrow(paper, spec, bar, wide)
    for i, (_, share, tone) in enumerate(bar.parts):
        across = (share or 0.0) / 100 * wide
        centres.append(x + across / 2)
        if across:
            canvas.box(paper, x, top, across, _BAR_MM, tone, edge=paper.theme.colours.paper, weight=0.6, name=f"part:{name}:{i}")
        if i not in outside:
            canvas.write(paper, centres[-1], top + _BAR_MM / 2, share_words(spec, paper.edition, share), align="center",
                         colour=canvas.on(paper.theme, tone))  # fmt: skip
        x += across
    words = [share_words(spec, paper.edition, bar.parts[i][1]) for i in outside]
    sizes = [canvas.width(paper, text) + 2.0 for text in words]
    for i, text, at in zip(outside, words, spread([centres[i] for i in outside], sizes, left, paper.width), strict=True):
        canvas.line(paper, [(centres[i], top + _BAR_MM), (at, top + _BAR_MM + 1.8)], paper.theme.colours.muted, weight=0.4)
        canvas.write(paper, at, top + _BAR_MM + 3.8, text, align="center")
    return centres


def _heads(paper: canvas.Sheet, bar: Bar, centres: list[float], left: float) -> None:
    """Write the names of the parts over the first bar, moved aside where they would meet, each with a leader."""
    most = max((paper.width - left) / max(len(bar.parts), 1) - 2.0, 14.0)
    lines = [canvas.wrap(paper, name, most) for name, _, _ in bar.parts]
    sizes = [max(canvas.width(paper, line) for line in part) + 2.0 for part in lines]
    for part, centre, at in zip(lines, centres, spread(centres, sizes, left, paper.width), strict=True):
        canvas.write(paper, at, _HEAD_MM - 3.0 - canvas.lines_height(part, paper.size) / 2, part, align="center")
        canvas.line(paper, [(at, _HEAD_MM - 2.6), (centre, _HEAD_MM - 0.2)], paper.theme.colours.muted, weight=0.4)
