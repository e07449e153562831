"""What a build was made from and what it made: the record that makes a build repeatable, and skippable when nothing changed."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reportgen.errors import Problem
from reportgen.resources import data_path
from reportgen.stamp import content_digest

NAME = "build-manifest.json"
LIBRARIES = (
    "babel", "brotli", "jinja2", "lxml", "markdown-it-py", "matplotlib", "numpy", "openpyxl", "pandas", "pikepdf", "pillow", "pydyf",
    "python-docx", "uharfbuzz", "weasyprint",
)  # fmt: skip
"""The libraries an output depends on."""
SHARED = {"pango": ("libpango-1.0.so.0", "pango_version_string"), "harfbuzz": ("libharfbuzz.so.0", "hb_version_string")}
"""Layout libraries of the system: name → file and the function that says its version."""


PROBLEM = tuple(part.name for part in fields(Problem))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of one build.

    request   what was asked for: editions, formats, stamp
    inputs    place relative to the project → sha256 of every file that was read; never an absolute path
    engine    digest of reportgen itself: code, templates, fonts, library versions
    outputs   file name → sha256
    notes     what a reader of the record should know, e.g. where Word's page numbers come from
    warnings  what did not stop the build; said again while nothing changes
    contents  file name → digest of what a Word file or workbook holds: the same where another zlib has made other bytes of it
    """

    request: Mapping[str, object]
    inputs: Mapping[str, str]
    engine: str
    outputs: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    contents: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Return the record as JSON, keys sorted."""
        record = {
            "reportgen": version("reportgen"),
            "libraries": library_versions(),
            "engine": self.engine,
            "request": dict(self.request),
            "inputs": dict(self.inputs),
            "outputs": dict(self.outputs),
            "contents": dict(self.contents),
            "notes": dict(self.notes),
            "warnings": [{name: getattr(problem, name) for name in PROBLEM} for problem in self.warnings],
        }
        return (json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_outputs(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return name → sha256 of every output."""
    return {name: sha256(data) for name, data in files.items()}


def digest_contents(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return name → digest of the contents of every Word file and workbook among the outputs."""
    return {name: content_digest(data) for name, data in files.items() if name.endswith((".docx", ".xlsx"))}


def place(path: Path, root: Path) -> str:
    """Return a path relative to a folder, with forward slashes.

    >>> place(Path("/srv/datasets/a.csv"), Path("/srv/reports/2024"))
    '../../datasets/a.csv'
    """
    return Path(os.path.relpath(path, root)).as_posix()


def digest_files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return place relative to `root` → sha256, for files in any order; a file that is gone or cannot be read has the digest ""."""
    return {place(path, root): _digest(path) for path in sorted(paths)}


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()) if path.is_file() else ""
    except OSError:  # who reads it for its content says so in its own words
        return ""


@cache
def library_versions() -> dict[str, str]:
    """Return the version of Python and of every library that shapes an output; "" for one that is not there."""
    return {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}, **{name: _shared(*each) for name, each in SHARED.items()}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _shared(file: str, function: str) -> str:
    try:
        call = getattr(ctypes.CDLL(file), function)
    except (OSError, AttributeError):
        return ""
    call.restype = ctypes.c_char_p
    return str(call().decode())


@cache
def engine_digest() -> str:
    """Return the digest of everything of reportgen that shapes an output: its code, templates, fonts, and library versions."""
    return digest_engine(Path(__file__).resolve().parent, data_path("templates"), data_path("fonts"))


def digest_engine(code: Path, templates: Path, fonts: Path) -> str:
    """Return the digest of a package's code, the templates and the fonts in these folders, and the library versions.

    A face counts by its digest in the catalogue, so that a build reads only the faces it sets text with.
    """
    parts = [f"{name}={text}" for name, text in library_versions().items()]
    for folder, pattern in ((code, "*.py"), (templates, "*"), (fonts, "*.toml"), (fonts, "*.json")):
        files = sorted(path for path in folder.rglob(pattern) if path.is_file() and not {"_data", "__pycache__"} & set(path.relative_to(folder).parts))
        parts += [f"{path.relative_to(folder).as_posix()}:{sha256(path.read_bytes())}" for path in files]
    return sha256("\n".join(parts).encode())


def unchanged(folder: Path, root: Path, request: Mapping[str, object], listing: Iterable[Path]) -> dict[str, str] | None:
    """Return the outputs of the last build when another one would write the same bytes; None when it has to be built.

    root     folder of the project
    listing  files a new build would certainly read (report.yaml, narrative); one that is not in the record means a change
    """
    return unchanged_in(lambda name: _plain_bytes(folder / name), root, request, listing)


def unchanged_in(read: Callable[[str], bytes], root: Path, request: Mapping[str, object], listing: Iterable[Path]) -> dict[str, str] | None:
    """Return what `unchanged` does, of outputs that `read` gives by name; it raises OSError for one that is not there."""
    try:
        record = json.loads(read(NAME))
        inputs, outputs = dict(record["inputs"]), dict(record["outputs"])
        if record["request"] != json.loads(json.dumps(request)) or not outputs:
            return None
        if digest_files([root / name for name in inputs], root) != inputs or {place(path, root) for path in listing} - inputs.keys():
            return None
        if any(sha256(read(name)) != digest for name, digest in outputs.items()):
            return None
        return outputs if record["engine"] == engine_digest() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _plain_bytes(path: Path) -> bytes:
    """Return the bytes of an output; raises OSError for a link, which a build would refuse to replace."""
    if path.is_symlink():
        raise OSError("a link is not an output")
    return path.read_bytes()


def kept_warnings(folder: Path) -> tuple[Problem, ...]:
    """Return the warnings of the last build, none where there is no whole record."""
    try:
        return tuple(Problem(**each) for each in json.loads((folder / NAME).read_bytes())["warnings"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def left_over(folder: Path, inputs: Mapping[str, str], names: Iterable[str]) -> tuple[Problem, ...]:
    """Return a warning for each of these files that stands in the folder and was made from other inputs than the build now at hand."""
    try:
        if json.loads((folder / NAME).read_bytes())["inputs"] == dict(inputs):
            return ()
    except (OSError, ValueError, KeyError, TypeError):
        pass
    hint = "build all formats and editions to renew it, or delete it"
    return tuple(Problem(name, "is from an earlier build, with other data or words", hint, "warning", "RG603") for name in names if (folder / name).is_file())
