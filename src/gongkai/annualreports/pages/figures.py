"""The figures of a report that its page shows first: the year in a few numbers, charts with their tables, the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongkai.annualreports.models.reports import Figure, Report
from gongkai.annualreports.pages import places
from gongkai.annualreports.pages.tables import number_words, with_mark
from gongkai.annualreports.queries import paper, shelves, statutory
from gongkai.documents import charts

FIRST = (
    ("disclosed.total", "disclosed.by_channel.website"),
    ("requests.received.total",),
    ("requests.handled.total", "requests.closed.total", "requests.answered.total"),
    ("reconsideration.total",),
    ("litigation.total", "litigation.direct.total"),
    ("normative_documents.issued",),
)
SIDE_BY_SIDE = (
    "disclosed.total",
    "disclosed.by_channel.website",
    "normative_documents.issued",
    "normative_documents.in_force",
    "licensing.decisions",
    "penalty.decisions",
    "coercion.decisions",
    "admin_fees.amount",
    "requests.received.total",
    "requests.carried_in.total",
    "requests.granted.total",
    "requests.partial.total",
    "requests.handled.total",
    "requests.closed.total",
    "requests.carried_out.total",
    "reconsideration.total",
    "litigation.total",
    "litigation.direct.total",
    "litigation.after_reconsideration.total",
    "fees.amount",
)
OVER_YEARS = ("requests.received.total", "disclosed.total", "disclosed.by_channel.website", "reconsideration.total")
CHANNELS = "disclosed.by_channel.", "requests.received.by_channel."
# The row of the form whose parts are the outcomes of requests.
OUTCOMES = frozenset({"result", "s3_replied"})
FIRST_SHOWN, YEARS_SHOWN, CHARTS_SHOWN = 4, 5, 4
Stated = Mapping[str, Figure]


@dataclass(frozen=True)
class First:
    """A number of the year, the place on the page where it stands, and how it differs from the year before."""

    name: str
    words: str
    unit: str
    address: str
    note: str


@dataclass(frozen=True)
class ChartRow:
    """A line of the table beside a chart: what, how many, and what more there is to say."""

    head: str
    words: str
    more: str
    address: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with its table."""

    title: str
    unit: str
    svg: SafeString
    head: str
    more: str
    rows: tuple[ChartRow, ...]


@dataclass(frozen=True)
class Row:
    """A statistic over the years, newest first: its numbers in one unit, and the change in the last year."""

    indicator: str
    name: str
    unit: str
    words: tuple[str, ...]
    change: str


@dataclass(frozen=True)
class Years:
    """The years of a body side by side, newest first: heads with their addresses, and the statistics."""

    heads: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]


def first(now: Stated, before: Stated | None, sheet: statutory.Sheet) -> list[First]:
    """The year in a few numbers."""
    found = []
    last_year = {each.indicator: each for each in sheet.figures if each.period == Figure.Period.LAST_YEAR}
    for names in FIRST:
        figure = next((now[name] for name in names if name in now), None)
        if figure is None:
            continue
        last = (before or {}).get(figure.indicator) or last_year.get(figure.indicator)
        change = figure.number - shelves.in_unit(last, figure.unit) if last is not None else None
        found.append(
            First(
                name=statutory.words_of(figure.indicator),
                words=("≈" if figure.is_approximate else "") + number_words(figure.number),
                unit=figure.unit,
                address=f"#{_anchor(figure, sheet)}",
                note=_compared(change, figure.unit),
            )
        )
    return [*found[:3], *_granted(now), *found[3:]][:FIRST_SHOWN]


def _granted(now: Stated) -> list[First]:
    """How many of the requests decided were granted in whole or in part."""
    parts = [now.get(f"requests.{name}.total") for name in ("granted", "partial", "handled")]
    if None in parts or not parts[2] or not parts[2].number:
        return []
    granted = sum(each.number for each in parts[:2] if each)
    share = round(granted / parts[2].number * 100, 1)
    note = _("{number} of {all}").format(number=number_words(Decimal(granted)), all=number_words(parts[2].number))
    return [First(_("Granted in whole or in part"), f"{share:f}", "%", "#r-granted", note)]


def _compared(change: Decimal | None, unit: str) -> str:
    if change is None:
        return ""
    if change == 0:
        return _("as many as the year before")
    words = _("{number} more than the year before") if change > 0 else _("{number} fewer than the year before")
    return words.format(number=f"{number_words(abs(change))} {unit}".strip())


def _anchor(figure: Figure, sheet: statutory.Sheet) -> str:
    """Where a figure stands on the page: the row of its table, else the text."""
    cell = sheet.form.cells.get(figure.cell) if sheet.form else None
    return f"r-{cell.row.id}" if cell is not None else "text"


def drawn(sheet: statutory.Sheet, now: Stated, series: Sequence[tuple[Report, Stated]]) -> list[Chart]:
    """The charts of a report's page: over the years, then how requests ended, then by channel."""
    found = [each for name in OVER_YEARS if (each := over_years(name, series)) is not None][:2]
    parts = [_parts(_("How requests ended"), outcomes(sheet))]
    for prefix in CHANNELS:
        stated = [(name, each) for name, each in now.items() if name.startswith(prefix)]
        title = _("Disclosed, by channel") if prefix == CHANNELS[0] else _("Requests received, by channel")
        label = [(statutory.words_of(name).rpartition("：")[2], each.number, each.unit) for name, each in stated]
        # One item counts once for each channel it went through, so the channels are no parts of a whole.
        parts.append(_parts(title, label, with_shares=prefix != CHANNELS[0]))
    return [*found, *(each for each in parts if each is not None)][:CHARTS_SHOWN]


def over_years(indicator: str, series: Sequence[tuple[Report, Stated]]) -> Chart | None:
    """A statistic over the years of a body, oldest first; None where fewer than two state it."""
    points = [(report, stated[indicator]) for report, stated in series if indicator in stated]
    if len(points) < 2:
        return None
    unit = points[-1][1].unit
    numbers = [(report, shelves.in_unit(figure, unit)) for report, figure in points]
    title = statutory.words_of(indicator)
    svg = charts.columns(title, [(report.year, paper.number(number)) for report, number in numbers], unit=unit)
    rows = []
    by_year = {report.year: number for report, number in numbers}
    for report, number in numbers:
        before = by_year.get(report.year - 1)
        change = with_mark(number - before) if before is not None else ""
        rows.append(ChartRow(str(report.year), number_words(number), change, places.address(report)))
    return Chart(title, unit, mark_safe(svg), _("Year"), _("Change"), tuple(rows))  # noqa: S308  our own escaped text


def outcomes(sheet: statutory.Sheet) -> list[tuple[str, Decimal, str]]:
    """How requests ended: each outcome of the form with its number; a heading has the sum of its rows."""
    rows = [row for table in sheet.tables for block in table.blocks for row in block.rows]
    found = []
    for row in rows:
        if row.row.parent not in OUTCOMES or row.row.kind == "total":
            continue
        own = [row] if row.row.kind != "heading" else [each for each in rows if each.row.parent == row.row.id]
        cells = [each.cells[-1].figure for each in own if each.cells]
        stated = [each for each in cells if each is not None]
        if stated and len(stated) == len(cells):
            number = sum((each.number for each in stated), Decimal(0))
            found.append((row.row.name.partition("（")[0], number, stated[0].unit))
    return found


def _parts(title: str, values: Sequence[tuple[str, Decimal, str]], *, with_shares: bool = True) -> Chart | None:
    whole = sum((number for _name, number, _unit in values), Decimal(0))
    if len(values) < 2 or not whole:
        return None
    unit = values[0][2]
    points = [(name, paper.number(number)) for name, number, _unit in values]
    svg = charts.bars(title, points, unit=unit, is_narrow=True, with_shares=with_shares)
    shares = [f"{number / whole:.1%}" if with_shares else "" for _name, number, _unit in values]
    rows = tuple(
        ChartRow(name, number_words(number), share) for (name, number, _unit), share in zip(values, shares, strict=True)
    )
    more = _("Share") if with_shares else ""
    return Chart(title, unit, mark_safe(svg), _("What"), more, rows)  # noqa: S308  our own escaped text


def years(series: Sequence[tuple[Report, Stated]], wanted: Sequence[str] = SIDE_BY_SIDE) -> Years | None:
    """The last years of a body side by side; `series` begins with the oldest. None where there is but one."""
    shown = series[-YEARS_SHOWN:]
    if len(shown) < 2:
        return None
    rows = []
    for indicator in wanted:
        figures = [stated.get(indicator) for _report, stated in shown]
        known = [each for each in figures if each is not None]
        if not known:
            continue
        unit = known[-1].unit
        numbers = [shelves.in_unit(each, unit) if each is not None else None for each in figures]
        last, before = numbers[-1], numbers[-2] if shown[-2][0].year == shown[-1][0].year - 1 else None
        change = last - before if last is not None and before is not None else None
        words = tuple(number_words(each) for each in reversed(numbers))
        rows.append(Row(indicator, statutory.words_of(indicator), unit, words, with_mark(change)))
    heads = tuple((report.year, places.address(report)) for report, _stated in reversed(shown))
    return Years(heads, tuple(rows))
