"""Where tables and figures stand: the order of a chapter's blocks that leaves the least empty paper.

A table that does not fit on the rest of a page goes to the next one; what follows it in the text may fill the page it left.
Texts keep their order, and so do tables and figures among themselves; none ever stands before the place its author gave it.
The search is a shortest path over (texts placed, floats placed) with a few best page positions each: gaps cost the square of
their share of a page, drifting away from the text costs the distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

GAP_COST = 100.0
"""An empty page; half a page costs a quarter of it."""
DRIFT_COST = 2.0
"""A page of text between a float and its place."""
CROSSING_COST = {2: 6.0, 3: 1.5, 4: 0.5}
"""A heading of that level between a float and its place."""
FARTHEST = 1.6
"""Pages of text a float may drift at the most."""
SLACK = 0.5
"""Points by which a line may pass the edge, and a float must stay away from it: heights are sums of rounded numbers."""
KEPT = 8
"""Page positions remembered for each pair of counts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a chapter as measured on the page; heights and margins in points.

    kind    opening: the chapter's head; heading: kept with what follows (claim lines too); float: table or figure; text: the rest
    level   of a heading, 0 for claim lines
    line    height of a line where the block may be broken over pages, 0 where it may not
    """

    kind: Literal["opening", "heading", "text", "float"]
    height: float
    before: float = 0
    after: float = 0
    level: int = 0
    line: float = 0


@dataclass(frozen=True, slots=True)
class _Spot:
    """A partial order: its cost, how full its last page is, and the piece it ends with."""

    cost: float
    used: float
    last: int
    previous: _Spot | None


def arrange(pieces: Sequence[Piece], page: float) -> tuple[int, ...]:
    """Return the order of the pieces of one chapter that leaves least paper empty; the order given when none is better.

    page  height of the text area in points

    >>> line, table = Piece("text", 200, line=20), Piece("float", 500)
    >>> arrange([line, table, line, line, line], 600)
    (0, 2, 3, 1, 4)
    """
    texts = [i for i, piece in enumerate(pieces) if piece.kind != "float"]
    floats = [i for i, piece in enumerate(pieces) if piece.kind == "float"]
    if not floats:
        return tuple(range(len(pieces)))
    layer: dict[tuple[int, int], list[_Spot]] = {(0, 0): [_Spot(0.0, 0.0, -1, None)]}
    for _ in pieces:
        found: dict[tuple[int, int], list[_Spot]] = {}
        for (i, j), spots in layer.items():
            for spot in spots:
                if i < len(texts):
                    found.setdefault((i + 1, j), []).append(_with_text(spot, texts[i], pieces, page))
                if j < len(floats) and _may_stand(spot, floats[j], i, texts, pieces, page):
                    found.setdefault((i, j + 1), []).append(_with_float(spot, floats[j], i, texts, pieces, page))
        layer = {counts: sorted(spots, key=lambda spot: (spot.cost, spot.used))[:KEPT] for counts, spots in found.items()}
    best = min((spot for spots in layer.values() for spot in spots), key=lambda spot: spot.cost)
    return _order(best)


def gaps(pieces: Sequence[Piece], page: float) -> tuple[float, ...]:
    """Return the empty share (0..1) at the foot of every page but the last, for pieces in the order given."""
    spot = _Spot(0.0, 0.0, -1, None)
    shares: list[float] = []
    for i in range(len(pieces)):
        before = spot.cost
        spot = _with_text(spot, i, pieces, page) if pieces[i].kind != "float" else _placed(spot, i, pieces, page)
        if spot.cost > before:
            shares.append(((spot.cost - before) / GAP_COST) ** 0.5)
    return tuple(shares)


def _may_stand(spot: _Spot, index: int, placed: int, texts: Sequence[int], pieces: Sequence[Piece], page: float) -> bool:
    home = sum(text < index for text in texts)
    if placed < home:
        return False
    if spot.last >= 0 and pieces[spot.last].kind in ("heading", "opening") and spot.last != index - 1:
        return False
    return sum(pieces[text].height for text in texts[home:placed]) <= FARTHEST * page


def _with_float(spot: _Spot, index: int, placed: int, texts: Sequence[int], pieces: Sequence[Piece], page: float) -> _Spot:
    home = sum(text < index for text in texts)
    passed = [pieces[text] for text in texts[home:placed]]
    drift = DRIFT_COST * sum(piece.height for piece in passed) / page
    drift += sum(CROSSING_COST.get(piece.level, 0.0) for piece in passed if piece.kind == "heading")
    new = _placed(spot, index, pieces, page)
    return _Spot(new.cost + drift, new.used, index, spot)


def _placed(spot: _Spot, index: int, pieces: Sequence[Piece], page: float) -> _Spot:
    piece = pieces[index]
    margin = _margin(spot, piece, pieces)
    if spot.used and spot.used + margin + piece.height > page - SLACK:
        return _Spot(spot.cost + _gap(spot, page), min(piece.before + piece.height, page), index, spot)
    return _Spot(spot.cost, min(spot.used + margin + piece.height, page), index, spot)


def _with_text(spot: _Spot, index: int, pieces: Sequence[Piece], page: float) -> _Spot:
    piece = pieces[index]
    margin = _margin(spot, piece, pieces)
    needed = _needed(index, pieces)
    if spot.used and spot.used + margin + needed > page + SLACK:
        fresh = _over(_Spot(spot.cost + _gap(spot, page), 0.0, index, spot), piece, spot, page)
        return replace(fresh, used=min(fresh.used + piece.before, page))
    room = page + SLACK - spot.used - margin
    if piece.height <= room or not piece.line:
        return _Spot(spot.cost, min(spot.used + margin + piece.height, page), index, spot)
    lines = min(int(room // piece.line), round(piece.height / piece.line) - 2)
    return _over(_Spot(spot.cost, 0.0, index, spot), Piece("text", piece.height - lines * piece.line, line=piece.line), spot, page)


def _over(fresh: _Spot, piece: Piece, spot: _Spot, page: float) -> _Spot:
    """Return the spot after what is left of a text on a fresh page, or on several."""
    return _Spot(fresh.cost, piece.height % page if piece.line else min(piece.height, page), fresh.last, spot)


def _needed(index: int, pieces: Sequence[Piece]) -> float:
    """Return the least height a text takes at the foot of a page: two lines, or a heading with the first lines it heads."""
    piece = pieces[index]
    if piece.kind not in ("heading", "opening"):
        return min(piece.height, 2 * piece.line) if piece.line else piece.height
    following = next((i for i in range(index + 1, len(pieces)) if pieces[i].kind != "float"), None)
    if following is None:
        return piece.height
    return piece.height + max(piece.after, pieces[following].before) + _needed(following, pieces)


def _margin(spot: _Spot, piece: Piece, pieces: Sequence[Piece]) -> float:
    return max(pieces[spot.last].after, piece.before) if spot.used and spot.last >= 0 else piece.before


def _gap(spot: _Spot, page: float) -> float:
    return GAP_COST * ((page - spot.used) / page) ** 2


def _order(spot: _Spot | None) -> tuple[int, ...]:
    order = []
    while spot is not None and spot.last >= 0:
        order.append(spot.last)
        spot = spot.previous
    return tuple(reversed(order))
