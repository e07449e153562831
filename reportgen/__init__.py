"""reportgen publishes Chinese reports: index tables and narrative templates become HTML, PDF and Word, in Chinese and English.

How data flows, one module a step:

    project     report.yaml → what the report is made of
    package     data package, CSV, Excel → typed tables; checks says what is wrong with them
    compute     ranks, changes, groups, facts, named in one edition
    narrative   templates → blocks; numbering gives every heading, table, figure and reference its number
    press       charts drawn once, each format rendered; output writes all of it or nothing

    >>> import reportgen
    >>> reportgen.load_edition("en").ordinal(8)
    'eighth'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.corridor import Built, Checked, build, check
    from reportgen.document import Document
    from reportgen.edition import Edition, load_edition
    from reportgen.errors import Problem, ReportError
    from reportgen.package import Dataset
    from reportgen.package import load as load_data
    from reportgen.project import load_project
    from reportgen.renderers.json import from_json, to_json
    from reportgen.theme import Theme

_HOMES = {
    "Built": "corridor",
    "Checked": "corridor",
    "Dataset": "package",
    "Document": "document",
    "Edition": "edition",
    "Problem": "errors",
    "ReportError": "errors",
    "Theme": "theme",
    "build": "corridor",
    "check": "corridor",
    "from_json": "renderers.json",
    "load_data": "package:load",
    "load_edition": "edition",
    "load_project": "project",
    "to_json": "renderers.json",
}

__all__ = [
    "Built",
    "Checked",
    "Dataset",
    "Document",
    "Edition",
    "Problem",
    "ReportError",
    "Theme",
    "build",
    "check",
    "from_json",
    "load_data",
    "load_edition",
    "load_project",
    "to_json",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``reportgen --help`` loads nothing heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(f"reportgen.{module}"), attribute or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, so that completion in a notebook finds those that are not imported yet."""
    return sorted({*globals(), *__all__})
