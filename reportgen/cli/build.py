"""``reportgen build``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from reportgen.cli.printing import echo, options_of, say, show
from reportgen.cli.speaking import common


@click.command(epilog="\b\nExamples:\n  reportgen build examples/sichuan-2023\n  reportgen build my-report -e zh-Hans -f docx --strict")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Build this edition only (zh-Hans, en); may be repeated.")
@click.option("-f", "--format", "formats", multiple=True, metavar="NAME", help="Build this format only (html, pdf, docx, json); may be repeated.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder of the outputs; `out` beside report.yaml when left out.")
@click.option("--item", default="", metavar="KEY", help="Of a batch, the report with this key or file name.")
@click.option("--strict", is_flag=True, help="Warnings stop the build; every finished file is verified.")
@click.option("--force", is_flag=True, help="Build although nothing has changed.")
@click.option("--any-weasyprint", is_flag=True, help="Build with another WeasyPrint than Chinese lines are set for: a warning, and ragged lines.")
@click.option("-j", "--jobs", type=click.IntRange(1, 64), help="Processes to work with; as many as the machine lends when left out.")
@common
@click.pass_context
def build(
    ctx: click.Context, /, path: Path, editions: tuple[str, ...], formats: tuple[str, ...], out: Path | None, item: str, jobs: int | None, **flags: bool
) -> None:
    """Build the report in PATH. The outputs replace the old ones only when all of them are whole."""
    from reportgen.corridor import build as run
    from reportgen.progress import progress

    with progress(options_of(ctx)) as report:
        built = run(path, editions=editions, formats=formats, out=out, item=item, environment=os.environ, workers=jobs, progress=report, **flags)
    show(built.warnings, ctx)
    # As the reader wrote it: where the machine keeps the folder is nobody's business.
    folder = out or (path if path.is_dir() else path.parent) / "out"
    folder = folder / built.folder.name if item else folder
    say(ctx, "built" if built.is_fresh else "unchanged", count=len(built.files), folder=folder.as_posix())
    for name in built.files:
        echo(ctx, f"  {(folder / name).as_posix()}")
