"""A comparison as people and programs read it: lines for a terminal, JSON, or one HTML page that asks nobody for anything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from reportgen.comparison.alignment import words
from reportgen.comparison.model import FINDING_KINDS, Comparison, Finding, Narrative, Piece, Reason, Shift, TableChange, Thresholds
from reportgen.messages import sentence
from reportgen.resources import data_path
from reportgen.theme import THEMES

SHOWN = 10
"""Rows of a table and findings of a kind that a terminal shows, unless it is asked for all."""
CUT = 160
"""Characters of a sentence that a terminal shows."""
ARROWS = {"up": "↑", "down": "↓", "same": "→"}


# ---------------------------------------------------------------- words and numbers


def _number(value: Decimal | None, decimals: int, *, signed: bool = False) -> str:
    return "–" if value is None else f"{value:{'+' if signed else ''}.{decimals}f}".replace("-", "−")


def _rank(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _move(shift: Shift, lang: str) -> str:
    """Return ↑5, ↓2, → or that a row entered or left."""
    if shift.state in ("entered", "left"):
        return sentence(f"diff_{shift.state}", lang)
    return f"{ARROWS[shift.state]}{abs(shift.places) or ''}" if shift.old_rank is not None and shift.new_rank is not None else ""


def _text(pieces: Sequence[Piece] | None) -> str:
    return "".join(piece.text for piece in pieces or ())


def _reason(reason: Reason, lang: str) -> str:
    return sentence(f"diff_reason_{reason.kind}", lang, old=reason.old, new=reason.new, about=reason.about)


def _counts(table: TableChange, lang: str) -> str:
    counted = {state: table.count(state) for state in ("up", "down", "entered", "left")}
    kept = table.new_rows - counted["up"] - counted["down"] - counted["entered"]
    return sentence("diff_counts", lang, rows=table.new_rows, kept=kept, **counted)


def _alone(found: Comparison, lang: str) -> list[str]:
    """Return a sentence for each table that only one side has."""
    return [sentence(key, lang, title=title) for key, titles in (("diff_gone", found.gone), ("diff_fresh", found.fresh)) for title in titles]


def _findings(narrative: Narrative, lang: str) -> str:
    return sentence("diff_narrative", lang, same=narrative.same, **{kind: len(narrative.of(kind)) for kind in FINDING_KINDS})


# ---------------------------------------------------------------- terminal


def as_text(found: Comparison, thresholds: Thresholds, lang: str = "en", *, everything: bool = False) -> str:
    """Return what differs as lines: tables, then texts; the first few of each, `everything` shows all and reworded sentences too."""
    lines = [sentence("diff_title", lang, old=found.old, new=found.new)]
    for table in found.tables:
        lines += ["", table.title, _counts(table, lang), *_rows(table, thresholds, lang, everything=everything)]
    lines += [line for said in _alone(found, lang) for line in ("", said)]
    for narrative in found.narratives.values():
        lines += ["", sentence("diff_text", lang, edition=narrative.edition), _findings(narrative, lang)]
        for kind in FINDING_KINDS if everything else FINDING_KINDS[:2]:
            all_of_kind = narrative.of(kind)
            shown = all_of_kind if everything else all_of_kind[:SHOWN]
            lines += [line for finding in shown for line in _lines(finding, lang)]
            lines += [sentence("diff_more", lang, count=len(all_of_kind) - len(shown))] if len(shown) < len(all_of_kind) else []
    return "\n".join(lines if found.differs else [*lines[:1], sentence("diff_nothing", lang)])


def _rows(table: TableChange, thresholds: Thresholds, lang: str, *, everything: bool) -> list[str]:
    shown = [shift for shift in table.shifts if thresholds.shows(shift)]
    kept = shown if everything else [shift for shift in shown if shift.is_main][:SHOWN]
    rows = [
        (
            f"  {shift.name}", "" if shift.is_main else shift.title, f"{_rank(shift.old_rank)} → {_rank(shift.new_rank)}", _move(shift, lang),
            f"{_number(shift.old, shift.decimals)} → {_number(shift.new, shift.decimals)}" if shift.old is not None or shift.new is not None else "",
            _number(shift.difference, shift.decimals, signed=True) if shift.difference is not None else "",
        )
        for shift in kept
    ]  # fmt: skip
    widths = [max(map(_width, column), default=0) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True) if width).rstrip() for row in rows]
    return [*lines, *([sentence("diff_more", lang, count=len(shown) - len(kept))] if len(kept) < len(shown) else [])]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Han characters and full-width marks take two."""
    return sum(2 if "\u2e80" <= char <= "\uffef" and not "\uff61" <= char <= "\uffdc" else 1 for char in text)


def _lines(finding: Finding, lang: str) -> Iterable[str]:
    yield f"{sentence(f'diff_{finding.kind}', lang)}: {finding.place}" if lang == "en" else f"{sentence(f'diff_{finding.kind}', lang)}：{finding.place}"
    if finding.kind == "stale":
        yield f"    {_cut(_text(finding.new))}"
    else:
        yield from (f"  {sign} {_cut(_text(pieces))}" for sign, pieces in (("-", finding.old), ("+", finding.new)) if pieces)
    yield from (f"    {_reason(reason, lang)}" for reason in finding.reasons)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= CUT else f"{text[: CUT - 1]}…"


# ---------------------------------------------------------------- JSON


def as_json(found: Comparison, thresholds: Thresholds) -> str:
    """Return what differs as a JSON object: numbers as text, exact; what is below the thresholds is left out."""
    tables = [
        {
            "table": table.name, "title": table.title, "rows": {"old": table.old_rows, "new": table.new_rows},
            "shifts": [_plain(shift) for shift in table.shifts if thresholds.shows(shift)],
        }
        for table in found.tables
    ]  # fmt: skip
    narratives = {
        tag: {"same": narrative.same, "findings": [_said(finding) for finding in narrative.findings]} for tag, narrative in found.narratives.items()
    }
    sides = {"old": found.old, "new": found.new, "differs": found.differs, "gone": found.gone, "fresh": found.fresh}
    return json.dumps({**sides, "tables": tables, "narratives": narratives}, ensure_ascii=False, indent=1)


def _plain(shift: Shift) -> dict[str, Any]:
    values = {name: getattr(shift, name) for name in ("key", "name", "column", "unit", "state", "old_rank", "new_rank", "places")}
    exact = {name: None if (value := getattr(shift, name)) is None else f"{value:f}" for name in ("old", "new", "difference")}
    return {**values, **exact, "percent": None if shift.percent is None else f"{shift.percent:.2f}"}


def _said(finding: Finding) -> dict[str, Any]:
    reasons = [{name: getattr(reason, name) for name in reason.__slots__} for reason in finding.reasons]
    texts = {side: None if pieces is None else _text(pieces) for side, pieces in (("old", finding.old), ("new", finding.new))}
    return {"kind": finding.kind, "place": finding.place, **texts, "reasons": reasons}


# ---------------------------------------------------------------- HTML

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
ROLES = ("ink", "paper", "primary", "accent", "muted", "tint", "up", "down")
"""Colours of the theme that the style sheet uses."""


def _style() -> Markup:
    """Return the style sheet of the page, in the colours of a report."""
    colours = THEMES["report"].colours
    values = ";".join(f"--{role}:{getattr(colours, role)}" for role in ROLES)
    return Markup(f":root{{{values}}}\n" + (data_path("templates") / "_comparison" / "page.css").read_text("utf-8"))


def as_html(found: Comparison, thresholds: Thresholds, lang: str = "en") -> bytes:
    """Return what differs as one page: every row and sentence of it, in the look of a report."""
    title = sentence("diff_title", lang, old=found.old, new=found.new)
    parts = [_table(table, thresholds, lang) for table in found.tables]
    parts += [Markup("<p>{}</p>").format(said) for said in _alone(found, lang)]
    parts += [_narrative(narrative, lang) for narrative in found.narratives.values()]
    if not found.differs:
        parts = [Markup("<p>{}</p>").format(sentence("diff_nothing", lang))]
    page = Markup(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{}">'
        '<meta name="viewport" content="width=device-width"><title>{}</title><style>{}</style></head><body><main><h1>{}</h1>\n{}</main></body></html>\n'
    ).format("zh-CN" if lang == "zh" else "en", POLICY, title, _style(), title, Markup("\n").join(parts))
    return page.encode()


def _table(table: TableChange, thresholds: Thresholds, lang: str) -> Markup:
    shown = [shift for shift in table.shifts if thresholds.shows(shift)]
    head = Markup("<section><h2>{}</h2><p class='count'>{}</p>").format(table.title, _counts(table, lang))
    parts = []
    for column in dict.fromkeys(shift.column for shift in shown):
        rows = [shift for shift in shown if shift.column == column]
        keys = ("diff_head_row", "diff_head_ranks", "diff_head_move", *(f"diff_head_{each}" for each in _measured(rows)))
        heads = Markup("").join(Markup("<th scope='col'{}>{}</th>").format(_class(place), sentence(key, lang)) for place, key in enumerate(keys))
        body = Markup("").join(_row(shift, _measured(rows), lang) for shift in rows)
        parts.append(Markup("<h3>{}</h3><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(rows[0].title, heads, body))
    return head + Markup("\n").join(parts) + Markup("</section>")


def _class(place: int) -> Markup:
    return Markup(" class='number'") if place else Markup("")


def _measured(rows: Iterable[Shift]) -> tuple[str, ...]:
    """Return the columns of values that have any: a table of ranks alone has none."""
    return tuple(name for name in ("old", "new", "difference") if any(getattr(shift, name) is not None for shift in rows))


def _row(shift: Shift, measured: Iterable[str], lang: str) -> Markup:
    cell = Markup("<td class='number'>{}</td>")
    mark = Markup("<td class='number {}'>{}</td>").format(shift.state if shift.state in ARROWS else "", _move(shift, lang))
    ranks = cell.format(f"{_rank(shift.old_rank)} → {_rank(shift.new_rank)}")
    values = (_number(getattr(shift, name), shift.decimals, signed=name == "difference") for name in measured)
    return Markup("<tr><th scope='row'>{}</th>{}{}{}</tr>").format(shift.name, ranks, mark, Markup("").join(map(cell.format, values)))


def _narrative(narrative: Narrative, lang: str) -> Markup:
    parts = [Markup("<section><h2>{}</h2><p class='count'>{}</p>").format(sentence("diff_text", lang, edition=narrative.edition), _findings(narrative, lang))]
    for kind in FINDING_KINDS:
        if found := narrative.of(kind):
            parts.append(Markup("<h3>{} <span class='count'>{}</span></h3>").format(sentence(f"diff_{kind}", lang), len(found)))
            parts += [_article(finding, narrative.edition, lang) for finding in found]
    return Markup("\n").join([*parts, Markup("</section>")])


def _article(finding: Finding, edition: str, lang: str) -> Markup:
    tags = {"same": Markup("{}"), "gone": Markup("<del>{}</del>"), "new": Markup("<ins>{}</ins>")}
    said = Markup("").join(tags[kept].format(text) for kept, text in words(finding.old or (), finding.new or ()))
    reasons = Markup("").join(Markup("<li>{}</li>").format(_reason(reason, lang)) for reason in finding.reasons)
    listed = Markup("<ul>{}</ul>").format(reasons) if reasons else Markup("")
    return Markup("<article><p class='tag'>{}</p><p lang='{}'>{}</p>{}</article>").format(finding.place, edition.partition("+")[0], said, listed)
