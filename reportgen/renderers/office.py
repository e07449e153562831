"""On which pages a Word file's bookmarks stand, asked of LibreOffice where it is there.

LibreOffice only reads: it prints the file to a PDF in which every bookmark is a named destination.  A program that is missing,
fails or hangs costs a warning and never a build.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from reportgen.errors import Problem

PROGRAMS = ("soffice", "libreoffice")
LIMIT_S = 180.0
"""Seconds for one file; a report of fifty pages takes six."""
TEXT = "_Text"
"""Bookmark of the first page that is numbered 1."""
# Blank pages before right-hand ones are pages to a reader who counts.
_FILTER = (
    'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"},'
    '"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
)


def program() -> str:
    """Return the path of LibreOffice, "" when it is not there."""
    return next(filter(None, map(shutil.which, PROGRAMS)), "")


@cache
def machine(office: str) -> str:
    """Return what lays out pages here beside the file: the program and the fonts of the machine."""
    lister = shutil.which("fc-list")
    listed = sorted(_ask([lister], LIMIT_S).splitlines()) if lister else []
    return "\n".join([version(office), *listed])


@cache
def version(office: str) -> str:
    """Return what LibreOffice calls itself, "LibreOffice 7.4.7.2"; "" when it does not say."""
    with tempfile.TemporaryDirectory() as profile:
        return " ".join(_ask([office, *_options(Path(profile)), "--version"], LIMIT_S).split()[:2])


def laid_out(data: bytes, names: Collection[str], office: str, seconds: float = LIMIT_S) -> Mapping[str, int] | Problem:
    """Return bookmark → page counted from the first numbered one, as 1, or a warning when LibreOffice does not give all of them."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file, printed = folder / "report.docx", folder / "report.pdf"
        file.write_bytes(data)
        _ask([office, *_options(folder), "--convert-to", _FILTER, "--outdir", place, str(file)], seconds)
        pages = destinations(printed.read_bytes()) if printed.is_file() else {}
    if not {TEXT, *names} <= pages.keys():
        hint = "the numbers of the PDF's layout stand in the contents; build again, or set pages of word to off"
        return Problem("docx", "LibreOffice did not lay out the Word file", hint, "warning", "RG492")
    return {name: pages[name] - pages[TEXT] + 1 for name in names}


def destinations(pdf: bytes) -> dict[str, int]:
    """Return named destination → page of the file, from 0; names as they are in the Word file.  No names for what is no PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            order = {page.obj.objgen: index for index, page in enumerate(opened.pages)}
            named = opened.Root.get("/Dests", pikepdf.Dictionary())
            return {_unescaped(name.removeprefix("/")): order[target[0].objgen] for name, target in named.items()}
    except pikepdf.PdfError:
        return {}


def _unescaped(name: str) -> str:
    """Return the bookmark of a destination: LibreOffice writes "_Toc1" as "5FToc1", and our names have no other odd sign.

    >>> _unescaped("5FToc000000028")
    '_Toc000000028'
    """
    return f"_{name[2:]}" if name.startswith("5F") else name


def _options(profile: Path) -> list[str]:
    return [f"-env:UserInstallation={profile.as_uri()}/profile", "--headless", "--norestore"]


def _ask(command: list[str], seconds: float) -> str:
    """Return what a program prints, "" when it does not end by itself; its children end with it."""
    try:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as running:
            try:
                return running.communicate(timeout=seconds)[0].decode(errors="replace")
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(running.pid, signal.SIGKILL)
                return ""
    except OSError:
        return ""
