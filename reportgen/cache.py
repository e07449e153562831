"""Charts that were drawn before, keyed by everything that shapes them: editing prose draws no chart again.

An entry begins with the digest of its key and all that follows.  One that does not hold what it says is dropped and made anew, so
a damaged cache costs time and never changes an output.  A cache that cannot be written is no error.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from reportgen.charts import ChartImage
from reportgen.document import ChartSpec
from reportgen.errors import Problem
from reportgen.manifest import engine_digest, sha256
from reportgen.theme import Theme

NAME = ".reportgen-cache"
MAX_ENTRIES = 500
"""More than the charts of a long report in all its editions and themes; the least recently used go first."""

_MAGIC = b"reportgen entry 2\n"
_DIGEST = 64


def key_of(spec: ChartSpec, tag: str, theme: Theme) -> str:
    """Return the key of a chart: a digest of what it shows, its edition and theme, and of reportgen and its libraries."""
    return sha256("\n".join((engine_digest(), tag, repr(theme), repr(spec))).encode())


def load(folder: Path, key: str) -> ChartImage | Problem | None:
    """Return the chart of a key, None when it is not there, or a warning when the entry is damaged (and now gone)."""
    body = load_bytes(folder, key)
    return _unpack(body) if isinstance(body, bytes) else body


def save(folder: Path, key: str, image: ChartImage) -> None:
    """Store a chart; a reader sees the whole entry or none."""
    save_bytes(folder, key, _pack(image))


def load_bytes(folder: Path, key: str) -> bytes | Problem | None:
    """Return what was stored under a key, None when nothing was, or a warning when the entry is damaged (and now gone)."""
    path = folder / key
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body = data[len(_MAGIC) + _DIGEST :]
    is_whole = data == _entry(key, body)
    with contextlib.suppress(OSError):
        if is_whole:
            os.utime(path)  # the time of last use, for the sweep; it decides nothing else
        else:
            path.unlink()
    return body if is_whole else Problem(f"{NAME}/{key[:12]}", "a stored entry is damaged", "nothing to do: it was made anew", "warning", "RG480")


def save_bytes(folder: Path, key: str, body: bytes) -> None:
    """Store bytes; a reader sees the whole entry or none."""
    part = folder / f"{key}.{os.getpid()}"
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n", "ascii")
        part.write_bytes(_entry(key, body))
        part.replace(folder / key)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def sweep(folder: Path, used: Iterable[str], most: int = MAX_ENTRIES) -> None:
    """Delete half-written entries, and the least recently used until at most `most` are left; `used` ones stay."""
    kept = set(used)
    with contextlib.suppress(OSError):
        entries = [path for path in folder.iterdir() if path.name != ".gitignore" and path.name not in kept]
        entries.sort(key=lambda path: (-path.stat().st_mtime, path.name))
        whole = [path for path in entries if len(path.name) == _DIGEST]
        for path in {*entries} - {*whole[: max(0, most - len(kept))]}:
            path.unlink(missing_ok=True)


def _entry(key: str, body: bytes) -> bytes:
    return _MAGIC + sha256(key.encode() + body).encode() + body


def _pack(image: ChartImage) -> bytes:
    svg = image.svg.encode()
    head = {"svg": len(svg), "width_mm": image.width_mm, "height_mm": image.height_mm}
    return json.dumps(head, sort_keys=True).encode() + b"\n" + svg + image.png


def _unpack(body: bytes) -> ChartImage:
    line, _, rest = body.partition(b"\n")
    head = json.loads(line)
    return ChartImage(rest[: head["svg"]].decode(), rest[head["svg"] :], head["width_mm"], head["height_mm"])
