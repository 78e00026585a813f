"""The request tables of the statutory forms, counted from the cases; every figure opens onto its records.

A request counts as new in the year of its receipt, and with one outcome in the year of its first decision (the last
outcome within that year, when it was decided anew). What was received and not yet decided when the year began or
ended was carried over.
"""

import collections
import datetime
import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Max, Q, QuerySet, Sum

from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.handling import Fee
from gongkai.foi.models.remedies import Remedy
from gongkai.orgs.models import Agency
from gongkai.rules import forms, outcomes, regimes, remedies

Value = int | decimal.Decimal
Values = dict[str, Value]
_TOTAL = "total"
_TEN_THOUSAND = decimal.Decimal(10_000)
_PENDING = Remedy.Result.PENDING


@dataclass(frozen=True)
class Year:
    """A calendar year as days."""

    number: int

    @property
    def first(self) -> datetime.date:
        """1 January."""
        return datetime.date(self.number, 1, 1)

    @property
    def last(self) -> datetime.date:
        """31 December."""
        return datetime.date(self.number, 12, 31)


def new(year: int) -> Q:
    """Requests received in a year."""
    span = Year(year)
    return Q(received_on__gte=span.first, received_on__lte=span.last)


def closed(year: int) -> Q:
    """Requests counted with an outcome in a year."""
    span = Year(year)
    return Q(counted_on__gte=span.first, counted_on__lte=span.last)


def open_before(day: datetime.date) -> Q:
    """Requests received before a day and not decided before it."""
    return Q(received_on__lt=day) & (Q(counted_on__isnull=True) | Q(counted_on__gte=day))


def carried_in(year: int) -> Q:
    """Requests carried over from the year before."""
    return open_before(Year(year).first)


def carried_out(year: int) -> Q:
    """Requests carried over to the next year."""
    return open_before(Year(year + 1).first)


def edition_of(year: int) -> str:
    """The edition of the form that a year is reported in. Raises LookupError for a year no form is known for."""
    form = forms.edition_for(year)
    if form is None:
        raise LookupError(year)
    return form.edition


def table(agencies: QuerySet[Agency], year: int, edition: str = "") -> Values:
    """The cells of a form that count requests, remedies and fees, for all these agencies together. Seven queries."""
    return total(tables(agencies, year, edition), edition or edition_of(year))


def tables(agencies: QuerySet[Agency], year: int, edition: str = "") -> dict[int, Values]:
    """The same by agency (id); agencies without any case are left out. Seven queries, however many agencies."""
    edition = edition or edition_of(year)
    found: dict[int, Values] = collections.defaultdict(lambda: dict.fromkeys(cells(edition), 0))
    count = _count_2014 if edition == "form-2014" else _count
    count(found, InfoRequest.objects.filter(agency__in=agencies), year, edition)
    _count_remedies(found, Remedy.objects.filter(agency__in=agencies), year, edition)
    for values in found.values():
        _sum_up(values, edition)
    return dict(found)


def total(by_agency: Mapping[int, Values], edition: str) -> Values:
    """The sum over agencies, cell by cell."""
    values: Values = dict.fromkeys(cells(edition), 0)
    for own in by_agency.values():
        for cell, value in own.items():
            values[cell] += value
    return values


def cells(edition: str) -> list[str]:
    """The cells of a form that requests, remedies and fees fill."""
    wanted = ("s3", "s4", "s5", "s6", "s7") if edition == "form-2014" else ("table3.", "table4.")
    return [cell for cell in forms.form(edition).cells if cell.startswith(wanted)]


def _count(found: dict[int, Values], rows: QuerySet[InfoRequest], year: int, edition: str) -> None:
    for row, condition in (("new", new(year)), ("carried_in", carried_in(year)), ("carried_out", carried_out(year))):
        for agency, kind, n in _grouped(rows.filter(condition), "agency", "applicant_kind"):
            found[agency][f"table3.{row}.{_column(edition, kind)}"] += n
    done = rows.filter(closed(year))
    for agency, kind, outcome, ground, n in _grouped(
        done, "agency", "applicant_kind", "counted_outcome", "counted_ground"
    ):
        cell = outcomes.form_cell(edition, outcome, kind, ground)
        if cell is not None:
            found[agency][cell] += n


def _column(edition: str, kind: str) -> str | None:
    return outcomes.applicant_kind(kind).columns[edition]


def _grouped(rows: QuerySet[InfoRequest], *names: str) -> list[tuple[Any, ...]]:
    return list(rows.order_by().values_list(*names).annotate(n=Count("pk")))


def _count_2014(found: dict[int, Values], rows: QuerySet[InfoRequest], year: int, edition: str) -> None:
    for agency, channel, n in _grouped(rows.filter(new(year)), "agency", "channel"):
        found[agency][regimes.channel(channel).row] += n
    done = rows.filter(closed(year))
    for agency, is_extended, was_late, n in _grouped(done, "agency", "is_extended", "was_late"):
        # The form knows two ways to close: in time, and after the term was prolonged.
        found[agency]["s3_closed_extended" if is_extended or was_late else "s3_closed_on_time"] += n
    for agency, outcome, ground, n in _grouped(done, "agency", "counted_outcome", "counted_ground"):
        row = outcomes.form_row(edition, outcome, ground)
        if row is not None:
            found[agency][row] += n
    for agency, paid in (
        fees_of(year)
        .filter(info_request__in=rows)
        .order_by()
        .values_list("info_request__agency")
        .annotate(n=Sum("paid_yuan"))
    ):
        found[agency]["s7"] += paid / _TEN_THOUSAND


def fees_of(year: int) -> QuerySet[Fee]:
    """The fees paid in a year."""
    span = Year(year)
    return Fee.objects.filter(paid_on__gte=span.first, paid_on__lte=span.last)


def fees_paid(agencies: QuerySet[Agency], year: int) -> decimal.Decimal:
    """The fees these agencies took in a year, in yuan. One query."""
    rows = fees_of(year).filter(info_request__agency__in=agencies)
    return rows.aggregate(n=Sum("paid_yuan"))["n"] or decimal.Decimal(0)


def ended(year: int) -> Q:
    """Remedies whose result came in a year."""
    span = Year(year)
    return Q(result_on__gte=span.first, result_on__lte=span.last)


def pending(year: int) -> Q:
    """Remedies without result when a year ended."""
    last = Year(year).last
    return Q(notified_on__lte=last) & (Q(result_on__isnull=True) | Q(result_on__gt=last))


def _count_remedies(found: dict[int, Values], rows: QuerySet[Remedy], year: int, edition: str) -> None:
    groups = [(rows.filter(ended(year)), ""), (rows.filter(pending(year)), _PENDING)]
    if edition == "form-2014":
        span = Year(year)
        complaints = rows.filter(kind=Remedy.Kind.COMPLAINT, notified_on__gte=span.first, notified_on__lte=span.last)
        groups = [(rows.exclude(kind=Remedy.Kind.COMPLAINT).filter(ended(year)), ""), (complaints, Remedy.Result.OTHER)]
    for some, fixed in groups:
        for agency, kind, result, n in some.order_by().values_list("agency", "kind", "result").annotate(n=Count("pk")):
            cell = remedies.form_cell(edition, kind, fixed or result)
            if cell is not None:
                found[agency][cell] += n


PARTS_2014 = {
    "s3_received": ("s3_in_person", "s3_fax", "s3_online", "s3_letter"),
    "s3_closed": ("s3_closed_on_time", "s3_closed_extended"),
    "s3_r4_refused": (
        "s3_r4_state_secret",
        "s3_r4_trade_secret",
        "s3_r4_privacy",
        "s3_r4_security",
        "s3_r4_not_gov_info",
        "s3_r4_other_law",
    ),
    "s3_replied": (
        "s3_r1_already_public",
        "s3_r2_granted",
        "s3_r3_partial",
        "s3_r4_refused",
        "s3_r5_not_this_agency",
        "s3_r6_not_exist",
        "s3_r7_amend",
        "s3_r8_other_channel",
    ),
    "s4": ("s4_upheld", "s4_corrected", "s4_other"),
    "s5": ("s5_upheld", "s5_corrected", "s5_other"),
}


def _sum_up(values: Values, edition: str) -> None:
    """The totals, as the relations of the form have them."""
    if edition == "form-2014":
        for cell, parts in PARTS_2014.items():
            values[cell] = sum((values[part] for part in parts), start=values[cell])
        return
    columns = [each.columns[edition] for each in outcomes.applicant_kinds()]
    results = {outcomes.form_row(edition, each.code) for each in outcomes.outcomes()}
    for column in columns:
        values[f"table3.result_total.{column}"] = sum(values[f"table3.{row}.{column}"] for row in results if row)
    for row in {cell.split(".")[1] for cell in values if cell.startswith("table3.")}:
        values[f"table3.{row}.{_TOTAL}"] = sum(values[f"table3.{row}.{column}"] for column in columns)
    for case in ("review", "suit_direct", "suit_after_review"):
        results_of = [f"table4.{case}_{each.id}" for each in remedies.results()]
        values[f"table4.{case}_total"] = sum(values[part] for part in results_of)


@dataclass(frozen=True)
class Times:
    """How long answers took, in working days without the paused ones; None without any answer."""

    answered: int
    late: int
    average: float | None
    longest: int | None
    by_days: dict[int, int]


def times(agencies: QuerySet[Agency], year: int) -> Times:
    """Times to answer of a year's decisions. Two queries."""
    rows = InfoRequest.objects.filter(closed(year), agency__in=agencies, days_taken__isnull=False)
    found = rows.aggregate(
        n=Count("pk"), late=Count("pk", filter=Q(was_late=True)), mean=Avg("days_taken"), most=Max("days_taken")
    )
    days = rows.order_by().values_list("days_taken").annotate(n=Count("pk"))
    return Times(found["n"], found["late"], found["mean"], found["most"], dict(sorted(days)))


def by_outcome(agencies: QuerySet[Agency], year: int) -> dict[tuple[str, str], int]:
    """How many of a year's requests ended with which outcome and ground. One query."""
    rows = InfoRequest.objects.filter(closed(year), agency__in=agencies)
    counted = rows.order_by().values_list("counted_outcome", "counted_ground").annotate(n=Count("pk"))
    return {(outcome, ground): n for outcome, ground, n in counted}


def by_month(agencies: QuerySet[Agency], year: int) -> dict[int, int]:
    """How many requests were received in each month. One query."""
    rows = InfoRequest.objects.filter(new(year), agency__in=agencies).order_by()
    return dict(rows.values_list(F("received_on__month")).annotate(n=Count("pk")))
