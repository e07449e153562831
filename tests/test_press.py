from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from reportgen import press
from reportgen.corridor import check
from reportgen.errors import NarrativeError
from reportgen.press import chart_specs, file_names, print_editions, theme_of, warm_modules
from reportgen.project import ThemePart
from reportgen.stamp import Stamp
from reportgen.theme import GONGWEN, Theme
from reportgen.workers import Workers
from tests.projects import REPORT, project

STAMP = Stamp.from_date("2024-05-01")


def test_a_theme_is_taken_as_it_is_when_nothing_else_is_asked_for() -> None:
    assert theme_of(ThemePart.model_validate({})) == Theme()
    assert theme_of(ThemePart.model_validate({"name": "gongwen"})) == GONGWEN


def test_the_choices_of_a_project_change_the_theme() -> None:
    asked = {"primary": "#123456", "cover": False, "recto": True, "lists": ["figures"], "bilingual": "facing"}
    theme = theme_of(ThemePart.model_validate(asked))
    assert theme.colours.primary == "#123456"
    assert theme.is_two_sided
    assert (theme.front.cover, theme.front.lists, theme.bilingual) == (False, ("figures",), "facing")
    assert theme_of(ThemePart.model_validate({"name": "gongwen", "cover": True})).front.cover
    assert theme_of(ThemePart.model_validate({"run_on": True})).page.chapters == "run-on"


def test_every_edition_gets_every_format(tmp_path: Path) -> None:
    checked = check(project(tmp_path, REPORT.replace("[json]", "[html, json]"), english=True))
    spec = checked.project.spec
    printed = print_editions(spec, checked.documents, STAMP, lambda what, done, total: None, Workers())
    assert set(printed.files) == set(file_names(spec)) == {f"small.{tag}.{name}" for tag in ("zh-Hans", "en") for name in ("html", "json")}


def test_a_chart_is_drawn_once_for_all_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check(project(tmp_path, REPORT.replace("[json]", "[html, pdf, docx]")))
    drawn = []
    render = press.render

    def count(*arguments: object, **options: object) -> object:
        drawn.append(arguments)
        return render(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(press, "render", count)
    print_editions(checked.project.spec, checked.documents, STAMP, lambda what, done, total: None, Workers())
    assert len(drawn) == len(chart_specs(checked.documents["zh-Hans"])) == 1


@pytest.mark.parametrize(("charts", "drawings"), [("native", 0), ("picture", 1)])
def test_a_chart_that_word_draws_itself_is_not_drawn_as_a_bitmap(charts: str, drawings: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check(project(tmp_path, REPORT.replace("[json]", f"[docx]\nword: {{charts: {charts}}}")))
    drawn = []
    render_png = press.render_png
    monkeypatch.setattr(press, "render_png", lambda *arguments: drawn.append(arguments) or render_png(*arguments))
    printed = print_editions(checked.project.spec, checked.documents, STAMP, lambda what, done, total: None, Workers())
    with zipfile.ZipFile(io.BytesIO(printed.files["small.zh-Hans.docx"])) as archive:
        names = archive.namelist()
    assert len(drawn) == drawings
    assert sum(name.startswith("word/charts/chart") for name in names) == 1 - drawings
    assert sum(name.endswith(".png") for name in names) == drawings


def test_json_alone_draws_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = check(project(tmp_path))
    monkeypatch.setattr(press, "render", None)
    assert print_editions(checked.project.spec, checked.documents, STAMP, lambda what, done, total: None, Workers()).files


def test_a_missing_character_is_one_problem_for_each_place_not_for_each_format(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT.replace("[json]", "[html, pdf]"))
    page = folder / "narrative" / "zh-Hans" / "10-one.md"
    page.write_text(page.read_text("utf-8") + "\n缺字：\U00031350\n", "utf-8")
    with pytest.raises(NarrativeError) as caught:
        check(folder)
    assert [problem.code for problem in caught.value.problems] == ["RG442"]


def test_the_fonts_of_the_machine_are_hidden_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in ("/somewhere/fonts.conf", None):
        monkeypatch.setenv(press.FONTCONFIG, before) if before else monkeypatch.delenv(press.FONTCONFIG, raising=False)
        with press.own_fonts():
            assert Path(os.environ[press.FONTCONFIG]).is_file()
        assert os.environ.get(press.FONTCONFIG) == before


def test_helpers_import_only_what_the_formats_need() -> None:
    assert warm_modules(["json"]) == ()
    assert "reportgen.typeset.warm" in warm_modules(["docx"])
    assert "reportgen.typeset.warm" not in warm_modules(["html"])
