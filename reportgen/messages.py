"""The program's own sentences, and its problems in Chinese.

Problems are written in English where they are found.  ``templates/_messages/zh.toml`` pairs each English pattern with its Chinese
one; `translate` recognises the pattern and moves the fields over.  A message without a pair stays English, whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from reportgen.errors import Problem
from reportgen.resources import data_path

LANGUAGES = ("zh", "en")
SENTENCES: dict[str, dict[str, str]] = {
    "built": {"one": "built {count} file in {folder}", "en": "built {count} files in {folder}", "zh": "已生成{count}个文件，位于{folder}"},
    "started": {"en": "{folder} is a report of {count} files:", "zh": "{folder}是一份新报告，共{count}个文件："},
    "start_with": {"en": "build it: reportgen build {folder}", "zh": "生成：reportgen build {folder}"},
    "took": {"en": "the table in {place}, lines {first} to {last}:", "zh": "取自{place}，第{first}至{last}行的表格："},
    "is_names_known": {"en": "names the {count} rows; {known} are divisions of China", "zh": "行的名称，共{count}行，其中{known}个为行政区划"},
    "is_names": {"en": "names the {count} rows", "zh": "行的名称，共{count}行"},
    "is_value_highest": {"en": "ranked by this, highest first; period {period}, unit {unit}", "zh": "据此排名，高者居前；时期{period}，单位{unit}"},
    "is_value_lowest": {"en": "ranked by this, lowest first; period {period}, unit {unit}", "zh": "据此排名，低者居前；时期{period}，单位{unit}"},
    "is_previous": {"en": "the same in the period before ({period}): gives changes in rank", "zh": "上一期（{period}）的数值，由此计算位次变化"},
    "is_growth": {"en": "growth, in percent", "zh": "增速，单位为百分比"},
    "is_change": {"en": "changes in rank, up is positive", "zh": "位次变化，上升为正"},
    "is_previous_rank": {"en": "ranks of the period before", "zh": "上一期的位次"},
    "is_rank": {"en": "ranks; computed again", "zh": "位次，重新计算"},
    "is_figure": {"en": "more figures; unit {unit}", "zh": "其他数值，单位{unit}"},
    "is_spelling": {"en": "the same names once more; left out", "zh": "名称的另一种写法，未取用"},
    "is_left": {"en": "left out", "zh": "未取用"},
    "left_total": {"en": "line {line} is left out: {name} is no row among the others", "zh": "第{line}行未取用：{name}不参与排名"},
    "left_heads": {"en": "line {line} is left out: the heads once more", "zh": "第{line}行未取用：重复的表头"},
    "left_line": {"en": "line {line} is left out: {words}", "zh": "第{line}行未取用：{words}"},
    "left_hidden": {"en": "hidden lines are left out: {lines}", "zh": "隐藏的行未取用：{lines}"},
    "left_gone": {"en": "only in {period}, and left out: {names}", "zh": "仅{period}有，未取用：{names}"},
    "left_sheets": {
        "one": "{count} other sheet is left out; --sheet chooses",
        "en": "{count} other sheets are left out; --sheet chooses",
        "zh": "另有{count}张工作表未取用，可用--sheet指定",
    },
    "near_region": {"en": "{name} is no division of China; is it {near}?", "zh": "{name}不是行政区划名称，是否为{near}？"},
    "no_region": {"en": "{name} is no division of China, and stays as it is", "zh": "{name}不是行政区划名称，按原文保留"},
    "untold_en": {"en": "{head} has no English name yet: write it into datapackage.json", "zh": "{head}尚无英文名，请写入datapackage.json"},
    "untold_zh": {"en": "{head} has no Chinese name yet: write it into datapackage.json", "zh": "{head}尚无中文名，请写入datapackage.json"},
    "ranks_agree": {"en": "the ranks in {head} are those of the values", "zh": "{head}与数值一致"},
    "ranks_differ": {
        "one": "{count} rank in {head} is not that of the values: {name} has {printed}, found {found}",
        "en": "{count} ranks in {head} are not those of the values: {name} has {printed}, found {found}",
        "zh": "{head}有{count}处与数值不符：{name}写作{printed}，应为{found}",
    },
    "ask_sheet": {"en": "Which sheet holds the table?", "zh": "表格在哪张工作表？"},
    "ask_key": {"en": "Which column names the rows?", "zh": "哪一列是行的名称？"},
    "ask_value": {"en": "Which column are they ranked by?", "zh": "按哪一列排名？"},
    "ask_number": {"en": "Number", "zh": "序号"},
    "unchanged": {
        "one": "nothing has changed; {count} file in {folder} is up to date",
        "en": "nothing has changed; {count} files in {folder} are up to date",
        "zh": "内容没有变化，{folder}中的{count}个文件已是最新",
    },
    "batch_going": {
        "en": "{done} of {total} reports, failed: {failed}; {rate} a minute, {left} left",
        "zh": "已完成{done}份，共{total}份，失败{failed}份；每分钟{rate}份，还需{left}",
    },
    "batch_done": {
        "one": "{count} report in {folder}: made now {fresh}, unchanged {kept}; failed: {failed}",
        "en": "{count} reports in {folder}: made now {fresh}, unchanged {kept}; failed: {failed}",
        "zh": "{folder}中有{count}份报告：本次生成{fresh}份，未变{kept}份；失败{failed}份",
    },
    "checked": {
        "one": "{count} edition checked, warnings: {warnings}",
        "en": "{count} editions checked, warnings: {warnings}",
        "zh": "已检查{count}个版本，警告{warnings}条",
    },
    "checked_docx": {
        "one": "{count} Word file checked, errors: {errors}, warnings: {warnings}",
        "en": "{count} Word files checked, errors: {errors}, warnings: {warnings}",
        "zh": "已检查{count}个Word文件，错误{errors}处，警告{warnings}条",
    },
    "starter": {"en": "{file} is written; open it in Word and change its styles", "zh": "已写出{file}，请用Word打开并修改样式"},
    "checked_template": {"en": "{file} checked, errors: {errors}, warnings: {warnings}", "zh": "已检查{file}，错误{errors}处，警告{warnings}条"},
    "slot": {"en": "place for the report: found; what stands before and after it stays", "zh": "正文位置：已找到，前后内容保留"},
    "no_slot": {"en": "place for the report: none; the contents of the file make room for it", "zh": "正文位置：没有，文件内容将由报告代替"},
    "template_page": {"en": "page: {width} × {height} mm, text {text} mm wide", "zh": "页面：{width}×{height}毫米，版心宽{text}毫米"},
    "template_numbers": {"en": "numbers of headings: the template's ({labels})", "zh": "标题编号：用模板自己的（{labels}）"},
    "our_numbers": {"en": "numbers of headings: reportgen's; the template's are: {labels}", "zh": "标题编号：用reportgen的，模板自己的：{labels}"},
    "template_names": {
        "en": "placeholders: {names}; of these, word.placeholders must say: {own}",
        "zh": "占位符：{names}，其中须在word.placeholders中给出：{own}",
    },
    "none": {"en": "none", "zh": "无"},
    "how_setting": {"en": "{style} (named in report.yaml)", "zh": "{style}（report.yaml指定）"},
    "how_name": {"en": "{style}", "zh": "{style}"},
    "how_alias": {"en": "{style} (another name for it)", "zh": "{style}（同义样式名）"},
    "how_default": {"en": "{style} (its first line is indented)", "zh": "{style}（首行缩进，视为正文）"},
    "how_added": {"en": "missing; reportgen's own is added", "zh": "缺少，加入reportgen自己的样式"},
    "audited": {
        "one": "{count} number typed by hand in {files} narratives, {known} of them known to the data; declared: {declared}",
        "en": "{count} numbers typed by hand in {files} narratives, {known} of them known to the data; declared: {declared}",
        "zh": "{files}个文稿中有手工输入的数{count}处，其中{known}处数据里有；已声明{declared}处",
    },
    "prints_it": {"en": "    write {expression}  ({source})", "zh": "    可写成{expression}（{source}）"},
    "prints_same": {"en": "    perhaps {expression}  ({source})", "zh": "    或为{expression}（{source}）"},
    "prints_other": {"en": "    perhaps {expression}, which prints {prints}  ({source})", "zh": "    或为{expression}，印作{prints}（{source}）"},
    "declared": {"en": "{where}: {words} is declared: {reason}", "zh": "{where}：{words}已声明：{reason}"},
    "no_reason": {"en": "without a reason", "zh": "未写理由"},
    "rewritten": {"one": "{file}: {count} number is computed now", "en": "{file}: {count} numbers are computed now", "zh": "{file}：{count}个数已改为计算"},
    "would_rewrite": {
        "one": "{file}: {count} number would be computed",
        "en": "{file}: {count} numbers would be computed",
        "zh": "{file}：可把{count}个数改为计算",
    },
    "inspected": {
        "one": "{count} finding on {pages} pages",
        "en": "{count} findings on {pages} pages",
        "zh": "共{pages}页，发现{count}处",
    },
    "verified_file": {
        "en": "{file}: {matched} of {printed} numbers matched, differences: {problems}",
        "zh": "{file}：数字{printed}个，核对无误{matched}个，不符{problems}处",
    },
    "verified": {
        "one": "{matched} of {printed} numbers matched; {count} difference",
        "en": "{matched} of {printed} numbers matched; {count} differences",
        "zh": "数字{printed}个，核对无误{matched}个；不符{count}处",
    },
    "more_findings": {"en": "  and {count} more; --verbose shows all", "zh": "  另有{count}处，加--verbose查看全部"},
    "on_page": {"en": "page {page}", "zh": "第{page}页"},
    "in_file": {"en": "the file", "zh": "全文件"},
    "failed": {"one": "{count} error; nothing was written", "en": "{count} errors; nothing was written", "zh": "{count}处错误，未写出任何文件"},
    "more": {"en": "{file}: and {count} more; --verbose shows all", "zh": "{file}：另有{count}条，加--verbose查看全部"},
    "warnings": {"one": "{count} warning; --verbose shows all", "en": "{count} warnings; --verbose shows all", "zh": "共{count}条警告，加--verbose查看全部"},
    "found": {"en": "{where}: {rule}: {what}: …{shown}…", "zh": "{where}：{rule}：{what}：…{shown}…"},
    "expected": {"en": "  write: …{words}…", "zh": "  应为：…{words}…"},
    "advice": {"en": "  hint: {words}", "zh": "  建议：{words}"},
    "mended": {
        "one": "{file}: {count} repair ({rules})",
        "en": "{file}: {count} repairs ({rules})",
        "zh": "{file}：修正{count}处（{rules}）",
    },
    "linted": {
        "one": "{count} finding ({rules}); --fix mends {sure}",
        "en": "{count} findings ({rules}); --fix mends {sure}",
        "zh": "共{count}处（{rules}），其中{sure}处可用--fix修正",
    },
    "clean": {"one": "nothing found in {count} file", "en": "nothing found in {count} files", "zh": "检查{count}个文件，没有发现问题"},
    "proof_finding": {"en": "{where}: {verdict}: {text}", "zh": "{where}：{verdict}：{text}"},
    "proof_claim": {"en": "  understood: {claim}", "zh": "  理解为：{claim}"},
    "proof_data": {"en": "  data: {data}", "zh": "  数据：{data}"},
    "proof_better": {"en": "  should read: {text}", "zh": "  应为：{text}"},
    "proof_left": {"en": "{where}: not understood: {text}", "zh": "{where}：未能理解：{text}"},
    "proof_verdicts": {
        "en": "claims: {true} true, {false} false, {unsupported} not supported by the data, {uncheckable} not checkable",
        "zh": "论断：属实{true}条，有误{false}条，数据未涉及{unsupported}条，无法核对{uncheckable}条",
    },
    "proof_marked": {
        "en": "values marked in the file: {marked}; printed otherwise than when it was built: {edited}; gone: {gone}",
        "zh": "文件中标有数值{marked}个，与生成时不同的{edited}个，已不在文中的{gone}个",
    },
    "proof_understood": {
        "en": "understood {understood} of {about} sentences with figures about the data; {figures} sentences have figures",
        "zh": "含数字且涉及数据的句子{about}句，理解{understood}句；含数字的句子共{figures}句",
    },
    "diff_title": {"en": "from {old} to {new}", "zh": "由{old}到{new}"},
    "diff_nothing": {"en": "nothing differs", "zh": "没有差异"},
    "diff_counts": {
        "en": "rows: {rows}; up {up}, down {down}, in place {kept}; entered {entered}, left {left}",
        "zh": "共{rows}行：上升{up}，下降{down}，不变{kept}；新进{entered}，退出{left}",
    },
    "diff_entered": {"en": "entered", "zh": "新进"},
    "diff_left": {"en": "left", "zh": "退出"},
    "diff_gone": {"en": "only the old side has the table: {title}", "zh": "只有旧版有此表：{title}"},
    "diff_fresh": {"en": "only the new side has the table: {title}", "zh": "只有新版有此表：{title}"},
    "diff_more": {"en": "  and {count} more; --all shows them", "zh": "  另有{count}处，加--all查看全部"},
    "diff_text": {"en": "text of the edition {edition}", "zh": "正文（{edition}版）"},
    "diff_narrative": {
        "en": "sentences with another meaning {meaning}, out of date {stale}, added {added}, removed {removed}, reworded {words}, "
        "other figures {numbers}, the same {same}",
        "zh": "含义改变{meaning}句，已经过时{stale}句，新增{added}句，删去{removed}句，措辞改动{words}句，仅数字改变{numbers}句，未变{same}句",
    },
    "diff_meaning": {"en": "another meaning", "zh": "含义改变"},
    "diff_stale": {"en": "out of date", "zh": "已经过时"},
    "diff_added": {"en": "added", "zh": "新增"},
    "diff_removed": {"en": "removed", "zh": "删去"},
    "diff_words": {"en": "reworded", "zh": "措辞改动"},
    "diff_numbers": {"en": "other figures", "zh": "仅数字改变"},
    "diff_reason_rank": {"en": "rank: {old} → {new}", "zh": "位次：{old} → {new}"},
    "diff_reason_name": {"en": "name: {old} → {new}", "zh": "名称：{old} → {new}"},
    "diff_reason_turn": {"en": "direction: {old} → {new}", "zh": "升降：{old} → {new}"},
    "diff_reason_sign": {"en": "sign: {old} → {new}", "zh": "正负：{old} → {new}"},
    "diff_reason_opposite": {"en": "words: {old} → {new}", "zh": "用词：{old} → {new}"},
    "diff_reason_ordinal": {"en": "order: {old} → {new}", "zh": "次序：{old} → {new}"},
    "diff_reason_typed": {"en": "still says {old}, typed by hand; {about} is {new} now", "zh": "仍写{old}（手写）；{about}现为{new}"},
    "diff_head_row": {"en": "Name", "zh": "名称"},
    "diff_head_ranks": {"en": "Rank", "zh": "位次"},
    "diff_head_move": {"en": "Move", "zh": "升降"},
    "diff_head_old": {"en": "Old", "zh": "旧值"},
    "diff_head_new": {"en": "New", "zh": "新值"},
    "diff_head_difference": {"en": "Difference", "zh": "差"},
    "stopped": {"en": "stopped; nothing is half-written", "zh": "已中止，没有留下写了一半的文件"},
}
LEVELS = {"error": "错误", "warning": "警告"}


def sentence(key: str, lang: str, **fields: object) -> str:
    """Return one of the program's own sentences.

    >>> sentence("failed", "en", count=2), sentence("failed", "en", count=1)
    ('2 errors; nothing was written', '1 error; nothing was written')
    """
    form = "one" if lang == "en" and fields.get("count") == 1 and "one" in SENTENCES[key] else lang
    return SENTENCES[key][form].format(**fields)


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language of the messages, "zh" or "en": what --lang says, wherever it stands, else the locale.

    >>> language(["build", "--lang=zh", "."], {}), language([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}), language([], {"LANG": "zh_CN"})
    ('zh', 'en', 'zh')
    """
    words = [*arguments, ""]
    asked = [word.partition("=")[2] or (following if word == "--lang" else "") for word, following in pairwise(words) if word.split("=")[0] == "--lang"]
    if known := [lang for lang in asked if lang in LANGUAGES]:
        return known[-1]
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def translate(problem: Problem, lang: str) -> str:
    """Return a problem as printed in a language; patterns without a Chinese form stay English."""
    if lang == "en":
        return str(problem)
    what, hint = chinese(problem.what), chinese(problem.hint)
    text = f"{chinese(problem.where)}：{LEVELS[problem.level]}[{problem.code}]：{what}"
    return f"{text}\n  建议：{hint}" if hint else text


def chinese(text: str) -> str:
    """Return the Chinese form of an English message, its fields moved over; the same text when there is none.

    >>> chinese("there is no table 'citys'")
    "没有名为'citys'的表"
    """
    for pattern, form in _pairs():
        found = pattern.fullmatch(text)
        if found:
            # A field may hold a message of its own; one without blanks is a name or a number.
            return form.format(*(chinese(field) if " " in field else field for field in found.groups()))
    return text


def printable(text: str, stream: Any) -> str:
    r"""Return the text as a stream can show it: control characters and what it cannot encode are escaped.

    >>> import io
    >>> printable("\x1b[2J成都", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    '\\x1b[2J\\u6210\\u90fd'
    """
    safe = "".join(char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return safe.encode(encoding, "backslashreplace").decode(encoding)


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs: dict[str, str] = tomllib.loads((data_path("templates") / "_messages" / "zh.toml").read_text("utf-8"))["pairs"]
    # The longest patterns first: a pattern that is mostly field would match everything.
    ordered = sorted(pairs.items(), key=lambda pair: -len(pair[0].replace("{}", "")))
    return tuple((pattern(english), form) for english, form in ordered)


def pattern(english: str) -> re.Pattern[str]:
    """Return what recognises a message with its fields, written ``{}``, filled in."""
    return re.compile("(.*?)".join(map(re.escape, english.split("{}"))), re.DOTALL)
