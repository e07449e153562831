"""Cover: one quiet row of bars from the report's own data, best first, the highlighted one in accent.

Options: ``ground`` "dark" (bars in tones between `primary` and white, for a panel in `primary`; the accent is lightened
until it stands out on it) or "light" (tones of `primary` on white); ``label`` "yes" names the highlighted one above its
bar; ``height`` in millimetres (72).  The ground stays transparent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts import canvas
from reportgen.charts.words import known, measured, pair_words
from reportgen.document import ChartSpec
from reportgen.edition import Edition
from reportgen.theme import Theme, contrast, mixed

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def describe(spec: ChartSpec, edition: Edition) -> str:
    """Return how many bars there are and the value of the highlighted ones."""
    own = [
        pair_words(spec, edition, name, value)
        for key, name, value in zip(spec.keys, spec.categories, spec.series[0].values, strict=True)
        if key in spec.highlight
    ]
    n = len(measured(spec.series[0].values))
    if not own:
        return edition.say("chart.cover_bare", n=n)
    return edition.say("chart.cover", n=n, words=edition.word("list.comma").join(own))


@canvas.styled
def draw(spec: ChartSpec, edition: Edition, theme: Theme) -> Figure:
    """Draw the bars from zero over the whole measure."""
    dark = spec.option("ground", "light") == "dark"
    head = 6.4 if spec.option("label") == "yes" else 0.5
    paper = canvas.sheet(edition, theme, float(spec.option("height", "72")), clear=True)
    shown = [(key, name, value) for key, name, value in zip(spec.keys, spec.categories, spec.series[0].values, strict=True)
             if value is not None and known(value)]  # fmt: skip
    tallest = max((abs(value) for _, _, value in shown), default=1.0) or 1.0
    step = paper.width / max(len(shown), 1)
    bar = min(step * 0.62, 14.0)
    accent = _seen(theme.colours.accent, theme.colours.primary) if dark else theme.colours.accent
    for n, (key, name, value) in enumerate(shown):
        high = abs(value) / tallest * (paper.height - head)
        own = key in spec.highlight
        x = n * step + (step - bar) / 2
        canvas.box(paper, x, paper.height - high, bar, high, accent if own else _tone(theme, n, len(shown), dark=dark), name=f"bar:{key}")
        if own and spec.option("label") == "yes":
            half = canvas.width(paper, name, weight="bold") / 2
            at = min(max(x + bar / 2, half), paper.width - half)
            canvas.write(paper, at, paper.height - high - 3.0, name, align="center", colour=accent, weight="bold")
    return paper.figure


def _tone(theme: Theme, n: int, count: int, *, dark: bool) -> str:
    """Return the tone of the n-th bar: strongest first, then fading towards the ground."""
    share = n / max(count - 1, 1)
    if dark:
        return mixed(theme.colours.primary, theme.colours.paper, 0.58 - 0.40 * share)
    return mixed(theme.colours.primary, theme.colours.paper, 0.42 + 0.42 * share)


def _seen(colour: str, ground: str) -> str:
    """Return the colour, lightened until its contrast on the ground is 3."""
    for tenth in range(11):
        lighter = mixed(colour, "#FFFFFF", tenth / 10)
        if contrast(lighter, ground) >= 3:
            return lighter
    return "#FFFFFF"
