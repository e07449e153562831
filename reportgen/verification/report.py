"""What verification found, as programs and people read it: JSON, or one HTML page."""

from __future__ import annotations

import json

from markupsafe import Markup

from reportgen.errors import Problem
from reportgen.messages import chinese, sentence
from reportgen.verification import Verified

STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}"
)


def as_json(verified: Verified) -> str:
    """Return numbers printed and matched, for all files and for each, and every problem."""
    files = [
        {"file": each.file, "printed": each.printed, "matched": each.matched, "problems": [_plain(one) for one in each.problems]} for each in verified.files
    ]
    found = {"printed": verified.printed, "matched": verified.matched, "files": files, "report": [_plain(one) for one in verified.report]}
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_html(verified: Verified, lang: str = "en") -> bytes:
    """Return the same as one page that asks nobody for anything."""
    summary = _said("verified", lang, matched=verified.matched, printed=verified.printed, count=len(verified.problems))
    cell = Markup('<td class="number">{}</td>')
    row = Markup("<tr><th scope='row'>{}</th>{}{}{}</tr>")
    rows = [row.format(each.file, cell.format(each.printed), cell.format(each.matched), cell.format(len(each.problems))) for each in verified.files]
    heads = [Markup('<th scope="col"{}>{}</th>').format(Markup(' class="number"') if number else "", _word(head, lang)) for number, head in enumerate(HEADS)]
    problems = [_problem(each, lang) for each in verified.problems]
    found = Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(Markup("").join(heads), Markup("").join(rows))
    listed = Markup("<table><tbody>{}</tbody></table>").format(Markup("").join(problems)) if problems else Markup("")
    page = Markup(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{}</title>'
        "<style>{}</style></head><body><main><h1>{}</h1>{}{}</main></body></html>\n"
    ).format("zh-CN" if lang == "zh" else "en", summary, Markup(STYLE), summary, found, listed)
    return page.encode()


HEADS = ("file", "numbers printed", "numbers matched", "differences")


def _said(key: str, lang: str, **fields: object) -> str:
    return sentence(key, lang, **fields)


def _word(text: str, lang: str) -> str:
    return chinese(text) if lang == "zh" else text


def _problem(problem: Problem, lang: str) -> Markup:
    return Markup("<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>").format(problem.where, problem.code, _word(problem.what, lang))


def _plain(problem: Problem) -> dict[str, str]:
    return {name: getattr(problem, name) for name in problem.__slots__}
