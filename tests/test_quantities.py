"""What states a quantity, in digits and in words, and what only looks like one."""

from __future__ import annotations

import pytest

from reportgen.quantities import typed


def said(text: str, language: str = "zh") -> list[str]:
    return [text[each.start : each.end] for each in typed(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年", "2022—2023年", "2023年1—10月", "2023年6月30日", "1995年", "《2023年报告（第52次）》", "GB/T 41247—2023", "ISO 9001", "5G", "4K", "B2C", "Q3",
        "2019–2021", "Web3", "PART.1", "“618”期间", "双11", "第十四个五年规划", "“十四五”规划", "二十大报告", "一带一路", "三农", "千方百计", "十分重要",
        "二手商品",
        "一线城市", "前三季度", "第一产业", "第三方监测", "第二梯队", "“双十一”购物节", "四川三项指标", "两者口径不同", "三个方面", "四舍五入",
        "四个直辖市", "千禧一代", "百货",
        "保留两位小数", "五粮液", "一目了然", "其二，", "一是市场规则不同", "第52次会议", "两会期间", "进一步", "这一点", "一些主播", "六类角色", "六朵金花",
        "前两项是目标", "二〇二三年十二月", "八年级", "《三年行动计划》", "三年行动方案",
    ],
)  # fmt: skip
def test_names_dates_and_turns_of_phrase_in_chinese_pass(text: str) -> None:
    assert said(f"前文{text}后文") == [word for word in ("52",) if f"第{word}次会议" in text]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("增长25.62%", ["25.62"]),
        ("34,879亿元和3个", ["34,879", "3"]),
        ("列第8位", ["8"]),
        ("共２３个", ["２３"]),
        ("２０２３年", ["２０２３"]),
        ("2023%", ["2023"]),
        ("2023.5亿元", ["2023.5"]),
        ("12023人", ["12023"]),
        ("列第八位，居全国第一。", ["第八", "第一"]),
        ("依次为第十二、第七和第三。", ["第十二", "第七", "第三"]),
        ("第二至第五位", ["第二至第五"]),
        ("居前三，前十位平均", ["前三", "前十"]),
        ("末三位", ["末三"]),
        ("近三成，约八成五的用户，一成以下", ["三成", "八成五", "一成以下"]),
        ("超过一半，接近半数，四分之三", ["一半", "半数", "四分之三"]),
        ("翻一番，是三倍，成倍增长", ["翻一番", "三倍", "成倍"]),
        ("实现2.7倍增长，规模倍增", ["2.7", "倍增"]),
        ("数十亿元，上百家，十余家，不足千万的", ["数十亿", "百", "十余", "千万"]),
        ("三年后，二十五至四十岁，十五个城市", ["三", "二十五至四十", "十五"]),
        ("上升三位，达到九十分的地区", ["三", "九十"]),
        ("五家企业、三个自治州", ["五", "三"]),
    ],
)
def test_quantities_in_chinese_are_found(text: str, numbers: list[str]) -> None:
    assert said(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It ranks eighth nationwide and 26th by growth.", ["eighth", "26th"]),
        ("Sichuan is first in the west, second among all.", ["first", "second"]),
        ("From fifth to eighth place", ["fifth to eighth"]),
        ("the first three, the top ten", ["three", "ten"]),
        ("more than half, a third of them, nine tenths, three in four", ["half", "a third", "nine tenths", "three in four"]),
        ("doubled, twice as large, threefold", ["doubled", "twice", "threefold"]),
        ("hundreds of firms, ten million followers, dozens", ["hundreds of", "ten million", "dozens"]),
        ("within three years, between twenty-five and forty", ["three", "twenty-five", "forty"]),
        ("fifteen regions; three of them rose", ["fifteen", "three"]),
        ("up 25.62% on 3 counts", ["25.62", "3"]),
    ],
)
def test_quantities_in_english_are_found(text: str, numbers: list[str]) -> None:
    assert said(text, "en") == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Second, the market grew.", "a third party", "the first half of 2023", "cities of the third tier", "the first three quarters", "first-hand",
        "Double Eleven",
        "double-digit", "the second is service", "one of the regions", "the three indices", "in two ways", "the 2023 report", "5G and Web3",
        "at first", "look twice",
        "the four municipalities", "half a year", "the first time", "two sessions",
    ],
)  # fmt: skip
def test_names_and_turns_of_phrase_in_english_pass(text: str) -> None:
    assert said(text, "en") == []


def test_the_whole_number_that_words_say_is_known() -> None:
    numbers = [each.number for each in typed("第八位，前十五位，三十一个省，25.6%，近三成", "zh")]
    assert numbers == [8, 15, 31, None, None]
    assert [each.number for each in typed("eighth place, the first fifteen, thirty-five", "en")] == [8, 15, 35]
