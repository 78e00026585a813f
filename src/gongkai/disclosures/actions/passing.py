"""Passing on what stands with somebody: texts under way, places in chains, open steps, standing in for others."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.core.permissions import Permission
from gongkai.disclosures.actions import absences, chains, drafting, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.chain_models import Chain, Substitution
from gongkai.disclosures.keeping_models import Keeper
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import belongings

AS_LONG = datetime.timedelta(days=365)


@transaction.atomic
def pass_text(*, item: Item, to: Person, by: By, at: datetime.datetime) -> Keeper:
    """Let somebody else look after a text under way. Raises WrongState, Unfit (they may not write there)."""
    row = drafting.locked(item, *belongings.UNDER_WAY)
    on = at.date()
    if not accounts.holders(Permission.ITEM_DRAFT, row.agency, on=on).filter(pk=to.pk).exists():
        words = _("%(name)s may not write for %(agency)s; pass the role on too.")
        raise refusals.Unfit(words % {"name": to.name, "agency": row.agency.short_name})
    keeper, _is_new = Keeper.objects.update_or_create(
        item=row, defaults={"person": to, "by": kinds.reference(by), "at": at}
    )
    drafting.record(kinds.PASSED_ON, row, by, at, name=to.name)
    return keeper


@transaction.atomic
def give_back(*, item: Item, to: Person, by: By, at: datetime.datetime) -> None:
    """Undo passing a text on: whoever looked after it before does so again. Raises WrongState."""
    row = drafting.locked(item, *belongings.UNDER_WAY)
    assert row.revision is not None
    if row.revision.author_id == to.pk:
        Keeper.objects.filter(item=row).delete()
    else:
        Keeper.objects.filter(item=row).update(person=to, by=kinds.reference(by), at=at)
    drafting.record(kinds.PASSED_ON, row, by, at, name=to.name)


@transaction.atomic
def set_again(*, chain: Chain, by: By, at: datetime.datetime) -> Chain:
    """Put a chain that has ended in force again, as it was. Raises UnfitChain."""
    return pass_place(chain=chain, person=None, to=None, by=by, at=at)


@transaction.atomic
def pass_place(*, chain: Chain, person: Person | None, to: Person | None, by: By, at: datetime.datetime) -> Chain:
    """Put somebody else in a person's place in a chain in force, as step and as head. Raises UnfitChain."""
    steps = [
        chains.Step(
            each.kind, each.days, each.name, to if person is not None and each.person_id == person.pk else each.person
        )
        for each in chain.steps.select_related("person").order_by("position")
    ]
    return chains.set_chain(
        agency=chain.agency,
        kind=chain.kind,
        name=chain.name,
        steps=steps,
        by=by,
        at=at,
        head=to if person is not None and chain.head_id == person.pk else chain.head,
        is_apart=chain.is_apart,
        are_pages_read=chain.are_pages_read,
    )


@transaction.atomic
def pass_steps(*, person: Person, to: Person, by: By, at: datetime.datetime) -> Substitution:
    """Let somebody stand in for the steps that frozen chains keep for a person, for a year. Raises UnfitAbsence."""
    for row in Substitution.objects.in_force(at).filter(person=person):
        absences.come_back(substitution=row, by=by, at=at)
    return absences.be_away(
        person=person,
        substitute=to,
        begins_at=at,
        ends_at=at + AS_LONG,
        reason=pgettext("hand-over", "Handed over"),
        by=by,
        at=at,
    )


@transaction.atomic
def pass_standing_in(*, row: Substitution, to: Person, by: By, at: datetime.datetime) -> Substitution:
    """Let somebody else stand in for the rest of a span. Raises UnfitAbsence."""
    absences.come_back(substitution=row, by=by, at=at)
    return absences.be_away(
        person=row.person,
        substitute=to,
        begins_at=max(row.begins_at, at),
        ends_at=row.ends_at,
        reason=row.reason,
        by=by,
        at=at,
    )
