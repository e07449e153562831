"""Room: labels settle without touching, by one fixed rule."""

from __future__ import annotations

from reportgen.charts.room import Box, Spot, clash, crosses, cuts, settle

LEFT, MIDDLE, RIGHT = ((float(x), 0.0, x + 3.0, 1.0) for x in (0, 2, 10))


def spots(*boxes: Box) -> list[Spot]:
    return [Spot(box) for box in boxes]


def test_who_comes_first_chooses_first() -> None:
    assert settle({1: spots(LEFT, RIGHT), 2: spots(LEFT, RIGHT)}, [2, 1]) == {2: Spot(LEFT), 1: Spot(RIGHT)}


def test_one_that_has_a_choice_gives_way_to_one_that_has_none() -> None:
    assert settle({1: spots(LEFT, RIGHT), 2: spots(MIDDLE)}, [1, 2]) == {2: Spot(MIDDLE), 1: Spot(RIGHT)}


def test_a_label_without_a_clear_place_is_left_out() -> None:
    assert settle({1: spots(LEFT), 2: spots(MIDDLE)}, [1, 2]) == {1: Spot(LEFT)}


def test_a_leader_may_cross_neither_words_nor_another_leader() -> None:
    across = Spot((20.0, 20.0, 21.0, 21.0), ((0.0, 0.5), (12.0, 0.5)))
    up = Spot((30.0, 30.0, 31.0, 31.0), ((6.0, -3.0), (6.0, 3.0)))
    assert clash(across, Spot(LEFT))
    assert clash(Spot(LEFT), across)
    assert clash(across, up)
    assert not clash(up, Spot(LEFT))


def test_a_line_beside_a_box_does_not_cut_it_and_lines_that_share_an_end_do_not_cross() -> None:
    assert not cuts(((-1.0, 2.0), (9.0, 2.0)), LEFT)
    assert cuts(((1.0, -5.0), (1.0, 5.0)), LEFT)
    assert not crosses(((0.0, 0.0), (1.0, 1.0)), ((1.0, 1.0), (2.0, 0.0)))
