"""``reportgen reference``."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.printing import echo, options_of
from reportgen.cli.speaking import common

EPILOG = """
\b
Examples:
  reportgen reference
  reportgen reference --find rank
  reportgen reference my-report --edition en
"""


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("-e", "--edition", "tag", default="", metavar="TAG", help="Show names and values as this edition prints them.")
@click.option("--find", "word", default="", metavar="WORD", help="Only what has this word in its name, meaning or example.")
@common
@click.pass_context
def reference(ctx: click.Context, /, path: Path | None, tag: str, word: str) -> None:
    """Say what a narrative may use: blocks, tables, rows, filters, functions, charts.

    With the PATH of a report, say what its own narrative may name: tables with their fields, facts, groups.
    """
    from reportgen import reference as run

    language = options_of(ctx)["lang"]
    echo(ctx, run.as_text(run.project_names(path, tag, language) if path else run.reference(language), word), always=True)
