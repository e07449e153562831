"""``reportgen proofread``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.printing import echo, options_of
from reportgen.cli.speaking import common

if TYPE_CHECKING:
    from reportgen.package import Dataset
    from reportgen.proofread.marked import Known

WRONG = 6
EXAMPLES = """\b
Examples:
  reportgen proofread report.docx --data datasets/live-commerce-2023
  reportgen proofread report.pdf --data datapackage.json --all --strict
  reportgen proofread edited.docx --data examples/sichuan-2023"""


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--data", required=True, metavar="PATH", type=click.Path(path_type=Path),
    help="The data package, its folder, a .csv or .xlsx file; or the project of a report, which knows every value it has marked in Word.",
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
    from reportgen.proofread import Verdict, report
    from reportgen.proofread import proofread as run
    from reportgen.reading import read_file

    dataset, known = _truth(data)
    proof = run(read_file(file.name, file.parent), dataset, known)
    if as_json:
        click.echo(report.as_json(proof))
    else:
        echo(ctx, report.as_text(proof, options_of(ctx)["lang"], everything=everything))
    if strict and any(proof.of(Verdict.FALSE)):
        ctx.exit(WRONG)


def _truth(data: Path) -> tuple[Dataset, Known]:
    """Return the data at a path, and the values of the report when it is a project."""
    from reportgen.corridor import check
    from reportgen.inputs import data_place
    from reportgen.package import load
    from reportgen.project import load_project
    from reportgen.proofread.marked import values_by_source

    if (data / "report.yaml").is_file() or data.name == "report.yaml":
        project = load_project(data)
        return load(*data_place(project)), values_by_source(check(data).documents.values())
    package = data / "datapackage.json" if data.is_dir() else data
    return load(package.name, package.parent), {}
