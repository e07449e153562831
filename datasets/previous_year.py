"""Work out the tables of the year before from those printed: `python datasets/previous_year.py` writes them and says what can be known.

A table that prints changes in rank tells who stood where a year ago: rank + change.  One that prints growth as well tells the
index of that time: index ÷ (1 + growth).  Both are rounded to two decimals, so the index of a year ago lies in an interval,
which is written beside it.  The same printed tables give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "live-commerce-2023"
DESCRIPTOR = "datapackage.json"
PERIOD = "2022-Q1/2022-Q3"
ENDING = "_2022"
HALF = Fraction(1, 200)
"""Half a unit of the second decimal, to which index and growth are printed."""
KEPT = ("rank", "region_code", "region_zh")

Record = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Before:
    """What a region had a year ago.

    rank         rank + change, as printed: certain
    index        index ÷ (1 + growth), with `low` and `high` the bounds that the rounding of both leaves; None without growth
    first, last  best and worst rank that the bounds alone would allow
    """

    code: str
    name: str
    rank: int
    index: Fraction | None = None
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    first: int = 0
    last: int = 0


def bounds(index: str, growth: str) -> tuple[Fraction, Fraction, Fraction]:
    """Return lowest, likeliest and highest index of the year before; `growth` in percent.

    >>> [f"{float(each):.4f}" for each in bounds("91.10", "25.62")]
    ['72.5134', '72.5203', '72.5272']
    """
    now, rate = Fraction(index), Fraction(growth)
    return (now - HALF) / (1 + (rate + HALF) / 100), now / (1 + rate / 100), (now + HALF) / (1 + (rate - HALF) / 100)


def before(records: Sequence[Record]) -> list[Before]:
    """Return the year before of a printed table, best first; nothing for a table that prints no change in rank."""
    if "rank_change" not in records[0]:
        return []
    found = [Before(r["region_code"], r["region_zh"], int(r["rank"]) + int(r["rank_change"])) for r in records]
    if "yoy_pct" in records[0]:
        spans = [bounds(r["index"], r["yoy_pct"]) for r in records]
        found = [
            Before(
                each.code, each.name, each.rank, likely, low, high,
                1 + sum(other > high for other, _, _ in spans),
                sum(other >= low for _, _, other in spans),
            )
            for each, (low, likely, high) in zip(found, spans, strict=True)
        ]  # fmt: skip
    return sorted(found, key=lambda each: each.rank)


def table(rows: Iterable[Before]) -> bytes:
    """Return the table as CSV; the bounds are rounded outwards, so that they still hold."""
    lines: list[list[object]] = []
    for each in rows:
        known = [] if each.index is None else [f"{float(each.index):.2f}", f"{floor(each.low * 1000) / 1000:.3f}", f"{ceil(each.high * 1000) / 1000:.3f}"]
        lines.append([each.rank, each.code, each.name, *known])
    head = [*KEPT, "index", "index_low", "index_high"][: len(lines[0])]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *lines])
    return out.getvalue().encode()


def described(resource: Mapping[str, Any], *, has_index: bool) -> dict[str, Any]:
    """Return the description of the table that is worked out from a printed one."""
    name = f"{resource['name']}{ENDING}"
    titles = {"zh": f"{resource['titles']['zh']}，上年同期（推算）", "en": f"{resource['titles']['en']}, the year before (derived)"}
    if has_index:
        how = (
            "index of 2023 ÷ (1 + growth / 100); rank of 2023 + rank change. Index and growth are printed to two decimals, so the index of the year "
            "before is known to within 0.01: it lies between index_low and index_high. No two of these intervals meet, so no rank is ambiguous"
        )
    else:
        how = "rank of 2023 + rank change. The report prints no growth at this level, so the index of the year before is not known"
    fields = [dict(field) for field in resource["schema"]["fields"] if field["name"] in KEPT]
    fields[0]["description"] = "rank of 2023 + rank change"
    checks: list[dict[str, str]] = [{"check": "ranks_permutation", "rank": "rank"}]
    if has_index:
        fields += [
            _number("index", "直播发展指数（推算）", "Development index (derived)", "likeliest value, to two decimals"),
            _number("index_low", "直播发展指数下限", "Lower bound of the index", "the lowest index that rounds to what is printed for 2023"),
            _number("index_high", "直播发展指数上限", "Upper bound of the index", "the highest index that rounds to what is printed for 2023"),
        ]
        checks.insert(0, {"check": "ranks_agree", "rank": "rank", "value": "index"})
    return {
        **resource, "name": name, "path": f"{name}.csv", "title": titles["en"], "titles": titles,
        "description": f"Not printed in any report: derived from {resource['name']} by datasets/previous_year.py. {how}.",
        "period": PERIOD, "derivedFrom": resource["name"], "checks": checks, "schema": {**resource["schema"], "fields": fields},
    }  # fmt: skip


def _number(name: str, zh: str, en: str, description: str) -> dict[str, Any]:
    bound = {"required": True, "minimum": 0, "maximum": 100}
    return {"name": name, "type": "number", "title": en, "titles": {"zh": zh, "en": en}, "description": description, "constraints": bound}


def files(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the derived files of a data package by name, its descriptor among them, and what is known of each numbered table."""
    package = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
    made: dict[str, bytes] = {}
    told, resources = [], []
    for resource in package["resources"]:
        if "derivedFrom" in resource:
            continue
        resources.append(resource)
        if not resource["name"].startswith("t") or not resource["name"][1:3].isdigit():
            continue
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = before(list(csv.DictReader(file)))
        told.append(f"{resource['name']}: {verdict(rows)}")
        if rows:
            new = described(resource, has_index=rows[0].index is not None)
            new.pop("tableNumber")  # it is not a table of the report
            resources.append(new)
            made[new["path"]] = table(rows)
    text = json.dumps({**package, "resources": resources}, ensure_ascii=False, indent=1) + "\n"
    return {**made, DESCRIPTOR: text.encode()}, told


def verdict(rows: Sequence[Before]) -> str:
    """Return in words what is known of the year before."""
    if not rows:
        return "no changes are printed; nothing is known of the year before"
    if [each.rank for each in rows] != list(range(1, len(rows) + 1)):
        return "the printed changes contradict each other"
    if rows[0].index is None:
        return f"{len(rows)} of {len(rows)} ranks; no growth is printed, so no index"
    order = sorted(rows, key=lambda each: -(each.index or 0))
    same = sum(each.rank == place for place, each in enumerate(order, start=1))
    open_ranks = sum(each.first != each.last for each in rows)
    width = max(max(each.high - (each.index or 0), (each.index or 0) - each.low) for each in rows)
    return f"{same} of {len(rows)} printed ranks reproduced by the index, known to ±{ceil(width * 10000) / 10000:.4f}; {open_ranks} ranks ambiguous"


def main() -> None:
    """Write the derived files and print what is known of each table."""
    made, told = files(FOLDER)
    for name, data in made.items():
        (FOLDER / name).write_bytes(data)
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main()
