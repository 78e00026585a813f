"""A roll-up: the own figures of an agency and the accepted reports of those that file to it, cell by cell.

Every agency of the year counts once. One that ended within the year is counted by its heir, whose count of records
includes it; only where it reported on paper while the heir's figures are counted here does its paper count itself,
because its records never were here. One that ended without heir is counted from its records unless its report was
accepted. Who has not filed is named as missing.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gongkai.annualreports.models.filing import Filing, Part
from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.queries import courses, shelves, statutory
from gongkai.orgs import queries as orgs
from gongkai.orgs.models import Agency, AgencyName
from gongkai.rules import forms
from gongkai.statistics.queries import filling, spans
from gongkai.statistics.queries.filling import FilledForm

Kind = Part.Kind
COUNTING = (Kind.OWN, Kind.REPORT, Kind.ENDED)


@dataclass(frozen=True)
class Source:
    """One body of a roll-up: what it contributes, or why it contributes nothing."""

    kind: Part.Kind
    agency: Agency
    body: str
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    entered: frozenset[str] = frozenset()
    snapshot: Snapshot | None = None
    words: str = ""

    @property
    def report_id(self) -> int | None:
        """The accepted report its figures come from."""
        return self.snapshot.report_id if self.snapshot is not None else None

    @property
    def counts(self) -> bool:
        """Whether its figures are among those added up."""
        return self.kind in COUNTING


@dataclass(frozen=True)
class RollUp:
    """The parts of an agency and year in the order they are shown, and what they add up to."""

    agency: Agency
    year: int
    edition: str
    sources: tuple[Source, ...]
    # The report of the agency itself, where it has begun one.
    report: Report | None = None

    @property
    def counted(self) -> tuple[Source, ...]:
        """The parts that are added up."""
        return tuple(each for each in self.sources if each.counts)

    @property
    def missing(self) -> tuple[Source, ...]:
        """Those whose accepted report is not there."""
        return tuple(each for each in self.sources if each.kind == Kind.MISSING)

    @property
    def within(self) -> tuple[Source, ...]:
        """Those counted within the figures of another."""
        return tuple(each for each in self.sources if each.kind == Kind.WITHIN)

    def number(self, cell: str) -> Decimal:
        """What the parts state in a cell, added up."""
        return sum((each.numbers[cell] for each in self.counted if cell in each.numbers), start=Decimal(0))

    def silent(self, cell: str) -> list[Source]:
        """The parts that state nothing in a cell."""
        return [each for each in self.counted if cell not in each.numbers]

    def is_entered(self, cell: str) -> bool:
        """Whether somebody stated a part of it by hand."""
        return any(cell in each.entered for each in self.counted)


def sheet(found: RollUp) -> statutory.Sheet:
    """What the parts add up to, laid out in the form."""
    figures = tuple(
        Figure(cell=id, number=found.number(id), unit=cell.unit, label=cell.name, stated="table",
               is_entered=found.is_entered(id) or None)
        for id, cell in forms.form(found.edition).cells.items()
    )  # fmt: skip
    return statutory.laid_out(figures, found.edition)


def gather(agency: Agency, year: int, edition: str) -> RollUp:
    """The parts as they stand now. A fixed number of queries, and a few for each agency that ended without heir."""
    last_day = datetime.date(year, 12, 31)
    begun = Q(founded_on__isnull=True) | Q(founded_on__lte=last_day)
    lasted = Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=datetime.date(year, 1, 1))
    rows = courses.filing_to(agency).filter(begun, lasted).annotate(name_then=_name_on(last_day))
    below: list[Any] = list(rows.in_tree_order())
    reports = _reports([agency, *below], year)
    own_report = reports.get(agency.pk)
    names = {each.pk: each.name_then for each in below}
    names[agency.pk] = own_report.body if own_report is not None else orgs.name_on(agency, last_day)
    filings = {pk: each.filing for pk, each in reports.items() if hasattr(each, "filing")}
    taken = {pk: each for pk, each in filings.items() if each.accepted_by_agency_id == agency.pk}
    numbers, entered = _figures([each.accepted_snapshot for each in taken.values() if each.accepted_snapshot], edition)
    has_ended = any(not each.exists_on(last_day) for each in below)
    heirs = spans.heirs(last_day) if has_ended else {}
    bodies = Agency.objects.in_bulk(set(heirs.values())) if heirs else {}
    sources = [_own(agency, names[agency.pk], year, edition)]
    for each in below:
        accepted = taken[each.pk].accepted_snapshot if each.pk in taken else None
        heir = heirs.get(each.pk) if not each.exists_on(last_day) else None
        if not each.exists_on(last_day) and not _speaks_itself(accepted, heir, filings):
            sources.append(_ended(each, names[each.pk], year, edition, bodies.get(heir or 0)))
        elif accepted is not None:
            found = Source(
                *(Kind.REPORT, each, names[each.pk]), numbers[accepted.pk], entered[accepted.pk], accepted,
                _("Ended within the year; its own report covers its part.") if not each.exists_on(last_day) else "",
            )  # fmt: skip
            sources.append(found)
        else:
            sources.append(Source(Kind.MISSING, each, names[each.pk], words=_where(filings.get(each.pk))))
    order = (Kind.OWN, Kind.REPORT, Kind.ENDED, Kind.WITHIN, Kind.MISSING)
    ordered = tuple(sorted(sources, key=lambda each: order.index(each.kind)))
    return RollUp(agency, year, edition, ordered, own_report)


def _name_on(day: datetime.date) -> Any:
    """The name an agency bore on a day, as part of the question for agencies."""
    names = AgencyName.objects.filter(agency=OuterRef("pk"))
    then = names.filter(since__lte=day).order_by("-since", "-id").values("name")[:1]
    first = names.order_by("since", "id").values("name")[:1]
    return Coalesce(Subquery(then), Subquery(first), F("name"))


def frozen(report: Report, snapshot: Snapshot) -> RollUp:
    """The parts a rolled-up snapshot was made of. One query."""
    assert report.agency is not None
    rows = snapshot.parts.select_related("agency", "source").order_by("position")
    sources = tuple(
        Source(
            kind=Kind(each.kind),
            agency=each.agency,
            body=each.body,
            numbers={cell: Decimal(number) for cell, number in each.numbers.items()},
            entered=frozenset(each.entered),
            snapshot=each.source,
            words=each.words,
        )
        for each in rows
    )
    return RollUp(report.agency, report.year, snapshot.edition, sources, report)


def _own(agency: Agency, body: str, year: int, edition: str) -> Source:
    filled = filling.fill(spans.Scope(agency, spans.year(year)), edition)
    return Source(Kind.OWN, agency, body, *_filled(filled))


def _filled(filled: FilledForm) -> tuple[dict[str, Decimal], frozenset[str]]:
    numbers = {id: Decimal(each.number) for id, each in filled.cells.items()}
    return numbers, frozenset(id for id, each in filled.cells.items() if each.is_entered)


def _ended(agency: Agency, body: str, year: int, edition: str, heir: Agency | None) -> Source:
    """One that ended within the year and has no report of its own that counts."""
    if heir is not None:
        words = _("Ended on %(day)s; its records count within those of %(heir)s.")
        told = words % {"day": agency.dissolved_on, "heir": heir.name}
        return Source(Kind.WITHIN, agency, body, words=told)
    filled = filling.fill(spans.Scope(agency, spans.year(year)), edition)
    words = _("Ended on %(day)s without successor; counted from its records.") % {"day": agency.dissolved_on}
    return Source(Kind.ENDED, agency, body, *_filled(filled), words=words)


def _speaks_itself(accepted: Snapshot | None, heir: int | None, filings: Mapping[int, Filing]) -> bool:
    """Whether the accepted report of a body that ended counts besides its heir's."""
    if accepted is None:
        return False
    if heir is None:
        return True
    of_heir = filings.get(heir)
    heir_on_paper = of_heir is not None and of_heir.accepted_snapshot is not None and not _is_counted(of_heir)
    return not accepted.is_counted and accepted.original_id is not None and not heir_on_paper


def _is_counted(filing: Filing) -> bool:
    return filing.accepted_snapshot is not None and filing.accepted_snapshot.original_id is None


def _reports(agencies: Sequence[Agency], year: int) -> dict[int, Report]:
    """The live reports of agencies on a year, each with its filing at hand. One query."""
    rows = Report.objects.live().filter(agency__in=[each.pk for each in agencies], year=year)
    return {each.agency_id or 0: each for each in rows.select_related("filing__accepted_snapshot")}


def _where(filing: Filing | None) -> str:
    if filing is None:
        return _("Nothing was filed.")
    return _("Not accepted: %(stage)s.") % {"stage": filing.get_stage_display()}


Numbers = dict[int, dict[str, Decimal]]


def _figures(snapshots: Sequence[Snapshot], edition: str) -> tuple[Numbers, dict[int, frozenset[str]]]:
    """The figures of snapshots by cell of an edition, and those stated by hand. One query.

    A figure that stands in no cell of this edition is found by what it counts: a text without tables speaks too.
    """
    cells = forms.form(edition).cells
    rows: dict[int, list[Figure]] = {each.pk: [] for each in snapshots}
    for figure in Figure.objects.filter(snapshot__in=rows).order_by("position"):
        rows[figure.snapshot_id].append(figure)
    numbers: Numbers = {}
    entered: dict[int, frozenset[str]] = {}
    for snapshot in snapshots:
        found = _by_cell(rows[snapshot.pk], cells, is_same_form=snapshot.edition == edition)
        numbers[snapshot.pk] = {cell: shelves.in_unit(each, cells[cell].unit) for cell, each in found.items()}
        entered[snapshot.pk] = frozenset(cell for cell, each in found.items() if each.is_entered)
    return numbers, entered


def _by_cell(figures: Iterable[Figure], cells: Mapping[str, forms.Cell], *, is_same_form: bool) -> dict[str, Figure]:
    rows = list(figures)
    stated = {each.cell: each for each in rows if each.cell in cells} if is_same_form else {}
    by_indicator = statutory.by_indicator(rows)
    for id, cell in cells.items():
        spoken = by_indicator.get(cell.indicator or "")
        if id not in stated and spoken is not None and not spoken.is_approximate:
            stated[id] = spoken
    return {id: stated[id] for id in cells if id in stated}
