"""Who may handle the requests of which agency, for giving many cases away at once."""

import datetime
from collections.abc import Sequence

from gongkai.accounts import permissions
from gongkai.accounts.models import Person, RoleHolding
from gongkai.core.permissions import Permission
from gongkai.orgs.models import Agency


def by_agency(agencies: Sequence[Agency], *, on: datetime.date) -> dict[int, list[Person]]:
    """The active people who may handle requests in each agency on a day, those at home there first. One query."""
    wanted = {pk for agency in agencies for pk in agency.ancestor_ids}
    rows = RoleHolding.objects.in_force(on).filter(
        role__in=permissions.roles_that_permit(Permission.REQUEST_HANDLE), agency__in=wanted, person__is_active=True
    )
    held = list(rows.select_related("person").order_by("person__name", "person_id"))
    found: dict[int, list[Person]] = {}
    for agency in agencies:
        up = set(agency.ancestor_ids)
        people = {
            row.person_id: row.person
            for row in held
            if row.agency_id == agency.pk or (row.with_subtree and row.agency_id in up)
        }
        found[agency.pk] = sorted(people.values(), key=lambda person: person.home_id != agency.pk)
    return found
