"""A snapshot's figures laid out as the statutory tables have them, and the figures that stand outside of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.annualreports.models.reports import Figure, Snapshot
from gongkai.documents.annual_report import names
from gongkai.rules import forms


@dataclass(frozen=True)
class FilledCell:
    """A cell of the form with the figure that stands in it, if one was stated."""

    cell: forms.Cell
    figure: Figure | None

    @property
    def id(self) -> str:
        """The cell's stable id."""
        return self.cell.id


@dataclass(frozen=True)
class FilledRow:
    """A row of the form; headings have no cells. `depth` indents it under its parents."""

    row: forms.Row
    depth: int
    cells: tuple[FilledCell, ...]


@dataclass(frozen=True)
class FilledBlock:
    """Rows under common column heads."""

    block: forms.Block
    rows: tuple[FilledRow, ...]

    @property
    def unit(self) -> str:
        """The unit all cells share; empty when they differ."""
        units = {each.cell.unit for row in self.rows for each in row.cells}
        return units.pop() if len(units) == 1 else ""


@dataclass(frozen=True)
class FilledTable:
    """A statutory table with what a snapshot states in it."""

    table: forms.Table
    blocks: tuple[FilledBlock, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the snapshot states nothing in it."""
        return not any(each.figure for block in self.blocks for row in block.rows for each in row.cells)


@dataclass(frozen=True)
class Sheet:
    """All figures of a snapshot: statutory tables, other figures of tables, figures of the text (this year's first)."""

    form: forms.Form | None
    tables: tuple[FilledTable, ...]
    table_figures: tuple[Figure, ...]
    prose: tuple[Figure, ...]
    figures: tuple[Figure, ...] = field(repr=False)


def sheet(snapshot: Snapshot) -> Sheet:
    """The snapshot laid out. One query."""
    return laid_out(tuple(snapshot.figures.order_by("position")), snapshot.edition)


def laid_out(figures: tuple[Figure, ...], edition: str) -> Sheet:
    """Figures laid out in the tables of an edition; without an edition there are no tables."""
    form = forms.form(edition) if edition else None
    by_cell = {each.cell: each for each in figures if each.cell}
    tables = tuple(_table(table, by_cell) for table in form.tables) if form else ()
    placed = set(form.cells) if form else set()
    return Sheet(
        form=form,
        tables=tables,
        table_figures=tuple(each for each in figures if each.stated == "table" and each.cell not in placed),
        prose=tuple(each for each in figures if each.stated == "prose"),
        figures=figures,
    )


def name_of(figure: Figure) -> str:
    """What a figure counts, in words: the name of its statistic, or the report's own words."""
    if not figure.indicator:
        return figure.label
    name = words_of(figure.indicator)
    return f"{name}：{figure.label}" if figure.indicator.endswith(LABELLED) and figure.label else name


def words_of(indicator: str) -> str:
    """The Chinese name of a statistic; the id itself for one that has no name."""
    try:
        return names.name_of(indicator)
    except KeyError:
        return indicator


LABELLED = ("by_category", "by_org_group", "by_org", "by_source", "by_channel.named")


def _table(table: forms.Table, by_cell: Mapping[str, Figure]) -> FilledTable:
    cells: dict[str, list[FilledCell]] = {}
    for each in table.cells:
        cells.setdefault(each.row.id, []).append(FilledCell(each, by_cell.get(each.id)))
    rows = {row.id: row for block in table.blocks for row in block.rows}
    return FilledTable(table, tuple(_block(block, rows, cells) for block in table.blocks))


def _block(block: forms.Block, rows: Mapping[str, forms.Row], cells: Mapping[str, Sequence[FilledCell]]) -> FilledBlock:
    wanted = {column.id for column in block.columns}
    return FilledBlock(
        block,
        tuple(
            FilledRow(
                row,
                _depth(row, rows),
                tuple(each for each in cells.get(row.id, ()) if each.cell.column.id in wanted),
            )
            for row in block.rows
        ),
    )


def _depth(row: forms.Row, rows: Mapping[str, forms.Row]) -> int:
    depth = 0
    while row.parent and row.parent in rows:
        row, depth = rows[row.parent], depth + 1
    return depth


def by_indicator(figures: Iterable[Figure]) -> dict[str, Figure]:
    """The best statement of each statistic of the year: tables before text, exact before approximate."""
    best: dict[str, tuple[tuple[bool, bool, bool], Figure]] = {}
    for each in figures:
        if not each.indicator or each.period != Figure.Period.YEAR or each.indicator.endswith(LABELLED):
            continue
        rank = (each.stated != "table", each.is_approximate, each.is_implied)
        if each.indicator not in best or rank < best[each.indicator][0]:
            best[each.indicator] = (rank, each)
    return {name: figure for name, (_rank, figure) in best.items()}
