"""Projects and outputs at a URL that fsspec knows (``s3://``, ``sftp://``, ``memory://``, ``file://`` …): the extra `cluster`."""

from __future__ import annotations

import contextlib
import posixpath
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from reportgen.errors import OutputError, Problem, ProjectError
from reportgen.yamlfile import read_yaml

LEFT = ("out", ".reportgen-cache")
"""Folders of a project that are not inputs."""
EXTRA = "install it: pip install 'reportgen[cluster]'"


def is_url(place: object) -> bool:
    """Tell whether a place is a URL; a path of Windows is none."""
    return "://" in str(place)


class Remote:
    """A folder at a URL; the manifest of a report is written after its files, so a reader who sees it sees a whole set."""

    def __init__(self, url: str) -> None:
        self._files, self._root = _opened(url)

    def held(self) -> AbstractContextManager[None]:
        """Return a context that does nothing: such places have no locks."""
        return nullcontext()

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises OSError when there is none."""
        return bytes(self._files.cat_file(f"{self._root}/{name}"))

    def write(self, folder: str, files: Mapping[str, bytes], last: str) -> None:
        """Write the files of a report, `last` after all others."""
        for name in sorted(files, key=lambda name: (name == last, name)):
            self.write_file(f"{folder}/{name}", files[name])

    def write_file(self, name: str, data: bytes) -> None:
        """Write one file."""
        path = f"{self._root}/{name}"
        try:
            self._files.makedirs(posixpath.dirname(path), exist_ok=True)
            self._files.pipe_file(path, data)
        except OSError as error:
            raise OutputError(Problem(name, f"the file cannot be written: {error}", "look at the place that --out names", code="RG604")) from None

    def folders(self) -> list[str]:
        """Return the names of all folders, sorted."""
        try:
            found = self._files.ls(self._root, detail=True)
        except OSError:
            return []
        return sorted(posixpath.basename(each["name"].rstrip("/")) for each in found if each["type"] == "directory")

    def remove(self, folder: str, names: list[str]) -> None:
        """Delete these files of a folder, and the folder when nothing is left in it."""
        for name in names:
            with contextlib.suppress(OSError):
                self._files.rm_file(f"{self._root}/{folder}/{name}")
        with contextlib.suppress(OSError):
            self._files.rmdir(f"{self._root}/{folder}")


@contextmanager
def fetched(url: str) -> Iterator[Path]:
    """Hand out a project at a URL as a folder of this machine: its files, and the folder of its data, as they lie to each other.

    Raises ProjectError when there is no report.yaml.
    """
    files, root = _opened(url.removesuffix("/report.yaml"))
    try:
        text = bytes(files.cat_file(f"{root}/report.yaml")).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(Problem(url, f"there is no report.yaml to read: {error}", "name the folder of a project", code="RG100")) from None
    settings = read_yaml(text, "report.yaml").data
    data = posixpath.dirname(posixpath.normpath(f"{root}/{settings.get('data', '') if isinstance(settings, dict) else ''}"))
    top = posixpath.commonpath([root, data])
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        for path in sorted({*files.find(root), *(files.find(data) if not data.startswith(root) else ())}):
            inner = posixpath.relpath(path, root).split("/")[0]
            if inner not in LEFT:
                target = Path(folder) / posixpath.relpath(path, top)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files.cat_file(path))
        yield Path(folder) / posixpath.relpath(root, top)


def _opened(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise ProjectError(Problem(url, "URLs need fsspec, which is not installed", EXTRA, code="RG515")) from None
    try:
        files, root = url_to_fs(url)
    except (ImportError, ValueError, OSError) as error:
        raise ProjectError(Problem(url, f"this place cannot be opened: {error}", "see the list of places fsspec knows", code="RG515")) from None
    return files, str(root).rstrip("/")
