"""``reportgen inspect``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from reportgen.cli.printing import echo, options_of, say
from reportgen.cli.speaking import common
from reportgen.errors import Problem, ProjectError

MISSED = 6
EXAMPLES = "\b\nExamples:\n  reportgen inspect out/report.zh-Hans.pdf\n  reportgen inspect report.pdf --rule G3 --rule U1 --pages 3-7 --strict"


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the measures as a JSON object.")
@click.option("--strict", is_flag=True, help="Exit with 6 when a limit is missed.")
@click.option(
    "--rule", "rules", multiple=True, metavar="ID", help="Measure this rule only (G3, U5 …); may be repeated. P3, UA1 and A3A are measured only when named."
)
@click.option("--pages", metavar="RANGE", help="Look at these pages only: 5, 3-7, 1,4-6.")
@common
@click.pass_context
def inspect(ctx: click.Context, file: Path, as_json: bool, strict: bool, rules: tuple[str, ...], pages: str | None) -> None:
    """Measure a finished PDF: edges, gaps, marks, captions, contents, fonts and tags, each against its limit.

    Any PDF will do; rules of Chinese typesetting are held against Chinese lines only. docs/inspect.md says what each line means.
    """
    from reportgen.inspection import inspect as run
    from reportgen.inspection import report
    from reportgen.reading import read_file

    wanted = _pages(pages)
    inspection = run(read_file(file.name, file.parent).data, file.as_posix(), rules=[rule.upper() for rule in rules], pages=wanted)
    if as_json:
        click.echo(report.as_json(inspection))
    else:
        options = options_of(ctx)
        echo(ctx, report.as_text(inspection, options["lang"], everything=options["verbose"]))
        say(ctx, "inspected", count=len(inspection.findings), pages=len(inspection.folios))
    if strict and inspection.findings:
        ctx.exit(MISSED)


def _pages(words: str | None) -> frozenset[int]:
    """Return the pages of a range such as "1,4-6"; empty for none."""
    if words is None:
        return frozenset()
    found: set[int] = set()
    for part in words.split(","):
        ends = re.fullmatch(r"\s*(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?\s*", part)
        if not ends or not 1 <= int(ends[1]) <= int(ends[2] or ends[1]):
            raise ProjectError(Problem("command line", f"{words!r} is not a range of pages", "write it as 3-7", code="RG713"))
        found.update(range(int(ends[1]), int(ends[2] or ends[1]) + 1))
    return frozenset(found)
