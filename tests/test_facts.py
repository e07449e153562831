"""Facts the data doubt, and facts that contradict each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import reportgen
from reportgen.compute import compute
from reportgen.document import Quantity
from reportgen.edition import load_edition
from reportgen.errors import DataError, NarrativeError, Problem
from reportgen.facts import Fact, read_fact
from reportgen.package import Dataset, read
from reportgen.project import load_project
from reportgen.values import Value, node
from tests.projects import project

COLUMNS = ("id", "subject_zh", "indicator_zh", "period", "value", "unit_zh", "from_value", "from_unit_zh", "flag", "reason_zh", "reason_en")
FIELDS = [{"name": name, "type": "number" if name in ("value", "from_value") else "string"} for name in COLUMNS]
PACKAGE = json.dumps(
    {"resources": [{"name": "cities", "path": "cities.csv"}, {"name": "facts", "path": "facts.csv", "schema": {"primaryKey": "id", "fields": FIELDS}}]}
)
SETTINGS = "data: datapackage.json\nfacts: {resource: facts, names: {a: F1, b: F2}%s}"
AGREEING = "F1,投诉,数量增速,2023,58,%,,,,,\nF2,决策,时长,2023,27,小时,72,小时,,,\n"
DOUBTED = AGREEING.replace("%,,,,,", "%,,,disputed,另一处作下降,elsewhere they fall")
TWINS = "F1,投诉,增速,2023,58,%,,,,,\nF2,投诉,增速,2023,-38,%,,,,,\n"


def with_facts(folder: Path, rows: str, *, flagged: str = "", text: str = "{{ facts.a.value }}。", english: str = "") -> Path:
    """Write a report with a table of facts and return its folder."""
    made = project(folder, english=bool(english))
    report = (made / "report.yaml").read_text("utf-8").replace("data: cities.csv", SETTINGS % flagged)
    for name, content in {
        "report.yaml": report, "datapackage.json": PACKAGE, "facts.csv": ",".join(COLUMNS) + "\n" + rows,
        "narrative/zh-Hans/10-one.md": f"# 概况\n\n{text}\n", "narrative/en/10-one.md": f"# Overview\n\n{english}\n",
    }.items():  # fmt: skip
        (made / name).write_text(content, "utf-8")
    return made


def facts(folder: Path, tag: str = "zh-Hans") -> dict[str, Fact]:
    dataset: Dataset = read("datapackage.json", folder)
    return dict(compute(load_project(folder), dataset, load_edition(tag), lambda problem: None).facts)


def found(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises((DataError, NarrativeError)) as caught:
        reportgen.check(folder)
    return tuple(caught.value.problems)


def test_a_fact_knows_the_figure_it_started_from(tmp_path: Path) -> None:
    before = facts(with_facts(tmp_path, AGREEING))["b"]["before"]
    assert isinstance(before, Value)
    assert (before.number, before.unit, before.source) == (72, "hour", "facts.csv[F2].from_value")


def test_a_flagged_fact_has_its_reason_in_the_language_of_the_edition(tmp_path: Path) -> None:
    folder = with_facts(tmp_path, DOUBTED)
    assert (facts(folder)["a"].flag, facts(folder)["a"].reason, facts(folder)["b"].flag) == ("disputed", "另一处作下降", "")
    assert facts(folder, "en")["a"].reason == "elsewhere they fall"
    assert facts(folder)["a"]["is_flagged"] is True


def test_a_flag_without_a_reason_in_the_language_stops_the_build_where_the_fact_is_named(tmp_path: Path) -> None:
    folder = with_facts(tmp_path, DOUBTED.replace("elsewhere they fall", ""), english="{{ facts.a.value }}.")
    (problem,) = found(folder)
    assert (problem.code, problem.hint) == ("RG258", "fill in reason_en in the data")
    assert problem.where.startswith("report.yaml:6:")


@pytest.mark.parametrize(
    ("rows", "what", "hint"),
    [
        (DOUBTED.replace("disputed", "disputd"), "'disputd' is not a flag", "did you mean 'disputed'?"),
        (DOUBTED.replace("另一处作下降,elsewhere they fall", ","), "is flagged disputed, with no reason", "say why in a column reason_zh, reason_en"),
    ],
)
def test_a_flag_that_says_nothing_is_located_in_the_data(rows: str, what: str, hint: str, tmp_path: Path) -> None:
    (problem,) = found(with_facts(tmp_path, rows))
    assert (problem.where, problem.what, problem.hint, problem.code) == ("facts.csv:2:flag", what, hint, "RG258")


def test_a_report_that_leaves_flagged_facts_out_stops_where_one_is_used(tmp_path: Path) -> None:
    folder = with_facts(tmp_path, DOUBTED, flagged=", flagged: omit", text="第一段。\n\n增长{{ facts.a.value }}。")
    (problem,) = found(folder)
    assert problem.where.startswith("narrative/zh-Hans/10-one.md:5:")
    assert problem.what == "the fact F1 is disputed, and this report leaves such facts out"


def test_a_narrative_may_ask_first_and_use_what_nobody_doubts(tmp_path: Path) -> None:
    text = "{% if not facts.a.is_flagged %}{{ facts.a.value }}{% endif %}用时{{ facts.b.value }}。"
    checked = reportgen.check(with_facts(tmp_path, DOUBTED, flagged=", flagged: omit", text=text))
    assert checked.warnings == ()


def test_two_values_of_one_subject_indicator_and_period_are_a_warning_with_both_places(tmp_path: Path) -> None:
    (warning,) = reportgen.check(with_facts(tmp_path, TWINS)).warnings
    assert (warning.level, warning.code, warning.where) == ("warning", "RG275", "facts.csv:3:value")
    assert warning.what == "-38% contradicts facts.csv:2:value, which is on the same subject, indicator and period"


@pytest.mark.parametrize(
    "rows",
    [
        TWINS.replace("%,,,,,", "%,,,disputed,两说,two values"),  # both flagged: the reader is told
        TWINS.replace("-38", "58"),
        TWINS.replace("F1,投诉,增速,2023,58,%", "F1,投诉,增速,2023,20000,元").replace("-38,%", "2,万元"),  # one value in two scales
        TWINS.replace("F2,投诉,增速,2023", "F2,投诉,增速,2022"),
        TWINS.replace("F2,投诉,增速", "F2,投诉,数量"),
    ],
    ids=["flagged", "one value", "two scales", "two years", "two indicators"],
)
def test_facts_that_are_flagged_or_do_not_contradict_each_other_are_left_alone(rows: str, tmp_path: Path) -> None:
    assert reportgen.check(with_facts(tmp_path, rows)).warnings == ()


def test_one_flag_of_two_contradicting_facts_does_not_silence_the_warning(tmp_path: Path) -> None:
    rows = TWINS.replace("58,%,,,,,", "58,%,,,disputed,两说,two values")
    assert [warning.code for warning in reportgen.check(with_facts(tmp_path, rows)).warnings] == ["RG275"]


@pytest.mark.parametrize(
    ("unit", "zh", "en"), [("名", "20～30名", "20–30 people"), ("%", "20%～30%", "20–30%"), ("万元", "20万～30万元", "200,000–300,000 yuan")]
)
def test_a_range_prints_both_ends_in_the_way_of_the_language(unit: str, zh: str, en: str, tmp_path: Path) -> None:
    ranged(tmp_path, f"F1,20,30,{unit}\n")
    resource = read("datapackage.json", tmp_path).resource("facts")
    for tag, words in (("zh-Hans", zh), ("en", en)):
        printed = node(read_fact(resource, "F1", load_edition(tag)).value, load_edition(tag))
        assert isinstance(printed, Quantity)
        assert (printed.text, printed.value.count("/")) == (words, 1)


def test_a_range_whose_upper_end_is_the_lower_one_is_located(tmp_path: Path) -> None:
    ranged(tmp_path, "F1,30,20,名\n")
    with pytest.raises(DataError, match="the upper end 20 of the fact F1 is not above its value 30"):
        read_fact(read("datapackage.json", tmp_path).resource("facts"), "F1", load_edition("en"))


def ranged(folder: Path, rows: str) -> None:
    fields = [{"name": name, "type": "number" if name.startswith("value") else "string"} for name in ("id", "value", "value_upper", "unit_zh")]
    package = {"resources": [{"name": "facts", "path": "facts.csv", "schema": {"primaryKey": "id", "fields": fields}}]}
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (folder / "facts.csv").write_text("id,value,value_upper,unit_zh\n" + rows, "utf-8")
