"""Who may do what, where."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from gongkai.accounts import permissions
from gongkai.accounts.models import Person, Role, RoleHolding
from gongkai.core.permissions import Permission
from gongkai.orgs.models import Agency


@dataclass(frozen=True)
class Held:
    """One role held, flattened for quick answers."""

    role: str
    agency_id: int
    path: str
    with_subtree: bool


@dataclass(frozen=True)
class Access:
    """What one person may do on one day. Built with one query; answers without any."""

    person: Person
    held: tuple[Held, ...]
    # Scopes put together once: a page asks for the same ones up to twenty times.
    _scopes: dict[tuple[str, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    def may(self, permission: Permission, agency: Agency) -> bool:
        """Tell whether the permission is held in this agency, directly or from above."""
        return any(
            permission in permissions.ROLE_PERMISSIONS[each.role]
            and (each.agency_id == agency.pk or (each.with_subtree and agency.path.startswith(each.path)))
            for each in self.held
        )

    def anywhere(self, permission: Permission) -> bool:
        """Tell whether the permission is held in any agency."""
        return any(permission in permissions.ROLE_PERMISSIONS[each.role] for each in self.held)

    def agencies(self, permission: Permission) -> QuerySet[Agency]:
        """The agencies in which the permission is held."""
        if (permission,) not in self._scopes:
            self._scopes[permission,] = Agency.objects.filter(self._scope(permission, "pk", "path"))
        found: QuerySet[Agency] = self._scopes[permission,]
        return found.all()

    def within(self, permission: Permission, agency: str = "agency") -> Q:
        """Rows of those agencies, told without asking for the agencies first; `agency` is the rows' way to theirs."""
        if (permission, agency) not in self._scopes:
            self._scopes[permission, agency] = self._scope(permission, f"{agency}_id", f"{agency}__path")
        found: Q = self._scopes[permission, agency]
        return found

    def _scope(self, permission: Permission, key: str, path: str) -> Q:
        held = [each for each in self.held if permission in permissions.ROLE_PERMISSIONS[each.role]]
        trees = {each.path for each in held if each.with_subtree}
        # What lies below a tree that is held as a whole, is held already.
        trees = {each for each in trees if not any(each != other and each.startswith(other) for other in trees)}
        single = {each.agency_id for each in held if not any(each.path.startswith(other) for other in trees)}
        wanted = Q(**{f"{key}__in": sorted(single)})
        for each in sorted(trees):
            wanted |= Q(**{f"{path}__startswith": each})
        return wanted


def access_of(person: Person, *, on: datetime.date) -> Access:
    """What a person may do on a day. One query; nobody signed in, or an inactive person, may do nothing."""
    if not person.is_authenticated or not person.is_active:
        return Access(person, ())
    rows = list(RoleHolding.objects.in_force(on).filter(person=person).select_related("agency"))
    home = next((row.agency for row in rows if row.agency_id == person.home_id), None)
    if home is not None:
        person.home = home  # every page names it; this saves asking for it
    return Access(person, tuple(Held(row.role, row.agency_id, row.agency.path, row.with_subtree) for row in rows))


def people(access: Access, permission: Permission) -> QuerySet[Person]:
    """The people of agencies where the permission is held; those of no agency for who holds it at the top."""
    wanted = Q(home__in=access.agencies(permission))
    if permissions.may_take_in(access.held, home=None):
        wanted |= Q(home__isnull=True)
    return Person.objects.filter(wanted)


def holdings(person: Person) -> QuerySet[RoleHolding]:
    """Every role a person holds, held or will hold, newest first."""
    return person.holdings.select_related("agency").order_by("-since", "-id")


def sessions(person: Person, *, at: datetime.datetime) -> list[UserSession]:
    """The sessions in which a person is signed in at a moment, the last used first. Two queries.

    One that was begun with another password is over, though it may still be kept.
    """
    known = list(UserSession.objects.filter(user=person).order_by("-last_seen_at", "pk"))
    kept = Session.objects.filter(session_key__in=[each.session_key for each in known], expire_date__gt=at)
    now = person.get_session_auth_hash()
    alive = {each.session_key for each in kept if each.get_decoded().get(HASH_SESSION_KEY) == now}
    return [each for each in known if each.session_key in alive]


def may_administer(access: Access, person: Person, *, on: datetime.date) -> bool:
    """Tell whether the person signed in may change this one (see `permissions`). One query."""
    rows = RoleHolding.objects.exclude(until__lt=on).filter(person=person).select_related("agency")
    return permissions.may_administer(access.held, person=person, holdings=[(row, row.agency) for row in rows])


def roles_to_hand_out(access: Access) -> list[str]:
    """The roles the person signed in may hand out somewhere, in their usual order."""
    wanted = {role for each in access.held for role in permissions.HANDS_OUT.get(each.role, ())}
    return [role for role in Role.values if role in wanted]


def holders(permission: Permission, agency: Agency, *, on: datetime.date) -> QuerySet[Person]:
    """The active people who hold a permission in an agency on a day, by name."""
    rows = (
        RoleHolding.objects.in_force(on)
        .filter(role__in=permissions.roles_that_permit(permission))
        .filter(Q(agency=agency) | Q(with_subtree=True, agency__in=agency.ancestor_ids))
    )
    return Person.objects.filter(is_active=True, pk__in=rows.values("person")).order_by("name", "id")
