"""``reportgen word-template``: the institute's own Word file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.printing import echo, options_of, print_json, say, show
from reportgen.cli.speaking import Family, common
from reportgen.errors import ReportError

if TYPE_CHECKING:
    from reportgen.wordtemplates import Examined


@click.group(
    "word-template",
    cls=Family,
    epilog="\b\nExamples:\n  reportgen word-template new template.docx\n  reportgen word-template check template.docx",
)
def word_template() -> None:
    """Make a Word template for reports, or see what a report would make of one.

    docs/word-template.md shows how to go about it.
    """


@word_template.command(epilog="\b\nExamples:\n  reportgen word-template new template.docx\n  reportgen word-template new template.docx --edition en")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-e", "--edition", default="zh-Hans", metavar="TAG", help="Language of the template; zh-Hans when left out.")
@click.option("--force", is_flag=True, help="Write the file although there is one.")
@common
@click.pass_context
def new(ctx: click.Context, file: Path, edition: str, force: bool) -> None:
    """Write a template to begin with: a cover, a place for the report, and every style shown once."""
    from reportgen.wordtemplates import write_starter

    write_starter(file, edition, force=force)
    say(ctx, "starter", file=file.as_posix())


@word_template.command(
    epilog="\b\nExamples:\n  reportgen word-template check template.docx\n  reportgen word-template check template.docx --json > template.json"
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-e", "--edition", default="zh-Hans", metavar="TAG", help="Language of the report; zh-Hans when left out.")
@click.option("--strict", is_flag=True, help="Exit with 6 when there are warnings, or roles that the template has no style for.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@common
@click.pass_context
def check(ctx: click.Context, file: Path, edition: str, strict: bool, as_json: bool) -> None:
    """Say which styles of FILE a report would use, what it lacks, and what is wrong or not safe in it.

    The rules of check-docx hold for a template, too.
    """
    from reportgen.wordtemplates import examine

    try:
        examined = examine(file, edition, told_in=options_of(ctx)["lang"])
    except ReportError as error:
        if not as_json:
            raise
        print_json(error.problems)
        ctx.exit(error.exit_code)
    if as_json:
        click.echo(json.dumps(examined.record(), sort_keys=True))
    else:
        _tell(ctx, examined)
        options_of(ctx)["verbose"] = not options_of(ctx)["quiet"]
        show(examined.problems, ctx)
        say(ctx, "checked_template", file=file.as_posix(), errors=examined.count("error"), warnings=examined.count("warning"))
    ctx.exit(examined.exit_code(strict=strict))


def _tell(ctx: click.Context, examined: Examined) -> None:
    """Print what the template offers."""
    from reportgen.messages import sentence

    found, lang = examined.found, options_of(ctx)["lang"]
    none = sentence("none", lang)
    comma = {"en": ", ", "zh": "、"}[lang]
    say(ctx, "slot" if found.has_slot else "no_slot")
    page = examined.millimetres
    say(ctx, "template_page", width=page["width"], height=page["height"], text=page["text"])
    say(ctx, "template_numbers" if found.keeps else "our_numbers", labels=comma.join(filter(None, examined.numbers)) or none)
    say(ctx, "template_names", names=comma.join(examined.names) or none, own=comma.join(examined.own_names) or none)
    wide = max(len(match.role.name) for match in found.matches)
    for match in found.matches:
        use = f"  · {examined.uses[match.role.name]}" if match.role.name in examined.uses else ""
        echo(ctx, f"  {match.role.name:{wide}}  {sentence(f'how_{match.how}', lang, style=match.style)}{use}")
