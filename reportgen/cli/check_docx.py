"""``reportgen check-docx``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from reportgen.cli.printing import options_of, say, show
from reportgen.cli.speaking import common


@click.command(
    "check-docx",
    epilog="\b\nExamples:\n  reportgen check-docx out/my-report.zh-Hans.docx\n  reportgen check-docx --json --rule W27 --rule W28 *.docx > findings.jsonl",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 6 when there are warnings.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Check this rule only, as in W27; may be repeated.")
@common
@click.pass_context
def check_docx(ctx: click.Context, files: tuple[Path, ...], strict: bool, as_json: bool, rules: tuple[str, ...]) -> None:
    """Check Word files: what Word would repair, what gets lost in another program, what is not safe to open.

    Any .docx will do, whatever program made it. docs/check-docx.md lists the rules.
    """
    from reportgen.wordcheck import check_files

    checked = check_files(files, only=rules)
    if as_json:
        for record in checked.records():
            click.echo(json.dumps(record, sort_keys=True))
    else:
        options_of(ctx)["verbose"] = not options_of(ctx)["quiet"]
        show(checked.problems, ctx)
        say(ctx, "checked_docx", count=len(files), errors=checked.count("error"), warnings=checked.count("warning"))
    ctx.exit(checked.exit_code(strict=strict))
