"""Whether a claim is about the data at all: a growth of 49 % may be that of incomes, a first place that of shops."""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.proofread.claims import Claim
from reportgen.proofread.scene import INDICATORS, Scene

RANKS = ("rank", "order", "among", "bottom", "span")
MOST = 3
"""Han characters, or Latin words, that say neither what the data know nor nothing: more of them name something else."""


def vetted(scene: Scene, claim: Claim) -> Claim:
    """Return a claim as one that is not sure when its sentence may speak of something the data do not hold."""
    if claim.why or not claim.readings or scene.has((0, len(scene.text)), "family", "column"):
        return claim
    is_named = scene.heading.families or scene.heading.columns or scene.paragraph.families or scene.paragraph.columns
    is_placed = claim.kind in RANKS and scene.has(scene.clause(claim.mention), "scope", "group")
    if not is_named and not is_placed and claim.mention.key not in INDICATORS and not scene.has((0, len(scene.text)), *INDICATORS):
        return replace(claim, is_sure=False, is_foreign=True)
    if is_named and is_placed:
        return claim
    return replace(claim, is_sure=False, is_foreign=True) if weight_of(_between(scene, claim), scene) > MOST else claim


def _between(scene: Scene, claim: Claim) -> str:
    """Return the words from the regions of a claim, or else from the beginning of its clause (of a mean: its sentence), to its own; mentions left out."""
    start = 0 if claim.kind in ("mean", "median") else scene.clause(claim.mention)[0]
    before = [each.end for each in claim.names if each.end <= claim.mention.start]
    start = max(before, default=start)
    words = list(scene.text[start : claim.mention.start])
    for each in scene.found:
        if start <= each.start and each.end <= claim.mention.start and each.kind != "not_data":
            words[each.start - start : each.end - start] = " " * (each.end - each.start)
    return "".join(words)


def weight_of(text: str, scene: Scene) -> int:
    """Return how many Han characters and Latin words of a text are no fillers."""
    plain = scene.lexicon.vocabulary.filler.sub(" ", text)
    return len(re.findall("[\u4e00-\u9fff]", plain)) + 2 * len(re.findall("[A-Za-z]{2,}", plain))
