"""The program's own sentences, and its problems in Chinese.

Problems are written in English where they are found.  ``templates/_messages/zh.toml`` pairs each English pattern with its Chinese
one; `translate` recognises the pattern and moves the fields over.  A message without a pair stays English, whole.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from reportgen.errors import Problem
from reportgen.resources import data_path

SENTENCES: dict[str, dict[str, str]] = {
    "built": {"en": "built {count} files in {folder}", "zh": "已生成{count}个文件，位于{folder}"},
    "unchanged": {"en": "nothing has changed; {count} files in {folder} are up to date", "zh": "内容未变，{folder}中的{count}个文件均为最新"},
    "checked": {"en": "{count} editions checked, {warnings} warnings", "zh": "已检查{count}个版本，{warnings}条警告"},
    "failed": {"en": "{count} errors; nothing was written", "zh": "{count}处错误，未写出任何文件"},
    "more": {"en": "{file}: and {count} more; --verbose shows all", "zh": "{file}：另有{count}条，加--verbose查看全部"},
    "warnings": {"en": "{count} warnings; --verbose shows all", "zh": "共{count}条警告，加--verbose查看全部"},
}
LEVELS = {"error": "错误", "warning": "警告"}


def sentence(key: str, lang: str, **fields: object) -> str:
    """Return one of the program's own sentences.

    >>> sentence("failed", "en", count=2)
    '2 errors; nothing was written'
    """
    return SENTENCES[key][lang].format(**fields)


def translate(problem: Problem, lang: str) -> str:
    """Return a problem as printed in a language; patterns without a Chinese form stay English."""
    if lang == "en":
        return str(problem)
    what, hint = _chinese(problem.what), _chinese(problem.hint)
    text = f"{problem.where}：{LEVELS[problem.level]}[{problem.code}]：{what}"
    return f"{text}\n  建议：{hint}" if hint else text


def _chinese(text: str) -> str:
    for pattern, form in _pairs():
        found = pattern.fullmatch(text)
        if found:
            return form.format(*(_chinese(field) if " " in field else field for field in found.groups()))
    return text


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    path = data_path("templates") / "_messages" / "zh.toml"
    pairs = tomllib.loads(path.read_text("utf-8"))["pairs"] if path.is_file() else {}
    # The longest patterns first: a pattern that is only a field would match everything.
    ordered = sorted(pairs.items(), key=lambda pair: -len(pair[0].replace("{}", "")))
    return tuple((re.compile("(.*?)".join(re.escape(part) for part in english.split("{}")), re.DOTALL), chinese) for english, chinese in ordered)


