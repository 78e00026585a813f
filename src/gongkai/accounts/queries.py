"""Who may do what, where."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongkai.accounts import permissions
from gongkai.accounts.models import Person, RoleHolding
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
        wanted = Q(pk__in=[])
        for each in self.held:
            if permission in permissions.ROLE_PERMISSIONS[each.role]:
                wanted |= Q(path__startswith=each.path) if each.with_subtree else Q(pk=each.agency_id)
        return Agency.objects.filter(wanted)


def access_of(person: Person, *, on: datetime.date) -> Access:
    """What a person may do on a day. One query; nobody signed in, or an inactive person, may do nothing."""
    if not person.is_authenticated or not person.is_active:
        return Access(person, ())
    rows = RoleHolding.objects.in_force(on).filter(person=person).select_related("agency")
    return Access(person, tuple(Held(row.role, row.agency_id, row.agency.path, row.with_subtree) for row in rows))


def holders(permission: Permission, agency: Agency, *, on: datetime.date) -> QuerySet[Person]:
    """The active people who hold a permission in an agency on a day, by name."""
    rows = (
        RoleHolding.objects.in_force(on)
        .filter(role__in=permissions.roles_that_permit(permission))
        .filter(Q(agency=agency) | Q(with_subtree=True, agency__in=agency.ancestor_ids))
    )
    return Person.objects.filter(is_active=True, pk__in=rows.values("person")).order_by("name", "id")
