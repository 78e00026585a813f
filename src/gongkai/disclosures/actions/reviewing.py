"""Reviewing: submit, the steps of the frozen chain, return, forced issue; each bound to exactly the text it passed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.disclosures.actions import chains, drafting, files, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.chain_models import ForcedIssue, OnBehalf, Remark, RequiredStep, Substitution
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.disclosures.queries import chains as frozen
from gongkai.disclosures.queries import checking, passages, reading, review

State = Item.State


@dataclass(frozen=True)
class Passage:
    """Words of the text that a return marks, and what is to be done about them."""

    quote: str
    text: str = ""


@transaction.atomic
def submit(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Hand the newest revision to the reviewers; the chain in force is frozen with it.

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
    if checking.has_stop(revision, item=row):
        raise refusals.MustBeMended
    if revision.clearances.exists() or ForcedIssue.objects.filter(revision=revision).exists():
        raise refusals.WrongState(str(State.RETURNED.label))
    where = chains.freeze(revision=revision, item=row, by=by, at=at)
    return _move(item, row, State.IN_REVIEW, kinds.SUBMITTED, by, at, where)


@transaction.atomic
def recall(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Take a text back from review to change it. Raises WrongState."""
    return _move(item, drafting.locked(item, State.IN_REVIEW), State.DRAFT, kinds.RECALLED, by, at)


@transaction.atomic
def clear(
    *,
    revision: Revision,
    kind: str,
    by: Person,
    at: datetime.datetime,
    basis: str = "",
    on_behalf_of: Person | None = None,
) -> Clearance:
    """Pass one step for one revision, perhaps for somebody who is away; after the last one the item is cleared.

    Raises OwnText, NotItsTurn, AlreadyDecided, MustBeMended, NotYourStep, TwoSteps, NotAway, PagesUnread, WrongState
    (recalled, or a newer revision exists).
    """
    if checking.has_stop(revision, item=revision.item):
        raise refusals.MustBeMended
    decision = _Decision(revision, kind, Clearance.Opinion.PASS, by, at, on_behalf_of, basis=basis)
    row, clearance, where = _decide(decision)
    _go_on(row, at, where)
    drafting.record(kinds.CLEARED, row, by, at, step=kind, **_for_whom(on_behalf_of))
    return clearance


@transaction.atomic
def send_back(
    *,
    revision: Revision,
    kind: str,
    by: Person,
    reason: str,
    at: datetime.datetime,
    marked: Sequence[Passage] = (),
    on_behalf_of: Person | None = None,
) -> Clearance:
    """Return a revision to its author with the reason and the passages it is about.

    Raises as `clear` does, ReasonMissing, and NoSuchPassage for words that do not stand in the text.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    found = [(each, passages.find(revision, each.quote)) for each in marked]
    for each, start in found:
        if start is None:
            raise refusals.NoSuchPassage(each.quote)
    decision = _Decision(revision, kind, Clearance.Opinion.RETURN, by, at, on_behalf_of, reason=reason.strip())
    row, clearance, _where = _decide(decision)
    Remark.objects.bulk_create(
        [
            Remark(
                revision=clearance.revision,
                clearance=clearance,
                person=by,
                text=each.text.strip()[:500],
                quote=each.quote.strip()[:300],
                start=start if start is not None and start >= 0 else None,
                at=at,
            )
            for each, start in found
        ]
    )
    drafting.set_stage(row, State.RETURNED)
    row.changed_at = at
    row.save(update_fields=["state", "amendment", "changed_at"])
    chains.move_on(item=row, at=at)
    drafting.record(kinds.RETURNED, row, by, at, step=kind, reason=reason.strip(), **_for_whom(on_behalf_of))
    return clearance


@transaction.atomic
def force_issue(*, revision: Revision, by: Person, reason: str, at: datetime.datetime) -> ForcedIssue:
    """Order a revision in review out before its chain is through. The secrecy review is never spared.

    Only the head whom the frozen chain names may. Raises ReasonMissing, NotTheHead, OwnText, TwoSteps, WrongState.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    row, newest = _locked_in_review(revision)
    before = frozen.standing(newest)
    if not before.steps or before.steps[0].submission.head_id != by.pk:
        raise refusals.NotTheHead
    if before.forced_by is not None:
        raise refusals.WrongState(str(State.IN_REVIEW.label))
    if review.wrote_it(by, row):
        raise refusals.OwnText
    secrecy = before.on(Clearance.Kind.SECRECY)
    if secrecy is not None and secrecy.reviewer_id == by.pk:
        raise refusals.TwoSteps
    spared = [each for each in before.steps if before.on(each.kind) is None and each.kind != Clearance.Kind.SECRECY]
    forced = ForcedIssue.objects.create(
        revision=newest,
        content_hash=newest.content_hash,
        by=by,
        reason=reason.strip(),
        spared=frozen.names(spared)[:200],
        at=at,
    )
    _go_on(row, at)
    drafting.record(kinds.FORCED, row, by, at, reason=reason.strip(), spared=forced.spared)
    return forced


@transaction.atomic
def remark(*, revision: Revision, by: Person, text: str, at: datetime.datetime, quote: str = "") -> Remark:
    """Say something about a revision, perhaps about some of its words. Raises ReasonMissing, NoSuchPassage."""
    if not text.strip():
        raise refusals.ReasonMissing
    start = passages.find(revision, quote) if quote.strip() else None
    if quote.strip() and start is None:
        raise refusals.NoSuchPassage(quote)
    made = Remark.objects.create(
        revision=revision,
        person=by,
        text=text.strip()[:500],
        quote=quote.strip()[:300],
        start=start if start is not None and start >= 0 else None,
        at=at,
    )
    item = Item.objects.select_related("revision").get(pk=revision.item_id)
    drafting.record(kinds.REMARKED, item, by, at, text=made.text)
    return made


@dataclass(frozen=True)
class _Decision:
    """What somebody decides about a step, and in whose seat."""

    revision: Revision
    kind: str
    opinion: str
    by: Person
    at: datetime.datetime
    on_behalf_of: Person | None = None
    reason: str = ""
    basis: str = ""


def _locked_in_review(revision: Revision) -> tuple[Item, Revision]:
    row = drafting.locked(revision.item)
    newest = row.revision
    assert newest is not None
    if row.stage != State.IN_REVIEW or newest.pk != revision.pk:
        raise refusals.WrongState(str(State(row.stage).label))
    return row, newest


def _decide(decision: _Decision) -> tuple[Item, Clearance, frozen.Standing]:
    revision, kind = decision.revision, decision.kind
    row = drafting.locked(revision.item)
    is_newest = row.revision_id == revision.pk
    where = frozen.standing(revision)
    other = where.on(kind)
    if is_newest and other is not None:
        raise refusals.AlreadyDecided(_name(other.reviewer_id), str(Clearance.Opinion(other.said).label))
    if row.stage != State.IN_REVIEW or not is_newest:
        raise refusals.WrongState(str(State(row.stage).label))
    step = where.open_step
    if step is None or step.kind != kind:
        raise refusals.NotItsTurn
    row.revision = revision
    _check_person(row, step, where, decision)
    clearance = Clearance.objects.create(
        revision=revision,
        kind=kind,
        opinion=decision.opinion,
        reviewer=decision.by,
        reason=decision.reason,
        basis=decision.basis,
        content_hash=revision.content_hash,
        at=decision.at,
    )
    away = decision.on_behalf_of
    if away is not None:
        OnBehalf.objects.create(clearance=clearance, person=away)
    said = frozen.Opinion(kind, decision.opinion, decision.by.pk, away.pk if away else None)
    return row, clearance, where.after(said)


def _name(person_id: int) -> str:
    return Person.objects.values_list("name", flat=True).get(pk=person_id)


def _check_person(row: Item, step: RequiredStep, where: frozen.Standing, decision: _Decision) -> None:
    """Nobody passes their own text, somebody else's named step, or two steps where that is forbidden."""
    by, away = decision.by, decision.on_behalf_of
    if review.wrote_it(by, row) or (away is not None and review.wrote_it(away, row)):
        raise refusals.OwnText
    if away is not None:
        named = Substitution.objects.in_force(decision.at).filter(person=away, substitute=by)
        if not named.exists():
            raise refusals.NotAway
    if step.person_id and step.person_id not in {by.pk, away.pk if away else None}:
        raise refusals.NotYourStep
    submission = step.submission
    if submission.is_apart or away is not None:
        taken = where.took(by) or (away is not None and where.took(away))
    else:
        stood_in = any(each.reviewer_id == by.pk and each.for_id is not None for each in where.opinions)
        taken = stood_in or where.forced_by == by.pk
    if taken:
        raise refusals.TwoSteps
    passes = decision.opinion == Clearance.Opinion.PASS
    if passes and submission.are_pages_read and (left := reading.unread(decision.revision, by)):
        raise refusals.PagesUnread(left)


def _go_on(row: Item, at: datetime.datetime, where: frozen.Standing | None = None) -> None:
    """Open the next step, or let the item be cleared when none is left."""
    row.changed_at = at
    if chains.move_on(item=row, at=at, where=where) is None:
        drafting.set_stage(row, State.CLEARED)
    row.save(update_fields=["state", "amendment", "changed_at"])


def _for_whom(person: Person | None) -> dict[str, object]:
    return {"for_person": person.reference} if person is not None else {}


def _move(
    item: Item, row: Item, new: str, kind: str, by: By, at: datetime.datetime, where: frozen.Standing | None = None
) -> Item:
    drafting.set_stage(row, new)
    row.changed_at = at
    row.save(update_fields=["state", "amendment", "changed_at"])
    chains.move_on(item=row, at=at, where=where)
    drafting.record(kind, row, by, at)
    drafting.refresh(item, row)
    item._state.fields_cache.pop("open_step", None)
    return item
