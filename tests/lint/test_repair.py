"""Mending: once is enough, template code stays, structure stays."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.lint.cells import csv_page, yaml_page
from reportgen.lint.markup import narrative_page
from reportgen.lint.passages import BRANCH, NAME, OPAQUE, SILENT, TEMPLATE, VALUE, mask
from reportgen.lint.repair import findings, repaired
from reportgen.lint.rules import rules
from reportgen.resources import data_path
from reportgen.yamlfile import read_yaml

RULES = tuple(rules())
PIECES = [
    *"，。、；：！？（）《》“”‘’—…～·,.;:!?()\"'-~ \n\u3000%[]*`#|",
    "汉字", "表4", "2023", "5%", "1,234", "63%-68%", "1-10月", "亿", "万元", "GMV", "Co., Ltd.", "２０２３", "二零二三年", "--", "...", "——", "\r\n",
    "# ", "- ", "1. ", "::: claim\n", "::: table tbl-a\n", "caption: ", ":::\n", "{#sec-a}", "[甲](https://a.cn/x,y)", "`代码, 一`", "https://a.cn",
    "{{ a }}", "{{ a | b(\"，,\") }}", "{% if a %}", "{% else %}", "{%- endif -%}", "{#- 注释,一 -#}", "{#- lint: keep U9 -#}", "{{", "{%", "}}", "\ue000",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def code(text: str) -> list[str]:
    return [found[0] for found in TEMPLATE.finditer(text)]


@settings(max_examples=400)
@given(TEXTS, st.sampled_from(["zh-Hans", "en", "zh-Hant-TW"]), st.booleans())
def test_mending_twice_is_mending_once_and_template_code_stays(text: str, lang: str, is_wrapped: bool) -> None:
    def page(each: str):  # type: ignore[no-untyped-def]
        return narrative_page(each, lang, is_wrapped=is_wrapped)

    once, _ = repaired(text, page, RULES)
    assert repaired(once, page, RULES)[0] == once
    assert not any(finding.is_safe for finding in findings("", once, page(once), RULES))
    assert [each.strip(" \t") for each in code(once)] == [each.strip(" \t") for each in code(text)]


@settings(max_examples=200)
@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_mending_a_csv_file_changes_no_key_and_no_shape(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([["key", "note_zh", "note_en"], *rows])
    text = stream.getvalue()
    after, _ = repaired(text, csv_page, RULES)
    old, new = (list(csv.reader(io.StringIO(each, newline=""))) for each in (text, after))
    assert [len(row) for row in new] == [len(row) for row in old]
    assert [row[0] for row in new] == [row[0] for row in old]
    assert repaired(after, csv_page, RULES)[0] == after


@settings(max_examples=200)
@given(st.text("汉字，,.:()\"' -２5%#", min_size=1, max_size=12), st.sampled_from(["plain", '"', "'"]))
def test_mending_report_yaml_keeps_it_the_same_yaml(words: str, style: str) -> None:
    quoted = {"plain": words, '"': '"' + words.replace('"', '\\"') + '"', "'": "'" + words.replace("'", "''") + "'"}[style]
    text = f"name: a\nmeta:\n  zh-Hans: {{title: {quoted}, edition: ２０２３}}\n"
    try:
        before = read_yaml(text, "report.yaml").data
    except Exception:
        return
    after, _ = repaired(text, lambda each: yaml_page(each, "report.yaml"), RULES)
    data = read_yaml(after, "report.yaml").data
    assert data.keys() == before.keys()
    assert {key: type(value) for key, value in data["meta"]["zh-Hans"].items()} == {key: type(value) for key, value in before["meta"]["zh-Hans"].items()}
    assert data["meta"]["zh-Hans"]["edition"] == "２０２３"


@pytest.mark.parametrize("text", ["规模扩大,增速放缓.\r\n\r\n# 概况.\r\n", "规模扩大,\r\n增速放缓。\r\n"])
def test_line_endings_stay(text: str) -> None:
    after, _ = repaired(text, lambda each: narrative_page(each, "zh-Hans"), RULES)
    assert after in ("规模扩大，增速放缓。\r\n\r\n# 概况\r\n", "规模扩大，增速放缓。\r\n")


def spoilt(text: str) -> str:
    """Return a Chinese text with half-width marks wherever no code stands."""
    shown = mask(text)
    plain = dict(zip("，；：？！（）。“”", ',;:?!().""', strict=True))
    letters = [plain.get(char, char) if char == sign else char for char, sign in zip(text, shown, strict=True)]
    return "".join(letters)


def test_a_narrative_whose_marks_are_spoilt_is_mended_back() -> None:
    folder = data_path("templates") / "annual-index" / "scaffold" / "narrative" / "zh-Hans"
    text = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.md")))
    assert spoilt(text) != text
    assert repaired(spoilt(text), lambda each: narrative_page(each, "zh-Hans"), RULES)[0] == text


def test_code_addresses_and_marks_of_markdown_are_placeholders_of_the_same_length() -> None:
    text = "**甲**{{ a }}{% if b %}`c, d`见[乙](https://a.cn/x,y)，GB/T 9704-2012{#- 注 -#}"
    shown = mask(text)
    assert len(shown) == len(text)
    assert re.sub(f"[{VALUE}{SILENT}{OPAQUE}{BRANCH}{NAME}]+", "_", shown) == "_甲_见_乙_，_"
    assert {sign: sign in shown for sign in (VALUE, SILENT, OPAQUE, BRANCH, NAME)} == dict.fromkeys((VALUE, SILENT, OPAQUE, BRANCH, NAME), True)


@pytest.mark.parametrize(
    ("text", "rules_found"),
    [
        ("规模扩大,增速放缓。{#- lint: keep -#}", []),
        ("规模扩大,增速放缓--。{#- lint: keep U9 -#}", ["U12"]),
        ("{#- lint: keep U9 -#}\n规模扩大,增速放缓。\n\n规模扩大,", ["U9"]),
        ("{#- keep -#}规模扩大,", ["U9"]),
    ],
)
def test_a_comment_keeps_its_line_or_the_next(text: str, rules_found: list[str]) -> None:
    assert [each.rule for each in findings("", text, narrative_page(text, "zh-Hans"), RULES)] == rules_found


def test_words_to_keep_are_left_alone_where_they_stand() -> None:
    text = "见《甲,乙》,丙,丁"
    assert [each.column for each in findings("", text, narrative_page(text, "zh-Hans", ["《甲,乙》"]), RULES)] == [9]


def test_long_files_take_no_square_of_their_length() -> None:
    text = "规模—扩大,“增速'放缓\"(1-2 月)…《" * 1500
    page = narrative_page(text, "zh-Hans")
    assert len(findings("", text, page, RULES)) > 10_000
