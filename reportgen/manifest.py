"""What a build was made from and what it made: the record that makes a build repeatable, and skippable when nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

NAME = "build-manifest.json"
LIBRARIES = ("babel", "jinja2", "lxml", "markdown-it-py", "matplotlib", "pandas", "pikepdf", "python-docx", "uharfbuzz", "weasyprint")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of one build.

    request   what was asked for: editions, formats, stamp
    inputs    place relative to the project → sha256 of every file that was read
    engine    digest of reportgen itself: code, templates, fonts, library versions
    outputs   file name → sha256
    notes     what a reader of the record should know, e.g. where Word's page numbers come from
    """

    request: Mapping[str, object]
    inputs: Mapping[str, str]
    engine: str
    outputs: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Return the record as JSON, keys sorted."""
        record = {
            "reportgen": version("reportgen"),
            "libraries": {name: version(name) for name in LIBRARIES},
            "engine": self.engine,
            "request": dict(self.request),
            "inputs": dict(self.inputs),
            "outputs": dict(self.outputs),
            "notes": dict(self.notes),
        }
        return (json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return place relative to `root` → sha256, for files in any order; a file that is gone has the digest ""."""
    import os

    return {Path(os.path.relpath(path, root)).as_posix(): sha256(path.read_bytes()) if path.is_file() else "" for path in sorted(paths)}


@cache
def engine_digest() -> str:
    """Return the digest of everything of reportgen that shapes an output: its code, templates, fonts, and library versions."""
    from reportgen.resources import data_path

    package = Path(__file__).resolve().parent
    parts = [f"{name}={version(name)}" for name in LIBRARIES]
    code = sorted(path for path in package.rglob("*.py") if "_data" not in path.parts)
    templates = sorted(path for path in data_path("templates").rglob("*") if path.is_file())
    fonts = [data_path("fonts") / "fonts.toml"]
    parts += [f"{path.name}:{sha256(path.read_bytes())}" for path in (*code, *templates, *fonts)]
    return sha256("\n".join(parts).encode())


def unchanged(folder: Path, root: Path, request: Mapping[str, object], listing: Iterable[Path]) -> dict[str, str] | None:
    """Return the outputs of the last build when another one would write the same bytes; None when it has to be built.

    root     folder of the project
    listing  files a new build would certainly read (report.yaml, narrative); one that is not in the record means a change
    """
    try:
        record = json.loads((folder / NAME).read_bytes())
        if record["request"] != json.loads(json.dumps(request)) or record["engine"] != engine_digest():
            return None
        inputs, outputs = dict(record["inputs"]), dict(record["outputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if digest_files([root / place for place in inputs], root) != inputs:
        return None
    if set(digest_files(listing, root)) - inputs.keys():
        return None
    if any(not (folder / name).is_file() or sha256((folder / name).read_bytes()) != digest for name, digest in outputs.items()):
        return None
    return outputs
