"""Recall and precision of ``reportgen proofread`` on sentences with known truth: generated from the tables, and labelled by hand.

``python -m benchmarks.proofread`` prints the figures of docs/proofread.md; with ``--misses`` it also prints every sentence that was judged wrong.
``python -m benchmarks.proofread FILE…`` puts an error into every rank and every figure of two decimals in the text of a true document, one at a time,
and prints how many are found, and how many claims of the true text are called false; with ``--amounts`` into every amount with a unit, such as 4.9万亿元.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reportgen.numerals import from_han, han
from reportgen.package import Dataset, load
from reportgen.proofread import Verdict, proofread, proofread_pieces
from reportgen.proofread.facts import amounts
from reportgen.proofread.lexicon import Board, Column, Lexicon, lexicon
from reportgen.proofread.model import Passage
from reportgen.proofread.opening import pieces
from reportgen.proofread.vocabulary import normal, vocabulary
from reportgen.reading import read_file

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT / "tests" / "proofread" / "labelled.toml"
SCOPES = {
    "province": ("全国", "nationally", "全国省、直辖市和自治区", "provinces"),
    "subprovincial": ("15个副省级城市中", "among the sub-provincial cities", "全国15个副省级城市", "sub-provincial cities"),
    "sichuan": ("21个市（州）中", "among the 21 prefectures", "四川21个市（州）", "prefectures of Sichuan"),
}
INDICATORS = {
    "index": ("直播电商发展指数", "development index"),
    "people": ("“人”指标", "“people” index"),
    "goods": ("“货”指标", "“goods” index"),
    "place": ("“场”指标", "“place” index"),
}
GROUPS = (("西部", "the west"), ("中部", "the centre"), ("东部", "the east"), ("东北", "the northeast"), ("中部+西部", "central and western China"))
ORDINALS = {number: word for word, number in vocabulary().words.items() if word.endswith(("st", "nd", "rd", "th"))}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, its language, the kind of its claim, and whether it is true."""

    text: str
    lang: str
    kind: str
    is_true: bool
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How many sentences of a set were judged how."""

    sentences: int
    found: int
    missed: int
    alarms: int
    silent: int
    misjudged: tuple[Labelled, ...]

    @property
    def recall(self) -> float:
        """Return the share of false sentences that were found."""
        return self.found / (self.found + self.missed)

    @property
    def precision(self) -> float:
        """Return the share of sentences found false that are."""
        return self.found / (self.found + self.alarms)


def dataset() -> Dataset:
    """Return the data of the main example."""
    return load("datapackage.json", ROOT / "datasets" / "live-commerce-2023")


def order(column: Column, codes: Iterable[str]) -> list[str]:
    """Return codes by their figures, the highest first; written apart from the code that is measured."""
    return sorted((code for code in codes if code in column.cells), key=lambda code: -column.cells[code])


def generated(data: Dataset) -> Iterator[Labelled]:
    """Yield sentences about every table, true and false ones by turns, in both languages."""
    names = lexicon(data, vocabulary())
    for turn, board in enumerate(names.boards):
        yield from _ranks(board, names, turn)
        yield from _lists(board, names, turn)
        yield from _values(board, names, turn)
        yield from _changes(board, names, turn)
        yield from _pairs(board, names, turn)


def _both(zh: str, en: str, kind: str, is_true: bool) -> Iterator[Labelled]:
    yield Labelled(zh, "zh", kind, is_true)
    yield Labelled(en, "en", kind, is_true)


def _th(number: int) -> str:
    return ORDINALS[number] if number < 11 else f"{number}{'th' if number // 10 % 10 == 1 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _ranks(board: Board, names: Lexicon, turn: int) -> Iterator[Labelled]:
    where_zh, where_en, *_ = SCOPES[board.scope]
    zh, en = INDICATORS[board.family]
    ranked = order(board.main, board.codes)
    for step, place in enumerate(range(turn % 3, len(ranked), 6)):
        code, is_true = ranked[place], step % 2 == 0
        said = place + 1 if is_true else (place + 2 if place + 2 <= len(ranked) else place)
        who, name = names.name(code, "zh"), names.name(code, "en")
        forms = (
            (f"{who}的{zh}在{where_zh}排名第{han(said)}。", f"{name} ranks {_th(said)} {where_en} on the {en}."),
            (f"按{zh}看，{who}列{where_zh}第{said}位。", f"On the {en}, {name} is {_th(said)} {where_en}."),
            (f"{who}在{where_zh}的{zh}居第{han(said)}位。", f"By the {en}, {name} comes {_th(said)} {where_en}."),
        )
        yield from _both(*forms[(turn + step) % 3], "rank", is_true)
    for step, (group, group_en) in enumerate(GROUPS if board.scope != "sichuan" else ()):
        members = order(board.main, names.groups[group] & set(board.codes))
        if len(members) < 2:
            continue
        is_true = (turn + step) % 2 == 0
        code = members[0] if is_true else members[1]
        shown = "中西部" if "+" in group else group
        yield from _both(
            f"{names.name(code, 'zh')}{zh}居{shown}第一。" if board.scope == "province" else f"在副省级城市中，{names.name(code, 'zh')}的{zh}排名{shown}第一。",
            f"{names.name(code, 'en')} ranks first in {group_en} on the {en}{'' if board.scope == 'province' else ' of sub-provincial cities'}.",
            "group rank", is_true,
        )  # fmt: skip


def _lists(board: Board, names: Lexicon, turn: int) -> Iterator[Labelled]:
    *_, of_zh, of_en = SCOPES[board.scope]
    zh, en = INDICATORS[board.family]
    ranked = order(board.main, board.codes)
    wrong = ([ranked[1], ranked[0], ranked[2]], [ranked[0], ranked[1], ranked[3]], [ranked[0], ranked[2], ranked[4]])
    for is_true, three in ((True, ranked[:3]), (False, wrong[turn % 3])):
        a, b, c = (names.name(code, "zh") for code in three)
        x, y, z = (names.name(code, "en") for code in three)
        forms = (
            (f"{a}、{b}和{c}的{zh}在{of_zh}中排名前三。", f"{x}, {y} and {z} take the top three places on the {en} of {of_en}."),
            (f"{of_zh}{zh}排名前三的是{a}、{b}和{c}。", f"The first three {of_en} on the {en} are {x}, {y} and {z}."),
            (f"从{of_zh}{zh}来看，{a}、{b}、{c}居前三位。", f"On the {en} of {of_en}, {x}, {y} and {z} rank in the top three."),
        )
        yield from _both(*forms[turn % 3], "list", is_true)
    for is_true, code, last in ((True, ranked[0], ranked[-1]), (False, ranked[1], ranked[-2])):
        yield from _both(
            f"{of_zh}中，{zh}最高的是{names.name(code, 'zh')}。", f"{names.name(code, 'en')} has the highest {en} of the {of_en}.", "extreme", is_true)
        yield from _both(
            f"{of_zh}中，{names.name(last, 'zh')}的{zh}最低。", f"{names.name(last, 'en')} has the lowest {en} of the {of_en}.", "extreme", is_true)


def _values(board: Board, names: Lexicon, turn: int) -> Iterator[Labelled]:
    *_, of_zh, of_en = SCOPES[board.scope]
    for number, column in enumerate(column for column in board.columns if column.measure == "value"):
        zh, en = INDICATORS[board.family] if column.is_main else (column.title["zh"], column.title["en"].lower())
        for step, code in enumerate(board.codes[(turn + number) % 5 :: 9]):
            is_true = (step + turn + number) % 2 == 0
            value = column.cells[code] if is_true else _digits_turned(column.cells[code])
            who, name = names.name(code, "zh"), names.name(code, "en")
            forms = (
                (f"在{of_zh}中，{who}的{zh}为{value}。", f"Among {of_en}, {name} scores {value} on the {en}."),
                (f"{of_zh}{zh}：{who}（{value}）。", f"On the {en} of {of_en}, {name} ({value}) was measured."),
                (f"{who}以{value}的{zh}在{of_zh}中参与比较。", f"{name} has a {en} of {value} among {of_en}."),
            )
            yield from _both(*forms[(turn + step) % 3], "value", is_true)


def _digits_turned(value: Decimal) -> Decimal:
    """Return a value with its last two digits changed places, or one more where they are equal: the slip of a typist.

    >>> _digits_turned(Decimal("98.36")), _digits_turned(Decimal("97.77"))
    (Decimal('98.63'), Decimal('97.78'))
    """
    text = str(value)
    turned = text[:-2] + text[:-3:-1]
    return Decimal(turned) if turned != text and "." not in text[-2:] else value + Decimal("0.01")


def _changes(board: Board, names: Lexicon, turn: int) -> Iterator[Labelled]:
    change, growth = board.measuring("change"), board.measuring("growth")
    *_, of_zh, of_en = SCOPES[board.scope]
    for step, code in enumerate(board.codes[::4] if change else ()):
        assert change is not None
        places, who, name = int(change.cells[code]), names.name(code, "zh"), names.name(code, "en")
        is_true = step % 2 == 0
        if places == 0:
            continue
        stated = places if is_true else (-places if step % 4 == 1 else places + (1 if places > 0 else -1))
        word_zh, word_en = ("上升", "rose") if stated > 0 else ("下降", "fell")
        number = abs(stated)
        yield from _both(
            f"{of_zh}中，{who}的直播电商发展指数位次比上期{word_zh}{number}位。",
            f"On the development index of {of_en}, {name} {word_en} {number} place{'s' if number > 1 else ''}.", "change", is_true)  # fmt: skip
    for step, code in enumerate(board.codes[1::3] if growth else ()):
        assert growth is not None
        is_true, who, name = step % 2 == 0, names.name(code, "zh"), names.name(code, "en")
        value = growth.cells[code] if is_true else _digits_turned(growth.cells[code])
        forms = (
            (f"{who}的直播电商发展指数同比增长{value}%。", f"The development index of {name} grew by {value}%."),
            (f"{who}增幅为{value}%。", f"{name}’s development index was up {value}% on a year earlier."),
        )
        yield from _both(*forms[step % 2], "growth", is_true)
    if growth:
        ranked = order(growth, board.codes)
        for is_true, code in ((True, ranked[0]), (False, ranked[1])):
            yield from _both(f"增幅最大的是{names.name(code, 'zh')}。", f"The fastest growth was that of {names.name(code, 'en')}.", "extreme", is_true)


def _pairs(board: Board, names: Lexicon, turn: int) -> Iterator[Labelled]:
    *_, of_zh, of_en = SCOPES[board.scope]
    zh, en = INDICATORS[board.family]
    ranked = order(board.main, board.codes)
    for step in range(2):
        high, low = ranked[turn % 5 + step], ranked[turn % 5 + step + 3]
        is_true = step == 0
        one, other = (high, low) if is_true else (low, high)
        yield from _both(
            f"在{of_zh}中，{names.name(one, 'zh')}的{zh}高于{names.name(other, 'zh')}。",
            f"On the {en} of {of_en}, {names.name(one, 'en')} is ahead of {names.name(other, 'en')}.", "comparison", is_true)  # fmt: skip
        gap = board.main.cells[high] - board.main.cells[low]
        gap = gap if is_true else gap + Decimal("0.10")
        yield from _both(
            f"在{of_zh}中，{names.name(high, 'zh')}的{zh}比{names.name(low, 'zh')}高{gap}分。",
            f"On the {en} of {of_en}, {names.name(high, 'en')} is {gap} points ahead of {names.name(low, 'en')}.", "difference", is_true)  # fmt: skip
        cells = list(board.main.cells.values())
        mean = (sum(cells, Decimal(0)) / len(cells)).quantize(Decimal("0.01")) + (Decimal(0) if is_true else Decimal("1.00"))
        yield from _both(f"{of_zh}{zh}的均值为{mean}。", f"The mean of the {en} of {of_en} is {mean}.", "mean", is_true)


def labelled() -> tuple[Labelled, ...]:
    """Return the sentences labelled by hand."""
    entries = tomllib.loads(LABELLED.read_text("utf-8"))["claim"]
    return tuple(Labelled(each["text"], each["lang"], each["kind"], each["true"], each.get("under", "")) for each in entries)


def measured(sentences: Iterable[Labelled], data: Dataset) -> Score:
    """Return how sentences are judged, each under a heading of its own."""
    asked = list(sentences)
    document = [piece for number, each in enumerate(asked) for piece in (Passage("", each.heading, "heading", 1), Passage(f"{number}", each.text))]
    proof = proofread_pieces(document, data)
    places = {verdict: {finding.where for finding in proof.of(verdict)} for verdict in Verdict}
    judged = [(each, f"text:{number}" in places[Verdict.FALSE], f"text:{number}" in places[Verdict.TRUE]) for number, each in enumerate(asked)]
    return Score(
        sentences=len(asked),
        found=sum(is_found and not each.is_true for each, is_found, _ in judged),
        missed=sum(not is_found and not each.is_true for each, is_found, _ in judged),
        alarms=sum(is_found and each.is_true for each, is_found, _ in judged),
        silent=sum(each.is_true and not is_found and not is_heard for each, is_found, is_heard in judged),
        misjudged=tuple(each for each, is_found, _ in judged if is_found == each.is_true),
    )


_WORDS = "|".join(sorted((word for word in ORDINALS.values()), key=len, reverse=True))
_AHEAD = "(?<=ranks |anked |laced |comes | from |ds to |ed to )|(?<=[a-z] is )"
FIGURE = re.compile(
    rf"第(?P<han>[一二三四五六七八九十]+)(?=[位，。、；和]|$)(?![，、](?:随|跨))|第(?P<place>[0-9]+)(?=位)|(?P<decimal>[0-9]+[.][0-9]{{2}}(?![0-9]))"
    rf"|\b(?P<th>[0-9]+)(?:st|nd|rd|th)\b(?! [A-Z])|(?:{_AHEAD})(?P<word>{_WORDS})\b(?! (?:half|of all|time))"
)


def changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield errors to put into a true text, one at a time: begin and end of the words, and what stands there instead.

    >>> list(changes("成都得91.10分，列第八位。"))
    [(2, 7, '91.01'), (10, 11, '九')]
    """
    for found in FIGURE.finditer(text):
        kind = str(found.lastgroup)
        words = found[kind]
        if kind == "han":
            other = han(from_han(words) + 1)
        elif kind == "decimal":
            other = str(_digits_turned(Decimal(words)))
        elif kind == "word":
            other = _th(vocabulary().words[words] + 1)
        else:
            other = str(int(words) + 1) if kind == "place" else _th(int(words) + 1)
        yield found.start(kind), found.end() if kind == "th" else found.end(kind), other


def amount_changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield errors in amounts with a unit, as `changes` does: one more in the last place.

    >>> list(amount_changes("2023年市场规模4.9万亿元"))
    [(9, 12, '5.0')]
    """
    for each in amounts(normal(text)):
        digits = re.match("[0-9.,]+", each.text)
        assert digits is not None
        plain = Decimal(digits[0].replace(",", ""))
        yield each.start, each.start + digits.end(), str(plain + Decimal(1).scaleb(int(plain.as_tuple().exponent)))


def changed(path: Path, data: Dataset, changes: Callable[[str], Iterator[tuple[int, int, str]]] = changes) -> tuple[int, int]:
    """Return how many figures a document states, and how many of them are found false when they alone are changed."""
    document: list[Passage] = []
    number = 0
    for piece in pieces(read_file(path.name, path.parent)):
        if isinstance(piece, Passage) and piece.kind == "heading":
            document.append(piece)
        elif isinstance(piece, Passage) and piece.kind == "text":
            for start, end, other in changes(piece.text):
                number += 1
                document.append(Passage(f"{number}", piece.text[:start] + other + piece.text[end:]))
    return number, len({finding.where for finding in proofread_pieces(document, data).of(Verdict.FALSE)})


def main() -> None:
    """Print the scores of both sets, by language."""
    data = dataset()
    if files := [Path(word) for word in sys.argv[1:] if not word.startswith("-")]:
        for path in files:
            stated, found = changed(path, data, amount_changes if "--amounts" in sys.argv else changes)
            alarms = len(list(proofread(read_file(path.name, path.parent), data).of(Verdict.FALSE)))
            print(f"{path.name}: {stated} figures changed one at a time, {found} found: {found / max(stated, 1):.1%}; called false as it is: {alarms}")
        return
    for title, sentences in (("generated", list(generated(data))), ("labelled by hand", list(labelled()))):
        for lang in ("zh", "en"):
            score = measured((each for each in sentences if each.lang == lang), data)
            print(f"{title}, {lang}: {score.sentences} sentences, {score.found + score.missed} false, found {score.found}, false alarms {score.alarms}: "
                  f"recall {score.recall:.1%}, precision {score.precision:.1%}; true claims not understood {score.silent}")  # fmt: skip
            if "--misses" in sys.argv:
                for each in score.misjudged:
                    print(f"  {'alarm ' if each.is_true else 'missed'} {each.kind}: {each.text}")


if __name__ == "__main__":
    main()
