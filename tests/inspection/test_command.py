"""`reportgen inspect`: what it prints, its exit codes, and one located message for every wrong file."""

import io
import json
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportgen.cli import cli
from reportgen.document import Paragraph, Text
from reportgen.errors import ProjectError
from reportgen.inspection import ASKED, RULES, inspect
from reportgen.inspection.measure import Finding, Measure
from reportgen.inspection.report import as_text
from reportgen.messages import chinese
from tests.inspection.printed import HAN, PROSE, paragraphs, printed, well_set
from tests.renderers import finished_pages

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pikepdf


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(well_set())
    return path


@pytest.fixture
def ragged(tmp_path: Path) -> Path:
    path = tmp_path / "ragged.pdf"
    path.write_bytes(printed(paragraphs(PROSE, PROSE, PROSE, HAN * 6), ours=False))
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["inspect", *map(str, words)])


def test_a_table_of_measures_is_printed_with_a_verdict_for_every_rule(file: Path) -> None:
    result = run(file)
    assert result.exit_code == 0
    rows = [line.split()[0] for line in result.stdout.splitlines()[1:] if line[:1].isupper() and line.endswith(("kept", "missed", "none"))]
    assert rows == [rule for rule in RULES if rule not in ASKED]
    assert result.stdout.splitlines()[0].split() == ["rule", "measure", "value", "limit", "verdict"]


def test_a_finding_names_page_printed_number_and_line(ragged: Path) -> None:
    result = run(ragged, "--rule", "U7", "-v")
    assert "  page 1 (1): 0.00 em between 3 and 年  | 2023年前三季度" in result.stdout
    assert "findings on" in result.stdout


def test_of_many_findings_the_first_are_shown_and_verbose_shows_all(ragged: Path) -> None:
    short, long = run(ragged, "--rule", "U7").stdout, run(ragged, "--rule", "U7", "--verbose").stdout
    assert "more; --verbose shows all" in short
    assert "more; --verbose" not in long
    assert long.count("em between") > short.count("em between") == 10


def test_strict_turns_a_missed_limit_into_exit_code_6(file: Path, ragged: Path) -> None:
    assert run(ragged, "--rule", "g3").exit_code == 0
    assert run(ragged, "--rule", "g3", "--strict").exit_code == 6
    assert run(file, "--rule", "G3", "--rule", "U1", "--strict").exit_code == 0


def test_pages_choose_what_is_looked_at(ragged: Path) -> None:
    everything = json.loads(run(ragged, "--json", "--rule", "U7").stdout)["measures"][0]["findings"]
    second = json.loads(run(ragged, "--json", "--rule", "U7", "--pages", "2").stdout)["measures"][0]["findings"]
    assert {finding["page"] for finding in everything} == {1, 2}
    assert second == [finding for finding in everything if finding["page"] == 2]
    assert json.loads(run(ragged, "--json", "--rule", "U7", "--pages", "1,2-2").stdout)["measures"][0]["findings"] == everything


def test_json_holds_values_limits_verdicts_and_findings(file: Path) -> None:
    found = json.loads(run(file, "--json").stdout)
    assert found["language"] == "zh-CN"
    assert found["folios"] == ["1", "2", "3"]
    edges = next(measure for measure in found["measures"] if measure["rule"] == "G3")
    assert edges["verdict"] == "kept"
    assert edges["unit"] == "pt"
    assert set(edges["values"]) == {"median", "95 %", "most"}
    assert edges["findings"] == []


def test_the_grid_of_official_documents_is_measured_only_when_asked_for(file: Path) -> None:
    assert "P3" not in run(file).stdout
    result = run(file, "--rule", "P3", "--strict")
    assert result.exit_code == 6
    assert "a line holds 24.00 characters" in result.stdout
    official = finished_pages.printed(Paragraph((Text(HAN * 40),)), theme={"name": "gongwen"})
    (measure,) = inspect(official, rules=["P3"]).measures
    assert measure.values == (("lines", 22), ("characters", 28.0))
    assert measure.verdict == "kept"


def test_chinese_readers_are_told_in_chinese(ragged: Path) -> None:
    result = run(ragged, "--lang", "zh", "--rule", "U7")
    assert "汉字与西文间距" in result.stdout
    assert "第1 (1)页" in result.stdout
    assert "之间为0.00 em" in result.stdout


@pytest.mark.parametrize("rule", RULES)
def test_every_name_and_limit_has_a_chinese_form(rule: str) -> None:
    (measure,) = inspect(well_set(), rules=[rule]).measures
    assert chinese(measure.name) != measure.name
    names = [name for name, _ in measure.values if name not in ("", "95 %", ".notdef", "Lang")]
    assert [name for name in names if chinese(name) == name and not name.startswith("H")] == []
    assert chinese(measure.verdict) != measure.verdict


def test_a_finding_on_the_file_as_a_whole_has_no_page() -> None:
    measured = Measure("A1", "properties", (), "Lang, title, MarkInfo", 1, (Finding(0, "the file has no /Lang"),))
    text = as_text(type(inspect(well_set(), rules=["A1"]))("", ("1",), (measured,)))
    assert "  the file: the file has no /Lang" in text


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(well_set())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def twisted() -> bytes:
    """Return a file whose structure tree holds itself."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(printed(paragraphs(HAN), tagged=True))) as opened:
        top = opened.Root.StructTreeRoot.K
        top = top[0] if isinstance(top, pikepdf.Array) else top
        top.K = pikepdf.Array([top])
        opened.save(out)
    return out.getvalue()


def mistyped() -> bytes:
    """Return a file whose fonts are a number."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(well_set())) as opened:
        opened.pages[0].Resources.Font = 7
        opened.save(out)
    return out.getvalue()


def pageless() -> bytes:
    out = io.BytesIO()
    pikepdf.new().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "what"),
    [
        (b"", "RG710", "the file is empty"),
        (b"PK\x03\x04 not a PDF", "RG711", "this is not a PDF"),
        (b"%PDF-1.7\nnothing", "RG711", "the PDF cannot be read: "),
        (twisted, "RG711", "the PDF cannot be read: an object in it"),
        (mistyped, "RG711", "the PDF cannot be read: an object in it"),
        (locked, "RG712", "the PDF needs a password"),
        (pageless, "RG710", "the PDF has no pages"),
    ],
    ids=["empty", "zip", "broken", "twisted", "mistyped", "locked", "pageless"],
)
def test_a_wrong_file_gives_one_located_message(tmp_path: Path, data: object, code: str, what: str) -> None:
    path = tmp_path / "wrong.pdf"
    path.write_bytes(data() if callable(data) else data)  # type: ignore[arg-type]
    result = run(path)
    assert result.exit_code == 2
    assert result.stderr.count("error[") == 1
    assert f"{path.as_posix()}: error[{code}]: {what}" in result.stderr


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    result = run(file.with_name("raport.pdf"))
    assert result.exit_code == 2
    assert "error[RG113]" in result.stderr
    assert "did you mean 'report.pdf'?" in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--rule", "G33"), "there is no rule 'G33'"),
        (("--pages", "3-"), "'3-' is not a range of pages"),
        (("--pages", "9-2"), "'9-2' is not a range of pages"),
        (("--pages", "7"), "there is no page 7"),
    ],
)
def test_wrong_options_are_refused(file: Path, words: tuple[str, str], message: str) -> None:
    result = run(file, *words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_help_shows_an_example() -> None:
    assert "reportgen inspect report.pdf --rule G3" in run("--help").stdout


def test_inspecting_bytes_that_are_no_pdf_raises_for_callers_too() -> None:
    with pytest.raises(ProjectError, match="not a PDF"):
        inspect(b"hello")
