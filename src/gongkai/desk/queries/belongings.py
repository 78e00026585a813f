"""Everything that stands with a person, over all apps, and who may take it over."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.accounts import permissions
from gongkai.accounts import queries as people
from gongkai.accounts.models import Person, Role, RoleHolding
from gongkai.accounts.queries import Access
from gongkai.activities.queries import belongings as accounts
from gongkai.core.belongings import Belonging
from gongkai.core.permissions import Permission
from gongkai.desk.models import Handover
from gongkai.disclosures.queries import belongings as items
from gongkai.foi.queries import belongings as cases

ROLE = "role"
# In the order in which they are passed on: whoever gets a text must hold the role by then.
KINDS: dict[str, Any] = {
    ROLE: _("Roles"),
    items.TEXT: _("Texts under way"),
    items.REVIEW: _("Texts waiting for their review"),
    items.CHAIN: _("Places in chains of review"),
    items.STANDING_IN: _("Standing in for others"),
    cases.CASE: _("Requests"),
    accounts.ACCOUNT: _("Official accounts"),
}
MOST_PEOPLE = 1000


@dataclass(frozen=True)
class Group:
    """The things of one kind."""

    kind: str
    words: Any
    things: Sequence[Belonging]


def leaver(access: Access, person_id: int, *, on: datetime.date) -> tuple[Person, list[RoleHolding]] | None:
    """Somebody whom one may administer, with the roles in force or to come; None for anybody else. Two queries."""
    person = people.people(access, Permission.PERSON_EDIT).select_related("home").filter(pk=person_id).first()
    if person is None:
        return None
    rows = list(RoleHolding.objects.exclude(until__lt=on).filter(person=person).select_related("agency").order_by("id"))
    if not permissions.may_administer(access.held, person=person, holdings=[(row, row.agency) for row in rows]):
        return None
    return person, rows


def of(person: Person, holdings: Sequence[RoleHolding], *, at: datetime.datetime) -> list[Group]:
    """Everything that stands with a person, by kind. Three queries."""
    url = reverse("accounts:person", args=[person.pk])
    found = [
        Belonging(ROLE, row.pk, str(Role(row.role).label), row.agency.short_name, url)
        for row in holdings
        if row.since <= at.date()
    ]
    found += [*items.of(person, at=at), *cases.of(person), *accounts.of(person)]
    groups = {kind: [each for each in found if each.kind == kind] for kind in KINDS}
    return [Group(kind, KINDS[kind], things) for kind, things in groups.items() if things]


def successors(access: Access, person: Person) -> list[Person]:
    """Who may take over: the active people one administers, those of the same agency first. One query."""
    rows = people.people(access, Permission.PERSON_EDIT).filter(is_active=True).exclude(pk=person.pk)
    found = list(rows.select_related("home").order_by("name", "pk")[:MOST_PEOPLE])
    return sorted(found, key=lambda each: each.home_id != person.home_id)


def handovers(access: Access) -> QuerySet[Handover]:
    """The hand-overs of people one administers, newest first."""
    rows = Handover.objects.filter(person__in=people.people(access, Permission.PERSON_EDIT))
    return rows.select_related("person__home", "by", "undone_by").order_by("-at", "-id")
