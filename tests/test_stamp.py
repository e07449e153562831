from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from reportgen.errors import ProjectError
from reportgen.stamp import Stamp, canonical_zip, content_digest


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


def packed(members: Mapping[str, bytes], level: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED, compresslevel=level or None) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_content_digest_does_not_know_how_the_archive_or_one_inside_it_was_compressed() -> None:
    members = {"a.xml": b"a" * 500, "b.xml": b"b" * 500}
    digests = {
        content_digest(packed({name: data for name, data in order} | {"book.xlsx": packed(members, inner)}, outer))
        for order in (tuple(members.items()), tuple(members.items())[::-1])
        for outer, inner in ((0, 9), (1, 6), (9, 0))
    }
    assert len(digests) == 1


def test_a_content_digest_knows_every_name_and_byte() -> None:
    inner = [packed({"x": data}, 0) for data in (b"1", b"2")]
    held: list[Mapping[str, bytes]] = [{"a": b"bc"}, {"ab": b"c"}, {"a": b"b"}, {"a": b"bc", "c": b""}, *({"a": each} for each in inner)]
    assert len({content_digest(packed(members, 6)) for members in held}) == len(held)
