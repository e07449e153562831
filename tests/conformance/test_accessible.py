import warnings

import pytest

from reportgen.conformance import accessible
from tests.conformance.planted import Spoil, first, link, metadata, rewritten, spoilt, without

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pikepdf import Array, Dictionary, Name, String

UA = b"<pdfuaid:part>1</pdfuaid:part>"

DEFECTS: dict[str, tuple[str, Spoil]] = {
    "an artifact in a tag": ("01-003", lambda pdf: rewritten(pdf, b"BDC\n", b"BDC\n/Artifact BMC EMC\n")),
    "a tag in an artifact": ("01-004", lambda pdf: rewritten(pdf, b"/Artifact\nBMC\n", b"/Artifact\nBMC\n/Span <</MCID 9999>> BDC EMC\n")),
    "a rule without a mark": ("01-005", lambda pdf: rewritten(pdf, b"/Artifact\nBMC\n", b"/Note\nBMC\n")),
    "no tree": ("01-005", lambda pdf: without(pdf.Root, "/StructTreeRoot")),
    "suspects": ("01-007", lambda pdf: pdf.Root.MarkInfo.update({"/Suspects": True})),
    "not marked": ("does not say that it is tagged", lambda pdf: without(pdf.Root, "/MarkInfo")),
    "an unknown type": ("02-001", lambda pdf: first(pdf, "Sect").update({"/S": Name.Chapter})),
    "a circular map": (
        "02-001",
        lambda pdf: (first(pdf, "Sect").update({"/S": Name.A}), pdf.Root.StructTreeRoot.update({"/RoleMap": Dictionary(A=Name.B, B=Name.A)})),
    ),
    "a standard type mapped": ("02-004", lambda pdf: pdf.Root.StructTreeRoot.update({"/RoleMap": Dictionary(P=Name.Span)})),
    "no metadata": ("06-001", lambda pdf: without(pdf.Root, "/Metadata")),
    "no claim": ("06-002", lambda pdf: metadata(pdf, UA, b"")),
    "no title": ("06-003", lambda pdf: metadata(pdf, b"dc:title", b"dc:relation")),
    "title not shown": ("07-001", lambda pdf: pdf.Root.ViewerPreferences.update({"/DisplayDocTitle": False})),
    "a paragraph in a table": ("09-004", lambda pdf: first(pdf, "THead").update({"/S": Name.P})),
    "a row in a section": ("09-004", lambda pdf: first(pdf, "Table").update({"/S": Name.Sect})),
    "a missing cell": ("09-004", lambda pdf: first(pdf, "TR").K.__delitem__(0)),
    "a caption in the middle": ("09-004", lambda pdf: first(pdf, "Table").update({"/K": Array([first(pdf, "Table").K[i] for i in (1, 0, 2)])})),
    "two heads": ("09-004", lambda pdf: first(pdf, "TBody").update({"/S": Name.THead})),
    "words between items": ("09-005", lambda pdf: first(pdf, "LI").update({"/S": Name.P})),
    "an item without a list": ("09-005", lambda pdf: first(pdf, "L").update({"/S": Name.Sect})),
    "an entry without contents": ("09-006", lambda pdf: first(pdf, "TOC").update({"/S": Name.Sect})),
    "no language": ("11-001", lambda pdf: (without(pdf.Root, "/Lang"), without(first(pdf, "Document"), "/Lang"))),
    "an odd language": ("11-001", lambda pdf: first(pdf, "P").update({"/Lang": String("中文")})),
    "a description without language": ("11-002", lambda pdf: (without(pdf.Root, "/Lang"), without(first(pdf, "Document"), "/Lang"))),
    "a figure not described": ("13-004", lambda pdf: without(first(pdf, "Figure"), "/Alt")),
    "no first heading": ("14-002", lambda pdf: first(pdf, "H1").update({"/S": Name.H2})),
    "a level skipped": ("14-003", lambda pdf: first(pdf, "H3").update({"/S": Name.H4})),
    "two headings of one element": ("14-006", lambda pdf: [first(pdf, role).update({"/S": Name.H}) for role in ("P", "H1")]),
    "headings of two kinds": ("14-007", lambda pdf: first(pdf, "H3").update({"/S": Name.H})),
    "a head of nothing": ("15-003", lambda pdf: without(first(pdf, "TH"), "/A")),
    "a formula not described": ("17-002", lambda pdf: first(pdf, "P").update({"/S": Name.Formula})),
    "a note without identifier": ("19-003", lambda pdf: without(first(pdf, "Note"), "/ID")),
    "two notes of one identifier": ("19-004", lambda pdf: first(pdf, "Lbl").update({"/S": Name.Note, "/ID": first(pdf, "Note").ID})),
    "another annotation": ("28-002", lambda pdf: link(pdf)[0].update({"/Subtype": Name.Text})),
    "an annotation not described": ("28-004", lambda pdf: (link(pdf)[0].update({"/Subtype": Name.Text}), without(link(pdf)[0], "/Contents"))),
    "an order of its own": ("28-008", lambda pdf: link(pdf)[1].update({"/Tabs": Name.R})),
    "a link in a paragraph": ("28-011", lambda pdf: first(pdf, "Link").update({"/S": Name.P})),
    "a link that does not say where": ("28-012", lambda pdf: without(link(pdf)[0], "/Contents")),
    "a page of another file": ("30-001", lambda pdf: pdf.make_indirect(pdf.make_stream(b"", Subtype=Name.Form, Ref=Dictionary()))),
    "a font not embedded": ("31-009", lambda pdf: without(_descriptor(pdf), "/FontFile3")),
    "a font without Unicode": ("31-027", lambda pdf: without(_font(pdf), "/ToUnicode")),
    "content lost": ("belong to no element", lambda pdf: first(pdf, "H1").update({"/K": Array([])})),
    "content invented": ("are on no page", lambda pdf: first(pdf, "H1").K.append(9999)),
    "content twice": ("stands in two elements", lambda pdf: first(pdf, "P").update({"/K": first(pdf, "H1").K})),
    "one number twice": ("have one number", lambda pdf: rewritten(pdf, b"<</MCID 1>>", b"<</MCID 0>>")),
    "a parent tree astray": ("parent tree", lambda pdf: pdf.Root.StructTreeRoot.ParentTree.Nums[1].__setitem__(0, first(pdf, "H1"))),
    "a form": ("AcroForm is not checked", lambda pdf: pdf.Root.update({"/AcroForm": Dictionary()})),
}


def _font(pdf: object) -> Dictionary:
    return next(each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Subtype") == "/Type0")  # type: ignore[attr-defined]


def _descriptor(pdf: object) -> Dictionary:
    return _font(pdf).DescendantFonts[0].FontDescriptor


def test_a_report_has_no_problem() -> None:
    assert list(accessible.problems(spoilt(lambda pdf: None))) == []


@pytest.mark.parametrize("name", DEFECTS)
def test_each_defect_is_found(name: str) -> None:
    expected, spoil = DEFECTS[name]
    found = list(accessible.problems(spoilt(spoil)))
    assert any(expected in problem.what for problem in found), found


def test_a_finding_names_the_page_and_the_element() -> None:
    (found,) = accessible.problems(spoilt(lambda pdf: without(first(pdf, "Figure"), "/Alt")))
    assert (found.where, found.what) == ("page 1, Figure", "13-004: Figure has no description")


def test_looking_changes_nothing() -> None:
    opened = spoilt(lambda pdf: None)
    before = opened.Root.Metadata.read_bytes()
    assert [list(accessible.problems(opened)), list(accessible.problems(opened))] == [[], []]
    assert opened.Root.Metadata.read_bytes() == before


def test_a_tree_that_bites_its_tail_is_read_to_an_end() -> None:
    opened = spoilt(lambda pdf: first(pdf, "Sect").K.append(first(pdf, "Document")))
    assert list(accessible.problems(opened)) == []
