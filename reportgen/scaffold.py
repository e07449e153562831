"""A new report project: the scaffold of a report type copied, with a name and editions of its own."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reportgen.edition import editions, sources
from reportgen.errors import OutputError, Problem, ProjectError, nearest
from reportgen.resources import data_path

WRITTEN = ("zh-Hans", "en")
"""Editions a scaffold has a narrative for; the others are made from these."""


def scaffolds() -> tuple[str, ...]:
    """Return the report types a project can be started from, sorted."""
    return tuple(sorted(path.parent.name for path in data_path("templates").glob("*/scaffold")))


def start(folder: Path, report_type: str, tags: Sequence[str] = ()) -> tuple[str, ...]:
    """Write a project that builds at once into a new folder, and return the names of its files, sorted.

    tags   the project's editions; those of the scaffold (zh-Hans and en) when empty

    Raises ProjectError for an unknown type or edition, OutputError when the folder is there already or cannot be made; then nothing is written.
    """
    check_start(folder, report_type, tags)

    def make(made: Path) -> None:
        shutil.copytree(data_path("templates") / report_type / "scaffold", made)
        _personalise(made, folder.name, tags)

    return _made(folder, make)


def check_start(folder: Path, report_type: str, tags: Sequence[str]) -> None:
    """Raise ProjectError for an unknown type or edition, OutputError when the folder is there already and not empty."""
    if problems := _unknown(report_type, tags):
        raise ProjectError(problems)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(Problem(folder.name, "is there already", "choose another name; nothing was written", code="RG604"))


def write_project(folder: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Write files, path → text, into a new folder, all or none of them, and return their names, sorted; raises OutputError when it cannot be made."""

    def make(made: Path) -> None:
        for name, text in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, "utf-8")

    return _made(folder, make)


def _made(folder: Path, make: Callable[[Path], None]) -> tuple[str, ...]:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as staging:
            made = Path(staging, "project")
            make(made)
            names = tuple(sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()))
            made.replace(folder)
    except OSError as error:
        raise OutputError(Problem(folder.name, f"cannot be made: {error.strerror}", "choose a folder you may write to", code="RG605")) from None
    return names


def _unknown(report_type: str, tags: Sequence[str]) -> list[Problem]:
    known, languages = scaffolds(), editions()
    problems = [] if report_type in known else [Problem("command line", f"there is no report type {report_type!r}", nearest(report_type, known), code="RG126")]
    return problems + [Problem("command line", f"there is no edition {tag!r}", nearest(tag, languages), code="RG120") for tag in tags if tag not in languages]


def _personalise(project: Path, name: str, tags: Sequence[str]) -> None:
    """Give the copied project its name and editions, and take away the narratives that none of them is made from."""
    file = project / "report.yaml"
    text = re.sub(r"(?m)^name: \S+", f"name: {slug(name)}", file.read_text("utf-8"), count=1)
    if tags:
        # A plus sign alone needs no quotes in YAML, but people read it as one word with them.
        listed = ", ".join(f'"{tag}"' if "+" in tag else tag for tag in dict.fromkeys(tags))
        text = re.sub(r"(?m)^editions: \[.*?\]", f"editions: [{listed}]", text, count=1)
        for tag in set(WRITTEN) - set(sources(tags)):
            shutil.rmtree(project / "narrative" / tag)
    file.write_text(text, "utf-8")


def slug(name: str) -> str:
    """Return a name of output files made from the name of a folder; "report" when nothing of it can stand in one.

    >>> slug("Chengdu Index 2024"), slug("成都简报")
    ('chengdu-index-2024', 'report')
    """
    return re.sub(r"[^a-z0-9._]+", "-", name.lower()).strip("-._")[:80] or "report"
