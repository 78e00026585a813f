"""The yearly word that an agency's guide, rules or contacts were looked at and still hold."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.disclosures.actions import kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.duty_models import Confirmation, Shortfall
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import shortfalls
from gongkai.events import actions as events
from gongkai.orgs import actions as agencies
from gongkai.orgs.models import Agency

CONFIRMED = events.declare("agency.confirmed", gettext_lazy("Checked the {subject} of {name}: still true"))
Subject = Confirmation.Subject


class NothingToConfirm(refusals.Refused):
    """There is no guide, or no rule, that could still be true."""

    words = gettext_lazy("Nothing of this kind is public yet; publish it first.")


@transaction.atomic
def confirm(*, agency: Agency, subject: str, by: By, at: datetime.datetime, note: str = "") -> Confirmation:
    """Say that guide, rules or contacts were looked at today and hold. Raises NothingToConfirm where none is public.

    For the contacts the agency's own day of checking is set as well, which its public page shows.
    """
    on = timezone.localdate(at)
    if subject != Subject.CONTACTS:
        block = next(block for block, kind in shortfalls.YEARLY.items() if kind.value == subject)
        if not Item.objects.public().of(agency).filter(public_revision__column__block=block).exists():
            raise NothingToConfirm
    else:
        agencies.edit_contacts(agency=agency, contacts={}, checked_on=on, by=kinds.reference(by), at=at)
    row = Confirmation.objects.create(
        agency=agency, subject=subject, on=on, note=note.strip()[:200], by=kinds.reference(by), at=at
    )
    Shortfall.objects.filter(agency=agency, kind=subject).delete()
    data = {"name": agency.name, "subject": str(Subject(subject).label), "note": row.note}
    events.record(CONFIRMED, by=kinds.reference(by), about=agency.reference, at=at, agency_id=agency.pk, data=data)
    return row
