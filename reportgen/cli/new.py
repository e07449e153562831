"""``reportgen new``."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.printing import echo, options_of, say
from reportgen.cli.speaking import common

if TYPE_CHECKING:
    from reportgen.intake import Guessed
    from reportgen.intake.shape import Ask

EPILOG = """
\b
Examples:
  reportgen new my-report --type annual-index
  reportgen new brief --type blank -e zh-Hans -e zh-Hant-TW
  reportgen new first --from data.xlsx --build
  reportgen new --list
"""


@click.command(epilog=EPILOG)
@click.argument("name", type=click.Path(path_type=Path), required=False)
@click.option("-t", "--type", "report_type", default="annual-index", show_default=True, metavar="TYPE", help="Report type to start from.")
@click.option("-e", "--edition", "tags", multiple=True, metavar="TAG", help="Edition of the report; may be repeated. zh-Hans and en when left out.")
@click.option("--from", "spreadsheet", type=click.Path(path_type=Path), metavar="FILE", help="Start from the table in a .xlsx or .csv file.")
@click.option("--sheet", default="", metavar="NAME", help="With --from: the sheet of the table.")
@click.option("--key", default="", metavar="COLUMN", help="With --from: head of the column that names the rows.")
@click.option("--value", default="", metavar="COLUMN", help="With --from: head of the column to rank by.")
@click.option("--yes", is_flag=True, help="With --from: take the best guess, ask nothing.")
@click.option("--build", "is_built", is_flag=True, help="Build the new report at once.")
@click.option("--list", "is_list", is_flag=True, help="List the report types.")
@common
@click.pass_context
def new(
    ctx: click.Context, name: Path | None, report_type: str, tags: tuple[str, ...], spreadsheet: Path | None,
    sheet: str, key: str, value: str, yes: bool, is_built: bool, is_list: bool,
) -> None:  # fmt: skip
    """Start a report in the new folder NAME: settings, data and a narrative that build at once, from a sample or from a spreadsheet."""
    from reportgen.scaffold import scaffolds, start

    if is_list:
        for each in scaffolds():
            echo(ctx, each)
        return
    if name is None:
        raise click.UsageError("NAME is missing: the folder of the new report", ctx)
    if spreadsheet is None:
        if sheet or key or value:
            raise click.UsageError("--sheet, --key and --value go with --from FILE", ctx)
        files = start(name, report_type, tags)
    else:
        from reportgen.intake import Choices, start_from

        guessed = start_from(name, spreadsheet, report_type, tags, Choices(sheet, key, value), _asking(ctx, yes))
        files = guessed.files
        _tell(ctx, guessed)
    say(ctx, "started", count=len(files), folder=name.as_posix())
    for each in files:
        echo(ctx, f"  {(name / each).as_posix()}")
    if is_built:
        from reportgen.cli.build import build

        ctx.invoke(build, path=name)
    else:
        say(ctx, "start_with", folder=name.as_posix())


def _asking(ctx: click.Context, yes: bool) -> Ask:
    """Return what answers a question: the reader at a terminal, else the first choice."""

    def ask(question: str, choices: Sequence[str]) -> int:
        from reportgen.messages import sentence

        if yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return 0
        echo(ctx, sentence(question, options_of(ctx)["lang"]))
        for number, choice in enumerate(choices, 1):
            echo(ctx, f"  {number}  {choice}")
        return int(click.prompt(sentence("ask_number", options_of(ctx)["lang"]), type=click.IntRange(1, len(choices)), default=1)) - 1

    return ask


def _tell(ctx: click.Context, guessed: Guessed) -> None:
    """Print what every column was taken for, as a table, and what else was guessed or left out."""
    from reportgen.messages import sentence

    lang = options_of(ctx)["lang"]
    (key, fields), *others = guessed.remarks
    echo(ctx, sentence(key, lang, **fields))
    width = max(map(_width, (head for head, _, _ in guessed.roles)))
    for head, key, fields in guessed.roles:
        echo(ctx, f"  {head}{' ' * (width - _width(head))}  {sentence(key, lang, **fields)}")
    for key, fields in others:
        echo(ctx, sentence(key, lang, **fields))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
