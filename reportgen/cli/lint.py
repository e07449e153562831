"""``reportgen lint``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.printing import SHOWN_PER_FILE, echo, options_of, say
from reportgen.cli.speaking import common

if TYPE_CHECKING:
    from reportgen.lint.repair import Finding
    from reportgen.lint.run import Mended


EPILOG = """
\b
Examples:
  reportgen lint my-report
  reportgen lint my-report --diff
  reportgen lint my-report --fix
  reportgen lint draft.md --rule U9 --rule N4
"""


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Mend in place what is sure; the rest is listed.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--rule", "only", multiple=True, metavar="ID", help="Hold to this rule only (U9, N4, …); may be repeated.")
@click.option("--strict", is_flag=True, help="Exit with 4 when something is found that is not mended.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding.")
@common
@click.pass_context
def lint(ctx: click.Context, path: Path, fix: bool, diff: bool, only: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """Read the sources in PATH as a proofreader does: marks, blanks, quotation marks, dashes, ranges, numbers, headings.

    PATH is a project, a folder of narratives, or a .md, .txt, .csv or .yaml file. Template code is never touched. docs/lint.md lists the rules.
    """
    from reportgen.lint import lint as read
    from reportgen.lint import mend

    if diff:
        for mended in mend(path, only, write=False):
            echo(ctx, mended.diff.rstrip("\n"), always=True)
    elif fix:
        _tell(ctx, mend(path, only, write=True))
    linted = read(path, only)
    if as_json:
        for finding in linted.findings:
            click.echo(json.dumps(_fields(finding), sort_keys=True))
    elif not diff:
        _list(ctx, linted.findings)
        _sum_up(ctx, linted.findings, linted.files)
    if strict and linted.findings:
        ctx.exit(4)


def _tell(ctx: click.Context, changed: tuple[Mended, ...]) -> None:
    for mended in changed:
        say(ctx, "mended", count=mended.counts.total(), file=mended.path, rules=_counted(mended.counts, options_of(ctx)["lang"]), err=True)


def _list(ctx: click.Context, findings: tuple[Finding, ...]) -> None:
    """Print the findings, of each file the first only, unless --verbose."""
    from reportgen.messages import chinese, printable, sentence

    options = options_of(ctx)
    if options["quiet"]:
        return
    told = chinese if options["lang"] == "zh" else str
    per_file: Counter[str] = Counter()
    for finding in findings:
        per_file[finding.path] += 1
        if per_file[finding.path] > SHOWN_PER_FILE and not options["verbose"]:
            continue
        where = f"{finding.path}:{finding.line}:{finding.column}"
        lines = [sentence("found", options["lang"], where=where, rule=finding.rule, what=told(finding.what), shown=finding.shown)]
        if finding.expected:
            lines.append(sentence("expected", options["lang"], words=finding.expected))
        elif finding.hint:
            lines.append(sentence("advice", options["lang"], words=told(finding.hint)))
        click.echo(printable("\n".join(lines), sys.stdout))
    for file, count in per_file.items():
        if count > SHOWN_PER_FILE and not options["verbose"]:
            say(ctx, "more", count=count - SHOWN_PER_FILE, file=file)


def _sum_up(ctx: click.Context, findings: tuple[Finding, ...], files: int) -> None:
    if not findings:
        say(ctx, "clean", count=files)
        return
    sure = sum(finding.is_safe for finding in findings)
    say(ctx, "linted", count=len(findings), rules=_counted(Counter(finding.rule for finding in findings), options_of(ctx)["lang"]), sure=sure)


def _counted(counts: Counter[str], lang: str) -> str:
    """Return rules and their numbers, the most frequent first.

    >>> _counted(Counter({"U7": 2, "U9": 5}), "en")
    'U9 5, U7 2'
    """
    return {"en": ", ", "zh": "、"}[lang].join(f"{rule} {count}" for rule, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _fields(finding: Finding) -> dict[str, object]:
    from reportgen.lint.rules import rules

    names = ("path", "line", "column", "rule", "what", "hint", "shown", "expected", "reading")
    return {**{name: getattr(finding, name) for name in names}, "severity": rules()[finding.rule].severity, "fixable": finding.is_safe}
