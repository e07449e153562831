"""Every rule: what it finds, how it mends it, and what it leaves alone; the pages that tell people about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.lint.markup import narrative_page
from reportgen.lint.repair import Finding, findings, repaired
from reportgen.lint.rules import FINDERS, Rule, rules

RULES = tuple(rules())
ROOT = Path(__file__).resolve().parents[2]


def lang_of(rule: Rule) -> str:
    return rule.languages[0]


def found(text: str, lang: str, *only: str) -> tuple[Finding, ...]:
    return findings("a.md", text, narrative_page(text, lang), only or RULES)


def mended(text: str, lang: str, *only: str) -> str:
    return repaired(text, lambda each: narrative_page(each, lang), only or RULES)[0]


EXAMPLES = [(rule.id, wrong, right) for rule in rules().values() for wrong, right in rule.examples]
SILENT = [(rule.id, text) for rule in rules().values() for text in rule.silent]


@pytest.mark.parametrize(("rule", "wrong", "right"), EXAMPLES)
def test_a_rule_finds_what_is_wrong_and_a_repair_makes_it_right_or_leaves_it(rule: str, wrong: str, right: str) -> None:
    lang = lang_of(rules()[rule])
    hits = found(wrong, lang, rule)
    assert hits
    if all(hit.is_safe for hit in hits):
        assert mended(wrong, lang, rule) == right
    else:
        assert mended(wrong, lang, rule) == wrong


@pytest.mark.parametrize(("rule", "wrong", "right"), EXAMPLES)
def test_what_is_right_is_reported_by_no_rule(rule: str, wrong: str, right: str) -> None:
    assert found(right, lang_of(rules()[rule])) == ()


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_true_texts_stay_silent(rule: str, text: str) -> None:
    assert found(text, lang_of(rules()[rule])) == ()


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)
def test_a_rule_is_fixable_when_one_of_its_examples_is_mended(rule: Rule) -> None:
    repairs = [hit.is_safe for wrong, _ in rule.examples for hit in found(wrong, lang_of(rule), rule.id)]
    assert any(repairs) is rule.fixable


def test_every_rule_has_a_finder_and_is_documented_in_order() -> None:
    assert list(FINDERS) == list(rules())
    assert all(rule.examples and rule.silent and rule.severity in ("must", "should") for rule in rules().values())


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("下降-5%，降到-8%", "下降−5%，降到−8%"),
        ("2022年-2023年，1月-10月，6月1日-18日", "2022年—2023年，1月—10月，6月1日—18日"),
        ("前三季度(1-9月)", "前三季度（1—9月）"),
        ("20~30岁、5-6 家", "20～30岁、5～6家"),
        ("销售额(亿元),人数", "销售额（亿元），人数"),
        ("《2023 年报告(2023)》", "《2023年报告（2023）》"),
        ("规模 {{ a }} 亿元,{{ b }}", "规模{{ a }}亿元，{{ b }}"),
        ("他说:\"好.\"", "他说：“好。”"),
        ("《关于印发《办法》的通知》", "《关于印发〈办法〉的通知》"),
        ("[说明 一](https://a.cn) 见,此", "[说明 一](https://a.cn)见，此"),
        ("**主播,货品**:三要素", "**主播，货品**：三要素"),
        ("文字^[脚注,说明.]。", "文字^[脚注，说明。]。"),
        ("{% if a %}甲,{% else %}乙,{% endif %}丙", "{% if a %}甲，{% else %}乙，{% endif %}丙"),
        ("甲 {%- if a %}乙{% endif %}", "甲 {%- if a %}乙{% endif %}"),
        ("1. 主播,货品", "1. 主播，货品"),
        ("---增长", "——增长"),
        ("主播、货品......等", "主播、货品……等"),
        ("增长-3.2%,", "增长−3.2%，"),
        ("增速为-5%-8%", "增速为−5%-8%"),
        ("依据GB/T 9704-2012 执行", "依据GB/T 9704-2012执行"),
        ("口号是Love! 他说", "口号是Love! 他说"),
        ("前10...", "前10……"),
        ("# 2023 年概况", "# 2023年概况"),
        ("# 15 个城市", "# 15个城市"),
        ("文字^[注。],又", "文字^[注。]，又"),
        ("为{{ a }}.{{ b }}分,居首.", "为{{ a }}.{{ b }}分，居首。"),
        ("为{{ a }},{{ b }}", "为{{ a }},{{ b }}"),
        ("为{{ a }}({{ b }}).", "为{{ a }}（{{ b }}）。"),
        (",\"人\",\"货\"", ",“人”，“货”"),
    ],
)
def test_longer_texts_are_mended_by_all_rules_together(wrong: str, right: str) -> None:
    assert mended(wrong, "zh-Hans") == right


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("He said \"it's '23\".", "He said “it’s ’23”."),
        ("a 5-10% rise, up 3 %", "a 5–10% rise, up 3%"),
        ("Xi'an's, the prefectures' and 'quoted'", "Xi’an’s, the prefectures’ and ‘quoted’"),
        ("{{ a }}, {{ b }} -- both", "{{ a }}, {{ b }}—both"),
    ],
)
def test_english_is_mended(wrong: str, right: str) -> None:
    assert mended(wrong, "en") == right


def test_straight_quotation_marks_become_corner_brackets_in_traditional_chinese() -> None:
    assert mended("稱為\"人貨場\"", "zh-Hant-TW") == "稱為「人貨場」"


@pytest.mark.parametrize(
    ("text", "count"),
    [("“甲”“乙“丙”", 1), ("甲”乙“丙”", 1), ("“甲“乙”丙”", 2), ("《甲》》", 1), ("「甲『乙』」", 0), ("it’s甲", 0)],
)
def test_one_missing_mark_is_one_finding(text: str, count: int) -> None:
    assert len(found(text, "zh-Hans", "U10")) == count


def test_a_finding_says_where_what_and_how_it_should_read() -> None:
    text = "# 概况\n\n规模扩大，增速放缓,势头良好。\n"
    finding, *more = found(text, "zh-Hans")
    assert more == []
    assert (finding.line, finding.column, finding.rule, finding.what) == (3, 10, "U9", "a half-width mark beside Chinese")
    assert (finding.shown, finding.expected) == ("模扩大，增速放缓,势头良好。", "模扩大，增速放缓，势头良好。")
    assert (text[finding.start : finding.end], finding.reading) == (",", "，")


def test_headings_are_compared_over_the_files_of_an_edition() -> None:
    other = narrative_page("# The rise of prices\n\n# A view of the market\n\nAn index of the market.", "en").passages
    text = "# The Market Index\n"
    page = narrative_page(text, "en")
    assert findings("a.md", text, page, ("E2",)) == ()
    assert [each.what for each in findings("a.md", text, page, ("E2",), other)] == ["title case among headings in sentence case"]


# ---------------------------------------------------------------- pages


def cell(text: str) -> str:
    return "`" + text.replace("\n", "⏎").replace("\u3000", "□").replace("|", "\\|") + "`"


def test_docs_lint_lists_every_rule_with_its_examples(request: pytest.FixtureRequest) -> None:
    """`pytest --accept` writes the table anew."""
    path = ROOT / "docs" / "lint.md"
    lines = ["| rule | | wrong | right | `--fix` |", "|---|---|---|---|---|"]
    for rule in rules().values():
        mends = [all(hit.is_safe for hit in found(wrong, lang_of(rule), rule.id)) for wrong, _ in rule.examples]
        for number, ((wrong, right), is_mended) in enumerate(zip(rule.examples, mends, strict=True)):
            said = f"{rule.sentence}{' (a reader decides)' if rule.severity == 'should' else ''}<br>{rule.chinese}" if not number else ""
            lines.append(f"| {rule.id if not number else ''} | {said} | {cell(wrong)} | {cell(right)} | {'yes' if is_mended else ''} |")
    table = "<!-- rules -->\n" + "\n".join(lines) + "\n<!-- end -->"
    text = path.read_text("utf-8")
    if request.config.getoption("--accept"):
        path.write_text(re.sub(r"<!-- rules -->.*<!-- end -->", lambda _: table, text, flags=re.DOTALL), "utf-8")
    assert table in path.read_text("utf-8")
