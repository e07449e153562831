"""Where tables and figures stand: the order of a chapter's blocks that leaves the least empty paper.

A table that does not fit on the rest of a page goes to the next one; what follows it in the text may fill the page it left.
Texts keep their order, and so do tables and figures among themselves; none ever stands before the place its author gave it.
The search is a shortest path over (texts placed, floats placed) with a few best page positions each: gaps cost the square of
their share of a page, drifting away from the text costs the distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

GAP_COST = 100.0
"""An empty page; half a page costs a quarter of it."""
DRIFT_COST = 1.0
"""A page between a float and its place."""
FAR_COST = 5.0
"""What a float is further away than the next page, squared: readers look there and no further."""
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

    kind    opening: the chapter's head; heading: kept with what follows (claim lines too); float: table or figure;
            sheet: a table on pages of its own, as high as they are; text: the rest
    level   of a heading, 0 for claim lines
    line    height of a line where the block may be broken over pages, 0 where it may not
    """

    kind: Literal["opening", "heading", "text", "float", "sheet"]
    height: float
    before: float = 0
    after: float = 0
    level: int = 0
    line: float = 0

    @property
    def may_move(self) -> bool:
        """Return whether the piece may stand after its place."""
        return self.kind in ("float", "sheet")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A partial order: its cost, pages filled, how full the last one is, and the piece it ends with.

    homes  where on the paper, in pages, the places of the floats are that were reached but do not stand yet
    """

    cost: float
    pages: int
    used: float
    last: int
    previous: _Spot | None
    homes: tuple[float, ...] = ()

    def position(self, page: float) -> float:
        """Return how far the order has come, in pages."""
        return self.pages + self.used / page


def arrange(pieces: Sequence[Piece], page: float, used: float = 0.0) -> tuple[int, ...]:
    """Return the order of the pieces of one chapter that leaves least paper empty; the order given when none is better.

    page  height of the text area in points
    used  how much of the page the chapter begins on is taken

    >>> line, table = Piece("text", 200, line=20), Piece("float", 500)
    >>> arrange([line, table, line, line, line], 600)
    (0, 2, 3, 1, 4)
    """
    texts = [i for i, piece in enumerate(pieces) if not piece.may_move]
    floats = [i for i, piece in enumerate(pieces) if piece.may_move]
    if not floats:
        return tuple(range(len(pieces)))
    homes = [sum(text < index for text in texts) for index in floats]
    layer = {(0, 0): [_Spot(0.0, 0, used, -1, None, (used / page,) * homes.count(0))]}
    for _ in pieces:
        found: dict[tuple[int, int], list[_Spot]] = {}
        for (i, j), spots in layer.items():
            for spot in spots:
                if i < len(texts):
                    new = _with_text(spot, texts[i], pieces, page)
                    reached = (new.position(page),) * homes.count(i + 1)
                    found.setdefault((i + 1, j), []).append(replace(new, homes=(*spot.homes, *reached)))
                if j < len(floats) and homes[j] <= i and _may_stand(spot, floats[j], texts[homes[j] : i], pieces, page):
                    found.setdefault((i, j + 1), []).append(_with_float(spot, floats[j], texts[homes[j] : i], pieces, page))
        layer = {counts: sorted(spots, key=lambda spot: (spot.cost, spot.used))[:KEPT] for counts, spots in found.items()}
    best = min((spot for spots in layer.values() for spot in spots), key=lambda spot: spot.cost)
    return _order(best)


def gaps(pieces: Sequence[Piece], page: float, used: float = 0.0) -> tuple[float, ...]:
    """Return the empty share (0..1) at the foot of every page but the last, for pieces in the order given."""
    costs = [spot.cost for spot in _in_order(pieces, page, used)]
    return tuple(((after - before) / GAP_COST) ** 0.5 for before, after in pairwise(costs) if after > before)


def filled(pieces: Sequence[Piece], page: float, used: float = 0.0) -> float:
    """Return how much of the last page is taken, in points, for pieces in the order given.

    >>> filled([Piece("text", 500, line=20), Piece("float", 300)], 600)
    300
    """
    return _in_order(pieces, page, used)[-1].used


def _in_order(pieces: Sequence[Piece], page: float, used: float) -> list[_Spot]:
    """Return the spots before, between and after pieces in the order given."""
    spots = [_Spot(0.0, 0, used, -1, None)]
    for i, piece in enumerate(pieces):
        spots.append(_placed(spots[-1], i, pieces, page) if piece.may_move else _with_text(spots[-1], i, pieces, page))
    return spots


def _may_stand(spot: _Spot, index: int, passed: Sequence[int], pieces: Sequence[Piece], page: float) -> bool:
    if spot.last >= 0 and pieces[spot.last].kind in ("heading", "opening") and spot.last != index - 1:
        return False
    return sum(pieces[text].height for text in passed) <= FARTHEST * page


def _with_float(spot: _Spot, index: int, passed: Sequence[int], pieces: Sequence[Piece], page: float) -> _Spot:
    new = _placed(spot, index, pieces, page)
    away = max(0.0, new.position(page) - pieces[index].height / page - spot.homes[0])
    drift = DRIFT_COST * away + FAR_COST * max(0.0, away - 1) ** 2
    drift += sum(CROSSING_COST.get(pieces[text].level, 0.0) for text in passed if pieces[text].kind == "heading")
    return replace(new, cost=new.cost + drift, homes=spot.homes[1:])


def _placed(spot: _Spot, index: int, pieces: Sequence[Piece], page: float) -> _Spot:
    piece = pieces[index]
    if piece.kind == "sheet":
        pages = round(piece.height / page) - (0 if spot.used else 1)
        return _Spot(spot.cost + (_gap(spot, page) if spot.used else 0.0), spot.pages + pages, page, index, spot)
    margin = _margin(spot, piece, pieces)
    if spot.used and spot.used + margin + piece.height > page - SLACK:
        return _Spot(spot.cost + _gap(spot, page), spot.pages + 1, min(piece.before + piece.height, page), index, spot)
    return _Spot(spot.cost, spot.pages, min(spot.used + margin + piece.height, page), index, spot)


def _with_text(spot: _Spot, index: int, pieces: Sequence[Piece], page: float) -> _Spot:
    piece = pieces[index]
    margin = _margin(spot, piece, pieces)
    if spot.used and spot.used + margin + _needed(index, pieces) > page + SLACK:
        return _over(spot, index, piece, piece.before + piece.height, _gap(spot, page), page)
    room = page + SLACK - spot.used - margin
    if piece.height <= room or not piece.line:
        return _Spot(spot.cost, spot.pages, min(spot.used + margin + piece.height, page), index, spot)
    lines = min(int(room // piece.line), round(piece.height / piece.line) - 2)
    return _over(spot, index, piece, piece.height - lines * piece.line, 0.0, page)


def _over(spot: _Spot, index: int, piece: Piece, height: float, gap: float, page: float) -> _Spot:
    """Return the spot after a text of which that height comes on a fresh page, or on several."""
    more = int(height // page) if piece.line else 0
    return _Spot(spot.cost + gap, spot.pages + 1 + more, height - more * page if piece.line else min(height, page), index, spot)


def _needed(index: int, pieces: Sequence[Piece]) -> float:
    """Return the least height a text takes at the foot of a page: two lines, or a heading with the first lines it heads."""
    piece = pieces[index]
    if piece.kind not in ("heading", "opening"):
        return min(piece.height, 2 * piece.line) if piece.line else piece.height
    following = next((i for i in range(index + 1, len(pieces)) if not pieces[i].may_move), None)
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
