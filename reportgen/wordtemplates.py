"""Word templates: those of a project, read and studied before anything is composed, and what people need who make one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.edition import Edition, editions, load_edition
from reportgen.errors import Level, NarrativeError, OutputError, Problem, ProjectError, ReportError, nearest, stop_on
from reportgen.manifest import PROBLEM
from reportgen.press import theme_of
from reportgen.project import LoadedProject
from reportgen.reading import read_file
from reportgen.renderers import WordTemplate
from reportgen.theme import POINTS_PER_MM, THEMES, Theme
from reportgen.traditional import traditional

if TYPE_CHECKING:
    from reportgen.renderers.docx.template import Study

SUFFIXES = (".docx", ".dotx")
SAME = 0.02
"""Pages whose text is as wide, as long and as large to within this share hold the same."""
AS_CHOSEN = ("RG451", "RG452")
"""Problems with the choices of report.yaml: they stand there, not in the template."""


def template_paths(project: LoadedProject) -> tuple[Path, ...]:
    """Return the files of all templates that the editions of a project are written into, in Word."""
    if "docx" not in project.spec.formats:
        return ()
    named = (project.spec.word.template_of(tag) for tag in project.spec.editions)
    return tuple(dict.fromkeys(project.folder / text for text in named if text))


def load_templates(project: LoadedProject) -> tuple[Mapping[str, WordTemplate], tuple[Problem, ...]]:
    """Return the template of each edition that has one, and warnings; nothing when no Word file is asked for.

    Raises ProjectError for what is wrong in report.yaml and for a file that is no Word file, UnsafeDocument for one that is not safe,
    NarrativeError for what is wrong in a template.
    """
    spec = project.spec
    if problems := list(_slips(project)):
        raise ProjectError(problems)
    if not template_paths(project):
        return {}, ()
    from reportgen.renderers.docx.template import known_names, study

    made: dict[str, WordTemplate] = {}
    found: list[Problem] = []
    errors: list[ReportError] = []
    for tag in spec.editions:
        if not (text := spec.word.template_of(tag)):
            continue
        data = read_file(text, project.folder).data
        template = WordTemplate(text, data, spec.word.styles, spec.word.heading_numbering, spec.word.placeholders_of(tag))
        try:
            studied = study(template, load_edition(tag), theme_of(spec.theme), known_names(template))
            found += [*studied.problems, *_page_slips(studied, theme_of(spec.theme), spec.word.pages)]
        except ReportError as error:
            errors.append(error)
        made[tag] = template
    if errors:
        raise type(errors[0])(dict.fromkeys(problem for error in errors for problem in error.problems))
    told = dict.fromkeys(replace(problem, where=project.where("word", "styles")) if problem.code in AS_CHOSEN else problem for problem in found)
    return made, stop_on(told, NarrativeError)


def _page_slips(studied: Study, theme: Theme, pages: str) -> Iterator[Problem]:
    """Yield that the contents will have the page numbers of other pages."""
    pairs = ((theme.measure_pt, studied.theme.measure_pt), (theme.length_pt, studied.theme.length_pt), (theme.sizes.body, studied.theme.sizes.body))
    if pages == "off" and any(abs(ours - theirs) > ours * SAME for ours, theirs in pairs):
        what = "has other pages than the PDF, whose page numbers stand in the contents"
        yield Problem(studied.template.file, what, "set word.pages to auto, or update the contents in Word (F9)", "warning", "RG459")


def _slips(project: LoadedProject) -> Iterator[Problem]:
    """Yield what is wrong with the settings themselves."""
    word = project.spec.word
    whole: dict[str, object] = {"template": word.template, **{f"placeholders.{name}": words for name, words in word.placeholders.items()}}
    for key, given in whole.items():
        known = project.source.data.get("editions", ()) or project.spec.editions
        for tag in [tag for tag in given if tag not in known] if isinstance(given, dict) else []:
            yield Problem(project.where("word", *key.split(".", 1), tag), f"the edition {tag!r} is not in this project", nearest(tag, known), code="RG130")
    if word.placeholders:
        from reportgen.renderers.docx.template.placeholders import SLOT, STANDARD

        for name in sorted({SLOT, *STANDARD} & word.placeholders.keys()):
            yield Problem(project.where("word", "placeholders", name), f"the report itself says what {name} is", "choose another name", code="RG132")
    paths = word.template if isinstance(word.template, dict) else {"": word.template}
    for tag, text in paths.items():
        yield from _path_slips(project, text, project.where("word", "template", *([tag] if tag else [])))


def _path_slips(project: LoadedProject, text: str, where: str) -> Iterator[Problem]:
    folder, path = project.folder, Path(text)
    if not text:
        return
    if path.is_absolute() or ".." in path.parts or not (folder / path).resolve().is_relative_to(folder):
        yield Problem(where, f"{text!r} is outside the project", "put the file into the project folder", code="RG131")
    elif path.suffix.lower() not in SUFFIXES:
        yield Problem(where, f"{text!r} is not a Word file", "give a .docx or .dotx file", code="RG132")
    elif not (folder / path).is_file():
        near = sorted(each.relative_to(folder).as_posix() for suffix in SUFFIXES for each in folder.rglob(f"*{suffix}"))
        yield Problem(where, f"there is no file {text!r}", nearest(text, near), code="RG132")


# ---------------------------------------------------------------- for people who make one


@dataclass(frozen=True, slots=True)
class Examined:
    """What `word-template check` found out: the template as the report sees it, and everything that is wrong with it.

    uses   role → what it is for, in the reader's language
    """

    found: Study
    uses: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the placeholders of the template, each once, in reading order."""
        from reportgen.renderers.docx.template.placeholders import SLOT, placeholders

        return tuple(dict.fromkeys(name for _, _, name in placeholders(self.found.package) if name != SLOT))

    @property
    def own_names(self) -> tuple[str, ...]:
        """Return those of them that a project must have words for."""
        from reportgen.renderers.docx.template.placeholders import STANDARD

        return tuple(name for name in self.names if name not in STANDARD)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the first labels of the template's own headings; "" for a level without."""
        from reportgen.renderers.docx.template.labels import first_labels

        return first_labels(self.found.labels)

    @property
    def millimetres(self) -> dict[str, float]:
        """Return width and height of the page and the width of the text in millimetres."""
        setup = self.found.setup
        sizes = {"width": setup.width, "height": setup.height, "text": setup.measure}
        return {name: round(dxa / 20 / POINTS_PER_MM, 1) for name, dxa in sizes.items()}

    def count(self, level: Level) -> int:
        """Return how many errors or warnings there are."""
        return sum(problem.level == level for problem in self.problems)

    def exit_code(self, *, strict: bool) -> int:
        """Return 6 when there are errors, with `strict` also when there are warnings, else 0."""
        from reportgen.wordcheck import UnsafeDocument

        return UnsafeDocument.exit_code if self.count("error") or (strict and self.problems) else 0

    def record(self) -> dict[str, object]:
        """Return everything for machines; lengths are millimetres."""
        return {
            "file": self.found.template.file,
            "slot": self.found.has_slot,
            "page": self.millimetres,
            "heading_numbers": list(self.numbers) if self.found.keeps else None,
            "placeholders": list(self.names),
            "roles": [
                {"role": match.role.name, "kind": match.role.kind, "style": match.style, "id": match.id, "how": match.how} for match in self.found.matches
            ],
            "problems": [{name: getattr(problem, name) for name in PROBLEM} for problem in self.problems],
        }


def examine(path: Path, tag: str, *, told_in: str = "en") -> Examined:
    """Return what a template offers to a report in an edition, and what is wrong with it by the rules of check-docx as well.

    Raises ProjectError when there is no such edition or the file is no Word file, UnsafeDocument when it is not safe.
    """
    from reportgen.renderers.docx.template import study
    from reportgen.renderers.docx.template.starter import texts
    from reportgen.wordcheck import check

    template = WordTemplate(path.as_posix(), read_file(path.name, path.parent).data)
    found = study(template, _edition(tag), THEMES["report"])
    breaches = (breach.problem(template.file) for breach in check(template.data, template.file))
    return Examined(found, texts()["zh-Hans" if told_in == "zh" else "en"], (*found.problems, *breaches))


def write_starter(path: Path, tag: str, *, force: bool) -> None:
    """Write a template to begin with, in the words of an edition.

    Raises ProjectError when there is no such edition or the name is not one of a Word file, OutputError when the file is there already.
    """
    from reportgen.renderers.docx.template.starter import starter, texts

    if path.suffix.lower() != ".docx":
        raise ProjectError(Problem(path.as_posix(), f"{path.name!r} is not a Word file", "give a .docx file", code="RG132"))
    edition = _edition(tag)
    words = texts().get(tag) or texts().get(edition.base) or texts()["en"]
    if edition.convert:
        words = {role: traditional(text, edition.convert) for role, text in words.items()}
    if path.exists() and not force:
        raise OutputError(Problem(path.as_posix(), "is there already", "choose another name, or say --force", code="RG605"))
    try:
        path.write_bytes(starter(edition, THEMES["report"], words))
    except OSError as error:
        raise OutputError(Problem(path.as_posix(), f"cannot be written: {error.strerror}", "choose another folder", code="RG605")) from None


def _edition(tag: str) -> Edition:
    if tag not in (known := editions()):
        raise ProjectError(Problem("command line", f"there is no edition {tag!r}", nearest(tag, known), code="RG120"))
    return load_edition(tag)
