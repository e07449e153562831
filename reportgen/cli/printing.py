"""What the commands print: problems, sentences and results, in the reader's language."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

import click

from reportgen.errors import Problem

SHOWN_PER_FILE = 20
WARNINGS_SHOWN = 5


def options_of(ctx: click.Context) -> dict[str, Any]:
    """Return what the reader asked of the whole program: lang, debug, quiet, verbose."""
    found: dict[str, Any] = ctx.find_root().obj
    return found


def show(problems: Iterable[Problem], ctx: click.Context) -> None:
    """Print problems to standard error, sorted by place; of warnings the first few only, unless --verbose."""
    from reportgen.messages import printable, translate

    options = options_of(ctx)
    found = sorted(problems, key=_place)
    errors = [problem for problem in found if problem.level == "error"]
    warnings = [] if options["quiet"] or errors else [problem for problem in found if problem.level == "warning"]
    shown = found if options["verbose"] else errors or warnings[:WARNINGS_SHOWN]
    per_file: dict[str, int] = {}
    for problem in shown:
        file = problem.where.partition(":")[0]
        per_file[file] = per_file.get(file, 0) + 1
        if per_file[file] <= SHOWN_PER_FILE or options["verbose"]:
            click.echo(printable(translate(problem, options["lang"]), sys.stderr), err=True)
    for file, count in per_file.items():
        if count > SHOWN_PER_FILE and not options["verbose"]:
            say(ctx, "more", count=count - SHOWN_PER_FILE, file=file, err=True)
    if not errors and len(shown) < len(warnings):
        say(ctx, "warnings", count=len(warnings), err=True)


def _place(problem: Problem) -> tuple[list[str | int], Problem]:
    """Return what problems are sorted by: their places, line 9 before line 10."""
    return [int(word) if word.isdecimal() else word for word in re.split(r"([0-9]+)", problem.where)], problem


def say(ctx: click.Context, key: str, *, err: bool = False, **fields: object) -> None:
    """Print one of the program's own sentences in the reader's language; nothing when --quiet, but for failures."""
    from reportgen.messages import sentence

    text = sentence(key, options_of(ctx)["lang"], **fields)
    if key == "failed" or not options_of(ctx)["quiet"]:
        echo(ctx, text, err=err or key == "failed", always=True)


def echo(ctx: click.Context, text: str, *, err: bool = False, always: bool = False) -> None:
    """Print a line as the stream can show it; nothing when --quiet, unless `always`."""
    from reportgen.messages import printable

    if always or not options_of(ctx)["quiet"]:
        click.echo(printable(text, sys.stderr if err else sys.stdout), err=err)


def print_json(problems: Iterable[Problem]) -> None:
    """Print one JSON object per problem, sorted by place."""
    for problem in sorted(problems, key=_place):
        click.echo(json.dumps({name: getattr(problem, name) for name in problem.__slots__}, sort_keys=True))
