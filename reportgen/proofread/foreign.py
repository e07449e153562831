"""Whether a claim is about the data at all: a growth of 49 % may be that of incomes, a first place that of shops."""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.proofread.claims import Claim
from reportgen.proofread.scene import INDICATORS, Scene

_LATTER = re.compile(r"[前后]者|\b(?:latter|former)\b")
"""Words for one of several things that were named: which of them, nobody can tell from a clause."""
NEAR = 2
"""As `MOST`, between a region and what is said of it in the same clause."""
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
    start, end = scene.clause(claim.mention)
    own = weight_of(_between(scene, claim, start), scene) > NEAR or _LATTER.search(scene.text[start:end]) or _of_its_own(scene, claim, start)
    is_foreign = own if is_named and is_placed else own or weight_of(_between(scene, claim, 0), scene) > MOST
    return replace(claim, is_sure=False, is_foreign=True) if is_foreign else claim


def _of_its_own(scene: Scene, claim: Claim, start: int) -> bool:
    """Return whether English words before the region name something of it: "Tea output in Zhejiang"."""
    names = [each.start for each in claim.names if start <= each.start < claim.mention.start]
    before = _unknown(scene, start, min(names, default=start))
    return bool(names) and before.isascii() and bool(re.search(r"\b(?:in|of)\s*$", before)) and weight_of(before, scene) > MOST


def _between(scene: Scene, claim: Claim, start: int) -> str:
    """Return the words from a place on, or from the regions of a claim behind it, to what is said of them, without what the data know."""
    if claim.kind not in ("mean", "median") and not claim.names:
        start = scene.clause(claim.mention)[0]
    return _unknown(scene, max((each.end for each in claim.names if start <= each.end <= claim.mention.start), default=start), claim.mention.start)


def _unknown(scene: Scene, start: int, end: int) -> str:
    words = list(scene.text[start:end])
    for each in scene.found:
        if start <= each.start and each.end <= end and each.kind != "not_data":
            words[each.start - start : each.end - start] = " " * (each.end - each.start)
    return "".join(words)


def weight_of(text: str, scene: Scene) -> int:
    """Return how many Han characters and Latin words of a text are no fillers."""
    plain = scene.lexicon.vocabulary.filler.sub(" ", text)
    return len(re.findall("[\u4e00-\u9fff]", plain)) + 2 * len(re.findall("[A-Za-z]{2,}", plain))
