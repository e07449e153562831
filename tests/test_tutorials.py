"""The tutorials, done as they are written: every command is run, every change made, every output compared.

A page is Markdown; what is tested of it are its fenced blocks and its quotations, from top to bottom:

    ```sh            commands; ```sh exit 4 for those that are meant to fail
    ```text          what the commands before print; a line … stands for any lines, … in a line for any words
    ```diff FILE     lines to replace in a file, - before and + after
    ```new FILE      a file to write
    > words          a sentence of the page built last
"""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import run

PAGES = sorted((Path(__file__).parents[1] / "docs" / "tutorials").glob("*.md"))


def steps(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the head and the body of each block, quotations under the head ">", with their lines."""
    for found in re.finditer(r"^```(?P<head>\S.*)\n(?P<body>(?:.*\n)*?)```$|^(?P<said>(?:> .*\n)+)", text, re.MULTILINE):
        line = text.count("\n", 0, found.start()) + 1
        said = found["said"]
        yield (">", " ".join(part.removeprefix("> ") for part in said.splitlines()), line) if said else (found["head"], found["body"], line)


def pattern(expected: str) -> str:
    lines = ["(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in expected.splitlines()]
    return "".join(lines)


def change(path: Path, body: str) -> None:
    old, new = (
        "\n".join(line[1:] for line in body.splitlines() if line.startswith(sign)) for sign in "-+"
    )
    before = path.read_text("utf-8")
    assert before.count(old) == 1, f"{path.name} has {old!r} {before.count(old)} times"
    path.write_text(before.replace(old, new), "utf-8")


def words_of(page: str) -> str:
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", body)))


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_tutorial_can_be_followed(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = ""
    for head, body, line in steps(page.read_text("utf-8")):
        kind, *rest = head.split()
        where = f"{page.name}:{line}"
        if kind == "sh":
            for command in body.splitlines():
                done = run(*shlex.split(command)[1:])
                printed = done.output
                assert done.exit_code == (int(rest[1]) if rest else 0), f"{where}: {command}\n{printed}"
        elif kind == "text":
            assert re.fullmatch(pattern(body), printed), f"{where} prints\n{printed}"
        elif kind == "diff":
            change(tmp_path / rest[0], body)
        elif kind == "new":
            (tmp_path / rest[0]).write_text(body, "utf-8")
        elif kind == ">":
            built = [words_of(path.read_text("utf-8")) for path in sorted(tmp_path.rglob("out/**/*.html"))]
            assert any(re.sub(r"\s+", "", body) in words for words in built), f"{where} is on no page"


def test_every_report_type_has_its_tutorial() -> None:
    types = {path.parent.name for path in (Path(__file__).parents[1] / "templates").glob("*/scaffold")}
    assert {page.stem for page in PAGES} >= types


def test_a_page_that_says_anything_else_fails() -> None:
    assert re.fullmatch(pattern("a …\n…\nend\n"), "a b\nc\nd\nend\n")
    assert not re.fullmatch(pattern("2 editions checked, warnings: 0\n"), "2 editions checked, warnings: 1\n")
    assert [(head, body) for head, body, _ in steps("```sh exit 4\nreportgen x\n```\n\n> 一\n> 二\n")] == [("sh exit 4", "reportgen x\n"), (">", "一 二")]
