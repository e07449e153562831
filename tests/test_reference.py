"""The reference of what a narrative may use: complete, true, and the page in docs/ is what the code says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from reportgen import reference
from reportgen.compute import Results, compute
from reportgen.edition import load_edition
from reportgen.errors import ProjectError
from reportgen.inputs import read_data
from reportgen.project import load_project
from reportgen.sandbox import OWN_TYPES

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "sichuan-2023"
OPENINGS = {
    "en": (
        "reference.md",
        "# What a narrative may use\n\nWritten by the code: `reportgen reference` prints the same, `reportgen reference PROJECT` what a report"
        "\nof yours may name.  The examples are printed with the data of `examples/sichuan-2023`."
        "\nHow to write with them: [Writing a narrative](narrative.md).\n\n",
    ),
    "zh": (
        "reference.zh-CN.md",
        "# 正文中可以写什么\n\n本页由程序写出：`reportgen reference`印出同样的内容，`reportgen reference 项目`列出自己的报告可用的名称。"
        "\n示例用`examples/sichuan-2023`的数据印出。\n\n",
    ),
}


@cache
def results() -> dict[str, Results]:
    project = load_project(EXAMPLE)
    data = read_data(project)
    return {tag: compute(project, data, load_edition(tag), lambda problem: None) for tag in ("zh-Hans", "en")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_what_the_code_says(language: reference.Language, request: pytest.FixtureRequest) -> None:
    name, opening = OPENINGS[language]
    page = opening + reference.as_markdown(reference.reference(language), results())
    path = ROOT / "docs" / name
    if request.config.getoption("--accept"):
        path.write_text(page, "utf-8", newline="\n")
    assert path.read_text("utf-8") == page, "if this is meant: pytest --accept"


def test_all_that_the_sandbox_lets_through_is_in_the_reference_and_nothing_else() -> None:
    told = {key: set(part["uses"]) for key, part in reference._told().items()}
    assert told == {key: set(reference.names(key)) for key in told}
    assert {kind for kind in OWN_TYPES if kind.NAMES} == set(reference.OWN.values())
    assert {*reference.OWN, *(f"::: {name}" for name in ("table", "figure", "key-figures")), *reference._LISTS} == told.keys()


def test_every_use_has_a_meaning_in_both_languages() -> None:
    for language in ("en", "zh"):
        lacking = [(chapter.key, use.name) for chapter in reference.reference(language) for use in chapter.uses if len(use.meaning) < 2]
        assert lacking == []
    chinese = [use.meaning for chapter in reference.reference("zh") for use in chapter.uses]
    assert [meaning for meaning in chinese if not re.search(r"[\u4e00-\u9fff]", meaning)] == []


def test_an_example_that_does_not_build_stops_the_page() -> None:
    with pytest.raises(Exception, match="no row"):
        reference.printed(['{{ provinces["四州"].index }}'], load_edition("zh-Hans"), results()["zh-Hans"])


def test_the_names_of_a_project_are_those_its_narrative_may_use() -> None:
    chapters = {chapter.key: chapter for chapter in reference.project_names(EXAMPLE, "en")}
    assert [use.name for use in chapters["cities"].uses][:3] == ["rank", "region", "change"]
    macros = {use.name: use.examples for use in chapters.pop("macros").uses}
    assert macros["claim"] == ('{{ index.claim(table, focus=None, group=None, field="index") }}',)
    written = [example for chapter in chapters.values() for use in chapter.uses for example in use.examples if "—" not in use.meaning]
    shown = dict(zip(written, reference.printed(written, load_edition("en"), results()["en"]), strict=True))
    assert shown["{{ provinces.leader.name }}"] == "Guangdong"
    fact = next(use for use in chapters["facts"].uses if use.name == "live_users")
    assert fact.meaning.startswith(shown["{{ facts.live_users.value }}"])


def test_an_edition_without_a_narrative_is_named() -> None:
    with pytest.raises(ProjectError, match="zh-Hant-TW"):
        reference.project_names(EXAMPLE, "zh-Hant-TW")


def test_a_word_narrows_the_reference() -> None:
    found = reference.as_text(reference.reference(), "ordinal")
    assert "| ordinal" in found
    assert "loop.index" not in found
