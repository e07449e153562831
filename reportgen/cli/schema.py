"""``reportgen schema``."""

from __future__ import annotations

import json

import click

from reportgen.cli.speaking import common


@click.command(epilog="\b\nExample:\n  reportgen schema > report.schema.json")
@common
def schema() -> None:
    """Print the JSON Schema of report.yaml, for editors."""
    from reportgen.project import schema as of_project

    click.echo(json.dumps(of_project(), indent=2))
