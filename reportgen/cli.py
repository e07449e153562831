"""The command line: one command per verb, no logic of its own.

Nothing heavy is imported here; each command imports what it needs when it runs.
"""

from __future__ import annotations

import copy
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import update_wrapper
from pathlib import Path
from typing import Any, TypeVar

import click

from reportgen.errors import Problem, ReportError

Told = TypeVar("Told", bound=click.Command)

SHOWN_PER_FILE = 20
WARNINGS_SHOWN = 5
BUG = 70
EPILOG = """
\b
Examples:
  reportgen build examples/sichuan-2023
  reportgen build my-report --edition en --format pdf --out proof
  reportgen check my-report

\b
Exit codes:
  0   done
  2   the command line, report.yaml or a path
  3   data
  4   a template or a reference
  5   layout, a font or a chart
  7   output
  70  a bug in reportgen
  130, 143  stopped by Ctrl-C or SIGTERM
"""


class Speaking(click.Context):
    """A context whose help pages are in the language of the reader."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return the formatter of help pages."""
        formatter = Headings(width=self.terminal_width, max_width=self.max_content_width)
        formatter.lang = _options(self)["lang"]
        return formatter


class Headings(click.HelpFormatter):
    """A formatter that writes click's own headings in Chinese too."""

    lang = "en"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or f"{_spoken('Usage:', self.lang)} ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        colon = ":" if self.lang == "en" else "："
        self.write(f"{'':>{self.current_indent}}{_spoken(heading, self.lang)}{colon}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of options or commands; what says what --help does is click's own."""
        super().write_dl([(name, _spoken(said, self.lang)) for name, said in rows], col_max, col_spacing)


class Catching(click.Group):
    """A group that turns problems into messages and exit codes; a traceback never reaches a user."""

    context_class = Speaking

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run the command line and exit with its code."""
        from reportgen.messages import language

        words = list(sys.argv[1:] if args is None else args)
        options: dict[str, Any] = {"lang": language(words, os.environ), "debug": False, "quiet": False, "verbose": False}
        command = _in_language(self, options["lang"])
        try:
            code = click.Group.main(command, words, prog_name or "reportgen", **{**extra, "obj": options, "standalone_mode": False})
        except click.ClickException as error:
            _refuse(error, options["lang"])
            code = error.exit_code
        except BrokenPipeError:  # the reader has seen enough, as in `reportgen schema | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        sys.exit(code if isinstance(code, int) else 0)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command with its help in the language of the reader."""
        command = super().get_command(ctx, cmd_name)
        return _in_language(command, _options(ctx)["lang"]) if command else None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print what is wrong and exit with the code of the stage."""
        try:
            return super().invoke(ctx)
        except ReportError as error:
            show(error.problems, ctx)
            errors = sum(problem.level == "error" for problem in error.problems) or len(error.problems)
            say(ctx, "failed", count=errors)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if _options(ctx)["debug"]:
                raise
            what = f"a bug in reportgen: {type(error).__name__}: {error}"
            show([Problem("reportgen", what, "run again with `reportgen --debug …` and report what it prints", code="RG900")], ctx)
            ctx.exit(BUG)


def _options(ctx: click.Context) -> dict[str, Any]:
    found: dict[str, Any] = ctx.find_root().obj
    return found


def _spoken(text: str, lang: str) -> str:
    if lang == "en":
        return text
    from reportgen.messages import chinese

    return chinese(text)


def _in_language(command: Told, lang: str) -> Told:
    """Return a command whose help, and that of its options, is in a language; the command itself stays as it is."""
    if lang == "en":
        return command
    told = copy.copy(command)
    told.help, told.epilog = _paragraphs(command.help or "", lang), _paragraphs(command.epilog or "", lang)
    told.context_class = Speaking
    told.params = [copy.copy(parameter) for parameter in command.params]
    for parameter in told.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _spoken(parameter.help, lang)
    return told


def _paragraphs(text: str, lang: str) -> str:
    r"""Return a help text paragraph by paragraph; a paragraph marked \\b is kept line by line, as click does."""
    paragraphs = []
    for paragraph in text.strip("\n").split("\n\n"):
        lines = [line.strip() if not paragraph.lstrip("\n").startswith("\b") else line for line in paragraph.split("\n")]
        if lines[0] == "\b":
            paragraphs.append("\n".join(["\b", *(_line(line, lang) for line in lines[1:])]))
        else:
            paragraphs.append(_spoken(" ".join(filter(None, lines)), lang))
    return "\n\n".join(paragraphs)


def _line(line: str, lang: str) -> str:
    return line[: len(line) - len(line.lstrip())] + _spoken(line.strip(), lang)


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --quiet and --verbose, and the --lang that may stand before or after the command."""

    @click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
    @click.option("-v", "--verbose", is_flag=True, help="Print every step and all warnings.")
    @click.option("--lang", type=click.Choice(["zh", "en"]), hidden=True)
    @click.pass_context
    def wrapped(ctx: click.Context, /, *args: Any, quiet: bool, verbose: bool, lang: str | None, **kwargs: Any) -> Any:
        _options(ctx).update(quiet=quiet, verbose=verbose)
        return ctx.invoke(command, *args, **kwargs)

    return update_wrapper(wrapped, command)


@click.group(name="reportgen", cls=Catching, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="reportgen", message="%(prog)s %(version)s", help="Print the version and exit.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the messages; the locale decides when left out.")
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.pass_context
def cli(ctx: click.Context, lang: str | None, debug: bool) -> None:
    """Publish reports: index tables and narrative templates become HTML, PDF and Word, in Chinese and English."""
    _options(ctx)["debug"] = debug


@cli.command(epilog="\b\nExamples:\n  reportgen build examples/sichuan-2023\n  reportgen build my-report -e zh-Hans -f docx --strict")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Build this edition only (zh-Hans, en); may be repeated.")
@click.option("-f", "--format", "formats", multiple=True, metavar="NAME", help="Build this format only (html, pdf, docx, json); may be repeated.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder of the outputs; `out` beside report.yaml when left out.")
@click.option("--strict", is_flag=True, help="Warnings stop the build.")
@click.option("--force", is_flag=True, help="Build although nothing has changed.")
@click.option("-j", "--jobs", type=click.IntRange(1, 64), help="Processes to work with; as many as the machine lends when left out.")
@common
@click.pass_context
def build(
    ctx: click.Context, path: Path, editions: tuple[str, ...], formats: tuple[str, ...], out: Path | None, strict: bool, force: bool, jobs: int | None
) -> None:
    """Build the report in PATH. The outputs replace the old ones only when all of them are whole."""
    from reportgen.corridor import build as run
    from reportgen.progress import progress

    with progress(_options(ctx)) as report:
        built = run(path, editions=editions, formats=formats, out=out, strict=strict, force=force, environment=os.environ, workers=jobs, progress=report)
    show(built.warnings, ctx)
    # As the reader wrote it: where the machine keeps the folder is nobody's business.
    folder = out or (path if path.is_dir() else path.parent) / "out"
    say(ctx, "built" if built.is_fresh else "unchanged", count=len(built.files), folder=folder.as_posix())
    for name in built.files:
        _print(ctx, f"  {(folder / name).as_posix()}")


@cli.command(epilog="\b\nExamples:\n  reportgen check my-report --strict\n  reportgen check my-report --json > findings.jsonl")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Check this edition only; may be repeated.")
@click.option("--strict", is_flag=True, help="Exit with 4 when there are warnings.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per finding.")
@common
@click.pass_context
def check(ctx: click.Context, path: Path, editions: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """Check the data, templates, references and editions of the report in PATH without building it.

    Lists every digit typed by hand in the narrative that no value stands behind.
    """
    from reportgen.corridor import check as run

    _options(ctx)["verbose"] = True
    try:
        checked = run(path, editions=editions)
    except ReportError as error:
        if not as_json:
            raise
        _print_json(error.problems)
        ctx.exit(error.exit_code)
    if as_json:
        _print_json(checked.warnings)
    else:
        show(checked.warnings, ctx)
        say(ctx, "checked", count=len(checked.documents), warnings=len(checked.warnings))
    if strict and checked.warnings:
        ctx.exit(4)


@cli.command(epilog="\b\nExample:\n  reportgen schema > report.schema.json")
@common
def schema() -> None:
    """Print the JSON Schema of report.yaml, for editors."""
    from reportgen.project import schema as of_project

    click.echo(json.dumps(of_project(), indent=2))


@cli.command(epilog="\b\nExample:\n  reportgen doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@common
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Say what is installed, what is missing, and how to get it."""
    from reportgen.doctor import diagnose, report

    findings = diagnose()
    _print(ctx, report(findings, as_json=as_json))
    if any(finding.state == "missing" for finding in findings):
        ctx.exit(2)


# ---------------------------------------------------------------- what the commands print


def show(problems: Iterable[Problem], ctx: click.Context) -> None:
    """Print problems to standard error, sorted by place; of warnings the first few only, unless --verbose."""
    from reportgen.messages import printable, translate

    options = _options(ctx)
    found = sorted(problems)
    errors = [problem for problem in found if problem.level == "error"]
    warnings = [] if options["quiet"] or errors else [problem for problem in found if problem.level == "warning"]
    shown = found if options["verbose"] else errors or warnings[:WARNINGS_SHOWN]
    per_file: dict[str, int] = {}
    for problem in shown:
        file = problem.where.partition(":")[0]
        per_file[file] = per_file.get(file, 0) + 1
        if per_file[file] <= SHOWN_PER_FILE or options["verbose"]:
            click.echo(printable(translate(problem, options["lang"]), sys.stderr), err=True)
    for file, count in per_file.items():
        if count > SHOWN_PER_FILE and not options["verbose"]:
            say(ctx, "more", count=count - SHOWN_PER_FILE, file=file, err=True)
    if not errors and len(shown) < len(warnings):
        say(ctx, "warnings", count=len(warnings), err=True)


def say(ctx: click.Context, key: str, *, err: bool = False, **fields: object) -> None:
    """Print one of the program's own sentences in the reader's language; nothing when --quiet, but for failures."""
    from reportgen.messages import sentence

    text = sentence(key, _options(ctx)["lang"], **fields)
    if key == "failed" or not _options(ctx)["quiet"]:
        _print(ctx, text, err=err or key == "failed", always=True)


def _print(ctx: click.Context, text: str, *, err: bool = False, always: bool = False) -> None:
    from reportgen.messages import printable

    if always or not _options(ctx)["quiet"]:
        click.echo(printable(text, sys.stderr if err else sys.stdout), err=err)


def _print_json(problems: Iterable[Problem]) -> None:
    for problem in sorted(problems):
        click.echo(json.dumps({name: getattr(problem, name) for name in problem.__slots__}, sort_keys=True))


def _refuse(error: click.ClickException, lang: str) -> None:
    """Print what is wrong with the command line, and how it is used."""
    from reportgen.messages import printable

    lines = [_spoken(f"Error: {error.format_message()}", lang)]
    if isinstance(error, click.UsageError) and error.ctx is not None:
        lines = [error.ctx.get_usage(), _spoken(f"Try '{error.ctx.command_path} -h' for help.", lang), "", *lines]
    click.echo(printable("\n".join(lines), sys.stderr), err=True)
