"""What a narrative may use, told by the code that lets it through: names, what each gives, how it is written.

The meaning of a name in English is the first line of its docstring; `templates/_reference/narrative.toml` has its Chinese and an
example.  A name without an entry there, or an entry without a name, fails the tests, so the page cannot fall behind the code.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from reportgen.charts import CHARTS, chart_kind
from reportgen.compute import Results, compute
from reportgen.directives import MODELS
from reportgen.edition import Edition, load_edition, sources
from reportgen.entry import Entry
from reportgen.errors import Problem, ProjectError, nearest
from reportgen.facts import Fact
from reportgen.inputs import read_data
from reportgen.items import Item
from reportgen.markdown import BLOCKS
from reportgen.narrative import MACROS, compose_blocks
from reportgen.project import load_project
from reportgen.ranking import Ranking
from reportgen.resources import data_path
from reportgen.sandbox import JINJA_FILTERS, JINJA_TESTS, LOOP_NAMES
from reportgen.tree import text_of
from reportgen.values import Move, Value, node
from reportgen.verbs import context, filters

Language = Literal["en", "zh"]

OWN: Mapping[str, type] = {"table": Ranking, "row": Entry, "change": Move, "value": Value, "fact": Fact, "item": Item}
"""Chapter → the type whose names it lists."""
FIELDS: Mapping[str, Mapping[str, str]] = {
    "table": {
        '["…"]': "the row of a region, by code, short or full name in any language; a misspelt name stops the build and names the nearest",
        "title": "words of the data for what the table is",
        "period": "words of the data for the time its values hold for",
        "group_name": "of a part of a table: the name of its group in the words of the edition",
    },
    "item": {
        ".…": "any column of the row, in the words of the edition",
        "key": "what names the row; table[item] is the row of a table for it, item in table says whether there is one",
        "name": "the short name of what the row is about",
        "full_name": "the full name of what the row is about",
    },
    "row": {".…": "any field of the table", "key": "the code of the region, to look it up in another table"},
}
"""What is a field or an index, and so has no docstring of its own."""


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that may be written.

    name      as it is written after its chapter's own word: "top(n)", "| ordinal", "caption"
    meaning   what it gives, in the reader's language
    examples  as written in a narrative
    """

    name: str
    meaning: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """What may be written about one kind of thing; `key` is the same in every language."""

    key: str
    title: str
    words: str
    uses: tuple[Use, ...]


def reference(language: Language = "en") -> tuple[Chapter, ...]:
    """Return all that a narrative may use, in the order of the page."""
    return tuple(
        Chapter(key, part["title"][language], part["words"][language], tuple(_uses(key, part["uses"], language))) for key, part in _told().items()
    )


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads((data_path("templates") / "_reference" / "narrative.toml").read_text("utf-8"))


def _uses(key: str, told: Mapping[str, list[str]], language: Language) -> Iterator[Use]:
    known = dict(_known(key))
    for name, (chinese, *examples) in told.items():
        written, meaning = known[name]
        yield Use(written, chinese if language == "zh" else meaning, tuple(examples))


def names(key: str) -> frozenset[str]:
    """Return the names that the code lets through in a chapter.

    >>> sorted(names("fact"))
    ['attribution', 'before', 'compare', 'is_flagged', 'period', 'value']
    """
    return frozenset(dict(_known(key)))


def _known(key: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each name of a chapter with the way it is written and its meaning in English."""
    if key in OWN:
        said = FIELDS.get(key, {})
        for name in {*said, *OWN[key].NAMES}:  # type: ignore[attr-defined]
            yield name, (name, said[name]) if name in said else _of_type(OWN[key], name)
    elif key.startswith("::: "):
        fields = MODELS[key.removeprefix("::: ")][0].model_fields
        yield from ((name, (name, (field.description or "").removesuffix("."))) for name, field in fields.items())
    else:
        yield from _LISTS[key]()


def _of_type(kind: type, name: str) -> tuple[str, str]:
    found = inspect.getattr_static(kind, name, None)
    if inspect.isfunction(found):
        return f"{name}({_arguments(found)})", _first_line(found)
    if isinstance(found, property):
        return name, _first_line(found)
    said = re.search(rf"^{name} +(\S.*)$", inspect.getdoc(kind) or "", re.MULTILINE)
    return name, said[1] if said else ""


def _arguments(call: Any) -> str:
    given = [each for each in inspect.signature(call).parameters.values() if each.name != "self"]
    return ", ".join(each.name if each.default is each.empty else f"{each.name}={each.default!r}" for each in given)


def _first_line(thing: Any) -> str:
    said = " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())
    return re.sub(r"^(?:Return|Tell) ", "", said).replace("raises Absent", "stops the build").removesuffix(".")


def _filters() -> Iterator[tuple[str, tuple[str, str]]]:
    for name, verb in filters(load_edition("en")).items():
        given = _arguments(verb).partition(", ")[2]
        yield name, (f"| {name}({given})" if given else f"| {name}", _first_line(verb))


def _functions() -> Iterator[tuple[str, tuple[str, str]]]:
    for name, verb in context(load_edition("en"), Results({}, {}, {}, {}, {})).items():
        if callable(verb):
            yield name, (f"{name}({_arguments(verb)})", _first_line(verb))


def _charts() -> Iterator[tuple[str, tuple[str, str]]]:
    for kind in CHARTS:
        said = _first_line(chart_kind(kind)).partition(": ")[2]
        yield kind, (kind, said)


_LISTS: Mapping[str, Callable[[], Iterable[tuple[str, tuple[str, str]]]]] = {
    "filter": _filters,
    "function": _functions,
    "chart": _charts,
    "block": lambda: ((name, (f"::: {name}", meaning)) for name, meaning in BLOCKS.items()),
    "text-filter": lambda: ((name, (f"| {name}", meaning)) for name, meaning in JINJA_FILTERS.items()),
    "test": lambda: ((name, (f"is {name}", meaning)) for name, meaning in JINJA_TESTS.items()),
    "loop": lambda: ((name, (f"loop.{name}", meaning)) for name, meaning in LOOP_NAMES.items()),
}


# ---------------------------------------------------------------- printed


def printed(examples: Iterable[str], edition: Edition, results: Results) -> list[str]:
    """Return what each example prints in an edition; raises NarrativeError for one that does not build."""
    written = list(examples)
    source = {"reference.md": "\n\n".join(written), MACROS: ""}
    blocks, _ = compose_blocks(source, "reference", edition, results)
    assert len(blocks) == len(written), "every example is one paragraph"
    return [text_of(block.content) for block in blocks]  # type: ignore[union-attr]


def as_text(chapters: Iterable[Chapter], word: str = "") -> str:
    """Return chapters as lines for a terminal; `word` keeps the uses that have it in their name, meaning or examples."""
    parts = []
    for chapter in chapters:
        uses = [use for use in chapter.uses if word.casefold() in " ".join((use.name, use.meaning, *use.examples)).casefold()]
        if uses:
            lines = ["\n      ".join((f"  {use.name}", use.meaning, *use.examples)) for use in uses]
            parts.append("\n".join((chapter.title, *([f"  {chapter.words}"] if chapter.words and not word else []), *lines)))
    return "\n\n".join(parts)


def as_markdown(chapters: Iterable[Chapter], results: Mapping[str, Results]) -> str:
    """Return chapters as the sections of a page; `results` prints every example, in one column an edition."""
    parts = []
    for chapter in chapters:
        written = [example for use in chapter.uses for example in use.examples]
        columns = [iter(printed(written, load_edition(tag), of)) for tag, of in results.items()] if written else []
        heads = ["", "", *(["", *results] if written else [])]
        lines = [f"## {chapter.title}", "", chapter.words, "", _cells(heads), _cells(["---"] * len(heads))]
        for use in chapter.uses:
            examples = use.examples or ([""] if written else [])
            for index, example in enumerate(examples or [""]):
                said = [_code(use.name), use.meaning] if index == 0 else ["", ""]
                shown = [next(column) if example else "" for column in columns]
                lines.append(_cells([*said, *([_code(example), *shown] if written else [])]))
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').strip() for cell in cells)} |"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


# ---------------------------------------------------------------- a project's own names


_OF_PROJECTS: Mapping[str, Mapping[Language, str]] = {
    "table": {"en": "{count} rows; the examples are those of its first row.", "zh": "{count}行，示例取第一行。"},
    "facts": {"en": "Facts", "zh": "单项事实"},
    "flagged": {"en": "{flag}: {reason}", "zh": "{flag}：{reason}"},
    "groups": {"en": "Groups", "zh": "分组"},
    "macros": {"en": "Macros of the report type", "zh": "报告类型的宏"},
}


def project_names(path: Path, tag: str = "", language: Language = "en") -> tuple[Chapter, ...]:
    """Return what the narrative of a project may name, as one edition prints it: tables with their fields, facts, groups.

    tag  an edition with a narrative of its own; the first when left out.
    Raises ReportError for what is wrong in report.yaml and the data.
    """
    project = load_project(path)
    tags = sources(project.spec.editions)
    if tag and tag not in tags:
        raise ProjectError(Problem("command line", f"the edition {tag!r} has no narrative of its own", nearest(tag, tags), code="RG133"))
    edition = load_edition(tag or tags[0])
    results = compute(project, read_data(project), edition, lambda problem: None)
    said = {key: words[language] for key, words in _OF_PROJECTS.items()}
    tables = [
        Chapter(name, f"{name}: {table.title}", said["table"].format(count=len(table)), tuple(_fields(table, edition)))
        for name, table in results.tables.items()
    ]
    facts = tuple(Use(name, _shown_fact(fact, edition, said["flagged"]), (f"{{{{ facts.{name}.value }}}}",)) for name, fact in results.facts.items())
    groups = tuple(Use(name, words, (f'{{{{ group_name("{name}") }}}}',)) for name, words in results.group_names.items())
    macros = tuple(_macros(project.spec.type, edition))
    return (*tables, *(Chapter(key, said[key], "", uses) for key, uses in (("facts", facts), ("groups", groups), ("macros", macros)) if uses))


_MACRO = re.compile(r"\{#-\s*(?P<said>[^#]*?)\s*-?#\}\s*\{%-?\s*macro (?P<written>(?P<name>[a-z]\w*)\([^%]*?\))\s*-?%\}")
"""A macro with the comment above it; one that begins with _ is for other macros."""


def _macros(report_type: str, edition: Edition) -> Iterator[Use]:
    path = data_path("templates") / report_type / "macros" / f"{edition.tag}.j2"
    for found in _MACRO.finditer(path.read_text("utf-8") if path.is_file() else ""):
        yield Use(found["name"], " ".join(found["said"].split()), (f"{{{{ index.{found['written']} }}}}",))


def _fields(table: Ranking, edition: Edition) -> Iterator[Use]:
    names = ["rank", "region", *(["change"] if table.has_changes else []), *table.cells] if table.value else ["region", *table.cells]
    first = table.keys[0]
    for name in dict.fromkeys(names):
        cell = table.cell(name, first)
        shown = text_of((node(cell, edition),)) if cell is not None else "—"
        head = table.heads.get(name, "")
        row, field = "leader" if table.value else "rows[0]", "name" if name == "region" else name
        yield Use(name, f"{head}: {shown}" if head else shown, (f"{{{{ {table.name}.{row}.{field} }}}}",))


def _shown_fact(fact: Fact, edition: Edition, flagged: str) -> str:
    parts = [text_of((node(fact.value, edition),)), fact.period.text if fact.period else "", fact.attribution.text if fact.attribution else ""]
    return "; ".join([*filter(None, parts), *([flagged.format(flag=fact.flag, reason=fact.reason)] if fact.flag else [])])
