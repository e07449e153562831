"""Markdown: structure, runs, and what is refused."""

from __future__ import annotations

import pytest

from reportgen.document import (
    Block,
    Box,
    BulletList,
    Columns,
    Emph,
    Heading,
    LineBreak,
    Link,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Quantity,
    Strong,
    Text,
)
from tests.factory import inlines, problems, write


def blocks(text: str) -> tuple[Block, ...]:
    return write(text)[0]


def test_headings_have_levels_labels_and_may_be_unnumbered() -> None:
    assert blocks("# 概况 {#sec-a}\n\n#### 小节\n\n# 前言 {-}") == (
        Heading(1, (Text("概况"),), "sec-a"),
        Heading(4, (Text("小节"),)),
        Heading(1, (Text("前言"),), numbered=False),
    )


def test_a_heading_may_hold_values_and_stressed_words() -> None:
    (heading,) = blocks("# 全国{{ provinces.count }}省**要点** {#sec-a}")
    assert isinstance(heading, Heading)
    assert [type(inline) for inline in heading.content] == [Text, Quantity, Text, Strong]
    assert heading.label == "sec-a"


@pytest.mark.parametrize("role", ["deck", "claim", "lead", "plain"])
def test_a_paragraph_directive_gives_a_role(role: str) -> None:
    assert blocks(f"::: {role}\n一句话\n:::") == (Paragraph((Text("一句话"),), role),)  # type: ignore[arg-type]


def test_a_claim_is_one_paragraph() -> None:
    (found,) = problems("::: claim\n一\n\n二\n:::")
    assert (found.where, found.code) == ("narrative/zh-Hans/a.md:2:1", "RG344")
    assert problems("一\n\n::: deck\n:::")[0].where == "narrative/zh-Hans/a.md:3:1"


def test_a_box_has_a_title_with_values_and_blocks() -> None:
    (box,) = blocks("::: box 共{{ provinces.count }}地^[注。]\n段落\n\n1. 甲\n2. 乙\n:::")
    assert isinstance(box, Box)
    assert [type(inline) for inline in box.title] == [Text, Quantity, Text, Note]
    assert [type(block) for block in box.blocks] == [Paragraph, OrderedList]
    assert box.kind == "tip"


def test_a_data_note_is_a_box_of_its_own_kind() -> None:
    (box,) = blocks("::: data-note 数据说明\n口径\n:::")
    assert isinstance(box, Box)
    assert box.kind == "data-note"


def test_columns_hold_blocks_and_directives_nest_by_colons() -> None:
    (columns,) = blocks(":::: columns 3\n- 甲\n\n::: box 一\n文\n:::\n::::")
    assert isinstance(columns, Columns)
    assert (columns.count, [type(block) for block in columns.blocks]) == (3, [BulletList, Box])
    assert problems("::: columns 9\nx\n:::")[0].code == "RG348"


def test_a_list_in_columns_has_as_many_items_as_it_says() -> None:
    listed = "- 甲\n- 乙\n- 丙\n- 丁"
    (columns,) = blocks(f"::: columns 3 count: {{{{ provinces.count }}}}\n{listed}\n:::")
    assert isinstance(columns, Columns)
    assert columns.count == 3
    (found,) = problems(f"前文\n\n::: columns 2 count: 5\n{listed}\n:::")
    assert (found.where, found.code, found.what) == ("narrative/zh-Hans/a.md:3:1", "RG352", "the list has 4 items, not 5")
    assert problems("::: columns count: {{ provinces.count }}\n- 甲\n:::")[0].what == "the list has 1 items, not 4"
    macro = '{% macro m(names) -%}\n::: columns {{ "2" }} count: 5\n{% for name in names %}\n- {{ name }}\n{% endfor %}\n:::\n{%- endmacro %}'
    assert problems(f'{macro}\n\n{{{{ m(["甲", "乙丙"]) }}}}')[0].where == "narrative/zh-Hans/a.md:9:13"


def test_a_page_break_stands_alone() -> None:
    assert blocks("一\n\n::: pagebreak\n:::\n\n二")[1] == PageBreak()


def test_list_items_hold_blocks_and_lists_nest() -> None:
    (found,) = blocks("3. 甲\n\n   甲续\n4. 乙\n   - 丙")
    assert isinstance(found, OrderedList)
    assert found.start == 3
    assert found.items[0] == (Paragraph((Text("甲"),)), Paragraph((Text("甲续"),)))
    assert isinstance(found.items[1][1], BulletList)


def test_a_list_may_begin_at_zero() -> None:
    (found,) = blocks("0. 甲")
    assert isinstance(found, OrderedList)
    assert found.start == 0


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("**主播迎来新机遇。**正文", "主播迎来新机遇。"),
        ("前文**“新机遇”**正文", "“新机遇”"),
        ("前文**（一）主播**。", "（一）主播"),
        ("前文，**主播**，后文", "主播"),
        ("增长**25%**的地区", "25%"),
        ("前文**《规范》**后文", "《规范》"),
        ("**Words.** and text", "Words."),
    ],
)
def test_bold_works_beside_chinese_punctuation(text: str, bold: str) -> None:
    (strong,) = [inline for inline in inlines(text) if isinstance(inline, Strong)]
    assert strong.content == (Text(bold),)


def test_bold_works_around_values() -> None:
    content = inlines("前文**{{ share(provinces.last.index, provinces.leader.index) }}**的地区*{{ provinces.leader.name }}*")
    assert [type(inline) for inline in content] == [Text, Strong, Text, Emph]


def test_no_private_character_is_left_in_any_text() -> None:
    found = write("# 标**题。**甲 {#sec-a}\n\n::: box 说**明。**甲\n- **甲。**乙^[**丙。**丁]\n:::\n\n[**甲。**乙](https://example.org/甲。*)")
    assert not [char for char in repr(found) if "\ue000" <= char <= "\uf8ff"]


def test_a_footnote_keeps_the_values_inside_it() -> None:
    content = inlines("正文^[共{{ provinces.count }}个**地区**。]。")
    assert content == (
        Text("正文"),
        Note((Text("共"), Quantity("4", "4", "count", "count(t.csv)"), Text("个"), Strong((Text("地区"),)), Text("。"))),
        Text("。"),
    )


def test_soft_breaks_vanish_beside_han_and_are_spaces_between_latin_words() -> None:
    assert inlines("中文\n中文") == (Text("中文中文"),)
    assert inlines("中文\nMCN") == (Text("中文MCN"),)
    assert inlines("two\nwords") == (Text("two words"),)
    assert inlines("**中文。**\nMCN") == (Strong((Text("中文。"),)), Text("MCN"))


def test_a_hard_break_is_kept() -> None:
    assert inlines("一\\\n二") == (Text("一"), LineBreak(), Text("二"))


def test_escapes_and_entities_are_words() -> None:
    assert inlines(r"5 &lt; 6 \* 甲") == (Text("5 < 6 * 甲"),)


@pytest.mark.parametrize("href", ["https://example.org/?a=1&b=2", "http://example.org", "mailto:a@example.org"])
def test_links_to_pages_and_addresses_are_links(href: str) -> None:
    (link,) = inlines(f"[文]({href})")
    assert link == Link(href, (Text("文"),))


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//example.org", "../x.md", "#sec-a"]
)
def test_any_other_link_is_refused_with_its_place(href: str) -> None:
    (found,) = problems(f"一\n\n见[文]({href})")
    assert found.code == "RG346"
    assert found.where.startswith("narrative/zh-Hans/a.md:3:")


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>", "文<b>粗</b>", "<!-- 注 -->", "<img src='file:///etc/passwd'>", "<base href='https://example.org'>", "<style>@import 'x'</style>",
        "<table><td colspan=999999999>", "<object data='file:///etc/passwd'></object>", "<a rel=attachment href='file:///etc/passwd'>x</a>", "<?php ?>",
    ],
)  # fmt: skip
def test_raw_html_is_refused_with_its_place(html: str) -> None:
    found = problems(f"一\n\n{html}")
    assert {problem.code for problem in found} == {"RG340"}
    assert found[0].where.startswith("narrative/zh-Hans/a.md:3:")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("---", "a rule"),
        ("> 引文", "a quotation"),
        ("```\nx\n```", "a code block"),
        ("文`x`文", "code in backticks"),
        ("![图](https://example.org/a.png)", "an image"),
    ],
)
def test_markdown_that_a_report_has_no_use_for_is_refused(text: str, what: str) -> None:
    (found,) = problems("一\n\n" + text)
    assert found.what.startswith(what)
    assert found.where.startswith("narrative/zh-Hans/a.md:3:")


@pytest.mark.parametrize(("kind", "near"), [("tabel", "table"), ("boxx", "box"), ("datanote", "data-note")])
def test_an_unknown_directive_names_the_nearest(kind: str, near: str) -> None:
    (found,) = problems(f"一\n\n::: {kind} x\n文\n:::")
    assert (found.where, found.code) == ("narrative/zh-Hans/a.md:3:1", "RG345")
    assert near in found.hint


def test_labels_are_small_latin_letters() -> None:
    (found,) = problems("# 概况 {#第一章}")
    assert (found.code, found.where) == ("RG342", "narrative/zh-Hans/a.md:1:6")


def test_there_are_four_heading_levels() -> None:
    assert problems("##### 五")[0].code == "RG343"


def test_a_skipped_heading_level_is_a_warning() -> None:
    (warning,) = write("# 一\n\n### 三")[1]
    assert (warning.code, warning.level, warning.where) == ("RG323", "warning", "narrative/zh-Hans/a.md:3:5")


def test_blocks_nested_without_end_are_refused() -> None:
    fences = "\n".join(":" * (420 - n) + " box x" for n in range(400)) + "\n文\n" + "\n".join(":" * (21 + n) for n in range(400))
    assert {problem.code for problem in problems(fences)} == {"RG347"}
    assert {problem.code for problem in problems("- " * 200 + "文")} == {"RG347"}


def test_nothing_is_lost_in_lists_that_are_as_deep_as_they_may_be() -> None:
    assert "文" in repr(blocks("- " * 6 + "文"))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('一\n\n见{ ref("tbl-x", 2) }。', "3:2", '{ ref("tbl-x", 2) }'),
        ("共{{ provinces.count }}地，{ provinces.count }}地", "1:25", "{ provinces.count }}"),
        ("多余}}在此", "1:3", "}}"),
        ("::: box 共{ a }\n文\n:::", "1:10", "{ a }"),
    ],
)
def test_braces_that_no_template_took_are_a_warning_with_a_place(text: str, place: str, words: str) -> None:
    (warning,) = write(text)[1]
    assert (warning.code, warning.level, warning.where) == ("RG351", "warning", f"narrative/zh-Hans/a.md:{place}")
    assert warning.what.endswith(": " + words)
    assert warning.hint == "values stand in double braces: {{ … }}"


def test_a_label_outside_a_heading_is_told_where_labels_stand() -> None:
    assert "at the end of a heading" in write("文{#sec-a}字")[1][0].hint


def test_braces_that_are_meant_are_fixed_words() -> None:
    assert write("集合{{ fixed('{a, b}') }}")[1] == ()


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("::: box 甲\n文", 1, "below it"),
        ("::: lead\n甲\n:::\n\n::: lead\n乙\n", 5, "below it"),
        ("::: box 甲\n文\n\n::: table tbl-a\nof: provinces\ncaption: 乙\n:::\n", 1, "above “::: table tbl-a”"),
        (":::: columns 2\n::: box 甲\n文\n::::", 2, "below it"),
    ],
)
def test_a_directive_that_is_not_closed_is_named_where_it_opens(text: str, line: int, hint: str) -> None:
    (found,) = problems(text)
    assert (found.code, found.where) == ("RG349", f"narrative/zh-Hans/a.md:{line}:1")
    assert found.what == "the directive opened here is not closed"
    assert hint in found.hint
