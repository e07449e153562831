"""What would print a typed number: from the data, nearest first, and sure only where nothing else says the same."""

from __future__ import annotations

import pytest

from reportgen.audit.proposals import Proposal, know, proposals, sure
from reportgen.audit.sources import find
from reportgen.edition import load_edition
from tests.factory import ranking, results

GROWN = {"广东": "33.55", "浙江": "29.90", "四川": "25.62", "西藏": "35.78"}


def offered(text: str, tag: str = "zh-Hans", at: int = 0) -> tuple[tuple[Proposal, ...], Proposal | None]:
    finding = find("a.md", text, tag)[at]
    found = proposals(finding, text, know(results(tag, ranking(tag=tag, growth=GROWN)), load_edition(tag)))
    return found, sure(found, finding)


@pytest.mark.parametrize(
    ("text", "tag", "expression"),
    [
        ("{{ provinces.title }}：四川得91.10分", "zh-Hans", '{{ provinces["四川"].index }}'),
        ("{{ provinces.title }}：四川增长25.62%", "zh-Hans", '{{ provinces["四川"].growth }}'),
        ("{{ provinces.title }}：四川列第三位", "zh-Hans", '{{ provinces["四川"].rank | ordinal }}'),
        ("In {{ provinces.title }}, Zhejiang is second nationwide.", "en", '{{ provinces["Zhejiang"].rank | ordinal }}'),
        ("{{ provinces.title }}：四川与广东相差7.26分", "zh-Hans", '{{ difference(provinces.leader.index, provinces["四川"].index) }}'),
    ],
)
def test_the_expression_that_prints_a_typed_number_is_known(text: str, tag: str, expression: str) -> None:
    found, choice = offered(text, tag)
    assert expression in [each.expression for each in found]
    assert choice is not None
    assert choice.source.removeprefix("abs(").startswith(next(each.source for each in found if each.expression == expression))


def test_a_proposal_covers_the_number_with_its_unit_and_nothing_of_another_number() -> None:
    text = "{{ provinces.title }}：四川增长25.62%，西藏1125.62%"
    _, choice = offered(text)
    assert choice is not None
    assert text[choice.start : choice.end] == "25.62%"
    assert offered(text, at=1) == ((), None)


def test_the_rank_within_a_group_that_is_named_is_another_rank() -> None:
    found, choice = offered("{{ provinces.title }}：四川在西部列第一位")
    assert [each.expression for each in found if each.is_exact] == ['{{ provinces["四川"].rank_in("west") | ordinal }}']
    assert choice is not None


def test_two_places_that_say_the_same_leave_the_choice_to_the_writer() -> None:
    text = "{{ provinces.title }}：四川增幅列第四，指数列第三"
    found, choice = offered(text)
    assert '{{ provinces["四川"].rank_by("growth") | ordinal }}' in [each.expression for each in found]
    _, same = offered("{{ provinces.title }}：西藏列第四", at=0)
    assert choice is not None
    assert same is not None
    several, none = offered("{{ provinces.title }}：浙江和四川，各列第三位")  # 四川 by index, 浙江 by growth
    assert len({each.source for each in several if each.is_exact}) == 2
    assert none is None


def test_a_number_without_its_region_is_not_guessed() -> None:
    assert offered("位次为第三")[1] is None
    found, choice = offered("得分为60.02的地区")
    assert [each.expression for each in found] == ['{{ provinces["西藏"].index }}']
    assert choice is None


def test_part_in_words_shows_the_share_it_may_stand_for() -> None:
    found, choice = offered("占比为{{ facts.share.value }}。用户接近半数。")
    assert [(each.expression, each.prints, each.is_exact) for each in found] == [("{{ facts.share.value }}", "48.8%", False)]
    assert choice is None
    assert offered("用户接近半数。") == ((), None)


def test_nothing_is_offered_for_what_the_data_do_not_say() -> None:
    assert offered("四川有12345家企业") == ((), None)
