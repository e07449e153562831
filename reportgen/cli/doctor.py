"""``reportgen doctor``."""

from __future__ import annotations

import click

from reportgen.cli.printing import echo
from reportgen.cli.speaking import common


@click.command(epilog="\b\nExample:\n  reportgen doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@common
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is installed, what is missing, and how to get it."""
    from reportgen.doctor import diagnose, report

    findings = diagnose()
    echo(ctx, report(findings, as_json=as_json))
    if any(finding.state == "missing" for finding in findings):
        ctx.exit(2)
