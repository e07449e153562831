"""Every report type is a folder whose scaffold builds as it is, and the first report of the README prints what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import reportgen
from reportgen.resources import data_path
from reportgen.tree import all_inlines, inlines_of, text_of, walk

README = Path(__file__).parent.parent / "README.md"
SCAFFOLDS = sorted(data_path("templates").glob("*/scaffold"))


@pytest.mark.parametrize("scaffold", SCAFFOLDS, ids=lambda path: path.parent.name)
def test_a_scaffold_has_nothing_to_warn_of(scaffold: Path) -> None:
    checked = reportgen.check(scaffold)
    assert checked.warnings == ()
    assert set(checked.documents) == {"zh-Hans", "en"}


@pytest.mark.parametrize("scaffold", SCAFFOLDS, ids=lambda path: path.parent.name)
def test_a_copy_of_a_scaffold_builds_in_both_languages(scaffold: Path, tmp_path: Path) -> None:
    project = shutil.copytree(scaffold, tmp_path / "my-report")
    built = reportgen.build(project, formats=["html", "json"], workers=1)
    assert [Path(name).suffix for name in built.files] == [".xlsx", ".html", ".json"] * 2


@pytest.mark.parametrize("scaffold", SCAFFOLDS, ids=lambda path: path.parent.name)
def test_no_word_of_a_scaffold_stays_untranslated(scaffold: Path) -> None:
    english = reportgen.check(scaffold).documents["en"]
    words = "".join(getattr(inline, "text", "") for inline in all_inlines(english))
    assert not re.search(r"[\u4e00-\u9fff]", words)


def test_the_sentence_of_the_readme_prints_what_the_readme_says(tmp_path: Path) -> None:
    text = README.read_text("utf-8")
    template = re.search(r"^ +(\{\{ districts\.top.*)$", text, re.MULTILINE)
    printed = re.search(r"prints ([^。]+。[^。]+。)", text)
    assert template
    assert printed
    project = shutil.copytree(SCAFFOLDS[0], tmp_path / "my-report")
    (project / "narrative" / "zh-Hans" / "10-ranking.md").write_text(f"# 一句话\n\n{template[1]}\n", "utf-8")
    document = reportgen.check(project, editions=["zh-Hans"]).documents["zh-Hans"]
    assert printed[1] in [text_of(content) for block in walk(document.blocks) for content in inlines_of(block)]
