"""The public library as shelves: whose reports there are and from which years, which are missing, what they state."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db.models import Count, F, QuerySet

from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.reports import Figure, Original, Release, Report
from gongkai.annualreports.queries import library, statutory
from gongkai.orgs.models import Agency
from gongkai.rules import forms
from gongkai.rules.report_checks import facts

CHUNK = 400
NEWEST = 20


@dataclass(frozen=True)
class Body:
    """Whose reports stand together: an agency of the tree, or a body outside of it; its public reports by year."""

    key: str
    name: str
    agency: Agency | None
    keeper: Agency
    reports: Mapping[int, Report]

    @property
    def years(self) -> list[int]:
        """The years that have a report, oldest first."""
        return sorted(self.reports)

    @property
    def last(self) -> Report:
        """Its newest report."""
        return self.reports[max(self.reports)]


@dataclass(frozen=True)
class Missing:
    """A year without a report of a body that has others, and until when it had to be filed, by which article."""

    year: int
    due_on: datetime.date | None
    basis: str


def key_of(report: Report) -> str:
    """What an address calls the body of a report: the agency's code, or a mark that no code can be.

    The report's `agency` and `keeper` must be at hand.
    """
    if report.agency is not None:
        return report.agency.code
    return "o." + hashlib.sha256(f"{report.keeper.code}/{report.body}".encode()).hexdigest()[:10]


def bodies(reports: Iterable[Report]) -> list[Body]:
    """The bodies of these reports: agencies in the order of the tree, then those outside by name."""
    found: dict[str, dict[int, Report]] = defaultdict(dict)
    for each in reports:
        found[key_of(each)][each.year] = each
    rows = [_body(key, by_year) for key, by_year in found.items()]
    return sorted(rows, key=lambda each: (each.agency is None, each.agency.sort_path if each.agency else each.name))


def body_of(report: Report) -> Body | None:
    """The body of a report with all its public reports; None when none is public any more. One query."""
    rows = Report.objects.public().of_body(report).select_related("agency", "keeper", "public_snapshot")
    found = bodies(rows)
    return found[0] if found else None


def missing(body: Body, *, on: datetime.date) -> list[Missing]:
    """Years from a body's first report in the library on that were due before a day and are not there, newest first.

    Nothing is said of bodies outside of the tree, and of years at whose end the agency did not exist.
    """
    if body.agency is None:
        return []
    who: Literal["agency", "government"] = "government" if body.agency.kind == Agency.Kind.GOVERNMENT else "agency"
    found = []
    for year in range(on.year - 1, min(body.reports), -1):
        if year in body.reports or not body.agency.exists_on(datetime.date(year, 12, 31)):
            continue
        form = forms.edition_for(year)
        due_on, basis = form.due_on(year, who) if form else (None, "")
        if due_on is None or due_on < on:
            found.append(Missing(year, due_on, basis))
    return found


def stated(reports: Iterable[Report], indicators: Sequence[str]) -> dict[int, dict[str, Figure]]:
    """By report: the best public statement of each of some statistics of the year. One query for 400 reports."""
    by_snapshot = {each.public_snapshot_id: each.pk for each in reports if each.public_snapshot_id}
    numbers = list(by_snapshot)
    found: dict[int, list[Figure]] = defaultdict(list)
    for start in range(0, len(numbers), CHUNK):
        rows = Figure.objects.filter(
            snapshot__in=numbers[start : start + CHUNK], indicator__in=indicators, period=Figure.Period.YEAR
        )
        for figure in rows.order_by("position"):
            found[by_snapshot[figure.snapshot_id]].append(figure)
    return {pk: statutory.by_indicator(figures) for pk, figures in found.items()}


def in_unit(figure: Figure, unit: str) -> Decimal:
    """The number of a figure in another unit of money; other units are taken as they are."""
    if figure.unit == unit or not unit.endswith("元"):
        return figure.number
    place = facts.Place("", -1, -1)
    own = facts.Fact(None, 1, figure.unit, "table", place).amount
    other = facts.Fact(None, 1, unit, "table", place).amount
    return round(figure.number * Decimal(own) / Decimal(other), 4)


def counts() -> dict[int, int]:
    """How many public reports each year has, newest first. One query."""
    rows = Report.objects.public().order_by("-year").values("year")
    return dict(rows.annotate(n=Count("pk")).values_list("year", "n"))


def newest(size: int = NEWEST) -> list[tuple[Report, Release]]:
    """The reports published or corrected last, each with its first release. Two queries."""
    rows = library.reports().order_by("-published_at", "-id")[:size]
    chosen = {each.pk: each for each in rows}
    releases = Release.objects.filter(report__in=list(chosen), kind=Release.Kind.PUBLISH).order_by("-at", "-id")
    first = {each.report_id: each for each in releases}
    return [(report, first[pk]) for pk, report in chosen.items() if pk in first]


def public_among(ids: Iterable[int]) -> set[int]:
    """The public ones among these reports. One query for 400."""
    wanted = sorted(set(ids))
    found: set[int] = set()
    for start in range(0, len(wanted), CHUNK):
        found.update(Report.objects.public().filter(pk__in=wanted[start : start + CHUNK]).values_list("pk", flat=True))
    return found


def once_public(*, size: int) -> Iterator[list[int]]:
    """Ids of all reports that are or were public, in chunks read by key."""
    after = 0
    rows = Report.objects.filter(releases__isnull=False).order_by("pk").distinct()
    while found := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:size]):
        yield found
        after = found[-1]


def originals_of(ids: Iterable[int]) -> list[Original]:
    """The papers of these reports, whether the public may have them or not, with their files. One query."""
    return list(Original.objects.filter(report__in=list(ids)).select_related("file").defer("text", "outline"))


def public_originals(hashes: Iterable[str]) -> set[tuple[str, str]]:
    """Of files with these hashes, the pairs of hash and name under which a public report offers one. Two queries."""
    wanted = list(hashes)
    rows = Original.objects.filter(
        file__sha256__in=wanted, snapshots=F("report__public_snapshot"), report__state=Report.State.PUBLISHED
    )
    made = Output.objects.filter(
        file__sha256__in=wanted, text__releases__isnull=False, text__report__state=Report.State.PUBLISHED
    )
    return set(rows.values_list("file__sha256", "name")) | set(made.values_list("file__sha256", "name"))


def outputs_of(ids: Iterable[int]) -> list[Output]:
    """The files that these reports are handed out as and that were public once. One query."""
    rows = Output.objects.filter(text__report__in=list(ids), text__releases__isnull=False, file__isnull=False)
    return list(rows.select_related("file").distinct().order_by("id"))


def siblings(ids: Iterable[int]) -> list[Report]:
    """These reports, public or not, and every public one of the same bodies. At most three queries."""
    rows = list(Report.objects.filter(pk__in=list(ids)).select_related("agency", "keeper"))
    public: QuerySet[Report] = Report.objects.public().select_related("agency", "keeper")
    inside = public.filter(agency__in={each.agency_id for each in rows if each.agency_id})
    names = {(each.keeper_id, each.body) for each in rows if each.agency_id is None}
    outside = public.filter(agency__isnull=True, body__in={name for _keeper, name in names})
    known = {each.pk: each for each in (*rows, *inside)}
    known.update({each.pk: each for each in outside if (each.keeper_id, each.body) in names})
    return list(known.values())


def reports_of(agency: Agency) -> list[Report]:
    """The public reports of an agency, newest first. One query."""
    rows = Report.objects.public().filter(agency=agency).select_related("agency", "keeper")
    return list(rows.order_by("-year", "id"))


def ids_of(*, agency_id: int) -> list[int]:
    """The public reports of an agency, by id. One query."""
    return list(Report.objects.public().filter(agency=agency_id).order_by("pk").values_list("pk", flat=True))


def _body(key: str, by_year: Mapping[int, Report]) -> Body:
    last = by_year[max(by_year)]
    return Body(key, last.agency.name if last.agency else last.body, last.agency, last.keeper, by_year)


def versions_of(ids: Iterable[int]) -> dict[int, set[int]]:
    """By report: the numbers of every version that was public once. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Release.objects.filter(report__in=list(ids), kind=Release.Kind.PUBLISH).select_related("snapshot", "text")
    for each in rows.defer("text__chapters"):
        found[each.report_id].add(library.number_of(each))
    return found
