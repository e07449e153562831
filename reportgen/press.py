"""From numbered documents to bytes: every chart drawn once, every format of every edition rendered.

Editions and formats are independent of each other, but for two things: all formats of an edition share its charts, and
Word's contents take their page numbers from the PDF's layout.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reportgen import cache
from reportgen.charts import ChartImage, render, render_png
from reportgen.document import ChartSpec, Document, Figure
from reportgen.edition import Edition, load_edition
from reportgen.errors import Problem, RenderError, stop_on
from reportgen.manifest import sha256
from reportgen.project import Project, ThemePart
from reportgen.renderers import NATIVE_CHARTS, Press, WordTemplate, office, renderer
from reportgen.renderers.fontface import without_glyph
from reportgen.resources import data_path
from reportgen.stamp import Stamp, content_digest
from reportgen.theme import THEMES, Theme, with_colours
from reportgen.tree import walk
from reportgen.workers import Task, Workers

Progress = Callable[[str, int, int], None]

FONTCONFIG = "FONTCONFIG_FILE"

ESTIMATED = "from the layout of the PDF edition, an estimate for Word"
PASSES = 2
"""Page numbers that are written change no page but in a contents whose lines they lengthen."""

FIRST = ("pdf", "html", "json")
"""The formats that depend on no other, longest work first; Word comes after them and prints the page numbers of the PDF."""

_DRAWING = ("matplotlib.backends.backend_svg", "matplotlib.backends.backend_agg", "reportgen.charts.canvas")

WARM: Mapping[str, tuple[str, ...]] = {
    "pdf": ("reportgen.typeset.warm", "reportgen.renderers.pdf", *_DRAWING),
    "html": (*_DRAWING, "reportgen.renderers.html"),
    "json": (),
}
"""What a helper imports for a format while the text is composed."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The outputs by file name, notes for the manifest, and warnings."""

    files: Mapping[str, bytes]
    notes: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()


def theme_of(part: ThemePart) -> Theme:
    """Return the theme a project asks for, with its own colours and choices."""
    colours = {role: colour for role in ("primary", "accent", "up", "down") if (colour := getattr(part, role))}
    theme = with_colours(THEMES[part.name], **colours)
    page = replace(theme.page, chapters="recto" if part.recto else "run-on" if part.run_on else theme.page.chapters)
    front = replace(theme.front, lists=part.lists, cover=theme.front.cover if part.cover is None else part.cover)
    return replace(theme, page=page, front=front, bilingual=part.bilingual)


def file_name(name: str, tag: str, suffix: str) -> str:
    """Return the name of an output.

    >>> file_name("sichuan-2023", "zh-Hans", "pdf")
    'sichuan-2023.zh-Hans.pdf'
    """
    return f"{name}.{tag}.{suffix}"


def file_names(spec: Project) -> tuple[str, ...]:
    """Return the names of all outputs of a project."""
    return tuple(file_name(spec.name, tag, name) for tag in spec.editions for name in spec.formats)


def book_names(spec: Project) -> tuple[str, ...]:
    """Return the names of the workbooks of a project: one an edition, unless it wants none or prints nothing for people."""
    is_wanted = spec.workbook and {"html", "pdf", "docx"} & {*spec.formats}
    return tuple(file_name(spec.name, tag, "data.xlsx") for tag in spec.editions) if is_wanted else ()


def warm_modules(formats: Iterable[str]) -> tuple[str, ...]:
    """Return the modules that helpers should import for these formats; Word needs those of the PDF."""
    names = {"pdf" if name == "docx" else name for name in formats}
    return tuple(dict.fromkeys(module for name in FIRST if name in names for module in WARM[name]))


def chart_specs(document: Document) -> dict[str, ChartSpec]:
    """Return every chart of a document by the label of its figure; the cover's by "cover"."""
    specs = {block.label: block.chart for block in walk(document.blocks) if isinstance(block, Figure)}
    return specs | ({"cover": document.meta.cover} if document.meta.cover else {})


def print_editions(
    spec: Project,
    documents: Mapping[str, Document],
    stamp: Stamp,
    progress: Progress,
    crew: Workers,
    store: Path | None = None,
    has_lines: bool = True,
    templates: Mapping[str, WordTemplate] = MappingProxyType({}),
) -> Printed:
    """Return the outputs of all editions; `crew` shares the work, `store` is the folder of charts drawn before.

    has_lines   whether pages get Chinese line setting (`typeset.other_version`)
    templates   the Word file an edition is written into, by edition
    """
    steps = len(documents) * (len(spec.formats) + 1)
    progress("charts", 0, steps)
    stored, warnings = _stored(spec, documents, store) if store and set(spec.formats) - {"json"} else ({}, ())
    drawn = draw(spec, documents, crew, stored) if set(spec.formats) - {"json"} else {tag: {} for tag in documents}
    presses = {tag: replace(_press(spec, tag, stamp, tuple(documents), drawn[tag]), has_lines=has_lines) for tag in documents}
    progress("pages", len(documents), steps)
    paged = {tag: _paged(document, presses[tag], crew) for tag, document in documents.items()} if {"pdf", "docx"} & set(spec.formats) else {}
    wanted = [(tag, name) for name in FIRST if name in spec.formats or (name == "pdf" and "docx" in spec.formats) for tag in documents]
    tasks = [
        Task(file_name(spec.name, tag, name), _print, (name, paged[tag] if name == "pdf" else documents[tag], presses[tag], "docx" in spec.formats))
        for tag, name in wanted
    ]
    pictures = _picture_tasks(spec, documents, drawn) if "docx" in spec.formats else {}
    done = crew.run([*tasks, *pictures.values()])
    printed = dict(zip(wanted, done, strict=False))
    notes: dict[str, str] = {}
    files = {file_name(spec.name, tag, name): data for (tag, name), (data, _) in printed.items() if name in spec.formats}
    for (tag, label), png in zip(pictures, done[len(tasks) :], strict=True):
        drawn[tag][label] = replace(drawn[tag][label], png=png)
    if store and any(drawn.values()):
        _keep(spec, documents, drawn, stored, store)
    if "docx" in spec.formats:
        progress("docx", steps - len(documents), steps)
        numbered = {tag: replace(presses[tag], charts=drawn[tag], pages=printed[tag, "pdf"][1], word_template=templates.get(tag)) for tag in documents}
        outputs = {tag: file_name(spec.name, tag, "docx") for tag in documents}
        tasks = [Task(outputs[tag], _word, (outputs[tag], paged[tag], numbered[tag], layout_program(spec), store)) for tag in documents]
        words = dict(zip(documents, crew.run(tasks), strict=True))
        files |= {outputs[tag]: word.data for tag, word in words.items()}
        warnings += tuple(word.warning for word in words.values() if word.warning)
        notes = {f"word_page_numbers.{tag}": word.pages_from for tag, word in words.items()}
    progress("written", steps, steps)
    return Printed(files, notes, warnings)


def layout_program(spec: Project) -> str:
    """Return the LibreOffice that is to say Word's page numbers, by its path; "" when none is wanted or there is none."""
    return office.program() if "docx" in spec.formats and spec.word.pages == "auto" else ""


@dataclass(frozen=True, slots=True)
class Word:
    """A Word file, whose layout its page numbers come from, and a warning when LibreOffice was to say them and did not."""

    data: bytes
    pages_from: str
    warning: Problem | None = None


def _word(name: str, document: Document, press: Press, program: str, store: Path | None) -> Word:
    found = _office_pages(document, press, program, store) if program else press.pages
    if isinstance(found, Problem):
        return Word(_print("docx", document, press, False)[0], ESTIMATED, replace(found, where=name))
    said = f"from the layout of the Word file by {office.version(program)}" if program else ESTIMATED
    return Word(_print("docx", document, replace(press, pages=found), False)[0], said)


def _office_pages(document: Document, press: Press, program: str, store: Path | None) -> Mapping[str, str] | Problem:
    """Return the printed page of every label as LibreOffice lays the file out, which holds the numbers found before."""
    names = import_module("reportgen.renderers.docx").names_in(document, press)
    pages = {label: press.pages.get(label, "") for label in names}
    for _ in range(PASSES):
        # LibreOffice spaces lines with tags in them otherwise than Word does.
        draft = _print("docx", document, replace(press, pages=pages, has_tags=False), False)[0]
        found = _remembered(draft, tuple(names.values()), program, store)
        if isinstance(found, Problem):
            return found
        before, pages = pages, {label: str(found[name]) for label, name in names.items()}
        if pages == before:
            break
    return pages


def _remembered(draft: bytes, names: tuple[str, ...], program: str, store: Path | None) -> Mapping[str, int] | Problem:
    """Return the pages of bookmarks, from the cache where LibreOffice has laid out the same content before."""
    key = sha256("\n".join((content_digest(draft), office.machine(program))).encode())
    if store and isinstance(known := cache.load_bytes(store, key), bytes):
        return dict(json.loads(known))
    found = office.laid_out(draft, names, program)
    if store and not isinstance(found, Problem):
        cache.save_bytes(store, key, json.dumps(found, sort_keys=True).encode())
    return found


def draw(
    spec: Project, documents: Mapping[str, Document], crew: Workers, stored: Mapping[tuple[str, str], ChartImage]
) -> dict[str, dict[str, ChartImage]]:
    """Return the charts of each edition by label, those `stored` as they are.

    A chart that was not stored has no PNG yet: pages are set from the SVG, and Word's pictures are drawn meanwhile.
    """
    theme = theme_of(spec.theme)
    wanted = {(tag, label): chart for tag, document in documents.items() for label, chart in chart_specs(document).items()}
    missing = [which for which in wanted if which not in stored]
    tasks = [Task(f"{label} ({tag})", _vector, (wanted[tag, label], load_edition(tag), theme)) for tag, label in missing]
    images = {**stored, **dict(zip(missing, crew.run(tasks), strict=True))}
    return {tag: {label: images[tag, label] for label in chart_specs(document)} for tag, document in documents.items()}


def _stored(spec: Project, documents: Mapping[str, Document], store: Path) -> tuple[dict[tuple[str, str], ChartImage], tuple[Problem, ...]]:
    """Return the charts drawn by an earlier build, by edition and label, and a warning for each that was damaged."""
    theme = theme_of(spec.theme)
    found = {
        (tag, label): cache.load(store, cache.key_of(chart, tag, theme))
        for tag, document in documents.items()
        for label, chart in chart_specs(document).items()
    }
    images = {which: image for which, image in found.items() if isinstance(image, ChartImage)}
    return images, tuple(each for each in found.values() if isinstance(each, Problem))


def _vector(chart: ChartSpec, edition: Edition, theme: Theme) -> ChartImage:
    return render(chart, edition, theme, is_complete=False)


def _picture_tasks(spec: Project, documents: Mapping[str, Document], drawn: Mapping[str, Mapping[str, ChartImage]]) -> dict[tuple[str, str], Task]:
    """Return the drawing of every PNG that is not there yet, by edition and label; a chart of Word itself needs none."""
    theme = theme_of(spec.theme)
    return {
        (tag, label): Task(f"{label} ({tag})", render_png, (chart, load_edition(tag), theme))
        for tag, document in documents.items()
        for label, chart in chart_specs(document).items()
        if not drawn[tag][label].png and (label == "cover" or spec.word.charts == "picture" or chart.kind not in NATIVE_CHARTS)
    }


def _keep(
    spec: Project,
    documents: Mapping[str, Document],
    drawn: Mapping[str, Mapping[str, ChartImage]],
    stored: Mapping[tuple[str, str], ChartImage],
    store: Path,
) -> None:
    """Store what is new for the next build; a reader of an entry without PNG draws the PNG."""
    theme = theme_of(spec.theme)
    keys = {(tag, label): cache.key_of(chart, tag, theme) for tag, document in documents.items() for label, chart in chart_specs(document).items()}
    for (tag, label), key in keys.items():
        if stored.get((tag, label)) != drawn[tag][label]:
            cache.save(store, key, drawn[tag][label])
    cache.sweep(store, keys.values())


def _press(spec: Project, tag: str, stamp: Stamp, tags: tuple[str, ...], charts: Mapping[str, ChartImage]) -> Press:
    edition = load_edition(tag)
    siblings = tuple((load_edition(each).word("name"), file_name(spec.name, each, "html")) for each in tags) if len(tags) > 1 else ()
    return Press(
        edition,
        theme_of(spec.theme),
        stamp,
        spec.scheme(edition),
        charts,
        siblings=siblings,
        native_charts=spec.word.charts == "native",
        has_tags=spec.word.tags,
        word_front=spec.word.front,
    )


def _paged(document: Document, press: Press, crew: Workers) -> Document:
    """Return the document as its pages have it: tables and figures stand where they leave least paper empty."""
    from reportgen.renderers.measured import arranged

    def run(call: Callable[[Document, Press], Any], arguments: list[tuple[Document, Press]]) -> list[Any]:
        name = file_name("pages", document.meta.language, "pdf")
        return crew.run([Task(name, _own, (call, *each)) for each in arguments])

    stop_on(without_glyph(document, press), RenderError)
    return arranged(document, press, run)


def _own(call: Callable[..., Any], *arguments: Any) -> Any:
    with own_fonts():
        return call(*arguments)


def _print(name: str, document: Document, press: Press, pages: bool) -> tuple[bytes, Mapping[str, str]]:
    """Return an output and, for a PDF when `pages` are asked for, the printed page number of every label."""
    with own_fonts():
        data = renderer(name)(document, press)
    return data, import_module("reportgen.renderers.pdf").page_numbers(data) if name == "pdf" and pages else {}


@contextmanager
def own_fonts() -> Iterator[None]:
    """Hide the fonts and rules of the machine from Fontconfig: a user's rule could put another family in the place of ours."""
    before = os.environ.get(FONTCONFIG)
    os.environ[FONTCONFIG] = str(data_path("templates") / "_page" / "fonts.conf")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")  # none are wanted
            yield
    finally:
        os.environ.pop(FONTCONFIG, None)
        if before is not None:
            os.environ[FONTCONFIG] = before
