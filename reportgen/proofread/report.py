"""A proof as people and programs read it: the findings with their reasons, and how much was understood; or JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from reportgen.messages import chinese, sentence
from reportgen.proofread.model import Finding, Proof, Verdict

SHOWN = 120
"""Characters of a sentence that are printed."""


def as_text(proof: Proof, lang: str = "en", *, everything: bool = False) -> str:
    """Return the claims that are false, not supported and not checkable, in this order, with `everything` the true ones too, and the counts."""
    wanted = [Verdict.FALSE, Verdict.UNSUPPORTED, Verdict.UNCHECKABLE, *([Verdict.TRUE] if everything else [])]
    lines = [line for verdict in wanted for finding in proof.of(verdict) for line in _lines(finding, lang)]
    if everything:
        lines += [sentence("proof_left", lang, where=where, text=_cut(text)) for where, text in proof.left]
    counts = {verdict.name.lower(): count for verdict, count in zip(Verdict, proof.counts.values(), strict=True)}
    lines += [sentence("proof_verdicts", lang, **counts)]
    if proof.marked:
        edited = sum(finding.edit is not None and finding.edit.old != finding.edit.new for finding in proof.findings)
        lines += [sentence("proof_marked", lang, marked=proof.marked, edited=edited, gone=proof.gone)]
    lines += [sentence("proof_understood", lang, understood=proof.understood, about=proof.about_data, figures=proof.with_figures)]
    return "\n".join(lines)


def _lines(finding: Finding, lang: str) -> list[str]:
    said = chinese if lang == "zh" else str
    lines = [sentence("proof_finding", lang, where=said(finding.where), verdict=said(finding.verdict.value), text=_cut(finding.sentence.strip()))]
    lines.append(sentence("proof_claim", lang, claim=said(finding.claim)))
    lines.append(sentence("proof_data", lang, data=said(finding.data)))
    if finding.better:
        lines.append(sentence("proof_better", lang, text=finding.better.strip()))
    return lines


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def as_json(proof: Proof) -> str:
    """Return the proof as a JSON object: counts, how much was understood, all findings, and the sentences that are left."""
    found = {
        "counts": proof.counts,
        "sentences": {"with_figures": proof.with_figures, "about_data": proof.about_data, "understood": proof.understood},
        "marked": {"values": proof.marked, "gone": proof.gone},
        "findings": [asdict(finding) for finding in proof.findings],
        "left": [{"where": where, "sentence": text} for where, text in proof.left],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)
