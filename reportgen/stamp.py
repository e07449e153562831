"""The only clock, and the canonical archive.

A build never asks the machine for the time: it is handed a :class:`Stamp`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from reportgen.errors import Problem, ProjectError

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable of the environment that says what time it is."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The moment a report is said to be made, in UTC.

    >>> Stamp.from_date("2023-12-01").iso
    '2023-12-01T00:00:00Z'
    """

    moment: datetime

    @property
    def iso(self) -> str:
        """Return the moment as ISO 8601 with a trailing Z."""
        return self.moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    @classmethod
    def from_date(cls, date: str) -> Stamp:
        """Return midnight UTC of an ISO date."""
        return cls(datetime.fromisoformat(date).replace(tzinfo=UTC))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], date: str) -> Stamp:
        """Return the stamp of SOURCE_DATE_EPOCH when it is set, else midnight UTC of `date`.

        Raises ProjectError when SOURCE_DATE_EPOCH is not a whole number of seconds.
        """
        epoch = environment.get(EPOCH)
        if epoch is None:
            return cls.from_date(date)
        try:
            return cls(datetime.fromtimestamp(int(epoch), UTC))
        except (ValueError, OverflowError, OSError):
            raise ProjectError(
                Problem("SOURCE_DATE_EPOCH", f"{epoch!r} is not a number of seconds", "unset it, or give seconds since 1970", code="RG110")
            ) from None


FIRST_MEMBERS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_ARCHIVE = b"PK\x03\x04"


def canonical_zip(members: Mapping[str, bytes]) -> bytes:
    """Return an archive with fixed member order, times and attributes, so that equal content gives equal bytes.

    Bytes are equal for one zlib; compare values of `content_digest` across machines.
    """
    names = [name for name in FIRST_MEMBERS if name in members] + sorted(name for name in members if name not in FIRST_MEMBERS)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, members[name], compresslevel=6)
            info.external_attr = 0  # writestr has put the permissions of a Unix file there; the directory is written last
    return out.getvalue()


def content_digest(archive: bytes) -> str:
    """Return the SHA-256 in hex of what an archive holds, whatever it was compressed with and in whatever order.

    Digested are, by name, each member's name, its length and its bytes; an archive inside, such as the workbook of a chart,
    counts as its own digest.  Raises zipfile.BadZipFile for bytes that are no archive.
    """
    whole = sha256()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in sorted(opened.namelist()):
            data = opened.read(name)
            if data.startswith(_ARCHIVE):
                data = content_digest(data).encode()
            whole.update(f"{name}\n{len(data)}\n".encode() + data)
    return whole.hexdigest()
