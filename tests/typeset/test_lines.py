"""What comes out on the page: edges, gaps and line starts, read from a PDF."""

import itertools
import re
import warnings
from collections.abc import Iterator
from functools import cache

import pytest
import weasyprint

from reportgen import fonts
from reportgen.errors import RenderError
from reportgen.typeset import chinese_lines
from reportgen.typeset.text import prepare

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf

TEXT = prepare(
    "2023年前三季度，四川省直播电商发展指数为91.10，在31个省（自治区、直辖市）中排名第八，较上年同期下降1位。从增速看，海南、湖南、安徽位居前三，分别增长51.56%、46.14%和46.01%；"
    "“人”“货”“场”三个维度中，“场”指标的省际差距最大，头部省份与尾部省份相差30.37分，占比63%～68%。按照《关于推动电子商务高质量发展的意见》（2023—2025年）的要求，"
    "各地加快建设直播基地——既有北京—上海等中心城市，也有阿里·淘宝等平台企业所在地，“以播促产”的路径逐步清晰，服务持续集聚，各地MCN机构、KOL达人与5G应用同步发展。"
)
FORBIDDEN_FIRST = set("。，、；：？！）》〉」』】〕”’～—·%‰℃")
FORBIDDEN_LAST = set("（《〈「『【〔“‘¥$")
MARKS = set("。，、；：）》”")
SIZE = 10.0
LEFT = 20.0


@cache
def file(characters: int, lang: str = "zh-CN") -> bytes:
    """Return a PDF of the text on a measure of so many characters."""
    face = fonts.faces_of(["Reportgen Serif SC"])[0]
    style = (
        f"{fonts.stylesheet([face.family], TEXT)} @page {{ size: {characters * SIZE + 40}pt 900pt; margin: {LEFT}pt }}"
        f'body {{ margin: 0 }} p {{ font: {SIZE}pt/1.7 "{face.family}"; text-align: justify; margin: 0 0 8pt; font-feature-settings: "chws" }}'
    )
    with chinese_lines(squeeze=0):
        return bytes(weasyprint.HTML(string=f'<html lang="{lang}"><style>{style}</style><p>{TEXT}</p>').write_pdf())


def lines(characters: int) -> Iterator[list[tuple[str, float, float]]]:
    """Yield the lines: characters with their left and right edges."""
    with pymupdf.open(stream=file(characters)) as opened:
        found = [
            (char["c"], char["origin"][0], char["bbox"][2], round(char["origin"][1]))
            for page in opened
            for block in page.get_text("rawdict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
            for char in span["chars"]
            if char["c"].strip("\u200b\u2060 ")
        ]
    for height in sorted({each[3] for each in found}):
        yield sorted(((c, x, end) for c, x, end, y in found if y == height), key=lambda each: each[1])


@pytest.mark.parametrize("characters", [18, 22, 30, 36, 42])
def test_full_lines_end_at_the_right_edge(characters: int) -> None:
    edges = []
    for line in list(lines(characters))[:-1]:
        last, _, end = line[-1]
        edges.append(abs(end - (SIZE / 2 if last in MARKS else 0) - LEFT - characters * SIZE))
    assert sorted(edges)[int(len(edges) * 0.95) - 1] <= 0.3
    assert max(edges) <= 1.5


@pytest.mark.parametrize("characters", range(16, 44, 3))
def test_no_line_starts_or_ends_with_a_mark_it_must_not(characters: int) -> None:
    found = list(lines(characters))
    assert not [line[0][0] for line in found if line[0][0] in FORBIDDEN_FIRST]
    assert not [line[-1][0] for line in found if line[-1][0] in FORBIDDEN_LAST]


def test_han_and_digits_stand_about_a_quarter_em_apart() -> None:
    last = list(lines(42))[-1]  # not stretched
    found = [b[1] - a[1] - SIZE for a, b in itertools.pairwise(last) if re.match(r"[\u4e00-\u9fff][A-Z0-9]", a[0] + b[0])]
    assert found
    assert all(abs(gap - SIZE / 4) < 0.1 for gap in found)


def test_other_languages_are_left_to_weasyprint() -> None:
    with chinese_lines():
        wrapped = weasyprint.HTML(string='<html lang="en"><p style="text-align:justify">Some words of English.</p>').write_pdf()
    assert wrapped == weasyprint.HTML(string='<html lang="en"><p style="text-align:justify">Some words of English.</p>').write_pdf()


def test_weasyprint_is_as_before_afterwards() -> None:
    from weasyprint.layout import inline
    from weasyprint.text.line_break import Layout

    before = (inline.justify_line, inline.text_align, Layout.set_text, Layout.get_first_line)
    with pytest.raises(ZeroDivisionError), chinese_lines():
        raise ZeroDivisionError
    assert (inline.justify_line, inline.text_align, Layout.set_text, Layout.get_first_line) == before


def test_another_version_of_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(RenderError, match=r"71\.0 is installed"), chinese_lines():
        pass
