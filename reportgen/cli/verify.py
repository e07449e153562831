"""``reportgen verify``."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.printing import options_of, say, show
from reportgen.cli.speaking import common


@click.command(epilog="\b\nExamples:\n  reportgen verify examples/sichuan-2023\n  reportgen verify my-report -e en -f pdf --html differences.html")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Verify this edition only (zh-Hans, en); may be repeated.")
@click.option("-f", "--format", "formats", multiple=True, metavar="NAME", help="Verify this format only (html, pdf, docx); may be repeated.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder of the outputs; `out` beside report.yaml when left out.")
@click.option("--item", default="", metavar="KEY", help="Of a batch, the report with this key or file name only.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as a JSON object.")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write what was found as an HTML page, too.")
@common
@click.pass_context
def verify(
    ctx: click.Context, /, path: Path, editions: tuple[str, ...], formats: tuple[str, ...], out: Path | None, item: str, as_json: bool, page: Path | None
) -> None:
    """Read the finished files of the report in PATH again and hold every word and number against the report.

    Exits with 6 when a file says anything else. docs/verify.md says what is compared.
    """
    from reportgen.batch.survey import verify as run
    from reportgen.output import write_file
    from reportgen.verification import VerificationError, report

    verified = run(path, editions=editions, formats=formats, out=out, item=item)
    if page:
        write_file(page, report.as_html(verified, options_of(ctx)["lang"]))
    if as_json:
        click.echo(report.as_json(verified))
    else:
        show(verified.problems, ctx)
        for each in verified.files:
            say(ctx, "verified_file", file=each.file, matched=each.matched, printed=each.printed, problems=len(each.problems))
        say(ctx, "verified", matched=verified.matched, printed=verified.printed, count=len(verified.problems))
    if any(problem.level == "error" for problem in verified.problems):
        ctx.exit(VerificationError.exit_code)
