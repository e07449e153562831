"""Auditing a project: its narratives read, every typed quantity held against the results, and the sure ones rewritten."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.audit.proposals import Known, Proposal, know, proposals, sure
from reportgen.audit.sources import Declared, Finding, declared, find
from reportgen.batching import rows_of
from reportgen.compute import compute
from reportgen.corridor import check
from reportgen.document import Block, Change, CrossRef, Figure, Quantity, Text
from reportgen.edition import Edition, load_edition, sources
from reportgen.errors import NarrativeError
from reportgen.inputs import read_data
from reportgen.narrative import MACROS, compose_blocks, read_narrative
from reportgen.output import replace_file
from reportgen.package import Dataset
from reportgen.project import LoadedProject, load_project
from reportgen.tree import inlines_of, walk, walk_inlines


@dataclass(frozen=True, slots=True)
class Audited:
    """A finding with what would print it, nearest first; `choice` is the one that may be written without asking."""

    finding: Finding
    proposals: tuple[Proposal, ...]
    choice: Proposal | None


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found in the narratives of a project, in order of place, what is declared in them, and how many files were read."""

    found: tuple[Audited, ...]
    declared: tuple[Declared, ...]
    files: int


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A narrative with expressions in place of typed numbers; what it prints is the same, character by character."""

    path: str
    file: Path
    before: str
    after: str
    count: int

    @property
    def diff(self) -> str:
        """Return the change as a unified diff."""
        lines = difflib.unified_diff(self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), f"a/{self.path}", f"b/{self.path}", n=0)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def audit(path: Path, editions: Sequence[str] = (), item: str = "") -> Audit:
    """Return every typed quantity in the narratives of a project; raises ReportError when the project does not compose.

    item  key of the report of a batch whose values are looked at; the first when none is named
    """
    found: list[Audited] = []
    said: list[Declared] = []
    files = 0
    for desk in desks(path, editions, item):
        for name, text in desk.texts.items():
            files += 1
            found += desk.audited(name, text)
            said += declared(desk.path(name), text)
    return Audit(tuple(found), tuple(said), files)


def rewrite(path: Path, editions: Sequence[str] = (), item: str = "", *, write: bool) -> tuple[Rewritten, ...]:
    """Return the narratives in which sure expressions take the place of typed numbers; with `write` the files are replaced.

    An expression that changes anything that is printed is not written.
    Raises ReportError when the project does not compose, or a file cannot be written.
    """
    changed = [each for desk in desks(path, editions, item) for each in desk.rewritten()]
    if write:
        for each in changed:
            raw = each.file.read_bytes()
            mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
            after = each.after.replace("\n", "\r\n") if b"\r\n" in raw else each.after
            replace_file(each.file, mark + after.encode())
    return tuple(changed)


@dataclass(frozen=True, slots=True)
class Desk:
    """One edition: its sources by name, as the narrative reads them, and what its data print."""

    folder: Path
    place: str
    edition: Edition
    known: Known
    sources: Mapping[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """Return the files a person writes."""
        return {name: text for name, text in self.sources.items() if name != MACROS}

    def path(self, name: str) -> str:
        """Return the path of a file as messages name it."""
        return f"{self.place}/{name}"

    def audited(self, name: str, text: str) -> list[Audited]:
        """Return the findings of a file with their proposals."""
        made = []
        for finding in find(self.path(name), text, self.edition.tag):
            offered = proposals(finding, text, self.known)
            made.append(Audited(finding, offered, sure(offered, finding)))
        return made

    def rewritten(self) -> list[Rewritten]:
        """Return the files in which something can be rewritten and everything printed stays."""
        before = self._printed(self.sources)
        made = []
        for name, text in self.texts.items():
            edits = [each.choice for each in self.audited(name, text) if each.choice]
            kept = edits if self._printed({**self.sources, name: _edited(text, edits)}) == before else []
            if edits and not kept:
                kept = [edit for edit in edits if self._printed({**self.sources, name: _edited(text, [edit])}) == before]
            if kept:
                made.append(Rewritten(self.path(name), self.folder / name, text, _edited(text, kept), len(kept)))
        return made

    def _printed(self, sources: Mapping[str, str]) -> list[object] | None:
        """Return everything that sources print; None when they do not compose."""
        try:
            blocks, _ = compose_blocks(sources, self.place, self.edition, self.known.results)
        except NarrativeError:
            return None
        return [piece for block in walk(blocks) for piece in _pieces(block)]


def _pieces(block: Block) -> Iterable[object]:
    """Yield what a block prints: its kind, its words, its chart."""
    yield type(block).__name__, getattr(block, "label", "")
    for content in inlines_of(block):
        yield "".join(each.text for each in walk_inlines(content) if isinstance(each, Text | Quantity | Change | CrossRef))
    if isinstance(block, Figure):
        yield block.chart, block.alt


def _edited(text: str, edits: Iterable[Proposal]) -> str:
    """Return a text with expressions written where they belong; of two that overlap the first stands."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start >= at:
            parts += [text[at : edit.start], edit.expression]
            at = edit.end
    return "".join([*parts, text[at:]])


def desks(path: Path, editions: Sequence[str], item: str = "") -> list[Desk]:
    """Return the editions of a project that have narratives; raises ReportError when the project does not compose."""
    project = check(path, editions=editions, item=item or _first(path)).project
    dataset = read_data(project)
    return [_desk(project, dataset, load_edition(tag)) for tag in sources(project.spec.editions)]


def _first(path: Path) -> str:
    """Return the key of the first report of a batch, "" for a project that is one report: all have the same narrative."""
    project = load_project(path)
    return rows_of(project, read_data(project))[0].key if project.spec.batch else ""


def _desk(project: LoadedProject, dataset: Dataset, edition: Edition) -> Desk:
    spec = project.spec
    place, folder = f"{spec.narrative}/{edition.tag}", project.folder / spec.narrative / edition.tag
    results = compute(project, dataset, edition, lambda problem: None)
    return Desk(folder, place, edition, know(results, edition), read_narrative(folder, place, spec.type, edition))
