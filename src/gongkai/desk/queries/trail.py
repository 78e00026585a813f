"""The trail in words: events with the names of those who acted and the address of what they acted on."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, CharField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.disclosures.models import Clearance
from gongkai.events import queries as events
from gongkai.events.models import Chain, Event
from gongkai.orgs.models import Agency


@dataclass(frozen=True)
class Entry:
    """One event as people read it; `seal` is its number in the chain, None while it waits for the seal."""

    at: datetime.datetime
    text: str
    who: str
    note: str
    link: str
    kind: str
    agency: str
    seal: int | None
    hash: str


def visible(access: Access) -> QuerySet[Event]:
    """The events of the agencies whose trail a person may see, newest first, with names."""
    ids = access.agencies(Permission.TRAIL_VIEW).values("pk")
    return named(Event.objects.filter(agency_id__in=ids)).order_by("-id")


def references_named(words: str) -> list[str]:
    """How events speak of the people whose name holds some words; at most 100 of them. One query."""
    people = Person.objects.filter(name__icontains=words).order_by("id").values_list("pk", flat=True)[:100]
    return [f"person:{number}" for number in people]


def named(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The events with the names of those who acted and of the agencies, so that no other query is needed."""
    number = Cast(Substr(OuterRef("by"), len("person:") + 1), BigIntegerField())
    people = Subquery(Person.objects.filter(pk=number).values("name"))
    return rows.annotate(
        person_name=Case(When(by__regex=r"^person:[0-9]+$", then=people), output_field=CharField()),
        agency_name=Subquery(Agency.objects.filter(pk=OuterRef("agency_id")).values("short_name")),
    )


def presented(rows: Iterable[Event]) -> list[Entry]:
    """Events of `named` in words. No query."""
    return [
        Entry(
            at=row.at,
            text=words(row),
            who=who(row.by, row.person_name),  # type: ignore[attr-defined]
            note="",
            link=address(row.about),
            kind=row.kind,
            agency=row.agency_name or "",  # type: ignore[attr-defined]
            seal=row.seq,
            hash=row.hash,
        )
        for row in rows
    ]


def words(row: Event) -> str:
    """The sentence that presents an event, with codes in it put into words."""
    step = row.data.get("step")
    if step in Clearance.Kind.values:
        row.data = {**row.data, "step": str(Clearance.Kind(step).label)}
    return events.words(row)


def who(reference: str, name: str | None) -> str:
    """A person's name, or the system."""
    return (name or reference) if reference.startswith("person:") else gettext("the system")


def address(reference: str) -> str:
    """Where the desk shows what an event is about; empty for what has no page."""
    kind, _colon, number = reference.partition(":")
    if kind == "item" and number.isdecimal():
        return reverse("disclosures:item", args=[int(number)])
    if kind == "import" and number.isdecimal():
        return reverse("disclosures:import", args=[int(number)])
    if kind == "activity" and number.isdecimal():
        return reverse("activities:activity", args=[int(number)])
    if kind == "report" and number.isdecimal():
        return reverse("annualreports:report", args=[int(number)])
    if kind == "report-batch" and number.isdecimal():
        return reverse("annualreports:drop", args=[int(number)])
    return ""


def sealed_to() -> tuple[int, str]:
    """How far the chain is sealed, with the last hash; (0, "") before the first seal."""
    end = Chain.objects.filter(pk=1).first()
    return (end.seq, end.hash) if end else (0, "")
