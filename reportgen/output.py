"""Writing outputs: all of them whole, or none of them touched."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reportgen.errors import OutputError, Problem

STAGING = ".staging"
LOCK = ".lock"
OLD = "old"
"""Inside the staging folder: the outputs that are being replaced, until all of them are."""

_ELSEWHERE = "choose another folder with --out"
_UNTOUCHED = "nothing was replaced; the old outputs are as they were"
HINTS = {
    errno.ENOSPC: "make room on the disk",
    errno.EDQUOT: "make room on the disk",
    errno.EFBIG: "files of this size are not allowed here; raise the limit of your shell",
    errno.EACCES: _ELSEWHERE,
    errno.EPERM: _ELSEWHERE,
    errno.EROFS: _ELSEWHERE,
    errno.ENOTDIR: _ELSEWHERE,
    errno.EEXIST: _ELSEWHERE,
}


def check_writable(folder: Path, names: Iterable[str]) -> None:
    """Raise OutputError when the outputs surely cannot be written; nothing is made or changed.

    A build asks this before its long work; `write_all` finds what only writing can show.
    """
    place = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    if not place.is_dir():
        raise OutputError(Problem(folder.name, "the output folder is a file", _ELSEWHERE, code="RG601"))
    if not os.access(place, os.W_OK | os.X_OK):
        raise OutputError(Problem(folder.name, "the output folder cannot be written", _ELSEWHERE, code="RG600"))
    for name in names:
        if (folder / name).is_symlink():
            raise OutputError(Problem(name, "the output is a symbolic link", "remove the link; outputs are plain files", code="RG601"))
        if (folder / name).exists() and not (folder / name).is_file():
            raise OutputError(Problem(name, "the output is a folder or a device", _ELSEWHERE, code="RG601"))


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
    Raises OutputError, and leaves every old file as it was, when anything cannot be written.
    """
    check_writable(folder, files)
    staging = folder / STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)  # left by a build that was killed
        staging.mkdir()
        (staging / OLD).mkdir()
        for name, data in files.items():
            _write(staging / name, data)
        _sync(staging)
        _replace(folder, staging, sorted(files, key=lambda name: (name == last, name)))
    except OSError as error:
        raise _failed(folder, error) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def replace_file(path: Path, data: bytes) -> None:
    """Replace one file by its new content, which is on disk before the old one goes; the permissions stay.

    Raises OutputError, and leaves the file as it was, when that cannot be done or the file is a link.
    """
    if path.is_symlink():
        raise OutputError(Problem(path.name, "the file is a symbolic link", "name the file it leads to", code="RG604"))
    new = path.with_name(f".{path.name}.new")
    try:
        new.unlink(missing_ok=True)  # left by a run that was killed
        _write(new, data)
        shutil.copymode(path, new)
        new.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise OutputError(Problem(path.name, f"the file cannot be written: {error.strerror or error}", "it is as it was", code="RG604")) from None
    finally:
        new.unlink(missing_ok=True)


def write_file(path: Path, data: bytes) -> None:
    """Write one file where somebody asked for it; raises OutputError when that cannot be done."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise OutputError(Problem(path.name, f"cannot be written: {error.strerror}", "choose another folder", code="RG536")) from None


def _replace(folder: Path, staging: Path, names: list[str]) -> None:
    """Move the staged files into place; when one cannot be moved, put back those that were replaced before it."""
    for name in names:
        if (folder / name).exists():
            _keep(folder / name, staging / OLD / name)
    try:
        for name in names:
            (staging / name).replace(folder / name)
        _sync(folder)
    except BaseException:
        # What has left the staging folder has been replaced, whatever was in between when the exception came.
        for name in (name for name in names if not (staging / name).exists()):
            if (staging / OLD / name).exists():
                (staging / OLD / name).replace(folder / name)
            else:
                (folder / name).unlink(missing_ok=True)
        raise


def _keep(path: Path, copy: Path) -> None:
    try:
        os.link(path, copy)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, copy)


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
    hint = HINTS.get(error.errno or 0, _UNTOUCHED)
    return OutputError(Problem(folder.name, f"the outputs cannot be written: {error.strerror or error}", hint, code="RG600"))
