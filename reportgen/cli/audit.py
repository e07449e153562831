"""``reportgen audit``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.printing import echo, options_of, say
from reportgen.cli.speaking import common

if TYPE_CHECKING:
    from reportgen.audit.run import Audit, Audited

EPILOG = """
\b
Examples:
  reportgen audit my-report
  reportgen audit my-report --diff
  reportgen audit my-report --fix
  reportgen audit my-report --strict --json > typed.jsonl
"""


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Audit the narrative of this edition only; may be repeated.")
@click.option("--item", default="", metavar="KEY", help="Of a batch, the report with this key or file name.")
@click.option("--fix", is_flag=True, help="Write the expressions that are sure into the narratives; what is printed stays the same.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--strict", is_flag=True, help="Exit with 4 when a typed number is left that is not declared.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding.")
@common
@click.pass_context
def audit(ctx: click.Context, /, path: Path, editions: tuple[str, ...], item: str, as_json: bool, **flags: bool) -> None:
    """List the numbers typed into the narratives of the report in PATH, in digits and in words, and what would compute them.

    A number that no data hold is declared with the function fixed and a reason. docs/audit.md says what counts as a number, and how.
    """
    from reportgen.audit.run import audit as run
    from reportgen.audit.run import rewrite

    diff = flags["diff"]
    if flags["fix"] or diff:
        for each in rewrite(path, editions, item, write=not diff):
            echo(ctx, each.diff.rstrip("\n"), always=diff)
            say(ctx, "would_rewrite" if diff else "rewritten", count=each.count, file=each.path, err=True)
    audited = run(path, editions, item)
    if as_json:
        for found in audited.found:
            click.echo(json.dumps(_fields(found), ensure_ascii=False, sort_keys=True))
    elif not diff:
        _list(ctx, audited)
    if flags["strict"] and audited.found:
        ctx.exit(4)


def _list(ctx: click.Context, audited: Audit) -> None:
    from reportgen.audit.proposals import SHOWN
    from reportgen.messages import sentence

    lang = options_of(ctx)["lang"]
    for found in audited.found:
        finding = found.finding
        echo(ctx, f"{finding.where}: {finding.words}  {finding.shown}")
        for offer in found.proposals[:SHOWN]:
            key = "prints_it" if offer == found.choice else "prints_same" if offer.is_exact else "prints_other"
            echo(ctx, sentence(key, lang, expression=offer.expression, prints=offer.prints, source=offer.source))
    if options_of(ctx)["verbose"]:
        for each in audited.declared:
            echo(ctx, sentence("declared", lang, where=each.where, words=each.words, reason=each.reason or sentence("no_reason", lang)))
    known = sum(found.choice is not None for found in audited.found)
    say(ctx, "audited", count=len(audited.found), files=audited.files, known=known, declared=len(audited.declared))


def _fields(found: Audited) -> dict[str, object]:
    finding = found.finding
    offers = [
        {"expression": each.expression, "prints": each.prints, "source": each.source, "same": each.is_exact, "sure": each == found.choice}
        for each in found.proposals
    ]
    return {
        "file": finding.path, "line": finding.line, "column": finding.column, "words": finding.words, "kind": finding.kind,
        "sentence": finding.sentence, "proposals": offers,
    }  # fmt: skip
