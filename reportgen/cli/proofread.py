"""``reportgen proofread``."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.printing import echo, options_of
from reportgen.cli.speaking import common

WRONG = 6
EXAMPLES = """\b
Examples:
  reportgen proofread report.docx --data datasets/live-commerce-2023
  reportgen proofread report.pdf --data datapackage.json --all --strict"""


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--data", required=True, metavar="PACKAGE", type=click.Path(path_type=Path), help="The data package, its folder, or a .csv or .xlsx file."
)
@click.option("--all", "everything", is_flag=True, help="Print true claims too, and the sentences that were not understood.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as a JSON object.")
@click.option("--strict", is_flag=True, help="Exit with 6 when a claim is false.")
@common
@click.pass_context
def proofread(ctx: click.Context, file: Path, data: Path, everything: bool, as_json: bool, strict: bool) -> None:
    """Check a document that people wrote (docx, pdf, html, txt, md) against data: ranks, values, growth, comparisons, tables.

    A claim is false only when no meaning that its words allow makes it true. docs/proofread.md says what is understood.
    """
    from reportgen.package import load
    from reportgen.proofread import Verdict, report
    from reportgen.proofread import proofread as run
    from reportgen.reading import read_file

    package = data / "datapackage.json" if data.is_dir() else data
    dataset = load(package.name, package.parent)
    proof = run(read_file(file.name, file.parent), dataset)
    if as_json:
        click.echo(report.as_json(proof))
    else:
        echo(ctx, report.as_text(proof, options_of(ctx)["lang"], everything=everything))
    if strict and any(proof.of(Verdict.FALSE)):
        ctx.exit(WRONG)
