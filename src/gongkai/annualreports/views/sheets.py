"""From a report and what is chosen in it to the lines that its page prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from gongkai.annualreports.models.reports import Correction, Figure, Finding, Report
from gongkai.annualreports.queries import hashing, statutory
from gongkai.rules import forms


@dataclass(frozen=True)
class Place:
    """A cell of the page: a figure or a gap, with what is doubted in it."""

    words: str
    url: str
    name: str
    key: str
    is_zero: bool
    is_current: bool
    is_corrected: bool
    findings: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """A row of a statutory table: a heading, or a label with its places; `width` is what a heading spans."""

    label: str
    depth: int
    is_heading: bool
    is_strong: bool
    unit: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Block:
    """Rows under common heads; heads that share a group stand under it."""

    title: str
    unit: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        """How many columns there are, the label among them."""
        return len(self.heads) + 1


@dataclass(frozen=True)
class Table:
    """A statutory table as the page prints it."""

    number: int
    title: str
    corner: str
    blocks: tuple[Block, ...]
    finding_count: int


@dataclass(frozen=True)
class Stated:
    """A figure outside of the statutory tables."""

    place: Place
    name: str
    unit: str
    figure: Figure


@dataclass(frozen=True)
class Choice:
    """What the person looks at: a figure, an empty cell, or a finding."""

    figure: Figure | None = None
    cell: forms.Cell | None = None
    finding: Finding | None = None

    @property
    def name(self) -> str:
        """What it counts, in words."""
        if self.cell is not None:
            return words_of(self.cell)
        return statutory.name_of(self.figure) if self.figure is not None else ""


def chosen(query: Mapping[str, str], sheet: statutory.Sheet, findings: Sequence[Finding]) -> Choice:
    """What the address asks to look at; nothing for what is not there."""
    cells = sheet.form.cells if sheet.form else {}
    figure = next((each for each in sheet.figures if str(each.pk) == query.get("figure")), None)
    if figure is not None:
        return Choice(figure=figure, cell=cells.get(figure.cell))
    finding = next((each for each in findings if str(each.pk) == query.get("finding")), None)
    if finding is not None:
        return Choice(finding=finding)
    cell = cells.get(query.get("cell", ""))
    stated = next((each for each in sheet.figures if cell is not None and each.cell == cell.id), None)
    return Choice(figure=stated, cell=cell)


class Printer:
    """Makes the lines of one report's page."""

    def __init__(
        self,
        report: Report,
        *,
        choice: Choice,
        doubted: Mapping[int, Sequence[Finding]],
        corrections: Sequence[Correction],
    ) -> None:
        self._url = reverse("annualreports:report", args=[report.pk])
        self._choice = choice
        self._doubted = doubted
        self._corrected = {each.cell for each in corrections if each.cell}
        self._corrected_at = {each.figure.start for each in corrections if each.figure and not each.cell}

    def tables(self, sheet: statutory.Sheet) -> list[Table]:
        """The statutory tables."""
        return [self._table(each) for each in sheet.tables if not each.is_empty or len(sheet.tables) > 1]

    def stated(self, figures: Sequence[Figure]) -> list[Stated]:
        """Figures outside of them, this year's first."""
        ordered = sorted(figures, key=lambda each: (each.period != "year", not each.indicator, each.position))
        return [Stated(self._figure(each, None), statutory.name_of(each), each.unit, each) for each in ordered]

    def _table(self, table: statutory.FilledTable) -> Table:
        blocks = tuple(self._block(each) for each in table.blocks)
        count = len(
            {mark for block in blocks for line in block.lines for each in line.places for mark in each.findings}
        )
        return Table(table.table.number, table.table.title, table.table.corner, blocks, count)

    def _block(self, block: statutory.FilledBlock) -> Block:
        heads = tuple(each.label for each in block.block.columns)
        lines = tuple(
            Line(
                label=f"{row.row.prefix}{row.row.label}",
                depth=min(row.depth, 4),
                is_heading=row.row.kind == "heading",
                is_strong=row.row.kind == "total" or row.depth == 0,
                unit="" if block.unit else next((each.cell.unit for each in row.cells), ""),
                places=tuple(self._cell(each) for each in row.cells),
            )
            for row in block.rows
        )
        return Block(block.block.title, block.unit, heads, lines)

    def _cell(self, cell: statutory.FilledCell) -> Place:
        if cell.figure is not None:
            return self._figure(cell.figure, cell.cell)
        current = self._choice.cell is not None and self._choice.cell.id == cell.id
        url = f"{self._url}?cell={cell.id}#chosen"
        return Place("", url, words_of(cell.cell), cell.id, False, current, cell.id in self._corrected, ())

    def _figure(self, figure: Figure, cell: forms.Cell | None) -> Place:
        current = self._choice.figure is not None and self._choice.figure.pk == figure.pk
        is_corrected = figure.cell in self._corrected if figure.cell else figure.start in self._corrected_at
        return Place(
            words=number_words(figure.number),
            url=f"{self._url}?figure={figure.pk}#chosen",
            name=words_of(cell) if cell else statutory.name_of(figure),
            key=figure.cell or str(figure.pk),
            is_zero=figure.number == 0,
            is_current=current,
            is_corrected=is_corrected,
            findings=tuple(each.pk for each in self._doubted.get(figure.pk, ())),
        )


def words_of(cell: forms.Cell) -> str:
    """Row and column as the form prints them; a form of one column needs no column."""
    row = f"{cell.row.prefix}{cell.row.label}"
    return row if cell.column.id == "count" else f"{row}　{cell.column.label}"


def number_words(number: Decimal | None) -> str:
    """A number as the desk shows it: 48,216 or 12.5; empty for none."""
    if number is None:
        return ""
    whole, dot, rest = hashing.decimal(number).partition(".")
    return f"{int(whole):,}{dot}{rest}" if not whole.startswith("-0") else f"{whole}{dot}{rest}"


def initial_of(choice: Choice, report: Report) -> dict[str, Any]:
    """What the form of correction begins with."""
    return {
        "snapshot": report.snapshot_id,
        "figure": choice.figure.pk if choice.figure else None,
        "cell": choice.cell.id if choice.cell and choice.figure is None else "",
        "number": hashing.decimal(choice.figure.number) if choice.figure else "",
    }
