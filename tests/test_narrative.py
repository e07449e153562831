"""Narratives: reading files, and directives with their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.document import Figure, KeyFigures, Quantity, Table, Text
from reportgen.edition import load_edition
from reportgen.errors import NarrativeError
from reportgen.narrative import MACROS, read_narrative
from reportgen.tree import text_of
from tests.factory import problems, ranking, write

STRIP = "::: key-figures\nfigures:\n" + '  - {value: "超{{ provinces.leader.index }}", meaning: 最高指数}\n' * 3 + "note: 注\nsource: 统计局\n:::"
TABLE = "::: table tbl-a\nof: provinces\ncolumns: [rank, region, index, change]\ncaption: 指数\n:::\n"
FIGURE = "::: figure fig-a\nchart: ranked-bars\nof: provinces\nseries: [index]\ncaption: 指数\n:::\n"


def read(folder: Path) -> dict[str, str]:
    return read_narrative(folder, "narrative/zh-Hans", "blank", load_edition("zh-Hans"))


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("20-b.md", "10-a.md", "notes.txt"):
        (tmp_path / name).write_bytes("\ufeff一\r\n二".encode())
    assert read(tmp_path) == {"10-a.md": "一\n二", "20-b.md": "一\n二", MACROS: ""}


def test_a_folder_without_markdown_is_named(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NarrativeError) as caught:
            read(folder)
        assert caught.value.problems[0].code == "RG300"


@pytest.mark.parametrize(
    ("content", "code"),
    [("一份报告".encode("gbk"), "RG301"), ("一\ue000二".encode(), "RG302"), (b"a\x00b", "RG302"), (b"a\x1bb", "RG302"), (b"x" * 2_000_001, "RG301")],
    ids=["F31 GBK", "private use", "NUL", "escape", "too large"],
)
def test_a_file_that_is_no_text_is_refused_and_all_are_named(tmp_path: Path, content: bytes, code: str) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(NarrativeError) as caught:
        read(tmp_path)
    assert [(problem.where.partition(":")[0], problem.code) for problem in caught.value.problems] == [
        (f"narrative/zh-Hans/{name}", code) for name in ("a.md", "b.md")
    ]


def test_a_link_to_a_file_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "n").mkdir()
    (tmp_path / "n" / "a.md").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(NarrativeError, match="is a link"):
        read(tmp_path / "n")


def test_a_table_directive_becomes_a_table() -> None:
    (table,), _ = write(TABLE)
    assert isinstance(table, Table)
    assert (table.label, table.caption, len(table.rows)) == ("tbl-a", (Text("指数"),), 4)


def test_a_figure_directive_becomes_a_figure_with_alt_text() -> None:
    (figure,), _ = write(FIGURE)
    assert isinstance(figure, Figure)
    assert figure.chart.categories == ("广东", "浙江", "四川", "西藏")
    assert "广东" in figure.alt


def test_captions_notes_and_heads_may_hold_values() -> None:
    body = 'caption: 共{{ provinces.count }}地\nheads: {index: "指数^[{{ provinces.period }}年]"}\nnote: [甲, "乙：{{ provinces.count }}"]\nsource: 丙'
    (table,), _ = write(TABLE.replace("caption: 指数", body))
    assert isinstance(table, Table)
    assert table.caption[1] == Quantity("4", "4", "count", "count(t.csv)")
    assert [type(inline).__name__ for inline in table.columns[2].head] == ["Text", "Note"]
    assert (len(table.notes), table.source) == (2, (Text("丙"),))


WRONG = [
    (TABLE.replace("columns", "colums"), "3:1", "columns", "no key 'colums'"),
    (TABLE.replace("of: provinces", "of: provnces"), "2:5", "provinces", "no table 'provnces'"),
    (TABLE.replace("index", "indxe"), "3:25", "index", "no field 'indxe'"),
    (TABLE.replace("caption: 指数\n", ""), "1:1", "caption", "has no caption"),
    (TABLE.replace("tbl-a", "a"), "1:11", "tbl-name", "needs a label"),
    (TABLE.replace("tbl-a", "tbl-甲"), "1:11", "tbl-name", "needs a label"),
    (TABLE.replace("caption: 指数", "caption: 指数\ngroup: wets"), "5:8", "west", "no group 'wets'"),
    (TABLE.replace("caption: 指数", "caption: 指数\nrows: many"), "5:1", "reportgen reference", "rows"),
    (TABLE.replace("caption: 指数", "caption: 甲: 乙"), "4:", "quotes", "not YAML"),
    (TABLE.replace("caption: 指数", "caption: 甲\ncaption: 乙"), "5:1", "delete", "given twice"),
    (TABLE.replace("caption: 指数", "caption: &a 甲\nnote: *a"), "4:", "write the value out", "anchors and aliases"),
    (TABLE.replace("caption: 指数", "caption: !!python/object/apply:os.system [ls]"), "4:", "plain value", "the tag"),
    (TABLE.replace("caption: 指数", "caption: " + "[" * 5000), "4:", "", "nested more than"),
    ("::: table tbl-a\nwords\n:::", "1:1", "reportgen reference", "no lines of the form"),
    (FIGURE.replace("ranked-bars", "ranked-bar"), "2:8", "ranked-bars", "no chart kind 'ranked-bar'"),
    (FIGURE.replace("series: [index]", "series: [indxe]"), "4:10", "index", "no field 'indxe'"),
    (FIGURE.replace("series: [index]", "only: [四州]"), "4:8", "四川", "no row '四州'"),
    (FIGURE.replace("series: [index]", "highlight: 四州"), "4:12", "四川", "no row '四州'"),
    (FIGURE.replace("of: provinces", "of: provincs"), "3:5", "provinces", "no table 'provincs'"),
    (TABLE.replace("of: provinces\n", ""), "1:1", "of:", "either of:"),
    (TABLE.replace("caption", "lines: [[甲]]\ncaption"), "4:1", "leave one", "either of:"),
    (TABLE.replace("of: provinces", "lines: [[甲, 乙]]"), "2:10", "an empty one", "2 cells, and there are 4 columns"),
    (TABLE.replace("of: provinces", "lines: [[甲, 乙, 丙, 丁]]\nhighlight: 戊"), "3:12", "as the line has it", "no line is named '戊'"),
    (FIGURE.replace("of: provinces\n", ""), "2:1", "of:", "needs of:"),
    (FIGURE.replace("series: [index]", "names: [a, b]"), "4:1", "one name a series", "2 names for 1 series"),
    (FIGURE.replace("series: [index]", "grid: chnia"), "4:7", "choose", "'chnia' is not one of"),
    (FIGURE.replace("series: [index]", "reference: much"), "4:12", "computed value", "not a number"),
    (FIGURE.replace("series: [index]", "top: -1"), "4:1", "reportgen reference", "top"),
    ("::: figure fig-a\nchart: relation\nnodes: {a: 甲}\nlinks: [[a, b, 乙]]\n:::", "4:13", "a", "no node 'b'"),
    ("::: figure fig-a\nchart: lines\npoints: [{at: a, value: x}]\n:::", "3:25", "computed", "not a number"),
    ("::: figure fig-a\nchart: lines\npoints: [{at: a, worth: 1}]\n:::", "3:18", "", "worth"),
    (STRIP.replace("meaning", "means", 1), "3:", "", "means"),
    (STRIP.replace("figures:\n  - ", "figures:\n  - {value: 甲, meaning: 乙}\n  - ", 1), "3:13", "computed value", "'甲' is not computed"),
    ("::: key-figures\nfigures: []\n:::", "2:1", "into the text", "three to five key figures, not 0"),
    ("::: figure fig-a\nchart: lines\nforecast: c\npoints: [{at: a, value: 1}]\n:::", "3:11", "a", "no point 'c'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "hint", "what"), WRONG, ids=[what for *_, what in WRONG])
def test_what_is_wrong_in_a_directive_has_line_column_and_remedy(text: str, place: str, hint: str, what: str) -> None:
    found = problems("前文\n\n" + text)
    assert len(found) in (1, 2)  # an unknown key of a point is also a missing one
    line, _, column = place.partition(":")
    assert found[-1].where.startswith(f"narrative/zh-Hans/a.md:{int(line) + 2}:{column}")
    assert what in found[-1].what
    assert hint in found[-1].hint


def test_a_strip_of_key_figures_keeps_its_quantities_notes_and_source() -> None:
    (strip,), _ = write(STRIP)
    assert isinstance(strip, KeyFigures)
    assert [type(inline) for inline in strip.figures[0].value] == [Text, Quantity]
    assert len(strip.figures) == 3
    assert (text_of(strip.figures[2].meaning), text_of(strip.notes[0]), text_of(strip.source)) == ("最高指数", "注", "统计局")


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20))
    (found,) = problems(f"::: table tbl-a\n{bomb}\n:::")
    assert "anchors and aliases" in found.what


def test_several_directives_are_all_checked() -> None:
    found = problems(TABLE.replace("index", "indxe") + "\n" + FIGURE.replace("provinces", "provncs"))
    assert [problem.where.split(":")[1] for problem in found] == ["3", "9"]


def test_a_directive_from_a_macro_is_placed_where_the_macro_is_called() -> None:
    macro = "{% macro t(label) %}\n::: table {{ label }}\nof: provinces\ncaption: 甲\ncolumns: [indxe]\n:::\n{% endmacro %}"
    (found,) = problems('一\n\n{{ index.t("tbl-x") }}', macros=macro)
    assert found.where == "narrative/zh-Hans/a.md:3:12"


def test_a_tie_that_is_cut_is_a_warning() -> None:
    found: list[object] = []
    table = ranking((("广东", "98.00", 0), ("浙江", "98.00", 0)), warnings=found)  # type: ignore[arg-type]
    write("{{ provinces.top(1) | names }}", table=table)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("（一）{{ fixed（'a'） }}", "1:12", "write it half-width: ("),
        ("“一”\n{{ fixed(“a”) }}", "2:10", 'write it half-width: "'),
        ("共{{ provinces.count }地", "1:2", "values stand in double braces: {{ … }}"),
        ("共{{ provinces.count", "1:2", "values stand in double braces: {{ … }}"),
    ],
)
def test_half_braces_and_chinese_marks_in_a_template_have_a_remedy(text: str, place: str, hint: str) -> None:
    (found,) = problems(text)
    assert (found.code, found.where, found.hint) == ("RG303", f"narrative/zh-Hans/a.md:{place}", hint)


def test_unknown_filters_and_tests_are_named() -> None:
    assert problems("{{ provinces.count | nams }}")[0].what == "there is no filter 'nams'"
    assert problems("{% if provinces is odder %}{% endif %}")[0].what == "there is no test 'odder'"
