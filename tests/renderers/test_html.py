import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import tinyhtml5

from reportgen.document import Document, Figure, Heading, KeyFigure, KeyFigures, Link, Paragraph, Quantity, Table, Text
from reportgen.edition import load_edition
from reportgen.errors import RenderError
from reportgen.numbering import number
from reportgen.press import theme_of
from reportgen.project import ThemePart
from reportgen.renderers import html
from reportgen.renderers.styles import dark_colours, root, variables
from reportgen.theme import Colours, contrast, with_colours
from reportgen.tree import walk
from tests.renderers.page_sample import WORDS, document, figure, picture, press

HOSTILE = "</style><script>alert(1)</script>]]>\"' onload=x"


@cache
def page(tag: str) -> str:
    report = document(tag)
    return html.render(report, press(tag, report)).decode()


def page_of(*blocks, tag: str = "zh-Hans") -> str:  # type: ignore[no-untyped-def]
    report = document(tag, 1)
    small = number(replace(report, blocks=blocks), press(tag, report).edition)
    return html.render(small, replace(press(tag, report), charts={"fig-1": picture(load_edition("zh-Hans"))})).decode()


def without_styles(text: str) -> str:
    return re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("tag", WORDS)
def test_every_label_is_an_anchor_and_every_fragment_leads_to_one(tag: str) -> None:
    ids = re.findall(r' id="([^"]*)"', page(tag))
    labels = {block.label for block in walk(document(tag).blocks) if isinstance(block, Heading | Table)}
    assert labels <= set(ids)
    assert set(re.findall(r'href="#([^"]*)"', page(tag))) <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("tag", WORDS)
def test_tags_are_balanced(tag: str) -> None:
    opened: list[str] = []
    body = re.sub(r"<script>.*?</script>|<!doctype html>", "", without_styles(page(tag)), flags=re.DOTALL)
    for closing, name, empty in re.findall(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>", body):
        if name in {"meta", "br", "wbr", "img", "col"} or empty:
            continue
        if closing:
            assert opened.pop() == name
        else:
            opened.append(name)
    assert opened == []


@pytest.mark.parametrize("tag", WORDS)
def test_the_page_asks_nobody_for_anything(tag: str) -> None:
    text = page(tag).replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
    assert not re.findall(r"(?:src|srcset|data|action|poster)=[\"']?(?!data:)(?:https?:)?//", text)
    assert not re.findall(r"url\((?!\"?data:|#)", text)
    assert "@import" not in text
    assert "<link" not in text


def test_only_the_page_s_own_script_may_run() -> None:
    import base64
    import hashlib

    script = re.search(r"<script>(.*?)</script>", page("en"), re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    policy = page("en").split('Content-Security-Policy" content="', 1)[1].split('"', 1)[0]
    assert f"sha256-{digest}" in policy
    assert policy.startswith("default-src &#39;none&#39;")


def test_hostile_words_stay_words() -> None:
    words = (Text(HOSTILE), Link("javascript:alert(1)", (Text("press"),)), Link("JAVASCRIPT:alert(1)", (Text("me"),)))
    drawn = replace(figure("zh-Hans", "fig-1"), alt=HOSTILE, caption=words)
    text = page_of(Heading(1, words, "sec-a"), Paragraph(words), drawn)
    tree = tinyhtml5.parse(text, namespace_html_elements=False)
    assert len(list(tree.iter("script"))) == 1
    assert not [node for node in tree.iter() if isinstance(node.tag, str) and any(name.startswith("on") for name in node.attrib)]
    assert "javascript:" not in re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL).lower()
    assert HOSTILE in "".join(tree.itertext())


def test_a_title_cannot_leave_its_element() -> None:
    report = document("en", 1)
    hostile = replace(report, meta=replace(report.meta, title=HOSTILE, description=HOSTILE, institutions=(HOSTILE,)))
    tree = tinyhtml5.parse(html.render(hostile, press("en", report)).decode(), namespace_html_elements=False)
    assert len(list(tree.iter("script"))) == 1


def test_a_colour_that_is_none_is_refused() -> None:
    given = press("en", document("en", 1))
    with pytest.raises(RenderError, match="not a colour"):
        root(variables(with_colours(given.theme, primary="red;}</style>"), given.edition), given.theme)


def test_dark_text_is_as_legible_as_on_paper() -> None:
    dark = dark_colours(Colours())
    grounds = (dark.paper, dark.tint)
    assert min(contrast(each, ground) for each in (dark.ink, dark.muted, dark.primary, dark.accent, dark.up, dark.down) for ground in grounds) >= 4.5


def test_a_quantity_keeps_its_value_unit_and_source() -> None:
    assert '<data value="91.10" data-unit="score" data-source="t01.csv[四川].index">91.10</data>' in page("zh-Hans")


def test_a_change_is_an_arrow_for_the_eye_and_words_for_the_ear() -> None:
    assert '<span aria-hidden="true">↑5</span><span class="spoken">上升5位</span>' in page("zh-Hans")


def test_a_table_has_a_caption_and_scopes() -> None:
    table = page("en").split("<table", 1)[1].split("</table>", 1)[0]
    assert "<caption" in table
    assert table.count('scope="col"') == 5
    assert table.count('scope="row"') == 31


@pytest.mark.parametrize("tag", WORDS)
def test_the_page_can_be_walked_by_landmarks_headings_and_names(tag: str) -> None:
    tree = tinyhtml5.parse(page(tag), namespace_html_elements=False)
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    ids = {each.get("id") for each in elements}
    assert tree.get("lang") == load_edition(tag).html_lang
    assert [each.get("id") for each in tree.iter("main")] == ["main"]
    assert next(tree.iter("a")).get("href") == "#main"
    levels = [int(each.tag[1]) for each in elements if re.fullmatch("h[1-6]", each.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(each.get("aria-label") or each.get("aria-labelledby") in ids for each in elements if each.tag in ("nav", "section"))
    assert all(each.get("scope") in ("col", "row") for each in tree.iter("th"))
    assert all(len(list(each.iter("caption"))) == 1 for each in tree.iter("table"))


def test_a_link_is_not_told_from_words_by_colour_alone() -> None:
    assert not re.search(r"\.back\b[^{}]*\{[^}]*text-decoration:\s*none", page("zh-Hans"))


def test_rows_are_banded_only_in_long_tables() -> None:
    classes = re.findall(r'<table class="([^"]*)"', page("en"))
    assert [("banded" in each) for each in classes] == [True, False, True, False]


def test_top_three_and_own_row_are_marked() -> None:
    first = page("zh-Hans").split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    assert re.findall(r'<tr class="(\w+)"', first) == ["top", "top", "top", "own"]


def test_footnotes_lead_there_and_back() -> None:
    assert 'id="call-1" href="#note-1"' in page("zh-Hans")
    assert 'href="#call-1"' in page("zh-Hans")
    assert page("zh-Hans").index("①") < page("zh-Hans").index("②")


def test_the_language_switch_names_the_other_edition() -> None:
    assert '<a href="report.en.html">English</a>' in page("zh-Hans")


def test_charts_are_described_and_their_ids_do_not_meet() -> None:
    assert page("en").count('role="img"') == 3
    assert 'id="fig-1-clip"' in page("en")
    assert "url(#fig-1-clip)" in page("en")
    assert "*{stroke-linejoin" not in page("en")


def test_a_figure_without_its_chart_is_an_error() -> None:
    report = document("en", 1)
    with pytest.raises(RenderError, match=r"fig-1: .*has no chart"):
        html.render(report, replace(press("en", report), charts={}))


def test_a_character_without_glyph_is_named_with_its_place() -> None:
    with pytest.raises(RenderError, match=r"一、甲: error\[RG442\]: no font has the character 😀 \(U\+1F600\)"):
        page_of(Heading(1, (Text("甲"),), "sec-a"), Paragraph((Text("增长😀很快"),)))


def test_no_character_is_added_to_chinese_text() -> None:
    assert not set(page("zh-Hans")) & {"\u200b", "\u2060"}
    assert "<wbr>“货”" in page("zh-Hans")


def test_a_chapter_opens_with_its_abstract_behind_a_dash() -> None:
    assert '<p class="deck">——广东' in page("zh-Hans")
    assert '<p class="deck">Guangdong' in page("en")


def test_the_same_report_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import tests.renderers.page_sample as s; from reportgen.renderers import html;"
        "d = s.document('zh-Hans', 1); print(hashlib.sha256(html.render(d, s.press('zh-Hans', d))).hexdigest())"
    )
    here = Path(__file__).parent
    found = {
        subprocess.run([sys.executable, "-c", code, str(here.parents[1])], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_rendering_leaves_the_document_alone() -> None:
    report = document("en", 1)
    before = repr(report)
    html.render(report, press("en", report))
    assert repr(report) == before


def test_a_report_without_cover_chart_credits_or_contents_renders() -> None:
    report = document("en", 1)
    bare = Document(replace(report.meta, credits=(), institutions=(), contents_depth=0, subtitle=""), (Paragraph((Text("Words."),)),))
    text = html.render(bare, replace(press("en", report), charts={}, siblings=())).decode()
    assert "Words." in text
    assert "<nav" not in text


@pytest.mark.parametrize(
    ("theme", "is_on_paper"), [({}, False), ({"cover": False}, True), ({"name": "gongwen"}, True), ({"name": "gongwen", "cover": True}, True)]
)
def test_the_language_switch_is_seen_on_every_ground(theme: dict[str, object], is_on_paper: bool) -> None:
    report = document("zh-Hans", 1)
    text = html.render(report, replace(press("zh-Hans", report), theme=theme_of(ThemePart.model_validate(theme)))).decode()
    assert ('class="languages on-paper"' in text) is is_on_paper
    assert ('class="cover' in text) is bool(theme.get("cover", theme == {}))


def test_lists_of_tables_and_figures_link_to_each() -> None:
    report = document("zh-Hans", 1)
    theme = theme_of(ThemePart.model_validate({"lists": ["tables", "figures"]}))
    listing = html.render(report, replace(press("zh-Hans", report), theme=theme)).decode().split("<main")[0]
    assert re.findall(r"<h2>(表目录|图目录)</h2>", listing) == ["表目录", "图目录"]
    labels = [block.label for block in walk(report.blocks) if isinstance(block, Table | Figure)]
    assert all(f'<a href="#{label}">' in listing for label in labels)


def test_a_key_figure_has_its_digits_apart_and_keeps_its_source() -> None:
    strip = KeyFigures((KeyFigure((Text("超"), Quantity("1.5万亿元", "1500000000000", "yuan", "f.csv[a].value")), (Text("目标"),)),) * 3)
    found = without_styles(page_of(Heading(1, (Text("甲"),), "sec-a"), strip))
    figure = '<data value="1500000000000" data-unit="yuan" data-source="f.csv[a].value"><span class="digits">1.5</span>万亿元</data>'
    assert found.count(f'<li><p class="figure">超{figure}</p><p class="meaning">目标</p></li>') == 3
