"""Being away: somebody names a substitute for their review steps for a span, and comes back."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.core.permissions import Permission
from gongkai.disclosures.actions import kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.chain_models import Substitution
from gongkai.events import actions as events

LONGEST = datetime.timedelta(days=366)


@transaction.atomic
def be_away(
    *,
    person: Person,
    substitute: Person,
    begins_at: datetime.datetime,
    ends_at: datetime.datetime,
    reason: str,
    by: By,
    at: datetime.datetime,
) -> Substitution:
    """Name who takes a person's review steps from one moment to another. Raises UnfitAbsence, ReasonMissing.

    The substitute sees the agency's items in their own right; whoever is away meanwhile may still review.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    if person.pk == substitute.pk:
        raise refusals.UnfitAbsence(_("Choose somebody else as the substitute."))
    if ends_at <= max(begins_at, at):
        raise refusals.UnfitAbsence(_("The span must end later than it begins, and later than now."))
    if ends_at - begins_at > LONGEST:
        raise refusals.UnfitAbsence(_("A span lasts at most a year; hand the role over instead."))
    on = at.date()
    if not substitute.is_active or person.home is None:
        raise refusals.UnfitAbsence(_("This person cannot stand in."))
    if not accounts.holders(Permission.ITEM_VIEW, person.home, on=on).filter(pk=substitute.pk).exists():
        raise refusals.UnfitAbsence(_("The substitute must hold a role in the agency, to see what is reviewed."))
    again = Substitution.objects.filter(person=person, ended_at__isnull=True, ends_at__gt=begins_at)
    if again.filter(begins_at__lt=ends_at).exists():
        raise refusals.UnfitAbsence(_("A substitute is named for this time already; end that span first."))
    row = Substitution.objects.create(
        person=person,
        substitute=substitute,
        begins_at=begins_at,
        ends_at=ends_at,
        reason=reason.strip(),
        by=kinds.reference(by),
        at=at,
    )
    _record(kinds.AWAY, row, by, at)
    return row


@transaction.atomic
def come_back(*, substitution: Substitution, by: By, at: datetime.datetime) -> Substitution:
    """End a span before its time. Raises WrongState when it has ended."""
    row = Substitution.objects.select_for_update().get(pk=substitution.pk)
    if row.ended_at is not None or row.ends_at <= at:
        raise refusals.UnfitAbsence(_("This span has ended already."))
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _record(kinds.BACK, row, by, at)
    return row


def _record(kind: str, row: Substitution, by: By, at: datetime.datetime) -> None:
    events.record(
        kind,
        by=kinds.reference(by),
        about=row.person.reference,
        at=at,
        agency_id=row.person.home_id,
        data={
            "person": row.person.name,
            "substitute": row.substitute.name,
            "since": row.begins_at.isoformat(timespec="minutes"),
            "until": row.ends_at.isoformat(timespec="minutes"),
        },
    )
