"""``reportgen check``."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.printing import options_of, print_json, say, show
from reportgen.cli.speaking import common
from reportgen.errors import ReportError


@click.command(epilog="\b\nExamples:\n  reportgen check my-report --strict\n  reportgen check my-report --json > findings.jsonl")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Check this edition only; may be repeated.")
@click.option("--item", default="", metavar="KEY", help="Of a batch, the report with this key or file name only.")
@click.option("--strict", is_flag=True, help="Exit with 4 when there are warnings.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding.")
@common
@click.pass_context
def check(ctx: click.Context, path: Path, editions: tuple[str, ...], item: str, strict: bool, as_json: bool) -> None:
    """Check the data, templates, references and editions of the report in PATH without building it.

    Lists every number typed by hand in the narrative that no value stands behind.
    """
    from reportgen.batch.survey import check as run

    options_of(ctx)["verbose"] = True
    try:
        count, warnings = run(path, editions=editions, item=item)
    except ReportError as error:
        if not as_json:
            raise
        print_json(error.problems)
        ctx.exit(error.exit_code)
    if as_json:
        print_json(warnings)
    else:
        show(warnings, ctx)
        say(ctx, "checked", count=count, warnings=len(warnings))
    if strict and warnings:
        ctx.exit(4)
