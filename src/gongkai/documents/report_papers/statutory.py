"""The tables of a statutory form as they are printed: merged heads, rows under their groups, a figure in each cell."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal

from gongkai.documents.report_papers.parts import Align, Cell, Note, Table
from gongkai.rules import forms

Figures = Mapping[str, Decimal]
_NOTHING = "——"


def table(shape: forms.Table, figures: Figures, notes: Mapping[str, Note] | None = None) -> Table:
    """A table of a form with its figures by cell id; what is not given stays empty.

    `notes` by cell id: their marks stand at the figures, their words below the table. Raises ValueError for a table
    nobody knows how to print.
    """
    known = notes or {}
    try:
        print_it = _PRINTERS[shape.id]
    except KeyError:
        raise ValueError(f"there is no layout for {shape.id}") from None
    return print_it(shape, _Filler(figures, known), tuple(known[each.id] for each in shape.cells if each.id in known))


def printed(number: Decimal) -> str:
    """A figure as it stands in a form: plain digits, no separators, no empty decimals."""
    return format(number.normalize(), "f") if number else "0"


class _Filler:
    """Makes the cells that hold figures."""

    def __init__(self, figures: Figures, notes: Mapping[str, Note]) -> None:
        self._figures = figures
        self._notes = notes

    def __call__(self, cell: forms.Cell, *, colspan: int = 1, align: Align = "centre") -> Cell:
        number = self._figures.get(cell.id)
        note = self._notes.get(cell.id)
        return Cell(
            "" if number is None else printed(number),
            colspan=colspan,
            align=align,
            id=cell.id,
            number=number,
            mark=note.mark if note else "",
        )


def _head(text: str, *, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(text, rowspan, colspan, is_head=True, align="centre")


def _cells_of(shape: forms.Table, row: forms.Row) -> list[forms.Cell]:
    return [each for each in shape.cells if each.row.id == row.id]


def _published(shape: forms.Table, fill: _Filler, notes: tuple[Note, ...]) -> Table:
    """Table 2: under each item of the article its own heads, all over the width of the widest."""
    steps = math.lcm(*(len(block.columns) for block in shape.blocks))
    rows: list[tuple[Cell, ...]] = []
    for block in shape.blocks:
        each_over = steps // len(block.columns)
        rows.append((Cell(block.title, colspan=steps + 1, is_head=True, is_shaded=True),))
        labels = [_head(column.label, colspan=each_over) for column in block.columns]
        rows.append((_head("信息内容"), *labels))
        for row in block.rows:
            filled = [fill(cell, colspan=each_over) for cell in _cells_of(shape, row)]
            rows.append((Cell(row.label, is_head=True, align="centre"), *filled))
    return Table(shape.title, tuple(rows), (0.34, *[0.66 / steps] * steps), notes=notes)


def _requests(shape: forms.Table, fill: _Filler, notes: tuple[Note, ...]) -> Table:
    """Table 3: labels in three steps, applicants in two; a heading stands beside all that belongs to it."""
    block = shape.blocks[0]
    rows = [*_request_heads(shape, block)]
    children: dict[str, list[forms.Row]] = {}
    for row in block.rows:
        children.setdefault(row.parent, []).append(row)

    def height(row: forms.Row) -> int:
        return sum(height(each) for each in children.get(row.id, ())) or 1

    def lay(row: forms.Row, step: int, before: tuple[Cell, ...]) -> None:
        below = children.get(row.id, ())
        if below:
            head = Cell(row.label, rowspan=height(row), is_head=True, align="centre" if step == 0 else "left")
            for place, each in enumerate(below):
                lay(each, step + 1, (*before, head) if place == 0 else ())
            return
        label = Cell(row.label, colspan=3 - step, is_head=True)
        rows.append((*before, label, *(fill(cell) for cell in _cells_of(shape, row))))

    for row in children[""]:
        lay(row, 0, ())
    labels = (0.055, 0.095, 0.24)
    figures = [(1 - sum(labels)) / len(block.columns)] * len(block.columns)
    return Table(shape.title, tuple(rows), (*labels, *figures), head_rows=3, notes=notes, unit=_unit(shape))


def _request_heads(shape: forms.Table, block: forms.Block) -> list[tuple[Cell, ...]]:
    upper: list[Cell] = []
    lower: list[Cell] = []
    place = 0
    while place < len(block.columns):
        column = block.columns[place]
        if not column.group:
            upper.append(_head(column.label, rowspan=2))
            place += 1
            continue
        inside = [each for each in block.columns if each.group == column.group]
        upper.append(_head(column.group, colspan=len(inside)))
        lower.extend(_head(each.label) for each in inside)
        place += len(inside)
    corner = Cell(shape.corner, rowspan=3, colspan=3, is_head=True)
    return [(corner, _head(block.title, colspan=len(block.columns))), tuple(upper), tuple(lower)]


def _remedies(shape: forms.Table, fill: _Filler, notes: tuple[Note, ...]) -> Table:
    """Table 4: all groups beside each other in one line of figures; "行政诉讼 / 复议后起诉" is a head in two steps."""
    block = shape.blocks[0]
    width = len(block.columns)
    names = [tuple(part.strip() for part in row.label.split(" / ")) for row in block.rows]
    upper: list[Cell] = []
    middle: list[Cell] = []
    lower: list[Cell] = []
    for first in dict.fromkeys(name[0] for name in names):
        inside = [name for name in names if name[0] == first]
        upper.append(_head(first, colspan=width * len(inside)))
        for name in inside:
            if len(name) == 1:
                middle.extend(_head(column.label, rowspan=2) for column in block.columns)
            else:
                middle.append(_head(name[1], colspan=width))
                lower.extend(_head(column.label) for column in block.columns)
    figures = tuple(fill(cell) for row in block.rows for cell in _cells_of(shape, row))
    shares = (1 / len(figures),) * len(figures)
    heads = (tuple(upper), tuple(middle), tuple(lower))
    return Table(shape.title, (*heads, figures), shares, head_rows=3, notes=notes, unit=_unit(shape))


def _statistics(shape: forms.Table, fill: _Filler, notes: tuple[Note, ...]) -> Table:
    """The sheet of 2014: a row for each figure with its unit; what a row is part of shows in how far it is moved in."""
    block = shape.blocks[0]
    parents = {row.id: row.parent for row in block.rows}
    rows: list[tuple[Cell, ...]] = [(_head("统计指标"), _head("单位"), _head(block.columns[0].label))]
    for row in block.rows:
        words = f"{row.prefix}{row.label}" + (f"（{row.note}）" if row.note else "")
        label = Cell(words, is_head=True, depth=_depth(row.id, parents))
        if row.kind == "heading":
            rows.append((label, Cell(_NOTHING, align="centre"), Cell(_NOTHING, align="centre")))
            continue
        cell = _cells_of(shape, row)[0]
        rows.append((label, Cell(cell.unit, align="centre"), fill(cell)))
    return Table(shape.title, tuple(rows), (0.7, 0.12, 0.18), head_rows=1, notes=notes)


def _depth(row: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while row := parents.get(row, ""):
        depth += 1
    return depth


def _unit(shape: forms.Table) -> str:
    units = {each.unit for each in shape.cells}
    return units.pop() if len(units) == 1 else ""


_PRINTERS: Mapping[str, Callable[[forms.Table, _Filler, tuple[Note, ...]], Table]] = {
    "table2": _published,
    "table3": _requests,
    "table4": _remedies,
    "statistics": _statistics,
}
