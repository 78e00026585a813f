"""Reviewing: submit, the steps of the frozen chain, return, forced issue; each bound to exactly the text it passed."""

import datetime
from collections.abc import Container, Sequence
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


@dataclass(frozen=True)
class Pass:
    """A step that somebody passes for one revision: which step, what it rests on, and for whom who is away."""

    revision: Revision
    kind: str
    by: Person
    basis: str = ""
    on_behalf_of: Person | None = None


def submit(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Hand the newest revision to the reviewers; the chain in force is frozen with it.

    Raises WrongState, MustBeMended, FileLost, or Incomplete when it has no column or text.
    """
    return submit_many(handed=[(item, by)], at=at)[0]


@transaction.atomic
def submit_many(*, handed: Sequence[tuple[Item, By]], at: datetime.datetime) -> list[Item]:
    """As `submit`, for several items in one go, each with who hands it in; when one is refused, nothing is done."""
    rows = drafting.locked_many([item for item, _by in handed], State.DRAFT, State.RETURNED)
    revisions = [_ready(row) for row in rows]
    files.inspect_attachments(revisions=revisions)
    stopped, decided = checking.stopped(revisions), frozen.decided(revisions)
    for row in rows:
        if row.revision_id in stopped:
            raise refusals.MustBeMended
        if row.revision_id in decided:
            raise refusals.WrongState(str(State.RETURNED.label))
    by_whom = [by for _item, by in handed]
    where = chains.freeze(handed=list(zip(revisions, rows, by_whom, strict=True)), at=at)
    moved = [(item, row, by) for (item, by), row in zip(handed, rows, strict=True)]
    return _move(moved, State.IN_REVIEW, kinds.SUBMITTED, at, where)


def _ready(row: Item) -> Revision:
    revision = row.revision
    assert revision is not None
    if row.state == State.PUBLISHED and revision.pk == row.public_revision_id:
        raise refusals.WrongState(str(State.PUBLISHED.label))
    if revision.column_id is None:
        raise refusals.Incomplete("column", _("Choose a column first."))
    if not revision.body.strip() and not revision.attachments.exists():
        raise refusals.Incomplete("body", _("There is neither text nor attachment."))
    return revision


@transaction.atomic
def recall(*, item: Item, by: By, at: datetime.datetime) -> Item:
    """Take a text back from review to change it. Raises WrongState."""
    return _move([(item, drafting.locked(item, State.IN_REVIEW), by)], State.DRAFT, kinds.RECALLED, at)[0]


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
    return clear_many(passes=[Pass(revision, kind, by, basis, on_behalf_of)], at=at)[0]


@transaction.atomic
def clear_many(*, passes: Sequence[Pass], at: datetime.datetime) -> list[Clearance]:
    """As `clear`, for several revisions in one go, each by itself; when one is refused, nothing is done."""
    if checking.stopped([each.revision for each in passes]):
        raise refusals.MustBeMended
    rows, clearances, where = _decide([_passed(each, at) for each in passes])
    _go_on(rows, at, where)
    drafting.record_many(
        [
            (kinds.CLEARED, row, each.by, {"step": each.kind, **_for_whom(each.on_behalf_of)})
            for row, each in zip(rows, passes, strict=True)
        ],
        at,
    )
    return clearances


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
    (row,), (clearance,), _where = _decide([decision])
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
    drafting.save_stages([row], at)
    chains.move_on(items=[row], at=at)
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
    _go_on([row], at)
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


def _passed(passed: Pass, at: datetime.datetime) -> "_Decision":
    opinion = Clearance.Opinion.PASS
    return _Decision(passed.revision, passed.kind, opinion, passed.by, at, passed.on_behalf_of, basis=passed.basis)


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


def _decide(decisions: Sequence[_Decision]) -> tuple[list[Item], list[Clearance], chains.Standings]:
    """Write opinions down. Returns the locked items, the opinions, and where each revision stands then."""
    revisions = [each.revision for each in decisions]
    rows = drafting.locked_many([each.item for each in revisions], known=revisions)
    where = frozen.standings(revisions)
    authors = review.authors(rows)
    for row, decision in zip(rows, decisions, strict=True):
        _check(row, decision, where[decision.revision.pk], authors[row.pk])
        row.revision = decision.revision
    clearances = Clearance.objects.bulk_create(
        [
            Clearance(
                revision=each.revision,
                kind=each.kind,
                opinion=each.opinion,
                reviewer=each.by,
                reason=each.reason,
                basis=each.basis,
                content_hash=each.revision.content_hash,
                at=each.at,
            )
            for each in decisions
        ]
    )
    OnBehalf.objects.bulk_create(
        [
            OnBehalf(clearance=clearance, person=each.on_behalf_of)
            for clearance, each in zip(clearances, decisions, strict=True)
            if each.on_behalf_of is not None
        ]
    )
    return rows, clearances, {each.revision.pk: where[each.revision.pk].after(_said(each)) for each in decisions}


def _said(decision: _Decision) -> frozen.Opinion:
    away = decision.on_behalf_of
    return frozen.Opinion(decision.kind, decision.opinion, decision.by.pk, away.pk if away else None)


def _check(row: Item, decision: _Decision, where: frozen.Standing, authors: Container[int]) -> None:
    """Only the step that is open, of the newest text, and by somebody who may."""
    is_newest = row.revision_id == decision.revision.pk
    other = where.on(decision.kind)
    if is_newest and other is not None:
        raise refusals.AlreadyDecided(_name(other.reviewer_id), str(Clearance.Opinion(other.said).label))
    if row.stage != State.IN_REVIEW or not is_newest:
        raise refusals.WrongState(str(State(row.stage).label))
    step = where.open_step
    if step is None or step.kind != decision.kind:
        raise refusals.NotItsTurn
    _check_person(step, where, decision, authors)


def _name(person_id: int) -> str:
    return Person.objects.values_list("name", flat=True).get(pk=person_id)


def _check_person(step: RequiredStep, where: frozen.Standing, decision: _Decision, authors: Container[int]) -> None:
    """Nobody passes their own text, somebody else's named step, or two steps where that is forbidden."""
    by, away = decision.by, decision.on_behalf_of
    if by.pk in authors or (away is not None and away.pk in authors):
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


def _go_on(rows: Sequence[Item], at: datetime.datetime, where: chains.Standings | None = None) -> None:
    """Open the next step of each, or let it be cleared when none is left."""
    waiting = chains.move_on(items=rows, at=at, where=where)
    for row in rows:
        if row.pk not in waiting:
            drafting.set_stage(row, State.CLEARED)
    drafting.save_stages(rows, at)


def _for_whom(person: Person | None) -> dict[str, object]:
    return {"for_person": person.reference} if person is not None else {}


def _move(
    moved: Sequence[tuple[Item, Item, By]],
    new: str,
    kind: str,
    at: datetime.datetime,
    where: chains.Standings | None = None,
) -> list[Item]:
    """Move items on: each as the caller knows it, its locked row, and who does it. Returns the caller's, brought up."""
    rows = [row for _item, row, _by in moved]
    for row in rows:
        drafting.set_stage(row, new)
    drafting.save_stages(rows, at)
    chains.move_on(items=rows, at=at, where=where)
    drafting.record_many([(kind, row, by, {}) for _item, row, by in moved], at)
    for item, row, _by in moved:
        drafting.refresh(item, row)
        item._state.fields_cache.pop("open_step", None)
    return [item for item, _row, _by in moved]
