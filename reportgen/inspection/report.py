"""An inspection as people and programs read it: a table of measures with their findings, or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from reportgen.inspection import Inspection
from reportgen.inspection.measure import Finding, Measure, Value
from reportgen.messages import chinese, sentence

SHOWN = 10
"""Findings of one rule that are printed, unless all are wanted."""
HEADS = ("rule", "measure", "value", "limit", "verdict")


def as_text(inspection: Inspection, lang: str = "en", *, everything: bool = False) -> str:
    """Return the table of measures and below it the findings, in a language; `everything` for more than the first ten of a rule.

    A page is named as a reader's program counts it, with the number printed on it in brackets.
    """
    rows = [tuple(_said(head, lang) for head in HEADS), *(_row(measure, lang) for measure in inspection.measures)]
    lines = columns(rows)
    for measure in inspection.measures:
        if not measure.findings:
            continue
        lines += ["", f"{measure.rule} {_said(measure.name, lang)}"]
        shown = measure.findings if everything else measure.findings[:SHOWN]
        lines += [_line(finding, inspection.folios, lang) for finding in shown]
        if len(shown) < len(measure.findings):
            lines.append(sentence("more_findings", lang, count=len(measure.findings) - len(shown)))
    return "\n".join(lines)


def as_json(inspection: Inspection) -> str:
    """Return the inspection as a JSON object: language, folios, and measures with values, limit, verdict and findings."""
    measures = [asdict(measure) | {"values": dict(measure.values), "verdict": measure.verdict} for measure in inspection.measures]
    found: dict[str, Any] = {"language": inspection.language, "folios": inspection.folios, "measures": measures}
    return json.dumps(found, ensure_ascii=False, indent=2)


def values_of(measure: Measure, lang: str = "en") -> str:
    """Return the values of a measure in words, with their unit; a dash when there was nothing to measure.

    >>> values_of(Measure("U5", "adjacent marks", (("least", 1.5), ("most", 2.0)), "1.5 em ± 0.05", 9, (), "em"))
    'least 1.50, most 2.00 em'
    """
    values = ", ".join(f"{_said(name, lang)} {_number(value)}".strip() for name, value in measure.values) if measure.counted else ""
    return f"{values} {measure.unit}".rstrip() if values else "–"


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as lines whose columns stand below each other, Han two wide.

    >>> columns([("表", "a"), ("b", "c")])
    ['表  a', 'b   c']
    """
    from rich.cells import cell_len

    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _row(measure: Measure, lang: str) -> tuple[str, ...]:
    return (measure.rule, _said(measure.name, lang), values_of(measure, lang), _said(measure.limit, lang), _said(measure.verdict, lang))


def _line(finding: Finding, folios: Sequence[str], lang: str) -> str:
    folio = folios[finding.page - 1] if finding.page else ""
    place = sentence("on_page" if finding.page else "in_file", lang, page=f"{finding.page} ({folio})" if folio else finding.page)
    return f"  {place}: {_said(finding.what, lang)}" + (f"  | {finding.line}" if finding.line else "")


def _number(value: Value) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _said(text: str, lang: str) -> str:
    return chinese(text) if lang == "zh" else text
