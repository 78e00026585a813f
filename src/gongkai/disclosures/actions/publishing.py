"""Publishing and what comes after: schedule, publish, change of standing, withdrawal."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import prefetch_related_objects

from gongkai.catalog.actions import numbers as catalog
from gongkai.disclosures.actions import coordinating, drafting, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.chain_models import OpenStep
from gongkai.disclosures.models import Ending, Item, Publication, Revision
from gongkai.rules import index_numbers

State, Validity = Item.State, Item.Validity

_NUMBER_FAULTS = (
    index_numbers.InvalidTemplate,
    index_numbers.MissingValue,
    index_numbers.UnusableValue,
    index_numbers.SerialOutOfRange,
)
STANDING = {
    Ending.Kind.AMEND: Validity.AMENDED,
    Ending.Kind.REPEAL: Validity.REPEALED,
    Ending.Kind.EXPIRE: Validity.EXPIRED,
    Ending.Kind.VOID: Validity.VOID,
    Ending.Kind.RESTORE: Validity.IN_FORCE,
}


def publish(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Make the cleared revision public, with an index number at the first time.

    Raises WrongState (not cleared, already published), NotForThePublic, QuestionsOpen (an agency asked has not agreed),
    NoIndexNumber. The database refuses a revision whose frozen chain is not through for the same text, whoever calls.
    """
    return publish_many(released=[(item, by)], at=at)[0]


@transaction.atomic
def publish_many(*, released: Sequence[tuple[Item, By]], at: datetime.datetime) -> list[Item]:
    """As `publish`, for several items in one go, each with who does it; when one is refused, nothing is done."""
    rows = drafting.locked_many([item for item, _by in released], State.CLEARED, State.SCHEDULED)
    revisions = [_for_the_public(row) for row in rows]
    coordinating.check(rows)
    new = {row.pk: row for row in rows if row.index_no is None}
    for row, number in zip(new.values(), _index_numbers(list(new.values()), on=at.date()), strict=True):
        row.index_no, row.first_published_at = number, at
    by_whom = [by for _item, by in released]
    Publication.objects.bulk_create(
        [
            Publication(
                item=row,
                revision=revision,
                content_hash=revision.content_hash,
                by=kinds.reference(by),
                at=at,
                note=revision.change_note,
            )
            for row, revision, by in zip(rows, revisions, by_whom, strict=True)
        ]
    )
    for row, revision in zip(rows, revisions, strict=True):
        row.state, row.amendment, row.public_revision = State.PUBLISHED, "", revision
        row.published_at, row.publish_at, row.scheduled_by, row.changed_at = at, None, "", at
        if row.pk in new:
            row.validity = validity_of(revision, on=at.date())
        row.save()
    told = [(kinds.PUBLISHED, row, by, _told(row, row.pk in new)) for row, by in zip(rows, by_whom, strict=True)]
    drafting.record_many(told, at)
    return [drafting.refresh(item, row) for (item, _by), row in zip(released, rows, strict=True)]


def _for_the_public(row: Item) -> Revision:
    revision = row.revision
    assert revision is not None
    if revision.attribute != Revision.Attribute.OPEN:
        raise refusals.NotForThePublic
    return revision


def _told(row: Item, is_first: bool) -> dict[str, object]:
    assert row.revision is not None
    number, note = row.revision.number, row.revision.change_note
    return {"index_no": row.index_no, "number": number, "first": is_first, "note": note}


def _index_numbers(rows: Sequence[Item], *, on: datetime.date) -> list[str]:
    prefetch_related_objects(rows, "agency")
    try:
        return catalog.index_numbers_of(agencies=[row.agency for row in rows], on=on)
    except _NUMBER_FAULTS as fault:
        raise refusals.NoIndexNumber(str(fault)) from fault


def validity_of(revision: Revision, *, on: datetime.date) -> str:
    """The standing a document begins with on a day; an item without document number has none."""
    if not revision.doc_no:
        return Validity.NONE
    if revision.expires_on and revision.expires_on < on:
        return Validity.EXPIRED
    if revision.effective_on and revision.effective_on > on:
        return Validity.PENDING
    return Validity.IN_FORCE


@transaction.atomic
def schedule(*, item: Item, by: By, publish_at: datetime.datetime, at: datetime.datetime) -> Item:
    """Publish the cleared revision at a later moment. Raises as `publish` does, MomentPassed."""
    row = drafting.locked(item, State.CLEARED)
    assert row.revision is not None
    if row.revision.attribute != Revision.Attribute.OPEN:
        raise refusals.NotForThePublic
    if publish_at <= at:
        raise refusals.MomentPassed
    coordinating.check([row])
    drafting.set_stage(row, State.SCHEDULED)
    row.publish_at, row.scheduled_by, row.changed_at = publish_at, kinds.reference(by), at
    row.save(update_fields=["state", "amendment", "publish_at", "scheduled_by", "changed_at"])
    drafting.record(kinds.SCHEDULED, row, by, at, publish_at=publish_at.isoformat(timespec="minutes"))
    return drafting.refresh(item, row)


@transaction.atomic
def unschedule(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Take an item off the schedule; it stays cleared. Raises WrongState."""
    row = drafting.locked(item, State.SCHEDULED)
    drafting.set_stage(row, State.CLEARED)
    row.publish_at, row.scheduled_by, row.changed_at = None, "", at
    row.save(update_fields=["state", "amendment", "publish_at", "scheduled_by", "changed_at"])
    drafting.record(kinds.UNSCHEDULED, row, by, at)
    return drafting.refresh(item, row)


def publish_due(*, at: datetime.datetime) -> Sequence[Item]:
    """Publish all whose scheduled moment has come, each in its own transaction, in the scheduler's name."""
    due = Item.objects.filter(publish_at__lte=at).order_by("publish_at", "id")
    return [publish(item=item, by=item.scheduled_by, at=at) for item in due if item.stage == State.SCHEDULED]


@transaction.atomic
def change_validity(
    *,
    item: Item,
    kind: str,
    on: datetime.date,
    reason: str,
    by: By,
    at: datetime.datetime,
    successor: Item | None = None,
    act: Item | None = None,
    amended: Revision | None = None,
    public_note: str = "",
) -> Item:
    """Mark a published document amended, repealed, expired, void, or restored to force; it stays readable.

    `kind` is an Ending.Kind but WITHDRAW. `act` is the public document that does it, `amended` the published text an
    amendment led to. Raises WrongState, ReasonMissing, NotPublic, NotItsText.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    row = drafting.locked(item)
    new = STANDING[Ending.Kind(kind)]
    # A document is amended as often as need be.
    if row.state != State.PUBLISHED or (row.validity == new and kind != Ending.Kind.AMEND):
        raise refusals.WrongState(str(State(row.stage).label))
    _check_act(row, kind, act, amended)
    Ending.objects.create(
        item=row,
        kind=kind,
        on=on,
        reason=reason.strip(),
        public_note=public_note,
        successor=successor,
        act=act,
        amended=amended,
        by=kinds.reference(by),
        at=at,
    )
    row.validity, row.changed_at = new, at
    row.save(update_fields=["validity", "changed_at"])
    drafting.record(kinds.VALIDITY, row, by, at, validity=new, reason=reason.strip(), on=on.isoformat())
    if act is not None:
        assert row.revision is not None
        what = str(Ending.Kind(kind).label)
        drafting.record(kinds.ACTED, act, by, at, what=what, other=row.revision.title, document=row.pk)
    return drafting.refresh(item, row)


def _check_act(row: Item, kind: str, act: Item | None, amended: Revision | None) -> None:
    if act is not None and (act.pk == row.pk or not Item.objects.public().filter(pk=act.pk).exists()):
        raise refusals.NotPublic
    if amended is None:
        return
    if kind != Ending.Kind.AMEND or not Publication.objects.filter(item=row, revision=amended).exists():
        raise refusals.NotItsText


@transaction.atomic
def withdraw(
    *, item: Item, by: By, reason: str, at: datetime.datetime, public_note: str = "", title_shown: bool = True
) -> Item:
    """Take a published item away from the public for good, leaving a tombstone.

    Listeners that serve copies are told before this answers. Raises WrongState, ReasonMissing.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    row = drafting.locked(item)
    if row.state != State.PUBLISHED:
        raise refusals.WrongState(str(State(row.stage).label))
    assert row.public_revision is not None
    title = row.public_revision.title
    Ending.objects.create(
        item=row,
        kind=Ending.Kind.WITHDRAW,
        on=at.date(),
        reason=reason.strip(),
        public_note=public_note.strip(),
        title_shown=title_shown,
        by=kinds.reference(by),
        at=at,
    )
    OpenStep.objects.filter(item=row).delete()
    row.state, row.amendment, row.public_revision = State.WITHDRAWN, "", None
    row.publish_at, row.scheduled_by, row.changed_at = None, "", at
    row.save(update_fields=["state", "amendment", "public_revision", "publish_at", "scheduled_by", "changed_at"])
    drafting.record(kinds.WITHDRAWN, row, by, at, title=title, index_no=row.index_no, reason=reason.strip())
    return drafting.refresh(item, row)


def follow_calendar(*, on: datetime.date, at: datetime.datetime) -> int:
    """Let documents take effect or expire on their day, through `change_validity`. Returns how many changed."""
    beginning = Item.objects.filter(
        state=State.PUBLISHED, validity=Validity.PENDING, public_revision__effective_on__lte=on
    )
    ending = Item.objects.filter(
        state=State.PUBLISHED, validity__in=[Validity.IN_FORCE, Validity.AMENDED], public_revision__expires_on__lt=on
    )
    by = "system:tick"
    for item in beginning:
        change_validity(item=item, kind=Ending.Kind.RESTORE, on=on, reason="生效日期已到", by=by, at=at)
    for item in ending:
        change_validity(item=item, kind=Ending.Kind.EXPIRE, on=on, reason="有效期届满", by=by, at=at)
    return len(beginning) + len(ending)
