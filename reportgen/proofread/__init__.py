"""Proofreading a finished document against data: every claim about a ranked table found, and held against it.

    opening       docx, pdf, html, md, txt → passages and tables with places
    vocabulary    templates/_proofread: the words of claims; lexicon: the names a data package gives
    marking       a sentence → mentions; scene: its clauses, what stands above it, and which column a claim can mean
    claims, figures, enumerations, grids    one function a kind of claim
    marked, sources, printed    a Word file made by reportgen: its marked values, what the data say of them, and how people print it
    facts         single figures of the data, such as the size of a market in a year
    check, telling   a claim → verdict, the figures that decide, the sentence as it should read

A claim is false only when no meaning that its words and its place allow makes it true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportgen.package import Dataset
from reportgen.proofread.claims import DOUBTS, NAMELESS, Claim, claims
from reportgen.proofread.derived import is_derivable
from reportgen.proofread.enumerations import enumerations
from reportgen.proofread.facts import Truth, fact_findings, truths
from reportgen.proofread.figures import figures, is_figure
from reportgen.proofread.foreign import vetted
from reportgen.proofread.grids import grid_findings
from reportgen.proofread.lexicon import Lexicon, lexicon
from reportgen.proofread.marked import Known, marked_findings
from reportgen.proofread.marking import mentions
from reportgen.proofread.model import Finding, Grid, Mention, Passage, Piece, Proof, Verdict
from reportgen.proofread.opening import pieces
from reportgen.proofread.scene import PREDICATES, Background, Scene, scene, sentences
from reportgen.proofread.sources import Sources
from reportgen.proofread.telling import derived_finding, finding, placed_finding
from reportgen.proofread.vocabulary import normal, vocabulary
from reportgen.reading import File

__all__ = ["Finding", "Proof", "Verdict", "proofread", "proofread_pieces"]


@dataclass
class _Tally:
    """What is counted on the way through a document."""

    findings: list[Finding] = field(default_factory=list)
    with_figures: int = 0
    about_data: int = 0
    understood: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    regions: tuple[str, ...] = ()
    """Regions of the passage before."""


def proofread(file: File, dataset: Dataset, known: Known | None = None) -> Proof:
    """Return every claim of a document about the data with its verdict, and of a Word file made by reportgen every value it has marked.

    known  exact values by source, as a project computes them; without it those that cells and simple formulas give

    Raises:
        ProjectError: the document cannot be read.
        UnsafeDocument: it is a Word file that is not safe to open.
    """
    proof = proofread_pieces(pieces(file), dataset, file.path)
    if not file.path.lower().endswith(".docx"):
        return proof
    names = lexicon(dataset, vocabulary())
    found, gone = marked_findings(file, names, Sources(dataset, names), known or {})
    return replace(proof, findings=(*found, *proof.findings), marked=len(found) + gone, gone=gone)


def proofread_pieces(found: Sequence[Piece], dataset: Dataset, name: str = "text") -> Proof:
    """Return every claim of passages and tables, as `proofread` does for a file; `name` is what places begin with."""
    names = lexicon(dataset, vocabulary())
    known = truths(dataset)
    tally = _Tally()
    headings: list[tuple[int, Background, str]] = []
    for piece in found:
        above = headings[-1][1] if headings else Background()
        if isinstance(piece, Grid):
            tally.findings += grid_findings(piece, above, name, names)
            continue
        heading = above
        if piece.kind == "heading":
            headings = [each for each in headings if each[0] < piece.level]
            above = headings[-1][1] if headings else Background()
            heading = above.under(mentions(normal(piece.text), names))
            headings.append((piece.level, heading, normal(piece.text)))
        elif piece.kind == "caption":
            heading = Background()  # a table or a picture may have been moved under another heading
        above_words = " ".join(words for _, _, words in headings)
        _passage(piece, heading, names, name, tally, known, above_words)
    return Proof(tuple(tally.findings), tally.with_figures, tally.about_data, tally.understood, tuple(tally.left))


def _passage(piece: Passage, heading: Background, names: Lexicon, name: str, tally: _Tally, known: Sequence[Truth], above: str) -> None:
    paragraph = Background(regions=tally.regions)
    for start, end in sentences(piece.text, names.vocabulary):
        text = piece.text[start:end]
        seen = scene(text, heading, paragraph, names)
        where = f"{name}:{piece.where}"
        made = sorted((vetted(seen, each) for each in (*claims(seen), *figures(seen))), key=lambda each: each.mention.start)
        found = list(settled(seen, [(claim, finding(claim, where, text, names)) for claim in made], where, text))
        settled_at = frozenset(claim.mention.start for claim in made if not claim.is_foreign and claim.readings)
        found += fact_findings(seen.text, above, where, text, known, settled_at)
        above = f"{above} {seen.text}"
        listed = list(enumerations(text, where, names))
        if listed:
            found = [each for each in found if each.kind not in ("order", "among", "rank")]
        tally.findings += [*found, *listed]
        _count(seen, made, [*found, *listed], (where, text.strip()), tally)
        paragraph = paragraph.under(seen.found)
    tally.regions = paragraph.regions


def settled(seen: Scene, found: Sequence[tuple[Claim, Finding]], where: str, text: str) -> Iterator[Finding]:
    """Yield the findings of a sentence; what is left open of a figure is settled by what it can be derived from."""
    known: set[int] = set()
    for claim, each in found:
        if claim.is_foreign:
            known.add(claim.mention.start)
            yield each
        elif claim.kind == "rank" and each.verdict is Verdict.UNCHECKABLE and claim.why in ("", NAMELESS) and not claim.is_previous:
            known.add(claim.mention.start)
            yield placed_finding(seen, claim, each)
        elif each.verdict in (Verdict.TRUE, Verdict.FALSE) or not _is_open(seen, claim.mention) or claim.why in DOUBTS:
            known.add(claim.mention.start)
            yield each
    for mention in seen.found:
        if mention.start not in known and _is_open(seen, mention):
            yield derived_finding(seen, mention, where, text)


def _is_open(seen: Scene, mention: Mention) -> bool:
    return is_figure(seen, mention) and is_derivable(seen, mention)


def _count(seen: Scene, made: Sequence[Claim], found: Sequence[Finding], place: tuple[str, str], tally: _Tally) -> None:
    """Count a sentence that states a figure or a rank, and whether all of it was understood."""
    stated = list(_stated(seen))
    if not stated and not any(mention.kind == "number" and mention.key for mention in seen.found) and not any(char.isdigit() for char in seen.text):
        return
    tally.with_figures += 1
    has_indicator = any(mention.kind in ("family", "column", "growth", "score") for mention in seen.found) or seen.heading.families
    is_about = bool(stated) and bool(seen.runs or any(each.kind in ("group", "scope") for each in seen.found) or found) and bool(has_indicator)
    if not is_about:
        return
    tally.about_data += 1
    claimed = {claim.mention.start for claim in made if not claim.why}
    listed = any(each.kind == "list" for each in found)
    if all(start in claimed for start in stated) or listed:
        tally.understood += 1
    else:
        tally.left.append(place)


def _stated(seen: Scene) -> Iterator[int]:
    """Yield where a sentence states a rank, or a figure that can be one of the data."""
    for mention in seen.found:
        clause = seen.clause(mention)
        if mention.kind in PREDICATES or (is_figure(seen, mention) and not seen.has(clause, "not_data")):
            yield mention.start
