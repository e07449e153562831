"""The theme as CSS: names and values for the style sheets, which type no colour and no size of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache

from reportgen.edition import Edition, load_edition
from reportgen.errors import Problem, RenderError
from reportgen.resources import data_path
from reportgen.theme import Chapters, Colours, Theme, contrast, mixed

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_NAME = re.compile(r"var\(--([a-z0-9-]+)\)")
DARK_GROUND = 0.7
"""How much black is mixed into the primary colour for the paper of dark mode."""
CHAPTER_BREAKS: Mapping[Chapters, str] = {"page": "page", "recto": "right", "run-on": "auto"}


@cache
def sheet(name: str) -> str:
    """Return a bundled style sheet or script without comments that only its author needs."""
    text = (data_path("templates") / "_page" / name).read_text("utf-8")
    return re.sub(r"/\*.*?\*/\n?", "", text, flags=re.DOTALL)


def shared(edition: Edition) -> str:
    """Return the style sheets that screen and paper share for an edition."""
    return sheet("base.css") + (sheet("bilingual.css") if edition.second else "")


def paper(theme: Theme) -> str:
    """Return the style sheet of printed pages: the one all have, and those of what the theme does otherwise."""
    page = theme.page
    parts = (
        ("two-sided", theme.is_two_sided),
        ("running-heads", page.heads),
        ("outside", page.numbers == "outside"),
        ("grid", page.grid),
        ("run-on", theme.shares_front),
        ("band", theme.front.ground == "band"),
        ("dense", page.dense),
    )
    return sheet("print.css") + "".join(sheet(f"{name}.css") for name, applies in parts if applies)


def variables(theme: Theme, edition: Edition) -> dict[str, str]:
    """Return the theme as CSS custom properties, without the leading dashes; raises RenderError when a colour is not "#RRGGBB"."""
    second = load_edition(edition.second) if edition.second else edition
    sizes = {f"size-{field.name.replace('_', '-')}": f"{getattr(theme.sizes, field.name):g}pt" for field in fields(theme.sizes)}
    return {
        **_roles(theme.colours),
        **sizes,
        "serif": _families(edition.serif, "serif"),
        "sans": _families(edition.sans, "sans-serif"),
        "serif-second": _families(second.serif, "serif"),
        "sans-second": _families(second.sans, "sans-serif"),
        "indent": f"{edition.terms['indent_chars']}em",
        **_headings(theme, edition),
        "line-height": f"{theme.page.line_height:g}",
        "line": f"{theme.line_pt:g}pt",
        "rule-outer": f"{theme.rules.outer:g}pt",
        "rule-head": f"{theme.rules.head:g}pt",
        "rule-hair": f"{theme.rules.hair:g}pt",
        "rule-opening": f"{theme.rules.opening:g}pt",
        "rule-bar": f"{theme.rules.bar:g}pt",
        "rule-frame": f"{theme.rules.frame:g}pt",
        "page-width": f"{theme.page.width_mm:g}mm",
        "page-height": f"{theme.page.height_mm:g}mm",
        "page-top": f"{theme.page.top_mm:g}mm",
        "page-bottom": f"{theme.page.bottom_mm:g}mm",
        "page-side": f"{theme.side_mm:.4f}mm",
        "page-inner": f"{theme.inner_mm:.4f}mm",
        "page-outer": f"{theme.outer_mm:.4f}mm",
        "facing-share": f"{theme.facing_share:.0%}",
        "chapter-break": CHAPTER_BREAKS[theme.page.chapters],
        "chapter-gap": "20pt" if theme.page.chapters == "run-on" else "0",
    }


def root(values: Mapping[str, str], theme: Theme) -> str:
    """Return the rules that set the custom properties, for light and for dark screens."""
    dark = _roles(dark_colours(theme.colours)) | {"card": theme.colours.paper, "cover": mixed(theme.colours.primary, "#000000", 0.35)}
    night = ";".join(f"--{name}:{value}" for name, value in dark.items() if values[name] != value)
    day = ";".join(f"--{name}:{value}" for name, value in values.items())
    return f":root{{color-scheme:light dark;{day}}}@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}"


def resolved(css: str, values: Mapping[str, str]) -> str:
    """Return a style sheet with every ``var(--name)`` replaced by its value: WeasyPrint then computes each style once.

    >>> resolved("p { color: var(--ink); }", {"ink": "#000000"})
    'p { color: #000000; }'
    """
    return _NAME.sub(lambda match: values[match.group(1)], css)


def dark_colours(colours: Colours) -> Colours:
    """Return the roles for a dark screen: same hues, text as legible as on paper (4.5 and more)."""
    paper = mixed(colours.primary, "#000000", DARK_GROUND)
    tint = mixed(paper, colours.paper, 0.07)
    own = mixed(paper, colours.paper, 0.18)

    def legible(colour: str, least: float = 4.6) -> str:
        steps = (mixed(colour, "#FFFFFF", step / 20) for step in range(21))
        return next((each for each in steps if contrast(each, own) >= least), "#FFFFFF")

    return Colours(
        ink=mixed(colours.ink, colours.paper, 0.88),
        muted=legible(colours.muted),
        rule=mixed(paper, colours.paper, 0.3),
        paper=paper,
        tint=tint,
        primary=legible(colours.primary, 5.5),
        accent=legible(colours.accent),
        up=legible(colours.up),
        down=legible(colours.down),
        same=legible(colours.same),
    )


def _roles(colours: Colours) -> dict[str, str]:
    names = ("ink", "muted", "rule", "paper", "tint", "primary", "accent", "up", "down", "same")
    roles = {name: str(getattr(colours, name)) for name in names}
    for name, value in roles.items():
        if not _COLOUR.fullmatch(value):
            raise RenderError(Problem(f"theme.{name}", f"{value!r} is not a colour", "write it as #RRGGBB", code="RG411"))
    roles["own"] = mixed(roles["paper"], roles["accent"], 0.1)
    roles["card"] = roles["paper"]
    roles["cover"] = roles["primary"]
    roles["on-primary"] = "#FFFFFF" if contrast("#FFFFFF", roles["cover"]) >= 4.5 else roles["ink"]
    return roles


def _headings(theme: Theme, edition: Edition) -> dict[str, str]:
    """Return family and weight of each level, and how far headings are indented."""
    indent = theme.sizes.body * int(edition.terms["indent_chars"]) if theme.headings.indented else 0
    found = {"heading-indent": f"{indent:g}pt"}
    for level, face in enumerate(theme.headings.faces, 1):
        family, _, weight = face.partition("-")
        found[f"heading-{level}-family"] = _families(edition.sans, "sans-serif") if family == "sans" else _families(edition.serif, "serif")
        found[f"heading-{level}-weight"] = weight or "normal"
    return found


def _families(names: tuple[str, ...], generic: str) -> str:
    return ", ".join([f'"{name}"' for name in names] + [generic])
