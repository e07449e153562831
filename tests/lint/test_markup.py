"""A narrative, report.yaml and CSV files cut into passages."""

from __future__ import annotations

import pytest

from reportgen.lint.cells import csv_page, yaml_page
from reportgen.lint.markup import narrative_page
from reportgen.lint.passages import Page, language_of

NARRATIVE = """\
{%- set own = districts["南江区"] -%}
# 概况 {#sec-a}

::: deck
一行提要
:::

第一行
第二行

1. 条目
- **另**一条

:::: box 小贴士
框内一段
::::

::: table tbl-a
of: districts
columns: [rank, region]
caption: "标题"
heads: {region: 区, index: "指数"}
note:
  - 注一
source: {{ who }}
:::

^[脚注]文字
"""


def cut(page: Page, text: str) -> list[tuple[str, str]]:
    return [(passage.kind, "".join(text[passage.places[0] : passage.places[-1]])) for passage in page.passages]


def test_a_narrative_is_cut_into_headings_paragraphs_items_and_the_words_of_directives() -> None:
    assert cut(narrative_page(NARRATIVE, "zh-Hans"), NARRATIVE) == [
        ("heading", "概况"),
        ("line", "一行提要"),
        ("paragraph", "第一行\n第二行"),
        ("paragraph", "条目"),
        ("paragraph", "**另**一条"),
        ("heading", "小贴士"),
        ("paragraph", "框内一段"),
        ("caption", "标题"),
        ("cell", "区"),
        ("cell", "指数"),
        ("cell", "注一"),
        ("cell", "{{ who }}"),
        ("paragraph", "^[脚注]文字"),
    ]


def test_lines_of_a_plain_text_are_paragraphs() -> None:
    assert [words for _, words in cut(narrative_page("甲\n乙\n", "zh", is_wrapped=False), "甲\n乙\n")] == ["甲", "乙"]


def test_report_yaml_gives_its_titles_names_and_captions_with_their_languages() -> None:
    text = """\
name: small
data: a,b.csv
meta:
  zh-Hans: {title: 标题, institutions: ['甲 ''乙''', "丙\\u00a0丁"]}
  en:
    title: A title
groups: {west: {where: {side: 西}, name: {zh-Hans: 西部, en: the west}}}
cover: {caption: 封面, of: t}
"""
    page = yaml_page(text, "report.yaml")
    assert [(passage.lang, passage.text) for passage in page.passages] == [
        ("zh-Hans", "标题"), ("zh-Hans", "甲 '乙'"), ("zh-Hans", "丙\u00a0丁"), ("en", "A title"), ("zh-Hans", "西部"), ("en", "the west"), ("zh", "封面"),
    ]  # fmt: skip


def test_a_comment_in_report_yaml_keeps_its_line() -> None:
    assert yaml_page("name: a\nmeta: {}  # lint: keep U9 N4\n", "report.yaml").kept == {2: frozenset({"U9", "N4"})}


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('id,name_zh,name_en,value\nA,"甲,""乙""",Xi\'an,5\n', [('甲,"乙"', False), ("Xi\ue002an", False)]),
        ("id,value_text,note_zh\n甲,乙,丙\r\n", [("丙", True)]),
        ("name,remark\n甲,乙\n", [("甲", False), ("乙", True)]),
        ("a,b\n1,２\n", []),
    ],
)
def test_a_csv_file_gives_the_words_it_prints(text: str, cells: list[tuple[str, bool]]) -> None:
    assert [(passage.text, passage.is_fixable) for passage in csv_page(text).passages] == cells


def test_the_language_of_a_text_is_told_by_its_letters() -> None:
    assert [language_of(text) for text in ("使用GMV", "a report of 四川", "The Chinese for index is 指数, as everyone knows", "")] == ["zh", "zh", "en", "en"]
