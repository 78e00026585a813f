"""What of items and reviews stands with a person: texts under way, places in chains, open steps, standing in."""

import datetime
from typing import Any

from django.db.models import Exists, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.core.belongings import Belonging
from gongkai.disclosures.chain_models import Chain, OpenStep, Substitution
from gongkai.disclosures.models import Item

State = Item.State
TEXT, CHAIN, REVIEW, STANDING_IN = "text", "chain", "review", "standing-in"
LONG = datetime.timedelta(days=90)
UNDER_WAY = (State.DRAFT, State.RETURNED, State.IN_REVIEW, State.CLEARED)


def kept_by(person: Person) -> Q:
    """Items that a person looks after: as author of the newest text, or since it was passed on to them."""
    passed_on = Q(keeper__at__gte=F("revision__created_at"))
    is_newer = Q(keeper__isnull=True) | Q(keeper__at__lt=F("revision__created_at"))
    return (Q(keeper__person=person) & passed_on) | (Q(revision__author=person) & is_newer)


def texts(person: Person) -> QuerySet[Item]:
    """The texts under way that a person looks after."""
    stage = Q(amendment__in=UNDER_WAY) | Q(amendment="", state__in=UNDER_WAY)
    return Item.objects.filter(stage).filter(kept_by(person))


def of(person: Person, *, at: datetime.datetime) -> list[Belonging]:
    """Everything of items and reviews that stands with a person, by kind. One query."""
    named = Q(steps__person=person) | Q(head=person)
    # Frozen chains keep their names; with somebody standing in for long the steps have gone on already.
    stood_in = Substitution.objects.in_force(at).filter(person=person, ends_at__gt=at + LONG)
    parts = (
        _part(TEXT, texts(person), "revision__title", "agency__short_name"),
        _part(CHAIN, Chain.objects.filter(named, ended_at__isnull=True).distinct(), "name", "agency__short_name"),
        _part(
            REVIEW,
            OpenStep.objects.filter(step__person=person).exclude(Exists(stood_in)),
            "item__revision__title",
            "item__agency__short_name",
            "item",
        ),
        _part(
            STANDING_IN,
            Substitution.objects.filter(substitute=person, ended_at__isnull=True, ends_at__gt=at),
            "person__name",
            "person__home__short_name",
        ),
    )
    first, *others = parts
    rows = sorted(first.union(*others, all=True), key=lambda row: (row[0], row[3], row[1]))
    return [
        Belonging(kind, pk, title or "", agency or "", _url(kind, pk, place)) for kind, pk, title, agency, place in rows
    ]


def _url(kind: str, pk: int, place: int) -> str:
    if kind in (TEXT, REVIEW):
        return reverse("disclosures:item", args=[place])
    return reverse("disclosures:chains" if kind == CHAIN else "disclosures:absences")


def _part(kind: str, rows: QuerySet[Any], title: str, agency: str, place: str = "pk") -> QuerySet[Any, Any]:
    shaped: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(part=Value(kind), t=Cast(title, TextField()), a=Cast(agency, TextField()), n=F(place))
        .values_list("part", "pk", "t", "a", "n")
    )
    return shaped
