"""Typed quantities in a narrative: where they are found, what the code beside them explains, what is declared."""

from __future__ import annotations

import pytest

from reportgen.audit.sources import Finding, declared, find
from tests.projects import ROOT


def found(text: str, tag: str = "zh-Hans") -> list[tuple[str, str]]:
    return [(f"{each.line}:{each.column}", each.words) for each in find("a.md", text, tag)]


def test_typed_numbers_have_line_and_column_also_when_they_repeat() -> None:
    assert found("共31个\n\n共31个，{{ provinces.count }}与9\n\n::: box 共8\n文\n:::") == [("1:2", "31"), ("3:2", "31"), ("3:28", "9"), ("5:10", "8")]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("正文^[共31个。]", "1:6", "31"),
        ("**7位**", "1:3", "7"),
        ("::: table tbl-a\nof: t\ncaption: 共31地\n:::", "3:11", "31"),
        ("::: table tbl-a\nnote: [增长25.6%]\n:::", "2:10", "25.6"),
        ("::: table tbl-a\nheads: {index: 前３位}\n:::", "2:17", "３"),
        ('::: figure fig-a\npoints:\n  - {at: "2022年", value: "12.5%"}\n:::', "3:27", "12.5"),
        ("::: figure fig-a\nreference: 90\n:::", "2:12", "90"),
        ("{% if a %}甲{% else %}列第八位{% endif %}", "1:23", "第八"),
        ('{% set x = "共31家" %}{{ x }}', "1:14", "31"),
    ],
)
def test_numbers_are_found_wherever_an_author_may_type_them(text: str, place: str, words: str) -> None:
    assert found(text) == [(place, words)]


@pytest.mark.parametrize(
    "text",
    [
        "{{ t.top(3) | names }}居前三位",
        "{% set head = t.top(10) %}\n\n前十位平均{{ head | mean('index') }}",
        "第三位{{ t.top(3)[2].name }}",
        "::: table tbl-a\nof: t\nrows: 10\ncaption: 前十位\n:::",
        "{% if t.top(10) | length > 2 %}甲{% else %}前十位都没有{% endif %}",
        "达到九十分的有{{ t.above('index', 90) | count }}个",
        "{{ t.leader.name }}比第二位高{{ difference(t.leader.index, t.leader.next_below.index) }}",
    ],
)
def test_a_number_that_the_code_beside_it_holds_is_explained(text: str) -> None:
    assert found(text) == []


def test_a_number_in_another_sentence_explains_nothing() -> None:
    assert found("{{ t.top(3) | names }}领先。前三位平均如下。") == [("1:26", "前三")]


def test_what_code_holds_for_itself_is_not_typed() -> None:
    assert found('{% set own = "510000" %}{{ t["510000"].index | decimals(1) }}{{ period("2023-12") }}{% if own == "12" %}甲{% endif %}') == []


def test_declared_numbers_are_no_findings_and_their_reasons_are_listed() -> None:
    text = '粉丝{{ fixed("千万", reason="来源的分档") }}以下，{{ fixed("5G") }}和{{ fixed(\'618\', \'节日\') }}'
    assert found(text) == []
    assert [(each.where, each.words, each.reason) for each in declared("a.md", text)] == [
        ("a.md:1:6", "千万", "来源的分档"), ("a.md:1:42", "5G", ""), ("a.md:1:60", "618", "节日"),
    ]  # fmt: skip


def test_a_finding_shows_its_sentence_and_the_remedy() -> None:
    (finding,) = find("a.md", "前文。四川列第八位，得分上升。后文。", "zh-Hans")
    assert isinstance(finding, Finding)
    assert (finding.where, finding.sentence, finding.shown) == ("a.md:1:7", "四川列第八位，得分上升。", "四川列第八位，得分上升。")
    assert (finding.problem.code, finding.problem.level) == ("RG350", "warning")
    assert "half-width digits, 23" in find("a.md", "共２３个", "zh-Hans")[0].problem.hint


def test_the_examples_and_the_scaffolds_hold_no_number_that_is_typed_and_not_declared() -> None:
    files = [*(ROOT / "examples").glob("*/narrative/*/*.md"), *(ROOT / "templates").glob("*/scaffold/**/*.md")]
    assert len(files) > 20
    assert [each.where for file in files for each in find(file.relative_to(ROOT).as_posix(), file.read_text("utf-8"), file.parent.name)] == []
