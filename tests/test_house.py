"""The house around the code: layout, imports, sizes, locks, words, documents, wheel."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache, partial
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from reportgen.scaffold import scaffolds
from tests.spreadsheets import titled

ROOT = Path(__file__).resolve().parents[1]
TOP = {
    "pyproject.toml", "Makefile", "README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".gitignore", ".gitattributes",
    "reportgen", "templates", "fonts", "datasets", "tests", "examples", "benchmarks", "docs", ".ci",
}  # fmt: skip
MADE = re.compile(r"\.git|\.venv.*|__pycache__|out|build|dist|\..*_cache|\.hypothesis|\.reportgen-cache|.*\.egg-info")

LAYERS = {
    "ground": "errors resources misfits numbers numerals quantities measures composite progress templating traditional gazetteer workers pool wordcheck",
    "words and values": "document tree edition theme stamp fonts glyphs yamlfile output manifest messages doctor",
    "data": "reading descriptor workbook regions package checks project",
    "results": "values items standing entry ranking facts flags compute batching inputs numbering places parity bilingual adapt",
    "charts": "charts",
    "narrative": "tables figures keyfigures directives sandbox verbs parsing markdown narrative compose",
    "typesetting": "typeset conformance",
    "renderers": "renderers",
    "inspection": "inspection proofread",
    "press": "cache press databook wordtemplates",
    "verification": "verification",
    "build": "corridor batch comparison reference scaffold intake lint audit",
    "command line": "cli __main__",
}
"""Lowest first: a module imports from its own layer or one below.  A folder counts as one room."""
RENDERERS_KNOW = "errors resources document tree edition theme stamp fonts glyphs numerals numbering charts typeset conformance renderers wordcheck"
USED_BY_A_LIBRARY = {"defusedxml": "openpyxl reads workbooks safely when it is there"}


# ---------------------------------------------------------------- reading the sources


@cache
def modules() -> Mapping[str, Path]:
    """Return every module of the package by its name without `reportgen.`."""
    package = ROOT / "reportgen"
    return {".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__"): path for path in sorted(package.rglob("*.py"))}


def imports(path: Path, *, lazy: bool) -> Iterator[str]:
    """Yield what a file imports at run time; what its functions import only when `lazy`."""

    def visit(node: ast.AST) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not lazy:
                continue
            if isinstance(child, ast.Import):
                yield from (alias.name for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                if child.level:
                    yield "reportgen.relative"  # tests may; in the package no module has this name, so it shows
                    continue
                for alias in child.names:
                    inner = f"{child.module}.{alias.name}"
                    yield inner if inner.removeprefix("reportgen.") in modules() else child.module or ""
            else:
                yield from visit(child)

    yield from visit(ast.parse(path.read_text("utf-8")))


def own(path: Path, *, lazy: bool) -> set[str]:
    return {name.removeprefix("reportgen.") for name in imports(path, lazy=lazy) if name.startswith("reportgen.")}


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the repository; where git does not tell (an archive), every file that is not made by a tool."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return tuple(path for name in sorted(listed.stdout.split("\0")) if name and (path := ROOT / name).is_file())
    found: list[Path] = []
    for folder, names, members in os.walk(ROOT):
        names[:] = [name for name in names if not MADE.fullmatch(name)]
        found += [Path(folder, member) for member in members if not MADE.fullmatch(member)]
    return tuple(sorted(found))


@cache
def pyproject() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*groups: str) -> set[str]:
    """Return the names of the packages pyproject.toml asks for, at run time and in the groups."""
    wanted = [*pyproject()["project"]["dependencies"], *(line for group in groups for line in pyproject()["dependency-groups"][group])]  # type: ignore[misc]
    return {canonical(re.split(r"[<>=~! ;\[]", line)[0]) for line in wanted}


def extras() -> set[str]:
    """Return the names of the packages that only some commands want."""
    return {canonical(re.split(r"[<>=~! ;\[]", line)[0]) for lines in pyproject()["project"]["optional-dependencies"].values() for line in lines}  # type: ignore[attr-defined]


# ---------------------------------------------------------------- layout


def test_the_top_level_holds_what_it_should() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} <= TOP


def test_no_file_names_a_machine_or_a_registry() -> None:
    places = re.compile(r"(?<![\w.<])/(?:root|tmp|work|opt|home|Users)/\w|pypi\.org|pythonhosted", re.IGNORECASE)
    text = [path for path in files() if path.suffix not in {".otf", ".png", ".pdf", ".docx", ".csv"} and path != Path(__file__)]
    hits = [f"{path.relative_to(ROOT)}: {hit.group()}" for path in text if (hit := places.search(path.read_text("utf-8")))]
    assert hits == []


# ---------------------------------------------------------------- imports


def test_every_module_has_a_layer() -> None:
    placed = {room for rooms in LAYERS.values() for room in rooms.split()}
    assert {name.partition(".")[0] for name in modules() if name != "__init__"} - placed == set(), "write it into LAYERS of this file, lowest layer that works"


def test_the_architecture_names_every_room() -> None:
    manual = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = {room for rooms in LAYERS.values() for room in rooms.split()} - {"__main__"}
    assert {room for room in rooms if not re.search(rf"`{room}/?`", manual)} == set()


def test_imports_point_down() -> None:
    height = {room: index for index, rooms in enumerate(LAYERS.values()) for room in rooms.split()}
    upward = [
        f"{name} imports {target}"
        for name, path in modules().items()
        for target in own(path, lazy=True)
        if name != "__init__" and height.get(name.partition(".")[0], 99) < height.get(target.partition(".")[0], -1)
    ]
    assert upward == []


def test_the_package_imports_by_full_names() -> None:
    assert [name for name, path in modules().items() if "relative" in own(path, lazy=True)] == []


def test_no_module_imports_itself_by_a_detour() -> None:
    # A folder's own `__init__` is a module like any other here.
    graph = {name: own(path, lazy=False) & modules().keys() for name, path in modules().items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


def test_renderers_and_charts_know_nothing_of_data_and_narrative() -> None:
    known = set(RENDERERS_KNOW.split())
    strays = [
        f"{name} imports {target}"
        for name, path in modules().items()
        if name.partition(".")[0] in {"renderers", "charts", "typeset"}
        for target in own(path, lazy=True)
        if target.partition(".")[0] not in known
    ]
    assert strays == []


def test_every_import_is_a_declared_dependency_and_every_dependency_is_imported() -> None:
    distributions = packages_distributions()
    used = {
        canonical(distribution)
        for path in modules().values()
        for name in imports(path, lazy=True)
        if (top := name.partition(".")[0]) not in sys.stdlib_module_names and top != "reportgen"
        for distribution in distributions.get(top, [f"nothing installed gives {top}"])
    }
    assert used - declared() - extras() == set()
    assert (declared() | extras()) - used == set(USED_BY_A_LIBRARY)
    assert extras() - declared("dev") == set(), "what only some commands want is tested all the same"


def test_tests_import_declared_packages_only() -> None:
    distributions = packages_distributions()
    own_names = {"reportgen", "tests", "benchmarks", *(path.stem for path in (ROOT / "fonts").glob("*.py"))}
    used = {
        canonical(distribution)
        for folder in ("tests", "fonts")
        for path in (ROOT / folder).rglob("*.py")
        for name in imports(path, lazy=True)
        if (top := name.partition(".")[0]) not in sys.stdlib_module_names and top not in own_names
        for distribution in distributions.get(top, [f"nothing installed gives {top}"])
    }
    assert used - declared("dev", "build") == set()


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = "import sys, reportgen.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert {"pandas", "matplotlib", "weasyprint", "docx", "lxml", "frictionless", "pydantic", "numpy", "jinja2"} & set(loaded) == set()


# ---------------------------------------------------------------- sizes


def test_every_module_is_under_400_lines() -> None:
    sizes = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    assert {name: size for name, size in sizes.items() if size >= 400} == {}


def test_every_function_is_under_50_lines() -> None:
    long = {
        f"{name}.{node.name}": node.end_lineno - node.lineno + 1
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and node.end_lineno - node.lineno + 1 >= 50
    }
    assert long == {}


# ---------------------------------------------------------------- packages and versions


def locked(name: str) -> dict[str, str]:
    """Return package → version of a lock file; every entry must have a hash."""
    text = (ROOT / ".ci" / name).read_text("utf-8")
    entries = re.findall(r"^([\w.-]+)==(\S+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
    bare = [line for line in text.splitlines() if not line.startswith(("    --hash=sha256:", "#"))]
    assert len(entries) == len(bare), "an entry without a hash, or a line that is no entry"
    return {canonical(package): version for package, version, _ in entries}


def test_every_dependency_is_locked_with_hashes_and_all_locks_agree() -> None:
    run, dev, bench, validate = (locked(f"requirements{suffix}.lock") for suffix in ("", "-dev", "-bench", "-validate"))
    assert declared("build") - run.keys() == set()
    assert declared("build", "dev") - dev.keys() == set()
    assert declared("bench") - declared() - bench.keys() == set()
    assert declared("validate") - declared() - validate.keys() == set()
    assert run.items() <= dev.items()
    assert {package: version for package, version in (bench | validate).items() if dev.get(package, version) != version} == {}


def test_pinned_versions_are_the_locked_ones() -> None:
    pins = dict(line.split("==") for line in pyproject()["project"]["dependencies"] if "==" in line)  # type: ignore[attr-defined]
    assert pins.items() <= locked("requirements.lock").items()


# ---------------------------------------------------------------- words and documents


def keys(table: Mapping[str, object], prefix: str = "") -> set[str]:
    return {found for key, value in table.items() for found in (keys(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}"})}


def test_every_language_has_the_same_terms() -> None:
    files = {path.name: tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / "templates" / "_terms").glob("*.toml"))}
    written = {name: keys(terms) for name, terms in files.items() if not terms["base"]}
    first = written.pop("en.toml")
    assert written
    assert {name: found ^ first for name, found in written.items() if found != first} == {}
    made = {name: keys(terms) for name, terms in files.items() if terms["base"]}
    assert {name: found - first for name, found in made.items() if found - first} == {}, "an edition made from another says only what differs"


def documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md" and path.relative_to(ROOT).parts[0] not in {"examples", "templates", "datasets", "tests"}]


def test_every_make_target_that_a_document_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    commands = re.compile(r"(?:^|`)\$? *(?:[A-Z_]+=\S+ )*make ([a-z]+)", re.MULTILINE)
    named = {(path.name, target) for path in documents() for target in commands.findall(path.read_text("utf-8"))}
    assert {pair for pair in named if pair[1] not in targets} == set()
    assert {"report", "test"} <= targets


def test_every_command_that_a_document_names_is_in_the_command_line() -> None:
    from reportgen.cli import cli

    commands = re.compile(r"(?:^|`)\$? *reportgen ([a-z][a-z-]*)", re.MULTILINE)
    named = {(path.name, command) for path in documents() for command in commands.findall(path.read_text("utf-8"))}
    assert {pair for pair in named if pair[1] not in cli.commands} == set()


def test_every_local_link_in_a_document_leads_somewhere() -> None:
    links = [(path, link) for path in documents() for link in re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))]
    local = [(path, link) for path, link in links if "://" not in link and not link.startswith("mailto:")]
    assert [f"{path.name}: {link}" for path, link in local if not (path.parent / link).exists()] == []


# ---------------------------------------------------------------- setting up


def test_the_setup_script_names_what_is_missing_and_every_way_to_get_it(tmp_path: Path) -> None:
    scripts = {
        "python-without-pango": f'case "$*" in *--libraries) echo Pango; exit 1;; esac\nexec {sys.executable} "$@"',
        "id": "echo 1000",
        "sudo": "exit 1",
        "apt-get": f"touch {tmp_path}/used",
    }
    for name, text in scripts.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHON": "python-without-pango"}
    command = [ROOT / ".ci" / "setup", tmp_path / "venv", ".ci/requirements.lock"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "system libraries are missing: Pango" in done.stderr
    assert all(tool in done.stderr for tool in ("sudo apt-get install", "sudo dnf install", "brew install", "wsl --install"))
    assert not (tmp_path / "venv").exists()
    assert not (tmp_path / "used").exists(), "apt-get was called without leave"


def test_every_script_of_ci_is_executable_and_stops_at_the_first_error() -> None:
    scripts = [path for path in (ROOT / ".ci").iterdir() if not path.suffix]
    assert {path.name for path in scripts} == {"run", "setup", "lock", "validate"}
    assert all(os.access(path, os.X_OK) and "\nset -euo pipefail\n" in path.read_text("utf-8") for path in scripts)


def test_the_benchmark_gives_the_peer_the_same_words() -> None:
    from benchmarks.peer import markdown
    from reportgen.document import Column, CrossRef, Document, Heading, Meta, Note, Paragraph, Quantity, Row, Table, Text

    columns = (Column("name", (Text("城市"),)), Column("score", (Text("得分"),), "number"))
    table = Table("tbl-a", (Text("得分"),), columns, (Row(((Text("成都"),), (Text("98.5"),))),))
    words = Paragraph((Text("见*"), CrossRef("tbl-a", "表1"), Quantity("98.5", "98.5", "", "a.csv"), Note((Text("注"),))))
    text = markdown(Document(Meta("标题", "zh-Hans"), (Heading(1, (Text("概况"),), "sec-a", number="一、"), words, table)))
    assert "# 一、 概况 {#sec-a}\n\n见\\*[表1](#tbl-a)98.5^[注]\n\n" in text
    assert "::: {#tbl-a}\n| 城市 | 得分 |\n|:---|---:|\n| 成都 | 98.5 |\n\n: 得分\n:::" in text


# ---------------------------------------------------------------- wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_templates_fonts_and_both_licences(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "fonts"):
        wanted = {f"reportgen/_data/{path.relative_to(ROOT).as_posix()}" for path in files() if path.is_relative_to(ROOT / folder)}
        assert {name for name in wanted - names if not name.endswith(".py")} == set()
    assert {name.partition("/licenses/")[2] for name in names if "/licenses/" in name} == {"LICENSE", "fonts/OFL.txt"}
    assert {name.partition("/")[0] for name in names} == {"reportgen", "reportgen-0.1.0.dist-info"}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder where the wheel, and nothing of the checkout, is installed."""
    site = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", "--target", str(site), str(wheel)]
    subprocess.run(pip, check=True)
    return site


def run_installed(site: Path, folder: Path, *arguments: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(site)}
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("report_type", scaffolds())
def test_an_installed_wheel_starts_and_builds_a_report_of_every_type_in_an_empty_folder(report_type: str, installed: Path, tmp_path: Path) -> None:
    run_installed(installed, tmp_path, "-m", "reportgen", "new", "x", "--type", report_type)
    built = run_installed(installed, tmp_path, "-m", "reportgen", "build", "x", "--edition", "zh-Hans", "--format", "html")
    assert "x/out/x.zh-Hans.html" in built


@pytest.mark.slow
def test_an_installed_wheel_makes_a_report_of_a_spreadsheet_in_one_command(installed: Path, tmp_path: Path) -> None:
    titled(tmp_path / "data.xlsx")
    assert "x/out/x.zh-Hans.pdf" in run_installed(installed, tmp_path, "-m", "reportgen", "new", "x", "--from", "data.xlsx", "--build")


@pytest.mark.slow
def test_an_installed_wheel_runs_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    site, run = installed, partial(run_installed, installed, tmp_path)
    assert "Usage: reportgen" in run("-m", "reportgen", "--help")
    data = run("-c", "from reportgen.resources import data_path; print(data_path('templates'), data_path('fonts'))")
    assert data.split() == [str(site / "reportgen" / "_data" / name) for name in ("templates", "fonts")]
    fonts = run("-c", "from reportgen.fonts import faces; print(all(face.path.is_file() for face in faces()))")
    assert fonts.strip() == "True"
