"""What this machine has of what reportgen needs, and the command that gets the rest.

Only the standard library is imported before it is needed: `.ci/setup` asks this module what to install on a machine that has nothing yet.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import io
import json
import os
import platform as machine
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Literal

Platform = Literal["debian", "fedora", "macos", "windows"]
State = Literal["ok", "missing", "optional"]

NAMES: dict[Platform, str] = {"debian": "Debian, Ubuntu", "fedora": "Fedora", "macos": "macOS", "windows": "Windows"}
INSTALL: dict[Platform, str] = {
    "debian": "sudo apt-get install {}",
    "fedora": "sudo dnf install {}",
    "macos": "brew install {}",
    "windows": "wsl --install, then inside it: sudo apt-get install {}",
}
SYSTEM_PACKAGES: dict[Platform, tuple[str, ...]] = {
    "debian": ("libpangoft2-1.0-0", "libharfbuzz-subset0"),  # these pull in GLib, Pango, HarfBuzz and Fontconfig
    "fedora": ("pango", "harfbuzz"),
    "macos": ("pango",),
    "windows": ("libpangoft2-1.0-0", "libharfbuzz-subset0"),
}
LIBREOFFICE: dict[Platform, str] = dict.fromkeys(NAMES, "libreoffice-writer-nogui") | {"fedora": "libreoffice-writer", "macos": "--cask libreoffice"}
POPPLER: dict[Platform, str] = dict.fromkeys(NAMES, "poppler-utils") | {"macos": "poppler"}

SHARED_LIBRARIES: dict[str, tuple[str, ...]] = {
    "GLib": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "HarfBuzz-Subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}
"""Name → file names on Linux, macOS and Windows, as WeasyPrint looks them up when it is imported."""
VERSION_CALLS = {"Pango": "pango_version_string", "HarfBuzz": "hb_version_string"}

REQUIREMENTS = (
    "babel>=2.18", "brotli>=1.2", "click>=8.3", "defusedxml>=0.7", "fonttools>=4.60", "frictionless>=5.18", "jinja2>=3.1.6", "lxml>=6.0",
    "markdown-it-py>=4.0", "markupsafe>=3.0", "matplotlib>=3.11", "mdit-py-plugins>=0.5", "numpy>=2.3", "opencc>=1.4.2", "openpyxl>=3.1.5",
    "pandas>=3.0", "pikepdf>=10.0", "pillow>=12.0", "pydantic>=2.12", "pydyf>=0.12", "pypdfium2>=5.0", "python-docx==1.2.0", "rich>=14.0",
    "ruamel.yaml>=0.18", "uharfbuzz>=0.53", "weasyprint==70.0",
)  # fmt: skip
"""The dependencies of pyproject.toml: an installation that lost its metadata can be examined too."""

CLUSTER = ("distributed>=2026.1", "fsspec>=2025.5")
"""The extra `cluster` of pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that reportgen needs or can use.

    state   "missing" stops a build; "optional" is absent and may stay so
    what    the version when it is there, else what is wrong
    remedy  the exact command by platform; empty when nothing is to be done
    """

    name: str
    state: State
    what: str
    remedy: Mapping[Platform, str] = field(default_factory=dict)


def diagnose(folder: Path = Path(), environment: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """Return everything reportgen needs or can use, found or not; never raises and installs nothing.

    folder       where outputs are to be written
    environment  where SOURCE_DATE_EPOCH is looked up; the process's own by default
    """
    return (
        _python(),
        *_shared_libraries(),
        *map(_distribution, REQUIREMENTS),
        *map(_extra, CLUSTER),
        _layout_engine(),
        _fonts(),
        _writable(folder),
        _epoch(os.environ if environment is None else environment),
        _program("LibreOffice", ("soffice", "libreoffice"), (), "not found; only needed to print Word files, and for pages: auto of Word", LIBREOFFICE),
        _program("Poppler", ("pdftotext",), ("-v",), "not found; only needed to look into PDF files by hand", POPPLER),
    )


def report(findings: Sequence[Finding], *, as_json: bool = False, platform: Platform | None = None) -> str:
    """Return the findings as text for people, with one command per remedy of this platform, or as a JSON list.

    >>> print(report([Finding("Pango", "missing", "not found", {"macos": "brew install pango"})], platform="macos"))
    MISSING  Pango  not found
             brew install pango
    <BLANKLINE>
    not ready: 1 thing is missing
    """
    if as_json:
        return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2)
    here = platform or current_platform()
    width = max((len(finding.name) for finding in findings), default=0)
    marks: dict[State, str] = {"ok": "ok", "missing": "MISSING", "optional": "optional"}
    indent = 9 if any(finding.state != "ok" for finding in findings) else 4
    lines = []
    for finding in findings:
        lines.append(f"{marks[finding.state]:{indent}}{finding.name:{width}}  {finding.what}")
        if command := finding.remedy.get(here):
            lines.append(" " * indent + command)
    missing = sum(finding.state == "missing" for finding in findings)
    verdict = f"not ready: {missing} {'thing is' if missing == 1 else 'things are'} missing" if missing else "ready"
    return "\n".join([*lines, "", verdict])


def current_platform(system: str | None = None, os_release: str | None = None) -> Platform:
    r"""Return the platform whose commands fit this machine; an unknown Linux is taken for Debian.

    >>> current_platform("Linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"')
    'fedora'
    """
    system = system or machine.system()
    if system in {"Darwin", "Windows"}:
        return "macos" if system == "Darwin" else "windows"
    if os_release is None:
        path = Path("/etc/os-release")
        os_release = path.read_text("utf-8", "replace") if path.is_file() else ""
    family = " ".join(re.findall(r'^ID(?:_LIKE)?="?([^"\n]*)', os_release, re.MULTILINE)).split()
    return "fedora" if {"fedora", "rhel", "centos"} & set(family) else "debian"


def system_install_command(platform: Platform) -> str:
    """Return the command that installs every system library reportgen needs.

    >>> system_install_command("macos")
    'brew install pango'
    """
    return _install(platform, " ".join(SYSTEM_PACKAGES[platform]))


def missing_libraries() -> tuple[str, ...]:
    """Return the names of the shared libraries that cannot be loaded; empty when layout can run."""
    return tuple(name for name, files in SHARED_LIBRARIES.items() if _load(files) is None)


def _install(platform: Platform, packages: str) -> str:
    return INSTALL[platform].format(packages)


def _everywhere(command: str) -> dict[Platform, str]:
    return dict.fromkeys(NAMES, command)


def _python() -> Finding:
    version = machine.python_version()
    # .ci/setup may run this with a Python that is too old; the type checker knows only new ones.
    if tuple(sys.version_info) >= (3, 11):
        return Finding("Python", "ok", version)
    packages: dict[Platform, str] = {"debian": "python3 python3-venv", "fedora": "python3", "macos": "python", "windows": "python3 python3-venv"}
    return Finding("Python", "missing", f"{version}; 3.11 or newer is needed", {each: _install(each, packages[each]) for each in NAMES})


def _shared_libraries() -> Iterator[Finding]:
    remedy = {platform: system_install_command(platform) for platform in NAMES}
    for name, files in SHARED_LIBRARIES.items():
        library = _load(files)
        if library is None:
            yield Finding(name, "missing", f"the shared library {files[_index()]} cannot be loaded", remedy)
        else:
            yield Finding(name, "ok", _version_of(name, library))


def _index() -> int:
    return {"Darwin": 1, "Windows": 2}.get(machine.system(), 0)


def _load(files: Iterable[str]) -> ctypes.CDLL | None:
    for file in files:
        with contextlib.suppress(OSError):
            return ctypes.CDLL(file)
    return None


def _version_of(name: str, library: ctypes.CDLL) -> str:
    if name == "Fontconfig":
        number = library.FcGetVersion()
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if name not in VERSION_CALLS:
        return "found"
    call = getattr(library, VERSION_CALLS[name])
    call.restype = ctypes.c_char_p
    return str(call().decode("ascii"))


def _distribution(requirement: str) -> Finding:
    name, operator, wanted = re.split("(==|>=)", requirement)
    remedy = _everywhere(f"{_pip()} install '{requirement}'")
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, "missing", "not installed", remedy)
    fits = version == wanted if operator == "==" else _numbers(version) >= _numbers(wanted)
    return Finding(name, "ok", version) if fits else Finding(name, "missing", f"{version} is installed, {operator} {wanted} is needed", remedy)


def _extra(requirement: str) -> Finding:
    found = _distribution(requirement)
    return found if found.state == "ok" else replace(found, state="optional", what=f"{found.what}; only needed for a batch on a cluster, or at a URL")


def _pip() -> str:
    return "python -m pip" if sys.prefix == sys.base_prefix else f"{Path(sys.executable)} -m pip"


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, found.group().split("."))) if found else ()


def _layout_engine() -> Finding:
    """WeasyPrint loads Pango when it is imported, so only an import tells whether PDF works."""
    printed = io.StringIO()  # it prints advice of its own, with none of our commands in it
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            import weasyprint  # noqa: F401
    except OSError as error:
        remedy = {platform: system_install_command(platform) for platform in NAMES}
        return Finding("PDF layout", "missing", f"WeasyPrint cannot start without Pango: {str(error).splitlines()[0]}", remedy)
    except Exception as error:
        return Finding("PDF layout", "missing", f"WeasyPrint cannot start: {type(error).__name__}: {error}", _everywhere(f"{_pip()} install weasyprint==70.0"))
    return Finding("PDF layout", "ok", "WeasyPrint starts")


def _fonts() -> Finding:
    from reportgen.errors import ReportError
    from reportgen.fonts import faces

    remedy = _everywhere("reinstall reportgen; in a checkout: git checkout -- fonts")
    try:
        bundled = faces()
        damaged = [face.path.name for face in bundled if hashlib.sha256(face.path.read_bytes()).hexdigest() != face.sha256]
    except (ReportError, OSError) as error:
        return Finding("fonts", "missing", str(error).splitlines()[0], remedy)
    if damaged:
        return Finding("fonts", "missing", f"not the files that were bundled: {', '.join(damaged)}", remedy)
    return Finding("fonts", "ok", f"{len(bundled)} faces, all as bundled (SHA-256)")


def _writable(folder: Path) -> Finding:
    place = next((path for path in (folder.absolute(), *folder.absolute().parents) if path.exists()), folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            return Finding("output folder", "ok", f"{place} can be written")
    except OSError as error:
        return Finding("output folder", "missing", f"{place} cannot be written: {error.strerror}", _everywhere("choose another folder with --out"))


def _epoch(environment: Mapping[str, str]) -> Finding:
    from reportgen.errors import ReportError
    from reportgen.stamp import Stamp

    name = "SOURCE_DATE_EPOCH"
    if name not in environment:
        return Finding(name, "ok", "not set: a report carries its own date")
    try:
        return Finding(name, "ok", f"set: every report is stamped {Stamp.from_environment(environment, '1970-01-01').iso}")
    except ReportError as error:
        return Finding(name, "missing", error.problems[0].what, {each: "set SOURCE_DATE_EPOCH=" if each == "windows" else f"unset {name}" for each in NAMES})


def _program(name: str, commands: Sequence[str], ask: Sequence[str], absent: str, packages: Mapping[Platform, str]) -> Finding:
    path = next(filter(None, map(shutil.which, commands)), None)
    if path is None:
        return Finding(name, "optional", absent, {platform: _install(platform, package) for platform, package in packages.items()})
    if not ask:  # asking LibreOffice takes seconds and leaves a profile behind
        return Finding(name, "ok", "found")
    try:
        answer = subprocess.run([path, *ask], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(name, "optional", f"found, but does not run: {error}")
    version = re.search(r"\d+(?:\.\d+)+", answer.stderr + answer.stdout)
    return Finding(name, "ok", version.group() if version else "found")


def main(arguments: Sequence[str]) -> int:
    """Answer `.ci/setup` in plain lines: what is missing (--libraries), and how to get it (--packages PLATFORM, --help-install)."""
    match arguments:
        case ["--libraries"]:
            missing = missing_libraries()
            print("\n".join(missing))
            return 1 if missing else 0
        case ["--packages", "debian" | "fedora" | "macos" | "windows" as platform]:
            print("\n".join(SYSTEM_PACKAGES[platform]))
        case ["--help-install"]:
            print("\n".join(f"  {NAMES[platform]:16} {system_install_command(platform)}" for platform in NAMES))
        case _:
            print(report(diagnose()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
