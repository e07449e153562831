"""Page numbers by LibreOffice: read from its layout where it is there, and never a failed build."""

from __future__ import annotations

import io
import json
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from reportgen.errors import Problem
from reportgen.renderers import office
from reportgen.renderers.office import TEXT, destinations, laid_out
from tests.projects import REPORT, ROOT, project, run
from tests.renderers.docx_reading import NS, unpack

AUTO = REPORT.replace("[json]", "[docx]\nword: {pages: auto}")


def program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def pdf(names: Mapping[str, int]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(max(names.values()) + 1):
            made.add_blank_page()
        made.Root.Dests = pikepdf.Dictionary({f"/{name}": pikepdf.Array([made.pages[page].obj, pikepdf.Name.Fit]) for name, page in names.items()})
        made.save(out)
    return out.getvalue()


def contents_of(data: bytes) -> dict[str, str]:
    """Return bookmark → page in the contents of a Word file."""
    document = etree.fromstring(unpack(data)["word/document.xml"])
    links = document.xpath("//w:sdt//w:hyperlink", namespaces=NS)
    return {link.get(f"{{{NS['w']}}}anchor"): "".join(link.xpath("w:r[w:rPr/w:webHidden]/w:t/text()", namespaces=NS)) for link in links}


def small(folder: Path) -> bytes:
    return (folder / "out" / "small.zh-Hans.docx").read_bytes()


def test_destinations_have_the_names_of_bookmarks_and_pages_from_nought() -> None:
    assert destinations(pdf({"5FToc000000028": 3, "5FText": 1})) == {"_Toc000000028": 3, TEXT: 1}


def test_what_is_no_pdf_has_no_destinations() -> None:
    assert destinations(b"%PDF-1.7 and nothing") == {}


def test_pages_are_counted_from_the_first_page_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(pdf({"5FText": 3, "5FToc1": 3, "5FToc2": 7}))
    copies = program(tmp_path, f'for last; do :; done; cp "{tmp_path}/made.pdf" "$(dirname "$last")/report.pdf"')
    assert laid_out(b"", ["_Toc1", "_Toc2"], copies) == {"_Toc1": 1, "_Toc2": 5}
    assert isinstance(laid_out(b"", ["_Toc3"], copies), Problem)


@pytest.mark.parametrize("script", ["exit 1", "sleep 60 & sleep 60", 'for last; do :; done; echo junk > "$(dirname "$last")/report.pdf"'])
def test_a_program_that_fails_hangs_or_writes_junk_is_a_warning(script: str, tmp_path: Path) -> None:
    found = laid_out(b"", ["_Toc1"], program(tmp_path, script), seconds=0.5)
    assert isinstance(found, Problem)
    assert (found.level, found.code) == ("warning", "RG492")


def test_a_program_that_cannot_be_started_is_a_warning(tmp_path: Path) -> None:
    assert isinstance(laid_out(b"", [], str(tmp_path / "missing")), Problem)


def test_without_the_program_and_with_a_failing_one_the_contents_keep_the_numbers_of_the_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "small", AUTO)
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-program",))
    assert run("build", folder).exit_code == 0
    estimated = contents_of(small(folder))
    notes = json.loads((folder / "out" / "build-manifest.json").read_bytes())["notes"]
    assert notes == {"word_page_numbers.zh-Hans": "from the layout of the PDF edition, an estimate for Word"}
    monkeypatch.setattr(office, "PROGRAMS", (program(tmp_path, "exit 1"),))
    result = run("build", folder, "--force", "--jobs", "1")
    assert result.exit_code == 0
    assert "small.zh-Hans.docx: warning[RG492]" in result.stderr
    assert contents_of(small(folder)) == estimated != {}


def test_numbers_of_the_program_are_written_noted_and_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "small", AUTO)
    monkeypatch.setattr(office, "PROGRAMS", (program(tmp_path, 'echo "LibreOffice 1.2"'),))
    asked = []

    def far(data: bytes, names: tuple[str, ...], program: str) -> dict[str, int]:
        asked.append(names)
        return {name: 40 + index for index, name in enumerate(names)}

    monkeypatch.setattr(office, "laid_out", far)
    for _ in range(2):
        assert run("build", folder, "--force", "--jobs", "1").exit_code == 0
        pages = contents_of(small(folder))
        assert pages
        assert pages == {name: str(40 + asked[0].index(name)) for name in pages}
        notes = json.loads((folder / "out" / "build-manifest.json").read_bytes())["notes"]
        assert notes == {"word_page_numbers.zh-Hans": "from the layout of the Word file by LibreOffice 1.2"}
    assert len(asked) == 2  # the second pass finds what the first has written; the second build asks no more


@pytest.mark.slow
def test_the_numbers_in_the_contents_of_the_example_are_those_of_libreoffice_s_pages(tmp_path: Path) -> None:
    if not (found := office.program()):
        pytest.skip("LibreOffice is not here")
    shutil.copytree(ROOT / "datasets", tmp_path / "datasets")
    folder = tmp_path / "examples" / "sichuan-2023"
    shutil.copytree(ROOT / "examples" / "sichuan-2023", folder, ignore=shutil.ignore_patterns("out"))
    settings = folder / "report.yaml"
    settings.write_text(settings.read_text("utf-8") + "\nword: {pages: auto}\n", "utf-8")
    assert run("build", folder, "-f", "docx", "-e", "zh-Hans", "-e", "en").exit_code == 0
    for tag in ("zh-Hans", "en"):
        data = (folder / "out" / f"sichuan-2023.{tag}.docx").read_bytes()
        written = contents_of(data)
        assert len(written) > 15
        assert {name: str(page) for name, page in laid_out(data, tuple(written), found).items()} == written  # type: ignore[union-attr]
