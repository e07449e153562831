from __future__ import annotations

import pytest

from reportgen.errors import Problem, ProjectError
from reportgen.yamlfile import MAX_BYTES, read_yaml


def problem(text: str) -> Problem:
    with pytest.raises(ProjectError) as caught:
        read_yaml(text, "report.yaml")
    (found,) = caught.value.problems
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [("NO", "NO"), ("yes", "yes"), ("12:30", "12:30"), ("2024-05-01", "2024-05-01"), ("0x1F", "0x1F"), ("1_000", "1_000"), (".inf", ".inf"), ("1e5", "1e5"),
     ("7", 7), ("-7", -7), ("0", 0), ("0.17", 0.17), ("true", True), ("'true'", "true"), ("~", None), ("", None), ("'010'", "010")],
)  # fmt: skip
def test_a_scalar_means_what_it_says(written: str, meant: object) -> None:
    assert read_yaml(f"key: {written}", "report.yaml").data == {"key": meant}


def test_every_key_and_item_keeps_its_place() -> None:
    file = read_yaml("a: 1\nb:\n  - x\n  - {c: 2}\n", "report.yaml")
    assert [file.where(path) for path in ((), ("b",), ("b", 1), ("b", 1, "c"), ("b", 1, "gone", 3))] == [
        "report.yaml", "report.yaml:2:1", "report.yaml:4:5", "report.yaml:4:6", "report.yaml:4:5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("name: a\ndate: b\nname: c\n", "report.yaml:3:1", "the key 'name' is given twice; it stands on line 1 already"),
        ("name: a\nmeta: {x: 1, x: 2}\n", "report.yaml:2:14", "the key 'x' is given twice"),
        ("a: 1\ncode: 010\n", "report.yaml:2:7", "010 begins with a zero"),
        ("a: &x [1]\nb: *x\n", "report.yaml:1:4", "anchors and aliases"),
        ("a: &x\n  b: *x\n", "report.yaml:1:4", "anchors and aliases"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "report.yaml:2:4", "the tag"),
        ("a: !secret x\n", "report.yaml:1:4", "the tag !secret"),
        ("a:\n\tb: 1\n", "report.yaml:2:1", "is not YAML"),
        ("a: b: c\n", "report.yaml:1:5", "is not YAML"),
        ("a: 'open\n", "report.yaml:2:1", "is not YAML"),
        ("a: 1\n---\nb: 2\n", "report.yaml:2:1", "a second document"),
        ("[a, b]: 1\n", "report.yaml:1:1", "cannot be a key"),
        ("a: " + "[" * 10_000, "report.yaml:1:43", "nested more than 40 levels"),
        ("a: 1\nb: \x07\n", "report.yaml:2", "holds the character U+0007"),
        ("#" * (MAX_BYTES + 1), "report.yaml", "is larger than"),
    ],
)
def test_what_this_file_may_not_hold_is_refused_at_its_place(text: str, where: str, what: str) -> None:
    found = problem(text)
    assert found.where == where
    assert what in found.what


def test_an_empty_file_holds_nothing() -> None:
    assert read_yaml("", "report.yaml").data is None
    assert read_yaml("# only a comment\n", "report.yaml").data is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("name: a\nhighlight：南江区\ngroups:\n  a: b\n", "report.yaml:2:10"),
        ("theme:\n  name: a\n  up：'#C23B22'\ndate: b\n", "report.yaml:3:5"),
        ("name：a", "report.yaml:1:5"),
    ],
)
def test_a_full_width_colon_is_named_at_its_own_line(text: str, where: str) -> None:
    found = problem(text)
    assert (found.where, found.hint) == (where, "write a half-width colon and a blank")


def test_a_chinese_colon_inside_a_value_is_text() -> None:
    assert read_yaml("note: |\n  MCN：机构\n  B：乙\ntitle: A：B", "report.yaml").data == {"note": "MCN：机构\nB：乙\n", "title": "A：B"}
