"""Reviewing: submit, business review, secrecy review, issue; each bound to exactly the text it passed."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.disclosures.actions import drafting, files, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.disclosures.queries import checking, review

State = Item.State


@transaction.atomic
def submit(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Hand the newest revision to the reviewers.

    Raises WrongState, MustBeMended, FileLost, or Incomplete when it has no column or text.
    """
    row = drafting.locked(item, State.DRAFT, State.RETURNED)
    revision = row.revision
    assert revision is not None
    if row.state == State.PUBLISHED and revision.pk == row.public_revision_id:
        raise refusals.WrongState(str(State.PUBLISHED.label))
    if revision.column_id is None:
        raise refusals.Incomplete("column", _("Choose a column first."))
    if not revision.body.strip() and not revision.attachments.exists():
        raise refusals.Incomplete("body", _("There is neither text nor attachment."))
    files.inspect_attachments(revision=revision)
    if checking.has_stop(revision):
        raise refusals.MustBeMended
    if revision.clearances.exists():
        raise refusals.WrongState(str(State.RETURNED.label))
    return _move(item, row, State.IN_REVIEW, kinds.SUBMITTED, by, at)


@transaction.atomic
def recall(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Take a text back from review to change it. Raises WrongState."""
    return _move(item, drafting.locked(item, State.IN_REVIEW), State.DRAFT, kinds.RECALLED, by, at)


@transaction.atomic
def clear(*, revision: Revision, kind: str, by: Person, at: datetime.datetime, basis: str = "") -> Clearance:
    """Pass one step for one revision; after the last one the item is cleared.

    Raises OwnText, NotItsTurn, AlreadyDecided, MustBeMended, WrongState (recalled, or a newer revision exists).
    """
    if checking.has_stop(revision):
        raise refusals.MustBeMended
    row, clearance = _decide(revision, kind, Clearance.Opinion.PASS, by, at, basis=basis)
    if kind == review.STEPS[-1]:
        drafting.set_stage(row, State.CLEARED)
    row.changed_at = at
    row.save(update_fields=["state", "amendment", "changed_at"])
    drafting.record(kinds.CLEARED, row, by, at, step=kind)
    return clearance


@transaction.atomic
def send_back(*, revision: Revision, kind: str, by: Person, reason: str, at: datetime.datetime) -> Clearance:
    """Return a revision to its author with the reason. Raises as `clear` does, and ReasonMissing."""
    if not reason.strip():
        raise refusals.ReasonMissing
    row, clearance = _decide(revision, kind, Clearance.Opinion.RETURN, by, at, reason=reason.strip())
    drafting.set_stage(row, State.RETURNED)
    row.changed_at = at
    row.save(update_fields=["state", "amendment", "changed_at"])
    drafting.record(kinds.RETURNED, row, by, at, step=kind, reason=reason.strip())
    return clearance


def _decide(
    revision: Revision, kind: str, opinion: str, by: Person, at: datetime.datetime, *, reason: str = "", basis: str = ""
) -> tuple[Item, Clearance]:
    row = drafting.locked(revision.item)
    newest = row.revision
    assert newest is not None
    decided = {each.kind: each for each in newest.clearances.all()}
    if newest.pk == revision.pk and kind in decided:
        other = decided[kind]
        raise refusals.AlreadyDecided(other.reviewer.name, str(Clearance.Opinion(other.opinion).label))
    if row.stage != State.IN_REVIEW or newest.pk != revision.pk:
        raise refusals.WrongState(str(State(row.stage).label))
    if kind != review.next_step({step: each.opinion for step, each in decided.items()}):
        raise refusals.NotItsTurn
    if review.wrote_it(by, row):
        raise refusals.OwnText
    clearance = Clearance.objects.create(
        revision=newest,
        kind=kind,
        opinion=opinion,
        reviewer=by,
        reason=reason,
        basis=basis,
        content_hash=newest.content_hash,
        at=at,
    )
    return row, clearance


def _move(item: Item, row: Item, new: str, kind: str, by: By, at: datetime.datetime) -> Item:
    drafting.set_stage(row, new)
    row.changed_at = at
    row.save(update_fields=["state", "amendment", "changed_at"])
    drafting.record(kind, row, by, at)
    return drafting.refresh(item, row)
