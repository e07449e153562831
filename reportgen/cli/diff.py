"""``reportgen diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.printing import echo, options_of
from reportgen.cli.speaking import common

if TYPE_CHECKING:
    from datetime import datetime

DIFFERENT = 1
EXAMPLES = """\b
Examples:
  reportgen diff report-2022 report-2023
  reportgen diff report-2022/out report-2023/out --html differences.html
  reportgen diff tables-2022.csv tables-2023.csv --min-rank-change 3
  reportgen diff report-2022 report-2023 --edition zh-Hans --docx redline.docx --author 编辑部"""


@click.command(epilog=EXAMPLES)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("-e", "--edition", "editions", multiple=True, metavar="TAG", help="Compare the text of this edition only (zh-Hans, en); may be repeated.")
@click.option("--item", default="", metavar="KEY", help="Of a batch, the report with this key or file name.")
@click.option("--min-rank-change", type=click.IntRange(min=0), default=1, show_default=True, metavar="N", help="Leave out rows that moved fewer places.")
@click.option("--min-change", type=click.FloatRange(min=0), metavar="PERCENT", help="Show rows whose value changed as much, too, wherever they rank.")
@click.option("--all", "everything", is_flag=True, help="Print every row and every sentence that differs.")
@click.option("--json", "as_json", is_flag=True, help="Print what differs as a JSON object.")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write what differs as an HTML page, too.")
@click.option("--docx", "redline", type=click.Path(path_type=Path, dir_okay=False), help="Write the new text as a Word file with tracked changes.")
@click.option("--author", default="reportgen", show_default=True, metavar="NAME", help="Who the tracked changes are by.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When they were made; the new report's date when left out.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when anything differs.")
@common
@click.pass_context
def diff(
    ctx: click.Context, /, old: Path, new: Path, editions: tuple[str, ...], item: str, min_rank_change: int, min_change: float | None, everything: bool,
    as_json: bool, page: Path | None, redline: Path | None, author: str, day: datetime | None, exit_code: bool,
) -> None:  # fmt: skip
    """Say what differs between the reports OLD and NEW: what moved in the tables, and which sentences mean something else or are out of date.

    Both are projects, data packages or tables, or folders of finished reports. docs/diff.md says what is compared.
    """
    from decimal import Decimal

    from reportgen.comparison import compare, report
    from reportgen.comparison.model import Thresholds
    from reportgen.comparison.sides import open_side
    from reportgen.output import write_file

    lang = options_of(ctx)["lang"]
    thresholds = Thresholds(min_rank_change, None if min_change is None else Decimal(str(min_change)))
    first, second = open_side(old, item), open_side(new, item)
    found = compare(first, second, editions, lang)
    made: dict[Path, bytes] = {}
    if redline:
        from reportgen.comparison.redline import redline as tracked

        made[redline] = tracked(found, second, author, day.date() if day else None)
    if page:
        made[page] = report.as_html(found, thresholds, lang)
    for path, data in made.items():
        write_file(path, data)
    if as_json:
        click.echo(report.as_json(found, thresholds))
    else:
        echo(ctx, report.as_text(found, thresholds, lang, everything=everything))
    if exit_code and found.differs:
        ctx.exit(DIFFERENT)
