import warnings

import pytest

from reportgen.conformance import archival
from tests.conformance.planted import Spoil, link, metadata, rewritten, spoilt, without

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pikepdf import Array, Dictionary, Name, String

DEFECTS: dict[str, tuple[str, Spoil]] = {
    "no identifier": ("6.1.3", lambda pdf: without(pdf.trailer, "/ID")),
    "a stream elsewhere": ("6.1.7.1", lambda pdf: pdf.make_stream(b"", F=String("other"))),
    "LZW": ("6.1.7.2", lambda pdf: pdf.make_stream(b"", Filter=Name.LZWDecode)),
    "no output intent": ("6.2.3", lambda pdf: without(pdf.Root, "/OutputIntents")),
    "an intent of grey": ("6.2.3", lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.update({"/N": 1})),
    "CMYK": ("6.2.4.3", lambda pdf: rewritten(pdf, b"/Artifact\nBMC\n", b"0 0 0 1 k\n/Artifact\nBMC\n")),
    "a transfer function": ("6.2.5", lambda pdf: _states(pdf).update({"/x": Dictionary(TR2=Name.Identity)})),
    "a smoothed image": ("6.2.8", lambda pdf: pdf.make_stream(b"", Subtype=Name.Image, Interpolate=True)),
    "PostScript": ("6.2.9", lambda pdf: pdf.make_stream(b"", Subtype=Name.PS)),
    "a new blend mode": ("6.2.10", lambda pdf: _states(pdf).update({"/x": Dictionary(BM=Array([Name.Normal, Name.Glow]))})),
    "a font not embedded": ("6.2.11.4", lambda pdf: without(_font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile3")),
    "a font without Unicode": ("6.2.11.7", lambda pdf: without(_font(pdf), "/ToUnicode")),
    "a popup": ("6.3.1", lambda pdf: link(pdf)[0].update({"/Subtype": Name.Popup})),
    "a link that does not print": ("6.3.2", lambda pdf: link(pdf)[0].update({"/F": 0})),
    "a hidden link": ("6.3.2", lambda pdf: link(pdf)[0].update({"/F": 6})),
    "a program started": ("6.5.1", lambda pdf: link(pdf)[0].update({"/A": Dictionary(S=Name.Launch)})),
    "an action by itself": ("6.5.2", lambda pdf: link(pdf)[1].update({"/AA": Dictionary()})),
    "no metadata": ("6.6.2.1", lambda pdf: without(pdf.Root, "/Metadata")),
    "another author": ("dc:creator", lambda pdf: pdf.docinfo.update({"/Author": String("某人")})),
    "another date": ("xmp:CreateDate", lambda pdf: metadata(pdf, b"2023-12-01T", b"2023-12-02T")),
    "another level": ("6.6.4", lambda pdf: metadata(pdf, b"<pdfaid:conformance>A", b"<pdfaid:conformance>B")),
    "no tags": ("6.7:", lambda pdf: without(pdf.Root, "/StructTreeRoot")),
    "no language": ("6.7.4", lambda pdf: without(pdf.Root, "/Lang")),
    "an attachment": ("EmbeddedFiles is not checked", lambda pdf: pdf.Root.Names.update({"/EmbeddedFiles": Dictionary()})),
    "layers": ("OCProperties is not checked", lambda pdf: pdf.Root.update({"/OCProperties": Dictionary()})),
}


def _states(pdf: object) -> Dictionary:
    return pdf.pages[0].Resources.ExtGState  # type: ignore[attr-defined]


def _font(pdf: object) -> Dictionary:
    return next(each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/Subtype") == "/Type0")  # type: ignore[attr-defined]


def test_a_report_has_no_problem() -> None:
    assert list(archival.problems(spoilt(lambda pdf: None))) == []


@pytest.mark.parametrize("name", DEFECTS)
def test_each_defect_is_found(name: str) -> None:
    expected, spoil = DEFECTS[name]
    found = list(archival.problems(spoilt(spoil)))
    assert any(expected in problem.what for problem in found), found
