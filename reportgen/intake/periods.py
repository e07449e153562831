"""Periods as spreadsheets write them: found in heads, titles, names of sheets and cells."""

from __future__ import annotations

import re

_YEAR = r"(?<![0-9.])((?:19|20)[0-9]{2})(?![0-9])"
_ORDINARY = str.maketrans("０１２３４５６７８９ＱＨＦＹ／－．～", "0123456789QHFY/-.~")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FORMS = (
    (rf"{_YEAR}\s*年?\s*第?([一二三四1-4])\s*季度?", "quarter"),
    (rf"{_YEAR}\s*年?[ -]*Q([1-4])", "quarter"),
    (rf"Q([1-4])[ -]*{_YEAR}", "quarter turned"),
    (rf"{_YEAR}\s*年?\s*(?:上半年|[ -]*H1)", "half 1"),
    (rf"{_YEAR}\s*年?\s*(?:下半年|[ -]*H2)", "half 2"),
    (rf"{_YEAR}\s*年\s*1\s*[-—–~至到]\s*(1[0-2]|[2-9])\s*月", "months"),
    (rf"{_YEAR}\s*年\s*(1[0-2]|0?[1-9])\s*月(?:份)?", "month"),
    (rf"{_YEAR}[-./](1[0-2]|0[1-9])(?:[-./](?:31|30|29|28))?(?:[ T]00:00(?::00)?)?(?![0-9])", "month"),
    (rf"(?:FY\s*)?{_YEAR}\s*(?:年度|年)?", "year"),
)


def find_period(text: str) -> tuple[str, str]:
    """Return the first period in a text in the form of the data ("2023", "2023-Q1", "2023-H1", "2023-06", "2023-01/2023-09"), and the rest.

    Both are as they were, "" and the text, when there is none.

    >>> find_period("２０２３年指数"), find_period("Index, Q1 2024"), find_period("2023年1-9月"), find_period("增速")
    (('2023', '指数'), ('2024-Q1', 'Index,'), ('2023-01/2023-09', ''), ('', '增速'))
    """
    plain = text.translate(_ORDINARY)
    for form, kind in _FORMS:
        if found := re.search(form, plain, re.IGNORECASE):
            return _said(kind, found), f"{plain[: found.start()]} {plain[found.end() :]}".strip()
    return "", text


def is_period(text: str) -> bool:
    """Tell whether a text is a period and nothing else."""
    period, rest = find_period(text)
    return bool(period) and not rest


def _said(kind: str, found: re.Match[str]) -> str:
    match kind:
        case "quarter":
            return f"{found[1]}-Q{_QUARTERS[found[2]]}"
        case "quarter turned":
            return f"{found[2]}-Q{found[1]}"
        case "half 1" | "half 2":
            return f"{found[1]}-H{kind[-1]}"
        case "months":
            return f"{found[1]}-01/{found[1]}-{int(found[2]):02d}"
        case "month":
            return f"{found[1]}-{int(found[2]):02d}"
        case _:
            return found[1]


def before(period: str, known: set[str]) -> str:
    """Return the period to compare with: the same of the year before where it is known, else the last known one of the same kind; "" for none.

    >>> before("2023-Q1", {"2022-Q1", "2022-Q4", "2023-Q1"}), before("2023", {"2021", "2023"}), before("2023", {"2023", "2022-Q1"})
    ('2022-Q1', '2021', '')
    """
    if (year := re.sub(r"[0-9]{4}", lambda match: str(int(match[0]) - 1), period)) in known:
        return year
    return max((each for each in known if each < period and len(each) == len(period)), default="")


def day_after(period: str) -> str:
    """Return the ISO date of the first day after a period: the only date of issue a table can tell.

    >>> day_after("2023"), day_after("2023-Q1"), day_after("2023-H2"), day_after("2023-06"), day_after("2023-01/2023-09")
    ('2024-01-01', '2023-04-01', '2024-01-01', '2023-07-01', '2023-10-01')
    """
    last = period.rpartition("/")[2]
    year, _, part = last.partition("-")
    months = {"": 12, "Q": 3, "H": 6}.get(part[:1])
    end = int(part) if months is None else months * int(part[1:] or 1)
    return f"{int(year) + end // 12}-{end % 12 + 1:02d}-01"
