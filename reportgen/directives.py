"""``::: table``, ``::: figure`` and ``::: key-figures``: from the lines of a directive to its node, or to located problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from reportgen.compute import Results
from reportgen.document import Block, Inlines
from reportgen.edition import Edition
from reportgen.errors import ReportError, nearest
from reportgen.figures import FigureDirective, figure_node, find_table
from reportgen.flags import Flags
from reportgen.keyfigures import KeyFiguresDirective, key_figures_node
from reportgen.markdown import inline_markdown
from reportgen.parsing import Parsing
from reportgen.sandbox import OPEN
from reportgen.tables import TableDirective, lines_node, table_node
from reportgen.tree import text_of
from reportgen.values import Absent
from reportgen.yamlfile import read_yaml

BODY = "directive"
"""Name of the lines of a directive where `read_yaml` wants that of a file."""

Asked = TableDirective | FigureDirective | KeyFiguresDirective
MODELS: dict[str, tuple[type[Asked], str]] = {
    "table": (TableDirective, "tbl-"),
    "figure": (FigureDirective, "fig-"),
    "key-figures": (KeyFiguresDirective, ""),
}
"""Kind → its keys, and what its labels begin with; a strip of key figures has none."""
REACH = 4000
"""Characters after the head of a directive in which its own words are looked for."""


def directive(parsing: Parsing, edition: Edition, results: Results) -> Callable[[str, str, str], Block | None]:
    """Return the function that makes a block of a directive's kind, label and lines; None when a problem was noted."""
    find = find_table(results.tables)
    flags = Flags(results.facts.values(), edition)

    def plain(text: str) -> str:
        return "".join(piece if isinstance(piece, str) else text_of((piece,)) for piece in parsing.markers.split(text))

    def make(kind: str, label: str, body: str) -> Block | None:
        label = label.strip().removeprefix("{").removesuffix("}").removeprefix("#")
        model, prefix = MODELS[kind]
        note = _notes(parsing, kind, label)
        if prefix and not re.fullmatch(prefix + r"[a-z0-9-]+", label):
            note(f"::: {kind} needs a label, not {label!r}", f"::: {kind} {prefix}name, in small letters, digits and hyphens", label)
            return None
        try:
            asked = model.model_validate(_as_text(read_yaml(body, BODY).data or {}))
            words = _words(asked, parsing)
            if isinstance(asked, TableDirective):
                _one_of(asked)
                return lines_node(asked, label, edition, words) if asked.lines else table_node(asked, label, find(asked.of), edition, words)
            if isinstance(asked, KeyFiguresDirective):
                return key_figures_node(asked, words)
            drawn = (piece for point in asked.points for piece in parsing.markers.split(point.before + point.value) if not isinstance(piece, str))
            return flags.below(figure_node(asked, label, find, edition, words, plain), drawn)
        except Absent as error:
            note(error.what, error.hint, error.token)
        except ReportError as error:
            for problem in error.problems:
                note(problem.what, problem.hint, _line_at(body, problem.where))
        except ValidationError as error:
            for what, hint, token in _explained(error, kind, model):
                note(what, hint, token)
        return None

    return make


def _one_of(asked: TableDirective) -> None:
    if bool(asked.of) == bool(asked.lines):
        hint = "leave one of the two out" if asked.of else "add a line of: …"
        raise Absent("lines" if asked.of else "", "a table has either of:, a table of the data, or lines:, written here", hint)


def _notes(parsing: Parsing, kind: str, label: str) -> Callable[[str, str, str], None]:
    source = parsing.source
    opened = f"::: {kind}"
    heads = (f"{opened} {label}".rstrip(), f'"{label}"', f"'{label}'", label)  # the last three: a macro wrote the directive
    start = next((at for at in (source.find(head) for head in heads if head) if at >= 0), -1)
    inside = start + len(opened) if source.startswith(opened, start) else start

    def note(what: str, hint: str, token: str) -> None:
        token = token.partition(OPEN)[0].strip()[:40]
        found = re.compile(rf"(?<![\w-]){re.escape(token)}(?![\w-])" if token.isalnum() else re.escape(token)).search(source, inside, inside + REACH)
        parsing.note_at(found.start() if token and found and start >= 0 else start, what, hint, "RG362")

    return note


def _line_at(body: str, where: str) -> str:
    """Return the words of a directive from the place that `read_yaml` names."""
    place = re.fullmatch(rf"{BODY}:(\d+)(?::(\d+))?", where)
    lines = body.split("\n")
    if not place or int(place[1]) > len(lines):
        return ""
    line = lines[int(place[1]) - 1]
    return line[int(place[2] or 1) - 1 :] or line


def _explained(error: ValidationError, kind: str, model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    for each in error.errors(include_url=False):
        path = [str(step) for step in each["loc"] if not str(step).startswith(("tuple[", "str", "function"))]
        name = ".".join(path)
        match each["type"]:
            case "extra_forbidden":
                yield f"::: {kind} has no key {name!r}", nearest(path[0], model.model_fields), path[-1]
            case "missing":
                yield f"::: {kind} has no {name}", f"add a line {path[-1]}: …", ""
            case "literal_error":
                yield f"{name}: {each['input']!r} is not one of {each['ctx']['expected']}", "choose one of them", str(each["input"])
            case "model_type" | "dict_type":
                yield f"::: {kind} holds no lines of the form key: value", "`reportgen reference` says what a narrative may use", ""
            case _:
                yield f"{name}: {each['msg'].removeprefix('Input ').lower()}", "`reportgen reference` says what a narrative may use", path[-1] if path else ""


def _words(asked: Asked, parsing: Parsing) -> dict[str, Inlines]:
    notes = (asked.note,) if isinstance(asked.note, str) else asked.note
    texts = {f"note.{i}": note for i, note in enumerate(notes)}
    if isinstance(asked, KeyFiguresDirective):
        texts |= {f"{part}.{i}": getattr(figure, part) for i, figure in enumerate(asked.figures) for part in ("value", "meaning")}
    else:
        texts = {"caption": asked.caption, **texts}
    if asked.source:
        texts["source"] = asked.source
    if isinstance(asked, TableDirective):
        texts |= {f"head.{name}": head for name, head in asked.heads.items()}
        texts |= {f"cell.{i}.{j}": cell for i, line in enumerate(asked.lines) for j, cell in enumerate(line) if cell}
        texts |= {"highlight": asked.highlight} if asked.highlight else {}
    return {name: inline_markdown(text, parsing) for name, text in texts.items()}


def _as_text(value: Any) -> Any:
    """Return YAML numbers as the text that was meant: labels and periods are words."""
    if isinstance(value, dict):
        return {str(key): _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return value if isinstance(value, bool) or value is None or isinstance(value, str) else str(value)
