"""The trail in words: events with the names of those who acted and the address of what they acted on."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Value
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
    """The events of the agencies whose trail a person may see, newest first."""
    ids = access.agencies(Permission.TRAIL_VIEW).values("pk")
    return Event.objects.filter(agency_id__in=ids).order_by("-id")


def references_named(words: str) -> list[str]:
    """How events speak of the people whose name holds some words; at most 100 of them. One query."""
    people = Person.objects.filter(name__icontains=words).order_by("id").values_list("pk", flat=True)[:100]
    return [f"person:{number}" for number in people]


def presented(rows: Iterable[Event]) -> list[Entry]:
    """Events in words. One query, for the names of people and agencies."""
    found = list(rows)
    people = {row.by.removeprefix("person:") for row in found if row.by.startswith("person:")}
    numbers = {int(each) for each in people if each.isdecimal()}
    places = {row.agency_id for row in found if row.agency_id}
    of_people = Person.objects.filter(pk__in=numbers).values_list(Value("person"), "pk", "name")
    of_agencies = Agency.objects.filter(pk__in=places).values_list(Value("agency"), "pk", "short_name")
    named = list(of_people.union(of_agencies, all=True)) if found else []
    names = {pk: name for kind, pk, name in named if kind == "person"}
    agencies = {pk: name for kind, pk, name in named if kind == "agency"}
    return [
        Entry(
            at=row.at,
            text=words(row),
            who=who(row.by, names),
            note="",
            link=address(row.about),
            kind=row.kind,
            agency=agencies.get(row.agency_id or 0, ""),
            seal=row.seq,
            hash=row.hash,
        )
        for row in found
    ]


def words(row: Event) -> str:
    """The sentence that presents an event, with codes in it put into words."""
    step = row.data.get("step")
    if step in Clearance.Kind.values:
        row.data = {**row.data, "step": str(Clearance.Kind(step).label)}
    return events.words(row)


def who(reference: str, names: dict[int, str]) -> str:
    """A person's name, or the system."""
    kind, _colon, number = reference.partition(":")
    if kind == "person" and number.isdecimal():
        return names.get(int(number), reference)
    return gettext("the system")


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
