"""The structure of our PDFs: what is read, in which order, in which language, and what is silent."""

import io
import warnings
from dataclasses import replace
from functools import cache

import pytest

from reportgen.conformance import accessible, archival
from reportgen.document import Change, Figure, Heading, Note, PageBreak, Paragraph, Table, Text
from reportgen.numbering import contents, number
from reportgen.renderers import pdf
from reportgen.renderers.claims import PDFA, PDFUA
from reportgen.renderers.tagging import tagged
from reportgen.theme import THEMES
from reportgen.tree import inlines_of, text_of, walk, walk_inlines
from reportgen.typeset import chinese_lines
from reportgen.typeset.engine import weasyprint
from tests.conformance.pdf_reading import heard, nodes, ordered
from tests.renderers.page_sample import WORDS, document, press, ranking

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pikepdf


@cache
def data(tag: str) -> bytes:
    report = document(tag)
    return pdf.render(report, press(tag, report))


def of_blocks(*blocks: object) -> bytes:
    """Return the PDF of a report with these blocks."""
    report = document("zh-Hans", 1)
    given = press("zh-Hans", report)
    return pdf.render(number(replace(report, blocks=blocks), given.edition), given)  # type: ignore[arg-type]


@cache
def long_table() -> bytes:
    return of_blocks(Heading(1, (Text("表"),), "sec-a"), ranking("zh-Hans", "tbl-1", 3), PageBreak(), Paragraph((Text("后。"),)))


def of_markup(body: str) -> bytes:
    """Return the PDF of a page of HTML, tagged as a report is."""
    page = weasyprint().HTML(string=f'<html lang="zh-CN"><title>题</title><style>@page{{size:A6}}</style><body>{body}')
    with chinese_lines():
        rendered = page.render()
        with tagged(rendered, page.etree_element):
            written: bytes = rendered.write_pdf(pdf_tags=True)
    return written


def plain(text: str) -> str:
    return "".join(text.split())


# ---------------------------------------------------------------- the whole


@pytest.mark.parametrize("tag", WORDS)
def test_every_check_passes_and_the_file_says_so(tag: str) -> None:
    with pikepdf.open(io.BytesIO(data(tag))) as opened:
        assert [*accessible.problems(opened), *archival.problems(opened)] == []
    assert PDFUA.encode() in data(tag)
    assert PDFA.encode() in data(tag)


@pytest.mark.parametrize("tag", WORDS)
def test_every_paragraph_of_the_report_is_heard_whole(tag: str) -> None:
    read = {plain(heard(data(tag), node)) for node in nodes(data(tag), "P")}
    wanted = [block for block in walk(document(tag).blocks) if isinstance(block, Paragraph) and block.role in ("claim", "lead")]
    assert wanted
    assert {plain(text_of(block.content)) for block in wanted} <= read


@pytest.mark.parametrize("tag", WORDS)
def test_running_heads_page_numbers_and_leaders_are_silent(tag: str) -> None:
    read = plain(heard(data(tag), nodes(data(tag), "Document")[0]))
    assert read.count(plain(WORDS[tag]["title"])) == 1
    assert "..." not in read


def test_a_claim_that_a_check_does_not_bear_out_is_not_made() -> None:
    skipping = of_blocks(Heading(1, (Text("甲"),), "sec-a"), Heading(3, (Text("乙"),), "sec-b"), Paragraph((Text("丙。"),)))
    assert PDFUA.encode() not in skipping
    assert PDFA.encode() in skipping
    with pikepdf.open(io.BytesIO(skipping)) as opened:
        assert [problem.what[:6] for problem in accessible.problems(opened)] == ["06-002", "14-003"]


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_with_every_list_passes_every_check(name: str) -> None:
    report = document("zh-Hans")
    theme = replace(THEMES[name], front=replace(THEMES[name].front, lists=("tables", "figures")))
    file = pdf.render(report, replace(press("zh-Hans", report), theme=theme))
    assert PDFUA.encode() in file
    assert PDFA.encode() in file
    entries = [len([kid for kid in node.kids if kid.role == "TOCI"]) for node in nodes(file, "TOC")][-2:]
    assert entries == [sum(isinstance(block, kind) for block in walk(report.blocks)) for kind in (Table, Figure)]


# ---------------------------------------------------------------- its parts


@pytest.mark.parametrize("tag", WORDS)
def test_headings_stand_in_order_below_the_title(tag: str) -> None:
    report = document(tag)
    found = [(node.role, plain(heard(data(tag), node))) for node in nodes(data(tag)) if node.role in ("H1", "H2", "H3", "H4", "H5")]
    edition = press(tag, report).edition
    front = [("H1", report.meta.title), ("H2", edition.word("label.credits")), ("H2", edition.word("label.contents"))]
    body = [(f"H{block.level + 1}", block.number + text_of(block.content)) for block in walk(report.blocks) if isinstance(block, Heading)]
    assert found == [(role, plain(text)) for role, text in (*front, *body)]


@pytest.mark.parametrize("tag", WORDS)
def test_the_contents_are_nested_by_level_and_each_entry_is_one_link(tag: str) -> None:
    entries = list(contents(document(tag)))
    found = nodes(data(tag), "TOCI")
    pages = pdf.page_numbers(data(tag))
    depths = []
    for node in found:
        above, depth = node.parent, 0
        while above is not None and above.role == "TOC":
            above, depth = above.parent, depth + 1
        depths.append(depth)
    assert depths == [entry.level for entry in entries]
    links = [next(each for each in node.walk() if each.role == "Link") for node in found]
    assert [plain(heard(data(tag), link)) for link in links] == [plain(entry.number + text_of(entry.title) + pages[entry.label]) for entry in entries]
    assert all(len(link.objects) == 1 for link in links)


@pytest.mark.parametrize("tag", WORDS)
def test_a_figure_is_its_description_and_holds_its_caption(tag: str) -> None:
    figures = nodes(data(tag), "Figure")
    assert [str(node.entry.Alt) for node in figures] == [WORDS[tag]["title"], WORDS[tag]["alt"], WORDS[tag]["alt"]]
    assert [kid.role for node in figures[1:] for kid in node.kids] == ["Caption", "Caption"]
    assert all(plain(WORDS[tag]["figure"]) in plain(heard(data(tag), node.kids[0])) for node in figures[1:])
    with pikepdf.open(io.BytesIO(data(tag))) as opened:
        width, height = (float(each) for each in opened.pages[0].MediaBox[2:])
    for node in figures:
        left, bottom, right, top = (float(each) for each in node.attribute("/Layout", "/BBox"))
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height


def test_a_table_is_its_caption_and_its_rows_with_heads_of_columns_and_rows() -> None:
    table = nodes(data("zh-Hans"), "Table")[0]
    assert [kid.role for kid in table.kids] == ["Caption", "THead", "TBody"]
    assert plain(heard(data("zh-Hans"), table.kids[0])) == "表1" + plain(WORDS["zh-Hans"]["caption"])
    columns, *rows = (node for node in table.walk() if node.role == "TR")
    assert [str(cell.attribute("/Table", "/Scope")) for cell in columns.kids] == ["/Column"] * 5
    assert len(rows) == 31
    assert all([cell.role for cell in row.kids] == ["TD", "TH", "TD", "TD", "TD"] for row in rows)
    assert {str(row.kids[1].attribute("/Table", "/Scope")) for row in rows} == {"/Row"}


def test_a_table_over_several_pages_is_one_table_and_its_repeated_head_is_silent() -> None:
    (table,) = nodes(long_table(), "Table")
    assert len({page for page, _ in ordered(table)}) >= 2
    assert sum(node.role == "TR" for node in table.walk()) == 94
    assert heard(long_table(), table).count("排名") == 1
    assert "续表" not in heard(long_table(), table)


@pytest.mark.parametrize("tag", WORDS)
def test_a_change_in_rank_is_said_in_words(tag: str) -> None:
    table = next(block for block in document(tag).blocks if getattr(block, "label", "") == "tbl-1")
    changes = [inline for content in inlines_of(table) for inline in walk_inlines(content) if isinstance(inline, Change)]
    spans = [node for node in nodes(data(tag), "Table")[0].walk() if node.role == "Span"]
    assert [(heard(data(tag), node), str(node.entry.Alt)) for node in spans] == [(change.text, change.spoken) for change in changes]


@pytest.mark.parametrize("tag", WORDS)
def test_a_footnote_follows_its_mark_and_has_a_label(tag: str) -> None:
    notes = nodes(data(tag), "Note")
    wanted = [inline for block in document(tag).blocks for content in inlines_of(block) for inline in walk_inlines(content) if isinstance(inline, Note)]
    assert len(notes) == len(wanted) == 2
    assert len({str(node.entry.ID) for node in notes}) == 2
    for node in notes:
        assert node.parent is not None
        mark = node.parent.kids[node.parent.kids.index(node) - 1]
        assert (mark.role, node.kids[0].role) == ("Reference", "Lbl")
        assert heard(data(tag), mark) == heard(data(tag), node.kids[0]).strip()
        assert plain(WORDS[tag]["note"]) in plain(heard(data(tag), node))


def test_items_of_lists_have_labels_and_bodies() -> None:
    lists = [node for node in nodes(data("zh-Hans"), "L") if node.attribute("/List", "/ListNumbering")]
    ordered_, bulleted = lists[0], lists[1]
    assert [str(node.attribute("/List", "/ListNumbering")) for node in (ordered_, bulleted)] == ["/Decimal", "/Disc"]
    assert all([part.role for part in item.kids] == ["Lbl", "LBody"] for node in (ordered_, bulleted) for item in node.kids)
    assert [heard(data("zh-Hans"), item.kids[0]) for item in ordered_.kids] == ["（1）", "（2）", "（3）"]


def test_a_link_says_its_words_and_a_reference_is_one() -> None:
    with pikepdf.open(io.BytesIO(data("en"))) as opened:
        said = [str(annotation.Contents) for page in opened.pages for annotation in page.get("/Annots", [])]
    assert said.count("example.org") == 2
    assert "Table 1" in said
    parents = {node.parent.role for node in nodes(data("en"), "Link") if node.parent}
    assert parents == {"Reference", "P"}


def test_a_paragraph_cut_by_a_page_is_one() -> None:
    (found,) = nodes(of_markup("<p>" + "一行字。" * 300), "P")
    assert {page for page, _ in ordered(found)} >= {0, 1}


# ---------------------------------------------------------------- languages


def test_words_of_another_language_say_so() -> None:
    spans = '<p>这是<span lang="en">e-commerce</span>，<em lang="en">fast</em>。'
    file = of_markup(spans + '<p lang="en">All <em>of</em> it.<div lang="en"><p>Two.<p lang="zh-CN">三。</div>')
    given = [(node.role, str(node.entry.get("/Lang", ""))) for node in nodes(file)]
    assert given == [("Document", "zh-CN"), ("P", ""), ("Span", "en"), ("Span", "en"), ("P", "en"), ("Div", "en"), ("P", ""), ("P", "zh-CN")]


def test_a_cell_without_words_is_a_cell() -> None:
    file = of_markup("<table><tr><td>一<td><td>三</table>")
    assert [node.role for node in nodes(file) if node.role == "TD"] == ["TD"] * 3


def test_the_document_information_and_the_metadata_say_the_same() -> None:
    report = document("zh-Hans")
    with pikepdf.open(io.BytesIO(data("zh-Hans"))) as opened:
        said = opened.open_metadata()
        assert said["dc:title"] == str(opened.docinfo["/Title"]) == report.meta.title
        assert said["dc:creator"] == [str(opened.docinfo["/Author"])] == [report.meta.author]
        assert said["pdf:Keywords"] == str(opened.docinfo["/Keywords"])
        assert said["xmp:CreateDate"] == "2023-12-01T00:00:00Z"
        assert set(said["dc:language"]) == {"zh-CN"}
