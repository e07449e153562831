"""The command line: one command per verb, no logic of its own.

Nothing heavy is imported here; each command imports what it needs when it runs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from functools import update_wrapper
from pathlib import Path
from typing import Any

import click

from reportgen.errors import Problem, ReportError

SHOWN_PER_FILE = 20
EXIT_HELP = """
\b
Exit codes: 0 done · 1 some reports of a batch failed · 2 command line, report.yaml or path · 3 data ·
4 template or reference · 5 layout, font or chart · 6 verification · 7 output · 70 a bug in reportgen
"""


class Catching(click.Group):
    """A group that turns problems into messages and exit codes; a traceback never reaches a user."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print what is wrong and exit with the code of the stage."""
        try:
            return super().invoke(ctx)
        except ReportError as error:
            show(error.problems, ctx)
            errors = sum(problem.level == "error" for problem in error.problems) or len(error.problems)
            say(ctx, "failed", count=errors)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except Exception as error:
            if (ctx.find_root().obj or {}).get("debug"):
                raise
            show([Problem("reportgen", f"a bug in reportgen: {type(error).__name__}: {error}", "run again with --debug and report what it prints", code="RG900")], ctx)
            ctx.exit(70)


@click.group(cls=Catching, epilog=EXIT_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="reportgen", message="%(prog)s %(version)s")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the messages; the locale decides when left out.")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.pass_context
def cli(ctx: click.Context, lang: str | None, debug: bool) -> None:
    """Publish reports: index tables and narrative templates become HTML, PDF and Word, in Chinese and English.

    \b
    Examples:
      reportgen build examples/sichuan-2023
      reportgen build my-report --edition en --format pdf --out /tmp/proof
      reportgen check my-report
    """
    ctx.obj = {"lang": lang or _language(os.environ), "debug": debug, "quiet": False, "verbose": False}


def verbosity(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --quiet and --verbose to a command."""

    @click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
    @click.option("-v", "--verbose", is_flag=True, help="Print every step and all warnings.")
    @click.pass_context
    def wrapped(ctx: click.Context, *args: Any, quiet: bool, verbose: bool, **kwargs: Any) -> Any:
        ctx.find_root().obj |= {"quiet": quiet, "verbose": verbose}
        return ctx.invoke(command, *args, **kwargs)

    return update_wrapper(wrapped, command)


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Build this edition only (zh-Hans, en); may be repeated.")
@click.option("-f", "--format", "formats", multiple=True, metavar="NAME", help="Build this format only (html, pdf, docx, json); may be repeated.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder of the outputs; `out` beside report.yaml when left out.")
@click.option("--strict", is_flag=True, help="Warnings stop the build.")
@click.option("--force", is_flag=True, help="Build although nothing has changed.")
@verbosity
@click.pass_context
def build(ctx: click.Context, path: Path, editions: tuple[str, ...], formats: tuple[str, ...], out: Path | None, strict: bool, force: bool) -> None:
    """Build the report in PATH.  The outputs replace the old ones only when all of them are whole.

    \b
    Examples:
      reportgen build examples/sichuan-2023
      reportgen build my-report -e zh-Hans -f docx --strict
    """
    from reportgen.build import build as run
    from reportgen.progress import progress

    with progress(ctx.find_root().obj) as report:
        built = run(path, editions=editions, formats=formats, out=out, strict=strict, force=force, environment=os.environ, progress=report)
    show(built.warnings, ctx)
    say(ctx, "built" if built.is_fresh else "unchanged", count=len(built.files), folder=_relative(built.folder))
    for name in built.files if not ctx.find_root().obj["quiet"] else ():
        click.echo(f"  {_relative(built.folder / name)}")


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Check this edition only; may be repeated.")
@click.option("--strict", is_flag=True, help="Exit with 4 when there are warnings.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding.")
@verbosity
@click.pass_context
def check(ctx: click.Context, path: Path, editions: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """Check the data, templates, references and editions of the report in PATH without building it.

    Lists every digit typed by hand in the narrative that no value stands behind.

    \b
    Example:
      reportgen check my-report --strict
    """
    from reportgen.build import check as run

    ctx.find_root().obj["verbose"] = True
    checked = run(path, editions=editions)
    if as_json:
        for problem in checked.warnings:
            click.echo(json.dumps({name: getattr(problem, name) for name in problem.__slots__}, ensure_ascii=False, sort_keys=True))
    else:
        show(checked.warnings, ctx)
        say(ctx, "checked", count=len(checked.documents), warnings=len(checked.warnings))
    if strict and checked.warnings:
        ctx.exit(4)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of report.yaml, for editors.

    \b
    Example:
      reportgen schema > report.schema.json
    """
    from reportgen.project import schema as of_project

    click.echo(json.dumps(of_project(), ensure_ascii=False, indent=2))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is installed, what is missing, and how to get it.

    \b
    Example:
      reportgen doctor
    """
    from reportgen.doctor import diagnose, report

    findings = diagnose()
    click.echo(report(findings, as_json=as_json))
    if any(finding.state == "missing" for finding in findings):
        ctx.exit(2)


# ---------------------------------------------------------------- what the commands print


def show(problems: Iterable[Problem], ctx: click.Context) -> None:
    """Print problems to standard error, sorted by place; warnings are counted only, unless --verbose."""
    from reportgen.messages import translate

    options = ctx.find_root().obj or {"lang": "en", "verbose": True, "quiet": False}
    found = sorted(problems)
    warnings = [problem for problem in found if problem.level == "warning"]
    shown = found if options["verbose"] else [problem for problem in found if problem.level == "error"] or ([] if options["quiet"] else warnings[:5])
    per_file: dict[str, int] = {}
    for problem in shown:
        file = problem.where.partition(":")[0]
        per_file[file] = per_file.get(file, 0) + 1
        if per_file[file] <= SHOWN_PER_FILE or options["verbose"]:
            click.echo(_printable(translate(problem, options["lang"])), err=True)
    for file, count in per_file.items():
        if count > SHOWN_PER_FILE and not options["verbose"]:
            say(ctx, "more", count=count - SHOWN_PER_FILE, file=file, err=True)
    if len(shown) < len(found) and not options["quiet"] and not any(problem.level == "error" for problem in found):
        say(ctx, "warnings", count=len(found), err=True)


def say(ctx: click.Context, key: str, *, err: bool = False, **fields: object) -> None:
    """Print one of the program's own sentences in the reader's language; nothing when --quiet."""
    from reportgen.messages import sentence

    options = ctx.find_root().obj or {"lang": "en", "quiet": False}
    if not options["quiet"] or key == "failed":
        click.echo(_printable(sentence(key, options["lang"], **fields)), err=err or key == "failed")


def _printable(text: str) -> str:
    """Return the text as this terminal can show it: control characters and what it cannot encode are escaped."""
    safe = "".join(char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text)
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return safe.encode(encoding, "backslashreplace").decode(encoding)


def _relative(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _language(environment: Any) -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
