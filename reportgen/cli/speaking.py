"""The command line speaks the reader's language, and turns problems into messages and exit codes."""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import update_wrapper
from typing import Any, TypeVar

import click

from reportgen.cli.printing import options_of, say, show
from reportgen.errors import Problem, ReportError

Told = TypeVar("Told", bound=click.Command)

BUG = 70


class Speaking(click.Context):
    """A context whose help pages are in the language of the reader."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return the formatter of help pages."""
        formatter = Headings(width=self.terminal_width, max_width=self.max_content_width)
        formatter.lang = options_of(self)["lang"]
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
        return _in_language(command, options_of(ctx)["lang"]) if command else None

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
            if options_of(ctx)["debug"]:
                raise
            what = f"a bug in reportgen: {type(error).__name__}: {error}"
            show([Problem("reportgen", what, "run again with `reportgen --debug …` and report what it prints", code="RG900")], ctx)
            ctx.exit(BUG)


class Family(click.Group):
    """A verb with verbs of its own, such as ``word-template new``; their help is in the language of the reader."""

    context_class = Speaking

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command with its help in the language of the reader."""
        command = super().get_command(ctx, cmd_name)
        return _in_language(command, options_of(ctx)["lang"]) if command else None


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
        options_of(ctx).update(quiet=quiet, verbose=verbose)
        return ctx.invoke(command, *args, **kwargs)

    return update_wrapper(wrapped, command)


def _refuse(error: click.ClickException, lang: str) -> None:
    """Print what is wrong with the command line, and how it is used."""
    from reportgen.messages import printable

    lines = [_spoken(f"Error: {error.format_message()}", lang)]
    if isinstance(error, click.UsageError) and error.ctx is not None:
        lines = [error.ctx.get_usage(), _spoken(f"Try '{error.ctx.command_path} -h' for help.", lang), "", *lines]
    click.echo(printable("\n".join(lines), sys.stderr), err=True)
