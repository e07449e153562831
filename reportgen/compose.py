"""From a project and its data to the numbered document of one edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportgen.compute import compute
from reportgen.document import Credit, Document, Meta
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem, ProjectError, stop_on
from reportgen.figures import FigureDirective, chart_spec, find_table
from reportgen.flags import Flags
from reportgen.glyphs import lacking, no_glyph, printed_texts
from reportgen.narrative import MACROS, compose_blocks, read_narrative
from reportgen.numbering import number
from reportgen.package import Dataset
from reportgen.parity import Written
from reportgen.places import place_of
from reportgen.project import LoadedProject
from reportgen.ranking import Ranking
from reportgen.values import Absent


def compose(project: LoadedProject, dataset: Dataset, edition: Edition) -> tuple[Written, tuple[Problem, ...]]:
    """Return the numbered document of an edition with its sources, and the warnings of its narrative.

    Raises DataError for tables and columns that are not there, NarrativeError for everything wrong in the templates.
    """
    spec = project.spec
    place = f"{spec.narrative}/{edition.tag}"
    warnings: list[Problem] = []
    results = compute(project, dataset, edition, warnings.append)
    sources = read_narrative(project.folder / spec.narrative / edition.tag, place, spec.type, edition)
    blocks, found = compose_blocks(sources, place, edition, results)
    if not blocks:
        raise NarrativeError(Problem(place, "the narrative says nothing", "write a heading and a paragraph", code="RG300"))
    document = Flags(results.facts.values(), edition).marked(Document(_meta(project, edition, results.tables), blocks))
    try:
        numbered = number(document, edition, spec.scheme(edition))
    except NarrativeError as error:
        raise NarrativeError([_located(problem, sources, place) for problem in error.problems]) from None
    written = Written(numbered, {f"{place}/{name}": source for name, source in sources.items() if name != MACROS})
    if set(spec.formats) - {"json"}:  # which sets no type
        stop_on(_without_glyph(written, edition), NarrativeError)
    return written, (*warnings, *found)


def _without_glyph(written: Written, edition: Edition) -> Iterator[Problem]:
    """Yield a problem for every place where a narrative has a character that no font has; by heading when it comes from elsewhere."""
    texts = tuple(printed_texts(written.document))
    for char in lacking("".join(text for _, text in texts), edition):
        found = ((path, source, match.start()) for path, source in written.sources.items() for match in re.finditer(re.escape(char), source))
        typed = [(place_of(*each), *each[1:]) for each in found]
        said = [(where, text, text.index(char)) for where, text in texts if char in text]
        yield from (no_glyph(*each) for each in typed or said)


def _located(problem: Problem, sources: Mapping[str, str], place: str) -> Problem:
    """Return the problem of a label at the place where the label is referred to, or set for the second time."""
    label = re.escape(problem.what.split("'")[1]) if problem.what.count("'") > 1 else ""
    is_twice = problem.code == "RG320"
    pattern = rf"\{{#{label}\b(?!-)|::: (?:table|figure) {label}\b(?!-)|(?<!ref\()[\"']{label}[\"']" if is_twice else rf"[\"']{label}[\"']"
    found = [(f"{place}/{name}", source, match.start()) for name, source in sources.items() for match in re.finditer(pattern, source)] if label else []
    if not found:
        return problem
    return replace(problem, where=place_of(*(found[min(1, len(found) - 1)] if is_twice else found[0])))


def _meta(project: LoadedProject, edition: Edition, tables: Mapping[str, Ranking]) -> Meta:
    spec, part = project.spec, project.spec.meta[edition.tag]
    cover = None
    if spec.cover is not None:
        try:
            directive = FigureDirective.model_validate(spec.cover)
            cover = chart_spec(directive, find_table(tables), edition)
        except (Absent, ValueError) as error:
            what = error.what if isinstance(error, Absent) else str(error).splitlines()[0]
            raise ProjectError(Problem(project.where("cover"), what, "the cover takes the keys of a figure", code="RG125")) from None
    return Meta(
        title=part.title,
        language=edition.tag,
        subtitle=part.subtitle,
        edition=part.edition,
        date=spec.date.isoformat(),
        date_text=edition.cover_date(spec.date.isoformat()),
        institutions=part.institutions,
        credits=tuple(Credit(credit.role, credit.names) for credit in part.credits),
        author=part.author,
        description=part.description,
        keywords=part.keywords,
        contents_depth=part.contents_depth,
        cover=cover,
    )
