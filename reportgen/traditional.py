"""Simplified Chinese as Traditional Chinese: OpenCC, with what must stay as it is, and the quotes of Taiwan and Hong Kong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

CONFIGURATIONS = ("s2tw", "s2twp", "s2hk", "s2t")
"""OpenCC's conversions a Traditional edition may use: Taiwan, Taiwan with its own words, Hong Kong, neutral."""

_ADDRESS = r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.]+"
_SURNAME = r"[于余范](?=(?:某|先生|女士|小姐|教授|院士|博士|老师|主任|局长|厅长|市长|省长|经理|总裁|董事长|同志))"
"""Surnames that are another character as a word (範, 於, 餘), where a title says that a person is meant; others go on the list."""
_APOSTROPHE = r"(?<=[A-Za-z])’(?=[A-Za-z])"
_QUOTES = str.maketrans("“”‘’", "「」『』")
_HAN_OR_QUOTE = re.compile("[\u2e80-\u9fff\U00020000-\U0003ffff“”‘’]")


def traditional(text: str, configuration: str, keep: Sequence[str] = ()) -> str:
    """Return a Simplified text in Traditional Chinese; what is not Chinese stays.  A text that is Traditional already may suffer.

    configuration   one of `CONFIGURATIONS`
    keep            words that stay as they are written: people, companies, quoted titles; addresses always do

    >>> traditional("“里程”以公里计，见https://a.cn/?q=b", "s2tw")
    '「里程」以公里計，見https://a.cn/?q=b'
    >>> traditional("范先生任于天公司顾问", "s2hk", ["于天公司"])
    '范先生任于天公司顧問'
    """
    if not _HAN_OR_QUOTE.search(text):
        return text
    pieces = _kept(tuple(keep)).split(text)
    # Every other piece is what the pattern found.
    return "".join(piece if index % 2 else _converter(configuration).convert(piece).translate(_QUOTES) for index, piece in enumerate(pieces))


def simplified(text: str) -> str:
    """Return a Traditional text in Simplified Chinese, character by character; a text that is Simplified already stays.

    >>> simplified("廣東省"), simplified("广东省")
    ('广东省', '广东省')
    """
    return str(_converter("t2s").convert(text)) if _HAN_OR_QUOTE.search(text) else text


@cache
def _kept(keep: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted(filter(None, keep), key=lambda word: (-len(word), word))
    return re.compile(f"({'|'.join([*map(re.escape, words), _ADDRESS, _SURNAME, _APOSTROPHE])})")


@cache
def _converter(configuration: str) -> Any:
    from opencc import OpenCC

    return OpenCC(configuration)
