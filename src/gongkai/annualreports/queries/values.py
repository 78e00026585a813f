"""The figures a text speaks of, by the id its numbers are linked with: now, last year, and what follows from both.

An id is a cell of the report's form, or an indicator where the form has no such cell. Before it may stand `last:` (last
year's), `change:` (by how much it rose or fell) or `percent:`; several are added up with `+`; `@元` after it says that
money is written in 元, not in 万元.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from gongkai.annualreports.queries import statutory
from gongkai.rules import forms
from gongkai.statistics.queries import indicators

_ID = re.compile(r"^(?:(last|change|percent):)?([^:@]+?)(@元)?$")
_PERCENT = Decimal("0.1")
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Values:
    """Figures of an edition by cell and by indicator, of the year and of the year before."""

    edition: str
    now: Mapping[str, Decimal]
    last: Mapping[str, Decimal] = field(default_factory=dict)

    def link(self, slot: str) -> str:
        """The id a number is linked with: indicators become cells where the form has one for them."""
        found = _ID.match(slot)
        if found is None:
            return slot
        prefix, names, unit = found.groups()
        bases = "+".join(cell_of(self.edition, each) or each for each in names.split("+"))
        return f"{prefix}:{bases}{unit or ''}" if prefix else f"{bases}{unit or ''}"

    def number(self, id: str) -> Decimal | None:
        """The figure of an id; None when it is not known."""
        found = _ID.match(id)
        if found is None:
            return None
        prefix, names, unit = found.groups()
        factor = _TEN_THOUSAND if unit else 1
        now, last = (self._sum(names, table) for table in (self.now, self.last))
        if prefix is None:
            return None if now is None else now * factor
        if prefix == "last":
            return None if last is None else last * factor
        if now is None or last is None:
            return None
        if prefix == "change":
            return abs(now - last) * factor
        if not last:
            return None
        return (abs(now - last) * 100 / last).quantize(_PERCENT, ROUND_HALF_UP)

    def before(self, id: str) -> Decimal | None:
        """Last year's figure of a plain id."""
        return self.number(f"last:{id}")

    def _sum(self, names: str, table: Mapping[str, Decimal]) -> Decimal | None:
        numbers = [self._one(each, table) for each in names.split("+")]
        known = [each for each in numbers if each is not None]
        return sum(known, start=Decimal(0)) if len(known) == len(numbers) else None

    def _one(self, name: str, table: Mapping[str, Decimal]) -> Decimal | None:
        if name in table:
            return table[name]
        cell = cell_of(self.edition, name)
        if cell is not None and cell in table:
            return table[cell]
        indicator = indicator_of(self.edition, name)
        return table.get(indicator) if indicator else None


def cell_of(edition: str, name: str) -> str | None:
    """The one cell of an edition that states an indicator, or the cell of this very id."""
    form = forms.form(edition)
    if name in form.cells:
        return name
    cells = form.by_indicator.get(name, ())
    return cells[0].id if len(cells) == 1 else None


def indicator_of(edition: str, id: str) -> str | None:
    """The statistic behind a cell's or indicator's id, as reports are read; None where it has no name."""
    cell = forms.form(edition).cells.get(id)
    return cell.indicator if cell is not None else id


def counted_as(edition: str, id: str) -> str | None:
    """The declared indicator whose records stand behind an id; None for what is made of several figures."""
    found = _ID.match(id)
    if found is None or found[1] or "+" in found[2]:
        return None
    by_cell = indicators.of_edition(edition)
    name = found[2]
    if name in by_cell:
        return by_cell[name].id
    return name if name in indicators.declared() else None


def bases_of(id: str) -> tuple[str, ...]:
    """The cells and indicators an id is made of, without what is done with them."""
    found = _ID.match(id)
    return tuple(found[2].split("+")) if found else ()


def words_of(edition: str, id: str) -> str:
    """What an id counts, in Chinese words."""
    found = _ID.match(id)
    if found is None:
        return id
    prefix, names, _unit = found.groups()
    cells = forms.form(edition).cells
    words = "与".join(cells[each].name if each in cells else _name_of(each) for each in names.split("+")[:2])
    words += "等" if names.count("+") > 1 else ""
    before = {"last": "上年", "change": "与上年之差：", "percent": "比上年增减％："}.get(prefix or "", "")
    return f"{before}{words}"


def _name_of(id: str) -> str:
    name = statutory.words_of(id)
    return str(indicators.declared()[id].meaning) if name == id and id in indicators.declared() else name


def written(number: Decimal) -> str:
    """A number as our text prints it: no separators, no empty decimals."""
    return format(number.normalize(), "f")
