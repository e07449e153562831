"""All outputs whole, or none of them touched."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reportgen import output
from reportgen.errors import OutputError, Stopped
from reportgen.output import LOCK, STAGING, check_writable, locked, write_all
from tests.projects import ROOT, contents

OLD = {"a.html": b"old a", "b.pdf": b"old b", "record.json": b"old record"}
NEW = {"a.html": b"new a" * 1000, "b.pdf": b"new b" * 1000, "c.docx": b"new c", "record.json": b"new record"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    with locked(made):
        write_all(made, OLD, last="record.json")
    return made


def write(folder: Path) -> None:
    with locked(folder):
        write_all(folder, NEW, last="record.json")


def test_outputs_replace_the_old_ones(folder: Path) -> None:
    write(folder)
    assert contents(folder) == NEW
    assert {path.name for path in folder.iterdir()} == {*NEW, LOCK}


@contextmanager
def fault(monkeypatch: pytest.MonkeyPatch, at: int, raised: BaseException) -> Iterator[list[int]]:
    """Make the `at`-th call of the operating system raise, of all that write, rename, link and sync; count them."""
    calls = [0]

    def wrap(call: Callable[..., Any]) -> Callable[..., Any]:
        def faulty(*args: Any, **kwargs: Any) -> Any:
            calls[0] += 1
            if calls[0] == at:
                raise raised
            return call(*args, **kwargs)

        return faulty

    with monkeypatch.context() as patch:
        for home, name in ((os, "fsync"), (os, "link"), (os, "rename"), (os, "replace"), (os, "mkdir"), (output, "_write")):
            patch.setattr(home, name, wrap(getattr(home, name)))
        yield calls


def steps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    copy = folder.with_name("counted")
    shutil.copytree(folder, copy)
    with fault(monkeypatch, -1, OSError()) as calls:
        write(copy)
    return calls[0]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_whatever_step_fails_every_old_output_stays(folder: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    for step in range(1, steps(folder, monkeypatch) + 1):
        with fault(monkeypatch, step, OSError(code, os.strerror(code))) as calls:
            try:
                write(folder)
                said = ""  # a hard link that fails is replaced by a copy
            except OutputError as error:
                said = error.problems[0].what
        assert said == "" or os.strerror(code) in said
        assert contents(folder) == (OLD if said else NEW), f"step {step} of {calls[0]}"
        assert not (folder / STAGING).exists()
        with locked(folder):
            write_all(folder, OLD, last="record.json")
        (folder / "c.docx").unlink(missing_ok=True)


def test_a_signal_at_any_step_leaves_one_whole_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in range(1, steps(folder, monkeypatch) + 1):
        with fault(monkeypatch, step, Stopped(signal.SIGINT)), pytest.raises(Stopped):
            write(folder)
        assert contents(folder) == OLD, f"step {step}"
        assert not (folder / STAGING).exists()


def test_a_full_disk_leaves_the_old_outputs(folder: Path) -> None:
    code = """
import resource, signal, sys
from pathlib import Path
from reportgen.output import locked, write_all
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
with locked(Path(sys.argv[1])):
    write_all(Path(sys.argv[1]), {"a.html": b"x" * 2000, "b.pdf": b"x" * 5000}, last="b.pdf")
"""
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert "RG600" in done.stderr
    assert "the outputs cannot be written: File too large" in done.stderr
    assert contents(folder) == OLD
    assert not (folder / STAGING).exists()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 3000


def test_a_build_that_was_killed_is_swept_by_the_next(folder: Path) -> None:
    (folder / STAGING / "old").mkdir(parents=True)
    (folder / STAGING / "a.html").write_bytes(b"half")
    write(folder)
    assert contents(folder) == NEW
    assert not (folder / STAGING).exists()


def test_a_link_in_the_place_of_an_output_is_refused_and_its_target_untouched(folder: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (folder / "b.pdf").unlink()
    (folder / "b.pdf").symlink_to(victim)
    with pytest.raises(OutputError, match="symbolic link"):
        write(folder)
    assert victim.read_bytes() == b"mine"
    assert (folder / "a.html").read_bytes() == OLD["a.html"]


def test_a_link_in_the_place_of_the_lock_is_refused(tmp_path: Path) -> None:
    (tmp_path / LOCK).symlink_to(tmp_path / "victim")
    with pytest.raises(OutputError), locked(tmp_path):
        pass
    assert not (tmp_path / "victim").exists()


def test_a_link_in_the_place_of_the_staging_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / STAGING).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError):
        write(folder)
    assert not list((tmp_path / "elsewhere").iterdir())
    assert contents(folder) == OLD


def test_a_folder_in_the_place_of_an_output_is_refused(folder: Path) -> None:
    (folder / "c.docx").mkdir()
    with pytest.raises(OutputError, match="a folder or a device"):
        write(folder)


@pytest.mark.parametrize("path", ["file", "file/below"])
def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(OutputError, match="choose another folder with --out"):
        check_writable(tmp_path / path, ["a"])
    with pytest.raises(OutputError), locked(tmp_path / path):
        pass
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # an administrator may write everywhere
    with pytest.raises(OutputError) as caught:
        check_writable(tmp_path / "out", ["a"])
    assert caught.value.problems[0].where == "out"
    assert not (tmp_path / "out").exists()


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    code = "import sys, pathlib; from reportgen.output import locked\nwith locked(pathlib.Path(sys.argv[1])): print('in', flush=True)"
    with locked(tmp_path):
        other = subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
    assert other.communicate(timeout=20)[0] == b"in\n"
