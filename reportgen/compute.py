"""From data to results: every table of the report ranked and named in one edition, facts by name, weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.edition import Edition
from reportgen.entry import Cell
from reportgen.errors import DataError, Problem, nearest
from reportgen.facts import Fact, known_unit, read_fact
from reportgen.items import Item, item_of
from reportgen.numbers import is_number
from reportgen.package import Dataset, Resource
from reportgen.project import GroupPart, LoadedProject, Project, TablePart
from reportgen.ranking import Ranking
from reportgen.standing import moves_between, ranked
from reportgen.values import EXACT, Label, Move, Region, Value, decimals_of

Warn = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Results:
    """What a narrative may use, in one edition; `item` in a report of a batch."""

    tables: Mapping[str, Ranking]
    facts: Mapping[str, Fact]
    weights: Mapping[str, Mapping[str, Value]]
    group_names: Mapping[str, str]
    regions: Mapping[str, Region]
    item: Item | None = None


def compute(project: LoadedProject, dataset: Dataset, edition: Edition, warn: Warn) -> Results:
    """Return the results of a project in one edition; raises DataError with every table, column and fact that is not there."""
    spec = project.spec
    problems: list[Problem] = []
    regions = regions_of(project, dataset, edition)
    groups = {name: _members(dataset.resource(spec.regions), part) for name, part in spec.groups.items()} if spec.regions else {}
    group_names = {name: part.name[edition.tag] for name, part in spec.groups.items()}
    tables: dict[str, Ranking] = {}
    for name, part in _parts(spec, dataset).items():
        try:
            tables[name] = _ranking(name, part, project, dataset, edition, regions, groups, group_names, warn)
        except DataError as error:
            problems += [_at_table(problem, project, name) for problem in error.problems]
    facts: dict[str, Fact] = {}
    if spec.facts:
        for name, key in spec.facts.names.items():
            try:
                facts[name] = read_fact(dataset.resource(spec.facts.resource), key, edition, omit=spec.facts.flagged == "omit")
            except DataError as error:
                problems += [Problem(project.where("facts", "names", name), p.what, p.hint, p.level, p.code) for p in error.problems]
    problems += _highlights(project, tables)
    if problems:
        raise DataError(problems)
    weights = {
        composite: {name: Value(100 * weight, "percent", 0, 0, f"report.yaml:weights.{composite}.{name}") for name, weight in part.items()}
        for composite, part in spec.weights.items()
    }
    return Results(tables, facts, weights, group_names, regions, item_of(project.row, edition, regions) if project.row else None)


def naming_columns(spec: Project, dataset: Dataset) -> dict[str, str]:
    """Return, for each table of the data that the report ranks or compares with, the column that names its rows."""
    columns = {}
    for part in _parts(spec, dataset).values():
        for name in (part.resource, part.previous):
            resource = dataset.resources.get(name)
            if resource and resource.fields and (not part.key or part.key in {f.name for f in resource.fields}):
                columns[name] = _key_column(resource, part)
    return columns


def _parts(spec: Project, dataset: Dataset) -> dict[str, TablePart]:
    if "tables" in spec.model_fields_set:  # tables: {} is a report without any
        return spec.tables
    return {_identifier(name): TablePart.model_validate({"resource": name}) for name in dataset.resources if name != spec.regions}


def _highlights(project: LoadedProject, tables: Mapping[str, Ranking]) -> Iterator[Problem]:
    """Yield a problem for each highlight that names no row: the report's in no table at all, or a table's in that table."""
    for name, table in tables.items():
        own = project.spec.tables[name].highlight if name in project.spec.tables else ""
        if own and own not in table.keys:
            where = project.where("tables", name, "highlight")
            yield Problem(where, f"the table {name} has no row {own!r}", nearest(own, table.keys), code="RG259")
    asked = project.spec.highlight
    if asked and tables and not any(asked in table.keys for table in tables.values()):
        known = {key for table in tables.values() for key in table.keys}
        yield Problem(project.where("highlight"), f"no table has a row {asked!r}", nearest(asked, known), code="RG259")


def _at_table(problem: Problem, project: LoadedProject, name: str) -> Problem:
    """Return the problem at the table's place in report.yaml, when it is a name there that the data do not have."""
    if problem.code not in ("RG250", "RG251") or problem.where.startswith(project.source.name):
        return problem
    return replace(problem, where=project.where("tables", name))


def _identifier(name: str) -> str:
    return "".join(char if char.isalnum() else "_" for char in name)


def regions_of(project: LoadedProject, dataset: Dataset, edition: Edition) -> dict[str, Region]:
    """Return the regions of a project by key, in the words of an edition; none when it names no table of them."""
    if not project.spec.regions:
        return {}
    resource = dataset.resource(project.spec.regions)
    key = (resource.key or (resource.fields[0].name,))[0]
    spellings = [f.name for f in resource.fields if "name" in f.name]
    regions = {}
    for row in resource.records():
        name = str(row.get(f"name_{edition.data}") or row.get("name") or row[key])
        full = str(row.get(f"fullname_{edition.data}") or row.get("fullname") or name)
        name, full = (text.replace("'", edition.word("apostrophe")) for text in (name, full))
        aliases = tuple(part for spelling in spellings if row[spelling] for part in str(row[spelling]).split("; "))
        regions[str(row[key])] = Region(str(row[key]), name, full, aliases)
    return regions


def _members(resource: Resource, part: GroupPart) -> frozenset[str]:
    key = (resource.key or (resource.fields[0].name,))[0]
    for column in part.where:
        resource.position(column)
    return frozenset(str(row[key]) for row in resource.records() if all(row[column] == wanted for column, wanted in part.where.items()))


def _ranking(
    name: str,
    part: TablePart,
    project: LoadedProject,
    dataset: Dataset,
    edition: Edition,
    regions: Mapping[str, Region],
    groups: Mapping[str, frozenset[str]],
    group_names: Mapping[str, str],
    warn: Warn,
) -> Ranking:
    resource = dataset.resource(part.resource)
    keys = _keys(resource, _key_column(resource, part))
    columns = {f.name: f.name for f in resource.fields} | {field: _column(resource, column, edition) for field, column in part.fields.items()}
    cells = {field: _cells(resource, column, keys, field, part.units.get(field, "")) for field, column in columns.items()}
    value = part.value or ("" if part.fields else next((f.name for f in resource.fields if f.type == "number"), ""))
    if value and value not in cells:
        raise DataError(Problem(project.where("tables", name, "value"), f"the table {name} has no field {value!r}", nearest(value, cells), code="RG251"))
    if problems := list(_words(resource, columns[value], project.where("tables", name, "value"))) if value else []:
        raise DataError(problems)
    ranks = _ranks(cells[value], part) if value else {}
    order = sorted(keys, key=lambda key: (ranks.get(key, len(keys) + 1), keys.index(key))) if value else keys
    before = _before(part, value, cells, dataset) if part.previous and value else {}
    moves = _moves(resource, cells, ranks, part, before)
    if before and "growth" not in cells:
        cells["growth"] = _growth(cells[value], before)
    return Ranking(
        name=name,
        path=resource.path,
        title=resource.titles.get(edition.data, resource.title),
        period=str(resource.extra.get("period", "")),
        keys=tuple(order),
        regions={key: regions.get(key) or _unnamed(resource, key, keys.index(key), edition) for key in keys},
        cells=cells,
        value=value,
        ranks=ranks,
        moves=moves,
        heads={field: _title(resource, column, edition) for field, column in columns.items()},
        left=tuple(Label(regions[key].name if key in regions else key, key, moves[key].source) for key in moves if key not in keys),
        groups=groups,
        group_names=group_names,
        highlight=part.highlight or project.spec.highlight,
        best=part.best,
        ties=part.ties,
        warn=warn,
    )


def _words(resource: Resource, column: str, place: str) -> Iterator[Problem]:
    """Yield a problem for each word in the column a table is ranked by; one for the column when all it holds is words."""
    texts = {row.line: cell for row, cell in zip(resource.rows, resource.column(column), strict=True) if isinstance(cell, str)}
    words = {line: text for line, text in texts.items() if not is_number(text)}
    if texts and len(words) in (0, len(texts)):
        yield Problem(place, f"the column {column!r} holds words; a table is ranked by numbers", "name a column of numbers, or mend the data", code="RG266")
        return
    for line, text in words.items():
        what = f"{text!r} is not a number, and the table is ranked by this column"
        yield Problem(resource.where(line, column), what, "write digits, or leave the cell empty", code="RG266")


def _key_column(resource: Resource, part: TablePart) -> str:
    if part.key:
        return resource.fields[resource.position(part.key)].name
    return resource.key[0] if resource.key else resource.fields[0].name


def _keys(resource: Resource, column: str) -> list[str]:
    """Return the keys of all rows; raises DataError for every row that repeats the key of another or has none."""
    keys = ["" if cell is None else str(cell) for cell in resource.column(column)]
    problems = []
    for index, key in enumerate(keys):
        where = resource.where(resource.rows[index].line, column)
        if not key:
            problems.append(Problem(where, "is empty but names the row", "fill the cell", code="RG257"))
        elif key in keys[:index]:
            first = resource.rows[keys.index(key)].line
            problems.append(Problem(where, f"repeats {key!r} of line {first}", "each region has one row; delete one, or correct its name", code="RG257"))
    if problems:
        raise DataError(problems)
    return keys


def _column(resource: Resource, column: str, edition: Edition) -> str:
    names = {f.name for f in resource.fields}
    localised = f"{column}_{edition.data}"
    return localised if localised in names else resource.field(column).name


def _title(resource: Resource, column: str, edition: Edition) -> str:
    description = resource.field(column)
    return description.titles.get(edition.data) or description.title or column


def _cells(resource: Resource, column: str, keys: list[str], field: str, unit: str) -> dict[str, Cell]:
    description = resource.field(column)
    raw = resource.column(column)
    numbers = [Decimal(cell) for cell in raw if isinstance(cell, int | Decimal) and not isinstance(cell, bool)]
    decimals = max(map(decimals_of, numbers), default=0)
    known, power = (known_unit(description.unit) if description.unit else None) or ("place" if field == "change" else "score", 0)
    unit = unit or known
    cells: dict[str, Cell] = {}
    for key, cell in zip(keys, raw, strict=True):
        source = f"{resource.path}[{key}].{column}"
        if cell is None:
            cells[key] = None
        elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
            cells[key] = Value(Decimal(cell), unit, decimals, power, source)
        else:
            cells[key] = Label(str(cell), str(cell), source)
    return cells


def _ranks(cells: Mapping[str, Cell], part: TablePart) -> dict[str, int]:
    return ranked({key: cell.number for key, cell in cells.items() if isinstance(cell, Value)}, part.best, part.ties)


def _before(part: TablePart, value: str, cells: Mapping[str, dict[str, Cell]], dataset: Dataset) -> dict[str, Cell]:
    """Return the values of the period before: another field of the table, or the same field of another resource."""
    if part.previous in cells:
        return cells[part.previous]
    resource = dataset.resource(part.previous)
    keys = [str(key) for key in resource.column(_key_column(resource, part))]
    return _cells(resource, part.fields.get(value, value), keys, value, "")


def _moves(resource: Resource, cells: dict[str, dict[str, Cell]], ranks: Mapping[str, int], part: TablePart, before: Mapping[str, Cell]) -> dict[str, Move]:
    """Return the changes in rank: as printed in the data, else against the table of the period before."""
    printed = cells.pop("change", {})
    if any(isinstance(cell, Value) for cell in printed.values()):
        previous = {key: ranks[key] + int(cell.number) for key, cell in printed.items() if isinstance(cell, Value) and key in ranks}
        moves = moves_between(ranks, previous, f"{resource.path}.change")
        return {key: Move(m.state, m.places, _source(printed[key])) for key, m in moves.items() if key in printed}
    return moves_between(ranks, _ranks(before, part), f"change({resource.path}, {part.previous})") if before else {}


def _growth(cells: Mapping[str, Cell], before: Mapping[str, Cell]) -> dict[str, Cell]:
    growth: dict[str, Cell] = {}
    for key, cell in cells.items():
        base = before.get(key)
        if isinstance(cell, Value) and isinstance(base, Value) and base.number > 0:
            percent = EXACT.multiply(100, EXACT.divide(EXACT.subtract(cell.number, base.number), base.number))
            growth[key] = Value(percent, "percent", 2, 0, f"growth({cell.source}, {base.source})")
        else:
            growth[key] = None
    return growth


def _source(cell: Cell) -> str:
    return cell.source if cell is not None else ""


def _unnamed(resource: Resource, key: str, index: int, edition: Edition) -> Region:
    """Return a region known only by its own row: the text column of the edition, else any text column, else its key."""
    texts = [f.name for f in resource.fields if f.type == "string" and f.name not in resource.key]
    wanted = [name for name in texts if name.endswith(f"_{edition.data}")] or texts
    name = str(resource.column(wanted[0])[index]) if wanted else key
    return Region(key, name, name, ())
