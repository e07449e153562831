"""A small report with every node in it, in both editions, for the tests of the Word renderer."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from reportgen.charts import ChartImage
from reportgen.document import (
    Block,
    Box,
    BulletList,
    Change,
    ChangeState,
    ChartSpec,
    Column,
    Columns,
    Credit,
    CrossRef,
    Document,
    Emph,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    ParagraphRole,
    Quantity,
    Row,
    RowEmphasis,
    Series,
    Strong,
    Table,
    Text,
)
from reportgen.edition import load_edition
from reportgen.numbering import number
from reportgen.renderers import Press
from reportgen.stamp import Stamp
from reportgen.theme import THEMES

PROVINCES = (
    "广东",
    "浙江",
    "上海",
    "江苏",
    "北京",
    "山东",
    "福建",
    "四川",
    "湖北",
    "湖南",
    "河南",
    "安徽",
    "河北",
    "重庆",
    "江西",
    "陕西",
    "辽宁",
    "广西",
    "云南",
    "天津",
    "贵州",
    "黑龙江",
    "山西",
    "吉林",
    "新疆",
    "海南",
    "甘肃",
    "内蒙古",
    "宁夏",
    "青海",
    "西藏",
)
WORDS = {
    "zh-Hans": {
        "title": "全国直播电商发展指数报告",
        "subtitle": "从规模扩张走向质量提升",
        "author": "直播电商研究中心",
        "chapter": "总指数分析",
        "deck": "东部领先，西部追赶，四川稳居第一方阵",
        "section": "全国排名",
        "sub": "增速",
        "fourth": "口径",
        "claim": "四川居全国第八位，较上期上升5位",
        "body": "2023年，四川直播电商发展指数为",
        "rest": "，居全国“第一方阵”，直播电商零售额继续增长——比上年更快；产业带、人才与平台三方面的支撑更加均衡，县域直播间数量翻了一番。",
        "note": "指数以全国平均为基准。",
        "link": "说明",
        "caption": "全国直播电商发展指数排名",
        "rank": "排名",
        "name": "地区",
        "index": "指数",
        "growth": "同比增长",
        "change": "位次变化",
        "source": "直播电商研究中心",
        "footer": "增速按可比口径计算。",
        "figure": "前十位省份的指数",
        "alt": "横条图：广东98.36居首，四川91.10列第八。",
        "tip": "小贴士",
        "tiptext": "指数由“人、货、场”三个维度构成。",
        "item": "要点",
        "plain": "说明如下：",
        "lead": "数字最能说明问题。",
        "method": "研究方法",
        "role": "指导单位",
        "who": "某省商务厅",
        "emph": "均衡",
        "region": "区域",
        "east": "东部",
        "intro": "前言",
    },
    "en": {
        "title": "National Live-Streaming E-Commerce Index",
        "subtitle": "From scale to quality",
        "author": "Live Commerce Research Centre",
        "chapter": "The Overall Index",
        "deck": "The east leads, the west catches up, Sichuan holds its place",
        "section": "National ranking",
        "sub": "Growth",
        "fourth": "Scope",
        "claim": "Sichuan ranks eighth, up five places",
        "body": "In 2023 the index of Sichuan stood at ",
        "rest": (
            ", in the “first group” of the country; retail sales through live streaming kept "
            "growing — faster than a year earlier — and the number of county studios doubled."
        ),
        "note": "The national average is the reference.",
        "link": "notes",
        "caption": "National ranking by index",
        "rank": "Rank",
        "name": "Region",
        "index": "Index",
        "growth": "Growth year on year",
        "change": "Change in rank",
        "source": "Live Commerce Research Centre",
        "footer": "Growth on a comparable basis.",
        "figure": "Index of the ten leading provinces",
        "alt": "Bar chart: Guangdong leads with 98.36, Sichuan is eighth with 91.10.",
        "tip": "Tip",
        "tiptext": "The index has three dimensions: people, goods and scene.",
        "item": "Point",
        "plain": "In short:",
        "lead": "Numbers say it best.",
        "method": "Method",
        "role": "Under the guidance of",
        "who": "Department of Commerce",
        "emph": "balanced",
        "region": "Group",
        "east": "East",
        "intro": "Foreword",
    },
}
"""The words of the two editions of the sample, by role."""


def png(width: int = 4, height: int = 2) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xb0\xc0\xd0" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def image(width_mm: float = 155.6, height_mm: float = 60) -> ChartImage:
    """Return a drawn chart: a row of bars."""
    bars = "".join(f'<rect x="{10 + 30 * n}" y="{20 + 12 * n}" width="20" height="{160 - 12 * n}" fill="#1F3B63"/>' for n in range(10))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_mm}mm" height="{height_mm}mm" viewBox="0 0 320 200">{bars}</svg>'
    return ChartImage(svg, png(), width_mm, height_mm)


def quantity(text: str, unit: str = "score") -> Quantity:
    """Return a value that says where it comes from."""
    return Quantity(text, text, unit, "t01.csv[510000].index")


def change(places: int, state: ChangeState | None = None) -> Change:
    """Return a change in rank."""
    kind: ChangeState = state or ("up" if places > 0 else "down" if places < 0 else "same")
    mark = {"up": f"↑{places}", "down": f"↓{-places}", "same": "→"}.get(kind, kind)
    return Change(mark, kind, places, mark, "t01.csv")


def ranking(label: str, words: dict[str, str], rows: int = 31) -> Table:
    """Return a ranking of provinces."""
    columns = (
        Column("rank", (Text(words["rank"]),), "rank"),
        Column("name", (Text(words["name"]),), "name"),
        Column("index", (Text(words["index"]),), "number", 2),
        Column("growth", (Text(words["growth"]),), "number", 2, "%"),
        Column("change", (Text(words["change"]),), "change"),
    )

    def row(place: int) -> Row:
        emphasis: RowEmphasis = "top" if place < 3 else "own" if place == 7 else "none"
        value, growth = f"{98.36 - place * 0.97:.2f}", f"{33.55 - place * 1.7:.2f}".replace("-", "−")
        cells = ((Text(str(place + 1)),), (Text(PROVINCES[place % 31]),), (quantity(value),), (quantity(growth),), (change((place * 7) % 5 - 2),))
        return Row(cells, str(place), emphasis)

    return Table(label, (Text(words["caption"]),), columns, tuple(map(row, range(rows))), ((Text(words["footer"]),),), (Text(words["source"]),))


def sample(tag: str) -> Document:
    """Return a numbered document with every node, in the edition of a language tag."""
    words = WORDS[tag]
    edition = load_edition(tag)
    meta = Meta(
        title=words["title"], language=tag, subtitle=words["subtitle"], edition="2023", date="2023-12-01", date_text=edition.cover_date("2023-12-01"),
        institutions=(words["who"], words["author"]),
        credits=(Credit(words["role"], (words["who"],)), Credit(words["source"], (words["author"], words["who"]))),
        author=words["author"], description=words["deck"], keywords=(words["index"],), contents_depth=2,
    )  # fmt: skip
    return number(Document(meta, (*_opening(words), *_middle(words), *_closing(words))), edition)


def press(tag: str, **changes: object) -> Press:
    """Return a press for the sample, with some of its parts replaced."""
    charts = {"fig-top": image(), "cover": image(155.6, 70)}
    given: dict[str, object] = {"edition": load_edition(tag), "theme": THEMES["report"], "stamp": Stamp.from_date("2023-12-01"), "scheme": "", "charts": charts}
    return Press(**(given | changes))  # type: ignore[arg-type]


def _paragraph(text: str, role: ParagraphRole = "body") -> Paragraph:
    return Paragraph((Text(text),), role)


def _opening(words: dict[str, str]) -> Sequence[Block]:
    body = (
        Text(words["body"]), quantity("91.10"), Text(words["rest"]), Note((Text(words["note"]), Link("https://example.org/n", (Text(words["link"]),)))),
        CrossRef("tbl-all"), Text(" "), CrossRef("fig-top"), Text(" "), CrossRef("sec-method"),
    )  # fmt: skip
    marked = (
        Strong((Text(words["item"]),)),
        Emph((Text(words["emph"]),)),
        LineBreak(),
        Link("https://example.org", (Text(words["link"]),)),
        change(5),
        change(-2),
    )
    return (
        Heading(1, (Text(words["intro"]),), numbered=False),
        _paragraph(words["lead"], "lead"),
        _paragraph(words["rest"].lstrip("，, ") * 3),
        Heading(1, (Text(words["chapter"]),)),
        _paragraph(words["deck"], "deck"),
        Heading(2, (Text(words["section"]),)),
        _paragraph(words["claim"], "claim"),
        Paragraph(body),
        Paragraph(marked),
        ranking("tbl-all", words),
        _paragraph(words["rest"].lstrip("，, ") * 2),
    )


def _middle(words: dict[str, str]) -> Sequence[Block]:
    spec = ChartSpec("ranked-bars", tuple(PROVINCES[:3]), ("1", "2", "3"), (Series(words["index"], (1.0, 2.0, 3.0)),))
    small = Table(
        "tbl-small",
        (Text(words["region"]),),
        (Column("region", (Text(words["region"]),), "text"), Column("index", (Text(words["index"]),), "number", 2)),
        (Row(((Text(words["east"]),), (quantity("91.10"),))), Row(((Text(words["east"]),), (quantity("9.05"),)))),
    )
    return (
        Heading(3, (Text(words["sub"]),)),
        Figure("fig-top", (Text(words["figure"]),), spec, words["alt"], ((Text(words["footer"]),),), (Text(words["source"]),)),
        Heading(4, (Text(words["fourth"]),)),
        _paragraph(words["plain"], "plain"),
        BulletList(((_paragraph(words["item"]), BulletList(((_paragraph(words["item"]),),))), (_paragraph(words["item"]), _paragraph(words["rest"])))),
        OrderedList(((_paragraph(words["item"]),), (_paragraph(words["rest"]),))),
        OrderedList(((_paragraph(words["item"]),),), start=3),
        Box((Text(words["tip"]),), (_paragraph(words["tiptext"] * 3), BulletList(((_paragraph(words["item"]),),)), small)),
        KeyFigures(
            tuple(KeyFigure((Text(words["figure"][:1]), quantity(value)), (Text(words["index"]),)) for value in ("91.10", "9.05", "25.6")),
            ((Text(words["footer"]),),),
            (Text(words["source"]),),
        ),
        Columns(tuple(_paragraph(name, "plain") for name in PROVINCES[:12]), 3),
    )


def _closing(words: dict[str, str]) -> Sequence[Block]:
    return (
        Heading(1, (Text(words["method"]),), "sec-method"),
        _paragraph(words["deck"], "deck"),
        Heading(2, (Text(words["section"]),)),
        _paragraph(words["rest"].lstrip("，, ")),
        PageBreak(),
        _paragraph(words["claim"], "claim"),
        _paragraph(words["rest"].lstrip("，, ")),
    )
