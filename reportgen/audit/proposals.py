"""A typed quantity + the results of the report → the expressions of the narrative language that would print it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.audit.sources import Finding
from reportgen.compute import Results
from reportgen.edition import Edition
from reportgen.entry import Entry
from reportgen.errors import ReportError
from reportgen.numerals import from_han
from reportgen.quantities import CARDINALS, DIGITS
from reportgen.ranking import Ranking
from reportgen.values import Value, decimals_of, difference, node, rest_of, size

SHOWN = 3
"""Alternatives that are listed."""
NEAR = Decimal("0.04")
"""How far a part of the data may be from one in words: 48.8 % is a half."""
FAR = 3
"""Distance of a value whose region or fact the sentence does not name."""
LONG = 3
"""Digits from which a number is met by chance so rarely that only what is as near may be meant as well."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An expression that says what was typed.

    prints      what it prints in this edition
    distance    0: region and table are named in the sentence; 1: the region there, the table in the section; 2: one of them; 3: neither
    source      place in the data, as in the ledger
    start, end  what it would replace in the file; start is -1 when it prints other words than those that stand there
    """

    expression: str
    prints: str
    distance: int
    source: str
    start: int = -1
    end: int = -1

    @property
    def is_exact(self) -> bool:
        """Tell whether it prints what stands there, character by character."""
        return self.start >= 0


@dataclass(frozen=True, slots=True)
class _Entry:
    """An expression, what it prints, the table or fact and the region it is about, and how much farther it is than a plain value."""

    expression: str
    prints: str
    source: str
    owner: str
    key: str = ""
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the data of an edition print, by its digits."""

    results: Results
    edition: Edition
    entries: Mapping[str, Sequence[_Entry]]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a finding stands among: regions and tables that the sentence names, tables and facts of the section, and the sentence itself."""

    regions: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]
    facts: frozenset[str]
    words: str

    def distance(self, table: str, key: str) -> int:
        """Return how far a value of a table and a region is from the sentence."""
        place = 0 if table in self.near else 1 if table in self.around else 2
        return place if key in self.regions else FAR

    def proposal(self, entry: _Entry) -> Proposal:
        """Return what is known as a proposal at its distance."""
        if entry.owner.startswith("facts."):
            away = 1 if re.search(rf"\b{re.escape(entry.owner)}\b", self.words) else 2
        elif entry.key:
            away = self.distance(entry.owner, entry.key)
        else:
            away = 1 if entry.owner in self.near else 2 if entry.owner in self.around else FAR
        return Proposal(entry.expression, entry.prints, away + entry.extra, entry.source)


def know(results: Results, edition: Edition) -> Known:
    """Return what the data of an edition print, to be looked up by its digits."""
    entries: dict[str, list[_Entry]] = {}
    for name, table in results.tables.items():
        for entry in (*_cells(name, table, edition), *_whole(name, table, edition)):
            entries.setdefault(_digits(entry.prints), []).append(entry)
    for entry in _facts(results, edition):
        entries.setdefault(_digits(entry.prints), []).append(entry)
    return Known(results, edition, entries)


def _digits(prints: str) -> str:
    found = DIGITS.search(prints)
    return found[0] if found else ""


def proposals(finding: Finding, text: str, known: Known) -> tuple[Proposal, ...]:
    """Return the expressions for a typed quantity of a file, the nearest first; `text` is the whole file."""
    scene = _scene(finding, text, known.results)
    found: dict[str, Proposal] = {}
    for each in _candidates(finding, scene, known):
        placed = _placed(each, finding, text)
        if placed is not None and each.expression not in found:
            found[each.expression] = placed
    ordered = sorted(found.values(), key=lambda each: (not each.is_exact, each.distance, len(each.expression), each.expression))
    return tuple(ordered)


def sure(found: tuple[Proposal, ...], finding: Finding) -> Proposal | None:
    """Return the one expression that may be written without asking: nearest, printing what stands there, and no other place says the same.

    Its region, or the fact, is known from the sentence; of numbers with few digits no place near or far but this one may say it.
    """
    is_short = len(re.sub(r"\D", "", finding.words)) < LONG
    exact = [each for each in found if each.is_exact]
    if not exact or exact[0].distance > (1 if is_short else 2):
        return None
    rivals = exact if is_short else [each for each in exact if each.distance == exact[0].distance]
    return exact[0] if len({_place(each.source) for each in rivals}) == 1 else None


def _place(source: str) -> str:
    """Return a source without its sign: a difference and its size come from one place."""
    return source[4:-1] if source.startswith("abs(") else source


# ---------------------------------------------------------------- where it stands


def _scene(finding: Finding, text: str, results: Results) -> _Scene:
    regions = {key: region for table in results.tables.values() for key, region in table.regions.items()}
    named = frozenset(key for key, region in regions.items() if any(_is_named(name, finding.context) for name in (region.name, region.full_name, key)))
    first, last = text.rfind("\n#", 0, finding.start), text.find("\n#", finding.end)
    section = text[max(first, 0) : last if last >= 0 else len(text)]

    def tables(words: str) -> frozenset[str]:
        return frozenset(name for name in results.tables if re.search(rf"(?<![\w.]){name}(?!\w)", words))

    facts = frozenset(re.findall(r"\bfacts\.\w+", section))
    return _Scene(named, tables(finding.context), tables(section), facts, finding.context)


def _is_named(name: str, words: str) -> bool:
    if not name or not name.isascii():
        return name in words if name else False
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) is not None


def _placed(candidate: Proposal, finding: Finding, text: str) -> Proposal | None:
    """Return a candidate with its place in the file, where it prints what stands there; None for one that has nothing to do with it."""
    prints = candidate.prints
    at = text.find(prints, max(0, finding.end - len(prints)), finding.start + len(prints)) if prints else -1
    if at < 0 or at > finding.start or at + len(prints) < finding.end or _cuts_a_number(text, at, at + len(prints)):
        is_near = candidate.distance <= 1 and finding.number is not None and prints == str(finding.number)
        return candidate if finding.kind == "part" or is_near else None
    return Proposal(candidate.expression, prints, candidate.distance, candidate.source, at, at + len(prints))


def _cuts_a_number(text: str, start: int, end: int) -> bool:
    return re.search(r"[0-9][.,]?$|−$", text[max(0, start - 2) : start]) is not None or re.match(r"[.,]?[0-9]", text[end : end + 2]) is not None


# ---------------------------------------------------------------- what could print it


def _candidates(finding: Finding, scene: _Scene, known: Known) -> Iterator[Proposal]:
    results, edition = known.results, known.edition
    if finding.kind == "part":
        yield from _parts(finding, scene, results, edition)
        return
    if finding.kind == "number":
        yield from (scene.proposal(entry) for entry in known.entries.get(finding.words, ()))
    for name, table in results.tables.items():
        if finding.number is not None:
            yield from _places(finding.number, name, table, scene, edition)
            yield from _counts(finding.number, name, table, scene, edition)
        if finding.kind == "number" and name in scene.near | scene.around:
            for key in table.keys:
                if key in scene.regions:
                    yield from (scene.proposal(entry) for entry in _gaps(name, table, key, scene, edition))


def _places(number: int, name: str, table: Ranking, scene: _Scene, edition: Edition) -> Iterator[Proposal]:
    """Yield ranks and changes in rank of the regions that the sentence names."""
    for key in table.keys:
        if key not in scene.regions:
            continue
        row, entry, away = f'{name}["{table.regions[key].name}"]', Entry(table, key), scene.distance(name, key)
        ranks = {f"{row}.rank": table.cell("rank", key)} if table.value else {}
        if name in scene.near | scene.around:
            ranks |= {f'{row}.rank_by("{field}")': entry.rank_by(field) for field in _fields(table) if key in table.numbers(field) and field != table.value}
        for group, words in table.group_names.items():
            if table.value and key in table.groups[group] and words in scene.words:
                ranks[f'{row}.rank_in("{group}")'] = entry.rank_in(group)
        for expression, rank in ranks.items():
            if isinstance(rank, Value) and rank.number == number:
                yield Proposal(f"{{{{ {expression} | ordinal }}}}", edition.ordinal(number), away, rank.source)
                yield Proposal(f"{{{{ {expression} }}}}", str(number), away, rank.source)
        move = table.moves.get(key)
        if move is not None and move.places is not None and abs(move.places) == number:
            yield Proposal(f"{{{{ {row}.change | places }}}}", edition.change_words(move.state, move.places), away, move.source)
            yield Proposal(f"{{{{ {row}.change | steps }}}}", edition.count("count.place", number), away, move.source)


def _counts(number: int, name: str, table: Ranking, scene: _Scene, edition: Edition) -> Iterator[Proposal]:
    """Yield how many rows a table has, and how many rose, fell and stayed."""
    away = 1 if name in scene.near else 2 if name in scene.around else FAR
    counted = {f"{name}.count": len(table.keys)}
    if table.moves:
        counted |= {f"{name}.{what} | count": len(getattr(table, what)) for what in ("rising", "falling", "unchanged")}
    for group in table.groups:
        if table.group_names.get(group, group) in scene.words and (members := table.groups[group] & set(table.keys)):
            counted[f'{name}.group("{group}").count'] = len(members)
    for expression, count in counted.items():
        if count == number:
            yield Proposal(f"{{{{ {expression} }}}}", str(number), away, f"count({table.path})")
            if edition.cardinal(number) != str(number):
                yield Proposal(f"{{{{ {expression} | words }}}}", edition.cardinal(number), away, f"count({table.path})")


def _cells(name: str, table: Ranking, edition: Edition) -> Iterator[_Entry]:
    """Yield the cells of a table."""
    for field in _fields(table):
        for key, cell in table.numbers(field).items():
            yield from (_Entry(*form, name, key) for form in _forms(f'{name}["{table.regions[key].name}"].{field}', cell, edition))


def _gaps(name: str, table: Ranking, key: str, scene: _Scene, edition: Edition) -> Iterator[_Entry]:
    """Yield how far a region is from the mean, from the leader, and from the other regions that the sentence names, whichever is larger."""
    for field in _fields(table):
        numbers = table.numbers(field)
        if key not in numbers:
            continue
        row, cell = f'{name}["{table.regions[key].name}"].{field}', numbers[key]
        if table.value and (first := numbers.get(table.keys[0])) is not None and first.unit == cell.unit and first > cell:
            yield from (_Entry(*form, name, key, 1) for form in _forms(f"difference({name}.leader.{field}, {row})", difference(first, cell), edition))
        others = {f'{name}.mean("{field}")': table.mean(field)}
        below = [other for other in table.keys[table.keys.index(key) + 1 :] if other in scene.regions and other in numbers]
        others |= {f'{name}["{table.regions[other].name}"].{field}': numbers[other] for other in below}
        for expression, other in others.items():
            if other.unit == cell.unit and other != cell:
                gap = size(difference(cell, other))
                yield from (_Entry(*form, name, key, 1) for form in _forms(f"difference({row}, {expression}) | size", gap, edition))


def _fields(table: Ranking) -> list[str]:
    """Return the fields of a table by their names in this report, each column once; ranks and changes have words of their own."""
    taken = {getattr(cell, "source", "") for cell in table.cells.get("change", {}).values()} - {""}
    found: dict[str, str] = {}
    for field in reversed(list(table.cells)):
        first = next((cell.source for cell in table.cells[field].values() if isinstance(cell, Value)), "")
        if first and first not in taken and field not in ("rank", "change"):
            found.setdefault(first, field)
    return list(found.values())


def _whole(name: str, table: Ranking, edition: Edition) -> Iterator[_Entry]:
    """Yield mean, median and spread of the fields of a table."""
    for field in _fields(table):
        for what in ("mean", "median", "spread"):
            try:
                yield from (_Entry(*form, name) for form in _forms(f'{name}.{what}("{field}")', getattr(table, what)(field), edition))
            except ReportError:  # a field of several units has no spread
                continue


def _facts(results: Results, edition: Edition) -> Iterator[_Entry]:
    for name, fact in results.facts.items():
        for part in ("value", "compare", "before"):
            value = getattr(fact, part)
            if isinstance(value, Value) and not fact.is_omitted:
                yield from (_Entry(*form, f"facts.{name}") for form in _forms(f"facts.{name}.{part}", value, edition))
                if value.unit == "percent":
                    yield from (_Entry(*form, f"facts.{name}", "", 1) for form in _forms(f"rest_of(facts.{name}.{part})", rest_of(value), edition))


def _forms(expression: str, value: Value, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield an expression, what it prints and its source: as it is, and with fewer decimals."""
    yield f"{{{{ {expression} }}}}", _text(value, edition), value.source
    shown = decimals_of(value.number) if value.decimals is None else value.decimals
    for digits in range(min(shown, 9)):
        yield f"{{{{ {expression} | decimals({digits}) }}}}", _text(replace(value, decimals=digits), edition), value.source


def _text(value: Value, edition: Edition) -> str:
    return str(getattr(node(value, edition), "text", ""))


# ---------------------------------------------------------------- parts in words


def _parts(finding: Finding, scene: _Scene, results: Results, edition: Edition) -> Iterator[Proposal]:
    """Yield percentages near a part in words, among the facts of the section: they say more, and what the words stand for."""
    share = part_of(finding.words)
    if share is None:
        return
    for name, fact in results.facts.items():
        value = fact.value
        is_near = value.unit == "percent" and abs(value.number / 100 - share) <= NEAR
        if is_near and not fact.is_omitted and f"facts.{name}" in scene.facts:
            yield Proposal(f"{{{{ facts.{name}.value }}}}", _text(value, edition), 1, value.source)


_PARTS: Mapping[str, int] = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip


def part_of(words: str) -> Decimal | None:
    """Return the part of a whole that words say, None when they say none.

    >>> [part_of(words) for words in ("三成", "四分之三", "半数", "nine tenths", "three in four", "a half", "翻番")]
    [Decimal('0.3'), Decimal('0.75'), Decimal('0.5'), Decimal('0.9'), Decimal('0.75'), Decimal('0.5'), None]
    """
    if match := re.search(r"([一二三四五六七八九十百两]+)分之([一二三四五六七八九十百两]+)", words):
        return Decimal(from_han(match[2])) / from_han(match[1])
    if match := re.match(r"([一二三四五六七八九两])成(半|[一二三四五六七八九])?", words):
        return Decimal(from_han(match[1])) / 10 + (Decimal(5 if match[2] == "半" else from_han(match[2])) / 100 if match[2] else 0)
    if "半" in words:
        return Decimal("0.5")
    numbers = [1 if word in ("a", "an") else CARDINALS.index(word) + 1 for word in re.findall(r"[a-z]+", words.lower()) if word in (*CARDINALS, "a", "an")]
    parts = [_PARTS[word.removesuffix("s")] for word in re.findall(r"[a-z]+", words.lower()) if word.removesuffix("s") in _PARTS]
    if parts:
        return Decimal(numbers[0] if numbers else 1) / parts[0]
    return Decimal(numbers[0]) / numbers[1] if len(numbers) == 2 and " in " in words else None
