"""A sentence in its surroundings: its clauses, what stands above it, and which column of which table a claim in it can mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.proofread.lexicon import Board, Column, Lexicon, Measure
from reportgen.proofread.marking import mentions, runs
from reportgen.proofread.model import Mention
from reportgen.proofread.vocabulary import Vocabulary, normal

INDICATORS = ("family", "column", "growth", "score", "change_up", "change_down")
PREDICATES = ("rank", "top", "bottom", "span")
REMEMBERED = 12
"""Regions of a paragraph that a later sentence of it can be about."""
_RISE = re.compile(r"\b(?:rise|gain|climb|fall|drop|loss)$", re.IGNORECASE)
"""What a superlative ends in that is about places gained or lost, or about growth."""
_OPENING = "“‘「『"
_OBJECT = re.compile(
    r"(?:[与和跟比距较对向]|[前后]一位|领先于?|高于|低于|落后于?|超过|超越|赶超|取代|不及"
    r"|\b(?:overtak\w+|overtook|replac\w+|displac\w+|of|than|behind|above|below|from|to|against)|(?<!, )\bwith)\s*$", re.IGNORECASE
)
"""What stands before a region that something is held against."""
_SAID = re.compile(
    r"(?:[^，；。,;]{0,14}?(?:是|为|属于)|\s*的|[^，；。;]{0,70}?\b(?:are|is|was|were)|[^，；。,;]{0,3}[:：]|\s*[,，]?\s*(?:即|namely)"
    r"|-placed|\s*goes to|\s*belongs to)\s*(?:that of\s+|those of\s+)?(?:the\s+)?"
)
"""What stands between a rank and the regions that have it, when the rank comes first."""
_OF_REGIONS = re.compile(r"\s*的\s*[^第首前]")


@dataclass(frozen=True, slots=True)
class Background:
    """What stands above a sentence: indicators, scopes, table numbers and regions, the nearest first."""

    families: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def under(self, found: Iterable[Mention]) -> Background:
        """Return the background after words that mention something; what they leave open stays as it was."""
        said = tuple(found)

        def nearest(kind: str, before: tuple[str, ...]) -> tuple[str, ...]:
            new = tuple(dict.fromkeys(each.key for each in reversed(said) if each.kind == kind))
            return new[:1] or before

        families = nearest("family", self.families)
        columns = nearest("column", () if any(each.kind == "family" for each in said) else self.columns)
        regions = tuple(dict.fromkeys((*(code for each in said if each.kind == "region" for code in each.codes), *self.regions)))[:REMEMBERED]
        groups = tuple(dict.fromkeys((*(each.key for each in said if each.kind == "group"), *self.groups)))[:3]
        scopes, tables = nearest("scope", self.scopes), nearest("table", self.tables)
        return replace(self, families=families, columns=columns, scopes=scopes, tables=tables, regions=regions, groups=groups)


@dataclass(frozen=True)
class Reading:
    """One meaning of a claim: a column of a table, and the regions it is held against (all of the table for an empty `group`)."""

    board: Board
    column: Column
    group: str = ""
    members: frozenset[str] = frozenset()

    @cached_property
    def cells(self) -> dict[str, object]:
        """Return the figures of the regions it is held against, by code."""
        return {code: cell for code, cell in self.column.cells.items() if not self.group or code in self.members}


@dataclass(frozen=True)
class Scene:
    """One sentence in normal form.

    heading    what the headings and the caption above say
    paragraph  what the paragraph has said before
    """

    text: str
    found: tuple[Mention, ...]
    clauses: tuple[tuple[int, int], ...]
    runs: tuple[tuple[Mention, ...], ...]
    heading: Background
    paragraph: Background
    lexicon: Lexicon

    def clause(self, mention: Mention) -> tuple[int, int]:
        """Return the clause a mention stands in."""
        return next((span for span in self.clauses if span[0] <= mention.start < span[1]), (0, len(self.text)))

    def within(self, span: tuple[int, int], *kinds: str) -> list[Mention]:
        """Return the mentions of some kinds between two places."""
        return [each for each in self.found if each.kind in kinds and span[0] <= each.start < span[1]]

    def has(self, span: tuple[int, int], *kinds: str) -> bool:
        """Return whether there is a mention of one of these kinds between two places."""
        return bool(self.within(span, *kinds))

    def in_brackets(self, mention: Mention) -> bool:
        """Return whether a mention stands in round brackets."""
        before = self.text[: mention.start]
        return before.count("(") > before.count(")")

    def owner(self, mention: Mention) -> Mention | None:
        """Return the region in front of the brackets that hold a mention."""
        opening = self.text.rfind("(", 0, mention.start)
        return next((each for each in self.found if each.kind == "region" and each.end <= opening and not self.text[each.end : opening].strip()), None)

    # ------------------------------------------------------------ subjects

    def subject(self, mention: Mention) -> tuple[Mention, ...]:
        """Return the regions a claim at `mention` is about: those that follow "… is", else the nearest before, else those of clauses before."""
        start, end = self.clause(mention)
        if after := self.said_after(mention, end):
            return after
        before = [run for run in self.runs if start <= run[0].start and run[-1].end <= mention.start]
        if before and re.fullmatch(r"\s*,?\s*(?:in|at)\s*", self.text[before[-1][-1].end : mention.start]):
            return before[-1]
        if free := [run for run in before if not self.is_object(run)]:
            return free[-1]
        earlier = [run for run in self.runs if run[-1].end <= start]
        if earlier and re.fullmatch(r"\s*(?:\([^()]*\))?\s*,\s*", self.text[earlier[-1][-1].end : start]) and not before:
            return earlier[-1]
        if not before and not self.topic(start) and re.match(r"\s*(?:with|at|以|凭)", self.text[start:], re.IGNORECASE):
            return next((run for run in self.runs if run[0].start >= end), ())
        return self.topic(start) or (before[-1] if before else ())

    def is_object(self, run: tuple[Mention, ...]) -> bool:
        """Return whether regions are those that something is held against: "比河南", "behind Fujian"."""
        return bool(_OBJECT.search(self.text[: run[0].start])) and run[0].start > 0

    def topic(self, place: int) -> tuple[Mention, ...]:
        """Return the regions that the clauses before a place are about: the first of the last clause that has any; empty for none."""
        free = [run for run in self.runs if run[-1].end <= place and not self.is_object(run)]
        if not free:
            return ()
        clause = self.clause(free[-1][0])
        return next(run for run in free if run[0].start >= clause[0])

    def said_after(self, mention: Mention, end: int) -> tuple[Mention, ...]:
        """Return the regions that a rank is said of behind it: "排名前三的是…", "the first is …", "首位广东"; empty for none."""
        following = [run for run in self.runs if mention.end <= run[0].start < max(end, mention.end + 1) or 0 <= run[0].start - mention.end < 14]
        if not following:
            return ()
        between = self.text[mention.end : following[0][0].start]
        if not between and len(following[0]) == max(mention.low if mention.kind in ("top", "bottom") else 1, 1) and re.search("[位名]", mention.text):
            return following[0]
        if _SAID.fullmatch(between) or (mention.kind == "span" and not between.strip()):
            return following[0]
        return ()

    # ------------------------------------------------------------ readings

    def readings(self, mention: Mention, codes: Iterable[str], measure: Measure | None = None) -> tuple[Reading, ...]:
        """Return what a claim at `mention` about regions can mean, the likeliest first; empty when no table has it.

        measure  the kind of column the figure asks for; None when the words decide
        """
        wanted = frozenset(codes)
        names, said = self._indicator(mention)
        measures: tuple[Measure, ...] = (measure,) if measure else said
        boards = self.boards(mention, wanted)
        found = [
            Reading(board, column, *group)
            for each in measures
            for name in (names if each == "value" else ("",))
            for board in boards
            for group in self._groups(mention)
            if (column := _column(board, name, each)) is not None and wanted <= column.cells.keys()
        ]
        return tuple(found)

    def near(self, mention: Mention) -> tuple[Mention, bool] | None:
        """Return the indicator a claim names, and whether it is in its own clause; None when the sentence names none before it."""
        start, end = self.clause(mention)
        stop = next((each.start for each in self.within((mention.end, end), *PREDICATES)), end)
        before, after = self._named((start, mention.start)), self._named((mention.end, stop))
        if after:
            gap = self.text[mention.end : after[0].start]
            for each in self.within((mention.end, after[0].start), "scope", "group"):
                gap = gap.replace(each.text, "")
            if re.fullmatch(r"\W*(?:places?|points?|position)?\s*(?:(?:in|of|among)\s+)?(?:on|by|for|in)\s+(?:the\s+|its\s+)?", gap):
                return after[0], True
        if before:
            last = before[-1]
            if last.kind == "family" and (column := self.within((last.end, mention.start), "column")):
                last = column[-1]
            return last, True
        if named := [each for each in after if each.kind in ("family", "column")]:
            return named[0], True
        earlier = self._named((0, start))
        return (earlier[-1], False) if earlier else None

    def _named(self, span: tuple[int, int]) -> list[Mention]:
        """Return the indicators between two places, without those that something is held against: "better than on the overall index"."""
        return [each for each in self.within(span, *INDICATORS) if not re.search(r"(?:比|较|than)(?:\s+on)?(?:\s+the)?\s*$", self.text[: each.start])]

    def _indicator(self, mention: Mention) -> tuple[tuple[str, ...], tuple[Measure, ...]]:
        """Return the columns that can be meant by name, "" for the main one, and the kinds of measure that can be meant."""
        if mention.key in ("growth", "change_up", "change_down"):
            return ("",), ("growth",) if mention.key == "growth" else ("change",)
        near = self.near(mention)
        if _RISE.search(mention.text) and (near is None or near[0].kind in ("up", "down")) and self.has((0, len(self.text)), "up", "down"):
            return ("",), ("change", "growth")
        if near is None:
            return tuple(dict.fromkeys((*self.heading.columns, "", *self.paragraph.columns))), ("value",)
        last, is_own = near
        if last.kind in ("growth", "change_up", "change_down"):
            kind: Measure = "growth" if last.kind == "growth" else "change"
            return ("",), (kind,) if is_own else (kind, "value")
        return (last.key if last.kind == "column" else "",), ("value",)

    def boards(self, mention: Mention, codes: frozenset[str]) -> list[Board]:
        """Return the tables that can be meant: what the sentence says counts, then headings, then the paragraph."""
        start, end = self.clause(mention)
        boards = [board for board in self.lexicon.boards if codes <= set(board.codes)]
        near = self.near(mention)
        families = [each for each in self._named((0, len(self.text))) if each.kind == "family"]
        before, after = [each for each in families if each.end <= mention.start], [each for each in families if mention.end <= each.start < end]
        own = [each for each in before if each.start >= start]
        named = [near[0]] if near and near[0].kind == "family" else own[-1:] or after[:1] or before[-1:]
        columns = [each.key for each in self.within((start, end), "column")]
        if named:
            boards = _kept(boards, (named[0].key,), "family")
        elif columns:
            boards = [board for board in boards if any(column.name in columns for column in board.columns)] or boards
        else:
            boards = _kept(boards, (*self.heading.families, *self.paragraph.families), "family")
        scopes = self.within((start, end), "scope") or self.within((0, len(self.text)), "scope")
        kept = [board for board in boards if board.scope in {each.key for each in scopes}] if scopes else []
        if not kept and self.heading.scopes + self.paragraph.scopes:
            kept = _kept(boards, (*self.paragraph.scopes, *self.heading.scopes), "scope")
        if tables := [each.key for each in self.within((0, len(self.text)), "table")]:
            numbered = [board for board in kept or boards if board.number in tables]
            return numbered if numbered and len(tables) == 1 and not named else kept or boards
        return kept or boards

    def _groups(self, mention: Mention) -> list[tuple[str, frozenset[str]]]:
        """Return the groups of regions a claim can count in, ("", none) for all of a table: in Chinese the group before it, in English behind it.

        A claim that names none may mean a group named earlier in the sentence.
        """
        start, end = self.clause(mention)
        stops = [each for each in self.within((start, end), *PREDICATES) if each != mention]
        low = max((each.end for each in stops if each.end <= mention.start), default=start)
        high = min((each.start for each in stops if each.start >= mention.end), default=end)
        before = [each for each in self.within((low, mention.start), "group", "scope") if not _OF_REGIONS.match(self.text, each.end)]
        after = self.within((mention.end, high), "group", "scope")
        is_han = bool(re.search("[\u4e00-\u9fff]", self.text[max(0, mention.start - 2) : mention.end]))
        near = before[::-1] if is_han else after or before[::-1]
        chain = [each for each in near[:2] if each is near[0] or abs(each.start - near[0].end) < 6 or abs(near[0].start - each.end) < 6]
        if own := [each for each in chain if each.kind == "group"]:
            return [(own[0].key, frozenset(own[0].codes))]
        everything: tuple[str, frozenset[str]] = ("", frozenset())
        if chain:
            return [everything]
        topics = [each for each in self.within((0, start), "group") if not self.text[each.end : self.clause(each)[1]].strip(" ，,")]
        if topics:
            return [(topics[-1].key, frozenset(topics[-1].codes))]
        earlier = [(each.key, frozenset(each.codes)) for each in self.within((0, mention.start), "group")]
        return [everything, *dict.fromkeys(earlier)]


def _kept(boards: list[Board], keys: Iterable[str], attribute: str) -> list[Board]:
    """Return the tables in the order of the keys; all of them when no key fits."""
    found = [board for key in dict.fromkeys(keys) for board in boards if getattr(board, attribute) == key]
    return found or boards


def _column(board: Board, name: str, measure: Measure) -> Column | None:
    if measure != "value":
        return board.measuring(measure)
    return next((column for column in board.columns if column.name == name), None if name else board.main)


def sentences(text: str, words: Vocabulary) -> Iterator[tuple[int, int]]:
    """Yield begin and end of every sentence of a text, its full stop and a quotation mark that closes behind it included."""
    start = 0
    for found in words.sentence_end.finditer(normal(text)):
        end = found.end() - (text[found.end() - 1] in _OPENING)
        yield start, end
        start = end
    if text[start:].strip():
        yield start, len(text)


def scene(text: str, heading: Background, paragraph: Background, lexicon: Lexicon) -> Scene:
    """Return a sentence with all that is mentioned in it."""
    plain = normal(text)
    found = mentions(plain, lexicon)
    named = tuple(runs(plain, found, lexicon))
    inside = [(run[0].start, run[-1].end) for run in named]
    cuts = [0]
    for cut in lexicon.vocabulary.clause_end.finditer(plain):
        before = plain[: cut.start()]
        is_inside = any(start <= cut.start() < end for start, end in inside)
        if before.count("(") == before.count(")") and not is_inside and not (cut[0] == "," and _lists(plain, cut.start(), cut.end(), found)):
            cuts.append(cut.end())
    return Scene(plain, found, tuple(zip(cuts, [*cuts[1:], len(plain)], strict=True)), named, heading, paragraph, lexicon)


def _lists(text: str, start: int, end: int, found: Iterable[Mention]) -> bool:
    """Return whether a comma stands between two ranks or two indicators of a list."""
    kinds = {"rank": "rank", "family": "indicator", "column": "indicator"}
    before = [kinds.get(each.kind) for each in found if each.end <= start and not text[each.end : start].strip()]
    after = [kinds.get(each.kind) for each in found if each.start >= end and text[end : each.start].strip() in ("", "and")]
    return bool(before and after and before[-1] and before[-1] == after[0])
