"""A table that was understood → the files of a report on it: data in plain numbers, their description, report.yaml and a narrative."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.edition import load_edition, sources
from reportgen.errors import DataError, Problem
from reportgen.gazetteer import agreed, alike, divisions, places
from reportgen.intake import periods
from reportgen.intake.measures import ROLES, Measure, best_of, first_bars, measures_of, places_moved, ranks_agree, uncut
from reportgen.intake.shape import Remark, Shaped
from reportgen.intake.words import Named, is_chinese, noun_of, plain
from reportgen.numbers import shown
from reportgen.resources import data_path

MANY = 35
"""Rows from which on a chart shows the first ones only."""
MAIN = 2
"""Other columns of figures that stand in the ranking itself; more of them get a table of their own."""
LATIN = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Draft:
    """The files of a project by path, and what a person should know of how they came about."""

    files: Mapping[str, str]
    remarks: tuple[Remark, ...]


def draft(table: Shaped, name: str, source_file: str, tags: Sequence[str]) -> Draft:
    """Return the project; raises DataError with every cell that is no number and every row that names another again."""
    codes, remarks = _codes(table)
    measures = measures_of(table)
    languages = {tag.partition("-")[0] for tag in sources(tags)}
    untold = [(each, lang) for each in measures.values() for lang in each.untold if lang in languages]
    remarks += [(f"untold_{lang}", {"head": each.zh if lang == "en" else each.en}) for each, lang in untold]
    remarks += list(ranks_agree(table, measures))
    has_regions = any(codes)
    context = _context(table, measures, codes, tags) | {"name": name, "source_file": source_file, "has_regions": has_regions}
    files = {"report.yaml": _rendered("report.yaml", context)}
    for tag in sources(tags):
        files[f"narrative/{tag}/10-ranking.md"] = _rendered(f"{tag}.md", context)
    columns = [table.names.cells, *(each.cells for each in measures.values())]
    files["data.csv"] = _csv(["region", *(each.id for each in measures.values())], zip(*columns, strict=True))
    if has_regions:
        files["regions.csv"] = _csv(["code", "name_zh", "fullname_zh", "name_en", "fullname_en"], _regions(table, codes))
    files["datapackage.json"] = _descriptor(table, measures, context, source_file)
    return Draft(files, (*table.laid.remarks, *table.remarks, *remarks))


def _codes(table: Shaped) -> tuple[list[str], list[Remark]]:
    """Return the code of every row whose name is a division of China, "" for others; no codes at all where they are the smaller part."""
    names = table.names.cells
    problems = [
        Problem(f"{table.laid.prefix}:{line}", "has figures and no name", "fill in the name, or delete the row", code="RG290")
        for name, line in zip(names, table.lines, strict=True)
        if not name
    ]
    meant = agreed([places(name) for name in names])
    known = [codes[0] if len(codes) == 1 else "" for codes in meant]
    if 2 * sum(map(bool, known)) <= len(names):
        known = [""] * len(names)
    seen: dict[str, tuple[str, int]] = {}
    for name, code, line in zip(names, known, table.lines, strict=True):
        other, first = seen.setdefault(code or plain(name), (name, line))
        if first != line:
            what = f"{shown(name)} is the region that line {first} calls {shown(other)}" if other != name else f"repeats {shown(name)} of line {first}"
            problems.append(Problem(f"{table.laid.prefix}:{line}", what, "each region has one row; delete one, or correct its name", code="RG291"))
    if problems:
        raise DataError(problems)
    others = [each for code, division in divisions().items() if code not in known for each in division.names]
    strange = [name for name, code in zip(names, known, strict=True) if not code] if any(known) else []
    near = {name: alike(name, others) for name in strange}
    return known, [("near_region", {"name": name, "near": near[name]}) if near[name] else ("no_region", {"name": name}) for name in strange]


def _regions(table: Shaped, codes: Sequence[str]) -> list[tuple[str, ...]]:
    return [(code, *divisions()[code].names) if code else (name,) * 5 for name, code in zip(table.names.cells, codes, strict=True)]


def _context(table: Shaped, measures: Mapping[str, Measure], codes: Sequence[str], tags: Sequence[str]) -> dict[str, Any]:
    """Return what the templates may ask for."""
    value, best, written = measures["value"], best_of(table), sources(tags)
    noun = noun_of(table.names.head) or _noun_by_codes(codes)
    others = [measure for role, measure in measures.items() if role not in ROLES]
    is_moved = "previous" in measures or "rank_change" in measures
    has_growth = "growth" in measures or ("previous" in measures and value.unit != "%")
    moves = places_moved(measures, best)
    main = ["rank", "region", value.id, *(each.id for each in others if len(others) <= MAIN)]
    main += [*(["growth"] if has_growth else []), *(["change"] if is_moved else [])]
    said = {"noun": noun, "thing": Named(noun.zh[1:], noun.one)} | _words_said(table, value, noun) | _times(table)
    return said | {
        "date": periods.day_after(table.period) if table.period else "2024-12-01", "date_is_guessed": bool(table.period),
        "editions": [f'"{tag}"' if "+" in tag else tag for tag in tags],  # YAML needs no quotes, but people read it as one word with them
        "written": written, "first": table.names.cells[0], "value": value.id, "best": best, "beyond": "above" if best == "highest" else "below",
        "previous": measures["previous"].id if "previous" in measures else "", "change": "rank_change" if "rank_change" in measures else "",
        "growth": has_growth, "moved": is_moved, "climbers": uncut(moves), "fallers": uncut([-places for places in moves]),
        "many": len(table.names.cells) > MANY, "first_bars": first_bars(value), "grid": _grid(codes),
        "main_columns": main, "other_columns": ["region", *(each.id for each in others)], "others": others if len(others) > MAIN else [],
        "titles": {tag: _title(table, value, noun, tag) for tag in written}, "subtitles": {tag: _subtitle(table, noun, is_moved, tag) for tag in written},
    }  # fmt: skip


def _words_said(table: Shaped, value: Measure, noun: Named) -> dict[str, Any]:
    """Return heads, notes and source by language: notes only in their own."""
    inside = value.en if value.en.isupper() else value.en[:1].lower() + value.en[1:]
    base, is_han = table.names.base, is_chinese(table.names.base)
    notes = "zh" if is_chinese("".join(table.laid.notes) + table.laid.source) else "en"
    return {
        "head": {"zh": value.zh, "en": value.en, "en_inside": inside},
        "key_head": {"zh": base if is_han else noun.zh[1:], "en": noun.one.capitalize() if is_han else base},
        "points": {"zh": "" if value.unit else "分", "en": "" if value.unit else " points"},
        "notes": {"zh": [], "en": []} | {notes: list(table.laid.notes)},
        "source": {"zh": "", "en": ""} | {notes: table.laid.source},
    }


def _times(table: Shaped) -> dict[str, str]:
    return {
        "year": table.period[:4], "now_short": _short(table.period), "before_short": _short(table.before),
        "period_zh": _said(table.period, "zh-Hans"), "period_en": f" in {_said(table.period, 'en')}" if table.period else "",
        "before_zh": _said(table.before, "zh-Hans") or "上期", "before_en": _said(table.before, "en") or "the previous period",
        "now_zh": _said(table.period, "zh-Hans") or "本期", "now_en": _said(table.period, "en") or "this period",
    }  # fmt: skip


def _grid(codes: Sequence[str]) -> str:
    """Return the map of squares that most of the regions fill, "" when there is none for them."""
    for name, least in (("china", 25), ("sichuan", 18)):
        if {*codes} <= _tiles(name) and len({*codes}) >= least:
            return name
    return ""


def _tiles(grid: str) -> set[str]:
    provinces = {code for code, each in divisions().items() if each.level == "province"}
    return provinces if grid == "china" else {code for code in divisions() if code.startswith("51")} - provinces


def _noun_by_codes(codes: Sequence[str]) -> Named:
    levels = {divisions()[code].level for code in codes if code}
    words_for = {"province": "省", "prefecture": "城市"}
    return noun_of(words_for.get(levels.pop(), "地区") if len(levels) == 1 else "地区") or Named("个地区", "regions", one="region")


def _said(period: str, tag: str) -> str:
    if not period:
        return ""
    try:
        return load_edition(tag).period(period)
    except ValueError:
        return period


def _short(period: str) -> str:
    """Return a period as short as the ends of a slope have room for, in English: Q1 2023.

    >>> _short("2023-Q1"), _short("2023"), _short("2023-06")
    ('Q1 2023', '2023', '2023-06')
    """
    return re.sub(r"^([0-9]{4})-([QH][1-4])$", r"\2 \1", period)


def _title(table: Shaped, head: Measure, noun: Named, tag: str) -> str:
    """Return the title of the report: the line above the table in its own language, else what is ranked by what."""
    said = [text for text in table.laid.titles if len(text) > 3 and is_chinese(text) == (tag == "zh-Hans")]
    if said:
        text = re.sub(r"^(?:附表|附件|附录|表|table|annex)\s*[0-9一二三四五六七八九十.-]*\s*[:：.、]?\s*", "", said[0], flags=re.IGNORECASE)
        text = re.sub(r"(?:排名|情况|统计|数据|一览)*表$", "", periods.find_period(text)[1].strip(" ,，:：()（）")) or text
        return text if tag == "en" or text.endswith("报告") else f"{text}报告"
    return f"各{noun.zh[1:]}{head.zh}报告" if tag == "zh-Hans" else f"{head.en} by {noun.one}"


def _subtitle(table: Shaped, noun: Named, moved: bool, tag: str) -> str:
    count = len(table.names.cells)
    if tag == "zh-Hans":
        return f"{count}{noun.zh}的位次{'与变化' if moved else ''}"
    return f"Ranks{' and changes' if moved else ''} of {count} {noun.en}"


def _rendered(file: str, context: Mapping[str, Any]) -> str:
    """Return a template filled in; its own marks are << >> and <% %>, so that those of the narrative stay."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        "<%", "%>", "<<", ">>", "<#", "#>", undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )  # fmt: skip
    environment.filters["words"] = _words
    environment.filters["tojson"] = lambda item: json.dumps(item, ensure_ascii=False)
    text = (data_path("templates") / "annual-index" / "intake" / f"{file}.j2").read_text("utf-8")
    return environment.from_string(text).render(context)


_MARKS = str.maketrans("{}\"\\`<>|", "()”/'‹›/")
"""Marks that mean something to Jinja, Markdown or YAML, and what is written in their place."""


def _words(text: str) -> str:
    """Return words of a spreadsheet as they can stand in a narrative and in a quoted caption: a number in them is no figure of the data."""
    plain_marks = text.replace("*", "").translate(_MARKS)
    return re.sub(r"[0-9][0-9.,]*[0-9]|[0-9]", lambda found: f"{{{{ fixed('{found[0]}') }}}}", plain_marks)


def _csv(head: Sequence[str], rows: Any) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _descriptor(table: Shaped, measures: Mapping[str, Measure], context: Mapping[str, Any], source_file: str) -> str:
    """Return datapackage.json: what each column is, in both languages, and where the figures are from."""
    heads = context["key_head"]
    fields: list[dict[str, Any]] = [{"name": "region", "type": "string", "titles": {"zh": heads["zh"], "en": heads["en"]}}]
    for measure in measures.values():
        kind = "integer" if measure.id == "rank_change" else "number"
        unit = {"unit": measure.unit} if measure.unit else {}
        fields.append({"name": measure.id, "type": kind, "titles": {"zh": measure.zh, "en": measure.en}, **unit})
    titles = context["titles"]
    data: dict[str, Any] = {"name": "data", "path": "data.csv", "titles": {lang: titles[tag] for lang, tag in LATIN.items() if tag in titles}}
    data |= {"period": table.period} if table.period else {}
    place = table.laid.prefix.partition("[")[2].removesuffix("]")
    data |= {"sources": [{"title": source_file, "sheet": place} if place else {"title": source_file}]}
    data |= {"schema": {"primaryKey": "region", "fields": fields}}
    resources = [data]
    if context["has_regions"]:
        columns = ("code", "name_zh", "fullname_zh", "name_en", "fullname_en")
        names = [{"name": name, "type": "string"} for name in columns]
        resources.append({"name": "regions", "path": "regions.csv", "schema": {"primaryKey": "code", "fields": names}})
    return json.dumps({"resources": resources}, ensure_ascii=False, indent=2) + "\n"
