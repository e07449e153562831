"""Word templates in projects and on the command line: settings, builds, the starter, `word-template check`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pymupdf
import pytest
from lxml import etree

from reportgen.cli import cli
from reportgen.edition import editions, load_edition
from reportgen.project import load_project
from reportgen.renderers import WordTemplate
from reportgen.renderers.docx import render
from reportgen.renderers.docx.template.roles import aliases, roles
from reportgen.renderers.docx.template.starter import texts
from reportgen.theme import THEMES
from reportgen.wordcheck import check
from reportgen.wordtemplates import load_templates, write_starter
from tests.projects import REPORT, ROOT, project, run
from tests.renderers import institute
from tests.renderers.docx_reading import find, style_of, unpack, words_in
from tests.renderers.docx_sample import press, sample
from tests.renderers.institute import SECTION, para, slot, template
from tests.renderers.institute import run as words

WORD = "word:\n  template: 模板.docx\n  placeholders: {doc_no: 12号}\n"
LABELS = ("第一章", "第二章", "第三章", "第四章", "")
"""Of the chapters of the example, the last of which has no number."""
TECHNICAL = {"normal", "default-paragraph-font", "normal-table", "no-list", "spacer"}


def small(folder: Path, word: str = WORD, data: bytes | None = None) -> Path:
    """Write a project with a template; only `check` and `build` read it."""
    made = project(folder, REPORT.replace("formats: [json]", "formats: [docx]") + word)
    (made / "模板.docx").write_bytes(template().data if data is None else data)
    return made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small(tmp_path_factory.mktemp("built") / "small")
    result = run("build", folder)
    assert result.exit_code == 0, result.stderr
    assert "warning[RG456]" in result.stderr
    return folder


# ---------------------------------------------------------------- builds


def test_a_build_writes_the_report_into_the_template(built: Path) -> None:
    parts = unpack((built / "out" / "small.zh-Hans.docx").read_bytes())
    document = etree.fromstring(parts["word/document.xml"])
    said = [words_in(node) for node in find(document, "//w:p")]
    assert said[0] == "城市"
    assert "地址：某市某路1号　文号：12号" in said
    assert [text for text in said if text.startswith("第一章")] == ["第一章 概况1"]
    assert [breach.rule.id for breach in check((built / "out" / "small.zh-Hans.docx").read_bytes(), "a")] == []


def test_the_template_is_an_input_of_the_build(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / built.name)
    record = json.loads((folder / "out" / "build-manifest.json").read_text("utf-8"))
    assert "模板.docx" in record["inputs"]
    assert run("build", folder).stdout.startswith("nothing has changed")
    before = (folder / "out" / "small.zh-Hans.docx").read_bytes()
    (folder / "模板.docx").write_bytes(template(institute.WHOLE.replace("某路1号", "某路2号")).data)
    assert run("build", folder).stdout.startswith("built 2 files")  # with the tables as a workbook
    assert (folder / "out" / "small.zh-Hans.docx").read_bytes() != before


@pytest.mark.parametrize(
    ("word", "place", "told"),
    [
        ("word: {template: ../a.docx}\n", "report.yaml:11:8", "RG131]: '../a.docx' is outside the project"),
        ("word: {template: a.pdf}\n", "report.yaml:11:8", "RG132]: 'a.pdf' is not a Word file"),
        ("word: {template: 模版.docx}\n", "report.yaml:11:8", "RG132]: there is no file '模版.docx'\n  hint: did you mean '模板.docx'?"),
        ("word: {template: {zh-Hant-TW: 模板.docx}}\n", "report.yaml:11:19", "RG130]: the edition 'zh-Hant-TW' is not in this project"),
        ("word: {placeholders: {title: 新}}\n", "report.yaml:11:23", "RG132]: the report itself says what title is"),
        ("word: {placeholders: {1a: 新}}\n", "report.yaml:11:23", "RG109]: word.placeholders.1a is '1a', which is not a name for a placeholder"),
        (WORD + "  styles: {body-txt: 正文}\n", "report.yaml:14:3", "RG451]: there is no role 'body-txt'\n  hint: did you mean 'body-text'?"),
        ("word: {template: 模板.docx}\n", "模板.docx:word/document.xml", "RG454]: nothing is known by the name 'doc_no'"),
        ("word: {template: 模板.docx, heading_numbering: none}\n", "report.yaml:11:27", "RG109]: word.heading_numbering is 'none'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, word: str, place: str, told: str) -> None:
    result = run("check", small(tmp_path / "small", word))
    assert result.exit_code in (2, 4)
    assert f"{place}" in result.stderr
    assert told in result.stderr


def test_a_hostile_template_stops_the_build_and_nothing_is_written(tmp_path: Path) -> None:
    def macro(parts: institute.Parts) -> None:
        parts["word/vbaProject.bin"] = b"\0"
        line = f'<Relationship Id="rId99" Type="{institute.OFFICE}/vbaProject" Target="vbaProject.bin"/></Relationships>'
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(b"</Relationships>", line.encode())

    result = run("build", small(tmp_path / "small", data=template(institute.WHOLE, macro).data))
    assert result.exit_code == 6
    assert "模板.docx:word/_rels/document.xml.rels: rId99: error[S08]: holds or calls something active (vbaProject)" in result.stderr
    assert not (tmp_path / "small" / "out").exists()


def test_a_file_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    result = run("check", small(tmp_path / "small", data=b"not a zip"))
    assert (result.exit_code, "RG650" in result.stderr) == (2, True)


def test_strict_does_not_let_missing_styles_pass(tmp_path: Path) -> None:
    assert run("check", small(tmp_path / "small")).exit_code == 0
    result = run("build", tmp_path / "small", "--strict")
    assert (result.exit_code, "RG456" in result.stderr) == (4, True)


def test_pages_that_hold_something_else_than_the_pdf_are_a_warning_unless_libreoffice_counts_them(tmp_path: Path) -> None:
    assert "warning[RG459]: has other pages than the PDF" in run("check", small(tmp_path / "small")).stderr
    assert "RG459" not in run("check", small(tmp_path / "auto", WORD + "  pages: auto\n")).stderr
    run("word-template", "new", tmp_path / "a.docx")
    assert "RG459" not in run("check", small(tmp_path / "same", data=(tmp_path / "a.docx").read_bytes())).stderr


def test_an_edition_may_have_a_template_and_words_of_its_own(tmp_path: Path) -> None:
    word = "word:\n  template: {zh-Hans: 模板.docx}\n  placeholders: {doc_no: {zh-Hans: 12号, en: No. 12}}\n"
    folder = small(tmp_path / "small", word)
    (folder / "report.yaml").write_text((folder / "report.yaml").read_text("utf-8").replace("[zh-Hans]", "[zh-Hans, en]"), "utf-8")
    templates, _ = load_templates(load_project(folder))
    assert {tag: template.placeholders for tag, template in templates.items()} == {"zh-Hans": {"doc_no": "12号"}}


def test_without_word_among_the_formats_no_template_is_read(tmp_path: Path) -> None:
    folder = small(tmp_path / "small", data=b"not a zip")
    (folder / "report.yaml").write_text((folder / "report.yaml").read_text("utf-8").replace("[docx]", "[json]"), "utf-8")
    assert run("check", folder).exit_code == 0


# ---------------------------------------------------------------- the starter


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant-TW", "en", "zh-Hans+en"])
def test_a_starter_breaks_no_rule_and_lacks_no_role(tmp_path: Path, tag: str) -> None:
    result = run("word-template", "new", tmp_path / "a.docx", "--edition", tag)
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path.as_posix()}/a.docx is written; open it in Word and change its styles\n")
    assert run("word-template", "check", tmp_path / "a.docx", "-e", tag, "--strict").exit_code == 0


def test_a_starter_shows_every_role_once_and_a_report_in_it_shows_none(tmp_path: Path) -> None:
    write_starter(tmp_path / "a.docx", "zh-Hans", force=False)
    data = (tmp_path / "a.docx").read_bytes()
    document = etree.fromstring(unpack(data)["word/document.xml"])
    shown = [words_in(node) for node in find(document, "//w:sdt//w:p")]
    made = texts()["zh-Hans"]
    assert all(shown.count(text) == 1 for role, text in made.items() if role not in ("starter", "three-line-table", "box"))
    parts = unpack(render(sample("zh-Hans"), press("zh-Hans", word_template=WordTemplate("a.docx", data))))
    inside = [words_in(node) for node in find(etree.fromstring(parts["word/document.xml"]), "//w:p")]
    assert not set(made.values()) & set(inside)
    assert inside[:2] == ["2023", "全国直播电商发展指数报告"]


@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_a_starter_has_words_for_every_role_a_person_may_change(tag: str) -> None:
    known = {role.name for role in roles(load_edition(tag), THEMES["report"])}
    assert texts()[tag].keys() - {"starter", "samples"} == known - TECHNICAL
    assert aliases().keys() <= known


def test_a_starter_is_the_same_every_time_and_replaces_no_file_unasked(tmp_path: Path) -> None:
    first, second = tmp_path / "a.docx", tmp_path / "b.docx"
    assert [run("word-template", "new", path).exit_code for path in (first, second)] == [0, 0]
    assert first.read_bytes() == second.read_bytes()
    first.write_bytes(b"mine")
    result = run("word-template", "new", first)
    assert (result.exit_code, first.read_bytes()) == (7, b"mine")
    assert "error[RG605]: is there already\n  hint: choose another name, or say --force" in result.stderr
    assert run("word-template", "new", first, "--force").exit_code == 0


def test_a_starter_wants_a_name_and_an_edition_that_are_known(tmp_path: Path) -> None:
    assert "RG132" in run("word-template", "new", tmp_path / "a.doc").stderr
    assert "RG120" in run("word-template", "new", tmp_path / "a.docx", "-e", "zh-hans").stderr
    assert "RG605" in run("word-template", "new", tmp_path / "none" / "a.docx").stderr
    assert "zh-Hans" in editions()


# ---------------------------------------------------------------- word-template check


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.docx"
    path.write_bytes(template().data)
    return path


def test_check_says_what_a_report_would_make_of_the_template(file: Path) -> None:
    result = run("word-template", "check", file)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[:4] == [
        "place for the report: found; what stands before and after it stays",
        "page: 210.0 × 297.0 mm, text 156.0 mm wide",
        "numbers of headings: the template's (第一章, 1.1, 1.1.1)",
        "placeholders: title, subtitle, institutions, date, doc_no; of these, word.placeholders must say: doc_no",
    ]
    assert re.fullmatch(r"  body-text +Normal \(its first line is indented\) .*", lines[8])
    assert any(re.fullmatch(r"  table-text +missing; reportgen's own is added .*", line) for line in lines)
    assert lines[-1] == f"{file.as_posix()} checked, errors: 0, warnings: 1"


def test_check_speaks_chinese(file: Path) -> None:
    result = run("word-template", "check", file, "--lang", "zh")
    assert "标题编号：用模板自己的（第一章、1.1、1.1.1）" in result.stdout
    assert "警告[RG456]：模板缺少以下角色的样式" in result.stderr


def test_check_tells_machines_the_same(file: Path) -> None:
    record = json.loads(run("word-template", "check", file, "--json").stdout)
    assert (record["slot"], record["page"]["text"], record["heading_numbers"][:2]) == (True, 156.0, ["第一章", "1.1"])
    assert {"role": "caption", "kind": "paragraph", "style": "caption", "id": "a7", "how": "name"} in record["roles"]
    assert [problem["code"] for problem in record["problems"]] == ["RG456"]


def test_check_exits_with_6_for_rules_of_word_files_and_for_safety(tmp_path: Path) -> None:
    def twice(parts: institute.Parts) -> None:
        parts["word/document.xml"] = parts["word/document.xml"].replace(b'<w:bookmarkEnd w:id="4"/>', b"")

    path = tmp_path / "a.docx"
    path.write_bytes(template(institute.WHOLE, twice).data)
    assert (run("word-template", "check", path).exit_code, "W16" in run("word-template", "check", path).stderr) == (6, True)
    path.write_bytes(template(para("a", words("{{ body }}见下")) + slot() + SECTION).data)
    assert run("word-template", "check", path, "-q").exit_code == 6
    path.write_bytes(b"PK")
    assert run("word-template", "check", path).exit_code == 2
    found = [json.loads(line) for line in run("word-template", "check", path, "--json").stdout.splitlines()]
    assert [each["code"] for each in found] == ["RG650"]


def test_strict_counts_warnings_as_errors(file: Path) -> None:
    assert run("word-template", "check", file, "--strict").exit_code == 6


def test_the_verbs_have_help_with_examples() -> None:
    for verb in ("", "new", "check"):
        text = run("word-template", *([verb] if verb else []), "--help").stdout
        assert "reportgen word-template" in text
        assert "Examples:" in text
    assert "word-template" in cli.commands


# ---------------------------------------------------------------- the whole way


@pytest.mark.slow
def test_the_example_goes_into_the_template_and_libreoffice_opens_it(tmp_path: Path) -> None:
    for folder in ("examples/sichuan-2023", "datasets/live-commerce-2023"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("out", ".reportgen-cache"))
    example = tmp_path / "examples" / "sichuan-2023"
    # LibreOffice 7.4 takes the text of the note before for a note that follows a comment.
    (example / "模板.docx").write_bytes(template(institute.WHOLE.replace(institute.COMMENT, "")).data)
    with (example / "report.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\n" + WORD)
    result = run("build", example, "-e", "zh-Hans", "-f", "docx")
    assert result.exit_code == 0, result.stderr
    path = example / "out" / "sichuan-2023.zh-Hans.docx"
    assert [str(breach.problem("a")) for breach in check(path.read_bytes(), "a") if breach.rule.level == "error"] == []
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with pymupdf.open(tmp_path / "sichuan-2023.zh-Hans.pdf") as pdf:
        pages = ["".join(page.get_text().split()) for page in pdf]
    assert "未经许可，不得转载" in pages[0]
    assert "某省商务发展研究院" not in pages[0]
    assert pages[1].startswith("某省商务发展研究院12号目录")
    assert all(page.startswith("某省商务发展研究院12号") for page in pages[1:])
    assert "地址：某市某路1号文号：12号" in pages[-1]
    document = etree.fromstring(unpack(path.read_bytes())["word/document.xml"])
    heads = ["".join(words_in(node).split()) for node in find(document, "//w:p[w:pPr/w:pStyle]") if style_of(node) == "1"]
    listed = [words_in(node) for node in find(document, "//w:p[w:pPr/w:pStyle]") if style_of(node) == "TOC1"]
    # LibreOffice gives the headings the numbers that the contents say they have.
    text = "".join(pages[2:])
    assert heads
    assert [re.sub(r"[0-9]+$", "", "".join(line.split())) for line in listed] == [f"{label}{head}" for label, head in zip(LABELS, heads, strict=True)]
    assert all(f"{label}{head}" in text for label, head in zip(LABELS, heads, strict=True))
