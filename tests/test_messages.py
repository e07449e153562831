"""Every message of the code has a Chinese form, and no form has a field too many."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import click
import pytest

from reportgen import markdown, messages, misfits, narrative
from reportgen.cli import cli
from reportgen.errors import Problem
from reportgen.messages import SENTENCES, chinese, pattern, sentence, translate
from reportgen.resources import data_path
from tests.factory import problems
from tests.test_narrative import WRONG

PACKAGE = Path(messages.__file__).parent
PAIRS: dict[str, str] = tomllib.loads((data_path("templates") / "_messages" / "zh.toml").read_text("utf-8"))["pairs"]

TEXTS = {
    "ValueError": (0,), "Problem": (1, 2), "Absent": (1, 2), "Finding": (1, 2), "note": (0, 1), "_note": (0, 1), "_refused": (1, 2),
    "note_at": (1, 2), "SecurityError": (0,), "Hit": (2, 4),
}  # fmt: skip
"""Call → places of its message and its hint among the arguments."""
NAMED = {"what", "hint", "say"}
"""Names of variables and arguments that hold messages."""
TELLING = re.compile(r"_(hint|reason|meaning|explained|counted|texts)$")
"""Functions that return or yield messages, alone or among other things."""
CODE = re.compile(r"RG[0-9]{3}")
NOT_FOR_USERS = {"numerals.py", "composite.py", "measures.py", "values.py", "renderers/json.py", "renderers/layout.py", "edition.py"}
"""Modules whose ValueErrors meet programmers, or are turned into problems with words of their own."""


def constants(tree: ast.Module) -> dict[str, str]:
    """Return the texts a module gives names to: a message may be one of them."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def patterns(node: ast.AST, named: dict[str, str] | None = None) -> Iterator[str]:
    """Yield the messages an expression can give, with ``{}`` for what is computed."""
    named = named or {}
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.Name(id=name) if name in named:
            yield named[name]
        case ast.JoinedStr(values=parts):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts)  # type: ignore[misc]
        case ast.IfExp(body=body, orelse=orelse):
            yield from patterns(body, named)
            yield from patterns(orelse, named)
        case ast.BoolOp(values=values):
            for value in values:
                yield from patterns(value, named)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            for first in patterns(left, named):
                for second in patterns(right, named):
                    yield first + second
        case ast.Tuple(elts=values):
            for value in values:
                yield from patterns(value, named)


def said(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every message and hint written in a module, with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    named = constants(tree)
    for node in ast.walk(tree):
        expressions: list[ast.AST] = []
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments, keywords=keywords):
                is_hidden = name == "ValueError" and path.relative_to(PACKAGE).as_posix() in NOT_FOR_USERS
                expressions += [arguments[place] for place in TEXTS.get(name, ()) if place < len(arguments) and not is_hidden]
                expressions += [keyword.value for keyword in keywords if keyword.arg in NAMED]
            case ast.FunctionDef(name=name) if TELLING.search(name):
                expressions += [each.value for each in ast.walk(node) if isinstance(each, ast.Return | ast.Yield) and each.value is not None]
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in NAMED:
                expressions.append(value)
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                expressions += [value for name, value in zip(names, values, strict=False) if isinstance(name, ast.Name) and name.id in NAMED]
        # A refused file is named at the beginning of what is said.
        before = "{} " if path.name == "reading.py" and isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_refused" else ""
        if path.name == "numbers.py" and isinstance(node, ast.FunctionDef):
            before = "{} "  # the number that is refused
        for index, expression in enumerate(expressions):
            for text in patterns(expression, named):
                if CODE.fullmatch(text):
                    continue
                text = before + text if index == 0 or isinstance(node, ast.FunctionDef) else text
                if re.search(r"[A-Za-z]{2}", text.replace("{}", "")):
                    yield re.sub(r"\{![rs]\}", "{}", text), node.lineno  # type: ignore[attr-defined]


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name not in ("doctor.py", "messages.py") and path.parent.name != "cli")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_message_in_the_code_has_a_chinese_form(path: Path) -> None:
    untold = {f"{text}  (line {line})" for text, line in said(path) if chinese(text) == text}
    assert untold == set()


def test_the_messages_of_the_code_are_found() -> None:
    found = {text for path in MODULES for text, _ in said(path)}
    assert {"there is no table {}", "there is no setting {}", "is nested more than {} levels deep"} <= found
    assert {"template syntax: {}", "{}: printed {}× in this section, {}× at {}", narrative.ALLOWED, "add a line {}: …", "cover and credits"} <= found


@pytest.mark.parametrize(
    ("english", "form"),
    [
        ("template syntax: unexpected '}'", "模板语法有误：此处不应出现'}'"),
        ("template syntax: expected token 'end of print statement', got 'b'", "模板语法有误：此处应为双花括号的结尾，却是'b'"),
        ("theme.up is 'red', which is not a colour", "theme.up写成了'red'，不是颜色"),
        ("an image is not used in a narrative", "正文中不使用图片"),
        ("is not YAML: expected ',' or ']', but got ':'", "YAML语法有误：此处应为逗号或']'，却是':'"),
        ("t.csv: printed 2× in this section, 1× at b.md:1:1", "t.csv：本节印出2次，b.md:1:1处印出1次"),
        ("no font has the character 㐂 (U+3402), in “cover and credits”", "所有字体都没有字符㐂（U+3402），见“封面和署名页”"),
        ("the number 20 is typed by hand: …共20个…", "数字20是手工输入的：…共20个…"),
    ],
)
def test_messages_with_words_of_a_library_or_of_a_table_are_told_whole(english: str, form: str) -> None:
    assert chinese(english) == form


@pytest.mark.parametrize(("kind", "remedy"), sorted({*misfits.PATTERNS.values(), *misfits.EXPECTED.values(), *markdown.UNUSED.values()}))
def test_the_tables_of_messages_have_a_chinese_form(kind: str, remedy: str) -> None:
    assert chinese(f"a is 'b', which {kind}") == f"a写成了'b'，{chinese(kind)}"
    assert re.search("[\u4e00-\u9fff]", chinese(kind))
    assert re.search("[\u4e00-\u9fff]", chinese(remedy))


@pytest.mark.parametrize("text", [text for text, *_ in WRONG])
def test_what_is_wrong_in_a_directive_is_told_in_chinese(text: str) -> None:
    for problem in problems(text):
        assert chinese(problem.what) != problem.what
        assert chinese(problem.hint) != problem.hint or not problem.hint


@pytest.mark.parametrize("english", PAIRS)
def test_a_pair_has_the_same_fields_and_speaks_chinese(english: str) -> None:
    count = english.count("{}")
    fields = [f"«{n}»" for n in range(count)]
    message = "".join(part + field for part, field in zip_longest(english.split("{}"), fields, fillvalue=""))
    form = PAIRS[english].format(*fields)
    assert all(form.count(field) == 1 for field in fields)
    assert re.search("[\u4e00-\u9fff]", form)
    assert chinese(message) == form, "another pattern takes this message"


def test_fields_are_moved_over_and_messages_inside_them_told_too() -> None:
    problem = Problem("report.yaml:3:1", "there is no table 'citys'", "did you mean 'cities'?", code="RG250")
    assert translate(problem, "zh") == "report.yaml:3:1：错误[RG250]：没有名为'citys'的表\n  建议：是否想写'cities'？"
    assert translate(problem, "en") == str(problem)
    assert chinese("date is '2024-02-30', which is not a date") == "date写成了'2024-02-30'，不是日期"


def test_an_unknown_message_stays_whole() -> None:
    assert chinese("something nobody wrote down") == "something nobody wrote down"
    assert pattern("a {} b").fullmatch("a (x) b")


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_is_there_in_both_languages_with_the_same_fields(key: str) -> None:
    fields = {lang: set(re.findall(r"\{(\w+)\}", text)) for lang, text in SENTENCES[key].items()}
    assert fields["zh"] == fields["en"] == fields.get("one", fields["en"])
    assert sentence(key, "zh", **dict.fromkeys(fields["zh"], 2))


def test_every_help_text_has_a_chinese_form() -> None:
    inner = [verb for command in cli.commands.values() if isinstance(command, click.Group) for verb in command.commands.values()]
    for command in (cli, *cli.commands.values(), *inner):
        paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
        options = [parameter.help or "" for parameter in command.params if isinstance(parameter, click.Option)]
        for text in filter(None, (*paragraphs, *options)):
            assert chinese(text) != text
