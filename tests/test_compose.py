"""From project and data to the numbered document; the outline of the example report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.compose import compose
from reportgen.document import Document, Figure, Heading, Table
from reportgen.edition import load_edition
from reportgen.errors import NarrativeError, ProjectError
from reportgen.package import read
from reportgen.project import load_project
from reportgen.tree import text_of, walk
from tests.projects import CHINESE, CITIES, REPORT, project

ROOT = Path(__file__).parents[1]


def composed(folder: Path, tag: str = "zh-Hans") -> Document:
    return compose(load_project(folder), read("cities.csv", folder), load_edition(tag))[0].document


def write(folder: Path, text: str, report: str = REPORT) -> Path:
    project(folder, report)
    (folder / "narrative" / "zh-Hans" / "10-one.md").write_text(text, "utf-8")
    return folder


def test_meta_comes_from_the_project(tmp_path: Path) -> None:
    document = composed(project(tmp_path / "p"))
    assert (document.meta.title, document.meta.language, document.meta.date, document.meta.date_text) == ("城市", "zh-Hans", "2024-05-01", "二〇二四年五月")
    assert document.meta.cover is None


def test_a_cover_takes_the_keys_of_a_figure(tmp_path: Path) -> None:
    cover = composed(write(tmp_path / "p", CHINESE, REPORT + "cover: {chart: cover, of: cities}\n")).meta.cover
    assert cover is not None
    assert cover.series[0].values == (98.5, 71.2, 65.0)


@pytest.mark.parametrize("cover", ["{chart: cover, of: citees}", "{chart: covr, of: cities}", "{chart: cover, off: cities}"])
def test_a_wrong_cover_is_an_error_of_the_project(tmp_path: Path, cover: str) -> None:
    with pytest.raises(ProjectError) as caught:
        composed(write(tmp_path / "p", CHINESE, REPORT + f"cover: {cover}\n"))
    assert caught.value.problems[0].where.startswith("report.yaml:11:")


def test_an_unknown_reference_is_located_with_the_nearest_label(tmp_path: Path) -> None:
    with pytest.raises(NarrativeError) as caught:
        composed(write(tmp_path / "p", CHINESE + '\n再见{{ ref("tbl-al") }}。\n'))
    (problem,) = caught.value.problems
    line = len(CHINESE.split("\n")) + 1
    assert (problem.where, problem.code) == (f"narrative/zh-Hans/10-one.md:{line}:10", "RG321")
    assert "tbl-all" in problem.hint


def test_a_character_without_glyph_is_located_wherever_the_narrative_has_it(tmp_path: Path) -> None:
    print_it = REPORT.replace("[json]", "[html]")
    with pytest.raises(NarrativeError) as caught:
        composed(write(tmp_path / "p", CHINESE + "\n增长😀很快\n\n**😀**\n", print_it))
    line = len(CHINESE.split("\n")) + 1
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [
        (f"narrative/zh-Hans/10-one.md:{line}:3", "RG442"),
        (f"narrative/zh-Hans/10-one.md:{line + 2}:3", "RG442"),
    ]
    assert "“增长😀很快”" in caught.value.problems[0].what


def test_a_character_without_glyph_from_the_data_is_named_with_its_heading(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", REPORT.replace("[json]", "[html]"), cities=CITIES.replace("010", "甲😀"))
    with pytest.raises(NarrativeError) as caught:
        composed(folder)
    assert {problem.where for problem in caught.value.problems} == {"一、概况", "tbl-all"}


def test_json_sets_no_type_and_needs_no_glyph(tmp_path: Path) -> None:
    assert composed(write(tmp_path / "p", CHINESE + "\n增长😀很快\n"))


def test_a_label_set_twice_is_located_where_it_is_set_again(tmp_path: Path) -> None:
    with pytest.raises(NarrativeError) as caught:
        composed(write(tmp_path / "p", CHINESE + "\n## 又一节 {#sec-one}\n"))
    (problem,) = caught.value.problems
    line = len(CHINESE.split("\n")) + 1
    assert (problem.where, problem.code) == (f"narrative/zh-Hans/10-one.md:{line}:8", "RG320")


def _outline(document: Document) -> Iterator[str]:
    for block in walk(document.blocks):
        match block:
            case Heading():
                yield f"{'#' * block.level} {block.number} {text_of(block.content)} [{block.label}]".replace("  ", " ")
            case Table():
                yield f"  table {block.number}  {text_of(block.caption)} ({len(block.columns)} columns, {len(block.rows)} rows) [{block.label}]"
            case Figure():
                yield f"  figure {block.number}  {text_of(block.caption)} ({block.chart.kind}) [{block.label}]"
            case _:
                pass


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_the_outline_of_the_example_report(tag: str, golden: Callable[[str, str], None]) -> None:
    example = load_project(ROOT / "examples" / "sichuan-2023")
    written, _ = compose(example, read("datasets/live-commerce-2023/datapackage.json", ROOT), load_edition(tag))
    golden(f"sichuan-2023/{tag}/outline.txt", "\n".join(_outline(written.document)) + "\n")
