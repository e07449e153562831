"""Where the outputs of a batch stand: a folder, in which each report has one of its own."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from reportgen.manifest import NAME
from reportgen.output import LOCK, check_writable, locked, replace_file, write_all


class Place(Protocol):
    """What a batch asks of the place of its outputs; names have forward slashes: ``beijing/beijing.en.pdf``."""

    def held(self) -> AbstractContextManager[None]:
        """Keep other batches out."""

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises OSError when there is none."""

    def write(self, folder: str, files: Mapping[str, bytes], last: str) -> None:
        """Replace the files of a report, `last` after all others; raises OutputError when that cannot be done."""

    def write_file(self, name: str, data: bytes) -> None:
        """Replace one file at the top; a reader sees the old one or the new."""

    def folders(self) -> list[str]:
        """Return the names of all folders, sorted."""

    def remove(self, folder: str, names: list[str]) -> None:
        """Delete these files of a folder, and the folder when nothing is left in it."""


class Folder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def held(self) -> AbstractContextManager[None]:
        """Keep other batches out: they wait."""
        check_writable(self.path, ())
        return locked(self.path)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises OSError when there is none, or a link."""
        path = self.path / name
        if path.is_symlink():
            raise OSError("a link is not an output")
        return path.read_bytes()

    def write(self, folder: str, files: Mapping[str, bytes], last: str) -> None:
        """Replace the files of a report: all of them whole, or none touched."""
        with locked(self.path / folder):
            write_all(self.path / folder, files, last)

    def write_file(self, name: str, data: bytes) -> None:
        """Replace one file at the top."""
        path = self.path / name
        if not path.exists():
            path.touch()
        replace_file(path, data)

    def folders(self) -> list[str]:
        """Return the names of all folders, sorted."""
        return sorted(path.name for path in self.path.iterdir() if path.is_dir() and not path.is_symlink()) if self.path.is_dir() else []

    def remove(self, folder: str, names: list[str]) -> None:
        """Delete these files of a folder, and the folder when nothing is left in it."""
        for name in (*names, LOCK):
            (self.path / folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            (self.path / folder).rmdir()


def record_in(place: Place, folder: str) -> Mapping[str, Any] | None:
    """Return the manifest of a report of a batch, None where there is none, or one of something else."""
    try:
        record = json.loads(place.read(f"{folder}/{NAME}"))
        return record if record["request"]["item"]["key"] and isinstance(record["outputs"], dict) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def left_behind(place: Place, known: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder with the files of a report that is not among the `known` any more."""
    for folder in place.folders():
        if folder not in known and (record := record_in(place, folder)):
            yield folder, [*record["outputs"], NAME]
