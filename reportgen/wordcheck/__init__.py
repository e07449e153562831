"""Checks of Word files: what Word would repair or refuse, what gets lost elsewhere, and what is not safe to open.

``check(data, "report.docx")`` reads any .docx without trusting it and returns its findings; ``open_safely`` returns its parts for
whoever wants to use them, as a template for example, and raises when the file is not safe.  Rules are listed in ``rules``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import Level, Problem, ProjectError, ReportError, nearest
from reportgen.wordcheck import archive
from reportgen.wordcheck.model import Finding, Package, Place, local
from reportgen.wordcheck.rules import GATES, RULES, SAFETY, Gate, Rule

__all__ = ["GATES", "RULES", "Breach", "Checked", "UnsafeDocument", "check", "check_files", "open_safely"]

LARGEST = 64 * 2**20
"""Bytes of a packed file; one that holds no more than is read when unpacked is smaller."""


class UnsafeDocument(ReportError):
    """A Word file that could harm whoever opens it."""

    exit_code = 6


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a file breaks at a place."""

    rule: Rule | Gate
    finding: Finding

    def problem(self, file: str) -> Problem:
        """Return the breach as a problem of a file."""
        place = self.finding.place
        where = ":".join(filter(None, (file, place.part)))
        if place.spot:
            where = f"{where}: {place.spot}"
        return Problem(where, self.finding.what, self.finding.hint, self.rule.level, self.rule.id)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in files: breaches by file in the order of the rules, and the files that could not be read."""

    breaches: tuple[tuple[str, Breach], ...]
    unread: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return all findings, files that could not be read first."""
        return (*self.unread, *(breach.problem(file) for file, breach in self.breaches))

    def count(self, level: Level) -> int:
        """Return how many errors or warnings there are."""
        return sum(problem.level == level for problem in self.problems)

    def exit_code(self, *, strict: bool) -> int:
        """Return 2 when a file could not be read, 6 when one breaks a rule (with `strict` also when it only causes warnings), else 0."""
        return ProjectError.exit_code if self.unread else UnsafeDocument.exit_code if self.count("error") or (strict and self.breaches) else 0

    def records(self) -> Iterator[dict[str, str]]:
        """Yield a record per finding, for machines."""
        for problem in self.unread:
            yield _record(problem, problem.where, Place(""))
        for file, breach in self.breaches:
            yield _record(breach.problem(file), file, breach.finding.place)


def _record(problem: Problem, file: str, place: Place) -> dict[str, str]:
    told = {"code": problem.code, "level": problem.level, "what": problem.what, "hint": problem.hint, "where": problem.where}
    return told | {"file": file, "part": place.part, "place": place.spot}


def check_files(paths: Iterable[Path], *, only: Collection[str] = ()) -> Checked:
    """Return what is wrong with files; `only` are the ids of the rules to check, empty means all.

    Raises ProjectError for an id that no rule has.
    """
    known = [*(gate.id for gate in GATES), *(rule.id for rule in RULES)]
    if unknown := [name for name in only if name not in known]:
        raise ProjectError(Problem("command line", f"there is no rule {name!r}", nearest(name, known), code="RG651") for name in unknown)
    breaches: list[tuple[str, Breach]] = []
    unread: list[Problem] = []
    for path in paths:
        try:
            breaches += [(path.as_posix(), breach) for breach in check(_read(path), path.as_posix(), only=only)]
        except ProjectError as error:
            unread += error.problems
    return Checked(tuple(breaches), tuple(unread))


def _read(path: Path) -> bytes:
    file = path.as_posix()
    try:
        size = path.stat().st_size
        if size <= LARGEST:
            return path.read_bytes()
    except FileNotFoundError:
        raise ProjectError(Problem(file, "there is no such file", "check the path", code="RG652")) from None
    except OSError as error:
        raise ProjectError(Problem(file, f"cannot be read: {error.strerror}", "check the path", code="RG652")) from None
    raise ProjectError(Problem(file, f"is larger than {LARGEST // 2**20} MB", "make its pictures smaller", code="RG652"))


def check(data: bytes, file: str, *, only: Collection[str] = ()) -> list[Breach]:
    """Return every rule that a file breaks and where, in the order of the rules; a file that is not safe is read no further.

    only   ids of rules; empty means all.  Rules of safety that come before reading always count.

    Raises ProjectError when the file is not a Word file.
    """
    refused, package = _open(data, file)
    if package is None:
        return refused
    return [breach for rule in RULES if not only or rule.id in only for breach in _breaches(rule, package)]


def open_safely(data: bytes, file: str) -> Package:
    """Return the parts of a Word file that is safe to build on.

    Raises ProjectError when the file is not a Word file, UnsafeDocument with all findings when it is not safe.
    """
    refused, package = _open(data, file)
    if package is not None:
        refused = [breach for rule in SAFETY if rule.level == "error" for breach in _breaches(rule, package)]
    if package is None or refused:
        raise UnsafeDocument(breach.problem(file) for breach in refused)
    return package


def _open(data: bytes, file: str) -> tuple[list[Breach], Package | None]:
    """Return why the file is refused, or its parts.

    Raises ProjectError when it is a document of another kind.
    """
    entries = archive.directory(data, file)
    refused = [Breach(gate, finding) for gate in GATES if gate.of_directory for finding in gate.of_directory(entries)]
    if refused:
        return refused, None
    parts, damaged = archive.inflate(data)
    refused = [Breach(next(gate for gate in GATES if gate.of_directory is archive.packing), finding) for finding in damaged]
    refused += [Breach(gate, finding) for gate in GATES if gate.of_parts for finding in gate.of_parts(parts)]
    if refused:
        return refused, None
    package = archive.parse(parts)
    if package.main in package.stories and local(package.document.root) != "document":
        raise archive.no_word_file(file)
    return [], package


def _breaches(rule: Rule, package: Package) -> Iterator[Breach]:
    seen: set[tuple[Place, str]] = set()
    for finding in rule.finder(package):
        # One thing wrong in one paragraph is one finding, however many runs it has.
        if (finding.place, finding.what) not in seen:
            seen.add((finding.place, finding.what))
            yield Breach(rule, finding)
