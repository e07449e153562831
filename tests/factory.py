"""Small rankings, facts and narratives for the tests of the narrative engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reportgen.compute import Results
from reportgen.document import Block, ChangeState, Inline, Inlines, Paragraph
from reportgen.edition import load_edition
from reportgen.entry import Cell
from reportgen.errors import NarrativeError, Problem
from reportgen.facts import Fact
from reportgen.narrative import MACROS, compose_blocks
from reportgen.ranking import Ranking
from reportgen.standing import ranked
from reportgen.values import Label, Move, Region, Value

NAMES = {
    "440000": ("广东", "Guangdong", "广东省", "Guangdong Province"),
    "330000": ("浙江", "Zhejiang", "浙江省", "Zhejiang Province"),
    "310000": ("上海", "Shanghai", "上海市", "Shanghai"),
    "510000": ("四川", "Sichuan", "四川省", "Sichuan Province"),
    "410000": ("河南", "Henan", "河南省", "Henan Province"),
    "460000": ("海南", "Hainan", "海南省", "Hainan Province"),
    "540000": ("西藏", "Xizang", "西藏自治区", "Xizang Autonomous Region"),
}
KEYS = {zh: key for key, (zh, *_) in NAMES.items()}
GROUPS = {"west": frozenset({"510000", "540000"}), "east": frozenset({"440000", "330000", "310000"}), "islands": frozenset({"810000"})}
GROUP_NAMES = {"zh-Hans": {"west": "西部", "east": "东部", "islands": "岛屿"}, "en": {"west": "the west", "east": "the east", "islands": "islands"}}
ROWS = (("广东", "98.36", 1), ("浙江", "97.00", -1), ("四川", "91.10", 0), ("西藏", "60.02", None))
"""Name, index, and places gained; None for a newcomer."""


def value(number: str, unit: str = "score", decimals: int | None = 2, power: int = 0, source: str = "t.csv") -> Value:
    return Value(Decimal(number), unit, decimals, power, source)


def ranking(
    rows: Sequence[tuple[str, str | None, int | None]] = ROWS,
    *,
    tag: str = "zh-Hans",
    growth: Mapping[str, str] | None = None,
    moved: bool = True,
    warnings: list[Problem] | None = None,
) -> Ranking:
    """Return a table named provinces, ranked by `index`; rows are (Chinese name, index or None, places gained or None)."""
    side = 0 if tag == "zh-Hans" else 1
    keys = [KEYS[name] for name, _, _ in rows]
    regions = {key: Region(key, NAMES[key][side], NAMES[key][2 + side], (NAMES[key][0], NAMES[key][1])) for key in keys}
    index: dict[str, Cell] = {KEYS[name]: None if cell is None else value(cell, source=f"t.csv[{KEYS[name]}].index") for name, cell, _ in rows}
    cells: dict[str, Mapping[str, Cell]] = {"index": index}
    if growth is not None:
        cells["growth"] = {KEYS[name]: value(cell, "percent", source=f"t.csv[{KEYS[name]}].growth") for name, cell in growth.items()}
    ranks = ranked({key: cell.number for key, cell in index.items() if isinstance(cell, Value)}, "highest", "min")
    moves = {KEYS[name]: _move(n, KEYS[name]) for name, cell, n in rows if cell is not None} if moved else {}
    order = sorted(keys, key=lambda key: (ranks.get(key, 99), keys.index(key)))
    noted = warnings if warnings is not None else []
    return Ranking(
        "provinces", "t.csv", "指数表", "2023", tuple(order), regions, cells, "index", ranks, moves,
        heads={"index": "发展指数" if side == 0 else "Index"}, groups=GROUPS, group_names=GROUP_NAMES[tag], highlight="510000", warn=noted.append,
    )  # fmt: skip


def _move(places: int | None, key: str) -> Move:
    state: ChangeState = "new" if places is None else "up" if places > 0 else "down" if places < 0 else "same"
    return Move(state, places, f"t.csv[{key}].change")


def plain_list() -> Ranking:
    """Return a list that nothing ranks, with the rank printed in its data."""
    cells: dict[str, dict[str, Cell]] = {
        "rank": {"a": value("1", decimals=0), "b": value("2", decimals=0)},
        "brand": {"a": Label("竹叶青", "竹叶青", "l.csv[a].brand"), "b": Label("三匠", "三匠", "l.csv[b].brand")},
    }
    regions = {key: Region(key, key, key) for key in "ab"}
    return Ranking("tea", "l.csv", "茶叶", "2023", ("a", "b"), regions, cells, "", {}, {})


def results(tag: str = "zh-Hans", table: Ranking | None = None) -> Results:
    """Return one ranked table `provinces`, a list `tea`, and facts."""
    table = table or ranking(tag=tag)
    users = Fact("F1", value("5.26", "person", None, 8, "f.csv[F1].value"), value("1194", "person", None, 4, "f.csv[F1].compare"), None, None)
    share = Fact("F2", value("48.8", "percent", None, 0, "f.csv[F2].value"), None, Label("2023年6月", "2023-06", "f.csv[F2].period"), None)
    return Results({"provinces": table, "tea": plain_list()}, {"users": users, "share": share}, {}, GROUP_NAMES[tag], table.regions)


def write(text: str, *, tag: str = "zh-Hans", macros: str = "", table: Ranking | None = None, **files: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """Return the blocks and warnings of a narrative of one file, or of more given as ``b="…"`` for b.md."""
    sources = {"a.md": text, **{f"{name}.md": source for name, source in files.items()}, MACROS: macros}
    return compose_blocks(sources, f"narrative/{tag}", load_edition(tag), results(tag, table))


def problems(text: str, **options: str) -> list[Problem]:
    """Return what is wrong with a narrative; fails when nothing stops it."""
    try:
        blocks, _ = write(text, **options)  # type: ignore[arg-type]
    except NarrativeError as error:
        return list(error.problems)
    raise AssertionError(f"nothing stopped {text!r}: {blocks!r}")


def inlines(text: str, *, tag: str = "zh-Hans", table: Ranking | None = None) -> Inlines:
    """Return the inlines of a narrative of one paragraph."""
    (block,) = write(text, tag=tag, table=table)[0]
    assert isinstance(block, Paragraph)
    return block.content


def printed(expression: str, *, tag: str = "zh-Hans", table: Ranking | None = None) -> str:
    """Return what ``{{ expression }}`` prints."""
    return "".join(getattr(inline, "text", "?") for inline in inlines("{{ " + expression + " }}", tag=tag, table=table))


def only(expression: str, *, tag: str = "zh-Hans", table: Ranking | None = None) -> Inline:
    """Return the one node ``{{ expression }}`` prints."""
    (inline,) = inlines("{{ " + expression + " }}", tag=tag, table=table)
    return inline
