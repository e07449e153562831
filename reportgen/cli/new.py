"""``reportgen new``."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.printing import echo, say
from reportgen.cli.speaking import common

EPILOG = """
\b
Examples:
  reportgen new my-report --type annual-index
  reportgen new brief --type blank -e zh-Hans -e zh-Hant-TW
  reportgen new --list
"""


@click.command(epilog=EPILOG)
@click.argument("name", type=click.Path(path_type=Path), required=False)
@click.option("-t", "--type", "report_type", default="annual-index", show_default=True, metavar="TYPE", help="Report type to start from.")
@click.option("-e", "--edition", "tags", multiple=True, metavar="TAG", help="Edition of the report; may be repeated. zh-Hans and en when left out.")
@click.option("--list", "is_list", is_flag=True, help="List the report types.")
@common
@click.pass_context
def new(ctx: click.Context, name: Path | None, report_type: str, tags: tuple[str, ...], is_list: bool) -> None:
    """Start a report in the new folder NAME: settings, sample data and a narrative that build at once."""
    from reportgen.scaffold import scaffolds, start

    if is_list:
        for each in scaffolds():
            echo(ctx, each)
        return
    if name is None:
        raise click.UsageError("NAME is missing: the folder of the new report", ctx)
    files = start(name, report_type, tags)
    say(ctx, "started", count=len(files), folder=name.as_posix())
    for each in files:
        echo(ctx, f"  {(name / each).as_posix()}")
    say(ctx, "start_with", folder=name.as_posix())
