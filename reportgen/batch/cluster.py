"""A batch on a Dask cluster: the project is sent as bytes, each report is made by a helper of the worker that takes it.

So a report that hangs or takes its process down costs itself there too, and a worker needs nothing but the same reportgen.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reportgen.batch.briefs import Source
from reportgen.batch.remote import EXTRA
from reportgen.errors import Problem, ProjectError
from reportgen.inputs import Ready
from reportgen.manifest import engine_digest, place, sha256
from reportgen.pool import Limits, Outcome, Seat
from reportgen.project import LoadedProject
from reportgen.workers import Task

SCHEME = "dask"
SECONDS = 30
"""How long the scheduler may take to answer."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A project as bytes.

    files   path → content, all below one folder; `entry` is the path of report.yaml
    engine  digest of the reportgen that asks: another one would write other bytes
    """

    files: Mapping[str, bytes]
    entry: str
    engine: str
    digest: str


def bundle(project: LoadedProject, ready: Ready, listing: Sequence[Path]) -> Bundle:
    """Return what a report of a project is made from.

    listing  the files that the project itself names; those of the data are added
    """
    part = project.spec.batch
    tables = {ready.root / resource.path.partition("[")[0] for resource in ready.data.resources.values()}
    over = {path} if part and (path := project.folder / part.over).is_file() else set()
    files = {place(path, ready.root): path.read_bytes() for path in sorted({*listing, *tables, *over}) if path.is_file()}
    digest = sha256("\n".join(f"{name} {sha256(data)}" for name, data in files.items()).encode())
    return Bundle(files, place(project.folder / project.source.name, ready.root), engine_digest(), digest)


def address_of(executor: str) -> str:
    """Return the address of a scheduler as Dask writes it.

    Raises ProjectError for anything but dask://HOST:PORT.

    >>> address_of("dask://scheduler.example:8786")
    'tcp://scheduler.example:8786'
    """
    parts = urlsplit(executor)
    if parts.scheme != SCHEME or not parts.hostname or parts.path.strip("/"):
        raise ProjectError(Problem("command line", f"there is no executor {executor!r}", "write dask://HOST:PORT", code="RG516"))
    return f"tcp://{parts.netloc}"


def outcomes_on(address: str, sent: Bundle, tasks: Sequence[Task], limits: Limits, modules: Sequence[str]) -> Generator[Outcome, None, None]:
    """Yield what becomes of each task as it is known; raises ProjectError when the scheduler cannot be reached."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise ProjectError(Problem("command line", "a cluster needs Dask, which is not installed", EXTRA, code="RG517")) from None
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, TimeoutError) as error:
        hint = "start it with `dask scheduler`, and workers with `dask worker`"
        raise ProjectError(Problem("command line", f"the scheduler at {address} does not answer: {error}", hint, code="RG517")) from None
    with client:
        shared = client.scatter(sent)
        futures = {client.submit(_there, shared, task, limits, tuple(modules), pure=False): index for index, task in enumerate(tasks)}
        try:
            for future in as_completed(futures, loop=client.loop):
                yield _outcome(tasks[futures[future]], futures[future], future)
                future.release()
        finally:
            client.cancel(list(futures))


def _outcome(task: Task, index: int, future: Any) -> Outcome:
    if future.status == "finished":
        found: Outcome = replace(future.result(), index=index)
        return found
    error = future.exception() if future.status == "error" else future.status
    hint = "look into the log of the worker"
    return Outcome(index, None, (Problem(task.name, f"the cluster did not make it: {type(error).__name__}: {error}", hint, code="RG518"),))


# ---------------------------------------------------------------- on a worker

_local = threading.local()
_folders: dict[str, tempfile.TemporaryDirectory[str]] = {}
_lock = threading.Lock()


def _there(sent: Bundle, task: Task, limits: Limits, modules: tuple[str, ...]) -> Outcome:
    """Return what becomes of a task on a worker, which keeps a helper for each of its threads."""
    if engine_digest() != sent.engine:
        hint = "install the same reportgen, and the same versions of its libraries, as on this machine"
        return Outcome(0, None, (Problem(task.name, "the worker has another reportgen, which writes other bytes", hint, code="RG519"),))
    if getattr(_local, "limits", None) != limits:
        _local.limits, _local.seat = limits, Seat(limits, modules)
    source, *rest = task.arguments
    here = Source(str(_unpacked(sent) / sent.entry), source.part)
    seat: Seat = _local.seat
    return seat.outcome(0, replace(task, arguments=(here, *rest)))


def _unpacked(sent: Bundle) -> Path:
    """Return the folder of a project on this worker; it is deleted when the worker ends."""
    with _lock:
        if sent.digest not in _folders:
            _folders[sent.digest] = folder = tempfile.TemporaryDirectory(prefix="reportgen-")
            for name, data in sent.files.items():
                path = Path(folder.name) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        return Path(_folders[sent.digest].name)
