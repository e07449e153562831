from __future__ import annotations

import io
import zipfile

import pytest

from reportgen.errors import ProjectError
from reportgen.stamp import Stamp, canonical_zip


def test_a_report_carries_its_own_date_unless_the_environment_says_another() -> None:
    assert Stamp.from_environment({}, "2024-05-01").iso == "2024-05-01T00:00:00Z"
    assert Stamp.from_environment({"SOURCE_DATE_EPOCH": "86399"}, "2024-05-01").iso == "1970-01-01T23:59:59Z"


@pytest.mark.parametrize("epoch", ["abc", "", "1.5", "9" * 30, "2024-05-01"])
def test_an_epoch_that_is_no_number_of_seconds_names_the_variable(epoch: str) -> None:
    with pytest.raises(ProjectError) as caught:
        Stamp.from_environment({"SOURCE_DATE_EPOCH": epoch}, "2024-05-01")
    assert caught.value.problems[0].where == "SOURCE_DATE_EPOCH"


def test_an_archive_depends_on_its_content_only() -> None:
    members = {"word/styles.xml": b"s", "word/document.xml": b"d", "[Content_Types].xml": b"c"}
    first = canonical_zip(members)
    assert first == canonical_zip(dict(reversed(members.items())))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["[Content_Types].xml", "word/document.xml", "word/styles.xml"]
        assert {(info.date_time, info.create_system, info.external_attr) for info in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0, 0)}
