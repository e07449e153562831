"""The index pages of a batch, one an edition: who is in it, in which group, and where the files are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from reportgen.batch.record import Report
from reportgen.compute import regions_of
from reportgen.edition import Edition, load_edition
from reportgen.items import Item, item_of
from reportgen.package import Dataset
from reportgen.press import theme_of
from reportgen.project import BatchRow, LoadedProject
from reportgen.renderers.index import NAMES, Group, Line, render
from reportgen.traditional import traditional
from reportgen.values import Label


def pages(project: LoadedProject, dataset: Dataset, rows: Mapping[BatchRow, Report]) -> dict[str, bytes]:
    """Return the index pages by file name: index.html in the first edition, index.en.html and so on in the others.

    rows  the rows that are listed, in the order of the table, and what became of each
    """
    tags = project.spec.editions
    files = {tag: "index.html" if tag == tags[0] else f"index.{tag}.html" for tag in tags}
    items = {(row.slug, tag): _items(project, dataset, row, load_edition(tag)) for row in rows for tag in tags}
    names = {which: _name(found, load_edition(which[1])) for which, found in items.items()}
    made = {}
    for tag in tags:
        edition = load_edition(tag)
        groups: dict[str, list[Line]] = {}
        for row, report in rows.items():
            words = dict.fromkeys((row.key, *(names[row.slug, each] for each in tags), *(item.full_name.text for item in items[row.slug, tag])))
            line = Line(names[row.slug, tag], " ".join(words), dict(_files(report, tag)))
            groups.setdefault(_group(project, items[row.slug, tag], edition), []).append(line)
        siblings = tuple((load_edition(each).word("name"), quote(file)) for each, file in files.items() if each != tag)
        listed = [Group(name, tuple(lines)) for name, lines in groups.items()]
        made[files[tag]] = render(_title(project, edition), listed, edition, theme_of(project.spec.theme), siblings)
    return made


def _items(project: LoadedProject, dataset: Dataset, row: BatchRow, edition: Edition) -> tuple[Item, ...]:
    """Return the row in the languages an edition is made from."""
    return tuple(item_of(row, source, regions_of(project, dataset, source)) for source in map(load_edition, edition.sources))


def _name(items: tuple[Item, ...], edition: Edition) -> str:
    return _said(" ".join(dict.fromkeys(item.name.text for item in items)), edition)


def _group(project: LoadedProject, items: tuple[Item, ...], edition: Edition) -> str:
    column = project.spec.batch.group if project.spec.batch else ""
    found = [cell.text for item in items if column and isinstance(cell := item.cells[column], Label)]
    return _said(" ".join(dict.fromkeys(found)), edition)


def _title(project: LoadedProject, edition: Edition) -> str:
    titles = project.spec.batch.title if project.spec.batch else {}
    said = titles.get(edition.tag) or " ".join(filter(None, (titles.get(source, "") for source in edition.sources)))
    return _said(said, edition) if said else project.spec.name


def _said(text: str, edition: Edition) -> str:
    return traditional(text, edition.convert) if edition.convert else text


def _files(report: Report, tag: str) -> Iterator[tuple[str, str]]:
    """Yield ending and address of each file of a report in an edition, in the order of the links."""
    for ending in NAMES:
        for name in report.outputs or ():
            if name.startswith(f"{report.slug}.{tag}.") and name.endswith(f".{ending}"):
                yield ending, quote(f"{report.slug}/{name}")
