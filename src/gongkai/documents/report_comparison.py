"""Annual reports side by side: every statistic over years and agencies, for each ten thousand inhabitants too."""

import dataclasses
import pathlib
from collections.abc import Mapping, Sequence

from gongkai.documents import report_checking
from gongkai.rules import forms
from gongkai.rules.report_checks import facts

Number = int | float

_PER = 10_000
_SHORT = 3
_PARTIAL = (".named", ".section", ".by_category", ".by_org_group", ".by_org", ".by_source")


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One report: the file it came from, who and when, and the inhabitants it speaks for, if they were given."""

    file: str
    agency: str
    year: int | None
    inhabitants: int | None = None

    @property
    def head(self) -> str:
        return f"{self.agency} {self.year or '年度不详'}"


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One statistic over the reports; None where a report does not state it."""

    id: str
    label: str
    unit: str
    values: tuple[Number | None, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """Reports in order of agency and year, statistics in the order of the forms."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def per_inhabitant(self, row: Row) -> tuple[float | None, ...]:
        """The statistic for each ten thousand inhabitants, where they are known."""
        return tuple(
            round(value * _PER / column.inhabitants, 4) if value is not None and column.inhabitants else None
            for value, column in zip(row.values, self.columns, strict=True)
        )


def compare(
    opened: Sequence[report_checking.Read], *, population: Mapping[str, int], with_applicants: bool = False
) -> Comparison:
    """Reports side by side. A figure of the tables goes before one of the text, an exact one before an approximate.

    `population` gives inhabitants by agency or by file name (with or without its ending). A statistic that a report
    states only for a part of itself (a named channel, a category) is left out.
    """
    ordered = sorted(opened, key=lambda each: (each.report.agency or each.name, each.report.year or 0, each.name))
    columns = tuple(
        Column(each.name, each.report.agency or each.name, each.report.year, _inhabitants(each, population))
        for each in ordered
    )
    figures = [_figures(each.facts) for each in ordered]
    names = {name for each in figures for name in each if with_applicants or not _is_applicants(name)}
    labels = _labels()
    order = {name: place for place, name in enumerate(labels)}
    rows = []
    for name in sorted(names, key=lambda each: (order.get(each, len(order)), each)):
        found = [each.get(name) for each in figures]
        first = next(each for each in found if each is not None)
        unit = first.unit
        values = tuple(_in_unit(each, unit) for each in found)
        rows.append(Row(name, labels.get(name) or first.label or name, unit, values))
    return Comparison(columns, tuple(rows))


def _figures(report: facts.ReportFacts) -> dict[str, facts.Fact]:
    best: dict[str, tuple[tuple[bool, bool, bool], facts.Fact]] = {}
    for fact in report.facts:
        if fact.id is None or fact.period != "year" or fact.id.endswith(_PARTIAL):
            continue
        rank = (fact.stated != "table", fact.is_approximate, fact.is_implied)
        if fact.id not in best or rank < best[fact.id][0]:
            best[fact.id] = (rank, fact)
    return {name: fact for name, (_, fact) in best.items()}


def _labels() -> dict[str, str]:
    """Statistics in the order of the forms, the newest form first, with the words of the form."""
    found: dict[str, str] = {}
    for form in reversed(forms.load()):
        rows = {row.id: row for table in form.tables for block in table.blocks for row in block.rows}
        for cell in form.cells.values():
            if cell.indicator is None:
                continue
            words = cell.row.name if cell.indicator.startswith("requests.") and cell.column.id == "total" else cell.name
            if len(cell.row.name) < _SHORT and cell.row.parent in rows:
                words = f"{rows[cell.row.parent].name}：{words}"
            found.setdefault(cell.indicator, words)
    return found


def _is_applicants(name: str) -> bool:
    return name.startswith("requests.") and name.endswith(
        (".natural_person", ".enterprise", ".research", ".public_welfare", ".legal_services", ".other_org")
    )


def _in_unit(fact: facts.Fact | None, unit: str) -> Number | None:
    if fact is None:
        return None
    if fact.unit == unit or not unit.endswith("元"):
        return fact.number
    one = facts.Fact(None, 1, unit, "prose", fact.place).amount
    return round(fact.amount / one, 4)


def _inhabitants(read: report_checking.Read, population: Mapping[str, int]) -> int | None:
    for code in (read.report.agency, read.name, pathlib.PurePath(read.name).stem):
        if code and code in population:
            return population[code]
    return None
