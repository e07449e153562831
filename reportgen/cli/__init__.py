"""The command line: one file per verb, no logic of its own.

Nothing heavy is imported here; each command imports what it needs when it runs.  A command is a file and a line in `COMMANDS`.
"""

from __future__ import annotations

import click

from reportgen.cli.audit import audit
from reportgen.cli.batch import batch
from reportgen.cli.build import build
from reportgen.cli.check import check
from reportgen.cli.check_docx import check_docx
from reportgen.cli.diff import diff
from reportgen.cli.doctor import doctor
from reportgen.cli.inspect import inspect
from reportgen.cli.lint import lint
from reportgen.cli.new import new
from reportgen.cli.printing import options_of
from reportgen.cli.proofread import proofread
from reportgen.cli.reference import reference
from reportgen.cli.schema import schema
from reportgen.cli.speaking import Catching
from reportgen.cli.verify import verify
from reportgen.cli.word_template import word_template

COMMANDS = (new, build, batch, check, verify, check_docx, word_template, inspect, lint, audit, proofread, diff, reference, schema, doctor)
EPILOG = """
\b
Examples:
  reportgen build examples/sichuan-2023
  reportgen build my-report --edition en --format pdf --out proof
  reportgen new my-report
  reportgen check my-report

\b
Exit codes:
  0   done
  2   the command line, report.yaml or a path
  3   data
  4   a template or a reference
  5   layout, a font or a chart
  6   a finished file breaks a rule (verify, check-docx, word-template check, inspect, proofread --strict)
  7   output
  8   some reports of a batch failed, the others are written
  70  a bug in reportgen
  130, 143  stopped by Ctrl-C or SIGTERM
"""


@click.group(name="reportgen", cls=Catching, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="reportgen", message="%(prog)s %(version)s", help="Print the version and exit.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the messages; the locale decides when left out.")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.pass_context
def cli(ctx: click.Context, lang: str | None, debug: bool) -> None:
    """Publish reports: index tables and narrative templates become HTML, PDF and Word, in Chinese and English."""
    options_of(ctx)["debug"] = debug


for command in COMMANDS:
    cli.add_command(command)
