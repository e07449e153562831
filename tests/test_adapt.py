"""Editions made from other editions: Traditional by conversion, bilingual by interleaving."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.adapt import adapt
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
    Figure,
    Heading,
    Inlines,
    KeyFigure,
    KeyFigures,
    LineBreak,
    Meta,
    Paragraph,
    Parallel,
    Quantity,
    Row,
    Series,
    Span,
    Table,
    Text,
)
from reportgen.edition import load_edition, sources
from reportgen.errors import NarrativeError
from reportgen.tree import all_inlines, text_of, walk

GROWTH = Quantity("3.2亿元", "3.2", "yuan", "t.csv[1].sales")


def t(text: str) -> Inlines:
    return (Text(text),)


def table(label: str, caption: str, heads: tuple[str, str], name: str, number: str, unit: str = "") -> Table:
    columns = (Column("name", t(heads[0]), "name"), Column("value", t(heads[1]), "number", 1, unit))
    return Table(label, t(caption), columns, (Row((t(name), t(number)), "1"),), (t("注意"),), t("统计局"), "1")


def figure(caption: str, names: tuple[str, str], alt: str) -> Figure:
    return Figure("fig-a", t(caption), ChartSpec("ranked-bars", names, ("1", "2"), (Series(names[0], (1.0, 2.0)),), unit="分"), alt, number="1")


ZH = Document(
    Meta("发展报告", "zh-Hans", date_text="二〇二三年", institutions=("于氏公司",), credits=(Credit("撰稿", ("范无咎",)),)),
    (
        Heading(1, t("发展概况"), "sec-1", number="一、"),
        Paragraph(t("总体向好"), "deck"),
        Paragraph((Text("“电商”达到"), GROWTH, CrossRef("tbl-a", "表 1"), Change("新进", "new", None, "新进", "t.csv"))),
        Paragraph(t("第二段")),
        table("tbl-a", "发展指数", ("地区", "数值"), "云南", "34879.0", "亿元"),
        Box(t("说明"), (Paragraph(t("后发")),)),
        figure("指数", ("云南", "西安"), "云南第一"),
    ),
)
EN = Document(
    Meta("Development", "en", date_text="2023", institutions=("Yu Co.",), credits=(Credit("Author", ("Fan Wujiu",)),)),
    (
        Heading(1, t("Overview"), "sec-1", number="1"),
        Paragraph(t("On the whole well"), "deck"),
        Paragraph((Text("Online commerce reached "), replace(GROWTH, text="320 million yuan"), CrossRef("tbl-a", "Table 1"))),
        Paragraph(t("The second paragraph")),
        table("tbl-a", "The index", ("Region", "Value"), "Yunnan", "3,487.9", "billion yuan"),
        Box(t("Note"), (Paragraph(t("Late starters")),)),
        figure("Index", ("Yunnan", "Xi’an"), "Yunnan leads"),
    ),
)


def bilingual(zh: Document = ZH, en: Document = EN) -> Document:
    return adapt({"zh-Hans": zh, "en": en}, load_edition("zh-Hans+en"))


def blocks_of_type(document: Document, kind: type) -> list[Block]:
    return [block for block in walk(document.blocks) if isinstance(block, kind)]


# ---------------------------------------------------------------- Traditional


def test_every_word_of_a_traditional_edition_is_converted_and_every_value_stays() -> None:
    made = adapt({"zh-Hans": ZH}, load_edition("zh-Hant-TW"), keep=["范无咎", "于氏公司"])
    assert made.meta.language == "zh-Hant-TW"
    assert made.meta.institutions == ("于氏公司",)
    assert made.meta.credits[0] == Credit("撰稿", ("范无咎",))
    values = [inline for inline in all_inlines(made) if isinstance(inline, Quantity)]
    assert values == [replace(GROWTH, text="3.2億元")]
    (tabled,) = blocks_of_type(made, Table)
    (drawn,) = blocks_of_type(made, Figure)
    assert isinstance(tabled, Table)
    assert isinstance(drawn, Figure)
    assert (tabled.columns[1].unit, text_of(tabled.rows[0].cells[0]), text_of(tabled.source)) == ("億元", "雲南", "統計局")
    assert (drawn.chart.categories, drawn.chart.series[0].name, drawn.alt) == (("雲南", "西安"), "雲南", "雲南第一")
    paragraph = made.blocks[2]
    assert isinstance(paragraph, Paragraph)
    assert text_of(paragraph.content) == "「電商」達到3.2億元表 1新進"


def test_the_conversion_is_said_once_on_the_credits_page_or_at_the_end() -> None:
    edition = load_edition("zh-Hant-HK")
    made = adapt({"zh-Hans": ZH}, edition)
    assert made.meta.credits[-1] == Credit(edition.word("label.remark"), (edition.word("label.conversion"),))
    bare = adapt({"zh-Hans": replace(ZH, meta=replace(ZH.meta, credits=()))}, edition)
    assert bare.meta.credits == ()
    assert isinstance(bare.blocks[-1], Paragraph)
    assert text_of(bare.blocks[-1].content).endswith(edition.word("label.conversion"))


def test_keys_that_are_names_are_converted_with_what_refers_to_them() -> None:
    names, options = ("平台", "机构"), (("centres", "平台|机构"), ("label:机构", "发"))
    chart = ChartSpec("relation", names, names, (), ("机构",), links=(("平台", "机构", "签约"),), options=options)
    document = Document(Meta("题", "zh-Hans"), (Figure("fig-b", (), chart, ""),))
    (made,) = blocks_of_type(adapt({"zh-Hans": document}, load_edition("zh-Hant-TW")), Figure)
    assert isinstance(made, Figure)
    assert made.chart.keys == ("平臺", "機構")
    assert made.chart.highlight == ("機構",)
    assert made.chart.links == (("平臺", "機構", "簽約"),)
    assert dict(made.chart.options) == {"centres": "平臺|機構", "label:機構": "發"}


def test_only_the_edition_for_taiwan_may_say_taiwan_words() -> None:
    document = Document(Meta("信息", "zh-Hans"), ())
    titles = [adapt({"zh-Hans": document}, load_edition(tag), taiwan_words=True).meta.title for tag in ("zh-Hant-TW", "zh-Hant-HK")]
    assert titles == ["資訊", "信息"]


def test_an_edition_with_its_own_narrative_is_not_touched() -> None:
    assert adapt({"zh-Hans": ZH}, load_edition("zh-Hans")) is ZH


def test_editions_know_the_narratives_they_are_made_from() -> None:
    assert sources(["zh-Hans+en", "zh-Hant-HK"]) == ("zh-Hans", "en")
    assert load_edition("zh-Hant-TW").word("caption.continued") == "續表\u00a0{number}"


# ---------------------------------------------------------------- bilingual


def test_headings_captions_and_heads_stand_in_both_languages_and_numbers_once() -> None:
    made = bilingual()
    heading = made.blocks[0]
    assert isinstance(heading, Heading)
    assert heading.content == (Text("发展概况"), LineBreak(), Span((Text("1\u2002"), Text("Overview")), "en"))
    assert (heading.number, heading.label) == ("一、", "sec-1")
    (tabled,) = blocks_of_type(made, Table)
    assert isinstance(tabled, Table)
    assert text_of(tabled.caption) == "发展指数\nTable\u00a01\u2002The index"
    assert [text_of(column.head) for column in tabled.columns] == ["地区\nRegion", "数值（亿元）\nValue (billion yuan)"]
    assert [text_of(cell) for cell in tabled.rows[0].cells] == ["云南 Yunnan", "34879.0\n3,487.9"]
    assert text_of(tabled.notes[0]) == "注意\nNote: 注意"
    assert tabled.columns[1].unit == ""


def test_a_column_of_one_unit_prints_its_numbers_once() -> None:
    same = tuple(replace(block, columns=(block.columns[0], replace(block.columns[1], unit="%"))) if isinstance(block, Table) else block for block in EN.blocks)
    zh = tuple(replace(block, columns=(block.columns[0], replace(block.columns[1], unit="%"))) if isinstance(block, Table) else block for block in ZH.blocks)
    (tabled,) = blocks_of_type(bilingual(replace(ZH, blocks=zh), replace(EN, blocks=same)), Table)
    assert isinstance(tabled, Table)
    assert text_of(tabled.rows[0].cells[1]) == "34879.0"
    assert (text_of(tabled.columns[1].head), tabled.columns[1].unit) == ("数值\nValue", "%")


def test_paragraph_stands_beside_paragraph_with_its_own_references() -> None:
    made = bilingual()
    pairs = [block for block in made.blocks if isinstance(block, Parallel)]
    assert [(len(pair.first), len(pair.second), pair.language) for pair in pairs] == [(1, 1, "en")] * 3
    refs = [inline.text for inline in all_inlines(made) if isinstance(inline, CrossRef)]
    assert refs == ["表 1", "Table 1"]


def test_texts_that_the_languages_cut_differently_stand_as_a_whole() -> None:
    one = replace(EN, blocks=(*EN.blocks[:3], *EN.blocks[4:]))
    pair = bilingual(en=one).blocks[1]
    assert isinstance(pair, Parallel)
    assert (len(pair.first), len(pair.second)) == (3, 2)


def test_a_list_beside_a_paragraph_is_not_mistaken_for_its_translation() -> None:
    listed = replace(EN, blocks=(*EN.blocks[:2], BulletList((((EN.blocks[2]),),)), *EN.blocks[3:]))
    pair = bilingual(en=listed).blocks[1]
    assert isinstance(pair, Parallel)
    assert len(pair.first) == len(pair.second) == 3


def test_charts_and_their_descriptions_name_things_in_both_languages() -> None:
    (drawn,) = blocks_of_type(bilingual(), Figure)
    assert isinstance(drawn, Figure)
    assert drawn.chart.categories == ("云南 Yunnan", "西安 Xi'an")
    assert drawn.chart.unit == "分"
    assert drawn.alt == "云南第一 Yunnan leads"


def test_the_front_matter_carries_both_editions() -> None:
    meta = bilingual().meta
    assert meta.second == EN.meta
    assert meta.credits == (Credit("撰稿 Author", ("范无咎", "Fan Wujiu")),)
    assert (meta.title, meta.date_text) == ("发展报告", "二〇二三年 2023")


@pytest.mark.parametrize("index", [0, 4, 5, 6])
def test_editions_of_different_shape_are_refused_with_the_place(index: int) -> None:
    with pytest.raises(NarrativeError) as caught:
        bilingual(en=replace(EN, blocks=(*EN.blocks[:index], *EN.blocks[index + 1 :])))
    assert caught.value.problems[0].code == "RG372"


def strip(over: str, value: Quantity, meaning: str, note: str) -> Document:
    return Document(Meta("题", "zh-Hans"), (KeyFigures((KeyFigure((*t(over), value), t(meaning)),), (t(note),), t(note)),))


def test_key_figures_are_converted_like_words_and_stand_once_in_two_languages() -> None:
    chinese = strip("约", GROWTH, "云南的销售额", "统计局")
    english = strip("about ", replace(GROWTH, text="320 million yuan"), "sales of Yunnan", "statistics")
    (made,) = blocks_of_type(adapt({"zh-Hans": chinese}, load_edition("zh-Hant-TW")), KeyFigures)
    assert isinstance(made, KeyFigures)
    assert [text_of(part) for part in (made.figures[0].value, made.figures[0].meaning, made.source)] == ["約3.2億元", "雲南的銷售額", "統計局"]
    (both,) = blocks_of_type(adapt({"zh-Hans": chinese, "en": english}, load_edition("zh-Hans+en")), KeyFigures)
    assert isinstance(both, KeyFigures)
    assert text_of(both.figures[0].value) == "约3.2亿元"
    assert text_of(both.figures[0].meaning) == "云南的销售额\nabout 320 million yuan: sales of Yunnan"
    assert text_of(both.source) == "统计局\nSource: statistics"


def names(*words: str) -> Document:
    return Document(Meta("题", "zh-Hans"), (Columns((BulletList(tuple((Paragraph(t(word)),) for word in words)),), 3),))


def test_a_list_of_names_in_columns_stands_once_with_each_name_in_both_languages() -> None:
    edition = load_edition("zh-Hans+en")
    (made,) = adapt({"zh-Hans": names("美腕", "tophot"), "en": names("MeiONE", "tophot")}, edition).blocks
    assert isinstance(made, Columns)
    (listed,) = made.blocks
    assert isinstance(listed, BulletList)
    assert [text_of(item[0].content) for item in listed.items if isinstance(item[0], Paragraph)] == ["美腕 MeiONE", "tophot"]
    (parted,) = adapt({"zh-Hans": names("美腕", "抖音"), "en": names("MeiONE")}, edition).blocks
    assert isinstance(parted, Columns)
    assert isinstance(parted.blocks[0], Parallel)
