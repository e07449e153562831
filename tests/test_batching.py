"""One project, many reports: which rows, what each is named, and what `item` says in texts and narratives."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.batching import rows_of
from reportgen.corridor import build, check
from reportgen.document import Document, Heading
from reportgen.errors import DataError, NarrativeError, ProjectError, ReportError
from reportgen.inputs import read_ready
from reportgen.project import BatchRow, load_project
from reportgen.tree import text_of
from tests.batches import BATCH, ITEMS, TEXT, batch
from tests.projects import REPORT, contents, project, run


def rows(folder: Path) -> tuple[BatchRow, ...]:
    loaded = load_project(folder)
    return rows_of(loaded, read_ready(loaded).data)


def said(document: Document) -> str:
    return "".join(text_of(block.content) for block in document.blocks if hasattr(block, "content") and not isinstance(block, Heading))


def refused(folder: Path, item: str = "yibin") -> list[tuple[str, str, str]]:
    with pytest.raises(ReportError) as caught:
        check(folder, item=item)
    return [(problem.where, problem.what, problem.code) for problem in caught.value.problems]


# ---------------------------------------------------------------- rows


def test_every_row_of_the_table_is_a_report_named_by_its_columns(tmp_path: Path) -> None:
    found = rows(batch(tmp_path))
    assert [(row.key, row.slug, row.where) for row in found] == [
        ("010", "chengdu", "items.csv:2"), ("020", "mian-yang", "items.csv:3"), ("030", "yibin", "items.csv:4"),
    ]  # fmt: skip


def test_a_resource_of_the_data_gives_rows_named_by_their_key(tmp_path: Path) -> None:
    report = BATCH.replace('over: items.csv, name: "{{ item.pinyin }}", group: side', "over: cities, key: code")
    assert [row.slug for row in rows(batch(tmp_path, report))] == ["010", "020", "030"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("{is_capital: true}", ["chengdu"]),
        ("{is_capital: false, side_zh: 南}", ["yibin"]),
        ("{side_zh: [南, 西]}", ["chengdu", "yibin"]),
        ("{weight: 2.0}", ["mian-yang"]),
        ("{key: '010'}", ["chengdu"]),
        ("{note: ''}", ["chengdu", "yibin"]),
    ],
)
def test_conditions_choose_rows_by_their_cells(tmp_path: Path, where: str, expected: list[str]) -> None:
    assert [row.slug for row in rows(batch(tmp_path, BATCH.replace("group: side", f"where: {where}")))] == expected


@pytest.mark.parametrize(
    ("batch_part", "items", "expected"),
    [
        ("over: nothing", ITEMS, ("report.yaml:12:9", "there is no table 'nothing'", "RG250")),
        ("over: items.csv, key: code", ITEMS, ("report.yaml:12:26", "the table items.csv has no column 'code'", "RG501")),
        ("over: items.csv, where: {weight: 9}", ITEMS, ("report.yaml:12:26", "no row of items.csv is asked for", "RG502")),
        ("over: items.csv", ITEMS.replace("020,", "010,"), ("items.csv:3", "repeats the key '010' of items.csv:2", "RG503")),
        ('over: items.csv, name: "{{ item.name_zh }}"', ITEMS, ("items.csv:2", "the row 010 gives no file name", "RG503")),
        ('over: items.csv, name: "{{ item.is_capital }}"', ITEMS, ("items.csv:4", "its files would be named false, like those of items.csv:3", "RG503")),
    ],
)
def test_a_batch_that_cannot_be_told_apart_is_refused_at_its_place(tmp_path: Path, batch_part: str, items: str, expected: tuple[str, str, str]) -> None:
    report = BATCH.replace('over: items.csv, name: "{{ item.pinyin }}", group: side', batch_part)
    with pytest.raises(DataError) as caught:
        rows(batch(tmp_path, report, items=items))
    assert expected in [(problem.where, problem.what, problem.code) for problem in caught.value.problems]


# ---------------------------------------------------------------- one of them


def test_one_report_of_a_batch_says_what_its_row_says_in_every_edition(tmp_path: Path) -> None:
    checked = check(batch(tmp_path, english=TEXT), item="mian-yang")
    chinese, english = checked.documents["zh-Hans"], checked.documents["en"]
    assert (chinese.meta.title, english.meta.title) == ("绵阳简报", "Mianyang")
    assert said(chinese) == "绵阳在北边，得分为71.20分，第2。"
    assert said(english) == "Mianyang在north边，得分为71.20分，第2。"
    assert checked.project.spec.highlight == "020"


def test_an_item_is_found_by_its_key_and_has_a_folder_of_its_own(tmp_path: Path) -> None:
    folder = batch(tmp_path)
    built = build(folder, item="010")
    assert (built.folder, built.files) == (folder / "out" / "chengdu", ("chengdu.zh-Hans.json",))
    assert not build(folder, item="chengdu").is_fresh
    assert list(contents(folder / "out" / "chengdu")) == ["build-manifest.json", "chengdu.zh-Hans.json"]


def test_another_row_of_the_batch_table_changes_no_report(tmp_path: Path) -> None:
    folder = batch(tmp_path)
    build(folder, item="010")
    batch(tmp_path, items=ITEMS + "040,泸州,Luzhou,luzhou,南,south,4,false,\n")
    assert not build(folder, item="010").is_fresh
    batch(tmp_path, items=ITEMS.replace("1.50", "1.51"))
    assert build(folder, item="010").is_fresh


def test_a_batch_needs_an_item_and_a_report_has_none(tmp_path: Path) -> None:
    folder = batch(tmp_path / "batch")
    assert refused(folder, "") == [("report.yaml:12:1", "the project is a batch of 3 reports", "RG500")]
    assert refused(folder, "yibn") == [("command line", "the batch has no item 'yibn'", "RG500")]
    assert refused(project(tmp_path / "one"), "yibin") == [("command line", "the project is one report and has no item 'yibin'", "RG500")]


def test_the_commands_take_an_item(tmp_path: Path) -> None:
    folder = batch(tmp_path, BATCH.replace("[json]", "[html]"))
    built = run("build", folder, "--item", "yibin")
    assert built.exit_code == 0, built.output
    assert f"{folder.as_posix()}/out/yibin/yibin.zh-Hans.html" in built.output
    assert "4 of 4 numbers matched; 0 differences" in run("verify", folder, "--item", "yibin").output
    assert run("check", folder, "--item", "yibin").exit_code == 0


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("nam", "the item has no column 'nam'"),
        ("note", "the item 030 has no note"),
        ("is_capital", "the column is_capital is a yes or no, and no text"),
    ],
)
def test_a_text_of_report_yaml_that_cannot_be_filled_in_is_named_at_its_place(tmp_path: Path, column: str, expected: str) -> None:
    folder = batch(tmp_path, BATCH.replace('"{{ item.name }}简报"', f'"{{{{ item.{column} }}}}简报"'))
    assert refused(folder) == [("report.yaml:7:13", expected, "RG505")]


def test_a_filled_text_is_checked_like_any_other(tmp_path: Path) -> None:
    folder = batch(tmp_path, BATCH + 'theme: {primary: "#12345{{ item.key }}"}\n')
    with pytest.raises(ProjectError, match="is not a colour"):
        check(folder, item="yibin")


# ---------------------------------------------------------------- item in a narrative


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ item.key }}，{{ item.weight }}", "010，1.50"),
        ("{{ item['name_en'] }}", "Chengdu"),
        ("{% if item.side == '西' %}是{% endif %}{% if item.is_capital %}是{% endif %}", "是是"),
        ("{% if item.has('note') %}有{% else %}无{% endif %}", "无"),
        ("{% if item in cities and '020' in cities and '999' not in cities %}在{% endif %}", "在"),
        ("{% if item.name in cities and cities.leader in cities %}在{% endif %}", "在"),
    ],
)
def test_a_narrative_reads_the_row(tmp_path: Path, text: str, expected: str) -> None:
    checked = check(batch(tmp_path, text=f"# 概况\n\n{text}\n"), item="chengdu")
    assert said(checked.documents["zh-Hans"]) == expected


def test_a_word_of_the_row_asks_for_a_field_as_the_same_word_in_quotes_does(tmp_path: Path) -> None:
    items = ITEMS.replace(",note\n", ",field\n").replace("true,\n", "true,score\n")
    texts = [f"# 概况\n\n{{{{ cities.median({asked}) }}}}\n" for asked in ("item.field", '"score"')]
    one, other = (check(batch(tmp_path / str(n), items=items, text=text), item="chengdu").documents for n, text in enumerate(texts))
    assert one == other


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("{{ item.nme }}", 9, "the item has no column 'nme'"),
        ("{{ item.note }}", 9, "the item 010 has no note"),
        ("{{ item }}", 1, "the item cannot be printed"),
        ("{{ item.has('x') }}", 14, "the item has no column 'x'"),
        ("{{ item.cells }}", 9, "the item has no column 'cells'"),
        ("{{ item.__class__ }}", 9, "the item has no column '__class__'"),
    ],
)
def test_a_narrative_reaches_nothing_but_the_row(tmp_path: Path, text: str, column: int, expected: str) -> None:
    folder = batch(tmp_path, text=f"# 概况\n\n{text}\n")
    with pytest.raises(NarrativeError) as caught:
        check(folder, item="chengdu")
    assert [(problem.where, problem.what) for problem in caught.value.problems] == [(f"narrative/zh-Hans/10-one.md:3:{column}", expected)]


def test_a_row_is_about_the_region_that_its_column_says(tmp_path: Path) -> None:
    items = "id,region\nfirst,010\nsecond,030\n"
    report = BATCH.replace('name: "{{ item.pinyin }}", group: side', "key: id").replace("item.key", "item.region")
    folder = batch(tmp_path, report, items=items, text="# 概况\n\n{{ cities[item].score }}\n")
    assert [said(check(folder, item=name).documents["zh-Hans"]) for name in ("first", "second")] == ["98.50", "65.00"]


def test_a_report_without_a_batch_knows_no_item(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT)
    (folder / "narrative" / "zh-Hans" / "10-one.md").write_text("# 概况\n\n{{ item.name }}\n", "utf-8")
    with pytest.raises(NarrativeError, match="there is nothing named 'item'"):
        check(folder)
