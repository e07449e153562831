"""The ledger: every number once, in reading order, with value, unit, rounding and source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.errors import Problem
from reportgen.verification import VerificationError, Verified
from reportgen.verification.compare import Compared
from reportgen.verification.ledger import entries
from tests.projects import REPORT, project, run
from tests.verification.finished import finished


def test_a_value_of_the_data_names_its_cell_its_unit_and_its_rounding() -> None:
    found = {entry.id: entry for entry in entries(finished("zh-Hans").printed)}
    first = found["tbl-all, row 1, column 3 #1"]
    assert (first.text, first.value, first.unit, first.decimals, first.source) == ("98.36", "98.36", "score", 2, "t01.csv[510000].index")
    assert found["tbl-all, row 1, column 1 #1"].source == "text"
    assert len(found) > 100


def test_build_writes_the_ledger_beside_what_people_read(tmp_path: Path) -> None:
    folder = project(tmp_path, REPORT.replace("[json]", "[html]"), english=True)
    assert run("build", folder, "--strict").exit_code == 0
    record = json.loads((folder / "out" / "ledger.json").read_bytes())
    values = {tag: [entry["value"] for entry in found if entry["source"] == "cities.csv[020].score"] for tag, found in record.items()}
    assert values == {"zh-Hans": ["71.20"], "en": ["71.20"]}
    assert "ledger.json" not in run("build", folder).output


def test_a_strict_build_writes_nothing_when_a_file_says_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Verified((Compared("small.zh-Hans.html", 1, 0, (Problem("small.zh-Hans.html", "this is missing: “1”", code="RG802"),)),))
    monkeypatch.setattr("reportgen.verification.verify", lambda spec, documents, files, templates: wrong)
    folder = project(tmp_path, REPORT.replace("[json]", "[html]"))
    result = run("build", folder, "--strict")
    assert result.exit_code == VerificationError.exit_code
    assert "RG802" in result.output
    assert not (folder / "out" / "small.zh-Hans.html").exists()
