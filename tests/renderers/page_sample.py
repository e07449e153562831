"""Reports with every kind of node, in Chinese and in English, for the tests of HTML and PDF."""

from __future__ import annotations

from dataclasses import replace

from reportgen.charts import ChartImage
from reportgen.document import (
    Block,
    Box,
    BulletList,
    Change,
    ChartSpec,
    Column,
    Columns,
    Credit,
    CrossRef,
    Document,
    Emph,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    PageBreak,
    Paragraph,
    Quantity,
    Row,
    Series,
    Strong,
    Table,
    Text,
)
from reportgen.edition import Edition, load_edition
from reportgen.numbering import number
from reportgen.renderers import Press
from reportgen.stamp import Stamp
from reportgen.theme import Theme

PROVINCES = """广东 Guangdong 98.36 33.55 5|浙江 Zhejiang 97.73 29.55 1|上海 Shanghai 96.08 4.12 -2|北京 Beijing 94.69 5.68 -2
江苏 Jiangsu 94.02 25.95 -1|山东 Shandong 93.18 34.34 4|福建 Fujian 91.22 23.25 -2|四川 Sichuan 91.10 25.62 -1|河南 Henan 91.09 41.44 5
河北 Hebei 90.92 26.97 -2|湖北 Hubei 90.57 42.05 5|安徽 Anhui 89.78 46.01 7|湖南 Hunan 89.51 46.14 7|天津 Tianjin 88.47 35.25 -3
江西 Jiangxi 88.09 38.25 2|辽宁 Liaoning 87.46 34.47 -3|陕西 Shaanxi 85.94 34.43 -2|黑龙江 Heilongjiang 85.24 37.11 0|云南 Yunnan 84.93 44.49 4
吉林 Jilin 84.10 29.23 -8|重庆 Chongqing 84.07 19.06 -12|山西 Shanxi 82.73 36.27 -1|内蒙古 Inner_Mongolia 81.20 34.59 -1|贵州 Guizhou 80.48 40.50 1
海南 Hainan 80.39 51.56 4|新疆 Xinjiang 77.45 41.44 1|广西 Guangxi 76.27 32.44 -3|甘肃 Gansu 76.17 40.10 0|宁夏 Ningxia 70.77 25.61 -3
西藏 Xizang 69.07 35.78 0|青海 Qinghai 67.99 39.58 0"""

ZH = {
    "title": "中国直播电商行业发展趋势报告",
    "subtitle": "中国直播电商发展指数研究",
    "chapter": "直播电商发展指数",
    "deck": "广东、浙江和上海位居前三，中西部省份增速领先，区域格局由“沿海领跑”转向“多点支撑”",
    "section": "全国总体排名",
    "subsection": "省际差距",
    "claim": "四川直播电商发展指数为91.10，位居全国第八，西部第一，同比增长25.62%",
    "body": "2023年前三季度，四川省直播电商发展指数为91.10，在31个省（自治区、直辖市）中排名第八，较上年同期下降1位。从增速看，海南、湖南、安徽位居前三，"
    "分别增长51.56%、46.14%和46.01%；“人”“货”“场”三个维度中，“场”指标的省际差距最大，头部省份与尾部省份相差30.37分，占比63%～68%。按照《关于推动电子商务"
    "高质量发展的意见》（2023—2025年）的要求，各地加快建设直播基地——既有北京—上海等中心城市，也有阿里·淘宝等平台企业所在地，“以播促产”的路径逐步清晰。",
    "list": "主播人才持续集聚：全省持证主播达到12.6万人，同比增长31.4%，其中返乡创业青年占四成以上。",
    "box": "指数数值为相对值，以同期全国最高水平为参照，不宜跨期直接相减。",
    "note": "不含港澳台地区数据。",
    "source": "四川省商务厅监测数据。",
    "caption": "全国省、直辖市和自治区直播电商发展指数（不含港澳台）",
    "figure": "直播电商发展指数前十位，四川位居第八",
    "alt": "条形图：广东98.36，浙江97.73，上海96.08，四川91.10位居第八。",
    "names": "四川大学商学院|西南财经大学管理科学与工程学院|四川农业大学信息工程学院|成都理工大学管理科学学院|西华大学经济学院|成都映潮科技股份有限公司",
    "roles": "委托单位|撰稿人|资料处理",
    "see": "如",
    "seen": "所示，东部沿海优势明显",
    "heads": "排名|地区|指数|同比增长|位次变化",
}
EN = {
    "title": "Development Trends of China’s Live-streaming E-commerce Industry",
    "subtitle": "The Live-streaming E-commerce Development Index",
    "chapter": "The development index",
    "deck": "Guangdong, Zhejiang and Shanghai lead; growth is fastest in the central and western provinces",
    "section": "Ranking of provinces",
    "subsection": "The gap between provinces",
    "claim": "Sichuan scores 91.10 and ranks eighth in the country and first in the west, up 25.62% year on year",
    "body": "In the first three quarters of 2023 the development index of Sichuan stood at 91.10, which places the province eighth among the 31 provinces, "
    "municipalities and autonomous regions, one place lower than a year earlier. Growth was fastest in Hainan, Hunan and Anhui, where the index rose by "
    "51.56%, 46.14% and 46.01%; the widest differences between provinces are found in the “place” dimension, which measures infrastructure and venues.",
    "list": "Hosts: the province counts 126,000 certified hosts, 31.4% more than a year ago, two fifths of whom came home to start a business.",
    "box": "The index is relative to the best province of the same period and cannot be subtracted across periods.",
    "note": "Hong Kong, Macao and Taiwan are not included.",
    "source": "Department of Commerce of Sichuan Province, monitoring data.",
    "caption": "Live-streaming e-commerce development index, provinces (excl. Hong Kong, Macao, Taiwan)",
    "figure": "The ten highest scores; Sichuan ranks eighth",
    "alt": "Bar chart: Guangdong 98.36, Zhejiang 97.73, Shanghai 96.08; Sichuan, 91.10, ranks eighth.",
    "names": "Business School, Sichuan University|Southwestern University of Finance and Economics|Sichuan Agricultural University|"
    "Chengdu University of Technology|Xihua University|Chengdu Yingchao Technology Co., Ltd.",
    "roles": "Commissioned by|Authors|Data",
    "see": "As ",
    "seen": " shows, the eastern coast is far ahead",
    "heads": "Rank|Region|Index|Growth year on year|Change in rank",
}
WORDS = {"zh-Hans": ZH, "en": EN}


def ranking(tag: str, label: str, repeats: int = 1) -> Table:
    """Return the table of the 31 provinces, or longer with `repeats`."""
    edition, words = load_edition(tag), WORDS[tag]
    heads = words["heads"].split("|")
    columns = (
        Column("rank", (Text(heads[0]),), "rank"),
        Column("name", (Text(heads[1]),), "name"),
        Column("index", (Text(heads[2]),), "number", 2),
        Column("growth", (Text(heads[3]),), "number", 2, "%"),
        Column("change", (Text(heads[4]),), "change"),
    )
    entries = [entry.split() for entry in PROVINCES.replace("\n", "|").split("|")] * repeats
    rows = []
    for place, (zh, en, index, growth, moved) in enumerate(entries, 1):
        name = (zh if tag == "zh-Hans" else en).replace("_", " ")
        state = "same" if moved == "0" else "up" if int(moved) > 0 else "down"
        change = Change(edition.change_text(state, int(moved)), state, int(moved), edition.change_words(state, int(moved)), "t01.csv")  # type: ignore[arg-type]
        cells: tuple[Inlines, ...] = (
            (Text(str(place)),),
            (Text(name),),
            (Quantity(index, index, "score", f"t01.csv[{zh}].index"),),
            (Text(growth),),
            (change,),
        )
        rows.append(Row(cells, zh, "own" if zh == "四川" else "top" if place <= 3 else "none"))
    return Table(label, (Text(words["caption"]),), columns, tuple(rows), ((Text(words["note"]),),), (Text(words["source"]),))


def wordy_table(tag: str, label: str) -> Table:
    """Return a short table of words."""
    words = WORDS[tag]
    columns = (
        Column("rank", (Text(words["heads"].split("|")[0]),), "rank"),
        Column("a", (Text(words["section"]),), "name"),
        Column("b", (Text(words["figure"]),), "text"),
    )
    rows = tuple(Row(((Text(str(n)),), (Text(words["subsection"]),), (Text(words["list"]),))) for n in range(1, 4))
    return Table(label, (Text(words["section"]),), columns, rows)


def figure(tag: str, label: str) -> Figure:
    """Return a figure whose picture `charts` draws."""
    words = WORDS[tag]
    spec = ChartSpec("ranked-bars", ("甲",), ("1",), (Series("", (1.0,)),))
    return Figure(label, (Text(words["figure"]),), spec, words["alt"], (), (Text(words["source"]),))


def picture(edition: Edition) -> ChartImage:
    """Return a small drawn chart with live text and with the ids and styles matplotlib writes."""
    family = ", ".join(f"'{name}'" for name in edition.sans)
    bars = "".join(f'<rect x="60" y="{10 + 18 * n}" width="{300 - 9 * n}" height="11" fill="#AEB8C6"/>' for n in range(10))
    names = "".join(f'<text x="2" y="{19 + 18 * n}" style="font-size: 8.5px; font-family: {family}">No. {n} 甲</text>' for n in range(10))
    svg = (
        '<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="441pt" height="200pt" viewBox="0 0 441 200" '
        'xmlns="http://www.w3.org/2000/svg"><metadata>x</metadata><defs><style type="text/css">*{stroke-linejoin: round}</style>'
        f'<clipPath id="clip"><rect width="441" height="200"/></clipPath></defs><g id="axes_1" clip-path="url(#clip)">{bars}{names}</g></svg>'
    )
    return ChartImage(svg, b"", 155.6, 70.6)


def chapter(tag: str, n: int) -> tuple[Block, ...]:
    """Return one chapter with every kind of node."""
    edition, words = load_edition(tag), WORDS[tag]
    body = Paragraph((Text(words["body"]),))
    noted: Inlines = (
        Text(words["see"]),
        CrossRef(f"tbl-{n}"),
        Text(words["seen"]),
        Note((Text(words["note"]),)),
        Text(edition.word("label.stop") + edition.word("space")),
        Text(words["body"]),
    )
    marked: tuple[Inline, ...] = (
        Strong((Text(words["subsection"]),)),
        Text(edition.word("label.colon")),
        Emph((Text(words["section"]),)),
        LineBreak(),
        Link("https://example.org/a?b=1&c=2", (Text("example.org"),)),
    )
    item = (Paragraph((Text(words["list"]),)),)
    return (
        Heading(1, (Text(words["chapter"]),), f"sec-{n}"),
        Paragraph((Text(words["deck"]),), "deck"),
        Heading(2, (Text(words["section"]),)),
        Paragraph((Text(words["claim"]),), "claim"),
        Paragraph(noted),
        ranking(tag, f"tbl-{n}"),
        figure(tag, f"fig-{n}"),
        body,
        Heading(3, (Text(words["subsection"]),)),
        body,
        OrderedList((item, item, item)),
        Box((Text(words["subsection"]),), (Paragraph((Text(words["box"]),)), body)),
        wordy_table(tag, f"tbl-{n}-words"),
        Heading(4, (Text(words["subsection"]),)),
        Paragraph(marked, "plain"),
        BulletList((item, item)),
        Columns((BulletList(tuple((Paragraph((Text(name),)),) for name in words["names"].split("|"))),)),
        body,
    )


def document(tag: str, chapters: int = 2) -> Document:
    """Return a numbered report of that many chapters."""
    words = WORDS[tag]
    names = tuple(words["names"].split("|"))
    edition = load_edition(tag)
    meta = Meta(
        title=words["title"],
        language=tag,
        subtitle=words["subtitle"],
        edition="2023",
        date="2023-12-01",
        date_text=edition.cover_date("2023-12-01"),
        institutions=names,
        credits=tuple(Credit(role, names[:2]) for role in words["roles"].split("|")),
        author=names[0],
        description=words["deck"],
        keywords=(words["chapter"],),
        contents_depth=3,
    )
    blocks = tuple(block for n in range(1, chapters + 1) for block in chapter(tag, n))
    return number(Document(meta, (*blocks, PageBreak(), Paragraph((Text(words["box"]),), "lead"))), edition)


def press(tag: str, document: Document) -> Press:
    """Return a press with a drawn chart for every figure and the cover."""
    edition: Edition = load_edition(tag)
    image = picture(edition)
    charts = {block.label: image for block in document.blocks if isinstance(block, Figure)}
    charts["cover"] = replace(image, height_mm=60)
    siblings = tuple((load_edition(other).word("name"), f"report.{other}.html") for other in WORDS if other != tag)
    return Press(edition, Theme(), Stamp.from_date("2023-12-01"), edition.word("numbering"), charts, siblings=siblings)
