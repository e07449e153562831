"""From a project and its data to the numbered document of one edition."""

from __future__ import annotations

from reportgen.compute import compute
from reportgen.document import Credit, Document, Meta
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem, ProjectError
from reportgen.figures import FigureDirective, chart_spec, find_table
from reportgen.narrative import compose_blocks, read_narrative
from reportgen.numbering import number
from reportgen.package import Dataset
from reportgen.project import LoadedProject
from reportgen.ranking import Absent, Ranking


def compose(project: LoadedProject, dataset: Dataset, edition: Edition) -> tuple[Document, tuple[Problem, ...]]:
    """Return the numbered document of an edition, and the warnings of its narrative.

    Raises DataError for tables and columns that are not there, NarrativeError for everything wrong in the templates.
    """
    spec = project.spec
    place = f"{spec.narrative}/{edition.tag}"
    warnings: list[Problem] = []
    results = compute(project, dataset, edition, warnings.append)
    sources = read_narrative(project.folder / spec.narrative / edition.tag, place, spec.type, edition)
    blocks, found = compose_blocks(sources, place, edition, results)
    document = Document(_meta(project, edition, results.tables), blocks)
    try:
        numbered = number(document, edition, spec.scheme(edition.tag, edition.word("numbering")))
    except NarrativeError as error:
        raise NarrativeError(_located(problem, sources, place) for problem in error.problems) from None
    return numbered, (*warnings, *found)


def _located(problem: Problem, sources: dict[str, str], place: str) -> Problem:
    from reportgen.markdown import locate

    token = problem.what.split("'")[1] if "'" in problem.what else ""
    for name, source in sources.items():
        for quoted in (f'"{token}"', f"'{token}'", token):
            if token and quoted in source:
                return Problem(locate(f"{place}/{name}", source, quoted), problem.what, problem.hint, problem.level, problem.code)
    return problem


def _meta(project: LoadedProject, edition: Edition, tables: dict[str, Ranking] | object) -> Meta:
    spec, part = project.spec, project.spec.meta[edition.tag]
    cover = None
    if spec.cover is not None:
        try:
            directive = FigureDirective.model_validate(spec.cover)
            cover = chart_spec(directive, find_table(tables), edition)  # type: ignore[arg-type]
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
