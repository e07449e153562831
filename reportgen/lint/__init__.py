"""Source lint: what a publisher's reader would mark in the text of a narrative, of report.yaml and of the data, and its repair.

    path → sources → passages (code masked) → rules → findings → repair

Start with `passages`, then `rules`; what each rule says stands in templates/_lint/rules.toml.
"""

from __future__ import annotations

from reportgen.lint.run import Linted, Mended, lint, mend

__all__ = ["Linted", "Mended", "lint", "mend"]
