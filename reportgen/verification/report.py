"""What verification found, as programs and people read it: JSON, or one HTML page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from reportgen.errors import Problem
from reportgen.messages import chinese, sentence
from reportgen.theme import Colours
from reportgen.verification import Verified
from reportgen.verification.ledger import TYPED, entries

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
LOOK = Colours()
FACES = "'Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif"
STYLE = (
    f"body{{font:16px/1.6 system-ui,sans-serif;margin:0 auto;max-width:76rem;padding:0 1.25rem 4rem;color:{LOOK.ink};background:{LOOK.paper}}}"
    f":lang(zh) body{{font-family:{FACES}}}h2::first-letter,thead th::first-letter{{text-transform:uppercase}}"
    f"h1,h2,summary{{color:{LOOK.primary}}}h1{{font-size:1.6rem;border-bottom:3px solid;padding:2rem 0 .6rem}}h2{{font-size:1.15rem;margin-top:2rem}}"
    f".agrees{{border-left:4px solid {LOOK.down};background:{LOOK.tint};padding:.6rem 1rem}}"
    "table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    f"thead th{{border-top:1.5px solid {LOOK.ink};border-bottom:1px solid {LOOK.ink};white-space:nowrap}}tbody tr{{border-bottom:1px solid {LOOK.rule}}}"
    "tbody th{font-weight:400}td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    f"code{{color:{LOOK.accent};white-space:nowrap;font-family:inherit}}small{{display:block;color:{LOOK.muted}}}summary{{cursor:pointer;padding:.4rem 0}}"
)

FILES = ("file", "numbers printed", "numbers matched", "differences")
FOUND = ("place", "what was found", "rule")
SOURCES = ("where it stands", "printed as", "exact value", "unit", "source")


def as_json(verified: Verified) -> str:
    """Return numbers printed and matched, for all files and for each, and every problem."""
    files = [
        {"file": each.file, "printed": each.printed, "matched": each.matched, "problems": [_plain(one) for one in each.problems]} for each in verified.files
    ]
    found = {"printed": verified.printed, "matched": verified.matched, "files": files, "report": [_plain(one) for one in verified.report]}
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_html(verified: Verified, lang: str = "en") -> bytes:
    """Return the same as one page that asks nobody for anything: differences with their places, files, and all numbers with their sources."""
    summary = sentence("verified", lang, matched=verified.matched, printed=verified.printed, count=len(verified.problems))
    files = _table(FILES, ([each.file, each.printed, each.matched, len(each.problems)] for each in verified.files), lang)
    parts = [(_word("differences", lang), _differences(verified.problems, lang)), (_word("files", lang), files)]
    if verified.prints:
        parts.append((_word("numbers and their sources", lang), _sources(verified, lang)))
    body = Markup("").join(Markup("<section><h2>{}</h2>{}</section>\n").format(title, content) for title, content in parts)
    page = Markup(
        '<!doctype html>\n<html lang="{}">\n<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title><style>{}</style></head>\n'
        "<body><main><h1>{}</h1>\n{}</main></body></html>\n"
    ).format("zh-CN" if lang == "zh" else "en", POLICY, summary, Markup(STYLE), summary, body)
    return page.encode()


def _differences(problems: Sequence[Problem], lang: str) -> Markup:
    if not problems:
        return Markup('<p class="agrees">{}</p>').format(_word("Every file says what the report says.", lang))
    told, code = Markup("{}<small>{}</small>"), Markup("<code>{}</code>")
    rows = ([each.where, told.format(_word(each.what, lang), _word(each.hint, lang)), code.format(each.code)] for each in problems)
    return _table(FOUND, rows, lang)


def _sources(verified: Verified, lang: str) -> Markup:
    """Return the numbers of the data in every edition, each with the cell or the formula it comes from; those of the text itself have none."""
    made = []
    for printed in verified.prints:
        found = [each for each in entries(printed) if each.source != TYPED]
        table = _table(SOURCES, ([each.id, each.text, each.value, each.unit, each.source] for each in found), lang)
        made.append(Markup("<details><summary>{}: {}</summary>{}</details>").format(printed.edition.tag, len(found), table))
    return Markup("").join(made)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]], lang: str) -> Markup:
    """Return a table; whole numbers stand on the right, and so do the heads above them."""
    lines = list(rows)
    numeric = [bool(lines) and all(isinstance(line[place], int) for line in lines) for place in range(len(heads))]
    kinds = [Markup(' class="number"') if each else Markup("") for each in numeric]
    head = Markup("").join(Markup('<th scope="col"{}>{}</th>').format(kind, _word(each, lang)) for each, kind in zip(heads, kinds, strict=True))
    body = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<{0}{1}>{2}</{3}>").format(Markup('th scope="row"') if not place else Markup("td"), kinds[place], cell, Markup("td" if place else "th"))
                for place, cell in enumerate(line)
            )
        )
        for line in lines
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>\n{}\n</tbody></table>").format(head, body)


def _word(text: str, lang: str) -> str:
    return chinese(text) if lang == "zh" else text


def _plain(problem: Problem) -> dict[str, str]:
    return {name: getattr(problem, name) for name in problem.__slots__}
