"""Writing outputs: all of them whole, or none of them touched."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reportgen.errors import OutputError, Problem

STAGING = ".staging"
LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of an output folder, made when it is not there; a second build waits.

    Raises OutputError when the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise _failed(folder, error) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_all(folder: Path, files: Mapping[str, bytes], last: str) -> None:
    """Replace the files of a folder that is `locked`: everything is on disk before the first old file is replaced.

    last  the file that is replaced after all others, so that a reader who sees it sees a whole set.
    Raises OutputError and leaves every old file as it was when anything cannot be written.
    """
    for name in files:
        if (folder / name).is_symlink():
            raise OutputError(Problem(name, "the output is a symbolic link", "remove the link; outputs are plain files", code="RG601"))
        if (folder / name).is_dir():
            raise OutputError(Problem(name, "the output is a folder", "choose another --out", code="RG601"))
    staging = folder / STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)  # left by a build that was killed
        staging.mkdir()
        for name, data in files.items():
            _write(staging / name, data)
        for name in sorted(files, key=lambda name: (name == last, name)):
            os.replace(staging / name, folder / name)
        _sync(folder)
    except OSError as error:
        raise _failed(folder, error) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _failed(folder: Path, error: OSError) -> OutputError:
    hints = {"ENOSPC": "make room on the disk", "EACCES": "choose a folder you may write to with --out", "EROFS": "choose a folder you may write to with --out"}
    import errno

    hint = hints.get(errno.errorcode.get(error.errno or 0, ""), "nothing was replaced; the old outputs are as they were")
    return OutputError(Problem(folder.name, f"cannot write the outputs: {error.strerror}", hint, code="RG600"))
