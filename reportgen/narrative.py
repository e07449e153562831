"""Narrative templates → blocks: Jinja fills in the values, Markdown gives the structure, directives become tables and figures.

All files of an edition are read and tried before the build stops, so a writer sees every problem at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, UndefinedError, nodes

from reportgen.compute import Results
from reportgen.directives import directive
from reportgen.document import Block, Heading
from reportgen.edition import Edition
from reportgen.errors import NarrativeError, Problem, ReportError, nearest
from reportgen.markdown import parse
from reportgen.parsing import Parsing
from reportgen.places import locate, place_of
from reportgen.resources import data_path
from reportgen.sandbox import Markers, NarrativeEnvironment, bounded, environment
from reportgen.tree import text_of, walk
from reportgen.values import Absent
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
        names["index"] = _macros(env, sources[MACROS], names)
    except Exception as error:
        raise NarrativeError(_explain(error, env, sources, names, place, MACROS)) from None
    blocks: list[Block] = []
    for name, source in sources.items():
        if name == MACROS:
            continue
        try:
            template = env.get_template(name)
            misspelt = list(_misspelt(env, source, f"{place}/{name}", names))
            if misspelt:
                problems += misspelt
                continue
            text = bounded(template.generate(names))
        except Exception as error:
            problems += _explain(error, env, sources, names, place, name)
            continue
        parsing = Parsing(f"{place}/{name}", source, markers, lambda kind, label, body: None)
        parsing.directive = directive(parsing, edition, results)
        blocks += parse(text, parsing)
        problems += parsing.problems
    if any(problem.level == "error" for problem in problems):
        raise NarrativeError(problems)
    return tuple(blocks), (*problems, *_skipped_levels(blocks, sources, place))


def _macros(env: NarrativeEnvironment, source: str, names: Mapping[str, Any]) -> Any:
    template: Template = env.get_template(MACROS)
    if misspelt := list(_misspelt(env, source, f"templates/…/{MACROS}", names)):
        raise NarrativeError(misspelt)
    try:
        return template.make_module(dict(names))
    except Exception:
        env.handle_exception()  # raises it again, with the template's own lines in the traceback


def _skipped_levels(blocks: list[Block], sources: Mapping[str, str], place: str) -> Iterator[Problem]:
    headings = [block for block in walk(tuple(blocks)) if isinstance(block, Heading)]
    for above, heading in pairwise(headings):
        if heading.level > above.level + 1:
            title = text_of(heading.content)
            where = next((locate(f"{place}/{name}", source, title) for name, source in sources.items() if title and title in source), place)
            what = f"the heading “{title}” of level {heading.level} follows one of level {above.level}"
            yield Problem(where, what, f"write it with {'#' * (above.level + 1)}", "warning", "RG323")


# ---------------------------------------------------------------- errors with a place


def _misspelt(env: NarrativeEnvironment, source: str, path: str, names: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield each use of a name that is declared nowhere, of the template compiled last."""
    unknown = env.undeclared - names.keys()
    if not unknown:
        return
    lines = source.split("\n")
    seen: dict[tuple[int, str], int] = {}
    for node in env.parse(source).find_all(nodes.Name):
        if node.name in unknown and node.ctx == "load":
            found = re.compile(rf"(?<![\w.\"']){re.escape(node.name)}(?!\w)").search(lines[node.lineno - 1], seen.get((node.lineno, node.name), 0))
            seen[node.lineno, node.name] = found.end() if found else 0
            column = found.start() + 1 if found else 1
            yield Problem(f"{path}:{node.lineno}:{column}", f"there is nothing named {node.name!r}", nearest(node.name, names), code="RG310")


ALLOWED = "`reportgen reference` says what a narrative may use"


def _explain(error: Exception, env: NarrativeEnvironment, sources: Mapping[str, str], names: Mapping[str, Any], place: str, file: str) -> list[Problem]:
    """Return the problems an exception of a template stands for, at the line of the narrative that led to it."""
    if isinstance(error, ReportError) and not isinstance(error, Absent):
        return list(error.problems)
    token, what, hint, code = _meaning(error, env, names)
    name, line = _template_line(error, sources, file) or (file, 0)
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or file, error.lineno
    where = f"templates/…/{name}" if name == MACROS else f"{place}/{name}"
    if not line:
        return [Problem(where, what, hint, code=code)]
    if code == "RG303" and (at := re.search(r" at (\d+)$", what)):
        return [Problem(place_of(where, sources[name], int(at[1])), what[: at.start()], hint, code=code)]
    text = sources[name].split("\n")[line - 1]
    opened = [at for at in (text.find("{{"), text.find("{%")) if at >= 0]
    column = text.find(token) if token and token in text else min(opened, default=0)
    return [Problem(f"{where}:{line}:{column + 1}", what, hint, code=code)]


def _meaning(error: Exception, env: NarrativeEnvironment, names: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return what was written, what is wrong with it, the remedy and the code."""
    words = re.sub(r"\w+\.<locals>\.", "", str(error))
    match error:
        case Absent():
            return error.token, error.what, error.hint, "RG310"
        case TemplateError() if found := re.match(r"No filter named '([^']+)'", words):
            return found[1], f"there is no filter {found[1]!r}", nearest(found[1], env.filters), "RG310"
        case TemplateError() if found := re.match(r"No test named '([^']+)'", words):
            return found[1], f"there is no test {found[1]!r}", nearest(found[1], env.tests), "RG310"
        case TemplateSyntaxError():
            return "", f"template syntax: {error.message}", _syntax_hint(str(error.message)), "RG303"
        case UndefinedError():
            missing = re.search(r"'([^']+)' is undefined", words)
            return (missing[1], f"there is nothing named {missing[1]!r}", nearest(missing[1], names), "RG310") if missing else ("", words, ALLOWED, "RG310")
        case TemplateError():
            quoted = re.search(r"'([^']+)'", words)
            return quoted[1] if quoted else "", words, ALLOWED, "RG313"
        case ZeroDivisionError():
            return "", "a division by zero", "test the divisor first", "RG312"
        case ArithmeticError():
            return "", "a number that cannot be computed", "look at the values of this line: a division by zero, or words for a number", "RG312"
        case RecursionError():
            return "", "a macro calls itself without end", "write a loop", "RG312"
        case TypeError() | ValueError() | AttributeError() | KeyError() | IndexError():
            return "", words, ALLOWED, "RG312"
        case _:
            raise error


def _syntax_hint(words: str) -> str:
    """Return the remedy for half a pair of braces, for a Chinese character where the template wants its own, or the manual."""
    if re.fullmatch(r"unexpected '}'|.*expected 'end of print statement'\.", words):
        return "values stand in double braces: {{ … }}"
    found = re.search(r"unexpected char '(.)'", words)
    plain = {"“": '"', "”": '"', "‘": "'", "’": "'", "。": ".", "、": ",", "【": "[", "】": "]"}
    meant = plain.get(found[1], unicodedata.normalize("NFKC", found[1])) if found else ""
    return f"write it half-width: {meant}" if found and meant != found[1] else ALLOWED


def _template_line(error: BaseException, sources: Mapping[str, str], file: str) -> tuple[str, int] | None:
    """Return the innermost line of `file` in a traceback, else of any template: Jinja rewrites its frames to template positions."""
    found: dict[str, int] = {}
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        filename = trace.tb_frame.f_code.co_filename
        if filename in sources:
            found[filename] = trace.tb_lineno
        trace = trace.tb_next
    name = file if file in found else next(reversed(found), "")
    return (name, found[name]) if name else None
