"""Narrative templates → blocks: Jinja fills in the values, Markdown gives the structure, directives become tables and figures.

All files of an edition are read and tried before the build stops, so a writer sees every problem at once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError, UndefinedError
from pydantic import BaseModel, ValidationError

from reportgen.compute import Results
from reportgen.document import Block, Inlines
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem, ReportError, nearest
from reportgen.figures import FigureDirective, figure_node, find_table
from reportgen.markdown import Parsing, inline_markdown, locate, parse
from reportgen.ranking import Absent
from reportgen.resources import data_path
from reportgen.sandbox import Markers, bounded, environment
from reportgen.tables import TableDirective, table_node
from reportgen.tree import text_of
from reportgen.verbs import context, filters

MACROS = "macros.j2"
MAX_BYTES = 2_000_000


def read_narrative(folder: Path, place: str, report_type: str, edition: Edition) -> dict[str, str]:
    """Return the sources of an edition by name, in order: the narrative's files, and the report type's macros under "macros.j2".

    place  the folder as messages name it.
    Raises NarrativeError for a folder without Markdown files and for a file that is not UTF-8.
    """
    files = sorted(folder.glob("*.md")) if folder.is_dir() else []
    if not files:
        raise NarrativeError(Problem(place, "holds no Markdown files", f"write {place}/10-first.md", code="RG300"))
    sources, problems = {}, []
    for file in files:
        try:
            if file.is_symlink() or file.stat().st_size > MAX_BYTES:
                raise OSError("is a link, or too large")
            sources[file.name] = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            problems.append(Problem(f"{place}/{file.name}:byte {error.start}", "is not UTF-8", "save the file as UTF-8", code="RG301"))
        except OSError as error:
            problems.append(Problem(f"{place}/{file.name}", f"cannot be read: {error}", code="RG301"))
    for name, text in sources.items():
        private = next((char for char in text if "\ue000" <= char <= "\uf8ff" or (ord(char) < 32 and char not in "\n\t")), "")
        if private:
            where = locate(f"{place}/{name}", text, private)
            problems.append(Problem(where, f"holds the control or private-use character U+{ord(private):04X}", "delete it", code="RG302"))
    if problems:
        raise NarrativeError(problems)
    macros = data_path("templates") / report_type / "macros" / f"{edition.tag}.j2"
    sources[MACROS] = macros.read_text("utf-8") if macros.is_file() else ""
    return sources


def compose_blocks(sources: Mapping[str, str], place: str, edition: Edition, results: Results) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Return the blocks of all files in order, and what is worth a warning; raises NarrativeError with every error of every file."""
    markers = Markers()
    env = environment(sources, edition, markers, filters(edition))
    names = dict(context(edition, results))
    problems: list[Problem] = []
    try:
        names["index"] = env.get_template(MACROS).make_module(names)
    except Exception as error:
        raise NarrativeError(_explain(error, env, sources, names, place)) from None
    blocks: list[Block] = []
    for name, source in sources.items():
        if name == MACROS:
            continue
        misspelt = list(_misspelt(env, source, f"{place}/{name}", names))
        if misspelt:
            problems += misspelt
            continue
        try:
            text = bounded(env.get_template(name).generate(names))
        except Exception as error:
            problems.append(_explain(error, env, sources, names, place, name))
            continue
        parsing = Parsing(f"{place}/{name}", source, markers, lambda kind, label, body: None)
        parsing.directive = _Directives(parsing, edition, results).build
        blocks += parse(text, parsing)
        problems += parsing.problems
    if any(problem.level == "error" for problem in problems):
        raise NarrativeError(problems)
    return tuple(blocks), tuple(problems)


# ---------------------------------------------------------------- directives


class _Directives:
    def __init__(self, parsing: Parsing, edition: Edition, results: Results) -> None:
        self.parsing, self.edition = parsing, edition
        self.find = find_table(results.tables)

    def build(self, kind: str, label: str, body: str) -> Block | None:
        """Return the table or figure of a directive, or note what is wrong and return None."""
        label = label.strip().removeprefix("{").removesuffix("}").removeprefix("#")
        prefix = {"table": "tbl-", "figure": "fig-"}[kind]
        near = f"::: {kind} {label}"
        if not re.fullmatch(prefix + r"[a-z0-9-]+", label):
            self.parsing.note(f"::: {kind} needs a label, not {label!r}", f"::: {kind} {prefix}name", "RG360", near)
            return None
        try:
            directive = self._read(TableDirective if kind == "table" else FigureDirective, body)
            words = self._words(directive)
            if isinstance(directive, TableDirective):
                return table_node(directive, label, self.find(directive.of), self.edition, words)
            assert isinstance(directive, FigureDirective)
            return figure_node(directive, label, self.find, self.edition, words, self._plain)
        except Absent as error:
            self._note(error.what, error.hint, near, str(error.token))
        except ReportError as error:
            for problem in error.problems:
                self._note(problem.what, problem.hint, near)
        except ValidationError as error:
            for each in error.errors(include_url=False):
                step = str(each["loc"][0]) if each["loc"] else ""
                model = TableDirective if kind == "table" else FigureDirective
                unknown = each["type"] == "extra_forbidden"
                what = f"::: {kind} has no key {step!r}" if unknown else f"{'.'.join(map(str, each['loc']))}: {each['msg'].lower()}"
                self._note(what, nearest(step, model.model_fields) if unknown else "see docs/narrative.md", near, step)
        return None

    def _read(self, model: type[BaseModel], body: str) -> BaseModel:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError

        try:
            data: Any = YAML(typ="safe", pure=True).load(io.StringIO(body))
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f"line {mark.line + 1} of the directive: " if mark else ""
            hint = "put quotes around text that holds a colon or starts with a bracket"
            raise NarrativeError(Problem("", f"{line}{getattr(error, 'problem', None) or error}", hint, code="RG361")) from None
        if isinstance(data, dict):
            data = {key: _as_text(value) for key, value in data.items()}
        return model.model_validate(data if data is not None else {})

    def _words(self, directive: BaseModel) -> dict[str, Inlines]:
        assert isinstance(directive, TableDirective | FigureDirective)
        notes = (directive.note,) if isinstance(directive.note, str) else directive.note
        texts = {"caption": directive.caption, **{f"note.{i}": note for i, note in enumerate(notes)}}
        if directive.source:
            texts["source"] = directive.source
        if isinstance(directive, TableDirective):
            texts |= {f"head.{name}": head for name, head in directive.heads.items()}
        return {name: inline_markdown(text, self.parsing) for name, text in texts.items()}

    def _plain(self, text: str) -> str:
        return "".join(piece if isinstance(piece, str) else text_of((piece,)) for piece in self.parsing.markers.split(text))

    def _note(self, what: str, hint: str, near: str, token: str = "") -> None:
        source = self.parsing.source
        start = source.find(near)
        at = source.find(token, start) if token and start >= 0 else -1
        self.parsing.note(what, hint, "RG362", source[at : at + 40].split("\n")[0] if start <= at < start + 2000 else near)


def _as_text(value: Any) -> Any:
    """Return YAML numbers as the text that was meant: labels and periods are words."""
    if isinstance(value, dict):
        return {str(key): _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return str(value)


# ---------------------------------------------------------------- errors with a place


def _misspelt(env: Environment, source: str, path: str, names: Mapping[str, Any]) -> Iterator[Problem]:
    from jinja2 import meta, nodes

    try:
        tree = env.parse(source)
        unknown = meta.find_undeclared_variables(tree) - names.keys()
    except TemplateSyntaxError:
        return  # rendering reports it with its line
    lines = source.split("\n")
    for node in tree.find_all(nodes.Name):
        if node.name in unknown and node.ctx == "load":
            column = lines[node.lineno - 1].find(node.name) + 1
            hint = nearest(node.name, names)
            yield Problem(f"{path}:{node.lineno}:{column or 1}", f"there is nothing named {node.name!r}", hint, code="RG310")


def _explain(error: Exception, env: Environment, sources: Mapping[str, str], names: Mapping[str, Any], place: str, fallback: str = MACROS) -> Problem:
    name, line = _template_line(error, sources) or (fallback, 0)
    token, what, hint, code = "", str(error), "", "RG312"
    match error:
        case TemplateSyntaxError():
            name, line = error.name or fallback, error.lineno
            what, hint, code = f"template syntax: {error.message}", "see docs/narrative.md", "RG303"
        case Absent():
            token, what, hint, code = error.token, error.what, error.hint, "RG310"
        case UndefinedError():
            found = re.search(r"'([^']+)' is undefined", str(error))
            token = found[1] if found else ""
            what, hint, code = f"there is nothing named {token!r}" if token else str(error), nearest(token, names) if token else "", "RG310"
        case TemplateError():
            hint, code = "see docs/narrative.md for what a narrative may use", "RG313"
        case ReportError():
            return error.problems[0]
        case ZeroDivisionError() | ArithmeticError():
            what, hint = "a division by zero", "test the divisor first"
        case RecursionError():
            what, hint = "a macro calls itself", "write a loop"
        case TypeError() | ValueError() | AttributeError() | KeyError() | IndexError():
            what, hint = f"{type(error).__name__}: {error}", "see docs/narrative.md for what a narrative may use"
        case _:
            raise error
    where = f"templates/{name}" if name == MACROS else f"{place}/{name}"
    if not line:
        return Problem(where, what, hint, code=code)
    text = sources[name].split("\n")[line - 1]
    column = (text.find(token) if token and token in text else max(text.find("{{"), text.find("{%"), 0)) + 1
    return Problem(f"{where}:{line}:{column}", what, hint, code=code)


def _template_line(error: BaseException, sources: Mapping[str, str]) -> tuple[str, int] | None:
    """Return the innermost template line of a traceback: Jinja rewrites its frames to template positions."""
    found: tuple[str, int] | None = None
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename in sources:
            found = (filename, trace.tb_lineno)
        trace = trace.tb_next
    return found
