"""The superior's board: every agency that files to it on a year, how far its report is, who is late and reminded."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from gongkai.accounts import permissions as roles
from gongkai.accounts.models import Person, RoleHolding
from gongkai.accounts.queries import Access
from gongkai.annualreports.models.filing import Filing, FilingLine, Reminder, Step
from gongkai.annualreports.models.reports import Finding, Report
from gongkai.annualreports.queries import courses
from gongkai.core.permissions import Permission
from gongkai.orgs.models import Agency, AgencyQuerySet
from gongkai.rules import filing_terms

Stage = Filing.Stage
NOT_BEGUN, PUBLISHED = "not-begun", "published"
DONE = (Stage.FILED, Stage.ACCEPTED)
_LIVE = [each for each in Report.State.values if each != Report.State.WITHDRAWN]
_REPORT = "on_year"
# Agencies with what `standing` adds to them.
Rows = QuerySet[Any]


@dataclass(frozen=True)
class Standing:
    """How the reports of a year stand: how many agencies in all, at each stage, late, with errors."""

    total: int
    stages: dict[str, int]
    late: int
    errors: int

    @property
    def missing(self) -> int:
        """How many have not been filed."""
        return self.total - sum(self.stages.get(each, 0) for each in DONE)


def on_board(access: Access, year: int) -> Rows:
    """The agencies that file to those in which a person accepts reports, and that existed at the end of the year.

    Each with `report_id`, `stage`, `filed_at`, `due_on`, `error_count` of its live report on the year.
    """
    superiors = access.agencies(Permission.REPORT_ACCEPT)
    lines = FilingLine.objects.filter(superior__in=superiors).values("agency")
    others = FilingLine.objects.values("agency")
    rows = Agency.objects.filter(Q(pk__in=lines) | (Q(parent__in=superiors) & ~Q(pk__in=others)))
    return standing(rows, year)


def standing(agencies: AgencyQuerySet, year: int) -> Rows:
    """Some agencies that existed at the end of a year, with how their reports on it stand."""
    last = datetime.date(year, 12, 31)
    condition = Q(annual_reports__year=year, annual_reports__state__in=_LIVE)
    return (
        agencies.alive(last)
        .select_related("parent", "filing_line__superior")
        .annotate(**{_REPORT: FilteredRelation("annual_reports", condition=condition)})
        .annotate(
            report_id=F(f"{_REPORT}__id"),
            report_state=F(f"{_REPORT}__state"),
            error_count=F(f"{_REPORT}__error_count"),
            filed_at=F(f"{_REPORT}__filing__filed_at"),
            filed_on_paper=F(f"{_REPORT}__filed_on"),
            due_on=_due_on(year),
        )
        .annotate(
            stage=Case(
                When(report_id__isnull=True, then=Value(NOT_BEGUN)),
                default=Coalesce(F(f"{_REPORT}__filing__stage"), Value(Stage.DRAFT)),
                output_field=CharField(),
            )
        )
    )


def _due_on(year: int) -> Any:
    """The last day of each kind and level, as the law has it for the year."""
    whens = []
    for kind in Agency.Kind.values:
        for level in Agency.Level.values:
            term = filing_terms.term(year=year, kind=kind, level=level)
            if term is not None:
                whens.append(When(kind=kind, level=level, then=Value(term.due_on)))
    return Case(*whens, default=Value(None), output_field=DateField())


def overdue(on: datetime.date) -> Q:
    """Of the agencies on a board: those whose day is over and whose report is not with the superior."""
    return Q(due_on__lt=on) & ~Q(stage__in=DONE)


def summary(rows: Rows, *, on: datetime.date) -> Standing:
    """The figures above the board. One query."""
    stages = (NOT_BEGUN, *Stage.values)
    counted = rows.order_by().aggregate(
        total_n=Count("pk"),
        late_n=Count("pk", filter=overdue(on)),
        error_n=Count("pk", filter=Q(error_count__gt=0)),
        **{f"n{place}": Count("pk", filter=Q(stage=stage)) for place, stage in enumerate(stages)},
    )
    at = {stage: counted[f"n{place}"] for place, stage in enumerate(stages)}
    return Standing(counted["total_n"], at, counted["late_n"], counted["error_n"])


def superiors(agencies: Iterable[Agency]) -> dict[int, Agency | None]:
    """To whom each of some agencies files, by its id. No query for those of a board."""
    found: dict[int, Agency | None] = {}
    for each in agencies:
        line: FilingLine | None = getattr(each, "filing_line", None)
        found[each.pk] = line.superior if line is not None else each.parent
    return found


def reminders(agencies: Sequence[int], year: int) -> dict[int, tuple[int, datetime.datetime]]:
    """How often and when last some agencies were reminded of a year. One query."""
    rows = Reminder.objects.filter(agency__in=agencies, year=year).values_list("agency")
    return {pk: (n, last) for pk, n, last in rows.annotate(n=Count("pk"), last=Max("at"))}


def likeness(reports: Sequence[int]) -> dict[int, str]:
    """For each report the sentence that says whose text it shares, the closest first. One query."""
    rows = Finding.objects.filter(report__in=reports, source=Finding.Source.COPIES, gone_at__isnull=True)
    found: dict[int, str] = {}
    for pk, sentence in rows.order_by("position", "id").values_list("report", "sentence"):
        found.setdefault(pk, sentence)
    return found


def officers(agencies: Iterable[Agency], *, on: datetime.date) -> dict[int, list[Person]]:
    """Who files for each of some agencies: who holds the right there, else who holds it next above. One query."""
    rows = (
        RoleHolding.objects.in_force(on)
        .filter(role__in=roles.roles_that_permit(Permission.REPORT_FILE), person__is_active=True)
        .select_related("person")
        .order_by("person__name", "person_id")
    )
    direct: dict[int, dict[int, Person]] = {}
    above: dict[int, dict[int, Person]] = {}
    for each in rows:
        direct.setdefault(each.agency_id, {})[each.person_id] = each.person
        if each.with_subtree:
            above.setdefault(each.agency_id, {})[each.person_id] = each.person
    found = {}
    for agency in agencies:
        nearest = next((above[pk] for pk in reversed(agency.ancestor_ids[:-1]) if pk in above), {})
        found[agency.pk] = list((direct.get(agency.pk) or nearest).values())
    return found


def waiting(access: Access) -> QuerySet[Filing]:
    """The filings at a step that a person may take now: review, sign, file, answer, accept.

    Left out is what waits for other hands than theirs, because they took part in the text already.
    """
    wanted = (
        _at(access, Stage.IN_REVIEW, Permission.REPORT_REVIEW)
        | _at(access, Stage.REVIEWED, Permission.REPORT_SIGN)
        | _at(access, Stage.SIGNED, Permission.REPORT_FILE)
        | _at(access, Stage.RETURNED, Permission.REPORT_FILE)
    )
    if access.anywhere(Permission.REPORT_ACCEPT):
        wanted |= Q(stage=Stage.FILED, superior__in=access.agencies(Permission.REPORT_ACCEPT))
    mine = Step.objects.filter(text=OuterRef("text"), by=access.person, kind__in=courses.HANDS)
    theirs = Q(stage__in=(Stage.IN_REVIEW, Stage.REVIEWED, Stage.FILED)) & Q(Exists(mine))
    return Filing.objects.filter(wanted).exclude(theirs).exclude(report__state=Report.State.WITHDRAWN)


def _at(access: Access, stage: str, permission: Permission) -> Q:
    if not access.anywhere(permission):
        return Q(pk__in=[])
    return Q(stage=stage, report__keeper__in=access.agencies(permission))
