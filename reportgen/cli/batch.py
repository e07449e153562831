"""``reportgen batch``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from reportgen.cli.printing import options_of, say, show
from reportgen.cli.speaking import common

SOME_FAILED = 8


@click.command(epilog="\b\nExamples:\n  reportgen batch examples/region-briefs\n  reportgen batch my-report --over regions --where level=province -e en -f pdf")
@click.argument("path")
@click.option("--over", default="", metavar="TABLE", help="Table with a row for each report: a resource of the data, or a CSV file beside report.yaml.")
@click.option("--key", default="", metavar="COLUMN", help="Column that names a row.")
@click.option("--name", default="", metavar="TEXT", help="Folder and file name of a report, as in '{{ item.name_en }}'.")
@click.option("--where", "conditions", multiple=True, metavar="COLUMN=VALUE", help="Make these rows only; values may be separated by commas.")
@click.option("--item", "items", multiple=True, metavar="KEY", help="Make the report with this key or file name only; may be repeated.")
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Build this edition only (zh-Hans, en); may be repeated.")
@click.option("-f", "--format", "formats", multiple=True, metavar="NAME", help="Build this format only (html, pdf, docx, json); may be repeated.")
@click.option("-o", "--out", metavar="PLACE", help="Folder of the outputs, or a URL that fsspec knows; `out` beside report.yaml when left out.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Reports made at a time; one for each core when left out.")
@click.option("--time-limit", type=click.FloatRange(0), default=300, metavar="SECONDS", show_default=True, help="Time one report may take; 0 for any.")
@click.option("--memory-limit", type=click.IntRange(0), default=2000, metavar="MB", show_default=True, help="Memory one report may take; 0 for any.")
@click.option("--force", is_flag=True, help="Build although nothing has changed.")
@click.option("--strict", is_flag=True, help="Warnings stop the build; every finished file is verified.")
@click.option("--any-weasyprint", is_flag=True, help="Build with another WeasyPrint than Chinese lines are set for: a warning, and ragged lines.")
@click.option("--executor", metavar="dask://HOST:PORT", help="Make the reports on a Dask cluster: pip install 'reportgen[cluster]'.")
@click.option("--prune", is_flag=True, help="Delete the outputs of rows that are gone.")
@common
@click.pass_context
def batch(
    ctx: click.Context, /, path: str, conditions: tuple[str, ...], out: str | None, jobs: int | None, time_limit: float, memory_limit: int, **asked: Any
) -> None:
    """Make one report for each row of a table, from the project in PATH.

    Reports that are there and have not changed are left alone, so a batch that was stopped goes on where it was. What is wrong with one report
    costs that one: the others are written, batch.json says what became of each, and the exit code is 8.
    """
    from reportgen.batch import batch as run
    from reportgen.batch.briefs import Choice
    from reportgen.batch.record import together
    from reportgen.corridor import Order
    from reportgen.pool import Limits
    from reportgen.progress import counting

    choice = Choice(asked["over"], asked["key"], asked["name"], _where(conditions), asked["items"])
    order = Order(asked["editions"], asked["formats"], asked["strict"], asked["force"], asked["any_weasyprint"], os.environ)
    with counting(options_of(ctx), lambda **counts: say(ctx, "batch_going", err=True, **counts)) as report:
        limits = Limits(time_limit, memory_limit)
        done = run(path, out=out, choice=choice, order=order, limits=limits, jobs=jobs, executor=asked["executor"], prune=asked["prune"], progress=report)
    failed = [each for each in done.reports if each.state == "failed"]
    show(together(failed), ctx)
    show((*together([each for each in done.reports if each.state == "done"]), *done.warnings), ctx)
    folder = out or ((Path(path) if Path(path).is_dir() else Path(path).parent) / "out").as_posix()
    fresh = sum(each.is_fresh for each in done.reports)
    say(ctx, "batch_done", count=done.count("done"), fresh=fresh, kept=done.count("done") - fresh, failed=len(failed), folder=folder)
    if failed:
        ctx.exit(SOME_FAILED)


def _where(conditions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return column → values; raises UsageError for a condition that is none."""
    found = {}
    for condition in conditions:
        column, equals, values = condition.partition("=")
        if not equals or not column.strip():
            raise click.UsageError(f"--where {condition} is no condition: write COLUMN=VALUE")
        found[column.strip()] = tuple(values.split(","))
    return found
