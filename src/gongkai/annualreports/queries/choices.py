"""A reader's comparison of public reports: any years, bodies and statistics, side by side, also by inhabitants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreports.models.reports import Figure, Report
from gongkai.annualreports.queries import library, shelves, statutory
from gongkai.documents.annual_report import names

MOST_BODIES, MOST_YEARS, MOST_FIGURES = 12, 12, 12
PER = 10_000
OFFERED = (
    "disclosed.total",
    "disclosed.by_channel.website",
    "disclosed.by_channel.wechat",
    "disclosed.by_channel.weibo",
    "normative_documents.issued",
    "normative_documents.in_force",
    "licensing.decisions",
    "penalty.decisions",
    "coercion.decisions",
    "admin_fees.amount",
    "requests.received.total",
    "requests.received.natural_person",
    "requests.carried_in.total",
    "requests.granted.total",
    "requests.partial.total",
    "requests.not_provided.not_held.total",
    "requests.handled.total",
    "requests.carried_out.total",
    "reconsideration.total",
    "reconsideration.corrected",
    "litigation.total",
    "litigation.direct.total",
    "litigation.after_reconsideration.total",
    "fees.amount",
)


@dataclass(frozen=True)
class Choice:
    """What is to be compared: bodies by key, years, statistics by id; each in the order they are shown."""

    bodies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    figures: tuple[str, ...] = ()
    by_inhabitants: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether there is something of each to compare."""
        return bool(self.bodies and self.years and self.figures)


@dataclass(frozen=True)
class Value:
    """One statistic of one report: the number in the row's unit, for ten thousand inhabitants too where known."""

    body: shelves.Body
    year: int
    report: Report | None
    figure: Figure | None
    number: Decimal | None
    share: Decimal | None


@dataclass(frozen=True)
class Compared:
    """One statistic over bodies and years: a row for each body, in the order of the choice."""

    indicator: str
    name: str
    unit: str
    rows: tuple[tuple[Value, ...], ...]

    @property
    def values(self) -> list[Value]:
        """All values, body by body."""
        return [each for row in self.rows for each in row]

    @property
    def has_shares(self) -> bool:
        """Whether the inhabitants of any of them are known."""
        return any(each.share is not None for each in self.values)


def bodies_there() -> list[shelves.Body]:
    """Every body with its public reports. One query."""
    return shelves.bodies(library.reports())


def is_statistic(name: str) -> bool:
    """Whether there is a statistic of this id, and one that reports state as a whole."""
    return names.is_indicator(name) and not name.endswith(statutory.LABELLED)


def compare(bodies: Iterable[shelves.Body], choice: Choice) -> list[Compared]:
    """The chosen statistics; those that no chosen report states are left out. One query."""
    chosen = {each.key: each for each in bodies}
    rows = [chosen[key] for key in choice.bodies if key in chosen]
    reports = [each.reports[year] for each in rows for year in choice.years if year in each.reports]
    stated = shelves.stated(reports, choice.figures)
    found = []
    for name in choice.figures:
        known = [figures[name] for figures in stated.values() if name in figures]
        if not known:
            continue
        unit = known[0].unit
        table = tuple(tuple(_value(each, year, name, unit, stated) for year in choice.years) for each in rows)
        found.append(Compared(name, statutory.words_of(name), unit, table))
    return found


def _value(body: shelves.Body, year: int, name: str, unit: str, stated: dict[int, dict[str, Figure]]) -> Value:
    report = body.reports.get(year)
    figure = stated.get(report.pk, {}).get(name) if report is not None else None
    number = shelves.in_unit(figure, unit) if figure is not None else None
    share = None
    if number is not None and report is not None and report.inhabitants and unit != "%":
        share = round(number * PER / report.inhabitants, 4)
    return Value(body, year, report, figure, number, share)


def found_bodies(bodies: Sequence[shelves.Body], words: str) -> list[shelves.Body]:
    """The bodies whose name, short name or code has these words."""
    return [
        each
        for each in bodies
        if words in each.name
        or (each.agency is not None and (words in each.agency.short_name or words == each.agency.code))
    ]
