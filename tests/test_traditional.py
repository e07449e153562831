"""Simplified to Traditional Chinese: OpenCC where it is right, the protected words where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.traditional import CONFIGURATIONS, traditional

RIGHT = {
    "s2tw": {
        "后发优势": "後發優勢", "皇后": "皇后", "三十公里": "三十公里", "这里": "這裡", "头发": "頭髮", "云南": "雲南",
        "人云亦云": "人云亦云", "台州": "台州",
        "台风": "颱風", "平台": "平臺", "只能": "只能", "一只船": "一隻船", "面条": "麵條", "制造": "製造", "制定": "制定", "征求": "徵求", "长征": "長征",
        "复制": "複製", "恢复": "恢復", "松潘": "松潘", "放松": "放鬆", "余姚": "餘姚", "沈阳": "瀋陽", "沈先生": "沈先生", "谷物": "穀物",
        "谷歌": "谷歌", "于是": "於是",
        "表1": "表1", "直播电商": "直播電商", "同比增长": "同比增長",
    },
    "s2hk": {"这里": "這裏", "平台": "平台", "台湾": "台灣", "后发优势": "後發優勢", "为": "為"},
}  # fmt: skip
"""Words of such reports where a conversion by single characters would go wrong; typography rule Z2."""


@pytest.mark.parametrize(("configuration", "simplified"), [(name, word) for name, words in RIGHT.items() for word in words])
def test_words_are_converted_as_words(configuration: str, simplified: str) -> None:
    assert traditional(simplified, configuration) == RIGHT[configuration][simplified]


def test_a_surname_before_a_title_stays_a_surname() -> None:
    assert traditional("范先生与于教授、余女士见面，余下的于明日再谈", "s2tw") == "范先生與于教授、余女士見面，餘下的於明日再談"


def test_what_is_on_the_list_and_every_address_stays_as_written() -> None:
    text = "成都久广科技有限公司的网址是https://例.cn/发展?只=1，邮箱是fa@例.cn"
    assert traditional("成都久广科技有限公司的网址", "s2tw", ["成都久广科技有限公司"]) == "成都久广科技有限公司的網址"
    assert traditional("见https://a.cn/x?y=1。发展", "s2tw") == "見https://a.cn/x?y=1。發展"
    assert "fa@" in traditional(text, "s2tw")


def test_the_longer_protected_word_wins() -> None:
    assert traditional("范无咎与范无", "s2tw", ["范无", "范无咎"]) == "范无咎與范无"


def test_quotes_become_corner_brackets_and_an_apostrophe_stays() -> None:
    assert traditional("“人货场”与‘场’，Xi’an", "s2tw") == "「人貨場」與『場』，Xi’an"


def test_taiwan_words_are_said_only_when_asked() -> None:
    assert traditional("信息", "s2tw") == "信息"
    assert traditional("信息", "s2twp") == "資訊"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30), st.sampled_from(CONFIGURATIONS))
def test_text_without_chinese_stays(text: str, configuration: str) -> None:
    latin = "".join(char for char in text if char.isascii())
    assert traditional(latin, configuration) == latin
