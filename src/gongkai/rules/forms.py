"""The statistics forms of the annual report (2014, 2019, 2021) as dated data: cells, relations, chapters, deadlines."""

import dataclasses
import datetime
import functools
import pathlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import yaml

RelationKind = Literal["equal", "at_most"]
RelationSeverity = Literal["error", "warning"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATA = pathlib.Path(__file__).parent / "data"
_EDITIONS = ("form-2014", "form-2019", "form-2021")
_FIRST_OF_2019 = 2019
_PARTS = {"edition", "title", "basis", "regime", "years", "certainty", "deadlines", "chapters", "tables", "relations"}
_TABLE = {"id", "number", "title", "chapter", "cell", "indicator", "blank", "corner", "blocks"}
_COLUMN = {"id", "label", "indicator", "group", "unit", "signed", "computed", "also"}
_ROW = {"id", "label", "indicator", "indicators", "unit", "kind", "parent", "prefix", "note", "also"}
_RELATION = {"id", "kind", "each", "severity", "certainty", "left", "right", "minus", "last", "text"}
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
_ENUMERATED = re.compile(
    r"^(?:其中：?)?(?:[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d+\s*[.．、])?\s*"
)


class FormFault(ValueError):
    """A form's data file is not as it should be; the message says where."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column as printed; `group` is the head printed above it, `also` other wordings of the label."""

    id: str
    label: str
    group: str = ""
    unit: str = ""
    is_signed: bool = False
    is_computed: bool = False
    also: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A row as printed, its numbering included; a heading holds no figures, an `of_which` row is part of its parent."""

    id: str
    label: str
    kind: Literal["data", "heading", "of_which", "total"] = "data"
    unit: str = ""
    parent: str = ""
    prefix: str = ""
    note: str = ""
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The label without its numbering."""
        return _ENUMERATED.sub("", self.label)


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the form. `id` is stable; `indicator` is the statistic it states (None where there is no name)."""

    id: str
    table: str
    row: Row
    column: Column
    unit: str
    indicator: str | None
    is_computed: bool

    @property
    def name(self) -> str:
        """Row and column in the words of the form."""
        return self.row.name if self.column.id == "count" else f"{self.row.name} / {self.column.label}"


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """Rows under common column heads."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A statutory table. `blank` says what an empty cell means: a zero must be printed, or the cell is not filled."""

    id: str
    number: int
    title: str
    chapter: str
    blank: Literal["zero", "unfilled"]
    corner: str
    blocks: tuple[Block, ...]
    cells: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Relation:
    """What must hold: left = (or at most) right + last − minus; `last` are cells of last year's report."""

    id: str
    kind: RelationKind
    severity: RelationSeverity
    left: tuple[str, ...]
    right: tuple[str, ...]
    minus: tuple[str, ...]
    last: tuple[str, ...]
    sentence: str
    english: str
    certainty: str


@dataclasses.dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter the report must have; `says` recognises its heading in simplified characters."""

    id: str
    title: str
    says: re.Pattern[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of filing in the year after the one reported on, for an agency or a government."""

    who: Literal["agency", "government"]
    month: int
    day: int
    basis: str


@dataclasses.dataclass(frozen=True)
class Form:
    """An edition of the form with everything that is known of it; `last_year` is None while it is in use."""

    edition: str
    title: str
    basis: str
    regime: Literal["2008", "2019"]
    first_year: int
    last_year: int | None
    certainty: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    chapters: tuple[Chapter, ...]
    tables: tuple[Table, ...]
    relations: tuple[Relation, ...]

    @functools.cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by its id, in the order of the form."""
        return {cell.id: cell for table in self.tables for cell in table.cells}

    @functools.cached_property
    def by_indicator(self) -> Mapping[str, tuple[Cell, ...]]:
        """The cells that state a statistic; two cells share one where the form splits it further."""
        found: dict[str, list[Cell]] = {}
        for cell in self.cells.values():
            if cell.indicator:
                found.setdefault(cell.indicator, []).append(cell)
        return {name: tuple(cells) for name, cells in found.items()}

    def cell_named(self, label: str) -> Cell | None:
        """The one cell of a row that carries this printed label (numbering and marks do not count)."""
        words = _words(label)
        named = [cell for cell in self.cells.values() if words in {_words(each) for each in _labels(cell.row)}]
        return named[0] if len(named) == 1 else None

    def due_on(self, year: int, who: Literal["agency", "government"]) -> tuple[datetime.date, str]:
        """The last day to file the report on `year`, and the article that says so."""
        deadline = next(each for each in self.deadlines if each.who == who)
        return datetime.date(year + 1, deadline.month, deadline.day), deadline.basis


@functools.cache
def load() -> tuple[Form, ...]:
    """The shipped forms, oldest first. Raises FormFault when a file is damaged."""
    return tuple(parse(_content(name)) for name in _EDITIONS)


def form(edition: str) -> Form:
    """The form by its id (form-2014, form-2019, form-2021). Raises ValueError for an unknown one."""
    for each in load():
        if each.edition == edition:
            return each
    raise ValueError(f"there is no form {edition}")


def edition_for(year: int, regime: str | None = None) -> Form | None:
    """The form in force for reports on a year; None before 2014, or when the regime does not belong to the year."""
    if regime is not None and regime != ("2008" if year < _FIRST_OF_2019 else "2019"):
        return None
    for each in load():
        if each.first_year <= year and (each.last_year is None or year <= each.last_year):
            return each
    return None


def parse(raw: Any) -> Form:
    """Check and build a form from its YAML content."""
    if not isinstance(raw, dict) or set(raw) != _PARTS:
        raise FormFault(f"a form needs exactly {', '.join(sorted(_PARTS))}")
    if raw["regime"] not in ("2008", "2019"):
        raise FormFault(f"{raw['edition']}: there is no regime {raw['regime']}")
    tables = tuple(_table(each) for each in raw["tables"])
    cells = [cell.id for table in tables for cell in table.cells]
    if doubled := {each for each in cells if cells.count(each) > 1}:
        raise FormFault(f"{raw['edition']}: two cells are called {', '.join(sorted(doubled))}")
    by_id = {table.id: table for table in tables}
    relations = tuple(
        relation for each in raw["relations"] for relation in _relations(each, tables=by_id, cells=set(cells))
    )
    return Form(
        edition=raw["edition"],
        title=raw["title"],
        basis=raw["basis"],
        regime=raw["regime"],
        first_year=raw["years"]["first"],
        last_year=raw["years"]["last"],
        certainty=tuple(raw["certainty"]),
        deadlines=tuple(Deadline(each["who"], each["month"], each["day"], each["basis"]) for each in raw["deadlines"]),
        chapters=tuple(Chapter(each["id"], each["title"], re.compile(each["says"])) for each in raw["chapters"]),
        tables=tables,
        relations=relations,
    )


def _content(name: str) -> Any:
    with (_DATA / f"{name}.yaml").open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_LOADER)  # noqa: S506 (CSafeLoader is the safe one, in C)


def _table(raw: Any) -> Table:
    _known(raw, _TABLE, "table")
    if raw["blank"] not in ("zero", "unfilled"):
        raise FormFault(f"{raw['id']}: a blank is zero or unfilled, not {raw['blank']}")
    blocks: list[Block] = []
    cells: list[Cell] = []
    for block in raw["blocks"]:
        columns = [(each, _column(each)) for each in block["columns"]]
        rows = [(each, _row(each)) for each in block["rows"]]
        blocks.append(Block(block["title"], tuple(each for _, each in columns), tuple(each for _, each in rows)))
        for row_raw, row in rows:
            if row.kind == "heading":
                continue
            cells.extend(_cell(raw, block, row_raw, row, column_raw, column) for column_raw, column in columns)
    return Table(
        raw["id"],
        raw["number"],
        raw["title"],
        raw["chapter"],
        raw["blank"],
        raw.get("corner", ""),
        tuple(blocks),
        tuple(cells),
    )


def _column(raw: Any) -> Column:
    _known(raw, _COLUMN, "column")
    return Column(
        id=raw["id"],
        label=raw["label"],
        group=raw.get("group", ""),
        unit=raw.get("unit", ""),
        is_signed=raw.get("signed", False),
        is_computed=raw.get("computed", False),
        also=tuple(raw.get("also", ())),
    )


def _row(raw: Any) -> Row:
    _known(raw, _ROW, "row")
    kind = raw.get("kind", "data")
    if kind not in ("data", "heading", "of_which", "total"):
        raise FormFault(f"{raw['id']}: there is no kind of row {kind}")
    return Row(
        id=raw["id"],
        label=raw["label"],
        kind=kind,
        unit=raw.get("unit", ""),
        parent=raw.get("parent", ""),
        prefix=raw.get("prefix", ""),
        note=raw.get("note", ""),
        also=tuple(raw.get("also", ())),
    )


def _cell(table: Any, block: Any, row_raw: Any, row: Row, column_raw: Any, column: Column) -> Cell:
    if "indicators" in row_raw:
        indicator = row_raw["indicators"].get(column.id)
    elif "indicator" in row_raw:
        words = {"row": row_raw["indicator"], "column": column_raw.get("indicator", "")}
        indicator = table["indicator"].format(**words)
    else:
        indicator = None
    name = table["cell"].format(row=row.id, column=column.id)
    unit = column.unit or row.unit or block.get("unit", "")
    if not unit:
        raise FormFault(f"{name}: no unit")
    return Cell(name, table["id"], row, column, unit, indicator, column.is_computed or row.kind == "total")


def _relations(raw: Any, *, tables: Mapping[str, Table], cells: set[str]) -> Iterable[Relation]:
    """The relation, or one for each row or column it is written for."""
    _known(raw, _RELATION, "relation")
    name = raw["id"]
    if raw["kind"] not in ("equal", "at_most") or raw["severity"] not in ("error", "warning"):
        raise FormFault(f"{name}: unknown kind or severity")
    for key, label in _each(raw, tables):
        sides = {
            side: tuple(cell.replace("*", key) for cell in raw.get(side, ()))
            for side in ("left", "right", "minus", "last")
        }
        if unknown := {cell for side in sides.values() for cell in side} - cells:
            raise FormFault(f"{name}: there is no cell {', '.join(sorted(unknown))}")
        if not sides["left"] or not (sides["right"] or sides["last"]):
            raise FormFault(f"{name}: one side is empty")
        words = {"row": label, "column": label}
        yield Relation(
            id=f"{name}.{key}" if key else name,
            kind=raw["kind"],
            severity=raw["severity"],
            left=sides["left"],
            right=sides["right"],
            minus=sides["minus"],
            last=sides["last"],
            sentence=raw["text"]["zh"].format(**words),
            english=raw["text"]["en"].format(**words),
            certainty=raw["certainty"],
        )


def _each(raw: Any, tables: Mapping[str, Table]) -> list[tuple[str, str]]:
    if "each" not in raw:
        return [("", "")]
    table, what = raw["each"].split(".")
    if table not in tables or what not in ("rows", "columns"):
        raise FormFault(f"{raw['id']}: nothing is called {raw['each']}")
    if what == "columns":
        return [(each.id, each.label) for block in tables[table].blocks for each in block.columns]
    return [(each.id, each.name) for block in tables[table].blocks for each in block.rows if each.kind != "heading"]


def _known(raw: Any, allowed: set[str], what: str) -> None:
    if not isinstance(raw, dict) or "id" not in raw:
        raise FormFault(f"not a {what}: {raw!r}")
    if unknown := set(raw) - allowed:
        raise FormFault(f"{what} {raw['id']}: unknown {', '.join(sorted(unknown))}")


def _labels(row: Row) -> tuple[str, ...]:
    return (row.label, row.name, *row.also)


def _words(label: str) -> str:
    return _NOT_HAN.sub("", _ENUMERATED.sub("", label))
