"""A report in an institute's own Word template: what is the report's is compared, what is the template's is left alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from reportgen.verification.compare import Compared
from tests.renderers import institute
from tests.renderers.docx_sample import sample
from tests.verification.finished import Finished, printed_as
from tests.verification.test_charts import rezipped


@cache
def poured(numbering: str = "auto") -> Finished:
    """Return the sample with every node, its Word file in a template with a cover, a letterhead and a back page."""
    return printed_as(sample("zh-Hans"), "zh-Hans", template=institute.template(institute.WHOLE, numbering=numbering))


def changed(change: Callable[[bytes], bytes]) -> Compared:
    return poured().compared("docx", rezipped(poured().files["docx"], "word/document.xml", change))


@pytest.mark.parametrize("numbering", ["auto", "own"])
def test_a_report_in_a_template_agrees_in_every_number(numbering: str) -> None:
    compared = poured(numbering).compared("docx")
    assert [str(problem) for problem in compared.problems] == []
    assert compared.matched == compared.printed >= 150


def test_a_number_changed_in_a_template_is_found() -> None:
    compared = changed(lambda text: text.replace(b">96.42<", b">96.24<", 1))
    assert {problem.code for problem in compared.problems} == {"RG800", "RG805"}
    assert compared.matched == compared.printed - 1


def test_a_paragraph_taken_out_of_a_template_is_missed() -> None:
    words = "数字最能说明问题。".encode()
    compared = changed(lambda text: text.replace(words, b"", 1))
    assert "RG802" in {problem.code for problem in compared.problems}


def test_words_of_the_template_itself_are_its_own() -> None:
    assert [str(problem) for problem in changed(lambda text: text.replace("地址".encode(), "住址".encode())).problems] == []
