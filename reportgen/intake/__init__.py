"""A spreadsheet → a first report: `lay_out` finds the table, `shape` says what its columns are, `draft` writes the project.

A guess is never silent: everything that was taken for something, and everything left out, is returned to be printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.errors import DataError, Problem, ProjectError, stop_on
from reportgen.intake.draft import draft
from reportgen.intake.layout import lay_out
from reportgen.intake.measures import best_of
from reportgen.intake.shape import Ask, Choices, Remark, Shaped, shape
from reportgen.intake.words import is_chinese
from reportgen.scaffold import check_start, slug, write_project

__all__ = ["Choices", "Guessed", "start_from"]

TYPES = ("annual-index",)
"""Report types with drafts for a table; the others need more than a table says."""


@dataclass(frozen=True)
class Guessed:
    """A project that was written.

    files    its files, sorted
    roles    what each column was taken for: head, key of a sentence, fields of it
    remarks  what else was guessed or left out, as keys of sentences with fields
    """

    files: tuple[str, ...]
    roles: tuple[tuple[str, str, dict[str, object]], ...]
    remarks: tuple[Remark, ...]


def start_from(folder: Path, spreadsheet: Path, report_type: str, tags: Sequence[str], choices: Choices, ask: Ask) -> Guessed:
    """Write a project on the table of a spreadsheet into a new folder, and return what was guessed.

    tags   the editions; that of the language of the heads when empty
    ask    is called where two choices are as good

    Raises ProjectError for an unknown type, edition, sheet or column, DataError for a spreadsheet that cannot be understood, OutputError for the folder;
    then nothing is written.
    """
    check_start(folder, report_type, tags)
    if report_type not in TYPES:
        what = f"the report type {report_type!r} does not start from a table"
        raise ProjectError(Problem("command line", what, f"start from {', '.join(TYPES)}", code="RG144"))
    if not spreadsheet.is_file():
        raise ProjectError(Problem(spreadsheet.name, "is not there", "name a .xlsx or .csv file", code="RG145"))
    sheets = lay_out(spreadsheet)
    table = shape(sheets, choices, ask)
    stop_on(table.laid.problems, DataError)
    heads = "".join(line for head in table.laid.heads for line in head)
    editions = tuple(tags) or (("zh-Hans",) if is_chinese(heads) else ("en",))
    made = draft(table, slug(folder.name), spreadsheet.name, editions)
    files = write_project(folder, made.files)
    return Guessed(files, tuple(_roles(table)), (*_whole(table, len(sheets)), *made.remarks))


def _roles(table: Shaped) -> list[tuple[str, str, dict[str, object]]]:
    """Return what each column of the sheet was taken for, in the order in which it matters."""
    known = table.names.known
    key = "is_names_known" if 2 * known > len(table.names.cells) else "is_names"
    found: list[tuple[str, str, dict[str, object]]] = [(table.names.head, key, {"count": len(table.names.cells), "known": known})]
    unit = table.value.unit or "—"
    found.append((table.value.head, f"is_value_{best_of(table)}", {"unit": unit, "period": table.period or "—"}))
    for role in ("previous", "growth", "change", "previous_rank", "rank"):
        column = getattr(table, role)
        if column is not None:
            found.append((column.head, f"is_{role}", {"period": column.period or table.before or "—"}))
    found += [(column.head, "is_figure", {"unit": column.unit or "—"}) for column in table.figures]
    found += [(column.head, "is_spelling", {}) for column in table.other_names]
    return found + [(column.head, "is_left", {}) for column in table.left]


def _whole(table: Shaped, sheets: int) -> list[Remark]:
    first, last = min(table.lines), max(table.lines)
    remarks: list[Remark] = [("took", {"place": table.laid.prefix, "first": first, "last": last})]
    if sheets > 1 and not table.before:
        remarks.append(("left_sheets", {"count": sheets - 1}))
    return remarks
