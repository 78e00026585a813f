"""Reports side by side as pages show them: the chosen statistics as charts with their tables, then all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.documents import charts, report_comparison

CHARTED = (
    "disclosed.total",
    "disclosed.by_channel.website",
    "requests.received.total",
    "requests.handled.total",
    "requests.granted.total",
    "requests.carried_out.total",
    "reconsideration.total",
    "litigation.total",
    "normative_documents.issued",
    "normative_documents.in_force",
    "licensing.decisions",
    "penalty.decisions",
)
MOST_LINES = 6
MOST_BARS = 20


@dataclass(frozen=True)
class Line:
    """One report in a chart's table: its number, and the number for each ten thousand inhabitants."""

    head: str
    value: int | float | None
    per_ten_thousand: float | None


@dataclass(frozen=True)
class Chart:
    """One statistic over the reports: an SVG made of our own text alone, and the table that goes with it."""

    id: str
    title: str
    unit: str
    svg: str
    lines: tuple[Line, ...]

    @property
    def has_shares(self) -> bool:
        """Whether the inhabitants of any report are known."""
        return any(each.per_ten_thousand is not None for each in self.lines)


def charted(compared: report_comparison.Comparison, *, wanted: Sequence[str] = CHARTED) -> list[Chart]:
    """The statistics worth a chart that at least two reports state: lines over years, else bars."""
    rows = {row.id: row for row in compared.rows}
    return [
        _chart(compared, rows[name])
        for name in wanted
        if name in rows and sum(each is not None for each in rows[name].values) > 1
    ]


def _chart(compared: report_comparison.Comparison, row: report_comparison.Row) -> Chart:
    title = f"{row.label}（{row.unit}）"
    stated = [(column, value) for column, value in zip(compared.columns, row.values, strict=True) if value is not None]
    agencies = list(dict.fromkeys(column.agency for column, _value in stated))
    if len(agencies) < len(stated) and len(agencies) <= MOST_LINES:
        series = {
            agency: [(column.year or 0, value) for column, value in stated if column.agency == agency]
            for agency in agencies
        }
        svg = charts.lines(title, series, unit=row.unit)
    else:
        svg = charts.bars(title, [(column.head, value) for column, value in stated[:MOST_BARS]], unit=row.unit)
    shares = compared.per_inhabitant(row)
    lines = tuple(
        Line(column.head, value, share)
        for column, value, share in zip(compared.columns, row.values, shares, strict=True)
    )
    return Chart(row.id, row.label, row.unit, svg, lines)
